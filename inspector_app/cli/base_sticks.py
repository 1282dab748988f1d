"""Commands for carrying work to base by a stick, and base's answer back."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.sync.sticks import FLASH

if TYPE_CHECKING:
    from inspector_app.services.base_transfer import Answered, Packed


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
            progress=desk.console.progress("Packing"),
        )
    if packed.sentence:
        desk.console.remark(packed.sentence)
    desk.console.result(
        _packed_words(packed),
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
            given.folder, progress=desk.console.progress("Taking in")
        )
    for sentence in taken.sentences:
        desk.console.remark(sentence)
    words = [line for each in taken.inspections for line in _answered_words(each)]
    if taken.inspections:
        words.append("Wipe the stick now: spr-inspector wipe-transfer DIR.")
    desk.console.result(
        words or ["No answer of base for this laptop was taken in from there."],
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
        f"{counted(wiped.files, 'file was', 'files were')} overwritten and removed.",
        *(f"Left there: {each}" for each in wiped.left),
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


def _packed_words(packed: "Packed") -> Iterator[str]:
    changes = counted(packed.changes, "change", "changes")
    files = counted(packed.files, "evidence file", "evidence files")
    written = counted(len(packed.paths), "transfer file", "transfer files")
    yield (
        f"{changes} and {files} that base lacks, by its last receipt, make "
        f"{counted(packed.volumes, 'transfer file', 'transfer files')}; {written} "
        f"({size_words(packed.size_bytes)}) lie on stick {packed.stick}:"
    )
    yield from (f"  {path}" for path in packed.paths)
    if packed.left_out:
        left = counted(packed.left_out, "evidence file", "evidence files")
        yield f"{left} stayed behind, as asked."
    yield (
        "Only base and its recovery keys can read them. Nothing counts as being at base until its "
        "receipt says so: take its answer in by “take-answer DIR”."
    )


def _answered_words(each: "Answered") -> Iterator[str]:
    new = ", which is new here" if each.is_new else ""
    yield (
        f"{each.force}{new}: {counted(each.fresh, 'change', 'changes')} and "
        f"{counted(each.files, 'file', 'files')} came in."
    )
    if each.receipt_ms is not None:
        lacks = counted(each.lacking_at_base, "file is", "files are")
        yield (
            f"  Base's receipt of {when_words(each.receipt_ms)}: "
            f"{counted(each.not_covered, 'change', 'changes')} here are not covered by it, and "
            f"{lacks} lacking at base."
        )
    if each.lacking_here:
        yield f"  {counted(each.lacking_here, 'file is', 'files are')} lacking here."


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "pack": pack,
    "take": take,
    "wipe": wipe,
}
