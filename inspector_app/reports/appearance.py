"""What a signature looks like on the page."""

import io
import textwrap
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.locales import current
from inspector_app.reports.identity import CertificateFacts
from inspector_app.texts import tr

_SHOWN_ZONE = ZoneInfo("Europe/London")
_LARGEST_TYPE_POINTS = 10.0
_SMALLEST_TYPE_POINTS = 3.0
_STEP_POINTS = 0.5
_LEADING = 1.25
_PADDING_POINTS = 4.0
_INK = (0.1, 0.12, 0.15)
_RULE = (0.45, 0.5, 0.55)


@dataclass(frozen=True, slots=True)
class Typeface:
    """The TrueType files with which the signature is drawn; they are embedded."""

    regular: Path
    bold: Path


def drawn(
    facts: CertificateFacts,
    *,
    capacity: str,
    signed_at: datetime,
    typeface: Typeface,
    width: float,
    height: float,
) -> bytes:
    """Return a one-page PDF of ``width`` by ``height`` points that shows who signed, and how.

    The text is set smaller until it fits. A character that the typeface lacks is shown by its
    number, as ``[U+0641]``, never as an empty box.

    Args:
        facts: of the signing certificate.
        capacity: in what capacity the person signs, such as *Inspector*.
        signed_at: aware; shown in London's time and called the laptop's.
        typeface: what to draw with.
        width: of the signature field, in points.
        height: of the signature field, in points.
    """
    regular = _registered(typeface.regular)
    bold = _registered(typeface.bold)
    texts = [(bold, _printable(tr("Signed by {facts}").format(facts=facts.name), bold))]
    texts += [(regular, _printable(each, regular)) for each in _lines(facts, capacity, signed_at)]
    room_across, room_down = width - 3 * _PADDING_POINTS, height - 2 * _PADDING_POINTS
    size = _LARGEST_TYPE_POINTS
    rows = _rows(texts, size, room_across)
    while size > _SMALLEST_TYPE_POINTS and len(rows) * size * _LEADING > room_down:
        size -= _STEP_POINTS
        rows = _rows(texts, size, room_across)
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(width, height), invariant=1, pageCompression=0)
    canvas.setStrokeColorRGB(*_RULE)
    canvas.setLineWidth(1.5)
    canvas.line(_PADDING_POINTS / 2, 1, _PADDING_POINTS / 2, height - 1)
    canvas.setFillColorRGB(*_INK)
    baseline = height - _PADDING_POINTS - size
    for font, row in rows:
        canvas.setFont(font, size)
        canvas.drawString(2 * _PADDING_POINTS, baseline, row)
        baseline -= size * _LEADING
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def _lines(facts: CertificateFacts, capacity: str, signed_at: datetime) -> list[str]:
    local = signed_at.astimezone(_SHOWN_ZONE)
    kind = (
        tr("Self-issued certificate: proves integrity, not identity")
        if facts.is_self_issued
        else tr("Certificate issued by {issuer}").format(issuer=facts.issuer)
    )
    moment = current().moment_words(local, to_the_second=True)
    fingerprint = " ".join(textwrap.wrap(facts.sha256[:16], 4))
    return [
        capacity,
        kind,
        tr("{moment} {local:%Z}, time by this laptop’s clock").format(moment=moment, local=local),
        tr("Certificate SHA-256 {fingerprint} …").format(fingerprint=fingerprint),
    ]


def _rows(texts: list[tuple[str, str]], size: float, room: float) -> list[tuple[str, str]]:
    return [(font, row) for font, text in texts for row in _broken(text, font, size, room)]


def _broken(text: str, font: str, size: float, room: float) -> list[str]:
    """Return ``text`` as rows no wider than ``room``; a word too long for a row is cut."""
    rows = [""]
    for word in text.split():
        candidate = f"{rows[-1]} {word}".strip()
        if pdfmetrics.stringWidth(candidate, font, size) <= room:
            rows[-1] = candidate
            continue
        if rows[-1]:
            rows.append("")
        for letter in word:
            if rows[-1] and pdfmetrics.stringWidth(rows[-1] + letter, font, size) > room:
                rows.append("")
            rows[-1] += letter
    return rows


def _printable(text: str, font: str) -> str:
    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(
        each if ord(each) in glyphs or each == " " else f"[U+{ord(each):04X}]" for each in text
    )


def _registered(path: Path) -> str:
    """Return the name under which ReportLab knows the font file, its own per file.

    The layout registers the same files under other names; ReportLab keeps them apart.
    """
    name = f"signature-{path.stem}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name
