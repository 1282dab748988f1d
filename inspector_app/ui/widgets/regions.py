"""The three regions of a screen; the side ones fold, and become drawers when it is narrow."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip

LEFT_WIDTH = 232
RIGHT_WIDTH = 248
_RAIL = 32
_NARROW = 1080
"""Below this width (at a text size of 100 %) the centre would be too narrow for its columns."""


class SideRegion(QWidget):
    """A region at one side: a heading with its fold button, and the content below.

    Signals:
        fold_asked(): the user pressed the fold button.
    """

    fold_asked = Signal()

    def __init__(
        self,
        title: str,
        content: QWidget,
        *,
        is_left: bool = False,
        shows_heading: bool = True,
        width: int = RIGHT_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.is_left = is_left
        self.full_width = width
        self.content = content
        self.setAccessibleName(title)
        self._fold = QToolButton(self)
        self._fold.setAccessibleName(tr("Fold away: {region}").format(region=title))
        set_tip(self._fold, self._fold.accessibleName())
        icons.dress(self._fold, "unfold" if is_left else "fold", "dim")
        self._fold.clicked.connect(self.fold_asked)
        heading = QHBoxLayout()
        heading.setContentsMargins(16, 4, 8, 2)
        heading.addWidget(label(title, "body-strong", self), 1)
        heading.addWidget(self._fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0 if is_left else 1, 0, 1 if is_left else 0, 0)
        layout.setSpacing(0)
        if shows_heading:
            layout.addLayout(heading)
        else:
            heading.takeAt(0)
            self._fold.hide()
        layout.addWidget(content, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line towards the centre (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        where = self.rect().toRectF()
        ink.box(where, "base")
        edge = where.adjusted(self.width() - 1, 0, 0, 0) if self.is_left else where
        if not self.is_left:
            edge.setWidth(1)
        ink.box(edge, "line")
        painter.end()


class _Rail(QWidget):
    """What is left of a folded region: a button that brings it back."""

    def __init__(self, region: SideRegion, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = QToolButton(self)
        self.button.setAccessibleName(tr("Show: {region}").format(region=region.title))
        set_tip(self.button, self.button.accessibleName())
        icons.dress(self.button, "fold" if region.is_left else "unfold", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 4)
        layout.addWidget(self.button)
        layout.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground (Qt)."""
        painter = QPainter(self)
        Ink(painter).box(self.rect().toRectF(), "base")
        painter.end()


class Regions(QWidget):
    """Centre with a region at the left, the right, or both.

    Wide: an open region takes its width beside the centre. Narrow: regions are drawers, shut at
    first, that open over the centre; Esc shuts them. A shut one leaves a rail with a button.

    Signals:
        narrow_changed(bool): True when the regions have become drawers.
        folded(str, bool): ``left`` or ``right``, and True when it is shut now; by the user only.
    """

    narrow_changed = Signal(bool)
    folded = Signal(str, bool)

    def __init__(
        self,
        centre: QWidget,
        left: SideRegion | None = None,
        right: SideRegion | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.centre = centre
        self._sides: dict[str, SideRegion] = {}
        self._rails: dict[str, _Rail] = {}
        self._is_open: dict[str, bool] = {}
        self._is_drawer_open: dict[str, bool] = {}
        self._is_narrow = False
        # Tab follows the order in which they come to this parent: that of the eye.
        if left is not None:
            self._take("left", left)
        centre.setParent(self)
        if right is not None:
            self._take("right", right)
        theme.current().changed.connect(self._arrange)

    @property
    def is_narrow(self) -> bool:
        """True while the regions are drawers."""
        return self._is_narrow

    def is_open(self, side: str) -> bool:
        """True when the region at ``side`` (``left``, ``right``) is to be seen."""
        return (self._is_drawer_open if self._is_narrow else self._is_open)[side]

    def set_open(self, side: str, is_open: bool) -> None:
        """Open or shut a region; in a narrow window only one drawer is open at a time."""
        if self._is_narrow:
            for other in self._is_drawer_open:
                self._is_drawer_open[other] = is_open and other == side
        else:
            self._is_open[side] = is_open
        self._arrange()
        if is_open and self._is_narrow:
            self._sides[side].raise_()

    def toggle(self, side: str) -> None:
        """Open a shut region, shut an open one."""
        self._tell(side, not self.is_open(side))

    def minimumSizeHint(self) -> QSize:
        """Return the centre's with room for the rails (Qt)."""
        hint = self.centre.minimumSizeHint()
        return QSize(
            max(0, hint.width()) + len(self._rails) * theme.current().px(_RAIL), hint.height()
        )

    def sizeHint(self) -> QSize:
        """Return the regions side by side (Qt)."""
        px = theme.current().px
        hint = self.centre.sizeHint()
        return QSize(hint.width() + sum(px(s.full_width) for s in self._sides.values()), 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the regions (Qt)."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Pass on that the centre needs another room: no layout does it here (Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shut an open drawer by Esc (Qt)."""
        drawer = next((side for side, is_open in self._is_drawer_open.items() if is_open), None)
        if event.key() == Qt.Key.Key_Escape and self._is_narrow and drawer is not None:
            self._tell(drawer, False)
            self.centre.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _take(self, name: str, region: SideRegion) -> None:
        region.setParent(self)
        region.fold_asked.connect(self._on_region_fold_asked)
        rail = _Rail(region, self)
        rail.button.setObjectName(f"rail-{name}")
        rail.button.clicked.connect(self._on_rail_clicked)
        self._sides[name] = region
        self._rails[name] = rail
        self._is_open[name] = True
        self._is_drawer_open[name] = False

    def _arrange(self) -> None:
        px = theme.current().px
        is_narrow = self.width() < px(_NARROW)
        has_changed = is_narrow != self._is_narrow
        self._is_narrow = is_narrow
        rail, high = px(_RAIL), self.height()
        room = QRect(0, 0, self.width(), high)
        for name, region in self._sides.items():
            is_open = self.is_open(name)
            beside = px(region.full_width) if is_open and not is_narrow else rail
            is_left = name == "left"
            strip = QRect(0 if is_left else self.width() - rail, 0, rail, high)
            self._rails[name].setGeometry(strip)
            self._rails[name].setVisible(is_narrow or not is_open)
            wide = min(px(region.full_width), self.width() - (rail if is_narrow else 0))
            inset = rail if is_narrow else 0
            left = inset if is_left else self.width() - wide - inset
            region.setGeometry(left, 0, wide, high)
            region.setVisible(is_open)
            if is_left:
                room.setLeft(beside)
            else:
                room.setRight(self.width() - beside - 1)
        self.centre.setGeometry(room)
        self.centre.lower()
        if has_changed:
            self.narrow_changed.emit(is_narrow)

    def _tell(self, side: str, is_open: bool) -> None:
        self.set_open(side, is_open)
        self.folded.emit(side, not is_open)

    def _on_region_fold_asked(self) -> None:
        for name, region in self._sides.items():
            if region is self.sender():
                self._tell(name, False)
                self._rails[name].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rail_clicked(self) -> None:
        for name, rail in self._rails.items():
            if rail.button is self.sender():
                self.toggle(name)
                if self.is_open(name):
                    self._sides[name].content.setFocus(Qt.FocusReason.OtherFocusReason)
