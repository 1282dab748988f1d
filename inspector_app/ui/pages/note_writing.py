"""The note that is being written in an encounter, from its first letter until it is recorded."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from inspector_app.domain.encounters import Paragraph, checked_moment
from inspector_app.domain.errors import InspectorError, RuleViolation
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.services.encounters import Draft
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.capture_view import CaptureView


class NoteWriting(QObject):
    """Stamps a note with the time of its first letter, and keeps it on the disk as it is typed.

    One note is kept a laptop: what is found of another encounter becomes a note there.
    """

    def __init__(self, page: Page, inspection: OpenInspection, view: CaptureView) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._service = inspection.services.encounters
        self._view = view
        self._source = SourceId("")
        self._began_ms = 0
        """Of the note that is being written; 0: nothing is."""
        self._comes_back = False
        view.text.ended.connect(self._on_text_ended)
        view.text.typed.connect(self.keep)
        view.text.textChanged.connect(self._on_text_changed)

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to record."""
        return bool(self._view.text.toPlainText().strip())

    def go_on(self, source: SourceId) -> None:
        """Write in this encounter from now on, beginning with what was being written."""
        self._source = source
        id_ = self._inspection.standing.id
        self._inspection.jobs.run(self, lambda: self._service.draft(id_), self.take_up)

    def take_up(self, draft: Draft | None) -> None:
        """Go on with a note that was kept, beside what was typed before it was found."""
        typed = self._view.text.toPlainText()
        if draft is None or (typed and draft.began_ms == self._began_ms):
            return  # what is kept is what stands here
        if draft.source == self._source:
            # Somebody typed before it was there: both are one note.
            text = f"{draft.text} {typed}" if typed else draft.text
            self._began_ms, self._comes_back = draft.began_ms, draft.come_back
            self._view.text.restore(text, len(text) if typed else draft.caret)
            self._show_mark()
            return
        service, id_ = self._service, self._inspection.standing.id
        note = Paragraph(draft.text, draft.began_ms, draft.written_at, draft.come_back)
        self._inspection.record(
            self,
            lambda: service.write(id_, draft.source, note)[1],
            tr("What was being written in another encounter is a note there"),
        )

    def keep(self) -> None:
        """Make what is being written durable."""
        if not self._source or self._inspection.moment:
            return
        service, id_ = self._service, self._inspection.standing.id
        draft = Draft(
            self._source,
            self._view.text.toPlainText(),
            self._began_ms,
            self._written_at(),
            self._view.text.textCursor().position(),
            self._comes_back,
        )
        self._inspection.jobs.run(
            self, lambda: service.keep_draft(id_, draft), _done, lane=Lane.WRITES
        )

    def write(self, lines: tuple[LineId, ...], then: Callable[[], None] | None = None) -> bool:
        """Record what is written as a note; False when there is nothing, or it cannot be meant.

        Args:
            lines: on which it is an account.
            then: called once it is durable.
        """
        if not self.is_begun:
            return False
        text = self._view.text.toPlainText()
        try:
            written_at = checked_moment(self._written_at())
        except RuleViolation as error:
            self._page.told.emit(str(error))
            self._view.written_at.setFocus()
            return False
        note = Paragraph(text.strip(), self._began_ms, written_at, self._comes_back)
        began_ms, comes_back = self._began_ms, self._comes_back
        service, id_, source = self._service, self._inspection.standing.id, self._source
        self._clear()

        def refused(error: InspectorError) -> None:
            self._page.told.emit(str(error))
            later = self._view.text.toPlainText()
            self._began_ms, self._comes_back = began_ms, comes_back
            self._view.text.restore("\n".join(filter(None, (text, later))), len(text))
            self._show_mark()

        said = tr("Account added to {lines}").format(lines=", ".join(lines))
        self._inspection.record(
            self,
            lambda: service.write(id_, source, note, lines)[1],
            said if lines else tr("Note recorded"),
            (lambda _: then()) if then else None,
            refused,
        )
        return True

    def turn_mark(self) -> None:
        """Mark that one has to come back to it, or no longer."""
        self._comes_back = not self._comes_back
        self._show_mark()
        self.keep()

    def _clear(self) -> None:
        self._view.text.restore("", 0)
        self._began_ms, self._comes_back = 0, False
        self._show_mark()

    def _show_mark(self) -> None:
        self._view.come_back.show_words(tr("come back") if self._comes_back else "")

    def _written_at(self) -> str:
        source = self._inspection.standing.source(self._source).value if self._source else None
        return self._view.written_at.words if source and source.written_at else ""

    def _on_text_changed(self) -> None:
        if not self._began_ms and self._view.text.toPlainText():
            self._began_ms = self._service.now_ms()

    def _on_text_ended(self) -> None:
        self.write(())


def _done(_nothing: None) -> None:
    """It is in the vault; there is nothing to show."""
