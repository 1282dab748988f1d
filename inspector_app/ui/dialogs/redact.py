"""Redacting an item: mark areas, look at the copy that results, keep it as a new item."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.redaction import Area, read_pages
from inspector_app.domain.watermark import of_evidence, watermark
from inspector_app.services.evidence import Attached
from inspector_app.services.redaction import Redaction
from inspector_app.ui import theme
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.areas_list import AreasList
from inspector_app.ui.models.index import ROOT, Index
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.picture import Picture
from inspector_app.ui.redaction_draft import RedactionDraft
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.area_canvas import AreaCanvas
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.number_box import NumberBox
from inspector_app.ui.widgets.page_view import PageView
from inspector_app.ui.widgets.progress_row import ProgressRow
from inspector_app.ui.widgets.recorded_as import RecordedAs
from inspector_app.ui.widgets.values.fields import WordField

_ASIDE = 320
_LOOKED_AT = 1000
"""Pixels: the width in which the first page of a copy is asked for."""


class Redact(QDialog):
    """Two steps in one window: marking, and looking at what will be kept. Esc goes back a step.

    Signals:
        kept(Attached): the copy is an item now; what stands is brought up to date already.
    """

    kept = Signal(object)

    def __init__(self, parent: QWidget, inspection: OpenInspection, item: EvidenceItem) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._item = item
        self._made: Redaction | None = None
        self.draft = RedactionDraft(max(1, item.file.pages or 1))
        number = item.file.number
        title = tr("Redact {number}").format(number=number)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.canvas = AreaCanvas(number, self)
        self.canvas.changed.connect(self._on_canvas_changed)
        self.canvas.page_wanted.connect(self._on_canvas_page_wanted)
        self.copy_view = PageView(tr("The redacted copy"), self)
        self.copy_view.page_wanted.connect(self._on_copy_view_page_wanted)
        self._pictures = QStackedWidget(self)
        self._pictures.addWidget(self.canvas)
        self._pictures.addWidget(self.copy_view)
        self.said = label("", "note", self)
        self.said.setWordWrap(True)
        self._room_for_progress = QVBoxLayout()
        self._aside = QScrollArea(self)
        self._build_aside(item)
        self._build_buttons()
        self._lay_out(parent, title)
        self._show_draft(self.draft)
        self._show_step()
        self.canvas.setFocus()

    # Building

    def _build_aside(self, item: EvidenceItem) -> None:
        inner = QWidget(self._aside)
        self.page = NumberBox(tr("Page"), inner)
        self.page.setRange(1, self.draft.pages)
        self.page.valueChanged.connect(self._on_page_changed)
        self._pages_row = QWidget(inner)
        row = QHBoxLayout(self._pages_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(tr("Page"), "dim", self._pages_row))
        row.addWidget(self.page)
        of = tr("of {count}").format(count=self.draft.pages)
        row.addWidget(label(of, "dim", self._pages_row), 1)
        self._model = AreasList(self)
        self.areas = QListView(inner)
        theme.set_look(self.areas, "topics")
        self.areas.setModel(self._model)
        self.areas.setAccessibleName(tr("Areas to be made black"))
        self.areas.setTabKeyNavigation(False)
        self.areas.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.areas.setMinimumHeight(theme.current().px(76))
        self.areas.selectionModel().currentChanged.connect(self._on_areas_current_changed)
        self.new_button = button(tr("New area"), "plus", parent=inner)
        self.new_button.clicked.connect(self._on_new_clicked)
        self.remove_button = button(tr("Remove"), "cross", parent=inner)
        self.remove_button.clicked.connect(self._on_remove_clicked)
        self.reason = GrowingText(tr("Reason"), tr("It is printed with the copy"), inner)
        self.reason.textChanged.connect(self._wake)
        self.caption = GrowingText(tr("Caption of the copy"), tr("Caption"), inner)
        self.caption.show_text(item.caption.text)
        self.only = WordField(tr("Pages of the copy"), 140, tr("all, or 1, 3-5"), inner)
        self.only.textEdited.connect(self._on_only_edited)
        number = item.file.number
        self.leave_out = QCheckBox(tr("Leave {number} out of exports").format(number=number), inner)
        self.leave_out.setChecked(True)
        keys = label(
            tr(
                "Keys on the page: N new area · arrows move it, with Shift size it, with Ctrl "
                "finely · A next area · Del remove · + − zoom · PgUp PgDn page"
            ),
            "meta",
            inner,
        )
        keys.setWordWrap(True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.current().px(6), 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(self._pages_row)
        column.addWidget(label(tr("Areas to be made black"), "dim", inner))
        column.addWidget(self.areas, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for name, field in (
            (tr("Reason"), self.reason),
            (tr("Caption of the copy"), self.caption),
            (tr("Pages of the copy"), self.only),
        ):
            heading = label(name, "dim", inner)
            heading.setBuddy(field)
            column.addWidget(heading)
            column.addWidget(field)
            if field is self.only:
                heading.setVisible(self.draft.pages > 1)
        self.only.setVisible(self.draft.pages > 1)
        self._pages_row.setVisible(self.draft.pages > 1)
        column.addWidget(self.leave_out)
        column.addWidget(keys)
        self._aside.setWidget(inner)
        self._aside.setWidgetResizable(True)
        self._aside.setFrameShape(QScrollArea.Shape.NoFrame)
        self._aside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._aside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._aside.setFixedWidth(theme.current().px(_ASIDE))

    def _build_buttons(self) -> None:
        self.preview_button = button(tr("Show the copy"), "eye", "primary", self)
        self.preview_button.clicked.connect(self.make)
        self.keep_button = button(tr("Keep as a new item"), "check", "primary", self)
        self.keep_button.clicked.connect(self.keep)
        self.back_button = button(tr("Back to the areas"), parent=self)
        self.back_button.clicked.connect(self._forget_made)
        self.close_button = button(tr("Cancel"), parent=self)
        self.close_button.clicked.connect(self.close)
        # Enter in a field settles the field; it must not press a button too.
        for each in (self.back_button, self.close_button, self.new_button, self.remove_button):
            each.setAutoDefault(False)

    def _lay_out(self, parent: QWidget, title: str) -> None:
        px = theme.current().px
        self._step = ElidedLabel("", "dim", self)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(label(title, "title", self))
        head.addWidget(self._step)
        middle = QHBoxLayout()
        middle.setSpacing(px(12))
        middle.addWidget(self._pictures, 1)
        middle.addWidget(self._aside)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(RecordedAs(self))
        foot.addWidget(self.said, 1)
        for each in (self.close_button, self.back_button, self.preview_button, self.keep_button):
            foot.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        shown = of_evidence((self._item.id,))
        words = watermark(self._inspection.standing, shown).words()
        whole.addWidget(MarkingStrip(words, self))
        whole.addLayout(head)
        whole.addLayout(middle, 1)
        whole.addLayout(self._room_for_progress)
        whole.addLayout(foot)
        room = parent.window().size()
        self.resize(min(px(1160), room.width() - 40), min(px(760), room.height() - 40))

    # Qt

    def reject(self) -> None:
        """Go back from the copy to the areas, else close (Qt)."""
        if self._made is not None:
            self._forget_made()
        else:
            super().reject()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold no picture any longer (Qt)."""
        self._forget_pictures()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hold no picture any longer (Qt)."""
        self._forget_pictures()
        super().closeEvent(event)

    def _forget_pictures(self) -> None:
        self._made = None
        self.canvas.clear()
        self.copy_view.clear()

    # Marking

    def _show_draft(self, draft: RedactionDraft) -> None:
        self.draft = draft
        self.canvas.show_draft(draft)
        self._model.show(draft.areas)
        wanted = self._model.index(draft.chosen) if draft.chosen >= 0 else ROOT
        if self.areas.currentIndex() != wanted:
            self.areas.setCurrentIndex(wanted)
        self.page.setValue(draft.page)
        self._wake()

    def _wake(self) -> None:
        is_ready = bool(self.draft.areas and self.reason.toPlainText().strip())
        self.preview_button.setEnabled(is_ready)
        self.remove_button.setEnabled(self.draft.area is not None)
        if not self.draft.areas:
            self._say(tr("Draw over what must not be seen, or press N on the page."))
        elif not self.reason.toPlainText().strip():
            self._say(tr("Give the reason; then look at the copy before it is kept."))
        else:
            self._say("")

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def _on_canvas_changed(self, draft: RedactionDraft) -> None:
        self._show_draft(draft)

    def _on_canvas_page_wanted(self, page: int, width: int) -> None:
        service, id_ = self._inspection.services.evidence, self._inspection.standing.id
        sha256 = self._item.file.sha256

        def arrived(picture: Picture) -> None:
            self.canvas.show_png(page, picture.png)

        self._inspection.jobs.run(
            self,
            lambda: service.page(id_, sha256, page - 1, width),
            arrived,
            refused=self._on_refused,
        )

    def _on_page_changed(self, page: int) -> None:
        if page != self.draft.page:
            self._show_draft(self.draft.with_page(page))

    def _on_areas_current_changed(self, current: Index, _previous: Index) -> None:
        if current.isValid() and current.row() != self.draft.chosen:
            self._show_draft(self.draft.with_chosen(current.row()))

    def _on_new_clicked(self) -> None:
        self._show_draft(self.draft.with_new())
        self.canvas.setFocus()

    def _on_remove_clicked(self) -> None:
        self._show_draft(self.draft.without_chosen())

    def _on_only_edited(self, _text: str) -> None:
        self._wake()

    # Making, looking, keeping

    def make(self) -> None:
        """Make the copy and show it; nothing is kept yet."""
        areas: tuple[Area, ...] = self.draft.areas
        reason = self.reason.toPlainText()
        try:
            pages = read_pages(self.only.words)
        except BadInput as error:
            self._say(str(error))
            self.only.setFocus()
            return
        service, id_ = self._inspection.services.redaction, self._inspection.standing.id
        item = self._item.id
        row = ProgressRow(tr("Making the copy"), self)
        self._room_for_progress.addWidget(row)
        self._set_busy(True)

        def finished() -> None:
            self._room_for_progress.removeWidget(row)
            row.hide()
            row.deleteLater()
            self._set_busy(False)

        handle = self._inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: service.make(
                id_, item, areas, reason, pages, progress, is_cancelled
            ),
            self._on_made,
            progress=row.show_progress,
            refused=self._on_refused,
            finished=finished,
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_made(self, made: Redaction) -> None:
        self._made = made
        service = self._inspection.services.redaction

        def arrived(picture: Picture) -> None:
            if self._made is made:
                # Seen first: how wide its pages are asked for depends on its room.
                self._show_step()
                size = (float(picture.width), float(picture.height))
                self.copy_view.show_pages((size,) * made.pages)
                self.copy_view.setFocus()

        self._inspection.jobs.run(
            self, lambda: service.page(made, 0, _LOOKED_AT), arrived, refused=self._on_refused
        )

    def _on_copy_view_page_wanted(self, page: int, width: int) -> None:
        made = self._made
        if made is None:
            return
        service = self._inspection.services.redaction

        def arrived(picture: Picture) -> None:
            if self._made is made:
                self.copy_view.show_png(page, picture.png)

        self._inspection.jobs.run(
            self, lambda: service.page(made, page, width), arrived, refused=self._on_refused
        )

    def keep(self) -> None:
        """Keep the copy that is shown as a new item."""
        made, inspection = self._made, self._inspection
        if made is None or inspection.refuses():
            return
        service, id_ = inspection.services.redaction, inspection.standing.id
        caption, leaves_out = self.caption.toPlainText(), self.leave_out.isChecked()
        self._set_busy(True)

        def done(kept: Attached) -> None:
            if kept.act is not None:
                inspection.take(kept.act.states)
            if not kept.duplicate:  # else whoever hears of it tells what became of it
                words = tr("{copy} made of {original}, redacted")
                said = words.format(copy=kept.number, original=made.original)
                inspection.recorded.emit(said, True)
            self.kept.emit(kept)
            self._made = None
            self.accept()

        def finished() -> None:
            self._set_busy(False)

        inspection.jobs.run(
            self,
            lambda: service.keep(id_, made, caption, leave_out_original=leaves_out),
            done,
            lane=Lane.FILES,
            refused=self._on_refused,
            finished=finished,
        )

    def _forget_made(self) -> None:
        self._made = None
        self.copy_view.clear()
        self._show_step()
        self.canvas.setFocus()

    def _show_step(self) -> None:
        is_made = self._made is not None
        self._pictures.setCurrentWidget(self.copy_view if is_made else self.canvas)
        self._aside.setVisible(not is_made)
        self.preview_button.setVisible(not is_made)
        self.keep_button.setVisible(is_made)
        self.back_button.setVisible(is_made)
        (self.keep_button if is_made else self.preview_button).setDefault(True)
        if is_made:
            self._step.show_text(
                tr(
                    "This is the copy as it will be kept: pixels alone. Under the black there is "
                    "nothing any more."
                )
            )
            self._say("")
        else:
            self._step.show_text(
                tr(
                    "{name} stays untouched; the copy becomes an item of its own and names it."
                ).format(name=self._item.file.number)
            )
            self._wake()

    def _set_busy(self, is_busy: bool) -> None:
        for each in (self.preview_button, self.keep_button, self.back_button, self._aside):
            each.setEnabled(not is_busy)
        if not is_busy:
            self._wake_buttons()

    def _wake_buttons(self) -> None:
        said = self.said.text()
        self._wake()
        if said and not self.said.text():
            self._say(said)

    def _on_refused(self, error: InspectorError) -> None:
        self._say(str(error))
