"""Where the user is: the screens above as links, this one as a title."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.labels import ElidedLabel


class Breadcrumb(QWidget):
    """A row of links ending in the title of the screen.

    Signals:
        step_asked(int): the link, from 0.
    """

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._links: list[QPushButton] = []
        self._marks: list[QLabel] = []
        self._title = ElidedLabel("", "title", self)
        self._layout.addWidget(self._title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_path(self, steps: tuple[str, ...], title: str) -> None:
        """Show the links ``steps`` and the title."""
        for gone in (*self._links, *self._marks):
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._links, self._marks = [], []
        for place, step in enumerate(steps):
            link = QPushButton(step.replace("&", "&&"), self)
            link.setAccessibleName(step)
            theme.set_look(link, "crumb")
            link.clicked.connect(self._on_link_clicked)
            mark = QLabel(self)
            self._layout.insertWidget(2 * place, link)
            self._layout.insertWidget(2 * place + 1, mark)
            self._links.append(link)
            self._marks.append(mark)
        self._title.show_text(title)
        self._on_theme_changed()

    def _on_link_clicked(self) -> None:
        for place, link in enumerate(self._links):
            if link is self.sender():
                self.step_asked.emit(place)

    def _on_theme_changed(self) -> None:
        look = theme.current()
        for mark in self._marks:
            mark.setPixmap(
                icons.pixmap("chevron-right", look.px(12), self.devicePixelRatioF(), "dim")
            )
