"""What Qt tells a delegate of the cell it paints.

Apart from the painter: Qt's style classes are slow to load, and the first window needs none.
"""

from PySide6.QtWidgets import QStyle, QStyleOptionViewItem


def is_selected(option: QStyleOptionViewItem) -> bool:
    """True when the cell belongs to the selection."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


def has_focus(option: QStyleOptionViewItem) -> bool:
    """True when the keyboard is on the cell."""
    return bool(option.state & QStyle.StateFlag.State_HasFocus)
