"""What the user chooses for this laptop, and the vault's passphrase and signing identities."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app import config, texts
from inspector_app.config import Motion, Theme
from inspector_app.domain.errors import InspectorError
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.language_viewing import troubles_of, troubles_told
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.program_card import ProgramCard
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.columns import Columns
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.number_box import NumberBox
from inspector_app.ui.widgets.passphrase_field import PassphraseField, Strength
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

if TYPE_CHECKING:
    from inspector_app.services.names import Known
    from inspector_app.services.releases import ReleaseService
    from inspector_app.services.vault import Unlocked, VaultService

KEYS = (
    Shortcut("larger", "Ctrl++", tr("larger text"), is_hinted=True),
    Shortcut("larger", "Ctrl+=", tr("larger text")),
    Shortcut("smaller", "Ctrl+-", tr("smaller text"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)
_STEP = 10


class SettingsPage(Page):
    """Device settings act at once; the vault's own ask for what they need.

    Signals:
        settings_changed(Settings): what holds from now on.
        name_erased(): somebody's name is not known any more.
        licences_asked(): the licences of what came with the program are to be shown.
    """

    settings_changed = Signal(object)
    name_erased = Signal()
    licences_asked = Signal()

    def __init__(
        self,
        settings: config.Settings,
        vault_service: "VaultService | None",
        jobs: Jobs,
        make_release_service: "Callable[[], ReleaseService]",
        unlocked: "Unlocked | None" = None,
        parent: QWidget | None = None,
        places: config.Places | None = None,
    ) -> None:
        """Build the screen.

        Args:
            settings: that hold now.
            vault_service: makes and opens the vault; None: not known yet.
            jobs: for what takes time.
            make_release_service: tells of this version of the app.
            unlocked: the open vault; without it only the device's settings show.
            parent: Qt's.
            places: of this machine; None: it is not checked.
        """
        super().__init__(KEYS, parent)
        self._settings = settings
        self._service = vault_service
        self._jobs = jobs
        self._unlocked = unlocked
        self._columns = Columns((1, 1), self)
        self._look_card()
        self._lock_card()
        self._place_card()
        self.program = ProgramCard(make_release_service, jobs, self)
        self.program.licences_asked.connect(self.licences_asked)
        self.program.answered.connect(self._on_release_checked, Qt.ConnectionType.QueuedConnection)
        self._columns.columns[0].addWidget(self.program)
        if vault_service is not None and places is not None:
            self._check_card(vault_service, places)
        if vault_service is not None and unlocked is not None:
            self._passphrase_card(vault_service)
            self._identities_card()
            self._names_card()
        self._columns.finish()
        px = theme.current().px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(10), px(16), 0)
        top.addWidget(label(tr("Settings"), "page", self))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self._columns, 1)

    def arrive(self, place: str) -> None:
        """Put the focus on the first choice."""
        del place
        self.percent.setFocus()
        self.program.show_program()
        if self._unlocked is not None:
            self._show_identities()
            self._show_names()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action == "larger":
            self.percent.setValue(self.percent.value() + _STEP)
        elif action == "smaller":
            self.percent.setValue(self.percent.value() - _STEP)
        elif action == "back":
            self.leaving.emit()

    def _look_card(self) -> None:
        card = Card(tr("Look"), self)
        self.theme = SegmentedChoice(tr("Theme"), card)
        self.theme.show_choices(
            (
                Choice(Theme.SYSTEM.value, tr("As the system")),
                Choice(Theme.LIGHT.value, tr("Light")),
                Choice(Theme.DARK.value, tr("Dark")),
            )
        )
        self.theme.show_value(self._settings.theme.value)
        self.theme.chosen.connect(self._on_theme_chosen)
        card.body.addWidget(label(tr("Theme"), "dim", card))
        card.add(self.theme)
        self.motion = SegmentedChoice(tr("Motion"), card)
        self.motion.show_choices(
            (
                Choice(Motion.SYSTEM.value, tr("As the system")),
                Choice(Motion.REDUCED.value, tr("Reduced: nothing moves by itself")),
            )
        )
        self.motion.show_value(self._settings.motion.value)
        self.motion.chosen.connect(self._on_motion_chosen)
        card.body.addWidget(label(tr("Motion"), "dim", card))
        card.add(self.motion)
        self.percent = NumberBox(tr("Text size in per cent"), card)
        self.percent.setRange(config.TEXT_PERCENT[0], config.TEXT_PERCENT[-1])
        self.percent.setSingleStep(_STEP)
        self.percent.setSuffix(" %")
        self.percent.setValue(self._settings.text_percent)
        # Typing 150 must not pass through 1 and 15.
        self.percent.setKeyboardTracking(False)
        self.percent.valueChanged.connect(self._on_percent_changed)
        card.add_field(tr("Text &size"), self.percent)
        self._add_languages(card)
        self._columns.columns[0].addWidget(card)

    def _add_languages(self, card: Card) -> None:
        """Offer the languages there are; English alone is no choice.

        What is wrong with the one that is spoken is told in either case.
        """
        tags = texts.tags()
        self.language_told = label("", "warning", card)
        self.language_told.setWordWrap(True)
        self.language_told.setText(troubles_told(troubles_of(texts.language())))
        self.language_told.setVisible(bool(self.language_told.text()))
        if len(tags) < 2:
            card.add(self.language_told)
            return
        self.language = QComboBox(card)
        self.language.setAccessibleName(tr("Language from the next start on"))
        for tag in tags:
            self.language.addItem(texts.named(tag).name, tag)
        self.language.setCurrentIndex(max(self.language.findData(self._settings.language), 0))
        self.language.currentIndexChanged.connect(self._on_language_chosen)
        card.add_field(tr("Langua&ge, from the next start on"), self.language)
        card.add(self.language_told)

    def _lock_card(self) -> None:
        card = Card(tr("Locking"), self)
        self.minutes = NumberBox(tr("Idle minutes until the vault locks"), card)
        self.minutes.setRange(config.AUTO_LOCK_MINUTES[0], config.AUTO_LOCK_MINUTES[-1])
        self.minutes.setSuffix(tr(" minutes"))
        self.minutes.setValue(self._settings.auto_lock_minutes)
        self.minutes.setKeyboardTracking(False)
        self.minutes.valueChanged.connect(self._on_minutes_changed)
        card.add_field(tr("&Lock the vault when nobody has touched the app for"), self.minutes)
        words = label(
            tr(
                "The screen is covered at once; an import or export under way is finished first. "
                "Ctrl+L locks now and stops it."
            ),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self._columns.columns[0].addWidget(card)

    def _place_card(self) -> None:
        card = Card(tr("Where things lie"), self)
        folder = str(self._service.folder) if self._service else tr("not known yet")
        where = label(folder, "", card)
        where.setWordWrap(True)
        where.setTextInteractionFlags(where.textInteractionFlags().TextSelectableByMouse)
        card.body.addWidget(label(tr("The vault"), "dim", card))
        card.add(where)
        words = label(
            tr("Back the folder up as a whole: without the passphrase a copy opens nothing."),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self._columns.columns[0].addWidget(card)

    def _check_card(self, service: "VaultService", places: config.Places) -> None:
        card = Card(tr("This laptop"), self)
        words = label(
            tr(
                "Looks at the app, the disk, the clock and the vault, changes nothing, and says "
                "what to do. It also writes a bundle for whoever helps, with nothing in it that "
                "was recorded."
            ),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.check_laptop = button(tr("Check this laptop …"), "shield-check", parent=card)
        self.check_laptop.clicked.connect(partial(self._on_check_laptop, service, places))
        row = QHBoxLayout()
        row.addWidget(self.check_laptop)
        row.addStretch(1)
        card.add(row)
        self._columns.columns[0].addWidget(card)

    def _on_check_laptop(self, service: "VaultService", places: config.Places) -> None:
        from inspector_app.services.doctor import Doctor
        from inspector_app.services.laptop_health import LaptopHealth
        from inspector_app.services.support_bundle import SupportBundle
        from inspector_app.ui.dialogs.check_laptop import CheckLaptop

        doctor = Doctor(LaptopHealth.of(service, places))
        bundle = SupportBundle(doctor, places)
        CheckLaptop(self, doctor, bundle, self._jobs, self._unlocked).open()

    def _passphrase_card(self, service: "VaultService") -> None:
        card = Card(tr("Passphrase"), self)
        self.old = PassphraseField(tr("Present passphrase"), parent=card)
        self.new = PassphraseField(tr("New passphrase"), shows_strength=True, parent=card)
        self.new.changed.connect(partial(self._on_new_changed, service))
        self.again = PassphraseField(tr("The new one again"), parent=card)
        self.again.entered.connect(self._on_change)
        for field in (self.old, self.new, self.again):
            card.add(field)
        self.passphrase_told = label("", "", card)
        self.passphrase_told.setWordWrap(True)
        self.change = button(tr("Change the passphrase"), "key", parent=card)
        self.change.clicked.connect(self._on_change)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addStretch(1)
        card.add(row)
        card.add(self.passphrase_told)
        self._columns.columns[1].addWidget(card)

    def _identities_card(self) -> None:
        card = Card(tr("Signing identities"), self)
        self._none = label(
            tr("None is kept here. One is made where a summary is signed."), "dim", card
        )
        self._none.setWordWrap(True)
        card.add(self._none)
        self.identities = QVBoxLayout()
        self.identities.setSpacing(theme.current().px(4))
        card.add(self.identities)
        self._columns.columns[1].addWidget(card)

    def _names_card(self) -> None:
        card = Card(tr("Names of people"), self)
        words = label(
            tr("Names lie outside what is signed, so that one can be erased on all laptops."),
            "dim",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.names = QComboBox(card)
        self.names.setAccessibleName(tr("Whose name"))
        self.names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.names.setMinimumContentsLength(12)
        self.erase_name = button(tr("Erase this name …"), "cross", parent=card)
        self.erase_name.clicked.connect(self._ask_to_erase_name)
        whose = label(tr("Whose name"), "dim", card)
        whose.setBuddy(self.names)
        card.add(whose)
        card.add(self.names)
        row = QHBoxLayout()
        row.addWidget(self.erase_name)
        row.addStretch(1)
        card.add(row)
        self._columns.columns[1].addWidget(card)

    # Device settings

    @Slot()
    def _on_release_checked(self) -> None:
        # Queued: the verdict has its height only after the layout has been made anew.
        self._columns.ensureWidgetVisible(self.program.verdict)

    @Slot(str)
    def _on_theme_chosen(self, chosen: str) -> None:
        self._set(replace(self._settings, theme=Theme(chosen)))

    @Slot(str)
    def _on_motion_chosen(self, chosen: str) -> None:
        self._set(replace(self._settings, motion=Motion(chosen)))

    @Slot(int)
    def _on_percent_changed(self, percent: int) -> None:
        self._set(replace(self._settings, text_percent=percent))

    @Slot(int)
    def _on_language_chosen(self, _index: int) -> None:
        tag = str(self.language.currentData())
        tell(self.language_told, troubles_told(troubles_of(texts.named(tag))))
        self.language_told.setVisible(bool(self.language_told.text()))
        self._set(replace(self._settings, language=tag))

    @Slot(int)
    def _on_minutes_changed(self, minutes: int) -> None:
        self._set(replace(self._settings, auto_lock_minutes=minutes))

    def _set(self, settings: config.Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit(settings)

    # Passphrase

    def _on_new_changed(self, service: "VaultService", passphrase: str) -> None:
        def measured() -> Strength:
            strength = service.strength(passphrase)
            words = f"{strength.level.words.capitalize()}. {strength.advice}"
            return Strength(int(strength.level), words)

        def shown(strength: Strength) -> None:
            if self.new.text == passphrase:
                self.new.show_strength(strength)

        self._jobs.run(self, measured, shown)

    @Slot()
    def _on_change(self) -> None:
        service, old, new = self._service, self.old.text, self.new.text
        if service is None or not self.change.isEnabled():
            return
        if not old or not new:
            self._tell_passphrase(tr("Type the present passphrase, and the new one twice."))
            return
        if new != self.again.text:
            self._tell_passphrase(tr("The two new passphrases differ: type the same one twice."))
            self.again.setFocus()
            return
        self.change.setEnabled(False)
        self._tell_passphrase(tr("Changing …"))
        self._jobs.run(
            self,
            lambda: service.change_passphrase(old, new),
            self._on_passphrase_changed,
            lane=Lane.WRITES,
            refused=self._on_passphrase_refused,
            finished=partial(self.change.setEnabled, True),
        )

    def _on_passphrase_changed(self, _nothing: None) -> None:
        self._clear_passphrases()
        self._tell_passphrase(
            tr("Changed. Copies of the vault made before still open with the passphrase of then.")
        )

    def _on_passphrase_refused(self, error: InspectorError) -> None:
        self._tell_passphrase(str(error))
        self.old.setFocus()

    def _clear_passphrases(self) -> None:
        for field in (self.old, self.new, self.again):
            field.clear()

    def _tell_passphrase(self, words: str) -> None:
        tell(self.passphrase_told, words)

    # Identities

    def _show_identities(self) -> None:
        unlocked = self._unlocked
        if unlocked is None:
            return

        def read() -> tuple[tuple[str, str], ...]:
            return tuple((each.id, each.label) for each in unlocked.reports.identities())

        self._jobs.run(self, read, self._on_identities_known)

    def _on_identities_known(self, identities: tuple[tuple[str, str], ...]) -> None:
        while (item := self.identities.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._none.setVisible(not identities)
        for id_, words in identities:
            row = QWidget(self)
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            name = label(words, "", row)
            name.setWordWrap(True)
            layout.addWidget(name, 1)
            remove = button(tr("Remove"), parent=row)
            remove.setAccessibleName(tr("Remove {identity}").format(identity=words))
            remove.clicked.connect(partial(self._on_remove, id_, words))
            layout.addWidget(remove)
            self.identities.addWidget(row)

    def _on_remove(self, id_: str, words: str) -> None:
        dialog = Confirm(
            self,
            tr("Remove this signing identity?"),
            tr(
                "The key of {identity} is destroyed and cannot be brought back. What was signed "
                "with it stays verifiable, though no longer as known here."
            ).format(identity=words),
            tr("Remove"),
            records=False,
        )
        dialog.confirmed.connect(partial(self._on_remove_confirmed, id_))
        dialog.open()

    def _on_remove_confirmed(self, id_: str) -> None:
        unlocked = self._unlocked
        if unlocked is None:
            return

        def removed(_nothing: None) -> None:
            self._show_identities()
            self.noticed.emit(tr("Identity removed"))

        self._jobs.run(
            self, lambda: unlocked.reports.remove_identity(id_), removed, lane=Lane.WRITES
        )

    # Names

    def _show_names(self) -> None:
        if self._unlocked is not None:
            self._jobs.run(self, self._unlocked.names.all, self._on_names_known)

    def _on_names_known(self, known: "tuple[Known, ...]") -> None:
        self.names.clear()
        for each in known:
            if not each.is_own:
                initials = ", ".join(each.initials) or tr("of no team")
                self.names.addItem(f"{each.name} ({initials})", each)
        has_any = self.names.count() > 0
        self.names.setEnabled(has_any)
        self.erase_name.setEnabled(has_any)
        if not has_any:
            self.names.addItem(tr("None but your own is known"))

    def _ask_to_erase_name(self) -> None:
        known = self.names.currentData()
        if known is None:
            return
        asking = AskReason(
            self,
            tr("Erase the name {name}?").format(name=known.name),
            tr(
                "It is destroyed here, and on the other laptops when they come together with this "
                "one. Initials, part and all that was recorded stay. Where the name was written "
                "into an answer, note or caption it stays: purge those places."
            ),
            tr("Go on"),
            name=tr("Reason, which the history keeps; not the name"),
        )
        asking.given.connect(partial(self._confirm_erasing, known))
        asking.open()

    def _confirm_erasing(self, known: "Known", reason: str) -> None:
        asking = Confirm(
            self,
            tr("Erase it for good?"),
            tr("The name {name} cannot be brought back.").format(name=known.name),
            tr("Erase the name"),
        )
        asking.confirmed.connect(partial(self._erase, known, reason))
        asking.open()

    def _erase(self, known: "Known", reason: str) -> None:
        unlocked = self._unlocked
        if unlocked is not None:
            self._jobs.run(
                self,
                lambda: unlocked.names.erase(known.person, reason),
                self._on_name_erased,
                lane=Lane.WRITES,
            )

    def _on_name_erased(self, _changes: object) -> None:
        self.name_erased.emit()
        self.noticed.emit(tr("The name is erased"))
        self._show_names()
