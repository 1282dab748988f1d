"""The key file of a vault: one random key, wrapped once per way of opening it."""

import contextlib
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from inspector_app.domain.errors import (
    BadInput,
    NotFound,
    RuleViolation,
    VaultDamaged,
    VaultTooNew,
    WrongPassphrase,
)
from inspector_app.domain.escrow import FORMAT, SLOT
from inspector_app.durable import Unsettled, make_folder, refusal, write_whole
from inspector_app.texts import tr
from inspector_app.vault.derivation import SALT_BYTES, Cost, calibrated, derived, new_salt
from inspector_app.vault.presence import BACKUP_NAME as BACKUP_NAME
from inspector_app.vault.presence import NAME as NAME
from inspector_app.vault.presence import exists
from inspector_app.vault.sealing import bytes_of, opened, sealed, text_of

_VERSION = 1
_KEY_BYTES = 32
_LARGEST_FILE = 1 << 20
"""Bytes; a real one has about one thousand."""


@dataclass(frozen=True, slots=True, repr=False)
class VaultKeys:
    """What an unlocked vault works with; every key has 32 bytes and one use.

    Python cannot wipe memory: locking drops these, the operating system forgets them later.
    """

    vault_id: str
    """32 hexadecimal digits, random; not secret."""
    database: bytes
    """SQLCipher's raw key."""
    blobs: bytes
    """Wraps what belongs to an evidence file; each file is encrypted under a key of its own."""
    names: bytes
    """Names evidence files, so that a name on disk tells nothing."""
    device_wrap: bytes
    """Wraps the device's signing key."""
    people: bytes
    """Wraps the keys of people's names."""

    def __repr__(self) -> str:
        return f"VaultKeys({self.vault_id}, keys not shown)"


@dataclass(frozen=True, slots=True)
class Opened:
    """A vault's keys, and how they were come by."""

    keys: VaultKeys
    used_backup: bool
    """The key file was missing or damaged; its backup opened the vault and has replaced it."""


def create(
    folder: Path, passphrase: str, cost: Cost | None = None, recipients: Sequence[str] = ()
) -> VaultKeys:
    """Make a new vault key, write the key file and its backup, and return the keys.

    Args:
        folder: made if it is missing.
        passphrase: whether it is strong enough is asked before, of ``strength``.
        cost: of one unlocking; by default what suits this laptop.
        recipients: base's recovery keys (``age1…``). Each alone can open the vault.

    Raises:
        RuleViolation: the folder already holds a vault.
        BadInput: a recipient is not an age public key, or the passphrase is empty or too long.
        DeviceFull: the disk is full or cannot be written; nothing is left behind.
    """
    if exists(folder):
        raise RuleViolation(
            tr(
                "This folder already holds a vault, which was not touched. Unlock it, or "
                "choose another folder."
            )
        )
    vault_key = secrets.token_bytes(_KEY_BYTES)
    vault_id = secrets.token_hex(16)
    slots = [_passphrase_slot(vault_id, vault_key, passphrase, cost or calibrated())]
    if recipients:
        slots.append(_recovery_slot(vault_id, vault_key, recipients))
    try:
        make_folder(folder)
        _write_both(folder, _signed(vault_id, slots, vault_key))
    except OSError as error:
        for name in (NAME, BACKUP_NAME):
            with contextlib.suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        raise refusal(error, tr("No vault was made.")) from error
    return _keys(vault_id, vault_key)


def unlock(folder: Path, passphrase: str) -> Opened:
    """Return the keys that ``passphrase`` opens; takes as long as the vault's cost says.

    A damaged or missing file is replaced by its good twin, unless one of the two was written since
    they were read: another passphrase may have been set meanwhile. A wrong passphrase is told from
    a damaged file by the file's checksum, so that it costs one derivation and never two.

    Raises:
        NotFound: no vault in this folder.
        WrongPassphrase: the passphrase is another one.
        VaultDamaged: neither the key file nor its backup can be used.
        VaultTooNew: a newer version of the app wrote it.
    """
    before = _contents(folder)
    unlocked = _unlocked(folder, passphrase)
    # Healing is a kindness: a disk that cannot be written is told by whatever writes next.
    with contextlib.suppress(OSError):
        for name, content in before.items():
            if content != unlocked.file.content and _contents(folder) == before:
                write_whole(folder / name, unlocked.file.content)
                break  # the other one is what opened the vault
    return Opened(_keys(unlocked.file.vault_id, unlocked.vault_key), unlocked.used_backup)


def looked_into(folder: Path, passphrase: str) -> VaultKeys:
    """Return the keys that ``passphrase`` opens; nothing is written, nor anything damaged mended.

    Raises:
        NotFound, WrongPassphrase, VaultDamaged, VaultTooNew: as :func:`unlock`.
    """
    unlocked = _unlocked(folder, passphrase)
    return _keys(unlocked.file.vault_id, unlocked.vault_key)


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """How the key file and its backup are, as far as can be told without a passphrase."""

    main: bool
    """Whether it is there and fits its checksum."""
    backup: bool
    is_alike: bool
    has_recovery: bool
    """Whether base's recovery keys open the vault too, as they say."""


def condition(folder: Path) -> KeyFiles:
    """Return how the key file and its backup are.

    Raises:
        VaultTooNew: a newer version of the app wrote one of them.
    """
    main = _read(folder / NAME, is_backup=False)
    backup = _read(folder / BACKUP_NAME, is_backup=True)
    is_alike = main is not None and backup is not None and main.content == backup.content
    found = main or backup
    has_recovery = found is not None and any(slot["type"] == SLOT for slot in found.slots)
    return KeyFiles(main is not None, backup is not None, is_alike, has_recovery)


def require_opening(folder: Path, passphrase: str) -> None:
    """Return if ``passphrase`` opens the vault; nothing is written, nor anything damaged mended.

    Raises:
        NotFound, WrongPassphrase, VaultDamaged, VaultTooNew: as :func:`unlock`.
    """
    _unlocked(folder, passphrase)


def change_passphrase(folder: Path, old: str, new: str, cost: Cost | None = None) -> None:
    """Wrap the vault key anew; no data is encrypted again and base's slot stays as it is.

    Raises:
        NotFound, WrongPassphrase, VaultDamaged, VaultTooNew: as :func:`unlock`, of ``old``.
        BadInput: ``new`` is empty or too long.
        DeviceFull: the disk is full or cannot be written; one of the two passphrases opens
            the vault, and the sentence says which.
    """
    unlocked = _unlocked(folder, old)
    _rewrap(folder, unlocked.file, unlocked.vault_key, new, cost)


def reset_passphrase(folder: Path, recovered: bytes, new: str, cost: Cost | None = None) -> None:
    """Set a new passphrase with what base took out of the recovery slot.

    Base opens the slot with ``spr-base recover-vault``, or with the ``age`` program alone, and
    hands over the JSON text that this gives.

    Raises:
        BadInput: the text is not the key of this vault, or ``new`` is empty or too long.
        NotFound, VaultDamaged, VaultTooNew: as :func:`unlock`.
        DeviceFull: as :func:`change_passphrase`.
    """
    try:
        kept = json.loads(recovered)
        vault_id, vault_key = kept["vault_id"], bytes_of(kept["vault_key"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInput(
            tr("This is not what base’s recovery prints. Nothing was changed.")
        ) from error
    candidates = _candidates(folder)
    if not candidates:
        raise _both_damaged()
    for file in candidates:
        if file.vault_id == vault_id and file.is_signed_by(vault_key):
            _rewrap(folder, file, vault_key, new, cost)
            return
    raise BadInput(tr("This recovery key belongs to another vault. Nothing was changed."))


def add_recovery(folder: Path, passphrase: str, recipients: Sequence[str]) -> None:
    """Let whoever holds the secret to one of base's recovery keys open the vault too.

    The passphrase goes on working and no data is encrypted anew. A recovery slot that is there
    already gives way to the new one.

    Args:
        folder: the vault's.
        passphrase: the vault's, without which nobody adds a way into it.
        recipients: base's recovery keys (``age1…``), at least one.

    Raises:
        NotFound, WrongPassphrase, VaultDamaged, VaultTooNew: as :func:`unlock`.
        BadInput: a recipient is not an age public key; nothing was changed.
        DeviceFull: the disk is full or cannot be written; the passphrase opens the vault.
    """
    unlocked = _unlocked(folder, passphrase)
    file, vault_key = unlocked.file, unlocked.vault_key
    others = [slot for slot in file.slots if slot["type"] != SLOT]
    slot = _recovery_slot(file.vault_id, vault_key, recipients)
    try:
        _write_both(folder, _signed(file.vault_id, [*others, slot], vault_key))
    except OSError as error:
        raise refusal(error, tr("The passphrase opens the vault as before.")) from error


def recovery_recipients(folder: Path) -> tuple[str, ...]:
    """Return the recovery keys that could open the vault, as its key file names them."""
    for file in _candidates(folder):
        return tuple(str(key) for s in file.slots if s["type"] == SLOT for key in s["recipients"])
    return ()


@dataclass(frozen=True, slots=True)
class _File:
    """One key file that was read whole and fits its checksum."""

    vault_id: str
    slots: list[dict[str, Any]]
    mac: str
    content: bytes
    is_backup: bool

    def is_signed_by(self, vault_key: bytes) -> bool:
        expected = _mac(self.vault_id, self.slots, vault_key)
        return hmac.compare_digest(expected.encode(), self.mac.encode())


@dataclass(frozen=True, slots=True, repr=False)
class _Unlocked:
    file: _File
    vault_key: bytes
    used_backup: bool


def _unlocked(folder: Path, passphrase: str) -> _Unlocked:
    is_altered = False
    for file in _candidates(folder):
        vault_key = _opened_by_passphrase(file, passphrase)
        if vault_key is None:
            raise _wrong_passphrase(file.is_backup)
        if file.is_signed_by(vault_key):
            return _Unlocked(file, vault_key, file.is_backup)
        is_altered = True
    if is_altered:
        raise VaultDamaged(
            tr(
                "The passphrase is right, but the key file was altered by something other than "
                "this app. The vault stays closed and nothing was changed; tell base before using "
                "it."
            )
        )
    raise _both_damaged()


def _candidates(folder: Path) -> list[_File]:
    """Return the readable key files of ``folder``, the main one first.

    Raises:
        NotFound: there is neither.
        VaultTooNew: the first that can be read is of a newer version.
    """
    if not exists(folder):
        raise NotFound(tr("There is no vault in {folder}.").format(folder=folder))
    files = []
    for name in (NAME, BACKUP_NAME):
        file = _read(folder / name, is_backup=name == BACKUP_NAME)
        if file is not None:
            files.append(file)
    return files


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {name: _content(folder / name) for name in (NAME, BACKUP_NAME)}


def _read(path: Path, *, is_backup: bool) -> _File | None:
    """Return the key file at ``path``, or nothing when it is missing or damaged.

    Raises:
        VaultTooNew: a newer version of the app wrote it.
    """
    content = _content(path)
    if content is None:
        return None
    try:
        kept = json.loads(content)
        if kept["format"] != FORMAT:
            return None
        if kept["version"] > _VERSION:
            raise VaultTooNew(
                tr(
                    "This vault was written by a newer version of the app. Nothing was changed; "
                    "update the app to open it."
                )
            )
        if kept["checksum"] != _checksum(kept):
            return None
        slots = kept["slots"]
        if not all(_is_usable(slot) for slot in slots):
            return None
        return _File(str(kept["vault_id"]), slots, str(kept["mac"]), content, is_backup)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _is_usable(slot: dict[str, Any]) -> bool:
    """Tell whether ``slot`` may be tried; its cost is judged before anything is derived.

    Raises:
        KeyError, TypeError, ValueError: a part is missing or of another kind.
    """
    if slot["type"] != "argon2id":
        return True
    bytes_of(slot["wrapped"])
    return len(bytes_of(slot["salt"])) == SALT_BYTES and _cost(slot).is_allowed()


def _content(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError:
        return None


def _opened_by_passphrase(file: _File, passphrase: str) -> bytes | None:
    for slot in file.slots:
        if slot["type"] != "argon2id":
            continue
        key = derived(passphrase, bytes_of(slot["salt"]), _cost(slot))
        vault_key = opened(bytes_of(slot["wrapped"]), key, _bound(file.vault_id, slot))
        if vault_key is not None:
            return vault_key
    return None


def _both_damaged() -> VaultDamaged:
    return VaultDamaged(
        tr(
            "The key file of this vault and its backup are both damaged or cannot be read, so the "
            "vault stays closed. Its data are untouched: put back a copy of vault.keys.json."
        )
    )


def _wrong_passphrase(is_backup: bool) -> WrongPassphrase:
    if is_backup:
        return WrongPassphrase(
            tr(
                "The key file is damaged, and this passphrase does not open its backup. Try "
                "again; if you changed the passphrase lately, try the one before."
            )
        )
    return WrongPassphrase(
        tr("This passphrase does not open the vault. Check Caps Lock and try again.")
    )


def _rewrap(folder: Path, file: _File, vault_key: bytes, new: str, cost: Cost | None) -> None:
    slot = _passphrase_slot(file.vault_id, vault_key, new, cost or calibrated())
    slots = [slot, *(each for each in file.slots if each["type"] != "argon2id")]
    content = _signed(file.vault_id, slots, vault_key)
    try:
        _write_both(folder, content)
    except OSError as error:
        raise refusal(error, _which_holds(folder, content, error)) from error


def _which_holds(folder: Path, content: bytes, error: OSError) -> str:
    """Return which passphrase opens the vault once writing its new key file has failed."""
    if _content(folder / NAME) != content:
        return tr("The old passphrase still holds.")
    if isinstance(error, Unsettled) and error.filename == str(folder / NAME):
        return tr("The new passphrase holds, but after a power cut it may be the old one again.")
    return tr("The new passphrase already holds.")


def _passphrase_slot(
    vault_id: str, vault_key: bytes, passphrase: str, cost: Cost
) -> dict[str, Any]:
    salt = new_salt()
    slot: dict[str, Any] = {
        "type": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": text_of(salt),
    }
    key = derived(passphrase, salt, cost)
    return {**slot, "wrapped": text_of(sealed(vault_key, key, _bound(vault_id, slot)))}


def _recovery_slot(vault_id: str, vault_key: bytes, recipients: Sequence[str]) -> dict[str, Any]:
    import pyrage  # only vaults with a recovery slot pay for loading it

    try:
        keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    except pyrage.RecipientError as error:
        raise BadInput(
            tr("One of base’s recovery keys is not an age public key. Nothing was changed.")
        ) from error
    content = {"what": FORMAT, "vault_id": vault_id, "vault_key": text_of(vault_key)}
    return {
        "type": SLOT,
        "recipients": list(recipients),
        "wrapped": text_of(pyrage.encrypt(_canonical(content), keys)),
    }


def _cost(slot: dict[str, Any]) -> Cost:
    return Cost(int(slot["memory_kib"]), int(slot["passes"]), int(slot["lanes"]))


def _bound(vault_id: str, slot: dict[str, Any]) -> bytes:
    """Return what a passphrase slot is bound to: this vault and these very parameters."""
    head = {name: value for name, value in slot.items() if name != "wrapped"}
    return _canonical({"vault_id": vault_id, "version": _VERSION, **head})


def _signed(vault_id: str, slots: list[dict[str, Any]], vault_key: bytes) -> bytes:
    """Return the content of a key file.

    The MAC tells whoever knows the key that nobody added a slot; the checksum tells whoever does
    not know it yet a damaged file from a wrong passphrase.
    """
    kept = {
        "format": FORMAT,
        "version": _VERSION,
        "vault_id": vault_id,
        "slots": slots,
        "mac": _mac(vault_id, slots, vault_key),
    }
    return json.dumps({**kept, "checksum": _checksum(kept)}, indent=1).encode()


def _mac(vault_id: str, slots: list[dict[str, Any]], vault_key: bytes) -> str:
    message = _canonical({"version": _VERSION, "vault_id": vault_id, "slots": slots})
    return hmac.digest(_sub_key(vault_key, "key-file"), message, "sha256").hex()


def _checksum(kept: dict[str, Any]) -> str:
    rest = {name: value for name, value in kept.items() if name != "checksum"}
    return hashlib.sha256(_canonical(rest)).hexdigest()


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _write_both(folder: Path, content: bytes) -> None:
    """Write the key file, then its backup: at every moment one of them is whole."""
    write_whole(folder / NAME, content)
    write_whole(folder / BACKUP_NAME, content)


def _keys(vault_id: str, vault_key: bytes) -> VaultKeys:
    return VaultKeys(
        vault_id=vault_id,
        database=_sub_key(vault_key, "database"),
        blobs=_sub_key(vault_key, "blobs"),
        names=_sub_key(vault_key, "names"),
        device_wrap=_sub_key(vault_key, "sign-wrap"),
        people=_sub_key(vault_key, "people"),
    )


def _sub_key(vault_key: bytes, label: str) -> bytes:
    """Return the key for one use; HKDF-Expand suffices, the vault key being random already."""
    return HKDFExpand(
        hashes.SHA256(), _KEY_BYTES, f"spr-inspector/vault/1/{label}".encode()
    ).derive(vault_key)
