"""A paper made over versions that nobody has settled says so, whatever they are about."""

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Body, Subject, subject
from inspector_app.domain.dates import read as read_date
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.inspection import Details, Member, PackPin, Scope, TeamRole
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.phases import Phase
from inspector_app.domain.values import Named
from inspector_app.reports.content import content
from inspector_app.reports.facts import Content, Options
from tests.support.standings import AM, JS, Journal, a_journal, the_pack

LINE = LineId("CC-PO-09")
PIN = PackPin(the_pack().id, the_pack().version, the_pack().sha256)
HIGHER = PackPin(the_pack().id, "2.0.0", the_pack().sha256)


def details(title: str) -> Body:
    fieldwork = read_date("16 Sep 2013 to 20 Sep 2013")
    return bodies.InspectionDescribed(Details(Named("Kent Police"), PIN, fieldwork, title=title))


def read(journal: Journal, options: Options | None = None) -> Content:
    return content(
        journal.standing(), journal.heads(), options or Options(), fold_version=1, app_version="0"
    )


def limits(journal: Journal, options: Options | None = None) -> str:
    return "\n".join(read(journal, options).record.limits)


def apart(journal: Journal, about: str, one: Body, other: Body) -> None:
    """Two people record something about the same, neither knowing of the other."""
    seen = journal.standing().states[about].heads if about in journal.standing().states else ()
    journal.record(about, one, by=JS, seen=seen)
    journal.record(about, other, by=AM, seen=seen)


DIFFERING: dict[str, tuple[str, Body, Body]] = {
    "the particulars": (subject(Subject.INSPECTION), details("First"), details("Second")),
    "the version of the checklist": (
        subject(Subject.PACK),
        bodies.PackPinned(PIN, PIN),
        bodies.PackPinned(HIGHER, PIN),
    ),
    "the phase": (
        subject(Subject.PHASE),
        bodies.PhaseEntered(Phase.WRITING_UP),
        bodies.PhaseEntered(Phase.MODERATION),
    ),
    "which sections are in scope": (
        subject(Subject.SECTION, "CC-T"),
        bodies.SectionSwitched(Scope(True)),
        bodies.SectionSwitched(Scope(False)),
    ),
    "the team": (
        subject(Subject.MEMBER, JS),
        bodies.MemberNamed(Member(TeamRole.LEAD, "JS")),
        bodies.MemberNamed(Member(TeamRole.INSPECTOR, "JS")),
    ),
    "1 moderation": (
        subject(Subject.MODERATION, "CC-PO"),
        bodies.HeadlineModerated(Moderation("Enough.", challenge="Is it?")),
        bodies.HeadlineModerated(Moderation("Enough.", challenge="Really?")),
    ),
    "1 account": (
        subject(Subject.ACCOUNT, f"{LINE}/1"),
        bodies.AccountGiven(Account(LINE, "Eight.")),
        bodies.AccountGiven(Account(LINE, "Nine.")),
    ),
}


@pytest.mark.parametrize("named", DIFFERING)
def test_what_stands_in_versions_beside_the_lines_is_named(named: str) -> None:
    journal = a_journal()
    assert "settled" in limits(journal) or "No line or headline stands" in limits(journal)
    assert named not in read(journal).record.unsettled
    apart(journal, *DIFFERING[named])
    found = read(journal)
    assert found.record.unsettled == (named,)
    assert f"stand also of {named}: of these the one shown first" in limits(journal)


@pytest.mark.parametrize("named", DIFFERING)
def test_once_it_is_settled_nothing_is_said_of_it(named: str) -> None:
    journal = a_journal()
    about, one, other = DIFFERING[named]
    apart(journal, about, one, other)
    journal.record(about, one, by=JS)
    assert read(journal).record.unsettled == ()


@pytest.mark.parametrize("named", DIFFERING)
def test_the_same_said_twice_is_not_called_unsettled(named: str) -> None:
    journal = a_journal()
    about, one, _ = DIFFERING[named]
    apart(journal, about, one, one)
    assert read(journal).record.unsettled == ()


def test_differing_lines_and_headlines_are_counted_and_all_printed() -> None:
    journal = a_journal()
    journal.answer(LINE, Answer(note="Eight."), by=JS, seen=())
    journal.answer(LINE, Answer(note="Nine."), by=AM, seen=())
    journal.headline("CC-PO", Headline("It can."), by=JS, seen=())
    journal.headline("CC-PO", Headline("It cannot."), by=AM, seen=())
    found = read(journal)
    assert found.record.cover.versions == 2
    assert "2 lines or headlines stand in differing versions that nobody has settled" in (
        limits(journal)
    )
    line = next(e for part in found.record.sections() for e in part.lines if e.id == LINE)
    assert {version.note for version in line.versions} == {"Eight.", "Nine."}


def test_differing_captions_of_printed_items_are_named() -> None:
    journal = a_journal()
    item = journal.evidence("JS/1", Caption("A boat."), LINE)
    about = subject(Subject.CAPTION, item)
    apart(
        journal,
        about,
        bodies.EvidenceCaptioned(Caption("A ship.")),
        bodies.EvidenceCaptioned(Caption("A raft.")),
    )
    assert read(journal).record.unsettled == ("1 caption",)


def test_what_is_not_printed_is_not_told_of() -> None:
    journal = a_journal()
    apart(journal, *DIFFERING["1 account"])
    answers = Options(detail=DetailLevel.ANSWERS)
    assert read(journal, answers).record.unsettled == ()
    elsewhere = Options(sections=(SectionId("CC-T"),))
    assert read(journal, elsewhere).record.unsettled == ()
    journal.answer(LINE, Answer(note="Hidden.", do_not_export=True))
    assert read(journal).record.unsettled == ()


def test_an_encounter_that_must_not_show_is_not_told_of() -> None:
    journal = a_journal()
    journal.record("encounter:" + "a" * 32, bodies.Withdrawn("off"), by=JS, seen=())
    journal.record("encounter:" + "a" * 32, bodies.Withdrawn("on"), by=AM, seen=())
    assert read(journal).record.unsettled == ()
