"""Bring together: the team's laptops, and the one gesture by which they exchange their work."""

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

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.services.branches import KeptApart
from inspector_app.services.merging import Brought, Mate
from inspector_app.services.team import Laptop
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.base_stick_viewing import (
    BaseStickView,
    stick_view,
)
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.laptops_table import Column, LaptopsTable, LaptopView
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.base_sticks import BaseSticks
from inspector_app.ui.pages.laptop_acts import LaptopActs
from inspector_app.ui.pages.one_exchange import OneExchange
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
        self._exchange = OneExchange(self, jobs)
        self._exchange.begun.connect(self._on_exchange_begun)
        self._exchange.ended.connect(self._on_exchange_ended)
        self._base_sticks = BaseSticks(
            self, self.sticks, self.files, self._exchange, services, inspection
        )
        self._base_sticks.ended.connect(self._read)
        self._acts = LaptopActs(self, services, jobs, inspection)
        self._acts.changed.connect(self._read)
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
            "pack": self._base_sticks.ask_to_pack,
            "answer": self._base_sticks.ask_for_answer,
            "wipe": self._base_sticks.ask_to_wipe,
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
        self.again.setEnabled(self._folder is not None and not self._exchange.is_under_way)
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
        if self._exchange.is_under_way:
            return
        if folder is None:
            self._choose_folder()
            return
        if self._inspection is not None and self._inspection.refuses_all():
            return
        row = ProgressRow(tr("Bringing together by {folder}").format(folder=folder), self._card)
        self._progress_place.addWidget(row)
        self.result.setText("")
        services, with_files = self._services, self.files.isChecked()

        def refused(error: InspectorError) -> None:
            tell(self.result, str(error))

        def finished() -> None:
            self._read(self._strangers[0].device if self._strangers else "")
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._exchange.run(
            row,
            lambda progress, cancelled: services.merging.bring_together(
                folder, with_files=with_files, progress=progress, cancelled=cancelled
            ),
            self._on_brought,
            refused=refused,
            cancelled=self._on_cancelled,
            finished=finished,
        )

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
        if self._exchange.is_under_way:
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
            device = chosen.device
            self._acts.ask_about(next(each for each in self._strangers if each.device == device))
        elif chosen.is_apart:
            kept = next((each for each in self._apart if each.id == chosen.device), None)
            if kept is not None:
                self._acts.ask_to_take_in(kept)
        else:
            self._acts.let_in(DeviceId(chosen.device), chosen.initials)

    def _forget(self) -> None:
        chosen = self._current()
        if chosen is not None and _is_laptop_of_team(chosen):
            self._acts.ask_to_forget(DeviceId(chosen.device), chosen.initials)

    def _go_to_versions(self) -> None:
        if self._inspection is None:
            self.noticed.emit(tr("No inspection is open."))
        else:
            self.going.emit(Destination(Screen.VERSIONS))

    def _on_exchange_begun(self) -> None:
        self.again.setEnabled(False)

    def _on_exchange_ended(self) -> None:
        if self._inspection is not None:
            self._inspection.read_anew()

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
