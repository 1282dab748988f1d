"""The steps of a test run, each with its time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from inspector_app.domain.encounters import Step, step_words
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label


class RunStrip(QFrame):
    """*asked · first offered · enough · ended*, the next of them stamped by a button or Space.

    Signals:
        stamp_asked(): the next step is to be stamped.
        abandoning_asked(): the run is broken off for a live incident.
    """

    stamp_asked = Signal()
    abandoning_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "card")
        self.setAccessibleName(tr("Test run"))
        flow = FlowLayout(self, across=14, down=4)
        px = theme.current().px
        flow.setContentsMargins(px(12), px(5), px(12), px(5))
        flow.addWidget(label(tr("Test run"), "strong", self))
        self._times: dict[Step, QLabel] = {}
        for step in Step:
            self._times[step] = label("", "", self)
            flow.addWidget(self._times[step])
        self.stamp = button(tr("Stamp"), "clock", "primary", self)
        self.stamp.clicked.connect(self.stamp_asked)
        self.abandon = button(tr("Abandoned: live incident"), "stop", parent=self)
        self.abandon.clicked.connect(self.abandoning_asked)
        flow.addWidget(self.stamp)
        flow.addWidget(self.abandon)

    def show_steps(
        self, steps: tuple[tuple[Step, str], ...], following: Step | None, *, is_abandoned: bool
    ) -> None:
        """Show the times, and which step is stamped next; hidden when there are none."""
        self.setVisible(bool(steps))
        for step, time in steps:
            self._times[step].setText(f"{step_words(step)} {time or '—'}")
            theme.set_look(self._times[step], "strong" if time else "dim")
        words = tr("Stamp: {step}").format(step=step_words(following)) if following else ""
        self.stamp.setVisible(following is not None)
        if following is not None:
            name(self.stamp, words)
        self.abandon.setVisible(not is_abandoned and following is not None)
