"""The small widgets: what they say, signal and look like to assistive technology."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.badges import Flag, Legend
from inspector_app.ui.widgets.breadcrumb import Breadcrumb
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.drop_zone import DropZone
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.headline_bar import HeadlineBar
from inspector_app.ui.widgets.labels import ElidedLabel, in_other_letters, label
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.message_bar import MessageBar
from inspector_app.ui.widgets.page_view import PageView
from inspector_app.ui.widgets.passphrase_field import PassphraseField, Strength
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.regions import Regions, SideRegion
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.side_group import SideGroup, SideRow
from inspector_app.ui.widgets.status_line import KeyHints, StatusLine
from inspector_app.ui.widgets.thin_bar import ThinBar
from inspector_app.ui.widgets.tips import tip_of
from inspector_app.ui.widgets.top_bar import TopBar
from tests.support.accessibility import roleless, unnamed
from tests.support.gallery import SECTION_KEYS, a_page_picture

pytestmark = pytest.mark.usefixtures("look")

SCALE = tuple(
    Choice(words, words.capitalize(), str(place))
    for place, words in enumerate(
        ("very strong", "strong", "adequate", "mixed", "weak", "very weak", "cannot tell"), 1
    )
)


def said(widget: QWidget, what: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


def put(qtbot: QtBot, widget: QWidget, width: int = 400, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    assert unnamed(widget) == []
    assert roleless(widget) == []


def test_the_marking_is_in_capitals_and_in_words(qtbot: QtBot, look: Look) -> None:
    strip = MarkingStrip("Official-Sensitive")
    put(qtbot, strip)
    assert strip.text() == "OFFICIAL-SENSITIVE"
    assert said(strip) == "Protective marking: Official-Sensitive"
    assert strip.height() == 20
    look.apply(Theme.LIGHT, 200)
    assert strip.height() == 40


def test_words_from_an_inspection_are_never_read_as_markup(qtbot: QtBot) -> None:
    for made in (label("<b>bold</b>"), ElidedLabel("<b>bold</b>")):
        qtbot.addWidget(made)
        assert made.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("make", [label, ElidedLabel])
def test_no_letter_loses_what_juts_out_at_the_left(
    qtbot: QtBot, look: Look, make: Callable[[str, str, QWidget], QLabel]
) -> None:
    home = QWidget()
    made = make("JS · 16 September 2013", "dim", home)
    put(qtbot, home, 800)
    made.resize(760, 60)

    def inked() -> int:
        shot = made.grab().toImage()
        ground = shot.pixel(shot.width() - 1, 0)
        return sum(
            shot.pixel(x, y) != ground for x in range(shot.width()) for y in range(shot.height())
        )

    for percent in (100, 200):
        look.apply(Theme.LIGHT, percent)
        in_other_letters(home)
        at_the_edge, margins = inked(), made.contentsMargins()
        made.setContentsMargins(20, 0, 0, 0)
        assert inked() == at_the_edge
        made.setContentsMargins(margins)


def test_an_elided_label_keeps_its_whole_text_for_tooltip_and_ear(qtbot: QtBot) -> None:
    words = "The force can contribute to the national requirement"
    elided = ElidedLabel(words)
    put(qtbot, elided, 120, 30)
    assert elided.text().endswith("…")
    assert tip_of(elided) == words
    assert said(elided) == elided.whole_text == words
    elided.resize(900, 30)
    assert elided.text() == words
    assert tip_of(elided) == ""


def test_an_elided_label_shows_nothing_rather_than_less_than_can_be_understood(
    qtbot: QtBot,
) -> None:
    elided = ElidedLabel("not supplied · never arose", least="not supplied")
    put(qtbot, elided, 40, 30)
    assert elided.text() == ""
    assert tip_of(elided) == said(elided) == elided.whole_text
    elided.resize(100, 30)
    assert elided.text().startswith("not supplied")


class TestTheAnswerStrip:
    @pytest.fixture
    def strip(self, qtbot: QtBot) -> SegmentedChoice:
        strip = SegmentedChoice("Answer")
        strip.show_choices((Choice("yes", "Yes", "Y"), Choice("no", "No", "N")))
        put(qtbot, strip)
        return strip

    def test_a_click_chooses_a_value(self, qtbot: QtBot, strip: SegmentedChoice) -> None:
        second = strip.findChildren(QRadioButton)[1]
        with qtbot.waitSignal(strip.chosen) as chosen:
            # At the very edge, where a radio button would not listen.
            where = QPoint(second.width() - 2, 2)
            qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=where)
        assert chosen.args == ["no"] == [strip.value]

    def test_showing_a_value_signals_nothing(self, qtbot: QtBot, strip: SegmentedChoice) -> None:
        with qtbot.assertNotEmitted(strip.chosen):
            strip.show_value("yes")
            assert strip.value == "yes"
            strip.show_value("")
            assert strip.value == ""

    def test_arrows_move_without_choosing_and_enter_and_space_choose(
        self, qtbot: QtBot, strip: SegmentedChoice
    ) -> None:
        first, second = strip.findChildren(QRadioButton)
        first.setFocus()
        with qtbot.assertNotEmitted(strip.chosen):
            qtbot.keyClick(first, Qt.Key.Key_Right)
        assert second.hasFocus()
        assert strip.value == ""
        with qtbot.waitSignal(strip.chosen):
            qtbot.keyClick(second, Qt.Key.Key_Return)
        with qtbot.assertNotEmitted(strip.chosen):
            for there, key in ((second, Qt.Key.Key_Right), (first, Qt.Key.Key_Up)):
                qtbot.keyClick(there, key)
            qtbot.keyClick(second, Qt.Key.Key_Right)
        assert first.hasFocus()
        assert strip.value == "no"
        with qtbot.waitSignal(strip.chosen) as chosen:
            qtbot.keyClick(first, Qt.Key.Key_Space)
        assert chosen.args == ["yes"]

    def test_tab_comes_to_the_chosen_value_from_wherever_arrows_went(self, qtbot: QtBot) -> None:
        host = QWidget()
        before, strip = QLineEdit(host), SegmentedChoice("Answer", host)
        strip.show_choices(tuple(Choice(each, each.title()) for each in ("yes", "no", "part")))
        after = QLineEdit(host)
        layout = QVBoxLayout(host)
        for each in (before, strip, after):
            each.setAccessibleName(each.accessibleName() or "Words")
            layout.addWidget(each)
        put(qtbot, host)
        first, second, third = strip.findChildren(QRadioButton)

        def press(key: Qt.Key) -> QWidget | None:
            qtbot.keyClick(QApplication.focusWidget() or host, key)
            return QApplication.focusWidget()

        before.setFocus()
        assert press(Qt.Key.Key_Tab) is first, "nothing is chosen yet"
        assert press(Qt.Key.Key_Tab) is after
        before.setFocus()
        strip.show_value("no")
        assert press(Qt.Key.Key_Tab) is second
        assert press(Qt.Key.Key_Right) is third
        assert strip.value == "no"
        assert press(Qt.Key.Key_Tab) is after
        assert press(Qt.Key.Key_Backtab) is second, "not where the focus was last"
        first.setFocus()
        assert press(Qt.Key.Key_Backtab) is before
        assert press(Qt.Key.Key_Tab) is second
        assert press(Qt.Key.Key_Right) is third
        assert press(Qt.Key.Key_Space) is third
        assert strip.value == "part"

    def test_a_key_of_the_page_chooses(self, qtbot: QtBot, strip: SegmentedChoice) -> None:
        with qtbot.waitSignal(strip.chosen) as chosen:
            assert strip.choose_by_key("N")
        assert chosen.args == ["no"]
        assert not strip.choose_by_key("P")

    def test_each_value_is_a_radio_button_that_tells_its_key(self, strip: SegmentedChoice) -> None:
        first = strip.findChildren(QRadioButton)[0]
        interface = QAccessible.queryAccessibleInterface(first)
        assert interface.role() == QAccessible.Role.RadioButton
        assert said(first) == "Yes"
        assert said(first, QAccessible.Text.Description) == "Key Y"

    def test_a_scale_wraps_to_rows_when_narrow(self, strip: SegmentedChoice) -> None:
        strip.show_choices(SCALE)
        strip.resize(1000, 30)
        assert len({each.y() for each in strip.findChildren(QRadioButton) if each.isVisible()}) == 1
        assert strip.heightForWidth(1000) == 30
        strip.resize(320, 200)
        rows = {each.y() for each in strip.findChildren(QRadioButton) if each.isVisible()}
        assert len(rows) >= 3
        assert strip.heightForWidth(320) == len(rows) * 30 + (len(rows) - 1) * 4
        for each in strip.findChildren(QRadioButton):
            assert each.geometry().right() <= 320


def test_a_chip_tells_what_is_set_and_opens_it(qtbot: QtBot) -> None:
    chip = Chip("lock", "Marking", "M")
    put(qtbot, chip)
    chip.show_text("OFFICIAL-SENSITIVE")
    assert said(chip) == "Marking: OFFICIAL-SENSITIVE"
    assert chip.sizeHint().height() == 24
    with qtbot.waitSignal(chip.clicked):
        chip.setFocus()
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_a_flag_without_words_is_not_there(qtbot: QtBot) -> None:
    flag = Flag("bell", "3 prompts")
    put(qtbot, flag)
    assert said(flag) == "3 prompts"
    flag.show_words("")
    assert not flag.isVisible()


def test_the_legend_takes_another_row_rather_than_be_cut_off(qtbot: QtBot) -> None:
    legend = Legend(tuple("IGDQRTEOMS"))
    put(qtbot, legend, 1100, 20)
    assert legend.heightForWidth(1100) < 24
    assert legend.heightForWidth(400) > 40
    texts = [each.text() for each in legend.findChildren(QLabel)]
    assert texts[0] == "interview"
    assert texts[-1] == "self-assessment"


def test_the_status_line_says_what_was_recorded_and_offers_to_take_it_back(qtbot: QtBot) -> None:
    line = StatusLine()
    put(qtbot, line, 1366, 24)
    line.hints.show_hints(SECTION_KEYS)
    line.show_recorded("No recorded")
    assert line.text == "No recorded"
    with qtbot.waitSignal(line.undo_asked):
        qtbot.mouseClick(line.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    line.clear()
    assert line.text == ""


def test_what_passes_goes_away_by_itself(qtbot: QtBot) -> None:
    line = StatusLine()
    put(qtbot, line, 600, 24)
    line.show_passing("Copied", milliseconds=10)
    qtbot.waitUntil(lambda: line.text == "")


def test_hints_without_room_go_but_the_key_for_all_keys_stays(qtbot: QtBot) -> None:
    hints = KeyHints()
    put(qtbot, hints, 900, 20)
    unhinted = Shortcut("x", "F9", "cover")
    hints.show_hints((unhinted, *SECTION_KEYS))
    assert len(hints.shown) == len(SECTION_KEYS)
    hints.resize(200, 20)
    assert 1 < len(hints.shown) < len(SECTION_KEYS)
    assert hints.shown[-1] == "F1 keys"
    assert "Ctrl+Enter next unanswered" in said(hints)


def test_a_message_is_shown_until_it_is_dismissed(qtbot: QtBot) -> None:
    parent = QWidget()
    bar = MessageBar(parent)
    put(qtbot, parent)
    assert not bar.isVisible()
    bar.show_message("The disk is full. Nothing was lost.", "Try again")
    assert bar.isVisible()
    assert said(bar) == bar.text == "The disk is full. Nothing was lost."
    assert unnamed(bar) == []
    with qtbot.waitSignal(bar.action_asked):
        bar.findChildren(QPushButton)[0].click()
    with qtbot.waitSignal(bar.dismissed):
        bar._close.click()
    assert not bar.isVisible()
    assert bar.text == ""


class TestRegions:
    @pytest.fixture
    def regions(self, qtbot: QtBot) -> Regions:
        left = SideRegion("Sections", QLineEdit(accessibleName="in left"), is_left=True, width=232)  # type: ignore[call-overload]
        right = SideRegion("Sources", QLineEdit(accessibleName="in right"))  # type: ignore[call-overload]
        centre = QLineEdit(accessibleName="in centre")  # type: ignore[call-overload]
        regions = Regions(centre, left, right)
        put(qtbot, regions, 1366, 700)
        return regions

    def test_wide_regions_stand_beside_the_centre(self, regions: Regions) -> None:
        assert not regions.is_narrow
        assert regions.centre.geometry().left() == 232
        assert regions.centre.geometry().right() == 1366 - 248 - 1

    def test_a_folded_region_gives_its_room_to_the_centre_and_comes_back(
        self, qtbot: QtBot, regions: Regions
    ) -> None:
        with qtbot.waitSignal(regions.folded) as folded:
            regions.toggle("right")
        assert folded.args == ["right", True]
        assert regions.centre.geometry().right() > 1300
        rail = regions._rails["right"].button
        assert rail.isVisible()
        with qtbot.waitSignal(regions.folded) as folded:
            rail.click()
        assert folded.args == ["right", False]
        assert regions.is_open("right")

    def test_narrow_regions_are_drawers_over_the_centre_that_esc_shuts(
        self, qtbot: QtBot, regions: Regions
    ) -> None:
        with qtbot.waitSignal(regions.narrow_changed) as narrow:
            regions.resize(683, 384)
        assert narrow.args == [True]
        assert not regions.is_open("left")
        assert not regions.is_open("right")
        centre = regions.centre.geometry()
        regions.toggle("right")
        drawer = regions._sides["right"]
        assert drawer.isVisible()
        assert drawer.geometry().intersects(centre)
        assert regions.centre.geometry() == centre
        qtbot.keyClick(drawer.content, Qt.Key.Key_Escape)
        assert not drawer.isVisible()
        assert regions.centre.hasFocus()

    def test_only_one_drawer_is_open_at_a_time(self, regions: Regions) -> None:
        regions.resize(683, 384)
        regions.toggle("left")
        regions.toggle("right")
        assert not regions.is_open("left")
        assert regions.is_open("right")

    def test_larger_text_makes_drawers_of_the_regions(self, regions: Regions, look: Look) -> None:
        look.apply(Theme.LIGHT, 200)
        assert regions.is_narrow

    def test_what_was_folded_in_a_wide_window_is_remembered(self, regions: Regions) -> None:
        regions.set_open("right", False)
        regions.resize(683, 384)
        regions.resize(1366, 700)
        assert regions.is_open("left")
        assert not regions.is_open("right")


class TestTheDropZone:
    @pytest.fixture
    def zone(self, qtbot: QtBot) -> DropZone:
        zone = DropZone()
        put(qtbot, zone, 200, 60)
        return zone

    def drop(
        self,
        zone: DropZone,
        data: QMimeData,
        action: Qt.DropAction = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
    ) -> QDropEvent:
        where = QPoint(10, 10)
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(zone, QDragEnterEvent(where, action, data, button, none))
        event = QDropEvent(QPointF(where), action, data, button, none)
        QApplication.sendEvent(zone, event)
        return event

    def test_dropped_files_are_given_and_never_moved(
        self, qtbot: QtBot, zone: DropZone, tmp_path: Path
    ) -> None:
        files = [tmp_path / "a.pdf", tmp_path / "å b.xlsx"]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        with qtbot.waitSignal(zone.files_given) as given:
            event = self.drop(zone, data)
        assert given.args == [files]
        assert event.dropAction() is Qt.DropAction.CopyAction
        assert event.isAccepted()
        with qtbot.waitSignal(zone.files_given):
            event = self.drop(zone, data, Qt.DropAction.MoveAction)
        assert not event.isAccepted()

    def test_links_and_plain_text_are_not_taken(self, qtbot: QtBot, zone: DropZone) -> None:
        data = QMimeData()
        data.setUrls([QUrl("https://example.org/a.pdf")])
        with qtbot.assertNotEmitted(zone.files_given):
            self.drop(zone, data)
        text = QMimeData()
        text.setText("words")
        assert not zone.take(text)

    def test_a_pasted_picture_comes_as_png(self, qtbot: QtBot, zone: DropZone) -> None:
        picture = QImage(3, 2, QImage.Format.Format_RGB32)
        picture.fill(QColor("#123456"))
        QGuiApplication.clipboard().setImage(picture)
        zone.setFocus()
        with qtbot.waitSignal(zone.image_given) as given:
            qtbot.keyClick(zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert given.args is not None
        read = QImage.fromData(given.args[0])
        assert read.pixelColor(2, 1).name() == "#123456"
        QGuiApplication.clipboard().clear()

    def test_a_click_or_enter_asks_for_the_dialog(self, qtbot: QtBot, zone: DropZone) -> None:
        with qtbot.waitSignal(zone.choosing_asked):
            qtbot.mouseClick(zone, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(zone.choosing_asked):
            qtbot.keyClick(zone, Qt.Key.Key_Return)


def test_a_passphrase_is_hidden_until_shown_and_its_strength_told(qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase", lambda text: Strength(min(4, len(text)), "Fair"))
    put(qtbot, field)
    heard: list[str] = []
    field.changed.connect(heard.append)
    qtbot.keyClicks(field.line, "abc")
    assert heard == ["a", "ab", "abc"]
    assert field.line.displayText() != "abc"
    assert said(field.line, QAccessible.Text.Description) == "Fair"
    bar = field.findChild(ThinBar)
    assert bar is not None
    assert bar.value() == 750
    eye = field._show
    assert said(eye) == "Show the passphrase"
    eye.click()
    assert field.line.displayText() == "abc"
    assert said(eye) == "Hide the passphrase"
    with qtbot.waitSignal(field.entered):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    field.clear()
    assert field.text == ""
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    field.line.undo()
    assert field.text == ""


def test_a_progress_row_shows_how_far_and_asks_to_stop_once(qtbot: QtBot) -> None:
    row = ProgressRow("Encrypting")
    put(qtbot, row)
    row.show_progress(5_000_000_000, 10_000_000_000)
    assert "50 %" in [each.text() for each in row.findChildren(QLabel)]
    bar = row.findChild(ThinBar)
    assert bar is not None
    assert said(bar) == "Encrypting"
    with qtbot.waitSignal(row.cancel_asked):
        row._cancel.click()
    assert not row._cancel.isEnabled()


def test_an_empty_state_offers_what_to_do(qtbot: QtBot) -> None:
    state = EmptyState("inspections", "No inspection yet", "Start one.", "New inspection")
    put(qtbot, state)
    with qtbot.waitSignal(state.action_asked):
        state.button.click()


def test_the_headline_bar_asks_to_be_written(qtbot: QtBot) -> None:
    bar = HeadlineBar("H")
    put(qtbot, bar)
    assert said(bar) == "No headline yet"
    bar.show_headline("It can contribute.", "JS · 18 Sep")
    assert said(bar) == "Headline: It can contribute."
    with qtbot.waitSignal(bar.edit_asked):
        qtbot.keyClick(bar, Qt.Key.Key_Return)
    with qtbot.waitSignal(bar.edit_asked):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)


def test_a_breadcrumb_leads_back_and_drops_links_without_room(qtbot: QtBot) -> None:
    host = QWidget()
    crumb = Breadcrumb(host)
    crumb.show_path(("Board", "Public order"), "Capability")
    crumb.resize(500, 30)
    put(qtbot, host, 500, 30)
    links = crumb.findChildren(QPushButton)
    with qtbot.waitSignal(crumb.step_asked) as asked:
        links[1].click()
    assert asked.args == [1]
    crumb.resize(200, 30)
    assert [link.isVisible() for link in links] == [False, True]
    crumb.resize(100, 30)
    assert [link.isVisible() for link in links] == [False, False]


def test_the_top_bar_gives_up_words_before_it_is_cut_off(qtbot: QtBot) -> None:
    host = QWidget()
    bar = TopBar(host)
    bar.show_title("Cambridgeshire Constabulary", "SPR, July 2012")
    bar.show_search("Search lines")
    report = bar.add_button("report", "Report")
    bar.resize(1366, 40)
    put(qtbot, host, 1366, 40)
    assert "Report" in report.text()
    bar.resize(bar.minimumSizeHint().width(), 40)
    assert report.text() == ""
    assert said(report) == tip_of(report) == "Report"
    assert report.geometry().right() <= bar.width()
    with qtbot.waitSignal(bar.searched) as searched:
        qtbot.keyClicks(bar.search, "p")
    assert searched.args == ["p"]
    assert bar.search.text() == ""
    with qtbot.waitSignal(bar.searched):
        qtbot.keyClick(bar.search, Qt.Key.Key_Return)
    bar.hide_search()
    assert bar.search.isHidden()


def test_a_side_group_replaces_its_rows(qtbot: QtBot) -> None:
    group = SideGroup("flag", "Since yesterday")
    put(qtbot, group)
    group.show_rows((SideRow("24", "answers recorded"),), "1")
    group.show_rows((SideRow("3", "headlines written", "by two people"),))
    texts = [each.text() for each in group.findChildren(QLabel) if each.isVisible()]
    assert "headlines written" in texts
    assert "answers recorded" not in texts


class TestThePageView:
    @pytest.fixture
    def view(self, qtbot: QtBot) -> PageView:
        view = PageView("Preview")
        put(qtbot, view, 300, 500)
        return view

    def test_only_pages_in_sight_are_asked_for_and_each_once(self, view: PageView) -> None:
        wanted: list[int] = []
        view.page_wanted.connect(lambda page, _width: wanted.append(page))
        view.show_pages(((210, 297),) * 50)
        view.grab()
        view.grab()
        assert wanted == [0, 1] == sorted(set(wanted))
        view.go_to(20)
        assert set(wanted[2:]) <= {19, 20, 21}

    def test_no_more_than_a_handful_of_pages_is_ever_held(self, view: PageView) -> None:
        view.page_wanted.connect(lambda page, _width: view.show_png(page, a_page_picture()))
        view.show_pages(((210, 297),) * 50)
        for page in range(50):
            view.go_to(page)
        assert 1 <= view.images_held <= 6
        view.clear()
        assert view.images_held == 0

    def test_a_page_that_was_dropped_is_asked_for_again(self, view: PageView) -> None:
        wanted: list[int] = []
        view.page_wanted.connect(lambda page, _width: wanted.append(page))
        view.page_wanted.connect(lambda page, _width: view.show_png(page, a_page_picture()))
        view.show_pages(((210, 297),) * 50)
        for page in (*range(30), 0):
            view.go_to(page)
        assert wanted.count(0) == 2

    def test_raw_pixels_are_shown_on_white(self, view: PageView) -> None:
        view.show_pages(((100, 100),))
        view.show_rgb(0, 2, 2, bytes((255, 0, 0) * 4))
        shot = view.grab().toImage()
        assert shot.pixelColor(150, 150).name() == "#ff0000"
        with pytest.raises(ValueError, match="fill"):
            view.show_rgb(0, 2, 2, b"too few")

    def test_the_page_on_top_is_told_in_words(self, qtbot: QtBot, view: PageView) -> None:
        view.show_pages(((210, 297),) * 5)
        with qtbot.waitSignal(view.page_changed):
            view.go_to(3)
        assert said(view, QAccessible.Text.Description) == "Page 4 of 5"
        qtbot.keyClick(view, Qt.Key.Key_Home)
        assert view.page == 0

    def test_zooming_asks_for_a_sharper_page(self, view: PageView) -> None:
        widths: list[int] = []
        view.page_wanted.connect(lambda _page, width: widths.append(width))
        view.show_pages(((210, 297),))
        view.zoom(2)
        assert widths[-1] == pytest.approx(widths[0] * 1.5, abs=2)
