"""A number to type or to step through, with room around it at every size of text."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from inspector_app.ui import theme

_BEFORE = 6
"""Between border and text: the style sheet's padding does not reach the line inside."""
_WIDEST = 140


class NumberBox(QSpinBox):
    """A spin box that measures again when the size of text changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        """Return the size with the room before the text (Qt)."""
        hint = super().sizeHint()
        return QSize(hint.width() + theme.current().px(_BEFORE), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return the least size with the room before the text (Qt)."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() + theme.current().px(_BEFORE), hint.height())

    @Slot()
    def _on_theme_changed(self) -> None:
        px = theme.current().px
        self.lineEdit().setTextMargins(px(_BEFORE), 0, 0, 0)
        self.setMaximumWidth(px(_WIDEST))
        self.updateGeometry()
