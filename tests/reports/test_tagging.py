import io
import random

from PIL import Image
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from inspector_app.reports.flowables import Anchor, Prose, grid
from inspector_app.reports.tagging import DraftCanvas, TaggedCanvas

STYLE = getSampleStyleSheet()["Normal"]


class Pieces(io.BytesIO):
    """Remembers how long the pieces were that were written."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def write(self, piece: object) -> int:
        length = super().write(piece)  # type: ignore[arg-type]
        self.lengths.append(length)
        return length


def pictures(kind: type[Canvas]) -> Pieces:
    """Write ten pages with a picture, a bookmark and a link each."""
    target = Pieces()
    canvas = kind(target, invariant=1, lang="en-GB")
    for page in range(10):
        dots = random.Random(page).randbytes(60 * 60)
        picture = Image.frombytes("L", (60, 60), dots)
        canvas.drawImage(ImageReader(picture), 100, 100)
        canvas.bookmarkPage(f"page-{page}")
        canvas.addOutlineEntry(f"Page {page}", f"page-{page}")
        canvas.linkRect("", "page-0", (0, 0, 10, 10))
        canvas.drawString(10, 10, f"Ŵyn {page}")
        canvas.showPage()
    canvas.save()
    return target


def test_a_file_is_written_part_by_part_and_its_bytes_are_those_that_reportlab_would_write() -> (
    None
):
    ours, theirs = pictures(TaggedCanvas), pictures(Canvas)
    assert ours.getvalue() == theirs.getvalue()
    assert max(theirs.lengths) == len(theirs.getvalue())
    assert max(ours.lengths) < len(ours.getvalue()) / 5


def test_a_draft_draws_no_text_and_reaches_each_place() -> None:
    drawn = {}
    for kind in (TaggedCanvas, DraftCanvas):
        canvas = kind(io.BytesIO(), invariant=1)
        table = grid([[[Prose("Seen at the desk.", STYLE)]]], [200], [], "Helvetica")
        told = Prose("Told at the desk.", STYLE)
        told.anchor = Anchor("desk", "Desk", 0)
        for each in (told, table):
            each.wrapOn(canvas, 200, 200)
            each.drawOn(canvas, 10, 10)
        drawn[kind] = " ".join(canvas._code)
        assert canvas.reached == {"desk": 1}
    assert drawn[TaggedCanvas].count("desk") == 2
    assert "desk" not in drawn[DraftCanvas]
