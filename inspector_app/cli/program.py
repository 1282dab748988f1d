"""Commands about the program itself, which need neither a vault nor a network."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain.wording import counted
from inspector_app.texts import tr


def about(_: Namespace, desk: Desk) -> Exit:
    """Tell version, checklist packs and licences."""
    found = bootstrap.release_service().about()
    knows = "can" if found.knows_releases else tr("cannot (it was built without a signing key)")
    desk.console.result(
        [
            tr(
                "SPR Inspector {version}; it {knows} check whether a release that follows is "
                "genuine."
            ).format(version=found.version, knows=knows),
            "",
            tr("Checklist packs:"),
            *(f"  {each.id} {each.version}: {each.damage or each.title}" for each in found.packs),
            "",
            tr("Parts that came with it, and their licences:"),
            *(f"  {part}: {licence}" for part, licence in found.licences),
        ],
        {
            "version": found.version,
            "knows_releases": found.knows_releases,
            "packs": [
                {"id": each.id, "version": each.version, "title": each.title, "damage": each.damage}
                for each in found.packs
            ],
            "licences": [{"part": part, "licence": licence} for part, licence in found.licences],
        },
    )
    return Exit.OK


def check_release(given: Namespace, desk: Desk) -> Exit:
    """Tell whether a file is a genuine release."""
    found = bootstrap.release_service().check(given.file)
    desk.console.result(
        found.sentences,
        {
            "file": str(given.file),
            "state": found.state.value,
            "version": found.version or None,
            "sentences": list(found.sentences),
        },
    )
    return Exit(found.exit_code)


def quick_card(given: Namespace, desk: Desk) -> Exit:
    """Write the quick card."""
    require_writable(given.out, replace=given.replace)
    service = bootstrap.quick_card_service()
    try:
        made = service.write(given.out)
    finally:
        service.close()
    desk.console.result(
        [f"{made.path}: {counted(made.pages, 'page', 'pages')}, SHA-256 {made.sha256}"],
        {
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "pages": made.pages,
        },
    )
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "about": about,
    "check_release": check_release,
    "quick_card": quick_card,
}
