"""What can be offered spoilt files, and what counts as an answer."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import InspectorError
from tests.fuzz.mutation import Mutation

CORPUS = Path(__file__).with_name("corpus")
_LONGEST = 4000
"""Characters of a refusal."""


class Unfit(Exception):
    """An answer came that is not fit to show, or two that contradict each other."""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader."""

    seeds: Sequence[bytes]
    """Files that it takes, or nearly."""
    spoilt: Mutation
    offer: Callable[[bytes], str]
    """Has it read a file, and returns the refusal; empty: it was taken. Raises anything else."""
    patience_seconds: float = 60
    """For one file; whoever takes longer hangs."""


Opening = Callable[[Path], contextlib.AbstractContextManager[Target]]
"""Makes a target ready in an empty folder."""


def refusal(offered: Callable[[], object]) -> str:
    """Return with which sentence ``offered`` is refused; empty: it is not.

    Raises:
        Unfit: the sentence is none.
    """
    try:
        offered()
    except InspectorError as error:
        return fit(str(error), of=error)
    return ""


def fit(text: str, of: Exception) -> str:
    """Return the text of a refusal.

    Raises:
        Unfit: it is empty, endless, or tells of the machine's insides.
    """
    if not text.strip() or len(text) > _LONGEST or " object at 0x" in text or "Traceback" in text:
        raise Unfit(f"{type(of).__name__}: {text[:200]!r}") from of
    return text


def kept(name: str) -> tuple[bytes, ...]:
    """Return the files of a target that are kept in the tree: seeds, and what once broke it."""
    folder = CORPUS / name
    return tuple(path.read_bytes() for path in sorted(folder.iterdir())) if folder.is_dir() else ()
