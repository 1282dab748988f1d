"""The recipes of the README name files, and names in them, that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([\w/*.-]+\.(?:py|md|json)|(?:\w+/)+)(?:: (\w+))?`")
MADE_BY_FOLLOWING = {"resources/languages/cy.json"}


def recipes() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text[text.index("### Adding to it") : text.index("### Decisions")]


def found(name: str) -> list[Path]:
    return [
        path
        for place in ("inspector_app", "tests", "resources", "checklists")
        for path in ROOT.glob(f"{place}/**/{name.rstrip('/')}")
    ] + list(ROOT.glob(name.rstrip("/")))


@pytest.mark.parametrize(
    ("name", "within"), sorted({m.groups("") for m in NAMED.finditer(recipes())})
)
def test_what_a_recipe_names_is_there(name: str, within: str) -> None:
    if name in MADE_BY_FOLLOWING:
        return
    paths = found(name)
    assert paths, f"there is no {name}"
    assert any(
        not within or re.search(rf"\b{within}\b", path.read_text(encoding="utf-8"))
        for path in paths
    ), f"{name} has no {within}"
