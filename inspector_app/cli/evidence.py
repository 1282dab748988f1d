"""Commands about evidence items that are kept already."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain import forms, markings
from inspector_app.domain.errors import BadInput
from inspector_app.domain.evidence import Caption
from inspector_app.domain.evidence_wording import kinship_words, redacted_words
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.locales import whole_words
from inspector_app.domain.redaction import read_area, read_pages
from inspector_app.domain.wording import counted, size_words
from inspector_app.durable import refusal_elsewhere, write_whole
from inspector_app.services.evidence import already_words
from inspector_app.services.recording import Act
from inspector_app.services.scrubbing import Damage
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.services.redaction import Redaction
    from inspector_app.services.vault import Unlocked

_PREVIEW_WIDTH = 1600
"""Pixels."""


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the items."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        items = standing.evidence()
        here = {item.id: vault.evidence.is_here(inspection, item.file.sha256) for item in items}
        damaged = {each.sha256 for each in vault.scrub.damages(inspection)}
    words = []
    for item in items:
        words.append(
            f"{item.file.number}  {item.caption.text or item.file.name}, "
            f"{size_words(item.file.size_bytes)}"
            f"{_absence(is_here=here[item.id], is_damaged=item.file.sha256 in damaged)}"
            f"  {' '.join(item.lines)}"
        )
        if item.caption.description:
            words.append(
                tr("    what it shows: {description}").format(description=item.caption.description)
            )
        if item.caption.marking_found:
            words.append(
                tr("    marking found on it: {marking_found}").format(
                    marking_found=item.caption.marking_found
                )
            )
        words += [f"    {told}" for told in kinship_words(item, standing)]
    desk.console.result(
        words or [tr("There is no evidence item yet.")],
        [
            {
                **_form(item),
                "is_here": here[item.id],
                "is_damaged": item.file.sha256 in damaged,
                "redacted_copies": [each.file.number for each in standing.copies_of(item.id)],
            }
            for item in items
        ],
    )
    return Exit.OK


def check(given: Namespace, desk: Desk) -> Exit:
    """Read kept files through, and tell what is damaged."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection) if given.inspection else None
        done = vault.scrub.check(inspection, desk.console.progress(tr("Reading")))
        state = vault.scrub.state()
    words = []
    for each in done.damages:
        words.append(f"{each.force or each.inspection[:8]}: {each.words()}")
        words += [f"    {each.rests()}", f"    {each.remedy()}"]
    read = f"{counted(done.files, 'file', 'files')} ({size_words(done.size_bytes)})"
    words.append(
        tr("{read} read through: {damaged}.").format(
            read=read, damaged=_damaged_words(len(done.damages))
        )
    )
    desk.console.result(
        words,
        {
            "files": done.files,
            "size_bytes": done.size_bytes,
            "damaged": [_damage_form(each) for each in done.damages],
            "all_read_ms": state.whole_ms,
        },
    )
    return Exit.NO if done.damages else Exit.OK


def caption(given: Namespace, desk: Desk) -> Exit:
    """Caption an item anew."""
    with _item(given, desk) as (vault, inspection, item):
        marking = markings.read(given.marking) if given.marking else None
        found = item.caption.marking_found
        if given.marking_found is not None:
            found = markings.found(given.marking_found)
        shows = item.caption.description if given.alt is None else given.alt.strip()
        new = Caption(given.caption, marking, given.do_not_export, found, shows)
        act = vault.evidence.caption(inspection, item.id, new)
    return _told(desk, act, f"{item.file.number}: {given.caption}")


def link(given: Namespace, desk: Desk) -> Exit:
    """Put an item to a line."""
    with _item(given, desk) as (vault, inspection, item):
        line = vault.inspections.pack(inspection).line(given.line.upper())
        act = vault.evidence.link(inspection, item.id, line.id)
    return _told(
        desk, act, tr("{file} is put to {line}.").format(file=item.file.number, line=line.id)
    )


def unlink(given: Namespace, desk: Desk) -> Exit:
    """Take an item off a line."""
    with _item(given, desk) as (vault, inspection, item):
        line = vault.inspections.pack(inspection).line(given.line.upper())
        act = vault.evidence.unlink(inspection, item.id, line.id)
    return _told(
        desk, act, tr("{file} is taken off {line}.").format(file=item.file.number, line=line.id)
    )


def withdraw(given: Namespace, desk: Desk) -> Exit:
    """Take an item back."""
    with _item(given, desk) as (vault, inspection, item):
        act = vault.evidence.withdraw(inspection, item.id, given.reason)
    return _told(
        desk,
        act,
        tr("{file} is taken back; its file and history stay.").format(file=item.file.number),
    )


def copy(given: Namespace, desk: Desk) -> Exit:
    """Write an item's original to a file."""
    require_writable(given.target, replace=given.replace)
    with _item(given, desk) as (vault, inspection, item):
        vault.evidence.copy_out(
            inspection, item.file.sha256, given.target, desk.console.progress(tr("Copying"))
        )
    desk.console.result(
        [
            tr("{target}: {file}, as it was put in. This copy is not encrypted.").format(
                target=given.target, file=item.file.number
            )
        ],
        {"inspection": inspection, "file": str(given.target), **_form(item)},
    )
    return Exit.OK


def _previewed(vault: "Unlocked", made: "Redaction", folder: Path) -> list[str]:
    """Write the pages of a redaction as pictures, and return their paths."""
    name = made.original.replace("/", "-")
    targets = [folder / f"{name}-{page + 1}.png" for page in range(made.pages)]
    for target in targets:
        require_writable(target, replace=False)
    for page, target in enumerate(targets):
        picture = vault.redaction.page(made, page, _PREVIEW_WIDTH)
        try:
            write_whole(target, picture.png)
        except OSError as error:
            kept = tr(
                "Nothing was kept in the vault; {written} of {of} pictures lie in the folder, not "
                "encrypted."
            ).format(written=page, of=made.pages)
            raise refusal_elsewhere(error, kept) from error
    return [str(target) for target in targets]


def redact(given: Namespace, desk: Desk) -> Exit:
    """Make a redacted copy, and keep it or write its pages to be looked at."""
    areas = [read_area(text) for text in given.area]
    pages = read_pages(given.pages)
    if given.preview is not None and not given.preview.is_dir():
        raise BadInput(
            tr("{preview} is not a folder, so no preview was written. Name a folder.").format(
                preview=given.preview
            )
        )
    with _item(given, desk) as (vault, inspection, item):
        progress = desk.console.progress(tr("Redacting"))
        made = vault.redaction.make(inspection, item.id, areas, given.reason, pages, progress)
        if given.preview is not None:
            written = _previewed(vault, made, given.preview)
            desk.console.result(
                [*written, tr("Nothing was kept. These pictures are not encrypted.")],
                {"inspection": inspection, "kept": False, "files": written},
            )
            return Exit.OK
        kept = vault.redaction.keep(
            inspection, made, given.caption, leave_out_original=not given.export_original
        )
        standing = vault.inspections.standing(inspection)
    held = next(each.file.made_of for each in standing.evidence() if each.id == kept.item)
    words = f"{kept.number}: {redacted_words(made.made_of, made.original)}."
    if kept.duplicate:
        words = already_words(kept)
    data = {
        "inspection": inspection,
        "item": kept.item,
        "number": kept.number,
        "duplicate": kept.duplicate,
        "kept": True,
        "remarks": list(kept.remarks),
        "made_of": forms.as_json(held),
        "changes": list(kept.act.changes) if kept.act else [],
    }
    desk.console.result([words], data)
    return Exit.OK


@contextmanager
def _item(given: Namespace, desk: Desk) -> Iterator[tuple["Unlocked", InspectionId, EvidenceItem]]:
    """Give the open vault, the inspection, and the item that the command names."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        id_ = vault.evidence.find(inspection, given.number.upper())
        items = vault.inspections.standing(inspection).evidence()
        yield vault, inspection, next(item for item in items if item.id == id_)


def _form(item: EvidenceItem) -> dict[str, object]:
    return {
        "item": item.id,
        **forms.as_json(item.file),
        "caption": forms.as_json(item.caption),
        "capture": forms.as_json(item.capture) if item.capture else None,
        "lines": list(item.lines),
    }


def _told(desk: Desk, act: Act, words: str) -> Exit:
    desk.console.result([words], {"inspection": act.inspection, "changes": list(act.changes)})
    return Exit.OK


def _absence(*, is_here: bool, is_damaged: bool) -> str:
    if is_damaged:
        return tr(", damaged on this laptop")
    return "" if is_here else tr(", not on this laptop")


def _damaged_words(count: int) -> str:
    return (
        tr_counted(count, "{number} damaged").format(number=whole_words(count))
        if count
        else tr("all are what was put in")
    )


def _damage_form(each: Damage) -> dict[str, object]:
    rests = each.affected
    return {
        "inspection": each.inspection,
        "sha256": each.sha256,
        "how": each.how.value,
        "found_ms": each.found_ms,
        "number": rests.number if rests else None,
        "is_thumbnail": bool(rests and rests.is_thumbnail),
        "lines": list(rests.lines) if rests else [],
        "findings": list(rests.answers) if rests else [],
        "accounts": [{"id": id_, "line": line} for id_, line in rests.accounts] if rests else [],
        "headlines": list(rests.headlines) if rests else [],
        "at_base": each.at_base.value if each.at_base else None,
        "on_laptops": list(each.on_laptops),
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "overview": overview,
    "check": check,
    "caption": caption,
    "link": link,
    "unlink": unlink,
    "withdraw": withdraw,
    "copy": copy,
    "redact": redact,
}
