"""What moves by itself, and how to keep it still: the caret's blinking, and lists that unroll.

The app itself moves nothing: no animation, no bar that runs to and fro, no scrolling that glides.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from inspector_app.config import Motion
from inspector_app.system import motion
from inspector_app.ui.of_application import OfApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection


class Stillness(QObject):
    """Keeps the running application still, or lets it move as the desktop has it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        # As the desktop had told Qt when the app began.
        self._flash_ms = app.cursorFlashTime()
        self._has_effects = app.isEffectEnabled(Qt.UIEffect.UI_General)
        self._chosen = Motion.SYSTEM
        self._desktop_wishes_less = False

    def apply(self, chosen: Motion) -> None:
        """Move as ``chosen``; whoever asked the system for less is never given more."""
        self._chosen = chosen
        is_still = chosen is Motion.REDUCED or motion.is_reduced() or self._desktop_wishes_less
        self._app.setCursorFlashTime(0 if is_still else self._flash_ms)
        self._app.setEffectEnabled(Qt.UIEffect.UI_General, not is_still and self._has_effects)

    @Slot()
    def ask_desktop(self) -> None:
        """Ask the desktop, once it can be asked and without waiting for what it says."""
        if motion.has_bus():
            from PySide6.QtDBus import QDBusConnection  # after the first paint

            self.ask(QDBusConnection.sessionBus())

    def ask(self, bus: "QDBusConnection") -> None:
        """Do as the desktop on ``bus`` wishes, from when it says so on."""
        from inspector_app.ui.desktop_motion import DesktopMotion

        DesktopMotion(bus, self).told.connect(self._on_desktop_told)

    def _on_desktop_told(self, wishes_less: bool) -> None:
        self._desktop_wishes_less = wishes_less
        self.apply(self._chosen)


_STILLNESS = OfApplication(Stillness)


def current() -> Stillness:
    """Return the stillness of the running application, asking what is usual at the first call.

    Raises:
        RuntimeError: there is no QApplication.
    """
    return _STILLNESS.current()
