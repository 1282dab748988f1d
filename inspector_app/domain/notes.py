"""The timed notes of encounters as they stand, each with the lines it became an account on."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import Subject, subject, subject_key
from inspector_app.domain.encounters import Paragraph, note_of, order_of
from inspector_app.domain.held import Held, field_of
from inspector_app.domain.ids import AccountId, LineId, SectionId, SourceId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.sources import RunState, Source, UnannouncedTest
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned


@dataclass(frozen=True, slots=True)
class Note:
    """A timed note that stands."""

    key: str
    """16 hexadecimal digits; the accounts made of it end with them."""
    source: SourceId
    paragraph: Paragraph
    held: Held[Paragraph]
    accounts: Mapping[LineId, AccountId]
    """By the line that it became an account on."""
    is_disputed: bool = False
    """Whether it stands in differing versions."""

    @property
    def subject(self) -> str:
        """What the journal knows it by."""
        return subject(Subject.PARAGRAPH, self.source, self.key)

    @property
    def is_sorted(self) -> bool:
        """Whether it is an account somewhere, or was kept as a note."""
        return bool(self.accounts) or self.paragraph.is_note


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the timetable as it stands."""

    id: SourceId
    """Also of the source that comes of it."""
    planned: Planned
    source: Source | None
    """None: it has not begun."""
    is_disputed: bool = False

    @property
    def is_secret(self) -> bool:
        """Whether the force must not learn of it: it is unannounced and has not run."""
        return self.planned.is_unannounced and (self.source is None or self.source.is_going_on)


def notes_of(standing: Standing, source: SourceId) -> tuple[Note, ...]:
    """Return the notes of an encounter by the time at which they were written."""
    accounts: dict[str, dict[LineId, AccountId]] = {}
    for id_, held in standing.accounts():
        if held.value is not None and held.value.source == source and (key := note_of(id_)):
            accounts.setdefault(key, {})[held.value.line] = id_
    found = []
    prefix = f"{subject(Subject.PARAGRAPH, source)}/"
    for written, state in standing.states_of(Subject.PARAGRAPH):
        if not written.startswith(prefix):
            continue
        field = field_of(state, Paragraph)
        held_note = next((each for each in field.versions if each.value is not None), None)
        if held_note is not None and held_note.value is not None:
            key = written.removeprefix(prefix)
            found.append(
                Note(
                    key,
                    source,
                    held_note.value,
                    held_note,
                    accounts.get(key, {}),
                    field.in_conflict,
                )
            )
    return tuple(sorted(found, key=lambda note: (*order_of(note.paragraph), note.key)))


def unsorted(standing: Standing, source: SourceId) -> tuple[Note, ...]:
    """Return the notes that are neither an account nor kept as a note."""
    return tuple(note for note in notes_of(standing, source) if not note.is_sorted)


def to_come_back_to(standing: Standing) -> tuple[Note, ...]:
    """Return the notes of all encounters that need another look, encounter by encounter."""
    sources = dict.fromkeys(
        SourceId(subject_key(written).partition("/")[0])
        for written, _ in standing.states_of(Subject.PARAGRAPH)
    )
    return tuple(
        note
        for source in sources
        for note in notes_of(standing, source)
        if note.paragraph.come_back
    )


def going_on(standing: Standing) -> tuple[SourceItem, ...]:
    """Return the encounters that have not ended, the one begun last first."""
    found = [item for item in standing.sources() if item.source.is_going_on]
    return tuple(sorted(found, key=lambda item: -(_began_ms(item.source))))


def timetable(standing: Standing) -> tuple[Entry, ...]:
    """Return the timetable by day and time, entries without a day last."""
    found = []
    for written, state in standing.states_of(Subject.ENCOUNTER):
        field = field_of(state, Planned)
        planned = next((h.value for h in field.versions if h.value is not None), None)
        if planned is not None:
            id_ = SourceId(subject_key(written))
            source = standing.source(id_).value
            found.append(Entry(id_, planned, source, field.in_conflict))
    return tuple(sorted(found, key=lambda entry: (*entry.planned.order, entry.id)))


def unannounced(standing: Standing) -> int:
    """Return how many encounters there are that the force must not learn of yet."""
    secret = {entry.id for entry in timetable(standing) if entry.is_secret}
    for item in standing.sources():
        sitting, test = item.source.sitting, item.source.particulars
        is_waiting = isinstance(test, UnannouncedTest) and test.state is RunState.PLANNED
        if is_waiting or (item.source.is_going_on and sitting and sitting.unannounced):
            secret.add(item.id)
    return len(secret)


def lines_for(standing: Standing, planned: Planned, section: str = "") -> tuple[LineId, ...]:
    """Return the lines an encounter can speak to, each once.

    First what was planned for it; then what other sources with one of its roles or at its place
    could speak to or spoke to; where that is nothing, the lines of ``section``.
    """
    wanted = dict.fromkeys(planned.lines)
    sections = {each.id: each for each in standing.pack.sections}
    for id_ in planned.sections:
        wanted |= {line.id: None for line in sections[id_].lines if not line.derived}
    roles = {role.name.casefold() for role in planned.roles}
    place = planned.place.strip().casefold()
    alike = {
        item.id: item.source
        for item in standing.sources()
        if roles & {role.name.casefold() for role in item.source.roles}
        or (place and place == item.source.place.strip().casefold())
    }
    for source in alike.values():
        wanted |= dict.fromkeys(source.lines)
    if alike:
        spoken = (held.value for _, held in standing.accounts() if held.value is not None)
        wanted |= {each.line: None for each in spoken if each.source in alike}
    here = sections.get(SectionId(section))
    if not wanted and here is not None:
        wanted |= {line.id: None for line in here.lines if not line.derived}
    known = {line.id for line in standing.pack.lines()}
    return tuple(line for line in wanted if line in known)


def spoken_on(standing: Standing, source: SourceId) -> Mapping[LineId, int]:
    """Return how many accounts an encounter has given on each line."""
    counts: dict[LineId, int] = {}
    for _, held in standing.accounts():
        value: Account | None = held.value
        if value is not None and value.source == source:
            counts[value.line] = counts.get(value.line, 0) + 1
    return counts


def _began_ms(source: Source) -> int:
    return source.sitting.began_ms if source.sitting else 0
