"""What a review records goes to another laptop whole: every body by its schema, every state."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from inspector_app import config
from inspector_app.domain import dates
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.moderating import Words
from inspector_app.domain.recommendations import (
    Advance,
    Recommendation,
    RecommendationKind,
    RestsOn,
    Stage,
)
from inspector_app.domain.sources import DocumentRequest, Source
from inspector_app.domain.values import Counted
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Form, Options
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

SCHEMA = config.places().resources / "schemas" / "inspection.schema.json"
SECTION, LINE = SectionId("CC-PO"), LineId("CC-PO-09")
DAY = dates.read("2 Nov 2014")
KINDS = (
    bodies.HeadlineModerated,
    bodies.RecommendationMade,
    bodies.ProgressTold,
    bodies.DraftSent,
    bodies.ReplyTaken,
    bodies.PointMade,
    bodies.PointAnswered,
    bodies.FollowUpNamed,
    bodies.WorkbookSent,
    bodies.WorkbookRead,
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path / "vault")
    yield vault
    vault.close()


@pytest.fixture
def reviewed(vault: Unlocked, tmp_path: Path) -> InspectionId:
    """An inspection in which everything that a review records was recorded."""
    earlier = an_inspection(vault)
    asked = Recommendation(
        RecommendationKind.CAUSE_OF_CONCERN,
        "No plan stands.",
        to="The chief constable",
        by=dates.read("March 2014"),
        rests_on=RestsOn((SECTION,), (LINE,)),
        marking=Marking(Tier.OFFICIAL_SENSITIVE),
    )
    id_, _ = vault.recommendations.make(earlier, asked)
    inspection = an_inspection(vault, fieldwork=dates.read("Sept 2014"))
    asked_for = tmp_path / "requests.xlsx"
    vault.sources.record(inspection, Source(DocumentRequest(due=DAY), "The plan"))
    vault.workbooks.send(inspection, asked_for, "The chief constable", DAY, DAY)
    vault.workbooks.accept(vault.workbooks.preview(inspection, asked_for), DAY)
    vault.follow_up.name(inspection, earlier)
    done = Advance(asked, Stage.DONE, "Seen.", DAY, RestsOn(lines=(LINE,)))
    vault.recommendations.tell(inspection, earlier, id_, done)
    vault.recommendations.make(inspection, asked)
    vault.inspections.headline(inspection, SECTION, Headline("It can."))
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(8)}))
    words = Words("Can it?", "It says it can.", "No test.")
    vault.moderation.moderate(inspection, SECTION, words)
    path = tmp_path / "points.xlsx"
    vault.accuracy.send(inspection, path, "The chief constable", DAY, DAY)
    book = load_workbook(path)
    book["Points"]["D7"], book["Points"]["E7"] = "Nine.", "The return"
    book.save(path)
    (point,), _ = vault.accuracy.take(vault.accuracy.preview(inspection, path), DAY)
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(9)}))
    vault.accuracy.answer(inspection, point, Decision.ACCEPTED, "So it is.")
    return inspection


def test_every_body_of_a_review_keeps_to_the_published_schema(
    vault: Unlocked, reviewed: InspectionId, tmp_path: Path
) -> None:
    vault.exchange.export(reviewed, tmp_path / "reviewed.json")
    whole = json.loads(SCHEMA.read_text(encoding="utf-8"))
    form = json.loads((tmp_path / "reviewed.json").read_text(encoding="utf-8"))
    Draft202012Validator(whole).validate(form)
    seen = set()
    for change in form["changes"]:
        kind = json.loads(change["header"])["kind"]
        for cls in KINDS:
            if kind == cls.KIND:
                described = {"$ref": f"#/$defs/{cls.__name__}", "$defs": whole["$defs"]}
                Draft202012Validator(described).validate(json.loads(change["body"]))
                seen.add(cls)
    assert seen == set(KINDS)


def test_a_copy_on_another_laptop_stands_and_prints_the_same_in_every_form(
    vault: Unlocked, reviewed: InspectionId, tmp_path: Path
) -> None:
    vault.exchange.export(reviewed, tmp_path / "reviewed.json")
    other = a_vault(tmp_path / "other", initials="AM")
    try:
        other.exchange.take_in(tmp_path / "reviewed.json")
        here, there = (each.inspections.standing(reviewed) for each in (vault, other))
        own = f"{Subject.DEVICE.value}:"
        assert {a: s for a, s in there.states.items() if not a.startswith(own)} == here.states
        for form in Form:
            options = Options(form)
            assert content_sha256(other.reports.content(reviewed, options)) == content_sha256(
                vault.reports.content(reviewed, options)
            )
        assert other.checks.check(reviewed).is_sound
        other.journal.rebuild(reviewed)
        assert other.inspections.standing(reviewed).states == there.states
    finally:
        other.close()


def test_all_of_a_review_can_be_undone_but_that_a_draft_went_out(
    vault: Unlocked, reviewed: InspectionId
) -> None:
    standing = vault.inspections.standing(reviewed)
    assert (len(standing.points()), len(standing.recommendations())) == (1, 1)
    for _ in range(9):
        vault.inspections.undo(reviewed)
    standing = vault.inspections.standing(reviewed)
    assert (standing.points(), standing.recommendations(), standing.advances()) == ((), (), ())
    assert standing.moderation(SECTION).value is None
    assert standing.earlier().value is None
    assert len(standing.drafts()) == 1
