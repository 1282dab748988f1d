"""Sync: joining base, and how the inspections of this laptop stand there."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.errors import InspectorError
from inspector_app.services.base import Pinned
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.base_syncing import BaseSyncing
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.models.synced_table import Column, SyncedTable
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.joining_form import SUFFIX, Joining, JoiningForm
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.number_box import NumberBox
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.scrolled import Scrolled
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("now", "G", tr("sync now"), is_hinted=True),
    Shortcut("pause", "P", tr("pause, go on"), is_hinted=True),
    Shortcut("stick", "T", tr("by a stick instead")),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)
_OF_THE_JOINED = frozenset({"now", "pause"})
"""What there is nothing to do with before."""
_MOST_KB = 1_000_000


class SyncPage(Page):
    """Not joined: the form to join. Joined: how it stands, the gesture, the inspections."""

    def __init__(
        self,
        services: Unlocked,
        jobs: Jobs,
        syncing: BaseSyncing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(KEYS, parent)
        self._services = services
        self._jobs = jobs
        self._syncing = syncing
        self._row: ProgressRow | None = None
        self._is_joined = False
        self._content = QWidget()
        self._room = Scrolled(self._content, self)
        self.form = JoiningForm(services.inspector.name, self._content)
        self.form.asked.connect(self._on_form_asked)
        self.form.file_wanted.connect(self._choose_invitation)
        self._card = QFrame(self._content)
        theme.set_look(self._card, "opened")
        self._head = label("", "body", self._card)
        self._head.setWordWrap(True)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self.now = button(tr("Sync now"), "sync", "primary", self._card)
        self.now.clicked.connect(self._sync_now)
        self.paused = QCheckBox(tr("Paused: nothing travels unasked"), self._card)
        self.paused.clicked.connect(syncing.pause)
        self.limit = NumberBox(tr("Most that travels in a second"), self._card)
        self.limit.setRange(0, _MOST_KB)
        self.limit.setSingleStep(100)
        self.limit.setSpecialValueText(tr("no limit"))
        self.limit.setSuffix(tr(" kB/s"))
        self.limit.editingFinished.connect(self._on_limit_editing_finished)
        self._progress_place = QVBoxLayout()
        self.result = label("", "body", self._card)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self._model = SyncedTable(self)
        self.list = QTableView(self._content)
        self.list.setModel(self._model)
        dress_table(self.list, tr("Inspections at base"), widest=Column.STATE)
        self.keys.watch(self.list)
        self.leave = button(tr("Leave base …"), "cross", parent=self._content)
        self.leave.clicked.connect(self._ask_to_leave)
        self._lay_out()
        syncing.changed.connect(self._show)
        syncing.moved.connect(self._on_syncing_moved)
        self._show()

    # What the window asks

    def arrive(self, _place: str) -> None:
        """Read how things stand, and put the focus where one begins."""
        self._syncing.look()
        self._hint()
        self._begin()

    def flush(self) -> None:
        """Forget a PIN or passphrase that is being typed."""
        self.form.forget_secrets()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action in _OF_THE_JOINED and not self._is_joined:
            self.noticed.emit(tr("This laptop has not joined a base."))
            return
        {
            "now": self._sync_now,
            "pause": self.paused.click,
            "stick": self._go_to_sticks,
            "back": self.leaving.emit,
        }[action]()

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        act = QHBoxLayout()
        act.setSpacing(px(12))
        act.addWidget(self.now)
        act.addWidget(self.paused)
        act.addStretch(1)
        pace = QHBoxLayout()
        pace.setSpacing(px(8))
        pace.addWidget(label(tr("At most"), "secondary", self._card))
        pace.addWidget(self.limit)
        pace.addStretch(1)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(px(14), px(10), px(14), px(10))
        card.setSpacing(px(8))
        card.addWidget(self._head)
        card.addLayout(act)
        card.addLayout(pace)
        card.addLayout(self._progress_place)
        card.addWidget(self.result)
        self._below = QWidget(self._content)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(px(8))
        below.addWidget(label(tr("Inspections"), "title", self._below))
        below.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        below.addLayout(foot)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(label(tr("Sync"), "page", self._content))
        layout.addWidget(self.form)
        layout.addWidget(self._card)
        layout.addWidget(self._below, 1)
        layout.addStretch(0)
        self.list.setMinimumHeight(px(110))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._room)

    def _begin(self) -> None:
        first = self.now if self._is_joined else self.form.invitation
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hint(self) -> None:
        keys = (each for each in KEYS if self._is_joined or each.action not in _OF_THE_JOINED)
        self.hinting.emit(tuple(keys))

    # Showing

    def _show(self) -> None:
        state = self._syncing.state
        turns = state.is_joined != self._is_joined
        self._is_joined = state.is_joined
        self.form.setVisible(not state.is_joined)
        self._card.setVisible(state.is_joined)
        self._below.setVisible(state.is_joined)
        self._head.setText(state.head_words())
        self.paused.setChecked(state.is_paused)
        if not self.limit.hasFocus():
            self.limit.setValue(state.limit_kb)
        self.result.setText(state.came_words())
        self.result.setVisible(bool(state.came_words()))
        chosen = self.list.currentIndex().row()
        self._model.show(state.rows)
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(max(chosen, 0), 0))
        self._show_progress(state.is_running)
        if turns and self.isVisible():
            self._hint()
            self._begin()

    def _show_progress(self, is_running: bool) -> None:
        self.now.setEnabled(not is_running)
        if is_running and self._row is None:
            self._row = ProgressRow(tr("Syncing with base"), self._card)
            self._row.cancel_asked.connect(self._syncing.cancel)
            self._progress_place.addWidget(self._row)
        elif not is_running and self._row is not None:
            self._row.deleteLater()
            self._row = None

    def _on_syncing_moved(self, done: int, total: int) -> None:
        if self._row is not None:
            self._row.show_progress(done, total)

    # Acting

    def _sync_now(self) -> None:
        self._syncing.sync_now()

    def _go_to_sticks(self) -> None:
        self.going.emit(Destination(Screen.TOGETHER))

    def _on_limit_editing_finished(self) -> None:
        if self.limit.value() != self._syncing.state.limit_kb:
            self._syncing.limit(self.limit.value())

    def _choose_invitation(self) -> None:
        kinds = tr("Invitations (*{suffix})").format(suffix=SUFFIX)
        choosing = ChooseFiles(self, tr("Invitation"), kinds)
        choosing.files_chosen.connect(self._on_invitation_chosen)
        choosing.open()

    def _on_invitation_chosen(self, paths: list[Path]) -> None:
        self.form.invitation.setText(str(paths[0]))

    def _on_form_asked(self, given: Joining) -> None:
        base = self._services.base
        self.form.show_busy(True)
        self.noticed.emit(tr("Base is being asked …"))

        def work() -> Pinned:
            invitation = base.read_invitation(given.invitation)
            return base.join(invitation, given.name, given.pin, given.passphrase)

        def refused(error: InspectorError) -> None:
            self.form.show_refusal(str(error))

        self._jobs.run(
            self,
            work,
            self._on_joined,
            lane=Lane.NETWORK,
            refused=refused,
            finished=self._on_form_answered,
        )

    def _on_form_answered(self) -> None:
        self.form.show_busy(False)
        self._syncing.look()

    def _on_joined(self, pinned: Pinned) -> None:
        self.form.forget_secrets()
        self.form.invitation.clear()
        enrolled = pinned.enrolled
        self.told.emit(
            tr(
                "This laptop has joined {base}. Your evidence is numbered {tag}/1, {tag}/2 …, and "
                "base has certified your signing identity: choose it when you sign a summary."
            ).format(base=enrolled.name, tag=enrolled.initials)
        )
        self._syncing.joined()

    def _ask_to_leave(self) -> None:
        asking = Confirm(
            self,
            tr("Leave base?"),
            tr("Nothing is sent there or fetched any more. What is here stays here."),
            tr("Leave base"),
        )
        asking.confirmed.connect(self._leave)
        asking.open()

    def _leave(self) -> None:
        self._jobs.run(self, self._services.base.leave, self._on_left, lane=Lane.WRITES)

    def _on_left(self, _nothing: None) -> None:
        self._syncing.look()
