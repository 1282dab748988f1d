"""What this laptop's system says of printers."""

from inspector_app.domain.readiness import Printers


def printers() -> Printers:
    """Return the printers that are set up; asked on the GUI thread, for Qt promises no other."""
    # Loaded when it is asked for: no other screen prints.
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    names = tuple(QPrinterInfo.availablePrinterNames())
    name = usual or (names[0] if names else "")
    state = QPrinterInfo.printerInfo(name).state() if name else QPrinter.PrinterState.Idle
    broken = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
    return Printers(names, usual, state in broken)
