"""The tables of the encounter screen: notes, lines, timetable."""

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from pytestqt.modeltest import ModelTester

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.ui.encounter_viewing import EntryView, NoteView, SpokenLineView
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.notes_table import NotesTable
from inspector_app.ui.models.spoken_lines_table import SpokenLinesTable
from inspector_app.ui.models.timetable_table import TimetableTable

NOTES = (NoteView("a", "09:02", "Eight.", "to be sorted"), NoteView("b", "09:04", "Five.", ""))
LINES = (
    SpokenLineView(LineId("CC-PO-09"), "Alt+1", "How many?", "1 account"),
    SpokenLineView(LineId("CC-PO-10"), "", "Compared?", "no account yet"),
)
ENTRIES = (
    EntryView(SourceId("1"), "2013-09-17 09:00", "interview", "Chief", "HQ", "JS", "planned"),
    EntryView(SourceId("2"), "not fixed", "test", "Mobilisation", "", "", "goes on"),
)
CASES = [
    (NotesTable, NOTES, "a", "09:02. Eight. to be sorted."),
    (SpokenLinesTable, LINES, "CC-PO-09", "Alt+1. CC-PO-09. How many? 1 account."),
    (TimetableTable, ENTRIES, "1", "2013-09-17 09:00. interview. Chief. HQ. JS. planned."),
]


@pytest.mark.parametrize(("kind", "rows", "first", "spoken"), CASES)
def test_a_table_shows_rows_finds_them_and_says_all_of_one(
    kind: type[QAbstractTableModel],
    rows: tuple[object, ...],
    first: str,
    spoken: str,
    qtmodeltester: ModelTester,
) -> None:
    model = kind()
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show(rows)  # type: ignore[attr-defined]
    model.show(rows)  # type: ignore[attr-defined]
    assert len(resets) == 1
    qtmodeltester.check(model)
    assert model.rowCount() == 2
    index = model.index(0, 0)
    assert index.data(Role.ID) == first
    assert index.data(Role.VIEW) == rows[0]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == spoken
    assert model.row_of(first) == 0  # type: ignore[attr-defined]
    assert model.row_of("none") == -1  # type: ignore[attr-defined]
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert all(heads)
    model.show(())  # type: ignore[attr-defined]
    assert model.rowCount() == 0


def test_the_same_notes_are_only_drawn_anew_where_they_differ() -> None:
    model, changed, resets = NotesTable(), [], []
    model.show(NOTES)
    model.dataChanged.connect(lambda *_: changed.append(True))
    model.modelReset.connect(lambda: resets.append(True))
    model.show((NOTES[0], NoteView("b", "09:04", "Five.", "account on CC-PO-09")))
    assert (len(changed), resets) == (1, [])
