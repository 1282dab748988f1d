"""With what a summary is signed: a kept identity, a file, or a card."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class SignerKind(StrEnum):
    """Where the key is."""

    OWN = "own"
    FILE = "file"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Signer:
    """What was chosen, without the secret."""

    kind: SignerKind
    identity: str = ""
    """The id of a kept identity."""
    words: str = ""
    path: Path | None = None
    """The PKCS#12 file, or the PKCS#11 module."""
    token: str = ""


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A kept identity as it is offered."""

    id: str
    words: str


class _PathField(QWidget):
    """A path to type or to choose.

    Signals:
        choosing_asked(): the user wants the file dialog.
    """

    choosing_asked = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(name)
        choose = button(tr("Choose …"), parent=self)
        choose.setAccessibleName(title)
        choose.clicked.connect(self.choosing_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(choose)

    def path(self) -> Path | None:
        """Return what was typed; None when nothing was."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None


class SigningChooser(QWidget):
    """A list of ways to sign, with the fields of the one chosen.

    Signals:
        making_asked(): the user wants to make a self-issued identity.
        file_asked(): the user wants to choose a PKCS#12 file; answer in ``file``.
        module_asked(): the user wants to choose a PKCS#11 module; answer in ``module``.
    """

    making_asked = Signal()
    file_asked = Signal()
    module_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._identities: tuple[IdentityView, ...] = ()
        self.box = QComboBox(self)
        self.box.currentIndexChanged.connect(self._on_box_changed)
        heading = label(tr("Sign &with"), "dim", self)
        heading.setBuddy(self.box)
        self.own = QWidget(self)
        own = QVBoxLayout(self.own)
        own.setContentsMargins(0, 0, 0, 0)
        self._own_words = label("", "dim", self.own)
        self._own_words.setWordWrap(True)
        own.addWidget(self._own_words)
        self.file = _PathField(tr("PKCS#12 file"), tr("Choose a PKCS#12 file"), self)
        self.file.choosing_asked.connect(self.file_asked)
        self.card = QWidget(self)
        self.module = _PathField(
            tr("PKCS#11 module of the card"), tr("Choose a PKCS#11 module"), self.card
        )
        self.module.choosing_asked.connect(self.module_asked)
        self.token = QLineEdit(self.card)
        self.token.setAccessibleName(tr("Label of the token"))
        self.token.setPlaceholderText(tr("Label of the token, when the reader holds several"))
        card = QVBoxLayout(self.card)
        card.setContentsMargins(0, 0, 0, 0)
        card.addWidget(self.module)
        card.addWidget(self.token)
        self._fields = {
            SignerKind.OWN: self.own,
            SignerKind.FILE: self.file,
            SignerKind.CARD: self.card,
        }
        self.make = button(tr("Make a self-issued identity"), "plus", "link", self)
        self.make.clicked.connect(self.making_asked)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(6))
        layout.addWidget(heading)
        layout.addWidget(self.box)
        for field in self._fields.values():
            layout.addWidget(field)
        layout.addLayout(row)
        self.show_identities(())

    def show_identities(self, identities: tuple[IdentityView, ...], chosen: str = "") -> None:
        """Offer these identities beside file and card; ``chosen`` is an id, or empty."""
        self._identities = identities
        before = chosen or self.chosen().identity
        self.box.blockSignals(True)
        self.box.clear()
        for identity in identities:
            self.box.addItem(identity.words)
        self.box.addItem(tr("A PKCS#12 file (.p12, .pfx)"))
        self.box.addItem(tr("A card or key, through its PKCS#11 module"))
        ids = [identity.id for identity in identities]
        self.box.setCurrentIndex(ids.index(before) if before in ids else 0)
        self.box.blockSignals(False)
        self._on_box_changed()

    def chosen(self) -> Signer:
        """Return what is chosen."""
        place = self.box.currentIndex()
        if 0 <= place < len(self._identities):
            identity = self._identities[place]
            return Signer(SignerKind.OWN, identity.id, identity.words)
        if place == len(self._identities):
            path = self.file.path()
            return Signer(SignerKind.FILE, words=path.name if path else "", path=path)
        return Signer(
            SignerKind.CARD,
            words=self.token.text().strip() or tr("the card"),
            path=self.module.path(),
            token=self.token.text().strip(),
        )

    def _on_box_changed(self) -> None:
        chosen = self.chosen().kind
        for kind, field in self._fields.items():
            field.setVisible(kind is chosen)
        self._own_words.setText(
            tr("A self-issued identity proves that a file is unaltered, not who signed it.")
        )
