"""The highest marking of what a screen shows: of that, and of nothing else."""

from datetime import date

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.history.entries import entries
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.markings import Marking, Tier, borne_by, borne_by_name
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import PromptKind
from inspector_app.domain.prompts.told import prompts
from inspector_app.domain.recommendations import Recommendation, RecommendationKind
from inspector_app.domain.sources import CopyKept, DocumentSighted, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import DocumentKnown, DocumentStanding, Named
from inspector_app.domain.watermark import (
    EVERYTHING,
    NOTHING,
    Shown,
    of_board,
    of_evidence,
    of_headlines,
    of_lines,
    of_prompts,
    of_sections,
    of_source,
    watermark,
)
from tests.support.standings import a_journal

SENSITIVE = Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL")
LINE, NEXT = LineId("CC-PO-07"), LineId("CC-PO-08")
SECTION, OTHER = SectionId("CC-PO"), SectionId("CC-T")
TODAY = date(2013, 9, 20)


def words(standing: Standing, shown: Shown) -> str:
    return watermark(standing, shown).words()


def sections(standing: Standing, *ids: SectionId) -> Shown:
    return of_sections(standing, map(standing.pack.section, ids))


def test_a_section_shows_its_own_marking_and_the_one_beside_it_does_not() -> None:
    journal = a_journal()
    journal.answer(LINE, Answer(note="Who", marking=SENSITIVE))
    standing = journal.standing()
    assert words(standing, sections(standing, SECTION)) == "OFFICIAL-SENSITIVE [PERSONAL]"
    assert words(standing, sections(standing, OTHER)) == "OFFICIAL"
    assert words(standing, of_lines(standing, (NEXT,))) == "OFFICIAL"
    assert words(standing, EVERYTHING) == "OFFICIAL-SENSITIVE [PERSONAL]"
    assert words(standing, NOTHING) == "OFFICIAL"


def test_whatever_is_shown_bears_no_less_than_the_inspection() -> None:
    journal = a_journal(marking=SENSITIVE)
    journal.answer(LINE, Answer(note="Who", marking=Marking()))
    standing = journal.standing()
    for shown in (NOTHING, sections(standing, SECTION), sections(standing, OTHER)):
        assert words(standing, shown) == "OFFICIAL-SENSITIVE [PERSONAL]"


def test_an_account_its_source_and_the_files_of_a_line_count_where_the_line_is_shown() -> None:
    for mark in ("account", "source", "file"):
        journal = a_journal()
        source = SourceId("f" * 32)
        marked = SENSITIVE if mark == "source" else None
        body = bodies.SourceRecorded(Source(DocumentSighted(), "Plan", "JS/1", marking=marked))
        journal.record(subject(Subject.SOURCE, source), body)
        told = Account(LINE, "So", source=source, marking=SENSITIVE if mark == "account" else None)
        journal.account(told)
        journal.evidence("JS/2", Caption("Page", SENSITIVE if mark == "file" else None), LINE)
        standing = journal.standing()
        assert words(standing, of_lines(standing, (LINE,))) == "OFFICIAL-SENSITIVE [PERSONAL]"
        is_of_source = mark != "file"
        assert (words(standing, of_source(standing, source)) != "OFFICIAL") is is_of_source
        assert words(standing, of_lines(standing, (NEXT,))) == "OFFICIAL"


def test_the_board_shows_the_marking_of_every_headline_and_of_the_open_tile() -> None:
    journal = a_journal()
    journal.answer(LINE, Answer(note="Who", marking=SENSITIVE))
    standing = journal.standing()
    assert words(standing, of_board(standing, OTHER)) == "OFFICIAL"
    assert words(standing, of_board(standing, None)) == "OFFICIAL"
    assert words(standing, of_board(standing, SECTION)) == "OFFICIAL-SENSITIVE [PERSONAL]"
    journal = a_journal()
    journal.headline(SECTION, Headline("Well", marking=SENSITIVE))
    standing = journal.standing()
    assert words(standing, of_board(standing, OTHER)) == "OFFICIAL-SENSITIVE [PERSONAL]"


def test_prompts_show_the_marking_of_the_things_they_name() -> None:
    journal = a_journal()
    journal.evidence("JS/1", Caption("", SENSITIVE), LINE)
    standing = journal.standing()
    found = prompts(standing, Phase.WRITING_UP, TODAY)
    uncaptioned = [each for each in found if each.kind is PromptKind.NO_CAPTION]
    assert uncaptioned
    assert words(standing, of_prompts(standing, uncaptioned)) == "OFFICIAL-SENSITIVE [PERSONAL]"
    headlines = [each for each in found if each.kind is PromptKind.NO_HEADLINE]
    assert words(standing, of_prompts(standing, headlines)) == "OFFICIAL"


def test_recommendations_count_where_they_are_shown_and_not_on_the_board() -> None:
    journal = a_journal()
    asked = Recommendation(RecommendationKind.RECOMMENDATION, "Do", "JS/1", marking=SENSITIVE)
    journal.record(subject(Subject.RECOMMENDATION, "a" * 32), bodies.RecommendationMade(asked))
    standing = journal.standing()
    shown = Shown(frozenset({Subject.RECOMMENDATION}))
    assert words(standing, shown) == "OFFICIAL-SENSITIVE [PERSONAL]"
    assert words(standing, of_board(standing, SECTION)) == "OFFICIAL"


def test_the_history_bears_what_stood_before_though_it_stands_no_longer() -> None:
    journal = a_journal()
    journal.answer(LINE, Answer(note="Who", marking=SENSITIVE))
    journal.answer(LINE, Answer(note="Nobody"))
    standing = journal.standing()
    told = entries(journal.changes, journal.changes, standing)
    marked = tuple(each for entry in told for each in entry.marked)
    assert words(standing, sections(standing, SECTION)) == "OFFICIAL"
    assert words(standing, Shown(marked=marked)) == "OFFICIAL-SENSITIVE [PERSONAL]"


def test_of_versions_that_stand_side_by_side_each_counts() -> None:
    journal = a_journal()
    journal.headline(SECTION, Headline("Well"))
    journal.headline(SECTION, Headline("Badly", marking=SENSITIVE), seen=())
    standing = journal.standing()
    shown = of_headlines([standing.pack.section(SECTION)])
    assert words(standing, shown) == "OFFICIAL-SENSITIVE [PERSONAL]"


def test_markings_of_older_schemes_are_shown_as_they_were_found_the_highest_first() -> None:
    journal = a_journal()
    first = journal.evidence("JS/1", Caption("Plan", marking_found="PROTECT"), LINE)
    second = journal.evidence("JS/2", Caption("Order", marking_found="CONFIDENTIAL"), LINE)
    known = DocumentKnown(DocumentStanding.SUPPLIED, "STRA", marking_found="RESTRICTED")
    journal.answer("CC-PO-03", Answer({"assessment": known}))
    standing = journal.standing()
    assert words(standing, of_evidence((first,))) == "OFFICIAL · FOUND ON IT: PROTECT"
    assert words(standing, of_evidence((first, second))).endswith(": CONFIDENTIAL, PROTECT")
    all_of_it = "OFFICIAL · FOUND ON IT: CONFIDENTIAL, RESTRICTED, PROTECT"
    assert words(standing, sections(standing, SECTION)) == all_of_it
    assert words(standing, EVERYTHING) == all_of_it
    assert words(standing, sections(standing, OTHER)) == "OFFICIAL"


def test_a_marking_of_the_present_scheme_found_on_a_file_raises_the_watermark_itself() -> None:
    journal = a_journal()
    item = journal.evidence("JS/1", Caption("", marking_found="OFFICIAL-SENSITIVE"), LINE)
    standing = journal.standing()
    assert words(standing, of_evidence((item,))) == "OFFICIAL-SENSITIVE"
    assert standing.highest_marking().tier is Tier.OFFICIAL_SENSITIVE


def test_a_document_of_which_only_the_title_is_held_lends_its_marking_to_nothing() -> None:
    journal = a_journal()
    source = SourceId("f" * 32)
    seen = DocumentSighted(Named("HQ"), marking_found="SECRET", held_at="Safe 3")
    journal.record(
        subject(Subject.SOURCE, source), bodies.SourceRecorded(Source(seen, "Plan", "JS/1"))
    )
    assert words(journal.standing(), of_source(journal.standing(), source)) == "OFFICIAL"
    # Signed by a team-mate whose app let it through: it is here, and the screen says so.
    taken = DocumentSighted(marking_found="SECRET", copy=CopyKept.TAKEN)
    journal.record(
        subject(Subject.SOURCE, source), bodies.SourceRecorded(Source(taken, "Plan", "JS/1"))
    )
    assert "SECRET" in words(journal.standing(), of_source(journal.standing(), source))


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("SECRET", "SECRET"),
        ("first line\nTOP SECRET\nthird", "TOP SECRET"),
        ("SECRET: the plan", "SECRET"),
        ("UK SECRET – the plan", "SECRET"),
        ("TOP SECRET STRAP 2", "TOP SECRET"),
        ("The plan [SECRET UK EYES ONLY]", "SECRET"),
        ("The plan (TOP SECRET)", "TOP SECRET"),
        ("The door was marked SECRET when we came.", ""),
        ("It is no secret, nor top secret.", ""),
        ("SECRET SANTA was in the diary", ""),
        ("SECRETARY: took the minutes", ""),
        ("Secret: what he would not say", ""),
        ("", ""),
    ],
)
def test_a_text_bears_a_marking_where_markings_stand_and_not_by_the_bare_word(
    text: str, marking: str
) -> None:
    assert borne_by(text) == marking


@pytest.mark.parametrize(
    ("name", "marking"),
    [
        ("SECRET.pdf", "SECRET"),
        ("TOP_SECRET_plan v2.pdf", "TOP SECRET"),
        ("Plan - SECRET.docx", "SECRET"),
        ("secretariat.pdf", ""),
        ("the SECRET door.jpg", ""),
        ("IMG_0001.JPG", ""),
        ("", ""),
    ],
)
def test_a_file_bears_a_marking_at_the_beginning_or_end_of_its_name(
    name: str, marking: str
) -> None:
    assert borne_by_name(name) == marking
