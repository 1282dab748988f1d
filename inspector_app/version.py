"""The version of the app, for reports, exports and the window; ``pyproject.toml`` reads it here."""

VERSION = "0.1.0"
