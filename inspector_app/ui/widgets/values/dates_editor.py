"""The editor of dates."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain import dates
from inspector_app.domain.checklist import Part
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import BadInput
from inspector_app.domain.values import Dated, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import ElidedLabel
from inspector_app.ui.widgets.values.fields import DateField, WordField
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


class DatesEditor(ValueEditor):
    """One date typed freely, or several parted by semicolons."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        self._shown: tuple[PartialDate, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._one: DateField | None = None
        self._many: WordField | None = None
        if part.many:
            self._many = WordField(name, 320, tr("16 Sep 2013; 18 Sep 2013 …"), self)
            self._many.edited.connect(self._on_many_edited)
            self._many.left.connect(self.settled)
            self._said = ElidedLabel("", "dim", self)
            layout.addWidget(self._many)
            layout.addWidget(self._said, 1)
            self.setFocusProxy(self._many)
        else:
            self._one = DateField(name, "", self)
            self._one.edited.connect(self.edited)
            self._one.left.connect(self.settled)
            layout.addWidget(self._one, 1)
            self.setFocusProxy(self._one)

    def show_value(self, value: Value | None) -> None:
        """Show the dates in words."""
        self._shown = value.dates if isinstance(value, Dated) else ()
        if self._one is not None:
            self._one.show_date(self._shown[0] if self._shown else None)
        if self._many is not None:
            self._many.show_text("; ".join(date.words() for date in self._shown))
            self._said.show_text("")

    def value(self) -> Value | None:
        """Return the dates.

        Raises:
            BadInput: a day that the calendar does not have.
        """
        if self._one is not None:
            # A field for one date keeps further ones that were recorded elsewhere.
            date = self._one.date()
            return Dated((date, *self._shown[1:])) if date else None
        known = {date.words(): date for date in self._shown}
        typed = [" ".join(each.split()) for each in self._typed().split(";")]
        found = tuple(known.get(each) or dates.read(each) for each in typed if each)
        return Dated(found) if found else None

    def _typed(self) -> str:
        return self._many.text() if self._many is not None else ""

    def _on_many_edited(self) -> None:
        try:
            value = self.value()
        except BadInput as error:
            self._said.show_text(str(error))
        else:
            found = value.dates if isinstance(value, Dated) else ()
            self._said.show_text("; ".join(date.words() for date in found))
        self.edited.emit()
