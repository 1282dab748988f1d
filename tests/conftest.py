"""What holds for every test: no screen needed, no stray warning, examples drawn the same way."""

import os
from pathlib import Path

from hypothesis import settings

from tests.support import derivations

pytest_plugins = ["tests.support.garbage", "tests.support.softhsm", "tests.support.stray_logs"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What a window looks like is not to depend on the fonts that lie on this machine.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent / "support" / "fonts.conf")

# No deadline: a loaded machine is slow now and then. No database: examples left by one run must
# not make the next one different; a failing example is printed so that it can be pinned.
settings.register_profile(
    "house", deadline=None, max_examples=60, database=None, print_blob=True, derandomize=False
)
settings.load_profile("house")

derivations.remember()
