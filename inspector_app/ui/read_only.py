"""Fields that can only be read while the inspection on the screen is archived, or of the past."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from inspector_app.ui.open_inspection import OpenInspection

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_Text = QLineEdit | QPlainTextEdit | QTextEdit


class ReadOnly(QObject):
    """Shuts each field of text against typing as the focus comes to it, and says why.

    One place for all screens: their fields are built lazily, and none is forgotten. What is not
    typed into is refused by :meth:`OpenInspection.record`.
    """

    def __init__(self, app: QApplication, home: QWidget) -> None:
        """Args: ``home`` holds the screens; fields elsewhere, such as the search, are let be."""
        super().__init__(home)
        self._home = home
        self._inspection: OpenInspection | None = None
        self._shut: list[_Text] = []
        self._met: list[_Text] = []
        """Those that were shut, and those that were never open."""
        app.focusChanged.connect(self._on_app_focus_changed)

    def show(self, inspection: OpenInspection | None) -> None:
        """Follow the inspection that a screen shows; None: the screen is of none."""
        self._inspection = inspection
        if inspection is None or not inspection.is_read_only:
            self._open_all()

    @Slot(QWidget, QWidget)
    def _on_app_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        inspection = self._inspection
        if inspection is None or not inspection.is_read_only or not isinstance(new, _Text):
            return
        if any(each is new for each in self._met) or not self._home.isAncestorOf(new):
            return
        self._met.append(new)
        new.installEventFilter(self)
        if not new.isReadOnly():
            new.setReadOnly(True)
            self._shut.append(new)
            inspection.refuses()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow letters typed into a shut field, which would act on what lies behind it (Qt)."""
        types = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in types and isinstance(event, QKeyEvent):
            is_plain = not event.modifiers() & _COMMANDS
            if is_plain and event.text() and event.text().isprintable():
                event.accept()
                if event.type() == QEvent.Type.KeyPress and self._inspection is not None:
                    self._inspection.refuses()
                return True
        return super().eventFilter(watched, event)

    def _open_all(self) -> None:
        for each in filter(isValid, self._met):
            each.removeEventFilter(self)
        for each in filter(isValid, self._shut):
            each.setReadOnly(False)
        self._met.clear()
        self._shut.clear()
