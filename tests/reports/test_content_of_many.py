"""A report of four times as much is read in four times as many steps, and hardly one more."""

import sys
from dataclasses import replace
from types import FrameType
from typing import Any

from inspector_app.domain.accounts import Account
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Pack
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import EvidenceId, LineId, Sha256
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.standing import Standing
from inspector_app.reports.content import content
from inspector_app.reports.facts import Options
from tests.support.standings import a_journal, the_pack

_FEW, _TIMES = 60, 4


def test_every_line_source_and_item_costs_the_same_however_many_there_are() -> None:
    few, many = (_steps_of(_standing_of(count)) for count in (_FEW, _FEW * _TIMES))
    assert many < 1.05 * _TIMES * few


def _steps_of(standing: Standing) -> int:
    """Return how many of its own steps Python takes to read what a report prints."""
    steps = 0

    def trace(frame: FrameType, event: str, _given: Any) -> Any:
        nonlocal steps
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        found = content(standing, {}, Options(), fold_version=1, app_version="0")
    finally:
        sys.settrace(before)
    assert len(found.record.evidence) == len(found.record.sources) >= _FEW
    return steps


def _standing_of(count: int) -> Standing:
    """Return an inspection with so many lines, each with a source, its account and an item."""
    pack = _pack_of(count)
    journal = a_journal(pack)
    for n in range(count):
        line, source, item = LineId(f"CC-PO-{n}"), f"{n:032x}", EvidenceId(f"{n:032x}")
        told = Source(Interview(), f"Interview {n}", f"JS/{n}", evidence=(item,))
        file = EvidenceFile(f"JS/{count + n}", "note.txt", Sha256(f"{n:064x}"), 9, "text/plain")
        for written, body in (
            (subject(Subject.SOURCE, source), bodies.SourceRecorded(told)),
            (
                subject(Subject.ACCOUNT, f"{n:032x}"),
                bodies.AccountGiven(Account(line, "Told so.", source=source)),
            ),
            (subject(Subject.EVIDENCE, item), bodies.EvidenceAdded(file)),
            (subject(Subject.LINK, item, line), bodies.EvidenceLinked(item, line)),
        ):
            journal.record(written, body, seen=())
    return journal.standing()


def _pack_of(count: int) -> Pack:
    """Return the pack that ships with so many lines in one of its sections, and no others."""
    pack = the_pack()
    one = pack.section("CC-PO").lines[0]
    lines = tuple(replace(one, id=LineId(f"CC-PO-{n}"), see_also=()) for n in range(count))
    return replace(
        pack,
        sections=tuple(
            replace(each, lines=lines if each.id == "CC-PO" else ()) for each in pack.sections
        ),
        quantities=(),
        checks=(),
        charts=(),
        balances=(),
        take_ups=(),
        comparisons=(),
    )
