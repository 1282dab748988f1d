import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, Sha256
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged, Proportion, Tabled, Told
from inspector_app.reports.content import content, content_sha256, form_of
from inspector_app.reports.facts import Content, Form, LineFacts, Options, SectionFacts
from tests.support.standings import AM, INSPECTION, JS, Journal, a_journal, a_visit, the_pack

SECRET = "Zyxwvut-9317"


def read(journal: Journal, options: Options | None = None) -> Content:
    return content(
        journal.standing(),
        journal.heads(),
        options or Options(),
        fold_version=1,
        app_version="0.1.0",
    )


def section(found: Content, id_: str) -> SectionFacts:
    return next(each for each in found.record.sections() if each.id == id_)


def line(found: Content, id_: str) -> LineFacts:
    return next(each for part in found.record.sections() for each in part.lines if each.id == id_)


def told(found: Content) -> str:
    return json.dumps(form_of(found), ensure_ascii=False)


def a_summary(content_sha256: str = "c" * 64) -> bodies.SummarySigned:
    return bodies.SummarySigned(
        file_sha256=Sha256("f" * 64),
        size_bytes=1,
        content_sha256=Sha256(content_sha256),
        heads={},
        signer="Alex Example",
        certificate_sha256=Sha256("e" * 64),
        signer_kind="self-issued",
    )


def test_the_order_in_which_changes_arrive_is_nowhere_in_the_content() -> None:
    journal = a_visit()
    expected = read(journal)
    for seed in range(5):
        shuffled = list(journal.changes)
        random.Random(seed).shuffle(shuffled)
        standing = journal.standing(shuffled)
        states = dict(sorted(standing.states.items(), reverse=bool(seed % 2)))
        again = content(
            Standing(INSPECTION, journal.pack, states, {}),
            dict(reversed(journal.heads().items())),
            Options(),
            fold_version=1,
            app_version="0.1.0",
        )
        assert again == expected
        assert content_sha256(again) == content_sha256(expected)


def test_names_that_a_laptop_knows_are_nowhere_in_the_content() -> None:
    journal = a_visit()
    named = replace(journal.standing(), names={JS: "Jane Secretname", AM: "Anna Othername"})
    found = content(named, journal.heads(), Options(), fold_version=1, app_version="0.1.0")
    assert found == read(journal)
    assert "Secretname" not in told(found)


def test_requirements_follow_the_introduction_and_hold_threat_by_threat() -> None:
    pack = the_pack()
    found = read(a_journal())
    assert [each.id for each in found.record.chapters] == ["IN", *(r.id for r in pack.requirements)]
    for chapter in found.record.chapters[1:]:
        assert [each.threat for each in chapter.sections] == [t.name for t in pack.threats]


def test_every_line_in_scope_is_there_once_with_its_question() -> None:
    printed = [each for part in read(a_journal()).record.sections() for each in part.lines]
    assert sorted(each.id for each in printed) == sorted(each.id for each in the_pack().lines())
    assert all(each.question == the_pack().line(each.id).text for each in printed)
    assert {each.state for each in printed} == {"none"}


def test_a_section_out_of_scope_says_so_and_why_and_prints_no_line() -> None:
    found = section(read(a_visit()), "CN-CY")
    assert (found.in_scope, found.scope_reason, found.lines) == (False, "Looked at next year.", ())
    empty = [s for s in read(a_visit()).record.sections() if not s.in_scope and s.id != "CN-CY"]
    assert len(empty) == 7
    assert {s.scope_reason for s in empty} == {"The checklist has no lines here."}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_stands_in_words(outcome: Outcome) -> None:
    journal = a_journal()
    journal.answer("CC-PO-05", Answer(outcome=outcome, note="As the lead said."))
    found = line(read(journal), "CC-PO-05")
    assert found.state == "answered"
    assert found.established is outcome.is_finding()
    assert found.versions[0].answer == outcome_words(outcome)
    assert found.versions[0].note == "As the lead said."


def test_an_answer_tells_value_date_note_author_and_time() -> None:
    found = line(read(a_visit()), "CC-PO-09").versions[0]
    assert found.answer == "8 police support units"
    assert (found.as_at, found.as_at_visit) == ("since October 2013", False)
    assert found.reason == "The roster replaced the first count."
    assert found.by.initials == "JS"
    assert found.by.when.startswith("17 September 2013")
    inherited = line(read(a_visit()), "CC-PO-02").versions[0]
    assert (inherited.as_at, inherited.as_at_visit) == (
        "16 September 2013 to 20 September 2013",
        True,
    )
    assert inherited.capability == "own and alliance (most)"


def test_a_conflict_prints_every_version_with_its_author() -> None:
    found = line(read(a_visit()), "CC-PO-11")
    assert found.state == "versions"
    assert not found.established
    assert [(v.answer, v.by.initials) for v in found.versions] == [
        ("6 police support units", "AM"),
        ("5 police support units", "JS"),
    ]
    assert read(a_visit()).record.cover.versions == 1


def test_a_headline_in_dispute_prints_every_version() -> None:
    journal = a_visit()
    journal.headline("CC-PO", Headline("Another view."), by=AM, seen=())
    found = section(read(journal), "CC-PO").headline
    assert found.state == "versions"
    assert [v.by.initials for v in found.versions] == ["AM", "JS"]


def test_an_answer_taken_back_is_as_if_nothing_had_been_said() -> None:
    journal = a_journal()
    before = read(journal)
    journal.answer("CC-PO-05", Answer(outcome=Outcome.NEVER_AROSE))
    journal.headline("CC-PO", Headline("Too early."))
    for written in (subject(Subject.ANSWER, "CC-PO-05"), subject(Subject.HEADLINE, "CC-PO")):
        journal.record(written, bodies.Withdrawn("Typed by mistake."))
    assert read(journal).record == before.record


def test_a_purged_answer_says_that_it_was_destroyed() -> None:
    journal = a_journal()
    change = journal.answer("CC-PO-05", Answer(note=SECRET))
    purge = bodies.BodyPurged((change.id,), "spilled material", "Too sensitive.")
    journal.record(subject(Subject.ANSWER, "CC-PO-05"), purge, seen=())
    found = read(journal)
    assert line(found, "CC-PO-05").versions[0].answer == "Destroyed by a purge"
    assert SECRET not in told(found)


def test_a_table_keeps_its_titles_and_rows() -> None:
    detail = line(read(a_visit()), "IN-08").versions[0].details[0]
    assert detail.titles[0] == "Alliance or collaboration"
    assert detail.rows[1] == ("Regional unit", "Six forces of the region", "Organised crime")


def test_accounts_stand_under_the_answer_by_role() -> None:
    found = line(read(a_visit()), "CC-PO-02")
    assert [(a.role, a.by.initials) for a in found.accounts] == [
        ("Assistant chief constable", "JS"),
        ("Control room supervisor", "AM"),
    ]
    assert not line(read(a_visit(), Options(accounts=False)), "CC-PO-02").accounts


def test_evidence_is_listed_by_number_and_named_under_its_lines() -> None:
    journal = a_visit()
    journal.evidence("JS/10", Caption("Tenth"), "CC-PO-02")
    found = read(journal)
    numbers = ["JS/1", "JS/2", "JS/3", "JS/4", "JS/5", "JS/10"]
    assert [item.number for item in found.record.evidence] == numbers
    assert line(found, "CC-PO-02").evidence == tuple(numbers)
    first = found.record.evidence[0]
    assert first.lines == ("CC-PO-02", "CC-PO-09")
    assert first.modified == "18 September 2013, 14:02"
    assert len(first.sha256) == 64
    assert {item.name for item in found.record.evidence} == {""}
    named = read(journal, Options(file_names=True)).record.evidence[0]
    assert named.name == "file JS/1.jpg"


Hide = Callable[[Journal], Change | None]


def hide_answer(journal: Journal) -> None:
    journal.answer("CC-PO-16", Answer({"x": Told(SECRET)}, note=SECRET, do_not_export=True))
    journal.account(Account(LineId("CC-PO-16"), words=SECRET, role=SECRET))
    journal.evidence("JS/90", Caption(SECRET), "CC-PO-16")


def hide_one_of_two_versions(journal: Journal) -> None:
    journal.answer("CC-PO-16", Answer({"x": Told(SECRET)}), seen=())
    hidden = Answer({"x": Told(SECRET)}, note=SECRET, do_not_export=True)
    journal.answer("CC-PO-16", hidden, by=AM, seen=())


def hide_account(journal: Journal) -> None:
    hidden = Account(LineId("CC-PO-02"), words=SECRET, role=SECRET, do_not_export=True)
    journal.account(hidden)


def hide_headline(journal: Journal) -> None:
    journal.headline("CN-PO", Headline(SECRET, do_not_export=True))


def hide_caption(journal: Journal) -> None:
    journal.evidence("JS/90", Caption(SECRET, do_not_export=True), "CC-PO-02")


def hide_quantity(journal: Journal) -> None:
    share = Proportion("93.17", caveat=SECRET)
    journal.answer("CP-CE-06", Answer({"share": share}, do_not_export=True))


@pytest.mark.parametrize(
    "hide",
    [
        hide_answer,
        hide_one_of_two_versions,
        hide_account,
        hide_headline,
        hide_caption,
        hide_quantity,
    ],
)
def test_what_is_not_to_be_exported_is_nowhere_and_is_counted(hide: Hide) -> None:
    journal = a_visit()
    before = read(journal).record.cover.left_out
    hide(journal)
    found = read(journal, Options(file_names=True))
    assert SECRET not in told(found)
    assert "93.17" not in told(found)
    assert "JS/90" not in told(found)
    assert found.record.cover.left_out != before
    assert any("left out" in limit for limit in found.record.limits)


def test_left_out_answers_are_counted_in_their_section() -> None:
    journal = a_visit()
    hide_answer(journal)
    found = section(read(journal), "CC-PO").left_out
    assert (found.answers, found.accounts, found.headlines, found.evidence) == (1, 1, 0, 1)
    closed = line(read(journal), "CC-PO-16")
    assert (closed.state, closed.established, closed.versions) == ("left-out", False, ())


def test_evidence_that_also_supports_a_printed_line_stays_without_the_closed_one() -> None:
    journal = a_visit()
    journal.answer("CC-PO-16", Answer(note=SECRET, do_not_export=True))
    journal.evidence("JS/91", Caption("Shared roster"), "CC-PO-16", "CC-PO-02")
    item = next(i for i in read(journal).record.evidence if i.number == "JS/91")
    assert item.lines == ("CC-PO-02",)


def test_a_prompt_that_rests_on_what_is_left_out_tells_no_number() -> None:
    journal = a_visit()
    journal.answer("CC-PO-11", Answer({"expected": Counted(5)}))
    prompts = {check.id: check for check in read(journal).record.checks}
    assert prompts["both-at-once"].working == "5 + 5 ≤ 8"
    assert prompts["both-at-once"].words
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}, do_not_export=True))
    closed = {check.id: check for check in read(journal).record.checks}["both-at-once"]
    assert closed.verdict == "cannot-be-told"
    assert closed.working == "Q1 + Q3 <= Q2"
    assert "left out" in closed.words


def test_a_caveat_travels_to_the_quantity() -> None:
    quantity = next(q for q in read(a_visit()).record.quantities if q.id == "Q10")
    assert quantity.here == "about 20%"
    assert quantity.caveat == "No site is named."
    assert quantity.line == "CP-CE-06"


def test_the_cover_carries_the_high_watermark_and_the_team_by_role() -> None:
    journal = a_visit()
    personal = Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL")
    journal.account(Account(LineId("CC-T-01"), words="x", marking=personal))
    cover = read(journal).record.cover
    assert cover.marking == "OFFICIAL-SENSITIVE [PERSONAL]"
    assert [(m.role, m.initials) for m in cover.team] == [
        ("Lead inspector", "JS"),
        ("Inspector", "AM"),
    ]
    assert (cover.pack.id, cover.pack.sha256) == ("spr-2012", journal.pack.sha256)
    assert cover.form_words == "Fieldwork record"
    assert sum(m.recorded for m in cover.team) == 19


def test_a_marking_below_what_is_printed_is_refused() -> None:
    journal = a_journal()
    sensitive = Answer(note="x", marking=Marking(Tier.OFFICIAL_SENSITIVE))
    journal.answer("CC-PO-05", sensitive)
    with pytest.raises(RuleViolation, match="OFFICIAL-SENSITIVE"):
        read(journal, Options(marking=Marking()))
    journal.answer("CC-PO-05", replace(sensitive, do_not_export=True))
    assert read(journal, Options(marking=Marking())).record.cover.marking == "OFFICIAL"
    assert read(journal).record.cover.marking == "OFFICIAL-SENSITIVE"


def test_the_board_shows_each_threat_across_the_requirements() -> None:
    board = read(a_visit()).record.board
    assert board.requirements == tuple(r.name for r in the_pack().requirements)
    assert [row.threat for row in board.rows] == [t.name for t in the_pack().threats]
    public_order = next(row for row in board.rows if row.threat == "Public order")
    tile = public_order.tiles[0]
    assert (tile.established, tile.total, tile.versions) == (8, 16, 1)
    assert tile.headline.startswith("The force can send what is expected of it")
    assert tile.headline.endswith("…")
    cyber = next(row for row in board.rows if row.threat.startswith("Large"))
    assert not cyber.tiles[-1].in_scope


def test_definitions_are_numbered_as_the_lines_first_use_them() -> None:
    found = read(a_journal())
    numbers = [n for part in found.record.sections() for each in part.lines for n in each.notes]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(found.record.definitions) + 1))
    psu = next(d for d in found.record.definitions if "PSU" in d.term)
    assert psu.number in line(found, "CC-PO-01").notes


def test_signing_heads_and_versions_of_the_app_leave_the_content_hash_alone() -> None:
    journal = a_visit()
    before = read(journal)
    signed = a_summary(content_sha256(before))
    journal.record(subject(Subject.SUMMARY, "5" * 32), signed)
    after = content(
        journal.standing(), journal.heads(), Options(), fold_version=2, app_version="0.2.0"
    )
    assert after.heads != before.heads
    assert after.signed_before[0].content_sha256 == content_sha256(before)
    assert content_sha256(after) == content_sha256(before)
    assert "Alex Example" not in told(after)


CHANGES: list[Callable[[Journal], Any]] = [
    lambda j: j.answer("CC-PO-05", Answer(outcome=Outcome.NOT_ASKED)),
    lambda j: j.answer("CC-PO-02", Answer({"judgement": Judged("met")}, note="Less.")),
    lambda j: j.headline("CC-T", Headline("Another.")),
    lambda j: j.account(Account(LineId("CC-T-01"), words="More.")),
    lambda j: j.evidence("AM/1", Caption("More"), "CC-T-01"),
    lambda j: j.answer("CC-PO-11", Answer({"expected": Counted(6)})),
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_what_is_printed_changes_the_content_hash(change: Hide) -> None:
    journal = a_visit()
    before = content_sha256(read(journal))
    change(journal)
    assert content_sha256(read(journal)) != before


def test_the_form_is_chosen_and_told() -> None:
    cover = read(a_visit(), Options(form=Form.FINAL_SUMMARY)).record.cover
    assert (cover.form, cover.form_words) == ("final-summary", "Final summary")


def test_an_inspection_without_particulars_is_not_printed() -> None:
    standing = Standing(INSPECTION, the_pack(), {}, {})
    with pytest.raises(NotFound):
        content(standing, {}, Options(), fold_version=1, app_version="0.1.0")


def test_a_table_without_rows_and_values_of_unknown_parts_are_still_told() -> None:
    journal = a_journal()
    part = the_pack().line("IN-08").parts[0]
    journal.answer("IN-08", Answer({part.id: Tabled(()), "newer": Told("kept")}))
    details = line(read(journal), "IN-08").versions[0].details
    assert [(d.label, d.words) for d in details] == [(part.label, "no rows"), ("newer", "kept")]
