"""Where one opens the vault, or makes it the first time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.errors import InspectorError
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.pages.page import Page
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import tell
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.passphrase_field import PassphraseField, Strength

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked, VaultService

KEYS = (Shortcut("enter", "Return", tr("go on"), is_hinted=True),)
_WIDTH = 420


class UnlockPage(Page):
    """Asks for the passphrase; without a vault, for what it takes to make one.

    It is painted before the services are imported: until then its buttons wait, but what is typed
    stands in the right field already and stays, and Enter is done when they arrive.

    Signals:
        unlocked(Unlocked): the vault is open.
        uncovered(str): the passphrase was given for a vault that could not be closed, and why not.
    """

    unlocked = Signal(object)
    uncovered = Signal(str)

    def __init__(self, jobs: Jobs, has_vault: bool, parent: QWidget | None = None) -> None:
        """Build the screen.

        Args:
            jobs: for what takes time.
            has_vault: there is a vault to unlock, as a look without the services tells.
            parent: Qt's.
        """
        super().__init__(KEYS, parent)
        self._jobs = jobs
        self._service: VaultService | None = None
        self._is_busy = False
        self._left_undone = False
        self._refused = ""
        """Why what was typed last was not recorded; empty when it was."""
        self._held = ""
        """Why the vault could not be closed; empty when it was, or is being closed."""
        self._is_entered = False
        """Enter was pressed before the services were there."""
        self._body = QWidget(self)
        self._unlock_form = self._made_unlock_form()
        self._create_form: QWidget | None = None
        self._told = label("", "", self._body)
        self._told.setWordWrap(True)
        body = self._forms = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addStretch(2)
        body.addWidget(self._unlock_form)
        body.addWidget(self._told)
        body.addStretch(3)
        self._show_form(is_made=has_vault)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        centred = QWidget(scroll)
        row = QHBoxLayout(centred)
        row.addStretch(1)
        row.addWidget(self._body)
        row.addStretch(1)
        scroll.setWidget(centred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._set_busy(True)

    def show_service(self, service: "VaultService") -> None:
        """Take the vault service, once it has been imported, and let the user go on."""
        self._service = service
        is_made, was_made = service.exists(), self._is_made
        self._show_form(is_made=is_made)
        self._set_busy(False)
        if is_made != was_made or self.focusWidget() not in self._body.findChildren(QWidget):
            # Else somebody may be typing, and the next letter would go into another field.
            self.arrive("")
        if self._create_form is not None and self._first.text:
            self._on_first_changed(self._first.text)
        if self._is_entered:
            self._is_entered = False
            self.on_key("enter")

    def show_closing(self, *, left_undone: bool = False) -> None:
        """Say that the vault closes as soon as what is under way has been finished.

        Args:
            left_undone: a dialog was open, and was closed with nothing done.
        """
        self._left_undone = left_undone
        self._held = ""
        self._passphrase.clear()
        self._set_busy(True)
        tell(self._told, tr("What is under way is being finished; then the vault closes."))

    def show_held(self, why: str) -> None:
        """Ask for the passphrase before a vault that stays open until all that was typed is kept.

        Args:
            why: something could not be recorded.
        """
        if self._held:  # tried again; the passphrase may be half typed
            self._held = why
            return
        self._held = why
        self._set_busy(False)
        tell(
            self._told,
            tr(
                "The screen is covered, but the vault is not locked yet: what was typed last "
                "could not be recorded, and is still in its field. {why} It is tried again every "
                "half minute, and then the vault locks; the passphrase leads back to the field."
            ).format(why=why),
        )
        self.arrive("")

    def hear_refused(self, why: str) -> None:
        """Take up why what was typed last was refused as it was; empty: it was not."""
        self._refused = why

    def show_locked(self) -> None:
        """Ask for the passphrase again."""
        self._held = ""
        self._set_busy(False)
        if self._refused:
            words = tr("Locked. What was typed last was not recorded: {why}").format(
                why=self._refused
            )
        elif self._left_undone:
            words = tr(
                "Locked. What was typed is kept, but for the dialog that was open: begin "
                "that again."
            )
        else:
            words = tr("Locked. What was typed is kept.")
        tell(self._told, words)
        self.arrive("")

    def arrive(self, place: str) -> None:
        """Put the focus where the user types next."""
        del place
        if self._is_made:
            self._passphrase.setFocus()
        else:
            self._name.setFocus()

    def on_key(self, action: str) -> None:
        """Unlock or make the vault by Enter from anywhere on the screen."""
        if action == "enter":
            self._on_unlock() if self._is_made else self._on_create()

    def _made_unlock_form(self) -> QWidget:
        form = QWidget(self._body)
        self._passphrase = PassphraseField(tr("Passphrase"), parent=form)
        self._passphrase.entered.connect(self._on_unlock)
        self._unlock_button = button(tr("Unlock"), look="primary", parent=form)
        self._unlock_button.clicked.connect(self._on_unlock)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(12))
        layout.addWidget(label(tr("Unlock the vault"), "page", form))
        layout.addWidget(self._passphrase)
        layout.addWidget(self._unlock_button)
        return form

    def _made_create_form(self) -> QWidget:
        form = QWidget(self._body)
        self._name = QLineEdit(form)
        self._initials = QLineEdit(form)
        self._initials.setMaxLength(4)
        self._initials.setMaximumWidth(theme.current().px(90))
        self._first = PassphraseField(tr("Passphrase"), shows_strength=True, parent=form)
        self._first.changed.connect(self._on_first_changed)
        self._again = PassphraseField(tr("The same passphrase again"), parent=form)
        self._again.entered.connect(self._on_create)
        self._create_button = button(tr("Make the vault"), look="primary", parent=form)
        self._create_button.clicked.connect(self._on_create)
        words = label(
            tr(
                "Everything you record is kept encrypted in a vault on this laptop. Choose a "
                "passphrase of five or more unrelated words: nobody can read it back for you."
            ),
            "dim",
            form,
        )
        words.setWordWrap(True)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(6))
        layout.addWidget(label(tr("Make your vault"), "page", form))
        layout.addWidget(words)
        for name, field in (
            (tr("Your &name"), self._name),
            (tr("Your &initials, two to four letters; they stand before numbers"), self._initials),
            (tr("&Passphrase"), self._first),
            (tr("The same &again"), self._again),
        ):
            heading = label(name, "", form)
            theme.set_look(heading, "dim")
            heading.setWordWrap(True)
            heading.setBuddy(field)
            field.setAccessibleName(name.replace("&", ""))
            layout.addSpacing(theme.current().px(4))
            layout.addWidget(heading)
            layout.addWidget(field)
        layout.addSpacing(theme.current().px(8))
        layout.addWidget(self._create_button)
        return form

    @property
    def _is_made(self) -> bool:
        """Whether there is a vault, so that it is to be unlocked."""
        return not self._unlock_form.isHidden()

    def _show_form(self, *, is_made: bool) -> None:
        if self._create_form is None and not is_made:
            # Few ever see it, so the first painting does not wait for it.
            self._create_form = self._made_create_form()
            self._forms.insertWidget(2, self._create_form)
        self._unlock_form.setVisible(is_made)
        if self._create_form is not None:
            self._create_form.setVisible(not is_made)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._body.setFixedWidth(theme.current().px(_WIDTH))

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._unlock_button.setEnabled(not is_busy)
        if self._create_form is not None:
            self._create_button.setEnabled(not is_busy)

    def _on_first_changed(self, passphrase: str) -> None:
        service = self._service
        if service is None:
            return

        def shown(strength: Strength) -> None:
            if self._first.text == passphrase:
                self._first.show_strength(strength)

        self._jobs.run(self, lambda: _measured(service, passphrase), shown)

    def _on_unlock(self) -> None:
        service, passphrase = self._service, self._passphrase.text
        if service is None or self._is_busy:
            self._is_entered = service is None
            return
        if not passphrase:
            tell(self._told, tr("Type the passphrase of your vault."))
            return
        if self._held:
            self._uncover(lambda: service.require_opening(passphrase))
            return
        self._begin(lambda: service.unlock(passphrase), tr("Opening the vault …"))

    def _on_create(self) -> None:
        service, passphrase = self._service, self._first.text
        if service is None or self._is_busy:
            self._is_entered = service is None
            return
        if passphrase != self._again.text:
            tell(self._told, tr("The two passphrases differ: type the same one twice."))
            self._again.setFocus()
            return
        name, initials = self._name.text(), self._initials.text()
        self._begin(lambda: service.create(passphrase, name, initials), tr("Making the vault …"))

    def _begin(self, verb: "Callable[[], Unlocked]", words: str) -> None:
        self._set_busy(True)
        tell(self._told, words)

        def opened() -> "Unlocked":
            unlocked = verb()
            unlocked.bring_up_to_date()
            return unlocked

        self._jobs.run(self, opened, self._on_opened, lane=Lane.WRITES, refused=self._on_refused)

    def _uncover(self, verb: Callable[[], None]) -> None:
        self._set_busy(True)
        tell(self._told, tr("Looking whether this is the passphrase …"))
        self._jobs.run(self, verb, self._on_uncovered, refused=self._on_refused)

    def _on_uncovered(self, _nothing: None) -> None:
        why, self._held = self._held, ""
        if why:  # else the vault has been closed meanwhile
            self._passphrase.clear()
            self._told.setText("")
            self._set_busy(False)
            self.uncovered.emit(why)

    def _on_opened(self, unlocked: "Unlocked") -> None:
        self._passphrase.clear()
        if self._create_form is not None:
            self._first.clear()
            self._again.clear()
        self._told.setText("")
        self._show_form(is_made=True)
        self._set_busy(False)
        self.unlocked.emit(unlocked)

    def _on_refused(self, error: InspectorError) -> None:
        self._set_busy(False)
        tell(self._told, str(error))
        self._passphrase.line.selectAll()
        self.arrive("")


def _measured(service: "VaultService", passphrase: str) -> Strength:
    strength = service.strength(passphrase)
    return Strength(int(strength.level), f"{strength.level.words.capitalize()}. {strength.advice}")
