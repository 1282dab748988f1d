"""The open line: its answer, note, accounts and settings, each edited where it stands."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.checklist import Line
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.line_viewing import LineStanding
from inspector_app.ui.shortcuts import is_text
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.accounts_block import AccountsBlock
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.answer_chips import AnswerChips
from inspector_app.ui.widgets.answer_drawers import AnswerDrawers
from inspector_app.ui.widgets.answer_parts import AnswerParts
from inspector_app.ui.widgets.asked_again import AskedAgain
from inspector_app.ui.widgets.growing_text import SETTLE_MILLISECONDS, GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.line_words import LineWords
from inspector_app.ui.widgets.open_line import OpenLine
from inspector_app.ui.widgets.origin_bar import OriginBar
from inspector_app.ui.widgets.told_bar import ToldBar
from inspector_app.ui.widgets.values.value_editor import Surroundings
from inspector_app.ui.widgets.versions_block import VersionsBlock

_NAVIGATION = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)


class AnswerForm(OpenLine):
    """Edits one line at a time and tells the whole answer once it has settled.

    An answer settles when a value is chosen, a field is left, or one second after the last key.
    What was not touched stays as it was recorded, whether it is shown here or not. What cannot
    be recorded stays in its field, with the reason below.

    Signals:
        given(Answer): the whole answer; differs from the one given or shown before.
        account_given(str, str): role and words of a new account.
        account_withdrawal_asked(str): the account.
        rest_toggled(str, bool): the answer is to rest on the account, or not.
        keep_asked(str): the change of the version that should stand.
        another_asked(): the user wants to write another answer than any of the versions.
        confirm_asked(): what was carried over holds here as well, or under the new question.
        take_over_asked(): what base tells of other forces is to be an account here.
        evidence_asked(): the user wants to attach files to the line.
        line_asked(str): the user wants to see another line.
        row_asked(): the keyboard should go back to the row.
        stuck(bool): whether something is typed that cannot be recorded as it is.
    """

    given = Signal(object)
    account_given = Signal(str, str)
    account_withdrawal_asked = Signal(str)
    rest_toggled = Signal(str, bool)
    keep_asked = Signal(str)
    another_asked = Signal()
    confirm_asked = Signal()
    take_over_asked = Signal()
    evidence_asked = Signal()
    line_asked = Signal(str)
    row_asked = Signal()
    stuck = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self._around: Surroundings | None = None
        self._inherited = ""
        self._base = Answer()
        self._given = Answer()
        self._answer = Answer()
        """The answer as edited, but for note and values: those are in their fields."""
        self._refused: Answer | None = None
        self._is_for_good = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self._settle)
        self.words = LineWords(self)
        self.words.line_asked.connect(self.line_asked)
        self.add_row("", self.words).hide()
        self._is_settling = False
        """True while another answer than any of the versions is being written."""
        self.keeps_own = False
        """True while another version stands too and somebody goes on with theirs here."""
        self._versions = VersionsBlock(self, offers_another=True)
        self._versions.another_asked.connect(self.another_asked)
        self._versions.keep_asked.connect(self.keep_asked)
        self.add_row("", self._versions).hide()
        self.origin = OriginBar(self)
        self.origin.confirm_asked.connect(self.confirm_asked)
        self.add_row("", self.origin).hide()
        self.again = AskedAgain(self)
        self.again.confirm_asked.connect(self.confirm_asked)
        self.add_row("", self.again).hide()
        self._parts = AnswerParts(self)
        self._parts.edited.connect(self._on_parts_edited)
        self._parts.settled.connect(self._on_parts_settled)
        self.outcome = self._parts.outcome
        self.outcome.outcome_chosen.connect(self._on_outcome_chosen)
        self.add_row("", self._parts).hide()
        self._absence = _quiet("dim", self)
        self.add_row("", self._absence).hide()
        self._last_time = _quiet("secondary", self)
        self._last_time_heading = self.add_row(tr("Last time"), self._last_time)
        self._last_time_heading.hide()
        self.told = ToldBar(self)
        self.told.take_over_asked.connect(self.take_over_asked)
        self._told_heading = self.add_row(tr("Other forces"), self.told)
        self._told_heading.hide()
        self.at_visit = _quiet("secondary", self)
        self._at_visit_heading = self.add_row(tr("At visit"), self.at_visit)
        self._at_visit_heading.hide()
        self._problem = _quiet("problem", self)
        self.add_row("", self._problem).hide()
        self.note = GrowingText(tr("Note"), tr("Note: Enter"), self)
        self.note.settled.connect(self._on_note_settled)
        self.add_row(tr("Note"), self.note)
        self._accounts = AccountsBlock(self)
        self._accounts.setObjectName("accounts")
        self._accounts.withdrawal_asked.connect(self.account_withdrawal_asked)
        self._accounts.rest_toggled.connect(self.rest_toggled)
        self._accounts_heading = self.add_row(tr("Accounts"), self._accounts)
        self._rests = _quiet("secondary", self)
        self._rests_heading = self.add_row(tr("Rests on"), self._rests)
        self._prompts = _quiet("body", self)
        self._prompts_heading = self.add_row(tr("Prompts"), self._prompts)
        self._at_visit_heading.setContentsMargins(0, 0, 0, 0)
        for heading in (self._rests_heading, self._prompts_heading):
            heading.setContentsMargins(0, 0, 0, 0)
            heading.hide()
        room = QHBoxLayout()
        self._drawers = AnswerDrawers(self, room, self.add_row("", room))
        self._drawers.edited.connect(self._settling.start)
        self._drawers.left.connect(self._settle)
        self._drawers.account_given.connect(self.account_given)
        self._drawers.account_closed.connect(self._on_account_closed)
        self._chips = AnswerChips(self)
        self._chips.asked.connect(self._on_chips_asked)
        self.add_row("", self._chips).hide()

    # What is shown

    @property
    def line(self) -> Line | None:
        """The line that is edited."""
        return self._line

    def show_line(
        self, line: Line, around: Surroundings, standing: LineStanding, visit: str, inherited: str
    ) -> None:
        """Edit ``line`` from now on; what was typed on another must have been flushed.

        Args:
            line: of the pack.
            around: what the editors may offer.
            standing: what stands on it.
            visit: the visit's dates, in words.
            inherited: the inspection's marking, in words.
        """
        self._settling.stop()
        self._is_settling = False
        self._line, self._around, self._inherited = line, around, inherited
        self._refused = None
        self._drawers.close()
        self._drawers.set_inherited(visit, inherited)
        self.words.show_line(line, around.pack)
        self._parts.show_line(line, around)
        # Whatever the line before has still on its way is no longer this form's.
        self._show_answer(standing.answer or Answer())
        self.show_standing(standing)
        self._order_focus()

    def show_standing(self, standing: LineStanding) -> None:
        """Show what stands now, unless something is being edited: that is never moved."""
        assert self._line is not None  # noqa: S101 - the page shows a line first
        self.show_head(self._line.id, self._line.text, standing.stamp)
        self._versions.show_versions(standing.versions)
        self._accounts.show_accounts(standing.accounts)
        self._accounts_heading.setVisible(bool(standing.accounts))
        _say(self._rests, standing.rests)
        self._rests_heading.setVisible(bool(standing.rests))
        self.origin.show_origin(
            "" if standing.versions else standing.origin, is_waiting=standing.is_waiting
        )
        self.again.show_again(standing.again)
        _say(self._absence, "" if standing.versions else standing.absence)
        _say(self._last_time, standing.last_time)
        self._last_time_heading.setVisible(bool(standing.last_time))
        self.told.show_told(standing.told_by_base, can_take_over=standing.can_take_over)
        self._told_heading.setVisible(bool(standing.told_by_base))
        _say(self.at_visit, standing.visit)
        self._at_visit_heading.setVisible(bool(standing.visit))
        self._is_settling = self._is_settling and bool(standing.versions)
        # What came from elsewhere must not take the field from under somebody's hands: what they
        # go on to type is recorded over what they saw, beside the other version.
        is_settled = not standing.versions or self._is_settling
        self.keeps_own = not is_settled and self._is_being_edited()
        is_open = (is_settled or self.keeps_own) and not standing.is_locked
        self.note.setReadOnly(standing.is_locked)
        for part in (self._parts, self.note, *self._chips.of_answer()):
            part.setEnabled(is_open or (standing.is_locked and part is self.note))
        if not self.is_pending and not self.keeps_own:
            self._show_answer(standing.answer or Answer())
        self._chips.show_files(standing.files)

    def show_prompts(self, words: tuple[str, ...]) -> None:
        """Show what is pointed out about the line, one sentence below the other."""
        _say(self._prompts, "\n".join(words))
        self._prompts_heading.setVisible(bool(words))

    @property
    def rests_on(self) -> str:
        """What the answer rests on, as it is shown; empty where nothing is."""
        return self._rests.text() if self._rests.isVisibleTo(self) else ""

    @property
    def prompts(self) -> str:
        """What is pointed out about the line, as it is shown; empty where nothing is."""
        return self._prompts.text() if self._prompts.isVisibleTo(self) else ""

    @property
    def can_be_edited(self) -> bool:
        """False while several versions stand: one is kept before anything is edited."""
        return self._parts.isEnabled()

    @property
    def is_pending(self) -> bool:
        """True while something is typed here that has not been handed over."""
        answer, problem = self._gathered()
        return bool(problem) or answer != self._given

    def _is_being_edited(self) -> bool:
        parts = (self._parts, self.note, *self._chips.of_answer())
        return self.is_pending or any(
            part.isEnabled() and (part.hasFocus() or part.isAncestorOf(self.focusWidget()))
            for part in parts
        )

    @property
    def is_stuck(self) -> bool:
        """True while something typed here cannot be recorded as it is."""
        answer, problem = self._gathered()
        return bool(problem) or answer == self._refused

    @property
    def problem(self) -> str:
        """Why something typed here is not recorded; empty while everything is."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def absence(self) -> str:
        """Why no answer stands here though one did; empty where nothing was taken back."""
        return "" if self._absence.isHidden() else self._absence.text()

    def show_refusal(self, words: str, *, for_good: bool) -> None:
        """Say why what was given was not recorded; it stays.

        Args:
            words: why.
            for_good: as it is, it would be refused again: it is given again when it changes.
                Else also by :meth:`give_again`.
        """
        self._refused, self._given = self._given, self._base
        self._is_for_good = for_good
        self._tell(words)
        self.stuck.emit(True)

    def flush(self) -> None:
        """Let everything typed settle now."""
        self._parts.flush()
        self.note.flush()
        self._drawers.give_account()
        self._settle()

    def give_again(self) -> None:
        """Give again what was refused, though not for good."""
        if self._refused is not None and not self._is_for_good:
            self._refused = None
            self._settle()

    def begin_another(self) -> None:
        """Let the answer be edited though several versions stand, beginning with the first."""
        self._is_settling = True
        for part in (self._parts, self.note, *self._chips.of_answer()):
            part.setEnabled(True)
        self._order_focus()

    # What keys do

    def enter_by_key(self, keys: str) -> bool:
        """Enter the value of a single key; False when it says nothing on this line."""
        return self._parts.isEnabled() and self._parts.enter_by_key(keys)

    def begin_note(self) -> None:
        """Put the caret into the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.moveCursor(self.note.textCursor().MoveOperation.End)

    def open_drawer(self, name: str) -> None:
        """Open ``as-at``, ``capability``, ``marking`` or ``account`` and put the focus there."""
        if self._around is not None and (name == "account" or self._parts.isEnabled()):
            self._drawers.open(name, self._answer, self._around.registers)

    def put_account_back(self, role: str, words: str) -> bool:
        """Show an account as it was typed, in its drawer; False when another is typed there."""
        if not self._drawers.put_account_back(role, words):
            return False
        if self._drawers.open_one != "account":
            self.open_drawer("account")
        return True

    def close_drawer(self) -> None:
        """Shut the drawer that is open, if one is."""
        self._drawers.close()

    def toggle_export(self) -> None:
        """Leave the answer out of exports, or put it back in."""
        if self._parts.isEnabled():
            self._answer = replace(self._answer, do_not_export=not self._answer.do_not_export)
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys of movement typed into a field from moving the rows behind it (Qt)."""
        focus = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focus, QLineEdit) and not event.modifiers():
            if self._drawers.holds(focus) and self._drawers.open_one != "account":
                self.close_drawer()
                self.row_asked.emit()
            else:
                self.focusNextChild()
            return
        if is_text(focus) and event.key() in _NAVIGATION and not event.modifiers():
            return
        super().keyPressEvent(event)

    # Gathering

    def _gathered(self) -> tuple[Answer, str]:
        """Return the answer as it is edited, and what cannot be recorded; that stays as it was."""
        if self._line is None:
            return Answer(), ""
        values, problem = self._parts.values()
        answer = replace(self._answer, note=self.note.toPlainText())
        try:
            answer = self._drawers.edited_answer(answer)
        except InspectorError as error:
            problem = str(error)
        if answer.outcome is not None:
            values = {}
        is_other = (values, answer.outcome) != (self._base.values, self._base.outcome)
        if is_other:
            # The reason told why the earlier value was preferred; the origin where that came from.
            answer = replace(answer, reason="", origin=None)
        return replace(answer, values=values), problem

    def _settle(self) -> None:
        self._settling.stop()
        answer, problem = self._gathered()
        if problem:
            self._tell(problem)
            self.stuck.emit(True)
        elif answer != self._refused:
            _say(self._problem, "")
            self.stuck.emit(False)
        if answer not in (self._given, self._refused):
            self._refused = None
            self._given = answer
            self._answer = replace(answer, values={})
            self._show_settings()
            self.given.emit(answer)

    def _tell(self, words: str) -> None:
        if self._problem.text() != words or self._problem.isHidden():
            _say(self._problem, words)
            announce(self, words, is_urgent=True)

    # Showing

    def _show_answer(self, answer: Answer) -> None:
        self._base = self._given = answer
        self._answer = replace(answer, values={})
        self._parts.show_values(answer.values)
        self._refused = None
        _say(self._problem, "")
        self.note.show_text(answer.note)
        self._drawers.show_answer(answer)
        self._show_settings()

    def _show_settings(self) -> None:
        self.outcome.show_outcome(self._answer.outcome)
        self._chips.show_answer(self._answer, self._inherited)

    def _order_focus(self) -> None:
        """Let Tab walk as the eye does: what was made for this line comes last otherwise."""
        home = self.parentWidget()
        before = home.parentWidget() if home is not None else None
        rows = (
            self.words,
            self._versions,
            self.origin,
            self.again,
            *self._parts.rows(),
            self.told,
            self.note,
            self._accounts,
            self._chips,
        )
        for row in rows:
            for widget in (row, *row.findChildren(QWidget)):
                # A list that drops down is a window of its own, though a child.
                is_here = widget.window() is self.window() and widget is not before
                if is_here and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    if before is not None:
                        QWidget.setTabOrder(before, widget)
                    before = widget

    # What happens

    def _on_parts_edited(self, has_value: bool) -> None:
        self._give_up_outcome(has_value)
        self._settling.start()

    def _on_parts_settled(self, has_value: bool) -> None:
        self._give_up_outcome(has_value)
        self._settle()

    def _give_up_outcome(self, has_value: bool) -> None:
        """Let a value take the place of the outcome that stood."""
        if has_value and self._answer.outcome is not None:
            self._answer = replace(self._answer, outcome=None)
            self.outcome.show_outcome(None)

    def _on_note_settled(self, _text: str) -> None:
        self._settle()

    def _on_outcome_chosen(self, chosen: str) -> None:
        self._answer = replace(self._answer, outcome=Outcome(chosen))
        self._parts.clear_values()
        self._settle()

    def _on_chips_asked(self, name: str) -> None:
        if name == "export":
            self.toggle_export()
        elif name == "evidence":
            self.evidence_asked.emit()
        elif name == self._drawers.open_one:
            self.close_drawer()
        else:
            self.open_drawer(name)

    def _on_account_closed(self) -> None:
        self.close_drawer()
        self.row_asked.emit()


def _quiet(look: str, parent: QWidget) -> QLabel:
    made = label("", look, parent)
    made.setWordWrap(True)
    made.hide()
    return made


def _say(where: QLabel, words: str) -> None:
    where.setText(words)
    where.setVisible(bool(words))
