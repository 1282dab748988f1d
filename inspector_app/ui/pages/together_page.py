"""Bring together: the team's laptops, and the one gesture by which they exchange their work."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import wording
from inspector_app.domain.changes.branches import Apart
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.services.branches import KeptApart
from inspector_app.services.merging import Brought, Mate
from inspector_app.services.team import Laptop
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.base_stick_viewing import (
    BaseStickView,
    packed_text,
    stick_view,
    taken_text,
    wiped_text,
)
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.jobs import CancelCheck, Jobs, Lane, Progress
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.laptops_table import Column, LaptopsTable, LaptopView
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.together_viewing import brought_lines, laptop_views
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.base_stick_panel import BaseStickPanel
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.scrolled import Scrolled
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.tips import set_tip

KEYS = (
    Shortcut("again", "G", tr("bring together by the same folder"), is_hinted=True),
    Shortcut("folder", "F", tr("choose a stick or folder"), is_hinted=True),
    Shortcut("files", "E", tr("evidence files travel, or stay behind")),
    Shortcut("accept", "Return", tr("know the laptop, share with it, or take in"), is_hinted=True),
    Shortcut("forget", "Delete", tr("know the laptop no more")),
    Shortcut("pack", "P", tr("pack for base on a stick")),
    Shortcut("answer", "A", tr("take base’s answer in from a stick")),
    Shortcut("wipe", "W", tr("wipe a stick of what went to base or came from it")),
    Shortcut("settle", "V", tr("versions to settle"), is_hinted=True),
    Shortcut("back", "Escape", tr("back")),
)
_DESK = "together-folder"
_NO_BASE = tr("This laptop has not joined a base.")
_MOST_ACTS = 3
"""Acts that are told before work that was kept apart is taken in."""
_ACT = 150
"""Characters of each of them."""

Loaded = tuple[str, tuple[Mate, ...], tuple[KeptApart, ...], str, BaseStickView | None]


class TogetherPage(Page):
    """The gesture above, with what came of it; the laptops below, those that wait first."""

    def __init__(
        self,
        services: Unlocked,
        jobs: Jobs,
        inspection: OpenInspection | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(KEYS, parent)
        self._services = services
        self._jobs = jobs
        self._inspection = inspection
        self._folder: Path | None = None
        self._mates: tuple[Mate, ...] = ()
        self._strangers: tuple[Laptop, ...] = ()
        self._apart: tuple[KeptApart, ...] = ()
        self._under_way: ProgressRow | None = None
        # With large text it is scrolled; there is no room to spare for a second region.
        self._content = QWidget()
        self._room = Scrolled(self._content, self)
        self._card = QFrame(self._content)
        theme.set_look(self._card, "opened")
        self._where = ElidedLabel("", "secondary", self._card)
        self.again = button(tr("Bring together"), "sync", "primary", self._card)
        self.again.clicked.connect(self.bring_together)
        self.choose = button(tr("Stick or folder …"), "folder", parent=self._card)
        self.choose.clicked.connect(self._choose_folder)
        self.files = QCheckBox(tr("Evidence files travel too"), self._card)
        self.files.setChecked(True)
        set_tip(self.files, tr("Without them their small pictures travel; they may come later."))
        self.result = label("", "body", self._card)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.settle = button("", "versions", parent=self._card)
        self.settle.clicked.connect(self._go_to_versions)
        self._mine = label("", "dim", self._content)
        self._mine.setWordWrap(True)
        self._model = LaptopsTable(self)
        self.list = QTableView(self._content)
        self.list.setModel(self._model)
        dress_table(self.list, tr("Laptops of the team"), widest=Column.STATE)
        self.list.doubleClicked.connect(self._accept)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.keys.watch(self.list)
        self.accept_button = button("", "check", parent=self._content)
        self.accept_button.clicked.connect(self._accept)
        self.forget_button = button(tr("Forget this laptop …"), "cross", parent=self._content)
        self.forget_button.clicked.connect(self._forget)
        self._progress_place = QVBoxLayout()
        self.sticks = BaseStickPanel(self._content)
        self.sticks.hide()
        self.sticks.pack_asked.connect(self._ask_to_pack)
        self.sticks.answer_asked.connect(self._ask_for_answer)
        self.sticks.wipe_asked.connect(self._ask_to_wipe)
        self._lay_out()
        self._show_laptops()
        self._show_versions()
        if inspection is not None:
            inspection.changed.connect(self._on_inspection_changed)

    # What the window asks

    def arrive(self, place: str) -> None:
        """Read how the laptops stand, and choose the one that ``place`` names."""
        self._read(place)
        (self.list if self._model.rowCount() else self._first_button()).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        {
            "again": self.bring_together,
            "folder": self._choose_folder,
            "files": self.files.toggle,
            "accept": self._accept,
            "forget": self._forget,
            "pack": self._ask_to_pack,
            "answer": self._ask_for_answer,
            "wipe": self._ask_to_wipe,
            "settle": self._go_to_versions,
            "back": self.leaving.emit,
        }[action]()

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.again)
        head.addWidget(self.choose)
        head.addWidget(self._where, 1)
        head.addWidget(self.files)
        after = QHBoxLayout()
        after.addWidget(self.result, 1)
        after.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignTop)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(px(14), px(10), px(14), px(10))
        card.setSpacing(px(8))
        card.addLayout(head)
        card.addLayout(self._progress_place)
        card.addLayout(after)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.accept_button)
        foot.addWidget(self.forget_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(label(tr("Bring together"), "page", self._content))
        layout.addWidget(self._card)
        layout.addWidget(label(tr("Laptops of the team"), "title", self._content))
        layout.addWidget(self._mine)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        layout.addWidget(self.sticks)
        self.list.setMinimumHeight(px(90))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._room)

    def _first_button(self) -> QWidget:
        return self.again if self.again.isEnabled() else self.choose

    # Reading

    def _id(self) -> InspectionId | None:
        return self._inspection.standing.id if self._inspection else None

    def _standing(self) -> Standing | None:
        return self._inspection.standing if self._inspection else None

    def _read(self, wanted: str = "") -> None:
        services, inspection = self._services, self._id()

        def work() -> Loaded:
            my_words = services.team.me().words
            if inspection is not None:
                mates = services.merging.mates(inspection)
                apart = services.branches.apart(inspection)
            else:
                mates, apart = tuple(_alone(each) for each in services.team.all()), ()
            view = _stick_view(services, inspection)
            return my_words, mates, apart, services.desk.kept(_DESK), view

        def shown(loaded: Loaded) -> None:
            my_words, self._mates, self._apart, folder, view = loaded
            self.sticks.setVisible(view is not None)
            if view is not None:
                self.sticks.show_view(view)
            if self._folder is None and folder:
                self._folder = Path(folder)
            self._mine.setText(
                tr("Words of this laptop, to be read aloud when it is introduced: {words}").format(
                    words=my_words
                )
            )
            self._show_laptops(wanted)

        self._jobs.run(self, work, shown)

    def _show_laptops(self, wanted: str = "") -> None:
        current = self._current()
        kept = wanted or (current.device if current else "")
        known = {mate.device for mate in self._mates if mate.is_known}
        self._strangers = tuple(each for each in self._strangers if each.device not in known)
        views = laptop_views(self._standing(), self._mates, self._strangers, self._apart)
        self._model.show(views)
        if self._model.rowCount():
            row = max(self._model.row_of(kept), 0)
            self.list.setCurrentIndex(self._model.index(row, 0))
        self._show_choice()
        self._where.show_text(str(self._folder) if self._folder else tr("No folder chosen yet"))
        self.again.setEnabled(self._folder is not None and self._under_way is None)
        if not self.result.text():
            self.result.setText(
                tr(
                    "Run it on one laptop, on the next, and on the first again: by a stick, or by "
                    "a folder that both reach. What is written there is encrypted to each laptop."
                )
            )

    def _show_choice(self) -> None:
        chosen = self._current()
        words = tr("Share this inspection with it")
        if chosen is not None and chosen.is_stranger:
            words = tr("Its words are the same …")
        if chosen is not None and chosen.is_apart:
            words = tr("Take this work in …")
        name(self.accept_button, words)
        is_open = self._inspection is not None
        can = chosen is not None and (chosen.is_stranger or (is_open and not chosen.is_in))
        self.accept_button.setEnabled(can)
        self.forget_button.setEnabled(chosen is not None and _is_laptop_of_team(chosen))

    def _show_versions(self) -> None:
        standing = self._standing()
        number = len(standing.conflicts()) if standing else 0
        self.settle.setVisible(bool(number))
        name(
            self.settle,
            tr("{versions} to settle").format(versions=counted(number, "place", "places")),
        )

    def _current(self) -> LaptopView | None:
        view = self.list.currentIndex().data(Role.VIEW)
        return view if isinstance(view, LaptopView) else None

    # Acting

    def bring_together(self) -> None:
        """Exchange through the folder that was chosen last."""
        folder = self._folder
        if self._under_way is not None:
            return
        if folder is None:
            self._choose_folder()
            return
        if self._inspection is not None and self._inspection.refuses_all():
            return
        row = ProgressRow(tr("Bringing together by {folder}").format(folder=folder), self._card)
        self._under_way = row
        self._progress_place.addWidget(row)
        self.again.setEnabled(False)
        self.result.setText("")
        services, with_files = self._services, self.files.isChecked()

        def refused(error: Exception) -> None:
            tell(self.result, str(error))

        def finished() -> None:
            self._under_way = None
            row.deleteLater()
            self._read(self._strangers[0].device if self._strangers else "")
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._inspection is not None:
                self._inspection.read_anew()

        handle = self._jobs.run_long(
            self,
            lambda progress, cancelled: services.merging.bring_together(
                folder, with_files=with_files, progress=progress, cancelled=cancelled
            ),
            self._on_brought,
            progress=row.show_progress,
            refused=refused,
            cancelled=self._on_cancelled,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_brought(self, brought: Brought) -> None:
        self._strangers = brought.strangers
        initials = {mate.device: mate.initials for mate in self._mates}
        services = self._services

        def named(names: dict[InspectionId, str]) -> None:
            self.result.setText("\n".join(brought_lines(brought, names, initials)))

        self._jobs.run(
            self,
            lambda: {each.id: each.details.force.name for each in services.inspections.all()},
            named,
        )

    def _on_cancelled(self) -> None:
        self.result.setText(tr("Stopped. What was done by then is kept; start it again to go on."))

    def offer(self, folder: Path) -> None:
        """Name the folder by which to bring together; nothing is done before it is asked for."""
        self._folder = folder
        self._show_laptops()
        self.again.setFocus()

    def _choose_folder(self) -> None:
        if self._under_way is not None:
            return
        choosing = ChooseFolder(self, tr("Stick or folder"))
        choosing.folder_chosen.connect(self._on_folder_chosen)
        choosing.open()

    def _on_folder_chosen(self, folder: Path) -> None:
        self._folder = folder
        self._where.show_text(str(folder))
        desk = self._services.desk
        self._jobs.run(self, lambda: desk.keep(_DESK, str(folder)), _kept, lane=Lane.WRITES)
        self.bring_together()

    def _accept(self) -> None:
        chosen = self._current()
        if chosen is None or not self.accept_button.isEnabled():
            return
        if self._inspection is not None and self._inspection.refuses_all():
            return
        if chosen.is_stranger:
            self._ask_about(chosen)
        elif chosen.is_apart:
            self._ask_to_take_in(chosen)
        else:
            self._let_in(DeviceId(chosen.device), chosen.initials)

    def _ask_about(self, chosen: LaptopView) -> None:
        laptop = next(each for each in self._strangers if each.device == chosen.device)
        shares = (
            tr("This inspection is then shared with it.") if self._inspection is not None else ""
        )
        asking = Confirm(
            self,
            tr("Are these the words on {initials}’s laptop?").format(initials=laptop.initials),
            tr(
                "{words}\n\nHave them read aloud from the other screen. Only if all eight are the "
                "same is it that laptop and no other. {shares}"
            ).format(words=laptop.words, shares=shares),
            tr("They are the same"),
        )
        team = self._services.team

        def given() -> None:
            self._jobs.run(
                self,
                lambda: team.accept(laptop, laptop.words),
                self._on_accepted,
                lane=Lane.WRITES,
            )

        asking.confirmed.connect(given)
        asking.open()

    def _on_accepted(self, laptop: Laptop) -> None:
        self.noticed.emit(tr("{initials}’s laptop is known").format(initials=laptop.initials))
        if self._inspection is not None:
            self._let_in(laptop.device, laptop.initials)
        else:
            self._read(laptop.device)

    def _let_in(self, device: DeviceId, initials: str) -> None:
        inspection = self._inspection
        if inspection is None:
            return
        team, id_ = self._services.team, inspection.standing.id
        inspection.record(
            self,
            lambda: team.let_in(id_, device),
            tr("Shared with {initials}’s laptop").format(initials=initials),
            lambda _act: self._read(device),
        )

    def _ask_to_take_in(self, chosen: LaptopView) -> None:
        inspection = self._inspection
        kept = next((each for each in self._apart if each.id == chosen.device), None)
        if inspection is None or kept is None:
            return
        shown = tuple(wording.first_words(act, _ACT) for act in kept.acts[:_MOST_ACTS])
        if len(kept.acts) > len(shown):
            shown = (*shown, tr("… and {number} more.").format(number=len(kept.acts) - len(shown)))
        closing = tr("What differs from what is here is then to be settled.")
        if kept.why is Apart.PURGE:
            closing = tr("Taken in, it is carried out on every laptop and cannot be undone.")
        asking = AskReason(
            self,
            tr("Take in what was kept apart?"),
            "\n\n".join(filter(None, (kept.words, "\n".join(shown), closing))),
            tr("Take in"),
        )
        branches, id_ = self._services.branches, inspection.standing.id

        def given(reason: str) -> None:
            inspection.record(
                self,
                lambda: branches.take_in(id_, kept.id, reason),
                tr("Taken in"),
                lambda _act: self._read(),
            )

        asking.given.connect(given)
        asking.open()

    def _forget(self) -> None:
        chosen = self._current()
        if chosen is None or not _is_laptop_of_team(chosen):
            return
        device = DeviceId(chosen.device)
        asking = Confirm(
            self,
            tr("Forget {initials}’s laptop?").format(initials=chosen.initials),
            tr(
                "Nothing more is written for it here or taken from it. Its work stays, and it can "
                "be introduced again."
            ),
            tr("Forget it"),
            records=False,
        )
        team = self._services.team

        def given() -> None:
            self._jobs.run(
                self, lambda: team.forget(device), lambda _: self._read(), lane=Lane.WRITES
            )

        asking.confirmed.connect(given)
        asking.open()

    # Sticks to base

    def _has_base(self) -> bool:
        """Return whether there is a base to carry anything to; if not, say so."""
        if self.sticks.isHidden():
            self.noticed.emit(_NO_BASE)
        return not self.sticks.isHidden() and self._under_way is None

    def _ask_to_pack(self) -> None:
        if not self._has_base():
            return
        if self._inspection is None:
            self.noticed.emit(tr("No inspection is open."))
        elif not self.sticks.authorised.text().strip():
            self.sticks.show_result(
                tr("Say first who authorised that this inspection leaves on a stick, as a role.")
            )
            self.sticks.authorised.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._inspection.refuses_all():
            self._ask_where(tr("The stick for base"), self._pack)

    def _pack(self, folder: Path) -> None:
        inspection = self._id()
        if inspection is None:
            return
        carrying, with_files = self._services.base_transfer, self.files.isChecked()
        by, stick = self.sticks.authorised.text(), self.sticks.stick.text()
        self._run(
            tr("Packing for base"),
            lambda progress, cancelled: packed_text(
                carrying.pack(
                    inspection,
                    folder,
                    by,
                    stick,
                    with_files=with_files,
                    progress=progress,
                    cancelled=cancelled,
                )
            ),
        )

    def _ask_for_answer(self) -> None:
        if self._has_base():
            self._ask_where(tr("The stick with base’s answer"), self._take_answer)

    def _take_answer(self, folder: Path) -> None:
        carrying = self._services.base_transfer
        self._run(
            tr("Taking base’s answer in"),
            lambda progress, cancelled: taken_text(
                carrying.take_in(folder, progress=progress, cancelled=cancelled)
            ),
        )

    def _ask_to_wipe(self) -> None:
        if self._has_base():
            self._ask_where(tr("The stick to be wiped"), self._confirm_wiping)

    def _confirm_wiping(self, folder: Path) -> None:
        asking = Confirm(
            self,
            tr("Wipe what went to base, and came from it?"),
            tr(
                "This laptop’s transfer files to base and from it, in {folder}, are overwritten "
                "and removed. What has not reached base by another way stays in the vault alone."
            ).format(folder=folder),
            tr("Wipe them"),
            records=False,
        )
        carrying = self._services.base_transfer

        def given() -> None:
            self._run(tr("Wiping"), lambda _p, _c: wiped_text(carrying.wipe(folder)))

        asking.confirmed.connect(given)
        asking.open()

    def _ask_where(self, title: str, then: Callable[[Path], None]) -> None:
        choosing = ChooseFolder(self, title)
        choosing.folder_chosen.connect(then)
        choosing.open()

    def _run(self, words: str, work: Callable[[Progress, CancelCheck], str]) -> None:
        """Do one of them, and say in the panel what came of it."""
        if self._under_way is not None:
            return
        row = ProgressRow(words, self.sticks)
        self._under_way = row
        self.sticks.show_under_way(row)
        self.sticks.show_result("")
        self.again.setEnabled(False)

        def refused(error: Exception) -> None:
            self.sticks.show_result(str(error))

        def stopped() -> None:
            self.sticks.show_result(tr("Stopped. Files that were finished by then stay."))

        def finished() -> None:
            self._under_way = None
            self.sticks.show_under_way(None)
            row.deleteLater()
            self._read()
            if self._inspection is not None:
                self._inspection.read_anew()

        handle = self._jobs.run_long(
            self,
            work,
            self.sticks.show_result,
            progress=row.show_progress,
            refused=refused,
            cancelled=stopped,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

    def _go_to_versions(self) -> None:
        if self._inspection is None:
            self.noticed.emit(tr("No inspection is open."))
        else:
            self.going.emit(Destination(Screen.VERSIONS))

    def _on_list_current_changed(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self._show_choice()

    def _on_inspection_changed(self, _subjects: object) -> None:
        self._show_versions()


def _stick_view(services: Unlocked, inspection: InspectionId | None) -> BaseStickView | None:
    """Return how the inspection stands to base; None: this laptop has joined none."""
    pinned = services.base.standing().pinned
    if pinned is None:
        return None
    to_carry = None if inspection is None else services.base_transfer.to_carry(inspection)
    return stick_view(pinned, to_carry)


def _is_laptop_of_team(chosen: LaptopView) -> bool:
    return not (chosen.is_stranger or chosen.is_apart)


def _alone(laptop: Laptop) -> Mate:
    return Mate(
        laptop.device,
        laptop.initials,
        is_in=False,
        is_known=True,
        until_ms=0,
        heard_ms=0,
        is_level=False,
        lacks=0,
    )


def _kept(_nothing: None) -> None:
    """The folder is remembered; there is nothing to show."""
