"""Commands about what leaves and enters: signed summaries, exported inspections."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli import copies
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.command_line import Misused
from inspector_app.domain.errors import NotFound, VaultInUse
from inspector_app.domain.notes import unannounced
from inspector_app.domain.wording import counted
from inspector_app.services.raising import raise_alone, raised_name
from inspector_app.services.verifying import Verified, countersigned_name, verify_alone
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.services.reports import SigningChoice
    from inspector_app.services.vault import Unlocked


def export(given: Namespace, desk: Desk) -> Exit:
    """Write a signed summary, a working copy of it, or the whole inspection."""
    if copies.is_asked_for(given):
        return copies.export(given, desk)
    target = given.pdf or Path(given.json_file)
    require_writable(target, replace=given.replace)
    return _export_pdf(given, desk, target) if given.pdf else _export_json(given, desk, target)


def _export_pdf(given: Namespace, desk: Desk, target: Path) -> Exit:
    from inspector_app.cli.choosing import options_of

    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        options = options_of(given, vault.inspections.pack(inspection))
        signing = signing_of(given, desk, vault)
        made = vault.reports.export(
            inspection, target, signing, options, desk.console.progress(tr("Setting the pages"))
        )
    desk.console.result(
        [
            tr_counted(made.size_bytes, "{made}: {pages}, {number} bytes, SHA-256 {sha256}").format(
                made=made.path,
                pages=counted(made.pages, "page", "pages"),
                number=made.size_bytes,
                sha256=made.sha256,
            ),
            tr("Signed by {signer}.").format(signer=made.signer),
            *made.remarks,
        ],
        {
            "inspection": inspection,
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "pages": made.pages,
            "signer": made.signer,
            "signer_kind": made.signer_kind,
            "content_sha256": made.content_sha256,
            "remarks": list(made.remarks),
        },
    )
    return Exit.OK


def countersign(given: Namespace, desk: Desk) -> Exit:
    """Put the lead's signature beside the inspector's."""
    if not given.file.is_file():
        raise NotFound(tr("There is no file {file}.").format(file=given.file))
    target = given.out or countersigned_name(given.file)
    require_writable(target, replace=given.replace)
    with desk.vault() as vault:
        made = vault.reports.countersign(given.file, target, signing_of(given, desk, vault))
    desk.console.result(
        [
            tr_counted(made.size_bytes, "{made}: {pages}, {number} bytes, SHA-256 {sha256}").format(
                made=made.path,
                pages=counted(made.pages, "page", "pages"),
                number=made.size_bytes,
                sha256=made.sha256,
            ),
            tr("Countersigned by {signer}.").format(signer=made.signer),
            _noted(made.is_noted),
        ],
        {
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "pages": made.pages,
            "signer": made.signer,
            "signer_kind": made.signer_kind,
            "noted": made.is_noted,
        },
    )
    return Exit.OK


def raise_(given: Namespace, desk: Desk) -> Exit:
    """Add timestamps and validation data to a signed summary."""
    if not given.file.is_file():
        raise NotFound(tr("There is no file {file}.").format(file=given.file))
    target = given.out or raised_name(given.file)
    require_writable(target, replace=given.replace)
    wanted = (given.file, target, given.tsa, given.trust, given.revocation)
    if desk.has_passphrase and desk.vault_service().exists():
        with desk.vault() as vault:
            made = vault.reports.raise_(*wanted)
    else:
        made = raise_alone(*wanted)
    desk.console.result(
        [
            tr_counted(made.size_bytes, "{made}: {number} bytes, SHA-256 {sha256}").format(
                made=made.path, number=made.size_bytes, sha256=made.sha256
            ),
            *made.remarks,
            *made.verdict.sentences,
            _noted(made.is_noted),
        ],
        {
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "level": made.verdict.level,
            "level_before": made.before.level,
            "timestamps": [each.as_json() for each in made.verdict.timestamps],
            "remarks": list(made.remarks),
            "noted": made.is_noted,
            "sentences": list(made.verdict.sentences),
        },
    )
    return Exit.OK


def _noted(is_noted: bool) -> str:
    if is_noted:
        return tr("It is noted in the inspection.")
    return tr("It is not noted: its inspection is not here, or its vault was not opened.")


def signing_of(given: Namespace, desk: Desk, vault: "Unlocked") -> "SigningChoice":
    """Return with what to sign, its secret asked for.

    Raises:
        Misused: more than one way is given.
        NotFound: there is no such file, or no such identity.
    """
    from inspector_app.cli.vault import identity_named
    from inspector_app.services.reports import CardIdentity, FileIdentity, OwnIdentity

    ways = [way for way in (given.identity, given.pkcs12, given.pkcs11_module) if way]
    if len(ways) > 1:
        raise Misused(tr("Sign with one of --identity, --pkcs12 and --pkcs11-module."))
    if (given.token or given.certificate) and not given.pkcs11_module:
        raise Misused(tr("--token and --certificate belong to a card: give --pkcs11-module too."))
    if given.pkcs12:
        if not given.pkcs12.is_file():
            raise NotFound(tr("There is no file {pkcs12}.").format(pkcs12=given.pkcs12))
        words = tr("Passphrase of {pkcs12}").format(pkcs12=given.pkcs12.name)
        return FileIdentity(given.pkcs12, desk.pin(words=words))
    if given.pkcs11_module:
        pin = desk.pin(words=tr("PIN of the card"))
        return CardIdentity(given.pkcs11_module, pin, given.token, given.certificate)
    identity = identity_named(vault, given.identity)
    return OwnIdentity(
        identity.id, desk.pin(words=tr("PIN of {identity}").format(identity=identity.label))
    )


def _export_json(given: Namespace, desk: Desk, target: Path) -> Exit:
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        changes = vault.exchange.export(inspection, target)
        secret = unannounced(vault.inspections.standing(inspection))
    if secret:
        many = counted(secret, "unannounced encounter", "unannounced encounters")
        desk.console.remark(
            tr(
                "{target} is for the team alone: it tells of {many} that the force must not know "
                "of."
            ).format(target=target, many=many)
        )
    desk.console.result(
        [
            tr_counted(
                changes,
                "{target}: {number} change. It is not encrypted, holds no names of people and no "
                "original files.",
                "{target}: {number} changes. It is not encrypted, holds no names of people and "
                "no original files.",
            ).format(target=target, number=changes),
        ],
        {
            "inspection": inspection,
            "file": str(target),
            "changes": changes,
            "unannounced": secret,
        },
    )
    return Exit.OK


def verify(given: Namespace, desk: Desk) -> Exit:
    """Tell whether a file is genuine."""
    if not given.file.is_file():
        raise NotFound(tr("There is no file {file}.").format(file=given.file))
    found, why_not = _verified(given.file, given.trust, desk)
    compared = _comparison(found) if found.compared else [why_not]
    desk.console.result(
        [*found.verdict.sentences, *found.verdict.problems, *compared],
        {
            **found.verdict.as_json(),
            "compared": found.compared,
            "equal": not found.comparison if found.compared else None,
            "differences": list(found.comparison),
        },
    )
    return Exit(found.verdict.exit_code)


def _verified(file: Path, trust: Sequence[Path], desk: Desk) -> tuple[Verified, str]:
    """Return what can be said of the file, and why nothing was compared where nothing was."""
    if not desk.has_passphrase:
        return verify_alone(file, trust), (
            tr(
                "Nothing here was compared with it, because no vault was opened: to compare, name "
                "a file with the passphrase (--passphrase-file)."
            )
        )
    if not desk.vault_service().exists():
        return verify_alone(file, trust), tr(
            "Nothing here was compared with it: there is no vault."
        )
    try:
        with desk.vault() as vault:
            found = vault.reports.verify(file, trust)
    except VaultInUse:
        return verify_alone(file, trust), (
            tr("Nothing here was compared with it, because the vault is open elsewhere.")
        )
    if found.in_other_words:
        return found, tr(
            "It was printed in another language than is spoken now, so its words were not compared "
            "with the inspection here."
        )
    return found, tr("The inspection that it is of is not in this vault, so nothing was compared.")


def _comparison(found: Verified) -> list[str]:
    if not found.comparison:
        return [tr("Its data are what this laptop would print of the inspection now.")]
    return [tr("Its data are not what this laptop would print of the inspection now:")] + [
        f"  {each}" for each in found.comparison
    ]


def take_in(given: Namespace, desk: Desk) -> Exit:
    """Bring an exported inspection in."""
    if not given.file.is_file():
        raise NotFound(tr("There is no file {file}.").format(file=given.file))
    with desk.vault() as vault:
        taken = vault.exchange.take_in(given.file, desk.console.progress(tr("Taking in")))
        details = vault.inspections.standing(taken.inspection).details
    words = [f"{taken.inspection[:8]}  {details.force.name}, {details.fieldwork.words()}"]
    if not taken.new_changes and not taken.admitted:
        words.append(tr("All of it was here already; nothing was changed."))
    else:
        words.append(
            tr_counted(
                taken.new_changes,
                "{number} change was new here.",
                "{number} changes were new here.",
            ).format(number=taken.new_changes)
        )
        words += [
            tr("The laptop {each} is now trusted in it.").format(each=each[:8])
            for each in taken.admitted
        ]
    words += [tr("It came with a fault: {each}").format(each=each.words()) for each in taken.faults]
    desk.console.result(
        words,
        {
            "inspection": taken.inspection,
            "new_changes": taken.new_changes,
            "admitted": list(taken.admitted),
            "faults": [each.words() for each in taken.faults],
        },
    )
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "export": export,
    "countersign": countersign,
    "raise": raise_,
    "verify": verify,
    "take_in": take_in,
}
