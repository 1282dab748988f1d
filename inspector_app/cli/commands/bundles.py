"""Commands about evidence bundles: written, signed, encrypted to recipients, and checked."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection
from inspector_app.cli.commands.papers import with_authorities, with_printed, with_signer


def bundle_commands(commands: Commands) -> None:
    """Add the evidence bundle."""
    level = commands.level(
        "bundle", "Evidence bundles: the files with the report data, signed, in one file"
    )
    written = level.add(
        "write",
        "bundles.write",
        "Write the evidence files with the report snapshot as a signed bag (BagIt 1.0) in one ZIP "
        "file; with --to encrypted by age, so that only those named can open it",
        "bundle write Cambridgeshire --out evidence.zip",
        "bundle write Cambridgeshire --out public-order.zip --sections PO",
        "bundle write Cambridgeshire --out evidence.zip.age --to “Base evidence store”",
    )
    of_inspection(written)
    written.add_argument("--out", required=True, type=Path, metavar="FILE")
    written.add_argument(
        "--item",
        action="append",
        default=[],
        metavar="NUMBER",
        help="only this evidence item; may be repeated (default: all that may be exported)",
    )
    written.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="NAME",
        help="encrypt it to this recipient; may be repeated",
    )
    written.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    with_signer(written)
    with_printed(written)
    checked = level.add(
        "verify",
        "bundles.verify",
        "Tell whether a bundle is whole, unchanged and signed, and by whom; needs no vault",
        "bundle verify evidence.zip",
        "bundle verify unpacked-folder --trust root.pem",
    )
    checked.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    with_authorities(
        checked, "with it, a bundle is genuine only if such an authority vouches for its signer"
    )
    level.add(
        "recipients",
        "bundles.recipients",
        "List those to whom bundles can be encrypted",
        "bundle recipients",
    )
    kept = level.add(
        "recipient",
        "bundles.recipient",
        "Keep a recipient’s public key of age under a name",
        "bundle recipient “Base evidence store” age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5"
        "sfn9aqmcac8p",
    )
    kept.add_argument("name", help="an office or a store")
    kept.add_argument("key", help="age1…")
    forgotten = level.add(
        "forget-recipient",
        "bundles.forget_recipient",
        "Keep a recipient’s key no longer",
        "bundle forget-recipient “Base evidence store”",
    )
    forgotten.add_argument("name")
