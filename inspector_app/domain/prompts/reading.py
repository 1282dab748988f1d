"""One reading of all that prompts look at, so that each thing is gathered once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from inspector_app.domain.accounts import Account
from inspector_app.domain.checklist import Line, Section
from inspector_app.domain.ids import AccountId, LineId, SectionId, SourceId
from inspector_app.domain.items import EvidenceItem, SourceItem
from inspector_app.domain.prompts.prompt import Place, Prompt, PromptKind, at_line, named
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from inspector_app.texts import tr_counted


@dataclass(slots=True)
class Reading:
    """What stands, gathered once; made anew for each telling."""

    standing: Standing
    today: date
    supports: Supports = field(init=False)
    sections: tuple[Section, ...] = field(init=False)
    """In scope and with lines."""
    sources: tuple[SourceItem, ...] = field(init=False)
    evidence: tuple[EvidenceItem, ...] = field(init=False)
    accounts: tuple[tuple[AccountId, Account], ...] = field(init=False)
    """All that stand, oldest first."""
    of_line: dict[LineId, list[tuple[AccountId, Account]]] = field(init=False)
    of_source: dict[SourceId, list[Account]] = field(init=False)
    _in_scope: frozenset[SectionId] = field(init=False)

    def __post_init__(self) -> None:
        standing = self.standing
        self.supports = Supports(standing)
        self.sections = standing.sections()
        self._in_scope = frozenset(section.id for section in self.sections)
        self.sources = standing.sources()
        self.evidence = standing.evidence()
        held = standing.accounts()
        self.accounts = tuple((id_, each.value) for id_, each in held if each.value is not None)
        self.of_line, self.of_source = {}, {}
        for id_, account in self.accounts:
            self.of_line.setdefault(account.line, []).append((id_, account))
            if account.source:
                self.of_source.setdefault(SourceId(account.source), []).append(account)

    def lines(self) -> Iterator[tuple[Section, Line]]:
        """Yield the examined lines in scope, in reading order."""
        for section in self.sections:
            for line in section.lines:
                if not line.derived:
                    yield section, line

    def section_of_line(self, line: str) -> SectionId | None:
        """Return the section of a line, or None where it is not in scope or not in the pack."""
        if not self.standing.pack.asks(line):
            return None
        section = self.standing.pack.line(line).section
        return section if section in self._in_scope else None

    def section_of_lines(self, lines: Iterable[str]) -> SectionId | None:
        """Return the section of the first line that is in scope, or None."""
        found = (self.section_of_line(line) for line in lines)
        return next((section for section in found if section is not None), None)

    def lines_of_source(self, item: SourceItem) -> tuple[LineId, ...]:
        """Return the lines that a source could speak to or did, each once."""
        spoken = (account.line for account in self.of_source.get(item.id, ()))
        return tuple(dict.fromkeys((*item.source.lines, *spoken)))

    def section_of_source(self, item: SourceItem) -> SectionId | None:
        """Return under which section what concerns a source is told."""
        return self.section_of_lines(self.lines_of_source(item))

    def heads(self, line: LineId) -> tuple[str, ...]:
        """Return what a line's answer is at this moment, without saying what it says."""
        return tuple(f"{line} {head}" for head in self.standing.answer(line).heads)


@dataclass(slots=True)
class Group:
    """Things of one kind under one section, to be told in one sentence."""

    kind: PromptKind
    section: SectionId | None
    places: list[Place] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def add(self, place: Place, *facts: str) -> None:
        """Add one thing and what it rests on."""
        self.places.append(place)
        self.facts += facts or (place.key,)

    def told_counted(self, one: str, many: str) -> Prompt:
        """Return the prompt; ``one`` and ``many`` are told of the places, ``{number}`` of them."""
        places = tuple(dict.fromkeys(self.places))
        words = tr_counted(len(places), one, many).format(number=len(places))
        return Prompt(
            self.kind,
            self.section or "",
            self.section,
            f"{words}: {named(places)}.",
            places,
            tuple(sorted(set(self.facts))),
        )


class Groups:
    """The groups of one kind, section by section."""

    def __init__(self, kind: PromptKind) -> None:
        self._kind = kind
        self._found: dict[SectionId | None, Group] = {}

    def add(self, section: SectionId | None, place: Place, *facts: str) -> None:
        """Add one thing under its section."""
        self._found.setdefault(section, Group(self._kind, section)).add(place, *facts)

    def add_line(self, section: SectionId | None, line: LineId, *facts: str) -> None:
        """Add a line under its section."""
        self.add(section, at_line(line), *facts)

    def told_counted(self, one: str, many: str) -> Iterator[Prompt]:
        """Yield one prompt for each section that has any."""
        for group in self._found.values():
            yield group.told_counted(one, many)
