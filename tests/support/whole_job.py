"""The whole job in the real window, by keys alone; run by the story that promises it.

Usage: python -m tests.support.whole_job FOLDER    (on whatever display the environment names)

Prints one JSON object of what the window said on the way.
"""

import json
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.by_keyboard import sign, type_path
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE

KEY = Qt.Key
HEADLINE = "The force can send what it owes."
NOTE = "Shown by the return."
HARMLESS = {"socket.__new__", "socket.gethostname"}
"""Making a socket and asking for the laptop's own name send nothing."""
REACHING = ("http.client", "urllib", "ftplib", "smtplib", "webbrowser")


def main() -> None:
    folder = Path(sys.argv[1])
    reached: list[str] = []
    sys.addaudithook(partial(note_reaching, reached))
    app = QApplication(sys.argv[:1])
    said: dict[str, object] = {"platform": app.platformName()}
    desk = DeskWindow(folder)
    make_vault(desk)
    begin(desk)
    answer(desk, said)
    attach(desk, folder, said)
    said["pixels"] = seen(desk)
    desk.ctrl(KEY.Key_P)
    said["verdict"] = sign(desk, folder / "summary.pdf").result.verdict.words
    desk.close()
    said["reached"] = reached
    said["network library"] = "Qt6Network" in Path("/proc/self/maps").read_text(encoding="utf-8")
    print(json.dumps(said))


def note_reaching(reached: list[str], event: str, about: tuple[object, ...]) -> None:
    """Note each try to reach or be reached over a network (an audit hook of Python's)."""
    if event.startswith("socket.") and event not in HARMLESS:
        reached.append(f"{event} {about[1:]}")
    elif event.startswith(REACHING):
        reached.append(f"{event} {about}")


def make_vault(desk: DeskWindow) -> None:
    desk.type("Jo Smith")
    desk.tab()
    desk.type("JS")
    desk.tab()
    desk.type(PASSPHRASE)
    desk.tab(2)
    desk.type(PASSPHRASE)
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.INSPECTIONS, "the vault is made")


def begin(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Space)
    desk.wait_for(lambda: desk.screen is Screen.NEW_INSPECTION, "the form")
    desk.type("cambr")
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    desk.tab(2)
    desk.type("16 Sep 2013 to 20 Sep 2013")
    desk.ctrl(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the inspection begins")


def answer(desk: DeskWindow, said: dict[str, object]) -> None:
    for _ in range(3):
        desk.key(KEY.Key_Down)
    said["section"] = desk.window.current_page.place()
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_2)
    desk.key(KEY.Key_Return)
    desk.type(NOTE)
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_X)
    desk.key(KEY.Key_1)
    said["recorded"] = desk.window._status.text
    desk.ctrl(KEY.Key_Z)
    said["undone"] = desk.window._status.text
    desk.key(KEY.Key_H)
    desk.type(HEADLINE)
    desk.key(KEY.Key_Return)


def attach(desk: DeskWindow, folder: Path, said: dict[str, object]) -> None:
    chosen, pasted = folder / "return.csv", folder / "memo.txt"
    chosen.write_text("unit,number\nPSU,8\n")
    pasted.write_text("A memo of the visit.\n")
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    desk.ctrl(KEY.Key_E)
    type_path(desk, chosen)
    desk.wait_for(lambda: len(page._inspection.standing.evidence()) == 1, "the file is kept")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pasted))])
    QGuiApplication.clipboard().setMimeData(data)
    page.lines.setFocus()
    desk.ctrl(KEY.Key_V)
    desk.wait_for(lambda: len(page._inspection.standing.evidence()) == 2, "the paste is kept")
    said["evidence"] = [
        [item.file.number, item.file.name, list(item.lines)]
        for item in page._inspection.standing.evidence()
    ]


def seen(desk: DeskWindow) -> int:
    """The number of colours that the display itself shows of the window."""
    screen = desk.window.screen()
    picture = screen.grabWindow(0).toImage()
    return len(
        {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, 700, 7)}
    )


if __name__ == "__main__":
    main()
