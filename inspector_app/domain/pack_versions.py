"""Semantic versions of packs: which are well formed, and which of two is the newer."""

import re

# Source of the form and of the order: semver.org 2.0.0, grammar and point 11.
_NUMBER = r"(0|[1-9]\d{0,8})"
_VERSION = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)

Precedence = tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]


def is_version(text: str) -> bool:
    """Return whether ``text`` is a semantic version, such as ``1.0.0`` or ``2.1.0-rc.1``."""
    return len(text) <= 100 and _VERSION.fullmatch(text) is not None


def precedence(text: str) -> Precedence:
    """Return what sorts versions from old to new; a text that is no version sorts before all."""
    match = _VERSION.fullmatch(text) if len(text) <= 100 else None
    if match is None:
        return (-1, -1, -1), False, ()
    core = (int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return core, True, ()
    return core, False, tuple(_identifier(part) for part in match[4].split("."))


def _identifier(part: str) -> tuple[bool, int, str]:
    """Numbers compare as numbers and come before words."""
    return (False, int(part), "") if part.isdigit() else (True, 0, part)
