"""Every object that the table of a PDF lists, read some at a time so that no more are ever held."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

import pikepdf

_AT_ONCE = 40_000
"""What qpdf has read of a file it holds until its reader is gone, of a report's object 1.6 KB."""
_MOST_HOLES = 50
"""Each signature leaves one number behind that no object bears. More are looked up together."""
_GENERATIONS = range(1, 65_535)
"""qpdf lists none beyond; to ask for all of them takes 20 ms."""

Visit = Callable[[object], None]


def go_through(
    file: BinaryIO, visit: Visit, at_once: int = _AT_ONCE, most_holes: int = _MOST_HOLES
) -> list[str]:
    """Show every object to ``visit``, and return what qpdf warned of.

    They are those of ``Pdf.objects``: of each number the newest that the table knows, in whatever
    generation, in a stream of objects or not, whether anything refers to it or not. Only where a
    table is wrong, and qpdf warns of it, may there be more: see :func:`go_through_at_large`.

    They are asked for by number, since the table itself, as Python gets it from qpdf, weighs more
    than a piece: a quarter of a gigabyte for 650,000 objects. Where the size that a file tells is
    not to be believed, all its objects are one piece.

    Args:
        file: a real file, open for reading in binary.
        visit: given one object after the other, good until it returns.
        at_once: how many objects are held.
        most_holes: how many numbers without an object of generation 0 are asked for in each
            generation; for further ones the table is read.
    """
    size = _told_size(file)
    if size is None:
        return go_through_at_large(file, visit)
    holes, warnings = _Holes(file, most_holes), list[str]()
    for begin in range(1, size, at_once):
        warnings += _piece(file, visit, range(begin, min(begin + at_once, size)), holes)
    return warnings


def go_through_at_large(file: BinaryIO, visit: Visit) -> list[str]:
    """Do so while all objects are held: also those that lie where the table says another does.

    qpdf warns of such an object, and keeps it under the number that it bears itself.
    """
    with _opened(file) as pdf:
        for each in pdf.objects:
            visit(each)
        return pdf.get_warnings()


def _told_size(file: BinaryIO) -> int | None:
    """Return one more than the highest number; None where qpdf warns that the file tells another.

    It also warns of a number that is too high for so small a file.
    """
    with _opened(file) as pdf:
        return None if pdf.get_warnings() else int(pdf.trailer.Size)


class _Holes:
    """The numbers of a file that no object of generation 0 bears, and what else does."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left = file, most
        self._generations: Mapping[int, int] | None = None

    def filled(self, pdf: pikepdf.Pdf, number: int) -> object:
        """Return the object of another generation that bears the number; None without one."""
        if self._left:
            self._left -= 1
            of_others = (_object(pdf, number, each) for each in _GENERATIONS)
            return next((each for each in of_others if each is not None), None)
        if self._generations is None:
            with _opened(self._file) as other:
                self._generations = {n: each for n, each in other.get_xref_table() if each}
        generation = self._generations.get(number)
        return None if generation is None else _object(pdf, number, generation)


def _piece(file: BinaryIO, visit: Visit, numbers: range, holes: _Holes) -> list[str]:
    """Show some of the objects; what was read of them goes with the return."""
    with _opened(file) as pdf:
        for number in numbers:
            each = _object(pdf, number, 0)
            visit(holes.filled(pdf, number) if each is None else each)
        return pdf.get_warnings()


def _object(pdf: pikepdf.Pdf, number: int, generation: int) -> object:
    """Return an object, also one that is a value of Python; None also where there is none."""
    return pdf.get_object(number, generation)


def _opened(file: BinaryIO) -> pikepdf.Pdf:
    """Open the file where it lies: through Python, each object would cost four times as much."""
    return pikepdf.open(
        file,
        suppress_warnings=True,
        attempt_recovery=False,
        access_mode=pikepdf.AccessMode.mmap,
    )
