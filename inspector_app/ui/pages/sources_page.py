"""Sources and requests: where things were learned, each with its facts and its accounts."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTableView, QVBoxLayout, QWidget

from inspector_app.domain import answer_wording, watermark
from inspector_app.domain.accounts import Account
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.changes.bodies import Subject, subject, subject_kind
from inspector_app.domain.errors import InspectorError, NotFound
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.source_fields import FORMS, KindForm
from inspector_app.domain.source_wording import kind_words
from inspector_app.domain.sources import Source
from inspector_app.domain.watermark import Shown
from inspector_app.domain.wording import london_day
from inspector_app.services.recording import Act
from inspector_app.ui import source_viewing, theme
from inspector_app.ui.dialogs.ask_lines import AskLines
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.take_in_photos import TakeInPhotos
from inspector_app.ui.line_viewing import source_account_views
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.sources_table import Column, SourcesTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages import carrying
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr, tr_counted
from inspector_app.ui.widgets.accounts_block import AccountsBlock
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.origin_bar import OriginBar
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.source_editor import SourceEditor
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.ui.widgets.values.fields import WordField

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("new", "N", tr("new source"), is_hinted=True),
    Shortcut("edit", "Return", tr("edit"), is_hinted=True),
    Shortcut("photos", "P", tr("take in photos"), is_hinted=True),
    Shortcut("account", "A", tr("account on a line"), is_hinted=True),
    Shortcut("lines", "L", tr("one account on several lines")),
    Shortcut("list", "Escape", tr("back to the list")),
    Shortcut("withdraw", "Delete", tr("withdraw the source")),
    Shortcut("line", "G", tr("go to its first line")),
    Shortcut("registers", "R", tr("registers: names of roles and organisations")),
    Shortcut("carry", "W", tr("carry over from another inspection")),
    Shortcut("confirm", "K", tr("confirm what was carried over")),
)
_LARGE = 1.4
"""From this size of text on, the words of an account need the room of their button's words."""
_WIDEST, _NARROWEST = 118, 84
"""Pixels of a column other than the title's; what has no room there is in the tip."""
_ROOMY = 720
"""Pixels of a list whose columns may be of the widest."""
_OF_THE_LIST = frozenset(
    {
        "move",
        "new",
        "photos",
        "edit",
        "account",
        "withdraw",
        "line",
        "lines",
        "registers",
        "carry",
        "confirm",
    }
)


class SourcesPage(Page):
    """The list at the left; the chosen source with its facts and accounts at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._shown = ""
        self._names: dict[str, tuple[str, ...]] = {}
        """People of a source whose names the disk had no room for."""
        self._wanted = ""
        """A source that was recorded and is to be chosen when it stands."""
        self._model = SourcesTable(self)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        left, right = QWidget(parts), QWidget(parts)
        self._count = label("", "dim", left)
        self.new_button = button(tr("New source"), "plus", parent=left)
        self.new_button.clicked.connect(self._ask_kind)
        self.photos_button = button(tr("Photos"), "image", parent=left)
        self.photos_button.clicked.connect(self.take_in_photos)
        self.view = QTableView(left)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Sources"), widest=Column.TITLE)
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._on_view_double_clicked)
        self.keys.watch(self.view)
        self._title = label("", "strong", right)
        self.origin = OriginBar(right)
        self.origin.confirm_asked.connect(self._confirm)
        self.editor = SourceEditor(right)
        self.editor.edited.connect(self._on_editor_edited)
        self.editor.registers.entry_wanted.connect(self._on_entry_wanted)
        self.accounts = AccountsBlock(right)
        self.accounts.withdrawal_asked.connect(self._on_accounts_withdrawal_asked)
        self.line = WordField(tr("Line"), 90, tr("line, CC-PO-09"), right)
        self.words = GrowingText(tr("Account"), tr("What it said or showed there"), right)
        self.add_button = button(tr("Add account"), "plus", parent=right)
        self.add_button.clicked.connect(self._give_account)
        self.results = ElidedLabel("", "warning", right)
        self.lines_button = button(tr("On several lines"), "plus", "link", right)
        self.lines_button.clicked.connect(self._ask_lines)
        self._lay_out(parts, left, right)
        inspection.changed.connect(self._on_inspection_changed)
        self._show_list()

    # What the window asks

    def arrive(self, place: str) -> None:
        """Show the source with this id, or the one that was shown before."""
        self._show_list()
        self._choose(place or self._shown)
        (self.view if self._model.rowCount() else self.new_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def shown(self) -> Shown:
        """Return the sources, and all that the chosen one told."""
        listed = Shown(frozenset({Subject.SOURCE}))
        if not self._shown:
            return listed
        chosen = SourceId(self._shown)
        return listed + watermark.of_source(self._inspection.standing, chosen)

    def place(self) -> str:
        """Return the id of the source that is shown."""
        return self._shown

    def flush(self) -> None:
        """Let what is being typed settle; an account that names its line is given."""
        self.editor.flush()
        if self.line.words and self.words.toPlainText().strip():
            self._give_account()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action in _OF_THE_LIST and not self._is_at_list():
            return
        {
            "new": self._ask_kind,
            "photos": self.take_in_photos,
            "edit": self.editor.begin,
            "account": self._begin_account,
            "lines": self._ask_lines,
            "list": self.view.setFocus,
            "withdraw": self._ask_withdrawal,
            "line": self._go_to_line,
            "registers": self._go_to_registers,
            "carry": self._ask_carry_over,
            "confirm": self._confirm,
            "move": self._move_up,
        }[action]()

    def _is_at_list(self) -> bool:
        return any(e.hasFocus() for e in (self.view, self.new_button, self.photos_button))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the titles room where the list is narrow (Qt)."""
        super().resizeEvent(event)
        self._fit_columns()

    @Slot()
    def _fit_columns(self) -> None:
        px = theme.current().px
        is_roomy = self._left.width() >= px(_ROOMY)
        self.view.horizontalHeader().setMaximumSectionSize(px(_WIDEST if is_roomy else _NARROWEST))

    # Building

    def _lay_out(self, parts: QSplitter, left: QWidget, right: QWidget) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.addWidget(label(tr("Sources"), "title", left))
        head.addWidget(self._count, 1)
        head.addWidget(self.photos_button)
        head.addWidget(self.new_button)
        at_left = QVBoxLayout(left)
        at_left.setContentsMargins(px(12), px(8), px(8), px(8))
        at_left.addLayout(head)
        at_left.addWidget(self.view, 1)
        if theme.current().scale > _LARGE:
            name(self.add_button, tr("Add account"), shows_words=False)
        giving = QHBoxLayout()
        top = Qt.AlignmentFlag.AlignTop
        giving.addWidget(self.line, 0, top)
        giving.addWidget(self.words, 1, top)
        giving.addWidget(self.add_button, 0, top)
        at_right = QVBoxLayout(right)
        at_right.setContentsMargins(px(8), px(8), px(12), px(8))
        at_right.addWidget(self._title)
        at_right.addWidget(self.origin)
        at_right.addWidget(self.editor, 1)
        said = QHBoxLayout()
        said.addWidget(label(tr("Accounts"), "dim", right))
        said.addWidget(self.results, 1)
        said.addWidget(self.lines_button)
        at_right.addLayout(said)
        at_right.addWidget(self.accounts)
        at_right.addLayout(giving)
        self._left, self._right = left, right
        parts.splitterMoved.connect(self._fit_columns)
        parts.setSizes([px(820), px(546)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    # Showing

    def _show_list(self) -> None:
        standing = self._inspection.standing
        today = london_day(self._inspection.services.sources.now_ms())
        views = source_viewing.source_views(standing, today)
        self._model.show(views)
        late = sum(view.state.startswith("overdue") for view in views)
        told = counted(len(views), "source", "sources")
        if late:
            told += " · " + tr_counted(late, "{number} overdue").format(number=late)
        self._count.setText(told)
        if self._model.row_of(self._shown) < 0:
            self._shown = ""
        self._show_source()

    def _choose(self, source_id: str) -> None:
        row = self._model.row_of(source_id)
        if self._model.rowCount():
            self.view.selectRow(max(row, 0))
            self.view.setCurrentIndex(self._model.index(max(row, 0), 0))

    def _source(self) -> Source | None:
        if not self._shown:
            return None
        return self._inspection.standing.source(SourceId(self._shown)).value

    def _show_source(self) -> None:
        source, standing = self._source(), self._inspection.standing
        self._right.setVisible(source is not None)
        typed = self._inspection.typed_of(subject(Subject.SOURCE, self._shown))
        if source is not None and isinstance(typed, Source):
            source = typed
        self.editor.show_source(source, standing)
        if source is None:
            return
        self._title.setText(f"{source.number} · {source.letter} · {kind_words(source)}")
        words = answer_wording.origin_words(source.origin)
        self.origin.show_origin(words, is_waiting=is_waiting(source.origin))
        self.accounts.show_accounts(source_account_views(standing, SourceId(self._shown)))
        words = source_viewing.results_words(standing, SourceId(self._shown))
        self.results.show_text(words)
        self.results.setAccessibleName(words)

    # What happens

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        of_mine = {Subject.SOURCE, Subject.ACCOUNT, Subject.REGISTER, Subject.EVIDENCE}
        if {subject_kind(each) for each in subjects} & of_mine:
            self._show_list()
            if self._wanted and self._model.row_of(self._wanted) >= 0:
                wanted, self._wanted = self._wanted, ""
                self._choose(wanted)
                self.editor.begin()

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = str(current.data(Role.ID) or "") if current.isValid() else ""
        if chosen != self._shown:
            self.flush()
            self._shown = chosen
            self.showing.emit()
            self._show_source()

    def _on_view_double_clicked(self, _index: QModelIndex) -> None:
        self.editor.begin()

    def _move_up(self) -> None:
        row = self.view.currentIndex().row()
        if row > 0:
            self.view.selectRow(row - 1)

    def _ask_kind(self) -> None:
        menu = Menu(self, tr("Kind of source"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for form in FORMS:
            made = menu.addAction(f"&{form.letter}   {form.name}")
            made.setData(form.tag)
            set_tip(made, form.help)
        menu.triggered.connect(self._on_menu_triggered)
        below = self.new_button.mapToGlobal(self.new_button.rect().bottomLeft())
        menu.popup(below if self.new_button.isVisible() else QCursor.pos())

    def _on_menu_triggered(self, action: object) -> None:
        tag = action.data()  # type: ignore[attr-defined]
        self.begin_source(next(form for form in FORMS if form.tag == tag))

    def begin_source(self, form: KindForm) -> None:
        """Record a source of a kind, called by its kind until its title is typed, and go there."""
        service, id_ = self._inspection.services.sources, self._inspection.standing.id
        title = form.name[0].upper() + form.name[1:]

        def verb() -> Act:
            recorded = service.record(id_, Source(form.kind(), title))
            self._wanted = recorded.id
            return recorded.act

        self._inspection.record(self, verb, tr("{kind} recorded").format(kind=title))

    def _on_editor_edited(self, source: Source, names: tuple[str, ...]) -> None:
        service, standing, shown = (
            self._inspection.services.sources,
            self._inspection.standing,
            SourceId(self._shown),
        )
        if not shown:
            return
        about = subject(Subject.SOURCE, shown)
        people = self._names.pop(shown, ()) + tuple(names)
        # Of differing versions an edit replaces the one that is shown, never the others.
        first = standing.source(shown).first

        def ended(_act: Act) -> None:
            self._names.pop(shown, None)

        def refused(error: InspectorError) -> None:
            if self._inspection.typed_of(about) is not None:
                self._names[shown] = people
            elif self._shown == shown and (stood := self._source()) is not None:
                self.editor.unsettle(stood)
            self.told.emit(str(error))

        self._inspection.write(
            self,
            about,
            source,
            (first.change,) if first else (),
            lambda seen: service.revise(standing.id, shown, source, seen, people),
            tr("{number} recorded").format(number=source.number),
            ended,
            refused,
        )

    def _on_entry_wanted(self, register: str, name: str) -> None:
        extend(self, self._inspection, register, name)

    def take_in_photos(self) -> None:
        """Open the window in which many photographs are timed, grouped and taken in."""
        if not self._inspection.refuses():
            TakeInPhotos(self, self._inspection).open()

    def _begin_account(self) -> None:
        if self._shown:
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_account(self) -> None:
        words, lines = self.words.toPlainText().strip(), self.line.words.upper()
        if not (self._shown and words and lines):
            return
        pack = self._inspection.standing.pack
        try:
            chosen = tuple(pack.line(each).id for each in lines.replace(",", " ").split())
        except NotFound as error:
            self.told.emit(str(error))
            return
        self.line.show_text("")
        self.words.restore("", 0)
        self.words.flush()
        self._give_accounts(chosen, words)

    def _ask_lines(self) -> None:
        """Ask for lines, and what the source said on each of them."""
        source, shown = self._source(), SourceId(self._shown)
        if source is None or self._inspection.refuses():
            return
        choices = source_viewing.line_choices(self._inspection.standing, shown)
        asking = AskLines(self, source.number, choices)
        asking.given.connect(self._give_accounts)
        asking.open()

    def _give_accounts(self, lines: tuple[LineId, ...], words: str) -> None:
        """Record the same words as the source's account on each of the lines, as one act."""
        service, id_ = self._inspection.services.sources, self._inspection.standing.id
        shown = SourceId(self._shown)
        accounts = [Account(line, words) for line in dict.fromkeys(lines)]

        def put_back() -> bool:
            if self._shown != shown or self.line.words or self.words.toPlainText().strip():
                return False
            self.line.show_text(", ".join(lines))
            self.words.restore(words, len(words))
            return True

        self._inspection.give(
            self,
            accounts,
            lambda: service.give_accounts(id_, shown, accounts)[1],
            counted(len(accounts), "account", "accounts") + " " + tr("recorded"),
            put_back,
        )

    def _on_accounts_withdrawal_asked(self, account: str) -> None:
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Withdraw this account?"),
            tr("It is no longer shown or printed; what was said stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._record(
                lambda: service.withdraw_account(id_, AccountId(account), reason),
                tr("Account withdrawn"),
            )

        asking.given.connect(given)
        asking.open()

    def _ask_withdrawal(self) -> None:
        source, shown = self._source(), SourceId(self._shown)
        if source is None:
            return
        service, id_ = self._inspection.services.sources, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Withdraw {number}?").format(number=source.number),
            tr("Its accounts stay, without a source; what was recorded stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._record(
                lambda: service.withdraw(id_, shown, reason),
                tr("{number} withdrawn").format(number=source.number),
            )

        asking.given.connect(given)
        asking.open()

    def _ask_carry_over(self) -> None:
        carrying.ask_carry_over(self, self._inspection)

    def _confirm(self) -> None:
        """Confirm the source that was carried over, with its accounts."""
        if self._shown:
            self.editor.flush()
            carrying.confirm(self, self._inspection, subject(Subject.SOURCE, self._shown))

    def _go_to_line(self) -> None:
        source = self._source()
        views = source_account_views(self._inspection.standing, SourceId(self._shown))
        lines = [view.role for view in views] + list(source.lines if source else ())
        if lines:
            self.going.emit(Destination(Screen.SECTION, lines[0]))

    def _go_to_registers(self) -> None:
        """Go to the entry that the source names first, if it names one."""
        source = self._source()
        named = source.roles if source else ()
        self.going.emit(
            Destination(Screen.REGISTERS, next((each.entry for each in named if each.entry), ""))
        )

    def _record(self, verb: Callable[[], Act], said: str) -> None:
        def refused(error: InspectorError) -> None:
            self.told.emit(str(error))

        self._inspection.record(self, verb, said, refused=refused)
