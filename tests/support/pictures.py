"""The pictures of README and of the help, taken of the running app with the sample in it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from inspector_app.config import Theme
from inspector_app.domain.ids import LineId
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.widgets.labels import ElidedLabel
from tests.support.by_keyboard import sign
from tests.support.desk_window import DeskWindow
from tests.support.few_pages import choose_one_section
from tests.support.joined import join
from tests.support.laptops import TeamLaptop, a_laptop, introduced

TOP = Path(__file__).parents[2]
README = TOP / "packaging" / "readme-pictures"
HELP = TOP / "resources" / "help" / "pictures"
SIZE = (1366, 768)
"""Of the window in the pictures of README: the smallest screen there is."""
HELP_SIZE = (1040, 700)
"""Of the window in those of the help: no more of it fits into the help of such a screen."""
WORDS = "button candle saddle swallow ginger fern valley paddle"
"""Shown in place of the words of a laptop, which stand for keys that are never the same."""
_HEX = re.compile(r"[0-9a-f]{64}")
_BREAK = "\u200b"
"""Where a long word may be broken."""
_LINE = LineId("CC-PO-09")
_FIRST_OF_SECTION = 4
"""The page of a summary of one section on which it begins, from 0."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was taken now."""

    path: Path
    """Where the one lies that is committed."""
    image: Image.Image

    def write(self) -> None:
        """Put it where it is committed."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Few colours, those that are rare among them: half of the bytes, none lost.
        few = self.image.quantize(
            256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
        few.save(self.path, optimize=True)


class Camera:
    """Takes pictures of a window in one theme."""

    def __init__(self, desk: DeskWindow, chosen: Theme) -> None:
        self._desk = desk
        self._chosen = chosen
        theme.current().apply(chosen, 100)
        self.resize(SIZE)

    def readme(self, name: str) -> Picture:
        """Take the whole window."""
        return Picture(README / f"{name}-{self._chosen}.png", self._taken())

    def help(
        self,
        name: str,
        part: QWidget | None = None,
        *,
        size: tuple[int, int] = HELP_SIZE,
        height: int | None = None,
    ) -> Picture:
        """Take what is below the bar of the window, or a part.

        Args:
            part: is in the window; None: the screen.
            size: of the window meanwhile.
            height: how much of it is taken, from its top; None: all.
        """
        self.resize(size)
        seen = part or self._desk.window.current_page
        left, top = seen.mapTo(self._desk.window, QPoint(0, 0)).toTuple()
        bottom = min(top + (height or seen.height()), self._desk.window.height())
        image = self._taken().crop((left, top, left + seen.width(), bottom))
        self.resize(SIZE)
        return Picture(HELP / f"{name}-{self._chosen}.png", image)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the window so large."""
        self._desk.window.resize(*size)
        self._desk.settle()

    def _taken(self) -> Image.Image:
        window = self._desk.window
        window._status.clear()  # what goes away by itself may be there still
        self._hide_chance(window)
        self._desk.settle()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "BMP")
        with Image.open(io.BytesIO(buffer.data().data())) as image:
            return image.convert("RGB")

    def _hide_chance(self, window: QWidget) -> None:
        """Show the same where folders, signatures and keys for sticks never are."""
        shown = {str(self._desk.folder): "/media"}
        if vault := self._desk.window._unlocked:
            shown[vault.team.me().words] = WORDS
        for each in window.findChildren(QLabel):
            said = text = each.whole_text if isinstance(each, ElidedLabel) else each.text()
            said = said.replace(_BREAK, "")
            for chance, always in shown.items():
                said = said.replace(chance, always)
            said = _HEX.sub(_BREAK.join("0123456789abcdef" * 4), said)
            if said.replace(_BREAK, "") == text.replace(_BREAK, ""):
                continue
            if isinstance(each, ElidedLabel):
                each.show_text(said)
            else:
                each.setText(said)


def pictures(desk: DeskWindow, chosen: Theme) -> Iterator[Picture]:
    """Walk through the sample on a locked desk, and take the pictures of one theme.

    In README all are light but the board. What is dear comes last: a summary, a second laptop.
    """
    key, camera = Qt.Key, Camera(desk, chosen)
    is_light = chosen is Theme.LIGHT
    desk.unlock()
    if is_light:
        yield camera.readme("start")
    desk.key(key.Key_Return)
    for _ in range(4):
        desk.key(key.Key_Down)
    desk.key(key.Key_Right)
    yield camera.readme("board")
    yield camera.help("board")
    camera.resize(HELP_SIZE)  # what is open comes in sight as it opens
    desk.window.show_screen(Screen.SECTION, _LINE)
    desk.settle()
    yield camera.help("section")
    if is_light:
        yield camera.readme("section")
    desk.key(key.Key_H)
    yield camera.help("headline", height=62)
    desk.key(key.Key_Escape)
    desk.ctrl(key.Key_G)
    yield camera.help("prompts")
    desk.ctrl(key.Key_U)
    yield camera.help("sources")
    desk.ctrl(key.Key_P)
    if is_light:
        yield camera.readme("report")
    yield camera.help("report")
    desk.ctrl(key.Key_Comma)
    yield camera.help("settings", height=400)
    desk.key(key.Key_Escape)
    choose_one_section(desk)
    summary = desk.folder / "summary.pdf"
    report = sign(desk, summary)
    if is_light:
        # The cover shows a digest, which is another each time.
        number = desk.window.current_page.findChild(QSpinBox)
        assert number is not None
        number.setValue(_FIRST_OF_SECTION + 1)
        yield camera.readme("signed")
        yield Picture(README / "page.png", _page(summary))
    yield camera.help("verdict", report.result.verdict, size=SIZE)
    desk.key(key.Key_Escape)
    _come_together(desk)
    desk.ctrl(key.Key_T)
    if is_light:
        yield camera.readme("together")
    yield camera.help("together")
    desk.key(key.Key_V)
    yield camera.help("versions", size=(HELP_SIZE[0], 520))
    desk.key(key.Key_F5)
    yield camera.help("sync", height=300)


def _page(summary: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(summary)
    try:
        image: Image.Image = document[_FIRST_OF_SECTION].render(scale=1.5).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def _come_together(desk: DeskWindow) -> None:
    """Share the inspection with a second laptop, which answers a line differently."""
    opened, unlocked = desk.window._inspection, desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    inspection = opened.standing.id
    mine = TeamLaptop(unlocked, desk.folder, desk.clock)
    other = a_laptop(desk.folder, "AM")
    stick = desk.folder / "stick"
    stick.mkdir()
    try:
        introduced(mine, other)
        unlocked.team.let_in(inspection, other.vault.team.me().device)
        mine.together(stick)
        other.together(stick)
        for laptop, note in (
            (other, "Two of the eight were on leave when the control room asked for them."),
            (mine, "All eight were counted on parade."),
        ):
            other.clock.time = mine.clock.time = mine.clock.time + timedelta(minutes=10)
            _note(laptop.vault, note)
        other.together(stick)
        mine.together(stick)
    finally:
        other.vault.close()
    unlocked.desk.keep("together-folder", str(stick))
    join(unlocked)
    unlocked.desk.keep("sync-paused", "yes")
    opened.read_anew()
    desk.settle()


def _note(vault: Unlocked, note: str) -> None:
    """Put a note to the line's answer."""
    inspection = vault.inspections.all()[0].id
    held = vault.inspections.standing(inspection).answer(_LINE).value
    assert held is not None
    vault.inspections.answer(inspection, _LINE, replace(held, note=note))
