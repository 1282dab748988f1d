"""Finding things: what is recorded is found at once, what is destroyed never again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import Cancelled, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import EvidenceId, InspectionId, LineId, SectionId
from inspector_app.domain.learned import learned_from
from inspector_app.domain.searching import Filter, Kind
from inspector_app.domain.sources import (
    DataReturn,
    Interview,
    Number,
    Source,
    UnannouncedTest,
)
from inspector_app.domain.values import Counted, Named, Told
from inspector_app.services.search import Hit
from inspector_app.services.vault import Unlocked
from inspector_app.vault import keyfile
from tests.support.needles import decrypted
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE, SECTION = LineId("CC-PO-07"), SectionId("CC-PO")
WORD = "quizzaciously"
"""No checklist says it."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def found(vault: Unlocked, inspection: InspectionId, words: str = WORD) -> set[tuple[Kind, str]]:
    return {(hit.kind, hit.number) for hit in vault.search.find(inspection, words)}


def attached(vault: Unlocked, inspection: InspectionId, path: Path, content: str) -> EvidenceId:
    path.write_text(content)
    [kept] = vault.evidence.attach(inspection, [path], [LINE])
    assert kept.item
    return kept.item


def test_everything_that_is_recorded_is_found_at_once_with_its_place(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_ASKED, note=WORD))
    vault.inspections.give_account(inspection, Account(LINE, f"He said {WORD}.", role="Sergeant"))
    vault.inspections.headline(inspection, SECTION, Headline(f"It is {WORD}."))
    attached(vault, inspection, tmp_path / f"{WORD}.csv", "a,b")

    hits = vault.search.find(inspection, WORD)

    assert {(hit.kind, hit.number, hit.place) for hit in hits} == {
        (Kind.ANSWER, "CC-PO-07", "CC-PO-07"),
        (Kind.ACCOUNT, "CC-PO-07", "CC-PO-07"),
        (Kind.HEADLINE, "CC-PO", "CC-PO"),
        (Kind.EVIDENCE, "JS/1", "CC-PO-07"),
    }
    assert all((WORD, True) in hit.pieces or WORD in hit.excerpt for hit in hits)
    assert (Kind.ANSWER, "CC-PO-07") in found(vault, inspection, "not asked")


def test_a_source_is_found_by_its_title_role_facts_and_number_until_it_is_withdrawn(
    vault: Unlocked, inspection: InspectionId
) -> None:
    source = Source(
        DataReturn(definition="Units sent", numbers=(Number(f"{WORD} count", "16", "PSU"),)),
        "Mutual-aid return",
        roles=(Named("Analyst of the region"),),
        note="zanily put",
    )
    id_ = vault.sources.record(inspection, source, names=["Nobody Inparticular"]).id
    one = {(Kind.SOURCE, "JS/1")}
    for words in (WORD, "mutual-aid return data", "analyst region", "zanily", "js/1"):
        assert one <= found(vault, inspection, words), words
    assert found(vault, inspection, "inparticular") == set()

    vault.sources.revise(inspection, id_, replace(source, do_not_export=True))
    [hit] = vault.search.find(inspection, WORD, filters=[Filter.NOT_EXPORTED])
    assert hit.subject == subject(Subject.SOURCE, id_)
    vault.sources.withdraw(inspection, id_, "recorded twice")
    assert found(vault, inspection) == set()


def test_entries_of_the_registers_are_found_those_added_here_too(
    vault: Unlocked, inspection: InspectionId
) -> None:
    assert (Kind.ENTRY, "Bedfordshire Police") in found(vault, inspection, "bedfordshire")
    entry = RegisterEntry("", "regional", "Marine unit", aliases=(WORD,))
    vault.sources.add_entry(inspection, entry)
    assert found(vault, inspection) == {(Kind.ENTRY, "Marine unit")}
    vault.inspections.undo(inspection)
    assert found(vault, inspection) == set()


def test_the_checklist_itself_is_found_and_excerpts_mark_the_words(
    vault: Unlocked, inspection: InspectionId
) -> None:
    hits = {(hit.kind, hit.number): hit for hit in vault.search.find(inspection, "mutual aid")}
    assert hits[Kind.TERM, "Mutual aid"].place == ""
    line: Hit = hits[Kind.LINE, "CC-PO-14"]
    assert ("mutual", True) in line.pieces
    assert ("aid", True) in line.pieces
    assert line.excerpt.startswith("What does the mutual-aid return say")


def test_undoing_and_withdrawing_take_it_out_and_redoing_brings_it_back(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=WORD))
    vault.inspections.undo(inspection)
    assert found(vault, inspection) == set()
    vault.inspections.redo(inspection)
    assert found(vault, inspection) == {(Kind.ANSWER, LINE)}
    vault.inspections.answer(inspection, LINE, Answer(note="other words"))
    assert found(vault, inspection) == set()


def test_both_versions_are_found_and_told_apart_by_the_filter(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=WORD), seen=())
    vault.inspections.answer(inspection, LINE, Answer(note="zanily"), seen=())
    for word in (WORD, "zanily"):
        assert found(vault, inspection, word) == {(Kind.ANSWER, LINE)}
    [hit] = vault.search.find(inspection, "", filters=[Filter.VERSIONS])
    assert hit.number == LINE


def test_words_inside_files_are_found_after_they_were_read(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    item = attached(vault, inspection, tmp_path / "return.txt", f"The {WORD} return")
    assert found(vault, inspection) == set()
    assert vault.search.read_files(inspection) == 1
    assert found(vault, inspection) == {(Kind.TEXT, "JS/1")}
    assert vault.search.read_files(inspection) == 0

    vault.evidence.withdraw(inspection, item, "wrong file")
    assert found(vault, inspection) == set()
    vault.inspections.undo(inspection)
    assert vault.search.read_files(inspection) == 1
    assert found(vault, inspection) == {(Kind.TEXT, "JS/1")}


def test_reading_files_can_be_stopped_and_goes_on_later(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    attached(vault, inspection, tmp_path / "a.txt", f"{WORD} one")
    attached(vault, inspection, tmp_path / "b.txt", f"{WORD} two")
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        vault.search.read_files(inspection, cancelled=lambda: next(answers))
    assert len(found(vault, inspection)) == 1
    told: list[tuple[int, int]] = []
    assert vault.search.read_files(inspection, lambda *at: told.append(at)) == 1
    assert told == [(1, 1)]
    assert len(found(vault, inspection)) == 2


def test_a_file_that_cannot_be_read_is_asked_once(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    attached(vault, inspection, tmp_path / "broken.pdf", "%PDF-1.7 and nothing else")
    assert vault.search.read_files(inspection) == 1
    assert vault.search.read_files(inspection) == 0


def test_the_text_of_a_file_follows_its_item(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    item = attached(vault, inspection, tmp_path / "return.txt", WORD)
    vault.search.read_files(inspection)
    vault.evidence.link(inspection, item, LineId("CC-PO-01"))
    [hit] = vault.search.find(inspection, WORD)
    assert hit.place == "CC-PO-01"
    vault.evidence.caption(inspection, item, Caption("A carrier", do_not_export=True))
    assert found(vault, inspection, "carrier jammed") == set()
    hits = vault.search.find(inspection, WORD, filters=[Filter.NOT_EXPORTED])
    assert [hit.kind for hit in hits] == [Kind.TEXT]


def test_a_search_narrows_to_what_rests_on_one_kind_of_source(
    vault: Unlocked, inspection: InspectionId
) -> None:
    talk = vault.sources.record(inspection, Source(Interview(), f"Chief, on {WORD}"))
    test = vault.sources.record(inspection, Source(UnannouncedTest(), f"Desk, on {WORD}"))
    told = {talk.id: LINE, test.id: LineId("CC-PO-09")}
    for source, line in told.items():
        vault.inspections.give_account(inspection, Account(line, WORD, source=source))
        vault.inspections.answer(inspection, line, Answer(note=WORD))

    def narrowed(letter: str, words: str = WORD) -> set[tuple[Kind, str]]:
        learned = learned_from(vault.inspections.standing(inspection), letter)
        hits = vault.search.find(inspection, words, learned=learned)
        return {(hit.kind, hit.number) for hit in hits}

    assert {number for kind, number in narrowed("I") if kind is Kind.ANSWER} == {LINE}
    assert len({number for kind, number in narrowed("I") if kind is Kind.SOURCE}) == 1
    assert {number for kind, number in narrowed("T") if kind is Kind.ANSWER} == {"CC-PO-09"}
    assert narrowed("C") == set()
    assert (Kind.ANSWER, LINE) in narrowed("I", "")


def test_filters_narrow_to_what_is_missing_and_what_is_new(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    def missing(words: str) -> set[str]:
        hits = vault.search.find(inspection, words, filters=[Filter.NOT_ESTABLISHED])
        return {hit.number for hit in hits}

    assert "CC-PO-09" in missing("declare")
    vault.inspections.answer(inspection, LineId("CC-PO-09"), Answer({"declared": Counted(8)}))
    assert "CC-PO-09" not in missing("declare")
    vault.inspections.switch(inspection, SECTION, in_scope=False)
    assert not any(number.startswith("CC-PO") for number in missing("psu"))

    today = [Filter.CHANGED_TODAY]
    assert {hit.number for hit in vault.search.find(inspection, "", filters=today)} == {"CC-PO-09"}
    clock.time += timedelta(days=1)
    assert vault.search.find(inspection, "", filters=today) == ()


def results(vault: Unlocked, inspection: InspectionId) -> dict[str, tuple[Hit, ...]]:
    words = ("plan", "psu", WORD, "mutual aid", "chief constable", "not asked")
    return {each: vault.search.find(inspection, each, 500) for each in words}


def test_the_index_made_anew_finds_the_same(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=f"{WORD} plan"))
    vault.inspections.answer(inspection, LINE, Answer(note=f"{WORD} plans"))
    vault.inspections.give_account(inspection, Account(LINE, f"{WORD} chief constable"))
    vault.inspections.headline(inspection, SECTION, Headline(f"{WORD} plan"))
    vault.sources.record(inspection, Source(Interview(), f"{WORD} interview"))
    vault.sources.add_entry(inspection, RegisterEntry("", "regional", f"{WORD} unit"))
    attached(vault, inspection, tmp_path / f"{WORD}.txt", f"mutual aid {WORD}")
    withdrawn = attached(vault, inspection, tmp_path / "w.txt", f"psu {WORD}")
    vault.search.read_files(inspection)
    vault.evidence.withdraw(inspection, withdrawn, "wrong")
    step_by_step = results(vault, inspection)

    vault.journal.rebuild(inspection)
    assert results(vault, inspection) == step_by_step
    vault.search.make_anew(inspection)
    assert results(vault, inspection) == step_by_step
    assert {hit.kind for hit in step_by_step[WORD]} == {
        Kind.ANSWER,
        Kind.ACCOUNT,
        Kind.HEADLINE,
        Kind.SOURCE,
        Kind.ENTRY,
        Kind.EVIDENCE,
        Kind.TEXT,
    }


def test_a_refused_act_leaves_the_index_as_it_was(
    vault: Unlocked, inspection: InspectionId
) -> None:
    both = {LINE: Answer(note=WORD), LineId("CC-PO-09"): Answer({"unheard-of": Told("x")})}
    with pytest.raises(RuleViolation):
        vault.inspections.answer_many(inspection, both)
    assert found(vault, inspection) == set()


def test_a_purge_clears_what_can_be_found_and_every_byte_of_it(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=WORD))
    item = attached(vault, inspection, tmp_path / "spilled.txt", f"{WORD} in a file")
    vault.evidence.caption(inspection, item, Caption(f"{WORD} in a caption"))
    source = vault.sources.record(inspection, Source(Interview(), f"{WORD} interview")).id
    vault.search.read_files(inspection)
    assert len(found(vault, inspection)) == 4

    for about in (
        subject(Subject.ANSWER, LINE),
        subject(Subject.EVIDENCE, item),
        subject(Subject.SOURCE, source),
    ):
        vault.journal.purge(vault.journal.plan_purge(inspection, about), "other", "spilled")

    assert found(vault, inspection) == set()
    assert vault.search.read_files(inspection) == 0
    vault.close()
    keys = _keys(tmp_path)
    assert WORD.encode() not in decrypted(tmp_path / "vault" / "vault.db", keys)
    assert b"spilled.txt" not in decrypted(tmp_path / "vault" / "vault.db", keys)


def _keys(folder: Path) -> bytes:
    return keyfile.unlock(folder / "vault", PASSPHRASE).keys.database


def test_an_inspection_that_comes_from_elsewhere_is_found_whole(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=WORD))
    vault.exchange.export(inspection, tmp_path / "all.json")
    (tmp_path / "other").mkdir()
    other = a_vault(tmp_path / "other", initials="AB")
    try:
        other.exchange.take_in(tmp_path / "all.json")
        assert found(other, inspection) == {(Kind.ANSWER, LINE)}
        assert (Kind.LINE, LINE) in found(other, inspection, "cc-po-07")
    finally:
        other.close()


def test_a_vault_of_an_older_version_is_indexed_when_it_is_brought_up_to_date(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note=WORD))
    with vault._database.begin() as work:
        work.search.clear(inspection)
        work.settings.set("search-version", None)
        work.commit()
    vault.close()

    opened = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        told: list[tuple[int, int]] = []
        assert found(opened, inspection) == set()
        assert not opened.bring_up_to_date(lambda *at: told.append(at))
        assert found(opened, inspection) == {(Kind.ANSWER, LINE)}
        assert told
        told.clear()
        opened.bring_up_to_date(lambda *at: told.append(at))
        assert told == []
    finally:
        opened.close()
