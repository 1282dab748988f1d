"""Commands for carrying work to base by a stick, and base's answer back."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.wording import counted
from inspector_app.sync.sticks import FLASH
from inspector_app.texts import tr


def pack(given: Namespace, desk: Desk) -> Exit:
    """Write what base lacks of an inspection onto a stick."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        packed = vault.base_transfer.pack(
            inspection,
            given.to,
            given.authorised_by,
            given.stick,
            with_files=not given.without_files,
            progress=desk.console.progress(tr("Packing")),
        )
    desk.console.result(
        [*packed.words(), *(f"  {path}" for path in packed.paths)],
        {
            "inspection": inspection,
            "bundle": packed.bundle,
            "stick": packed.stick,
            "files": list(map(str, packed.paths)),
            "volumes": packed.volumes,
            "changes": packed.changes,
            "evidence_files": packed.files,
            "left_out": packed.left_out,
            "size_bytes": packed.size_bytes,
            "told": packed.sentence,
        },
    )
    return Exit.CANNOT_TELL if packed.sentence else Exit.OK


def take(given: Namespace, desk: Desk) -> Exit:
    """Take in what base has answered by a stick."""
    with desk.vault() as vault:
        taken = vault.base_transfer.take_in(
            given.folder, progress=desk.console.progress(tr("Taking in"))
        )
    for sentence in taken.sentences:
        desk.console.remark(sentence)
    words = [line for each in taken.inspections for line in each.words()]
    if taken.inspections:
        words.append(tr("Wipe the stick now: spr-inspector wipe-transfer DIR."))
    desk.console.result(
        words or [tr("No answer of base for this laptop was taken in from there.")],
        {
            "found": taken.found,
            "inspections": [
                {
                    "inspection": each.inspection,
                    "force": each.force,
                    "new_here": each.is_new,
                    "changes_in": each.fresh,
                    "files_in": each.files,
                    "receipt_ms": each.receipt_ms,
                    "changes_not_covered": each.not_covered,
                    "files_lacking_at_base": each.lacking_at_base,
                    "files_lacking_here": each.lacking_here,
                }
                for each in taken.inspections
            ],
            "told": list(taken.sentences),
        },
    )
    return Exit.CANNOT_TELL if taken.sentences else Exit.OK


def wipe(given: Namespace, desk: Desk) -> Exit:
    """Overwrite and remove this laptop's transfer files to base and from it."""
    with desk.vault() as vault:
        wiped = vault.base_transfer.wipe(given.folder)
    words = [
        counted(
            wiped.files, "file was overwritten and removed.", "files were overwritten and removed."
        ),
        *(tr("Left there: {each}").format(each=each) for each in wiped.left),
        FLASH,
    ]
    desk.console.result(
        words,
        {
            "files": wiped.files,
            "size_bytes": wiped.size_bytes,
            "left": list(wiped.left),
            "note": FLASH,
        },
    )
    return Exit.CANNOT_WRITE if wiped.left else Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "pack": pack,
    "take": take,
    "wipe": wipe,
}
