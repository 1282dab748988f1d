"""The running application: one window, one theme, one set of lanes for work."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from inspector_app import config
from inspector_app.ui import motion, theme
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from inspector_app.services.quick_card import QuickCardService
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.vault import VaultService

log = logging.getLogger(__name__)


def run(
    places: config.Places,
    has_vault: bool,
    make_vault_service: "Callable[[], VaultService]",
    make_release_service: "Callable[[], ReleaseService]",
    make_quick_card_service: "Callable[[], QuickCardService]",
    opening: Path | None = None,
) -> int:
    """Open the window, work until it is closed, and return the process's exit code.

    Args:
        places: where things lie.
        has_vault: there is a vault to unlock; else the window offers to make one.
        make_vault_service: of this machine.
        make_release_service: of this program.
        make_quick_card_service: of this program.
        opening: a file to open once the vault is.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SPR Inspector")
    app.setDesktopFileName("spr-inspector")
    app.setWindowIcon(QIcon(str(places.resources / "icons" / "spr-inspector.png")))
    settings = config.load(places.config)
    theme.current().apply(settings.theme, settings.text_percent)
    motion.current().apply(settings.motion)
    jobs = Jobs()
    sys.excepthook = telling(jobs)
    window = MainWindow(
        places,
        has_vault,
        make_vault_service,
        jobs,
        make_release_service,
        make_quick_card_service,
    )
    window.painted.connect(motion.current().ask_desktop)
    if opening is not None:
        window.open_later(opening)
    window.show()
    return app.exec()


def telling(
    jobs: Jobs,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return a hook that owns up to a bug on the window's thread as ``jobs`` does elsewhere."""

    def tell(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if not issubclass(kind, Exception):  # such as Ctrl+C in the terminal
            sys.__excepthook__(kind, error, where)
            return
        log.error("A slot failed", exc_info=(kind, error, where))
        told = "".join(traceback.format_exception(kind, error, where))
        jobs.failed.emit(Failure(str(error) or kind.__name__, True, told))

    return tell
