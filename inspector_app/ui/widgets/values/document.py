"""The editor of documents: how one is known, and what is known of it."""

from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.domain.checklist import Option, Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.values import DocumentKnown, DocumentStanding, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.choice import numbered
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.strip import StripEditor
from inspector_app.ui.widgets.values.value_editor import Surroundings


class DocumentEditor(StripEditor):
    """How the document is known; title, owner, date, version, marking and copy behind More."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        options = (
            Option(DocumentStanding.ASKED_FOR.value, tr("Asked for")),
            Option(DocumentStanding.SUPPLIED.value, tr("Supplied")),
            Option(DocumentStanding.SEEN_ON_SITE.value, tr("Seen on site")),
            Option(DocumentStanding.DESCRIBED_ONLY.value, tr("Described only")),
            Option(DocumentStanding.NOT_SUPPLIED.value, tr("Not supplied")),
        )
        super().__init__(part, around, name, parent, numbered(options))
        self._copy: QComboBox | None = None
        self._shown: DocumentKnown | None = None

    def show_value(self, value: Value | None) -> None:
        """Show what is known of the document."""
        shown = value if isinstance(value, DocumentKnown) else None
        self._shown = shown
        self.strip.show_value(shown.standing.value if shown else "")
        holds = shown and (
            shown.title or shown.owner or shown.date or shown.version
            or shown.marking_found or shown.sha256
        )  # fmt: skip
        self.show_details(bool(holds))

    def value(self) -> Value | None:
        """Return what is known of the document.

        Raises:
            BadInput: something is, but not how; or a day that the calendar does not have.
        """
        chosen, details = self.strip.value, self.details
        if not details.is_made:
            if not chosen:
                return None
            return DocumentKnown(DocumentStanding(chosen))
        words = {key: details.words(key) for key in ("title", "owner", "version", "marking_found")}
        date = details.date("date")
        sha256 = str(self._copy.currentData() or "") if self._copy is not None else ""
        if not chosen:
            if any(words.values()) or date or sha256:
                raise BadInput(
                    tr("Choose how the document is known: the rest is not recorded yet.")
                )
            return None
        return DocumentKnown(DocumentStanding(chosen), date=date, sha256=sha256, **words)

    def make_details(self, details: Details) -> None:
        """Add the fields."""
        details.add_words("title", tr("Title"), 260)
        details.add_words("owner", tr("Owner"), 170)
        details.add_date("date", tr("Date"))
        details.add_words("version", tr("Version"), 80)
        details.add_words("marking_found", tr("Marking on it"), 170)
        self._copy = QComboBox(details)
        self._copy.addItem(tr("none"), "")
        for item in self.around.evidence:
            words = f"{item.file.number} · {item.caption.text or item.file.name}"
            self._copy.addItem(words, item.file.sha256)
        self._copy.setMaximumWidth(260)
        self._copy.activated.connect(self.settled)
        details.add_field("copy", tr("Copy kept as"), self._copy)

    def fill_details(self, details: Details) -> None:
        """Show what is known in the fields."""
        shown = self._shown
        for key in ("title", "owner", "version", "marking_found"):
            details.show_words(key, getattr(shown, key) if shown else "")
        details.show_date("date", shown.date if shown else None)
        if self._copy is not None:
            kept = shown.sha256 if shown else ""
            if kept and self._copy.findData(kept) < 0:
                self._copy.addItem(tr("a file that is not on this laptop"), kept)
            self._copy.setCurrentIndex(max(0, self._copy.findData(kept)))
