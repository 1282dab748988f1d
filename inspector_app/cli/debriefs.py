"""Commands about the debrief: tick, print the note, record what was said."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.command_line import Misused
from inspector_app.domain import assigning, debriefing, forms, markings, registers, wording
from inspector_app.domain.debriefs import Debrief
from inspector_app.domain.ids import SectionId
from inspector_app.domain.source_fields import ROLES
from inspector_app.domain.standing import Standing
from inspector_app.services.debriefs import HeldDebrief
from inspector_app.services.papers import Printed
from inspector_app.services.recording import Act
from inspector_app.texts import tr


def tick(given: Namespace, desk: Desk) -> Exit:
    """Tick a headline, or take the tick off."""
    stance = debriefing.stance_of(given.stance)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.debriefs.tick(inspection, SectionId(given.section), stance)
    as_ = debriefing.stance_words(stance).lower() if stance else tr("not told")
    return _told(
        desk,
        act,
        [tr("{section} in the debrief: {kind}").format(section=given.section, kind=as_)],
        stance=given.stance,
    )


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the ticked headlines and the debriefs."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        held = vault.debriefs.held(inspection)
    ticked = debriefing.chosen(standing)
    lines = []
    for each in ticked:
        by = standing.initials(each.tick.author)
        lines.append(
            tr("{stance}: {section}, ticked by {by}").format(
                stance=debriefing.stance_words(each.stance), section=each.section, by=by
            )
        )
        lines.append(f"    {wording.one_line(each.words) or tr('no headline')}")
        lines += (
            [tr("    Not in the note: {why_not}.").format(why_not=each.why_not)]
            if each.why_not
            else []
        )
    lines = lines or [tr("No headline is ticked for the debrief.")]
    for debrief in held:
        lines += _lines(debrief, standing)
    desk.console.result(
        lines,
        {
            "ticked": [
                {
                    "section": each.section,
                    "stance": each.stance.value,
                    "ticked_by": standing.initials(each.tick.author),
                    "headline": each.words,
                    "left_out_because": each.why_not,
                }
                for each in ticked
            ],
            "held": [_form(each, standing) for each in held],
        },
    )
    return Exit.OK


def note(given: Namespace, desk: Desk) -> Exit:
    """Write the note."""
    from inspector_app.reports.debrief_note import NoteOptions

    require_writable(given.pdf, replace=given.replace)
    options = NoteOptions(
        markings.read(given.marking) if given.marking else None,
        markings.read(given.up_to) if given.up_to else None,
        given.room,
    )
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        made = vault.debriefs.print_note(inspection, given.pdf, options)
    return tell_printed(desk, made)


def hold(given: Namespace, desk: Desk) -> Exit:
    """Record a debrief."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        debrief = _changed(given, Debrief(given.at, (), ()), standing)
        responses = _responses(given)
        id_, act = vault.debriefs.hold(inspection, debrief, responses, given.name or ())
        standing = vault.inspections.standing(inspection)
        made = vault.debriefs.find(inspection, id_)
    return _told(desk, act, _lines(made, standing), debrief=id_)


def revise(given: Namespace, desk: Desk) -> Exit:
    """Record a debrief anew."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        held = vault.debriefs.find(inspection, given.which)
        debrief = _changed(given, held.debrief, standing)
        responses = _responses(given)
        names = given.name or ()
        act = vault.debriefs.revise(inspection, held.id, debrief, responses, names)
        standing = vault.inspections.standing(inspection)
        made = vault.debriefs.find(inspection, held.id)
    return _told(desk, act, _lines(made, standing), debrief=held.id)


def withdraw(given: Namespace, desk: Desk) -> Exit:
    """Take the record of a debrief back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        held = vault.debriefs.find(inspection, given.which)
        act = vault.debriefs.withdraw(inspection, held.id, given.reason)
    return _told(
        desk,
        act,
        [tr("The debrief of {held_at} is taken back.").format(held_at=held.debrief.held_at)],
    )


def tell_printed(desk: Desk, made: Printed, **more: object) -> Exit:
    """Tell of a paper that was written."""
    desk.console.result(
        [
            tr("{made}: {counted}, marked {marking}, SHA-256 {sha256}").format(
                made=made.path,
                counted=wording.counted(made.pages, "page", "pages"),
                marking=made.marking,
                sha256=made.sha256,
            ),
            *made.remarks,
        ],
        {
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "pages": made.pages,
            "marking": made.marking,
            "remarks": list(made.remarks),
            **more,
        },
    )
    return Exit.OK


def _changed(given: Namespace, debrief: Debrief, standing: Standing) -> Debrief:
    """Return a debrief with what was given; what was not given stays."""
    changed: dict[str, Any] = {}
    if given.at:
        changed["held_at"] = given.at
    if given.spoke:
        changed["spoke"] = tuple(assigning.member_called(standing, each) for each in given.spoke)
    if given.to:
        entries = registers.entries_of(ROLES, standing)
        changed["roles"] = tuple(registers.named(each, entries) for each in given.to)
    if given.marking:
        changed["marking"] = markings.read(given.marking)
    if given.do_not_export:
        changed["do_not_export"] = True
    for name in ("place", "note", "copy_left"):
        if (value := getattr(given, name)) is not None:
            changed[name] = value
    return replace(debrief, **changed)


def _responses(given: Namespace) -> dict[SectionId, str]:
    found = {}
    for each in given.response or ():
        section, equals, said = each.partition("=")
        if not equals:
            raise Misused(tr("Write a response as SECTION=WORDS, not “{each}”.").format(each=each))
        found[SectionId(section.strip())] = said.strip()
    return found


def _lines(held: HeldDebrief, standing: Standing) -> list[str]:
    debrief = held.debrief
    by = wording.listed([standing.initials(each) for each in debrief.spoke])
    to = wording.listed([role.name for role in debrief.roles])
    place = f", {debrief.place}" if debrief.place else ""
    found = [
        tr("Debrief of {held_at}{place}: {by} to {to}; {copy}").format(
            held_at=debrief.held_at, place=place, by=by, to=to, copy=debriefing.copy_words(debrief)
        )
    ]
    for each in debrief.heard:
        anew = tr("; written anew since") if debriefing.is_written_anew(standing, each) else ""
        told = f"{debriefing.stance_words(each.stance)}: {each.section}{anew}"
        found.append(f"    {told}: {wording.one_line(each.said) or tr('no response')}")
    return found + ([f"    {wording.one_line(debrief.note)}"] if debrief.note else [])


def _form(held: HeldDebrief, standing: Standing) -> dict[str, Any]:
    return {
        "id": held.id,
        "debrief": forms.as_json(held.debrief),
        "in_differing_versions": held.is_disputed,
        "written_anew_since": [
            each.section
            for each in held.debrief.heard
            if debriefing.is_written_anew(standing, each)
        ],
    }


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes), **more})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "tick": tick,
    "overview": overview,
    "note": note,
    "hold": hold,
    "revise": revise,
    "withdraw": withdraw,
}
"""By what the parser names."""
