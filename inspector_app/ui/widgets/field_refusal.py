"""What a form cannot take as it is."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """The reason, and the field where it stands."""

    words: str
    field: QWidget
