"""The JSON Schema beside the pack fits its files, and catches the slips of whoever edits one."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from inspector_app.domain.checklist import AnswerKind
from tests.packs.small_pack import FILES
from tests.packs.test_lint import FAULTS

PACK = Path(__file__).parents[2] / "checklists" / "spr-2012"
SCHEMA = json.loads((PACK / "pack.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

# Faults that no schema of a single file can see: they lie between files, or between two places of
# one, or only text shows them.
BEYOND_A_SCHEMA = {
    *("a line id used twice", "an id used in two files", "a part id used twice"),
    *("an option id used twice", "a scale value used twice", "a register entry used twice"),
    *("a reference to no line", "a line that refers to itself", "a reference to no term"),
    *("a footnote without a number", "a reference to no scale", "a bad unit"),
    *("a bad unit in a column", "a reference to no register", "a member that is no entry"),
    *("a document of no section", "a quantity of no line", "a quantity read from no part"),
    *("an expression that does not parse", "an expression of code", "an expression of words"),
    *("an expression of an unknown quantity", "a field given twice", "a section of another name"),
    *("a missing section", "an unknown threat", "a listed file that is not there"),
    *("a file that is not listed", "a date that is none", "a chart of unlike things"),
    *("a chart of words", "a chart of a quantity that is not there"),
    *("a balance of unlike things", "a take-up of no table", "a comparison of an unknown balance"),
    *("a comparison of no choices", "a comparison that fills what it cannot"),
    "a comparison of what is the same everywhere",
    # These are no YAML, or more YAML than a schema is shown.
    *("text that is not YAML", "a tab for indentation", "an alias", "an anchor", "a tag"),
    *("a tag on a mapping", "a second document", "a mapping as a key", "a control character"),
    # YAML 1.1 itself reads a bare yes as true.
    "a flag that is neither true nor false",
}


def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _files() -> list[Path]:
    return sorted(PACK.glob("*.yaml"))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_kind_of_answer() -> None:
    assert SCHEMA["$defs"]["part"]["properties"]["kind"]["enum"] == [
        each.value for each in AnswerKind
    ]


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_every_file_of_the_pack_fits_the_schema(path: Path) -> None:
    errors = VALIDATOR.iter_errors(_loaded(path.read_text(encoding="utf-8")))
    assert [f"{list(error.absolute_path)}: {error.message[:300]}" for error in errors] == []


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_every_file_names_its_schema_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=pack.schema.json"


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_small_pack_fits_too(name: str) -> None:
    assert VALIDATOR.is_valid(_loaded(FILES[name]))


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - BEYOND_A_SCHEMA))
def test_the_schema_catches_what_one_file_shows(fault: str) -> None:
    name, old, new, _, _ = FAULTS[fault]
    spoilt = FILES[f"{name}.yaml"].replace(old, new, 1)
    assert not VALIDATOR.is_valid(_loaded(spoilt))


def test_the_list_of_what_a_schema_cannot_see_is_current() -> None:
    assert FAULTS.keys() >= BEYOND_A_SCHEMA


@pytest.mark.parametrize("word", ["yes", "no", "on", "1.0", "2013", "2013-10-07", "~"])
def test_the_schema_catches_an_unquoted_word_that_yaml_would_change(word: str) -> None:
    spoilt = FILES["glossary.yaml"].replace("term: Flood", f"term: {word}")
    assert not VALIDATOR.is_valid(_loaded(spoilt))


def _typed_otherwise(text: Any, value: Any, path: str) -> list[str]:
    """Return where a common YAML loader makes something else of a scalar than its text."""
    if isinstance(value, dict):
        return [
            found
            for key, each in value.items()
            for found in _typed_otherwise(text[key], each, f"{path}/{key}")
        ]
    if isinstance(value, list):
        return [
            found
            for n, each in enumerate(value)
            for found in _typed_otherwise(text[n], each, f"{path}/{n}")
        ]
    is_flag = isinstance(value, bool) and text in ("true", "false")
    return [] if value == text or is_flag else [path]


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_any_other_program_reads_the_same_texts(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    texts = yaml.load(content, Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts only
    assert _typed_otherwise(texts, _loaded(content), path.name) == []
