"""The registers of an inspection: who and what its answers and sources refer to.

The pack's entries stand in it, as this inspection knows them, and those that were added here.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from inspector_app.domain import dates
from inspector_app.domain.checklist import AnswerKind, RegisterEntry
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.source_fields import ORGANISATIONS, ROLES
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.texts import tr

_BOUND = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WORDS = {
    "inside": tr("parts of the force"),
    "joint-units": tr("joint units"),
    "national": tr("national bodies"),
    "partners": "partners",
    "regional": tr("regional bodies"),
}
_NEW_FIRST = ("partners", "inside", "joint-units", "regional", "national", "alliances", "forces")
"""What turns up on a visit and is in no register is the likelier, the smaller it is."""


def register_words(register: str) -> str:
    """Return what a register is called: ``joint units``."""
    return _WORDS.get(register, register.replace("-", " "))


def entries_of(register: str, standing: Standing) -> tuple[RegisterEntry, ...]:
    """Return the entries of a register; of all but roles; or, for the empty text, of all."""
    return among(register, standing.register())


def among(register: str, entries: Iterable[RegisterEntry]) -> tuple[RegisterEntry, ...]:
    """Return those of ``entries`` that stand in a register, as :func:`entries_of` reads it."""
    if not register:
        return tuple(entries)
    if register == ORGANISATIONS:
        return tuple(entry for entry in entries if entry.register != ROLES)
    return tuple(entry for entry in entries if entry.register == register)


def for_answers(kind: AnswerKind, register: str) -> str:
    """Return which register an answer's names are looked for in."""
    return register or (ROLES if kind is AnswerKind.ROLE else ORGANISATIONS)


def extensible(register: str, entries: Iterable[RegisterEntry]) -> tuple[str, ...]:
    """Return the registers that a new name of a field may be put into, the likeliest first."""
    if register and register != ORGANISATIONS:
        return (register,)
    found = {entry.register for entry in among(register, entries)}
    order = [each for each in (*_NEW_FIRST, ROLES) if each in found]
    return (*order, *sorted(found.difference(order)))


def entry_named(text: str, entries: Iterable[RegisterEntry]) -> RegisterEntry | None:
    """Return the entry with this id, name or alias, in any case; None: it is a free name."""
    wanted = _folded(text)
    for entry in entries:
        if wanted in map(_folded, (entry.id, entry.name, *entry.aliases)):
            return entry
    return None


def named(text: str, entries: Iterable[RegisterEntry]) -> Named:
    """Return the entry that ``text`` names, or a name outside the register."""
    entry = entry_named(text, entries)
    return Named(entry.name, entry.id) if entry else Named(" ".join(text.split()))


def checked(entry: RegisterEntry, others: Iterable[RegisterEntry]) -> RegisterEntry:
    """Return ``entry`` without stray blanks, when it can stand beside ``others``.

    Raises:
        RuleViolation: no name or register, a name that another entry of the register goes by, or
            bounds that are no dates or end before they begin.
    """
    name = " ".join(entry.name.split())
    aliases = tuple(dict.fromkeys(filter(None, (" ".join(a.split()) for a in entry.aliases))))
    if not name or not entry.register:
        raise RuleViolation(tr("An entry needs a name and the register it stands in."))
    for other in among(entry.register, others):
        taken = set(map(_folded, (other.name, *other.aliases)))
        for each in (name, *aliases):
            if other.id != entry.id and _folded(each) in taken:
                raise RuleViolation(
                    tr(
                        "The register of {register} has “{each}” already: {other}. Nothing was "
                        "changed."
                    ).format(register=register_words(entry.register), each=each, other=other.name)
                )
    for bound in filter(None, (entry.valid_from, entry.valid_to)):
        if not _BOUND.fullmatch(bound):
            raise RuleViolation(
                tr(
                    "“{bound}” does not say from or until when: give a day, a month or a year as "
                    "2013-04-01, 2013-04 or 2013."
                ).format(bound=bound)
            )
        dates.read_written(bound)
    begins, ends = _bounds(entry)
    if begins and ends and ends < begins:
        raise RuleViolation(tr("{name} cannot end before it begins.").format(name=name))
    return replace(entry, name=name, aliases=aliases)


def is_valid_at(entry: RegisterEntry, when: PartialDate | None) -> bool:
    """Return whether an entry existed at any time that ``when`` covers.

    What is relative to the visit or not known excludes nothing.
    """
    if when is None or when.precision is Precision.RELATIVE:
        return True
    first, last = dates.first_day(when), dates.last_day(when)
    if first is None or last is None:
        return True
    begins, ends = _bounds(entry)
    return not ((begins and begins > last) or (ends and ends < first))


def validity_words(entry: RegisterEntry) -> str:
    """Return from and until when an entry exists: ``until October 2013``; empty: always."""
    begins = dates.read_written(entry.valid_from).words() if entry.valid_from else ""
    ends = dates.read_written(entry.valid_to).words() if entry.valid_to else ""
    if begins and ends:
        return tr("from {begins} until {ends}").format(begins=begins, ends=ends)
    return (
        tr("from {begins}").format(begins=begins)
        if begins
        else tr("until {ends}").format(ends=ends)
        if ends
        else ""
    )


def outdated_words(entry: RegisterEntry, when: PartialDate | None) -> str:
    """Return that an entry did not exist at a time, as a sentence's part; empty: it did."""
    if when is None or is_valid_at(entry, when):
        return ""
    return tr("not at {when}: {validity}").format(when=when.words(), validity=validity_words(entry))


def _bounds(entry: RegisterEntry) -> tuple[date | None, date | None]:
    begins = dates.first_day(dates.read_written(entry.valid_from)) if entry.valid_from else None
    ends = dates.last_day(dates.read_written(entry.valid_to)) if entry.valid_to else None
    return begins, ends


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
