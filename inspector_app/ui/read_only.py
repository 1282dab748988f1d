"""Fields that can only be read while the inspection on the screen is archived, or of the past."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from inspector_app.ui.open_inspection import OpenInspection

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
        if new.isReadOnly() or not self._home.isAncestorOf(new) or new.window().isModal():
            return
        new.setReadOnly(True)
        self._shut.append(new)
        inspection.refuses()

    def _open_all(self) -> None:
        for each in self._shut:
            if isValid(each):
                each.setReadOnly(False)
        self._shut.clear()
