"""The cells of a table answer, as a Qt table, with an editor for each kind of column."""

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inspector_app.domain import value_wording
from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack
from inspector_app.domain.registers import for_answers
from inspector_app.domain.typed import kept_cell, typed_cell
from inspector_app.domain.values import YesNo
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip, tr
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers

Rows = tuple[tuple[str, ...], ...]


class Cells(QAbstractTableModel):
    """Cells as text, under fixed columns; a last empty row takes what is added by hand.

    Signals:
        cell_edited(): the user changed a cell.
    """

    cell_edited = Signal()

    def __init__(
        self,
        columns: tuple[Column, ...],
        titles: tuple[str, ...],
        pack: Pack,
        parent: QObject | None = None,
    ) -> None:
        """Args: ``titles`` of fixed rows; without any, rows are added by hand."""
        super().__init__(parent)
        self.columns = columns
        self.titles = titles
        self.pack = pack
        self._rows: list[list[str]] = []
        self.show(())

    def show(self, rows: Rows) -> None:
        """Replace the cells."""
        self.beginResetModel()
        wide = len(self.columns)
        self._rows = [[*row, *[""] * wide][:wide] for row in rows]
        if self.titles:
            self._rows = (self._rows + [[""] * wide for _ in self.titles])[: len(self.titles)]
        else:
            self._rows.append([""] * wide)
        self.endResetModel()

    def rows(self) -> Rows:
        """Return the cells: fixed rows all, if any holds something; else those that do."""
        kept = [tuple(row) for row in self._rows]
        if self.titles:
            return tuple(kept) if any(map(any, kept)) else ()
        return tuple(row for row in kept if any(row))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows, the empty one included (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        cell = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return value_wording.cell_words(cell, column, self.pack)
        if role == Qt.ItemDataRole.EditRole:
            return typed_cell(cell, column)
        if role == Role.VIEW:
            return column
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = value_wording.cell_words(cell, column, self.pack) or tr("empty")
            title = f"{self.titles[index.row()]}. " if self.titles else ""
            return f"{title}{column.title}: {words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(value_wording.cell_words(cell, column, self.pack) or column.title)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's title, or that of a fixed row (Qt)."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        return self.titles[section] if self.titles else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that every cell can be edited (Qt)."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was typed into a cell; the empty row moves down when it is used (Qt)."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        cell = kept_cell(str(value or ""), self.columns[index.column()])
        if row[index.column()] == cell:
            return False
        row[index.column()] = cell
        self.dataChanged.emit(index, index)
        if not self.titles and any(self._rows[-1]):
            last = len(self._rows)
            self.beginInsertRows(ROOT, last, last)
            self._rows.append([""] * len(self.columns))
            self.endInsertRows()
        self.cell_edited.emit()
        return True

    def remove_row(self, row: int) -> None:
        """Take a row out; a fixed one is emptied."""
        if not 0 <= row < len(self._rows) or not any(self._rows[row]):
            return
        if self.titles:
            self._rows[row] = [""] * len(self.columns)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        else:
            self.beginRemoveRows(ROOT, row, row)
            del self._rows[row]
            self.endRemoveRows()
        self.cell_edited.emit()


class CellDelegate(QStyledItemDelegate):
    """Gives each column the editor of its kind."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a field, or a list of choices (Qt)."""
        column = index.data(Role.VIEW)
        model = index.model()
        assert isinstance(column, Column)  # noqa: S101 - every cell of this model has one
        assert isinstance(model, Cells)  # noqa: S101 - this delegate shows no other
        if options := choices_of(column):
            combo = QComboBox(parent)
            combo.addItem("—", "")
            for option in options:
                combo.addItem(option.text, option.id)
            combo.setAccessibleName(column.title)
            return combo
        field = QLineEdit(parent)
        field.setFrame(False)
        field.setAccessibleName(column.title)
        if column.kind in (AnswerKind.ORGANISATION, AnswerKind.ROLE):
            offered = Registers(model.pack.registers, field)
            register = for_answers(column.kind, "")
            field.setCompleter(RegisterCompleter(offered, register, field, adds=False))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell in its editor (Qt)."""
        cell = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(cell)))
        elif isinstance(editor, QLineEdit):
            editor.setText(cell)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was entered (Qt)."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())


def choices_of(column: Column) -> tuple[Option, ...]:
    """Return the closed set of a column; empty: any words."""
    if column.kind is AnswerKind.YES_NO:
        return (
            Option(YesNo.YES.value, tr("Yes")),
            Option(YesNo.PARTLY.value, tr("Partly")),
            Option(YesNo.NO.value, tr("No")),
        )
    return column.options if column.kind in (AnswerKind.SELECT, AnswerKind.JUDGEMENT) else ()
