"""A language that this process speaks for the length of one test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from inspector_app import texts
from inspector_app.domain import locales


@contextmanager
def spoken(file: Path) -> Iterator[None]:
    """Speak the language of a file; words that modules keep as constants stay English."""
    known = (texts.language, texts.edition, locales.current)
    try:
        with patch.dict(os.environ, {texts.VARIABLE: str(file)}):
            for each in known:
                each.cache_clear()
            yield
    finally:
        for each in known:
            each.cache_clear()
