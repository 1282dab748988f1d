"""Pictures in the help: the app's own, as wide as there is room, said in words as well."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QAccessible, QColor, QImage
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.help_text import HelpText

WORDS = "A red square for the light, a blue one for the dark."
TEXT = f"# Topic\n\nBefore.\n\n![{WORDS}](picture:square)\n\nAfter.\n"
IMAGE = 2
"""The kind that Qt asks for. Source: QTextDocument.ResourceType."""


@pytest.fixture
def text(qtbot: QtBot, look: Look, tmp_path: Path) -> HelpText:
    for name, colour in (("square-light", "#ff0000"), ("square-dark", "#0000ff")):
        image = QImage(600, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(tmp_path / f"{name}.png"))
    made = HelpText(None, tmp_path)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.show_markdown(TEXT)
    return made


def seen(text: HelpText) -> set[str]:
    """The strong colours of what is painted."""
    image = text.viewport().grab().toImage()
    colours = (image.pixelColor(x, y).name() for x in range(40, 400, 40) for y in range(0, 600, 20))
    return {"#ff0000", "#0000ff"} & set(colours)


def picture_size(text: HelpText) -> QSize | None:
    """How large the square is shown; None: it is not."""
    found = text.document().resource(IMAGE, QUrl("picture:square"))
    return found.deviceIndependentSize().toSize() if isinstance(found, QImage) else None


def test_a_picture_is_shown_in_the_colours_that_are_in_use(text: HelpText, look: Look) -> None:
    assert seen(text) == {"#ff0000"}
    look.apply(Theme.DARK, 100)
    assert seen(text) == {"#0000ff"}


def test_whoever_cannot_see_it_is_told_in_words(text: HelpText) -> None:
    interface = QAccessible.queryAccessibleInterface(text).textInterface()
    assert WORDS in interface.text(0, interface.characterCount())


def test_a_picture_never_is_wider_than_its_room_and_no_larger_than_its_text(
    text: HelpText, look: Look
) -> None:
    assert picture_size(text) == QSize(600, 300)
    text.resize(400, 600)
    narrow = picture_size(text)
    assert narrow is not None
    assert 300 < narrow.width() < 400
    assert narrow.width() == pytest.approx(2 * narrow.height(), abs=2)
    assert text.horizontalScrollBar().maximum() == 0
    text.resize(1600, 600)
    look.apply(Theme.LIGHT, 200)
    assert picture_size(text) == QSize(1200, 600)


@pytest.mark.parametrize(
    "address",
    ["picture:nothing", "picture:../square", "square-light.png", "file:square-light.png"],
)
def test_only_pictures_of_the_folder_are_shown_by_their_names(
    text: HelpText, tmp_path: Path, address: str
) -> None:
    text.show_markdown(TEXT.replace("picture:square", address))
    assert picture_size(text) is None
    assert text.loadResource(IMAGE, QUrl(address)) is None
    assert not seen(text)


def test_a_picture_that_is_missing_leaves_its_words(text: HelpText) -> None:
    text.show_markdown(TEXT.replace("picture:square", "picture:gone"))
    assert text.toPlainText() == f"Topic\nBefore.\n{WORDS}\nAfter."
