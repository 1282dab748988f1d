"""The strip of an archived inspection: that it is only read, how long it is kept, what holds it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.notice_strip import NoticeStrip


class ArchiveStrip(NoticeStrip):
    """Tells the archive, and leads to what can be done with it.

    Signals:
        asked(): show what can be done.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = self.add_button(tr("Archive …"), "folder")
        self.action.clicked.connect(self.asked)
