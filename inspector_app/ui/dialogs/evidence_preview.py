"""A kept file to look at: pages, a picture or words, made in memory and forgotten on closing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import wording
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.watermark import of_evidence, watermark
from inspector_app.services.evidence import EvidenceService
from inspector_app.ui import icons, theme
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.picture import Picture
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.page_view import PageView
from inspector_app.ui.widgets.tips import set_tip

_FIRST_WIDTH = 1000
_MOST_CHARACTERS = 200_000


class EvidencePreview(QDialog):
    """Shows one item; Esc closes it."""

    def __init__(self, parent: QWidget, inspection: OpenInspection, item: EvidenceItem) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._item = item
        self.setWindowTitle(item.file.number)
        title = item.caption.text or item.file.name
        self.setAccessibleName(f"{item.file.number}: {title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = PageView(tr("Pages of {number}").format(number=item.file.number), self)
        self.pages.page_wanted.connect(self._on_pages_page_wanted)
        self.pages.page_changed.connect(self._on_pages_page_changed)
        self.pages.hide()
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Text of {number}").format(number=item.file.number))
        self.text.hide()
        self._nothing: EmptyState | None = None
        self._first: Picture | None = None
        self._waiting = label(tr("Opening …"), "dim", self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._where = label("", "dim", self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(item.file.number, "dim", self))
        head.addWidget(ElidedLabel(title, "title", self), 1)
        head.addWidget(self._where)
        for icon, words, slot in (
            ("zoom-out", tr("Smaller (−)"), self._on_smaller),
            ("zoom-in", tr("Larger (+)"), self._on_larger),
        ):
            made = QToolButton(self)
            made.setAccessibleName(words)
            set_tip(made, words)
            icons.dress(made, icon)
            made.clicked.connect(slot)
            head.addWidget(made)
        close = button(tr("Close"), parent=self)
        close.clicked.connect(self.accept)
        head.addWidget(close)
        facts = [wording.size_words(item.file.size_bytes), item.file.media_type, item.file.name]
        if item.file.captured_at:
            facts.append(tr("taken {time}").format(time=item.file.captured_at))
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(16, 12, 16, 12)
        self._body.setSpacing(8)
        marking = watermark(inspection.standing, of_evidence((item.id,))).words()
        self._body.addWidget(MarkingStrip(marking, self))
        self._body.addLayout(head)
        self._body.addWidget(ElidedLabel(" · ".join(facts), "meta", self))
        self._body.addWidget(self._waiting, 1)
        self._body.addWidget(self.pages, 1)
        self._body.addWidget(self.text, 1)
        look = theme.current()
        room = parent.window().size()
        self.resize(min(look.px(900), room.width() - 40), min(look.px(700), room.height() - 40))
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold no picture and no word any longer (Qt)."""
        self._forget()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hold no picture and no word any longer (Qt)."""
        self._forget()
        super().closeEvent(event)

    def _forget(self) -> None:
        self._first = None
        self.pages.clear()
        self.text.clear()

    def _begin(self) -> None:
        kind = self._item.file.media_type
        if kind.startswith("image/") or kind == "application/pdf":
            self._ask_page(0, _FIRST_WIDTH, is_first=True)
        elif kind.startswith("text/") or kind == "application/json":
            services, id_, sha256 = self._bound()
            self._inspection.jobs.run(
                self,
                lambda: services.text(id_, sha256, _MOST_CHARACTERS),
                self._on_text_arrived,
                refused=self._on_refused,
            )
        else:
            self._say(tr("This kind of file is kept as it is and cannot be shown here."))

    def _bound(self) -> tuple[EvidenceService, InspectionId, Sha256]:
        inspection = self._inspection
        return inspection.services.evidence, inspection.standing.id, self._item.file.sha256

    def _ask_page(self, page: int, width: int, *, is_first: bool = False) -> None:
        services, id_, sha256 = self._bound()

        def arrived(picture: Picture) -> None:
            if is_first:
                self._waiting.hide()
                size = (float(picture.width), float(picture.height))
                self._first = picture
                self.pages.show()
                self.pages.show_pages((size,) * max(1, self._item.file.pages or 1))
                self.pages.setFocus()
            else:
                self.pages.show_png(page, picture.png)

        self._inspection.jobs.run(
            self,
            lambda: services.page(id_, sha256, page, width),
            arrived,
            refused=self._on_refused,
        )

    def _say(self, words: str) -> None:
        self._waiting.hide()
        if self._nothing is None:
            self._nothing = EmptyState(
                "file",
                tr("No preview"),
                tr("{words} To open it elsewhere, save a copy out.").format(words=words),
                parent=self,
            )
            self._body.addWidget(self._nothing, 1)

    def _on_text_arrived(self, text: str) -> None:
        self._waiting.hide()
        self.text.setPlainText(text)
        self.text.show()
        self.text.setFocus()
        if len(text) >= _MOST_CHARACTERS:
            self._where.setText(tr("the first 200,000 characters"))

    def _on_refused(self, error: InspectorError) -> None:
        if self.pages.isHidden():
            self._say(str(error))
        else:
            self._where.setText(str(error))

    def _on_pages_page_wanted(self, page: int, width: int) -> None:
        first = self._first
        if page == 0 and first is not None:
            # It was drawn already to learn its size; a sharper one comes if there is need.
            self.pages.show_png(0, first.png)
            if first.width >= width:
                return
        self._ask_page(page, width)

    def _on_pages_page_changed(self, page: int) -> None:
        count = self._item.file.pages or 1
        if page >= 0 and count > 1:
            self._where.setText(tr("Page {number} of {count}").format(number=page + 1, count=count))

    def _on_smaller(self) -> None:
        self.pages.zoom(-1)

    def _on_larger(self) -> None:
        self.pages.zoom(1)
