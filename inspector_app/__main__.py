"""Where the app begins, from a checkout and as a bundle: hands over to the command line."""

import sys

from inspector_app.system import bundles, children


def main() -> int:
    """Be what this process was started as, and return its exit code."""
    bundles.settle()
    if children.become_if_asked():
        return 0
    from inspector_app.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
