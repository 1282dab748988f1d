"""Tips show the words of an inspection as they are written, whatever they look like."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

import inspector_app
from inspector_app.ui.models.gaps_table import GapsTable, GapView
from inspector_app.ui.models.prompts_table import Column, PromptsTable, PromptView
from inspector_app.ui.texts import plain_tip
from inspector_app.ui.widgets.labels import ElidedLabel
from inspector_app.ui.widgets.line_words import LineWords
from inspector_app.ui.widgets.tips import set_tip, tip_of
from tests.support.standings import the_pack

HOSTILE = "<img src='file:///etc/hostname'> & <b>so</b>\n&lt;none"
UI = Path(inspector_app.__file__).parent / "ui"


def read(tip: object) -> str:
    """Return what a reader sees of a tip, as Qt lays it out."""
    document = QTextDocument()
    document.setHtml(str(tip))
    return document.toPlainText().replace("\u2028", "\n")


def test_what_looks_like_markup_is_shown_and_plain_words_are_left_alone(qtbot: QtBot) -> None:
    assert read(plain_tip(HOSTILE)) == HOSTILE
    assert "<img" not in plain_tip(HOSTILE)
    assert plain_tip("5 + 5 ≤ 8\nas answered") == "5 + 5 ≤ 8\nas answered"


def test_a_tip_that_is_the_name_again_is_shown_and_not_heard_twice(qtbot: QtBot) -> None:
    tool = QToolButton()
    qtbot.addWidget(tool)
    tool.setAccessibleName("Rotate & <turn>")
    tool.show()

    def heard() -> str:
        interface = QAccessible.queryAccessibleInterface(tool)
        return interface.text(QAccessible.Text.Description)

    def point_at_it() -> None:
        place = tool.rect().center()
        asked = QHelpEvent(QEvent.Type.ToolTip, place, tool.mapToGlobal(place))
        QApplication.sendEvent(tool, asked)

    set_tip(tool, "Rotate & <turn>")
    assert heard() == ""
    point_at_it()
    assert read(QToolTip.text()) == read(tip_of(tool)) == "Rotate & <turn>"
    set_tip(tool, "By a quarter")
    assert heard() == tip_of(tool) == "By a quarter"
    point_at_it()
    assert QToolTip.text() == "By a quarter"
    set_tip(tool, "")
    assert heard() == tip_of(tool) == ""
    QToolTip.hideText()


def test_a_shortened_label_and_the_rows_of_tables_take_no_markup(qtbot: QtBot) -> None:
    label = ElidedLabel(HOSTILE)
    qtbot.addWidget(label)
    label.resize(20, 20)
    label.grab()
    gaps, prompts = GapsTable(), PromptsTable()
    gaps.show((GapView("CC-PO-01", HOSTILE, "no answer yet", 1),))
    prompts.show((PromptView("a/b", "Section", HOSTILE, "CC-PO"),))
    role = Qt.ItemDataRole.ToolTipRole
    told = prompts.index(0, Column.WORDS).data(role)
    for tip in (tip_of(label), gaps.index(0, 1).data(role), told):
        assert tip
        assert "<img" not in str(tip)


def test_the_meaning_of_a_term_is_told_as_it_is_written(qtbot: QtBot) -> None:
    pack = the_pack()
    line = next(line for line in pack.lines() if line.terms or line.footnote)
    glossary = tuple(replace(term, meaning=HOSTILE) for term in pack.glossary)
    words = LineWords()
    qtbot.addWidget(words)
    words.show_line(line, replace(pack, glossary=glossary))
    (first, *_) = words._terms
    assert "<img" not in first.toolTip()
    assert HOSTILE.partition("\n")[0] in read(first.toolTip())


@pytest.mark.parametrize("path", sorted((UI / "models").glob("*.py")), ids=lambda p: p.stem)
def test_every_model_that_has_tips_makes_them_plain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tips = len(re.findall(r"ToolTipRole", text))
    assert text.count("plain_tip(") >= tips
