"""Commands about the health of a laptop: check it, and write what whoever helps needs."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inspector_app import config
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain import health
from inspector_app.domain.errors import Cancelled, InspectorError, NotFound, WrongPassphrase
from inspector_app.services.doctor import Doctor
from inspector_app.services.laptop_health import LaptopHealth
from inspector_app.services.support_bundle import SupportBundle, form
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked, VaultService

_HOW = tr("Give the passphrase: --ask to type it, or --passphrase-file FILE.")


def doctor(given: Namespace, desk: Desk) -> Exit:
    """Check everything that can be checked, changing nothing."""
    service = desk.vault_service()
    with _looked_into(given, desk, service) as (vault, refused):
        found = _doctor(desk, service).report(
            vault,
            _HOW,
            refused=refused,
            reads_files=not given.quick,
            progress=desk.console.progress(tr("Reading evidence files")),
        )
    desk.console.result(
        health.words(found),
        {"is_sound": health.is_sound(found), "findings": [form(each) for each in found]},
    )
    return Exit.OK if health.is_sound(found) else Exit.NO


def support_bundle(given: Namespace, desk: Desk) -> Exit:
    """Write a file for whoever helps, without content."""
    from inspector_app.cli.parser import verbs

    require_writable(given.target, replace=given.replace)
    service = desk.vault_service()
    with _looked_into(given, desk, service) as (vault, refused):
        bundle = SupportBundle(_doctor(desk, service), config.places(desk.data))
        made = bundle.write(given.target, vault, _HOW, refused, verbs())
    desk.console.result(
        [
            f"{given.target}: {health.summary(made.findings)}",
            tr(
                "Nothing that was recorded is in it. It is not encrypted: look into it before you "
                "send it."
            ),
        ],
        {"file": str(given.target), "files": list(made.names)},
    )
    return Exit.OK


def _doctor(desk: Desk, service: "VaultService") -> Doctor:
    return Doctor(LaptopHealth.of(service, config.places(desk.data)))


@contextmanager
def _looked_into(
    given: Namespace, desk: Desk, service: "VaultService"
) -> Iterator[tuple["Unlocked | None", InspectorError | None]]:
    """Give the vault opened to be looked at, or why it could not be."""
    if not service.exists() or not (given.ask or desk.has_passphrase):
        yield None, None
        return
    passphrase = desk.passphrase()
    try:
        vault = service.look_into(passphrase)
    except (WrongPassphrase, Cancelled, NotFound):
        raise
    except InspectorError as error:
        yield None, error
        return
    try:
        yield vault, None
    finally:
        vault.close()


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "doctor": doctor,
    "support_bundle": support_bundle,
}
"""By what the parser names."""
