"""The parts of the window laid out as in the drawings, with sample values; shipped nowhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.models.board_matrix import BoardMatrix, BoardView, ThreatRow, TileView
from inspector_app.ui.models.evidence_grid import EvidenceGrid
from inspector_app.ui.models.evidence_grid import EvidenceView as Item
from inspector_app.ui.models.lines_table import LinesTable, LineView
from inspector_app.ui.models.sections_tree import SectionNode, SectionsTree, ThreatNode
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.widgets.badges import Flag, Legend
from inspector_app.ui.widgets.board_view import BoardView as BoardTable
from inspector_app.ui.widgets.breadcrumb import Breadcrumb
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.drop_zone import DropZone
from inspector_app.ui.widgets.evidence_view import EvidenceView
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.headline_bar import HeadlineBar
from inspector_app.ui.widgets.key_hint import KeyCap
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.lines_view import LinesView
from inspector_app.ui.widgets.marking_strip import MarkingStrip
from inspector_app.ui.widgets.open_line import AccountRow, OpenLine
from inspector_app.ui.widgets.regions import LEFT_WIDTH, Regions, SideRegion
from inspector_app.ui.widgets.sections_view import SectionsView
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.side_group import SideGroup, SideRow
from inspector_app.ui.widgets.status_line import StatusLine
from inspector_app.ui.widgets.thin_bar import ThinBar
from inspector_app.ui.widgets.top_bar import TopBar

REQUIREMENTS = ("Capacity and contribution", "Capability", "Consistency", "Connectivity")
THREATS: tuple[tuple[str, tuple[tuple[int, int] | None, ...]], ...] = (
    ("Terrorism", ((9, 11), (12, 16), None, (10, 10))),
    ("Civil emergencies", ((14, 14), (7, 10), None, (2, 5))),
    ("Serious organised crime", ((11, 11), (4, 11), None, (0, 9))),
    ("Public order", ((11, 16), (9, 19), (10, 10), (3, 6))),
    ("Large-scale cyber incident", ((8, 17), (5, 17), None, (0, 4))),
    ("CBRN", (None, None, (1, 4), None)),
)
HEADLINES = {
    (0, 0): ("Chief constable grasps the role; capacity with the network", "IDM", 1, 1),
    (0, 1): ("Complex investigations within reach, through others", "ID", 1, 2),
    (0, 3): ("Joined up with the network", "IM", 1, 0),
    (3, 0): ("The force can contribute to the national requirement", "IDQRS", 2, 3),
    (3, 2): ("Training and equipment alike across the region", "GDE", 1, 0),
    (4, 1): ("Not yet able to understand the threat in full", "IS", 2, 1),
}
LINES = (
    LineView(
        "l1",
        "CC-PO-01",
        "Does the chief constable grasp the duty to send police support "
        "units (PSUs) across force borders?",
        "Yes",
        kinds=("I",),
        initials="JS",
    ),
    LineView(
        "l2",
        "CC-PO-02",
        "Is there capacity to contribute to the national public order requirement?",
        "Yes",
        kinds=("I", "R"),
        files=1,
        initials="JS",
    ),
    LineView(
        "l3",
        "CC-PO-03",
        "Was a public order strategic threat and risk assessment (STRA) "
        "handed over when asked for?",
        "Not supplied",
        kinds=("Q",),
        files=1,
        initials="JS",
    ),
    LineView(
        "l4",
        "CC-PO-04",
        "Was that assessment done the way national guidance says?",
        "Does not exist",
        kinds=("Q",),
        initials="JS",
    ),
    LineView(
        "l5",
        "CC-PO-05",
        "Does the force’s self-assessment under the capability framework "
        "take in public order and public safety?",
        "Yes",
        as_at="2013",
        kinds=("D", "S"),
        files=1,
        initials="AM",
    ),
    LineView(
        "l6",
        "CC-PO-06",
        "Is a regional public order STRA planned, in progress or finished?",
        "In progress",
        kinds=("I",),
        initials="AM",
    ),
    LineView(
        "l7",
        "CC-PO-07",
        "Can the force show how it works out how many PSUs it needs locally?",
        "No",
        kinds=("I", "I"),
        initials="JS",
    ),
    LineView(
        "l8",
        "CC-PO-08",
        "How many PSUs does the force say local disorder would require?",
        "5 PSUs",
        kinds=("R",),
        files=1,
        initials="JS",
    ),
    LineView(
        "l9",
        "CC-PO-09",
        "How many PSUs does the force declare it can put out?",
        "8 PSUs",
        kinds=("R",),
        files=1,
        initials="JS",
    ),
    LineView(
        "l10",
        "CC-PO-10",
        "How does the declared number compare with the stated local need?",
        "3 more than needed",
        kinds=("R",),
        initials="JS",
    ),
    LineView(
        "l11",
        "CC-PO-11",
        "How many PSUs is the force expected to put into a national mobilisation, and can it?",
        "5 PSUs; yes",
        kinds=("I", "S", "R"),
        files=1,
        initials="AM",
        versions=2,
    ),
    LineView(
        "l12",
        "CC-PO-12",
        "Are there enough specialist public order staff (protester "
        "liaison, removal of obstructing protesters and the like)?",
        "Asked, no reply",
        is_gap=True,
        kinds=("Q",),
        initials="AM",
    ),
    LineView(
        "l13",
        "CC-PO-13",
        "Are there enough senior officers able to command public order incidents?",
        "Not asked",
        is_gap=True,
    ),
    LineView(
        "l14",
        "CC-PO-14",
        "What does the mutual-aid return say for each of the two years asked about?",
    ),
    LineView(
        "l15",
        "CC-PO-15",
        "Over that period was the force a net giver or net receiver, and "
        "how many forces nationally were in the same position?",
    ),
    LineView(
        "l16",
        "CC-PO-16",
        "Read with the PSU numbers, what does mutual-aid dependence "
        "suggest about trained resources?",
    ),
)
SECTION_KEYS = (
    Shortcut("up", "Up", "move", is_hinted=True, cap="↑↓"),
    Shortcut("outcome", "X", "outcome", is_hinted=True),
    Shortcut("note", "Return", "note", is_hinted=True),
    Shortcut("source", "S", "source", is_hinted=True),
    Shortcut("next", "Ctrl+Return", "next unanswered", is_hinted=True),
    Shortcut("headline", "H", "headline", is_hinted=True),
    Shortcut("keys", "F1", "keys", is_hinted=True),
)


def a_board() -> BoardView:
    """Return the sample board."""
    threats = []
    for row, (name, cells) in enumerate(THREATS):
        tiles = []
        for column, cell in enumerate(cells):
            section = f"s{row}{column}"
            if cell is None:
                tiles.append(TileView(section, in_scope=False))
                continue
            headline, kinds, versions, prompts = HEADLINES.get((row, column), ("", "I", 1, 0))
            tiles.append(TileView(section, *cell, headline, tuple(kinds), versions, prompts))
        done = sum(cell[0] for cell in cells if cell)
        total = sum(cell[1] for cell in cells if cell)
        threats.append(ThreatRow(name, done, total, tuple(tiles)))
    return BoardView(REQUIREMENTS, tuple(threats))


def a_tree() -> tuple[ThreatNode, ...]:
    """Return the sample sections."""
    return tuple(
        ThreatNode(
            name,
            tuple(
                SectionNode(
                    f"s{row}{column}",
                    REQUIREMENTS[column],
                    *(cell or (0, 0)),
                    is_mine=(row, column) in {(3, 0), (3, 1), (4, 0)},
                    in_scope=cell is not None,
                )
                for column, cell in enumerate(cells)
            ),
        )
        for row, (name, cells) in enumerate(THREATS)
    )


def a_page_picture(shade: str = "#6b7a8c") -> bytes:
    """Return a small PNG that looks like a page."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    image = QImage(96, 128, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(12, 14, 44, 6, QColor(shade))
    for line in range(6):
        painter.fillRect(12, 34 + line * 14, 72 - (line * 13) % 28, 5, QColor("#c3cad3"))
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


def an_open_line() -> OpenLine:
    """Return the open line of the drawing."""
    line = OpenLine()
    line.show_head("CC-PO-07", LINES[6].question, "JS · 18 Sep, 14:02")
    strip = SegmentedChoice("Answer", line)
    strip.show_choices(
        (Choice("yes", "Yes", "Y"), Choice("partly", "Partly", "P"), Choice("no", "No", "N"))
    )
    strip.show_value("no")
    outcome = Chip("chevron-down", "Outcome", "X", line)
    outcome.show_text("Outcome")
    row = QWidget(line)
    answers = FlowLayout(row)
    answers.addWidget(strip)
    answers.addWidget(outcome)
    line.add_row("", row)
    note = GrowingText("Note", "Note", line)
    note.show_text("No method shown; the assessment that would hold it was not supplied.")
    line.add_row("Note", note)
    accounts = QVBoxLayout()
    accounts.setSpacing(4)
    accounts.addWidget(
        AccountRow(
            "I",
            "Assistant chief constable",
            "“We judge it from past events and what the region asks of us.”",
            "JS/2",
        )
    )
    accounts.addWidget(
        AccountRow(
            "I", "Control room supervisor", "“I have not seen a figure for local need.”", "JS/5"
        )
    )
    line.add_row("Accounts", accounts)
    under = QWidget(line)
    chips = FlowLayout(under)
    for icon, name, text, keys in (
        ("calendar", "As at", "17 Sep 2013", "D"),
        ("shield", "Source of capability", "Capability: own", ""),
        ("lock", "Marking", "OFFICIAL-SENSITIVE", "M"),
        ("export", "Export", "Export: yes", ""),
    ):
        chip = Chip(icon, name, keys, line)
        chip.show_text(text)
        chips.addWidget(chip)
    line.add_row("", under)
    return line


def _frame(body: QWidget, recorded: str) -> QWidget:
    window = QWidget()
    top = TopBar(window)
    top.show_title("Cambridgeshire Constabulary", "SPR, July 2012 · fieldwork 16–20 September 2013")
    top.show_search("Search lines, notes, evidence")
    top.add_button("clock", "Encounter")
    top.add_button("sync", "Sync")
    top.add_button("report", "Report")
    status = StatusLine(window)
    status.hints.show_hints(SECTION_KEYS)
    status.show_recorded(recorded)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(MarkingStrip("Official-Sensitive", window))
    layout.addWidget(top)
    layout.addWidget(body, 1)
    layout.addWidget(status)
    return window


def section_screen() -> QWidget:
    """Return the Section screen with sample values."""
    tree = SectionsTree()
    tree.show(a_tree())
    sections = SectionsView()
    tree.setParent(sections)
    sections.show_model(tree)
    sections.mark("s40")
    sections.mark("s30")
    left = SideRegion("Sections", sections, is_left=True, width=LEFT_WIDTH)
    sources = QWidget()
    right_layout = QVBoxLayout(sources)
    right_layout.setContentsMargins(16, 0, 4, 12)
    right_layout.addWidget(label("Evidence", "body-strong", sources))
    grid_model = EvidenceGrid()
    grid_model.show(
        tuple(Item(f"e{n}", f"JS/{n}", f"Caption of item {n}", "PDF", n != 2) for n in range(1, 5))
    )
    for number in (1, 3, 4):
        grid_model.thumbnail_arrived(f"e{number}", a_page_picture())
    grid = EvidenceView(sources)
    grid_model.setParent(grid)
    grid.show_model(grid_model)
    right_layout.addWidget(grid, 1)
    right_layout.addWidget(DropZone(parent=sources))
    right = SideRegion("Sources and evidence", sources)

    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.setContentsMargins(8, 2, 8, 4)
    layout.setSpacing(4)
    head = QHBoxLayout()
    head.setContentsMargins(4, 0, 0, 0)
    crumb = Breadcrumb(centre)
    crumb.show_path(("Board", "Public order"), "Capacity and contribution")
    head.addWidget(crumb)
    head.addSpacing(8)
    head.addWidget(label("11 of 16 established", "dim", centre))
    bar = ThinBar("Established", 96, centre)
    bar.show_progress(11, 16)
    head.addSpacing(8)
    head.addWidget(bar)
    head.addStretch(1)
    head.addWidget(Flag("bell", "3 prompts", centre))
    layout.addLayout(head)
    headline = HeadlineBar("H", centre)
    headline.show_headline(
        "The force can contribute to the national requirement; how it works "
        "out its local need is unclear.",
        "JS · 18 Sep",
    )
    layout.addWidget(headline)
    model = LinesTable()
    model.show(LINES)
    lines = LinesView(centre)
    model.setParent(lines)
    lines.show_model(model)
    lines.set_open_widget(an_open_line())
    layout.addWidget(lines, 1)
    layout.addWidget(Legend(("I", "D", "Q", "R", "S"), centre))
    window = _frame(Regions(centre, left, right), "No recorded")
    lines.go_to(6, opens=True)
    return window


def board_screen() -> QWidget:
    """Return the Board screen with sample values."""
    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.setContentsMargins(16, 6, 10, 4)
    layout.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(label("Board", "page", centre))
    head.addWidget(label("Day 3 of 5 · 116 of 190 established", "dim", centre))
    head.addStretch(1)
    layout.addLayout(head)
    model = BoardMatrix()
    model.show(a_board())
    board = BoardTable(centre)
    model.setParent(board)
    board.show_model(model)
    layout.addWidget(board, 1)
    board.setMaximumHeight(board.full_height())
    board.go_to("s30")
    card = QFrame(centre)
    theme.set_look(card, "opened")
    inner = QVBoxLayout(card)
    top = QHBoxLayout()
    top.addWidget(label("Public order · Capacity and contribution", "title", card))
    top.addStretch(1)
    gaps = KeyCap("G", card)
    top.addWidget(gaps)
    inner.addLayout(top)
    inner.addWidget(Legend(tuple("IGDQRTEOMS"), card))
    layout.addWidget(card)
    layout.addStretch(0)
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(16, 12, 16, 12)
    tomorrow = SideGroup("calendar", "Tomorrow", side)
    tomorrow.show_rows(
        (
            SideRow("09:00", "Mobilisation test", "Control room · unannounced"),
            SideRow("11:00", "Chief constable", "Interview · JS, AM"),
        ),
        "2",
    )
    since = SideGroup("flag", "Since yesterday", side)
    since.show_rows((SideRow("24", "answers recorded"), SideRow("3", "headlines written")))
    column.addWidget(tomorrow)
    column.addWidget(since)
    column.addStretch(1)
    return _frame(Regions(centre, None, SideRegion("Today", side)), "Headline recorded")


def shown(window: QWidget, width: int, height: int) -> QImage:
    """Return ``window`` painted at a size, as it is on a screen that has it in focus."""
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(width, height)
    window.show()
    icons.icon("bell")
    for _ in range(3):  # layouts settle over a few rounds
        from PySide6.QtWidgets import QApplication

        QApplication.processEvents()
    return window.grab().toImage()
