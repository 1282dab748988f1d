"""One page with the areas to be made black, drawn, moved and sized by mouse and by keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector_app.domain.redaction import WHOLE, Area, between
from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import CENTRE, Ink
from inspector_app.ui.images import image_of
from inspector_app.ui.redaction_draft import RedactionDraft
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.announce import announce

_GAP = 12
_HANDLE = 12
_ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_FAR, _NEAR = 100, 10
"""How far an arrow moves an area, in ten-thousandths; with Ctrl the smaller step."""
_MOST_PIXELS = 3000
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class AreaCanvas(QAbstractScrollArea):
    """Shows the draft's page; every change goes out as a new draft and comes back by ``show``.

    Signals:
        changed(RedactionDraft): the user drew, moved, sized, chose or removed an area, or turned
            the page.
        page_wanted(int, int): page from 1, and the width wanted in pixels of the device; answer
            with :meth:`show_png`.
    """

    changed = Signal(object)
    page_wanted = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._draft = RedactionDraft(1)
        self._image = QImage()
        self._asked = (0, 0)
        self._zoom = 0
        self._from: tuple[int, int] | None = None
        self._drawn: Area | None = None
        self._grip = ""
        """What the mouse holds: ``move``, ``size``, or nothing."""
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_draft(self, draft: RedactionDraft) -> None:
        """Show the draft's page and areas."""
        if draft.page != self._draft.page:
            self._image = QImage()
            self._asked = (0, 0)
        self._draft = draft
        said = draft.area.words() if draft.area else tr("no area chosen")
        self.setAccessibleName(f"{self._name}, {tr('page')} {draft.page}")
        self.setAccessibleDescription(said)
        self._arrange()

    def show_png(self, page: int, picture: bytes) -> None:
        """Show a page from PNG bytes; one that is no longer looked at is dropped."""
        image = image_of(picture)
        if page == self._draft.page and not image.isNull():
            self._image = image
            self._arrange()

    def clear(self) -> None:
        """Hold no picture; for locking and closing."""
        self._image = QImage()
        self.viewport().update()

    def zoom(self, steps: int) -> None:
        """Enlarge (above 0) or reduce (below 0); never smaller than the whole page."""
        self._zoom = min(len(_ZOOMS) - 1, max(0, self._zoom + steps))
        self._arrange()
        self._reveal()

    def sizeHint(self) -> QSize:
        """Return a page's proportions (Qt)."""
        return QSize(420, 480)

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which an area can be seen (Qt)."""
        return QSize(160, 160)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, choose, move, size and remove areas, turn pages, zoom (Qt)."""
        key, draft = Qt.Key(event.key()), self._draft
        held = event.modifiers()
        if key in _ARROWS:
            if draft.area is None:
                self._scroll(*_ARROWS[key])
                return
            step = _NEAR if held & Qt.KeyboardModifier.ControlModifier else _FAR
            across, down = (step * each for each in _ARROWS[key])
            if held & Qt.KeyboardModifier.ShiftModifier:
                self._tell(draft.changed(lambda area: area.resized(across, down)), is_spoken=True)
            else:
                self._tell(draft.changed(lambda area: area.moved(across, down)), is_spoken=True)
        elif key == Qt.Key.Key_N:
            self._tell(draft.with_new(), is_spoken=True)
        elif key == Qt.Key.Key_A:
            self._tell(draft.with_next(), is_spoken=True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._tell(draft.without_chosen(), is_spoken=True)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._tell(draft.with_page(draft.page + (1 if key == Qt.Key.Key_PageDown else -1)))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll (Qt)."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a corner or an area, or begin a new one (Qt)."""
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        where = event.position()
        self._from = self._spot(where)
        found = self._at(where)
        chosen = self._draft.area
        if chosen is not None and self._handle(chosen).contains(where):
            self._grip = "size"
        elif found >= 0:
            self._grip = "move"
            self._tell(self._draft.with_chosen(found))
        else:
            self._grip = ""
            self._drawn = between(self._draft.page, self._from, self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, move or size (Qt)."""
        where = event.position()
        if self._from is None:
            self._show_cursor(where)
            return
        spot = self._spot(where)
        across, down = spot[0] - self._from[0], spot[1] - self._from[1]
        if self._grip == "size":
            self._tell(self._draft.changed(lambda area: area.resized(across, down)))
            self._from = spot
        elif self._grip == "move":
            self._tell(self._draft.changed(lambda area: area.moved(across, down)))
            self._from = spot
        else:
            self._drawn = between(self._draft.page, self._from, spot)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End drawing; a mere click marks nothing (Qt)."""
        drawn, start, self._drawn, self._from = self._drawn, self._from, None, None
        self._grip = ""
        if drawn is None or start is None:
            return
        end = self._spot(event.position())
        if abs(end[0] - start[0]) > _NEAR and abs(end[1] - start[1]) > _NEAR:
            self._tell(self._draft.with_new(drawn))
        else:
            self._tell(self._draft.with_chosen(-1))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page anew (Qt)."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page and its areas (Qt)."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ink = Ink(painter)
        ink.box(QRectF(self.viewport().rect()), "win")
        if self._image.isNull():
            words = tr("Page {number} …").format(number=self._draft.page)
            ink.text(QRectF(self.viewport().rect()), words, Size.SECONDARY, "dim", align=CENTRE)
        else:
            page = self._place()
            painter.fillRect(page, Qt.GlobalColor.white)  # paper is white in the dark too
            painter.drawImage(page, self._image)
            ink.box(page.adjusted(-1, -1, 1, 1), "", "line")
            for place, area in self._draft.here():
                self._paint_area(ink, area, str(place + 1), is_chosen=place == self._draft.chosen)
            if self._drawn is not None:
                self._paint_area(ink, self._drawn, "", is_chosen=True)
        if self.hasFocus():
            ink.box(QRectF(self.viewport().rect()), "", "accent", 4, 2)
        painter.end()

    def _paint_area(self, ink: Ink, area: Area, number: str, *, is_chosen: bool) -> None:
        where = self._where(area)
        painter = ink.painter
        # What lies under it is still to be seen while it is moved; in the copy it is gone.
        painter.fillRect(where, QColor(0, 0, 0, 150))
        painter.setPen(QColor(255, 255, 255))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(where)
        if number:
            painter.setFont(ink.theme.font(Size.SECONDARY, True))
            painter.drawText(where, int(CENTRE), number)
        if is_chosen:
            ink.box(where.adjusted(-2, -2, 2, 2), "", "accent", 0, 3)
            handle = self._handle(area)
            ink.box(handle, "accent", "on_accent", 2)

    # Where things are

    def _scale(self) -> float:
        wide, high = max(self._image.width(), 1), max(self._image.height(), 1)
        room = self.maximumViewportSize()
        fits = min((room.width() - 2 * _GAP) / wide, (room.height() - 2 * _GAP) / high)
        return max(fits, 0.01) * _ZOOMS[self._zoom]

    def _place(self) -> QRectF:
        scale = self._scale()
        wide, high = self._image.width() * scale, self._image.height() * scale
        room = self.viewport().size()
        left = max((room.width() - wide) / 2, _GAP) - self.horizontalScrollBar().value()
        top = max((room.height() - high) / 2, _GAP) - self.verticalScrollBar().value()
        return QRectF(round(left), round(top), round(wide), round(high))

    def _where(self, area: Area) -> QRectF:
        page = self._place()
        across, down = page.width() / WHOLE, page.height() / WHOLE
        return QRectF(
            page.left() + area.x * across,
            page.top() + area.y * down,
            area.width * across,
            area.height * down,
        )

    def _handle(self, area: Area) -> QRectF:
        size = theme.current().px(_HANDLE)
        corner = self._where(area).bottomRight()
        return QRectF(corner.x() - size / 2, corner.y() - size / 2, size, size)

    def _spot(self, where: QPointF) -> tuple[int, int]:
        page = self._place()
        return (
            round((where.x() - page.left()) / max(page.width(), 1) * WHOLE),
            round((where.y() - page.top()) / max(page.height(), 1) * WHOLE),
        )

    def _at(self, where: QPointF) -> int:
        for place, area in reversed(self._draft.here()):
            if self._where(area).contains(where):
                return place
        return -1

    def _show_cursor(self, where: QPointF) -> None:
        chosen = self._draft.area
        if chosen is not None and self._handle(chosen).contains(where):
            shape = Qt.CursorShape.SizeFDiagCursor
        elif self._at(where) >= 0:
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)

    # Telling and arranging

    def _tell(self, draft: RedactionDraft, *, is_spoken: bool = False) -> None:
        if draft == self._draft:
            return
        self.changed.emit(draft)
        if is_spoken:
            area = draft.area
            announce(self, area.words() if area else tr("No area chosen"))
        self._reveal()

    def _scroll(self, across: int, down: int) -> None:
        step = theme.current().px(40)
        for bar, way in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + way * step)

    def _reveal(self) -> None:
        """Scroll so that the chosen area is in sight."""
        area = self._draft.area
        if area is None or self._image.isNull():
            return
        where, room = self._where(area), QRectF(self.viewport().rect())
        if not room.contains(where):
            middle = where.center() - room.center()
            self.horizontalScrollBar().setValue(
                self.horizontalScrollBar().value() + round(middle.x())
            )
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(middle.y()))

    def _arrange(self) -> None:
        room = self.maximumViewportSize()
        scale = self._scale()
        for bar, length, seen in (
            (self.horizontalScrollBar(), self._image.width() * scale, room.width()),
            (self.verticalScrollBar(), self._image.height() * scale, room.height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(theme.current().px(40))
            bar.setRange(0, max(0, round(length) + 2 * _GAP - seen))
        self._ask()
        self.viewport().update()

    def _ask(self) -> None:
        wide = max(self.maximumViewportSize().width(), 200) * _ZOOMS[self._zoom]
        wanted = (self._draft.page, min(_MOST_PIXELS, round(wide * self.devicePixelRatioF())))
        if wanted[0] != self._asked[0] or wanted[1] > self._asked[1]:
            self._asked = wanted
            self.page_wanted.emit(*wanted)

    def _on_scrolled(self, _value: int) -> None:
        self.viewport().update()
