"""Pages of a document or a picture, in a scroll area that holds only what is near."""

from bisect import bisect_right
from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import CENTRE, Ink
from inspector_app.ui.images import image_of
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.announce import announce

_KEPT = 6
"""Page images held at once, and fewer where they are large."""
_KEPT_BYTES = 96 * 1024 * 1024
_GAP = 12
_MOST_PIXELS = 2400
_STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""Zooming goes from one to the next, as shares of the natural size; the first is the smallest."""
_POINTS_TO_THE_INCH = 72


class PageView(QAbstractScrollArea):
    """Shows pages one under the other, fitted to the width, each on white.

    It knows only the pages' sizes. Whoever draws the pages either answers each
    :attr:`page_wanted`, or, where there may be hundreds, asks :meth:`missing` for one at a time.

    Signals:
        page_wanted(int, int): page from 0 and the width wanted, in pixels of the device;
            answer with :meth:`show_png` or :meth:`show_rgb`.
        page_changed(int): the page that is looked at, from 0.
        looked(): other pages than before may be in sight, or the same at another size.
        zoom_changed(): pages are shown at another size.
        page_asked(): the user wants to name a page to go to.
    """

    page_wanted = Signal(int, int)
    page_changed = Signal(int)
    looked = Signal()
    zoom_changed = Signal()
    page_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = []
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, int] = {}
        self._refused: dict[int, str] = {}
        self._widest = 1.0
        self._natural: float | None = None
        """Screen pixels of one unit at 100 %; None: what fits the width is 100 %."""
        self._zoom: float | None = None
        """Share of the natural size; None: fitted to the width."""
        self._page = -1
        self._gone_to = (0, 0)
        """Where the bar stood when a page was gone to, and which."""
        self._laid_at = 1.0
        """Screen pixels of one unit when the pages were last laid out."""
        self._is_arranging = False
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(
        self, sizes: tuple[tuple[float, float], ...], *, in_points: bool = False
    ) -> None:
        """Begin another document: width and height of each page, in any one unit.

        In points, pages can be shown as large as they are, and smaller than the view is wide.
        """
        self._sizes = tuple((max(wide, 1.0), max(high, 1.0)) for wide, high in sizes)
        self._widest = max((wide for wide, _ in self._sizes), default=1.0)
        self._natural = self.logicalDpiX() / _POINTS_TO_THE_INCH if in_points else None
        self._images.clear()
        self._asked.clear()
        self._refused.clear()
        self._page, self._gone_to, self._tops = -1, (0, 0), []
        self.verticalScrollBar().setValue(0)
        self._arrange()
        self._on_scrolled()

    def clear(self) -> None:
        """Show nothing and hold no image; for locking and closing."""
        self.show_pages(())

    def show_png(self, page: int, picture: bytes) -> None:
        """Show a page from PNG or JPEG bytes; bytes that are neither leave it empty."""
        self._keep(page, image_of(picture))

    def show_rgb(self, page: int, width: int, height: int, pixels: bytes) -> None:
        """Show a page from raw pixels, three bytes each (red, green, blue), rows unpadded.

        Raises:
            ValueError: the number of bytes is not ``3 * width * height``.
        """
        if len(pixels) != 3 * width * height:
            raise ValueError("The pixels do not fill the page.")
        raw = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888)
        # What it is turned into owns its bytes; the raw one only borrows.
        self._keep(page, raw.convertToFormat(QImage.Format.Format_RGB32))

    def show_refusal(self, page: int, words: str) -> None:
        """Say in its place why a page cannot be shown; it is not asked for again."""
        self._refused[page] = words
        self.viewport().update()

    def missing(self) -> tuple[int, int] | None:
        """Return a page that is in sight, or comes next, and has no image as sharp as wanted.

        With the width it is wanted at, in pixels of the device. None: all that is needed is here.
        """
        seen = self._in_sight()[:_KEPT]
        after = seen[-1] + 1 if seen else 0
        for page in [*seen, after]:
            if page >= len(self._sizes) or page in self._refused:
                continue
            image, width = self._images.get(page), self._wanted_width(page)
            if image is not None and image.width() == width:
                continue
            if page == after and not self._has_room(page, width):
                continue
            return page, width
        return None

    @property
    def page(self) -> int:
        """The page that is looked at, from 0; -1 without pages."""
        return self._page

    @property
    def bytes_held(self) -> int:
        """How much memory the page images take."""
        return sum(image.sizeInBytes() for image in self._images.values())

    @property
    def percent(self) -> int | None:
        """The size at which pages are shown; None: fitted to the width."""
        return None if self._zoom is None else round(self._zoom * 100)

    @property
    def images_held(self) -> int:
        """How many page images are in memory."""
        return len(self._images)

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page; beyond the ends, to the nearer end."""
        if self._tops:
            page = min(max(page, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(self._tops[page])
            # The last pages may have no room to come to the top; one was gone to all the same.
            self._gone_to = (self.verticalScrollBar().value(), page)
            self._on_scrolled()

    def zoom(self, steps: int) -> None:
        """Enlarge (above 0) or reduce (below 0).

        Where the natural size is not known, never below the width of the view.
        """
        for _ in range(abs(steps)):
            now = self._scale() / (self._natural or self._fitting())
            larger = [each for each in _STEPS if each > now * 1.01]
            smaller = [each for each in _STEPS if each < now * 0.99]
            if steps > 0 and larger:
                self._zoom = larger[0]
            elif steps < 0 and self._natural is None and (not smaller or smaller[-1] <= 1):
                self._zoom = None
            elif steps < 0 and smaller:
                self._zoom = smaller[-1]
        self._zoomed()

    def show_at(self, percent: int | None) -> None:
        """Show pages at a share of their natural size, or (None) fitted to the width."""
        self._zoom = None if percent is None else percent / 100
        self._zoomed()

    def sizeHint(self) -> QSize:
        """Return a page's proportions (Qt)."""
        return QSize(420, 560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, jump to the ends, zoom (Qt)."""
        key = event.key()
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key == Qt.Key.Key_0 and has_ctrl:
            self.show_at(None)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self._sizes) - 1)
        elif key == Qt.Key.Key_PageDown and has_ctrl:
            self.go_to(self._page + 1)
        elif key == Qt.Key.Key_PageUp and has_ctrl:
            self.go_to(self._page - 1)
        elif key == Qt.Key.Key_G and not event.modifiers():
            self.page_asked.emit()
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
                waiting = tr("Page {number} …").format(number=page + 1)
                words = self._refused.get(page, waiting)
                ink.text(where, words, Size.SECONDARY, "dim", align=CENTRE)
            ink.box(where.adjusted(-1, -1, 1, 1), "", "line")
        if self.hasFocus():
            ink.box(QRectF(self.viewport().rect()), "", "accent", 4, 2)
        painter.end()

    def _fitting(self) -> float:
        """Return how many screen pixels one unit takes when the widest page fills the view."""
        return max(self.viewport().width() - 2 * _GAP, 40) / self._widest

    def _scale(self) -> float:
        if self._zoom is None:
            return self._fitting()
        return self._zoom * (self._natural or self._fitting())

    def _zoomed(self) -> None:
        self._arrange()
        self._on_scrolled()
        self.zoom_changed.emit()

    def _arrange(self) -> None:
        """Lay the pages out anew; what was at the top of the view stays there."""
        before = self.verticalScrollBar().value()
        page = min(bisect_right(self._tops, before), len(self._sizes)) - 1
        depth = (before - self._tops[page]) / self._laid_at if page >= 0 else 0
        at, gone_to = self._gone_to
        self._is_arranging = True
        self._laid_at = scale = self._scale()
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
        if self._laid_at != scale:  # a bar came or went, and the pages were laid out for that
            return
        widest = self._widest * scale + 2 * _GAP
        horizontal.setPageStep(view.width())
        horizontal.setSingleStep(vertical.singleStep())
        horizontal.setRange(0, max(0, round(widest) - view.width()))
        if page >= 0:
            vertical.setValue(self._tops[page] + round(depth * scale))
        if at == before:
            self._gone_to = (vertical.value(), gone_to)
        self._is_arranging = False
        self.viewport().update()

    def _place(self, page: int) -> QRectF:
        scale = self._scale()
        wide, high = (length * scale for length in self._sizes[page])
        room = max(self.viewport().width(), wide + 2 * _GAP)
        left = (room - wide) / 2 - self.horizontalScrollBar().value()
        top = self._tops[page] + _GAP - self.verticalScrollBar().value()
        return QRectF(round(left), round(top), round(wide), round(high))

    def _in_sight(self) -> list[int]:
        first = self.verticalScrollBar().value()
        last = first + self.viewport().height()
        seen = []
        for page in range(max(0, bisect_right(self._tops, first) - 1), len(self._sizes)):
            where = self._place(page)
            if self._tops[page] + _GAP >= last:
                break
            if where.bottom() > 0:
                seen.append(page)
        return seen

    def _looked_at(self, seen: list[int]) -> int:
        """Return the page that the user would say is the one on the screen."""
        bar = self.verticalScrollBar()
        at, gone_to = self._gone_to
        if not seen or (at == bar.value() and gone_to in seen):
            return gone_to if seen else -1
        if bar.value() >= bar.maximum() > 0:
            return seen[-1]
        third = bar.value() + self.viewport().height() // 3
        return min(max(bisect_right(self._tops, third) - 1, seen[0]), seen[-1])

    def _has_room(self, page: int, width: int) -> bool:
        wide, high = self._sizes[page]
        needed = self.bytes_held + width * round(width * high / wide) * 4
        return len(self._images) < _KEPT and needed <= _KEPT_BYTES

    def _wanted_width(self, page: int) -> int:
        wide = self._sizes[page][0] * self._scale() * self.devicePixelRatioF()
        return min(_MOST_PIXELS, round(wide))

    def _on_scrolled(self) -> None:
        if self._is_arranging:
            return
        self.viewport().update()
        pages = self._in_sight()
        for page in pages[:_KEPT]:
            width = self._wanted_width(page)
            asked = self._asked.get(page, 0)
            if asked * 1.1 < width or (page not in self._images and asked != width):
                self._asked[page] = width
                self.page_wanted.emit(page, width)
        page = self._looked_at(pages)
        if page != self._page:
            self._page = page
            if page >= 0:
                words = tr("Page {number} of {count}").format(
                    number=page + 1, count=len(self._sizes)
                )
                self.setAccessibleDescription(words)
                if self.hasFocus():
                    announce(self, words)
            self.page_changed.emit(page)
        self.looked.emit()

    def _keep(self, page: int, image: QImage) -> None:
        if image.isNull() or page >= len(self._sizes):
            return
        self._refused.pop(page, None)
        wide, high = self._sizes[page]
        actual = wide * image.height() / image.width()
        if abs(actual - high) > high / 100:
            # The sizes told beforehand were those of another page.
            self._sizes = (*self._sizes[:page], (wide, actual), *self._sizes[page + 1 :])
            self._arrange()
            self._on_scrolled()
        self._images[page] = image
        self._images.move_to_end(page)
        seen = self._in_sight()[:_KEPT]
        for other in [each for each in self._images if each != page and each not in seen]:
            if len(self._images) <= _KEPT and self.bytes_held <= _KEPT_BYTES:
                break
            del self._images[other]
            self._asked.pop(other, None)
        self.viewport().update()
