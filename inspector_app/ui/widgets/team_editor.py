"""The team of a new inspection: the inspector, and whoever else is named."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from inspector_app.domain import wording
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.ui import icons, theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.field_refusal import FieldRefusal
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.tips import set_tip

_ROLES = tuple(Choice(role.value, wording.role_words(role)) for role in TeamRole)

Others = tuple[tuple[str, str, str], ...]
"""Name, initials and role of each, as they are typed."""


class Somebody(QObject):
    """The fields of one other member of the team; its widgets stand in the team's grid.

    Signals:
        leaving(): the user takes this member out.
    """

    leaving = Signal()

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = QLineEdit(parent)
        self.name.setPlaceholderText(tr("Name"))
        self.name.setAccessibleName(tr("Name of member {number}").format(number=number))
        self.initials = QLineEdit(parent)
        self.initials.setPlaceholderText(tr("Initials"))
        self.initials.setMaxLength(4)
        self.initials.setFixedWidth(theme.current().px(72))
        self.initials.setAccessibleName(tr("Initials of member {number}").format(number=number))
        self.role = SegmentedChoice(tr("Role of member {number}").format(number=number), parent)
        self.role.show_choices(_ROLES)
        self.role.show_value(TeamRole.INSPECTOR.value)
        self.remove = QToolButton(parent)
        name = tr("Take member {number} out").format(number=number)
        self.remove.setAccessibleName(name)
        set_tip(self.remove, name)
        icons.dress(self.remove, "cross", "dim")
        self.remove.clicked.connect(self.leaving)
        self.widgets = (self.name, self.initials, self.role, self.remove)

    def member(self) -> tuple[str, Member] | None:
        """Return name and part; None while the row is empty."""
        name, initials = self.name.text().strip(), self.initials.text().strip().upper()
        if not (name or initials):
            return None
        return name, Member(TeamRole(self.role.value), initials)


class TeamEditor(Card):
    """Oneself with a role, others in a grid below, and a way to add one.

    Signals:
        edited(): something was typed or chosen, or somebody taken out.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Args: ``name`` is the inspector's."""
        super().__init__(tr("Team"), parent)
        self.others: list[Somebody] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.current().px(8))
        self._grid.setVerticalSpacing(theme.current().px(6))
        self._grid.setColumnStretch(0, 1)
        self.role = SegmentedChoice(tr("Your role"), self)
        self.role.show_choices(_ROLES)
        self.role.show_value(TeamRole.LEAD.value)
        self.role.chosen.connect(self.edited)
        self._initials = label("", "body-strong", self)
        self._grid.addWidget(label(tr("{name} (you)").format(name=name), "", self), 0, 0)
        self._grid.addWidget(self._initials, 0, 1)
        self._grid.addWidget(self.role, 0, 2)
        self.add(self._grid)
        self.add_button = button(tr("Add somebody"), "plus", "link", self)
        self.add_button.clicked.connect(self.begin_another)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.add(row)
        hint = label(
            tr(
                "Names stay on this laptop, apart from what is recorded; summaries print roles "
                "and initials."
            ),
            "dim",
            self,
        )
        hint.setWordWrap(True)
        self.add(hint)

    @property
    def initials(self) -> str:
        """The initials under which one is shown oneself."""
        return self._initials.text()

    def show_initials(self, initials: str) -> None:
        """Show one's own."""
        self._initials.setText(initials)

    @Slot()
    def begin_another(self) -> None:
        """Add a row, and put the focus into it."""
        self._added().name.setFocus()

    def add_others(self, others: Others) -> None:
        """Add those that were typed before."""
        for name, initials, role in others:
            somebody = self._added()
            somebody.name.setText(name)
            somebody.initials.setText(initials)
            somebody.role.show_value(role)

    def typed(self) -> Others:
        """Return the others, as they are typed."""
        return tuple(
            (each.name.text(), each.initials.text(), each.role.value) for each in self.others
        )

    def members(self, mine: str) -> tuple[tuple[str, Member], ...] | FieldRefusal:
        """Return the others; or the first of them that cannot be taken beside one's own initials.

        Args:
            mine: the inspector's initials.
        """
        team = []
        known = {mine}
        for somebody in self.others:
            given = somebody.member()
            if given is None:
                continue
            initials = given[1].initials
            if not (initials.isalpha() and initials.isascii() and 2 <= len(initials) <= 4):
                return FieldRefusal(
                    tr("Give each member initials of two to four letters."), somebody.initials
                )
            if initials in known:
                return FieldRefusal(
                    tr("Two members have the initials {initials}: make them differ.").format(
                        initials=initials
                    ),
                    somebody.initials,
                )
            known.add(initials)
            team.append(given)
        return tuple(team)

    def _added(self) -> Somebody:
        somebody = Somebody(len(self.others) + 2, self)
        row = self._grid.rowCount()
        for column, widget in enumerate(somebody.widgets):
            self._grid.addWidget(widget, row, column)
        somebody.leaving.connect(self._on_somebody_leaving)
        before: QWidget = self.others[-1].remove if self.others else self.role
        for widget in (*somebody.widgets, self.add_button):
            QWidget.setTabOrder(before, widget)
            before = widget
        self.others.append(somebody)
        for field in (somebody.name, somebody.initials):
            field.textChanged.connect(self.edited)
        somebody.role.chosen.connect(self.edited)
        return somebody

    @Slot()
    def _on_somebody_leaving(self) -> None:
        gone = self.sender()
        for somebody in list(self.others):
            if somebody is gone:
                self.others.remove(somebody)
                for widget in somebody.widgets:
                    self._grid.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()
                somebody.deleteLater()
        self.edited.emit()
        self.add_button.setFocus()
