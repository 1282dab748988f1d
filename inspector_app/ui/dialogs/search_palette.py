"""Ctrl+K: everything of the inspection by its words, found while one types."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.searching import Filter
from inspector_app.services.search import Hit
from inspector_app.ui import theme
from inspector_app.ui.delegates.found_delegate import FoundDelegate
from inspector_app.ui.jobs import Handle, Jobs
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.search_results import FoundView, SearchResults
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.marking_strip import MarkingStrip

Find = Callable[[str, tuple[Filter, ...], str], tuple[Hit, ...]]
"""Given words, filters and the letter of a kind of source, or none; runs in the background."""

_MOST_COMMANDS = 4
_LIMIT = 50
_LEADING = ("evidence:", "source:", "recommendation:", "register:", "paragraph:")
"""Subjects that have a place to go to although they stand on no line."""
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Command:
    """Something the app does, or a screen to go to, found by its words too."""

    id: str
    words: str
    cap: str
    """The key that does it."""
    icon: str = "keyboard"
    kind: str = ""
    """Empty: a command."""


class SearchPalette(QDialog):
    """A field and what it finds; arrows choose, Enter goes there, Esc closes it.

    Signals:
        command_chosen(str): a command's id.
        hit_chosen(Hit): something of the inspection.
    """

    command_chosen = Signal(str)
    hit_chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        find: Find,
        shown: Callable[[Hit], FoundView],
        commands: tuple[Command, ...],
        marking: Callable[[tuple[Hit, ...]], str],
        kinds: tuple[tuple[str, str], ...] = (),
        text: str = "",
    ) -> None:
        """Args: ``shown`` puts a hit into words, ``marking`` gives the highest of many hits.

        ``kinds`` are the kinds of source that are there: letter and words.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Search"))
        self.setAccessibleName(tr("Search"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self._find = find
        self._shown = shown
        self._commands = commands
        self._marking = marking
        self._strip = MarkingStrip("", self)
        self._asked: Handle | None = None
        self._hits: dict[str, Hit] = {}
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Search lines, notes, evidence, commands"))
        self.field.setAccessibleName(tr("Search lines, notes, evidence, commands"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.filters = {
            Filter.NOT_ESTABLISHED: QCheckBox(tr("&Not established"), self),
            Filter.CHANGED_TODAY: QCheckBox(tr("Changed &today"), self),
            Filter.VERSIONS: QCheckBox(tr("Several &versions"), self),
            Filter.NOT_EXPORTED: QCheckBox(tr("Not e&xported"), self),
            Filter.MINE: QCheckBox(tr("&Mine"), self),
        }
        self._kinds = QWidget(self)
        self.kind = QComboBox(self._kinds)
        self.kind.setAccessibleName(tr("Kind of source"))
        words = label(tr("&Kind of source"), "", self._kinds)
        words.setBuddy(self.kind)
        beside = QHBoxLayout(self._kinds)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(words)
        beside.addWidget(self.kind)
        self.kind.addItem(tr("any"), "")
        for letter, name in kinds:
            self.kind.addItem(f"{letter} · {name}", letter)
        self._kinds.setVisible(bool(kinds))
        self._model = SearchResults(self)
        self.list = QListView(self)
        self.list.setAccessibleName(tr("Found"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.activated.connect(self._on_list_activated)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self._count = label("", "dim", self)
        self._detail = label("", "secondary", self)
        self._detail.setWordWrap(True)
        self._room = parent.size()
        self._lay_out()
        for box in self.filters.values():
            box.toggled.connect(self._on_filter_toggled)
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.field.setText(text)
        self.field.textChanged.connect(self._search)
        self.field.setFocus()
        self._search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows choose and Enter go while the caret stays in the field (Qt)."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
                self._move(Qt.Key(event.key()))
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def open(self) -> None:
        """Show it, the caret behind what was typed already, which Qt would select (Qt)."""
        super().open()
        self.field.deselect()
        self.field.end(False)

    def done(self, result: int) -> None:
        """Close, asking no further (Qt)."""
        if self._asked is not None:
            self._asked.forget()
        super().done(result)

    def _lay_out(self) -> None:
        px = theme.current().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(14), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self._strip)
        layout.addWidget(self.field)
        filters = QWidget(self)
        row = FlowLayout(filters)
        for box in self.filters.values():
            row.addWidget(box)
        row.addWidget(self._kinds)
        row.addWidget(self._count)
        layout.addWidget(filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._detail)
        room = self._room
        self.resize(min(px(760), room.width() - px(24)), min(px(520), room.height() - px(24)))

    def _search(self) -> None:
        if self._asked is not None:
            self._asked.forget()
            self._asked = None
        words, find = self.field.text(), self._find
        filters = tuple(each for each, box in self.filters.items() if box.isChecked())
        letter = str(self.kind.currentData() or "")
        if not words.strip() and not filters and not letter:
            self._show(())
            self._count.setText("")
            self._detail.setText(tr("Type a few letters; each word may be only begun."))
            return
        self._asked = self._jobs.run(self, lambda: find(words, filters, letter), self._on_found)

    def _on_found(self, hits: tuple[Hit, ...]) -> None:
        self._asked = None
        self._show(hits)
        at_least = tr("{number} or more").format(number=_LIMIT)
        said = at_least if len(hits) >= _LIMIT else counted(len(hits), "thing", "things")
        self._count.setText(tr("{said} found").format(said=said))
        if not self._model.rowCount():
            self._detail.setText(tr("Nothing holds all these words."))

    def _show(self, hits: tuple[Hit, ...]) -> None:
        views = [self._shown(hit) for hit in hits]
        self._strip.show_marking(self._marking(hits))
        self._hits = {view.id: hit for view, hit in zip(views, hits, strict=True)}
        is_filtered = any(box.isChecked() for box in self.filters.values())
        is_filtered = is_filtered or bool(self.kind.currentData())
        commands = [] if is_filtered else _matching(self._commands, self.field.text())
        self._model.show((*map(_view, commands), *views))
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))

    def _move(self, key: Qt.Key) -> None:
        step = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -10,
            Qt.Key.Key_PageDown: 10,
        }[key]
        last = self._model.rowCount() - 1
        row = min(max(self.list.currentIndex().row() + step, 0), last)
        if last >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def _choose(self, index: QModelIndex) -> None:
        chosen = index.data(Role.ID) if index.isValid() else None
        if not isinstance(chosen, str):
            return
        if (hit := self._hits.get(chosen)) is None:
            self.accept()
            self.command_chosen.emit(chosen)
        elif hit.place or hit.subject.startswith(_LEADING):
            self.accept()
            self.hit_chosen.emit(hit)

    def _on_list_activated(self, index: QModelIndex) -> None:
        self._choose(index)

    def _on_list_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        view = index.data(Role.VIEW) if index.isValid() else None
        self._detail.setText(view.detail or view.words if isinstance(view, FoundView) else "")

    @Slot()
    def _on_kind_changed(self) -> None:
        self._search()

    def _on_filter_toggled(self, _is_on: bool) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # where one goes on typing
        self._search()


def _matching(commands: tuple[Command, ...], text: str) -> list[Command]:
    """Return the first commands of whose words each typed word begins one."""
    typed = text.casefold().split()
    if not typed:
        return []
    return [
        each
        for each in commands
        if all(
            any(word.startswith(begun) for word in each.words.casefold().split()) for begun in typed
        )
    ][:_MOST_COMMANDS]


def _view(command: Command) -> FoundView:
    kind = command.kind or tr("Command")
    return FoundView(command.id, command.icon, kind, "", ((command.words, False),), command.cap)
