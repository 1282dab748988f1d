"""The accounts on a line, each with the button that takes it back."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons
from inspector_app.ui.line_viewing import AccountView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.open_line import AccountRow
from inspector_app.ui.widgets.tips import set_tip


class AccountsBlock(QWidget):
    """One row for each account: role, words, initials; hidden when there is none.

    How the force sees itself stands below the others, under words that say so.

    Where there is an answer, a tick says whether it rests on the account.

    Signals:
        withdrawal_asked(str): the account.
        rest_toggled(str, bool): the answer is to rest on the account, or not.
    """

    withdrawal_asked = Signal(str)
    rest_toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[AccountView, ...] = ()
        self._rows: list[QWidget] = []
        self._buttons: dict[QToolButton, str] = {}
        self._ticks: dict[str, QCheckBox] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.hide()

    def show_accounts(self, accounts: tuple[AccountView, ...]) -> None:
        """Show these accounts."""
        self.setVisible(bool(accounts))
        is_same = _unticked(accounts) == _unticked(self._shown)
        self._shown = accounts
        if is_same:  # the tick that has the focus stays
            for account in accounts:
                if (tick := self._ticks.get(account.account)) is not None:
                    tick.setChecked(bool(account.rests))
            return
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._buttons, self._ticks = {}, {}
        self._rows = []
        for account in accounts:
            if account.is_own_view and not any(isinstance(row, QLabel) for row in self._rows):
                words = tr("The force’s own view, apart from the team’s answer")
                self._rows.append(label(words, "strong", self))
            self._rows.append(self._row(account))
        for row in self._rows:
            self._layout.addWidget(row)

    def _row(self, account: AccountView) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        words = f"“{account.words}”"
        if account.rests is not None:
            tick = QCheckBox(row)
            tick.setChecked(account.rests)
            tick.setAccessibleName(
                tr("The answer rests on it: {words}").format(words=account.words)
            )
            set_tip(tick, tr("The answer rests on this account"))
            tick.clicked.connect(self._on_tick_clicked)
            self._ticks[account.account] = tick
            layout.addWidget(tick)
        told = " · ".join(filter(None, (account.source, account.initials, account.mark)))
        shown = AccountRow(account.letter, account.role, words, told, row)
        if account.is_own_view:
            name = tr("The force’s own view. {words}").format(words=shown.accessibleName())
            shown.setAccessibleName(name)
        layout.addWidget(shown, 1)
        if not account.account:  # told by the source as a whole: taken back there
            return row
        withdraw = QToolButton(row)
        name = tr("Withdraw the account: {words}").format(words=account.words)
        withdraw.setAccessibleName(name)
        set_tip(withdraw, tr("Withdraw this account"))
        icons.dress(withdraw, "withdraw", "dim")
        withdraw.clicked.connect(self._on_withdraw_clicked)
        self._buttons[withdraw] = account.account
        layout.addWidget(withdraw)
        return row

    def _on_tick_clicked(self) -> None:
        sender = self.sender()
        for account, tick in self._ticks.items():
            if tick is sender:
                self.rest_toggled.emit(account, tick.isChecked())
                return

    def tick(self, account: str) -> QCheckBox | None:
        """Return the tick of an account; None while no one answer could rest on it."""
        return self._ticks.get(account)

    def _on_withdraw_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QToolButton):
            self.withdrawal_asked.emit(self._buttons[sender])


def _unticked(accounts: tuple[AccountView, ...]) -> tuple[AccountView, ...]:
    """Return the accounts but for whether something rests on them, if something can."""
    return tuple(a if a.rests is None else replace(a, rests=True) for a in accounts)
