"""What was copied in this app, and must not outlive the vault on the clipboard."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

_ACTIVE = Qt.ApplicationState.ApplicationActive


class OwnClipboard(QObject):
    """Knows whether what is on the clipboard was copied here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._on_clipboard_data_changed)

    def forget(self) -> None:
        """Clear the clipboard, unless what is there was copied elsewhere."""
        if self._has_copied:
            QGuiApplication.clipboard().clear()
            self._has_copied = False

    def _on_clipboard_data_changed(self) -> None:
        # Not ownsClipboard(): a clipboard manager takes over what was copied here.
        self._has_copied = QGuiApplication.applicationState() is _ACTIVE
