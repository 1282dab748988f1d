"""What every editor of a value is to the open line."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import Pack, Part
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.values import Value
from inspector_app.ui.widgets.values.registers import Registers


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an editor may offer besides what its part says."""

    pack: Pack
    registers: Registers
    evidence: tuple[EvidenceItem, ...] = ()
    """Kept files, one of which may be the copy of a document."""


class ValueEditor(QWidget):
    """Edits the value of one part; shows only what it is told to show.

    A subclass is built for one part and never shows another.

    Signals:
        edited(): something was typed that has not settled yet.
        settled(): a value was chosen, or a field was left: record it now.
    """

    edited = Signal()
    settled = Signal()

    is_wide = True
    """True: takes the whole width; False: what follows may stand beside it."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        """Args: ``name`` is what the part is called by hand and ear."""
        super().__init__(parent)
        self.part = part
        self.around = around
        self.name = name
        self.setAccessibleName(name)

    def show_value(self, value: Value | None) -> None:
        """Show ``value``, or that there is none; never signals."""
        raise NotImplementedError

    def value(self) -> Value | None:
        """Return what is entered, or None when nothing is.

        Raises:
            BadInput: what is typed cannot be kept as it is; the text says what to do.
        """
        raise NotImplementedError

    def keys(self) -> tuple[str, ...]:
        """Return the single keys that enter a value from the row."""
        return ()

    def enter_by_key(self, _keys: str) -> bool:
        """Enter the value of a single key; False when this key says nothing here."""
        return False

    def offer_keys(self, offered: frozenset[str]) -> None:
        """Show and take only these single keys: the others are another editor's."""

    def flush(self) -> None:
        """Let what is typed settle now."""
