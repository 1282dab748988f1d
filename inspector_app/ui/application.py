"""The running application: one window, one theme, one set of lanes for work."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from inspector_app import config
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from inspector_app.services.vault import VaultService


def run(places: config.Places, make_vault_service: "Callable[[], VaultService]") -> int:
    """Open the window, work until it is closed, and return the process's exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SPR Inspector")
    app.setDesktopFileName("spr-inspector")
    app.setWindowIcon(QIcon(str(places.resources / "icons" / "spr-inspector.png")))
    settings = config.load(places.config)
    theme.current().apply(settings.theme, settings.text_percent)
    jobs = Jobs()
    window = MainWindow(places, make_vault_service, jobs)
    window.show()
    return app.exec()
