"""``python -m inspector_app``: hands over to the command line."""

import sys

from inspector_app.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
