"""One entry of a register, each of its facts edited where it stands."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.checklist import RegisterEntry
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.values.fields import WordField

_FIELDS = (
    ("name", tr("Name"), tr("of a role or an organisation, never of a person")),
    ("aliases", tr("Also called"), tr("several with ;")),
    ("valid_from", tr("Valid from"), tr("2013-04-01, 2013-04 or 2013")),
    ("valid_to", tr("Valid to"), tr("empty: it is still there")),
    ("note", tr("Note"), ""),
)


class EntryEditor(QScrollArea):
    """What is typed is pending until its field is left; what was refused stays, with the reason.

    Signals:
        edited(RegisterEntry): the whole entry with a fact anew; without an id it is a new one.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(tr("The entry"))
        self._entry: RegisterEntry | None = None
        room = QWidget()
        whole = QVBoxLayout(room)
        px = theme.current().px
        whole.setContentsMargins(px(12), px(8), px(12), px(8))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        whole.addLayout(form)
        self.fields: dict[str, WordField] = {}
        for name, words, hint in _FIELDS:
            field = WordField(words, 260, hint, room)
            field.left.connect(self._on_left)
            heading = label(words, "dim", room)
            heading.setBuddy(field)
            form.addRow(heading, field)
            self.fields[name] = field
        self._reason = label("", "warning", room)
        self._reason.setWordWrap(True)
        self._reason.hide()
        whole.addWidget(self._reason)
        whole.addStretch(1)
        self.setWidget(room)

    @property
    def entry(self) -> RegisterEntry | None:
        """What is edited, as it stands."""
        return self._entry

    def show_entry(self, entry: RegisterEntry | None) -> None:
        """Show an entry as it stands; of the same one, what is being typed stays."""
        before, self._entry = self._entry, entry
        if entry is None:
            return
        is_same = before is not None and before.id == entry.id
        for name, field in self.fields.items():
            shown = _text(before, name) if is_same and before else field.words
            if not is_same or field.words == shown:
                field.show_text(_text(entry, name))
        if not is_same or self.typed() == entry:
            self._show_reason("")

    def begin(self) -> None:
        """Put the focus on the name, chosen as a whole."""
        self.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields["name"].selectAll()

    def typed(self) -> RegisterEntry | None:
        """Return the entry as it is typed; None while none is shown."""
        if self._entry is None:
            return None
        return replace(
            self._entry,
            name=" ".join(self.fields["name"].words.split()),
            aliases=tuple(
                each.strip() for each in self.fields["aliases"].words.split(";") if each.strip()
            ),
            valid_from=self.fields["valid_from"].words,
            valid_to=self.fields["valid_to"].words,
            note=self.fields["note"].words,
        )

    def flush(self) -> None:
        """Let what is being typed settle."""
        self._on_left()

    def refuse(self, reason: str, entry: RegisterEntry) -> None:
        """Say why what is typed was not recorded; it stays, over the entry as it stands."""
        self._entry = entry
        self._show_reason(reason)

    def _show_reason(self, reason: str) -> None:
        tell(self._reason, reason)
        self._reason.setVisible(bool(reason))

    def _on_left(self) -> None:
        typed = self.typed()
        if typed is None or typed == self._entry or not typed.name:
            return
        self._entry = typed  # on its way: leaving the next field does not hand it over again
        self.edited.emit(typed)


def _text(entry: RegisterEntry, name: str) -> str:
    value = getattr(entry, name)
    return "; ".join(value) if isinstance(value, tuple) else str(value)
