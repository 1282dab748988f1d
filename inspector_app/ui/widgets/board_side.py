"""The side of the board: what the team has before it, by groups that fold away when empty."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.side_group import SideGroup, SideRow


class BoardSide(QScrollArea):
    """Groups of rows; one without rows is not shown.

    Signals:
        source_asked(str): the user wants to see a source.
        prompt_asked(str): the user wants to see a prompt.
        laptop_asked(str): the user wants to see how a laptop stands to this one.
        history_asked(str): the user wants to see what was recorded.
        encounter_asked(str): the user wants to see an encounter.
        travel_asked(str): the user wants to see whether the team is ready to travel.
        line_asked(str): the user wants to see the line that a damaged file is put to.
    """

    source_asked = Signal(str)
    prompt_asked = Signal(str)
    laptop_asked = Signal(str)
    history_asked = Signal(str)
    encounter_asked = Signal(str)
    travel_asked = Signal(str)
    line_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("At a glance"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        self.setWidget(content)
        for ground in (self.viewport(), content):
            ground.setAutoFillBackground(False)  # the region's own shows
        self.damaged = SideGroup("warning", tr("Damaged files"), content)
        self.damaged.asked.connect(self.line_asked)
        self.travel = SideGroup("place", tr("Ready to travel"), content)
        self.travel.asked.connect(self.travel_asked)
        self.today = SideGroup("calendar", tr("Today"), content)
        self.tomorrow = SideGroup("calendar", tr("Tomorrow"), content)
        self.come_back = SideGroup("flag", tr("Come back"), content)
        for group in (self.today, self.tomorrow, self.come_back):
            group.asked.connect(self.encounter_asked)
        self.overdue = SideGroup("clock", tr("Overdue requests"), content)
        self.overdue.asked.connect(self.source_asked)
        self.prompts = SideGroup("bell", tr("Prompts"), content)
        self.prompts.asked.connect(self.prompt_asked)
        self.since = SideGroup("history", tr("Since yesterday"), content)
        self.since.asked.connect(self.history_asked)
        self.laptops = SideGroup("laptop", tr("Laptops to bring together"), content)
        self.laptops.asked.connect(self.laptop_asked)
        self._groups = (
            *(self.damaged, self.travel, self.today, self.tomorrow, self.come_back),
            *(self.overdue, self.prompts, self.since, self.laptops),
        )
        self._nothing = label(tr("No request is overdue."), "dim", content)
        self._nothing.setWordWrap(True)
        px = theme.current().px
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(16), px(4), px(16), px(8))
        layout.setSpacing(px(12))
        for group in self._groups:
            layout.addWidget(group)
        layout.addWidget(self._nothing)
        layout.addStretch(1)
        self.show_damaged(())
        self.show_travel(())
        self.show_days((), (), ())
        self.show_overdue(())
        self.show_prompts((), 0)
        self.show_since((), 0)
        self.show_laptops(())

    def show_damaged(self, rows: tuple[SideRow, ...]) -> None:
        """Show the evidence files of which this laptop keeps something else than was put in."""
        self._show(self.damaged, rows, len(rows))

    def show_travel(self, rows: tuple[SideRow, ...]) -> None:
        """Show the way to what is looked at before the team leaves."""
        self._show(self.travel, rows, len(rows))

    def show_days(
        self,
        today: tuple[SideRow, ...],
        tomorrow: tuple[SideRow, ...],
        come_back: tuple[SideRow, ...],
    ) -> None:
        """Show the encounters of two days, and the notes that need another look."""
        self._show(self.today, today, len(today))
        self._show(self.tomorrow, tomorrow, len(tomorrow))
        self._show(self.come_back, come_back, len(come_back))

    def show_overdue(self, rows: tuple[SideRow, ...]) -> None:
        """Show the requests that are overdue."""
        self._show(self.overdue, rows, len(rows))

    def show_prompts(self, rows: tuple[SideRow, ...], number: int) -> None:
        """Show what is pointed out, ``number`` in all, kind by kind."""
        self._show(self.prompts, rows, number)

    def show_since(self, rows: tuple[SideRow, ...], number: int) -> None:
        """Show who has recorded how much since yesterday, ``number`` acts in all."""
        self._show(self.since, rows, number)

    def show_laptops(self, rows: tuple[SideRow, ...]) -> None:
        """Show the laptops that do not hold the same as this one."""
        self._show(self.laptops, rows, len(rows))

    def _show(self, group: SideGroup, rows: tuple[SideRow, ...], number: int) -> None:
        group.show_rows(rows, str(number))
        group.setVisible(bool(rows))
        self._nothing.setVisible(all(each.isHidden() for each in self._groups))
