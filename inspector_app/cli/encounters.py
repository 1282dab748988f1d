"""Commands about encounters: the timetable, timed notes, test runs and sorting."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import forms, markings
from inspector_app.domain.assigning import member_called
from inspector_app.domain.encounters import Paragraph, Step, step_words, steps_of, time_words
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId, SectionId, SourceId
from inspector_app.domain.notes import Entry, Note, going_on, notes_of, timetable
from inspector_app.domain.registers import entries_of, named
from inspector_app.domain.source_fields import ROLES
from inspector_app.domain.source_wording import kind_words, source_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned, planned_words
from inspector_app.domain.wording import counted, first_words
from inspector_app.services.recording import Act
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked

_SHOWN_CHARACTERS = 100
_T = TypeVar("_T")


def plan(given: Namespace, desk: Desk) -> Exit:
    """Put an encounter into the timetable, or change one."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        entry = entry_called(given.change, standing) if given.change else None
        if entry is None and given.kind is None:
            raise BadInput(tr("Say what kind of encounter it is: interview, group, test …"))
        before = entry.planned if entry else Planned(given.kind)
        planned = _planned(given, before, standing)
        id_, act = vault.encounters.plan(inspection, planned, entry.id if entry else None)
    return _told(desk, act, [f"{id_[:8]}  {planned_words(planned)}"], entry=id_)


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the timetable and what goes on."""
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
    entries = [e for e in timetable(standing) if given.day in (None, e.planned.day)]
    planned = {entry.id for entry in entries}
    others = [item for item in going_on(standing) if item.id not in planned and not given.day]
    words = [_entry_words(entry, standing) for entry in entries]
    words += [
        tr("{number}  goes on: {source}").format(
            number=i.source.number, source=source_words(i.source)
        )
        for i in others
    ]
    form = [_entry_form(entry) for entry in entries]
    form += [{"id": i.id, "state": "going-on", "number": i.source.number} for i in others]
    desk.console.result(words or [tr("The timetable is empty.")], form)
    return Exit.OK


def cancel(given: Namespace, desk: Desk) -> Exit:
    """Take an encounter out of the timetable."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        entry = entry_called(given.entry, vault.inspections.standing(inspection))
        act = vault.encounters.cancel(inspection, entry.id, given.reason)
    return _told(desk, act, [f"Cancelled: {planned_words(entry.planned)}."])


def begin(given: Namespace, desk: Desk) -> Exit:
    """Begin an encounter."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        entry = entry_called(given.entry, standing) if given.entry else None
        planned = entry.planned if entry else Planned(given.kind, given.title)
        planned = replace(
            planned,
            roles=_roles(given.role, standing) or planned.roles,
            place=given.place or planned.place,
            lines=_lines(given.line, standing) or planned.lines,
            unannounced=given.unannounced or planned.unannounced,
        )
        begun = vault.encounters.begin(
            inspection,
            planned,
            entry.id if entry else None,
            given.section.upper(),
            given.written_at,
        )
        found = vault.inspections.standing(inspection).source(begun.id).value
    words = [
        tr("{begun}  begun: {planned}").format(begun=begun.number, planned=planned_words(planned))
    ]
    lines = list(found.lines) if found else []
    words.append(tr("It can speak to {lines}.").format(lines=counted(len(lines), "line", "lines")))
    return _told(desk, begun.act, words, source=begun.id, number=begun.number, lines=lines)


def note(given: Namespace, desk: Desk) -> Exit:
    """Write a timed note."""
    with desk.vault() as vault:
        inspection, source, standing = _found(given, vault)
        lines = _lines(given.line, standing)
        paragraph = Paragraph(
            given.text, vault.encounters.now_ms(), given.written_at, given.come_back
        )
        key, act = vault.encounters.write(inspection, source, paragraph, lines)
    where = tr(", an account on {lines}").format(lines=", ".join(lines)) if lines else ""
    return _told(desk, act, [f"{key}  {time_words(paragraph)}{where}"], note=key)


def stamp(given: Namespace, desk: Desk) -> Exit:
    """Stamp a step of a test run."""
    step = Step(given.step.replace("-", "_")) if given.step else None
    with desk.vault() as vault:
        inspection, source, _ = _found(given, vault)
        act = vault.encounters.stamp(inspection, source, step)
        found = vault.inspections.standing(inspection).source(source).value
    steps = steps_of(found) if found else ()
    words = [f"{step_words(each)}: {time or '—'}" for each, time in steps]
    return _told(desk, act, words, steps={each.value: time for each, time in steps})


def abandon(given: Namespace, desk: Desk) -> Exit:
    """Break a test run off."""
    with desk.vault() as vault:
        inspection, source, _ = _found(given, vault)
        act = vault.encounters.abandon(inspection, source, given.reason)
    return _told(
        desk,
        act,
        [tr("{given} is abandoned: {reason}.").format(given=given.number, reason=given.reason)],
    )


def end(given: Namespace, desk: Desk) -> Exit:
    """End an encounter."""
    with desk.vault() as vault:
        inspection, source, _ = _found(given, vault)
        act = vault.encounters.end(inspection, source)
        left = notes_of(vault.inspections.standing(inspection), source)
    waiting = [each.key for each in left if not each.is_sorted]
    words = [tr("{given} has ended.").format(given=given.number)]
    if waiting:
        words.append(
            tr("{notes} to be sorted: “encounter show”.").format(
                notes=counted(len(waiting), "note", "notes")
            )
        )
    return _told(desk, act, words, unsorted=waiting)


def link(given: Namespace, desk: Desk) -> Exit:
    """Make a note an account on a line."""
    with desk.vault() as vault:
        inspection, source, standing = _found(given, vault)
        key = _note(given.note, source, standing).key
        line = standing.pack.line(given.line.upper()).id
        act = vault.encounters.link(inspection, source, key, line)
    return _told(
        desk,
        act,
        [tr("The note is an account on {line}.").format(line=line)],
        account=f"{line}/{key}",
    )


def unlink(given: Namespace, desk: Desk) -> Exit:
    """Take back the account that a note is on a line."""
    with desk.vault() as vault:
        inspection, source, standing = _found(given, vault)
        key = _note(given.note, source, standing).key
        line = standing.pack.line(given.line.upper()).id
        act = vault.encounters.unlink(inspection, source, key, line)
    return _told(
        desk, act, [tr("The note is not an account on {line} any more.").format(line=line)]
    )


def keep(given: Namespace, desk: Desk) -> Exit:
    """Decide that a note stays a note."""
    return _on_note(
        given,
        desk,
        lambda vault, id_, source, key: vault.encounters.keep_as_note(id_, source, key),
        tr("Kept as a note: it is in no export."),
    )


def come_back(given: Namespace, desk: Desk) -> Exit:
    """Say whether a note needs another look."""
    return _on_note(
        given,
        desk,
        lambda vault, id_, source, key: vault.encounters.come_back(
            id_, source, key, needed=not given.done
        ),
        tr("Looked at.") if given.done else tr("Marked: come back."),
    )


def rewrite(given: Namespace, desk: Desk) -> Exit:
    """Write a note anew."""
    return _on_note(
        given,
        desk,
        lambda vault, id_, source, key: vault.encounters.rewrite(id_, source, key, given.text),
        tr("Written anew."),
    )


def drop(given: Namespace, desk: Desk) -> Exit:
    """Take a note back."""
    return _on_note(
        given,
        desk,
        lambda vault, id_, source, key: vault.encounters.withdraw_note(
            id_, source, key, given.reason
        ),
        tr("Taken back, with the accounts made of it."),
    )


def show(given: Namespace, desk: Desk) -> Exit:
    """Show an encounter with its notes."""
    with desk.vault() as vault:
        _, source, standing = _found(given, vault)
    found = standing.source(source).value
    if found is None:
        raise NotFound(tr("{given} was withdrawn.").format(given=given.number))
    state = tr("goes on") if found.is_going_on else "ended"
    words = [f"{found.number}  {kind_words(found)}: {source_words(found)} · {state}"]
    words += [f"{step_words(each)}: {time or '—'}" for each, time in steps_of(found)]
    listed = notes_of(standing, source)
    words += [_note_words(each) for each in listed]
    desk.console.result(
        words,
        {
            "id": source,
            "source": forms.as_json(found),
            "notes": [_note_form(each) for each in listed],
        },
    )
    return Exit.OK


def hold(given: Namespace, desk: Desk) -> Exit:
    """Record a whole encounter from a file."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        entry = entry_called(given.entry, standing).id if given.entry else None
        held = vault.encounters.hold(inspection, given.source, entry)
        listed = notes_of(vault.inspections.standing(inspection), held.id)
    words = [
        tr("{held}  recorded with {notes}.").format(
            held=held.number, notes=counted(len(listed), "note", "notes")
        )
    ]
    return _told(
        desk,
        held.act,
        words,
        source=held.id,
        number=held.number,
        notes=[_note_form(each) for each in listed],
    )


def _on_note(
    given: Namespace,
    desk: Desk,
    verb: "Callable[[Unlocked, InspectionId, SourceId, str], Act]",
    words: str,
) -> Exit:
    with desk.vault() as vault:
        inspection, source, standing = _found(given, vault)
        act = verb(vault, inspection, source, _note(given.note, source, standing).key)
    return _told(desk, act, [words])


def _found(given: Namespace, vault: "Unlocked") -> tuple[InspectionId, SourceId, Standing]:
    inspection = vault.inspections.find(given.inspection)
    standing = vault.inspections.standing(inspection)
    return inspection, vault.sources.find(inspection, given.number), standing


def _planned(given: Namespace, before: Planned, standing: Standing) -> Planned:
    """Return the entry with what was given in place of what it was."""
    changed: dict[str, Any] = {
        name: getattr(given, name)
        for name in ("kind", "title", "place", "day", "at", "note", "unannounced")
        if getattr(given, name) is not None
    }
    if given.role is not None:
        changed["roles"] = _roles(given.role, standing)
    if given.lead is not None:
        changed["lead"] = member_called(standing, given.lead)
    if given.others is not None:
        changed["inspectors"] = tuple(member_called(standing, each) for each in given.others)
    if given.section is not None:
        sections = (standing.pack.section(SectionId(each.upper())) for each in given.section)
        changed["sections"] = tuple(section.id for section in sections)
    if given.line is not None:
        changed["lines"] = _lines(given.line, standing)
    if given.marking is not None:
        changed["marking"] = markings.read(given.marking)
    return replace(before, **changed)


def _roles(words: list[str], standing: Standing) -> tuple[Any, ...]:
    return tuple(named(each, entries_of(ROLES, standing)) for each in words)


def _lines(words: list[str], standing: Standing) -> tuple[LineId, ...]:
    return tuple(standing.pack.line(each.upper()).id for each in words)


def entry_called(words: str, standing: Standing) -> Entry:
    """Return the entry of the timetable that stands at ``#2``, or whose id begins so.

    Raises:
        NotFound: none does.
        RuleViolation: several do.
    """
    listed = timetable(standing)
    found = _placed(words, listed) or [e for e in listed if e.id.startswith(words.casefold())]
    if not found:
        raise NotFound(
            tr("No encounter of the timetable begins with {words}: see “encounter list”.").format(
                words=words
            )
        )
    if len(found) > 1:
        raise RuleViolation(
            tr_counted(
                len(found), "{number} encounters begin with {words}: give more of the id."
            ).format(number=len(found), words=words)
        )
    return found[0]


def _note(words: str, source: SourceId, standing: Standing) -> Note:
    listed = notes_of(standing, source)
    found = _placed(words, listed) or [n for n in listed if n.key.startswith(words.casefold())]
    if not found:
        raise NotFound(tr("No note begins with {words}: see “encounter show”.").format(words=words))
    if len(found) > 1:
        raise RuleViolation(
            tr_counted(
                len(found), "{number} notes begin with {words}: give more of the key."
            ).format(number=len(found), words=words)
        )
    return found[0]


def _placed(words: str, listed: Sequence[_T]) -> list[_T]:
    """Return what stands at a place such as ``#2``, or nothing."""
    at = words.removeprefix("#")
    is_place = at != words and at.isdecimal() and 1 <= int(at) <= len(listed)
    return [listed[int(at) - 1]] if is_place else []


def _state(entry: Entry) -> str:
    if entry.source is None:
        return "planned"
    return "going-on" if entry.source.is_going_on else "held"


def _entry_words(entry: Entry, standing: Standing) -> str:
    planned = entry.planned
    facts = [
        planned.place,
        tr("led by {initials}").format(initials=standing.initials(planned.lead))
        if planned.lead
        else "",
    ]
    facts += ["unannounced" if planned.is_unannounced else "", _state(entry).replace("-", " ")]
    facts += [entry.source.number if entry.source else ""]
    return f"{entry.id[:8]}  {planned_words(planned)} · {' · '.join(filter(None, facts))}"


def _entry_form(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "state": _state(entry),
        "number": entry.source.number if entry.source else "",
        "disputed": entry.is_disputed,
        "encounter": forms.as_json(entry.planned),
    }


def _note_words(note: Note) -> str:
    became = [tr("account on {line}").format(line=line) for line in note.accounts]
    became += [tr("come back")] if note.paragraph.come_back else []
    became += [] if note.is_sorted else [tr("to be sorted")]
    became += [tr("a note")] if note.paragraph.is_note and not note.accounts else []
    text = first_words(note.paragraph.text, _SHOWN_CHARACTERS)
    return f"{note.key}  {time_words(note.paragraph)}  {text} · {' · '.join(became)}"


def _note_form(note: Note) -> dict[str, Any]:
    return {
        "key": note.key,
        "paragraph": forms.as_json(note.paragraph),
        "typed_at_ms": note.held.time_ms,
        "accounts": dict(note.accounts),
        "sorted": note.is_sorted,
        "disputed": note.is_disputed,
    }


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes), **more})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "plan": plan,
    "overview": overview,
    "cancel": cancel,
    "begin": begin,
    "note": note,
    "stamp": stamp,
    "abandon": abandon,
    "end": end,
    "link": link,
    "unlink": unlink,
    "keep": keep,
    "come_back": come_back,
    "rewrite": rewrite,
    "drop": drop,
    "show": show,
    "hold": hold,
}
"""By what the parser names."""
