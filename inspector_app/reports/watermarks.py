"""Words across a page, light enough to read through and dark enough to be seen in grey."""

import math
from typing import Any

from reportlab.pdfbase import pdfmetrics

from inspector_app.reports import styles

_COLOUR = styles.WATERMARK
_ANGLE = math.degrees(math.atan2(styles.PAGE_HEIGHT, styles.PAGE_WIDTH))
_REACH = 0.82
"""How much of the diagonal the words fill."""
_LARGEST = 96.0


def draw_watermark(canvas: Any, words: str, face: str) -> None:
    """Draw ``words`` along the diagonal, under whatever the page will hold.

    It must be drawn first, and within an ornament.
    """
    diagonal = math.hypot(styles.PAGE_WIDTH, styles.PAGE_HEIGHT)
    size = min(_LARGEST, _REACH * diagonal / pdfmetrics.stringWidth(words, face, 1.0))
    canvas.saveState()
    canvas.translate(styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT / 2)
    canvas.rotate(_ANGLE)
    canvas.setFillColor(_COLOUR)
    canvas.setFont(face, size)
    # Capitals stand on the line: a third of the size below the middle centres them.
    canvas.drawCentredString(0, -size / 3, words)
    canvas.restoreState()
