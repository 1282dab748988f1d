"""What is said of one evidence item, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.ids import LineId
from inspector_app.domain.items import EvidenceItem
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.place_line import PlaceLine

_LEAST_HEIGHT = 96


class ItemDetails(QScrollArea):
    """Words, marking and export of the chosen item; open it, put it to the line, and more.

    It takes the height that it needs, and scrolls where there is less.

    Signals:
        captioned(str): the caption has settled.
        described(str): what the picture shows has settled; asked for pictures only.
        open_asked(): the user wants to look at it.
        link_asked(): to the line, or off it when it is on it.
        left_out(bool): it stays out of exports, or not.
        fetch_asked(): its file should come from base.
        more_asked(object): the ``QPoint`` on the screen where the menu should open.
    """

    captioned = Signal(str)
    described = Signal(str)
    open_asked = Signal()
    link_asked = Signal()
    left_out = Signal(bool)
    fetch_asked = Signal()
    more_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inner = QWidget(self)
        self._inner.installEventFilter(self)
        self._title = ElidedLabel("", "strong", self._inner)
        self.caption = GrowingText(tr("Caption"), tr("Caption"), self._inner)
        self.caption.settled.connect(self.captioned)
        self.description = GrowingText(
            tr("What the picture shows, for someone who cannot see it"), "", self._inner
        )
        self.description.settled.connect(self.described)
        self._asks = label(tr("What it shows, for someone who cannot see it"), "meta", self._inner)
        self._asks.setWordWrap(True)
        self._asks.setBuddy(self.description)
        self._marking = label("", "meta", self._inner)
        self._marking.setWordWrap(True)
        self._kin = label("", "meta", self._inner)
        self._kin.setWordWrap(True)
        self.place = PlaceLine(self._inner)
        row = QWidget(self._inner)
        flow = FlowLayout(row, across=8, down=2)
        self._open = button(tr("Open"), "eye", "link", row)
        self._open.clicked.connect(self.open_asked)
        self.fetch = button(tr("Fetch"), "import", "link", row)
        self.fetch.clicked.connect(self.fetch_asked)
        self.fetch.hide()
        self._link = button(tr("Link"), "link", "link", row)
        self._link.clicked.connect(self.link_asked)
        self._more = button(tr("More"), "more", "link", row)
        self._more.clicked.connect(self._on_more_clicked)
        for each in (self._open, self.fetch, self._link, self._more):
            flow.addWidget(each)
        self._export = QCheckBox(tr("Leave out of exports"), self._inner)
        self._export.clicked.connect(self.left_out)
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (
            self._title,
            self.caption,
            self._asks,
            self.description,
            self._marking,
            self._kin,
            self.place,
            row,
            self._export,
        ):
            layout.addWidget(part)
        self.setWidget(self._inner)
        for ground in (self._inner, self.viewport()):
            ground.setAutoFillBackground(False)

    def show_item(self, item: EvidenceItem, line: LineId | None, kin: Sequence[str] = ()) -> None:
        """Show ``item``; ``line`` is the one it can be put to. What is being typed stays.

        ``kin`` says when it was taken, and what is redacted of what.
        """
        self._kin.setText("\n".join(kin))
        self._kin.setVisible(bool(kin))
        self._title.show_text(f"{item.file.number} · {item.file.name}")
        self.caption.show_text(item.caption.text)
        self.description.show_text(item.caption.description)
        for part in (self._asks, self.description):
            part.setVisible(item.file.is_picture or bool(item.caption.description))
        self._export.setChecked(item.caption.do_not_export)
        marking, found = item.caption.marking, item.caption.marking_found
        told = [marking.words()] if marking else []
        told += [tr("Marking found on it: {marking}").format(marking=found)] if found else []
        self._marking.setText("\n".join(told))
        self._marking.setVisible(bool(told))
        self._link.setVisible(line is not None)
        words = tr("Take off {line}") if line in item.lines else tr("Put to {line}")
        name(self._link, words.format(line=line))

    def show_place(self, icon: str, words: str, *, can_fetch: bool) -> None:
        """Show where its file lies, and whether it can be fetched; no words: nothing of it."""
        self.place.show_place(icon, words)
        if self.fetch.hasFocus() and not can_fetch:
            self._more.setFocus()  # else it would leap out of the panel
        self.fetch.setVisible(can_fetch)

    def flush(self) -> None:
        """Let what is typed settle."""
        self.caption.flush()
        self.description.flush()

    def sizeHint(self) -> QSize:
        """Return the height that its parts need at this width (Qt)."""
        width = self.viewport().width()
        return QSize(self._inner.sizeHint().width(), self._inner.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for a title and a field; the rest can be scrolled to (Qt)."""
        height = min(theme.current().px(_LEAST_HEIGHT), self.sizeHint().height())
        return QSize(0, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when a part grows (Qt)."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _on_more_clicked(self) -> None:
        self.more_asked.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))
