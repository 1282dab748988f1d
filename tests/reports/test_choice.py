"""A paper of chosen sections and detail: it says so, and what was not chosen is nowhere in it."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from inspector_app.domain import forms
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.choosing import choice_words, chosen_sections
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import NotFound
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.recommendations import Recommendation, RecommendationKind, RestsOn
from inspector_app.domain.sources import Meeting, Source
from inspector_app.domain.values import Judged
from inspector_app.reports.content import form_of
from inspector_app.reports.facts import Content, Form, Options
from inspector_app.reports.snapshot import options_of, same_content, snapshot
from inspector_app.services.reports import options_of as options_of_summary
from tests.reports.test_content import a_summary, line, read, section
from tests.reports.test_layout import lay, words_of
from tests.reports.test_snapshot import SCHEMA
from tests.support.standings import AM, MADE_AT_MS, Journal, a_journal, a_visit, the_pack

HIDDEN = "Zyxwvut-9317"
PO = chosen_sections(["po"], the_pack())


def a_mixed_visit() -> Journal:
    """Words in every place of a section that is not chosen, and some in one that is."""
    journal = a_visit()
    for kind, line_, words in (("seen", "CC-PO-02", "Open words"), ("hidden", "CC-T-02", HIDDEN)):
        source = Source(Meeting(), f"{words} title", number=f"JS/{len(journal.changes)}")
        id_ = SourceId(f"{kind:0<32}".replace("s", "a").replace("h", "b").replace("i", "c"))
        journal.record(subject(Subject.SOURCE, id_), bodies.SourceRecorded(source))
        journal.account(Account(LineId(line_), words=f"{words} account", source=id_))
        journal.answer(line_, Answer(note=f"{words} note"))
        journal.headline(line_.rpartition("-")[0], Headline(f"{words} headline"))
        journal.evidence(f"JS/{len(journal.changes)}", Caption(f"{words} caption"), line_)
        made = Recommendation(
            RecommendationKind.RECOMMENDATION,
            f"{words} asked for",
            f"JS/{len(journal.changes)}",
            rests_on=RestsOn(lines=(LineId(line_),)),
        )
        about = subject(Subject.RECOMMENDATION, id_)
        journal.record(about, bodies.RecommendationMade(made))
    return journal


def told(found: Content) -> str:
    return snapshot(found, MADE_AT_MS).decode()


def test_a_threat_a_requirement_or_a_section_is_chosen_by_its_id() -> None:
    pack = the_pack()
    assert PO == ("CC-PO", "CP-PO", "CS-PO", "CN-PO")
    assert chosen_sections(["CN-T", " cc-po "], pack) == ("CC-PO", "CN-T")
    assert chosen_sections(["CS"], pack)[0] == "CS-T"
    assert chosen_sections(["IN"], pack) == ("IN",)
    assert chosen_sections([each.id for each in pack.sections], pack) == ()
    with pytest.raises(NotFound, match=r"no section or threat “XY”.*PO.*CN-"):
        chosen_sections(["XY"], pack)


def test_what_was_chosen_is_told_by_whole_threats_and_single_sections() -> None:
    pack = the_pack()
    assert choice_words(PO, pack) == "4 sections: Public order (all of it)"
    some = (*PO[:2], SectionId("XX-YY"))
    assert choice_words(some, pack) == "2 sections: CC-PO and CP-PO"
    assert "CC-PO (Public order · Capacity" in choice_words(some, pack, in_full=True)
    assert choice_words((), pack) == ""


def test_what_was_not_chosen_is_nowhere_in_the_data_or_on_the_pages(tmp_path: Path) -> None:
    journal = a_mixed_visit()
    whole = told(read(journal))
    assert whole.count(HIDDEN) == whole.count("Open words") > 5
    found = read(journal, Options(sections=PO))
    chosen = told(found)
    assert HIDDEN not in chosen
    assert '"id":"CC-T' not in chosen
    # What is printed of the chosen section is what the whole prints of it.
    there, here = (section(each, "CC-PO") for each in (read(journal), found))
    assert [each.versions for each in here.lines] == [each.versions for each in there.lines]
    assert (here.headline, here.left_out) == (there.headline, there.left_out)
    lay(found, tmp_path / "out.pdf")
    words = words_of(tmp_path / "out.pdf")
    assert HIDDEN not in words
    for each in ("title", "account", "note", "headline", "caption", "asked for"):
        assert f"Open words {each}" in words
    assert "A choice 4 sections: Public order (all of it)" in words
    assert "Of the other sections nothing is here" in words


def test_every_number_of_a_choice_counts_the_choice_alone() -> None:
    journal = a_mixed_visit()
    journal.answer("CC-T-03", Answer(note="x", do_not_export=True))
    cover = read(journal, Options(sections=PO)).record.cover
    lines = [each for each in the_pack().lines() if each.section in PO and not each.derived]
    assert (cover.total, cover.sections) == (len(lines), 4)
    assert cover.left_out.answers == 0
    assert read(journal).record.cover.left_out.answers == 1
    board = read(journal, Options(sections=PO[:1])).record.board
    assert [len(row.tiles) for row in board.rows] == [1]
    mixed = read(journal, Options(sections=(PO[0], SectionId("CN-T")))).record.board
    states = [[tile.headline_state for tile in row.tiles] for row in mixed.rows]
    assert states[0] == ["not-chosen", "none"]
    assert states[1][1] == "not-chosen"


def test_only_the_introduction_can_be_chosen(tmp_path: Path) -> None:
    found = read(a_mixed_visit(), Options(sections=(SectionId("IN"),)))
    assert [each.id for each in found.record.chapters] == ["IN"]
    lay(found, tmp_path / "out.pdf")
    assert "Board" not in words_of(tmp_path / "out.pdf")


@pytest.mark.parametrize(
    ("level", "holds"),
    [
        (DetailLevel.HEADLINES, lambda r: not any(s.lines for s in r.sections())),
        (
            DetailLevel.ANSWERS,
            lambda r: all(each.established for s in r.sections() for each in s.lines),
        ),
        (DetailLevel.ACCOUNTS, lambda r: r.sources and not (r.evidence or r.quantities)),
        (DetailLevel.FULL, lambda r: r.sources and r.evidence and r.quantities),
    ],
)
def test_each_detail_prints_as_much_as_it_says(
    level: DetailLevel, holds: Callable[[object], object], tmp_path: Path
) -> None:
    journal = a_mixed_visit()
    found = read(journal, Options(sections=PO, detail=level))
    assert holds(found.record)
    assert ("Open words account" in told(found)) is level.has(DetailLevel.ACCOUNTS)
    assert ("Open words caption" in told(found)) is level.has(DetailLevel.FULL)
    assert "Open words headline" in told(found)
    # The counts are those of the whole, whatever is shown.
    assert found.record.cover.total == read(journal, Options(sections=PO)).record.cover.total
    versions = read(journal, Options(sections=PO)).record.cover.versions
    assert found.record.cover.versions == versions
    lay(found, tmp_path / "out.pdf")
    words = words_of(tmp_path / "out.pdf")
    assert ("Schedule of evidence" in words) is level.has(DetailLevel.FULL)
    assert ("Schedule of sources" in words) is level.has(DetailLevel.ACCOUNTS)


def test_a_line_left_out_is_counted_at_every_detail_and_shown_at_none() -> None:
    journal = a_journal()
    journal.answer("CC-PO-01", Answer({"grasped": Judged("yes")}, note=HIDDEN, do_not_export=True))
    for level in DetailLevel:
        found = read(journal, Options(detail=level))
        assert found.record.cover.left_out.answers == 1
        assert HIDDEN not in told(found)
    assert line(found, "CC-PO-01").state == "left-out"


def test_versions_to_settle_are_counted_where_their_lines_are_not_printed() -> None:
    journal = a_journal()
    journal.answer("CC-PO-05", Answer(note="One."))
    journal.answer("CC-PO-05", Answer(note="Other."), by=AM, seen=())
    for level in DetailLevel:
        found = read(journal, Options(detail=level))
        assert section(found, "CC-PO").versions == found.record.cover.versions == 1


def test_the_snapshot_says_what_was_chosen_so_that_the_same_can_be_printed_again() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for level in DetailLevel:
        options = Options(Form.FINAL_SUMMARY, sections=PO, detail=level)
        found = read(a_mixed_visit(), options)
        data = json.loads(told(found))
        jsonschema.Draft202012Validator(schema).validate(data)
        assert options_of(data) == options
        assert same_content(data, read(a_mixed_visit(), options_of(data))) == ()
        assert same_content(data, read(a_mixed_visit())) != ()


def test_sections_that_the_checklist_does_not_have_print_nothing() -> None:
    found = read(a_mixed_visit(), Options(sections=(SectionId("NO-NE"),)))
    assert list(found.record.sections()) == []
    assert "Open words" not in json.dumps(form_of(found.record))


def test_a_signed_summary_keeps_what_was_chosen() -> None:
    summary = a_summary()
    form = {**forms.as_json(summary), "sections": list(PO), "detail": "answers"}
    again = forms.from_json(bodies.SummarySigned, form)
    assert forms.as_json(again) == form
    assert options_of_summary(again) == Options(sections=PO, detail=DetailLevel.ANSWERS)
    assert "sections" not in forms.as_json(summary)
