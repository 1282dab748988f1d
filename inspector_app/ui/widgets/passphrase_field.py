"""Typing a passphrase, with its strength in words."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.thin_bar import ThinBar
from inspector_app.ui.widgets.tips import set_tip


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a passphrase is."""

    score: int
    """0 (guessed at once) to 4 (strong)."""
    words: str
    """The score and what would mend it, for reading."""


class PassphraseField(QWidget):
    """A hidden line that can be shown, and under it, if wanted, its strength.

    The strength is asked for at each change: ``measure`` runs on the GUI thread and must be
    quick; a slow one is given by :meth:`show_strength` from a job instead.

    Signals:
        changed(str): the passphrase typed so far.
        entered(): Enter was pressed.
    """

    changed = Signal(str)
    entered = Signal()

    def __init__(
        self,
        name: str,
        measure: Callable[[str], Strength] | None = None,
        *,
        shows_strength: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._measure = measure
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(name)
        # Keyboards on touch devices would learn the words.
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.textChanged.connect(self._on_line_text_changed)
        self.line.returnPressed.connect(self.entered)
        self.setFocusProxy(self.line)
        self._show = QToolButton(self)
        self._show.setCheckable(True)
        self._show.toggled.connect(self._on_show_toggled)
        self._bar = ThinBar(tr("Strength of the passphrase"), 120, self)
        self._words = label("", "dim", self)
        self._words.setWordWrap(True)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.line, 1)
        top.addWidget(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        has_meter = measure is not None or shows_strength
        self._bar.setVisible(has_meter)
        self._words.setVisible(has_meter)
        self._on_show_toggled(False)

    @property
    def text(self) -> str:
        """The passphrase, exactly as typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, the undo of it included, and hide the letters again."""
        self._show.setChecked(False)
        self.line.clear()
        # Qt keeps a line's undo history through clear() but drops it on setText().
        self.line.setText("")

    def show_strength(self, strength: Strength) -> None:
        """Show how good the passphrase is."""
        self._bar.show_progress(strength.score, 4)
        self._words.setText(strength.words)
        self.line.setAccessibleDescription(strength.words)

    def _on_line_text_changed(self, text: str) -> None:
        if self._measure is not None:
            self.show_strength(self._measure(text) if text else Strength(0, ""))
        self.changed.emit(text)

    def _on_show_toggled(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Normal if is_shown else mode.Password)
        name = tr("Hide the passphrase") if is_shown else tr("Show the passphrase")
        self._show.setAccessibleName(name)
        set_tip(self._show, name)
        icons.dress(self._show, "cover" if is_shown else "eye", "dim")
