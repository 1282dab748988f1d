"""Which lines of a section are in sight: all, those of a filter, or what is mine."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector_app.domain import wording
from inspector_app.domain.assigning import is_mine
from inspector_app.domain.checklist import Section
from inspector_app.domain.ids import SectionId
from inspector_app.domain.narrowing import Narrowing, chosen_by
from inspector_app.domain.searching import Filter
from inspector_app.ui import viewing
from inspector_app.ui.models.lines_table import LinesTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.popups import Menu


class LinesNarrowing(QObject):
    """Hides rows of the walk; the lines stay where they are in the table.

    Lines are chosen as they are at the moment of asking: one that is answered since stays in
    sight until the lines are narrowed again.

    Signals:
        narrowed(): other lines are in sight.
    """

    narrowed = Signal()

    def __init__(
        self, page: Page, inspection: OpenInspection, lines: LinesView, model: LinesTable
    ) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._lines = lines
        self._model = model
        self._section = SectionId("")
        self.narrowing = Narrowing()
        """What is looked at; falsy: every line."""

    def show_section(self, section: SectionId) -> None:
        """Begin with a section whose lines are in the table: all of them, or what is mine."""
        self._section = section
        self._leave_mine()

    def show_all(self) -> None:
        """Show every line again."""
        self.narrowing = Narrowing()
        for row in range(self._model.rowCount()):
            self._lines.setRowHidden(row, False)

    def widen_to(self, row: int) -> None:
        """Show all lines again where one is gone to that is hidden."""
        if row >= 0 and self._lines.isRowHidden(row):
            self.show_all()
            self.narrowed.emit()

    def row_to_begin_at(self) -> int:
        """Return the row that is open, else the first that is shown."""
        rows = range(self._model.rowCount())
        wanted = (self._lines.open_row, *rows)
        return next((row for row in wanted if row >= 0 and not self._lines.isRowHidden(row)), 0)

    def ask(self, where: QWidget) -> None:
        """Offer, below ``where``, the filters and the kinds of source that support lines here."""
        menu = Menu(self._page, tr("Filter the lines"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        letters = sorted({letter for line in self._model.lines() for letter in line.kinds})
        offers = [Narrowing(), *(Narrowing(only) for only in Filter)]
        offers += [Narrowing(letter=letter) for letter in letters]
        for number, offered in enumerate(offers, 1):
            key = f"&{number}" if number < 10 else " "
            made = menu.addAction(f"{key}   {viewing.narrowing_text(offered)}")
            made.setCheckable(True)
            made.setChecked(offered == self.narrowing)
            made.setData(offered)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(where.mapToGlobal(where.rect().bottomLeft()))

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only the lines that are among those looked at, as they are at this moment."""
        self._page.flush()
        today = wording.london_day(self._inspection.services.sources.now_ms())
        me = self._inspection.mine.me
        is_chosen = chosen_by(narrowing, self._inspection.standing, today, me)
        hidden = [not is_chosen(line) for line in self._shown.lines]
        if not self._model.rowCount() or all(hidden):
            what = viewing.narrowing_text(narrowing).lower()
            self._page.noticed.emit(tr("No line of this section: {what}.").format(what=what))
            return
        self.narrowing = narrowing
        current = self._lines.currentIndex().row()
        stays = 0 <= current < len(hidden) and not hidden[current]
        row = current if stays else hidden.index(False)
        self._lines.setRowHidden(row, False)
        self._lines.go_to(row, opens=True)
        self._hide(hidden)
        self._lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self.narrowed.emit()

    def hear_mine(self) -> None:
        """Show what is mine, or everything again, unless another filter was asked for."""
        if self.narrowing not in (Narrowing(), Narrowing(Filter.MINE)):
            return
        self.show_all()
        self._leave_mine()
        row = self.row_to_begin_at()
        if self._lines.open_row != row and self._model.rowCount():
            self._lines.go_to(row, opens=True)
        self.narrowed.emit()

    @property
    def _shown(self) -> Section:
        return self._inspection.standing.pack.section(self._section)

    def _leave_mine(self) -> None:
        """Hide what is not mine where only that is wanted, as long as some of the section is."""
        standing, mine = self._inspection.standing, self._inspection.mine
        if not mine.narrows(standing) or not self._model.rowCount():
            return
        is_my_own = is_mine(standing, mine.me)
        hidden = [not is_my_own(line) for line in self._shown.lines]
        if all(hidden):
            return
        self.narrowing = Narrowing(Filter.MINE)
        self._hide(hidden)

    def _hide(self, hidden: list[bool]) -> None:
        for row, is_hidden in enumerate(hidden):
            self._lines.setRowHidden(row, is_hidden)

    def _on_menu_triggered(self, action: QAction) -> None:
        self.narrow(action.data())
