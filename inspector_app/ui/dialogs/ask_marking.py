"""Asking how one thing is marked, where that differs from the inspection."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.markings import Marking
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.line_drawers import MarkingDrawer


class AskMarking(Ask):
    """Asks for a marking; one that the app must not hold is refused here.

    Signals:
        given(object): the ``Marking``, or None for that of the inspection.
    """

    given = Signal(object)

    def __init__(
        self, parent: QWidget, about: str, marking: Marking | None, inherited: str
    ) -> None:
        super().__init__(parent, tr("Marking of {about}").format(about=about), "", tr("Mark"))
        self.drawer = MarkingDrawer(self)
        self.drawer.show_marking(marking, inherited)
        self._problem = label("", "problem", self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.body.addWidget(self.drawer)
        self.body.addWidget(self._problem)
        self.drawer.begin()

    def accept(self) -> None:
        """Give the marking, or say why it is none (Qt)."""
        try:
            marking = self.drawer.marking()
        except InspectorError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        super().accept()
        self.given.emit(marking)
