"""Asking who is to timestamp a summary, and whose certificates are trusted."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class AskAuthority(Ask):
    """Says what is sent and what is asked; wakes its button when there is an address.

    Signals:
        given(str, list): the address, and ``list[Path]`` of certificates.
    """

    given = Signal(str, list)

    def __init__(self, parent: QWidget, address: str, certificates: tuple[Path, ...]) -> None:
        super().__init__(
            parent,
            tr("Raise a summary"),
            tr(
                "This uses the network. The timestamp authority is sent a number made from the "
                "file, never the file. Addresses in certificates are asked about revocation only "
                "where a certificate leads to an authority that you trust."
            ),
            tr("Raise it"),
            records=False,
        )
        self._certificates = certificates
        self.address = QLineEdit(self)
        self.address.setText(address)
        self.address.setPlaceholderText("http://")
        self.address.setAccessibleName(tr("Address of the timestamp authority"))
        self.address.textChanged.connect(self._on_changed)
        self._told = label("", "", self)
        self._told.setWordWrap(True)
        self.choose = button(tr("Choose certificates …"), parent=self)
        self.choose.clicked.connect(self._on_choose)
        self.clear = button(tr("Trust none"), parent=self)
        self.clear.clicked.connect(self._on_clear)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.body.addWidget(label(tr("Address of the timestamp authority"), "dim", self))
        self.body.addWidget(self.address)
        self.body.addWidget(label(tr("Root certificates that you trust"), "dim", self))
        self.body.addWidget(self._told)
        self.body.addLayout(row)
        self.accepted.connect(self._on_accepted)
        self._on_changed()
        self.address.setFocus()

    def trust(self, certificates: list[Path]) -> None:
        """Add files with certificates."""
        self._certificates = tuple(dict.fromkeys((*self._certificates, *certificates)))
        self._on_changed()

    def _on_choose(self) -> None:
        dialog = ChooseFiles(
            self,
            tr("Certificates of authorities that you trust"),
            tr("Certificates (*.pem *.cer *.crt *.der);;All files (*)"),
        )
        dialog.files_chosen.connect(self.trust)
        dialog.open()

    def _on_clear(self) -> None:
        self._certificates = ()
        self._on_changed()

    def _on_changed(self) -> None:
        names = ", ".join(each.name for each in self._certificates)
        self._told.setText(names or tr("None: the summary gets a timestamp and no more."))
        self.clear.setEnabled(bool(names))
        self.accept_button.setEnabled(bool(self.address.text().strip()))

    def _on_accepted(self) -> None:
        self.given.emit(self.address.text().strip(), list(self._certificates))
