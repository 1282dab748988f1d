"""What is left of the inspections that were destroyed on this laptop."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.services.retention import Record
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label

_WIDTH, _HEIGHT = 620, 320


class DestructionRecords(QDialog):
    """Shows the records in words and writes them to files; shown by ``open()``."""

    def __init__(
        self, parent: QWidget, services: Unlocked, jobs: Jobs, records: tuple[Record, ...]
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._records = records
        title = tr("Destroyed inspections")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Records of destruction"))
        nothing = tr("No inspection has been destroyed on this laptop.")
        self.text.setPlainText("\n\n".join("\n".join(each.words) for each in records) or nothing)
        self.told = ElidedLabel("", "dim", self)
        self.save = button(tr("Write to files …"), "export", parent=self)
        self.save.setEnabled(bool(records))
        self.save.clicked.connect(self._choose)
        self.close_button = button(tr("Close"), look="primary", parent=self)
        self.close_button.clicked.connect(self.accept)
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(title, "title", self))
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self.resize(px(_WIDTH), px(_HEIGHT))
        self.text.setFocus()

    def _choose(self) -> None:
        choosing = ChooseFolder(self, tr("Write the records to a folder"))
        choosing.folder_chosen.connect(self.write)
        choosing.open()

    def write(self, folder: Path) -> None:
        """Write each record to a file of its own in a folder."""
        records, service = self._records, self._services.retention

        def work() -> int:
            for each in records:
                name = f"destruction-{each.inspection[:8]}.json"
                service.write_record(each.inspection, folder / name)
            return len(records)

        self._jobs.run(self, work, self._on_written, lane=Lane.FILES)

    def _on_written(self, many: int) -> None:
        self.told.show_text(tr("{files} written").format(files=counted(many, "file", "files")))
