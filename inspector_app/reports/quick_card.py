"""What stands on the quick card, read from the help topic of that name.

Help and card are one text, so that they cannot say two things. It is written in the little of
Markdown that is read here; whatever else stands in it is refused, and nothing is left out.
"""

import re
from dataclasses import dataclass

from inspector_app.domain.errors import BadInput
from inspector_app.texts import tr

_STEP = re.compile(r"(\d+)\. (.+)")
_ROW = re.compile(r"\| (.+?) \| (.+?) \|")
_HEAD = ("| Key | Does |", "|---|---|")
_RUN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|([^*`]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph."""

    text: str
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    bullet: str = ""
    """Its number, or a dot; empty: it is in no list."""


@dataclass(frozen=True, slots=True)
class ScreenKeys:
    """The keys of one screen that matter most."""

    screen: str
    keys: tuple[tuple[str, str], ...]
    """How each is written on its cap, and what it does."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the card."""

    title: str
    texts: tuple[Text, ...]
    screens: tuple[ScreenKeys, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All of it."""

    title: str
    opening: tuple[Text, ...]
    parts: tuple[Part, ...]


def card_of(markdown: str) -> Card:
    """Return the card that a help topic holds.

    Raises:
        BadInput: it is written in more of Markdown than is read here; the line is named.
    """
    first, *rest = _blocks(markdown) or [""]
    if not first.startswith("# "):
        raise BadInput(tr("The quick card has no title, so it was not made."))
    opening: list[Text] = []
    parts: list[tuple[str, list[Text], list[ScreenKeys]]] = []
    screen = ""
    for block in rest:
        if block.startswith("### ") and parts:
            screen = block.removeprefix("### ")
        elif block.startswith("## "):
            parts.append((block.removeprefix("## "), [], []))
            screen = ""
        elif block.startswith("|") and screen:
            parts[-1][2].append(ScreenKeys(screen, _keys(block)))
        else:
            texts = parts[-1][1] if parts else opening
            texts += _texts(block)
    made = (Part(title, tuple(texts), tuple(screens)) for title, texts, screens in parts)
    return Card(first.removeprefix("# "), tuple(opening), tuple(made))


def _blocks(markdown: str) -> list[str]:
    return [block.strip() for block in markdown.split("\n\n") if block.strip()]


def _texts(block: str) -> list[Text]:
    found = []
    for line in block.splitlines():
        if line.startswith("- "):
            found.append(Text(_runs(line.removeprefix("- ")), "•"))
        elif step := _STEP.fullmatch(line):
            found.append(Text(_runs(step[2]), f"{step[1]}."))
        elif line[0] in "#|>+[!<":
            raise _unread(line)
        else:
            found.append(Text(_runs(line)))
    return found


def _runs(line: str) -> tuple[Run, ...]:
    found, at = [], 0
    while at < len(line):
        run = _RUN.match(line, at)
        if run is None:
            raise _unread(line)
        *stressed, plain = run.groups("")
        found.append(Run("".join(stressed) or plain, is_strong=not plain))
        at = run.end()
    return tuple(found)


def _keys(block: str) -> tuple[tuple[str, str], ...]:
    lines = block.splitlines()
    if tuple(lines[:2]) != _HEAD:
        raise _unread(lines[0])
    found = []
    for line in lines[2:]:
        row = _ROW.fullmatch(line)
        if row is None:
            raise _unread(line)
        found.append((row[1], row[2]))
    return tuple(found)


def _unread(line: str) -> BadInput:
    return BadInput(
        tr("The quick card was not made: its text has a line that cannot be set: {line}").format(
            line=line[:60]
        )
    )
