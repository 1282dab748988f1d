"""A paper sent to a printer: which of its pages, in which order, and how each is put on a sheet.

It runs on a thread of its own, the one exception to "work must not touch Qt": Qt lets a printer be
painted on from any thread, and neither a printer nor a painter is a widget.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from inspector_app.domain.errors import Cancelled, PrintingFailed
from inspector_app.services.paper_pages import PaperPages, Sheets
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.texts import counted, tr

JOB_NAME = "SPR Inspector"
"""As everybody who may look at the printer's queue sees it; a file's name says too much."""
FINEST = 600
"""Dots to the inch: more is not seen on paper, and each page would take four times as long."""
_STRIP_PIXELS = 1_500_000
"""Drawn at once: however fine the printer, memory stays at a few strips."""
_WHITE = b"\xff"
_FOOT_POINTS, _FOOT_LETTERS_POINTS = 11.0, 7.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed."""

    path: Path
    sheets: Sheets


def prepared(printer: QPrinter) -> QPrinter:
    """Return ``printer`` with what a paper asks of it; the user may choose otherwise."""
    printer.setDocName(JOB_NAME)
    printer.setCreator(JOB_NAME)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def pages_to_print(printer: QPrinter, count: int) -> list[int]:
    """Return the pages, from 0, in the order in which they go to the printer, copies and all.

    What the printer's own system does, copies and lists of pages under CUPS, is left to it: Qt
    tells of it as one copy and all pages.
    """
    pages = list(range(count))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        chosen = printer.pageRanges()
        pages = [page for page in pages if chosen.isEmpty() or chosen.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def print_paper(
    printer: QPrinter,
    drawing: PaperPages,
    paper: Paper,
    progress: Progress,
    is_cancelled: CancelCheck,
) -> int:
    """Print the chosen pages and return how many sheets' faces that made.

    Each page is fitted to what the printer can reach of the sheet, above a line that says that the
    copy is not the record.

    Raises:
        BadInput: the file cannot be read any more.
        PrintingFailed: the printer did not take it.
        Cancelled: ``is_cancelled`` said so; what the printer has by then it may print.
    """
    pages = pages_to_print(printer, len(paper.sheets))
    if not pages:
        raise PrintingFailed(tr("None of the chosen pages is in this paper. Nothing was printed."))
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintingFailed(_refusal(printer, 0))
    # As JPEG, which is the default, letters would be smudged.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for done, page in enumerate(pages):
            if is_cancelled():
                printer.abort()  # where the system can take back what it has; CUPS cannot
                raise Cancelled
            if done and not printer.newPage():
                raise PrintingFailed(_refusal(printer, done))
            _put_page(painter, printer, drawing, paper, page)
            progress(done + 1, len(pages))
    finally:
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintingFailed(_refusal(printer, len(pages)))
    return len(pages)


def _put_page(
    painter: QPainter, printer: QPrinter, drawing: PaperPages, paper: Paper, page: int
) -> None:
    room = printer.pageRect(QPrinter.Unit.DevicePixel)
    dots = printer.resolution()
    room = QRectF(0, 0, room.width(), room.height() - _FOOT_POINTS * dots / 72)
    _put_foot(painter, room, dots, paper.path.name)
    across, down = paper.sheets[page]
    painter.save()
    try:
        if (across > down) != (room.width() > room.height()):
            painter.translate(room.width(), 0)
            painter.rotate(90)
            room = room.transposed()
        coarser = -(-dots // FINEST)
        scale = min(room.width() / across, room.height() / down) / coarser
        width = max(1, int(across * scale))
        corner = QPointF(int((room.width() - width * coarser) / 2), 0)
        for top, image in _strips(drawing, paper, page, width):
            if printer.colorMode() is QPrinter.ColorMode.GrayScale:
                image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            where = QRectF(0, top * coarser, width * coarser, image.height() * coarser)
            painter.drawImage(where.translated(corner), image)
    finally:
        painter.restore()


def _strips(
    drawing: PaperPages, paper: Paper, page: int, width: int
) -> Iterator[tuple[int, QImage]]:
    """Yield a page from top to bottom, without the strips on which nothing is."""
    across, down = paper.sheets[page]
    high, step = max(1, round(width * down / across)), max(2, _STRIP_PIXELS // width)
    top = 0
    while top < high:
        drawn = drawing.strip(paper.path, page, width, top, step)
        is_last = top + drawn.height >= high
        rows = drawn.height if is_last else _cut(drawn.pixels, 3 * width, drawn.height)
        pixels = drawn.pixels[: rows * 3 * width]
        if pixels.count(_WHITE) != len(pixels):
            borrowed = QImage(pixels, width, rows, 3 * width, QImage.Format.Format_RGB888)
            yield top, borrowed.copy()
        # The next begins with this one's last row: where two only touched, a hairline could show.
        top += rows if is_last else max(1, rows - 1)


def _cut(pixels: bytes, stride: int, rows: int) -> int:
    """Return after how many rows nobody sees a cut: the last that is like the one before it.

    A printer that scales each strip by itself would else bend the letters that lie over a cut.
    """
    for row in range(rows - 1, rows // 2, -1):
        at = row * stride
        if pixels[at : at + stride] == pixels[at - stride : at]:
            return row + 1
    return rows


def _put_foot(painter: QPainter, room: QRectF, dots: int, name: str) -> None:
    font = QFont()
    font.setPixelSize(max(1, round(_FOOT_LETTERS_POINTS * dots / 72)))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    words = tr("Printed copy: not the signed record · {file}").format(file=name)
    letters = QFontMetricsF(font, painter.device())
    where = QRectF(0, room.height(), room.width(), letters.height())
    shown = letters.elidedText(words, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)


def _refusal(printer: QPrinter, taken: int) -> str:
    name = printer.printerName() or tr("The printer")
    if not taken:
        return tr(
            "{printer} does not answer or does not take the job. Nothing was printed; the file is "
            "unharmed. See that it is switched on and connected, or choose another."
        ).format(printer=name)
    return tr(
        "{printer} stopped taking pages after {pages}; those may still be printed. The file is "
        "unharmed. See what it says, and print the rest."
    ).format(printer=name, pages=counted(taken, "page", "pages"))
