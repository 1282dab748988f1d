"""Asking who else is of the team."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.inspection import TeamRole
from inspector_app.domain.wording import role_words
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.fields import WordField


class AskMember(Ask):
    """Initials that nobody has yet, a name that stays on this laptop, and a part in the team.

    Signals:
        given(str, str, str): initials in capitals, name, and the value of a ``TeamRole``.
    """

    given = Signal(str, str, str)

    def __init__(self, parent: QWidget, taken: Collection[str]) -> None:
        """Args: ``taken`` are the initials of the team."""
        super().__init__(
            parent,
            tr("Who else is in the team?"),
            tr("The name stays on this laptop; the others know people by their initials."),
            tr("Add"),
        )
        self._taken = frozenset(taken)
        self.initials = WordField(tr("Initials"), 90, tr("AM"), self)
        self.initials.setMaxLength(4)
        self.name = WordField(tr("Name"), 260, tr("first and last name"), self)
        self.role = SegmentedChoice(tr("Part in the team"), self)
        self.role.show_choices(tuple(Choice(r.value, role_words(r).lower()) for r in TeamRole))
        self.role.show_value(TeamRole.INSPECTOR.value)
        self.role.chosen.connect(self.role.show_value)
        self._trouble = label("", "dim", self)
        self._trouble.setWordWrap(True)
        self.initials.textChanged.connect(self._wake)
        for words, field in ((tr("Initials"), self.initials), (tr("Name"), self.name)):
            heading = label(words, "dim", self)
            heading.setBuddy(field)
            self.body.addWidget(heading)
            self.body.addWidget(field)
        self.body.addWidget(self.role)
        self.body.addWidget(self._trouble)
        self.accepted.connect(self._on_accepted)
        self.initials.setFocus()
        self._wake()

    def _wake(self) -> None:
        tag = self.initials.words.upper()
        is_tag = 2 <= len(tag) <= 4 and tag.isascii() and tag.isalpha()
        is_taken = tag in self._taken
        self._trouble.setText(
            tr("{initials} is in the team already.").format(initials=tag)
            if is_taken
            else tr("Two to four letters.")
        )
        self.accept_button.setEnabled(is_tag and not is_taken)

    def _on_accepted(self) -> None:
        self.given.emit(self.initials.words.upper(), self.name.words, self.role.value)
