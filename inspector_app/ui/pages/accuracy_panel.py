"""The accuracy check: a draft goes out, the force's points come back, each is answered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from inspector_app.domain import dates
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.accuracy_words import decision_words, draft_state_words
from inspector_app.domain.changes.bodies import Subject
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.items import PointItem
from inspector_app.domain.wording import counted, london_day
from inspector_app.services.accuracy import Preview, Sent
from inspector_app.services.recording import Act
from inspector_app.ui import review_viewing, theme
from inspector_app.ui.dialogs.ask_draft import AskDraft
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.dialogs.workbook_preview import WorkbookPreview
from inspector_app.ui.documents import suggested
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.words_table import WordsRow
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

_WORKBOOKS = tr("Workbooks (*.xlsx)")
_DECIDED = {
    "accept": Decision.ACCEPTED,
    "part": Decision.PARTLY,
    "refuse": Decision.NOT_ACCEPTED,
}


class AccuracyPanel(ReviewPanel):
    """The points at the left; the chosen one with its paragraph and its answer at the right."""

    WATCHED = frozenset(
        {
            *(Subject.DRAFT, Subject.REPLY, Subject.POINT, Subject.RESPONSE),
            *(Subject.ANSWER, Subject.HEADLINE, Subject.MODERATION),
        }
    )

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        titles = (tr("Paragraph"), tr("Place"), tr("The force’s point"), tr("Answer"))
        names = (tr("The force’s points"), tr("The point"))
        super().__init__(inspection, titles, names, parent)
        self._state = label("", "", self)
        self._state.setWordWrap(True)
        self.send_button = button(tr("Send a draft …"), "export", parent=self)
        self.send_button.clicked.connect(self._ask_draft)
        self.take_button = button(tr("Take in a reply …"), "import", parent=self)
        self.take_button.clicked.connect(self._ask_reply)
        self.again_button = button(tr("Workbook again …"), "table", parent=self)
        self.again_button.clicked.connect(self._ask_again)
        head = QWidget(self)
        flow = FlowLayout(head)
        for each in (self.send_button, self.take_button, self.again_button):
            flow.addWidget(each)
        self.above.addWidget(self._state)
        self.above.addWidget(head)
        self._fill_room()
        self.refresh()

    # What the page asks

    def begin(self) -> QWidget:
        """Return the button that sends a draft."""
        return self.send_button

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        verbs: dict[str, Callable[[], None]] = {
            "new": self._ask_draft,
            "take": self._ask_reply,
            "again": self._ask_again,
            "list": self.view.setFocus,
            "edit": self.decision.begin,
            "link": self._link,
            "go": self._go,
            **{name: partial(self._ask_why, each) for name, each in _DECIDED.items()},
        }
        if action in verbs:
            verbs[action]()

    # Building

    def _fill_room(self) -> None:
        room, layout = self.room, self.chosen
        self._title = label("", "strong", room)
        self._says = label("", "secondary", room)
        self._point = label("", "body-strong", room)
        self._beside = label("", "dim", room)
        self.decision = SegmentedChoice(tr("Answer to the point"), room)
        self.decision.show_choices(
            tuple(
                Choice(each.value, decision_words(each), key)
                for each, key in zip(Decision, "APX", strict=True)
            )
        )
        self.decision.chosen.connect(self._on_decision_chosen)
        self._reason = label("", "", room)
        self._changes = label("", "dim", room)
        self.link_button = button(tr("Link what was changed since"), "link", parent=room)
        self.link_button.clicked.connect(self._link)
        self.go_button = button(tr("Go to the paragraph"), "section", parent=room)
        self.go_button.clicked.connect(self._go)
        for each in (self._title, self._says, self._point, self._beside):
            each.setWordWrap(True)
            layout.addWidget(each)
        layout.addSpacing(theme.current().px(6))
        layout.addWidget(self.decision)
        for each in (self._reason, self._changes):
            each.setWordWrap(True)
            layout.addWidget(each)
        foot = QWidget(room)
        flow = FlowLayout(foot)
        flow.addWidget(self.link_button)
        flow.addWidget(self.go_button)
        layout.addWidget(foot)
        layout.addStretch(1)

    # Showing

    def rows(self) -> tuple[WordsRow, ...]:
        """Return the force's points."""
        standing = self.inspection.standing
        self._state.setText(draft_state_words(standing))
        self.again_button.setVisible(bool(standing.drafts()))
        self.take_button.setVisible(bool(standing.drafts()))
        return review_viewing.point_rows(standing)

    def _item(self) -> PointItem | None:
        items = self.inspection.standing.points()
        return next((each for each in items if each.id == self.shown), None)

    def show_chosen(self) -> bool:
        """Show the chosen point with its paragraph and its answer."""
        item = self._item()
        if item is None:
            return False
        view = review_viewing.point_view(self.inspection.standing, item)
        self._title.setText(view.title)
        self._says.setText(view.says)
        self._point.setText(view.point)
        self._beside.setText(view.beside)
        self._beside.setVisible(bool(view.beside))
        self.decision.show_value(view.decision)
        self._reason.setText(view.reason)
        self._reason.setVisible(bool(view.reason))
        self._changes.setText(view.changes)
        return True

    # What happens

    def _ask_draft(self) -> None:
        if self.inspection.refuses():
            return
        words = tr(
            "Every headline and finding that an accuracy draft prints goes out under its "
            "paragraph number. That it went out stands for good."
        )
        asking = AskDraft(self, words)
        asking.given.connect(self._on_draft_given)
        asking.open()

    def _on_draft_given(self, to: str, by: PartialDate | None) -> None:
        choosing = ChooseSave(self, tr("Write the workbook"), self._suggested(), _WORKBOOKS)
        choosing.place_chosen.connect(partial(self._send, to, by))
        choosing.open()

    def _send(self, to: str, by: PartialDate | None, target: Path) -> None:
        service, id_ = self.inspection.services.accuracy, self.inspection.standing.id
        today = self._today()

        def done(sent: Sent) -> None:
            self.inspection.take(sent.act.states)
            self.told.emit(
                tr("Draft {number} goes out with {paragraphs}: {file}.").format(
                    number=sent.number,
                    paragraphs=counted(sent.paragraphs, "paragraph", "paragraphs"),
                    file=target.name,
                )
                + (
                    ""
                    if sent.is_signed
                    else " "
                    + tr(
                        "No signed accuracy draft says the same yet: sign one in Report and send "
                        "it along; it has the same numbers."
                    )
                )
            )

        def refused(error: InspectorError) -> None:
            self.refuse(error)
            # On a full disk the draft may be recorded though its workbook could not be written.
            self.inspection.read_anew()

        self.inspection.jobs.run(
            self,
            lambda: service.send(id_, target, to, today, by),
            done,
            lane=Lane.FILES,
            refused=refused,
        )

    def _ask_again(self) -> None:
        if not self.inspection.standing.drafts():
            self.noticed.emit(tr("No accuracy draft has gone out yet."))
            return
        choosing = ChooseSave(self, tr("Write the workbook"), self._suggested(), _WORKBOOKS)
        choosing.place_chosen.connect(self._write_again)
        choosing.open()

    def _write_again(self, target: Path) -> None:
        service, standing = self.inspection.services.accuracy, self.inspection.standing
        draft = standing.drafts()[0]

        def done(_paragraphs: int) -> None:
            self.told.emit(
                tr("{file}: draft {number} as it went out.").format(
                    file=target.name, number=draft.draft.number
                )
            )

        self.inspection.jobs.run(
            self,
            lambda: service.write_workbook(standing.id, draft, target),
            done,
            lane=Lane.FILES,
            refused=self.refuse,
        )

    def _ask_reply(self) -> None:
        if self.inspection.refuses():
            return
        if not self.inspection.standing.drafts():
            self.noticed.emit(tr("No accuracy draft has gone out yet."))
            return
        choosing = ChooseFiles(self, tr("Take in a reply"), _WORKBOOKS)
        choosing.files_chosen.connect(self._on_reply_chosen)
        choosing.open()

    def _on_reply_chosen(self, paths: list[Path]) -> None:
        service, id_ = self.inspection.services.accuracy, self.inspection.standing.id
        path = paths[0]
        self.inspection.jobs.run(
            self,
            lambda: service.preview(id_, path),
            self._on_previewed,
            lane=Lane.FILES,
            refused=self.refuse,
        )

    def _on_previewed(self, preview: Preview) -> None:
        asking = WorkbookPreview(
            self,
            tr("Take in this reply?"),
            review_viewing.preview_words(preview),
            preview.cells,
            preview.faults,
        )
        service, today = self.inspection.services.accuracy, self._today()

        def given() -> None:
            def verb() -> Act:
                ids, act = service.take(preview, today)
                self.shown = ids[0] if ids else self.shown
                return act

            self.record(verb, tr("Reply recorded"))

        asking.confirmed.connect(given)
        asking.open()

    def _on_decision_chosen(self, value: str) -> None:
        self._ask_why(Decision(value))

    def _ask_why(self, decision: Decision) -> None:
        item = self._item()
        if item is None:
            return
        response = item.response.value
        asking = AskReason(
            self,
            f"{item.point.paragraph}: {decision_words(decision).lower()}",
            ""
            if decision is Decision.NOT_ACCEPTED
            else tr("What was recorded on the paragraph since the point came is linked to it."),
            tr("Record"),
            text=response.reason if response else "",
        )
        service, id_ = self.inspection.services.accuracy, self.inspection.standing.id
        seen = item.response.heads

        def given(reason: str) -> None:
            self.record(
                lambda: service.answer(id_, item.id, decision, reason, seen=seen),
                tr("Answer to {paragraph} recorded").format(paragraph=item.point.paragraph),
            )

        asking.given.connect(given)
        asking.rejected.connect(self.refresh)
        asking.open()

    def _link(self) -> None:
        item = self._item()
        if item is None:
            return
        service, id_ = self.inspection.services.accuracy, self.inspection.standing.id
        self.record(lambda: service.link(id_, item.id), tr("Changes linked"))

    def _go(self) -> None:
        item = self._item()
        if item is not None:
            self.going.emit(Destination(Screen.SECTION, item.point.place))

    def _today(self) -> PartialDate:
        return dates.day(london_day(self.inspection.services.sources.now_ms()))

    def _suggested(self) -> Path:
        return suggested(self.inspection.standing, "accuracy-draft").with_suffix(".xlsx")
