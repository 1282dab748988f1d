"""The protective marking across the top of the window."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr


class MarkingStrip(QLabel):
    """A strip with the marking in capitals; it always has words, never colour alone."""

    def __init__(self, marking: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "marking")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_marking(marking)

    def show_marking(self, marking: str) -> None:
        """Replace the marking."""
        self.setText(marking.upper())
        self.setAccessibleName(tr("Protective marking: {marking}").format(marking=marking))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(20))
