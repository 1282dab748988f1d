"""The pages of a written paper, with a row of controls: which page, how large."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.number_box import NumberBox
from inspector_app.ui.widgets.page_view import PageView
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.tips import set_tip

_FIT = "fit"
_SIZES = (
    Choice(_FIT, tr("Fit width"), "Ctrl+0"),
    Choice("100", tr("100 %")),
    Choice("200", tr("200 %")),
)


class PaperView(QWidget):
    """Controls above, pages below; who draws the pages answers :attr:`PageView.looked`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.current().px
        self.pages = PageView(name, self)
        self.pages.page_changed.connect(self._on_pages_page_changed)
        self.pages.zoom_changed.connect(self._on_pages_zoom_changed)
        self.pages.page_asked.connect(self.ask_page)
        self.number = NumberBox(tr("Page"), self)
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(self._on_number_value_changed)
        self.number.lineEdit().returnPressed.connect(self._on_number_return_pressed)
        self._of = label("", "dim", self)
        self.size_choice = SegmentedChoice(tr("Size of the pages"), self)
        self.size_choice.show_choices(_SIZES)
        self.size_choice.show_value(_FIT)
        self.size_choice.chosen.connect(self._on_size_choice_chosen)
        bar = QWidget(self)
        self._bar = FlowLayout(bar, across=px(8), down=px(4))
        page_words = label(tr("Page"), "dim", self)
        page_words.setBuddy(self.number)
        for each in (page_words, self.number, self._of):
            self._bar.addWidget(each)
        self._bar.addWidget(self._tool("zoom-out", tr("Smaller (Ctrl+−)"), self._on_smaller))
        self._bar.addWidget(self._tool("zoom-in", tr("Larger (Ctrl++)"), self._on_larger))
        self._bar.addWidget(self.size_choice)
        self.note = label("", "dim", self)
        self.note.setWordWrap(True)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(6))
        layout.addWidget(bar)
        layout.addWidget(self.note)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)
        self.show_sheets(())

    def add_control(self, control: QWidget) -> None:
        """Put another control at the end of the row."""
        self._bar.addWidget(control)

    def show_sheets(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Begin another paper: width and height of each page, in points; none: show nothing."""
        with QSignalBlocker(self.number):
            self.number.setRange(min(1, len(sizes)), len(sizes))
        self._of.setText(tr("of {count}").format(count=len(sizes)))
        self.number.setAccessibleDescription(self._of.text())
        self.number.setEnabled(bool(sizes))
        self.pages.show_pages(sizes, in_points=True)

    def say(self, words: str) -> None:
        """Show a sentence above the pages; an empty one takes it away."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def ask_page(self) -> None:
        """Let the user type the number of a page; Enter goes there and back to the pages."""
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def _tool(self, icon: str, words: str, slot: Callable[[], None]) -> QToolButton:
        made = QToolButton(self)
        made.setAccessibleName(words)
        set_tip(made, words)
        icons.dress(made, icon)
        made.clicked.connect(slot)
        return made

    def _on_smaller(self) -> None:
        self.pages.zoom(-1)

    def _on_larger(self) -> None:
        self.pages.zoom(1)

    def _on_pages_page_changed(self, page: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(page + 1)

    def _on_pages_zoom_changed(self) -> None:
        percent = self.pages.percent
        self.size_choice.show_value(_FIT if percent is None else str(percent))

    def _on_number_value_changed(self, number: int) -> None:
        self.pages.go_to(number - 1)

    def _on_number_return_pressed(self) -> None:
        self.pages.setFocus()

    def _on_size_choice_chosen(self, value: str) -> None:
        self.pages.show_at(None if value == _FIT else int(value))
