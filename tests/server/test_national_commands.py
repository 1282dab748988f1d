"""``spr-base national``: what the page shows a command can show, and only a command tells."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from inspector_app.server.__main__ import main
from tests.server.national_base import bring
from tests.server.support import a_base
from tests.support.failing_names import failing_names
from tests.support.nations import NAMES, a_journal_of

FIGURES = (8, 4, 6, 2, 10)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("base")
    base = a_base(made, f"sqlite:///{made / 'base.db'}")
    bring(
        base.database,
        [a_journal_of(name, {"CC-PO-09": n}) for name, n in zip(NAMES, FIGURES, strict=False)],
    )
    base.database.close()
    return made


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--base", str(folder), *words], {})
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_line_is_shown_force_by_force_under_its_marking(run: Run) -> None:
    code, out, _ = run("national", "lines", "CC-PO-09")
    assert code == 0
    assert out.startswith("OFFICIAL · View of several inspections, not a signed record")
    assert "Force: Borsetshire · Answer: 4 police support units" in out
    assert "CC-PO-08" not in out


def test_an_unknown_line_or_marking_is_refused_with_a_sentence(run: Run) -> None:
    code, _, err = run("national", "lines", "CC-PO-99")
    assert (code, "CC-PO-99" in err) == (66, True)
    code, _, err = run("national", "lines", "--up-to", "SECRET")
    assert code == 65
    assert "must not be put into this app" in err


@pytest.mark.parametrize("topic", ["quantities", "arrangements", "documents"])
def test_every_topic_is_told_as_json_too(run: Run, topic: str) -> None:
    code, out, _ = run("national", topic, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["marking"] == "OFFICIAL"
    assert all(len(row) == len(s["columns"]) for s in told["sheets"] for row in s["rows"])


def test_all_of_it_goes_into_a_workbook_and_a_folder(run: Run, tmp_path: Path) -> None:
    book, folder = tmp_path / "national.xlsx", tmp_path / "csv"
    code, out, _ = run("national", "export", "--xlsx", str(book), "--csv", str(folder))
    assert code == 0
    assert f"Written: {book}" in out
    names = openpyxl.load_workbook(book, read_only=True).sheetnames
    assert {f"{name}.csv" for name in names} == {path.name for path in folder.iterdir()}
    assert {"Lines", "Support units", "Mutual aid", "Courses", "Copies"} <= set(names)


def test_a_folder_that_is_refused_halfway_says_what_is_new_and_the_list_of_sheets_comes_last(
    run: Run, tmp_path: Path
) -> None:
    book, folder = tmp_path / "national.xlsx", tmp_path / "csv"
    (folder / "About.csv").mkdir(parents=True)
    (folder / "By force.csv").mkdir()
    (folder / "Old.csv").touch()
    code, _, err = run("national", "documents", "--xlsx", str(book), "--csv", str(folder))
    assert (code, book.exists()) == (73, True)
    assert f"{folder / 'By force.csv'}: " in err
    assert f"{book} is written. No file of {folder} was altered." in err
    (folder / "By force.csv").rmdir()
    code, _, err = run("national", "documents", "--csv", str(folder))
    assert code == 73
    assert (
        "2 of this copy’s 3 files are in csv already; whatever else lies there is not of it until "
        "the copy is written again."
    ) in err
    (folder / "About.csv").rmdir()
    code, _, err = run("national", "documents", "--csv", str(folder))
    assert code == 0
    assert "1 CSV file in csv is not of this copy" in err


def test_a_sheet_that_stands_and_may_not_last_is_counted_with_the_others(
    run: Run, tmp_path: Path
) -> None:
    (folder := tmp_path / "csv").mkdir()
    with failing_names(folder):
        code, _, err = run("national", "documents", "--csv", str(folder))
    (only,) = folder.iterdir()
    assert code == 73
    assert f"{only}: {only.name} was written, but the disk failed" in err
    assert "1 of this copy’s 3 files is in csv already" in err


def test_what_can_be_told_is_shown_and_told_only_when_asked(run: Run) -> None:
    code, out, _ = run("national", "comparisons")
    assert code == 0
    assert "Nothing was told" in out
    assert "can be told, of 5 forces" in out
    code, out, _ = run("national", "comparisons", "--tell", "--at-least", "6")
    assert out.startswith("What inspections are told from now on:")
    code, out, _ = run("national", "comparisons", "--tell", "--json")
    told = {each["comparison"]: each for each in json.loads(out)}
    assert told["declared"]["issued_ms"]
    assert "rests on 5 or more" in told["needed"]["why_not"]
    code, out, _ = run("national", "comparisons")
    assert "told since" in out
    code, _, err = run("national", "comparisons", "--tell", "--at-least", "2")
    assert code == 65
    assert "each could work out the other’s figure" in err


def test_words_without_a_verb_show_what_there_is(run: Run) -> None:
    code, _, err = run("national")
    assert code == 64
    assert "arrangements" in err
