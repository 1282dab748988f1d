"""Fields under their names, each with room for the reason why what it holds was not recorded."""

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.labels import label


class RefusableForm(QWidget):
    """A column of named fields; what was refused stays in its field with the reason under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(theme.current().px(6))

    def add(self, name: str, words: str, field: QWidget) -> None:
        """Append a field; ``words`` stand before it."""
        heading = label(words, "dim", self)
        heading.setBuddy(field)
        reason = label("", "problem", self)
        reason.setWordWrap(True)
        reason.hide()
        cell = QWidget(self)
        rows = QVBoxLayout(cell)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(field)
        rows.addWidget(reason)
        self._form.addRow(heading, cell)
        self._fields[name] = field, reason

    def refuse(self, name: str, why: str) -> None:
        """Say under a field why what it holds was not recorded; empty: it was."""
        field, reason = self._fields[name]
        tell(reason, why)
        reason.setVisible(bool(why))
        field.setAccessibleDescription(why)

    def is_refused(self, name: str) -> bool:
        """Return whether a field holds something that was not recorded."""
        return bool(self._fields[name][1].text())
