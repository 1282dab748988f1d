"""What the user chooses for this laptop; cards of their own hold what is the vault's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app import config, texts
from inspector_app.config import Motion, Theme
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.language_viewing import troubles_of, troubles_told
from inspector_app.ui.pages.identities_card import IdentitiesCard
from inspector_app.ui.pages.names_card import NamesCard
from inspector_app.ui.pages.page import Page
from inspector_app.ui.pages.passphrase_card import PassphraseCard
from inspector_app.ui.pages.program_card import ProgramCard
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.columns import Columns
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.number_box import NumberBox
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice

if TYPE_CHECKING:
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
            self._vault_cards(vault_service, unlocked)
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
        if self._service is not None and self._unlocked is not None:
            self.identities.look()
            self.names.look()

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

    def _vault_cards(self, service: "VaultService", unlocked: "Unlocked") -> None:
        self.passphrase = PassphraseCard(service, self._jobs, self)
        self.identities = IdentitiesCard(unlocked, self._jobs, self)
        self.identities.noticed.connect(self.noticed)
        self.names = NamesCard(unlocked, self._jobs, self)
        self.names.noticed.connect(self.noticed)
        self.names.erased.connect(self.name_erased)
        for card in (self.passphrase, self.identities, self.names):
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
