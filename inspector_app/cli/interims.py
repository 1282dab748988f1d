"""Commands about interim summaries."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain import markings
from inspector_app.domain.choosing import choice_words, chosen_sections
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.forms import as_json
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.items import InterimItem
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.services.interims import Since
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.reports.facts import Options
    from inspector_app.services.vault import Unlocked


def make(given: Namespace, desk: Desk) -> Exit:
    """Print what is there now."""
    require_writable(given.pdf, replace=given.replace)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        options = replace(
            _chosen(given, vault, inspection),
            marking=markings.read(given.marking) if given.marking else None,
        )
        progress = desk.console.progress(tr("Setting the pages"))
        made = vault.interims.make(inspection, given.pdf, options, given.since, progress=progress)
    interim = made.interim
    told = _told(made.since) if made.since else []
    desk.console.result(
        [
            tr_counted(
                made.pages,
                "Interim summary {interim}: {made}, {number} page, SHA-256 {file_sha256}",
                "Interim summary {interim}: {made}, {number} pages, SHA-256 {file_sha256}",
            ).format(
                interim=interim.number,
                made=made.path,
                number=made.pages,
                file_sha256=interim.file_sha256,
            ),
            tr("It is provisional and not signed."),
            *made.remarks,
            *told,
        ],
        {
            "inspection": inspection,
            "number": interim.number,
            "file": str(made.path),
            "sha256": interim.file_sha256,
            "size_bytes": interim.size_bytes,
            "pages": made.pages,
            "content_sha256": interim.content_sha256,
            "remarks": list(made.remarks),
            "since": as_json(made.since) if made.since else None,
        },
    )
    return Exit.OK


def overview(given: Namespace, desk: Desk) -> Exit:
    """List those made, or tell what has changed since one."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.since:
            options = _chosen(given, vault, inspection)
            since = vault.interims.since(inspection, given.since, options)
            form = {"inspection": inspection, "since": as_json(since)}
            desk.console.result(_told(since), form)
            return Exit.OK
        standing = vault.inspections.standing(inspection)
    items = standing.interims()
    desk.console.result(
        [_words(item, standing) for item in items] or [tr("No interim summary has been made yet.")],
        {"inspection": inspection, "interims": [_form(item, standing) for item in items]},
    )
    return Exit.OK


def _chosen(given: Namespace, vault: "Unlocked", inspection: InspectionId) -> "Options":
    from inspector_app.reports.facts import Options

    return Options(
        sections=chosen_sections(given.sections, vault.inspections.pack(inspection)),
        detail=DetailLevel(given.detail),
    )


def _told(since: Since) -> list[str]:
    """Return what has changed as lines to read."""
    if not since.changes:
        return [*since.remarks, since.unchanged_words()]
    lines = [
        *since.remarks,
        tr("Changed since {since}, made {when}:").format(since=since.number, when=since.when),
    ]
    for section, changes in groupby(since.changes, attrgetter("section")):
        lines.append(f"  {section}")
        lines += [f"    {each.place}: {each.words}" for each in changes]
    return lines


def _words(item: InterimItem, standing: Standing) -> str:
    interim = item.interim
    printed = choice_words(interim.sections, standing.pack) or tr("all sections")
    when, who = when_words(item.made.time_ms), standing.initials(item.made.author)
    return (
        f"{interim.number}  {when}  {who}  {printed}; {detail_words(interim.detail).lower()}  "
        f"SHA-256 {interim.file_sha256}"
    )


def _form(item: InterimItem, standing: Standing) -> dict[str, object]:
    interim = item.interim
    return {
        "number": interim.number,
        "made_ms": item.made.time_ms,
        "by": standing.initials(item.made.author),
        "sha256": interim.file_sha256,
        "content_sha256": interim.content_sha256,
        "since": interim.since,
        "sections": list(interim.sections),
        "detail": interim.detail.value,
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "make": make,
    "overview": overview,
}
