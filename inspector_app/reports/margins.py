"""What stands around the text of every page: the marking at top and bottom, the foot."""

from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Frame

from inspector_app.reports import styles
from inspector_app.reports.styles import Faces

_SMALLEST_MARKING = 9.5


def frame(foot: float) -> Frame:
    """Return where the text of a page stands, down to ``foot`` points above its edge."""
    return Frame(
        styles.MARGIN,
        foot,
        styles.WIDTH,
        styles.PAGE_HEIGHT - styles.TOP - foot,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def draw_foot(canvas: Any, words: str, faces: Faces, pages: int) -> None:
    """Draw the foot: what this is at its left, page x of y at its right."""
    canvas.setStrokeColor(styles.RULE)
    canvas.setLineWidth(0.5)
    canvas.line(styles.MARGIN, 58, styles.PAGE_WIDTH - styles.MARGIN, 58)
    canvas.setFont(faces.text, 8)
    canvas.setFillColor(styles.DIM)
    page = f"Page {canvas.getPageNumber()} of {pages}"
    canvas.drawRightString(styles.PAGE_WIDTH - styles.MARGIN, 46, page)
    canvas.drawString(styles.MARGIN, 46, _fitted(words, faces.text, 8, styles.WIDTH - 90))


def draw_marking(canvas: Any, marking: str, faces: Faces, y: float) -> None:
    """Draw the marking in the middle, ``y`` points above the page's edge."""
    face, size = faces.bold, 11.0
    while size > _SMALLEST_MARKING and _width(marking, face, size) > styles.WIDTH:
        size -= 0.5
    canvas.setFont(face, size)
    canvas.setFillColor(styles.INK)
    canvas.drawCentredString(styles.PAGE_WIDTH / 2, y, _fitted(marking, face, size, styles.WIDTH))


def _width(text: str, face: str, size: float) -> float:
    width: float = pdfmetrics.stringWidth(text, face, size)
    return width


def _fitted(text: str, face: str, size: float, room: float) -> str:
    """Return ``text``, or as much of its beginning as fits, with an ellipsis."""
    if _width(text, face, size) <= room:
        return text
    low, high = 0, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if _width(f"{text[:middle].rstrip()}…", face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
