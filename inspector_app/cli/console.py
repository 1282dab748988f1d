"""What a command says: words for people, or one JSON value for programs."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

_SHOWN_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
"""Names in a hostile file must not move the cursor or colour the terminal."""
for _kept in ("\n", "\t"):
    del _SHOWN_CONTROLS[ord(_kept)]


class Console:
    """The terminal of one command.

    Results go to standard output, once and whole; everything else goes to standard error.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, words: Iterable[str], data: object) -> None:
        """Tell what came of the command: ``words`` line by line or, if asked for, ``data``."""
        if self.as_json:
            # ASCII alone, so that no terminal or pipe can spoil it.
            sys.stdout.write(f"{json.dumps(data, indent=1)}\n")
            return
        for line in words:
            sys.stdout.write(f"{_harmless(line)}\n")

    def remark(self, sentence: str) -> None:
        """Tell something beside the result."""
        sys.stderr.write(f"{_harmless(sentence)}\n")

    def progress(self, what: str) -> Callable[[int, int], None] | None:
        """Return what shows how far long work is, or None where nobody watches."""
        if self.as_json or not sys.stderr.isatty():
            return None
        return _Bar(what, sys.stderr).show


class _Bar:
    """One line of a terminal that is written over, whole per cent by whole per cent."""

    def __init__(self, what: str, stream: TextIO) -> None:
        self._what = what
        self._stream = stream
        self._shown = -1

    def show(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if percent == self._shown:
            return
        self._shown = percent
        end = "\n" if done >= total else ""
        self._stream.write(f"\r{self._what}: {percent} %{end}")
        self._stream.flush()


def _harmless(text: str) -> str:
    return text.translate(_SHOWN_CONTROLS)
