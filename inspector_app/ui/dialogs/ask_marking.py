"""Asking how a file is marked: by the team, and as it stands on the file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain import markings
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.evidence import Caption
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.line_drawers import MarkingDrawer
from inspector_app.ui.widgets.values.fields import WordField

_WIDTH = 300
"""Unscaled pixels."""


class AskMarking(Ask):
    """Asks for both markings of a file; one that the app must not hold is refused here.

    Signals:
        given(object, str): the team's ``Marking``, or None for that of the inspection; and the
            marking found on the file, empty for none.
    """

    given = Signal(object, str)

    def __init__(self, parent: QWidget, about: str, caption: Caption, inherited: str) -> None:
        super().__init__(parent, tr("Marking of {about}").format(about=about), "", tr("Mark"))
        self.drawer = MarkingDrawer(self)
        self.drawer.show_marking(caption.marking, inherited)
        words = tr("Marking found on it, as it stands there; older schemes are kept as they are.")
        self.found = WordField(
            tr("Marking found on it"), _WIDTH, tr("RESTRICTED, PROTECT, …"), self
        )
        self.found.setText(caption.marking_found)
        found_label = label(words, "dim", self)
        found_label.setWordWrap(True)
        found_label.setBuddy(self.found)
        self._problem = label("", "problem", self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        for part in (self.drawer, found_label, self.found, self._problem):
            self.body.addWidget(part)
        self.drawer.begin()

    def accept(self) -> None:
        """Give the markings, or say why one is none (Qt)."""
        try:
            marking = self.drawer.marking()
            found = markings.found(self.found.text())
        except InspectorError as error:
            tell(self._problem, str(error))
            self._problem.show()
            self._make_room()
            return
        super().accept()
        self.given.emit(marking, found)

    def _make_room(self) -> None:
        """Grow by what came to be shown, so that nothing else is cut off."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
