"""The sections at the left of the walk: which there are, which are mine, which are in scope."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.sections_tree import SectionsTree
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.sections_view import SectionsView


class SectionsPanel(QWidget):
    """The list of sections with their progress, and the switch for what is mine.

    Signals:
        section_asked(str): the section the user wants to see.
        mine_asked(): only what is mine is to be shown, or everything again.
        told(str): a sentence for the message bar.
    """

    section_asked = Signal(str)
    mine_asked = Signal()
    told = Signal(str)

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._marked = ""
        self.model = SectionsTree(self)
        self._show_tree()  # before any view follows it
        self.view = SectionsView(self)
        self.view.show_model(self.model)
        self.model.modelReset.connect(self._on_model_reset)
        self.view.section_asked.connect(self.section_asked)
        self.view.scope_asked.connect(self.ask_scope)
        self.mine = QCheckBox(tr("Only &mine"), self)
        self.mine.setChecked(inspection.mine.is_on)
        self.mine.toggled.connect(self._on_mine_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 4)
        row.addWidget(self.mine)
        layout.addLayout(row)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)

    def mark(self, section: str) -> None:
        """Show which section is walked."""
        self._marked = section
        self.view.mark(section)

    def look_again(self) -> None:
        """Show what stands now, and whether only what is mine is shown."""
        self._show_mine()
        self._show_tree()

    def ask_scope(self, section_id: str) -> None:
        """Ask why a section is put out of scope, or into it."""
        standing = self._inspection.standing
        section = standing.pack.section(section_id)
        name = viewing.section_name(standing, section.id)
        if not section.lines:
            self.told.emit(tr("The checklist has no lines for {name}.").format(name=name))
            return
        is_in = standing.in_scope(section)
        service, id_ = self._inspection.services.inspections, standing.id
        title = tr("Put {name} out of scope?") if is_in else tr("Put {name} in scope?")
        words = tr("Answers given there are kept.")
        accept = tr("Out of scope") if is_in else tr("In scope")
        asking = AskReason(self, title.format(name=name), words, accept)

        def given(reason: str) -> None:
            said = tr("{name} is out of scope") if is_in else tr("{name} is in scope")
            self._inspection.record(
                self,
                lambda: service.switch(id_, section.id, in_scope=not is_in, reason=reason),
                said.format(name=name),
            )

        asking.given.connect(given)
        asking.open()

    def _show_tree(self) -> None:
        standing, mine = self._inspection.standing, self._inspection.mine
        narrows = mine.narrows(standing)
        self.model.show(viewing.sections_view(standing, mine.me, only_mine=narrows))

    def _show_mine(self) -> None:
        with QSignalBlocker(self.mine):
            self.mine.setChecked(self._inspection.mine.is_on)

    def _on_model_reset(self) -> None:
        if self._marked:
            self.view.mark(self._marked)

    def _on_mine_toggled(self, _is_on: bool) -> None:
        self.mine_asked.emit()
        self._show_mine()  # where nothing is mine it stays as it was
