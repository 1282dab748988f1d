"""What the chips of the open line open: date, capability, marking, and a new account."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QWidget

from inspector_app.domain import markings
from inspector_app.domain.answers import CapabilitySource
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.source_fields import ROLES
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.fields import DateField, WordField
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers

_INHERITED = "inherited"


class DateDrawer(QWidget):
    """When the answer was so; empty means as the visit.

    Signals:
        edited(): a key was typed.
        left(): the date has settled.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = DateField(tr("As at"), "", self)
        self.field.edited.connect(self.edited)
        self.field.left.connect(self.left)
        self._visit = label("", "dim", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._visit)
        self.setFocusProxy(self.field)

    def show_date(self, date: PartialDate | None, visit: str) -> None:
        """Show the date; ``visit`` says when the visit is."""
        self.field.show_date(date)
        self._visit.setText(tr("empty: as the visit, {visit}").format(visit=visit))

    def date(self) -> PartialDate | None:
        """Return the date, or None for that of the visit.

        Raises:
            BadInput: a day that the calendar does not have.
        """
        return self.field.date()


class CapabilityDrawer(QWidget):
    """Whose capability the answer speaks of, and how much comes from whom.

    Signals:
        edited(): a key was typed.
        left(): a box was ticked, or the words were left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[CapabilitySource, QCheckBox] = {}
        flow = FlowLayout(self, across=12, down=4)
        for source, words in (
            (CapabilitySource.OWN, tr("own")),
            (CapabilitySource.ALLIANCE, tr("alliance")),
            (CapabilitySource.REGION, tr("region")),
            (CapabilitySource.NATIONAL, tr("national")),
            (CapabilitySource.PARTNER, tr("partner")),
        ):
            box = QCheckBox(words, self)
            box.clicked.connect(self.left)
            self._boxes[source] = box
            flow.addWidget(box)
        self._share = WordField(tr("Share"), 180, tr("how much from whom"), self)
        self._share.edited.connect(self.edited)
        self._share.left.connect(self.left)
        flow.addWidget(self._share)
        self.setFocusProxy(self._boxes[CapabilitySource.OWN])

    def show_capability(self, sources: tuple[CapabilitySource, ...], share: str) -> None:
        """Show what is recorded."""
        for source, box in self._boxes.items():
            box.setChecked(source in sources)
        self._share.show_text(share)

    def sources(self) -> tuple[CapabilitySource, ...]:
        """Return the sources that are ticked."""
        return tuple(source for source, box in self._boxes.items() if box.isChecked())

    def share(self) -> str:
        """Return the share in words."""
        return self._share.words


class MarkingDrawer(QWidget):
    """The marking of one answer or evidence item, where it differs from the inspection's.

    Signals:
        edited(): a key was typed.
        left(): a tier was chosen, or the descriptor was left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = SegmentedChoice(tr("Marking"), self)
        self._strip.chosen.connect(self._on_strip_chosen)
        self._descriptor = WordField(tr("Descriptor"), 150, tr("descriptor"), self)
        self._descriptor.edited.connect(self.edited)
        self._descriptor.left.connect(self.left)
        flow = FlowLayout(self, across=8, down=4)
        flow.addWidget(self._strip)
        flow.addWidget(self._descriptor)

    def show_marking(self, marking: Marking | None, inherited: str) -> None:
        """Show a marking of its own, or that it is as ``inherited`` says."""
        self._strip.show_choices(
            (
                Choice(_INHERITED, tr("As the inspection: {marking}").format(marking=inherited)),
                Choice(Tier.OFFICIAL.value, Tier.OFFICIAL.value),
                Choice(Tier.OFFICIAL_SENSITIVE.value, Tier.OFFICIAL_SENSITIVE.value),
            )
        )
        self._strip.show_value(marking.tier.value if marking else _INHERITED)
        self._descriptor.show_text(marking.descriptor if marking else "")
        self._descriptor.setEnabled(marking is not None)

    def marking(self) -> Marking | None:
        """Return the marking; None: as the inspection.

        Raises:
            RuleViolation: the descriptor is none, or names what the app must not hold.
        """
        if self._strip.value in ("", _INHERITED):
            return None
        return markings.read(f"{self._strip.value} {self._descriptor.words}".strip())

    def begin(self) -> None:
        """Put the focus on what is set."""
        self._strip.begin()

    def _on_strip_chosen(self, value: str) -> None:
        self._descriptor.setEnabled(value != _INHERITED)
        if value == _INHERITED:
            self._descriptor.show_text("")
        self.left.emit()


class AccountDrawer(QWidget):
    """A new account: in which role somebody spoke, and what they said.

    Signals:
        given(str, str): role and words; by Enter, the button, or leaving the drawer.
        closed(): Esc, or it was given.
    """

    given = Signal(str, str)
    closed = Signal()

    def __init__(self, offered: Registers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = WordField(tr("Role"), 180, tr("role, never a name"), self)
        self.role.setCompleter(RegisterCompleter(offered, ROLES, self.role))
        self.words = GrowingText(tr("Account"), tr("What was said or shown; Enter adds it"), self)
        self._add = button(tr("Add"), "plus", parent=self)
        self._add.clicked.connect(self.give)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.role, 0, top)
        layout.addWidget(self.words, 1, top)
        layout.addWidget(self._add, 0, top)
        self.words.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.setFocusProxy(self.role)

    def give(self) -> None:
        """Hand the account over if it says something; the fields are empty then."""
        words = self.words.toPlainText().strip()
        if words:
            role = self.role.words
            self.role.show_text("")
            self.words.restore("", 0)
            self.words.flush()
            self.given.emit(role, words)

    def put_back(self, role: str, words: str) -> bool:
        """Hold again what was handed over and not recorded; False when another is typed here."""
        if self.words.toPlainText().strip() or self.role.words:
            return False
        self.role.show_text(role)
        self.words.restore(words, len(words))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give by Enter; Shift+Enter begins a line (Qt)."""
        if (
            watched is self.words
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.give()
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and new is not None and self.isAncestorOf(old):
            is_inside = self.isAncestorOf(new) or new.window() is not self.window()
            if not is_inside:
                self.give()
