"""What was once read from an inspection's states, kept for as long as they stay as they are."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from inspector_app.domain.changes.bodies import Subject
from inspector_app.domain.changes.fold import SubjectState

T = TypeVar("T")


class Memory:
    """Readings of one inspection; never asked for by themselves, never part of what stands.

    A reading of one subject holds while its state is the same object; a reading of whole kinds of
    subject holds until :meth:`without` is told that one of them changed. Both are the same whoever
    makes them, so two threads that make one at once do no harm.
    """

    __slots__ = ("_of_kinds", "_of_subjects")

    def __init__(self) -> None:
        self._of_subjects: dict[tuple[str, type], tuple[SubjectState, Any]] = {}
        self._of_kinds: dict[str, tuple[frozenset[Subject], Any]] = {}

    def of_subject(self, state: SubjectState, kind: type, make: Callable[[], T]) -> T:
        """Return what ``make`` read from ``state``, or reads now."""
        key = (state.subject, kind)
        known = self._of_subjects.get(key)
        if known is None or known[0] is not state:
            known = self._of_subjects[key] = (state, make())
        found: T = known[1]
        return found

    def of_kinds(self, name: str, kinds: Iterable[Subject], make: Callable[[], T]) -> T:
        """Return what ``make`` read under ``name`` from all subjects of ``kinds``, or reads now."""
        known = self._of_kinds.get(name)
        if known is None:
            known = self._of_kinds[name] = (frozenset(kinds), make())
        found: T = known[1]
        return found

    def without(self, kinds: Iterable[str]) -> "Memory":
        """Return what still holds once subjects of ``kinds`` have other states."""
        changed = frozenset(kinds)
        kept = Memory()
        kept._of_subjects = self._of_subjects
        kept._of_kinds = {
            name: known
            for name, known in tuple(self._of_kinds.items())
            if not any(kind.value in changed for kind in known[0])
        }
        return kept
