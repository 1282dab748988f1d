"""Pictures are decoded as PNG or JPEG; what else Qt has decoders for is no picture here."""

import io

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from inspector_app.ui.images import image_of
from inspector_app.ui.models.evidence_grid import EvidenceGrid


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
    assert image_of(content).isNull()
    assert image_of(b"\x89PNG\r\n\x1a\n" + content).isNull()
    grid = EvidenceGrid()
    grid.thumbnail_arrived("e1", content)
