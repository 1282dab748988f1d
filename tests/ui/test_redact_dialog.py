"""Redacting in the window: areas by keys and by mouse, the copy seen before it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from inspector_app.config import Theme
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.redaction import WHOLE, Area
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.redact import Redact
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.models.areas_list import AreasList
from inspector_app.ui.models.index import Role
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.redaction_draft import RedactionDraft
from inspector_app.ui.theme import Look
from tests.support.accessibility import cut_off, focus_order, outside, roleless, unnamed
from tests.support.vaults import a_vault, an_inspection

KEY = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("redacting"))
    yield vault
    vault.close()


class Desk:
    """One item in the dialog."""

    def __init__(self, qtbot: QtBot, vault: Unlocked, jobs: Jobs) -> None:
        self.qtbot, self.vault, self.jobs = qtbot, vault, jobs
        self.id = an_inspection(vault)
        self.failures: list[Failure] = []
        self.said: list[str] = []
        jobs.failed.connect(self.failures.append)
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()

    def open(self, path: Path) -> Redact:
        self.vault.evidence.attach(self.id, [path], caption="The yard")
        inspection = OpenInspection(
            self.vault, self.vault.inspections.standing(self.id), self.jobs, self.window
        )
        inspection.recorded.connect(lambda words, _undo: self.said.append(words))
        dialog = Redact(self.window, inspection, self.items()[-1])
        dialog.open()
        self.qtbot.waitUntil(dialog.isVisible)
        self.settle()
        return dialog

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.is_idle, timeout=20_000)

    def items(self) -> tuple[EvidenceItem, ...]:
        return self.vault.inspections.standing(self.id).evidence()


@pytest.fixture
def desk(qtbot: QtBot, look: Look, vault: Unlocked, jobs: Jobs) -> Iterator[Desk]:
    desk = Desk(qtbot, vault, jobs)
    yield desk
    desk.settle()
    assert desk.failures == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Image.new("RGB", (800, 400), "#dde4ea").save(tmp_path / "yard.png")
    return tmp_path / "yard.png"


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    canvas = Canvas(str(tmp_path / "memo.pdf"))
    for _ in range(3):
        canvas.drawString(100, 700, "Words")
        canvas.showPage()
    canvas.save()
    return tmp_path / "memo.pdf"


def press(dialog: Redact, *keys: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    for key in keys:
        QTest.keyClick(dialog.canvas, key, held)


def test_areas_are_marked_moved_sized_chosen_and_removed_by_keys(desk: Desk, picture: Path) -> None:
    dialog = desk.open(picture)
    assert not dialog.preview_button.isEnabled()
    press(dialog, KEY.Key_N, KEY.Key_Right, KEY.Key_Down)
    assert dialog.draft.areas == (Area(1, 3600, 4600, 3000, 1000),)
    press(dialog, KEY.Key_Left, held=CTRL)
    press(dialog, KEY.Key_Up, KEY.Key_Left, held=SHIFT)
    assert dialog.draft.areas == (Area(1, 3590, 4600, 2900, 900),)
    press(dialog, KEY.Key_N)
    assert dialog.draft.chosen == 1
    press(dialog, KEY.Key_A)
    assert dialog.draft.chosen == 0
    assert "35.9 % from the left" in dialog.canvas.accessibleDescription()
    press(dialog, KEY.Key_Delete)
    assert len(dialog.draft.areas) == 1
    assert dialog.areas.model().rowCount() == 1
    dialog.new_button.click()
    dialog.areas.setCurrentIndex(dialog.areas.model().index(0, 0))
    assert dialog.draft.chosen == 0
    dialog.remove_button.click()
    dialog.remove_button.click()
    assert dialog.areas.model().rowCount() == 0
    assert "press N" in dialog.said.text()


def drag(dialog: Redact, start: QPoint, end: QPoint) -> None:
    room = dialog.canvas.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(room, left, pos=start)
    QTest.mouseMove(room, (start + end) / 2)
    QTest.mouseMove(room, end)
    QTest.mouseRelease(room, left, pos=end)


def test_areas_are_drawn_moved_and_sized_by_mouse(desk: Desk, picture: Path) -> None:
    dialog = desk.open(picture)
    page = dialog.canvas._place()

    def at(x: int, y: int) -> QPoint:
        """Return where a place of the page, in ten-thousandths, is seen."""
        whole = QPointF(x * page.width() / WHOLE, y * page.height() / WHOLE)
        return (page.topLeft() + whole).toPoint()

    drag(dialog, at(1000, 1000), at(3000, 3000))
    (area,) = dialog.draft.areas
    assert all(
        abs(got - wanted) < 60
        for got, wanted in zip(
            (area.x, area.y, area.width, area.height), (1000, 1000, 2000, 2000), strict=True
        )
    )
    drag(dialog, at(2000, 2000), at(4000, 4000))
    moved = dialog.draft.areas[0]
    assert (moved.width, moved.height) == (area.width, area.height)
    assert abs(moved.x - 3000) < 60
    drag(dialog, at(moved.x + moved.width, moved.y + moved.height), at(9000, 9000))
    sized = dialog.draft.areas[0]
    assert (sized.x, sized.y) == (moved.x, moved.y)
    assert abs(sized.x + sized.width - 9000) < 60
    QTest.mouseClick(dialog.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(500, 500))
    assert len(dialog.draft.areas) == 1, "a mere click marks nothing"
    assert dialog.draft.chosen == -1


def test_the_copy_is_seen_before_it_is_kept_and_one_can_go_back(desk: Desk, picture: Path) -> None:
    dialog = desk.open(picture)
    press(dialog, KEY.Key_N)
    dialog.reason.setPlainText("A number plate")
    assert dialog.preview_button.isEnabled()
    dialog.preview_button.click()
    desk.settle()
    assert len(desk.items()) == 1, "nothing is kept by looking"
    assert dialog.keep_button.isVisible()
    assert dialog.copy_view.images_held == 1
    shown = dialog.copy_view.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert middle == QColor("black")
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert dialog.isVisible()
    assert dialog.copy_view.images_held == 0
    assert len(dialog.draft.areas) == 1
    dialog.make()
    desk.settle()
    dialog.caption.setPlainText("The yard, no plate")
    dialog.keep_button.click()
    desk.settle()
    original, copy = desk.items()
    assert original.caption.do_not_export
    assert copy.caption.text == "The yard, no plate"
    assert copy.file.made_of is not None
    assert copy.file.made_of.areas == (Area(1, 3500, 4500, 3000, 1000),)
    assert desk.said == ["JS/2 made of JS/1, redacted"]


def test_pages_are_turned_and_chosen_for_the_copy(desk: Desk, pdf: Path) -> None:
    dialog = desk.open(pdf)
    press(dialog, KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_N)
    assert dialog.draft.areas[0].page == 3
    assert dialog.page.value() == 3
    dialog.page.setValue(1)
    desk.settle()
    assert dialog.draft.page == 1
    assert dialog.draft.chosen == -1
    dialog.reason.setPlainText("A name")
    dialog.only.setText("x")
    dialog.make()
    assert "names no pages" in dialog.said.text()
    dialog.only.setText("1")
    dialog.make()
    desk.settle()
    assert "page 3 has an area" in dialog.said.text()
    dialog.only.setText("2-3")
    dialog.leave_out.setChecked(False)
    dialog.make()
    desk.settle()
    dialog.keep()
    desk.settle()
    original, copy = desk.items()
    assert copy.file.pages == 2
    assert not original.caption.do_not_export


def test_esc_closes_and_holds_no_picture(desk: Desk, picture: Path) -> None:
    dialog = desk.open(picture)
    canvas = dialog.canvas
    assert not canvas._image.isNull()
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert canvas._image.isNull()
    assert len(desk.items()) == 1


@pytest.mark.parametrize(("percent", "theme"), [(100, Theme.LIGHT), (200, Theme.DARK)])
def test_every_control_has_a_name_a_role_and_room(
    desk: Desk, look: Look, pdf: Path, percent: int, theme: Theme
) -> None:
    look.apply(theme, percent)
    dialog = desk.open(pdf)
    assert dialog.width() <= 1366
    assert dialog.height() <= 768
    press(dialog, KEY.Key_N)
    dialog.reason.setPlainText("A name")
    for step in (lambda: None, dialog.make):
        step()
        desk.settle()
        assert unnamed(dialog) == []
        assert roleless(dialog) == []
        assert cut_off(dialog) == []
        assert outside(dialog) == []


def test_tab_reaches_every_control(desk: Desk, pdf: Path) -> None:
    dialog = desk.open(pdf)
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    press(dialog, KEY.Key_N)
    dialog.reason.setPlainText("A name")
    dialog.canvas.setFocus()
    expected = set(focus_order(dialog.canvas))
    reached: set[QWidget | None] = {dialog.canvas}
    for _ in range(len(expected) + 4):
        QTest.keyClick(QApplication.focusWidget() or dialog, KEY.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert expected <= reached


def test_the_list_of_areas_is_a_proper_model(qtbot: QtBot) -> None:
    model = AreasList()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    area = Area(2, 1000, 2000, 3000, 400)
    model.show((area, area.moved(100, 0)))
    assert model.rowCount() == 2
    first = model.index(0)
    assert first.data() == "1 · page 2 · 10 %, 20 % · 30 % × 4 %"
    assert first.data(Role.VIEW) == area
    assert first.data(Role.SORT) == (2, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == f"Area 1: {area.words()}"
    assert first.data(Qt.ItemDataRole.ToolTipRole) == area.words()
    with qtbot.waitSignal(model.dataChanged):
        model.show((area.moved(0, 100), area.moved(100, 0)))
    with qtbot.waitSignal(model.modelReset):
        model.show(())


def test_a_draft_turns_to_the_page_of_the_area_that_is_chosen() -> None:
    draft = RedactionDraft(3).with_new().with_page(2).with_new().with_page(9)
    assert (draft.page, draft.chosen) == (3, -1)
    assert draft.with_next().page == 1
    assert draft.with_chosen(1).page == 2
    assert draft.without_chosen() == draft
    gone = draft.with_chosen(0).without_chosen()
    assert (len(gone.areas), gone.chosen, gone.page) == (1, 0, 2)
    assert RedactionDraft(1).with_next().chosen == -1
