"""The accounts on a line, each with the button that takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons
from inspector_app.ui.line_viewing import AccountView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.open_line import AccountRow


class AccountsBlock(QWidget):
    """One row for each account: role, words, initials; hidden when there is none.

    Signals:
        withdrawal_asked(str): the account.
    """

    withdrawal_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[AccountView, ...] = ()
        self._rows: list[QWidget] = []
        self._buttons: dict[QToolButton, str] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.hide()

    def show_accounts(self, accounts: tuple[AccountView, ...]) -> None:
        """Show these accounts."""
        self.setVisible(bool(accounts))
        if accounts == self._shown:
            return
        self._shown = accounts
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._buttons = {}
        self._rows = [self._row(account) for account in accounts]
        for row in self._rows:
            self._layout.addWidget(row)

    def _row(self, account: AccountView) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        words = f"“{account.words}”"
        told = " · ".join(filter(None, (account.source, account.initials, account.mark)))
        layout.addWidget(AccountRow(account.letter, account.role, words, told, row), 1)
        withdraw = QToolButton(row)
        name = tr("Withdraw the account: {words}").format(words=account.words)
        withdraw.setAccessibleName(name)
        withdraw.setToolTip(tr("Withdraw this account"))
        icons.dress(withdraw, "withdraw", "dim")
        withdraw.clicked.connect(self._on_withdraw_clicked)
        self._buttons[withdraw] = account.account
        layout.addWidget(withdraw)
        return row

    def _on_withdraw_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QToolButton):
            self.withdrawal_asked.emit(self._buttons[sender])
