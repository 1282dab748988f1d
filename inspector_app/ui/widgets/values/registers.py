"""Type to search a register: names and aliases, in any case, anywhere in the words."""

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from inspector_app.domain.checklist import AnswerKind, Pack, RegisterEntry
from inspector_app.domain.values import Named
from inspector_app.ui.models.index import ROOT, Index, Role

ROLES = "roles"
_MOST_SHOWN = 9


def entries_for(pack: Pack, kind: AnswerKind, register: str) -> tuple[RegisterEntry, ...]:
    """Return what a field of ``kind`` offers: one register, or all that fit the kind."""
    if register:
        return tuple(entry for entry in pack.registers if entry.register == register)
    is_role = kind is AnswerKind.ROLE
    return tuple(entry for entry in pack.registers if (entry.register == ROLES) == is_role)


def named(text: str, entries: tuple[RegisterEntry, ...]) -> Named:
    """Return the entry that ``text`` names or is an alias of; else the words as a free name."""
    wanted = " ".join(text.split()).casefold()
    for entry in entries:
        if wanted in (entry.name.casefold(), *(alias.casefold() for alias in entry.aliases)):
            return Named(entry.name, entry.id)
    return Named(" ".join(text.split()))


class RegisterNames(QAbstractListModel):
    """Names and aliases of register entries, each alias with the name it stands for."""

    def __init__(self, entries: tuple[RegisterEntry, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = [
            row
            for entry in entries
            for row in (
                (entry.name, entry),
                *((f"{alias} → {entry.name}", entry) for alias in entry.aliases),
            )
        ]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of names and aliases (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        words, entry = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return words
        if role == Qt.ItemDataRole.EditRole:
            # What the completer puts into the field; the search looks into the shown words.
            return entry.name
        if role == Role.VIEW:
            return entry
        return None


def completer(entries: tuple[RegisterEntry, ...], parent: QWidget) -> QCompleter:
    """Return a completer over the entries' names and aliases."""
    made = QCompleter(parent)
    made.setModel(RegisterNames(entries, made))
    made.setCompletionRole(Qt.ItemDataRole.DisplayRole)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    made.setMaxVisibleItems(_MOST_SHOWN)
    if (popup := made.popup()) is not None:
        popup.setAccessibleName(parent.accessibleName())
    return made


def chosen_name(text: str) -> str:
    """Return the name in a line that the completer offered: what stands after the arrow."""
    return text.rpartition(" → ")[2]
