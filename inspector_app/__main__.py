"""Where the app begins, from a checkout and as a bundle: hands over to the command line."""

import os
import sys

from inspector_app import config, texts
from inspector_app.system import bundles, children, confining


def main() -> int:
    """Be what this process was started as, and return its exit code."""
    bundles.settle()
    confining.leave_no_core()
    if children.become_if_asked():
        return 0
    # Before anything else is imported: constants of modules are words too. Children inherit it.
    os.environ.setdefault(texts.VARIABLE, config.language_of(sys.argv[1:]))
    from inspector_app.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
