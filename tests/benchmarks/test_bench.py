"""The table of all benchmarks: nothing left out, failures told, and what got worse."""

import ast
import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks.comparing import compared
from tests.benchmarks.machine import TOP
from tests.benchmarks.running import benchmarks, command_of, result_of, shorter
from tests.benchmarks.runs import Figure, Result, Run, Unreadable, kept, read
from tests.benchmarks.tables import table_of

SMALLEST = {
    "base_fifty": "base_fifty:100",
    "base_file": "base_file:8",
    "base_growth": "base_growth:20",
    "base_quiet": "base_quiet:5",
    "evidence_file": "evidence_file:8",
    "export": "export:5",
    "fieldwork": "fieldwork:1",
    "first_window": "first_window:1",
    "laptop_file": "laptop_file:8",
    "long_day": "long_day:16",
    "merging": "merging:100",
    "one_answer": "one_answer:20",
    "open_100k": "open_100k:2000",
    "open_section": "open_section:1",
    "search": "search:100",
    "signing": "signing:50",
    "tenfold": "tenfold:100",
    "window_gaps": "window_gaps:4:1000",
    "window_sync": "window_sync:50:1",
}
"""Every benchmark of a checkout, as small as it can be."""
ALL = {*SMALLEST, "cold_start"}

WITHIN = Figure("opening, CPU", 1.5, 1.0, 1.5, 2.0, "s")
TOLD = Figure("opening | closing", 12345.678, 0.0, None, None, "MB")
RUN = Run(
    "2012-07-31T09:00:00Z",
    "abc1234",
    "A processor, 2 cores, 8.0 GiB, Linux 6.1",
    "0.1, 0.2, 0.3",
    {"SPR Inspector": "0.1.0", "Python": "3.11.7", "attrs": "26.1"},
    (
        Result("opening", (WITHIN, TOLD), 61.4, 210.6),
        Result("closing:5", (), 2.0, 30.0, "KeyError: 'sha256' (exit code 1)"),
        Result("waiting"),
    ),
)
PRINTS = 'print(\'{"name":"a","measured":3,"baseline":2,"ratio":1.5,"limit":%s}\', flush=True)'


def run_of(*figures: Figure, fault: str = "") -> Run:
    return replace(RUN, results=(Result("opening", figures, 1.0, 1.0, fault),))


def by(script: str) -> Result:
    """What comes of a benchmark that is this script."""
    return result_of("it", [sys.executable, "-c", script], lambda _: None)


def test_no_module_with_a_main_is_left_out() -> None:
    with_a_main = {
        path.stem
        for path in (TOP / "tests" / "benchmarks").glob("*.py")
        if path.stem != "__main__"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "main"
    }
    assert set(benchmarks()) == with_a_main == ALL
    assert all(sentence.endswith(".") for sentence in benchmarks().values())


def test_the_command_lists_all_and_refuses_what_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == sorted(ALL)
    with pytest.raises(SystemExit) as refused:
        bench.main(["base_quiet", "base_quite"])
    assert refused.value.code == 2
    assert "no such benchmark: base_quite. There are: base_fifty," in capsys.readouterr().err


def test_the_table_of_a_recorded_run_is_right(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(kept(RUN), encoding="utf-8")
    assert read(path) == RUN
    lines = table_of(read(path)).splitlines()
    assert lines[2] == (
        "2 figures of 3 benchmarks; 1 with a limit; 0 over it; failed: closing:5; not run: waiting."
    )
    assert lines[4:7] == [
        "- Begun 2012-07-31T09:00:00Z, at commit abc1234",
        "- A processor, 2 cores, 8.0 GiB, Linux 6.1; load when it began 0.1, 0.2, 0.3",
        "- SPR Inspector 0.1.0, Python 3.11.7",
    ]
    cells = [[cell.strip() for cell in line[2:-2].split(" | ")] for line in lines[8:]]
    assert cells[0] == [
        *("benchmark", "measure", "here", "baseline", "unit", "ratio", "limit", "verdict"),
        *("memory, MB", "took, s"),
    ]
    assert cells[2:] == [
        ["opening", "opening, CPU", "1.5", "1", "s", "1.50", "2", "within", "211", "61"],
        ["opening", r"opening \| closing", "12,345.7", "0", "MB", *[""] * 5],
        ["closing:5", "failed: KeyError: 'sha256' (exit code 1)", *[""] * 5, "FAILED", "30", "2"],
        ["waiting", *[""] * 6, "not run", "", ""],
    ]
    assert len({len(line) for line in lines[8:]}) == 1


@pytest.mark.parametrize(
    ("ratio", "limit", "verdict", "is_good"),
    [
        (2.0, 2.0, "within", True),
        (2.01, 2.0, "OVER", False),
        (0.0, 0.0, "within", True),
        (None, 2.0, "NO RATIO", False),
        (9.0, None, "", True),
    ],
)
def test_a_run_is_good_while_no_limit_is_passed(
    ratio: float | None, limit: float | None, verdict: str, is_good: bool
) -> None:
    figure = replace(WITHIN, ratio=ratio, limit=limit)
    assert figure.verdict == verdict
    assert run_of(figure).is_good is is_good
    assert not run_of(figure, fault="it told no figure").is_good


def test_a_benchmark_is_run_to_its_end() -> None:
    result = by(f"{PRINTS % 2}; print('other words')")
    assert result.figures == (Figure("a", 3, 2, 1.5, 2, ""),)
    assert not result.fault
    assert result.seconds is not None


def test_the_memory_is_that_of_its_largest_process() -> None:
    # Linux counts what the parent holds as well, which is much in a worker of pytest.
    small_parent = """
import sys
from tests.benchmarks.running import result_of
holding = "held = b'x' * 90_000_000"
inside = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holding!r}])"
for script in ("pass", holding, inside):
    print(result_of("it", [sys.executable, "-c", script], print).peak_mb)
"""
    run = subprocess.run(
        [sys.executable, "-c", small_parent], cwd=TOP, capture_output=True, text=True, check=True
    )
    little, much, by_a_child = map(float, run.stdout.split())
    assert little < 80 < much
    assert by_a_child > 80


@pytest.mark.parametrize(
    ("script", "fault", "figures"),
    [
        (f"{PRINTS % 2}; {{}}['key']", "KeyError: 'key' (exit code 1)", 1),
        ("raise SystemExit('No database\\nhere.')", "here. (exit code 1)", 0),
        ("import os; os.kill(os.getpid(), 9)", "it said nothing (exit code -9)", 0),
        ("pass", "it told no figure", 0),
        (f"print('{{\"name\": 1}}'); {PRINTS % 2}", 'no figure: {"name": 1}', 1),
        (PRINTS.replace("3", "NaN") % 2, "it printed what is no figure", 0),
        ("print('{broken')", "it printed what is no figure: {broken", 0),
    ],
)
def test_a_benchmark_that_fails_says_so(script: str, fault: str, figures: int) -> None:
    result = by(script)
    assert fault in result.fault
    assert len(result.figures) == figures


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Benchmarks that take no time, by name."""
    made = {"broken": "raise KeyError('sha256')", "quick": PRINTS % 2, "slow": PRINTS % 1}
    monkeypatch.setattr(bench, "benchmarks", lambda: made)
    monkeypatch.setattr(bench, "command_of", lambda name: [sys.executable, "-c", made[name]])
    return made


def test_the_others_still_run_and_both_files_keep_the_table(
    scripts: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "run.json"
    assert bench.main(["--out", str(out)]) == 1
    said = capsys.readouterr()
    run = read(out)
    assert [result.benchmark for result in run.results] == ["broken", "quick", "slow"]
    assert [result.fault for result in run.results] == ["KeyError: 'sha256' (exit code 1)", "", ""]
    assert said.out == table_of(run) + "\n" == out.with_suffix(".md").read_text(encoding="utf-8")
    assert "[2/3] quick …\n    a: 3, ratio 1.50 of 2, within\n" in said.err
    assert "Traceback" in said.err
    assert run.versions["SPR Inspector"]
    assert run.machine.count(", ") >= 3


def test_the_exit_code_tells_whether_a_limit_was_passed(
    scripts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bench.main(["quick"]) == 0
    assert len(list((tmp_path / "bench-results").iterdir())) == 2
    assert bench.main(["slow", "--out", "over.json"]) == 1


def test_a_whole_run_takes_some_benchmarks_smaller_unless_the_full_size_is_asked_for(
    scripts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts.clear()
    scripts |= {"base_growth": PRINTS % 2, "base_growth:10": PRINTS % 2, "quick": PRINTS % 2}
    monkeypatch.setattr(bench, "benchmarks", lambda: {"base_growth": "Grows.", "quick": "Quick."})
    for asked, ran in (([], shorter("base_growth")), (["--full"], "base_growth")):
        out = tmp_path / f"run{len(asked)}"
        assert bench.main([*asked, "--out", str(out)]) == 0
        results = read(out.with_suffix(".json")).results
        assert [result.benchmark for result in results] == [ran, "quick"]
    with pytest.raises(SystemExit) as refused:
        bench.main(["--full", "quick"])
    assert refused.value.code == 2


def test_a_run_that_is_there_is_not_written_over(
    scripts: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run.md").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        bench.main(["quick", "--out", str(tmp_path / "run")])
    assert refused.value.code == 2
    assert "is not written over" in capsys.readouterr().err
    assert (tmp_path / "run.md").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "run.json").exists()


CUTS_US = "import os, signal; os.kill(os.getppid(), signal.SIGINT); input()"
CUTS_US_ONCE_IT_IS_GONE = """
import os, signal, time
bench, benchmark = os.getppid(), os.getpid()
if os.fork() == 0:
    while os.getppid() == benchmark:
        time.sleep(0.01)
    os.kill(bench, signal.SIGINT)
"""
"""As by Ctrl+C, which reaches the benchmark too."""


@pytest.mark.parametrize("cutting", [CUTS_US, CUTS_US_ONCE_IT_IS_GONE])
def test_a_run_that_is_cut_short_has_kept_what_it_knew(
    scripts: dict[str, str], tmp_path: Path, cutting: str
) -> None:
    # Whoever starts the tests behind a terminal has them begin deaf to Ctrl+C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    scripts["broken"] = cutting
    with pytest.raises(KeyboardInterrupt):
        bench.main(["quick", "broken", "slow", "--out", str(tmp_path / "run")])
    signal.signal(signal.SIGINT, before)
    run = read(tmp_path / "run.json")
    assert [result.seconds is not None for result in run.results] == [True, False, False]
    assert not run.is_good


def test_a_comparison_shows_what_got_worse() -> None:
    slower = replace(WITHIN, measured=1.8, ratio=1.8)
    told = compared(run_of(WITHIN), run_of(slower), 0.1)
    assert told.worse == ("opening: opening, CPU",)
    assert told.text.splitlines()[4] == "- opening: opening, CPU"
    cells = [cell.strip() for cell in told.text.splitlines()[-1][2:-2].split(" | ")]
    assert cells == [
        "opening",
        "opening, CPU",
        "s",
        "1.5",
        "1.8",
        "1.50",
        "1.80",
        "2",
        "+20%",
        "worse",
    ]
    assert compared(run_of(WITHIN), run_of(slower), 0.25).worse == ()
    back = compared(run_of(slower), run_of(WITHIN), 0.1)
    assert back.worse == ()
    assert back.text.rstrip(" |").endswith("better")


@pytest.mark.parametrize(
    ("before", "after", "verdict", "is_worse"),
    [
        (WITHIN, replace(WITHIN, ratio=1.51), "", False),
        (replace(WITHIN, ratio=2.0), replace(WITHIN, ratio=2.01), "worse: OVER", True),
        (replace(WITHIN, ratio=3.0), replace(WITHIN, ratio=3.01), "OVER in both", False),
        (replace(WITHIN, ratio=0.0), replace(WITHIN, ratio=0.1), "worse", True),
        (TOLD, replace(TOLD, measured=20000.0), "worse", True),
        (WITHIN, None, "only in A", False),
        (None, WITHIN, "only in B", False),
        (None, replace(WITHIN, ratio=3.0), "worse: OVER, only in B", True),
    ],
)
def test_each_figure_is_held_against_its_earlier_one(
    before: Figure | None, after: Figure | None, verdict: str, is_worse: bool
) -> None:
    told = compared(run_of(*([before] if before else [])), run_of(*([after] if after else [])), 0.1)
    assert told.text.rpartition(" | ")[2].rstrip(" |") == verdict
    assert bool(told.worse) is is_worse


def test_on_another_machine_only_ratios_are_judged() -> None:
    before = replace(run_of(WITHIN, TOLD), machine="Another", versions={"Python": "3.13.1"})
    after = run_of(replace(WITHIN, ratio=1.9), replace(TOLD, measured=99999.0))
    told = compared(before, after, 0.1)
    assert told.worse == ("opening: opening, CPU",)
    assert "only ratios are judged" in told.text
    assert "attrs not there → 26.1, Python 3.13.1 → 3.11.7" in told.text


def test_a_benchmark_that_fails_now_is_worse() -> None:
    broken = run_of(fault="it told no figure")
    assert compared(run_of(WITHIN), broken, 0.1).worse == ("opening: it told no figure",)
    assert compared(broken, broken, 0.1).worse == ()
    for after in (run_of(WITHIN), replace(RUN, results=())):
        told = compared(broken, after, 0.1)
        assert told.worse == ()
        (row,) = (line for line in told.text.splitlines() if "it told no figure" in line)
        assert row.rstrip(" |").endswith("failed in A")


def test_the_command_compares_two_files_and_refuses_what_is_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, c = (str(tmp_path / name) for name in ("a.json", "b.json", "c.json"))
    Path(a).write_text(kept(run_of(WITHIN)), encoding="utf-8")
    Path(b).write_text(kept(run_of(replace(WITHIN, ratio=1.8))), encoding="utf-8")
    assert bench.main(["--compare", a, b]) == 1
    assert "- opening: opening, CPU" in capsys.readouterr().out
    assert bench.main(["--compare", a, b, "--tolerance", "25"]) == 0
    assert bench.main(["--compare", b, a]) == 0
    for spoilt in ("", "[]", "{}", '{"form": 2}', kept(RUN).replace('"unit"', '"union"')):
        Path(c).write_text(spoilt, encoding="utf-8")
        with pytest.raises(Unreadable, match="keeps no run"):
            read(Path(c))
    with pytest.raises(SystemExit) as refused:
        bench.main(["--compare", a, str(tmp_path / "missing.json")])
    assert refused.value.code == 2
    assert "missing.json cannot be read" in capsys.readouterr().err


def test_the_script_passes_its_arguments_on_from_any_folder(tmp_path: Path) -> None:
    top, here = tmp_path / "a checkout", tmp_path / "else where"
    for folder in (top / "packaging", top / "tests" / "benchmarks", top / ".venv" / "bin", here):
        folder.mkdir(parents=True)
    shutil.copy(TOP / "packaging" / "bench", top / "packaging" / "bench")
    (top / "packaging" / "set-up.sh").write_text("venv=$top/.venv\nset_up() { [ $1 = test ]; }\n")
    (top / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (top / "tests" / "benchmarks" / "__main__.py").write_text(
        "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd()]))\nsys.exit(1)\n"
    )
    (here / "tests.py").write_text("raise SystemExit('an impostor was imported')\n")
    run = subprocess.run(
        [top / "packaging" / "bench", "base_quiet:5", "--out", "a file"],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert json.loads(run.stdout) == [["base_quiet:5", "--out", "a file"], str(here)]


def test_the_installed_program_is_measured_where_a_bundle_is_given(
    scripts: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts["cold_start"] = f"import sys; assert sys.argv[1] == '/opt/it'; {PRINTS % 2}"
    del scripts["broken"], scripts["slow"]
    assert bench.main(["--out", str(tmp_path / "without")]) == 0
    assert "cold_start is left out" in capsys.readouterr().err
    assert bench.main(["--bundle", "/opt/it", "--out", str(tmp_path / "with")]) == 0
    assert [result.benchmark for result in read(tmp_path / "with.json").results] == [
        "quick",
        "cold_start",
    ]
    for asked in (["cold_start"], ["quick", "--bundle", "/opt/it"]):
        with pytest.raises(SystemExit) as refused:
            bench.main(asked)
        assert refused.value.code == 2


def test_a_folder_without_the_program_is_no_bundle(tmp_path: Path) -> None:
    result = result_of("cold_start", [*command_of("cold_start"), str(tmp_path)], print)
    assert "There is no program spr-inspector in the folder" in result.fault


@pytest.mark.campaign
@pytest.mark.parametrize("name", sorted(SMALLEST))
def test_each_benchmark_comes_to_its_end(name: str) -> None:
    result = result_of(name, command_of(SMALLEST[name]), lambda _: None)
    assert result.fault == ""
    assert result.figures
