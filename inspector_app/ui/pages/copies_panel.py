"""Working copies: a summary in the form that somebody needs, which is not the signed record."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from inspector_app.domain import wording
from inspector_app.services.copies import CopyForm, CopyWritten
from inspector_app.services.printing import Choice as Chosen
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.pages.written_paper import open_folder_of
from inspector_app.ui.summary_naming import FORMS
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.sections_choice import SectionsChoice
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a form is called here, what it is for, and how its file ends."""

    words: str
    meaning: str
    suffix: str
    pattern: str


_KINDS = {
    CopyForm.DOCX: _Kind(
        tr("Document"),
        tr("DOCX, for a word processor: headings, tables and contents are real ones."),
        ".docx",
        tr("Documents (*.docx)"),
    ),
    CopyForm.HTML: _Kind(
        tr("Page"),
        tr("HTML, one file for any browser and screen reader, without script or network."),
        ".html",
        tr("Pages (*.html)"),
    ),
    CopyForm.XLSX: _Kind(
        tr("Workbook"),
        tr("XLSX: lines, answers, accounts, sources, requests and evidence in rows."),
        ".xlsx",
        tr("Workbooks (*.xlsx)"),
    ),
    CopyForm.CSV: _Kind(
        tr("Rows as text"),
        tr("CSV: the rows of the workbook, a file for each sheet, in one zip file."),
        ".zip",
        tr("Zip files (*.zip)"),
    ),
    CopyForm.JSON: _Kind(
        tr("Data"),
        tr("JSON: what is printed, as data by a published schema."),
        ".json",
        tr("JSON files (*.json)"),
    ),
}


class CopiesPanel(PapersPanel):
    """What goes into a copy at the left; what came of it at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (6, 5), parent)
        self._copy: Path | None = None
        self._choice_card()
        self._written_card()
        self.columns.finish()

    def begin(self) -> QWidget:
        """Return the first question."""
        return self.form.findChildren(QWidget)[0]

    def arrive(self, place: str) -> None:
        """Tell the marking anew; a copy is no thing of the inspection that could be chosen."""
        del place
        marking = self.inspection.standing.highest_marking().words()
        self._marking.setText(tr("It is marked {marking}.").format(marking=marking))

    def act(self, action: str) -> None:
        """Write one, when that is asked for."""
        if action == "make":
            self._ask_where()

    def _choice_card(self) -> None:
        card = Card(tr("What will be written"), self)
        words = label(
            tr(
                "A working copy for those who go on with the words. It is not the signed record, "
                "and says so first of all. What is not to be exported is left out."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.form = SegmentedChoice(tr("Form"), card)
        self.form.show_choices(
            tuple(Choice(form.value, kind.words) for form, kind in _KINDS.items())
        )
        self.form.show_value(CopyForm.DOCX.value)
        self.form.chosen.connect(self._tell)
        card.add(self.form)
        self._meaning = label("", "dim", card)
        self._meaning.setWordWrap(True)
        card.add(self._meaning)
        self.kind = SegmentedChoice(tr("Kind of summary"), card)
        self.kind.show_choices(tuple(Choice(each, wording.form_words(each)) for each in FORMS))
        self.kind.show_value(FORMS[0])
        card.add(self.kind)
        self.requests = QCheckBox(tr("Only document requests and data returns"), card)
        card.add(self.requests)
        self.choice = SectionsChoice(self.inspection.standing.pack, card)
        card.add(self.choice)
        self.accounts = QCheckBox(tr("What single sources said (by role)"), card)
        self.thumbnails = QCheckBox(tr("Small pictures of the evidence"), card)
        self.file_names = QCheckBox(tr("Names of the original files (they may name people)"), card)
        for box in (self.accounts, self.thumbnails, self.file_names):
            box.setChecked(box is not self.file_names)
            card.add(box)
        self._marking = label("", "dim", card)
        self._marking.setWordWrap(True)
        card.add(self._marking)
        self.make = button(tr("Write it …"), "export", "primary", card)
        self.make.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[0].addWidget(card)
        self._tell()

    def _written_card(self) -> None:
        card = Card(tr("The copy"), self)
        self.facts = label("", "", card)
        self.facts.setWordWrap(True)
        self.facts.setText(
            tr(
                "None has been written since this screen was opened. Copies are not kept or "
                "listed: what the team stands by is the signed summary."
            )
        )
        card.add(self.facts)
        self.folder = button(tr("Open the folder"), "folder", parent=card)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.folder.hide()
        row = QHBoxLayout()
        row.addWidget(self.folder)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[1].addWidget(card)

    @Slot()
    def _tell(self) -> None:
        self._meaning.setText(_KINDS[self._form()].meaning)

    def _form(self) -> CopyForm:
        return CopyForm(self.form.value)

    @Slot()
    def _ask_where(self) -> None:
        if not self.make.isEnabled():
            return
        if self.choice.is_empty():
            self.say(tr("Choose at least one section, or all of them."), is_urgent=True)
            self.choice.board.setFocus()
            return
        form = self._form()
        dialog = ChooseSave(
            self, tr("Where the working copy goes"), self._suggested(), _KINDS[form].pattern
        )
        dialog.place_chosen.connect(
            partial(self._write, form, self._chosen(), self.requests.isChecked())
        )
        dialog.open()

    def _chosen(self) -> Chosen:
        return Chosen(
            form=self.kind.value,
            accounts=self.accounts.isChecked(),
            thumbnails=self.thumbnails.isChecked(),
            file_names=self.file_names.isChecked(),
            sections=self.choice.sections(),
            detail=self.choice.level(),
        )

    def _write(self, form: CopyForm, chosen: Chosen, requests_only: bool, target: Path) -> None:
        suffix = _KINDS[CopyForm.CSV].suffix
        if form is CopyForm.CSV and target.suffix.lower() != suffix:  # else a folder is meant
            words = tr(
                "The rows go into one zip file. Nothing was written; choose a name that ends with "
                "{suffix}."
            ).format(suffix=suffix)
            self.say(words, is_urgent=True)
            return
        service, id_ = self.inspection.services.copies, self.inspection.standing.id
        self.make.setEnabled(False)

        def work(progress: Progress, is_cancelled: CancelCheck) -> CopyWritten:
            return service.write(
                id_,
                form,
                target,
                chosen.options(),
                requests_only=requests_only,
                progress=progress,
                cancelled=is_cancelled,
            )

        self.run(
            tr("Writing {file}").format(file=target.name),
            work,
            self._on_written,
            partial(self.make.setEnabled, True),
        )

    def _on_folder_clicked(self) -> None:
        if self._copy is not None:
            open_folder_of(self._copy)

    def _on_written(self, written: CopyWritten) -> None:
        self._copy = written.path
        facts = [
            str(written.path),
            tr("{size}, marked {marking}.").format(
                size=wording.size_words(written.size_bytes), marking=written.marking
            ),
            tr("It is a working copy and not the signed record."),
            *written.remarks,
        ]
        self.facts.setText("\n".join(facts))
        self.folder.show()
        words = tr("Working copy written: {file}.").format(file=written.path.name)
        if written.remarks:
            many = counted(len(written.remarks), "remark", "remarks")
            words = tr("{words} It could not show everything: {many}.").format(
                words=words, many=many
            )
        self.say(words)
        announce(self, words)

    def _suggested(self) -> Path:
        summary = self.suggested(self.kind.value)
        stem = tr("{name} working copy").format(name=summary.stem)
        return summary.with_name(f"{stem}{_KINDS[self._form()].suffix}")
