"""Every object that the table of a PDF lists, read some at a time so that no more are ever held."""

from array import array
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import pikepdf

_AT_ONCE = 40_000
"""qpdf keeps each object that it has read until its file is closed, of a report's about 1.6 KB."""


def in_pieces(
    file: BinaryIO, at_once: int = _AT_ONCE
) -> Iterator[tuple[pikepdf.Pdf, Iterator[object]]]:
    """Yield a reader of its own for each piece of the objects, with these objects.

    Together they are those of ``Pdf.objects``: of each number the newest that the table knows, in
    whatever generation, in a stream of objects or not, whether anything refers to it or not. Only
    where a table is wrong, and a reader warns of it, may there be more: see :func:`at_large`. An
    object and its reader are good until the next piece is asked for; what the reader warns of is
    complete when its objects have been gone through.

    Args:
        file: a real file, open for reading in binary.
        at_once: how many objects are in a piece.
    """
    with _opened(file) as pdf:
        table = pdf.get_xref_table()
        numbers = array("q", (number for number, _ in table))
        generations = array("q", (generation for _, generation in table))
        del table  # weighs more than a piece
    ids = zip(numbers, generations, strict=True)
    while piece := list(islice(ids, at_once)):
        with _opened(file) as pdf:
            yield pdf, map(pdf.get_object, piece)


def at_large(file: BinaryIO) -> Iterator[object]:
    """Yield all objects, all of them held: also those that lie where the table says another does.

    qpdf warns of such an object, and keeps it under the number that it bears itself.
    """
    with _opened(file) as pdf:
        yield from pdf.objects


def _opened(file: BinaryIO) -> pikepdf.Pdf:
    """Open the file where it lies: through Python, each object would cost four times as much."""
    return pikepdf.open(
        file,
        suppress_warnings=True,
        attempt_recovery=False,
        access_mode=pikepdf.AccessMode.mmap,
    )
