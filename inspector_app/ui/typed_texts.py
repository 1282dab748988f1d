"""What stands in a form's fields, as a text that can be kept and put back."""

import json

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def typed_texts(form: QWidget) -> str:
    """Return the texts of the fields that are shown, by their accessible names."""
    return json.dumps({name: text for name, text in map(_read, _fields(form)) if name and text})


def put_texts_back(form: QWidget, kept: str) -> None:
    """Type into the fields what :func:`typed_texts` found there, where there still is."""
    texts: dict[str, str] = json.loads(kept)
    for field in _fields(form):
        text = texts.get(field.accessibleName(), "")
        if not text or _read(field)[1] == text:
            continue
        if isinstance(field, QLineEdit):
            field.selectAll()
            field.insert(text)  # as if typed: setText would not tell that anything was edited
        else:
            field.setPlainText(text)


def _fields(form: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    fields: list[QLineEdit | QPlainTextEdit] = list(form.findChildren(QLineEdit))
    fields += form.findChildren(QPlainTextEdit)
    return [each for each in fields if each.isVisibleTo(form) and not each.isReadOnly()]


def _read(field: QLineEdit | QPlainTextEdit) -> tuple[str, str]:
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    return field.accessibleName(), text
