"""Buttons with words, and an icon before them if wanted."""

from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.tips import set_tip, tip_of

_GAP = "\u2002"
"""Qt leaves four pixels between icon and words, which looks like none."""


def button(
    words: str, icon: str = "", look: str = "", parent: QWidget | None = None
) -> QPushButton:
    """Return a button; ``look`` is empty, ``primary`` or ``link``."""
    made = QPushButton(parent)
    if look:
        theme.set_look(made, look)
    if icon:
        icons.dress(made, icon, {"primary": "on_accent", "link": "accent"}.get(look, "text"))
    name(made, words, has_icon=bool(icon))
    return made


def name_apart(made: QPushButton, words: str, name_words: str) -> None:
    """Put short ``words`` on a button with an icon, and say the whole of it to hand and ear."""
    name(made, words)
    made.setAccessibleName(name_words)
    set_tip(made, name_words)


def name(made: QPushButton, words: str, *, has_icon: bool = True, shows_words: bool = True) -> None:
    """Put ``words`` on a button; one that shows its icon only keeps them for hand and ear."""
    gap = _GAP if has_icon else ""
    made.setText(gap + words.replace("&", "&&") if shows_words else "")
    made.setAccessibleName(words)
    if not shows_words or not tip_of(made):
        set_tip(made, "" if shows_words else words)
