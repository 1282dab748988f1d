"""The timetable above, and below it what is asked before an encounter is begun or planned."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.assigning import member_called
from inspector_app.domain.errors import InspectorError, NotFound
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.registers import entries_of, named
from inspector_app.domain.source_fields import ROLES, form_of_kind
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import MET, Planned
from inspector_app.ui import theme
from inspector_app.ui.encounter_viewing import EntryView
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.timetable_table import Column, TimetableTable
from inspector_app.ui.texts import tr
from inspector_app.ui.timetable_draft import TimetableDraft
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import FieldsRow, WordField
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers

_FIELDS = (
    ("role", tr("Role"), 230, tr("whom it is with, never a name")),
    ("title", tr("Title"), 190, tr("what it is called")),
    ("place", tr("Place"), 190, tr("where")),
    ("day", tr("Day"), 100, "2013-09-17"),
    ("at", tr("At"), 60, "09:00"),
    ("lead", tr("Led by"), 60, tr("JS")),
    ("others", tr("With"), 90, tr("AM, BC")),
    ("speaks", tr("Speaks to"), 190, tr("CC-PO, CP-PO-10")),
    ("written_at", tr("Notes on paper of"), 150, "2013-09-17 14:20"),
)


class TimetableView(QWidget):
    """Enter on an entry begins it or goes on with it; the form begins or plans another.

    Signals:
        begin_asked(Planned, str): an encounter begins that was not planned, and when notes on
            paper were written, if it is typed up.
        plan_asked(Planned, str, tuple): an entry is to stand so; its id if it stands already, and
            the versions of it that were seen when its change began.
        edited(): something in the form was typed or chosen, or it was emptied.
        refused(str): why what is typed cannot be meant.
    """

    begin_asked = Signal(object, str)
    plan_asked = Signal(object, str, tuple)
    edited = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: Standing | None = None
        self.registers = Registers(parent=self)
        self._edited = ""
        """The entry whose facts stand in the form; empty: a new one."""
        self._planned = Planned("interview")
        self._begun = TimetableDraft(kind="interview")
        """The form before anything was typed into it."""
        self._model = TimetableTable(self)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Timetable"), widest=Column.WHO)
        self._none = label(tr("Nothing is planned."), "dim", self)
        room = QScrollArea(self)
        room.setWidgetResizable(True)
        room.setFrameShape(QScrollArea.Shape.NoFrame)
        form = QWidget()
        room.setWidget(form)
        for ground in (room.viewport(), form):
            ground.setAutoFillBackground(False)
        room.setAccessibleName(tr("Begin or plan an encounter"))
        self._heading = label("", "body-strong", form)
        self.kind = SegmentedChoice(tr("Kind of encounter"), form)
        self.kind.show_choices(tuple(Choice(k.KIND, form_of_kind(k).name) for k in MET))
        self.kind.chosen.connect(self._on_kind_chosen)
        rows = FieldsRow(form)
        self.fields: dict[str, WordField] = {}
        for key, title, width, hint in _FIELDS:
            field = WordField(title, width, hint, form)
            field.returnPressed.connect(self._on_field_return_pressed)
            # Not what was edited: a role that is taken from the list is no key in the field.
            field.textChanged.connect(self._on_field_text_changed)
            self.fields[key] = field
            if key == "role":
                field.setCompleter(RegisterCompleter(self.registers, ROLES, field, several=True))
            rows.add(title, field)
        self.unannounced = QCheckBox(tr("Unannounced: the force is not to know"), form)
        self.unannounced.toggled.connect(self._on_unannounced_toggled)
        self.begin_button = button(tr("Begin now"), "clock", "primary", form)
        self.begin_button.clicked.connect(self.ask_begin)
        self.plan_button = button(tr("Put into the timetable"), "calendar", parent=form)
        self.plan_button.clicked.connect(self.ask_plan)
        self.empty_button = button(tr("Empty the form"), "cross", "link", form)
        self.empty_button.clicked.connect(self._on_empty_button_clicked)
        self._lay_out(room, form, rows)
        self.clear()

    def show_entries(self, entries: tuple[EntryView, ...], standing: Standing) -> None:
        """Show the timetable."""
        self._standing = standing
        chosen = self.chosen
        self._model.show(entries)
        self._none.setVisible(not entries)
        self.view.setVisible(bool(entries))
        self.choose(chosen)
        self.registers.show(standing)

    @property
    def chosen(self) -> str:
        """The id of the chosen entry, or an empty text."""
        return str(self.view.currentIndex().data(Role.ID) or "")

    def choose(self, entry: str) -> None:
        """Choose an entry, else the first."""
        if self._model.rowCount():
            row = max(self._model.row_of(entry), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))

    def has_entries(self) -> bool:
        """Return whether anything is planned or goes on."""
        return self._model.rowCount() > 0

    @property
    def is_typed(self) -> bool:
        """Whether anything stands in the form that is not recorded."""
        return self._drafted() != self._begun

    def draft(self) -> str:
        """Return what is typed and not recorded, to be put back; empty: nothing is."""
        return self._drafted().as_text() if self.is_typed else ""

    def put_back(self, draft: TimetableDraft, planned: Planned | None) -> None:
        """Type into the form what a draft holds; ``planned`` is the entry that it changes.

        Where that entry is no more, what was typed is a new one. Where somebody types already, only
        fields that are empty take from it.
        """
        if self.is_typed:
            for key, field in self.fields.items():
                field.show_text(field.text() or draft.texts.get(key, ""))
            return
        if planned is not None:
            self._fill(SourceId(draft.entry), planned, draft.seen)
        else:
            self._empty()
        for key, field in self.fields.items():
            field.show_text(draft.texts.get(key, ""))
        self.kind.show_value(draft.kind or "interview")
        self.unannounced.setChecked(draft.unannounced)
        self._show_emptying()

    def begin_new(self) -> None:
        """Go to the first field of the form, emptied unless something is typed there."""
        if not self.is_typed:
            self.clear()
        self.fields["role"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def edit(self, entry: SourceId, planned: Planned, seen: Iterable[str]) -> None:
        """Put an entry's facts into the form, unless something else is typed there."""
        if not self.is_typed:
            self._fill(entry, planned, tuple(seen))
        elif self._edited != entry:
            self.refused.emit(
                tr(
                    "What is typed in the form is not recorded yet: record it, or empty the form, "
                    "then change another entry."
                )
            )
        self.fields["role"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self, entry: SourceId, planned: Planned, seen: tuple[str, ...]) -> None:
        if self._standing is None:
            return
        initials = self._standing.initials
        self._edited, self._planned = entry, planned
        self.kind.show_value(planned.kind)
        for key, text in (
            ("role", "; ".join(role.name for role in planned.roles)),
            ("title", planned.title),
            ("place", planned.place),
            ("day", planned.day),
            ("at", planned.at),
            ("lead", initials(planned.lead) if planned.lead else ""),
            ("others", ", ".join(map(initials, planned.inspectors))),
            ("speaks", ", ".join((*planned.sections, *planned.lines))),
            ("written_at", ""),
        ):
            self.fields[key].show_text(text)
        self.unannounced.setChecked(planned.unannounced)
        self._heading.setText(tr("Change what is planned"))
        name(self.plan_button, tr("Record the change"))
        self.begin_button.hide()
        self._begun = replace(self._drafted(), seen=seen)
        self._show_emptying()

    def clear(self) -> None:
        """Empty the form: what is typed next is a new encounter."""
        self._empty()
        self._show_emptying()
        self.edited.emit()

    def _empty(self) -> None:
        self._edited, self._planned = "", Planned("interview")
        for field in self.fields.values():
            field.show_text("")
        self.kind.show_value("interview")
        self.unannounced.setChecked(False)
        self._heading.setText(tr("Begin an encounter, or plan one"))
        name(self.plan_button, tr("Put into the timetable"))
        self.begin_button.show()
        self._begun = TimetableDraft(kind="interview")

    def ask_begin(self) -> None:
        """Ask for what is typed to begin now."""
        planned = self._typed()
        if planned is not None:
            self.begin_asked.emit(planned, self.fields["written_at"].words)

    def ask_plan(self) -> None:
        """Ask for what is typed to stand in the timetable."""
        planned = self._typed()
        if planned is not None:
            self.plan_asked.emit(planned, self._edited, self._begun.seen)

    def _lay_out(self, room: QScrollArea, form: QWidget, rows: FieldsRow) -> None:
        px = theme.current().px
        asking = QHBoxLayout()
        asking.setSpacing(px(8))
        asking.addWidget(self.begin_button)
        asking.addWidget(self.plan_button)
        asking.addWidget(self.empty_button)
        asking.addStretch(1)
        below = QVBoxLayout(form)
        below.setContentsMargins(0, px(4), 0, px(4))
        below.setSpacing(px(8))
        below.addWidget(self._heading)
        below.addWidget(self.kind)
        below.addWidget(rows)
        below.addWidget(self.unannounced)
        below.addLayout(asking)
        below.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(16), px(8), px(16), px(8))
        whole.setSpacing(px(8))
        whole.addWidget(label(tr("Timetable"), "page", self))
        whole.addWidget(self._none)
        whole.addWidget(self.view, 1)
        whole.addWidget(room, 1)

    def _drafted(self) -> TimetableDraft:
        texts = {key: field.text() for key, field in self.fields.items() if field.text()}
        seen, kind = self._begun.seen, self.kind.value or "interview"
        return TimetableDraft(self._edited, seen, kind, self.unannounced.isChecked(), texts)

    def _show_emptying(self) -> None:
        self.empty_button.setVisible(self.is_typed or bool(self._edited))

    def _on_kind_chosen(self, kind: str) -> None:
        self.kind.show_value(kind)
        self._on_edited()

    def _on_field_text_changed(self, _text: str) -> None:
        self._on_edited()

    def _on_unannounced_toggled(self, _is_on: bool) -> None:
        self._on_edited()

    def _on_edited(self) -> None:
        self._show_emptying()
        self.edited.emit()

    def _on_empty_button_clicked(self) -> None:
        self.clear()
        self.fields["role"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_field_return_pressed(self) -> None:
        if self._edited or self.fields["day"].words:
            self.ask_plan()
        else:
            self.ask_begin()

    def _typed(self) -> Planned | None:
        """Return what is typed, or None having said why it cannot be meant."""
        standing = self._standing
        if standing is None:
            return None
        words = {key: field.words for key, field in self.fields.items()}
        try:
            sections, lines = _spoken(words["speaks"], standing)
            return replace(
                self._planned,
                kind=self.kind.value or "interview",
                title=words["title"],
                roles=tuple(
                    named(each.strip(), entries_of(ROLES, standing))
                    for each in words["role"].split(";")
                    if each.strip()
                ),
                place=words["place"],
                day=words["day"],
                at=words["at"],
                lead=member_called(standing, words["lead"]) if words["lead"] else None,
                inspectors=tuple(
                    member_called(standing, each) for each in _parted(words["others"])
                ),
                sections=sections,
                lines=lines,
                unannounced=self.unannounced.isChecked(),
            )
        except InspectorError as error:
            self.refused.emit(str(error))
            return None


def _parted(words: str) -> list[str]:
    return words.replace(",", " ").replace(";", " ").split()


def _spoken(words: str, standing: Standing) -> tuple[tuple[SectionId, ...], tuple[LineId, ...]]:
    sections, lines = [], []
    for each in _parted(words):
        try:
            sections.append(standing.pack.section(each.upper()).id)
        except NotFound:
            lines.append(standing.pack.line(each.upper()).id)
    return tuple(sections), tuple(lines)
