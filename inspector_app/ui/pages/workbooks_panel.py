"""Workbooks for the force: requests and data returns go out, replies are looked at and accepted."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QTableView, QWidget

from inspector_app.domain import dates, force_replies
from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.items import WorkbookItem
from inspector_app.domain.wording import counted, london_day
from inspector_app.domain.workbooks import Reading
from inspector_app.services.recording import Act
from inspector_app.services.workbooks import Preview, Sent
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask_draft import AskDraft
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.dialogs.workbook_preview import WorkbookPreview
from inspector_app.ui.documents import among_documents
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table

_WORKBOOKS = tr("Workbooks (*.xlsx)")
_ROWS_SHOWN = 8
_SHOWS = frozenset({Subject.SOURCE.value, Subject.WORKBOOK.value, Subject.READING.value})


class WorkbooksPanel(PapersPanel):
    """What would go out at the left; what went out, and what came back, at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (1, 1), parent)
        self._out_card()
        self._back_card()
        self.columns.finish()

    def begin(self) -> QWidget:
        """Return the button that sends one."""
        return self.send if self.send.isEnabled() else self.read

    def arrive(self, place: str) -> None:
        """Show the workbooks, with ``place`` chosen by its number."""
        self._refresh()
        row = self._model.row_of(place)
        if row >= 0:
            self.list.selectRow(row)

    def act(self, action: str) -> None:
        """Send one, when that is asked for."""
        if action == "make":
            self._ask_to_whom()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring both sides up to date."""
        if any(subject_kind(each) in _SHOWS for each in subjects):
            self._refresh()

    # Building

    def _out_card(self) -> None:
        card = Card(tr("What will go out"), self)
        words = label(
            tr(
                "A workbook that the force fills in: open requests, and data returns that lack a "
                "number. No other source is in it, nothing that is not to be exported, and no "
                "unannounced test. That it went out stands for good."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self._asked = label("", "", card)
        self._asked.setWordWrap(True)
        card.add(self._asked)
        self.send = button(tr("Send a workbook …"), "export", "primary", card)
        self.send.clicked.connect(self._ask_to_whom)
        row = QWidget(card)
        FlowLayout(row).addWidget(self.send)
        card.add(row)
        self.columns.columns[0].addWidget(card)

    def _back_card(self) -> None:
        card = Card(tr("Sent, and come back"), self)
        words = label(
            tr(
                "What comes back is shown cell by cell before anything is recorded, and accepted "
                "as a whole or not at all. The file itself is kept as evidence."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.read = button(tr("Read one in …"), "import", parent=card)
        self.read.clicked.connect(self._ask_file)
        self.again = button(tr("Write it again …"), "table", parent=card)
        self.again.clicked.connect(self._ask_again)
        row = QWidget(card)
        flow = FlowLayout(row)
        flow.addWidget(self.read)
        flow.addWidget(self.again)
        card.add(row)
        titles = (tr("Number"), tr("To"), tr("Reply by"), tr("Came back"))
        self._model = WordsTable(titles, self)
        self.list = QTableView(card)
        self.list.setModel(self._model)
        dress_table(self.list, tr("Workbooks that were sent"), row_height=24, widest=1)
        card.add(self.list)
        self._none = label(tr("None has been sent yet."), "dim", card)
        card.add(self._none)
        self.columns.columns[1].addWidget(card)

    # Showing

    def _refresh(self) -> None:
        standing = self.inspection.standing
        items = force_replies.asked_for(standing)
        disputed = [
            each.source.number
            for each in standing.sources()
            if each.is_disputed and force_replies.may_go_out(each)
        ]
        if items:
            many = counted(len(items), "source", "sources")
            numbers = ", ".join(each.source.number for each in items)
            told = tr("{many} to be asked: {numbers}.").format(many=many, numbers=numbers)
        else:
            told = tr("No request is open, and no data return lacks a number.")
        if disputed:
            told += " " + tr("Left out until their versions are settled: {numbers}.").format(
                numbers=", ".join(disputed)
            )
        self._asked.setText(told)
        self.send.setEnabled(bool(items))
        sent = standing.workbooks()
        read = [each.value for each in standing.readings() if each.value]
        self._model.show(tuple(_row(item, read) for item in sent))
        self.list.setVisible(bool(sent))
        self._none.setVisible(not sent)
        self.again.setEnabled(bool(sent))
        look = theme.current()
        self.list.setFixedHeight(look.px(34) + min(len(sent), _ROWS_SHOWN) * look.px(24))

    # Out

    def _ask_to_whom(self) -> None:
        if not self.send.isEnabled() or self.inspection.refuses():
            return
        asking = AskDraft(self, self._asked.text(), tr("Send a workbook to the force"))
        asking.given.connect(self._on_addressee_given)
        asking.open()

    def _on_addressee_given(self, to: str, by: PartialDate | None) -> None:
        choosing = ChooseSave(self, tr("Write the workbook"), self._suggested(), _WORKBOOKS)
        choosing.place_chosen.connect(partial(self._send, to, by))
        choosing.open()

    def _send(self, to: str, by: PartialDate | None, target: Path) -> None:
        service, id_ = self.inspection.services.workbooks, self.inspection.standing.id
        today = self._today()

        def done(sent: Sent) -> None:
            self.inspection.take(sent.act.states)
            self.say(
                tr("Workbook {number} goes out with {rows}: {file}.").format(
                    number=sent.workbook.number,
                    rows=counted(sent.rows, "row", "rows"),
                    file=target.name,
                )
            )

        def refused(error: InspectorError) -> None:
            self.refuse(error)
            # On a full disk it may be recorded though the file could not be written.
            self.inspection.read_anew()

        self.inspection.jobs.run(
            self,
            lambda: service.send(id_, target, to, today, by),
            done,
            lane=Lane.FILES,
            refused=refused,
        )

    def _ask_again(self) -> None:
        item = self._chosen()
        if item is None:
            return
        choosing = ChooseSave(self, tr("Write the workbook"), self._suggested(), _WORKBOOKS)
        choosing.place_chosen.connect(partial(self._write_again, item))
        choosing.open()

    def _write_again(self, item: WorkbookItem, target: Path) -> None:
        service, id_ = self.inspection.services.workbooks, self.inspection.standing.id
        words = tr("{file}: workbook {number} as it went out.").format(
            file=target.name, number=item.workbook.number
        )
        self.inspection.jobs.run(
            self,
            lambda: service.write_workbook(id_, item, target),
            lambda _rows: self.say(words),
            lane=Lane.FILES,
            refused=self.refuse,
        )

    # In

    def _ask_file(self) -> None:
        if self.inspection.refuses():
            return
        choosing = ChooseFiles(self, tr("Read a workbook in"), _WORKBOOKS)
        choosing.files_chosen.connect(self._on_file_chosen)
        choosing.open()

    def _on_file_chosen(self, paths: list[Path]) -> None:
        service, id_ = self.inspection.services.workbooks, self.inspection.standing.id
        path = paths[0]
        self.say("")
        self.inspection.jobs.run(
            self,
            lambda: service.preview(id_, path),
            self._on_previewed,
            lane=Lane.FILES,
            refused=self.refuse,
        )

    def _on_previewed(self, preview: Preview) -> None:
        words = tr("Workbook {number}: {summary}.").format(
            number=preview.workbook.workbook.number, summary=preview.summary
        )
        if preview.conflicts:
            words += " " + tr(
                "Where something else was recorded here meanwhile, both versions are kept until "
                "somebody settles them."
            )
        asking = WorkbookPreview(
            self, tr("Record what came back?"), words, preview.cells, preview.faults
        )
        asking.confirmed.connect(partial(self._accept, preview))
        asking.open()

    def _accept(self, preview: Preview) -> None:
        service, today = self.inspection.services.workbooks, self._today()

        def done(act: Act) -> None:
            self.inspection.take(act.states)
            self.say(
                tr("Recorded: {summary}. The workbook is kept as evidence.").format(
                    summary=preview.summary
                )
            )

        self.inspection.jobs.run(
            self,
            lambda: service.accept(preview, today),
            done,
            lane=Lane.FILES,
            refused=self.refuse,
        )

    def _chosen(self) -> WorkbookItem | None:
        """Return the workbook that is chosen, else the last."""
        items = self.inspection.standing.workbooks()
        number = self.list.currentIndex().data(Role.ID)
        chosen = (item for item in items if item.workbook.number == number)
        return next(chosen, items[0] if items else None)

    def _today(self) -> PartialDate:
        return dates.day(london_day(self.inspection.services.sources.now_ms()))

    def _suggested(self) -> Path:
        return among_documents(force_replies.file_name(self.inspection.standing))


def _row(item: WorkbookItem, read: list[Reading]) -> WordsRow:
    workbook = item.workbook
    came = [each for each in read if each.workbook == item.id]
    back = "; ".join(
        f"{each.received.words()}, {counted(each.cells, 'cell', 'cells')}" for each in came
    )
    return WordsRow(
        workbook.number,
        (
            workbook.number,
            workbook.to,
            workbook.reply_by.words() if workbook.reply_by else "",
            back or tr("not yet"),
        ),
        tr("To {to}, sent {day}").format(to=workbook.to, day=workbook.sent.words()),
    )
