"""Encounters: the timetable, capture as it happens, and the sorting of what was written."""

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain import watermark
from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.ids import SourceId
from inspector_app.domain.notes import notes_of, unsorted
from inspector_app.domain.sources import Source
from inspector_app.domain.watermark import Shown
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.capturing import LINE, Capturing
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.planning import Planning
from inspector_app.ui.pages.sorting import PICK, Sorting
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.capture_view import CaptureView
from inspector_app.ui.widgets.sorting_tray import SortingTray
from inspector_app.ui.widgets.timetable_view import TimetableView

FROM = "from:"
"""In front of the section that the user comes from, in the place this screen is given."""

KEYS = (
    *(
        Shortcut(
            f"{LINE}{digit}",
            f"Alt+{digit}",
            tr("account on that line"),
            is_hinted=digit == 1,
            cap="Alt+1–9" if digit == 1 else "",
        )
        for digit in range(1, 10)
    ),
    Shortcut("come-back", "F8", tr("come back"), is_hinted=True),
    Shortcut("stamp", "Space", tr("stamp the next step"), is_hinted=True),
    Shortcut("stamp", "F7", tr("stamp, also while you type")),
    Shortcut("end", "Ctrl+Return", tr("end"), is_hinted=True),
    Shortcut("leave-text", "Escape", tr("out of the text, to the notes")),
    Shortcut("find", "Ctrl+F", tr("find a line")),
    Shortcut("photo", "Ctrl+E", tr("attach a photo of the page")),
    *(
        Shortcut(f"{PICK}{digit}", str(digit), tr("sort to line {number}").format(number=digit))
        for digit in range(1, 10)
    ),
    Shortcut("keep", "K", tr("keep as a note")),
    Shortcut("new", "N", tr("new encounter")),
    Shortcut("open", "Return", tr("begin, go on, or write anew")),
    Shortcut("edit", "E", tr("change what is planned")),
    Shortcut("remove", "Delete", tr("cancel the entry, or take the note back")),
    Shortcut("timetable", "Ctrl+D", tr("timetable")),
)


_TIMETABLE_HINTS = (
    Shortcut("open", "Return", tr("begin or go on"), is_hinted=True),
    Shortcut("new", "N", tr("new"), is_hinted=True),
    Shortcut("edit", "E", tr("change"), is_hinted=True),
    Shortcut("remove", "Delete", tr("cancel"), is_hinted=True),
)
_TRAY_HINTS = (
    Shortcut("pick", "1", tr("put to that line"), is_hinted=True, cap="1–9"),
    Shortcut("keep", "K", tr("keep as a note"), is_hinted=True),
    Shortcut("find", "Ctrl+F", tr("find a line"), is_hinted=True),
    Shortcut("end", "Ctrl+Return", tr("sort the rest later"), is_hinted=True),
)


class EncounterPage(Page):
    """Three faces, each served by its own: :class:`Planning`, :class:`Capturing`, :class:`Sorting`.

    The page decides which face is shown, and of which encounter.
    """

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._service = inspection.services.encounters
        self._source = SourceId("")
        """The encounter that is captured or sorted; empty: none."""
        self.timetable = TimetableView(self)
        self.capture = CaptureView(self)
        self.tray = SortingTray(self)
        self.stack = QStackedWidget(self)
        for face in (self.timetable, self.capture, self.tray):
            self.stack.addWidget(face)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        for view in (
            self.timetable.view,
            self.capture.notes,
            self.capture.lines,
            self.tray.lines,
        ):
            self.keys.watch(view)
        self.planning = Planning(self, inspection, self.timetable)
        self.planning.begun.connect(self._go_on)
        self.planning.opened.connect(self._on_planning_opened)
        self.capturing = Capturing(self, inspection, self.capture)
        self.capturing.sort_asked.connect(self._sort)
        self.sorting = Sorting(self, inspection, self.tray)
        self.sorting.left.connect(self._on_sorting_left)
        inspection.changed.connect(self._on_inspection_changed)

    # What the window asks

    def arrive(self, place: str) -> None:
        """Go on with what goes on; else show what is to be sorted, or was noted, at ``place``.

        ``place`` is the id of an encounter or of an entry, or ``from:`` and a section.
        """
        if place.startswith(FROM):
            self.planning.section = place.removeprefix(FROM)
        wanted = SourceId("" if place.startswith(FROM) else place)
        source = self._source_of(wanted)
        if source is not None and source.is_going_on:
            self._go_on(wanted)
        elif source is not None and unsorted(self._inspection.standing, wanted):
            self._sort(wanted)
        elif source is not None and notes_of(self._inspection.standing, wanted):
            self._go_on(wanted)
        elif wanted or self._inspection.moment:
            self._show_timetable(wanted)
        else:
            self._show_timetable("")
            id_ = self._inspection.standing.id
            self._inspection.jobs.run(self, lambda: self._service.captured(id_), self._on_captured)

    def shown(self) -> Shown:
        """Return the timetable; while an encounter is open, what it holds and its lines too."""
        shown = Shown(frozenset({Subject.ENCOUNTER}))
        if not self.place():
            return shown
        return shown + watermark.of_source(self._inspection.standing, self._source)

    def place(self) -> str:
        """Return the encounter that is captured or sorted."""
        return self._source if self.stack.currentWidget() is not self.timetable else ""

    def flush(self) -> None:
        """Hand what is being written to the writes lane."""
        self.planning.flush()
        if self.stack.currentWidget() is self.capture:
            self.capturing.note.keep()
        self.capture.text.rest()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock (Qt)."""
        self.capture.set_running(False)
        super().hideEvent(event)

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for on the face that is shown."""
        face = self.stack.currentWidget()
        if action == "timetable":
            self.flush()
            self._show_timetable(self._source)
        elif face is self.timetable:
            self.planning.on_key(action)
        elif face is self.capture:
            self.capturing.on_key(action)
        else:
            self.sorting.on_key(action)

    # From face to face

    def _show_timetable(self, chosen: str) -> None:
        self._source = SourceId("")
        self.capture.set_running(False)
        self.stack.setCurrentWidget(self.timetable)
        self.hinting.emit(_TIMETABLE_HINTS)
        self.showing.emit()
        self.planning.show(chosen)

    def _go_on(self, source: str) -> None:
        if self._source_of(source) is None or self._inspection.refuses():
            return
        self._source = SourceId(source)
        self.showing.emit()
        self.stack.setCurrentWidget(self.capture)
        self.hinting.emit(KEYS)
        self.capturing.go_on(self._source)

    def _sort(self, source: str) -> None:
        self._source = SourceId(source)
        self.showing.emit()
        self.stack.setCurrentWidget(self.tray)
        self.hinting.emit(_TRAY_HINTS)
        self.sorting.sort(self._source)

    def _source_of(self, id_: str) -> Source | None:
        return self._inspection.standing.source(SourceId(id_)).value if id_ else None

    # What happens

    def _on_planning_opened(self, chosen: str) -> None:
        source, wanted = self._source_of(chosen), SourceId(chosen)
        if source is not None and source.is_going_on:
            id_ = self._inspection.standing.id
            self._inspection.jobs.run(
                self,
                lambda: self._service.capture(id_, wanted),
                lambda _: self._go_on(wanted),
                lane=Lane.WRITES,
            )
        elif unsorted(self._inspection.standing, wanted):
            self._sort(wanted)
        else:
            self._go_on(wanted)

    def _on_sorting_left(self) -> None:
        self._show_timetable(self._source)

    def _on_captured(self, source: SourceId | None) -> None:
        if source and self.isVisible() and self.stack.currentWidget() is self.timetable:
            self._go_on(source)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        of_mine = {Subject.SOURCE, Subject.ACCOUNT, Subject.PARAGRAPH, Subject.ENCOUNTER}
        if not {subject_kind(each) for each in subjects} & of_mine or not self.isVisible():
            return
        face = self.stack.currentWidget()
        if face is self.timetable:
            self.planning.look_again()
        elif face is self.tray:
            self.sorting.look_again()
        elif self._source_of(self._source) is None:
            self._show_timetable("")
        else:
            self.capturing.look_again()
