"""The pages of a written paper, to look at and to print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.errors import BadInput
from inspector_app.media.media import Media, Strip
from inspector_app.texts import tr

Sheets = tuple[tuple[float, float], ...]
"""Width and height of each page, in points."""


class PaperPages:
    """Draws pages of a PDF on disk; the file is open only while a page is drawn."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def sheets(self, paper: Path) -> Sheets:
        """Return width and height of each page of a PDF.

        Raises:
            BadInput: the file cannot be opened or shown; the text says why.
        """
        with _opened(paper) as file:
            return self._media.sheets(file)

    def strip(self, paper: Path, number: int, width_px: int, top_px: int, rows: int) -> Strip:
        """Return some pixel rows of a page of a PDF, drawn ``width_px`` wide on white.

        Args:
            paper: the PDF.
            number: of the page, from 0.
            width_px: of the whole page.
            top_px: the first row, from 0.
            rows: at most; fewer come where the page ends.

        Raises:
            BadInput: the file cannot be opened or shown; the text says why.
        """
        with _opened(paper) as file:
            return self._media.strip(file, number, width_px, top_px, rows)


@contextmanager
def _opened(paper: Path) -> Iterator[BinaryIO]:
    try:
        with paper.open("rb") as file:
            yield file
    except OSError as error:
        raise BadInput(
            tr("{paper} cannot be opened any more: {why}.").format(
                paper=paper.name, why=error.strerror
            )
        ) from error
