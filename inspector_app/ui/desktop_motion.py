"""Whether a Linux desktop wishes less motion: its portal is asked, and nobody waits for it."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCall,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

_SERVICE: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SETTINGS: Final = "org.freedesktop.portal.Settings"


def _is_zero(said: str) -> bool:
    try:
        return float(said) == 0
    except ValueError:
        return False


_WISHES: Final[dict[tuple[str, str], Callable[[str], bool]]] = {
    ("org.freedesktop.appearance", "reduced-motion"): lambda said: said == "1",
    ("org.gnome.desktop.interface", "enable-animations"): lambda said: said == "False",
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): _is_zero,
}
"""Where desktops say it, and which value, in words, means less."""


class DesktopMotion(QObject):
    """Asks once, and hears of it when the user changes their mind in the desktop's settings.

    A desktop without a portal, or one that says nothing of it, is as one that wishes nothing.

    Signals:
        told(bool): whether the desktop wishes less motion, when that is other than before.
    """

    told = Signal(bool)

    def __init__(self, bus: QDBusConnection, parent: QObject) -> None:
        super().__init__(parent)
        self._wishes: set[tuple[str, str]] = set()
        # Of any sender: to name the portal, Qt would wait for the bus to say who that is.
        changed: Any = SLOT("on_setting_changed(QDBusMessage)")  # bytes, the stubs say wrongly
        bus.connect("", _PATH, _SETTINGS, "SettingChanged", self, changed)
        for place in _WISHES:
            asked = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
            asked.setArguments(list(place))
            question = _Question(place, bus.asyncCall(asked), self)
            question.finished.connect(self._on_question_finished)

    @Slot(QDBusMessage)
    def on_setting_changed(self, message: QDBusMessage) -> None:
        """Hear one setting of the desktop (by its bus)."""
        match message.arguments():
            case [str(group), str(key), said]:
                self._hear((group, key), said)

    def _on_question_finished(self, question: QDBusPendingCallWatcher) -> None:
        if isinstance(question, _Question) and not question.isError():
            self._hear(question.place, *question.reply().arguments()[:1])
        question.deleteLater()

    def _hear(self, place: tuple[str, str], said: object = None) -> None:
        means_less = _WISHES.get(place)
        if means_less is None:
            return
        while isinstance(said, QDBusVariant):  # of which older portals put one into another
            said = said.variant()
        was_less = bool(self._wishes)
        if means_less(str(said)):
            self._wishes.add(place)
        else:
            self._wishes.discard(place)
        if was_less is not bool(self._wishes):
            self.told.emit(not was_less)


class _Question(QDBusPendingCallWatcher):
    """One setting that was asked for."""

    def __init__(self, place: tuple[str, str], call: QDBusPendingCall, parent: QObject) -> None:
        super().__init__(call, parent)
        self.place = place
