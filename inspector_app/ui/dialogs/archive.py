"""What can be done with an archive: keep it until a day, hold it, bring it back, destroy it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.domain import retaining
from inspector_app.domain.phases import Phase
from inspector_app.ui import archive_viewing, theme
from inspector_app.ui.dialogs.ask_destruction import AskDestruction
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.ask_retention import AskRetention
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.recorded_as import RecordedAs

_WIDTH = 560


class Archive(QDialog):
    """Tells how the archive stands and offers what can be done; shown by ``open()``."""

    def __init__(self, parent: QWidget, inspection: OpenInspection) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self.setWindowTitle(tr("Archive"))
        self.setAccessibleName(tr("Archive"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.keep = button(tr("Keep until …"), "calendar", parent=self)
        self.keep.clicked.connect(self._ask_retention)
        self.hold = button("", "lock", parent=self)
        self.hold.clicked.connect(self._ask_hold)
        self.back = button(tr("Bring back …"), "history", parent=self)
        self.back.clicked.connect(self.ask_back)
        self.destroy_button = button(tr("Destroy …"), "withdraw", parent=self)
        self.destroy_button.clicked.connect(self._ask_destruction)
        self.close_button = button(tr("Close"), look="primary", parent=self)
        self.close_button.clicked.connect(self.accept)
        self._rows: dict[str, QLabel] = {}
        self._lay_out()
        inspection.changed.connect(self._on_inspection_changed)
        self._show()
        self.keep.setFocus()

    def ask_back(self) -> None:
        """Ask why the inspection is brought back from the archive."""
        ask_back(self, self._inspection)

    def _lay_out(self) -> None:
        px = theme.current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (key, words, made) in enumerate(
            (
                ("kept", tr("Retention"), self.keep),
                ("held", tr("Legal hold"), self.hold),
                ("archived", tr("Archive"), self.back),
                ("hindrance", tr("Destruction"), self.destroy_button),
            )
        ):
            grid.addWidget(label(words, "dim", self), row, 0)
            told = self._rows[key] = label("", "", self)
            told.setWordWrap(True)
            grid.addWidget(told, row, 1)
            grid.addWidget(made, row, 2)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(RecordedAs(self))
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(tr("Archive"), "title", self))
        layout.addLayout(grid)
        layout.addSpacing(px(4))
        layout.addLayout(foot)
        self.setMinimumWidth(px(_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need (Qt)."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _show(self) -> None:
        standing = self._inspection.standing
        hindrance = self._inspection.services.retention.hindrance_of(standing)
        told = {
            "archived": archive_viewing.archived_words(standing),
            "kept": archive_viewing.kept_words(standing),
            "held": archive_viewing.hold_words(standing),
            "hindrance": hindrance or tr("Possible: its time has passed."),
        }
        for key, words in told.items():
            self._rows[key].setText(f"{words[:1].upper()}{words[1:]}")
        is_held = retaining.hold_of(standing) is not None
        name(self.hold, tr("Lift …") if is_held else tr("Place …"))
        self.back.setEnabled(standing.phase is Phase.ARCHIVED)
        self.destroy_button.setEnabled(not hindrance)
        if self.isVisible():
            self._fit()

    def _ask_retention(self) -> None:
        asking = AskRetention(self)
        asking.given.connect(self._on_retention_given)
        asking.open()

    def _on_retention_given(self, until: str, rule: str) -> None:
        inspection = self._inspection
        services, id_ = inspection.services.retention, inspection.standing.id
        inspection.record(
            self,
            lambda: services.keep_until(id_, until, rule),
            tr("Retention recorded"),
            can_undo=False,
            is_filing=True,
        )

    def _ask_hold(self) -> None:
        is_held = retaining.hold_of(self._inspection.standing) is not None
        title = tr("Lift the legal hold?") if is_held else tr("Place a legal hold?")
        words = (
            tr("It can then be destroyed once its time has passed. The reason stays.")
            if is_held
            else tr(
                "Nothing in it is purged or destroyed until the hold is lifted, on any laptop that "
                "knows of it."
            )
        )
        asking = AskReason(self, title, words, tr("Record"))
        asking.given.connect(self._on_lifting_given if is_held else self._on_hold_given)
        asking.open()

    def _on_hold_given(self, reason: str) -> None:
        inspection = self._inspection
        services, id_ = inspection.services.retention, inspection.standing.id
        inspection.record(
            self,
            lambda: services.hold(id_, reason),
            tr("Legal hold placed"),
            can_undo=False,
            is_filing=True,
        )

    def _on_lifting_given(self, reason: str) -> None:
        inspection = self._inspection
        services, id_ = inspection.services.retention, inspection.standing.id
        inspection.record(
            self,
            lambda: services.lift(id_, reason),
            tr("Legal hold lifted"),
            can_undo=False,
            is_filing=True,
        )

    def _ask_destruction(self) -> None:
        asking = AskDestruction(self, self._inspection.standing.details.force.name)
        asking.confirmed.connect(self._on_destruction_confirmed)
        asking.open()

    def _on_destruction_confirmed(self, typed: str) -> None:
        inspection = self._inspection
        self.accept()
        inspection.destroy(typed)

    def _on_inspection_changed(self, _subjects: object) -> None:
        self._show()


def ask_back(parent: QWidget, inspection: OpenInspection) -> None:
    """Ask why an inspection is brought back from the archive, and bring it back."""
    services, id_ = inspection.services.phases, inspection.standing.id
    asking = AskReason(
        parent,
        tr("Bring the inspection back from the archive?"),
        tr("It can then be worked on again. The reason is kept in the history."),
        tr("Bring back"),
    )

    def given(reason: str) -> None:
        inspection.record(
            inspection,
            lambda: services.bring_back(id_, reason),
            tr("Brought back"),
            can_undo=False,
            is_filing=True,
        )

    asking.given.connect(given)
    asking.open()
