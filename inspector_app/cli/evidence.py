"""Commands about evidence items that are kept already."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain import forms, markings
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.standing import EvidenceItem
from inspector_app.domain.wording import size_words
from inspector_app.services.recording import Act

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the items."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        items = vault.inspections.standing(inspection).evidence()
        here = {item.id: vault.evidence.is_here(inspection, item.file.sha256) for item in items}
    words = [
        f"{item.file.number}  {item.caption.text or item.file.name}, "
        f"{size_words(item.file.size_bytes)}{'' if here[item.id] else ', not on this laptop'}"
        f"  {' '.join(item.lines)}"
        for item in items
    ]
    desk.console.result(
        words or ["There is no evidence item yet."],
        [{**_form(item), "is_here": here[item.id]} for item in items],
    )
    return Exit.OK


def caption(given: Namespace, desk: Desk) -> Exit:
    """Caption an item anew."""
    with _item(given, desk) as (vault, inspection, item):
        marking = markings.read(given.marking) if given.marking else None
        new = Caption(given.caption, marking, given.do_not_export)
        act = vault.evidence.caption(inspection, item.id, new)
    return _told(desk, act, f"{item.file.number}: {given.caption}")


def link(given: Namespace, desk: Desk) -> Exit:
    """Put an item to a line."""
    with _item(given, desk) as (vault, inspection, item):
        line = vault.inspections.pack(inspection).line(given.line.upper())
        act = vault.evidence.link(inspection, item.id, line.id)
    return _told(desk, act, f"{item.file.number} is put to {line.id}.")


def unlink(given: Namespace, desk: Desk) -> Exit:
    """Take an item off a line."""
    with _item(given, desk) as (vault, inspection, item):
        line = vault.inspections.pack(inspection).line(given.line.upper())
        act = vault.evidence.unlink(inspection, item.id, line.id)
    return _told(desk, act, f"{item.file.number} is taken off {line.id}.")


def withdraw(given: Namespace, desk: Desk) -> Exit:
    """Take an item back."""
    with _item(given, desk) as (vault, inspection, item):
        act = vault.evidence.withdraw(inspection, item.id, given.reason)
    return _told(desk, act, f"{item.file.number} is taken back; its file and history stay.")


def copy(given: Namespace, desk: Desk) -> Exit:
    """Write an item's original to a file."""
    require_writable(given.target, replace=given.replace)
    with _item(given, desk) as (vault, inspection, item):
        vault.evidence.copy_out(
            inspection, item.file.sha256, given.target, desk.console.progress("Copying")
        )
    desk.console.result(
        [f"{given.target}: {item.file.number}, as it was put in. This copy is not encrypted."],
        {"inspection": inspection, "file": str(given.target), **_form(item)},
    )
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
        "lines": list(item.lines),
    }


def _told(desk: Desk, act: Act, words: str) -> Exit:
    desk.console.result([words], {"inspection": act.inspection, "changes": list(act.changes)})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "overview": overview,
    "caption": caption,
    "link": link,
    "unlink": unlink,
    "withdraw": withdraw,
    "copy": copy,
}
