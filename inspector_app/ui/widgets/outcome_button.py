"""The button of the outcomes: what is no value, behind one key and a number."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Outcome
from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink, key_width
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.popups import Menu

_KEY = "X"


class OutcomeButton(QPushButton):
    """Says the outcome, filled when there is one; opens a menu in which 1 to 6 choose.

    Signals:
        outcome_chosen(str): the outcome's value.
        menu_closed(): the menu is gone, with or without a choice.
    """

    outcome_chosen = Signal(str)
    menu_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "chip")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._outcome: Outcome | None = None
        self.menu_of_outcomes: Menu | None = None
        self.clicked.connect(self.open_menu)
        theme.current().changed.connect(self.updateGeometry)
        self.show_outcome(None)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show ``outcome``, or that there is none."""
        self._outcome = outcome
        self.setText(outcome_words(outcome) if outcome else tr("Outcome"))
        self.setAccessibleName(
            tr("Outcome: {outcome}").format(outcome=outcome_words(outcome))
            if outcome
            else tr("Outcome: none")
        )
        self.setAccessibleDescription(tr("Key {key}").format(key=_KEY))
        self.updateGeometry()
        self.update()

    def open_menu(self) -> None:
        """Open the menu under the button; it is made when it is first opened."""
        if self.menu_of_outcomes is None:
            self.menu_of_outcomes = self._made_menu()
        self.menu_of_outcomes.popup(self.mapToGlobal(QPoint(0, self.height())))

    def sizeHint(self) -> QSize:
        """Return the size of words, key and arrow (Qt)."""
        look = theme.current()
        wide = (
            look.px(12 + 8 + 30) + look.width(self.text(), Size.BODY, bold=True) + key_width(_KEY)
        )
        return QSize(wide, look.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are never cut (Qt)."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        px = ink.theme.px
        where = QRectF(self.rect())
        is_on = self._outcome is not None
        token = "on_accent" if is_on else "text" if self.isEnabled() else "dim"
        fill = "accent" if is_on else "soft" if self.underMouse() else "base"
        stroke = "accent" if self.hasFocus() or is_on else "field"
        ink.box(where, fill, stroke, 6, 2 if self.hasFocus() else 1)
        if self.hasFocus() and is_on:
            ink.box(where.adjusted(3, 3, -3, -3), "", "on_accent", 4, 2)
        ink.text(where.adjusted(px(12), 0, 0, 0), self.text(), Size.BODY, token, bold=is_on)
        left = where.right() - px(30) - key_width(_KEY)
        border = "on_accent" if is_on else "field"
        ink.key(left, where.center().y(), _KEY, "on_accent" if is_on else "dim", border)
        arrow = "on_accent" if is_on else "dim"
        ink.icon("chevron-down", QPointF(where.right() - px(15), where.center().y()), 14, arrow)
        painter.end()

    def _made_menu(self) -> Menu:
        menu = Menu(self, tr("Outcomes"))
        menu.aboutToHide.connect(self.menu_closed)
        for number, outcome in enumerate(Outcome, 1):
            if outcome is Outcome.NOT_ASKED:
                menu.addSeparator()
            action = QAction(f"&{number}   {outcome_words(outcome)}", menu)
            action.setData(outcome.value)
            action.triggered.connect(self._on_action_triggered)
            menu.addAction(action)
        return menu

    def _on_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.outcome_chosen.emit(str(action.data()))
