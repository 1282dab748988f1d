"""Making a base."""

from argparse import Namespace
from pathlib import Path

from inspector_app.server.authority import fingerprint
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.founding import Founding, found


def add(commands: Commands) -> None:
    """Add the family's commands."""
    init = commands.add(
        "init",
        _init,
        "Make a base: its keys, its database, its place for files",
        'init /srv/spr-base --name "Eastern region" --host base.example '
        "--recovery-key /media/stick/recovery.txt",
    )
    init.add_argument("folder", type=Path, metavar="DIR")
    init.add_argument("--name", required=True, help="base’s own name, which laptops show")
    init.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name or address that laptops reach it by; the first stands in invitations "
        "(may be given several times; default: this machine alone)",
    )
    init.add_argument(
        "--address",
        metavar="URL",
        help="where laptops reach it, for invitations (default: https://, the first --host, and "
        "port 8443, where the shipped front door listens)",
    )
    init.add_argument(
        "--recovery-key",
        action="append",
        required=True,
        type=Path,
        metavar="FILE",
        help="a new file outside DIR for the secret recovery key, to be kept in a safe and not "
        "here (given twice, each file gets a key of its own, and either one is enough)",
    )


def _init(given: Namespace, desk: Desk) -> Exit:
    founding = Founding(given.name, tuple(given.host), tuple(given.recovery_key), given.address)
    keys = found(given.folder, founding, desk.environ, desk.now())
    safes = [str(each) for each in given.recovery_key]
    letters = fingerprint(keys.authority)
    desk.tell(
        (
            f"Base “{given.name}” was made in {given.folder}.",
            f"Its authority’s fingerprint: {letters}",
            *(f"The secret recovery key lies in {each} and nowhere else." for each in safes),
            "Put it in a safe now: it opens the vault of a laptop whose passphrase is lost, and "
            "nobody can make it anew.",
        ),
        {
            "base": keys.base,
            "folder": str(given.folder),
            "fingerprint": letters,
            "recovery_keys": safes,
        },
    )
    return Exit.OK
