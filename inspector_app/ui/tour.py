"""The tour through the sample: which stop it is at, where the card lies, who has the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid

from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.texts import tr
from inspector_app.ui.tour_stops import STOPS, Stop, number_of
from inspector_app.ui.widgets.tour_card import TourCard, TourRing
from inspector_app.ui.widgets.tour_strip import TourStrip

if TYPE_CHECKING:
    from inspector_app.domain.ids import InspectionId
    from inspector_app.services.vault import Unlocked

_KEPT = "tour"
_DECLINED = "declined"
_DONE = "done"
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_MOVING = (
    *(QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide),
    QEvent.Type.Paint,
)


class Tour(QObject):
    """Goes with the window through the sample; records nothing and types nothing.

    It moves only when the user asks it to. Where the user goes elsewhere meanwhile, the card waits
    out of sight, and comes back with the screen of its stop. What has become of it is kept in the
    vault as a setting, not as an act: the stop at which it was left, that it was declined or done.

    Signals:
        going(Destination): the next stop is on another screen.
        sample_asked(): the sample is to be opened first.
        told(str): passing words for the quiet line.
    """

    going = Signal(object)
    sample_asked = Signal()
    told = Signal(str)

    def __init__(self, window: QWidget, strip: TourStrip, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._strip, self._jobs = window, strip, jobs
        self._unlocked: Unlocked | None = None
        self._kept: str | None = None
        """What was kept of it; None until that is read."""
        self._at: int | None = None
        """The stop it is at; None when it is not under way."""
        self._sample: InspectionId | None = None
        self._is_waiting = False
        """Whether it waits for the sample to be opened."""
        self._page: Page | None = None
        self._screen: Screen | None = None
        self._inspection: InspectionId | None = None
        self._behind: QWidget | None = None
        """What has the focus when the card has not."""
        self._watched: list[QWidget] = []
        self.ring = TourRing(window)
        self.card = TourCard(window)
        self.card.moved.connect(self._on_card_moved)
        self.card.left.connect(self.leave)
        self.card.passed_on.connect(self._on_card_passed_on)
        self.card.robbed.connect(self._on_card_robbed)
        strip.taken.connect(self.turn)
        strip.declined.connect(self._on_strip_declined)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        self._retake = QTimer(self)
        self._retake.setSingleShot(True)
        self._retake.setInterval(0)
        self._retake.timeout.connect(self._take_focus)
        window.installEventFilter(self)
        theme.current().changed.connect(self._on_theme_changed)

    @property
    def stop(self) -> Stop | None:
        """The stop that is shown, or waits for its screen; None when no tour is under way."""
        return None if self._at is None else STOPS[self._at]

    # What the window tells

    def open_with(self, unlocked: "Unlocked") -> None:
        """Be at hand in a vault that has been opened."""
        self._unlocked = unlocked
        self._jobs.run(self, lambda: unlocked.desk.kept(_KEPT), self._on_kept)

    def rest(self) -> None:
        """Be out of sight while the vault locks; unlocking brings it back where it was."""
        self._hide()
        self._strip.show_words("")
        self._unlocked = None
        self._page = self._screen = self._inspection = None

    def follow(self, screen: Screen, page: Page, inspection: "InspectionId | None") -> None:
        """Hear which screen is shown, and of which inspection as it stands now."""
        self._screen, self._page, self._inspection = screen, page, inspection
        unlocked = self._unlocked
        if self._is_waiting:
            self._is_waiting = False
            if unlocked is not None and inspection is not None and screen is not Screen.INSPECTIONS:
                self._jobs.run(self, unlocked.sample.known, self._on_sample_opened)
                return
            self._at = None  # it never opened: there was none, or the user thought better of it
        self._show_strip()
        self._show()

    # What the user asks for

    @Slot()
    def turn(self) -> None:
        """Begin or go on; where the card is in sight, go from it to the screen, or back to it."""
        unlocked = self._unlocked
        if unlocked is None:
            return
        if self.card.isVisible():
            if self.card.holds(QApplication.focusWidget()):
                self._give_focus_back()
            else:
                self._take_focus()
        elif self._at is not None and not self._is_waiting:
            self._go(self._at)
        else:
            self._jobs.run(
                self,
                lambda: (unlocked.desk.kept(_KEPT), unlocked.sample.known()),
                self._on_beginning,
            )

    @Slot()
    def leave(self) -> None:
        """End it where it is; it can be taken up again there."""
        stop = self.stop
        if stop is None or self._at is None:
            return
        self._end(stop.id)
        self.told.emit(
            tr("The tour was left at stop {number} of {of}: Ctrl+F1 goes on with it.").format(
                number=self._at_words(stop), of=len(STOPS)
            )
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is pointed at when it moves (Qt)."""
        if self.card.isVisible() and event.type() in _MOVING:
            is_window = watched is self._window
            if not (is_window and event.type() == QEvent.Type.Paint):
                self._soon.start()
        return super().eventFilter(watched, event)

    # On the way

    def _on_kept(self, kept: str) -> None:
        self._kept = kept
        self._show_strip()

    def _on_beginning(self, known: "tuple[str, InspectionId | None]") -> None:
        self._kept, self._sample = known
        self._at = number_of(self._kept) or 0
        self._go(self._at)

    def _on_sample_opened(self, sample: "InspectionId | None") -> None:
        self._sample = sample
        if self._at is not None and self._is_in_sample():
            self._go(self._at)
        else:
            self._at = None  # another inspection was opened meanwhile

    def _is_in_sample(self) -> bool:
        return self._sample is not None and self._inspection == self._sample

    def _go(self, number: int) -> None:
        """Go to a stop: to the sample first, then to its screen, then to it."""
        self._at = number
        stop = STOPS[number]
        if stop.screen is not Screen.INSPECTIONS and not self._is_in_sample():
            self._is_waiting = False
            self.sample_asked.emit()
            self._at, self._is_waiting = number, True
            return
        self._keep(stop.id)
        if self._screen is not stop.screen:
            self._hide()  # what is under it is about to go
            self.going.emit(Destination(stop.screen, stop.place))
        self._show()
        if self.card.isVisible():
            self._take_focus()

    def _show(self) -> None:
        stop, page = self.stop, self._page
        is_there = stop is not None and page is not None and self._screen is stop.screen
        if stop is None or not is_there or self._is_waiting or self._is_elsewhere(stop):
            self._hide()
            return
        number = self._at_words(stop)
        self.card.show_stop(number, len(STOPS), stop.title, stop.words)
        if not self.card.isVisible():
            self._behind = None
            self.ring.raise_()
            self.card.show()
            self.card.raise_()
        self._place()

    def _is_elsewhere(self, stop: Stop) -> bool:
        return stop.screen is not Screen.INSPECTIONS and not self._is_in_sample()

    def _at_words(self, stop: Stop) -> int:
        return STOPS.index(stop) + 1

    def _hide(self) -> None:
        self._soon.stop()
        self._retake.stop()
        self._watch(None)
        self._behind = None
        self.ring.hide()
        self.card.hide()

    def _end(self, kept: str) -> None:
        self._give_focus_back()
        self._at, self._is_waiting = None, False
        self._hide()
        self._keep(kept)
        self._show_strip()

    def _show_strip(self) -> None:
        is_offered = (
            self._unlocked is not None
            and self._screen is Screen.INSPECTIONS
            and self._at is None
            and self._kept is not None
            and self._kept not in (_DECLINED, _DONE)
        )
        if not is_offered or self._kept is None:
            self._strip.show_words("")
            return
        at = number_of(self._kept)
        self._strip.offer(0 if at is None else at + 1, len(STOPS))

    def _keep(self, text: str) -> None:
        unlocked = self._unlocked
        if unlocked is None or self._kept == text:
            return
        self._kept = text
        self._jobs.run(
            self, lambda: unlocked.desk.keep(_KEPT, text), self._on_keeping_done, lane=Lane.WRITES
        )

    def _on_keeping_done(self, _nothing: None) -> None:
        """It is in the vault; there is nothing to show."""

    def _on_strip_declined(self) -> None:
        self._keep(_DECLINED)
        self._show_strip()
        if self._page is not None:
            self._page.arrive(self._page.place())
        self.told.emit(tr("The tour can be taken at any time: Ctrl+F1."))

    def _on_card_moved(self, step: int) -> None:
        if self._at is None:
            return
        if 0 <= self._at + step < len(STOPS):
            self._go(self._at + step)
        elif step > 0:
            self._end(_DONE)
            self.told.emit(tr("That was the tour. Ctrl+F1 begins it again."))

    # The focus

    @Slot()
    def _take_focus(self) -> None:
        if not self.card.isVisible():
            return
        focus = QApplication.focusWidget()
        if focus is not None and not self.card.holds(focus) and focus.window() is self._window:
            self._behind = focus
        self.card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_focus_back(self) -> None:
        behind = self._behind
        if not self.card.holds(QApplication.focusWidget()):
            return
        if behind is not None and isValid(behind) and behind.isVisible() and behind.isEnabled():
            behind.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._page is not None:
            self._page.arrive(self._page.place())

    def _on_card_robbed(self) -> None:
        self._retake.start()

    def _on_card_passed_on(self, event: QKeyEvent) -> None:
        """Let the screen have a key that is not the card's, as if the focus had been there."""
        if self._page is None:
            return
        self._give_focus_back()
        key = Qt.Key(event.key())
        is_single = not event.modifiers() & _CHORD and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
        pressed = QKeySequence(QKeyCombination(event.modifiers(), key))
        for each in self._page.keys.shortcuts:
            # Qt looks for these among what the focus lay in when the key was pressed: the card.
            if not is_single and QKeySequence(each.keys) == pressed:
                self._page.on_key(each.action)
                return
        focus = QApplication.focusWidget()
        if focus is not None and not self.card.holds(focus):
            QApplication.sendEvent(focus, event.clone())

    # Where the card lies

    @Slot()
    def _on_theme_changed(self) -> None:
        if self.card.isVisible():
            self._soon.start()

    @Slot()
    def _place(self) -> None:
        stop = self.stop
        page = self._page
        if stop is None or page is None or not isValid(page) or not self.card.isVisible():
            return
        anchor = self._anchor(stop)
        self._watch(anchor)
        # Neither the marking above the screen nor the quiet line below it is ever covered.
        room = self._clipped(page, page.rect())
        pointed = None if anchor is None else self._seen(anchor)
        self.ring.setVisible(pointed is not None)
        if pointed is not None:
            self.ring.place(self._window.rect(), pointed)
        self.card.place(room, pointed)

    def _anchor(self, stop: Stop) -> QWidget | None:
        for name in stop.anchors:
            for found in self._window.findChildren(QWidget, name):
                if found.isVisible() and not self._clipped(found, found.rect()).isEmpty():
                    return found
        return None

    def _seen(self, anchor: QWidget) -> QRect:
        """Return where the anchor is seen in the window; of a table, what is chosen in it."""
        if isinstance(anchor, QAbstractItemView) and anchor.currentIndex().isValid():
            chosen = anchor.visualRect(anchor.currentIndex())
            inside = self._clipped(anchor.viewport(), chosen)
            if not inside.isEmpty():
                return inside
        return self._clipped(anchor, anchor.rect())

    def _clipped(self, widget: QWidget, part: QRect) -> QRect:
        """Return what of ``part`` is not scrolled out of sight, in the window's coordinates."""
        each: QWidget | None = widget
        while each is not None and each is not self._window:
            part = part.intersected(each.rect()).translated(each.pos())
            each = each.parentWidget()
        return part

    def _watch(self, anchor: QWidget | None) -> None:
        """Hear when the anchor moves: itself, or anything that it lies in."""
        wanted: list[QWidget] = []
        if isinstance(anchor, QAbstractItemView):
            wanted.append(anchor.viewport())
        each = anchor
        while each is not None and each is not self._window:
            wanted.append(each)
            each = each.parentWidget()
        if wanted == self._watched:
            return
        for old in self._watched:
            if isValid(old):
                old.removeEventFilter(self)
        for new in wanted:
            new.installEventFilter(self)
        self._watched = wanted
