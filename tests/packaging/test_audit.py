"""What is pinned is asked about honestly: what was not asked is not called sound."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bundle import advisories, audited

KETTLE = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "modified": "2026-10-31T10:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Copper.Kettle"},
            "ranges": [
                {"type": "GIT", "events": [{"introduced": "0"}]},
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "0"},
                        {"fixed": "1.10"},
                        {"introduced": "2.0"},
                        {"last_affected": "2.3"},
                    ],
                },
            ],
            "versions": ["1.9", "3.0rc1"],
        }
    ],
}


@pytest.mark.parametrize(
    ("version", "is_weak"),
    [
        ("1.9", True),
        ("1.9.post1", True),
        ("1.10", False),
        ("1.11", False),
        ("2.0", True),
        ("2.3", True),
        ("2.3.1", False),
        ("3.0rc1", True),
        ("3.0", False),
    ],
)
def test_a_version_is_weak_where_an_advisory_says_so(version: str, is_weak: bool) -> None:
    said = advisories.told(iter([KETTLE]), {"copper-kettle": version})
    assert bool(said.weaknesses) is is_weak
    if is_weak:
        assert said.weaknesses[0].advisory == "PYSEC-2026-1, CVE-2026-1"
        assert said.weaknesses[0].fixed_in == "1.10"


def test_what_was_withdrawn_and_what_is_not_pythons_is_no_weakness() -> None:
    withdrawn = {**KETTLE, "withdrawn": "2026-11-01T00:00:00Z"}
    rusts = json.loads(json.dumps(KETTLE).replace("PyPI", "crates.io"))
    said = advisories.told(iter([withdrawn, rusts]), {"copper-kettle": "1.9"})
    assert said == advisories.Told((), 1, "2026-10-31")


def _as_yaml(folder: Path) -> Path:
    # A day and a version that YAML itself would read as a date and a number.
    folder.joinpath("PYSEC-2026-1.yaml").write_text(
        """\
id: PYSEC-2026-1
modified: 2026-10-31T10:00:00Z
affected:
- package: {ecosystem: PyPI, name: pillow}
  versions: [1.10]
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "0"}]
""",
        encoding="utf-8",
    )
    return folder


def _as_archive(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        record = json.dumps(KETTLE).replace("Copper.Kettle", "pillow").replace("2.3", "999")
        archive.writestr("PYSEC-2026-1.json", record)
    return folder / "all.zip"


@pytest.mark.parametrize("brought", [_as_yaml, _as_archive])
def test_a_copy_that_was_brought_is_asked_about_the_lock_files(
    brought: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = Path(__file__).parents[2] / "packaging" / "requirements.lock"
    assert advisories.main([str(brought(tmp_path)), str(lock)]) == 1
    said = capsys.readouterr().out
    assert "pillow" in said
    assert "1 known weaknesses, by 1 advisories, the newest of 2026-10-31" in said


def test_a_copy_that_holds_nothing_is_no_answer(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text("pillow==1.0\n", encoding="utf-8")
    assert advisories.main([str(tmp_path), str(lock)]) == advisories.NOTHING_TO_ASK


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X", "fix_versions": ["2"]}]}], 1),
        ([{"name": "a", "skip_reason": "not found"}], 69),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "none"}], 69),
        ([], 69),
    ],
)
def test_what_was_skipped_is_not_called_sound(packages: list[Any], code: int) -> None:
    lines, found = audited.told({"dependencies": packages})
    assert found == code
    skipped = sum("skip_reason" in each for each in packages)
    assert any(f"{skipped} that could not be asked about" in line for line in lines)


def test_a_tool_that_wrote_no_answer_gave_none(tmp_path: Path) -> None:
    assert audited.main(tmp_path / "absent.json") == audited.NOT_ASKED
