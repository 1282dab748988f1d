"""Under the lines: what the letters mean, and how many lines are out of sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.models.index import ROOT
from inspector_app.ui.models.lines_table import LinesTable
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.badges import Legend
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.lines_view import LinesView


class Foot(QWidget):
    """The legend of the letters in sight at the left, the lines below at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend = Legend((), self)
        self._signs = label(tr("— no answer yet"), "meta", self)
        self._below = label("", "meta", self)
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(14)
        layout.addWidget(self._legend)
        layout.addWidget(self._signs)
        layout.addWidget(self._below, 1)

    def show_view(self, view: LinesView, model: LinesTable) -> None:
        """Tell about what ``view`` shows of ``model``."""
        letters = tuple(sorted({kind for line in model.lines() for kind in line.kinds}))
        self._legend.show_letters(letters)
        self._legend.setVisible(bool(letters))
        rows = model.rowCount(ROOT)
        last = view.rowAt(max(0, view.viewport().height() - 1))
        hidden = sum(view.isRowHidden(row) for row in range(last + 1, rows))
        below = rows - 1 - last - hidden if last >= 0 else 0
        self._below.setText(
            tr("{lines} below").format(lines=counted(below, "line", "lines")) if below else ""
        )
