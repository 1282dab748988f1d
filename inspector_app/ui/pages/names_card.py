"""The names of people on the screen of settings: one can be erased on all laptops."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.jobs import Failure, Jobs, Lane
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label

if TYPE_CHECKING:
    from inspector_app.domain.errors import InspectorError
    from inspector_app.services.names import Known
    from inspector_app.services.vault import Unlocked


class NamesCard(Card):
    """Offers every name but the user's own; a reason is asked for, then once more.

    Signals:
        erased(): somebody's name may not be known any more.
        noticed(str): passing words for the quiet line.
    """

    erased = Signal()
    noticed = Signal(str)

    def __init__(self, unlocked: "Unlocked", jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Names of people"), parent)
        self._service, self._jobs = unlocked.names, jobs
        words = label(
            tr("Names lie outside what is signed, so that one can be erased on all laptops."),
            "dim",
            self,
        )
        words.setWordWrap(True)
        self.add(words)
        self.names = QComboBox(self)
        self.names.setAccessibleName(tr("Whose name"))
        self.names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.names.setMinimumContentsLength(12)
        self.erase = button(tr("Erase this name …"), "cross", parent=self)
        self.erase.clicked.connect(self._ask_to_erase)
        whose = label(tr("Whose name"), "dim", self)
        whose.setBuddy(self.names)
        self.add(whose)
        self.add(self.names)
        row = QHBoxLayout()
        row.addWidget(self.erase)
        row.addStretch(1)
        self.add(row)

    def look(self) -> None:
        """Show those that are known now."""
        self._jobs.run(self, self._service.all, self._on_names_known)

    def _on_names_known(self, known: "tuple[Known, ...]") -> None:
        self.names.clear()
        for each in known:
            if not each.is_own:
                initials = ", ".join(each.initials) or tr("of no team")
                self.names.addItem(f"{each.name} ({initials})", each)
        has_any = self.names.count() > 0
        self.names.setEnabled(has_any)
        self.erase.setEnabled(has_any)
        if not has_any:
            self.names.addItem(tr("None but your own is known"))

    def _ask_to_erase(self) -> None:
        known = self.names.currentData()
        if known is None:
            return
        asking = AskReason(
            self,
            tr("Erase the name {name}?").format(name=known.name),
            tr(
                "It is destroyed here, and on the other laptops when they come together with this "
                "one. Initials, part and all that was recorded stay. Where the name was written "
                "into an answer, note or caption it stays: purge those places."
            ),
            tr("Go on"),
            name=tr("Reason, which the history keeps; not the name"),
        )
        asking.given.connect(partial(self._confirm_erasing, known))
        asking.open()

    def _confirm_erasing(self, known: "Known", reason: str) -> None:
        asking = Confirm(
            self,
            tr("Erase it for good?"),
            tr("The name {name} cannot be brought back.").format(name=known.name),
            tr("Erase the name"),
        )
        asking.confirmed.connect(partial(self._erase, known, reason))
        asking.open()

    def _erase(self, known: "Known", reason: str) -> None:
        service = self._service
        self._jobs.run(
            self,
            lambda: service.erase(known.person, reason),
            self._on_erased,
            lane=Lane.WRITES,
            refused=self._on_refused,
        )

    def _on_refused(self, error: "InspectorError") -> None:
        """A disk may have no room to wipe what has been erased: that is told, and it is gone."""
        self.erased.emit()
        self.look()
        self._jobs.failed.emit(Failure(str(error), False, ""))

    def _on_erased(self, _changes: object) -> None:
        self.erased.emit()
        self.noticed.emit(tr("The name is erased"))
        self.look()
