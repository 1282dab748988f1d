"""The row above the walk: which section it is, how far it has come, what it rests on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.breadcrumb import Breadcrumb
from inspector_app.ui.widgets.buttons import button, name, name_apart
from inspector_app.ui.widgets.labels import ElidedLabel, label


class SectionHead(QWidget):
    """A path, two texts, and links; without lines to walk only the path is left.

    Signals:
        board_asked(): the user wants back up.
        people_asked(): somebody is to be assigned to the section.
        filter_asked(): the lines are to be narrowed.
        prompts_asked(): what is pointed out about the section is to be shown.
    """

    board_asked = Signal()
    people_asked = Signal()
    filter_asked = Signal()
    prompts_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crumb = Breadcrumb(self)
        self.crumb.step_asked.connect(self._on_crumb_step_asked)
        self.count = label("", "dim", self)
        self._rests = ElidedLabel("", "dim", self)
        self._people = button("", "user", "link", self)
        self._people.clicked.connect(self.people_asked)
        self.filter = button(tr("Filter"), "", "link", self)
        self.filter.clicked.connect(self.filter_asked)
        self.prompts = button("", "bell", "link", self)
        self.prompts.clicked.connect(self.prompts_asked)
        px = theme.current().px
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(8), 0, px(8), 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.crumb)
        layout.addWidget(self.count)
        layout.addWidget(self._rests, 1)
        layout.addWidget(self._people)
        layout.addWidget(self.filter)
        layout.addWidget(self.prompts)

    def show_path(self, threat: str, title: str) -> None:
        """Show the section's threat, if it is of one, and its title."""
        self.crumb.show_path((tr("Board"), threat) if threat else (tr("Board"),), title)

    def show_lines(self, has_lines: bool) -> None:
        """Show what is about lines, or leave it out."""
        for part in (self.count, self._rests, self._people, self.filter):
            part.setVisible(has_lines)

    def show_progress(self, progress: str, rests: str) -> None:
        """Tell how many lines are established, and on which kinds of source they rest."""
        self.count.setText(progress)
        self._rests.show_text(rests)

    def show_people(self, words: str, name_words: str) -> None:
        """Tell to whom the section is assigned: for the eye, and for hand and ear."""
        name_apart(self._people, words, name_words)

    def show_prompts(self, number: int) -> None:
        """Tell how much is pointed out about the section."""
        told = counted(number, "prompt", "prompts")
        if told != self.prompts.accessibleName():  # its words move all that stands beside it
            name(self.prompts, told)
            self.prompts.setVisible(bool(number))

    def _on_crumb_step_asked(self, _step: int) -> None:
        self.board_asked.emit()
