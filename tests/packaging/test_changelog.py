"""The changelog tells of the very version that is built, newest first."""

import re
import tomllib
from pathlib import Path

from inspector_app.version import VERSION

TOP = Path(__file__).parents[2]
CHANGELOG = (TOP / "packaging" / "CHANGELOG.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (unreleased|\d{4}-\d{2}-\d{2})$", re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_its_top_version_is_the_apps() -> None:
    assert HEADING.findall(CHANGELOG)[0][0] == VERSION


def test_its_versions_fall_and_each_is_dated_but_the_top() -> None:
    found = HEADING.findall(CHANGELOG)
    assert len(found) == CHANGELOG.count("\n## ")
    numbers = [tuple(map(int, version.split("."))) for version, _ in found]
    assert numbers == sorted(set(numbers), reverse=True)
    assert all(day != "unreleased" for _, day in found[1:])


def test_its_headings_are_those_of_keep_a_changelog() -> None:
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= KINDS


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    attribute = project["tool"]["setuptools"]["dynamic"]["version"]["attr"]
    assert attribute == "inspector_app.version.VERSION"
    said = re.compile(rf"(?<![\d.]){re.escape(VERSION)}(?![\d.])")
    by_hand = [
        path.relative_to(TOP)
        for folder in ("inspector_app", "packaging/bundle", "packaging/debian", "packaging/windows")
        for path in (TOP / folder).rglob("*.*")
        if path.suffix not in (".pyc", ".png", ".ico") and said.search(path.read_text("utf-8"))
    ]
    assert by_hand == [Path("inspector_app/version.py")]
