"""What the board tells at its side, as rows; no Qt, no decisions of the domain's."""

from collections.abc import Iterable
from datetime import date

from inspector_app.domain.encounters import time_words
from inspector_app.domain.notes import timetable, to_come_back_to
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, kind_words
from inspector_app.domain.prompts.told import open_ones
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.sources import DocumentRequest
from inspector_app.domain.standing import Standing
from inspector_app.services.scrubbing import Damage
from inspector_app.ui.encounter_viewing import kind_of_entry, with_whom
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.side_group import SideRow


def travel_rows(standing: Standing) -> tuple[SideRow, ...]:
    """Return the way to what is looked at before the team leaves, while the work is planned."""
    if standing.phase is not Phase.PLANNING:
        return ()
    return (SideRow("R", tr("Look before you leave"), place="travel"),)


def damage_rows(damages: Iterable[Damage]) -> tuple[SideRow, ...]:
    """Return the evidence files that are known to be damaged, each leading to its first line."""
    return tuple(
        SideRow(
            each.affected.number,
            each.brief(),
            each.elsewhere(),
            next(iter(each.affected.lines), ""),
        )
        for each in damages
        if each.affected is not None
    )


def overdue_rows(standing: Standing, today: date) -> tuple[SideRow, ...]:
    """Return the requests that are overdue, those longest overdue first."""
    late = [
        (particulars.due, item)
        for item in standing.sources()
        if isinstance(particulars := item.source.particulars, DocumentRequest)
        and particulars.is_overdue(today)
    ]
    return tuple(
        SideRow(
            item.source.number,
            source_words(item.source),
            tr("due {date}").format(date=due.words()) if due else "",
            item.id,
        )
        for due, item in sorted(late, key=lambda pair: pair[0].sort_key() if pair[0] else "")
    )


def prompt_rows(prompts: Iterable[Prompt]) -> tuple[SideRow, ...]:
    """Return how many prompts of each kind are told, each leading to the first of them."""
    found: dict[PromptKind, list[Prompt]] = {kind: [] for kind in PromptKind}
    for prompt in open_ones(prompts):
        found[prompt.kind].append(prompt)
    return tuple(
        SideRow(str(len(each)), kind_words(kind), place=each[0].id)
        for kind, each in found.items()
        if each
    )


def day_rows(standing: Standing, day: date) -> tuple[SideRow, ...]:
    """Return the encounters of a day for the side of the board."""
    return tuple(
        SideRow(
            entry.planned.at or "–",
            with_whom(entry),
            " · ".join(
                filter(
                    None,
                    (
                        kind_of_entry(entry),
                        entry.planned.place,
                        tr("unannounced") if entry.planned.is_unannounced else "",
                        standing.initials(entry.planned.lead) if entry.planned.lead else "",
                    ),
                )
            ),
            entry.id,
        )
        for entry in timetable(standing)
        if entry.planned.day == day.isoformat()
    )


def come_back_rows(standing: Standing) -> tuple[SideRow, ...]:
    """Return the notes that need another look, for the side of the board."""
    rows = []
    for note in to_come_back_to(standing):
        source = standing.source(note.source).value
        if source is not None:
            rows.append(
                SideRow(source.number, note.paragraph.text, time_words(note.paragraph), note.source)
            )
    return tuple(rows)
