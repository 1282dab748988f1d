"""Asking before an inspection is destroyed: the name of its force is typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.values.fields import WordField


class AskDestruction(Ask):
    """Says what will be gone; the button wakes when the name is typed in full.

    Signals:
        confirmed(str): the name as it was typed.
    """

    confirmed = Signal(str)

    def __init__(self, parent: QWidget, force: str) -> None:
        words = tr(
            "What was said in it and its files are destroyed on this laptop for good, not at base, "
            "on other laptops or in backups. A signed record stays. This cannot be undone."
        )
        super().__init__(parent, tr("Destroy this inspection?"), words, tr("Destroy"))
        self._force = force
        heading = label(tr("To destroy it, type: {force}").format(force=force), "dim", self)
        self.name = WordField(tr("Name of the force"), 300, "", self)
        heading.setBuddy(self.name)
        self.body.addWidget(heading)
        self.body.addWidget(self.name)
        self.accept_button.setEnabled(False)
        self.name.edited.connect(self._on_name_edited)
        self.accepted.connect(self._on_accepted)
        self.name.setFocus()

    def _on_name_edited(self) -> None:
        typed = " ".join(self.name.words.split()).casefold()
        self.accept_button.setEnabled(typed == self._force.casefold())

    def _on_accepted(self) -> None:
        self.confirmed.emit(self.name.words)
