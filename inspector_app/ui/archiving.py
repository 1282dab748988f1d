"""An archived inspection in the window: the strip that tells it, and fields shut against typing."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.ui.archive_viewing import strip_words
from inspector_app.ui.dialogs.archive import Archive, ask_back
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.read_only import ReadOnly
from inspector_app.ui.widgets.archive_strip import ArchiveStrip


class Archiving(QObject):
    """Keeps the strip in step with the inspection on the screen; opens what the archive can do."""

    def __init__(
        self, app: QApplication, strip: ArchiveStrip, screens: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._strip = strip
        self._read_only = ReadOnly(app, screens)

    def show(self, inspection: OpenInspection | None, *, can_record: bool) -> None:
        """Tell that an inspection is archived, and shut its fields where they would record.

        Args:
            inspection: the one that the screen is about.
            can_record: whether what is typed on the screen would be recorded.
        """
        is_now = inspection is not None and not inspection.moment
        self._strip.show_words(strip_words(inspection.standing) if inspection and is_now else "")
        self._read_only.show(inspection if can_record else None)

    def ask(self, inspection: OpenInspection) -> None:
        """Show what can be done with the archive."""
        Archive(self._window, inspection).open()

    def ask_back(self, inspection: OpenInspection) -> None:
        """Ask why an archived inspection is brought back."""
        ask_back(self._window, inspection)
