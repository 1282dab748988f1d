"""Commands that the help and the README name: each is there, with the options it is given."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.cli.parser import parser
from inspector_app.server.__main__ import parser as base_parser

TOP = Path(__file__).parents[2]
TOLD = (*sorted((TOP / "resources" / "help").glob("*.md")), TOP / "README.md")
PROGRAMS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "spr-inspector": parser,
    "spr-base": base_parser,
}
_LINES = re.compile(r"`([^`\n]+)`|^    (\S.*)$", re.MULTILINE)
_VALUED = ("--base", "--data-dir")
"""Given before a command, with a value."""


def commands(text: str) -> list[list[str]]:
    """Return the words of each command in a text; one of the app's may stand without its name."""
    lines = (inline or block.partition("  #")[0] for inline, block in _LINES.findall(text))
    found = [words for line in lines if (words := line.split())]
    mine = _choices(parser())
    return [
        words if words[0] in PROGRAMS else ["spr-inspector", *words]
        for words in found
        if words[0] in PROGRAMS or (words[0] in mine and len(words) > 1)
    ]


def fault(words: list[str]) -> str:
    """Return what there is not of a command; empty: all of it is there."""
    command, rest = PROGRAMS[words[0]](), words[1:]
    while rest and rest[0] in _VALUED:
        rest = rest[2:]
    while choices := _choices(command):
        if not rest or not (rest[0] in choices or rest[0][0].islower()):
            break  # of the program as a whole, such as COMMAND --help
        if rest[0] not in choices:
            return rest[0]
        command, rest = choices[rest[0]], rest[1:]
    known = {option for action in command._actions for option in action.option_strings}
    return next((word for word in rest if word.startswith("--") and word not in known), "")


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_every_command_that_is_told_is_there(path: Path) -> None:
    told = commands(path.read_text(encoding="utf-8"))
    assert [(fault(words), " ".join(words)) for words in told if fault(words)] == []


def test_commands_are_looked_at_and_what_is_not_there_is_found() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in TOLD)
    assert len(commands(text)) > 50
    assert fault(["spr-inspector", "base", "fetsch", "Cambridgeshire"]) == "fetsch"
    assert fault(["spr-base", "--base", "X", "backup", "DIR", "--keeps", "3"]) == "--keeps"


def _choices(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    below = [each for each in of._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(below[0].choices) if below else {}
