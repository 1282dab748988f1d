"""The log of faults as it may leave the laptop: places in the program, and nothing else."""

from pathlib import Path

from inspector_app.cli import failure
from inspector_app.services import fault_log
from inspector_app.services.fault_log import WITHHELD

WORD = "Quetzalcoatl"
HOME = "/home"


def test_a_fault_of_the_program_is_told_by_its_places(tmp_path: Path) -> None:
    try:
        fault_log.entries(3)  # type: ignore[arg-type]
    except TypeError as bug:
        failure.told(bug, "vault.init", tmp_path)
    (entry,) = fault_log.entries(tmp_path / "logs", frozenset({"vault.init"}))
    assert entry.command == "vault.init"
    assert entry.lines[0] == "  builtins.TypeError"
    assert any(line.startswith("    inspector_app/services/fault_log.py:") for line in entry.lines)
    assert WITHHELD in entry.lines[1], "the test is no part of the program"


def test_nothing_else_that_stands_in_the_log_comes_out(tmp_path: Path) -> None:
    head = "2026-11-27T10:00:00+00:00 SPR Inspector 0.1.0, Python 3.11.7"
    lines = (
        f"{WORD} before any fault",
        f"{head}, {WORD}",
        f"  builtins.{WORD}",
        f"  {WORD}.Error",
        "  inspector_app.domain.errors.NotFound",
        f"    {HOME}/{WORD}/inspector_app/cli/main.py:12 in {WORD}",
        f"    {HOME}/jo/inspector_app/{WORD}.py:12 in run",
        f"    {HOME}/{WORD}/other.py:12 in run",
        f"    C:\\Users\\{WORD}\\inspector_app\\cli\\desk.py:40 in vault",
        f"The answer was {WORD}",
        f"{head}, recording.answer extra {WORD}",
    )
    (tmp_path / "faults.log").write_text("\n".join(lines), encoding="utf-8")
    found = fault_log.entries(tmp_path, frozenset({"recording.answer"}))
    assert WORD not in repr(found)
    (entry,) = found
    assert entry.lines[2] == "  inspector_app.domain.errors.NotFound"
    assert entry.lines[3] == "    inspector_app/cli/main.py:12"
    assert entry.lines[6] == "    inspector_app/cli/desk.py:40"


def test_no_log_is_no_fault(tmp_path: Path) -> None:
    assert fault_log.entries(tmp_path) == ()
