"""The aide-memoire: lines on paper with room to write, and what became of those printed."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QTableView, QWidget

from inspector_app.domain import notes
from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.line_choosing import LineChoice, lines_chosen
from inspector_app.domain.sheet_words import fate_words
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.timetable import planned_words
from inspector_app.domain.wording import counted, section_words
from inspector_app.services.sheets import Made, PrintedSheet, sheet_options, sheets_of
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.documents import suggested
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table

_ROWS_SHOWN = 8
_WATCHED = frozenset(
    each.value for each in (Subject.SHEET, Subject.SOURCE, Subject.ENCOUNTER, Subject.ASSIGNMENT)
)


class SheetPanel(PapersPanel):
    """Which lines at the left; the papers that were printed at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (6, 5), parent)
        self._choice_card()
        self._printed_card()
        self.columns.finish()

    def begin(self) -> QWidget:
        """Return the first question."""
        return self.section

    def arrive(self, place: str) -> None:
        """Show what was printed, with ``place`` chosen by its number."""
        self._refresh()
        row = self._model.row_of(place)
        if row >= 0:
            self.list.selectRow(row)

    def act(self, action: str) -> None:
        """Make one, when that is asked for."""
        if action == "make":
            self._ask_where()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring up to date what shows any of the subjects."""
        if any(subject_kind(each) in _WATCHED for each in subjects):
            self._refresh()

    # Building

    def _choice_card(self) -> None:
        card = Card(tr("Which lines: all of these together"), self)
        words = label(
            tr(
                "For rooms where laptops are forbidden. Once written on, the paper must be "
                "treated as marked. No encounter is named on it."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.section = self._combo(tr("Section"), card)
        self.encounter = self._combo(tr("Encounter"), card)
        self.mine = QCheckBox(tr("Lines that are assigned to &me"), card)
        self.picked = QLineEdit(card)
        self.picked.setPlaceholderText(tr("CC-PO-09, CC-T-01"))
        self.picked.setAccessibleName(tr("Single lines, by their numbers"))
        self.good = QCheckBox(tr("What &good evidence would be"), card)
        self.good.setChecked(True)
        self.recorded = QCheckBox(tr("What is &recorded so far"), card)
        card.add_field(tr("&Section"), self.section)
        card.add_field(tr("&Encounter"), self.encounter)
        card.add(self.mine)
        card.add_field(tr("Single &lines, by their numbers"), self.picked)
        self._count = label("", "dim", card)
        self._count.setWordWrap(True)
        card.add(self._count)
        for each in (self.good, self.recorded):
            card.add(each)
        self.make = button(tr("Make it …"), "export", "primary", card)
        self.make.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[0].addWidget(card)
        self.section.currentIndexChanged.connect(self._show_count)
        self.encounter.currentIndexChanged.connect(self._show_count)
        self.mine.toggled.connect(self._show_count)
        self.picked.textChanged.connect(self._show_count)

    def _printed_card(self) -> None:
        card = Card(tr("Papers that were printed"), self)
        self._state = label("", "", card)
        self._state.setWordWrap(True)
        card.add(self._state)
        titles = (tr("Number"), tr("Lines"), tr("By"), tr("What became of it"))
        self._model = WordsTable(titles, self)
        self.list = QTableView(card)
        self.list.setModel(self._model)
        dress_table(self.list, tr("Papers that were printed"), row_height=24, widest=3)
        card.add(self.list)
        self._fate = QWidget(card)
        self.source = self._combo(tr("Typed up in"), card)
        self.typed = button(tr("It is typed up there"), "check", parent=card)
        self.typed.clicked.connect(self._type_up)
        self.words = QLineEdit(card)
        self.words.setPlaceholderText(tr("Shredded on 19 September"))
        self.words.setAccessibleName(tr("What became of the paper"))
        self.gone = button(tr("Record what became of it"), "check", parent=card)
        self.gone.clicked.connect(self._tell_gone)
        card.add_field(tr("&Typed up in"), self.source)
        card.add(self.typed)
        card.add_field(tr("&What became of the paper"), self.words)
        card.add(self.gone)
        self.columns.columns[1].addWidget(card)

    def _combo(self, words: str, parent: QWidget) -> QComboBox:
        made = QComboBox(parent)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(20)
        return made

    # Showing

    def _refresh(self) -> None:
        standing = self.inspection.standing
        pack = standing.pack
        sections = [(section_words(s.id, pack), s.id) for s in standing.sections()]
        planned = [(planned_words(entry.planned), entry.id) for entry in notes.timetable(standing)]
        begun = [
            (f"{item.source.number}  {source_words(item.source)}", item.id)
            for item in standing.sources()
            if item.source.lines
        ]
        _fill(self.section, tr("none"), sections)
        _fill(self.encounter, tr("none"), [*planned, *begun])
        sources = [
            (f"{item.source.number}  {source_words(item.source)}", item.id)
            for item in standing.sources()
        ]
        _fill(self.source, tr("none"), sources)
        sheets = sheets_of(standing)
        self._model.show(tuple(map(self._row, sheets)))
        look = theme.current()
        self.list.setFixedHeight(look.px(34) + min(len(sheets), _ROWS_SHOWN) * look.px(24))
        for each in (self.list, self.source, self.typed, self.words, self.gone):
            each.setEnabled(bool(sheets))
        self._state.setText(
            tr("Choose one, and say where its notes were typed up or what became of it.")
            if sheets
            else tr("None has been printed yet.")
        )
        if sheets and not self.list.currentIndex().isValid():
            self.list.selectRow(len(sheets) - 1)
        self._show_count()

    def _row(self, each: PrintedSheet) -> WordsRow:
        fate = fate_words(each.sheet, self.inspection.standing)
        number = str(len(each.sheet.lines))
        return WordsRow(
            each.sheet.number,
            (each.sheet.number, number, each.initials, fate),
            ", ".join(each.sheet.lines),
        )

    def _show_count(self) -> None:
        try:
            lines = lines_chosen(
                self.inspection.standing,
                self._choice(),
                self.inspection.services.inspector.person,
            )
            words = counted(len(lines), "line is chosen", "lines are chosen")
        except InspectorError as error:
            is_begun = bool(self.picked.text().strip())
            lines, words = (), str(error) if is_begun else tr("No line is chosen yet.")
        self._count.setText(words)
        self.make.setEnabled(bool(lines))

    def _choice(self) -> LineChoice:
        section, encounter = self.section.currentData(), self.encounter.currentData()
        picked = [each.upper() for each in re.split(r"[;,\s]+", self.picked.text()) if each]
        return LineChoice(
            (SectionId(section),) if section else (),
            self.mine.isChecked(),
            SourceId(encounter) if encounter else None,
            tuple(map(LineId, picked)),
        )

    # What happens

    def _ask_where(self) -> None:
        if not self.make.isEnabled() or self.inspection.refuses():
            return
        words = tr("Where the aide-memoire goes")
        dialog = ChooseSave(self, words, self._suggested(), tr("PDF files (*.pdf)"))
        dialog.place_chosen.connect(partial(self._make, self._choice()))
        dialog.open()

    def _make(self, choice: LineChoice, target: Path) -> None:
        options = sheet_options(
            good_evidence=self.good.isChecked(), recorded=self.recorded.isChecked()
        )
        service, id_ = self.inspection.services.sheets, self.inspection.standing.id

        def work(_progress: Progress, _is_cancelled: CancelCheck) -> Made:
            return service.print(id_, target, choice, options)

        self.run(tr("Making {file}").format(file=target.name), work, self._on_made)

    def _on_made(self, made: Made) -> None:
        self.inspection.take(made.act.states)
        words = tr("Aide-memoire {number}: {lines}, {pages}, {file}.").format(
            number=made.number,
            lines=counted(made.lines, "line", "lines"),
            pages=counted(made.printed.pages, "page", "pages"),
            file=made.printed.path,
        )
        self.say(" ".join((words, *made.printed.remarks)))
        self.show_paper(made.printed.path, words)

    def _type_up(self) -> None:
        number, source = self._chosen(), self.source.currentData()
        if not number or not source:
            self.say(tr("Choose the paper, and the encounter it was typed up in."), is_urgent=True)
            return
        service, id_ = self.inspection.services.sheets, self.inspection.standing.id
        self.inspection.record(
            self,
            lambda: service.typed_up(id_, number, [SourceId(source)]),
            tr("Typed up recorded"),
            refused=self.refuse,
        )

    def _tell_gone(self) -> None:
        number, words = self._chosen(), self.words.text()
        service, id_ = self.inspection.services.sheets, self.inspection.standing.id
        if not number:
            self.say(tr("Choose the paper first."), is_urgent=True)
            return
        self.inspection.record(
            self,
            lambda: service.gone(id_, number, words),
            tr("Paper’s end recorded"),
            refused=self.refuse,
        )

    def _chosen(self) -> str:
        index = self.list.currentIndex()
        return str(index.data(Role.ID) or "") if index.isValid() else ""

    def _suggested(self) -> Path:
        standing = self.inspection.standing
        return suggested(standing, "aide-memoire", standing.details.marking)


def _fill(combo: QComboBox, nothing: str, found: Sequence[tuple[str, str]]) -> None:
    """Offer things by their words; what was chosen stays chosen while it is there."""
    chosen = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItem(nothing, "")
        for words, id_ in found:
            combo.addItem(words, id_)
        combo.setCurrentIndex(max(combo.findData(chosen), 0) if chosen else 0)
