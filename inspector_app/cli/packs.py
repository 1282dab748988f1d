"""Commands about checklist packs."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import pack_difference_words as words_of
from inspector_app.domain.checklist import Line, Pack
from inspector_app.domain.pack_differences import PackDifference
from inspector_app.domain.wording import counted
from inspector_app.texts import tr


def lint(given: Namespace, desk: Desk) -> Exit:
    """Tell the faults of one pack or all."""
    checked = bootstrap.pack_service().lint(given.pack)
    words: list[str] = []
    for each in checked:
        words += [f"{each.name}/{finding}" for finding in each.findings]
        found = counted(len(each.findings), "fault", "faults") if each.findings else tr("no fault")
        words.append(f"{each.name}: {found}")
    desk.console.result(
        words,
        [
            {
                "pack": each.name,
                "findings": [
                    {"file": f.file, "line": f.line, "reason": f.reason} for f in each.findings
                ],
            }
            for each in checked
        ],
    )
    return Exit.NO if any(each.findings for each in checked) else Exit.OK


def show(given: Namespace, desk: Desk) -> Exit:
    """Show a pack whole."""
    service = bootstrap.pack_service()
    if desk.console.as_json:
        desk.console.result((), service.form(given.pack))
    else:
        desk.console.result(_outline(service.read(given.pack)), None)
    return Exit.OK


def diff(given: Namespace, desk: Desk) -> Exit:
    """Tell how two versions of a pack differ."""
    found = bootstrap.pack_service().diff(given.old, given.new)
    desk.console.result(words_of.difference_words(found), difference_form(found))
    return Exit.OK


def overview(_: Namespace, desk: Desk) -> Exit:
    """List the packs."""
    found = bootstrap.pack_service().available()
    desk.console.result(
        [f"{o.id}  {o.version}  {o.damage or o.title}" for o in found]
        or [tr("There is no checklist pack on this laptop.")],
        [
            {
                "id": offer.id,
                "version": offer.version,
                "title": offer.title,
                "folder": str(offer.folder),
                "damage": offer.damage,
            }
            for offer in found
        ],
    )
    return Exit.OK


def difference_form(found: PackDifference) -> dict[str, object]:
    """Return the difference of two packs as plain values."""
    return {
        "old": _side(found.old_id, found.old_version, found.old_sha256),
        "new": _side(found.new_id, found.new_version, found.new_sha256),
        "unchanged": found.unchanged,
        "changed": [
            {
                "line": each.new.id,
                "asks_again": each.asks_again,
                "in": [each_.value for each_ in each.alterations],
                "before": _asked(each.old),
                "now": _asked(each.new),
            }
            for each in found.changed
        ],
        "added": [{"line": line.id, **_asked(line)} for line in found.added],
        "removed": [{"line": line.id, **_asked(line)} for line in found.removed],
        "sections": [
            {
                "section": each.id,
                "fate": each.fate.value,
                "before": each.old and each.old.title,
                "now": each.new and each.new.title,
            }
            for each in found.sections
        ],
        "beside": [
            {
                "thing": each.thing,
                "id": each.id,
                "name": each.name,
                "fate": each.fate.value,
                "changed": [
                    {"field": field, "before": was, "now": is_} for field, was, is_ in each.changed
                ],
            }
            for each in found.entries
        ],
    }


def _side(id_: str, version: str, sha256: str) -> dict[str, str]:
    return {"id": id_, "version": version, "sha256": sha256}


def _asked(line: Line) -> dict[str, str]:
    return {"section": line.section, "text": line.text, "answer": words_of.form_words(line)}


def _outline(pack: Pack) -> Iterator[str]:
    yield f"{pack.title}  ({pack.id} {pack.version})"
    yield f"SHA-256 {pack.sha256}"
    for section in pack.sections:
        lines = counted(len(section.lines), "line", "lines") if section.lines else tr("no lines")
        off = "" if section.on_by_default else tr(", off by default")
        yield ""
        yield f"{section.id}  {section.title}  ({lines}{off})"
        for line in section.lines:
            kinds = " + ".join(part.kind.value for part in line.parts)
            yield f"  {line.id}  {line.text}"
            yield f"      {kinds}; {line.locator}{tr('; derived') if line.derived else ''}"


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "lint": lint,
    "show": show,
    "diff": diff,
    "overview": overview,
}
