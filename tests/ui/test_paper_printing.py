from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput, Cancelled, PrintingFailed
from inspector_app.media.media import Media
from inspector_app.services.paper_pages import PaperPages
from inspector_app.ui import paper_printing
from inspector_app.ui.dialogs.choose_printer import ChoosePrinter
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.pages.paper_panel import PaperPanel
from inspector_app.ui.paper_printing import (
    JOB_NAME,
    Paper,
    pages_to_print,
    prepared,
    print_paper,
)
from inspector_app.ui.widgets.progress_row import ProgressRow
from tests.benchmarks.own_cost import cost_of

pytestmark = pytest.mark.usefixtures("look")

A4 = (595, 842)
INK = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (255, 255, 0))


@pytest.fixture(scope="module")
def drawing() -> Iterator[PaperPages]:
    with Media() as media:
        yield PaperPages(media)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, drawing: PaperPages) -> Paper:
    """Five pages, each with a block of its own colour; the fifth is wider than high."""
    path = tmp_path_factory.mktemp("papers") / "OFFICIAL summary.pdf"
    canvas = Canvas(str(path), invariant=1)
    for page, ink in enumerate(INK):
        wide, high = A4 if page < 4 else A4[::-1]
        canvas.setPageSize((wide, high))
        canvas.setFillColorRGB(*(part / 255 for part in ink))
        canvas.rect(wide / 4, high / 4, wide / 2, high / 2, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return Paper(path, drawing.sheets(path))


def a_printer(target: Path, dots: int = 72) -> QPrinter:
    """A printer whose sheets are the pages of a file."""
    printer = prepared(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFileName(str(target))
    printer.setResolution(dots)
    return printer


def put(printer: QPrinter, drawing: PaperPages, paper: Paper) -> int:
    return print_paper(printer, drawing, paper, lambda _done, _total: None, lambda: False)


def sheets(target: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(target) as document:
        return [page.render(scale=1).to_pil().convert("RGB") for page in document]


def middle(sheet: Image.Image) -> object:
    return sheet.getpixel((sheet.width // 2, sheet.height // 2))


def words(target: Path) -> list[str]:
    with pypdfium2.PdfDocument(target) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_pages_come_out_on_white_as_large_as_the_sheet_and_say_what_they_are(
    tmp_path: Path, drawing: PaperPages, paper: Paper
) -> None:
    target = tmp_path / "out.pdf"
    told: list[tuple[int, int]] = []
    count = print_paper(
        a_printer(target), drawing, paper, lambda *far: told.append(far), lambda: False
    )
    printed = sheets(target)
    assert count == len(printed) == 5
    assert told == [(at, 5) for at in range(1, 6)]
    for sheet, ink in zip(printed, INK, strict=True):
        assert sheet.size == A4
        assert middle(sheet) == ink
        for corner in ((5, 5), (590, 5), (5, 800), (100, 400), (300, 180)):
            assert sheet.getpixel(corner) == (255, 255, 255)
        # A quarter of the sheet is the block, whichever way the page lies.
        colours = {colour: count for count, colour in sheet.getcolors(A4[0] * A4[1]) or ()}
        share = colours[ink] / (A4[0] * A4[1])
        assert share == pytest.approx(0.24, abs=0.03)
    for foot in words(target):
        assert foot.strip() == "Printed copy: not the signed record · OFFICIAL summary.pdf"
    with pikepdf.open(target) as document:  # the queue shows it to everybody
        assert str(document.docinfo.Title) == JOB_NAME


def test_a_fine_printer_gets_the_page_in_strips_whose_cuts_nobody_sees(
    tmp_path: Path, drawing: PaperPages, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "strips.pdf", tmp_path / "whole.pdf"
    for target, pixels in ((one, 20_000), (other, 10_000_000)):
        monkeypatch.setattr(paper_printing, "_STRIP_PIXELS", pixels)
        printer = a_printer(target)
        printer.setFromTo(4, 4)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        put(printer, drawing, paper)
    with pikepdf.open(one) as document:
        assert len(document.pages[0].get_images()) > 5
    assert sheets(one)[0].tobytes() == sheets(other)[0].tobytes()


def test_a_cut_is_made_where_nothing_changes_from_row_to_row() -> None:
    rows = [b"abc", b"abd", b"abd", b"xyz", b"abc"]
    assert paper_printing._cut(b"".join(rows), 3, 5) == 5  # nowhere in the lower half
    rows[3] = rows[2]
    assert paper_printing._cut(b"".join(rows), 3, 5) == 4


def test_black_and_white_is_heeded(tmp_path: Path, drawing: PaperPages, paper: Paper) -> None:
    target = tmp_path / "grey.pdf"
    printer = a_printer(target)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    put(printer, drawing, paper)
    for sheet in sheets(target):
        red, green, blue = sheet.split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def chosen(first: int, last: int) -> Callable[[QPrinter], None]:
    def choose(printer: QPrinter) -> None:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(first, last)

    return choose


def backwards(printer: QPrinter) -> None:
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)


def twice(printer: QPrinter) -> None:
    printer.setCopyCount(2)


def apart(printer: QPrinter) -> None:
    printer.setCollateCopies(False)


@pytest.mark.parametrize(
    ("choices", "pages"),
    [
        ((), [0, 1, 2, 3, 4]),
        ((chosen(2, 4),), [1, 2, 3]),
        ((chosen(4, 9),), [3, 4]),
        ((chosen(2, 3), backwards), [2, 1]),
        ((chosen(2, 3), twice), [1, 2, 1, 2]),
        ((chosen(2, 3), twice, apart), [1, 1, 2, 2]),
        ((chosen(7, 9),), []),
    ],
)
def test_pages_order_and_copies_are_those_chosen(
    tmp_path: Path, choices: tuple[Callable[[QPrinter], None], ...], pages: list[int]
) -> None:
    printer = a_printer(tmp_path / "never.pdf")
    for choose in choices:
        choose(printer)
    assert pages_to_print(printer, 5) == pages


def test_a_sheet_of_another_size_and_lying_on_its_side_is_filled_as_well(
    tmp_path: Path, drawing: PaperPages, paper: Paper
) -> None:
    target = tmp_path / "wide.pdf"
    printer = a_printer(target)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    put(printer, drawing, paper)
    for sheet, ink in zip(sheets(target), INK, strict=True):
        assert sheet.size == A4[::-1]
        assert middle(sheet) == ink


def test_cancelling_stops_before_the_next_page(
    tmp_path: Path, drawing: PaperPages, paper: Paper
) -> None:
    done: list[int] = []
    with pytest.raises(Cancelled):
        print_paper(
            a_printer(tmp_path / "part.pdf"),
            drawing,
            paper,
            lambda page, _total: done.append(page),
            lambda: len(done) == 2,
        )
    assert done == [1, 2]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_fails_is_told_in_one_sentence(
    tmp_path: Path, drawing: PaperPages, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PrintingFailed, match=r"does not take the job\. Nothing was printed"):
        put(a_printer(tmp_path / "nowhere" / "out.pdf"), drawing, paper)
    printer = a_printer(tmp_path / "out.pdf")
    monkeypatch.setattr(printer, "newPage", lambda: False)  # as when paper or spool run out
    with pytest.raises(PrintingFailed, match="after 1 page; those may still be printed"):
        put(printer, drawing, paper)
    printer = a_printer(tmp_path / "none.pdf")
    chosen(7, 9)(printer)
    with pytest.raises(PrintingFailed, match="None of the chosen pages"):
        put(printer, drawing, paper)


def test_a_paper_that_goes_away_meanwhile_is_told(
    tmp_path: Path, drawing: PaperPages, paper: Paper
) -> None:
    gone = Paper(tmp_path / "gone.pdf", paper.sheets)
    with pytest.raises(BadInput, match="cannot be opened any more"):
        put(a_printer(tmp_path / "out.pdf"), drawing, gone)


@pytest.fixture
def panel(qtbot: QtBot, drawing: PaperPages, jobs: Jobs, paper: Paper) -> PaperPanel:
    panel = PaperPanel(drawing, jobs, "Pages of the paper")
    qtbot.addWidget(panel)
    panel.resize(700, 600)
    panel.show()
    panel.show_paper(paper.path)
    qtbot.waitUntil(panel.print.isEnabled, timeout=20_000)
    return panel


def test_a_paper_is_printed_beside_other_work_and_the_copy_called_by_its_name(
    qtbot: QtBot, panel: PaperPanel, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    panel.print_on(a_printer(target))
    assert not panel.print.isEnabled()
    assert len(panel.findChildren(ProgressRow)) == 1
    qtbot.waitUntil(panel.print.isEnabled, timeout=20_000)
    assert panel.view.note.text() == (
        "5 pages sent to the printer. A printed copy is not the signed record: the file is."
    )
    assert len(sheets(target)) == 5
    qtbot.waitUntil(lambda: not panel.findChildren(ProgressRow))


def test_what_came_of_printing_is_told_elsewhere_when_the_user_has_gone_on(
    qtbot: QtBot, panel: PaperPanel, tmp_path: Path
) -> None:
    panel.print_on(a_printer(tmp_path / "out.pdf"))
    panel.clear()
    panel.hide()
    with qtbot.waitSignal(panel.told, timeout=20_000) as told:
        pass
    assert told.args is not None
    assert told.args[0].startswith("5 pages sent to the printer.")


@pytest.mark.campaign
def test_printing_a_long_paper_takes_little_memory(
    tmp_path: Path, drawing: PaperPages, paper: Paper
) -> None:
    put(a_printer(tmp_path / "first.pdf", 300), drawing, paper)  # what is measured is no loading
    printer = a_printer(tmp_path / "long.pdf", 300)
    printer.setCopyCount(10)
    cost = cost_of(lambda: put(printer, drawing, paper))
    assert cost["memory_mb"] < 20


def test_printing_is_cancelled_at_its_bar(qtbot: QtBot, panel: PaperPanel, tmp_path: Path) -> None:
    printer = a_printer(tmp_path / "out.pdf", 600)
    printer.setCopyCount(40)
    panel.print_on(printer)
    panel.findChildren(ProgressRow)[0]._cancel.click()
    qtbot.waitUntil(panel.print.isEnabled, timeout=20_000)
    assert "may still be printed" in panel.view.note.text()


def test_a_laptop_without_a_printer_says_so(
    panel: PaperPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspector_app.domain.readiness import Printers

    monkeypatch.setattr(
        "inspector_app.ui.pages.paper_panel.printers", lambda: Printers((), "", False)
    )
    assert panel.on_key("paper-print")
    assert panel.view.note.text().startswith("No printer is set up on this laptop")


def test_the_dialog_takes_pages_and_copies_and_offers_no_file(
    qtbot: QtBot, panel: PaperPanel, tmp_path: Path
) -> None:
    dialog = ChoosePrinter(panel, 5)
    given: list[QPrinter] = []
    dialog.printer_chosen.connect(given.append)
    assert not dialog.testOption(QPrintDialog.PrintDialogOption.PrintToFile)
    assert (dialog.minPage(), dialog.maxPage()) == (1, 5)
    dialog._printer.setOutputFileName(str(tmp_path / "out.pdf"))  # in place of a printer
    dialog.begin()
    buttons = {each.objectName(): each for each in dialog.findChildren(QRadioButton)}
    boxes = {each.objectName(): each for each in dialog.findChildren(QSpinBox)}
    buttons["printRange"].click()
    for name, value in (("from", 2), ("to", 3), ("copies", 2)):
        boxes[name].setValue(value)
    print_ = next(each for each in dialog.findChildren(QPushButton) if "Print" in each.text())
    print_.click()
    qtbot.waitUntil(lambda: bool(given))
    assert pages_to_print(given[0], 5) == [1, 2, 1, 2]
