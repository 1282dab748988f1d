"""The evidence bundle: the files and the report data in one signed file, for whom one names."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from inspector_app.domain.wording import counted, size_words
from inspector_app.services.bundles import (
    BundleChoice,
    Bundled,
    Recipient,
    told_of_bundle,
)
from inspector_app.services.printing import Choice as Chosen
from inspector_app.services.reports import OwnIdentity
from inspector_app.ui.dialogs.ask_recipient import AskRecipient
from inspector_app.ui.dialogs.ask_secret import AskSecret
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.documents import among_documents
from inspector_app.ui.jobs import CancelCheck, Lane, Progress
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.signing_chooser import IdentityView
from inspector_app.ui.widgets.tips import set_tip

_FILES = tr("Evidence bundles (*.zip *.age)")


class BundlePanel(PapersPanel):
    """What goes in and who signs at the left; who can open it, and checking one, at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (1, 1), parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._recipients: tuple[Recipient, ...] = ()
        self._what_card()
        self._whom_card()
        self._check_card()
        self.columns.finish()

    def begin(self) -> QWidget:
        """Return the first question."""
        return self.names

    def arrive(self, _place: str) -> None:
        """Read who can sign, and to whom it can be encrypted."""
        self._read_identities()
        self._read_recipients()

    def act(self, action: str) -> None:
        """Write one, when that is asked for."""
        if action == "make":
            self._ask_where()

    # Building

    def _what_card(self) -> None:
        card = Card(tr("What goes in"), self)
        words = label(
            tr(
                "The evidence files as they are, under their numbers, with the "
                "report’s data, a page to read and tables, as one ZIP file "
                "(BagIt). What is not to be exported is left out and counted. It "
                "is signed, so that any later change is found."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.names = QCheckBox(tr("With the &names of the original files"), card)
        card.add(self.names)
        self.signer = QComboBox(card)
        self.signer.setAccessibleName(tr("Signed with"))
        card.add_field(tr("Signed &with"), self.signer)
        self._signer_told = label("", "dim", card)
        self._signer_told.setWordWrap(True)
        card.add(self._signer_told)
        self.make = button(tr("Make it …"), "export", "primary", card)
        self.make.clicked.connect(self._ask_where)
        row = QWidget(card)
        FlowLayout(row).addWidget(self.make)
        card.add(row)
        self.columns.columns[0].addWidget(card)

    def _whom_card(self) -> None:
        card = Card(tr("Who can open it"), self)
        self._whom = label("", "secondary", card)
        self._whom.setWordWrap(True)
        card.add(self._whom)
        self._room = QVBoxLayout()
        card.add(self._room)
        self.keep = button(tr("Keep a recipient …"), "plus", parent=card)
        self.keep.clicked.connect(self._ask_recipient)
        row = QWidget(card)
        FlowLayout(row).addWidget(self.keep)
        card.add(row)
        self.columns.columns[1].addWidget(card)

    def _check_card(self) -> None:
        card = Card(tr("Check one"), self)
        words = label(
            tr(
                "Tells whether a bundle is whole, unchanged and signed, and names whatever was "
                "changed, added or taken away. Nothing of it is unpacked or opened."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.check = button(tr("Check a bundle …"), "shield-check", parent=card)
        self.check.clicked.connect(self._ask_which)
        row = QWidget(card)
        FlowLayout(row).addWidget(self.check)
        card.add(row)
        self.columns.columns[1].addWidget(card)

    # Who signs, who can open it

    def _read_identities(self) -> None:
        reports = self.inspection.services.reports

        def read() -> tuple[IdentityView, ...]:
            return tuple(IdentityView(each.id, each.label) for each in reports.identities())

        self.inspection.jobs.run(self, read, self._on_identities_known)

    def _on_identities_known(self, identities: tuple[IdentityView, ...]) -> None:
        chosen = self.signer.currentData()
        self.signer.clear()
        for each in identities:
            self.signer.addItem(each.words, each.id)
        self.signer.setCurrentIndex(max(self.signer.findData(chosen), 0) if identities else -1)
        self.signer.setEnabled(bool(identities))
        self.make.setEnabled(bool(identities))
        self._signer_told.setText(
            ""
            if identities
            else tr("There is no signing identity in this vault yet: make one in Report.")
        )
        self._signer_told.setVisible(not identities)

    def _read_recipients(self) -> None:
        bundles = self.inspection.services.bundles
        self.inspection.jobs.run(self, bundles.recipients, self._on_recipients_known)

    def _on_recipients_known(self, recipients: tuple[Recipient, ...]) -> None:
        ticked = {name for name, box in self._boxes.items() if box.isChecked()}
        for box in self._boxes.values():
            box.deleteLater()
        self._recipients = recipients
        self._boxes = {}
        for each in recipients:
            box = QCheckBox(each.name.replace("&", "&&"), self)
            set_tip(box, each.key)
            box.setChecked(each.name in ticked)
            box.toggled.connect(self._tell_whom)
            self._room.addWidget(box)
            self._boxes[each.name] = box
        self._tell_whom()

    def _tell_whom(self) -> None:
        chosen = self._chosen()
        names = ", ".join(each.name for each in chosen)
        self._whom.setText(
            tr("Encrypted, so that only these can open it: {names}.").format(names=names)
            if chosen
            else tr("Not encrypted: whoever has the file can read it. Tick who alone shall.")
        )

    def _chosen(self) -> tuple[Recipient, ...]:
        return tuple(each for each in self._recipients if self._boxes[each.name].isChecked())

    def _ask_recipient(self) -> None:
        asking = AskRecipient(self)
        asking.given.connect(self._on_recipient_given)
        asking.open()

    def _on_recipient_given(self, name: str, key: str) -> None:
        bundles = self.inspection.services.bundles

        def done(kept: Recipient) -> None:
            self.say(kept.kept_words())
            self._read_recipients()

        self.inspection.jobs.run(
            self,
            lambda: bundles.keep_recipient(name, key),
            done,
            lane=Lane.WRITES,
            refused=self.refuse,
        )

    # Writing

    def _choice(self) -> BundleChoice:
        return BundleChoice(Chosen(file_names=self.names.isChecked()).options())

    def _ask_where(self) -> None:
        if not self.make.isEnabled():
            return
        bundles, id_ = self.inspection.services.bundles, self.inspection.standing.id
        choice = self._choice()
        self.inspection.jobs.run(
            self, lambda: bundles.suggested_name(id_, choice), self._on_named, refused=self.refuse
        )

    def _on_named(self, name: str) -> None:
        suggested = among_documents(name)
        if self._chosen():
            suggested = suggested.with_name(f"{name}.age")
        choosing = ChooseSave(self, tr("Where the bundle goes"), suggested, _FILES)
        choosing.place_chosen.connect(self._on_place_chosen)
        choosing.open()

    def _on_place_chosen(self, target: Path) -> None:
        identity = str(self.signer.currentData())
        words = tr("Signing with {identity}.").format(identity=self.signer.currentText())
        asking = AskSecret(self, tr("Sign the bundle"), words, tr("Sign"), tr("PIN"))
        asking.given.connect(partial(self._write, identity, target))
        asking.open()

    def _write(self, identity: str, target: Path, pin: str) -> None:
        bundles, id_ = self.inspection.services.bundles, self.inspection.standing.id
        choice, recipients = self._choice(), self._chosen()
        self.make.setEnabled(False)

        def work(progress: Progress, is_cancelled: CancelCheck) -> Bundled:
            signing = OwnIdentity(identity, pin)
            return bundles.write(id_, target, choice, signing, recipients, progress, is_cancelled)

        self.run(
            tr("Writing {name}").format(name=target.name),
            work,
            self._on_written,
            partial(self.make.setEnabled, True),
        )

    def _on_written(self, made: Bundled) -> None:
        told = [
            tr("{file}: {files}, {size}, marked {marking}. Signed by {signer}.").format(
                file=made.path.name,
                files=counted(made.files, "file", "files"),
                size=size_words(made.size_bytes),
                marking=made.marking,
                signer=made.signer,
            )
        ]
        if made.left_out:
            many = counted(made.left_out, "evidence item", "evidence items")
            told.append(tr("Not to be exported, and left out: {many}.").format(many=many))
        if made.not_here:
            numbers = ", ".join(made.not_here)
            told.append(
                tr("Their files are not on this laptop or not whole: {numbers}.").format(
                    numbers=numbers
                )
            )
        told.append(tr("SHA-256 {digest}").format(digest=made.sha256))
        self.say(" ".join(told))

    # Checking

    def _ask_which(self) -> None:
        choosing = ChooseFiles(self, tr("Which bundle to check"), _FILES)
        choosing.files_chosen.connect(self._on_bundle_chosen)
        choosing.open()

    def _on_bundle_chosen(self, paths: list[Path]) -> None:
        path = paths[0]

        def work(progress: Progress, is_cancelled: CancelCheck) -> tuple[bool, tuple[str, ...]]:
            return told_of_bundle(path, (), progress, is_cancelled)

        def done(told: tuple[bool, tuple[str, ...]]) -> None:
            is_genuine, words = told
            self.say(" ".join(words), is_urgent=not is_genuine)

        self.run(
            tr("Checking {name}").format(name=path.name),
            work,
            done,
            stopped=tr("Stopped; whether {name} is genuine was not found out.").format(
                name=path.name
            ),
        )
