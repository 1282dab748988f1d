"""Backups, what is put back from them, and vaults whose passphrase is lost."""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.command_line import Misused
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.durable import write_new
from inspector_app.server import files
from inspector_app.server.backup_place import all_in, newest
from inspector_app.server.backups import Made, back_up, put_back_all
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.opening import opened_base
from inspector_app.server.recovery import recovered_vault
from inspector_app.server.restoring import Restored, check, restore

_LARGEST_KEY_FILE = 1 << 20


def add(commands: Commands) -> None:
    """Add the family's commands."""
    backup = commands.add(
        "backup",
        _backup,
        "Make a backup, after which laptops may forget what is in it",
        "backup /mnt/backups --base /srv/spr-base",
        "backup /mnt/backups --base /srv/spr-base --keep 30",
    )
    backup.add_argument("place", type=Path, metavar="DIR", help="on another disk than base’s")
    backup.add_argument(
        "--keep",
        type=int,
        metavar="N",
        help="remove all but the newest N backups there, this one counted (default: keep all)",
    )
    checked = commands.add(
        "check",
        _check,
        "Read every evidence file at base through; what is damaged is asked for anew",
        "check --base /srv/spr-base",
        "check --base /srv/spr-base --backups /mnt/backups",
    )
    checked.add_argument(
        "--backups",
        type=Path,
        metavar="DIR",
        help="put back from there what is damaged or was never brought",
    )
    restored = commands.add(
        "restore",
        _restore,
        "Put a base back from a backup, into an empty folder and an empty database",
        "restore /mnt/backups /srv/spr-base --recovery-key /media/stick/recovery.txt",
        "restore /mnt/backups --check",
    )
    restored.add_argument(
        "backup", type=Path, metavar="BACKUP", help="one backup, or DIR for the newest there"
    )
    restored.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help="base’s folder, not there yet"
    )
    restored.add_argument(
        "--check", action="store_true", help="read the whole backup through, and put nothing back"
    )
    restored.add_argument(
        "--recovery-key",
        type=Path,
        metavar="FILE",
        help="opens base’s keys in the backup: the file that “init” wrote for the safe",
    )
    restored.add_argument(
        "--keys-of",
        type=Path,
        metavar="DIR",
        help="else take the keys out of the old base’s folder, if that has them still",
    )
    vault = commands.add(
        "recover-vault",
        _recover_vault,
        "Open the vault of a laptop whose passphrase is lost, by a recovery key",
        "recover-vault vault.keys.json --recovery-key /media/stick/recovery.txt "
        "--out /media/stick/recovered.json",
    )
    vault.add_argument(
        "vault_keys",
        type=Path,
        metavar="FILE",
        help="vault.keys.json out of the vault’s folder on the laptop",
    )
    vault.add_argument(
        "--recovery-key", type=Path, required=True, metavar="FILE", help="from the safe"
    )
    vault.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="a new file, which the laptop sets a new passphrase by",
    )


def _backup(given: Namespace, desk: Desk) -> Exit:
    if given.keep is not None and given.keep < 1:
        raise Misused("--keep needs a number from 1.")
    with opened_base(desk.folder, desk.environ, desk.now) as base:
        made = back_up(base, given.place, keep=given.keep, progress=_progress())
    desk.tell(_words(made), _form(made))
    if made.unremoved:
        desk.remark(
            f"Not all that is older could be removed ({made.unremoved}): the backup is whole all "
            "the same. Mend that, and the next one with --keep removes it."
        )
        return Exit.CANNOT_WRITE
    return Exit.NO if made.damaged else Exit.OK


def _words(made: Made) -> list[str]:
    words = [
        f"The backup is whole: {made.folder}.",
        f"{made.files} files are in it, {made.copied} of them new there.",
        "Receipts tell laptops from now on what it holds.",
        "Base’s keys lie in it encrypted to its recovery keys: restoring needs one of those.",
    ]
    if made.lacking:
        words.append(f"{made.lacking} files are not in it: base has not got them whole.")
    if made.mended:
        words.append(f"{made.mended} files of earlier backups were damaged there; now mended.")
    words += [
        f"Damaged at base, and asked for anew: file {each.sha256} of inspection {each.inspection}."
        for each in made.damaged
    ]
    if made.damaged:
        words.append("Look after base’s disk: what was verified once does not alter by itself.")
    if made.removed:
        words.append(f"{made.removed} older backups were removed.")
    return words


def _form(made: Made) -> dict[str, object]:
    return {
        "backup": made.manifest.backup,
        "folder": str(made.folder),
        "files": made.files,
        "copied": made.copied,
        "mended": made.mended,
        "lacking": made.lacking,
        "removed": made.removed,
        "unremoved": made.unremoved,
        "damaged": [
            {"inspection": each.inspection, "sha256": each.sha256} for each in made.damaged
        ],
    }


def _check(given: Namespace, desk: Desk) -> Exit:
    with opened_base(desk.folder, desk.environ, desk.now) as base:
        damaged = files.check_all(base)
        back = put_back_all(base, given.backups) if given.backups else []
    words = [
        f"Damaged at base, and asked for anew: file {sha256} of inspection {about}."
        for about, sha256 in damaged
        if (about, sha256) not in back
    ]
    words += [f"Put back: file {sha256} of inspection {about}." for about, sha256 in back]
    left = [each for each in damaged if each not in back]
    desk.tell(
        words or ["Every evidence file at base is whole."],
        {
            "damaged": [{"inspection": about, "sha256": sha256} for about, sha256 in left],
            "put_back": [{"inspection": about, "sha256": sha256} for about, sha256 in back],
        },
    )
    return Exit.NO if left else Exit.OK


def _restore(given: Namespace, desk: Desk) -> Exit:
    if given.check == (given.folder is not None):
        raise Misused("Name the folder to put the base back into, or --check.")
    backup = newest(given.backup)
    if given.check:
        check(backup, _progress())
        desk.tell(
            [f"The backup of {_time(backup.manifest.made_ms)} is whole: {backup.folder}."],
            {"backup": backup.manifest.backup, "whole": True},
        )
        return Exit.OK
    restored = restore(
        backup,
        given.folder,
        desk.environ,
        desk.now(),
        recovery_key=given.recovery_key,
        old_base=given.keys_of,
        progress=_progress(),
    )
    desk.tell(_told(restored, given.folder), _restored_form(restored, given.folder))
    return Exit.OK


def _told(restored: Restored, folder: Path) -> list[str]:
    made = _time(restored.backup.manifest.made_ms)
    words = [
        f"Base “{restored.backup.manifest.name}” is back in {folder}, as it was at {made}.",
        "It begins another epoch: laptops see that, and push again what they have and it lacks.",
        f"What only base had since {made} is not there: laptops enrolled or revoked, teams, "
        "accounts, what was held, and whatever no laptop has any more. Go through them.",
        "No receipt of before holds. Make a backup once the laptops have synced.",
    ]
    newer = [each for each in all_in(restored.backup.place) if each > restored.backup.folder]
    if newer:
        words.append(f"Newer backups lie beside this one, the newest {newer[-1].name}.")
    words += [
        f"Inspection {each.inspection}: {each.changes} changes, the newest came "
        f"{_time(each.newest_ms)}; {each.lacking} files are lacking."
        for each in restored.stands
    ]
    return words


def _restored_form(restored: Restored, folder: Path) -> dict[str, object]:
    return {
        "backup": restored.backup.manifest.backup,
        "made_ms": restored.backup.manifest.made_ms,
        "folder": str(folder),
        "epoch": restored.epoch,
        "inspections": [
            {
                "inspection": each.inspection,
                "changes": each.changes,
                "newest_ms": each.newest_ms,
                "lacking": each.lacking,
            }
            for each in restored.stands
        ],
    }


def _recover_vault(given: Namespace, desk: Desk) -> Exit:
    try:
        with given.vault_keys.open("rb") as file:
            key_file = file.read(_LARGEST_KEY_FILE)
    except OSError as error:
        raise NotFound(f"{given.vault_keys} cannot be read ({error.strerror}).") from error
    recovered = recovered_vault(key_file, given.recovery_key)
    try:
        write_new(given.out, recovered)
    except FileExistsError as error:
        raise BadInput(
            f"{given.out} is there already. Nothing was written; name another."
        ) from error
    desk.tell(
        [
            f"The vault can be opened by {given.out}: whoever has that has the vault.",
            f"On the laptop: spr-inspector passphrase --recovered {given.out.name}",
            "Then destroy the file, and put the recovery key back into the safe.",
        ],
        {"out": str(given.out)},
    )
    return Exit.OK


def _time(ms: int | None) -> str:
    if ms is None:
        return "never"
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _progress() -> Callable[[int, int], None] | None:
    """Return what shows how far it is, where somebody looks on."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done >> 20} of {total >> 20} MiB")
        if done >= total:
            sys.stderr.write("\n")

    return show
