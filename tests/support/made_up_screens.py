"""What is left in English on the screens, where the program speaks a made-up language.

Run as ``python -m tests.support.made_up_screens COUNT``, with the language in the environment, it
starts the window over the sample, walks through as many screens and prints as JSON which it
saw and what was left on them. A process speaks one language.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import inspector_app
from inspector_app.texts import VARIABLE
from tests.support.made_up_language import a_language
from tests.support.said import texts_said

_DATA = Path(inspector_app.__file__).parents[1]
_SAID = re.compile(r"«[^«»]*(?:»|…$)")
"""What was asked for, cut short at the end perhaps."""
_NUMBERED = re.compile(r"\S*\d\S*")
"""Ids, versions and numbers are in no language."""
_ENDS = re.compile(r"[.\0«»·\n:;,()…“”/]|  ")
_MOST_ROWS = 60
"""Of each list: what comes later is of the same kind."""


def a_language_of_screens(folder: Path) -> Path:
    """Write a language's file that has every text of the program; return where it lies."""
    return a_language(folder, texts_said())


def in_english(text: str, data: str) -> Iterator[str]:
    """Yield what no catalogue was asked for, and no checklist and no sample holds."""
    left = re.sub(r"<[^>]+>", " ", text)
    while _SAID.search(left):
        left = _SAID.sub("\0", left)
    left = _NUMBERED.sub("\0", left)
    for each in _ENDS.split(left):
        words = " ".join(each.split()).strip(" .")
        if re.search(r"[A-Za-z]{3}", words) and words.lower() not in data:
            yield words


def data_of_the_sample() -> str:
    """Return all that checklists and samples say, in small letters and single spaces."""
    files = [
        *(_DATA / "checklists").rglob("*.yaml"),
        *(_DATA / "resources/samples").rglob("*.yaml"),
    ]
    files += (_DATA / "resources/samples").rglob("*.json")
    said = " ".join(each.read_text(encoding="utf-8").replace("''", "'") for each in files)
    return " ".join(said.split()).lower()


def shown() -> Iterator[str]:
    """Yield every text that is shown or read out now, but what is being edited."""
    from PySide6.QtCore import QAbstractListModel, Qt
    from PySide6.QtWidgets import (
        QAbstractItemView,
        QApplication,
        QComboBox,
        QLineEdit,
        QPlainTextEdit,
        QTextEdit,
    )

    from inspector_app.ui.widgets.labels import ElidedLabel

    told = ("toolTip", "accessibleName", "accessibleDescription", "windowTitle")
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        yield from (getattr(widget, name)() for name in told)
        if hasattr(widget, "placeholderText"):
            yield widget.placeholderText()
        edited = isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit)
        if not edited and callable(text := getattr(widget, "text", None)):
            said = widget.whole_text if isinstance(widget, ElidedLabel) else text()
            yield said if isinstance(said, str) else ""
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            for row in range(min(model.rowCount(), _MOST_ROWS)):
                for column in range(columns):
                    for role in roles:
                        said = model.index(row, column).data(role)
                        yield said if isinstance(said, str) else ""


def _walk(count: int) -> dict[str, list[str]]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    QApplication.instance() or QApplication([])
    from tests.support.desk_window import DeskWindow, with_sample
    from tests.support.screens import screens

    data = data_of_the_sample()
    left: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "laptop"
        with_sample(folder)
        desk = DeskWindow(folder)
        desk.settle()
        try:
            for screen in islice(screens(desk, signs=False), count):
                desk.settle()
                found = {words for text in shown() for words in in_english(text, data)}
                left[screen] = sorted(found)
        finally:
            desk.close()
    return left


if __name__ == "__main__":
    if VARIABLE in os.environ:
        print(json.dumps(_walk(int(sys.argv[1]))))
    else:
        sys.exit(f"Name a language's file in {VARIABLE}.")
