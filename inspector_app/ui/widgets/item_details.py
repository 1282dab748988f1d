"""What is said of one evidence item, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import EvidenceItem
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import ElidedLabel, label


class ItemDetails(QWidget):
    """Caption, marking and export of the chosen item; open it, put it to the line, and more.

    Signals:
        captioned(str): the caption has settled.
        open_asked(): the user wants to look at it.
        link_asked(): to the line, or off it when it is on it.
        left_out(bool): it stays out of exports, or not.
        more_asked(object): the ``QPoint`` on the screen where the menu should open.
    """

    captioned = Signal(str)
    open_asked = Signal()
    link_asked = Signal()
    left_out = Signal(bool)
    more_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "strong", self)
        self.caption = GrowingText(tr("Caption"), tr("Caption"), self)
        self.caption.settled.connect(self.captioned)
        self._marking = label("", "meta", self)
        self._marking.setWordWrap(True)
        self._kin = label("", "meta", self)
        self._kin.setWordWrap(True)
        row = QWidget(self)
        flow = FlowLayout(row, across=8, down=2)
        self._open = button(tr("Open"), "eye", "link", row)
        self._open.clicked.connect(self.open_asked)
        self._link = button(tr("Link"), "link", "link", row)
        self._link.clicked.connect(self.link_asked)
        self._more = button(tr("More"), "more", "link", row)
        self._more.clicked.connect(self._on_more_clicked)
        for each in (self._open, self._link, self._more):
            flow.addWidget(each)
        self._export = QCheckBox(tr("Leave out of exports"), self)
        self._export.clicked.connect(self.left_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._title, self.caption, self._marking, self._kin, row, self._export):
            layout.addWidget(part)

    def show_item(self, item: EvidenceItem, line: LineId | None, kin: Sequence[str] = ()) -> None:
        """Show ``item``; ``line`` is the one it can be put to. A caption being typed stays.

        ``kin`` says when it was taken, and what is redacted of what.
        """
        self._kin.setText("\n".join(kin))
        self._kin.setVisible(bool(kin))
        self._title.show_text(f"{item.file.number} · {item.file.name}")
        self.caption.show_text(item.caption.text)
        self._export.setChecked(item.caption.do_not_export)
        marking, found = item.caption.marking, item.caption.marking_found
        told = [marking.words()] if marking else []
        told += [tr("Marking found on it: {marking}").format(marking=found)] if found else []
        self._marking.setText("\n".join(told))
        self._marking.setVisible(bool(told))
        self._link.setVisible(line is not None)
        words = tr("Take off {line}") if line in item.lines else tr("Put to {line}")
        name(self._link, words.format(line=line))

    def flush(self) -> None:
        """Let the caption that is typed settle."""
        self.caption.flush()

    def _on_more_clicked(self) -> None:
        self.more_asked.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))
