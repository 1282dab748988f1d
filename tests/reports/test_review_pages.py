"""What the pages of each form say of moderation, of paragraph numbers and of what is asked for."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from inspector_app import config
from inspector_app.domain.answers import Answer
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.moderating import Words
from inspector_app.domain.recommendations import Recommendation, RecommendationKind, RestsOn
from inspector_app.domain.values import Counted
from inspector_app.reports.facts import Form, Options
from inspector_app.reports.layout import laid_out
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

SECTION, LINE = SectionId("CC-PO"), LineId("CC-PO-09")
FONTS = config.places(Path()).resources / "fonts"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path)
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    inspection = an_inspection(vault)
    vault.inspections.headline(inspection, SECTION, Headline("As it was proposed."))
    vault.inspections.answer(inspection, LINE, Answer({"declared": Counted(8)}))
    words = Words("The secret challenge.", "As it was moderated.", "The secret reason.")
    vault.moderation.moderate(inspection, SECTION, words)
    return inspection


def pages(vault: Unlocked, inspection: InspectionId, form: Form) -> str:
    target = io.BytesIO()
    printed = vault.reports.content(inspection, Options(form))
    laid_out(printed, lambda _: None, FONTS, target, made_at_ms=1_400_000_000_000)
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
    return " ".join(" ".join(texts).split())


def test_no_form_prints_what_was_said_on_the_way_and_each_prints_its_own_headline(
    vault: Unlocked, inspection: InspectionId
) -> None:
    record = pages(vault, inspection, Form.FIELDWORK_RECORD)
    assert "As it was proposed." in record
    assert "As proposed; moderated since." in record
    assert "As it was moderated." not in record
    for form in (Form.ACCURACY_DRAFT, Form.FINAL_SUMMARY):
        text = pages(vault, inspection, form)
        assert "As it was moderated." in text
        assert "as moderated" in text
        assert "As it was proposed." not in text
    for form in Form:
        assert "secret" not in pages(vault, inspection, form)


def test_an_accuracy_draft_prints_the_numbers_of_the_workbook_and_no_other_form_does(
    vault: Unlocked, inspection: InspectionId
) -> None:
    draft = pages(vault, inspection, Form.ACCURACY_DRAFT)
    assert "2.4 As it was moderated." in draft
    assert "2.4.9 How many PSUs" in draft
    assert "2.4.9 How many" not in pages(vault, inspection, Form.FINAL_SUMMARY)


def test_what_is_asked_for_stands_after_the_examination_and_none_is_said_in_a_final_summary(
    vault: Unlocked, inspection: InspectionId
) -> None:
    none = "No cause of concern, recommendation or area for improvement is recorded."
    assert none in pages(vault, inspection, Form.FINAL_SUMMARY)
    assert "What is asked for" not in pages(vault, inspection, Form.FIELDWORK_RECORD)
    kind = RecommendationKind.CAUSE_OF_CONCERN
    asked = Recommendation(kind, "No plan stands.", rests_on=RestsOn(lines=(LINE,)))
    vault.recommendations.make(inspection, asked)
    text = pages(vault, inspection, Form.FINAL_SUMMARY)
    assert none not in text
    place = text.index("Cause of concern JS/1 No plan stands.")
    assert text.index("rests on CC-PO-09") > place
    assert text.index("CN-PO-01") < place < text.rindex("Schedule of evidence")
