"""Working copies by keyboard: what is chosen, what came of it, and stopping half-way."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector_app.services.copies import CopyForm
from inspector_app.ui.pages.copies_panel import CopiesPanel
from inspector_app.ui.pages.papers_page import PapersPage
from tests.support.desk_window import DeskWindow
from tests.ui.test_report_page import choose_target

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.key(KEY.Key_P)
    shown = sample_desk.window.current_page
    assert isinstance(shown, PapersPage)
    shown.arrive("copies")
    sample_desk.settle()
    sample_desk.key(KEY.Key_Return)
    return sample_desk


def panel(desk: DeskWindow) -> CopiesPanel:
    shown = desk.window.current_page
    assert isinstance(shown, PapersPage)
    found = shown.panel("copies")
    assert isinstance(found, CopiesPanel)
    return found


def write(desk: DeskWindow, target: Path) -> str:
    desk.ctrl(KEY.Key_Return)
    suggested = choose_target(desk, target)
    desk.wait_for(panel(desk).make.isEnabled, "the copy is written")
    return suggested


def test_a_document_is_written_by_keyboard_and_told(desk: DeskWindow, tmp_path: Path) -> None:
    assert panel(desk).form.value == CopyForm.DOCX
    target = tmp_path / "copy.docx"
    suggested = write(desk, target)
    assert suggested == (
        "OFFICIAL Cambridgeshire Constabulary fieldwork record 2013-09 working copy.docx"
    )
    with zipfile.ZipFile(target) as packed:
        assert "word/document.xml" in packed.namelist()
    told = panel(desk).facts.text()
    assert str(target) in told
    assert "marked OFFICIAL." in told
    assert "It is a working copy and not the signed record." in told
    assert panel(desk).folder.isVisible()


def test_an_extract_of_requests_is_written_as_rows_in_one_zip_file_or_not_at_all(
    desk: DeskWindow, tmp_path: Path
) -> None:
    shown = panel(desk)
    for _ in CopyForm:
        if shown.form.value != CopyForm.CSV:
            desk.key(KEY.Key_Right)
            desk.key(KEY.Key_Space)
    assert shown.form.value == CopyForm.CSV
    elsewhere = tmp_path / "rows.csv"
    write(desk, elsewhere)
    assert shown._said.text() == (
        "The rows go into one zip file. Nothing was written; choose a name that ends with .zip."
    )
    assert not elsewhere.exists()
    assert "a file for each sheet" in shown._meaning.text()
    shown.requests.setChecked(True)
    target = tmp_path / "rows.zip"
    assert write(desk, target).endswith("working copy.zip")
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == ["About.csv", "Requests.csv", "Evidence.csv"]


def test_what_cannot_be_is_said_and_leaves_no_file(desk: DeskWindow, tmp_path: Path) -> None:
    shown = panel(desk)
    shown.requests.setChecked(True)
    shown.choice.detail.show_value("headlines")
    target = tmp_path / "copy.docx"
    write(desk, target)
    assert "not printed in so little detail" in shown._said.text()
    assert not target.exists()


def test_a_choice_of_nothing_is_not_asked_where_it_goes(desk: DeskWindow) -> None:
    choice = panel(desk).choice
    choice.which.findChildren(QWidget)[1].click()  # type: ignore[attr-defined]
    choice.introduction.setChecked(False)
    choice._matrix.choose(dict.fromkeys(choice._matrix.chosen(), False))
    desk.ctrl(KEY.Key_Return)
    assert panel(desk)._said.text() == "Choose at least one section, or all of them."
    assert choice.board.hasFocus()
