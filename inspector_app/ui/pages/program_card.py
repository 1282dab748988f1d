"""What this program is, on the screen of settings: version, packs, licences, checking a release."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.ui import program_viewing
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.ui.widgets.verdict_view import VerdictView, VerdictWords

if TYPE_CHECKING:
    from inspector_app.domain.releases import Checked
    from inspector_app.services.releases import About, ReleaseService


class ProgramCard(Card):
    """Needs no vault; checking a file reads it, and neither opens it nor asks the network.

    Signals:
        licences_asked(): the user wants to read what came with the program.
        answered(): the verdict has changed, and is to be brought into sight.
    """

    licences_asked = Signal()
    answered = Signal()

    def __init__(
        self,
        make_service: "Callable[[], ReleaseService]",
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("This program"), parent)
        self._make_service = make_service
        self._jobs = jobs
        self.told = label("", "", self)
        self.told.setWordWrap(True)
        self.add(self.told)
        self.check = button(tr("Check a release …"), "shield-check", parent=self)
        set_tip(
            self.check,
            tr("Tells whether a newer version that you were given is genuine, before it is put in"),
        )
        self.check.clicked.connect(self._on_check)
        self.licences = button(tr("Licences"), "book", parent=self)
        self.licences.clicked.connect(self.licences_asked)
        row = QHBoxLayout()
        row.addWidget(self.check)
        row.addWidget(self.licences)
        row.addStretch(1)
        self.add(row)
        self.verdict = VerdictView(self)
        self.verdict.hide()
        self.add(self.verdict)

    def show_program(self) -> None:
        """Read what the program is, and show it."""
        self._jobs.run(self, lambda: self._make_service().about(), self._on_known)

    def check_release(self, path: Path) -> None:
        """Tell whether a file is a genuine release."""
        self.check.setEnabled(False)
        self._jobs.run(
            self,
            lambda: self._make_service().check(path),
            partial(self._on_checked, path),
            refused=partial(self._on_refused, path),
            lane=Lane.FILES,
            finished=self._on_finished,
        )

    def _on_known(self, about: "About") -> None:
        self.told.setText("\n".join(program_viewing.program_lines(about)))

    def _on_check(self) -> None:
        dialog = ChooseFiles(self, tr("Check a release"))
        dialog.files_chosen.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, paths: list[Path]) -> None:
        self.check_release(paths[0])

    def _on_checked(self, path: Path, checked: "Checked") -> None:
        self._show(program_viewing.release_words(path.name, checked))

    def _on_refused(self, path: Path, error: InspectorError) -> None:
        self._show(program_viewing.not_read_words(path.name, str(error)))

    def _show(self, words: VerdictWords) -> None:
        self.verdict.show_verdict(words)
        self.verdict.show()
        self.verdict.setFocus()
        self.answered.emit()

    def _on_finished(self) -> None:
        self.check.setEnabled(True)
