"""Words for assistive technology that no focus change would bring to it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget


def announce(source: QWidget, words: str, is_urgent: bool = False) -> None:
    """Let assistive technology speak ``words``: when there is a pause, or at once."""
    event = QAccessibleAnnouncementEvent(source, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell(told: QLabel, words: str) -> None:
    """Show ``words`` on a label and let assistive technology speak them; empty: clear it."""
    told.setText(words)
    if words:
        announce(told, words, is_urgent=True)
