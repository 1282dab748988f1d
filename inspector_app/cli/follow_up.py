"""Commands about following up: what was found last time, and how far its recommendations came."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.recommendations import advance_lines, advanced
from inspector_app.domain import forms
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import LineId
from inspector_app.domain.last_time import LastTime, last_times
from inspector_app.domain.recommendations import Stage
from inspector_app.domain.recommending import asked_last_time, kind_words, stage_words
from inspector_app.services.follow_up import FollowedUp
from inspector_app.services.recording import Act
from inspector_app.texts import tr


def name(given: Namespace, desk: Desk) -> Exit:
    """Say which earlier inspection is followed up."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        candidates = vault.follow_up.candidates(inspection)
        found = [e for e in candidates if e.inspection.startswith(given.earlier.casefold())]
        if len(found) != 1:
            known = ", ".join(f"{e.inspection[:12]} ({e.fieldwork.words()})" for e in candidates)
            raise NotFound(
                tr(
                    "“{earlier}” does not name exactly one earlier inspection of this force. In "
                    "this vault are: {known}."
                ).format(earlier=given.earlier, known=known or tr("none"))
            )
        act = vault.follow_up.name(inspection, found[0].inspection)
    return _told(
        desk,
        act,
        [
            tr("Follows up the inspection of {fieldwork}.").format(
                fieldwork=found[0].fieldwork.words()
            )
        ],
    )


def clear(given: Namespace, desk: Desk) -> Exit:
    """Take that back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.follow_up.withdraw(inspection, given.reason)
    return _told(desk, act, [tr("No earlier inspection is named any more.")])


def show(given: Namespace, desk: Desk) -> Exit:
    """Show what was found last time, beside what is found now, and what was asked for."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        followed = vault.follow_up.followed(inspection)
    last: Mapping[LineId, LastTime] = {}
    if followed and followed.standing:
        last = last_times(standing, followed.standing)
    wanted = (given.place or "").upper()
    shown = {
        line.id: last[line.id]
        for section in standing.pack.sections
        for line in section.lines
        if line.id in last and wanted in ("", line.id, section.id)
    }
    words = [
        followed.words() if followed else tr("There is no earlier inspection of this force here.")
    ]
    for line_id, found in shown.items():
        now = (
            tr("established now")
            if standing.is_established(standing.pack.line(line_id))
            else "open"
        )
        words.append(
            tr("{line_id}  last time: {found}  [{now}]").format(
                line_id=line_id, found=found.words(), now=now
            )
        )
    asked = asked_last_time(standing, followed.standing if followed else None)
    for each in asked:
        words.append(f"{each.of.number}  {kind_words(each.of.kind)}: {each.of.text}")
        words += (
            advance_lines(each.advance, standing) if each.advance else [tr("    nothing told yet")]
        )
    desk.console.result(words, _form(followed, shown, asked))
    return Exit.OK


def progress(given: Namespace, desk: Desk) -> Exit:
    """Tell how far a recommendation of last time has come."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        followed = vault.follow_up.followed(inspection)
        asked = asked_last_time(standing, followed.standing if followed else None)
        found = [e for e in asked if e.of.number.casefold() == given.number.casefold()]
        if not found:
            raise NotFound(
                tr("Nothing was asked for under {given} last time.").format(given=given.number)
            )
        item = found[0]
        advance = advanced(given, item.of, item.advance, standing)
        act = vault.recommendations.tell(inspection, item.made_in, item.id, advance)
    words = [f"{item.of.number}: {stage_words(Stage(given.stage)).lower()}"]
    return _told(desk, act, words)


def _form(
    followed: FollowedUp | None, shown: Mapping[LineId, LastTime], asked: Any
) -> dict[str, object]:
    return {
        "earlier": forms.as_json(followed.earlier) if followed else None,
        "is_named": bool(followed and followed.is_named),
        "is_here": bool(followed and followed.standing),
        "last_time": {line: forms.as_json(found) for line, found in shown.items()},
        "asked_for": [
            {
                "inspection": each.made_in,
                "id": each.id,
                "recommendation": forms.as_json(each.of),
                "progress": forms.as_json(each.advance),
            }
            for each in asked
        ],
    }


def _told(desk: Desk, act: Act, words: list[str]) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes)})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "name": name,
    "clear": clear,
    "show": show,
    "progress": progress,
}
"""By what the parser names."""
