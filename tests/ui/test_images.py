"""Pictures are decoded as PNG or JPEG; what else Qt has decoders for is no picture here."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

import inspector_app
from inspector_app.ui.images import image_of
from inspector_app.ui.models.evidence_grid import EvidenceGrid, EvidenceView
from inspector_app.ui.widgets.area_canvas import AreaCanvas
from inspector_app.ui.widgets.page_view import PageView


def packed(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(content, kind)
    return content.getvalue()


def a_pdf() -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.drawString(20, 20, "words")
    canvas.save()
    return content.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/x.png'/></svg>"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_is_made_here_is_shown(qtbot: QtBot, kind: str) -> None:
    assert image_of(packed(kind)).size().toTuple() == (30, 20)


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        a_pdf(),
        packed("GIF"),
        packed("TIFF"),
        packed("BMP"),
        b"",
    ],
    ids=["svg", "xml", "pdf", "gif", "tiff", "bmp", "nothing"],
)
def test_nothing_else_is_decoded(qtbot: QtBot, content: bytes) -> None:
    for each in (content, b"\x89PNG\r\n\x1a\n" + content):
        assert image_of(each).isNull()
        assert shown_by(qtbot, each) == (False, False, False)


def test_what_shows_a_picture_shows_this_one(qtbot: QtBot) -> None:
    assert shown_by(qtbot, packed("PNG")) == (True, True, True)


def shown_by(qtbot: QtBot, content: bytes) -> tuple[bool, bool, bool]:
    """Return whether a page, an area that is redacted, and a tile of the evidence show it."""
    page, canvas, grid = PageView("page"), AreaCanvas("page"), EvidenceGrid()
    qtbot.addWidget(page)
    qtbot.addWidget(canvas)
    page.show_pages(((100, 100),))
    page.show_png(0, content)
    canvas.show_png(1, content)
    grid.show((EvidenceView("e1", "JS/1", "Caption", has_thumbnail=True),))
    grid.thumbnail_arrived("e1", content)
    return bool(page._images), not canvas._image.isNull(), bool(grid._thumbnails)


@pytest.mark.parametrize(
    ("what", "allowed"),
    [
        (r"fromData\(|loadFromData\(|QImageReader\(|QMovie\(|QPicture\(", {"images.py"}),
        (r"QSvg\w+\(", {"icons.py"}),
        # The pictures of the help, and the icon of the window.
        (r"Q(Image|Pixmap|Icon)\(str\(", {"help_text.py", "application.py"}),
    ],
)
def test_only_one_place_decodes_what_did_not_come_with_the_app(
    what: str, allowed: set[str]
) -> None:
    sources = Path(inspector_app.__file__).parent.joinpath("ui").rglob("*.py")
    found = {path.name for path in sources if re.search(what, path.read_text(encoding="utf-8"))}
    assert found == allowed
