"""Type to search a register: names and aliases, in any case, anywhere in the words.

What is not found there can be put there from the same list, without leaving the field.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from inspector_app.domain import registers
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.ui import theme
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.popups import PopupList

_MOST_SHOWN = 9
_BETWEEN_NAMES = ";"
_POPUP_WIDTH, _WIDEST_POPUP = 340, 480
"""Pixels: an offer to add a name is longer than many a field, and large text than the screen."""


class Registers(QObject):
    """The registers of the open inspection, as the fields of a screen offer them.

    One for each screen, which shows them anew when they change and adds what is asked for.

    Signals:
        changed(): the registers hold something else.
        entry_wanted(str, str): a register's id, and a name that is to be put into it.
    """

    changed = Signal()
    entry_wanted = Signal(str, str)

    def __init__(
        self, entries: Iterable[RegisterEntry] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.entries = tuple(entries)
        self.when: PartialDate | None = None
        """What the inspection speaks of: entries of another time say so."""

    def show(self, standing: Standing) -> None:
        """Offer what stands in the registers of an inspection."""
        entries = standing.register()
        self.when = standing.details.fieldwork
        if entries != self.entries:
            self.entries = entries
            self.changed.emit()

    def of(self, register: str) -> tuple[RegisterEntry, ...]:
        """Return the entries of a register, of all but roles, or of all."""
        return registers.among(register, self.entries)

    def named(self, text: str, register: str) -> Named:
        """Return the entry that ``text`` names or is an alias of; else the words as a free name."""
        return registers.named(text, self.of(register))


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    """As it is listed."""
    text: str
    """What the field then holds."""
    name: str
    register: str = ""
    """Of a name that is to be put into it."""


class RegisterNames(QAbstractListModel):
    """Names and aliases that fit what is typed; at the end, the offer to put it into a register."""

    def __init__(
        self,
        offered: Registers,
        register: str,
        parent: QObject | None = None,
        *,
        several: bool = False,
        adds: bool = True,
    ) -> None:
        """Args: ``several`` names may stand in the field, with ``;`` between them."""
        super().__init__(parent)
        self._offered = offered
        self._register = register
        self._several = several
        self._adds = adds
        self._rows: list[_Row] = []
        self.look_for("")

    def look_for(self, text: str) -> None:
        """Show what fits ``text``, or the last of its names."""
        before, parted, last = text.rpartition(_BETWEEN_NAMES) if self._several else ("", "", text)
        wanted = " ".join(last.split())
        head = f"{before.strip()}{parted} " if parted else ""
        self.beginResetModel()
        self._rows = [
            _Row(self._told(words, entry), head + entry.name, entry.name)
            for entry in self._offered.of(self._register)
            for words in (entry.name, *(f"{alias} → {entry.name}" for alias in entry.aliases))
            if wanted.casefold() in words.casefold()
        ]
        if self._adds and wanted:
            self._rows += self._additions(head, wanted)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of names, aliases and offers (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return row.words
        if role == Qt.ItemDataRole.EditRole:
            # What the completer puts into the field.
            return row.text
        if role == Role.ID:
            return row.register
        if role == Role.VIEW:
            return row.name
        return None

    def _told(self, words: str, entry: RegisterEntry) -> str:
        outdated = registers.outdated_words(entry, self._offered.when)
        return f"{words} · {outdated}" if outdated else words

    def _additions(self, head: str, wanted: str) -> list[_Row]:
        if registers.entry_named(wanted, self._offered.of(self._register)):
            return []
        words = tr("Add “{name}” to the register of {register}")
        return [
            _Row(
                words.format(name=wanted, register=registers.register_words(each)),
                head + wanted,
                wanted,
                each,
            )
            for each in registers.extensible(self._register, self._offered.entries)
        ]


class RegisterCompleter(QCompleter):
    """Offers what a register holds for the name being typed into a field, and to extend it.

    Signals:
        adding(str): a name was sent to a register from this field.
    """

    adding = Signal(str)

    def __init__(
        self,
        offered: Registers,
        register: str,
        field: QLineEdit,
        *,
        several: bool = False,
        adds: bool = True,
    ) -> None:
        """Args: as of :class:`RegisterNames`."""
        super().__init__(field)
        self._offered = offered
        self.names = RegisterNames(offered, register, self, several=several, adds=adds)
        self.setModel(self.names)
        self.setCompletionRole(Qt.ItemDataRole.EditRole)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(_MOST_SHOWN)
        popup = PopupList()
        popup.setAccessibleName(field.accessibleName())
        popup.setMinimumWidth(min(theme.current().px(_POPUP_WIDTH), _WIDEST_POPUP))
        self.setPopup(popup)
        # Before the field opens the list, which it does after telling of the edit.
        field.textEdited.connect(self.names.look_for)
        # PySide's description of the class does not know that the signal has two forms.
        self.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]

    def _on_activated(self, index: QModelIndex) -> None:
        register, name = str(index.data(Role.ID) or ""), str(index.data(Role.VIEW))
        if register:
            self.adding.emit(name)
            self._offered.entry_wanted.emit(register, name)
