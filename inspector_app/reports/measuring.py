"""How wide a text is when it is printed, and how much of it fits a line."""

from reportlab.pdfbase import pdfmetrics

_MOST_MEASURED = 400
"""Characters; more than any line holds."""


def width(text: str, face: str, size: float) -> float:
    """Return the width of ``text`` in points."""
    found: float = pdfmetrics.stringWidth(text, face, size)
    return found


def fitted(text: str, face: str, size: float, room: float) -> str:
    """Return ``text``, or as much of its beginning as fits, with an ellipsis."""
    if len(text) <= _MOST_MEASURED and width(text, face, size) <= room:
        return text
    low, high = 0, min(len(text), _MOST_MEASURED)
    while low < high:
        middle = (low + high + 1) // 2
        if width(f"{text[:middle].rstrip()}…", face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
