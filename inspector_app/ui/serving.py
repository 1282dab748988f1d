"""What serves the inspection on the screen: corrections, the archive, whose acts are recorded."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.ui.archiving import Archiving
from inspector_app.ui.correcting import Correcting
from inspector_app.ui.handing_over import HandingOver
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.widgets.archive_strip import ArchiveStrip
from inspector_app.ui.widgets.correction_strip import CorrectionStrip
from inspector_app.ui.widgets.status_line import StatusLine


class Serving(QObject):
    """Made when the first inspection is opened; serves every one that is opened after it.

    Signals:
        taken_up(): acts are recorded as somebody else's from now on.
    """

    taken_up = Signal()

    def __init__(
        self,
        app: QApplication,
        corrections: CorrectionStrip,
        archive: ArchiveStrip,
        status: StatusLine,
        screens: QWidget,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._status = status
        self._correcting = Correcting(corrections, window)
        self._archiving = Archiving(app, archive, screens, window)
        self._handing = HandingOver(status, window)
        self._handing.taken_up.connect(self.taken_up)

    def take_up(self, inspection: OpenInspection) -> None:
        """Serve this inspection from now on."""
        self._handing.take_up(inspection)

    def leave(self) -> None:
        """Serve none any more: the vault is about to be closed, or the inspection has gone."""
        self._handing.leave()

    def show(self, inspection: OpenInspection | None, *, can_record: bool) -> None:
        """Tell in the frame how the inspection stands that the screen is about.

        Args:
            inspection: None where the screen is about none.
            can_record: whether what is typed on the screen would be recorded.
        """
        self._correcting.show(inspection)
        self._archiving.show(inspection, can_record=can_record)

    def show_recorded_as(self) -> None:
        """Tell whose acts are recorded, by the initials that hold now."""
        self._handing.show()

    def turn_correction(self, inspection: OpenInspection) -> None:
        """Begin a correction session, or end the one that goes on."""
        self._correcting.show(inspection)
        self._correcting.turn()

    def ask_archive(self, inspection: OpenInspection) -> None:
        """Show what can be done with the archive."""
        self._archiving.ask(inspection)

    def ask_back(self, inspection: OpenInspection) -> None:
        """Ask why an archived inspection is brought back."""
        self._archiving.ask_back(inspection)

    def ask_hand_over(self, where: QWidget | None = None) -> None:
        """Ask whose acts are recorded from now on; beside ``where``, else in the status line."""
        self._handing.ask(where or self._status)
