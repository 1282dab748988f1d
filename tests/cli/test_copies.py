"""Working copies by the command line."""

import json
import zipfile

import pytest

from inspector_app.cli.exits import Exit
from tests.support.commands import Terminal


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Enough for its share.")
    terminal.done("headline", "Cambr", "CC-T", "The role is grasped.")
    return terminal


def test_each_form_is_written_and_told_to_be_a_working_copy(begun: Terminal) -> None:
    made = {}
    for form, name in (
        ("--docx", "copy.docx"),
        ("--html", "copy.html"),
        ("--xlsx", "copy.xlsx"),
        ("--csv", "rows.zip"),
        ("--snapshot", "copy.json"),
    ):
        target = begun.folder / name
        made[form] = begun.done("--json", "export", "Cambr", form, str(target)).data
        (told,) = made[form]["files"]
        assert told["size_bytes"] == target.stat().st_size
        assert (made[form]["marking"], made[form]["remarks"]) == ("OFFICIAL", [])
    assert len({each["content_sha256"] for each in made.values()}) == 1
    words = begun.done("export", "Cambr", "--html", str(begun.folder / "again.html")).out
    assert "It is a working copy and not the signed record." in words
    data = json.loads((begun.folder / "copy.json").read_text(encoding="utf-8"))
    assert data["about"].startswith("Working copy, not the signed record")
    # Nothing was recorded of it.
    assert "opy" not in begun.done("journal", "history", "Cambr").out


def test_an_extract_holds_one_section_one_headline_or_the_requests(begun: Terminal) -> None:
    added = ("source", "add", "Cambr", "document-request", "The threat assessment")
    begun.done(*added)
    page = begun.folder / "page.html"

    def told(*words: str) -> str:
        begun.done("export", "Cambr", "--html", str(page), "--replace", *words)
        return page.read_text(encoding="utf-8")

    section = told("--sections", "CC-PO")
    assert "Enough for its share." in section
    assert "The role is grasped." not in section
    assert "1 section: CC-PO" in section
    headline = told("--sections", "CC-T", "--detail", "headlines")
    assert "The role is grasped." in headline
    assert "CC-T-01" not in headline
    requests = told("--requests")
    assert "The threat assessment" in requests
    assert "Only document requests and data returns" in requests
    assert "Enough for its share." not in requests

    rows = begun.folder / "requests"
    begun.done("export", "Cambr", "--csv", str(rows), "--requests")
    assert sorted(each.name for each in rows.iterdir()) == [
        "About.csv",
        "Evidence.csv",
        "Requests.csv",
    ]
    none = begun.run("export", "Cambr", "--docx", "x.docx", "--requests", "--detail", "headlines")
    assert none.code == Exit.BAD_INPUT
    assert "not printed in so little" in none.err


def test_one_form_at_a_time_and_nothing_written_over_unasked(begun: Terminal) -> None:
    target = begun.folder / "copy.docx"
    both = begun.run("export", "Cambr", "--docx", str(target), "--html", "x.html")
    assert both.code == Exit.USAGE
    assert begun.run("export", "Cambr", "--pdf", "x.pdf", "--requests").code == Exit.USAGE
    target.write_text("mine", encoding="utf-8")
    assert begun.run("export", "Cambr", "--docx", str(target)).code == Exit.CANNOT_WRITE
    assert target.read_text(encoding="utf-8") == "mine"

    folder = begun.folder / "rows"
    folder.mkdir()
    kept = folder / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    assert begun.run("export", "Cambr", "--csv", str(folder)).code == Exit.CANNOT_WRITE
    begun.done("export", "Cambr", "--csv", str(folder), "--replace")
    assert kept.read_text(encoding="utf-8") == "mine"
    assert len(list(folder.glob("*.csv"))) == 9
    assert begun.run("export", "Cambr", "--csv", str(kept), "--replace").code == Exit.BAD_INPUT


def test_a_marking_that_is_too_low_is_refused_and_nothing_is_written(begun: Terminal) -> None:
    begun.done("answer", "Cambr", "CC-PO-09", "--value", "8", "--marking", "OFFICIAL-SENSITIVE")
    target = begun.folder / "rows.zip"
    low = begun.run("export", "Cambr", "--csv", str(target), "--marking", "OFFICIAL")
    assert low.code == Exit.BAD_INPUT
    assert not target.exists()
    begun.done("export", "Cambr", "--csv", str(target))
    with zipfile.ZipFile(target) as packed:
        assert b"OFFICIAL-SENSITIVE" in packed.read("Answers.csv").splitlines()[0]
