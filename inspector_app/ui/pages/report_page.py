"""Where a summary is looked ahead to, signed and exported, and where earlier ones are listed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import markings, wording
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.watermark import EVERYTHING, Shown
from inspector_app.services.printing import Choice as Chosen
from inspector_app.services.printing import Outlook
from inspector_app.services.raising import Raised
from inspector_app.services.reports import (
    Countersigned,
    Exported,
)
from inspector_app.services.verifying import Verified
from inspector_app.ui import theme, viewing
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.documents import suggested
from inspector_app.ui.jobs import Lane
from inspector_app.ui.models.summaries_table import Column, SummariesTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.countersigning import Countersigning
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.paper_panel import PAPER_KEYS, PaperPanel
from inspector_app.ui.pages.raising import Raising
from inspector_app.ui.pages.signers import Signers
from inspector_app.ui.pages.signing import Signing
from inspector_app.ui.pages.written_paper import open_folder_of
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.summary_naming import FORMS
from inspector_app.ui.summary_viewing import (
    countersigned_rows,
    facts,
    raised_rows,
    signed_rows,
    state_words,
    summary_view,
)
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.columns import Columns
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.sections_choice import SectionsChoice
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.signed_result import SignedResult
from inspector_app.ui.widgets.signing_chooser import (
    Signer,
    SignerKind,
    SigningChooser,
)
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("sign", "Ctrl+Return", tr("sign and export"), is_hinted=True),
    Shortcut("countersign", "Ctrl+Shift+Return", tr("countersign a summary"), is_hinted=True),
    Shortcut("raise", "Ctrl+Alt+Return", tr("raise a summary"), is_hinted=True),
    Shortcut("json", "Ctrl+J", tr("export as JSON"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
    *PAPER_KEYS,
)


class ReportPage(Page):
    """Form at first; after an export, what came of it with its pages."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._outlook: Outlook | None = None
        self._is_marking_own = False
        self._exported: Path | None = None
        self._columns = Columns((5, 6), self)
        self._form_card()
        self._signing_card()
        self._state_card()
        self._json_card()
        self._columns.finish()
        self._refusal = label("", "", self)
        self._refusal.setWordWrap(True)
        self.sign = button(tr("Sign and export …"), "sign", "primary", self)
        self.sign.setObjectName("sign")
        self.sign.clicked.connect(self._on_sign)
        self.papers = button(tr("Other papers …"), "printer", parent=self)
        self.papers.clicked.connect(self._on_papers)
        self._progress_place = QVBoxLayout()
        self.paper = PaperPanel(
            inspection.services.paper_pages,
            inspection.jobs,
            tr("Pages of the signed summary"),
            self,
        )
        self.paper.told.connect(self.told)
        self.result = SignedResult(self.paper, self)
        self.result.verify_asked.connect(self._on_result_verify_asked)
        self.result.folder_asked.connect(self._on_result_folder_asked)
        self.result.closed.connect(self._on_result_closed)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._form_side())
        self._stack.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        inspection.changed.connect(self._on_inspection_changed)
        self.signing = Signing(self, inspection, self._progress_place)
        self.signing.begun.connect(partial(self.sign.setEnabled, False))
        self.signing.signed.connect(self._on_signed)
        self.signing.refused.connect(self._refuse)
        self.signing.stopped.connect(self._on_signing_stopped)
        self.signing.ended.connect(partial(self.sign.setEnabled, True))
        self.countersigning = Countersigning(self, inspection)
        self.countersigning.begun.connect(self._on_countersigning_begun)
        self.countersigning.countersigned.connect(self._on_countersigned)
        self.countersigning.refused.connect(self._refuse)
        self.countersigning.ended.connect(partial(self.countersign.setEnabled, True))
        self.raising = Raising(self, inspection)
        self.raising.begun.connect(self._on_raising_begun)
        self.raising.raised.connect(self._on_raised)
        self.raising.refused.connect(self._refuse)
        self.raising.ended.connect(partial(self.raise_summary.setEnabled, True))

    def arrive(self, place: str) -> None:
        """Look ahead anew, and put the focus on the form."""
        del place
        self._stack.setCurrentIndex(0)
        self._look_ahead()
        self._signers.look()
        self.form.setFocus()

    def shown(self) -> Shown:
        """Return all of the inspection: what a summary holds is looked at before it is signed."""
        return EVERYTHING

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if self.paper.on_key(action):
            return
        if action == "back" and self._stack.currentIndex() == 1:
            self._on_result_closed()
        elif action == "back":
            self.going.emit(Destination(Screen.BOARD))
        elif action == "sign" and self._stack.currentIndex() == 0:
            self._on_sign()
        elif action == "countersign" and self._stack.currentIndex() == 0:
            self._on_countersign()
        elif action == "raise" and self._stack.currentIndex() == 0:
            self._on_raise()
        elif action == "json":
            self._on_json()

    # Laying out

    def _form_card(self) -> None:
        card = Card(tr("What will be printed"), self)
        self.form = SegmentedChoice(tr("Kind of summary"), card)
        self.form.show_choices(tuple(Choice(each, wording.form_words(each)) for each in FORMS))
        self.form.show_value(FORMS[0])
        self.form.chosen.connect(self._look_ahead)
        self.form.setFocusProxy(self.form.findChildren(QWidget)[0])
        card.add(self.form)
        self.tier = SegmentedChoice(tr("Marking"), card)
        self.tier.show_choices(tuple(Choice(tier.value, tier.value) for tier in Tier))
        self.tier.chosen.connect(self._on_marking_edited)
        self.descriptor = QLineEdit(card)
        self.descriptor.setAccessibleName(tr("Descriptor of the marking"))
        self.descriptor.setPlaceholderText(tr("Descriptor: none"))
        self.descriptor.textEdited.connect(self._on_marking_edited)
        card.body.addWidget(label(tr("Marking on every page"), "dim", card))
        card.add(self.tier)
        card.add(self.descriptor)
        self._marking_told = label("", "dim", card)
        self._marking_told.setWordWrap(True)
        card.add(self._marking_told)
        self.choice = SectionsChoice(self._inspection.standing.pack, card)
        self.choice.changed.connect(self._on_choice_changed)
        card.add(self.choice)
        self.accounts = QCheckBox(tr("What single sources said (by role)"), card)
        self.thumbnails = QCheckBox(tr("Small pictures of the evidence"), card)
        self.file_names = QCheckBox(tr("Names of the original files (they may name people)"), card)
        self.accounts.setChecked(True)
        self.thumbnails.setChecked(True)
        self.only_official = QCheckBox(tr("Without what is marked above OFFICIAL"), card)
        for box in (self.accounts, self.thumbnails, self.file_names, self.only_official):
            box.toggled.connect(self._look_ahead)
            card.add(box)
        self.facts = label("", "", card)
        self.facts.setWordWrap(True)
        card.add(self.facts)
        self._columns.columns[0].addWidget(card)

    def _signing_card(self) -> None:
        card = Card(tr("Signature"), self)
        self.signer = SigningChooser(card)
        self._signers = Signers(self, self.signer, self._inspection)
        self._signers.refused.connect(self._refuse)
        card.add(self.signer)
        self._columns.columns[1].addWidget(card)

    def _state_card(self) -> None:
        card = Card(tr("Signed summaries"), self)
        self.state = label("", "", card)
        self.state.setWordWrap(True)
        card.add(self.state)
        self._summaries = SummariesTable(self)
        self.list = QTableView(card)
        self.list.setModel(self._summaries)
        dress_table(self.list, tr("Signed summaries"), row_height=24, widest=Column.CONTENT)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(Column.SHA256, header.ResizeMode.Fixed)
        header.resizeSection(Column.SHA256, theme.current().px(100))
        self.list.setTextElideMode(self.list.textElideMode().ElideMiddle)
        self.list.hide()
        card.add(self.list)
        words = label(
            tr(
                "The lead inspector countersigns the signed file itself, on any laptop: the "
                "inspection need not be there. With a network, raising then adds a timestamp and "
                "what is needed to check it for years."
            ),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.countersign = button(tr("Countersign a summary …"), "sign", parent=card)
        self.countersign.clicked.connect(self._on_countersign)
        self.raise_summary = button(tr("Raise a summary …"), "sync", parent=card)
        self.raise_summary.clicked.connect(self._on_raise)
        row = QHBoxLayout()
        row.addWidget(self.countersign)
        row.addWidget(self.raise_summary)
        row.addStretch(1)
        card.add(row)
        self._columns.columns[1].addWidget(card)

    def _json_card(self) -> None:
        card = Card(tr("Everything as data"), self)
        words = label(
            tr(
                "The full export holds every change with its text, to be taken in on another "
                "laptop. It is a file without encryption."
            ),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.json = button(tr("Export as JSON …"), "export", parent=card)
        self.json.clicked.connect(self._on_json)
        row = QHBoxLayout()
        row.addWidget(self.json)
        row.addStretch(1)
        card.add(row)
        self._columns.columns[1].addWidget(card)

    def _form_side(self) -> QWidget:
        px = theme.current().px
        side = QWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(10), px(16), 0)
        top.addWidget(label(tr("Report"), "page", side))
        top.addStretch(1)
        top.addWidget(self.papers)
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(self._refusal, 1)
        foot.addWidget(self.sign)
        under = QVBoxLayout()
        under.setContentsMargins(px(16), px(2), px(16), px(10))
        under.addLayout(self._progress_place)
        under.addLayout(foot)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self._columns, 1)
        layout.addLayout(under)
        return side

    def _on_papers(self) -> None:
        self.going.emit(Destination(Screen.PAPERS))

    # Looking ahead

    def _on_choice_changed(self) -> None:
        """Ask only what has a meaning at the chosen detail."""
        level = self.choice.level()
        self.accounts.setEnabled(level.has(DetailLevel.ACCOUNTS))
        for box in (self.thumbnails, self.file_names):
            box.setEnabled(level.has(DetailLevel.FULL))
        if self.choice.is_empty():
            self.facts.setText(tr("Choose at least one section, or all of them."))
        else:
            self._look_ahead()

    @Slot()
    def _look_ahead(self) -> None:
        printing, id_ = self._inspection.services.printing, self._inspection.standing.id
        try:
            chosen = self._chosen()
        except InspectorError as error:
            self._marking_told.setText(str(error))
            return
        self._inspection.jobs.run(
            self, lambda: printing.outlook(id_, chosen), self._on_looked_ahead
        )

    def _on_looked_ahead(self, outlook: Outlook) -> None:
        self._outlook = outlook
        if not self._is_marking_own:
            self.tier.show_value(outlook.marking.tier.value)
            self.descriptor.setText(outlook.marking.descriptor)
        self._marking_told.setText(
            outlook.refusal
            or tr("The highest marking that the inspection holds: {marking}.").format(
                marking=outlook.marking.words()
            )
        )
        is_whole = not self.choice.sections()
        self.facts.setText("\n".join(facts(outlook, is_whole=is_whole)))
        self.state.setText(state_words(outlook))
        self._summaries.show(tuple(map(summary_view, outlook.signed)))
        self.list.setVisible(bool(outlook.signed))
        look = theme.current()
        rows = min(len(outlook.signed), 6)
        self.list.setFixedHeight(look.px(30) + rows * look.px(24))

    def _on_inspection_changed(self, _subjects: object) -> None:
        if self.isVisible():
            self._look_ahead()

    @Slot()
    def _on_marking_edited(self) -> None:
        self._is_marking_own = True
        self._look_ahead()

    def _chosen(self) -> Chosen:
        """Return what is to be printed.

        Raises:
            RuleViolation: the marking is not one that the app may print.
        """
        return Chosen(
            form=self.form.value,
            marking=self._marking() if self._is_marking_own else None,
            accounts=self.accounts.isChecked(),
            thumbnails=self.thumbnails.isChecked(),
            file_names=self.file_names.isChecked(),
            sections=self.choice.sections(),
            detail=self.choice.level(),
            up_to=Marking() if self.only_official.isChecked() else None,
        )

    def _marking(self) -> Marking:
        descriptor = self.descriptor.text().strip()
        words = f"{self.tier.value} [{descriptor}]" if descriptor else self.tier.value
        return markings.read(words)

    # Signing

    @Slot()
    def _on_sign(self) -> None:
        if not self.sign.isEnabled():
            return
        signer = self._chosen_signer()
        if signer is None:
            return
        if self.choice.is_empty():
            self._say(tr("Choose at least one section, or all of them."))
            return
        try:
            chosen = self._chosen()
        except InspectorError as error:
            self._refuse(error)
            return
        if self._outlook is not None and self._outlook.refusal:
            self._say(self._outlook.refusal)
            return
        self.signing.ask(signer, chosen, self._suggested())

    def _chosen_signer(self) -> Signer | None:
        """Return with what to sign; None after saying what is missing."""
        self._refusal.setText("")
        signer = self.signer.chosen()
        if signer.kind is SignerKind.OWN or signer.path is not None:
            return signer
        field = self.signer.file if signer.kind is SignerKind.FILE else self.signer.module
        field.line.setFocus()
        self._say(tr("Choose what to sign with, or make a self-issued identity."))
        return None

    def _on_signing_stopped(self) -> None:
        self._say(tr("Stopped; nothing was written."))

    def _on_signed(self, exported: Exported) -> None:
        self._exported = exported.path
        self._show_result(signed_rows(exported), exported.remarks)
        self.noticed.emit(tr("Signed and written"))
        announce(self, tr("The summary is signed and written."))
        self._look_ahead()

    def _show_result(self, rows: tuple[tuple[str, str], ...], remarks: tuple[str, ...]) -> None:
        self.result.show_export(rows, remarks)
        self._stack.setCurrentIndex(1)
        if self._exported is not None:
            self.paper.show_paper(self._exported)
        if self.isVisible():
            self.result.setFocus()

    # Countersigning

    @Slot()
    def _on_countersign(self) -> None:
        signer = self._chosen_signer()
        if signer is not None and self.countersign.isEnabled():
            self.countersigning.ask(signer)

    def _on_countersigning_begun(self) -> None:
        self.countersign.setEnabled(False)
        self.noticed.emit(tr("Checking and countersigning …"))

    def _on_countersigned(self, made: Countersigned) -> None:
        self._exported = made.path
        self._show_result(countersigned_rows(made), ())
        self.noticed.emit(tr("Countersigned and written"))
        announce(self, tr("The summary is countersigned and written."))
        self._look_ahead()

    # Raising

    @Slot()
    def _on_raise(self) -> None:
        self._refusal.setText("")
        if self.raise_summary.isEnabled():
            self.raising.ask()

    def _on_raising_begun(self) -> None:
        self.raise_summary.setEnabled(False)
        self.noticed.emit(tr("Checking, and asking the timestamp authority …"))

    def _on_raised(self, made: Raised) -> None:
        self._exported = made.path
        self._show_result(raised_rows(made), made.remarks)
        self.noticed.emit(tr("Raised and written"))
        announce(self, tr("The summary is raised and written."))
        self._look_ahead()

    # What came of it

    def _on_result_verify_asked(self) -> None:
        path = self._exported
        if path is None:
            return
        reports = self._inspection.services.reports

        def shown(verified: Verified) -> None:
            words = viewing.verdict_words(path.name, verified)
            self.result.show_verdict(words)
            self.noticed.emit(tr("{file}: {verdict}").format(file=words.file, verdict=words.state))

        self.noticed.emit(tr("Verifying …"))
        self._inspection.jobs.run(self, lambda: reports.verify(path), shown, lane=Lane.FILES)

    def _on_result_folder_asked(self) -> None:
        if self._exported is not None:
            open_folder_of(self._exported)

    def _on_result_closed(self) -> None:
        self.result.clear()
        self.paper.clear()
        self._stack.setCurrentIndex(0)
        self.sign.setFocus()

    # Everything as data

    def _on_json(self) -> None:
        dialog = Confirm(
            self,
            tr("Export without encryption?"),
            tr(
                "The JSON file holds all that was recorded, also what is not to be printed, and "
                "anyone who has it can read it. Put it only where material marked {marking} may "
                "lie, and delete it when it has been taken in."
            ).format(marking=self._inspection.standing.highest_marking().words()),
            tr("Choose where"),
            records=False,
        )
        dialog.confirmed.connect(self._on_json_confirmed)
        dialog.open()

    def _on_json_confirmed(self) -> None:
        suggested = self._suggested().with_suffix(".spr.json")
        dialog = ChooseSave(self, tr("Where the JSON goes"), suggested, tr("JSON files (*.json)"))
        dialog.place_chosen.connect(self.export_json)
        dialog.open()

    def export_json(self, target: Path) -> None:
        """Write everything to ``target``, unencrypted; the user has agreed."""
        exchange, id_ = self._inspection.services.exchange, self._inspection.standing.id

        def done(changes: int) -> None:
            self._say(
                tr("{changes} written to {file}, without encryption.").format(
                    changes=counted(changes, "change", "changes"), file=target
                )
            )

        self._inspection.jobs.run(
            self, lambda: exchange.export(id_, target), done, lane=Lane.FILES, refused=self._refuse
        )

    def _suggested(self) -> Path:
        marking = self._marking() if self._is_marking_own else None
        return suggested(self._inspection.standing, self.form.value, marking)

    def _refuse(self, error: InspectorError) -> None:
        self._say(str(error))

    def _say(self, words: str) -> None:
        self._refusal.setText(words)
        announce(self._refusal, words, is_urgent=True)
