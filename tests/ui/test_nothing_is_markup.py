"""Words of an inspection and its checklist are shown as they are written, on every screen."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QObject,
    Qt,
    QUrl,
    Slot,
)
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit
from pytestqt.qtbot import QtBot

import inspector_app
from inspector_app import config
from inspector_app.domain.ids import LineId
from inspector_app.ui.pages.written_paper import open_folder_of
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.help_text import HelpText
from inspector_app.ui.widgets.tips import tip_of
from tests.support import screens as walk
from tests.support.desk_window import DeskWindow
from tests.support.photos import a_photo
from tests.support.screens import screens
from tests.support.told_by_base import DECLARED
from tests.support.vaults import a_vault

UI = Path(inspector_app.__file__).parent / "ui"
SOURCES = sorted(UI.rglob("*.py"))
MARKUP = "<img src=http://elsewhere.example/x.png><b>x</b>"
"""What every text ends with."""
FORCE = "Cambridgeshire Constabulary"
_WORDS = re.compile(
    r"^(\s*(?:- )?(?:text|title|help|meaning|note|caption|force|role|said|good_evidence|headline"
    r"|words|name|[A-Z]{2}-[A-Z]{1,2}): )(?!true|false)([^'\"|>\[{&*!].*)$",
    re.MULTILINE,
)
_FOLDED = re.compile(r"^(\s*(?:- )?(?!lines)[\w-]+: >-?\n\s+)", re.MULTILINE)
_MOST_ROWS = 30
"""Of one table; the walk passes it again and again."""


def hostile(folder: Path) -> Path:
    """What ships with the app, its checklist and its sample written by somebody who means harm."""
    shipped = config.places()
    shutil.copytree(shipped.checklists, folder / "checklists")
    shutil.copytree(shipped.resources / "samples", folder / "resources" / "samples")
    for each in shipped.resources.iterdir():
        if each.name != "samples":
            (folder / "resources" / each.name).symlink_to(each)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = _FOLDED.sub(rf"\1{MARKUP} ", _WORDS.sub(rf"\1\2 {MARKUP}", text))
        text = text.replace(f"name: {FORCE} {MARKUP}", f"name: {FORCE}")
        text = text.replace(f"name: {FORCE}", f"name: {FORCE} {MARKUP}")
        path.write_text(text, encoding="utf-8")
    return folder


def test_no_screen_renders_what_an_inspection_or_its_checklist_says(
    qtbot: QtBot, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = hostile(tmp_path / "shipped")
    monkeypatch.setattr(config, "_shipped", lambda: shipped)
    monkeypatch.setattr(walk, "DECLARED", DECLARED.model_copy(update={"title": MARKUP}))
    with_hostile_sample(tmp_path / "desk")
    desk = DeskWindow(tmp_path / "desk")
    shown: set[str] = set()
    try:
        for name in screens(desk, signs=False):
            desk.settle()
            for place, words in texts():
                assert "<img" not in words, f"{name}: {place}"
            if any(MARKUP[:20] in each.text() for each in labels()):
                shown.add(name)
    finally:
        desk.close()
    # Otherwise nothing was tried.
    assert {"board", "section", "prompts", "sources", "papers"} <= shown, sorted(shown)


def with_hostile_sample(folder: Path) -> None:
    """Make a vault that holds the sample, with a file of a name that is markup too."""
    vault = a_vault(folder)
    try:
        inspection = vault.sample.open_sample()
        photo = a_photo(folder, "<img src=x><b>x<", "2013:09:17 14:00:00")
        vault.evidence.attach(inspection, [photo], [LineId("CC-PO-09")], MARKUP)
    finally:
        vault.close()


@pytest.mark.parametrize("name", ["<img src=x><b>x.pdf", "<img src=x><b>x.json"])
def test_no_refusal_renders_the_name_of_a_file(empty_desk: DeskWindow, name: str) -> None:
    wrong = empty_desk.folder / name
    wrong.write_text("{}")
    page = empty_desk.window.current_page
    page.verify(wrong)  # type: ignore[attr-defined]
    empty_desk.settle()
    assert any("<img" in each.text() for each in labels())
    for place, words in texts():
        assert "<img" not in words, place


def labels() -> Iterator[QLabel]:
    return (each for each in QApplication.allWidgets() if isinstance(each, QLabel))


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that Qt would read as markup if it looked like it, and where it is."""
    for each in QApplication.allWidgets():
        place = f"{type(each).__name__} in {type(each.parent()).__name__}"
        yield f"the tip of {place}", tip_of(each)
        if isinstance(each, QLabel) and each.textFormat() is not Qt.TextFormat.PlainText:
            yield place, each.text()
        if isinstance(each, QTextEdit):
            # The help's own pictures; what was written with ill will never asks for one of them.
            yield place, each.toHtml().replace('<img src="picture:', "")
        if isinstance(each, QAbstractItemView) and each.isVisible() and each.model() is not None:
            for tip in tips(each.model()):
                yield f"a tip of {type(each.model()).__name__}", tip


def tips(model: QAbstractItemModel, under: QModelIndex | None = None) -> Iterator[str]:
    parent = under or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            if not column and model.rowCount(index):
                yield from tips(model, index)


@pytest.mark.parametrize(
    ("what", "allowed"),
    [
        (r"\bQLabel\(", set()),
        (r"\.setToolTip\(", {"tips.py"}),
        (r"\.(setHtml|insertHtml|setMarkdown|insertMarkdown|setWhatsThis)\(", {"help_text.py"}),
        (r"appendHtml|setTabToolTip|setStatusTip|WhatsThisRole", set()),
        (r"\bQ(MessageBox|InputDialog|ProgressDialog|ErrorMessage)\b", set()),
        (r"\bQ(WhatsThis|SystemTrayIcon|Graphics\w*TextItem|StaticText)\b", set()),
        (r"\bQTextEdit\(", set()),
        (r"\bQTextBrowser\b", {"help_text.py"}),
        # Of a tip that was set, and so made plain, before.
        (r"\bQToolTip\.showText\((?!.*self\.(words|toolTip\(\)), )", set()),
        (r"addRow\(\s*(tr\(|[\"'f])", set()),
        (r"\bQTextDocument\(|RichText|AutoText", set()),
    ],
)
def test_only_one_place_makes_what_may_read_markup(what: str, allowed: set[str]) -> None:
    found = {path.name for path in SOURCES if re.search(what, path.read_text(encoding="utf-8"))}
    assert found == allowed


def test_every_tip_of_a_list_is_made_plain() -> None:
    """Also those of headers, and of rows that the walk above never meets."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        asked = text.count("ItemDataRole.ToolTipRole")
        told = re.findall(
            r"ItemDataRole\.ToolTipRole\b[^\n]*:\n"
            r"(?:\s*#[^\n]*\n|\s*\w+ = [^\n]*\n)*\s*return (\w+)\(",
            text,
        )
        assert told == ["plain_tip"] * asked, path.name


def test_whoever_is_a_label_says_that_it_is_plain() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"class \w+\(QLabel\):", text):
            body = text[found.end() :].split("\nclass ")[0]
            assert "setTextFormat(Qt.TextFormat.PlainText)" in body, path.name


ADDRESSES = [
    "https://elsewhere.example/",
    "https://topic:" + "keys@elsewhere.example/",
    "file:///etc/passwd",
    "x:y",
    "javascript:alert(1)",
    "data:text/html,words",
    "TOPIC.elsewhere:keys",
    "keys",
]


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """What the system would be asked to open."""
    caught = Catcher()
    schemes = ("https", "http", "file", "x", "javascript", "data", "")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, caught, "catch")  # type: ignore[arg-type]
    yield caught.urls
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_link_of_a_text_is_followed(qtbot: QtBot, opened: list[str], address: str) -> None:
    text = HelpText()
    qtbot.addWidget(text)
    asked: list[str] = []
    text.topic_asked.connect(asked.append)
    text.resize(400, 200)
    click(text, f"[words]({address}) ![picture]({address})")
    assert text.toPlainText().startswith("words")
    assert text.source().isEmpty()
    assert text.loadResource(2, QUrl(address)) is None
    assert (opened, asked) == ([], [])
    click(text, "[words](topic:keys)")
    assert (opened, asked) == ([], ["keys"])


def click(text: HelpText, markdown: str) -> None:
    """Click the link that a text begins with."""
    text.show_markdown(markdown)
    text.document().setTextWidth(text.viewport().width())
    cursor = QTextCursor(text.document())
    cursor.setPosition(2)
    place = text.cursorRect(cursor).center()
    assert text.anchorAt(place)
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("name", ["summary.pdf", "<b>.desktop", "https:x.pdf"])
def test_the_folder_of_a_written_file_is_opened_and_not_the_file(
    opened: list[str], tmp_path: Path, name: str
) -> None:
    open_folder_of(tmp_path / name)
    assert opened == [QUrl.fromLocalFile(str(tmp_path)).toString()]


def test_only_one_place_opens_anything() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in SOURCES}
    asks = [name for name, text in sources.items() for _ in re.finditer("openUrl", text)]
    assert asks == ["written_paper.py"]
    other = re.compile(r"webbrowser|startfile|xdg-open|QProcess|subprocess|os\.system|popen")
    assert [name for name, text in sources.items() if other.search(text)] == []


class Catcher(QObject):
    """What would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def catch(self, url: QUrl) -> None:
        self.urls.append(url.toString())
