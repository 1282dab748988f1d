"""Commands about evidence bundles: write one, check one, keep to whom they are encrypted."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain.wording import counted
from inspector_app.texts import tr, tr_counted


def write(given: Namespace, desk: Desk) -> Exit:
    """Write a bundle."""
    from inspector_app.cli.choosing import options_of
    from inspector_app.cli.papers import signing_of
    from inspector_app.services.bundles import BundleChoice

    require_writable(given.out, replace=given.replace)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        choice = BundleChoice(
            options_of(given, vault.inspections.pack(inspection)), tuple(given.item)
        )
        recipients = [vault.bundles.recipient(name) for name in given.to]
        signing = signing_of(given, desk, vault)
        made = vault.bundles.write(
            inspection,
            given.out,
            choice,
            signing,
            recipients,
            desk.console.progress(tr("Writing the files")),
        )
    words = [
        tr_counted(
            made.size_bytes, "{made}: {files}, {number} bytes, marked {marking}, SHA-256 {sha256}"
        ).format(
            made=made.path,
            files=counted(made.files, "file", "files"),
            number=made.size_bytes,
            marking=made.marking,
            sha256=made.sha256,
        ),
        tr("Signed by {signer}.").format(signer=made.signer),
    ]
    if made.recipients:
        words.append(
            tr("Encrypted to {recipients}: nobody else can open it.").format(
                recipients=", ".join(made.recipients)
            )
        )
    else:
        words.append(tr("It is not encrypted: whoever has it can read it."))
    if made.left_out:
        many = counted(made.left_out, "evidence item", "evidence items")
        words.append(tr("Not to be exported, and left out: {many}.").format(many=many))
    if made.not_here:
        words.append(
            tr("Their files are not on this laptop or not whole: {not_here}.").format(
                not_here=", ".join(made.not_here)
            )
        )
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "file": str(made.path),
            "sha256": made.sha256,
            "size_bytes": made.size_bytes,
            "files": made.files,
            "marking": made.marking,
            "signer": made.signer,
            "recipients": list(made.recipients),
            "left_out": made.left_out,
            "not_here": list(made.not_here),
        },
    )
    return Exit.OK


def verify(given: Namespace, desk: Desk) -> Exit:
    """Tell whether a bundle is genuine."""
    from inspector_app.services.bundles import check_bundle, verdict_words

    verdict = check_bundle(given.path, given.trust, desk.console.progress(tr("Reading the files")))
    desk.console.result(list(verdict_words(verdict, given.path.name)), verdict.as_json())
    return Exit.OK if verdict.is_genuine else Exit.NO


def recipients(_given: Namespace, desk: Desk) -> Exit:
    """List those to whom bundles can be encrypted."""
    with desk.vault() as vault:
        found = vault.bundles.recipients()
    words = [f"{each.name}  {each.key}" for each in found]
    form = [{"name": each.name, "key": each.key} for each in found]
    desk.console.result(words or [tr("No recipient is kept.")], form)
    return Exit.OK


def recipient(given: Namespace, desk: Desk) -> Exit:
    """Keep a recipient."""
    with desk.vault() as vault:
        kept = vault.bundles.keep_recipient(given.name, given.key)
    desk.console.result([kept.kept_words()], {"name": kept.name, "key": kept.key})
    return Exit.OK


def forget_recipient(given: Namespace, desk: Desk) -> Exit:
    """Keep a recipient no longer."""
    with desk.vault() as vault:
        vault.bundles.forget_recipient(given.name)
    desk.console.result(
        [tr("{given} is no longer kept.").format(given=given.name)], {"name": given.name}
    )
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "write": write,
    "verify": verify,
    "recipients": recipients,
    "recipient": recipient,
    "forget_recipient": forget_recipient,
}
"""By what the parser names."""
