"""The buttons in the bar: screens that one can go to, then unlocking or locking."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from inspector_app.ui.pages.page import Screen
from inspector_app.ui.texts import screen_text, tr
from inspector_app.ui.widgets.top_bar import TopBar

_ICONS = {
    Screen.INSPECTIONS: "folder",
    Screen.ENCOUNTER: "clock",
    Screen.SOURCES: "user",
    Screen.PROMPTS: "bell",
    Screen.REPORT: "report",
    Screen.SYNC: "sync",
    Screen.SETTINGS: "settings",
    Screen.HELP: "help",
}
"""Screens that have a button, with its icon."""
_OF_INSPECTION = (Screen.ENCOUNTER, Screen.SOURCES, Screen.PROMPTS, Screen.REPORT)


class BarButtons(QObject):
    """Shows of them what can be asked for now.

    Signals:
        asked(Screen): the user wants to go there.
        unlock_asked(): the user wants to unlock the vault.
        lock_asked(): the user wants to lock it now.
    """

    asked = Signal(object)
    unlock_asked = Signal()
    lock_asked = Signal()

    def __init__(self, bar: TopBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._of_screens = {
            screen: bar.add_button(icon, screen_text(screen)) for screen, icon in _ICONS.items()
        }
        for made in self._of_screens.values():
            made.clicked.connect(self._on_screen_button_clicked)
        self._unlock = bar.add_button("unlock", tr("Unlock"))
        self._unlock.clicked.connect(self.unlock_asked)
        self._lock = bar.add_button("lock", tr("Lock"))
        self._lock.setObjectName("lock")
        self._lock.clicked.connect(self.lock_asked)

    def __getitem__(self, screen: Screen) -> QPushButton:
        """Return the button of a screen that has one."""
        return self._of_screens[screen]

    def show_none(self) -> None:
        """Show that nothing can be asked for: the screen is covered while the vault closes."""
        for each in (*self._of_screens.values(), self._lock, self._unlock):
            each.hide()

    def show(self, screen: Screen, *, is_open: bool, has_inspection: bool, is_joined: bool) -> None:
        """Show what can be asked for on a screen: of a vault that is open or not, and so on."""
        for anywhere in (Screen.SETTINGS, Screen.HELP):
            self[anywhere].show()
        self[Screen.INSPECTIONS].setVisible(is_open)
        for each in _OF_INSPECTION:
            self[each].setVisible(has_inspection)
        self[Screen.SYNC].setVisible(is_joined)
        self._lock.setVisible(is_open)
        self._unlock.setVisible(not is_open and screen is not Screen.UNLOCK)

    def show_sync(self, words: str, icon: str, *, is_shown: bool) -> None:
        """Say how sync stands, by words and by a shape."""
        self._bar.rename(self[Screen.SYNC], words, icon)
        self[Screen.SYNC].setVisible(is_shown)

    def _on_screen_button_clicked(self) -> None:
        clicked = self.sender()
        self.asked.emit(next(s for s, button in self._of_screens.items() if button is clicked))
