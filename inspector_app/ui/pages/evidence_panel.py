"""Evidence beside the lines: attach, look, caption, mark, link, take out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.evidence import Caption
from inspector_app.domain.evidence_wording import capture_words, kinship_words
from inspector_app.domain.ids import EvidenceId, LineId, SectionId
from inspector_app.domain.items import EvidenceItem, number_order
from inspector_app.domain.markings import Marking
from inspector_app.services.evidence import Attached, already_words
from inspector_app.ui import theme, viewing
from inspector_app.ui.dialogs.ask_marking import AskMarking
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.evidence_preview import EvidencePreview
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.dialogs.redact import Redact
from inspector_app.ui.importing import Imported, imported
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.evidence_grid import EvidenceGrid
from inspector_app.ui.models.evidence_grid import EvidenceView as EvidenceTile
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.drop_zone import DropZone
from inspector_app.ui.widgets.evidence_view import EvidenceView
from inspector_app.ui.widgets.item_details import ItemDetails
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

_LINE, _SECTION, _ALL = "line", "section", "all"


class EvidencePanel(QWidget):
    """The items of the line, the section or the whole inspection, and the chosen one's particulars.

    Signals:
        told(str): a sentence for the message bar.
        listed(): other items are listed.
    """

    told = Signal(str)
    listed = Signal()

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._section = SectionId("")
        self._line: LineId | None = None
        self._shown: tuple[EvidenceItem, ...] = ()
        self._item: EvidenceItem | None = None
        self._count = label("", "dim", self)
        self._which = SegmentedChoice(tr("Which evidence"), self)
        self._which.show_choices(
            (
                Choice(_LINE, tr("Line")),
                Choice(_SECTION, tr("Section")),
                Choice(_ALL, tr("All")),
            )
        )
        self._which.show_value(_SECTION)
        self._which.chosen.connect(self._on_which_chosen)
        self._model = EvidenceGrid(self)
        self._model.thumbnail_wanted.connect(self._on_thumbnail_wanted)
        self.view = EvidenceView(self)
        self.view.show_model(self._model)
        self.view.item_opened.connect(self._on_view_item_opened)
        self.view.current_changed.connect(self._on_view_current_changed)
        self._none = label("", "dim", self)
        self._none.setWordWrap(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.zone = DropZone(parent=self)
        self.zone.files_given.connect(self.attach)
        self.zone.image_given.connect(self._on_zone_image_given)
        self.zone.choosing_asked.connect(self.choose_files)
        self._details: ItemDetails | None = None
        self._room_for_details = QVBoxLayout()
        self._under_way = QVBoxLayout()
        layout = QVBoxLayout(self)
        px = theme.current().px
        layout.setContentsMargins(px(16), 0, px(12), px(8))
        layout.setSpacing(px(6))
        layout.addWidget(self._which)
        layout.addWidget(self._count)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._room_for_details)
        layout.addLayout(self._under_way)
        layout.addWidget(self.zone)
        self.setFocusProxy(self.view)
        self._rows: dict[str, ProgressRow] = {}
        places = inspection.places
        places.changed.connect(self._on_places_changed)
        places.told.connect(self.told)
        places.moved.connect(self._on_places_moved)
        places.ended.connect(self._on_places_ended)
        if not inspection.moment:  # base tells of now
            places.begin()
        self._show_item(None)

    # What the page asks

    def show_place(self, section: SectionId, line: LineId | None) -> None:
        """Show the evidence of this place; files attached from now on belong to ``line``."""
        self._section, self._line = section, line
        self.refresh()

    def refresh(self) -> None:
        """Show what stands now; the chosen item stays chosen while it is shown."""
        items = self._wanted()
        if items != self._shown:
            chosen = self._item.id if self._item else ""
            self._shown = items
            self._model.show(tuple(map(self._view, items)))
            row = self._model.row_of(chosen)
            if row >= 0:
                self.view.setCurrentIndex(self._model.index(row))
            self._show_item(next((item for item in items if item.id == chosen), None))
            self.listed.emit()
        else:
            self._show_item(self._item)
        self._count.setText(counted(len(items), "item", "items"))
        self._none.setVisible(not items)
        self.view.setVisible(bool(items))
        self._none.setText(self._nothing_words())

    def items(self) -> tuple[EvidenceId, ...]:
        """Return the items that are listed."""
        return tuple(item.id for item in self._shown)

    def flush(self) -> None:
        """Let what is typed about the item settle."""
        if self._details is not None:
            self._details.flush()

    def clear(self) -> None:
        """Hold no picture any longer."""
        self._shown = ()
        self._model.clear()

    def choose_files(self) -> None:
        """Ask for files and attach them."""
        dialog = ChooseFiles(self, tr("Attach as evidence"))
        dialog.files_chosen.connect(self.attach)
        dialog.open()

    def take(self, data: QMimeData) -> bool:
        """Attach what was dropped or pasted; False when it is nothing to attach."""
        return self.zone.take(data)

    def paste(self) -> None:
        """Attach what is on the clipboard, or say that there is nothing for here."""
        if not self.zone.paste():
            self.told.emit(tr("There is no file or picture on the clipboard to attach."))

    def attach(self, paths: list[Path]) -> None:
        """Keep files as evidence of the current line, with progress and cancel."""
        inspection = self._inspection
        if inspection.refuses():
            return
        service, id_ = inspection.services.evidence, inspection.standing.id
        lines = (self._line,) if self._line else ()
        row = ProgressRow(
            paths[0].name if len(paths) == 1 else counted(len(paths), "file", "files"), self
        )
        self._under_way.addWidget(row)

        def done(result: Imported) -> None:
            self._on_imported(result)

        def finished() -> None:
            self._drop_row(row)

        handle = inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: imported(
                service, id_, paths, lines, progress, is_cancelled
            ),
            done,
            progress=row.show_progress,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

    def _wanted(self) -> tuple[EvidenceItem, ...]:
        standing = self._inspection.standing
        which = self._which.value
        if which == _LINE:
            return standing.evidence(self._line) if self._line else ()
        if which == _ALL or not self._section:
            return standing.evidence()
        lines = standing.pack.section(self._section).lines
        found = {item.id: item for line in lines for item in standing.evidence(line.id)}
        return tuple(sorted(found.values(), key=lambda item: number_order(item.file.number)))

    def _nothing_words(self) -> str:
        return {
            _LINE: tr("No evidence on this line yet."),
            _SECTION: tr("No evidence in this section yet."),
            _ALL: tr("No evidence in this inspection yet."),
        }[self._which.value]

    def _show_item(self, item: EvidenceItem | None) -> None:
        self._item = item
        if item is not None:
            if self._details is None:
                self._details = self._made_details()
            kin = kinship_words(item, self._inspection.standing)
            if item.capture is not None:
                kin = (tr("Taken {when}").format(when=capture_words(item.capture)), *kin)
            self._details.show_item(self._as_typed(item), self._line, kin)
            self._show_place(item)
        if self._details is not None:
            self._details.setVisible(item is not None)

    def _view(self, item: EvidenceItem) -> EvidenceTile:
        places = self._inspection.places
        return viewing.evidence_view(item, places.of(item.id), places.damage(item.id))

    def _show_place(self, item: EvidenceItem) -> None:
        places = self._inspection.places
        place = places.of(item.id)
        if self._details is None:
            return
        damage = places.damage(item.id)
        if damage is not None:
            told = f"{damage.words()} {damage.rests()} {damage.remedy()}"
            self._details.show_place("warning", told, can_fetch=places.can_fetch(item.id))
            return
        if place is None:
            self._details.show_place("", "", can_fetch=False)
            return
        words = place.words()
        self._details.show_place(
            viewing.place_icon(place),
            f"{words[0].upper()}{words[1:]}.",
            can_fetch=places.can_fetch(item.id),
        )

    def _made_details(self) -> ItemDetails:
        details = ItemDetails(self)
        details.captioned.connect(self._on_details_captioned)
        details.described.connect(self._on_details_described)
        details.open_asked.connect(self._on_details_open_asked)
        details.link_asked.connect(self._on_details_link_asked)
        details.left_out.connect(self._on_details_left_out)
        details.fetch_asked.connect(self.fetch)
        details.more_asked.connect(self._on_details_more_asked)
        self._room_for_details.addWidget(details)
        return details

    # Recording

    def _record_caption(self, item: EvidenceItem, caption: Caption, said: str) -> None:
        service, id_ = self._inspection.services.evidence, self._inspection.standing.id
        if caption != item.caption:
            self._inspection.write(
                self,
                subject(Subject.CAPTION, item.id),
                caption,
                (),
                lambda _seen: service.caption(id_, item.id, caption),
                said,
            )

    def _fresh(self, item: EvidenceItem) -> EvidenceItem:
        """Return the item as it stands now: what was shown may be older than the last act."""
        found = (each for each in self._inspection.standing.evidence() if each.id == item.id)
        return self._as_typed(next(found, item))

    def _as_typed(self, item: EvidenceItem) -> EvidenceItem:
        """Return the item with what was typed about it and does not stand yet."""
        typed = self._inspection.typed_of(subject(Subject.CAPTION, item.id))
        return replace(item, caption=typed) if isinstance(typed, Caption) else item

    # What happens

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the item (Qt)."""
        if self._item is not None:
            self._menu().popup(event.globalPos())

    def _menu(self) -> Menu:
        menu = Menu(self, tr("What can be done with it"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # What can be drawn has a thumbnail.
        can_redact = self._item is not None and self._item.file.thumbnail is not None
        redacting = ((tr("&Redact …"), self.redact),) if can_redact else ()
        for words, slot in (
            (tr("&Marking …"), self._on_marking_asked),
            *redacting,
            (tr("&Save a copy …"), self._on_copy_asked),
            *self._ways(),
            (tr("&Withdraw …"), self.ask_withdrawal),
        ):
            menu.addAction(words).triggered.connect(slot)
        return menu

    def _ways(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        places, item = self._inspection.places, self._item
        if item is not None and places.can_fetch(item.id):
            return ((tr("&Fetch from base"), self.fetch),)
        if item is not None and places.can_take_off(item.id):
            return ((tr("&Take off this laptop"), self.take_off),)
        return ()

    def fetch(self) -> None:
        """Fetch the file of the chosen item from base, with progress and cancel."""
        item, places = self._item, self._inspection.places
        if item is None or not places.can_fetch(item.id):
            return
        row = ProgressRow(tr("Fetching {number}").format(number=item.file.number), self)
        self._rows[item.id] = row
        self._under_way.addWidget(row)
        row.cancel_asked.connect(places.fetch(item).cancel)

    def take_off(self) -> None:
        """Take the file of the chosen item off this laptop; *Fetch* then brings it back."""
        item, places = self._item, self._inspection.places
        if item is not None and places.can_take_off(item.id):
            places.take_off(item)

    def _on_places_changed(self) -> None:
        self._model.items_changed([self._view(item) for item in self._shown])
        if self._item is not None:
            self._show_place(self._item)

    def _on_places_moved(self, item_id: str, done: int, total: int) -> None:
        if (row := self._rows.get(item_id)) is not None:
            row.show_progress(done, total)

    def _on_places_ended(self, item_id: str) -> None:
        if (row := self._rows.pop(item_id, None)) is not None:
            self._drop_row(row)

    def _drop_row(self, row: ProgressRow) -> None:
        self._under_way.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_imported(self, result: Imported) -> None:
        self._take(result.attached)
        if any(each.duplicate for each in result.attached):
            self._inspection.places.look_again()  # what was damaged is whole again
        if result.is_plain and result.attached:
            self._inspection.recorded.emit(result.words().rstrip("."), True)
        else:
            self.told.emit(result.words())

    def _take(self, attached: tuple[Attached, ...]) -> None:
        states = [state for each in attached if each.act for state in each.act.states]
        if states:
            self._inspection.take(states)
            newest = next((each.item for each in reversed(attached) if each.item), None)
            row = self._model.row_of(newest or "")
            if row >= 0:
                self.view.setCurrentIndex(self._model.index(row))

    def _on_zone_image_given(self, picture: bytes) -> None:
        inspection = self._inspection
        if inspection.refuses():
            return
        service, id_ = inspection.services.evidence, inspection.standing.id
        lines = (self._line,) if self._line else ()
        name = tr("Pasted picture.png")

        def done(attached: Attached) -> None:
            self._on_imported(Imported((attached,), 1))

        inspection.jobs.run(
            self,
            lambda: service.attach_bytes(id_, name, picture, lines),
            done,
            lane=Lane.FILES,
            refused=self._on_refused,
        )

    def _on_refused(self, error: InspectorError) -> None:
        self.told.emit(str(error))

    def _on_which_chosen(self, _value: str) -> None:
        self.refresh()

    def _on_thumbnail_wanted(self, item_id: str) -> None:
        item = next((each for each in self._shown if each.id == item_id), None)
        if item is None or item.file.thumbnail is None:
            return
        service, id_ = self._inspection.services.evidence, self._inspection.standing.id
        sha256 = item.file.thumbnail.sha256

        def arrived(picture: bytes | None) -> None:
            if picture is not None:
                self._model.thumbnail_arrived(item_id, picture)

        self._inspection.jobs.run(self, lambda: service.thumbnail(id_, sha256), arrived)

    def _on_view_item_opened(self, item_id: str) -> None:
        item = next((each for each in self._shown if each.id == item_id), None)
        if item is not None:
            EvidencePreview(self, self._inspection, item).open()

    def _on_view_current_changed(self, item_id: str) -> None:
        self.flush()
        item = next((each for each in self._shown if each.id == item_id), None)
        self._show_item(item)

    def _on_details_open_asked(self) -> None:
        if self._item is not None:
            EvidencePreview(self, self._inspection, self._item).open()

    def _on_details_captioned(self, text: str) -> None:
        if self._item is not None:
            now = self._fresh(self._item)
            caption = replace(now.caption, text=text.strip())
            self._record_caption(now, caption, tr("Caption recorded"))

    def _on_details_described(self, text: str) -> None:
        if self._item is not None:
            now = self._fresh(self._item)
            caption = replace(now.caption, description=text.strip())
            self._record_caption(now, caption, tr("Description recorded"))

    def _on_details_left_out(self, is_left_out: bool) -> None:
        if self._item is not None:
            now = self._fresh(self._item)
            caption = replace(now.caption, do_not_export=is_left_out)
            self._record_caption(now, caption, tr("Export of {number} recorded").format(
                number=now.file.number))  # fmt: skip

    def _on_details_link_asked(self) -> None:
        item, line = self._item, self._line
        if item is None or line is None:
            return
        service, id_ = self._inspection.services.evidence, self._inspection.standing.id
        number = item.file.number
        if line in item.lines:
            said = tr("{number} taken off {line}").format(number=number, line=line)
            self._inspection.record(self, lambda: service.unlink(id_, item.id, line), said)
        else:
            said = tr("{number} put to {line}").format(number=number, line=line)
            self._inspection.record(self, lambda: service.link(id_, item.id, line), said)

    def _on_details_more_asked(self, where: QPoint) -> None:
        self._menu().popup(where)

    def _on_marking_asked(self) -> None:
        if self._item is None:
            return
        item = self._fresh(self._item)
        inherited = self._inspection.standing.details.marking.words()
        asking = AskMarking(self, item.file.number, item.caption, inherited)

        def given(marking: Marking | None, found: str) -> None:
            now = self._fresh(item)
            caption = replace(now.caption, marking=marking, marking_found=found)
            self._record_caption(now, caption, tr("Marking recorded"))

        asking.given.connect(given)
        asking.open()

    def redact(self) -> None:
        """Open the chosen item to make a redacted copy of it."""
        item = self._item
        if item is None or self._inspection.refuses():
            return
        self.flush()
        dialog = Redact(self, self._inspection, self._fresh(item))
        dialog.kept.connect(self._on_redaction_kept)
        dialog.open()

    def _on_redaction_kept(self, kept: Attached) -> None:
        row = self._model.row_of(kept.item or "")
        if row >= 0:
            self.view.setCurrentIndex(self._model.index(row))
        self.view.setFocus()
        if kept.duplicate:
            self.told.emit(already_words(kept))

    def _on_copy_asked(self) -> None:
        item = self._item
        if item is None:
            return
        suffix = Path(item.file.name).suffix
        dialog = ChooseSave(
            self,
            tr("Save a copy of {number}").format(number=item.file.number),
            Path.home() / item.file.name,
            tr("Files (*{suffix})").format(suffix=suffix) if suffix else tr("All files (*)"),
        )

        def chosen(target: Path) -> None:
            self._copy_out(item, target)

        dialog.place_chosen.connect(chosen)
        dialog.open()

    def _copy_out(self, item: EvidenceItem, target: Path) -> None:
        inspection = self._inspection
        service, id_ = inspection.services.evidence, inspection.standing.id
        sha256, number = item.file.sha256, item.file.number
        row = ProgressRow(tr("Copying {number}").format(number=number), self)
        self._under_way.addWidget(row)

        def done(_result: None) -> None:
            self.told.emit(
                tr(
                    "{number} was copied to {place}, checked against its SHA-256. "
                    "The copy is not encrypted."
                ).format(number=number, place=target)
            )

        def finished() -> None:
            self._drop_row(row)

        handle = inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: service.copy_out(
                id_, sha256, target, progress, is_cancelled
            ),
            done,
            progress=row.show_progress,
            refused=self._on_refused,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

    def ask_withdrawal(self) -> None:
        """Ask why the chosen item is withdrawn, and withdraw it."""
        item = self._item
        if item is None:
            return
        service, id_ = self._inspection.services.evidence, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Withdraw {number}?").format(number=item.file.number),
            tr("It is no longer shown or printed; the file and its history are kept."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            said = tr("{number} withdrawn").format(number=item.file.number)
            self._inspection.record(self, lambda: service.withdraw(id_, item.id, reason), said)

        asking.given.connect(given)
        asking.open()
