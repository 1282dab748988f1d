"""Choosing what comes over from another inspection of the vault."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QTableView, QWidget

from inspector_app.domain.ids import InspectionId
from inspector_app.services.inspections import InspectionSummary
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.offers_table import Column, OffersTable, OfferView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import WordField

Offers = Callable[[InspectionId], tuple[OfferView, ...]]
"""Reads another inspection in the background; must not touch Qt."""

_BESIDE_LIST = 236
"""Pixels of height of all but the list."""


class CarryOver(Ask):
    """Asks from which inspection, and what of it: Space ticks rows, Enter carries them over.

    Without a tick the current row is carried over.

    Signals:
        chosen(str, tuple): the other inspection's id, and its subjects.
    """

    chosen = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        others: tuple[InspectionSummary, ...],
        offers: Offers,
        line: str = "",
    ) -> None:
        title = tr("Carry over on {line}").format(line=line) if line else tr("Carry over")
        super().__init__(
            parent,
            title,
            tr(
                "What comes over keeps its origin and its date. It establishes nothing until "
                "somebody confirms it here."
            ),
            tr("Carry over"),
        )
        px = theme.current().px
        self.setMinimumWidth(min(px(860), parent.window().width() - px(24)))
        self._jobs, self._offers = jobs, offers
        self.other = QComboBox(self)
        self.other.setAccessibleName(tr("Inspection"))
        heading = label(tr("Inspection"), "dim", self)
        heading.setBuddy(self.other)
        for summary in others:
            details = summary.details
            words = f"{details.force.name} · {details.fieldwork.words()}"
            self.other.addItem(words, summary.id)
        self.search = WordField(tr("Find"), 240, tr("number, kind or words"), self)
        self.search.textEdited.connect(self._on_search_edited)
        self.search.installEventFilter(self)
        self.model = OffersTable(self)
        self._rows = QSortFilterProxyModel(self)
        self._rows.setSourceModel(self.model)
        self._rows.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
        self._rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = QTableView(self)
        self.view.setModel(self._rows)
        dress_table(self.view, tr("What can be carried over"), widest=Column.WORDS)
        self.view.horizontalHeader().setMaximumSectionSize(px(300))
        # The rest of the dialog takes about so much; on a small screen the list is scrolled.
        room = parent.window().height() - px(_BESIDE_LIST)
        self.view.setMinimumHeight(max(px(60), min(px(220), room)))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.installEventFilter(self)
        self.model.dataChanged.connect(self._wake)
        self.why = label("", "dim", self)
        self.why.setWordWrap(True)
        for part in (heading, self.other, self.search, self.view, self.why):
            self.body.addWidget(part)
        self.other.currentIndexChanged.connect(self._on_other_changed)
        self.accepted.connect(self._on_accepted)
        self.search.setFocus()
        self._on_other_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the search field; Enter carries over from both (Qt)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.accept_button.isEnabled():
                self.accept()
            return True
        if watched is self.search and event.key() == Qt.Key.Key_Down:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if watched is self.view and event.key() == Qt.Key.Key_Space:
            self._tick(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _tick(self, current: QModelIndex) -> None:
        index = self._rows.mapToSource(current.siblingAtColumn(Column.NAME))
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            is_on = Qt.CheckState(state) is Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
            self.model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)

    def _on_other_changed(self) -> None:
        self.model.show(())
        self._wake()
        other = self.other.currentData()
        if other:
            offers = self._offers
            self.why.setText(tr("Reading …"))
            self._jobs.run(self, lambda: (other, offers(InspectionId(other))), self._on_read)

    def _on_read(self, read: tuple[str, tuple[OfferView, ...]]) -> None:
        other, views = read
        if other == self.other.currentData():
            self.model.show(views)
            self.view.selectRow(0)
            self._wake()

    def _on_search_edited(self, text: str) -> None:
        self._rows.setFilterFixedString(text.strip())
        self.view.selectRow(0)
        self._wake()

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._wake()

    def _wanted(self) -> tuple[str, ...]:
        if ticked := self.model.ticked():
            return ticked
        row = self.view.currentIndex().data(Role.VIEW)
        return (row.subject,) if isinstance(row, OfferView) and not row.refusal else ()

    def _wake(self) -> None:
        row = self.view.currentIndex().data(Role.VIEW)
        if not self.other.count():
            self.why.setText(tr("There is no other inspection on this laptop."))
        elif isinstance(row, OfferView):
            self.why.setText(row.refusal or row.words)
        elif not self._rows.rowCount():
            self.why.setText(tr("Nothing there fits."))
        self.accept_button.setEnabled(bool(self._wanted()))

    def _on_accepted(self) -> None:
        self.chosen.emit(str(self.other.currentData()), self._wanted())
