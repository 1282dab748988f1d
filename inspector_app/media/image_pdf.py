"""A PDF made of pictures alone: no text, no metadata, no identity, nothing but pages of pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: an RGB picture in JPEG that fills it."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    """Pixels."""
    across: float
    down: float
    """Points."""


def image_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF; the same bytes for the same sheets.

    Source: ISO 32000-2, 7.5 (structure), 8.9.5 (image dictionaries), 7.4.8 (DCTDecode).
    """
    content = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(_objects(sheets), 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(places) + 1)
    content += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(content)


def _objects(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    kids = b" ".join(b"%d 0 R" % (3 + 3 * place) for place in range(len(sheets)))
    yield b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(sheets), kids)
    for place, sheet in enumerate(sheets):
        first = 3 + 3 * place
        across, down = f"{sheet.across:.2f}".encode(), f"{sheet.down:.2f}".encode()
        yield (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R "
            b"/Resources << /XObject << /I %d 0 R >> >> >>"
        ) % (across, down, first + 1, first + 2)
        yield _stream(b"", b"q %s 0 0 %s 0 0 cm /I Do Q" % (across, down))
        yield _stream(
            b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
            b"/BitsPerComponent 8 /Filter /DCTDecode " % (sheet.width, sheet.height),
            sheet.jpeg,
        )


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)
