"""The display that stories use is a real one of the size asked for."""

import subprocess
import sys

from tests.support.x_display import x_display

WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
size = app.primaryScreen().size()
print(app.platformName(), size.width(), size.height(), window.winId() > 0)
"""


def test_qt_opens_a_window_on_the_display() -> None:
    with x_display(width=1024, height=600) as environment:
        run = subprocess.run(
            [sys.executable, "-c", WINDOW],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.stdout.split() == ["xcb", "1024", "600", "True"], run.stderr
