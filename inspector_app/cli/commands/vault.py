"""Commands about the vault itself: its identities and the names it keeps."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, with_pin


def vault_commands(commands: Commands) -> None:
    """Add making a vault, its passphrase and its identities."""
    made = commands.add(
        "init",
        "vault.init",
        "Make this laptop’s encrypted vault",
        'init --name "Jo Sample" --initials JS',
        'init --name "Jo Sample" --initials JS --passphrase-file secret.txt',
    )
    made.add_argument("--name", required=True, help="your name; it stays on this laptop")
    made.add_argument(
        "--initials", required=True, help="two to four letters; they stand before your numbers"
    )

    changed = commands.add(
        "passphrase",
        "vault.passphrase",
        "Change the vault’s passphrase, or set a new one by what base recovered",
        "passphrase",
        "passphrase --recovered recovered.json",
    )
    changed.add_argument(
        "--recovered",
        type=Path,
        metavar="FILE",
        help="the passphrase is forgotten: take what “spr-base recover-vault” wrote instead",
    )
    changed.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help="read the new one from FILE (also: SPR_INSPECTOR_NEW_PASSPHRASE_FILE)",
    )

    identity = commands.level("identity", "Signing identities of this vault")
    new = identity.add(
        "new",
        "vault.identity_new",
        "Make a self-issued signing identity, which proves integrity and not who signed",
        'identity new "Jo Sample"',
    )
    new.add_argument("name", help="as the signature shows it")
    with_pin(new)
    identity.add("list", "vault.identity_list", "List the signing identities", "identity list")
    gone = identity.add(
        "remove",
        "vault.identity_remove",
        "Destroy a signing identity; what was signed with it stays verifiable",
        "identity remove 3f2a",
    )
    gone.add_argument("identity", help="the beginning of its id, or a part of its name")


def names_commands(commands: Commands) -> None:
    """Add the names of people that the vault keeps."""
    name = commands.level("name", "The names of people, which lie outside what is signed")
    name.add("list", "names.overview", "List whose names this laptop knows", "name list")
    erased = name.add(
        "erase",
        "names.erase",
        "Destroy a person’s name on all laptops; the first time it only tells what",
        "name erase CD --reason “Asked for it”",
        "name erase “Chris Doe” --reason “Asked for it” --yes",
    )
    erased.add_argument("person", help="the name, the initials, or the beginning of the id")
    erased.add_argument("--reason", required=True, help="kept in the history; never the name")
    erased.add_argument("--yes", action="store_true", help="carry it out; it cannot be undone")
