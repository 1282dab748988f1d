"""What the encounter screen shows: notes, lines and the timetable as rows of words."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain import wording
from inspector_app.domain.encounters import time_words
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.notes import Entry, Note, notes_of, spoken_on, timetable
from inspector_app.domain.source_fields import form_of_kind
from inspector_app.domain.source_wording import roles_words, source_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import kind_met
from inspector_app.ui.texts import counted, tr

_MOST_FOUND = 18


@dataclass(frozen=True, slots=True)
class NoteView:
    """A timed note as its row shows it."""

    key: str
    time: str
    text: str
    became: str
    """``account on CC-PO-09``, ``come back``, ``to be sorted``."""


@dataclass(frozen=True, slots=True)
class SpokenLineView:
    """A line that an encounter can speak to."""

    line: LineId
    cap: str
    """The key that makes a note an account on it; empty: it is beyond the ninth."""
    words: str
    accounts: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the timetable, or an encounter that goes on without one."""

    id: SourceId
    when: str
    kind: str
    who: str
    place: str
    lead: str
    state: str


def note_views(standing: Standing, source: SourceId) -> tuple[NoteView, ...]:
    """Return the notes of an encounter, oldest first."""
    return tuple(note_view(note) for note in notes_of(standing, source))


def note_view(note: Note) -> NoteView:
    """Return one note."""
    became = []
    if note.accounts:
        became.append(tr("account on {lines}").format(lines=", ".join(note.accounts)))
    elif note.paragraph.is_note:
        became.append(tr("kept as a note"))
    else:
        became.append(tr("to be sorted"))
    if note.paragraph.come_back:
        became.append(tr("come back"))
    if note.is_disputed:
        became.append(tr("several versions"))
    return NoteView(note.key, time_words(note.paragraph), note.paragraph.text, " · ".join(became))


def line_views(
    standing: Standing, source: SourceId, words: str = "", *, alt: bool = True
) -> tuple[SpokenLineView, ...]:
    """Return the lines that an encounter can speak to, or those of the pack that hold ``words``.

    ``alt``: the keys are pressed with Alt, because the focus is in a text.
    """
    held = standing.source(source).value
    spoken = spoken_on(standing, source)
    lines: Iterable[LineId] = dict.fromkeys((*(held.lines if held else ()), *spoken))
    if wanted := words.casefold().split():
        lines = [
            line.id
            for line in standing.pack.lines()
            if all(each in f"{line.id} {line.text}".casefold() for each in wanted)
        ][:_MOST_FOUND]
    found: list[SpokenLineView] = []
    for line in lines:
        try:
            text = standing.pack.line(line).text
        except NotFound:
            continue
        at = len(found) + 1
        cap = "" if at > 9 else f"Alt+{at}" if alt else str(at)
        number = spoken.get(line, 0)
        told = counted(number, "account", "accounts") if number else tr("no account yet")
        found.append(SpokenLineView(line, cap, text, told))
    return tuple(found)


def entry_views(standing: Standing) -> tuple[EntryView, ...]:
    """Return the timetable, what goes on without having been planned first."""
    entries = timetable(standing)
    planned = {entry.id for entry in entries}
    loose = [
        EntryView(
            item.id,
            wording.when_words(item.source.sitting.began_ms) if item.source.sitting else "",
            form_of_kind(type(item.source.particulars)).name,
            source_words(item.source),
            item.source.place,
            "",
            tr("goes on"),
        )
        for item in standing.sources()
        if item.source.is_going_on and item.id not in planned
    ]
    return (*loose, *(_entry_view(entry, standing) for entry in entries))


def _entry_view(entry: Entry, standing: Standing) -> EntryView:
    planned = entry.planned
    state = tr("planned")
    if entry.source is not None:
        state = tr("goes on") if entry.source.is_going_on else tr("held")
        unsorted = sum(not note.is_sorted for note in notes_of(standing, entry.id))
        if unsorted and not entry.source.is_going_on:
            state = counted(unsorted, "note to sort", "notes to sort")
    elif planned.is_unannounced:
        state = tr("planned, unannounced")
    return EntryView(
        entry.id,
        " ".join(filter(None, (planned.day, planned.at))) or tr("not fixed"),
        kind_of_entry(entry),
        with_whom(entry),
        planned.place,
        standing.initials(planned.lead) if planned.lead else "",
        state,
    )


def kind_of_entry(entry: Entry) -> str:
    """Return the kind of an entry: ``interview``."""
    return form_of_kind(kind_met(entry.planned.kind)).name


def with_whom(entry: Entry) -> str:
    """Return title and roles of an entry."""
    roles = "; ".join(role.name for role in entry.planned.roles)
    return " · ".join(filter(None, (entry.planned.title, roles)))


def encounter_words(standing: Standing, source: SourceId) -> str:
    """Return an encounter in a few words: ``JS/4, interview: Chief constable``."""
    held = standing.source(source).value
    if held is None:
        return ""
    kind = form_of_kind(type(held.particulars)).name
    who = held.title or roles_words(held)
    return f"{held.number}, {kind}: {who}"
