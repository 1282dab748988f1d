"""The open line: what is written on it is recorded over what its author had seen."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Line
from inspector_app.domain.errors import DeviceFull, InspectorError
from inspector_app.domain.ids import LineId
from inspector_app.domain.upgrading import is_untouched
from inspector_app.services.recording import Act
from inspector_app.ui import line_viewing
from inspector_app.ui.drafting import Draft, Seen, recorded
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.typed_texts import put_texts_back, typed_texts
from inspector_app.ui.widgets.answer_form import AnswerForm
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.values.registers import Registers
from inspector_app.ui.widgets.values.value_editor import Surroundings


class LineWriting(QObject):
    """Opens lines in one form after the other, and keeps the form of one that cannot be recorded.

    Such a line can be left: its form is set aside as it is and stands there again when one comes
    back, while another form is made for the lines that are opened meanwhile.

    Signals:
        form_made(AnswerForm): lines are opened in this form from now on.
    """

    form_made = Signal(object)

    form: AnswerForm
    """The form in the view; there is one from :meth:`begin` on."""

    def __init__(self, page: Page, inspection: OpenInspection, lines: LinesView) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._lines = lines
        self.draft: Draft | None = None
        """What is being written; None while no line is open."""
        self._aside: dict[LineId, tuple[AnswerForm, Draft]] = {}
        self._registers = Registers(parent=self)
        self._registers.show(inspection.standing)
        self._registers.entry_wanted.connect(self._on_entry_wanted)
        inspection.changed.connect(self._on_inspection_changed)
        inspection.prompting.changed.connect(self._show_prompts)
        inspection.typed_found.connect(self._put_typed_back)

    def begin(self) -> None:
        """Make the first form."""
        self._make_form()

    @property
    def line(self) -> Line | None:
        """The line that the keyboard is on."""
        current = self._lines.current_line
        return self._inspection.standing.pack.line(current) if current else None

    def open(self, line: Line) -> None:
        """Fill the form with a line; one that was set aside stands there as it was left."""
        if (aside := self._aside.pop(line.id, None)) is not None:
            self.form.deleteLater()
            self.form, self.draft = aside
            self._lines.set_open_widget(self.form)
            self.refresh(self.draft)
            self._show_prompts()
            return
        standing = self._inspection.standing
        self.draft = Draft(line.id, Seen(standing.answer(line.id).heads))
        self.form.show_line(
            line,
            Surroundings(standing.known_pack, self._registers, standing.evidence()),
            self._standing_of(line),
            standing.details.fieldwork.words(),
            standing.details.marking.words(),
        )
        self._show_prompts()
        self._put_typed_back()

    def leave(self) -> None:
        """Let the open line settle; one that cannot be recorded is set aside as it is."""
        form, draft = self.form, self.draft
        form.flush()
        if draft is None or not form.is_stuck:
            return
        self._aside[draft.line] = (form, draft)
        form.hide()
        self._make_form()
        self._page.told.emit(
            tr("What is typed on {line} could not be recorded as it is. It is kept there for "
"you to finish.")
            .format(line=draft.line)
        )  # fmt: skip

    def shut(self) -> None:
        """Write on no line until another is opened: there are none to show."""
        self.draft = None

    def refresh(self, draft: Draft) -> None:
        """Bring the open line up to date, when nothing of it is on its way to the disk."""
        line = self.form.line
        if draft is not self.draft or draft.under_way or line is None:
            return
        is_free = not self.form.is_pending
        self.form.show_standing(self._standing_of(line))
        if is_free and not self.form.keeps_own:
            draft.seen = Seen(self._inspection.standing.answer(draft.line).heads)

    # What keys ask of the open line

    def enter(self, keys: str) -> None:
        """Answer by a key, or say that it is no answer to this line."""
        if self._inspection.is_read_only:
            self._inspection.refuses()
        elif not self.form.enter_by_key(keys):
            self._page.noticed.emit(tr("{key} is not an answer to this line.").format(key=keys))

    def open_outcomes(self) -> None:
        """Offer the outcomes."""
        if self.form.can_be_edited and self._lines.open_row >= 0:
            self.form.outcome.open_menu()

    def begin_note(self) -> None:
        """Put the caret into the note."""
        if self.form.can_be_edited and self._lines.open_row >= 0:
            self.form.begin_note()

    # Inside

    def _make_form(self) -> None:
        self.form = form = AnswerForm(self._lines.viewport())
        form.given.connect(self._on_form_given)
        form.stuck.connect(self._on_form_stuck)
        self.form_made.emit(form)
        self._lines.set_open_widget(form)

    def _standing_of(self, line: Line) -> line_viewing.LineStanding:
        inspection = self._inspection
        return line_viewing.line_standing(
            inspection.standing,
            line,
            inspection.last_times.get(line.id),
            is_locked=inspection.is_read_only,
            told=inspection.told_by_base,
        )

    @Slot()
    def _show_prompts(self) -> None:
        if self.form.line is not None:
            found = self._inspection.prompting.of_line(self.form.line.id)
            self.form.show_prompts(tuple(prompt.words for prompt in found))

    @Slot()
    def _put_typed_back(self) -> None:
        line = self.form.line
        if line is None or not self.form.can_be_edited or self.form.is_pending:
            return
        if kept := self._inspection.typed(line.id):
            put_texts_back(self.form, kept)

    def _on_form_stuck(self, is_stuck: bool) -> None:
        """Keep what cannot be recorded as it is typed; forget it once it is mended."""
        if (line := self.form.line) is not None:
            self._inspection.keep_typed(line.id, typed_texts(self.form) if is_stuck else "")

    def _on_form_given(self, answer: Answer) -> None:
        draft, line = self.draft, self.form.line
        if draft is None or line is None:
            return
        inspection = self._inspection
        service, standing = inspection.services.inspections, inspection.standing
        before = standing.answer(line.id).value or Answer()
        if draft.reason:
            answer, draft.reason = replace(answer, reason=draft.reason), ""
        draft.under_way += 1
        is_beside = is_untouched(standing, line.id, answer)
        texts = typed_texts(self.form)
        upgrading = inspection.services.upgrading

        def verb() -> Act:
            if not is_beside:
                return recorded(service, standing.id, line.id, answer, draft.seen)
            act = upgrading.say_beside(standing.id, line.id, answer, draft.seen.heads)
            draft.seen.heads = act.changes
            return act

        def done(_act: Act) -> None:
            draft.under_way -= 1
            self.refresh(draft)

        def refused(error: InspectorError) -> None:
            draft.under_way -= 1
            self._show_refusal(draft, texts, error)

        inspection.record(
            self,
            verb,
            line_viewing.recorded_words(before, answer, line, standing.pack),
            done,
            refused,
        )

    def _show_refusal(self, draft: Draft, texts: str, error: InspectorError) -> None:
        if draft is self.draft:
            self.form.show_refusal(str(error), for_good=not isinstance(error, DeviceFull))
        else:
            # The line was left meanwhile: its words stand there again when one comes back.
            self._inspection.keep_typed(draft.line, texts)
            self._page.told.emit(str(error))

    def _on_entry_wanted(self, register: str, name: str) -> None:
        extend(self._page, self._inspection, register, name)

    def _on_inspection_changed(self, _subjects: frozenset[str]) -> None:
        self._registers.show(self._inspection.standing)
        if self.draft is not None:
            self.refresh(self.draft)
