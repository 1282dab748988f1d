"""A titled group of fields or facts."""

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.labels import label


class Card(QFrame):
    """A card with a title and rows below; each row may have a name above it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "card")
        self.setAccessibleName(title)
        px = theme.current().px
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(16), px(12), px(16), px(14))
        self.body.setSpacing(px(6))
        self.body.addWidget(label(title, "title", self))

    def add_field(self, name: str, field: QWidget) -> None:
        """Append a field under its name, which Alt and the underlined letter lead to."""
        heading = label(name, "dim", self)
        heading.setBuddy(field)
        self.body.addSpacing(theme.current().px(4))
        self.body.addWidget(heading)
        self.body.addWidget(field)

    def add(self, row: QWidget | QLayout) -> None:
        """Append a row."""
        if isinstance(row, QLayout):
            self.body.addLayout(row)
        else:
            self.body.addWidget(row)
