"""What stands around the text of every page: the marking at top and bottom, the foot."""

from collections.abc import Iterator
from typing import Any

from reportlab.platypus import Frame

from inspector_app.reports import styles
from inspector_app.reports.measuring import fitted, width
from inspector_app.reports.styles import Faces
from inspector_app.texts import tr

_SMALLEST_MARKING = 9.5


def frame(foot: float, left: float = styles.MARGIN, wide: float = styles.WIDTH) -> Frame:
    """Return where the text of a page stands, down to ``foot`` points above its edge."""
    return Frame(
        left,
        foot,
        wide,
        styles.PAGE_HEIGHT - styles.TOP - foot,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def columns(foot: float) -> Iterator[Frame]:
    """Yield where the text of a page in two columns stands."""
    wide = (styles.WIDTH - styles.GUTTER) / 2
    for left in (styles.MARGIN, styles.MARGIN + wide + styles.GUTTER):
        yield frame(foot, left, wide)


def draw_foot(canvas: Any, words: str, faces: Faces, pages: int) -> None:
    """Draw the foot: what this is at its left, page x of y at its right."""
    canvas.setStrokeColor(styles.RULE)
    canvas.setLineWidth(0.5)
    canvas.line(styles.MARGIN, 58, styles.PAGE_WIDTH - styles.MARGIN, 58)
    canvas.setFont(faces.text, 8)
    canvas.setFillColor(styles.DIM)
    page = tr("Page {getpagenumber} of {pages}").format(
        getpagenumber=canvas.getPageNumber(), pages=pages
    )
    canvas.drawRightString(styles.PAGE_WIDTH - styles.MARGIN, 46, page)
    canvas.drawString(styles.MARGIN, 46, fitted(words, faces.text, 8, styles.WIDTH - 90))


def draw_marking(canvas: Any, marking: str, faces: Faces, y: float) -> None:
    """Draw the marking in the middle, ``y`` points above the page's edge."""
    face, size = faces.bold, 11.0
    while size > _SMALLEST_MARKING and width(marking, face, size) > styles.WIDTH:
        size -= 0.5
    canvas.setFont(face, size)
    canvas.setFillColor(styles.INK)
    canvas.drawCentredString(styles.PAGE_WIDTH / 2, y, fitted(marking, face, size, styles.WIDTH))
