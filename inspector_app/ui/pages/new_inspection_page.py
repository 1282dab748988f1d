"""Where an inspection begins: which force, which checklists, when, who, under which marking."""

from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import dates, markings
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.services.inspections import NewInspection
from inspector_app.services.packs import PackOffer, forces
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.caret import Caret, caret_of, put_back
from inspector_app.ui.jobs import Failure, Jobs, Lane
from inspector_app.ui.models.register_list import RegisterView
from inspector_app.ui.models.scope_matrix import Scope, ScopeMatrix, ScopeView
from inspector_app.ui.new_inspection_draft import NAME, NewInspectionDraft, draft_of
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr, tr_counted
from inspector_app.ui.viewing import warmed
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.columns import Columns
from inspector_app.ui.widgets.field_refusal import FieldRefusal
from inspector_app.ui.widgets.growing_text import SETTLE_MILLISECONDS
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.register_field import RegisterField
from inspector_app.ui.widgets.scope_board import ScopeBoard
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.team_editor import TeamEditor

KEYS = (
    Shortcut("begin", "Ctrl+Return", tr("begin"), is_hinted=True),
    Shortcut("add", "Ctrl+M", tr("add somebody to the team"), is_hinted=True),
    Shortcut("back", "Escape", tr("back to the inspections"), is_hinted=True),
)
_TIERS = tuple(Choice(tier.value, tier.value) for tier in Tier)


class NewInspectionPage(Page):
    """One form, refused in place, and one button.

    Signals:
        opened(Standing, str): the inspection has begun and is to be shown.
    """

    opened = Signal(object, str)

    def __init__(self, unlocked: Unlocked, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._unlocked = unlocked
        self._jobs = jobs
        self._packs: tuple[PackOffer, ...] = ()
        self._pack: Pack | None = None
        self._draft: NewInspectionDraft | None = None
        self._kept = ""
        self._is_begun = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self.flush)
        self._columns = Columns((5, 6), self)
        self._told: dict[QWidget, QLabel] = {}
        self._what_card()
        self._marking_card()
        self._scope_card()
        self.team = TeamEditor(unlocked.inspector.name, self)
        self.team.show_initials(unlocked.inspector.initials)
        self._columns.columns[1].addWidget(self.team)
        self._columns.finish()
        self._refusal = label("", "", self)
        self._refusal.setWordWrap(True)
        self._begin = button(tr("Begin"), look="primary", parent=self)
        self._begin.clicked.connect(self._on_begin)
        self._lay_out()
        self._show_packs()

    def arrive(self, place: str) -> None:
        """Put the focus on the force; base may have allotted other initials meanwhile."""
        del place
        self.team.show_initials(self._unlocked.inspector.initials)
        self.force.setFocus()

    def flush(self) -> None:
        """Keep what is filled in, so that neither locking nor leaving loses it."""
        self._settling.stop()
        text = self._drafted().as_text()
        if self._is_begun or self._draft is not None or text == self._kept:
            return
        self._kept = text
        desk = self._unlocked.desk
        self._jobs.run(
            self,
            lambda: desk.keep(NAME, text),
            _done,
            lane=Lane.WRITES,
            refused=self._on_not_kept,
        )

    def _on_not_kept(self, error: InspectorError) -> None:
        self._kept = ""  # so that it is tried again
        self._jobs.failed.emit(Failure(str(error), False, ""))

    def on_key(self, action: str) -> None:
        """Do what a key of the form asks for."""
        if action == "begin":
            self._on_begin()
        elif action == "add":
            self.team.begin_another()
        elif action == "back":
            self.going.emit(Destination(Screen.INSPECTIONS))

    def _what_card(self) -> None:
        card = Card(tr("What is inspected"), self)
        self.force = RegisterField(tr("Force"), card)
        self.force.changed.connect(self._on_force_changed)
        card.add_field(tr("&Force"), self.force)
        card.add(self._note(self.force))
        self.packs = QComboBox(card)
        self.packs.currentIndexChanged.connect(self._on_pack_chosen)
        card.add_field(tr("&Checklists"), self.packs)
        card.add(self._note(self.packs))
        self.fieldwork = QLineEdit(card)
        self.fieldwork.setPlaceholderText(tr("16 Sep 2013 to 20 Sep 2013, or September 2013"))
        self.fieldwork.setAccessibleName(tr("Dates of fieldwork"))
        self.fieldwork.textChanged.connect(self._on_fieldwork_changed)
        card.add_field(tr("&Dates of fieldwork"), self.fieldwork)
        card.add(self._note(self.fieldwork))
        self.title = QLineEdit(card)
        self.title.setAccessibleName(tr("Title of the visit"))
        self.title.setPlaceholderText(tr("if it needs one beside the force’s name"))
        card.add_field(tr("&Title of the visit"), self.title)
        self._columns.columns[0].addWidget(card)

    def _marking_card(self) -> None:
        card = Card(tr("Protective marking"), self)
        self.tier = SegmentedChoice(tr("Marking"), card)
        self.tier.show_choices(_TIERS)
        self.tier.show_value(Tier.OFFICIAL.value)
        self.tier.chosen.connect(self._on_marking_changed)
        card.add(self.tier)
        self.descriptor = QLineEdit(card)
        self.descriptor.setAccessibleName(tr("Descriptor"))
        self.descriptor.setPlaceholderText(tr("none, or for instance PERSONAL"))
        self.descriptor.textChanged.connect(self._on_marking_changed)
        card.add_field(tr("Desc&riptor"), self.descriptor)
        card.add(self._note(self.descriptor))
        self._columns.columns[0].addWidget(card)
        self._on_marking_changed()

    def _scope_card(self) -> None:
        card = Card(tr("Sections to look at"), self)
        self._matrix = ScopeMatrix(self)
        self._matrix.switched.connect(self._on_section_switched)
        self._count = label("", "dim", card)
        card.add(self._count)
        self.scope = ScopeBoard(self._matrix, card)
        card.add(self.scope)
        hint = label(tr("Arrows move, Space switches. It can be changed later."), "dim", card)
        hint.setWordWrap(True)
        card.add(hint)
        self._columns.columns[1].addWidget(card)

    def _lay_out(self) -> None:
        px = theme.current().px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(10), px(16), 0)
        top.addWidget(label(tr("New inspection"), "page", self))
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), px(4), px(16), px(10))
        foot.setSpacing(px(12))
        foot.addWidget(self._refusal, 1)
        foot.addWidget(self._begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self._columns, 1)
        layout.addLayout(foot)

    def _note(self, field: QWidget) -> QLabel:
        note = label("", "dim", self)
        note.setWordWrap(True)
        note.hide()
        self._told[field] = note
        return note

    def _tell(self, field: QWidget, words: str) -> None:
        self._told[field].setText(words)
        self._told[field].setVisible(bool(words))

    def _show_packs(self) -> None:
        services = self._unlocked

        def read() -> tuple[tuple[PackOffer, ...], str]:
            return services.packs.available(), services.desk.kept(NAME)

        self._jobs.run(self, read, self._on_packs_known)

    def _on_packs_known(self, known: tuple[tuple[PackOffer, ...], str]) -> None:
        self._packs, kept = known
        self._draft = draft_of(kept)
        for field in (self.force, self.fieldwork, self.title, self.descriptor):
            field.textChanged.connect(self._on_touched)
        self.tier.chosen.connect(self._on_touched)
        self.team.edited.connect(self._on_touched)
        self._matrix.switched.connect(self._on_touched)
        if self._draft is not None:
            self._take_up(self._draft)
        self.packs.clear()
        for pack in self._packs:
            self.packs.addItem(f"{pack.title or pack.id} · {pack.version}")
        ids = [pack.id for pack in self._packs]
        if self._draft is not None and self._draft.pack in ids:
            self.packs.setCurrentIndex(ids.index(self._draft.pack))

    def _take_up(self, draft: NewInspectionDraft) -> None:
        for field, kept in (
            (self.force, draft.force),
            (self.fieldwork, draft.fieldwork),
            (self.title, draft.title),
            (self.descriptor, draft.descriptor),
        ):
            if not field.isModified():  # typed before the draft had been read
                field.setText(kept)
        self.tier.show_value(draft.tier or Tier.OFFICIAL.value)
        self.team.role.show_value(draft.role or TeamRole.LEAD.value)
        self.team.add_others(draft.others)
        self._on_marking_changed()
        if draft.field:
            put_back(self, Caret(draft.field, draft.position))

    def _drafted(self) -> NewInspectionDraft:
        place, caret = self.packs.currentIndex(), caret_of(self)
        return NewInspectionDraft(
            force=self.force.text(),
            pack=self._packs[place].id if 0 <= place < len(self._packs) else "",
            fieldwork=self.fieldwork.text(),
            title=self.title.text(),
            tier=self.tier.value,
            descriptor=self.descriptor.text(),
            role=self.team.role.value,
            switched=self._matrix.chosen(),
            others=self.team.typed(),
            field=caret.field if caret else "",
            position=caret.position if caret else 0,
        )

    @Slot()
    def _on_touched(self) -> None:
        self._settling.start()

    @Slot(int)
    def _on_pack_chosen(self, place: int) -> None:
        self._pack = None
        if not 0 <= place < len(self._packs):
            return
        offer = self._packs[place]
        if offer.damage:
            self._tell(self.packs, offer.damage)
            self._matrix.show((), (), ())
            return
        folder, services = str(offer.folder), self._unlocked
        self._jobs.run(
            self, lambda: services.packs.read(folder), partial(self._on_pack_read, place)
        )

    def _on_pack_read(self, place: int, pack: Pack) -> None:
        if place != self.packs.currentIndex():
            return
        self._pack = pack
        lines = sum(1 for _ in pack.lines())
        self._tell(
            self.packs,
            tr_counted(lines, "{edition} · {number} line", "{edition} · {number} lines").format(
                edition=pack.edition.title, number=lines
            ),
        )
        self.force.show_entries(
            tuple(RegisterView(each.id, each.name, each.aliases) for each in forces(pack))
        )
        self._matrix.show(
            tuple(threat.name for threat in pack.threats),
            tuple(requirement.name for requirement in pack.requirements),
            tuple(
                tuple(_cell(pack, threat.id, requirement.id) for requirement in pack.requirements)
                for threat in pack.threats
            ),
        )
        draft, self._draft = self._draft, None
        if draft is not None and draft.pack == pack.id:
            self._matrix.choose(draft.switched)
        self.scope.setCurrentIndex(self._matrix.index(0, 0))
        self._on_section_switched()
        self._kept = self._drafted().as_text()

    @Slot()
    def _on_force_changed(self) -> None:
        text, entry = self.force.text().strip(), self.force.entry
        if entry is not None:
            words = tr("From the register: {name}").format(name=entry.name)
        elif text and self._pack is not None:
            words = tr(
                "Not in the register of forces as it stands; it is recorded as you typed it."
            )
        else:
            words = tr("Type part of a name, or a short form of it.")
        self._tell(self.force, words)

    @Slot()
    def _on_fieldwork_changed(self) -> None:
        text = self.fieldwork.text().strip()
        if not text:
            self._tell(self.fieldwork, "")
            return
        try:
            self._tell(self.fieldwork, _date_words(dates.read(text)))
        except InspectorError as error:
            self._tell(self.fieldwork, str(error))

    @Slot()
    def _on_marking_changed(self) -> None:
        try:
            words = tr("Printed as {marking}").format(marking=self._marking().words())
        except InspectorError as error:
            words = str(error)
        self._tell(self.descriptor, words)

    @Slot()
    def _on_section_switched(self) -> None:
        chosen = self._matrix.chosen()
        self._count.setText(
            tr_counted(
                len(chosen),
                "{chosen} of {number} sections with lines; the introduction is always there.",
            ).format(chosen=sum(chosen.values()), number=len(chosen))
        )

    @Slot()
    def _on_begin(self) -> None:
        if not self._begin.isEnabled():
            return
        new = self._read()
        if isinstance(new, FieldRefusal):
            self._refuse(new.words, new.field)
            return
        self._refusal.setText("")
        self._begin.setEnabled(False)
        # From here on nothing is kept of the form, lest it stay behind an inspection begun.
        self._is_begun = True
        self._settling.stop()
        services = self._unlocked

        def begun() -> Standing:
            inspection = services.inspections.start(new)
            services.desk.keep(NAME, "")
            return warmed(services.inspections.standing(inspection))

        self._jobs.run(
            self,
            begun,
            self._on_begun,
            lane=Lane.WRITES,
            refused=self._on_refused,
            finished=self._on_finished,
        )

    def _on_begun(self, standing: Standing) -> None:
        self.opened.emit(standing, "")

    def _on_refused(self, error: InspectorError) -> None:
        self._is_begun = False
        self._refuse(str(error), self.force)

    def _on_finished(self) -> None:
        self._begin.setEnabled(True)

    def _read(self) -> NewInspection | FieldRefusal:
        """Return what the form holds, or the first thing in it that cannot be taken."""
        name, entry = self.force.text().strip(), self.force.entry
        if not name:
            return FieldRefusal(tr("Say which force is inspected."), self.force)
        if self._pack is None:
            return FieldRefusal(tr("Choose checklists that can be used."), self.packs)
        if not self.fieldwork.text().strip():
            return FieldRefusal(tr("Say when the fieldwork is; a month will do."), self.fieldwork)
        try:
            fieldwork = dates.read(self.fieldwork.text())
        except InspectorError as error:
            return FieldRefusal(str(error), self.fieldwork)
        try:
            marking = self._marking()
        except InspectorError as error:
            return FieldRefusal(str(error), self.descriptor)
        switched = {SectionId(each): on for each, on in self._matrix.chosen().items()}
        if not any(switched.values()):
            return FieldRefusal(tr("Switch on at least one section."), self.scope)
        mine = self._unlocked.inspector.initials
        team = self.team.members(mine)
        if isinstance(team, FieldRefusal):
            return team
        return NewInspection(
            force=Named(entry.name, entry.entry_id) if entry else Named(name),
            pack=str(self._packs[self.packs.currentIndex()].folder),
            fieldwork=fieldwork,
            marking=marking,
            title=self.title.text().strip(),
            switched=switched,
            me=Member(TeamRole(self.team.role.value), mine),
            team=team,
        )

    def _refuse(self, words: str, field: QWidget) -> None:
        self._refusal.setText(words)
        if field in self._told:
            self._tell(field, words)
        announce(self._refusal, words, is_urgent=True)
        if self.isVisible():
            field.setFocus()
            self._columns.ensureWidgetVisible(field)

    def _marking(self) -> Marking:
        """Return the marking that the fields make.

        Raises:
            RuleViolation: it is above what the app may hold.
        """
        descriptor = self.descriptor.text().strip()
        words = f"{self.tier.value} [{descriptor}]" if descriptor else self.tier.value
        return markings.read(words)


def _done(_nothing: None) -> None:
    """Nothing to show: what was typed is kept."""


def _cell(pack: Pack, threat: str, requirement: str) -> ScopeView:
    section = next(
        (s for s in pack.sections if s.threat == threat and s.requirement == requirement), None
    )
    if section is None or not section.lines:
        return ScopeView(section.id if section else "", 0, Scope.EMPTY)
    scope = Scope.IN if section.on_by_default else Scope.OUT
    return ScopeView(section.id, sum(not line.derived for line in section.lines), scope)


def _date_words(date: PartialDate) -> str:
    if date.precision is Precision.RELATIVE:
        return tr("Kept as words, not as a date: “{words}”").format(words=date.words())
    return date.words()
