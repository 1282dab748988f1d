"""Commands about checklist packs."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.checklist import Pack
from inspector_app.domain.wording import counted


def lint(given: Namespace, desk: Desk) -> Exit:
    """Tell the faults of one pack or all."""
    checked = bootstrap.pack_service().lint(given.pack)
    words: list[str] = []
    for each in checked:
        words += [f"{each.name}/{finding}" for finding in each.findings]
        found = counted(len(each.findings), "fault", "faults") if each.findings else "no fault"
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


def overview(_: Namespace, desk: Desk) -> Exit:
    """List the packs."""
    found = bootstrap.pack_service().available()
    desk.console.result(
        [f"{o.id}  {o.version}  {o.damage or o.title}" for o in found]
        or ["There is no checklist pack on this device."],
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


def _outline(pack: Pack) -> Iterator[str]:
    yield f"{pack.title}  ({pack.id} {pack.version})"
    yield f"SHA-256 {pack.sha256}"
    for section in pack.sections:
        lines = counted(len(section.lines), "line", "lines") if section.lines else "no lines"
        off = "" if section.on_by_default else ", off by default"
        yield ""
        yield f"{section.id}  {section.title}  ({lines}{off})"
        for line in section.lines:
            kinds = " + ".join(part.kind.value for part in line.parts)
            yield f"  {line.id}  {line.text}"
            yield f"      {kinds}; {line.locator}{'; derived' if line.derived else ''}"


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "lint": lint,
    "show": show,
    "overview": overview,
}
