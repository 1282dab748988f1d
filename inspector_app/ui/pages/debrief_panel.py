"""The debrief: the note of the ticked headlines, and what was said when they were told."""

import re
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import assigning, debriefing, registers
from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.debriefs import Debrief, Heard
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import SectionId
from inspector_app.domain.source_fields import ROLES
from inspector_app.domain.watermark import Shown, of_headlines
from inspector_app.domain.wording import counted, first_words, section_words
from inspector_app.services.debriefs import left_out_because, note_options
from inspector_app.services.desk import debrief_drafts
from inspector_app.services.papers import Printed
from inspector_app.services.recording import Act
from inspector_app.ui import theme
from inspector_app.ui.debrief_draft import DebriefDraft, as_text, drafts_of
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.kept_form import KeptForm
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
    each.value for each in (Subject.TICK, Subject.DEBRIEF, Subject.HEADLINE, Subject.MODERATION)
)


class DebriefPanel(PapersPanel):
    """What the note tells at the left; what was said afterwards at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (6, 5), parent)
        self._answers: dict[SectionId, QLineEdit] = {}
        self._asked: tuple[tuple[SectionId, str], ...] = ()
        """The responses that are asked for, by section and in words."""
        self._drafts: dict[str, DebriefDraft] = {}
        """What is typed and not recorded, by the debrief that it changes; empty: a new one."""
        name = debrief_drafts(inspection.standing.id)
        self._form = KeptForm(inspection, name, lambda: as_text(self._drafts), self)
        self._form.found.connect(self._on_form_found)
        self._note_card()
        self._after_card()
        self.columns.finish()

    def marked(self) -> Shown:
        """Return the headlines and the debriefs."""
        sections = self.inspection.standing.sections()
        return of_headlines(sections) + Shown(frozenset({Subject.DEBRIEF}))

    def begin(self) -> QWidget:
        """Return the first question."""
        return self.room

    def arrive(self, place: str) -> None:
        """Show the ticked headlines, and the debrief ``place`` where it is one."""
        self._refresh()
        self._form.read()
        if (at := self.which.findData(place)) > 0:
            self.which.setCurrentIndex(at)

    def act(self, action: str) -> None:
        """Make the note, when that is asked for."""
        if action == "make":
            self._ask_where()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring up to date what shows any of the subjects."""
        if any(subject_kind(each) in _WATCHED for each in subjects):
            self._refresh()

    def flush(self) -> None:
        """Hand what is typed into the form to the writes lane."""
        self._form.flush()

    # Building

    def _note_card(self) -> None:
        card = Card(tr("What the note tells"), self)
        words = label(
            tr(
                "The ticked headlines, provisional, and nothing of what they rest on: no source, "
                "no account, no name. T on the board ticks one."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self._ticked = WordsTable((tr("Told as"), tr("Section"), tr("Headline")), self)
        self.ticked = QTableView(card)
        self.ticked.setModel(self._ticked)
        dress_table(self.ticked, tr("Ticked headlines"), row_height=24, widest=2)
        self.ticked.horizontalHeader().setMaximumSectionSize(theme.current().px(190))
        card.add(self.ticked)
        self._none = label("", "dim", card)
        self._none.setWordWrap(True)
        card.add(self._none)
        self.room = QCheckBox(tr("&Room to write the force’s responses"), card)
        self.only_official = QCheckBox(tr("Without what is marked &above OFFICIAL"), card)
        self.only_official.toggled.connect(self._show_ticked)
        self.make = button(tr("Make the note …"), "export", "primary", card)
        self.make.clicked.connect(self._ask_where)
        for each in (self.room, self.only_official):
            card.add(each)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[0].addWidget(card)

    def _after_card(self) -> None:
        card = Card(tr("Afterwards: what was said"), self)
        self.which = QComboBox(card)
        self.which.setAccessibleName(tr("Which debrief"))
        self.which.currentIndexChanged.connect(self._show_held)
        card.add_field(tr("&Which debrief"), self.which)
        self.when = _line(tr("When: 2013-09-20 16:00"), card)
        self.spoke = _line(tr("Who spoke, by initials"), card)
        self.to = _line(tr("To whom, by role; several with semicolons"), card)
        self.names = _line(tr("Who that was; stays on this laptop"), card)
        card.add_field(tr("Whe&n"), self.when)
        card.add_field(tr("Who &spoke"), self.spoke)
        card.add_field(tr("&To whom, by role"), self.to)
        card.add_field(tr("Their names (for this laptop alone)"), self.names)
        self._responses = QVBoxLayout()
        card.add(self._responses)
        self.copy = QCheckBox(tr("A printed &copy of the note was left"), card)
        self.copy.clicked.connect(self._on_typed)
        card.add(self.copy)
        for field in (self.when, self.spoke, self.to, self.names):
            field.textEdited.connect(self._on_typed)
        self.keep = button(tr("Record"), "check", parent=card)
        self.keep.clicked.connect(self._record)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[1].addWidget(card)

    # Showing

    def _refresh(self) -> None:
        self._show_ticked()
        standing, chosen = self.inspection.standing, self.which.currentData()
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItem(tr("a new one"), "")
            for id_, field in debriefing.debriefs(standing):
                if field.value is not None:
                    self.which.addItem(field.value.held_at, id_)
            self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self._show_held()

    def _show_ticked(self) -> None:
        standing = self.inspection.standing
        only_official = self.only_official.isChecked()
        rows, left_out = [], 0
        for each in debriefing.chosen(standing):
            why = left_out_because(standing, each, only_official=only_official)
            left_out += bool(why)
            told = debriefing.stance_words(each.stance)
            by = tr("ticked by {who}").format(who=standing.initials(each.tick.author))
            name = section_words(each.section, standing.pack)
            words = tr("Not told: {why}").format(why=why) if why else first_words(each.words, 200)
            rows.append(WordsRow(each.section, (told, name, words), f"{each.words}\n{by}"))
        self._ticked.show(tuple(rows))
        self.ticked.setVisible(bool(rows))
        look = theme.current()
        height = look.px(34) + min(len(rows), _ROWS_SHOWN) * look.px(24)
        self.ticked.setFixedHeight(height)
        self._none.setText(
            tr("No headline is ticked yet.")
            if not rows
            else counted(
                left_out,
                "headline is not in the note, and counted on it.",
                "headlines are not in the note, and counted on it.",
            )
        )
        self._none.setVisible(not rows or bool(left_out))
        self.make.setEnabled(len(rows) > left_out)

    def _show_held(self) -> None:
        """Show the chosen debrief, or an empty one with what is ticked now, and what is typed."""
        self._show_responses(self._heard())
        self._fill(self._drafts.get(self._which(), self._recorded()))
        self.keep.setText(tr("Record anew") if self._chosen() else tr("Record"))

    def _heard(self) -> tuple[Heard, ...]:
        debrief = self._chosen()
        return debrief.heard if debrief else debriefing.with_responses(self.inspection.standing, {})

    def _recorded(self) -> DebriefDraft:
        """Return the form as it is before anybody types."""
        standing, debrief = self.inspection.standing, self._chosen()
        said = {str(each.section): each.said for each in self._heard()}
        if debrief is None:
            me = standing.initials(self.inspection.services.inspector.person)
            return DebriefDraft(self._now(), me, said=said)
        return DebriefDraft(
            debrief.held_at,
            ", ".join(standing.initials(each) for each in debrief.spoke),
            "; ".join(role.name for role in debrief.roles),
            copy_left=debrief.copy_left,
            said=said,
        )

    def _fill(self, form: DebriefDraft) -> None:
        _put(self.when, form.when)
        _put(self.spoke, form.spoke)
        _put(self.to, form.to)
        _put(self.names, form.names)
        self.copy.setChecked(form.copy_left)
        for section, field in self._answers.items():
            _put(field, form.said.get(section, ""))

    def _typed(self) -> DebriefDraft:
        return DebriefDraft(
            self.when.text(),
            self.spoke.text(),
            self.to.text(),
            self.names.text(),
            self.copy.isChecked(),
            {str(section): field.text() for section, field in self._answers.items()},
        )

    def _on_typed(self) -> None:
        which, typed = self._which(), self._typed()
        if typed == self._recorded():
            self._drafts.pop(which, None)
        else:
            self._drafts[which] = typed
        self._form.touch()

    def _on_form_found(self, kept: str) -> None:
        known = {"", *(id_ for id_, _ in debriefing.debriefs(self.inspection.standing))}
        for id_, draft in drafts_of(kept).items():
            # What changed a debrief that is no more is a new one.
            self._drafts.setdefault(id_ if id_ in known else "", draft)
        if self._drafts:
            self._show_held()
            self.say(tr("What was typed into the form and not recorded is back."))

    def _show_responses(self, heard: tuple[Heard, ...]) -> None:
        """Ask for the responses; fields that are there stay, with whoever is typing in one."""
        asked = tuple((each.section, self._response_words(each)) for each in heard)
        if asked == self._asked:
            return
        while (item := self._responses.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._asked, self._answers = asked, {}
        for section, words in asked:
            field = _line(words, self)
            field.setPlaceholderText("")  # the name above says it
            field.textEdited.connect(self._on_typed)
            title = label(words, "dim", self)
            title.setWordWrap(True)
            self._responses.addWidget(title)
            self._responses.addWidget(field)
            self._answers[section] = field

    def _response_words(self, heard: Heard) -> str:
        standing = self.inspection.standing
        anew = tr("; written anew since") if debriefing.is_written_anew(standing, heard) else ""
        return tr("Response to {section} ({stance}{anew})").format(
            section=section_words(heard.section, standing.pack),
            stance=debriefing.stance_words(heard.stance).lower(),
            anew=anew,
        )

    def _which(self) -> str:
        return str(self.which.currentData() or "")

    def _chosen(self) -> Debrief | None:
        wanted = self.which.currentData()
        found = dict(debriefing.debriefs(self.inspection.standing))
        return found[wanted].value if wanted in found else None

    def _now(self) -> str:
        now_ms = self.inspection.services.sources.now_ms()
        return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m-%d")

    # What happens

    def _ask_where(self) -> None:
        if not self.make.isEnabled() or self.inspection.refuses_all():
            return
        words = tr("Where the debrief note goes")
        suggested = self.suggested(tr("debrief note"))
        dialog = ChooseSave(self, words, suggested, tr("PDF files (*.pdf)"))
        dialog.place_chosen.connect(self._make)
        dialog.open()

    def _make(self, target: Path) -> None:
        options = note_options(
            only_official=self.only_official.isChecked(), room=self.room.isChecked()
        )
        service, id_ = self.inspection.services.debriefs, self.inspection.standing.id

        def work(_progress: Progress, _is_cancelled: CancelCheck) -> Printed:
            return service.print_note(id_, target, options)

        self.run(tr("Making {file}").format(file=target.name), work, self._on_made)

    def _on_made(self, made: Printed) -> None:
        words = tr("Debrief note: {pages}, marked {marking}, {file}.").format(
            pages=counted(made.pages, "page", "pages"), marking=made.marking, file=made.path
        )
        self.say(" ".join((words, *made.remarks)))
        self.show_paper(made.path, words)

    def _record(self) -> None:
        standing, service = self.inspection.standing, self.inspection.services.debriefs
        before, id_ = self._chosen(), self._which()
        draft = self._drafts.get(id_)
        try:
            debrief = self._given(before)
        except InspectorError as error:
            self.refuse(error)
            return
        said = {section: field.text() for section, field in self._answers.items()}
        names = [each for each in re.split(r"[;,]", self.names.text()) if each.strip()]

        def verb() -> Act:
            if id_:
                return service.revise(standing.id, id_, debrief, said, names)
            return service.hold(standing.id, debrief, said, names)[1]

        def done(_act: Act) -> None:
            if self._drafts.get(id_) is draft:  # else something was typed since
                self._drafts.pop(id_, None)
            self._form.keep()
            self._show_held()

        self.inspection.record(self, verb, tr("Debrief recorded"), done, self.refuse)

    def _given(self, before: Debrief | None) -> Debrief:
        standing = self.inspection.standing
        entries = registers.entries_of(ROLES, standing)
        initials = [each for each in re.split(r"[;,\s]+", self.spoke.text()) if each]
        roles = [each for each in self.to.text().split(";") if each.strip()]
        made = Debrief(
            self.when.text().strip(),
            tuple(assigning.member_called(standing, each) for each in initials),
            tuple(registers.named(each, entries) for each in roles),
            copy_left=self.copy.isChecked(),
        )
        if before is None:
            return made
        return Debrief(
            made.held_at,
            made.spoke,
            made.roles,
            before.people,
            before.place,
            before.heard,
            made.copy_left,
            before.note,
            before.marking,
            before.do_not_export,
        )


def _put(field: QLineEdit, text: str) -> None:
    """Show a text; where it stands already, the caret stays."""
    if field.text() != text:
        field.setText(text)


def _line(words: str, parent: QWidget) -> QLineEdit:
    """Return a field of one line that says in it, and aloud, what belongs there."""
    made = QLineEdit(parent)
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    return made
