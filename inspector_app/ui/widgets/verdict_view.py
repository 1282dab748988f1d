"""The answer to whether a file is genuine."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.labels import ElidedLabel, breakable, label


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """What verifying a file said."""

    file: str
    """Its name."""
    icon: str
    state: str
    """``Genuine``, ``Not genuine`` or ``Cannot tell``."""
    sentences: tuple[str, ...]
    problems: tuple[str, ...]
    comparison: str
    """How the file's data compare with the inspection here, as a heading."""
    differences: tuple[str, ...]
    sha256: str


def shown_state(state: str) -> tuple[str, str]:
    """Return icon and word of what can be said of a file, by its value in the domain."""
    return {
        "genuine": ("shield-check", tr("Genuine")),
        "not genuine": ("shield-cross", tr("Not genuine")),
        "cannot tell": ("shield", tr("Cannot tell")),
    }[state]


class VerdictView(QFrame):
    """Icon and words of the verdict, the reasons, and the comparison; no colour says it alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon_name = "shield"
        self._icon = label("", "", self)
        self._state = label("", "page", self)
        self._file = ElidedLabel("", "dim", self)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(theme.current().px(10))
        head.addWidget(self._icon)
        head.addWidget(self._state)
        head.addWidget(self._file, 1)
        px = theme.current().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(16), px(10))
        layout.setSpacing(px(6))
        layout.addLayout(head)
        layout.addLayout(self._texts)
        theme.current().changed.connect(self._on_theme_changed)

    def show_verdict(self, verdict: VerdictWords) -> None:
        """Show a verdict, and let it be spoken."""
        self._icon_name = verdict.icon
        self._on_theme_changed()
        self._state.setText(verdict.state)
        self._file.show_text(verdict.file)
        while (item := self._texts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for text, look in _rows(verdict):
            line = label(breakable(text), look, self)
            line.setAccessibleName(text)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._texts.addWidget(line)
        self.setAccessibleName(f"{verdict.file}: {verdict.state}")
        self.setAccessibleDescription(" ".join(text for text, _ in _rows(verdict)))
        announce(self, f"{verdict.state}. {' '.join(verdict.sentences)}")

    @property
    def words(self) -> str:
        """Everything the view says, in its order."""
        return f"{self._state.text()}. {self.accessibleDescription()}"

    @Slot()
    def _on_theme_changed(self) -> None:
        side = theme.current().px(24)
        self._icon.setPixmap(
            icons.pixmap(self._icon_name, side, self.devicePixelRatioF(), "accent")
        )


def _rows(verdict: VerdictWords) -> list[tuple[str, str]]:
    rows = [(sentence, "") for sentence in verdict.sentences]
    rows += [(f"• {problem}", "") for problem in verdict.problems]
    if verdict.comparison:
        rows.append((verdict.comparison, "body-strong"))
    rows += [(f"• {difference}", "") for difference in verdict.differences]
    if verdict.sha256:
        rows.append((tr("SHA-256 {digest}").format(digest=verdict.sha256), "meta"))
    return rows
