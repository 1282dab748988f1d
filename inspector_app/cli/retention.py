"""Commands about the archive: how long an inspection is kept, holds, destruction and its record."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import forms, retaining
from inspector_app.domain.errors import DeviceFull
from inspector_app.domain.held import Held
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.services import destruction_records
from inspector_app.services.retention import Record
from inspector_app.services.vault import Unlocked
from inspector_app.texts import tr


def show(given: Namespace, desk: Desk) -> Exit:
    """Tell how long it is kept and whether it is held; with a day, record it."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.until is not None:
            vault.retention.keep_until(inspection, given.until, given.rule)
        _tell(desk, vault, inspection)
    return Exit.OK


def hold(given: Namespace, desk: Desk) -> Exit:
    """Place a legal hold."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        vault.retention.hold(inspection, given.reason)
        _tell(desk, vault, inspection)
    return Exit.OK


def lift(given: Namespace, desk: Desk) -> Exit:
    """Lift the legal hold."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        vault.retention.lift(inspection, given.reason)
        _tell(desk, vault, inspection)
    return Exit.OK


def destroy(given: Namespace, desk: Desk) -> Exit:
    """Destroy an archived inspection, and keep the record of that."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        record, not_wiped = _destroyed(vault, inspection, given.confirm)
        if given.record is not None:
            try:
                vault.retention.write_record(inspection, given.record)
            except DeviceFull as error:
                raise DeviceFull(
                    tr("The inspection is destroyed. {why}").format(why=error)
                ) from error
    desk.console.result(record.words, _form(record))
    if not_wiped:
        desk.console.remark(not_wiped)
    return Exit.CANNOT_WRITE if not_wiped else Exit.OK


def _destroyed(vault: Unlocked, inspection: InspectionId, words: str) -> tuple[Record, str]:
    """Destroy an inspection; return its record, and what is told where it could not be wiped."""
    try:
        return vault.retention.destroy(inspection, words), ""
    except DeviceFull as error:
        for record in vault.retention.records():
            if record.inspection == inspection:
                return record, str(error)
        raise


def records(given: Namespace, desk: Desk) -> Exit:
    """Tell what is left of the inspections destroyed here; one of them to a file, if asked."""
    with desk.vault() as vault:
        if given.inspection is None:
            found = vault.retention.records()
        else:
            found = (vault.retention.find_record(given.inspection),)
            if given.record is not None:
                vault.retention.write_record(found[0].inspection, given.record)
    words = [line for each in found for line in (*each.words, "")][:-1]
    desk.console.result(
        words or [tr("No inspection has been destroyed on this laptop.")], [_form(e) for e in found]
    )
    return Exit.OK


def verify(given: Namespace, desk: Desk) -> Exit:
    """Judge a destruction record; with --here also whether nothing of it is left on this laptop."""
    record = destruction_records.read(Path(given.file))
    left: tuple[str, ...] | None = None
    if given.here:
        with desk.vault() as vault:
            left = vault.retention.remains(record)
    words = [
        *destruction_records.words(record),
        tr(
            "The record is what that laptop signed. Whose laptop it is, its number alone does not "
            "say."
        ),
    ]
    if left is not None:
        words += left or (
            tr(
                "What was said in the inspection cannot be read on this laptop any more: no answer "
                "or other body, no file, nothing in the search. That something was recorded, and "
                "when, stays."
            ),
        )
    desk.console.result(
        words,
        {
            "genuine": True,
            "inspection": record.header.inspection,
            "device": record.header.device,
            "change": record.id,
            "destroyed_ms": record.header.time_ms,
            "record": forms.as_json(record.body),
            "left_here": None if left is None else list(left),
        },
    )
    return Exit.NO if left else Exit.OK


def _tell(desk: Desk, vault: Unlocked, inspection: InspectionId) -> None:
    standing = vault.inspections.standing(inspection)
    hindrance = vault.retention.hindrance(inspection)
    kept, on = retaining.retention_of(standing), retaining.hold_of(standing)
    words = [tr("Until when it is kept has not been recorded.")]
    if kept is not None and kept.value is not None:
        until = retaining.day_words(kept.value.until)
        words = [
            tr("Kept until {until}, by this rule: {rule} ({by}).").format(
                until=until, rule=kept.value.rule, by=_by(standing, kept)
            )
        ]
    if on is not None and on.value is not None:
        words.append(
            tr("Under legal hold; because: {reason} ({by}).").format(
                reason=on.value.reason, by=_by(standing, on)
            )
        )
    else:
        words.append(tr("Not under legal hold."))
    words.append(
        tr("It cannot be destroyed. {hindrance}").format(hindrance=hindrance)
        if hindrance
        else tr("It can be destroyed.")
    )
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "until": kept.value.until if kept and kept.value else None,
            "rule": kept.value.rule if kept and kept.value else None,
            "hold": on.value.reason if on and on.value else None,
            "hindrance": hindrance or None,
        },
    )


def _by(standing: Standing, held: Held[Any]) -> str:
    return f"{standing.initials(held.author)}, {when_words(held.time_ms)}"


def _form(record: Record) -> dict[str, object]:
    return {
        "inspection": record.inspection,
        "change": record.change.id,
        "device": record.change.header.device,
        "destroyed_ms": record.change.header.time_ms,
        "record": forms.as_json(record.destruction),
    }


VERBS = {
    "show": show,
    "hold": hold,
    "lift": lift,
    "destroy": destroy,
    "records": records,
    "verify": verify,
}
