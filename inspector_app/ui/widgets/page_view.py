"""Pages of a document or a picture, in a scroll area that holds only what is near."""

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import CENTRE, Ink
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

_KEPT = 6
"""Page images held at once; at 1,600 × 2,263 pixels some 87 MB at the very most."""
_GAP = 12
_MOST_PIXELS = 1600
_ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)


class PageView(QAbstractScrollArea):
    """Shows pages one under the other, fitted to the width, each on white.

    It knows only the pages' sizes and asks for the image of those in sight.

    Signals:
        page_wanted(int, int): page from 0 and the width wanted, in pixels of the device;
            answer with :meth:`show_png` or :meth:`show_rgb`.
        page_changed(int): the page at the top of the view, from 0.
    """

    page_wanted = Signal(int, int)
    page_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = []
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, int] = {}
        self._zoom = 0
        self._page = -1
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Begin another document: width and height of each page, in any one unit."""
        self._sizes = tuple((max(wide, 1.0), max(high, 1.0)) for wide, high in sizes)
        self._images.clear()
        self._asked.clear()
        self._page = -1
        self.verticalScrollBar().setValue(0)
        self._arrange()
        self._on_scrolled()

    def clear(self) -> None:
        """Show nothing and hold no image; for locking and closing."""
        self.show_pages(())

    def show_png(self, page: int, picture: bytes) -> None:
        """Show a page from PNG or JPEG bytes; bytes that are neither leave it empty."""
        self._keep(page, QImage.fromData(picture))

    def show_rgb(self, page: int, width: int, height: int, pixels: bytes) -> None:
        """Show a page from raw pixels, three bytes each (red, green, blue), rows unpadded.

        Raises:
            ValueError: the number of bytes is not ``3 * width * height``.
        """
        if len(pixels) != 3 * width * height:
            raise ValueError("The pixels do not fill the page.")
        raw = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888)
        self._keep(page, raw.copy())  # the copy owns its bytes; the raw one only borrows

    @property
    def page(self) -> int:
        """The page at the top of the view, from 0; -1 without pages."""
        return self._page

    @property
    def images_held(self) -> int:
        """How many page images are in memory."""
        return len(self._images)

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page; beyond the ends, to the nearer end."""
        if self._tops:
            self.verticalScrollBar().setValue(self._tops[min(max(page, 0), len(self._tops) - 1)])

    def zoom(self, steps: int) -> None:
        """Enlarge (above 0) or reduce (below 0); never smaller than the width of the view."""
        self._zoom = min(len(_ZOOMS) - 1, max(0, self._zoom + steps))
        self._arrange()
        self._on_scrolled()

    def sizeHint(self) -> QSize:
        """Return a page's proportions (Qt)."""
        return QSize(420, 560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, jump to the ends, zoom (Qt)."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self._sizes) - 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll (Qt)."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages anew (Qt)."""
        super().resizeEvent(event)
        self._arrange()
        self._on_scrolled()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages in sight and ask for those that are missing (Qt)."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ink = Ink(painter)
        ink.box(QRectF(self.viewport().rect()), "win")
        for page in self._in_sight():
            where = self._place(page)
            painter.fillRect(where, Qt.GlobalColor.white)  # paper is white in the dark too
            image = self._images.get(page)
            if image is not None:
                self._images.move_to_end(page)
                painter.drawImage(where, image)
            else:
                ink.box(where, "alt")
                ink.text(
                    where,
                    tr("Page {number} …").format(number=page + 1),
                    Size.SECONDARY,
                    "dim",
                    align=CENTRE,
                )
            ink.box(where.adjusted(-1, -1, 1, 1), "", "line")
        if self.hasFocus():
            ink.box(QRectF(self.viewport().rect()), "", "accent", 4, 2)
        painter.end()

    def _scale(self) -> float:
        widest = max((wide for wide, _ in self._sizes), default=1.0)
        room = max(self.viewport().width() - 2 * _GAP, 40)
        return room / widest * _ZOOMS[self._zoom]

    def _arrange(self) -> None:
        scale = self._scale()
        self._tops = []
        top = 0
        for _, high in self._sizes:
            self._tops.append(top)
            top += round(high * scale) + _GAP
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        view = self.viewport().size()
        vertical.setPageStep(view.height())
        vertical.setSingleStep(theme.current().px(40))
        vertical.setRange(0, max(0, top + _GAP - view.height()))
        widest = max((wide for wide, _ in self._sizes), default=0.0) * scale + 2 * _GAP
        horizontal.setPageStep(view.width())
        horizontal.setRange(0, max(0, round(widest) - view.width()))
        self.viewport().update()

    def _place(self, page: int) -> QRectF:
        scale = self._scale()
        wide, high = (length * scale for length in self._sizes[page])
        room = max(self.viewport().width(), wide + 2 * _GAP)
        left = (room - wide) / 2 - self.horizontalScrollBar().value()
        top = self._tops[page] + _GAP - self.verticalScrollBar().value()
        return QRectF(round(left), round(top), round(wide), round(high))

    def _in_sight(self) -> list[int]:
        view = QRectF(self.viewport().rect())
        return [page for page in range(len(self._sizes)) if self._place(page).intersects(view)]

    def _wanted_width(self, page: int) -> int:
        wide = self._sizes[page][0] * self._scale() * self.devicePixelRatioF()
        return min(_MOST_PIXELS, round(wide))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        pages = self._in_sight()
        for page in pages[:_KEPT]:
            width = self._wanted_width(page)
            if page not in self._images and self._asked.get(page) != width:
                self._asked[page] = width
                self.page_wanted.emit(page, width)
        top = pages[0] if pages else -1
        if top != self._page:
            self._page = top
            if top >= 0:
                self.setAccessibleDescription(
                    tr("Page {number} of {count}").format(number=top + 1, count=len(self._sizes))
                )
            self.page_changed.emit(top)

    def _keep(self, page: int, image: QImage) -> None:
        if image.isNull() or page >= len(self._sizes):
            return
        wide, high = self._sizes[page]
        actual = wide * image.height() / image.width()
        if abs(actual - high) > high / 100:
            # The sizes told beforehand were those of another page.
            self._sizes = (*self._sizes[:page], (wide, actual), *self._sizes[page + 1 :])
            self._arrange()
        self._images[page] = image
        self._images.move_to_end(page)
        while len(self._images) > _KEPT:
            dropped, _ = self._images.popitem(last=False)
            self._asked.pop(dropped, None)
        self.viewport().update()
