"""The judgement of one section above its lines: headline, its versions, its moderation."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import ChangeId, SectionId
from inspector_app.domain.moderating import Words
from inspector_app.ui import line_viewing, theme, viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.jobs import Failure
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.board_page import typed_headline, write_headline
from inspector_app.ui.pages.settling import ask_to_keep
from inspector_app.ui.texts import tr
from inspector_app.ui.ticking import tick_next, with_tick
from inspector_app.ui.widgets.headline_editor import HeadlineEditor
from inspector_app.ui.widgets.moderation_editor import ModerationEditor
from inspector_app.ui.widgets.versions_block import VersionsBlock


class HeadlinePanel(QWidget):
    """Shows and records what is said of a section as a whole.

    Signals:
        noticed(str): passing words for the quiet line.
        closed(): the headline was shut by key, and the page wants its focus back.
    """

    noticed = Signal(str)
    closed = Signal()

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._section = SectionId("")
        self._reason = ""
        """Why the headline that this section gets next stands instead of several versions."""
        self.headline = HeadlineEditor(self)
        self.headline.written.connect(self._on_headline_written)
        self.headline.closed.connect(self.closed)
        self.versions = VersionsBlock(self, offers_another=True)
        self.versions.keep_asked.connect(self._on_versions_keep_asked)
        self.versions.another_asked.connect(self._on_versions_another_asked)
        self.moderation = ModerationEditor(self)
        self.moderation.written.connect(self._on_moderation_written)
        self.moderation.withdrawal_asked.connect(self._on_moderation_withdrawal_asked)
        self.moderation.keep_asked.connect(self._on_moderation_keep_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(4))
        for part in (self.headline, self.versions, self.moderation):
            layout.addWidget(part)

    # What the page asks

    def show_section(self, section: SectionId) -> None:
        """Show what is said of a section, once what is typed on another has settled."""
        self.flush()
        self.moderation.shut()
        if section != self._section:
            self._reason = ""
        self._section = section
        self.look_again()

    def look_again(self) -> None:
        """Show what stands now; what is being written is not touched."""
        standing, section = self._inspection.standing, self._section
        field = standing.headline(section)
        moderation = line_viewing.moderation_view(standing, section)
        proposed = field.value.text if field.value else ""
        written = typed_headline(self._inspection, section)
        self.headline.show_headline(
            proposed,
            with_tick(viewing.stamp_words(standing, field.first), standing, section),
            tr("Proposed") if moderation else "",
            written,
        )
        typed = self._inspection.typed_of(subject(Subject.MODERATION, section))
        self.moderation.show_moderation(
            None if self.isHidden() else moderation,
            proposed,
            typed if isinstance(typed, Words) else None,
        )
        self.versions.show_versions(line_viewing.headline_versions(standing, section))
        is_going_on = bool(self._reason) or written is not None
        self.headline.setEnabled(not field.in_conflict or is_going_on)

    def flush(self) -> None:
        """Hand what is being typed to the writes lane."""
        self.headline.flush()
        self.moderation.flush()

    def begin(self) -> None:
        """Open the headline for writing."""
        if self.headline.isEnabled() and self.headline.isVisible():
            self.headline.edit()

    def begin_moderation(self) -> None:
        """Open the moderation for writing, or say what has to come first."""
        field = self._inspection.standing.headline(self._section)
        if field.in_conflict:
            self.noticed.emit(tr("Settle the versions of the headline first."))
        elif field.value is None:
            self.noticed.emit(tr("There is no headline to moderate: H proposes one."))
        elif self.headline.isVisible():
            self.moderation.edit()

    def tick(self) -> None:
        """Tell the headline otherwise in the debrief."""
        tick_next(self._inspection, self, self._section)

    # What is asked in it

    def _on_headline_written(self, text: str) -> None:
        reason, self._reason = self._reason, ""
        section = self._section

        def refused(error: InspectorError) -> None:
            if section == self._section and typed_headline(self._inspection, section) is None:
                self._reason = reason
                self.headline.unsettle()
            self._tell(error)

        write_headline(self._inspection, self, section, text, reason, refused)

    def _on_versions_keep_asked(self, change: str) -> None:
        about = subject(Subject.HEADLINE, self._section)
        ask_to_keep(self, self._inspection, about, ChangeId(change))

    def _on_versions_another_asked(self) -> None:
        if self._inspection.refuses():
            return
        section = self._section
        asking = AskReason(
            self,
            tr("Write another headline?"),
            tr("Say why; then write it. What you write next stands instead of all versions."),
            tr("Write it"),
        )

        def given(reason: str) -> None:
            if section == self._section:
                self._reason = reason
                self.headline.setEnabled(True)
                self.headline.edit()

        asking.given.connect(given)
        asking.open()

    def _on_moderation_written(self, words: Words) -> None:
        service, id_ = self._inspection.services.moderation, self._inspection.standing.id
        section = self._section
        about = subject(Subject.MODERATION, section)

        def refused(error: InspectorError) -> None:
            if section == self._section and self._inspection.typed_of(about) is None:
                self.moderation.unsettle()
            self._tell(error)

        self._inspection.write(
            self,
            about,
            words,
            self._inspection.standing.moderation(section).heads,
            lambda seen: service.moderate(id_, section, words, seen),
            tr("Moderation recorded"),
            refused=refused,
        )

    def _tell(self, error: InspectorError) -> None:
        self._inspection.jobs.failed.emit(Failure(str(error), False, ""))

    def _on_moderation_withdrawal_asked(self) -> None:
        service, id_ = self._inspection.services.moderation, self._inspection.standing.id
        section = self._section
        asking = AskReason(
            self,
            tr("Withdraw the moderation?"),
            tr("The headline stands as it was proposed; what was said stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.forget_typed_of(subject(Subject.MODERATION, section))
            self._inspection.record(
                self,
                lambda: service.withdraw(id_, section, reason),
                tr("Moderation withdrawn"),
            )

        asking.given.connect(given)
        asking.open()

    def _on_moderation_keep_asked(self, change: str) -> None:
        about = subject(Subject.MODERATION, self._section)
        ask_to_keep(self, self._inspection, about, ChangeId(change))
