"""What answers and headlines rest on, told by kind; never a score."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import Subject
from inspector_app.domain.checklist import Section
from inspector_app.domain.held import Held
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.sources import (
    KINDS,
    AbsenceKnown,
    Arrangement,
    DataReturn,
    DocumentAbsent,
    DocumentRequest,
    DocumentSighted,
    EquipmentInspection,
    Figure,
    Meeting,
    NationalComparison,
    SafetyMatter,
    Seen,
    Source,
    SystemObservation,
    UnannouncedTest,
)
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr, tr_counted


class Ground(StrEnum):
    """A kind of support; kinds that differ are independent of each other."""

    TEST = "test"
    OBSERVATION = "observation"
    DOCUMENT = "document"
    DATA = "data"
    THIRD_PARTY = "third-party"
    STATEMENT = "statement"


_WORDS = {
    Ground.TEST: tr("direct test or inspection"),
    Ground.OBSERVATION: tr("own observation"),
    Ground.DOCUMENT: tr("document"),
    Ground.DATA: tr("data"),
    Ground.THIRD_PARTY: tr("third party"),
    Ground.STATEMENT: tr("force’s statement"),
}
_SEEN = {
    Seen.OBSERVED: Ground.OBSERVATION,
    Seen.ON_PAPER: Ground.DOCUMENT,
    Seen.DESCRIBED: Ground.STATEMENT,
}
_LETTERS = tuple(kind.LETTER for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Strength:
    """What something rests on: how many accounts of each kind."""

    counts: tuple[tuple[Ground, int], ...] = ()
    """Accounts by kind, in the order of ``Ground``; kinds without any are left out."""
    letters: tuple[str, ...] = ()
    """Of the sources' kinds, each once, in the order in which kinds are offered."""
    unsourced: int = 0
    """Accounts without a source that stands."""
    unconfirmed: int = 0
    """Accounts carried over from another inspection: they count once they are confirmed here."""

    @property
    def independent(self) -> int:
        """How many kinds of support there are."""
        return len(self.counts)

    @property
    def is_statement_alone(self) -> bool:
        """Whether nothing but the force's own word supports it."""
        return [ground for ground, _ in self.counts] == [Ground.STATEMENT]

    def words(self) -> str:
        """Return ``direct test or inspection (2), document (1)``, or ``nothing``."""
        told = [f"{_WORDS[ground]} ({number})" for ground, number in self.counts]
        return ", ".join(told) or tr("nothing")

    def independent_words(self) -> str:
        """Return ``2 independent kinds``; empty where there is none."""
        if not self.counts:
            return ""
        number = self.independent
        return tr_counted(number, "1 kind", "{number} independent kinds").format(number=number)

    def told(self) -> str:
        """Return all of it: ``document (1), force’s statement (2) · 2 independent kinds``."""
        without = (
            tr_counted(self.unsourced, "{number} without a source").format(number=self.unsourced)
            if self.unsourced
            else ""
        )
        several = self.independent_words() if self.independent > 1 else ""
        return " · ".join(filter(None, (self.words(), several, without)))


def ground_of(source: Source) -> Ground:
    """Return what kind of support a source gives."""
    match source.particulars:
        case UnannouncedTest() | EquipmentInspection():
            return Ground.TEST
        case SystemObservation() | SafetyMatter():
            return Ground.OBSERVATION
        case DocumentAbsent(known=AbsenceKnown.LOOKED_FOR):
            return Ground.OBSERVATION
        case Meeting(seen=Seen.OBSERVED) | Arrangement(seen=Seen.OBSERVED):
            return Ground.OBSERVATION
    if source.outside:
        return Ground.THIRD_PARTY
    match source.particulars:
        case DocumentSighted() | DocumentRequest():
            return Ground.DOCUMENT
        case DataReturn() | Figure() | NationalComparison():
            return Ground.DATA
        case Meeting(seen=seen) | Arrangement(seen=seen):
            return _SEEN[seen]
        case _:
            return Ground.STATEMENT


@dataclass(slots=True)
class Supports:
    """What supports what, as it stands; make it anew when something was recorded."""

    standing: Standing
    left_out: frozenset[AccountId] = frozenset()
    """Accounts that do not count, because an export must not tell of them."""
    _sources: dict[SourceId, Source] = field(init=False)
    _accounts: dict[AccountId, Account] = field(init=False)
    _on: dict[LineId, list[AccountId]] = field(init=False)

    def __post_init__(self) -> None:
        memory, standing = self.standing.memory, self.standing
        self._sources = memory.of_kinds(
            "sources by id",
            (Subject.SOURCE,),
            lambda: {item.id: item.source for item in standing.sources()},
        )
        if self.left_out:
            self._accounts, self._on = self._read()
        else:
            self._accounts, self._on = memory.of_kinds("grounds", (Subject.ACCOUNT,), self._read)

    def _read(self) -> tuple[dict[AccountId, Account], dict[LineId, list[AccountId]]]:
        accounts: dict[AccountId, Account] = {}
        on: dict[LineId, list[AccountId]] = {}
        for id_, held in self.standing.accounts():
            if held.value is not None and id_ not in self.left_out:
                accounts[id_] = held.value
                on.setdefault(held.value.line, []).append(id_)
        return accounts, on

    def source(self, account: Account) -> Source | None:
        """Return the source of an account, or None where none stands."""
        return self._sources.get(SourceId(account.source))

    def grounds(self, line: LineId) -> tuple[tuple[AccountId, Account], ...]:
        """Return the accounts that the answer on a line rests on.

        They are those it names and, where it names none, all on its line.
        """
        answer = self.standing.answer(line).value
        named = answer.accounts if answer else ()
        chosen = named or tuple(self._on.get(line, ()))
        return tuple((id_, self._accounts[id_]) for id_ in chosen if id_ in self._accounts)

    def strength(self, line: LineId) -> Strength:
        """Return what the answer on a line rests on."""
        return self._strength(account for _, account in self.grounds(line))

    def letters(self, line: LineId) -> tuple[str, ...]:
        """Return the letters of the kinds of source that support a line."""
        return self.strength(line).letters

    def of_section(self, section: Section) -> Strength:
        """Return what a section's headline rests on: whatever its answers rest on."""

        def read() -> Strength:
            found: dict[AccountId, Account] = {}
            for line in section.lines:
                found |= dict(self.grounds(line.id))
            return self._strength(found.values())

        if self.left_out:
            return read()
        kinds = (Subject.ANSWER, Subject.ACCOUNT, Subject.SOURCE)
        return self.standing.memory.of_kinds(f"ground of {section.id}", kinds, read)

    def exclusions(self, line: LineId) -> tuple[str, ...]:
        """Return what the numbers behind a line's answer leave out, each once."""
        sources = (self.source(account) for _, account in self.grounds(line))
        return tuple(dict.fromkeys(words for s in sources if s for words in s.exclusions))

    def _strength(self, accounts: Iterable[Account]) -> Strength:
        counts: Counter[Ground] = Counter()
        letters: set[str] = set()
        unsourced = unconfirmed = 0
        for account in accounts:
            if account.origin is not None and not account.origin.is_confirmed:
                unconfirmed += 1
                continue
            source = self.source(account)
            if source is None:
                unsourced += 1
                continue
            counts[ground_of(source)] += 1
            letters.add(source.letter)
        return Strength(
            tuple((ground, counts[ground]) for ground in Ground if counts[ground]),
            tuple(letter for letter in _LETTERS if letter in letters),
            unsourced,
            unconfirmed,
        )


def accounts_of(
    standing: Standing, source: SourceId
) -> tuple[tuple[AccountId, Held[Account]], ...]:
    """Return the accounts that one source gave, oldest first."""

    def read() -> Mapping[str, tuple[tuple[AccountId, Held[Account]], ...]]:
        found: dict[str, list[tuple[AccountId, Held[Account]]]] = {}
        for id_, held in standing.accounts():
            if held.value is not None:
                found.setdefault(held.value.source, []).append((id_, held))
        return {each: tuple(given) for each, given in found.items()}

    given = standing.memory.of_kinds("accounts by source", (Subject.ACCOUNT,), read)
    return given.get(source, ())
