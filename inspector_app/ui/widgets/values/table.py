"""The editor of tables."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.values import Tabled, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.values.grid import Grid
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


class TableEditor(ValueEditor):
    """The cells, and a caveat that is printed with them."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        self.grid = Grid(name, part.columns, part.rows, around.pack, self)
        self.grid.changed.connect(self.settled)
        self.caveat = WordField(
            tr("{name}: caveat").format(name=name), 320, tr("caveat, printed with the table"), self
        )
        self.caveat.edited.connect(self.edited)
        self.caveat.left.connect(self.settled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.grid)
        self.grid.below.addWidget(self.caveat, 2)
        self.setFocusProxy(self.grid.view)

    def show_value(self, value: Value | None) -> None:
        """Show the rows."""
        shown = value if isinstance(value, Tabled) else Tabled(())
        self.grid.show_rows(shown.rows)
        self.caveat.show_text(shown.caveat)

    def value(self) -> Value | None:
        """Return the rows that hold something.

        Raises:
            BadInput: a caveat and no row.
        """
        rows, caveat = self.grid.rows(), self.caveat.words
        if not rows and caveat:
            raise BadInput(tr("Fill a row too: the caveat alone is not recorded yet."))
        return Tabled(rows, caveat) if rows else None
