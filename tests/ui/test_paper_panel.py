import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from inspector_app.media.media import Media
from inspector_app.services.paper_pages import PaperPages
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.pages.paper_panel import PaperPanel
from tests.support.accessibility import cut_off, roleless, unnamed

pytestmark = pytest.mark.usefixtures("look")

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
A4 = (595, 842)
INK = ("#ff0000", "#00ff00", "#0000ff")


def a_paper(path: Path, pages: int) -> Path:
    """Pages filled with red, green and blue in turn, a white border left."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in range(pages):
        canvas.setFillColor(INK[page % 3])
        canvas.rect(60, 60, A4[0] - 120, A4[1] - 120, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def drawing() -> Iterator[PaperPages]:
    with Media() as media:
        yield PaperPages(media)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_paper(tmp_path_factory.mktemp("papers") / "summary.pdf", 500)


@pytest.fixture
def panel(qtbot: QtBot, drawing: PaperPages, jobs: Jobs) -> PaperPanel:
    panel = PaperPanel(drawing, jobs, "Pages of the paper")
    qtbot.addWidget(panel)
    panel.resize(700, 600)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def opened(qtbot: QtBot, panel: PaperPanel, paper: Path) -> PaperPanel:
    panel.show_paper(paper)
    panel.setFocus()
    at_rest(qtbot, panel)
    return panel


def at_rest(qtbot: QtBot, panel: PaperPanel) -> None:
    jobs = panel._jobs
    qtbot.waitUntil(lambda: jobs.is_idle and panel.view.pages.missing() is None, timeout=20_000)


def colour(panel: PaperPanel) -> str:
    """What the middle of the view shows."""
    shown = panel.view.pages.viewport().grab().toImage()
    return shown.pixelColor(shown.width() // 2, shown.height() // 2).name()


def said(panel: PaperPanel) -> str:
    interface = QAccessible.queryAccessibleInterface(panel.view.pages)
    return interface.text(QAccessible.Text.Description)


def test_a_paper_is_walked_by_keyboard_and_each_page_is_told(
    qtbot: QtBot, panel: PaperPanel, paper: Path
) -> None:
    opened(qtbot, panel, paper)
    pages, number = panel.view.pages, panel.view.number
    assert unnamed(panel) == roleless(panel) == cut_off(panel) == []
    assert pages.hasFocus()
    assert (said(panel), colour(panel)) == ("Page 1 of 500", INK[0])
    qtbot.keyClick(pages, KEY.Key_PageDown, CTRL)
    at_rest(qtbot, panel)
    assert (said(panel), number.value(), colour(panel)) == ("Page 2 of 500", 2, INK[1])
    qtbot.keyClick(pages, KEY.Key_End)
    at_rest(qtbot, panel)
    assert (said(panel), number.value(), colour(panel)) == ("Page 500 of 500", 500, INK[1])
    qtbot.keyClick(pages, KEY.Key_PageUp, CTRL)
    assert number.value() == 499
    qtbot.keyClick(pages, KEY.Key_Home)
    before = pages.verticalScrollBar().value()
    qtbot.keyClick(pages, KEY.Key_PageDown)
    assert pages.verticalScrollBar().value() > before == 0

    qtbot.keyClick(pages, KEY.Key_G)
    assert number.hasFocus() or number.lineEdit().hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "243")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    at_rest(qtbot, panel)
    assert (said(panel), colour(panel)) == ("Page 243 of 500", INK[2])
    assert pages.hasFocus()


def test_pages_are_shown_as_wide_as_the_view_as_large_as_they_are_or_at_twice_that(
    qtbot: QtBot, panel: PaperPanel, paper: Path
) -> None:
    opened(qtbot, panel, paper)
    pages, sizes = panel.view.pages, panel.view.size_choice
    pages.go_to(9)

    def width() -> int:
        at_rest(qtbot, panel)
        return pages._images[9].width()

    fitted = width()
    assert abs(fitted - pages.viewport().width()) < 40
    natural = A4[0] * pages.logicalDpiX() / 72
    assert panel.on_key("paper-larger")
    assert sizes.value == "100"
    assert width() == pytest.approx(natural, abs=1)
    for _ in range(3):
        qtbot.keyClick(pages, KEY.Key_Plus, CTRL)
    assert sizes.value == "200"
    assert width() == pytest.approx(2 * natural, abs=2)
    qtbot.keyClick(pages, KEY.Key_Minus, CTRL)
    assert (sizes.value, pages.percent) == ("", 150)
    assert panel.on_key("paper-fit")
    assert (sizes.value, width(), pages.page) == ("fit", fitted, 9)


def test_the_page_looked_at_stays_when_the_window_is_resized(
    qtbot: QtBot, panel: PaperPanel, paper: Path
) -> None:
    opened(qtbot, panel, paper)
    panel.view.pages.go_to(250)
    panel.resize(500, 600)
    at_rest(qtbot, panel)
    assert panel.view.number.value() == 251


def test_pages_that_have_gone_by_are_not_drawn_and_few_are_held(
    qtbot: QtBot, panel: PaperPanel, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, panel, paper)
    drawn: list[int] = []
    show = panel.view.pages.show_rgb

    def shown(page: int, width: int, height: int, pixels: bytes) -> None:
        drawn.append(page)
        show(page, width, height, pixels)

    monkeypatch.setattr(panel.view.pages, "show_rgb", shown)
    for page in range(500):
        panel.view.pages.go_to(page)
    at_rest(qtbot, panel)
    assert len(drawn) < 10
    assert colour(panel) == INK[499 % 3]


@pytest.mark.campaign
def test_memory_stays_flat_while_500_pages_go_by(
    qtbot: QtBot, panel: PaperPanel, paper: Path
) -> None:
    opened(qtbot, panel, paper)
    held, resident = 0, []
    for page in range(500):
        panel.view.pages.go_to(page)
        at_rest(qtbot, panel)
        held = max(held, panel.view.pages.images_held)
        if page in (50, 499):
            gc.collect()
            resident.append(_resident_mb())
    assert held <= 6
    assert resident[1] - resident[0] < 20


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def test_a_paper_that_cannot_be_shown_says_why(
    qtbot: QtBot, panel: PaperPanel, jobs: Jobs, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear inspector")
    for path, words in ((letter, "this is text/plain"), (tmp_path / "gone.pdf", "any more")):
        panel.show_paper(path)
        qtbot.waitUntil(lambda: jobs.is_idle, timeout=20_000)
        assert words in panel.view.note.text()
        assert panel.view.note.isVisible()
        assert not panel.view.number.isEnabled()


def test_a_paper_that_goes_away_says_so_in_the_page_s_place_and_is_not_asked_for_again(
    qtbot: QtBot, panel: PaperPanel, tmp_path: Path
) -> None:
    path = a_paper(tmp_path / "short.pdf", 3)
    opened(qtbot, panel, path)
    path.unlink()
    panel.view.pages.go_to(2)
    panel.on_key("paper-larger")
    at_rest(qtbot, panel)
    assert "cannot be opened any more" in panel.view.pages._refused[2]


def test_a_panel_that_was_cleared_holds_no_page_and_takes_no_late_one(
    qtbot: QtBot, panel: PaperPanel, paper: Path
) -> None:
    opened(qtbot, panel, paper)
    panel.view.pages.go_to(100)
    panel.clear()
    qtbot.waitUntil(lambda: panel._jobs.is_idle)
    assert panel.view.pages.images_held == 0
    assert not panel.on_key("paper-larger")
