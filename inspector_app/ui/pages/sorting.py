"""The sorting of an encounter’s notes, one after the other: put to a line, or kept as a note."""

from PySide6.QtCore import QObject, Qt, Signal

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.notes import unsorted
from inspector_app.ui import encounter_viewing as viewing
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.capturing import LINE
from inspector_app.ui.pages.linking import link
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.sorting_tray import SortingTray

PICK = "pick:"
"""In front of the place of a line, in the action of a key that sorts a note to it."""


class Sorting(QObject):
    """Serves the tray of one encounter.

    Signals:
        left(): the user sorts the rest later.
    """

    left = Signal()

    def __init__(self, page: Page, inspection: OpenInspection, tray: SortingTray) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._tray = tray
        self._source = SourceId("")
        self._found = ""
        """Words that lines are looked for by."""
        tray.link_asked.connect(self._sort_to)
        tray.keep_asked.connect(self._keep_as_note)
        tray.found.connect(self._on_tray_found)
        tray.done_asked.connect(self.left)
        tray.lines.doubleClicked.connect(self._on_lines_double_clicked)

    def sort(self, source: SourceId) -> None:
        """Show the first note of an encounter that is not sorted."""
        self._source, self._found = source, ""
        self._tray.line_search.show_text("")
        self.look_again()
        self._tray.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_again(self) -> None:
        """Show what is left now; once nothing is, the encounter among the sources."""
        standing = self._inspection.standing
        left = unsorted(standing, self._source)
        if not left:
            self._page.noticed.emit(tr("Every note is sorted."))
            self._page.going.emit(Destination(Screen.SOURCES, self._source))
            return
        name = viewing.encounter_words(standing, self._source)
        self._tray.show_note(name, viewing.note_view(left[0]), len(left))
        is_typing = self._tray.line_search.hasFocus()
        self._tray.show_lines(
            viewing.line_views(standing, self._source, self._found, alt=is_typing)
        )

    def on_key(self, action: str) -> None:
        """Do what a key asks for."""
        for beginning in (LINE, PICK):
            if action.startswith(beginning):
                line = self._tray.line_at(int(action.removeprefix(beginning)))
                if line:
                    self._sort_to(line)
                return
        if action == "open" and self._tray.lines.hasFocus():
            self._sort_to(self._tray.chosen_line)
        elif action == "keep":
            self._keep_as_note()
        elif action == "find":
            self._tray.line_search.setFocus()
        elif action == "end":
            self.left.emit()
        elif action == "leave-text":
            self._tray.lines.setFocus()

    def _sort_to(self, line: str) -> None:
        left = unsorted(self._inspection.standing, self._source)
        if left and line:
            self._found = ""
            self._tray.line_search.show_text("")
            link(self._page, self._inspection, self._source, left[0].key, LineId(line))
            self._tray.lines.setFocus()

    def _keep_as_note(self) -> None:
        left = unsorted(self._inspection.standing, self._source)
        if left:
            service, id_ = self._inspection.services.encounters, self._inspection.standing.id
            source, key = self._source, left[0].key
            self._inspection.record(
                self, lambda: service.keep_as_note(id_, source, key), tr("Kept as a note")
            )

    def _on_tray_found(self, words: str) -> None:
        self._found = words
        self.look_again()

    def _on_lines_double_clicked(self) -> None:
        self._sort_to(self._tray.chosen_line)
