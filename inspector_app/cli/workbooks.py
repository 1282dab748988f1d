"""Commands about workbooks for the force: what goes out, and what came back in them."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.workbook_words import cell_words, preview_form
from inspector_app.domain import dates, forms
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.wording import counted, london_day
from inspector_app.services.vault import Unlocked
from inspector_app.texts import tr


def send(given: Namespace, desk: Desk) -> Exit:
    """Record that requests and data returns go out, and write their workbook."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        target = _target(vault, inspection, given.out)
        reply_by = dates.read(given.by) if given.by else None
        sent = vault.workbooks.send(
            inspection, target, given.to, _day(given.sent), reply_by, given.number
        )
    many = counted(sent.rows, "row", "rows")
    words = [
        tr("Workbook {workbook} goes out: {many}, {target}.").format(
            workbook=sent.workbook.number, many=many, target=target.name
        )
    ]
    told = {"workbook": sent.item, "number": sent.workbook.number, "file": str(target)}
    changes = list(sent.act.changes)
    desk.console.result(
        words, {"inspection": inspection, "changes": changes, "rows": sent.rows, **told}
    )
    return Exit.OK


def again(given: Namespace, desk: Desk) -> Exit:
    """Write a workbook again."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        target = _target(vault, inspection, given.out)
        item = vault.workbooks.find(inspection, given.workbook)
        rows = vault.workbooks.write_workbook(inspection, item, target)
    words = [
        tr("{target}: workbook {workbook}, {rows}.").format(
            target=target.name, workbook=item.workbook.number, rows=counted(rows, "row", "rows")
        )
    ]
    desk.console.result(words, {"workbook": item.id, "rows": rows, "file": str(target)})
    return Exit.OK


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the workbooks that went out, and those that came back."""
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
    held = {item.id: item.source.number for item in standing.sources()}
    words = []
    for item in standing.workbooks():
        workbook = item.workbook
        asked = [held.get(each.source, tr("taken back")) for each in workbook.asked]
        due = (
            tr("; reply by {reply_by}").format(reply_by=workbook.reply_by.words())
            if workbook.reply_by
            else ""
        )
        words.append(
            tr("{workbook}  to {to}, {sent}{due}: {asked}").format(
                workbook=workbook.number,
                to=workbook.to,
                sent=workbook.sent.words(),
                due=due,
                asked=", ".join(asked),
            )
        )
        for each in standing.readings():
            if each.value and each.value.workbook == item.id:
                cells = counted(each.value.cells, "cell", "cells")
                words.append(
                    tr("    came back {received}: {cells}").format(
                        received=each.value.received.words(), cells=cells
                    )
                )
    form = {
        "workbooks": [
            {"id": item.id, "workbook": forms.as_json(item.workbook)}
            for item in standing.workbooks()
        ],
        "readings": [forms.as_json(each.value) for each in standing.readings()],
    }
    desk.console.result(words or [tr("No workbook has gone out.")], form)
    return Exit.OK


def read(given: Namespace, desk: Desk) -> Exit:
    """Tell what a workbook that came back would record, or record it."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        preview = vault.workbooks.preview(inspection, given.file)
        words = cell_words(preview.cells, preview.faults)
        told = preview_form(preview.cells, preview.faults)
        told |= {"workbook": preview.workbook.id, "sha256": preview.file_sha256}
        head = tr("Workbook {workbook}: {summary}.").format(
            workbook=preview.workbook.workbook.number, summary=preview.summary
        )
        if not given.accept:
            desk.console.result([head, *words, tr("Nothing was recorded.")], told)
            return Exit.NO if preview.faults else Exit.OK
        act = vault.workbooks.accept(preview, _day(given.received))
    told |= {"inspection": inspection, "changes": list(act.changes)}
    desk.console.result([head, *words, tr("All of it is recorded; the file is kept.")], told)
    return Exit.OK


def _target(vault: Unlocked, inspection: InspectionId, out: Path) -> Path:
    return out / vault.workbooks.suggested_name(inspection) if out.is_dir() else out


def _day(text: str | None) -> PartialDate:
    if text:
        return dates.read(text)
    return dates.day(london_day(int(bootstrap.now().timestamp() * 1000)))


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "send": send,
    "again": again,
    "overview": overview,
    "read": read,
}
"""By what the parser names."""
