"""What opening a section of 40 lines costs, against building the same bare Qt widgets.

Usage: python -m tests.benchmarks.open_section [ROUNDS]    (15 by default)

Measured is the whole screen, from its making to its first painting: sections at the left, forty
answered lines with the first one open, evidence at the right; and, with the screen made already,
going there from another section. The baseline is the same tree of widgets out of Qt's own classes,
with the same words in the same box and grid layouts, under the same style sheet: no item delegate,
no layout of our own, no signal, no decision. Its item views show the same texts from Qt's own
standard model. All take turns in one process, and the lowest of the rounds counts: CPU is user and
system time. The gap is the longest stretch in which the window's thread did not come back to its
event loop.

Prints one JSON line per measure: {"name", "measured", "baseline", "ratio", "limit", "unit"}.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QMargins,
    QModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTableView,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.config import Theme
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.section_page import SectionPage
from tests.benchmarks.telling import tell
from tests.support.vaults import a_vault, an_inspection

_ROUNDS = 15
_LINES = 40
_LIMIT = 2.0
_SIZE = (1366, 684)
_GATHERED = ("CC-PO", "CP-PO", "CS-PO")
_BARE: tuple[type[QWidget], ...] = (
    QTableView,
    QTreeView,
    QListView,
    QPlainTextEdit,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QCheckBox,
    QToolButton,
    QPushButton,
    QLabel,
    QFrame,
    QWidget,
)
"""The most particular first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one opening took."""

    cpu_ms: float
    gap_ms: float


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS
    app = QApplication(sys.argv[:1])
    theme.current().apply(Theme.LIGHT, 100)
    with tempfile.TemporaryDirectory(prefix="section-benchmark-") as name:
        vault = a_vault(Path(name))
        jobs = Jobs()
        inspection = OpenInspection(vault, _with_forty_lines(vault), jobs)
        plan = _plan_of_the_page(inspection)
        found = [
            (_measured(lambda: _page(inspection)), _measured(lambda: _bare(plan)))
            for _ in range(rounds + 1)
        ][1:]  # the first of each pays for what Python and Qt keep
        pages = [_stay(inspection) for _ in range(rounds)]
        jobs.close()
        vault.close()
    del app
    mine, bare = ([pair[place] for pair in found] for place in (0, 1))
    _tell("opening a section of 40 lines, CPU", mine, bare, "ms CPU", "cpu_ms", _LIMIT)
    _tell("opening a section of 40 lines, longest GUI gap", mine, bare, "ms", "gap_ms", None)
    _tell("going to another section of 40 lines, CPU", pages, bare, "ms CPU", "cpu_ms", _LIMIT)


def _tell(
    name: str, mine: list[Figures], bare: list[Figures], unit: str, key: str, limit: float | None
) -> None:
    measured = min(getattr(each, key) for each in mine)
    baseline = min(getattr(each, key) for each in bare)
    tell(name, measured, baseline, limit, unit)


def _measured(build: Callable[[], QWidget]) -> Figures:
    """Return what building, showing and painting took; what was built is gone then."""
    began = time.process_time()
    at = time.perf_counter()
    widget = build()
    gap = time.perf_counter() - at
    for _ in range(4):  # layouts settle and the window is painted in the first of them
        at = time.perf_counter()
        QApplication.processEvents()
        gap = max(gap, time.perf_counter() - at)
    cpu = time.process_time() - began
    widget.hide()
    widget.deleteLater()
    del widget
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    return Figures(cpu * 1000, gap * 1000)


def _page(inspection: OpenInspection) -> SectionPage:
    page = SectionPage(inspection)
    page.resize(*_SIZE)
    page.show()
    page.arrive("CC-PO")
    return page


def _stay(inspection: OpenInspection) -> Figures:
    """Return what going from another section to the one of forty lines took."""
    page = _page(inspection)
    page.arrive("CC-T")
    QApplication.processEvents()
    began = time.process_time()
    at = time.perf_counter()
    page.arrive("CC-PO")
    gap = time.perf_counter() - at
    for _ in range(4):
        QApplication.processEvents()
    cpu = time.process_time() - began
    page.hide()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Figures(cpu * 1000, gap * 1000)


def _with_forty_lines(vault: Unlocked) -> Standing:
    """Return an inspection whose first public order section holds forty answered lines."""
    id_ = an_inspection(vault)
    pack = vault.inspections.pack(id_)
    gathered = [line for each in _GATHERED for line in pack.section(each).lines][:_LINES]
    for line in gathered:
        note = "Told at the duty desk: the mobilisation plan was last tried in March."
        vault.inspections.answer(id_, LineId(line.id), Answer(note=note))
    first = pack.section(_GATHERED[0])
    lines = tuple(replace(line, section=first.id) for line in gathered)
    sections = tuple(
        replace(each, lines=lines if each.id == first.id else ()) if each.id in _GATHERED else each
        for each in pack.sections
    )
    standing = vault.inspections.standing(id_)
    return replace(standing, pack=replace(pack, sections=sections))


# The baseline


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of a layout."""

    content: "int | Arrangement | QSize"
    """A child by its place among the children, a layout within, or blank space."""
    stretch: int
    place: tuple[int, int, int, int]
    """Row, column and spans in a grid."""
    alignment: Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A box or grid layout."""

    kind: type[QVBoxLayout] | type[QHBoxLayout] | type[QGridLayout]
    margins: QMargins
    spacing: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One widget of the page, as Qt's own class would have it."""

    bare: type[QWidget]
    look: str
    words: str
    place: tuple[int, int, int, int]
    is_shown: bool
    in_viewport: bool
    texts: tuple[tuple[str, ...], ...]
    """Of an item view: the texts of its rows."""
    tall_row: tuple[int, int]
    """Of the lines: the open row and its height."""
    children: tuple["Plan", ...]
    arrangement: Arrangement | None
    """None: children stand at their places."""


def _plan_of_the_page(inspection: OpenInspection) -> Plan:
    page = _page(inspection)
    for _ in range(4):
        QApplication.processEvents()
    plan = _plan(page, in_viewport=False)
    page.hide()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return plan


def _plan(widget: QWidget, *, in_viewport: bool) -> Plan:
    children = []
    held: list[QWidget] = []
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isWindow():
            continue
        if not isinstance(widget, QAbstractScrollArea):
            held.append(child)
            children.append(_plan(child, in_viewport=False))
        elif child is widget.viewport():
            inside = child.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            children += [_plan(each, in_viewport=True) for each in inside]
        # Scroll bars and the viewport itself come with Qt's own class.
    texts: tuple[tuple[str, ...], ...] = ()
    tall_row = (-1, 0)
    if isinstance(widget, QTableView | QTreeView | QListView) and widget.model() is not None:
        texts = _texts(widget.model())
    if isinstance(widget, QTableView) and texts:
        heights = [widget.rowHeight(row) for row in range(len(texts))]
        tall_row = (heights.index(max(heights)), max(heights))
    words = widget.text() if isinstance(widget, _WITH_TEXT) else ""
    where = widget.geometry()
    return Plan(
        next(each for each in _BARE if isinstance(widget, each)),
        str(widget.property("look") or ""),
        widget.toPlainText() if isinstance(widget, QPlainTextEdit) else words,
        (where.x(), where.y(), where.width(), where.height()),
        not widget.isHidden(),
        in_viewport,
        texts,
        tall_row,
        tuple(children),
        _arrangement(widget.layout(), held),
    )


def _arrangement(layout: QLayout | None, held: list[QWidget]) -> Arrangement | None:
    if not isinstance(layout, QBoxLayout | QGridLayout):
        return None
    cells = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        content: int | Arrangement | QSize = item.sizeHint()
        if widget is not None:
            if widget not in held:
                continue
            content = held.index(widget)
        elif inner is not None:
            within = _arrangement(inner, held)
            if within is None:
                continue
            content = within
        place = (0, 0, 1, 1)
        if isinstance(layout, QGridLayout):
            place = layout.getItemPosition(at)  # type: ignore[assignment]  # the stub says object
        stretch = layout.stretch(at) if isinstance(layout, QBoxLayout) else 0
        cells.append(Cell(content, stretch, place, item.alignment()))
    kind = next(
        each for each in (QGridLayout, QHBoxLayout, QVBoxLayout) if isinstance(layout, each)
    )
    return Arrangement(kind, layout.contentsMargins(), layout.spacing(), tuple(cells))


def _arranged(plan: Arrangement, children: list[QWidget], parent: QWidget | None) -> QLayout:
    layout = plan.kind(parent) if parent is not None else plan.kind()
    layout.setContentsMargins(plan.margins)
    layout.setSpacing(plan.spacing)
    for cell in plan.cells:
        content = cell.content
        if isinstance(layout, QGridLayout):
            if isinstance(content, int):
                layout.addWidget(children[content], *cell.place, cell.alignment)
            elif isinstance(content, Arrangement):
                layout.addLayout(_arranged(content, children, None), *cell.place, cell.alignment)
        elif isinstance(layout, QBoxLayout):
            if isinstance(content, int):
                layout.addWidget(children[content], cell.stretch, cell.alignment)
            elif isinstance(content, Arrangement):
                layout.addLayout(_arranged(content, children, None), cell.stretch)
            elif cell.stretch:
                layout.addStretch(cell.stretch)
            else:
                layout.addSpacing(max(content.width(), content.height()))
    return layout


_WITH_TEXT = (QLabel, QLineEdit, QPushButton, QToolButton, QCheckBox, QRadioButton)


def _texts(model: QAbstractItemModel) -> tuple[tuple[str, ...], ...]:
    def row_of(row: int, parent: QModelIndex) -> tuple[str, ...]:
        columns = range(model.columnCount(parent))
        return tuple(str(model.index(row, column, parent).data() or "") for column in columns)

    found = []
    for row in range(model.rowCount(QModelIndex())):
        found.append(row_of(row, QModelIndex()))
        above = model.index(row, 0, QModelIndex())
        found += [row_of(under, above) for under in range(model.rowCount(above))]
    return tuple(found)


def _bare(plan: Plan) -> QWidget:
    widget = _built(plan, None)
    widget.show()
    return widget


def _built(plan: Plan, parent: QWidget | None) -> QWidget:
    widget = plan.bare(parent)
    if plan.look:
        theme.set_look(widget, plan.look)
    if isinstance(widget, QPlainTextEdit):
        widget.setPlainText(plan.words)
    elif isinstance(widget, _WITH_TEXT):
        widget.setText(plan.words)
    if isinstance(widget, QTableView | QTreeView | QListView):
        model = QStandardItemModel(widget)
        for row in plan.texts:
            model.appendRow([QStandardItem(text) for text in row])
        widget.setModel(model)
        if isinstance(widget, QTableView):
            widget.horizontalHeader().hide()
            widget.verticalHeader().hide()
            if plan.tall_row[0] >= 0:
                widget.setRowHeight(*plan.tall_row)
    inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    made = [_built(child, inner if child.in_viewport else widget) for child in plan.children]
    if plan.arrangement is not None:
        _arranged(plan.arrangement, made, widget)
    widget.setGeometry(*plan.place)
    if parent is not None:
        widget.setVisible(plan.is_shown)
    return widget


if __name__ == "__main__":
    main()
