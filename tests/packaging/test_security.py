"""Each protection that the threat model claims is proved by tests that exist."""

import re
from pathlib import Path

TOP = Path(__file__).parents[2]
MODEL = (TOP / "packaging" / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    """Return the rows of the tables of protections."""
    after = MODEL.partition("## What protects")[2].partition("## What does not protect")[0]
    lines = [line for line in after.splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith("| protection |")]


def test_each_protection_names_its_tests_or_the_command_that_asks() -> None:
    assert len(rows()) > 40
    unproved = [row for row in rows() if not NAMED.search(row) and "`./packaging/audit`" not in row]
    assert unproved == []


def test_each_test_that_is_named_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED.findall(MODEL)
        if not re.search(
            rf"^(async )?def {name}\(", (TOP / path).read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_the_readme_leads_there() -> None:
    assert "packaging/SECURITY.md" in (TOP / "README.md").read_text(encoding="utf-8")
