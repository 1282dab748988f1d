"""Tips: the only place that gives a widget one, so that none is ever read as markup."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import plain_tip


def set_tip(widget: QWidget | QAction, words: str) -> None:
    """Give ``widget`` a tip that shows ``words`` as they are written; empty: none."""
    widget.setToolTip(plain_tip(words))
