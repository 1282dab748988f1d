"""The walk: the lines of one section, one of them open, everything recorded as it is written."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector_app.domain import watermark
from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.checklist import Section
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.prompts.told import counts as prompt_counts
from inspector_app.domain.searching import Filter
from inspector_app.domain.settling import following
from inspector_app.domain.strength import Supports
from inspector_app.domain.watermark import Shown
from inspector_app.ui import line_viewing, theme, viewing
from inspector_app.ui.assigning_viewing import section_people
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.lines_table import LinesTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.assigning import ask_assignment, switch_mine
from inspector_app.ui.pages.evidence_panel import EvidencePanel
from inspector_app.ui.pages.headline_panel import HeadlinePanel
from inspector_app.ui.pages.line_acts import LineActs
from inspector_app.ui.pages.line_writing import LineWriting
from inspector_app.ui.pages.narrowing import LinesNarrowing
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.sections_panel import SectionsPanel
from inspector_app.ui.settling_viewing import place_to_settle
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import established_text, tr
from inspector_app.ui.widgets.answer_form import AnswerForm
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.foot import Foot
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.regions import LEFT_WIDTH, Regions, SideRegion
from inspector_app.ui.widgets.section_head import SectionHead

_PLACE_MILLISECONDS = 800
_VALUE = "value:"

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut(f"{_VALUE}Y", "Y", tr("yes")),
    Shortcut(f"{_VALUE}P", "P", tr("partly")),
    Shortcut(f"{_VALUE}N", "N", tr("no")),
    *(
        Shortcut(f"{_VALUE}{digit}", str(digit), tr("choice {number}").format(number=digit))
        for digit in range(1, 10)
    ),
    Shortcut("outcome", "X", tr("outcome, then 1–6"), is_hinted=True),
    Shortcut("note", "Return", tr("note"), is_hinted=True),
    Shortcut("row", "Escape", tr("back to the row")),
    Shortcut("unanswered", "Ctrl+Return", tr("next unanswered"), is_hinted=True),
    Shortcut("headline", "H", tr("headline"), is_hinted=True),
    Shortcut("tick", "T", tr("tick the headline for the debrief")),
    Shortcut("moderate", "Ctrl+M", tr("moderate the headline")),
    Shortcut("as-at", "D", tr("date")),
    Shortcut("capability", "C", tr("whose capability")),
    Shortcut("marking", "M", tr("marking")),
    Shortcut("export", "E", tr("in or out of exports")),
    Shortcut("account", "A", tr("new account")),
    Shortcut("source", "S", tr("source, with its account"), is_hinted=True),
    Shortcut("carry", "W", tr("carry over from another inspection")),
    Shortcut("confirm", "K", tr("confirm what was carried over, or is asked again")),
    Shortcut("take-over", "U", tr("take over what base tells of other forces")),
    Shortcut("evidence", "Ctrl+E", tr("attach files"), is_hinted=True),
    Shortcut("paste", "Ctrl+V", tr("attach what is on the clipboard")),
    Shortcut("withdraw", "Delete", tr("withdraw the answer")),
    Shortcut("withdraw", "Backspace", tr("withdraw the answer")),
    Shortcut("help", "?", tr("help on the line")),
    Shortcut("help", "F2", tr("help on the line, also while you type")),
    Shortcut("sections", "F3", tr("sections: go there, fold away")),
    Shortcut("evidence-panel", "F4", tr("evidence: go there, fold away")),
    Shortcut("narrow", "F", tr("filter the lines")),
    Shortcut("settle", "V", tr("next versions to settle")),
    Shortcut("assign", "B", tr("assign: the chosen lines, or the section in the list")),
    Shortcut("mine", "L", tr("only mine, or everything")),
    Shortcut("scope", "O", tr("chosen section in or out of scope")),
)

_OF_THE_ROW = frozenset(
    {
        *(key.action for key in KEYS if key.action.startswith(_VALUE)),
        *("move", "outcome", "note", "as-at", "capability", "marking", "export", "account"),
        *("source", "withdraw", "carry", "confirm", "take-over"),
    }
)
"""Actions of single keys that mean the row, and nothing when the keyboard is elsewhere."""


class SectionPage(Page):
    """Sections at the left, lines in the middle, evidence at the right.

    The page goes from line to line and gives each key to whom it belongs: :class:`LineWriting`
    and :class:`LineActs` (the open line), :class:`LinesNarrowing` (which lines are in sight),
    and the panels.
    """

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._section = ""
        self._visited = ""
        """The subject whose versions were gone to last."""
        # Each widget is made where it stands: taking it elsewhere dresses all of it again.
        centre, at_left, at_right = QWidget(), QWidget(), QWidget()
        left = SideRegion(tr("Sections"), at_left, is_left=True, width=LEFT_WIDTH)
        right = SideRegion(tr("Evidence"), at_right)
        self.regions = Regions(centre, left, right, self)
        self.sections = SectionsPanel(inspection, at_left)
        self.sections.section_asked.connect(self.arrive)
        self.sections.mine_asked.connect(self._switch_mine)
        self.sections.told.connect(self.told)
        self.evidence = EvidencePanel(inspection, at_right)
        self.evidence.setObjectName("evidence")
        self.evidence.told.connect(self.told)
        self.evidence.listed.connect(self.showing)
        self.setAcceptDrops(True)
        for room, content in ((at_left, self.sections), (at_right, self.evidence)):
            layout = QVBoxLayout(room)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(content)
            room.setFocusProxy(content)
        self.head = SectionHead(centre)
        self.head.board_asked.connect(self._on_head_board_asked)
        self.head.people_asked.connect(self._on_head_people_asked)
        self.head.filter_asked.connect(self._ask_narrowing)
        self.head.prompts_asked.connect(self._on_head_prompts_asked)
        self.judgement = HeadlinePanel(inspection, centre)
        self.judgement.noticed.connect(self.noticed)
        self._model = LinesTable(self)
        self.lines = LinesView(centre)
        self.lines.setObjectName("lines")
        self.lines.show_model(self._model)
        self.keys.watch(self.lines)
        self.lines.current_changed.connect(self._on_lines_current_changed)
        self.lines.opened.connect(self._on_lines_opened)
        self.lines.activated_line.connect(self._on_lines_activated)
        self.judgement.closed.connect(self.lines.setFocus)
        self.narrowing = LinesNarrowing(self, inspection, self.lines, self._model)
        self.narrowing.narrowed.connect(self._on_narrowed)
        self.out_of_scope: EmptyState | None = None
        """Made when a section without lines to show is first gone to."""
        self._foot = Foot(centre)
        self.lines.verticalScrollBar().valueChanged.connect(self._show_foot)
        self.lines.verticalScrollBar().rangeChanged.connect(self._show_foot)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(_PLACE_MILLISECONDS)
        self._remember.timeout.connect(self._remember_place)
        self._lay_out(centre)
        self.writing = LineWriting(self, inspection, self.lines)
        self.acts = LineActs(self, inspection, self.lines, self.writing)
        self.writing.form_made.connect(self._on_form_made)
        self.writing.begin()
        inspection.changed.connect(self._on_inspection_changed)
        inspection.prompting.changed.connect(self._show_prompts)
        inspection.prompting.begin()
        inspection.mine.changed.connect(self._on_mine_changed)

    @property
    def form(self) -> AnswerForm:
        """The form of the open line."""
        return self.writing.form

    # What the window asks

    def arrive(self, place: str) -> None:
        """Show ``CC-PO-07``, the first line of ``CC-PO``, or where the user was before."""
        wanted = place or self.place()
        section, line = self._resolved(wanted)
        if section != self._section:
            self._show_section(section)
        if not self._model.rowCount():
            empty = self.out_of_scope
            can_act = empty is not None and bool(self._shown.lines)
            (empty.button if empty is not None and can_act else self.sections).setFocus()
            return
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        row = self._model.row_of(line) if line else self.narrowing.row_to_begin_at()
        self.narrowing.widen_to(row)
        self.lines.go_to(row, opens=True)

    def shown(self) -> Shown | None:
        """Return the section's judgement and lines, what others tell of them, and the evidence."""
        if not self._section:
            return None
        inspection, section = self._inspection, self._shown
        last = [
            inspection.last_times[line.id]
            for line in section.lines
            if line.id in inspection.last_times
        ]
        shown = watermark.of_sections(inspection.standing, (section,))
        shown += watermark.of_evidence(self.evidence.items())
        lines = {line.id for line in section.lines}
        told = [each.marking for each in inspection.told_by_base if each.line in lines]
        return shown + Shown(marked=(*(each.marking for each in last), *told))

    def place(self) -> str:
        """Return the line the user is on, or the section that has none."""
        return self.lines.current_line or self._section

    def flush(self) -> None:
        """Let everything that is being typed settle, and remember the place."""
        self.judgement.flush()
        self.form.flush()
        self.form.give_again()
        self.evidence.flush()
        if self._remember.isActive():
            self._remember_place()

    def on_key(self, action: str) -> None:
        """Do what a key of the walk asks for."""
        if action in _OF_THE_ROW and not self._is_on_lines():
            if action == "withdraw" and self.evidence.view.hasFocus():
                self.evidence.ask_withdrawal()
            return
        if action.startswith(_VALUE):
            self.writing.enter(action.removeprefix(_VALUE))
        elif action in ("as-at", "capability", "marking", "account"):
            self.form.open_drawer(action)
        else:
            {
                "outcome": self.writing.open_outcomes,
                "note": self.writing.begin_note,
                "export": self.form.toggle_export,
                "help": self.form.words.toggle,
                "source": self.acts.ask_source,
                "carry": self.acts.ask_carry_over,
                "confirm": self.acts.confirm,
                "take-over": self.acts.take_over,
                "withdraw": self.acts.ask_withdrawal,
                "row": self._back_to_row,
                "move": self._move_up,
                "unanswered": self._go_to_unanswered,
                "settle": self._go_to_versions,
                "headline": self.judgement.begin,
                "moderate": self.judgement.begin_moderation,
                "tick": self._tick,
                "evidence": self.evidence.choose_files,
                "paste": self.evidence.paste,
                "sections": self._go_to_sections,
                "evidence-panel": self._go_to_evidence,
                "scope": self._tell_of_scope,
                "narrow": self._ask_narrowing,
                "assign": self._ask_assignment,
                "mine": self._switch_mine,
            }[action]()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files anywhere on the screen (Qt)."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach files to the current line (Qt)."""
        if self.evidence.take(event.mimeData()):
            # Copy, whatever was proposed: nobody's original may be moved away.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    # Building

    def _lay_out(self, centre: QWidget) -> None:
        px = theme.current().px
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(px(8), px(4), px(8), px(4))
        layout.setSpacing(px(4))
        layout.addWidget(self.head)
        layout.addWidget(self.judgement)
        layout.addWidget(self.lines, 1)
        self._room_for_empty = QVBoxLayout()
        layout.addLayout(self._room_for_empty, 1)
        layout.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.regions)

    def _on_form_made(self, form: AnswerForm) -> None:
        form.row_asked.connect(self._back_to_row)
        form.line_asked.connect(self._on_form_line_asked)
        form.evidence_asked.connect(self.evidence.choose_files)

    # What is shown

    def _resolved(self, place: str) -> tuple[SectionId, LineId | None]:
        """Return the section and the line that a place names; the first section for any other."""
        pack = self._inspection.standing.pack
        if pack.asks(place):
            line = pack.line(place)
            return line.section, line.id
        if pack.looks_at(place):
            return SectionId(place), None
        sections = self._inspection.standing.sections()
        return (sections or pack.sections)[0].id, None

    @property
    def _shown(self) -> Section:
        return self._inspection.standing.pack.section(self._section)

    def _show_section(self, section_id: SectionId) -> None:
        self.flush()
        self.narrowing.show_all()
        self._section = section_id
        self.showing.emit()
        self.sections.mark(section_id)
        self._show_lines()
        self.narrowing.show_section(section_id)
        threat, _, name = viewing.section_name(self._inspection.standing, section_id).rpartition(
            " · "
        )
        self.head.show_path(threat, name)
        self._show_progress()
        self.judgement.show_section(section_id)

    def _show_lines(self) -> None:
        standing, mine = self._inspection.standing, self._inspection.mine
        is_in = bool(self._shown.lines) and standing.in_scope(self._shown)
        lasts = self._inspection.last_times
        self._model.show(viewing.line_views(standing, self._shown, lasts, mine.me) if is_in else ())
        self.head.show_people(*section_people(standing, self._shown.id))
        self.head.show_lines(is_in)
        for part in (self.lines, self.judgement, self._foot):
            part.setVisible(is_in)
        self._show_empty("" if is_in else "scope" if self._shown.lines else "lines")
        if not is_in:
            self.writing.shut()
        self._show_evidence()
        self._show_foot()

    def _show_empty(self, why: str) -> None:
        """Say why there are no lines: ``scope``, ``lines``, or an empty text while there are."""
        if self.out_of_scope is not None:
            self._room_for_empty.removeWidget(self.out_of_scope)
            self.out_of_scope.hide()
            self.out_of_scope.deleteLater()
            self.out_of_scope = None
        if not why:
            return
        title, words, action = (
            (
                tr("Not in scope"),
                tr("This section is not looked at in this inspection. Answers here are kept."),
                tr("Put in scope …"),
            )
            if why == "scope"
            else (
                tr("No lines here"),
                tr("The report this checklist follows has no heading here, so it asks nothing."),
                "",
            )
        )
        self.out_of_scope = EmptyState("section", title, words, action, self.lines.parentWidget())
        self.out_of_scope.action_asked.connect(self._on_out_of_scope_action_asked)
        self._room_for_empty.addWidget(self.out_of_scope, 1)
        self.out_of_scope.show()

    def _show_evidence(self) -> None:
        current = self.lines.current_line
        self.evidence.show_place(SectionId(self._section), LineId(current) if current else None)

    def _show_foot(self) -> None:
        self._foot.show_view(self.lines, self._model)

    def _show_progress(self) -> None:
        standing, narrowing = self._inspection.standing, self.narrowing.narrowing
        only = self._inspection.mine.me if narrowing.only is Filter.MINE else None
        progress = viewing.progress_of(standing, self._shown, only)
        told = established_text(progress.established, progress.total, progress.again)
        if narrowing:
            told += " · " + tr("only {what}").format(what=viewing.narrowing_text(narrowing).lower())
        rests = Supports(standing).of_section(self._shown).told()
        self.head.show_progress(told, tr("Rests on: {kinds}").format(kinds=rests))
        self._show_prompts()

    def _show_prompts(self) -> None:
        prompts = self._inspection.prompting.prompts
        self.head.show_prompts(
            prompt_counts(prompts)[SectionId(self._section)] if self._section else 0
        )

    def _show_people(self) -> None:
        """Bring up to date to whom lines and the section are assigned."""
        standing, lasts = self._inspection.standing, self._inspection.last_times
        self.head.show_people(*section_people(standing, self._shown.id))
        if self._model.rowCount():
            for view in viewing.line_views(standing, self._shown, lasts, self._inspection.mine.me):
                self._model.line_changed(view)

    def _show_scope(self) -> None:
        is_in = bool(self._shown.lines) and self._inspection.standing.in_scope(self._shown)
        if is_in != bool(self._model.rowCount()):
            self._show_lines()
            if is_in:
                self.lines.go_to(0, opens=True)

    # Going from line to line

    def _go_to_line(self, line: LineId) -> None:
        if self._inspection.standing.pack.line(line).section == self._section:
            row = self._model.row_of(line)
            self.narrowing.widen_to(row)
            self.lines.go_to(row, opens=True)
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.arrive(line)

    def _go_to_unanswered(self) -> None:
        self.flush()
        line = self.writing.line
        standing, mine = self._inspection.standing, self._inspection.mine
        only = mine.me if mine.narrows(standing) else None
        found = line_viewing.next_unanswered(
            standing, self._shown, line.id if line else LineId(""), only
        )
        if found is None or (line is not None and found == line.id):
            self.noticed.emit(
                tr("Every line in scope has an answer.")
                if only is None
                else tr("Every line of mine has an answer.")
            )
        else:
            self._go_to_line(found)

    def _go_to_versions(self) -> None:
        standing = self._inspection.standing
        about = following(standing, self._visited)
        self._visited = about or ""
        if about is None:
            self.noticed.emit(tr("There is nothing to settle."))
            return
        screen, place = place_to_settle(about, standing.pack)
        if screen == Screen.SECTION.value:
            self.arrive(place)
            if subject_kind(about) == Subject.ASSIGNMENT.value:
                ask_assignment(self, self._inspection, (place,))
        else:
            self.going.emit(Destination(Screen(screen), place))

    def _is_on_lines(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.lines or self.lines.isAncestorOf(focus))

    def _move_up(self) -> None:
        row = self.lines.currentIndex().row() - 1
        while row > 0 and self.lines.isRowHidden(row):
            row -= 1
        if row >= 0 and not self.lines.isRowHidden(row):
            self.lines.go_to(row, opens=True)

    def _back_to_row(self) -> None:
        self.judgement.moderation.shut()
        self.form.flush()
        self.form.close_drawer()
        self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _remember_place(self) -> None:
        self._remember.stop()
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        place = f"{Screen.SECTION.value}:{self.place()}"
        self._inspection.jobs.run(
            self, lambda: service.remember_place(id_, place), _done, lane=Lane.WRITES
        )

    # What keys ask of the section

    def _ask_narrowing(self) -> None:
        self.narrowing.ask(self.head.filter)

    def _switch_mine(self) -> None:
        switch_mine(self, self._inspection)

    def _ask_assignment(self) -> None:
        """Ask who looks at the chosen lines, or at the section that is chosen at the left."""
        sections = self.sections.view
        if sections.hasFocus() and sections.current_section:
            ask_assignment(self, self._inspection, (sections.current_section,))
        elif self._model.rowCount():
            self.flush()
            ask_assignment(self, self._inspection, self.lines.chosen_lines)

    def _tick(self) -> None:
        if self._is_on_lines() or self.judgement.headline.bar.hasFocus():
            self.judgement.tick()

    def _go_to_sections(self) -> None:
        self._go_to_side("left", self.sections.view, self.sections.view)

    def _go_to_evidence(self) -> None:
        first = self.evidence.view if self.evidence.view.isVisibleTo(self.evidence) else None
        self._go_to_side("right", self.evidence, first or self.evidence.zone)

    def _go_to_side(self, side: str, content: QWidget, widget: QWidget) -> None:
        """Open a side region or go there; from within, fold it away and come back."""
        focus = QApplication.focusWidget()
        is_inside = focus is not None and (content is focus or content.isAncestorOf(focus))
        if self.regions.is_open(side) and is_inside:
            self.regions.set_open(side, False)
            self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.regions.set_open(side, True)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell_of_scope(self) -> None:
        self.noticed.emit(tr("Choose a section at the left (F3), then press O."))

    # What happens

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        self.sections.look_again()
        if not self._section:
            return
        kinds = {subject_kind(each) for each in subjects}
        if Subject.SECTION in kinds:
            self._show_scope()
        self._show_changed(subjects, kinds)
        self._show_progress()
        self.judgement.look_again()
        self._show_foot()
        if kinds & {Subject.EVIDENCE, Subject.LINK, Subject.CAPTION, Subject.CAPTURE}:
            self.evidence.refresh()

    def _show_changed(self, subjects: frozenset[str], kinds: set[str]) -> None:
        """Show the rows anew that say something else now."""
        if not self._model.rowCount():
            return
        # Sources and accounts may support any line, and files may lie at any.
        of_any = {Subject.EVIDENCE, Subject.LINK, Subject.ACCOUNT, Subject.SOURCE}
        of_people = {Subject.MEMBER, Subject.FOLLOW_UP, Subject.ASSIGNMENT}
        if kinds & (of_any | of_people):
            self._show_people()
            return
        standing, lasts = self._inspection.standing, self._inspection.last_times
        me = self._inspection.mine.me
        answered = {subject_key(each) for each in subjects if subject_kind(each) == Subject.ANSWER}
        for line in self._shown.lines:
            if line.id in answered:
                last = lasts.get(line.id)
                view = viewing.line_view(standing, line, last_time=last, me=me)
                self._model.line_changed(view)

    def _on_mine_changed(self) -> None:
        """Show what is mine, or everything again; whoever acts may be another."""
        self.sections.look_again()
        if self._section:
            self._show_people()
            self.narrowing.hear_mine()

    def _on_narrowed(self) -> None:
        self._show_progress()
        self._show_foot()

    def _on_lines_current_changed(self, line: str) -> None:
        if line:
            self.lines.open(self._model.row_of(line))
            self._remember.start()
            self._show_evidence()

    def _on_lines_opened(self, line: str) -> None:
        self.writing.leave()
        if line:
            self.writing.open(self._inspection.standing.pack.line(line))

    def _on_lines_activated(self, _line: str) -> None:
        self.form.begin_note()

    def _on_form_line_asked(self, line: str) -> None:
        self._go_to_line(LineId(line))

    def _on_out_of_scope_action_asked(self) -> None:
        self.sections.ask_scope(self._section)

    def _on_head_board_asked(self) -> None:
        self.going.emit(Destination(Screen.BOARD, self._section))

    def _on_head_people_asked(self) -> None:
        ask_assignment(self, self._inspection, (self._section,))

    def _on_head_prompts_asked(self) -> None:
        self.going.emit(Destination(Screen.PROMPTS, self._section))


def _done(_result: object) -> None:
    """Nothing more to do: it is kept."""
