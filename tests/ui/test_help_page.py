import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl

from inspector_app import config
from inspector_app.config import Theme
from inspector_app.reports.quick_card import card_of
from inspector_app.ui.dialogs.choose_printer import ChoosePrinter
from inspector_app.ui.everywhere import EVERYWHERE
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.keys_table import ScreenKeys
from inspector_app.ui.models.topics_list import Topic, TopicsList
from inspector_app.ui.pages.help_page import ORDER, HelpPage, all_keys, topics
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.printers import printers
from inspector_app.ui.shortcuts import key_text
from inspector_app.ui.theme import Look
from inspector_app.version import VERSION
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.ui.test_report_page import choose_target

KEY = Qt.Key
FOLDER = config.places(Path()).resources / "help"
ROOT = FOLDER.parent.parent


def page(desk: DeskWindow) -> HelpPage:
    shown = desk.window.current_page
    assert isinstance(shown, HelpPage)
    return shown


def test_help_opens_at_the_topic_of_the_screen_and_esc_brings_back(
    sample_desk: DeskWindow,
) -> None:
    sample_desk.key(KEY.Key_Return)
    sample_desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert page(sample_desk).place() == "board"
    assert page(sample_desk).text.toPlainText().startswith("Board")
    sample_desk.key(KEY.Key_Escape)
    assert sample_desk.screen is Screen.BOARD


def test_help_is_there_before_the_vault_is_open(open_desk: OpensDesk) -> None:
    desk = open_desk()
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert page(desk).place() == "unlock"
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.UNLOCK


def test_a_search_finds_words_inside_the_topics(empty_desk: DeskWindow) -> None:
    empty_desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    empty_desk.ctrl(KEY.Key_F)
    empty_desk.type("pkcs#12 clock")
    found = page(empty_desk)._rows
    assert [found.index(row, 0).data(Role.ID) for row in range(found.rowCount())] == ["report"]
    empty_desk.key(KEY.Key_Escape)
    assert found.rowCount() == len(ORDER)


def test_every_screen_has_its_topic() -> None:
    assert {screen.value for screen in Screen} <= set(ORDER)


def test_every_topic_is_a_file_and_every_file_a_topic() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} | {"keys"} == set(ORDER)
    for topic in topics(FOLDER, EVERYWHERE):
        assert topic.title
        assert "missing" not in topic.text


@pytest.mark.parametrize("topic", topics(FOLDER, ()), ids=lambda topic: topic.name)
def test_links_lead_to_topics_and_nowhere_else(topic: Topic) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]*)\)", topic.text)
    assert all(link.removeprefix("topic:") in ORDER for link in links)
    assert "://" not in topic.text


def test_the_keys_topic_has_every_key_of_every_screen() -> None:
    text = next(topic.text for topic in topics(FOLDER, EVERYWHERE) if topic.name == "keys")
    for screen in all_keys():
        assert f"## {screen.screen}" in text
        for each in screen.shortcuts:
            assert f"| {each.cap or key_text(each.keys)} | {each.words} |" in text
    for each in EVERYWHERE:
        assert f"| {key_text(each.keys)} | {each.words} |" in text


def test_every_key_that_a_topic_prints_in_bold_exists() -> None:
    known = {key_text(each.keys) for each in EVERYWHERE}
    known |= {key_text(each.keys) for screen in all_keys() for each in screen.shortcuts}
    known |= {"Delete", "Space", "Ctrl+V", "Ctrl+E", "↑ ↓", "Esc", "Enter", "6"}
    cap = re.compile(r"\*\*((?:Ctrl\+|Shift\+)*(?:[A-Z?]|[0-9]|F[0-9]+|Enter|Esc|\+|-))\*\*")
    for topic in topics(FOLDER, ()):
        for key in cap.findall(topic.text):
            assert key in known, f"{topic.name}: {key}"


def test_the_about_topic_tells_the_version_and_every_part_that_is_needed() -> None:
    about = next(topic.text for topic in topics(FOLDER, ()) if topic.name == "about")
    assert VERSION in about
    needed = (ROOT / "packaging" / "requirements.in").read_text().splitlines()
    for line in needed:
        name = re.match(r"[A-Za-z0-9-]+", line)
        if name is not None:
            assert name[0].casefold() in about.casefold(), name[0]


def test_nothing_is_fetched_and_no_link_leaves(empty_desk: DeskWindow) -> None:
    empty_desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    text = page(empty_desk).text
    assert text.loadResource(2, QUrl("file:///etc/hostname")) is None
    before = page(empty_desk).place()
    text.anchorClicked.emit(QUrl("https://example.org/"))
    assert page(empty_desk).place() == before
    text.anchorClicked.emit(QUrl("topic:report"))
    assert page(empty_desk).place() == "report"


def test_the_topics_model_keeps_qts_rules(qtmodeltester) -> None:  # type: ignore[no-untyped-def]
    model = TopicsList()
    model.show(topics(FOLDER, EVERYWHERE))
    qtmodeltester.check(model)


# The quick card


def test_every_key_on_the_quick_card_is_on_its_screen_and_does_what_it_says() -> None:
    known = {
        screen.screen: {(each.cap or key_text(each.keys), each.words) for each in screen.shortcuts}
        for screen in (ScreenKeys("Everywhere", EVERYWHERE), *all_keys())
    }
    card = card_of((FOLDER / "quick-card.md").read_text(encoding="utf-8"))
    screens = [screen for part in card.parts for screen in part.screens]
    told = [(screen.screen, key) for screen in screens for key in screen.keys]
    assert len(told) > 40
    for screen, key in told:
        assert key in known[screen], screen


def test_the_quick_card_is_written_and_shown_to_be_printed_before_any_vault_is_open(
    open_desk: OpensDesk, tmp_path: Path
) -> None:
    desk = open_desk()
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    desk.ctrl(KEY.Key_Return)
    target = tmp_path / "card.pdf"
    assert choose_target(desk, target) == "SPR Inspector quick card.pdf"
    shown = page(desk).card
    desk.wait_for(lambda: shown.paper.view.pages.images_held > 0, "a page is shown")
    assert target.read_bytes().startswith(b"%PDF")
    assert shown._what.text() == "The quick card, 2 pages: card.pdf"
    desk.key(KEY.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    if printers().names:
        assert isinstance(desk.dialog(), ChoosePrinter)
        desk.key(KEY.Key_Escape)
    else:
        assert "nothing was printed" in shown.paper.view.note.text()
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert page(desk).text.isVisible(), "asked for help, the help is shown and not the card"
    page(desk)._write_card(target)
    desk.wait_for(lambda: shown.isVisible(), "it is shown again")
    desk.key(KEY.Key_Escape)
    assert page(desk).text.isVisible()
    assert page(desk).topics.hasFocus()
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.UNLOCK


def test_a_card_that_cannot_be_written_is_told_and_the_help_stays(
    empty_desk: DeskWindow, tmp_path: Path
) -> None:
    empty_desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    page(empty_desk)._write_card(tmp_path / "nowhere" / "card.pdf")
    empty_desk.settle()
    assert "What is recorded is unharmed." in empty_desk.window._message.text
    assert page(empty_desk).text.isVisible()
    assert page(empty_desk).make_card.isEnabled()


@pytest.mark.parametrize(
    ("chosen", "width", "height", "percent"),
    [(Theme.DARK, 960, 540, 100), (Theme.LIGHT, 1366, 768, 200)],
)
def test_nothing_of_the_card_is_unnamed_or_cut_off_at_any_size(
    open_desk: OpensDesk,
    look: Look,
    tmp_path: Path,
    chosen: Theme,
    width: int,
    height: int,
    percent: int,
) -> None:
    look.apply(chosen, percent)
    desk = open_desk()
    desk.window.resize(width, height)
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    page(desk)._write_card(tmp_path / "card.pdf")
    desk.wait_for(lambda: page(desk).card.paper.view.pages.images_held > 0, "a page is shown")
    window = desk.window
    assert [*unnamed(window), *roleless(window), *cut_off(window), *outside(window)] == []
    assert window.size() == QSize(width, height)
