"""What a summary prints of facts that were corrected after fieldwork, and of the phases."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.phases import Phase
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content, LineFacts
from inspector_app.reports.layout import laid_out
from inspector_app.reports.snapshot import snapshot
from inspector_app.services.vault import Unlocked
from tests.support.standings import FONTS, MADE_AT_MS
from tests.support.vaults import Clock, a_vault, an_inspection

LINE, BARE = LineId("CC-PO-09"), LineId("CC-PO-08")


@pytest.fixture
def corrected(tmp_path: Path) -> tuple[Unlocked, InspectionId]:
    vault = a_vault(tmp_path, Clock())
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, Answer(note="Eight units."))
    vault.phases.enter(inspection, Phase.WRITING_UP)
    vault.phases.enter(inspection, Phase.FIELDWORK, "A second visit")
    vault.phases.enter(inspection, Phase.FINAL)
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.inspections.answer(inspection, LINE, Answer(note="Six units."))
    vault.inspections.answer(inspection, BARE, Answer(note="Asked afterwards."))
    return vault, inspection


def line(content: Content, id_: LineId) -> LineFacts:
    return next(
        each for section in content.record.sections() for each in section.lines if each.id == id_
    )


def text_of(content: Content, path: Path) -> str:
    import pypdfium2

    with path.open("w+b") as file:
        laid_out(content, lambda _: None, FONTS, file, made_at_ms=MADE_AT_MS)
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def test_the_finding_of_the_visit_is_printed_beside_its_correction(
    corrected: tuple[Unlocked, InspectionId], tmp_path: Path
) -> None:
    vault, inspection = corrected
    content = vault.reports.content(inspection)
    found = line(content, LINE)
    assert [version.note for version in found.versions] == ["Six units."]
    assert [version.note for version in found.visit] == ["Eight units."]
    assert (found.versions[0].as_at, found.versions[0].as_at_visit) == ("", False)
    assert found.visit[0].as_at_visit
    assert (found.visit_state, line(content, BARE).visit_state) == ("found", "nothing")
    told = text_of(content, tmp_path / "out.pdf")
    assert "At the visit" in told
    assert told.index("Six units.") < told.index("Eight units.")
    assert "corrected after fieldwork, from The ledger: A later count" in told
    assert "Phases of the work" in told
    assert "Fieldwork, since 16 September 2013, 10:00 (JS); reason: A second visit" in told
    vault.close()


def test_a_correction_that_was_undone_prints_as_the_visit_found_it(tmp_path: Path) -> None:
    vault = a_vault(tmp_path, Clock())
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, Answer(note="Eight units."))
    vault.phases.enter(inspection, Phase.FINAL)
    vault.inspections.answer(inspection, LINE, Answer(note="Six units."))
    vault.inspections.undo(inspection)
    found = line(vault.reports.content(inspection), LINE)
    assert (found.visit_state, found.versions[0].corrected) == ("", "")
    assert found.versions[0].as_at_visit
    vault.close()


def test_the_data_of_a_summary_hold_the_same_and_fit_their_schema(
    corrected: tuple[Unlocked, InspectionId],
) -> None:
    vault, inspection = corrected
    data = json.loads(snapshot(vault.reports.content(inspection), MADE_AT_MS))
    path = config.places(Path()).resources / "schemas" / "report-snapshot.schema.json"
    Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).validate(data)
    assert [(each["phase"], each["reason"]) for each in data["phases"]] == [
        ("Writing up", ""),
        ("Fieldwork", "A second visit"),
        ("Final", ""),
    ]
    vault.close()


def test_a_finding_of_the_visit_that_is_not_to_be_exported_is_left_out_and_said_to_be(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path, Clock())
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, Answer(note="Named.", do_not_export=True))
    vault.phases.enter(inspection, Phase.FINAL)
    vault.inspections.answer(inspection, LINE, Answer(note="Without the name."))
    content = vault.reports.content(inspection)
    assert (line(content, LINE).visit_state, line(content, LINE).visit) == ("left-out", ())
    assert "Named." not in text_of(content, tmp_path / "out.pdf")
    vault.close()


def test_the_marking_of_what_the_visit_found_counts_for_the_whole(tmp_path: Path) -> None:
    vault = a_vault(tmp_path, Clock())
    inspection = an_inspection(vault)
    marked = Marking(Tier.OFFICIAL_SENSITIVE)
    vault.inspections.answer(inspection, LINE, Answer(note="Eight.", marking=marked))
    vault.phases.enter(inspection, Phase.FINAL)
    vault.inspections.answer(inspection, LINE, Answer(note="Six."))
    assert vault.inspections.standing(inspection).highest_marking() == marked
    assert vault.reports.content(inspection).record.cover.marking == marked.words()
    vault.close()


def test_entering_a_phase_changes_nothing_that_was_found(
    corrected: tuple[Unlocked, InspectionId],
) -> None:
    vault, inspection = corrected
    before = content_sha256(vault.reports.content(inspection))
    vault.phases.enter(inspection, Phase.PUBLISHED)
    assert content_sha256(vault.reports.content(inspection)) == before
    vault.close()
