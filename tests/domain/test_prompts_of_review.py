"""What is pointed out while a draft is reviewed: each where it applies, and nowhere else."""

from dataclasses import replace
from datetime import date

from inspector_app.domain.accuracy import Decision, Point, Response
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, DraftId, LineId, PersonId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt
from inspector_app.domain.prompts.told import prompts
from inspector_app.domain.recommendations import Recommendation, RecommendationKind, RestsOn
from inspector_app.domain.standing import Standing
from tests.support.standings import AM, Journal, a_journal

TODAY = date(2013, 9, 18)
SECTION, LINE = SectionId("CC-PO"), LineId("CC-PO-01")
ABOUT = subject(Subject.MODERATION, SECTION)
POINT = "CC-PO-01/0123456789abcdef"
ASKED = subject(Subject.RECOMMENDATION, "5" * 32)
RECOMMENDED = Recommendation(
    RecommendationKind.RECOMMENDATION, "Agree it.", "JS/4", rests_on=RestsOn(lines=(LINE,))
)


def told(journal: Journal | Standing, phase: Phase = Phase.MODERATION) -> dict[str, Prompt]:
    standing = journal if isinstance(journal, Standing) else journal.standing()
    return {each.id: each for each in prompts(standing, phase, TODAY)}


def with_headline() -> Journal:
    journal = a_journal()
    body = bodies.HeadlineWritten(Headline("It can."))
    journal.record(subject(Subject.HEADLINE, SECTION), body)
    return journal


def moderated(journal: Journal, **words: str) -> None:
    journal.record(ABOUT, bodies.HeadlineModerated(Moderation("It can.", **words)))  # type: ignore[arg-type]


def test_a_challenge_without_an_outcome_is_pointed_out_until_there_is_one() -> None:
    journal = with_headline()
    assert "moderation-open/CC-PO" not in told(journal)
    moderated(journal, challenge="Can it?")
    assert told(journal)["moderation-open/CC-PO"].places[0].key == SECTION
    moderated(journal, challenge="Can it?", moderated="It says so.")
    assert "moderation-open/CC-PO" in told(journal)  # no reason yet
    moderated(journal, challenge="Can it?", moderated="It says so.", reason="No test.")
    assert "moderation-open/CC-PO" not in told(journal)
    assert "headline-after-moderation/CC-PO" not in told(journal)
    body = bodies.HeadlineWritten(Headline("It can, mostly."))
    journal.record(subject(Subject.HEADLINE, SECTION), body)
    assert "headline-after-moderation/CC-PO" in told(journal)
    assert "headline-after-moderation/CC-PO" not in told(journal, Phase.PUBLISHED)


def test_a_point_is_pointed_out_until_it_is_answered_and_its_change_is_linked() -> None:
    journal = a_journal()
    point = Point(DraftId("7" * 32), "2.4.1", LINE, "Not so.")
    journal.record(subject(Subject.POINT, POINT), bodies.PointMade(point))
    found = told(journal)["point-not-answered/CC-PO"]
    assert (found.places[0].key, found.places[0].name) == (POINT, "2.4.1")
    about = subject(Subject.RESPONSE, POINT)
    accepted = Response(Decision.ACCEPTED, "So it is.")
    journal.record(about, bodies.PointAnswered(accepted))
    assert "point-not-answered/CC-PO" not in told(journal)
    assert "point-without-change/CC-PO" in told(journal)
    linked = replace(accepted, changes=(ChangeId("a" * 64),))
    journal.record(about, bodies.PointAnswered(linked))
    assert "point-without-change/CC-PO" not in told(journal)
    refused = Response(Decision.NOT_ACCEPTED, "The return says otherwise.")
    journal.record(about, bodies.PointAnswered(refused))
    assert "point-without-change/CC-PO" not in told(journal)


def test_what_is_asked_for_and_rests_on_nothing_is_pointed_out() -> None:
    journal = a_journal()
    journal.record(ASKED, bodies.RecommendationMade(replace(RECOMMENDED, rests_on=RestsOn())))
    found = told(journal)["asked-on-nothing/"]
    assert (found.places[0].name, found.section) == ("JS/4", None)
    journal.record(ASKED, bodies.RecommendationMade(RECOMMENDED))
    assert "asked-on-nothing/" not in told(journal)


def test_names_and_markings_are_looked_for_in_what_is_moderated_and_asked_for() -> None:
    journal = with_headline()
    moderated(journal, moderated="Ann Other can.", reason="She says so.")
    marked = replace(RECOMMENDED, to="Ann Other", marking=Marking(Tier.OFFICIAL_SENSITIVE))
    journal.record(ASKED, bodies.RecommendationMade(marked))
    standing = replace(journal.standing(), names={PersonId("9" * 32): "Ann Other"})
    found = told(standing)["registered-name/CC-PO"]
    assert {place.name for place in found.places} == {"CC-PO", "JS/4"}
    assert [p.name for p in told(standing)["marking-too-high/CC-PO"].places] == ["JS/4"]
    closed = replace(marked, do_not_export=True)
    journal.record(ASKED, bodies.RecommendationMade(closed))
    standing = replace(journal.standing(), names=standing.names)
    assert [p.name for p in told(standing)["registered-name/CC-PO"].places] == ["CC-PO"]


def test_versions_of_what_is_reviewed_lead_to_where_they_are_settled() -> None:
    journal = with_headline()
    moderated(journal, challenge="Can it?")
    other = bodies.HeadlineModerated(Moderation("It can.", challenge="Why?"))
    journal.record(ABOUT, other, by=AM, seen=())
    journal.record(ASKED, bodies.RecommendationMade(RECOMMENDED))
    worded = bodies.RecommendationMade(replace(RECOMMENDED, text="Agree."))
    journal.record(ASKED, worded, by=AM, seen=())
    found = told(journal)
    assert found["versions-to-settle/CC-PO"].places[0].key == SECTION
    assert found["versions-to-settle/"].places[0].key == "5" * 32
