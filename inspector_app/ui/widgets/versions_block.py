"""Versions that stand side by side, and the button that settles them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui.models.lines_table import versions_text
from inspector_app.ui.settling_viewing import DIFFERS, VersionView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.badges import Flag
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class VersionsBlock(QWidget):
    """Each version with author, time and words; hidden unless there are several.

    Signals:
        keep_asked(str): the change of the version that should stand.
        another_asked(): the user wants to write something else than any of them.
    """

    keep_asked = Signal(str)
    another_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, offers_another: bool = False) -> None:
        """Args: ``offers_another`` puts the button there that asks for it."""
        super().__init__(parent)
        self._offers_another = offers_another
        self._shown: tuple[VersionView, ...] = ()
        self._buttons: dict[QPushButton, str] = {}
        self._body: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 2)
        self._layout.setSpacing(4)
        self.hide()

    def show_versions(self, versions: tuple[VersionView, ...]) -> None:
        """Show these versions, or hide when there are none."""
        self.setVisible(bool(versions))
        if versions == self._shown:
            return
        self._shown = versions
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._buttons = {}
        self._body = QWidget(self)
        self._layout.addWidget(self._body)
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Flag("versions", versions_text(len(versions)), self._body))
        differs = versions[0].differs_in if versions else ""
        words = tr("Recorded without knowing of each other. Keep one:")
        if differs:
            words = tr("Recorded apart; they differ, marked {mark}, in: {labels}. Keep one:")
            words = words.format(mark=DIFFERS, labels=differs)
        told = label(words, "dim", self._body)
        told.setWordWrap(True)
        head.addWidget(told, 1)
        if self._offers_another and versions:
            another = button(tr("Write another …"), "note", parent=self._body)
            another.clicked.connect(self.another_asked)
            head.addWidget(another)
        rows.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for version in versions:
            columns.addWidget(self._column(version), 1)
        rows.addLayout(columns)

    def _column(self, version: VersionView) -> QWidget:
        column = QWidget(self._body)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        words = label(version.words, "body-strong", column)
        words.setWordWrap(True)
        layout.addWidget(words)
        details = label(version.details, "secondary", column)
        details.setWordWrap(True)
        details.setVisible(bool(version.details))
        layout.addWidget(details)
        layout.insertWidget(0, label(version.stamp, "dim", column))
        accounts = label(version.accounts, "dim", column)
        accounts.setWordWrap(True)
        accounts.setVisible(bool(version.accounts))
        layout.addWidget(accounts)
        if version.can_be_kept:
            keep = button(tr("Keep this one"), "check", parent=column)
            keep.setAccessibleName(
                tr("Keep this one: {words}, {stamp}").format(
                    words=version.words.removeprefix(DIFFERS).strip(), stamp=version.stamp
                )
            )
            keep.clicked.connect(self._on_keep_clicked)
            self._buttons[keep] = version.change
            row = QHBoxLayout()
            row.addWidget(keep)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addStretch(1)
        return column

    def _on_keep_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.keep_asked.emit(self._buttons[sender])
