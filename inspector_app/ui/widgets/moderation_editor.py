"""The moderation of a headline: one row to read below it and, when asked, fields to write in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.moderating import Words
from inspector_app.ui import theme
from inspector_app.ui.line_viewing import ModerationView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.headline_bar import HeadlineBar
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.versions_block import VersionsBlock


class ModerationEditor(QWidget):
    """Hidden while nothing was said; reads as a row; Ctrl+M or Enter opens it, the page shuts it.

    What is typed in one field is handed over with what the others hold, so that no two halves of
    a moderation are ever recorded against each other.

    Signals:
        written(Words): the fields have settled; all of them are given.
        withdrawal_asked(): the moderation should be taken back.
        keep_asked(str): the change of the version that should stand.
    """

    written = Signal(object)
    withdrawal_asked = Signal()
    keep_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = HeadlineBar("Ctrl+M", self)
        self.bar.edit_asked.connect(self.edit)
        self._versions = VersionsBlock(self)
        self._versions.keep_asked.connect(self.keep_asked)
        self._view: ModerationView | None = None
        self._form: QScrollArea | None = None
        self._fields: tuple[GrowingText, ...] = ()
        self._words_proposed = ""
        self._told = self._stood = Words("", "", "")
        self._is_flushing = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.bar)
        self._layout.addWidget(self._versions)
        self.hide()

    @property
    def is_open(self) -> bool:
        """True while the fields are shown."""
        return self._form is not None and not self._form.isHidden()

    def field(self, number: int) -> GrowingText:
        """Return a field: 0 the challenge, 1 the moderated headline, 2 the reason."""
        return self._made_fields()[number]

    def show_moderation(
        self, view: ModerationView | None, proposed: str = "", typed: Words | None = None
    ) -> None:
        """Show what stands, below the proposed words; what is being typed is not touched.

        Args: ``typed`` is what was written and does not stand yet: that is in the fields.
        """
        self._view, self._words_proposed = view, proposed
        if self._form is not None:
            self._proposed.setText(proposed)
        words = (view.challenge, view.moderated, view.reason) if view else ("", "", "")
        self._stood = Words(*words)
        if typed is not None:
            words = (typed.challenge or "", typed.moderated or "", typed.reason or "")
        if self._fields and all(f.show_text(w) for f, w in zip(self._fields, words, strict=True)):
            self._told = Words(*words)
        if not self._fields:
            self._told = Words(*words)
        if view is not None:
            self.bar.show_headline(view.words, view.stamp, view.title)
            self._versions.show_versions(view.versions)
            if self._form is not None:
                self._outrun.setVisible(view.is_outrun)
        elif self.is_open and not self._holds_focus():
            self.shut()
        self.setVisible(view is not None or self.is_open)

    def edit(self) -> None:
        """Open the fields, the focus in the first that is empty."""
        fields = self._made_fields()
        if self._view is not None and self._view.versions:
            self._versions.setFocus()
            return
        assert self._form is not None  # noqa: S101 - made with its fields
        self._form.show()
        self.bar.hide()
        self.show()
        first = next((each for each in fields if not each.toPlainText().strip()), fields[1])
        first.setFocus()
        first.moveCursor(first.textCursor().MoveOperation.End)

    def flush(self) -> None:
        """Let what is being typed settle now, all of it as one."""
        self._is_flushing = True
        for each in self._fields:
            each.flush()
        self._is_flushing = False
        self._tell()

    def unsettle(self) -> None:
        """Have what was written settle again at the next chance: it could not be recorded."""
        self._told = self._stood
        for each in self._fields:
            each.unsettle()

    def shut(self) -> None:
        """Hand over what was typed, and read as a row again."""
        self.flush()
        if self._form is not None:
            self._form.hide()
        self.bar.show()
        self.setVisible(self._view is not None)

    def _made_fields(self) -> tuple[GrowingText, ...]:
        """Return the fields; they are made when first asked for, as few headlines are moderated."""
        if self._fields:
            return self._fields
        px = theme.current().px
        self._form = QScrollArea(self)
        self._form.setFrameShape(QFrame.Shape.NoFrame)
        self._form.setWidgetResizable(True)
        self._form.setAccessibleName(tr("Moderation"))
        self._form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._form.setMinimumHeight(px(34))
        room = QFrame(self._form)
        theme.set_look(room, "opened")
        self._form.setWidget(room)
        whole = QVBoxLayout(room)
        whole.setContentsMargins(px(12), px(8), px(12), px(8))
        self._outrun = label(
            tr("The headline was written anew since: what is recorded here now moderates that."),
            "warning",
            room,
        )
        self._outrun.setWordWrap(True)
        self._outrun.setVisible(bool(self._view and self._view.is_outrun))
        whole.addWidget(self._outrun)
        rows = QFormLayout()
        rows.setVerticalSpacing(px(6))
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        whole.addLayout(rows)
        self._proposed = label("", "strong", room)
        self._proposed.setWordWrap(True)
        rows.addRow(label(tr("Proposed"), "dim", room), self._proposed)
        made = []
        for name, hint in (
            (tr("Challenge"), tr("What a colleague questions in the proposed headline")),
            (tr("Moderated headline"), tr("As it should stand; the proposed one is kept")),
            (tr("Reason"), tr("Why: without a reason the moderated headline does not stand")),
        ):
            field = GrowingText(name, hint, room)
            field.settled.connect(self._on_field_settled)
            heading = label(name, "dim", room)
            heading.setBuddy(field)
            rows.addRow(heading, field)
            made.append(field)
        foot = QHBoxLayout()
        self.withdraw = button(tr("Withdraw the moderation"), "withdraw", parent=room)
        self.withdraw.clicked.connect(self.withdrawal_asked)
        foot.addWidget(self.withdraw)
        foot.addWidget(label(tr("Esc: back to the lines"), "dim", room))
        foot.addStretch(1)
        whole.addLayout(foot)
        self._proposed.setText(self._words_proposed)
        self._form.hide()
        self._layout.addWidget(self._form)
        self._fields = tuple(made)
        told = (self._told.challenge, self._told.moderated, self._told.reason)
        for field, text in zip(made, told, strict=True):
            field.show_text(text or "")
        return self._fields

    def _holds_focus(self) -> bool:
        return any(each.hasFocus() for each in self._fields)

    def _tell(self) -> None:
        if not self._fields:
            return
        challenge, moderated, reason = (each.toPlainText().strip() for each in self._fields)
        words = Words(challenge, moderated, reason)
        if words != self._told:
            self._told = words
            self.written.emit(words)

    def _on_field_settled(self, _text: str) -> None:
        if not self._is_flushing:
            self._tell()
