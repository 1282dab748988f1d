"""Which question is being answered: what is recorded now comes of it, and it may come back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from shiboken6 import isValid


class Question(Protocol):
    """What asks, and holds the only copy of what was typed as its answer."""

    @property
    def is_coming_back(self) -> bool:
        """Whether its answer was refused under another screen, and nobody saw that yet."""

    def wait(self) -> None:
        """Stay, unseen, until :meth:`settle` or :meth:`come_back`."""

    def settle(self) -> None:
        """Be gone: what came of the answer stands."""

    def come_back(self, why: str) -> None:
        """Ask again, with what was typed and why it was refused; under another screen, after it."""


_answered: list[Question] = []


def answered() -> Question | None:
    """Return the question whose answer is being given; None: what is done now comes of none."""
    return _answered[-1] if _answered else None


@contextmanager
def answering(question: Question) -> Iterator[None]:
    """Let everything that is done within come of a question."""
    _answered.append(question)
    try:
        yield
    finally:
        _answered.pop()


def is_there(question: Question | None) -> bool:
    """Return whether there is a question, and its window is not gone."""
    return question is not None and isValid(question)
