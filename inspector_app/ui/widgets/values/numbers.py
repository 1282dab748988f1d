"""Editors of counts, ratios and percentages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.values import Basis, Counted, Proportion, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.segmented_choice import Choice
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_PERCENT = frozenset({"percent", "%"})
_DIGITS = tuple("123456789")


def read_count(text: str) -> tuple[int, bool] | None:
    """Return a whole number and whether it was said to be about right; None for an empty text.

    Understands ``1,200``, ``about 20``, ``~20`` and ``−3``.

    Raises:
        BadInput: it is no whole number.
    """
    about, rest = current().read_about(text)
    if not rest and not about:
        return None
    number = current().read_whole(rest)
    if number is None:
        raise BadInput(
            tr(
                "“{text}” is not a whole number, so it is not recorded yet: write the number here "
                "and the rest in the note."
            ).format(text=text.strip())
        )
    return number, about


def read_decimal(text: str) -> str:
    """Return a decimal as it is kept, an empty text as it is.

    Raises:
        BadInput: it is no number.
    """
    if not text.strip():
        return ""
    number = current().read_number(text) or current().read_percent(text)
    if number is None:
        raise BadInput(
            tr(
                "“{text}” is not a number, so it is not recorded yet: write the number here and "
                "the rest in the note."
            ).format(text=text.strip())
        )
    return number


class CountEditor(ValueEditor):
    """A whole number in the part's unit; about, period, supplier, basis and caveat behind More."""

    is_wide = True

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        self._shown: Counted | None = None
        unit = next((u for u in around.pack.units if u.id == part.unit), None)
        self.field = WordField(name, 84, tr("number"), self)
        self.field.edited.connect(self.edited)
        self.field.left.connect(self.settled)
        self.about = QCheckBox(tr("about"), self)
        self.about.setAccessibleName(tr("{name}: about").format(name=name))
        self.about.clicked.connect(self.settled)
        self._details = Details(name, self)
        self._details.edited.connect(self.edited)
        self._details.settled.connect(self.settled)
        self._details.opened.connect(self._on_details_opened)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field)
        counted = ElidedLabel(unit.plural if unit else part.unit, "", self)
        counted.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(counted)
        row.addSpacing(8)
        row.addWidget(self.about)
        row.addWidget(self._details.toggle_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._details)
        self.setFocusProxy(self.field)

    def show_value(self, value: Value | None) -> None:
        """Show the number and what is said about it."""
        self._shown = value if isinstance(value, Counted) else None
        shown = self._shown
        self.field.show_text(whole_words(shown.number) if shown else "")
        self.about.setChecked(bool(shown and shown.about))
        if shown and (
            shown.period
            or shown.supplier
            or shown.caveat
            or shown.basis.value != Basis.UNSTATED.value
        ):
            self._details.set_open(True)
        if self._details.is_made:
            self._show_details()

    def value(self) -> Value | None:
        """Return the number with what is said about it.

        Raises:
            BadInput: no whole number, or a day that the calendar does not have.
        """
        read = read_count(self.field.text())
        details = self._details
        shown = self._shown
        period = details.date("period") if details.is_made else shown.period if shown else None
        supplier = details.words("supplier") if details.is_made else shown.supplier if shown else ""
        caveat = details.words("caveat") if details.is_made else shown.caveat if shown else ""
        basis = Basis.UNSTATED
        if details.is_made:
            basis = Basis(details.words("basis") or Basis.UNSTATED.value)
        elif shown:
            basis = shown.basis
        if read is None:
            if period or supplier or caveat:
                raise BadInput(
                    tr("Give the number too: what is said about it is not recorded yet.")
                )
            return None
        return Counted(read[0], read[1] or self.about.isChecked(), period, supplier, basis, caveat)

    def keys(self) -> tuple[str, ...]:
        """Return the digits: typing one on the row begins the number."""
        return _DIGITS

    def offer_keys(self, offered: frozenset[str]) -> None:
        """Take digits or leave them."""
        self._takes_digits = bool(offered)

    def enter_by_key(self, keys: str) -> bool:
        """Begin the number with a digit."""
        if not self._takes_digits or keys not in _DIGITS:
            return False
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(keys)
        self.edited.emit()
        return True

    def _on_details_opened(self) -> None:
        details = self._details
        details.add_date("period", tr("Period"))
        details.add_words("supplier", tr("Supplied by"), 150)
        details.add_choice(
            "basis",
            tr("Basis"),
            (
                Choice(Basis.UNSTATED.value, tr("not said")),
                Choice(Basis.DECLARED.value, tr("declared")),
                Choice(Basis.CHECKED_BY_SUPPLIER.value, tr("checked by the supplier")),
                Choice(Basis.VERIFIED.value, tr("verified")),
            ),
        )
        details.add_words("caveat", tr("Caveat"), 240, tr("printed wherever the number is"))
        self._show_details()

    def _show_details(self) -> None:
        shown, details = self._shown, self._details
        details.show_date("period", shown.period if shown else None)
        details.show_words("supplier", shown.supplier if shown else "")
        details.show_choice("basis", (shown.basis if shown else Basis.UNSTATED).value)
        details.show_words("caveat", shown.caveat if shown else "")


class RatioEditor(ValueEditor):
    """A percentage, or so many of so many."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        fields = (
            ("percent", tr("per cent"), 64),
            ("numerator", tr("number"), 76),
            ("denominator", tr("of"), 76),
            ("caveat", tr("caveat"), 200),
        )
        self._fields: dict[str, WordField] = {}
        for key, words, width in fields:
            field = WordField(f"{name}: {words}", width, words, self)
            field.edited.connect(self.edited)
            field.left.connect(self.settled)
            self._fields[key] = field
        self.about = QCheckBox(tr("about"), self)
        self.about.setAccessibleName(tr("{name}: about").format(name=name))
        self.about.clicked.connect(self.settled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._fields["percent"])
        layout.addWidget(label(tr("% or"), "dim", self))
        layout.addWidget(self._fields["numerator"])
        layout.addWidget(label(tr("of"), "dim", self))
        layout.addWidget(self._fields["denominator"])
        layout.addWidget(self.about)
        layout.addWidget(self._fields["caveat"], 1)
        first = "percent" if part.unit in _PERCENT else "numerator"
        self.setFocusProxy(self._fields[first])

    def show_value(self, value: Value | None) -> None:
        """Show the proportion."""
        shown = value if isinstance(value, Proportion) else Proportion()
        for key, field in self._fields.items():
            kept = getattr(shown, key)
            field.show_text(kept if key == "caveat" else current().decimal_words(kept))
        self.about.setChecked(shown.about)

    def value(self) -> Value | None:
        """Return the proportion.

        Raises:
            BadInput: no number.
        """
        made = Proportion(
            read_decimal(self._fields["percent"].text()),
            read_decimal(self._fields["numerator"].text()),
            read_decimal(self._fields["denominator"].text()),
            self.about.isChecked(),
            self._fields["caveat"].words,
        )
        if not (made.percent or made.numerator or made.denominator):
            if made.caveat:
                raise BadInput(tr("Give the figure too: its caveat is not recorded yet."))
            return None
        return made
