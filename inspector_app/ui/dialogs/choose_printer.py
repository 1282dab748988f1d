"""The system's own dialog to choose a printer, pages, copies and both sides."""

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.ui.paper_printing import prepared
from inspector_app.ui.texts import tr


class ChoosePrinter(QPrintDialog):
    """Signals the printer as it was set; show it by :meth:`begin`.

    Printing to a file is not offered: pictures of the pages in a file of their own would look like
    the record, without its signature, its tags and its data.

    Signals:
        printer_chosen(object): the ``QPrinter``.
    """

    printer_chosen = Signal(object)

    def __init__(self, parent: QWidget, pages: int) -> None:
        self._printer = prepared(QPrinter(QPrinter.PrinterMode.HighResolution))
        super().__init__(self._printer, parent)
        self.setWindowTitle(tr("Print"))
        options = QPrintDialog.PrintDialogOption
        self.setOption(options.PrintToFile, on=False)
        self.setOption(options.PrintSelection, on=False)
        self.setOption(options.PrintPageRange, on=True)
        self.setMinMax(1, pages)
        self.setFromTo(1, pages)
        self.setPrintRange(QPrintDialog.PrintRange.AllPages)
        self.finished.connect(self._on_finished)

    def begin(self) -> None:
        """Show it, and return at once; Qt's own ``open`` is hidden by another of that name."""
        QDialog.open(self)

    def _on_finished(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self.printer_chosen.emit(self._printer)
        self.deleteLater()
