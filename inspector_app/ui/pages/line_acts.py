"""The acts about a line beside its answer: its accounts, what it rests on, its versions."""

from PySide6.QtCore import QObject, Qt

from inspector_app.domain import wording
from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import AccountId, ChangeId, SourceId
from inspector_app.domain.source_fields import form_of_kind
from inspector_app.domain.sources import Source, kind_of
from inspector_app.services.recording import Act
from inspector_app.ui import line_viewing, source_viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages import carrying
from inspector_app.ui.pages.confirming import confirm_again
from inspector_app.ui.pages.line_writing import LineWriting
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.settling import ask_to_keep
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.answer_form import AnswerForm
from inspector_app.ui.widgets.lines_view import LinesView


class LineActs(QObject):
    """Records what the keys of the walk and the open line's form ask for; asks first why, or what.

    What a key asks is of the line that the keyboard is on, what the form asks is of its own.
    """

    def __init__(
        self, page: Page, inspection: OpenInspection, lines: LinesView, writing: LineWriting
    ) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._lines = lines
        self._writing = writing
        writing.form_made.connect(self._on_form_made)

    def _on_form_made(self, form: AnswerForm) -> None:
        form.account_given.connect(self._on_form_account_given)
        form.account_withdrawal_asked.connect(self._on_form_account_withdrawal_asked)
        form.rest_toggled.connect(self._on_form_rest_toggled)
        form.keep_asked.connect(self._on_form_keep_asked)
        form.another_asked.connect(self._on_form_another_asked)
        form.confirm_asked.connect(self.confirm)
        form.take_over_asked.connect(self.take_over)

    # Asked by key

    def ask_source(self) -> None:
        """Choose a source, or begin one, and give its account on the line."""
        line = self._writing.line
        if line is None:
            return
        from inspector_app.ui.dialogs.ask_source import AskSource

        service, standing = self._inspection.services.sources, self._inspection.standing
        today = wording.london_day(service.now_ms())
        asking = AskSource(self._page, line.id, source_viewing.source_views(standing, today))
        said = tr("Account recorded")

        def given(source: str, words: str) -> None:
            accounts = [Account(line.id, words)]
            self._inspection.give(
                self,
                accounts,
                lambda: service.give_accounts(standing.id, SourceId(source), accounts)[1],
                said,
            )

        def begun(tag: str, title: str, words: str) -> None:
            kind = kind_of(tag)
            if kind is None:
                return
            name = form_of_kind(kind).name
            source = Source(kind(), title or name[0].upper() + name[1:])
            accounts = [Account(line.id, words)]
            self._inspection.give(
                self, source, lambda: service.record(standing.id, source, accounts).act, said
            )

        asking.given.connect(given)
        asking.begun.connect(begun)
        asking.open()

    def ask_carry_over(self) -> None:
        """Ask what comes over from another inspection."""
        if (line := self._writing.line) is not None:
            carrying.ask_carry_over(self._page, self._inspection, line.id)

    def confirm(self) -> None:
        """Confirm the old answer to a new question, or what was carried over with its accounts."""
        if (line := self._writing.line) is not None:
            self._writing.form.flush()
            if self._inspection.standing.asks_again(line.id):
                confirm_again(self._page, self._inspection, (line.id,))
                return
            carrying.confirm(self._page, self._inspection, subject(Subject.ANSWER, line.id))

    def take_over(self) -> None:
        """Record what base tells of other forces as an account on the line."""
        line, inspection = self._writing.line, self._inspection
        if line is None or inspection.refuses():
            return
        told = line_viewing.not_taken_over(inspection.standing, line, inspection.told_by_base)
        if not told:
            self._page.noticed.emit(tr("Base tells nothing new of other forces on this line."))
            return
        self._writing.form.flush()
        service, here, which = inspection.services.comparisons, inspection.standing.id, told[0].id
        inspection.record(
            self,
            lambda: service.take_over(here, line.id, which).act,
            tr("Taken over as an account, not as the answer"),
        )

    def ask_withdrawal(self) -> None:
        """Ask why the answer is withdrawn."""
        line = self._writing.line
        if line is None or self._inspection.standing.answer(line.id).value is None:
            self._page.noticed.emit(tr("There is no answer here to withdraw."))
            return
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        asking = AskReason(
            self._page,
            tr("Withdraw the answer to {line}?").format(line=line.id),
            tr("The line is unanswered then; the answer stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self,
                lambda: service.withdraw_answer(id_, line.id, reason),
                tr("{line} withdrawn").format(line=line.id),
            )

        asking.given.connect(given)
        asking.open()

    # Asked in the form

    def _on_form_account_given(self, role: str, words: str) -> None:
        form, inspection = self._writing.form, self._inspection
        line = form.line
        if line is None:
            return
        service, id_ = inspection.services.inspections, inspection.standing.id
        account = Account(line.id, words, role=role)

        def put_back() -> bool:
            return (
                form is self._writing.form
                and form.line is line
                and form.put_account_back(role, words)
            )

        inspection.give(
            self,
            account,
            lambda: service.give_account(id_, account),
            tr("Account recorded"),
            put_back,
        )

    def _on_form_account_withdrawal_asked(self, account: str) -> None:
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id
        asking = AskReason(
            self._page,
            tr("Withdraw this account?"),
            tr("It is no longer shown or printed; what was said stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self,
                lambda: service.withdraw_account(id_, AccountId(account), reason),
                tr("Account withdrawn"),
            )

        asking.given.connect(given)
        asking.open()

    def _on_form_rest_toggled(self, account: str, is_on: bool) -> None:
        """Let the answer rest on an account, or no longer; unless some are named, on all."""
        form, draft, standing = self._writing.form, self._writing.draft, self._inspection.standing
        line = form.line
        if line is None or draft is None:
            return
        form.flush()
        service = self._inspection.services.sources
        wanted = line_viewing.rested_on(standing, line.id, account, is_on=is_on)
        if not is_on and not wanted:
            words = tr("Where no account is chosen the answer rests on all of them.")
            self._page.noticed.emit(words)
            self._writing.refresh(draft)
            return
        said = tr("{line} rests on it") if is_on else tr("{line} rests on it no longer")

        def verb() -> Act:
            act = service.rest(standing.id, line.id, wanted, draft.seen.heads)
            draft.seen.heads = act.changes
            return act

        self._inspection.record(self, verb, said.format(line=line.id))

    def _on_form_keep_asked(self, change: str) -> None:
        if (line := self._writing.form.line) is not None:
            about = subject(Subject.ANSWER, line.id)
            ask_to_keep(self._page, self._inspection, about, ChangeId(change))

    def _on_form_another_asked(self) -> None:
        draft = self._writing.draft
        if draft is None or self._inspection.refuses():
            return
        asking = AskReason(
            self._page,
            tr("Write another answer to {line}?").format(line=draft.line),
            tr("Say why; then write it. What you write next stands instead of all versions."),
            tr("Write it"),
        )

        def given(reason: str) -> None:
            if draft is self._writing.draft:
                draft.reason = reason
                self._writing.form.begin_another()
                self._lines.setFocus(Qt.FocusReason.OtherFocusReason)

        asking.given.connect(given)
        asking.open()
