"""Commands about the vault itself and the signing identities in it."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.asking import Secret, asked
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked
    from inspector_app.storage.identities import StoredIdentity

_LARGEST_RECOVERED = 64 * 1024


def init(given: Namespace, desk: Desk) -> Exit:
    """Make the vault."""
    service = desk.vault_service()
    if service.exists():
        raise RuleViolation(
            tr("There is a vault in {parent} already.").format(parent=service.folder.parent)
        )
    passphrase = desk.passphrase(twice=True, words=tr("Passphrase for the new vault"))
    opened = service.create(passphrase, given.name, given.initials)
    try:
        inspector = opened.inspector
    finally:
        opened.close()
    desk.console.result(
        [
            tr("The vault is made, in {service}.").format(service=service.folder),
            tr("Your evidence will be numbered {initials}/1, {initials}/2 …").format(
                initials=inspector.initials
            ),
            tr(
                "Nobody can open it without the passphrase: keep that safe, and apart from the "
                "laptop."
            ),
        ],
        {"vault": str(service.folder), "initials": inspector.initials},
    )
    return Exit.OK


def passphrase(given: Namespace, desk: Desk) -> Exit:
    """Change the passphrase, or set one by what base recovered."""
    service = desk.vault_service()
    if not service.exists():
        raise NotFound(tr("There is no vault in {parent}.").format(parent=service.folder.parent))
    if given.recovered is not None:
        recovered = _recovered(given.recovered)
        service.reset_passphrase(
            recovered, asked(Secret.NEW_PASSPHRASE, given.new_passphrase_file, twice=True)
        )
        desk.console.result(
            [
                tr("The new passphrase opens the vault. Nothing in it was changed."),
                tr("Destroy {recovered} now: whoever has it can open this vault.").format(
                    recovered=given.recovered
                ),
            ],
            {"changed": True},
        )
        return Exit.OK
    old = desk.passphrase(words=tr("Present passphrase"))
    new = asked(Secret.NEW_PASSPHRASE, given.new_passphrase_file, twice=True)
    service.change_passphrase(old, new)
    desk.console.result(
        [tr("The passphrase is changed. Nothing had to be encrypted anew.")], {"changed": True}
    )
    return Exit.OK


def _recovered(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_RECOVERED)
    except OSError as error:
        raise NotFound(
            tr("{path} cannot be read ({why}). Nothing was changed.").format(
                path=path, why=error.strerror
            )
        ) from error


def identity_new(given: Namespace, desk: Desk) -> Exit:
    """Make a self-issued identity."""
    with desk.vault() as vault:
        made = vault.reports.make_identity(
            given.name, desk.pin(twice=True, words=tr("PIN for signing"))
        )
    desk.console.result(
        [
            f"{made.id}  {made.label}",
            tr("It proves that a summary was not altered since; it does not prove who signed it."),
        ],
        _form(made),
    )
    return Exit.OK


def identity_list(_: Namespace, desk: Desk) -> Exit:
    """List the identities."""
    with desk.vault() as vault:
        found = vault.reports.identities()
    words = [f"{each.id}  {each.label}" for each in found]
    desk.console.result(
        words
        or [tr("There is no signing identity yet: make one with “spr-inspector identity new”.")],
        [_form(each) for each in found],
    )
    return Exit.OK


def identity_remove(given: Namespace, desk: Desk) -> Exit:
    """Destroy an identity."""
    with desk.vault() as vault:
        gone = identity_named(vault, given.identity)
        vault.reports.remove_identity(gone.id)
    desk.console.result([tr("{gone} is destroyed.").format(gone=gone.label)], _form(gone))
    return Exit.OK


def identity_named(vault: "Unlocked", words: str | None) -> "StoredIdentity":
    """Return the identity whose id begins with ``words`` or whose name holds them.

    Args:
        vault: open.
        words: None: the only one there is.

    Raises:
        NotFound: none does.
        RuleViolation: several do.
    """
    wanted = (words or "").casefold()
    found = [
        each
        for each in vault.reports.identities()
        if each.id.startswith(wanted) or wanted in each.label.casefold()
    ]
    if not found:
        raise NotFound(
            tr("This vault has no signing identity “{words}”.").format(words=words)
            if words
            else tr(
                "This vault has no signing identity yet: make one with “spr-inspector identity "
                "new”, or sign with --pkcs12 or --pkcs11-module."
            )
        )
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise RuleViolation(tr("Say with --identity which to sign with: {ids}.").format(ids=ids))
    return found[0]


def _form(identity: "StoredIdentity") -> dict[str, str]:
    return {"id": identity.id, "kind": identity.kind, "label": identity.label}


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "init": init,
    "passphrase": passphrase,
    "identity_new": identity_new,
    "identity_list": identity_list,
    "identity_remove": identity_remove,
}
