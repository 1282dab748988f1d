"""What every part of the review screen is: a list at the left, the chosen thing at the right."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.watermark import Shown
from inspector_app.services.recording import Act
from inspector_app.ui import theme
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.widgets.table import dress_table

TEXT_COLUMN = 2
"""The column that takes what width is left."""
_WIDEST = 180
"""Pixels of a column other than that; what has no room there is in the tip."""


class ReviewPanel(QWidget):
    """One part of the review screen; each brings its rows, and fills the two rooms.

    Signals:
        going(Destination): the user wants to be elsewhere.
        told(str): a sentence for the message bar.
        noticed(str): passing words for the quiet line.
    """

    WATCHED: ClassVar[frozenset[Subject]] = frozenset()
    """Kinds of subject that its rows or the chosen thing show."""
    going = Signal(object)
    told = Signal(str)
    noticed = Signal(str)

    def __init__(
        self,
        inspection: OpenInspection,
        titles: tuple[str, ...],
        names: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Args: ``names`` are what assistive technology calls the list and the chosen thing."""
        super().__init__(parent)
        self.inspection = inspection
        self.shown = ""
        """The id of the chosen thing; empty: there is none."""
        self.model = WordsTable(titles, self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        dress_table(self.view, names[0], widest=TEXT_COLUMN)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(_WIDEST))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.above = QVBoxLayout()
        """Room above the list."""
        self._right = QScrollArea(self)
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QScrollArea.Shape.NoFrame)
        self._right.setAccessibleName(names[1])
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room = QWidget(self._right)
        """Room for the chosen thing."""
        self.chosen = QVBoxLayout(self.room)
        self._right.setWidget(self.room)
        at_left = QVBoxLayout()
        at_left.addLayout(self.above)
        at_left.addWidget(self.view, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(at_left, 3)
        whole.addWidget(self._right, 2)

    # What each part brings

    def marked(self) -> Shown:
        """Return what is shown of the inspection, for its marking."""
        return Shown(self.WATCHED)

    def rows(self) -> tuple[WordsRow, ...]:
        """Return the rows of the list."""
        return ()

    def show_chosen(self) -> bool:
        """Show the chosen thing; return whether there is one."""
        return False

    def begin(self) -> QWidget:
        """Return what has the focus while the list is empty."""
        return self.view

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for; nothing where it has no meaning here."""

    def flush(self) -> None:
        """Let what is being typed settle."""

    # What the page asks

    def arrive(self, place: str) -> None:
        """Be shown, with ``place`` chosen if it is one of its things; takes the focus."""
        self.refresh()
        self.choose(place or self.shown)
        (self.view if self.model.rowCount() else self.begin()).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def place(self) -> str:
        """Return what is chosen."""
        return self.shown

    def holds(self, place: str) -> bool:
        """Return whether ``place`` is one of its things."""
        return self.model.row_of(place) >= 0

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring up to date what shows any of the subjects."""
        if {subject_kind(each) for each in subjects} & self.WATCHED:
            self.refresh()

    # What they share

    def refresh(self) -> None:
        """Read the list and the chosen thing anew."""
        self.model.show(self.rows())
        if not self.holds(self.shown):
            self.shown = ""
        self._right.setVisible(self.show_chosen())

    def choose(self, id_: str) -> None:
        """Choose a thing, or the first."""
        if self.model.rowCount():
            row = max(self.model.row_of(id_), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self.model.index(row, 0))

    def record(self, verb: Callable[[], Act], said: str) -> None:
        """Carry a verb out; a refusal is told in the message bar."""
        self.inspection.record(self, verb, said, refused=self.refuse)

    def refuse(self, error: InspectorError) -> None:
        """Tell why something was not done."""
        self.told.emit(str(error))

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = str(current.data(Role.ID) or "") if current.isValid() else ""
        if chosen != self.shown:
            self.flush()
            self.shown = chosen
            self._right.setVisible(self.show_chosen())
