"""What was found when this laptop and its vault were checked, to be read, copied and sent."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.domain import health
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.health import Finding
from inspector_app.services.doctor import Doctor
from inspector_app.services.support_bundle import Bundled, SupportBundle
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.jobs import CancelCheck, Handle, Jobs, Lane, Progress
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip

T = TypeVar("T")
_WIDTH, _HEIGHT = 760, 480


class CheckLaptop(QDialog):
    """Checks as soon as it is shown, in the background; shown by ``open()``."""

    def __init__(
        self,
        parent: QWidget,
        doctor: Doctor,
        bundle: SupportBundle,
        jobs: Jobs,
        unlocked: Unlocked | None,
    ) -> None:
        """Args: ``unlocked`` is the open vault; without it only its folder is looked at."""
        super().__init__(parent)
        self._doctor = doctor
        self._bundle = bundle
        self._jobs = jobs
        self._unlocked = unlocked
        self._running: Handle | None = None
        title = tr("Check this laptop")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.told = label("", "strong", self)
        self.told.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("What was found"))
        self.read = button(tr("Read every evidence file"), "search", parent=self)
        set_tip(self.read, tr("Compares each kept file with what was put in; may take long"))
        self.read.clicked.connect(self._on_read_clicked)
        self.read.setVisible(unlocked is not None)
        self.copy = button(tr("Copy"), "file", parent=self)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.save = button(tr("Support bundle …"), "export", parent=self)
        set_tip(self.save, tr("A file for whoever helps, with nothing in it that was recorded"))
        self.save.clicked.connect(self._on_save_clicked)
        self.close_button = button(tr("Close"), look="primary", parent=self)
        self.close_button.clicked.connect(self.accept)
        self.finished.connect(self._on_finished)
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for each in (self.read, self.copy, self.save):
            buttons.addWidget(each)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(title, "title", self))
        layout.addWidget(self.told)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        room = parent.window().size()
        self.resize(min(px(_WIDTH), room.width()), min(px(_HEIGHT), room.height()))
        self.text.setFocus()
        self._check(reads_files=False)

    def write(self, target: Path) -> None:
        """Write a support bundle."""
        bundle, unlocked = self._bundle, self._unlocked

        def work(_progress: Progress, is_cancelled: CancelCheck) -> Bundled:
            return bundle.write(target, unlocked, _why(), cancelled=is_cancelled)

        def written(_made: Bundled) -> None:
            words = tr("{file} is written. Nothing that was recorded is in it.")
            self._tell(words.format(file=target.name))

        self._run(work, written)

    def _check(self, *, reads_files: bool) -> None:
        doctor, unlocked = self._doctor, self._unlocked

        def work(progress: Progress, is_cancelled: CancelCheck) -> tuple[Finding, ...]:
            return doctor.report(
                unlocked,
                _why(),
                reads_files=reads_files,
                progress=progress,
                cancelled=is_cancelled,
            )

        self._run(work, self._on_checked)

    def _run(self, work: Callable[[Progress, CancelCheck], T], done: Callable[[T], None]) -> None:
        for each in (self.read, self.copy, self.save):
            each.setEnabled(False)
        self._tell(tr("Looking …"))
        self._running = self._jobs.run_long(
            self,
            work,
            done,
            lane=Lane.FILES,
            progress=self._on_progress,
            refused=self._on_refused,
            finished=self._on_ended,
        )

    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        first, *lines = health.words(findings)
        self.text.setPlainText("\n".join(lines).strip())
        self._tell(first)

    def _on_progress(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        self.told.setText(tr("Reading evidence files: {percent} %").format(percent=percent))

    def _on_refused(self, error: InspectorError) -> None:
        self._tell(str(error))

    def _on_ended(self) -> None:
        self._running = None
        for each in (self.read, self.copy, self.save):
            each.setEnabled(True)

    def _on_read_clicked(self) -> None:
        self._check(reads_files=True)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.told.text()}\n\n{self.text.toPlainText()}")

    def _on_save_clicked(self) -> None:
        suggested = Path.home() / "spr-inspector-support.zip"
        choosing = ChooseSave(
            self, tr("Write a support bundle"), suggested, tr("ZIP files (*.zip)")
        )
        choosing.place_chosen.connect(self.write)
        choosing.open()

    def _on_finished(self) -> None:
        if self._running is not None:
            self._running.forget()
        self.deleteLater()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        announce(self.told, words)


def _why() -> str:
    return tr("Unlock the vault and check again.")
