"""A newcomer with ten minutes is shown round the sample by keyboard, and is not in its hands."""

from pathlib import Path

import yaml
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from inspector_app import config
from inspector_app.config import Theme
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.services.sample import CAMBRIDGESHIRE, FILE
from inspector_app.ui.pages.help_page import HelpPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.theme import Look
from inspector_app.ui.tour import Tour
from inspector_app.ui.tour_stops import STOPS
from tests.support.accessibility import cut_off, outside, unnamed
from tests.support.desk_window import DeskWindow, OpensDesk

KEY = Qt.Key
OFFER = "New here? A published inspection shows how the work goes, in 9 short stops"


def tour_of(desk: DeskWindow) -> Tour:
    assert desk.window._tour is not None
    return desk.window._tour


def shown(desk: DeskWindow) -> str:
    """The stop whose card is in sight; empty when none is."""
    tour = tour_of(desk)
    return tour.stop.id if tour.stop is not None and tour.card.isVisible() else ""


def has_card(desk: DeskWindow) -> bool:
    return tour_of(desk).card.hasFocus()


def offer(desk: DeskWindow) -> str:
    return desk.window._tour_strip.words


def acts(desk: DeskWindow) -> int:
    unlocked = desk.window._unlocked
    assert unlocked is not None
    return sum(len(unlocked.history.all(each.id)) for each in unlocked.inspections.all())


def begin(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_F1)
    desk.wait_for(lambda: bool(shown(desk)), "the card")


def go_to(desk: DeskWindow, stop: str) -> None:
    for _ in STOPS:
        if shown(desk) == stop:
            return
        desk.key(KEY.Key_PageDown)
    raise AssertionError(f"the tour never came to {stop}")


def test_a_new_vault_offers_it_and_every_stop_is_reached_by_enter_without_recording_anything(
    sample_desk: DeskWindow,
) -> None:
    desk = sample_desk
    assert offer(desk) == OFFER
    before = acts(desk)
    begin(desk)
    assert offer(desk) == ""
    seen = []
    for stop in STOPS:
        assert shown(desk) == stop.id
        assert desk.screen is stop.screen
        assert has_card(desk), f"the focus is lost at {stop.id}"
        tour = tour_of(desk)
        assert tour.ring.isVisible(), f"{stop.id} points at nothing"
        told = QAccessible.queryAccessibleInterface(tour.card)
        seen.append(told.text(QAccessible.Text.Name))
        assert stop.words in told.text(QAccessible.Text.Description)
        desk.key(KEY.Key_Return)
    assert seen[0] == "Tour · 1 of 9: The board"
    assert seen[-1] == "Tour · 9 of 9: Locking, and where help is"
    assert shown(desk) == ""
    assert desk.window._status.text == "That was the tour. Ctrl+F1 begins it again."
    focus = QApplication.focusWidget()
    assert focus is not None
    assert desk.window.current_page.isAncestorOf(focus)
    assert offer(desk) == "", "what was done is not offered again"
    assert acts(desk) == before
    begin(desk)
    assert shown(desk) == STOPS[0].id


def test_without_the_sample_it_is_taken_in_first_and_where_none_came_with_the_app_it_says_so(
    empty_desk: DeskWindow, tmp_path: Path
) -> None:
    desk = empty_desk
    unlocked = desk.window._unlocked
    assert unlocked is not None
    unlocked.sample._samples = samples = tmp_path / "samples"
    desk.ctrl(KEY.Key_F1)
    desk.wait_for(lambda: bool(desk.window._message.text), "the refusal")
    assert "sample" in desk.window._message.text
    assert shown(desk) == ""
    desk.ctrl(KEY.Key_Home)
    assert offer(desk) == OFFER
    a_small_sample(samples / CAMBRIDGESHIRE)
    desk.window._tour_strip.take.setFocus()
    desk.key(KEY.Key_Space)
    desk.wait_for(lambda: shown(desk) == "board", "the sample opens")
    assert has_card(desk)


def a_small_sample(folder: Path) -> None:
    """The shipped sample without what it holds, which takes its time to record."""
    shipped = config.places(Path()).resources / "samples" / CAMBRIDGESHIRE / FILE
    whole = yaml.safe_load(shipped.read_text("utf-8"))
    whole |= {"headlines": {}, "answers": {}, "sources": {}, "accounts": [], "evidence": []}
    folder.mkdir(parents=True)
    (folder / FILE).write_text(yaml.safe_dump(whole), "utf-8")


def test_it_goes_back_is_left_by_esc_and_taken_up_again_after_a_restart(
    open_desk: OpensDesk, sample_template: Path, tmp_path: Path
) -> None:
    desk = open_desk(sample_template)
    desk.unlock()
    begin(desk)
    desk.key(KEY.Key_PageUp)
    assert shown(desk) == "board", "there is nothing before the first"
    go_to(desk, "prompts")
    desk.key(KEY.Key_PageUp)
    assert (shown(desk), desk.screen) == ("headline", Screen.SECTION)
    desk.key(KEY.Key_Escape)
    assert shown(desk) == ""
    assert desk.screen is Screen.SECTION
    assert not has_card(desk)
    assert desk.window._status.text == (
        "The tour was left at stop 5 of 9: Ctrl+F1 goes on with it."
    )
    desk.close()
    again = open_desk(folder=tmp_path / "desk")
    again.unlock()
    assert offer(again) == "You left the tour at stop 5 of 9"
    begin(again)
    assert shown(again) == "headline"


def test_not_now_is_remembered(open_desk: OpensDesk, vault_template: Path, tmp_path: Path) -> None:
    desk = open_desk(vault_template)
    desk.unlock()
    desk.window._tour_strip.not_now.setFocus()
    desk.key(KEY.Key_Space)
    assert offer(desk) == ""
    focus = QApplication.focusWidget()
    assert focus is not None
    assert desk.window.current_page.isAncestorOf(focus)
    desk.close()
    again = open_desk(folder=tmp_path / "desk")
    again.unlock()
    assert offer(again) == ""


def test_a_key_of_the_screen_goes_to_the_screen_and_typing_stays_with_its_field(
    sample_desk: DeskWindow,
) -> None:
    desk = sample_desk
    begin(desk)
    go_to(desk, "line")
    before = acts(desk)
    desk.key(KEY.Key_X)
    desk.key(KEY.Key_1)
    assert desk.window._status.text.startswith("Not supplied")
    assert acts(desk) == before + 1
    assert shown(desk) == "line"
    desk.ctrl(KEY.Key_Z)
    assert desk.window._status.text == "Undone"
    desk.key(KEY.Key_Return)
    note = QApplication.focusWidget()
    assert isinstance(note, QPlainTextEdit)
    desk.ctrl(KEY.Key_F1)
    assert has_card(desk)
    desk.type("n")
    assert note.hasFocus(), "the card kept a letter that was meant for the note"
    assert note.toPlainText() == "n"
    desk.ctrl(KEY.Key_F1)
    desk.key(KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    desk.dialog().reject()


def test_what_the_user_changed_in_the_sample_is_left_as_it_is(sample_desk: DeskWindow) -> None:
    desk = sample_desk
    unlocked = desk.window._unlocked
    assert unlocked is not None
    sample = unlocked.sample.known()
    assert sample is not None
    unlocked.inspections.answer(sample, LineId("CC-PO-09"), Answer(note="Ours"))
    unlocked.inspections.switch(sample, SectionId("CC-PO"), in_scope=False)
    before = acts(desk)
    begin(desk)
    for stop in STOPS:
        assert (shown(desk), has_card(desk)) == (stop.id, True)
        desk.key(KEY.Key_Return)
    assert acts(desk) == before


def test_the_card_waits_where_the_user_goes_elsewhere_or_the_vault_locks_in_the_middle(
    sample_desk: DeskWindow,
) -> None:
    desk = sample_desk
    begin(desk)
    go_to(desk, "source")
    desk.ctrl(KEY.Key_U)
    assert desk.screen is Screen.SOURCES
    assert shown(desk) == ""
    assert not tour_of(desk).ring.isVisible()
    desk.ctrl(KEY.Key_F1)
    assert (shown(desk), desk.screen, has_card(desk)) == ("source", Screen.SECTION, True)
    go_to(desk, "evidence")
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "locked")
    assert shown(desk) == ""
    assert not tour_of(desk).ring.isVisible()
    desk.ctrl(KEY.Key_F1)
    assert desk.window._status.text == (
        "The tour goes through a sample in your vault: unlock the vault first."
    )
    desk.unlock()
    desk.wait_for(lambda: shown(desk) == "evidence", "the card is back")
    assert not has_card(desk), "nothing takes the keyboard unasked"
    desk.ctrl(KEY.Key_F1)
    desk.key(KEY.Key_Return)
    assert shown(desk) == "headline"
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    page = desk.window.current_page
    assert isinstance(page, HelpPage)
    page.tour.setFocus()
    desk.key(KEY.Key_Space)
    assert shown(desk) == "headline"
    desk.key(KEY.Key_Escape)
    desk.ctrl(KEY.Key_K)
    desk.type("tour sample")
    desk.key(KEY.Key_Return)
    assert shown(desk) == "headline"


def test_the_card_lies_whole_in_the_window_and_covers_neither_marking_nor_what_it_points_at(
    look: Look, open_desk: OpensDesk, sample_template: Path
) -> None:
    look.apply(Theme.DARK, 200)
    desk = open_desk(sample_template)
    desk.window.resize(1366, 768)
    desk.settle()
    desk.unlock()
    begin(desk)
    window, tour = desk.window, tour_of(desk)
    for stop in STOPS:
        assert (window.width(), window.height()) == (1366, 768)
        card = tour.card.geometry()
        assert window.rect().contains(card), stop.id
        assert not card.intersects(in_window(window, window._strip)), stop.id
        assert not card.intersects(in_window(window, window._status)), stop.id
        assert [*cut_off(tour.card), *outside(tour.card), *unnamed(tour.card)] == []
        pointed = tour.ring.geometry().adjusted(5, 5, -5, -5)
        if pointed.height() < 300:  # a whole line, open, is most of a small screen
            assert not card.intersects(pointed), stop.id
        desk.key(KEY.Key_Return)


def in_window(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size())


def test_every_stop_says_what_it_is_for_in_few_words() -> None:
    assert len({stop.id for stop in STOPS}) == len(STOPS)
    for stop in STOPS:
        assert len(stop.words.split()) <= 45
        assert stop.words.endswith(".")
