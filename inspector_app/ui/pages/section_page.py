"""The walk: the lines of one section, one of them open, everything recorded as it is written."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from inspector_app.domain import watermark, wording
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.assigning import is_mine
from inspector_app.domain.changes.bodies import Subject, subject, subject_key, subject_kind
from inspector_app.domain.checklist import Line, Section
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import AccountId, ChangeId, LineId, SectionId, SourceId
from inspector_app.domain.moderating import Words
from inspector_app.domain.narrowing import Narrowing, chosen_by
from inspector_app.domain.prompts.told import counts as prompt_counts
from inspector_app.domain.searching import Filter
from inspector_app.domain.settling import following
from inspector_app.domain.source_fields import form_of_kind
from inspector_app.domain.sources import Source, kind_of
from inspector_app.domain.strength import Supports
from inspector_app.domain.upgrading import is_untouched
from inspector_app.domain.watermark import Shown
from inspector_app.services.recording import Act
from inspector_app.ui import line_viewing, source_viewing, theme, viewing
from inspector_app.ui.assigning_viewing import section_people
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.drafting import Draft, Seen, recorded
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.lines_table import LinesTable
from inspector_app.ui.models.sections_tree import SectionsTree
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages import carrying
from inspector_app.ui.pages.assigning import ask_assignment, switch_mine
from inspector_app.ui.pages.board_page import write_headline
from inspector_app.ui.pages.confirming import confirm_again
from inspector_app.ui.pages.evidence_panel import EvidencePanel
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.settling import ask_to_keep
from inspector_app.ui.settling_viewing import place_to_settle
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, established_text, tr
from inspector_app.ui.ticking import tick_next, with_tick
from inspector_app.ui.typed_texts import put_texts_back, typed_texts
from inspector_app.ui.widgets.answer_form import AnswerForm
from inspector_app.ui.widgets.breadcrumb import Breadcrumb
from inspector_app.ui.widgets.buttons import button, name, name_apart
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.foot import Foot
from inspector_app.ui.widgets.headline_editor import HeadlineEditor
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.moderation_editor import ModerationEditor
from inspector_app.ui.widgets.regions import LEFT_WIDTH, Regions, SideRegion
from inspector_app.ui.widgets.sections_view import SectionsView
from inspector_app.ui.widgets.values.registers import Registers
from inspector_app.ui.widgets.values.value_editor import Surroundings
from inspector_app.ui.widgets.versions_block import VersionsBlock

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
    """Sections at the left, lines in the middle, evidence at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._registers = Registers(parent=self)
        self._registers.show(inspection.standing)
        self._registers.entry_wanted.connect(self._on_entry_wanted)
        self._section = ""
        self._draft: Draft | None = None
        self._aside: dict[LineId, tuple[AnswerForm, Draft]] = {}
        """Lines that were left with something that could not be recorded, as they were left."""
        self._tree = SectionsTree(self)
        self._show_tree()  # before any view follows it
        # Each widget is made where it stands: taking it elsewhere dresses all of it again.
        centre, at_left, at_right = QWidget(), QWidget(), QWidget()
        left = SideRegion(tr("Sections"), at_left, is_left=True, width=LEFT_WIDTH)
        right = SideRegion(tr("Evidence"), at_right)
        self.regions = Regions(centre, left, right, self)
        self.sections = SectionsView(at_left)
        self.sections.show_model(self._tree)
        self._tree.modelReset.connect(self._on_tree_reset)
        self.sections.section_asked.connect(self._on_section_asked)
        self.sections.scope_asked.connect(self._on_scope_asked)
        self.mine = QCheckBox(tr("Only &mine"), at_left)
        self.mine.setChecked(inspection.mine.is_on)
        self.mine.toggled.connect(self._on_mine_toggled)
        self.evidence = EvidencePanel(inspection, at_right)
        self.evidence.told.connect(self.told)
        self.evidence.listed.connect(self.showing)
        self.setAcceptDrops(True)
        for room, content in ((at_left, self.sections), (at_right, self.evidence)):
            layout = QVBoxLayout(room)
            layout.setContentsMargins(0, 0, 0, 0)
            if room is at_left:
                row = QHBoxLayout()
                row.setContentsMargins(16, 0, 8, 4)
                row.addWidget(self.mine)
                layout.addLayout(row)
            layout.addWidget(content)
            room.setFocusProxy(content)
        self.crumb = Breadcrumb(centre)
        self.crumb.step_asked.connect(self._on_crumb_step_asked)
        self._count = label("", "dim", centre)
        self._rests = ElidedLabel("", "dim", centre)
        self._whose = button("", "user", "link", centre)
        self._whose.clicked.connect(self._on_whose_clicked)
        self._narrowing = Narrowing()
        self._filter = button(tr("Filter"), "", "link", centre)
        self._filter.clicked.connect(self._ask_narrowing)
        self._prompts = button("", "bell", "link", centre)
        self._prompts.clicked.connect(self._on_prompts_clicked)
        self.headline = HeadlineEditor(centre)
        self.headline.written.connect(self._on_headline_written)
        self._headline_versions = VersionsBlock(centre, offers_another=True)
        self._headline_versions.keep_asked.connect(self._on_headline_keep_asked)
        self._headline_versions.another_asked.connect(self._on_headline_another_asked)
        self._visited = ""
        """The subject whose versions were gone to last."""
        self._headline_reason = ""
        """Why the headline that is written next is to stand instead of several versions."""
        self.moderation = ModerationEditor(centre)
        self.moderation.written.connect(self._on_moderation_written)
        self.moderation.withdrawal_asked.connect(self._ask_moderation_withdrawal)
        self.moderation.keep_asked.connect(self._on_moderation_keep_asked)
        self._model = LinesTable(self)
        self.lines = LinesView(centre)
        self.lines.show_model(self._model)
        self.keys.watch(self.lines)
        self.lines.current_changed.connect(self._on_lines_current_changed)
        self.lines.opened.connect(self._on_lines_opened)
        self.lines.activated_line.connect(self._on_lines_activated)
        self.headline.closed.connect(self.lines.setFocus)
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
        self.form = self._made_form()
        self.lines.set_open_widget(self.form)
        inspection.changed.connect(self._on_inspection_changed)
        inspection.prompting.changed.connect(self._show_prompts)
        inspection.prompting.begin()
        inspection.typed_found.connect(self._put_typed_back)
        inspection.mine.changed.connect(self._on_mine_changed)

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
        row = self._model.row_of(line) if line else self._row_to_begin_at()
        self._widen_to(row)
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
        self.headline.flush()
        self.moderation.flush()
        self.form.flush()
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
            self._enter(action.removeprefix(_VALUE))
        elif action in ("as-at", "capability", "marking", "account"):
            self.form.open_drawer(action)
        else:
            {
                "outcome": self._open_outcomes,
                "note": self._begin_note,
                "row": self._back_to_row,
                "unanswered": self._go_to_unanswered,
                "headline": self._begin_headline,
                "moderate": self._begin_moderation,
                "tick": self._tick,
                "export": self._toggle_export,
                "source": self._ask_source,
                "carry": self._ask_carry_over,
                "confirm": self._confirm,
                "take-over": self._take_over,
                "evidence": self.evidence.choose_files,
                "paste": self.evidence.paste,
                "withdraw": self._ask_withdrawal,
                "help": self._toggle_help,
                "sections": self._go_to_sections,
                "evidence-panel": self._go_to_evidence,
                "scope": self._ask_scope,
                "narrow": self._ask_narrowing,
                "settle": self._go_to_versions,
                "assign": self._ask_assignment,
                "mine": self._switch_mine,
                "move": self._move_up,
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

    def _made_form(self) -> AnswerForm:
        form = AnswerForm(self.lines.viewport())
        form.given.connect(self._on_form_given)
        form.row_asked.connect(self._back_to_row)
        form.stuck.connect(self._on_form_stuck)
        form.line_asked.connect(self._on_form_line_asked)
        form.account_given.connect(self._on_form_account_given)
        form.account_withdrawal_asked.connect(self._on_form_account_withdrawal_asked)
        form.rest_toggled.connect(self._on_form_rest_toggled)
        form.keep_asked.connect(self._on_form_keep_asked)
        form.another_asked.connect(self._on_form_another_asked)
        form.evidence_asked.connect(self.evidence.choose_files)
        form.confirm_asked.connect(self._confirm)
        form.take_over_asked.connect(self._take_over)
        return form

    def _lay_out(self, centre: QWidget) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, px(8), 0)
        head.setSpacing(px(8))
        head.addWidget(self.crumb)
        head.addWidget(self._count)
        head.addWidget(self._rests, 1)
        head.addWidget(self._whose)
        head.addWidget(self._filter)
        head.addWidget(self._prompts)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(px(8), px(4), px(8), px(4))
        layout.setSpacing(px(4))
        layout.addLayout(head)
        layout.addWidget(self.headline)
        layout.addWidget(self._headline_versions)
        layout.addWidget(self.moderation)
        layout.addWidget(self.lines, 1)
        self._room_for_empty = QVBoxLayout()
        layout.addLayout(self._room_for_empty, 1)
        layout.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.regions)

    # Where the user is

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

    def _line(self) -> Line | None:
        current = self.lines.current_line
        return self._inspection.standing.pack.line(current) if current else None

    def _show_section(self, section_id: SectionId) -> None:
        self.flush()
        self.moderation.shut()
        self._show_all()
        self._section = section_id
        self.showing.emit()
        standing = self._inspection.standing
        self.sections.mark(section_id)
        self._show_lines()
        self._leave_mine()
        threat, _, name = viewing.section_name(standing, section_id).rpartition(" · ")
        self.crumb.show_path((tr("Board"), threat) if threat else (tr("Board"),), name)
        self._show_progress()
        self._show_headline()

    def _show_lines(self) -> None:
        standing = self._inspection.standing
        is_in = bool(self._shown.lines) and standing.in_scope(self._shown)
        lasts = self._inspection.last_times
        me = self._inspection.mine.me
        self._model.show(viewing.line_views(standing, self._shown, lasts, me) if is_in else ())
        name_apart(self._whose, *section_people(standing, self._shown.id))
        heads = (self._count, self._rests, self._whose, self._filter)
        for part in (self.lines, self.headline, self._foot, *heads):
            part.setVisible(is_in)
        self._show_empty("" if is_in else "scope" if self._shown.lines else "lines")
        if not is_in:
            self._draft = None
            self._headline_versions.hide()
            self.moderation.hide()
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
        standing = self._inspection.standing
        only = self._inspection.mine.me if self._narrowing.only is Filter.MINE else None
        progress = viewing.progress_of(standing, self._shown, only)
        told = established_text(progress.established, progress.total, progress.again)
        if self._narrowing:
            told += " · " + tr("only {what}").format(
                what=viewing.narrowing_text(self._narrowing).lower()
            )
        self._count.setText(told)
        rests = Supports(standing).of_section(self._shown).told()
        self._rests.show_text(tr("Rests on: {kinds}").format(kinds=rests))
        self._show_prompts()

    def _show_prompts(self) -> None:
        """Show what is pointed out about the open line, and how much about the section."""
        prompting = self._inspection.prompting
        number = prompt_counts(prompting.prompts)[SectionId(self._section)] if self._section else 0
        told = counted(number, "prompt", "prompts")
        if told != self._prompts.accessibleName():  # its words move all that stands beside it
            name(self._prompts, told)
            self._prompts.setVisible(bool(number))
        if self.form.line is not None:
            found = prompting.of_line(self.form.line.id)
            self.form.show_prompts(tuple(prompt.words for prompt in found))

    def _show_headline(self) -> None:
        standing = self._inspection.standing
        field = standing.headline(SectionId(self._section))
        moderation = line_viewing.moderation_view(standing, SectionId(self._section))
        self.headline.show_headline(
            field.value.text if field.value else "",
            with_tick(viewing.stamp_words(standing, field.first), standing, self._shown.id),
            tr("Proposed") if moderation else "",
        )
        is_in = not self.headline.isHidden()
        proposed = field.value.text if field.value else ""
        self.moderation.show_moderation(moderation if is_in else None, proposed)
        versions = line_viewing.headline_versions(standing, SectionId(self._section))
        self._headline_versions.show_versions(versions)
        self.headline.setEnabled(not field.in_conflict or bool(self._headline_reason))

    def _go_to_line(self, line: LineId) -> None:
        if self._inspection.standing.pack.line(line).section == self._section:
            row = self._model.row_of(line)
            self._widen_to(row)
            self.lines.go_to(row, opens=True)
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.arrive(line)

    def _go_to_unanswered(self) -> None:
        self.flush()
        line = self._line()
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

    def _ask_narrowing(self) -> None:
        """Offer the filters, and the kinds of source that support lines of this section."""
        menu = QMenu(self)
        menu.setAccessibleName(tr("Filter the lines"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        letters = sorted({letter for line in self._model.lines() for letter in line.kinds})
        offers = [Narrowing(), *(Narrowing(only) for only in Filter)]
        offers += [Narrowing(letter=letter) for letter in letters]
        for number, offered in enumerate(offers, 1):
            key = f"&{number}" if number < 10 else " "
            made = menu.addAction(f"{key}   {viewing.narrowing_text(offered)}")
            made.setCheckable(True)
            made.setChecked(offered == self._narrowing)
            made.setData(offered)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(self._filter.mapToGlobal(self._filter.rect().bottomLeft()))

    def _on_menu_triggered(self, action: QAction) -> None:
        self._narrow(action.data())

    def _narrow(self, narrowing: Narrowing) -> None:
        """Show only the lines that are among those looked at, as they are at this moment."""
        self.flush()
        today = wording.london_day(self._inspection.services.sources.now_ms())
        me = self._inspection.mine.me
        is_chosen = chosen_by(narrowing, self._inspection.standing, today, me)
        hidden = [not is_chosen(line) for line in self._shown.lines]
        if not self._model.rowCount() or all(hidden):
            what = viewing.narrowing_text(narrowing).lower()
            self.noticed.emit(tr("No line of this section: {what}.").format(what=what))
            return
        self._narrowing = narrowing
        current = self.lines.currentIndex().row()
        stays = 0 <= current < len(hidden) and not hidden[current]
        row = current if stays else hidden.index(False)
        self.lines.setRowHidden(row, False)
        self.lines.go_to(row, opens=True)
        for each, is_hidden in enumerate(hidden):
            self.lines.setRowHidden(each, is_hidden)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_progress()
        self._show_foot()

    def _row_to_begin_at(self) -> int:
        """Return the row that is open, else the first that is shown."""
        rows = range(self._model.rowCount())
        wanted = (self.lines.open_row, *rows)
        return next((row for row in wanted if row >= 0 and not self.lines.isRowHidden(row)), 0)

    def _leave_mine(self) -> None:
        """Hide what is not mine where only that is wanted, as long as some of the section is."""
        standing, mine = self._inspection.standing, self._inspection.mine
        if not mine.narrows(standing) or not self._model.rowCount():
            return
        is_my_own = is_mine(standing, mine.me)
        hidden = [not is_my_own(line) for line in self._shown.lines]
        if all(hidden):
            return
        self._narrowing = Narrowing(Filter.MINE)
        for row, is_hidden in enumerate(hidden):
            self.lines.setRowHidden(row, is_hidden)

    def _widen_to(self, row: int) -> None:
        """Show all lines again where one is gone to that is hidden."""
        if row >= 0 and self.lines.isRowHidden(row):
            self._show_all()
            self._show_progress()

    def _show_all(self) -> None:
        self._narrowing = Narrowing()
        for row in range(self._model.rowCount()):
            self.lines.setRowHidden(row, False)

    def _show_tree(self) -> None:
        standing, mine = self._inspection.standing, self._inspection.mine
        narrows = mine.narrows(standing)
        self._tree.show(viewing.sections_view(standing, mine.me, only_mine=narrows))

    def _on_tree_reset(self) -> None:
        if self._section:
            self.sections.mark(self._section)

    def _switch_mine(self) -> None:
        switch_mine(self, self._inspection)

    def _on_mine_toggled(self, _is_on: bool) -> None:
        self._switch_mine()
        with QSignalBlocker(self.mine):
            self.mine.setChecked(self._inspection.mine.is_on)

    def _on_mine_changed(self) -> None:
        """Show what is mine, or everything again; whoever acts may be another."""
        with QSignalBlocker(self.mine):
            self.mine.setChecked(self._inspection.mine.is_on)
        self._show_tree()
        if not self._section:
            return
        self._show_people()
        if self._narrowing in (Narrowing(), Narrowing(Filter.MINE)):
            self._show_all()
            self._leave_mine()
            row = self._row_to_begin_at()
            if self.lines.open_row != row and self._model.rowCount():
                self.lines.go_to(row, opens=True)
            self._show_progress()
            self._show_foot()

    def _show_people(self) -> None:
        """Bring up to date to whom lines and the section are assigned."""
        standing, lasts = self._inspection.standing, self._inspection.last_times
        name_apart(self._whose, *section_people(standing, self._shown.id))
        if self._model.rowCount():
            for view in viewing.line_views(standing, self._shown, lasts, self._inspection.mine.me):
                self._model.line_changed(view)

    def _ask_assignment(self) -> None:
        """Ask who looks at the chosen lines, or at the section that is chosen at the left."""
        if self.sections.hasFocus() and self.sections.current_section:
            ask_assignment(self, self._inspection, (self.sections.current_section,))
        elif self._model.rowCount():
            self.flush()
            ask_assignment(self, self._inspection, self.lines.chosen_lines)

    def _on_whose_clicked(self) -> None:
        ask_assignment(self, self._inspection, (self._section,))

    def _back_to_row(self) -> None:
        self.moderation.shut()
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

    # The open line

    def _enter(self, keys: str) -> None:
        if self._inspection.is_read_only:
            self._inspection.refuses()
        elif not self.form.enter_by_key(keys):
            self.noticed.emit(tr("{key} is no answer to this line.").format(key=keys))

    def _is_on_lines(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.lines or self.lines.isAncestorOf(focus))

    def _move_up(self) -> None:
        row = self.lines.currentIndex().row() - 1
        while row > 0 and self.lines.isRowHidden(row):
            row -= 1
        if row >= 0 and not self.lines.isRowHidden(row):
            self.lines.go_to(row, opens=True)

    def _open_outcomes(self) -> None:
        if self.form.can_be_edited and self.lines.open_row >= 0:
            self.form.outcome.open_menu()

    def _begin_note(self) -> None:
        if self.form.can_be_edited and self.lines.open_row >= 0:
            self.form.begin_note()

    def _begin_headline(self) -> None:
        if self.headline.isEnabled() and self.headline.isVisible():
            self.headline.edit()

    def _tick(self) -> None:
        if self._is_on_lines() or self.headline.bar.hasFocus():
            tick_next(self._inspection, self, self._shown.id)

    def _toggle_export(self) -> None:
        self.form.toggle_export()

    def _toggle_help(self) -> None:
        self.form.words.toggle()

    def _open(self, line: Line) -> None:
        standing = self._inspection.standing
        if (aside := self._aside.pop(line.id, None)) is not None:
            self.form.deleteLater()
            self.form, self._draft = aside
            self.lines.set_open_widget(self.form)
            self._refresh(self._draft)
            self._show_prompts()
            return
        self._draft = Draft(line.id, Seen(standing.answer(line.id).heads))
        details = standing.details
        self.form.show_line(
            line,
            Surroundings(standing.known_pack, self._registers, standing.evidence()),
            line_viewing.line_standing(
                standing,
                line,
                self._inspection.last_times.get(line.id),
                is_locked=self._inspection.is_read_only,
                told=self._inspection.told_by_base,
            ),
            details.fieldwork.words(),
            details.marking.words(),
        )
        self._show_prompts()
        self._put_typed_back()

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

    def _leave(self) -> None:
        """Let the open line settle; one that cannot be recorded is set aside as it is."""
        form, draft = self.form, self._draft
        form.flush()
        if draft is None or not form.is_stuck:
            return
        self._aside[draft.line] = (form, draft)
        form.hide()
        self.form = self._made_form()
        self.lines.set_open_widget(self.form)
        self.told.emit(
            tr("{line} is not recorded as it is typed; it is kept there.")
            .format(line=draft.line)
        )  # fmt: skip

    def _record(self, answer: Answer) -> None:
        draft, line = self._draft, self.form.line
        if draft is None or line is None:
            return
        inspection = self._inspection
        service, standing = inspection.services.inspections, inspection.standing
        before = standing.answer(line.id).value or Answer()
        if draft.reason:
            answer, draft.reason = replace(answer, reason=draft.reason), ""
        draft.under_way += 1
        is_beside = is_untouched(standing, line.id, answer)
        upgrading = inspection.services.upgrading

        def verb() -> Act:
            if not is_beside:
                return recorded(service, standing.id, line.id, answer, draft.seen)
            act = upgrading.say_beside(standing.id, line.id, answer, draft.seen.heads)
            draft.seen.heads = act.changes
            return act

        def done(_act: Act) -> None:
            draft.under_way -= 1
            self._refresh(draft)

        def refused(error: InspectorError) -> None:
            draft.under_way -= 1
            self._show_refusal(draft, error)

        inspection.record(
            self,
            verb,
            line_viewing.recorded_words(before, answer, line, standing.pack),
            done,
            refused,
        )

    def _refresh(self, draft: Draft) -> None:
        """Bring the open line up to date, when nothing of it is on its way to the disk."""
        if draft is not self._draft or draft.under_way or self.form.line is None:
            return
        standing = self._inspection.standing
        is_free = not self.form.is_pending
        last = self._inspection.last_times.get(self.form.line.id)
        is_locked = self._inspection.is_read_only
        self.form.show_standing(
            line_viewing.line_standing(
                standing,
                self.form.line,
                last,
                is_locked=is_locked,
                told=self._inspection.told_by_base,
            )
        )
        if is_free and not self.form.keeps_own:
            draft.seen = Seen(standing.answer(draft.line).heads)

    def _show_refusal(self, draft: Draft, error: InspectorError) -> None:
        if draft is self._draft:
            self.form.show_refusal(str(error))
        else:
            self.told.emit(str(error))

    # What happens

    def _on_entry_wanted(self, register: str, name: str) -> None:
        extend(self, self._inspection, register, name)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        self._registers.show(self._inspection.standing)
        standing = self._inspection.standing
        self._show_tree()
        if not self._section:
            return
        kinds = {subject_kind(each) for each in subjects}
        if Subject.SECTION in kinds:
            self._show_scope()
        lines = {subject_key(each) for each in subjects if subject_kind(each) == Subject.ANSWER}
        lasts, me = self._inspection.last_times, self._inspection.mine.me
        # Sources and accounts may support any line, and files may lie at any.
        of_any = {Subject.EVIDENCE, Subject.LINK, Subject.ACCOUNT, Subject.SOURCE}
        has_files = bool(kinds & of_any)
        if self._model.rowCount():
            if has_files or kinds & {Subject.MEMBER, Subject.FOLLOW_UP, Subject.ASSIGNMENT}:
                self._show_people()
            else:
                for line in self._shown.lines:
                    if line.id in lines:
                        last = lasts.get(line.id)
                        view = viewing.line_view(standing, line, last_time=last, me=me)
                        self._model.line_changed(view)
        self._show_progress()
        self._show_headline()
        self._show_foot()
        if kinds & {Subject.EVIDENCE, Subject.LINK, Subject.CAPTION, Subject.CAPTURE}:
            self.evidence.refresh()
        if self._draft is not None:
            self._refresh(self._draft)

    def _show_scope(self) -> None:
        is_in = bool(self._shown.lines) and self._inspection.standing.in_scope(self._shown)
        if is_in != bool(self._model.rowCount()):
            self._show_lines()
            if is_in:
                self.lines.go_to(0, opens=True)

    def _on_lines_current_changed(self, line: str) -> None:
        if line:
            self.lines.open(self._model.row_of(line))
            self._remember.start()
            self._show_evidence()

    def _on_lines_opened(self, line: str) -> None:
        self._leave()
        if line:
            self._open(self._inspection.standing.pack.line(line))

    def _on_lines_activated(self, _line: str) -> None:
        self.form.begin_note()

    def _on_form_given(self, answer: Answer) -> None:
        self._record(answer)

    def _on_form_line_asked(self, line: str) -> None:
        self._go_to_line(LineId(line))

    def _on_form_account_given(self, role: str, words: str) -> None:
        line = self.form.line
        if line is None:
            return
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        account = Account(line.id, words, role=role)
        self._inspection.record(
            self, lambda: service.give_account(id_, account), tr("Account recorded")
        )

    def _ask_source(self) -> None:
        """Choose a source, or begin one, and give its account on the line."""
        line = self._line()
        if line is None:
            return
        from inspector_app.ui.dialogs.ask_source import AskSource

        service, standing = self._inspection.services.sources, self._inspection.standing
        today = wording.london_day(service.now_ms())
        asking = AskSource(self, line.id, source_viewing.source_views(standing, today))
        said = tr("Account recorded")

        def given(source: str, words: str) -> None:
            accounts = [Account(line.id, words)]
            self._inspection.record(
                self,
                lambda: service.give_accounts(standing.id, SourceId(source), accounts)[1],
                said,
            )

        def begun(tag: str, title: str, words: str) -> None:
            kind = kind_of(tag)
            if kind is None:
                return
            name = form_of_kind(kind).name
            source = Source(kind(), title or name[0].upper() + name[1:])
            accounts = [Account(line.id, words)]
            self._inspection.record(
                self, lambda: service.record(standing.id, source, accounts).act, said
            )

        asking.given.connect(given)
        asking.begun.connect(begun)
        asking.open()

    def _ask_carry_over(self) -> None:
        if (line := self._line()) is not None:
            carrying.ask_carry_over(self, self._inspection, line.id)

    def _confirm(self) -> None:
        """Confirm the old answer to a new question, or what was carried over with its accounts."""
        if (line := self._line()) is not None:
            self.form.flush()
            if self._inspection.standing.asks_again(line.id):
                confirm_again(self, self._inspection, (line.id,))
                return
            carrying.confirm(self, self._inspection, subject(Subject.ANSWER, line.id))

    def _take_over(self) -> None:
        """Record what base tells of other forces as an account on the line."""
        line, inspection = self._line(), self._inspection
        if line is None or inspection.refuses():
            return
        told = line_viewing.not_taken_over(inspection.standing, line, inspection.told_by_base)
        if not told:
            self.noticed.emit(tr("Base tells nothing new of other forces on this line."))
            return
        self.form.flush()
        service, here, which = inspection.services.comparisons, inspection.standing.id, told[0].id
        inspection.record(
            self,
            lambda: service.take_over(here, line.id, which).act,
            tr("Taken over as an account, not as the answer"),
        )

    def _on_form_rest_toggled(self, account: str, is_on: bool) -> None:
        """Let the answer rest on an account, or no longer; unless some are named, on all."""
        line, draft, standing = self.form.line, self._draft, self._inspection.standing
        if line is None or draft is None:
            return
        self.form.flush()
        service = self._inspection.services.sources
        wanted = line_viewing.rested_on(standing, line.id, account, is_on=is_on)
        if not is_on and not wanted:
            self.noticed.emit(tr("Where no account is chosen the answer rests on all of them."))
            self._refresh(draft)
            return
        said = tr("{line} rests on it") if is_on else tr("{line} rests on it no longer")

        def verb() -> Act:
            act = service.rest(standing.id, line.id, wanted, draft.seen.heads)
            draft.seen.heads = act.changes
            return act

        self._inspection.record(self, verb, said.format(line=line.id))

    def _on_form_account_withdrawal_asked(self, account: str) -> None:
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Withdraw this account?"),
            tr("It is no longer shown or printed; what was said stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self,
                lambda: service.withdraw_account(id_, AccountId(account), reason),
                tr("Account withdrawn"),
            )

        asking.given.connect(given)
        asking.open()

    def _ask_withdrawal(self) -> None:
        line = self._line()
        if line is None or self._inspection.standing.answer(line.id).value is None:
            self.noticed.emit(tr("There is no answer here to withdraw."))
            return
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Withdraw the answer to {line}?").format(line=line.id),
            tr("The line is unanswered then; the answer stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self,
                lambda: service.withdraw_answer(id_, line.id, reason),
                tr("{line} withdrawn").format(line=line.id),
            )

        asking.given.connect(given)
        asking.open()

    def _on_form_keep_asked(self, change: str) -> None:
        if self.form.line is not None:
            about = subject(Subject.ANSWER, self.form.line.id)
            ask_to_keep(self, self._inspection, about, ChangeId(change))

    def _on_headline_keep_asked(self, change: str) -> None:
        about = subject(Subject.HEADLINE, self._section)
        ask_to_keep(self, self._inspection, about, ChangeId(change))

    def _on_form_another_asked(self) -> None:
        draft = self._draft
        if draft is None or self._inspection.refuses():
            return
        asking = AskReason(
            self,
            tr("Write another answer to {line}?").format(line=draft.line),
            tr("Say why; then write it. What you write next stands instead of all versions."),
            tr("Write it"),
        )

        def given(reason: str) -> None:
            if draft is self._draft:
                draft.reason = reason
                self.form.begin_another()
                self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

        asking.given.connect(given)
        asking.open()

    def _on_headline_another_asked(self) -> None:
        if self._inspection.refuses():
            return
        section = self._section
        asking = AskReason(
            self,
            tr("Write another headline?"),
            tr("Say why; then write it. What you write next stands instead of all versions."),
            tr("Write it"),
        )

        def given(reason: str) -> None:
            if section == self._section:
                self._headline_reason = reason
                self.headline.setEnabled(True)
                self.headline.edit()

        asking.given.connect(given)
        asking.open()

    def _go_to_versions(self) -> None:
        standing = self._inspection.standing
        about = following(standing, self._visited)
        self._visited = about or ""
        if about is None:
            self.noticed.emit(tr("Nothing is to be settled."))
            return
        screen, place = place_to_settle(about, standing.pack)
        if screen == Screen.SECTION.value:
            self.arrive(place)
            if subject_kind(about) == Subject.ASSIGNMENT.value:
                ask_assignment(self, self._inspection, (place,))
        else:
            self.going.emit(Destination(Screen(screen), place))

    def _begin_moderation(self) -> None:
        field = self._inspection.standing.headline(SectionId(self._section))
        if field.in_conflict:
            self.noticed.emit(tr("Settle the versions of the headline first."))
        elif field.value is None:
            self.noticed.emit(tr("There is no headline to moderate: H proposes one."))
        elif self.headline.isVisible():
            self.moderation.edit()

    def _on_moderation_written(self, words: Words) -> None:
        service, id_ = self._inspection.services.moderation, self._inspection.standing.id
        section = SectionId(self._section)
        seen = self._inspection.standing.moderation(section).heads
        self._inspection.record(
            self,
            lambda: service.moderate(id_, section, words, seen),
            tr("Moderation recorded"),
        )

    def _ask_moderation_withdrawal(self) -> None:
        service, id_ = self._inspection.services.moderation, self._inspection.standing.id
        section = SectionId(self._section)
        asking = AskReason(
            self,
            tr("Withdraw the moderation?"),
            tr("The headline stands as it was proposed; what was said stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self,
                lambda: service.withdraw(id_, section, reason),
                tr("Moderation withdrawn"),
            )

        asking.given.connect(given)
        asking.open()

    def _on_moderation_keep_asked(self, change: str) -> None:
        about = subject(Subject.MODERATION, self._section)
        ask_to_keep(self, self._inspection, about, ChangeId(change))

    def _go_to_sections(self) -> None:
        self._go_to_side("left", self.sections)

    def _go_to_evidence(self) -> None:
        first = self.evidence.view if self.evidence.view.isVisibleTo(self.evidence) else None
        self._go_to_side("right", first or self.evidence.zone)

    def _go_to_side(self, side: str, widget: QWidget) -> None:
        """Open a side region or go there; from within, fold it away and come back."""
        focus = QApplication.focusWidget()
        region = self.sections if side == "left" else self.evidence
        is_inside = focus is not None and (region is focus or region.isAncestorOf(focus))
        if self.regions.is_open(side) and is_inside:
            self.regions.set_open(side, False)
            self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.regions.set_open(side, True)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_scope(self) -> None:
        self.noticed.emit(tr("Choose a section at the left (F3), then press O."))

    def _on_out_of_scope_action_asked(self) -> None:
        self._on_scope_asked(self._section)

    def _on_scope_asked(self, section_id: str) -> None:
        standing = self._inspection.standing
        section = standing.pack.section(section_id)
        name = viewing.section_name(standing, section.id)
        if not section.lines:
            self.told.emit(tr("The checklist has no lines for {name}.").format(name=name))
            return
        is_in = standing.in_scope(section)
        service, id_ = self._inspection.services.inspections, standing.id
        title = tr("Put {name} out of scope?") if is_in else tr("Put {name} in scope?")
        words = tr("Answers given there are kept.")
        accept = tr("Out of scope") if is_in else tr("In scope")
        asking = AskReason(self, title.format(name=name), words, accept)

        def given(reason: str) -> None:
            said = tr("{name} is out of scope") if is_in else tr("{name} is in scope")
            self._inspection.record(
                self,
                lambda: service.switch(id_, section.id, in_scope=not is_in, reason=reason),
                said.format(name=name),
            )

        asking.given.connect(given)
        asking.open()

    def _on_section_asked(self, section: str) -> None:
        self.arrive(section)

    def _on_prompts_clicked(self) -> None:
        self.going.emit(Destination(Screen.PROMPTS, self._section))

    def _on_crumb_step_asked(self, _step: int) -> None:
        self.going.emit(Destination(Screen.BOARD, self._section))

    def _on_headline_written(self, text: str) -> None:
        reason, self._headline_reason = self._headline_reason, ""
        write_headline(self._inspection, self, SectionId(self._section), text, reason)


def _done(_result: object) -> None:
    """Nothing more to do: it is kept."""
