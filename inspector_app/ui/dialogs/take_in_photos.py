"""Taking photographs in: files, the laptop's clock in one of them, the groups, the batch."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.captures import ClockReading, is_twice, slow_words
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.grouping import Placed, cameras_without_clock
from inspector_app.domain.locales import current
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.wording import first_words
from inspector_app.services.photos import Scanned, TakenIn, shots
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseFolder
from inspector_app.ui.importing import Imported
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.photos_table import Column, PhotosTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.photo_draft import OUT, TRAY, PhotoDraft
from inspector_app.ui.picture import Picture
from inspector_app.ui.shortcuts import Keys, Shortcut
from inspector_app.ui.texts import counted, tr, tr_counted
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.page_view import PageView
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.recorded_as import RecordedAs
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import WordField

KEYS = (
    Shortcut("go", "G", tr("move the chosen photos")),
    Shortcut("caption", "C", tr("caption the chosen photos")),
    Shortcut("out", "Delete", tr("leave the chosen photos out")),
    Shortcut("tray", "T", tr("chosen photos to the tray")),
)
_NAME_CHARACTERS = 40
_SEEN = 600
"""Pixels: the width in which a photograph is asked for."""


class TakeInPhotos(QDialog):
    """One window for the whole batch; nothing is kept before *Take in*. Esc closes it."""

    def __init__(self, parent: QWidget, inspection: OpenInspection) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self.clocks: dict[str, tuple[str, ClockReading]] = {}
        """Of each camera, by its name: the photo of the laptop's clock, and what it told."""
        self._clock_problem = ""
        self._looked_at = ""
        title = tr("Take in photos")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names: dict[str, str] = {
            item.id: f"{item.source.number} "
            + first_words(source_words(item.source), _NAME_CHARACTERS)
            for item in inspection.standing.sources()
        }
        self.draft = PhotoDraft(names)
        self._room_for_progress = QVBoxLayout()
        self._build_files()
        self._build_clock()
        self._build_photos()
        self._build_placing()
        self._build_foot()
        self._lay_out(parent, title)
        self._say("")
        self._show_draft()
        self.files_button.setFocus()

    # Building

    def _build_files(self) -> None:
        self.files_button = button(tr("Choose photos …"), "image", parent=self)
        self.files_button.clicked.connect(self._on_files_clicked)
        self.folder_button = button(tr("Choose a folder …"), "folder", parent=self)
        self.folder_button.clicked.connect(self._on_folder_clicked)
        # Enter in a field settles the field; it must not press a button too.
        for each in (self.files_button, self.folder_button):
            each.setAutoDefault(False)
        self._count = ElidedLabel("", "dim", self)

    def _build_clock(self) -> None:
        self.clock_photo = QComboBox(self)
        self.clock_photo.setMinimumContentsLength(16)
        self.clock_photo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._clock_heading = label(tr("Photo of the laptop’s clock"), "dim", self)
        self._clock_heading.setBuddy(self.clock_photo)
        self.clock_photo.currentIndexChanged.connect(self._on_clock_photo_changed)
        self.shows = WordField(tr("Time that the clock shows in it"), 170, tr("14:20:05"), self)
        self._shows_heading = label(tr("shows"), "dim", self)
        self._shows_heading.setBuddy(self.shows)
        self.shows.left.connect(self._on_shows_left)
        self.clock_said = label("", "dim", self)
        self.clock_said.setWordWrap(True)

    def _build_photos(self) -> None:
        self._parts = QSplitter(Qt.Orientation.Horizontal, self)
        self._parts.setChildrenCollapsible(False)
        self._model = PhotosTable(self)
        self.view = QTableView(self._parts)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Photos"), widest=Column.REMARK)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(190))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.selectionModel().selectionChanged.connect(self._on_view_selection_changed)
        self._keys = Keys(self, KEYS)
        self._keys.watch(self.view)
        self._keys.pressed.connect(self.on_key)
        self.picture = PageView(tr("The photo"), self._parts)
        self.picture.page_wanted.connect(self._on_picture_page_wanted)

    def _build_placing(self) -> None:
        self.goes_to = QComboBox(self)
        self.goes_to.setMinimumContentsLength(20)
        self.goes_to.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.goes_to.addItem(tr("Tray: to no source"), TRAY)
        for id_, name in self.draft.sources.items():
            self.goes_to.addItem(name, id_)
        self.goes_to.addItem(tr("Left out: not taken in"), OUT)
        self.goes_to.activated.connect(self._on_goes_to_activated)
        self._goes_heading = label(tr("Chosen photos go to"), "dim", self)
        self._goes_heading.setBuddy(self.goes_to)
        self.caption = WordField(tr("Caption of the chosen photos"), 260, "", self)
        self.caption.returnPressed.connect(self._on_caption_entered)
        self._caption_heading = label(tr("Caption"), "dim", self)
        self._caption_heading.setBuddy(self.caption)
        self.caption_button = button(tr("Caption them"), parent=self)
        self.caption_button.setAutoDefault(False)
        self.caption_button.clicked.connect(self._on_caption_entered)

    def _build_foot(self) -> None:
        self.groups = ElidedLabel("", "", self)
        self.said = label("", "note", self)
        self.said.setWordWrap(True)
        # Shown until something is said in their place.
        self._hints = label(
            tr("Shift+↑↓ choose several · G group · C caption · T tray · Del leave out"),
            "meta",
            self,
        )
        self._hints.setWordWrap(True)
        self.take_button = button(tr("Take in"), "import", "primary", self)
        self.take_button.setAutoDefault(False)
        self.take_button.clicked.connect(self.take_in)
        self.close_button = button(tr("Cancel"), parent=self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)

    def _lay_out(self, parent: QWidget, title: str) -> None:
        px = theme.current().px
        files, clock, placing, foot = (QHBoxLayout() for _ in range(4))
        for row in (files, clock, placing, foot):
            row.setSpacing(px(8))
        files.addWidget(label(title, "title", self))
        files.addSpacing(px(12))
        files.addWidget(self.files_button)
        files.addWidget(self.folder_button)
        files.addWidget(self._count, 1)
        clock.addWidget(self._clock_heading)
        clock.addWidget(self.clock_photo, 1)
        clock.addWidget(self._shows_heading)
        clock.addWidget(self.shows)
        placing.addWidget(self._goes_heading)
        placing.addWidget(self.goes_to, 1)
        placing.addWidget(self._caption_heading)
        placing.addWidget(self.caption, 1)
        placing.addWidget(self.caption_button)
        foot.addWidget(RecordedAs(self))
        foot.addWidget(self.said, 1)
        foot.addWidget(self._hints, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take_button)
        self._parts.setSizes([px(800), px(300)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(px(6))
        whole.addLayout(files)
        whole.addLayout(clock)
        whole.addWidget(self.clock_said)
        whole.addWidget(self._parts, 1)
        whole.addLayout(placing)
        whole.addWidget(self.groups)
        whole.addLayout(self._room_for_progress)
        whole.addLayout(foot)
        room = parent.window().size()
        self.resize(min(px(1240), room.width() - 40), min(px(760), room.height() - 40))

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold no picture any longer (Qt)."""
        self.picture.clear()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hold no picture any longer (Qt)."""
        self.picture.clear()
        super().closeEvent(event)

    def on_key(self, action: str) -> None:
        """Do what a key asks for while the photos have the focus."""
        if not self.view.hasFocus():
            return
        match action:
            case "go":
                self.goes_to.setFocus()
                self.goes_to.showPopup()
            case "caption":
                self.caption.setFocus()
            case "out":
                self._move(OUT)
            case _:
                self._move(TRAY)

    # Files

    def look_through(self, paths: list[Path]) -> None:
        """Look at files and folders and propose where they go; those chosen before stay."""
        inspection = self._inspection
        service, id_ = inspection.services.photos, inspection.standing.id
        wanted = [*(each.path for each in self.draft.scanned), *paths]
        self._say("")

        def done(scanned: tuple[Scanned, ...]) -> None:
            self._propose(scanned)

        handle_row = self._begin_row(tr("Looking through the photos"))
        handle = inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: service.scan(id_, wanted, progress, is_cancelled),
            done,
            progress=handle_row.show_progress,
            refused=self._on_refused,
            finished=lambda: self._end_row(handle_row),
        )
        handle_row.cancel_asked.connect(handle.cancel)

    def _propose(self, scanned: tuple[Scanned, ...]) -> None:
        inspection = self._inspection
        service, id_ = inspection.services.photos, inspection.standing.id
        clocks = [reading for _, reading in self.clocks.values()]

        def done(placed: tuple[Placed, ...]) -> None:
            self.draft = self.draft.with_found(scanned, placed)
            self._show_draft()
            if self._model.rowCount() and not self.view.currentIndex().isValid():
                self.view.selectRow(0)

        inspection.jobs.run(
            self, lambda: service.placed(id_, scanned, clocks), done, refused=self._on_refused
        )

    def _on_files_clicked(self) -> None:
        dialog = ChooseFiles(self, tr("Photos to take in"))
        dialog.files_chosen.connect(self.look_through)
        dialog.open()

    def _on_folder_clicked(self) -> None:
        dialog = ChooseFolder(self, tr("Folder of photos to take in"))
        dialog.folder_chosen.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, folder: Path) -> None:
        self.look_through([folder])

    # The clock

    def _on_clock_photo_changed(self, _place: int) -> None:
        key = str(self.clock_photo.currentData() or "")
        self.shows.setEnabled(bool(key))
        told = [reading for photo, reading in self.clocks.values() if photo == key]
        self.shows.show_text(f"{told[0].showed:%Y-%m-%d %H:%M:%S}" if told else "")
        self._clock_problem = ""
        if key:
            self._look_at(key)
            self._show_clocks()
        else:
            self._keep_clocks({})

    def _on_shows_left(self) -> None:
        self._read_clock()

    def _read_clock(self) -> None:
        """Work out the error of the camera that took the chosen photo of the clock."""
        photo = self._scanned(str(self.clock_photo.currentData() or ""))
        if photo is None:
            self._show_clocks()
            return
        others = {name: told for name, told in self.clocks.items() if told[0] != photo.key}
        if not self.shows.words:
            self._keep_clocks(others)
            return
        try:
            reading = self._inspection.services.photos.read_clock(photo, self.shows.words)
        except BadInput as error:
            self._keep_clocks(others, str(error))
        else:
            self._keep_clocks({**others, photo.camera: (photo.key, reading)})

    def _keep_clocks(self, clocks: dict[str, tuple[str, ClockReading]], problem: str = "") -> None:
        """Go by these clocks; where they are others, all times and proposals are made anew."""
        before, self.clocks = self.clocks, clocks
        self._clock_problem = problem
        self._show_clocks()
        if clocks != before:
            self._propose(self.draft.scanned)

    def _show_clocks(self) -> None:
        clocks = [reading for _, reading in self.clocks.values()]
        words = [_clock_words(each, of_many=len(clocks) > 1) for each in clocks]
        chosen = str(self.clock_photo.currentData() or "")
        if self._clock_problem:
            words.append(self._clock_problem)
        elif chosen and chosen not in {photo for photo, _ in self.clocks.values()}:
            words.append(
                tr("Type the time that the laptop’s clock shows in the photo, to the second.")
            )
        elif not chosen:
            words.append(
                tr("Without it the cameras’ clocks are taken for right, and set to London.")
            )
        if clocks:
            for camera, count in cameras_without_clock(shots(self.draft.scanned), clocks):
                photos = counted(count, "photo", "photos")
                told = tr("Of {camera} ({photos}) there is no photo of the clock yet: choose one.")
                name = camera or tr("a camera without a name")
                words.append(told.format(camera=name, photos=photos))
        self.clock_said.setText(" ".join(words))

    # Sorting

    def _show_draft(self) -> None:
        chosen = self._chosen()
        current = str(self.view.currentIndex().data(Role.ID) or "")
        self._model.show(self.draft.views())
        for key in chosen if current and not self._chosen() else ():
            self.view.selectRow(self._model.row_of(key))
        scanned = self.draft.scanned
        refused = sum(1 for each in scanned if each.refusal)
        here = sum(1 for each in scanned if each.number)
        facts = [counted(len(scanned), "photo", "photos")] if scanned else []
        facts += [tr_counted(here, "{number} here already").format(number=here)] if here else []
        facts += (
            [tr_counted(refused, "{number} cannot be read").format(number=refused)]
            if refused
            else []
        )
        self._count.show_text(" · ".join(facts) or tr("None is chosen yet."))
        self.groups.show_text(self.draft.groups())
        self._show_clock_photos()
        number = len(self.draft.wanted())
        self.take_button.setEnabled(bool(number))
        for each in (self.goes_to, self.caption, self.caption_button, self.clock_photo):
            each.setEnabled(bool(scanned))
        self.shows.setEnabled(bool(self.clock_photo.currentData()))
        self._show_clocks()

    def _show_clock_photos(self) -> None:
        keys = [each.key for each in self.draft.scanned if each.captured_at]
        held = [str(self.clock_photo.itemData(n)) for n in range(1, self.clock_photo.count())]
        if keys == held and self.clock_photo.count():
            return
        chosen = str(self.clock_photo.currentData() or "")
        self.clock_photo.blockSignals(True)
        self.clock_photo.clear()
        self.clock_photo.addItem(tr("none: the cameras’ times are right"), "")
        for each in self.draft.scanned:
            if each.captured_at:
                self.clock_photo.addItem(f"{each.path.name} · {each.captured_at}", each.key)
        self.clock_photo.setCurrentIndex(max(0, self.clock_photo.findData(chosen)))
        self.clock_photo.blockSignals(False)

    def _chosen(self) -> list[str]:
        rows = self.view.selectionModel().selectedRows()
        return [str(index.data(Role.ID)) for index in sorted(rows)]

    def _change(self, draft: PhotoDraft) -> None:
        """Show another draft; the photographs that were chosen stay chosen, wherever they went."""
        chosen = self._chosen()
        self.draft = draft
        self._model.show(draft.views())
        selection = self.view.selectionModel()
        flags = selection.SelectionFlag
        selection.clearSelection()
        for key in chosen:
            index = self._model.index(self._model.row_of(key), 0)
            selection.select(index, flags.Select | flags.Rows)
        if chosen:
            first = self._model.index(self._model.row_of(chosen[0]), 0)
            selection.setCurrentIndex(first, flags.NoUpdate)
        self._show_draft()

    def _move(self, to: str) -> None:
        if chosen := self._chosen():
            self._change(self.draft.with_moved(chosen, to))

    def _on_goes_to_activated(self, _place: int) -> None:
        self._move(str(self.goes_to.currentData()))
        self.view.setFocus()

    def _on_caption_entered(self) -> None:
        if chosen := self._chosen():
            self._change(self.draft.with_caption(chosen, self.caption.words))
            self.view.setFocus()

    def _on_view_selection_changed(self) -> None:
        captions = {self.draft.captions.get(key, "") for key in self._chosen()}
        self.caption.show_text(captions.pop() if len(captions) == 1 else "")

    # Looking

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._look_at(str(current.data(Role.ID)))
            each = self._scanned(str(current.data(Role.ID)))
            place = self.goes_to.findData(self.draft.goes_to(each)) if each else 0
            self.goes_to.setCurrentIndex(max(0, place))

    def _scanned(self, key: str) -> Scanned | None:
        return next((each for each in self.draft.scanned if each.key == key), None)

    def _look_at(self, key: str) -> None:
        if key == self._looked_at and self.picture.images_held:
            return
        self._looked_at = key
        self.picture.clear()
        service = self._inspection.services.photos

        def arrived(picture: Picture) -> None:
            if key == self._looked_at and self.isVisible():
                self.picture.show_pages(((float(picture.width), float(picture.height)),))

        self._inspection.jobs.run(
            self, lambda: service.page(Path(key), _SEEN), arrived, refused=self._on_not_shown
        )

    def _on_picture_page_wanted(self, _page: int, width: int) -> None:
        key, service = self._looked_at, self._inspection.services.photos

        def arrived(picture: Picture) -> None:
            if key == self._looked_at:
                self.picture.show_png(0, picture.png)

        self._inspection.jobs.run(
            self, lambda: service.page(Path(key), width), arrived, refused=self._on_not_shown
        )

    def _on_not_shown(self, _error: InspectorError) -> None:
        self.picture.clear()

    # Taking in

    def take_in(self) -> None:
        """Keep the photographs, with progress and cancel."""
        inspection = self._inspection
        wanted = self.draft.wanted()
        if not wanted or inspection.refuses():
            return
        service, id_ = inspection.services.photos, inspection.standing.id
        row = self._begin_row(tr("Taking in {photos}").format(
            photos=counted(len(wanted), "photo", "photos")))  # fmt: skip
        handle = inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: service.take_in(id_, wanted, progress, is_cancelled),
            self._on_taken_in,
            progress=row.show_progress,
            refused=self._on_refused,
            finished=lambda: self._end_row(row),
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_taken_in(self, taken: TakenIn) -> None:
        inspection = self._inspection
        inspection.take(taken.states)
        result = Imported(taken.attached, taken.asked, taken.stopped)
        words = " ".join((result.words(), *taken.remarks))
        if result.is_plain and not taken.remarks:
            inspection.recorded.emit(words.rstrip("."), True)
            self.accept()
            return
        # What did not go as wanted stays to be read, with the files as they are now.
        self._say(words)
        self.look_through([])
        self._say(words)

    def _begin_row(self, words: str) -> ProgressRow:
        row = ProgressRow(words, self)
        self._room_for_progress.addWidget(row)
        for each in (self.take_button, self.files_button, self.folder_button):
            each.setEnabled(False)
        return row

    def _end_row(self, row: ProgressRow) -> None:
        self._room_for_progress.removeWidget(row)
        row.hide()
        row.deleteLater()
        for each in (self.files_button, self.folder_button):
            each.setEnabled(True)
        self._show_draft()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self._hints.setVisible(not words)

    def _on_refused(self, error: InspectorError) -> None:
        self._say(str(error))


def _clock_words(clock: ClockReading, *, of_many: bool) -> str:
    words = tr("{whose} was {wrong} when the laptop’s showed {time}, London’s time.")
    whose = tr("The clock of {camera}").format(camera=clock.camera) if of_many else ""
    said = words.format(
        whose=whose or tr("The camera’s clock"),
        wrong=slow_words(round(clock.slow.total_seconds())),
        time=current().moment_words(clock.showed, to_the_second=True),
    )
    if is_twice(clock):
        said += " " + tr("London had that hour twice that day; the first is taken.")
    return said
