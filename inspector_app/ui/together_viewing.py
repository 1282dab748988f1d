"""How the team's laptops stand to each other, in words; no Qt, no decisions of the domain's."""

from collections.abc import Iterable, Mapping

from inspector_app.domain import wording
from inspector_app.domain.ids import DeviceId, InspectionId, PersonId
from inspector_app.domain.standing import Standing
from inspector_app.domain.together import Since
from inspector_app.services.branches import KeptApart
from inspector_app.services.merging import Brought, Mate
from inspector_app.services.team import Laptop
from inspector_app.ui.models.laptops_table import LaptopView
from inspector_app.ui.texts import counted, tr, tr_counted
from inspector_app.ui.widgets.side_group import SideRow

_MOST_LINES = 6


def laptop_views(
    standing: Standing | None,
    mates: Iterable[Mate],
    strangers: Iterable[Laptop],
    apart: Iterable[KeptApart] = (),
) -> tuple[LaptopView, ...]:
    """Return strangers and kept-apart work, which wait for an answer, then the team's laptops."""
    found = [
        LaptopView(
            each.device,
            each.initials,
            tr("new"),
            "",
            tr("introduces itself; its words are: {words}").format(words=each.words),
            is_stranger=True,
            words=each.words,
        )
        for each in strangers
    ]
    found += [
        LaptopView(
            each.id,
            each.initials,
            tr("kept apart"),
            wording.when_words(each.time_ms),
            each.words,
            is_apart=True,
        )
        for each in apart
    ]
    for mate in mates:
        if standing is None:
            found.append(LaptopView(mate.device, mate.initials, "", "", tr("of the team")))
            continue
        found.append(
            LaptopView(
                mate.device,
                initials_of(standing, mate),
                tr("shared") if mate.is_in else tr("not shared"),
                wording.when_words(mate.until_ms) if mate.until_ms else tr("no work yet"),
                state_words(mate),
                is_in=mate.is_in,
            )
        )
    return tuple(found)


def initials_of(standing: Standing, mate: Mate) -> str:
    """Return whose laptop it is; one that came by way of others is known by its author."""
    if mate.is_known:
        return mate.initials
    return standing.initials(PersonId(mate.initials)) if mate.initials else mate.device[:8]


def state_words(mate: Mate) -> str:
    """Return how a laptop stands to this one."""
    if not mate.is_in:
        return tr("gets nothing of this inspection")
    if not mate.is_known:
        return tr("comes by way of others")
    if mate.heard_ms == 0:
        return tr("has not come together with this laptop yet")
    said = tr("holds the same as this laptop") if mate.is_level else tr("does not hold all yet")
    if mate.lacks:
        said += ", " + tr("lacks {files}").format(files=counted(mate.lacks, "file", "files"))
    return said


def laptop_rows(standing: Standing, mates: Iterable[Mate]) -> tuple[SideRow, ...]:
    """Return the laptops that are not level with this one, for the board's side."""
    return tuple(
        SideRow(
            initials_of(standing, mate),
            tr("until {when}").format(when=wording.when_words(mate.until_ms))
            if mate.until_ms
            else tr("no work yet"),
            state_words(mate),
            mate.device,
        )
        for mate in mates
        if mate.is_in and not mate.is_level
    )


def since_rows(standing: Standing, since: Since, me: PersonId) -> tuple[SideRow, ...]:
    """Return who has recorded how much since yesterday, for the board's side."""
    when = (
        tr("since {when}").format(when=wording.when_words(since.since_ms))
        if since.since_ms
        else tr("today")
    )
    return tuple(
        SideRow(
            standing.initials(person),
            tr("{acts} by me").format(acts=counted(count, "act", "acts"))
            if person == me
            else counted(count, "act", "acts"),
            when,
            "history",
        )
        for person, count in since.by_person
    )


def brought_lines(
    brought: Brought, names: Mapping[InspectionId, str], initials: Mapping[DeviceId, str]
) -> tuple[str, ...]:
    """Return what came of a run, a sentence each, what needs somebody first."""
    lines = list(brought.sentences)
    for stranger in brought.strangers:
        lines.append(
            tr("{initials}’s laptop introduces itself: compare its words in the list below.")
            .format(initials=stranger.initials)
        )  # fmt: skip
    if brought.foreign:
        lines.append(
            tr("{files} there were written by laptops that are not of the team; they stay unread.")
            .format(files=counted(brought.foreign, "file", "files"))
        )  # fmt: skip
    for met in brought.met:
        name = names.get(met.inspection, "")
        came = tr("{changes} and {files} came in").format(
            changes=counted(met.fresh, "change", "changes"),
            files=counted(met.files, "evidence file", "evidence files"),
        )
        ready = tr("{changes} and {files} lie ready for the others").format(
            changes=counted(met.written, "change", "changes"),
            files=counted(met.written_files, "evidence file", "evidence files"),
        )
        new = " " + tr("It is new on this laptop.") if met.is_new else ""
        lines.append(f"{name}: {came}; {ready}.{new}")
        if met.left_out:
            files = counted(met.left_out, "evidence file", "evidence files")
            lines.append(tr("{files} stayed behind, as asked.").format(files=files))
        lines += [
            tr("Work of {laptop}’s laptop waits: share the inspection with it to take it in.")
            .format(laptop=initials.get(device, device[:8]))
            for device in met.waiting
        ]  # fmt: skip
        lines += [tr("Kept apart: {what}").format(what=each.words) for each in met.apart]
    if not brought.met and not brought.strangers:
        lines.append(tr("No inspection is shared with another laptop yet."))
    if len(lines) > _MOST_LINES:
        rest = len(lines) - _MOST_LINES
        lines[_MOST_LINES:] = [tr_counted(rest, "… and {number} more.").format(number=rest)]
    return tuple(lines)
