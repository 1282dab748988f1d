"""The signing identities that are kept, on the screen of settings: each can be removed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked


class IdentitiesCard(Card):
    """Lists them; they are made where a summary is signed.

    Signals:
        noticed(str): passing words for the quiet line.
    """

    noticed = Signal(str)

    def __init__(self, unlocked: "Unlocked", jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Signing identities"), parent)
        self._reports, self._jobs = unlocked.reports, jobs
        self._none = label(
            tr("None is kept here. One is made where a summary is signed."), "dim", self
        )
        self._none.setWordWrap(True)
        self.add(self._none)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().px(4))
        self.add(self._rows)

    def look(self) -> None:
        """Show those that are kept now."""
        reports = self._reports

        def read() -> tuple[tuple[str, str], ...]:
            return tuple((each.id, each.label) for each in reports.identities())

        self._jobs.run(self, read, self._on_identities_known)

    def _on_identities_known(self, identities: tuple[tuple[str, str], ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._none.setVisible(not identities)
        for id_, words in identities:
            row = QWidget(self)
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            name = label(words, "", row)
            name.setWordWrap(True)
            layout.addWidget(name, 1)
            remove = button(tr("Remove"), parent=row)
            remove.setAccessibleName(tr("Remove {identity}").format(identity=words))
            remove.clicked.connect(partial(self._on_remove, id_, words))
            layout.addWidget(remove)
            self._rows.addWidget(row)

    def _on_remove(self, id_: str, words: str) -> None:
        dialog = Confirm(
            self,
            tr("Remove this signing identity?"),
            tr(
                "The key of {identity} is destroyed and cannot be brought back. What was signed "
                "with it stays verifiable, though no longer as known here."
            ).format(identity=words),
            tr("Remove"),
            records=False,
        )
        dialog.confirmed.connect(partial(self._on_remove_confirmed, id_))
        dialog.open()

    def _on_remove_confirmed(self, id_: str) -> None:
        reports = self._reports

        def removed(_nothing: None) -> None:
            self.look()
            self.noticed.emit(tr("Identity removed"))

        self._jobs.run(self, lambda: reports.remove_identity(id_), removed, lane=Lane.WRITES)
