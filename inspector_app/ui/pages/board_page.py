"""The home of an inspection: threats by requirements, and what is missing where."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain import phasing, watermark
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.told import counts as prompt_counts
from inspector_app.domain.standing import Progress
from inspector_app.domain.strength import Supports
from inspector_app.domain.together import Since
from inspector_app.domain.watermark import Shown
from inspector_app.domain.wording import london_day
from inspector_app.services.merging import Mate
from inspector_app.services.reports import SinceSigned
from inspector_app.ui import side_viewing, theme, together_viewing, viewing
from inspector_app.ui.assigning_viewing import section_people
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.jobs import Failure
from inspector_app.ui.line_viewing import moderation_view
from inspector_app.ui.models.board_matrix import BoardMatrix
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.assigning import ask_assignment, switch_mine
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, established_text, tr
from inspector_app.ui.ticking import tick_next, with_tick
from inspector_app.ui.widgets.board_side import BoardSide
from inspector_app.ui.widgets.board_view import BoardView
from inspector_app.ui.widgets.buttons import button, name, name_apart
from inspector_app.ui.widgets.gaps_list import GapsList
from inspector_app.ui.widgets.headline_editor import HeadlineEditor
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.regions import Regions, SideRegion

KEYS = (
    Shortcut("open", "Return", tr("open"), is_hinted=True),
    Shortcut("headline", "H", tr("headline"), is_hinted=True),
    Shortcut("tick", "T", tr("tick for the debrief: strength, concern, still to establish")),
    Shortcut("gap", "G", tr("next gap"), is_hinted=True),
    Shortcut("prompts", "C", tr("prompts of the section"), is_hinted=True),
    Shortcut("settle", "V", tr("versions to settle")),
    Shortcut("introduction", "I", tr("the inspection’s own lines"), is_hinted=True),
    Shortcut("phase", "F", tr("phase of the work")),
    Shortcut("assign", "B", tr("assign the section: who looks at it")),
    Shortcut("mine", "L", tr("only mine, or everything")),
    Shortcut("checklist", "K", tr("version of the checklist")),
    Shortcut("travel", "R", tr("ready to travel")),
    Shortcut("papers", "P", tr("papers: interim summary and others")),
)

_LEAST_BOARD = 94
"""The headings and one row of tiles; the others are scrolled to."""
_LEAST_GAPS = 26
"""The first gap; the others are scrolled to."""


class BoardPage(Page):
    """Tiles above; the chosen one below with its headline and gaps.

    Signals:
        archive_asked(): show what can be done with the archive.
    """

    archive_asked = Signal()

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._shown = ""
        self._model = BoardMatrix(self)
        centre, at_right = QWidget(), QWidget()
        right = SideRegion(tr("At a glance"), at_right)
        self.regions = Regions(centre, right=right, parent=self)
        self.side = BoardSide(at_right)
        self.side.source_asked.connect(self._on_side_source_asked)
        self.side.encounter_asked.connect(self._on_side_encounter_asked)
        self.side.prompt_asked.connect(self._on_side_prompt_asked)
        self.side.travel_asked.connect(self._on_side_travel_asked)
        self.side.line_asked.connect(self._on_gap_asked)
        self.side.laptop_asked.connect(self._on_side_laptop_asked)
        self.side.history_asked.connect(self._on_side_history_asked)
        room = QVBoxLayout(at_right)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.side)
        at_right.setFocusProxy(self.side)
        self._progress = ElidedLabel("", "dim", centre)
        self._state = ElidedLabel("", "dim", centre)
        self._introduction = button(tr("The inspection"), "info", parent=centre)
        self._introduction.clicked.connect(self._on_introduction)
        self._mine = QCheckBox(tr("Only &mine"), centre)
        self._mine.toggled.connect(self._on_mine_toggled)
        self._phase = button("", "flag", parent=centre)
        self._phase.clicked.connect(self._ask_phase)
        self._together = button("", "laptop", parent=centre)
        name(self._together, tr("Bring together"), shows_words=False)
        self._together.clicked.connect(self._on_together)
        self.board = BoardView(centre)
        self.board.setObjectName("board")
        self.board.show_model(self._model)
        self.board.current_changed.connect(self._on_board_current_changed)
        self.board.section_opened.connect(self._on_board_section_opened)
        self.keys.watch(self.board)
        self._panel = QFrame(centre)
        theme.set_look(self._panel, "opened")
        self._name = ElidedLabel("", "title", self._panel)
        self._count = label("", "dim", self._panel)
        self._rests = ElidedLabel("", "dim", self._panel)
        self._prompts = button("", "bell", parent=self._panel)
        self._prompts.clicked.connect(self._on_prompts_clicked)
        self._whose = button("", "user", parent=self._panel)
        self._whose.clicked.connect(self._ask_assignment)
        self._open = button(tr("Open section"), look="primary", parent=self._panel)
        self._open.clicked.connect(self._on_open_clicked)
        self.headline = HeadlineEditor(self._panel)
        self.headline.written.connect(self._on_headline_written)
        self.headline.closed.connect(self.board.setFocus)
        self._moderated = ElidedLabel("", "strong", self._panel)
        self._moderated.hide()
        self._none = label("", "dim", self._panel)
        self.gaps = GapsList(self._panel)
        self.gaps.line_asked.connect(self._on_gap_asked)
        self._lay_out(centre)
        inspection.changed.connect(self._on_inspection_changed)
        inspection.prompting.changed.connect(self._on_prompting_changed)
        inspection.prompting.begin()
        inspection.mine.changed.connect(self._on_mine_changed)
        inspection.places.changed.connect(self._on_places_changed)
        if not inspection.moment:  # files are damaged now
            inspection.places.begin()
        self._show_board()

    def arrive(self, place: str) -> None:
        """Choose the tile of ``place``, else the one chosen before, else the first in scope."""
        wanted = place or self._shown or self._first_in_scope()
        self.board.go_to(wanted)
        self.board.setFocus()
        self._show_state()
        self._show_team()

    def place(self) -> str:
        """Return the chosen section."""
        return self._shown

    def shown(self) -> Shown:
        """Return the judgements, the open section's answers, and what is at the side."""
        section = SectionId(self._shown) if self._shown else None
        return watermark.of_board(self._inspection.standing, section)

    def flush(self) -> None:
        """Let the headline that is being written settle."""
        self.headline.flush()

    def on_key(self, action: str) -> None:
        """Do what a key of the board asks for."""
        if action == "headline" and self._shown:
            self.headline.edit()
        elif action == "tick" and self._shown:
            tick_next(self._inspection, self, SectionId(self._shown))
        elif action == "gap":
            self._go_to_gap()
        elif action == "open":
            self._on_open_clicked()
        elif action == "prompts":
            self._on_prompts_clicked()
        elif action == "settle":
            self._go_to_versions()
        elif action == "introduction":
            self._on_introduction()
        elif action == "phase":
            self._ask_phase()
        elif action == "assign":
            self._ask_assignment()
        elif action == "checklist":
            self.going.emit(Destination(Screen.CHECKLIST))
        elif action == "travel":
            self.going.emit(Destination(Screen.TRAVEL))
        elif action == "papers":
            self.going.emit(Destination(Screen.PAPERS))
        elif action == "mine":
            switch_mine(self, self._inspection)

    def _lay_out(self, centre: QWidget) -> None:
        px = theme.current().px
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(label(tr("Board"), "page", centre))
        top.addWidget(self._progress, 5)
        top.addWidget(self._state, 4)
        top.addWidget(self._mine)
        top.addWidget(self._phase)
        top.addWidget(self._together)
        top.addWidget(self._introduction)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self._name, 3)
        head.addWidget(self._rests, 2)
        head.addWidget(self._count)
        head.addWidget(self._whose)
        head.addWidget(self._prompts)
        head.addWidget(self._open)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(px(14), px(10), px(14), px(10))
        panel.setSpacing(px(6))
        panel.addLayout(head)
        panel.addWidget(self.headline)
        panel.addWidget(self._moderated)
        panel.addWidget(self._none)
        panel.addWidget(self.gaps, 1)
        panel.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.regions)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(top)
        # All tiles first; what is left is the panel's.
        layout.addWidget(self.board, 1000)
        layout.addWidget(self._panel, 1)
        self.board.setMinimumHeight(px(_LEAST_BOARD))
        self.gaps.setMinimumHeight(px(_LEAST_GAPS))

    def _show_board(self) -> None:
        standing = self._inspection.standing
        prompts = self._inspection.prompting.prompts
        counts = prompt_counts(prompts)
        mine = self._inspection.mine
        narrows = mine.narrows(standing)
        view = viewing.board_view(standing, counts, mine.me, only_mine=narrows)
        self._model.show(view)
        with QSignalBlocker(self._mine):
            self._mine.setChecked(mine.is_on)
        self.side.show_prompts(side_viewing.prompt_rows(prompts), counts.total())
        whole = sum((Progress(row.established, row.total) for row in view.threats), Progress(0, 0))
        told = established_text(whole.established, whole.total)
        fieldwork = tr("Fieldwork {dates}").format(dates=standing.details.fieldwork.words())
        self._progress.show_text(f"{tr('Mine')}: {told}" if narrows else f"{fieldwork} · {told}")
        self.board.setMaximumHeight(self.board.full_height())
        self._show_phase()
        today = london_day(self._inspection.services.sources.now_ms())
        self.side.show_travel(side_viewing.travel_rows(standing))
        self.side.show_overdue(side_viewing.overdue_rows(standing, today))
        self.side.show_days(
            side_viewing.day_rows(standing, today),
            side_viewing.day_rows(standing, today + timedelta(days=1)),
            side_viewing.come_back_rows(standing),
        )

    def _show_chosen(self) -> None:
        standing = self._inspection.standing
        is_chosen = bool(self._shown)
        self._panel.setEnabled(is_chosen)
        if not is_chosen:
            return
        section = standing.pack.section(self._shown)
        progress = standing.progress(section)
        in_scope = bool(section.lines) and standing.in_scope(section)
        self._name.show_text(viewing.section_name(standing, section.id))
        self._count.setText(
            established_text(progress.established, progress.total, progress.again)
            if in_scope
            else tr("Not in scope for this inspection")
        )
        self._open.setEnabled(in_scope)
        self.headline.setEnabled(in_scope)
        field = standing.headline(section.id)
        moderation = moderation_view(standing, section.id) if in_scope else None
        self.headline.show_headline(
            field.value.text if field.value else "",
            with_tick(viewing.stamp_words(standing, field.first), standing, section.id),
            tr("Proposed") if moderation else "",
            typed_headline(self._inspection, section.id),
        )
        self._moderated.setVisible(moderation is not None)
        # Its row is taken from the gaps: a board at 200 % has no room to spare.
        row = 0
        if moderation is not None:
            self._moderated.show_text(f"{moderation.title}: {moderation.words}")
            row = self._moderated.sizeHint().height() + theme.current().px(6)
        self.gaps.setMinimumHeight(max(0, theme.current().px(_LEAST_GAPS) - row))
        rests = Supports(standing).of_section(section).told() if in_scope else ""
        self._rests.show_text(tr("Rests on: {kinds}").format(kinds=rests))
        self._rests.setVisible(in_scope)
        self._show_prompts()
        mine = self._inspection.mine
        only = mine.me if mine.narrows(standing) else None
        gaps = viewing.gaps(standing, section, only) if in_scope else ()
        self._none.setText(
            tr("Every line of this section is established.")
            if only is None
            else tr("No line of mine in this section is left to establish.")
        )
        name_apart(self._whose, *section_people(standing, section.id))
        self._whose.setVisible(in_scope)
        self._none.setVisible(in_scope and not gaps)
        self.gaps.setVisible(bool(gaps))
        self.gaps.show_gaps(gaps)

    def _show_prompts(self) -> None:
        counts = prompt_counts(self._inspection.prompting.prompts)
        number = counts[SectionId(self._shown)] if self._shown else 0
        name(self._prompts, counted(number, "prompt", "prompts"))
        self._prompts.setVisible(bool(number))

    def _show_state(self) -> None:
        services, id_ = self._inspection.services, self._inspection.standing.id
        self._inspection.jobs.run(
            self, lambda: services.reports.since_signed(id_), self._on_state_known
        )

    def _show_team(self) -> None:
        services, id_ = self._inspection.services, self._inspection.standing.id

        def work() -> tuple[Since, tuple[Mate, ...]]:
            return services.history.since_yesterday(id_), services.merging.mates(id_)

        self._inspection.jobs.run(self, work, self._on_team_known)

    def _on_team_known(self, known: tuple[Since, tuple[Mate, ...]]) -> None:
        since, mates = known
        standing, me = self._inspection.standing, self._inspection.services.inspector.person
        rows = together_viewing.since_rows(standing, since, me)
        self.side.show_since(rows, len(since.changes))
        self.side.show_laptops(together_viewing.laptop_rows(standing, mates))

    def _on_places_changed(self) -> None:
        self.side.show_damaged(side_viewing.damage_rows(self._inspection.places.damages()))

    def _on_side_travel_asked(self, _place: str) -> None:
        self.going.emit(Destination(Screen.TRAVEL))

    def _on_side_laptop_asked(self, laptop: str) -> None:
        self.going.emit(Destination(Screen.TOGETHER, laptop))

    def _on_side_history_asked(self, _place: str) -> None:
        self.going.emit(Destination(Screen.HISTORY))

    def _on_state_known(self, since: SinceSigned | None) -> None:
        self._state.show_text(viewing.state_words(since))

    def _on_inspection_changed(self, _subjects: object) -> None:
        self._show_board()
        self._show_chosen()
        if self.isVisible():
            self._show_state()
            self._show_team()

    def _on_prompting_changed(self) -> None:
        if not self._inspection.prompting.is_stale:
            self._show_board()
            self._show_prompts()

    def _on_prompts_clicked(self) -> None:
        self.going.emit(Destination(Screen.PROMPTS, self._shown))

    def _on_board_current_changed(self, section: str) -> None:
        if section != self._shown:
            self.headline.flush()
        self._shown = section
        self._show_chosen()
        self.showing.emit()

    def _on_board_section_opened(self, section: str) -> None:
        self.going.emit(Destination(Screen.SECTION, section))

    def _on_open_clicked(self) -> None:
        if self._open.isEnabled() and self._shown:
            self.going.emit(Destination(Screen.SECTION, self._shown))

    def _on_together(self) -> None:
        self.going.emit(Destination(Screen.TOGETHER))

    def _show_phase(self) -> None:
        standing = self._inspection.standing
        words = phasing.words(standing.phase)
        if standing.phase_entered.in_conflict:
            words = tr("{phase}, in differing versions").format(phase=words)
        name(self._phase, tr("Phase: {phase}").format(phase=words.lower()))

    def _ask_assignment(self) -> None:
        """Ask who looks at the chosen section."""
        if self._whose.isVisible():
            ask_assignment(self, self._inspection, (self._shown,))
        else:
            self.noticed.emit(tr("This section is not in scope."))

    def _on_mine_toggled(self, _is_on: bool) -> None:
        switch_mine(self, self._inspection)
        with QSignalBlocker(self._mine):
            self._mine.setChecked(self._inspection.mine.is_on)

    def _on_mine_changed(self) -> None:
        self._show_board()
        self._show_chosen()

    def _ask_phase(self) -> None:
        """Offer the phases of the work; the one that it is in is ticked."""
        menu = Menu(self, tr("Phase of the work"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, phase in enumerate(Phase, 1):
            made = menu.addAction(f"&{number}   {phasing.words(phase)}")
            made.setData(phase.value)
            made.setCheckable(True)
            made.setChecked(phase is self._inspection.standing.phase)
        menu.addSeparator()
        made = menu.addAction(tr("&Archive: how long it is kept, legal hold …"))
        made.setData("")
        menu.triggered.connect(self._on_phase_chosen)
        menu.popup(self._phase.mapToGlobal(self._phase.rect().bottomLeft()))

    def _on_phase_chosen(self, action: QAction) -> None:
        if not action.data():
            self.archive_asked.emit()
            return
        wanted, standing = Phase(action.data()), self._inspection.standing
        is_settling = standing.phase_entered.in_conflict
        if wanted is standing.phase and not is_settling:
            return
        if not phasing.needs_reason(standing.phase, wanted, is_settling=is_settling):
            self._enter(wanted, "")
            return
        words = phasing.words(wanted)
        asking = AskReason(
            self,
            words,
            tr("Why does the work stand here again? The reason is kept in the history."),
            tr("Record"),
        )
        asking.given.connect(partial(self._enter, wanted))
        asking.open()

    def _enter(self, phase: Phase, reason: str) -> None:
        services, id_ = self._inspection.services.phases, self._inspection.standing.id
        said = tr("{phase} recorded").format(phase=phasing.words(phase))
        self._inspection.record(
            self, lambda: services.enter(id_, phase, reason), said, is_filing=True
        )

    def _on_introduction(self) -> None:
        loose = [s for s in self._inspection.standing.sections() if s.threat is None]
        if loose:
            self.going.emit(Destination(Screen.SECTION, loose[0].id))

    def _on_gap_asked(self, line: str) -> None:
        self.going.emit(Destination(Screen.SECTION, line))

    def _go_to_gap(self) -> None:
        line = self.gaps.first_line if self.gaps.isVisible() else ""
        if line:
            self.going.emit(Destination(Screen.SECTION, line))
        else:
            self.noticed.emit(tr("No gap in this section."))

    def _go_to_versions(self) -> None:
        self.going.emit(Destination(Screen.VERSIONS))

    def _on_side_prompt_asked(self, prompt: str) -> None:
        self.going.emit(Destination(Screen.PROMPTS, prompt))

    def _on_side_encounter_asked(self, encounter: str) -> None:
        self.going.emit(Destination(Screen.ENCOUNTER, encounter))

    def _on_side_source_asked(self, source: str) -> None:
        self.going.emit(Destination(Screen.SOURCES, source))

    def _on_headline_written(self, text: str) -> None:
        inspection, section = self._inspection, SectionId(self._shown)

        def refused(error: InspectorError) -> None:
            if section == self._shown and typed_headline(inspection, section) is None:
                self.headline.unsettle()
            inspection.jobs.failed.emit(Failure(str(error), False, ""))

        write_headline(inspection, self, section, text, refused=refused)

    def _first_in_scope(self) -> str:
        sections = [s for s in self._inspection.standing.sections() if s.threat]
        return sections[0].id if sections else ""


def write_headline(
    inspection: OpenInspection,
    owner: QObject,
    section: SectionId,
    text: str,
    reason: str = "",
    refused: Callable[[InspectorError], None] | None = None,
) -> None:
    """Record a section's judgement, or take it back when ``text`` is empty.

    Args:
        inspection: its own.
        owner: the page.
        section: whose judgement it is.
        text: the judgement.
        reason: says why it is to stand instead of several versions.
        refused: instead of the message bar.
    """
    services, id_ = inspection.services.inspections, inspection.standing.id
    field = inspection.standing.headline(section)
    about = subject(Subject.HEADLINE, section)
    typed = inspection.typed_of(about)
    if isinstance(typed, Headline):
        reason = reason or typed.reason  # not recorded either
    headline = Headline(text, reason=reason)
    if text:
        inspection.write(
            owner,
            about,
            headline,
            field.heads,
            lambda seen: services.headline(id_, section, headline, seen),
            tr("Headline recorded"),
            refused=refused,
        )
    elif field.value is not None:
        inspection.write(
            owner,
            about,
            headline,
            field.heads,
            lambda _seen: services.withdraw_headline(id_, section, tr("Taken out")),
            tr("Headline taken out"),
            refused=refused,
        )
    else:
        inspection.forget_typed_of(about)


def typed_headline(inspection: OpenInspection, section: SectionId) -> str | None:
    """Return what was typed as a section's judgement and does not stand yet; None: nothing."""
    typed = inspection.typed_of(subject(Subject.HEADLINE, section))
    return typed.text if isinstance(typed, Headline) else None
