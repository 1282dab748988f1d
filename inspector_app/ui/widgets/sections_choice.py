"""Which sections a paper prints: everything, or a choice on a board, and how much of each."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.checklist import INTRODUCTION, Pack
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.ids import SectionId
from inspector_app.ui import theme
from inspector_app.ui.models.scope_matrix import Scope, ScopeMatrix, ScopeView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.scope_board import ScopeBoard
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

_ALL, _SOME = "all", "some"


class SectionsChoice(QWidget):
    """Two questions: which sections, and how much of each.

    Signals:
        changed(): another choice is made.
    """

    changed = Signal()

    def __init__(self, pack: Pack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = tuple(section.id for section in pack.sections)
        self.which = SegmentedChoice(tr("Sections"), self)
        self.which.show_choices(
            (Choice(_ALL, tr("All sections")), Choice(_SOME, tr("A choice of them")))
        )
        self.which.show_value(_ALL)
        self.which.chosen.connect(self._on_which_chosen)
        self._matrix = ScopeMatrix(self)
        self._matrix.show(
            tuple(threat.name for threat in pack.threats),
            tuple(requirement.name for requirement in pack.requirements),
            tuple(
                tuple(_cell(pack, threat.id, each.id) for each in pack.requirements)
                for threat in pack.threats
            ),
        )
        self._matrix.switched.connect(self._on_matrix_switched)
        self.board = ScopeBoard(self._matrix, self)
        self.board.setAccessibleName(tr("Sections to print: threats by requirements"))
        self.introduction = QCheckBox(tr("The inspection’s own lines"), self)
        self.introduction.setChecked(True)
        self.introduction.toggled.connect(self.changed)
        self._some = QWidget(self)
        some = QVBoxLayout(self._some)
        some.setContentsMargins(0, 0, 0, 0)
        some.addWidget(self.introduction)
        some.addWidget(self.board)
        hint = label(tr("Arrows move, Space switches."), "dim", self._some)
        some.addWidget(hint)
        self._some.hide()
        self.detail = SegmentedChoice(tr("How much of each section"), self)
        self.detail.show_choices(tuple(Choice(level.value, _SHORT[level]) for level in DetailLevel))
        self.detail.show_value(DetailLevel.FULL.value)
        self.detail.chosen.connect(self._on_detail_chosen)
        self._told = label("", "dim", self)
        self._told.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(6))
        for each in (self.which, self._some, self.detail, self._told):
            layout.addWidget(each)
        self._tell()

    def sections(self) -> tuple[SectionId, ...]:
        """Return the sections that are chosen, in the pack's order; empty: all."""
        if self.which.value != _SOME:
            return ()
        chosen = {id_ for id_, is_in in self._matrix.chosen().items() if is_in}
        if self.introduction.isChecked():
            chosen.add(INTRODUCTION)
        return tuple(id_ for id_ in self._order if id_ in chosen)

    def level(self) -> DetailLevel:
        """Return how much of each section."""
        return DetailLevel(self.detail.value)

    def is_empty(self) -> bool:
        """Return whether a choice was begun and nothing is in it."""
        return self.which.value == _SOME and not self.sections()

    @Slot(str)
    def _on_which_chosen(self, value: str) -> None:
        self._some.setVisible(value == _SOME)
        self.changed.emit()

    def _on_matrix_switched(self, _section: str, _is_in: bool) -> None:
        self.changed.emit()

    def _on_detail_chosen(self, _value: str) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._told.setText(f"{detail_words(self.level())}.")


_SHORT = {
    DetailLevel.HEADLINES: tr("Headlines"),
    DetailLevel.ANSWERS: tr("Answers"),
    DetailLevel.ACCOUNTS: tr("Accounts"),
    DetailLevel.FULL: tr("Everything"),
}


def _cell(pack: Pack, threat: str, requirement: str) -> ScopeView:
    section = next(
        (s for s in pack.sections if s.threat == threat and s.requirement == requirement), None
    )
    if section is None or not section.lines:
        return ScopeView(section.id if section else "", 0, Scope.EMPTY)
    return ScopeView(section.id, sum(not line.derived for line in section.lines), Scope.IN)
