"""Makes the pictures of README and of the help anew, or tells which no longer show the app.

Usage: ./packaging/pictures [--compare]
Exit code of --compare: 1 when a picture looks otherwise than the one that is committed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

from PySide6.QtWidgets import QApplication

from inspector_app.config import Theme
from tests.support.alike import looked_at
from tests.support.by_chance import nothing_by_chance
from tests.support.desk_window import DeskWindow, with_sample
from tests.support.pictures import HELP, README, Picture, pictures


def main() -> int:
    given = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    given.add_argument("--compare", action="store_true", help="only look, and write nothing there")
    only_looks = given.parse_args().compare
    made, differing = set(), 0
    for picture in _all():
        made.add(picture.path)
        if said := looked_at(picture):
            differing += 1
            print(said)
        if not only_looks:
            picture.write()
    astray = {*README.glob("*"), *HELP.glob("*")} - made
    for path in sorted(astray):
        print(f"{path.name} is made no longer: remove it")
    print(f"{len(made)} pictures, of which {differing} look otherwise than before")
    return int(only_looks and bool(differing or astray))


def _all() -> Iterator[Picture]:
    QApplication(sys.argv[:1]).setCursorFlashTime(0)
    for chosen in (Theme.LIGHT, Theme.DARK):
        with tempfile.TemporaryDirectory(prefix="spr-inspector-") as name:
            with nothing_by_chance("sample"):
                with_sample(Path(name))
            with nothing_by_chance("window"):
                desk = DeskWindow(Path(name))
                yield from pictures(desk, chosen)
                desk.close()


if __name__ == "__main__":
    sys.exit(main())
