"""Where the keyboard was, so that unlocking puts it back."""

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class Caret:
    """A field of a screen and the place in its text; never the text itself."""

    field: str
    """The field's accessible name."""
    position: int
    """Characters from the start."""


def caret_of(page: QWidget) -> Caret | None:
    """Return where the keyboard is in ``page``; None when it is not in a text there."""
    field = QApplication.focusWidget()
    if field is None or not page.isAncestorOf(field):
        return None
    if isinstance(field, QPlainTextEdit):
        return Caret(field.accessibleName(), field.textCursor().position())
    if isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Normal:
        return Caret(field.accessibleName(), field.cursorPosition())
    return None


def put_back(page: QWidget, caret: Caret) -> None:
    """Put the keyboard where it was; nothing when the field, or the page, is no longer there."""
    if not page.isVisible():
        return
    for field in page.findChildren(QWidget):
        if field.accessibleName() != caret.field or not field.isVisibleTo(page):
            continue
        if isinstance(field, QPlainTextEdit):
            field.setFocus()
            cursor = QTextCursor(field.document())
            cursor.setPosition(min(caret.position, len(field.toPlainText())))
            field.setTextCursor(cursor)
            return
        if isinstance(field, QLineEdit):
            field.setFocus()
            field.setCursorPosition(caret.position)
            return
