"""Where the user is: the screens above as links, this one as a title."""

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.labels import ElidedLabel, label

_SPACING = 4


class Breadcrumb(QWidget):
    """A row of links ending in the title of the screen; without room, links go, the first first.

    Signals:
        step_asked(int): the link, from 0.
    """

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_SPACING)
        self._steps: list[tuple[QPushButton, QLabel]] = []
        self._title = ElidedLabel("", "title", self)
        self._layout.addWidget(self._title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._on_theme_changed)

    def show_path(self, steps: tuple[str, ...], title: str) -> None:
        """Show the links ``steps`` and the title."""
        for gone in (each for step in self._steps for each in step):
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._steps = []
        for place, step in enumerate(steps):
            link = QPushButton(step.replace("&", "&&"), self)
            link.setAccessibleName(step)
            theme.set_look(link, "crumb")
            link.clicked.connect(self._on_link_clicked)
            mark = label("", "", self)
            self._layout.insertWidget(2 * place, link)
            self._layout.insertWidget(2 * place + 1, mark)
            self._steps.append((link, mark))
        self._title.show_text(title)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        """Return the size with all links (Qt)."""
        wide = sum(self._widths()) + self._title.sizeHint().width()
        return QSize(wide, theme.current().px(30))

    def minimumSizeHint(self) -> QSize:
        """Return the size of a short title alone (Qt)."""
        return QSize(theme.current().px(80), theme.current().px(30))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the links that have no room (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Look again once the title has its font, and so its width (Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _widths(self) -> list[int]:
        look = theme.current()
        return [
            look.width(link.accessibleName(), Size.SECONDARY) + 8 + look.px(12) + 2 * _SPACING
            for link, _ in self._steps
        ]

    def _fit(self) -> None:
        room = self.width() - self._title.sizeHint().width()
        widths = self._widths()
        for place, step in enumerate(self._steps):
            fits = sum(widths[place:]) <= room
            for each in step:
                if each.isHidden() == fits:  # hiding what is hidden lays everything out again
                    each.setVisible(fits)

    def _on_link_clicked(self) -> None:
        for place, (link, _) in enumerate(self._steps):
            if link is self.sender():
                self.step_asked.emit(place)

    @Slot()
    def _on_theme_changed(self) -> None:
        side = theme.current().px(12)
        for _, mark in self._steps:
            mark.setPixmap(icons.pixmap("chevron-right", side, self.devicePixelRatioF(), "dim"))
        self.updateGeometry()
        self._fit()
