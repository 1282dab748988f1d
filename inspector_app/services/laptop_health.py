"""Looking at a laptop without opening its vault; nothing looked at is changed."""

import json
import platform
import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from inspector_app import config
from inspector_app.domain import health
from inspector_app.domain.errors import VaultTooNew
from inspector_app.domain.health import Finding, Part, look, ok, unseen
from inspector_app.domain.wording import counted, listed, size_words, when_words
from inspector_app.packs import archive, lint, shelf
from inspector_app.services import fault_log
from inspector_app.services.recording import Now
from inspector_app.services.vault import BLOBS, DATABASE, Places, VaultService
from inspector_app.storage.database import engine_versions
from inspector_app.system import displays, file_systems, machines
from inspector_app.system.machines import Access
from inspector_app.texts import tr
from inspector_app.vault import instance, keyfile, presence
from inspector_app.vault.blobs import BlobStore
from inspector_app.version import VERSION

_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
"""How the files of fonts begin. Source: OpenType 1.9, Table Directory."""
_NEEDED = ("fonts", "help", "icons", "samples", "schemas", "styles")
_LIBRARIES = ("PySide6-Essentials", "cryptography", "reportlab", "pikepdf", "pyHanko", "Pillow")
_RECENT_MS = 30 * health.DAY_MS


class LaptopHealth:
    """What can be told of a laptop, its installation and its vault's folder from outside."""

    def __init__(self, places: Places, settings: Path, logs: Path, now: Now) -> None:
        """Args: ``settings`` is the folder of the device's settings, ``logs`` that of its logs."""
        self._places = places
        self._settings = settings
        self._logs = logs
        self._now = now

    @classmethod
    def of(cls, service: VaultService, found: config.Places) -> "LaptopHealth":
        """Return it for the laptop of a vault's service."""
        return cls(service.places, found.config, found.data / fault_log.FOLDER, service.now)

    def findings(self, *, withheld: bool = False) -> Iterator[Finding]:
        """Yield what was found.

        Args:
            withheld: name no folder and nothing that a person chose.
        """
        yield self._versions()
        yield self._installation()
        yield self._checklists(withheld=withheld)
        yield self._window()
        yield self._device_settings()
        yield from self._vault(withheld=withheld)
        yield self._faults()

    def now_ms(self) -> int:
        """Return the time by the laptop's clock, milliseconds UTC."""
        return int(self._now().timestamp() * 1000)

    def made_ms(self) -> int:
        """Return a time before which no right clock can be: what was installed is that old."""
        try:
            return max(
                int(path.stat().st_mtime * 1000)
                for path in (self._places.resources / "help").iterdir()
            )
        except (OSError, ValueError):
            return 0

    def database_bytes(self) -> int:
        """Return the size of the vault's database with its log."""
        return sum(
            _size(self._places.vault / f"{DATABASE}{suffix}") or 0 for suffix in ("", "-wal")
        )

    def space(self) -> Finding:
        """Return whether the disk of the vault has room."""
        folder = self._places.vault
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            return health.of_space(None, 0)
        return health.of_space(free, self.database_bytes())

    # The installation

    def _versions(self) -> Finding:
        engines = engine_versions()
        details = [f"{name} {number}" for name, number in engines.items()]
        details += [f"{name} {_version(name)}" for name in _LIBRARIES]
        return ok(
            Part.VERSIONS,
            tr("SPR Inspector {version} on {description}, Python {python_version}.").format(
                version=VERSION,
                description=machines.description(),
                python_version=platform.python_version(),
            ),
            details,
        )

    def _installation(self) -> Finding:
        resources = self._places.resources
        missing = [name for name in _NEEDED if not _has_files(resources / name)]
        fonts = sorted((resources / "fonts").glob("*.[to]tf"))
        broken = [path.name for path in fonts if not _is_font(path)]
        if missing or broken or not fonts:
            lacks = [*missing, *broken] or ["fonts"]
            return look(
                Part.INSTALLATION,
                tr("What came with the app is not complete: {lacks}.").format(lacks=listed(lacks)),
                tr("Install this version of the app again; the vault is not touched by that."),
            )
        return ok(
            Part.INSTALLATION,
            tr("What came with the app is complete, {fonts} included.").format(
                fonts=counted(len(fonts), "font", "fonts")
            ),
        )

    def _checklists(self, *, withheld: bool) -> Finding:
        details, faulty = [], []
        for folder in shelf.folders(self._places.checklists):
            name = tr("a checklist") if withheld else folder.name
            digest = archive.digest(archive.archived(folder))
            if _is_faulty(folder, digest):
                faulty.append(name)
            else:
                details.append(f"{name}: SHA-256 {digest}")
        if faulty or not details:
            return look(
                Part.CHECKLISTS,
                tr("These checklists cannot be used as they are: {faulty}.").format(
                    faulty=listed(faulty)
                )
                if faulty
                else tr("No checklist came with the app."),
                tr(
                    "“spr-inspector pack lint” tells file and line; inspections keep copies of "
                    "their own and are not touched."
                ),
                details,
            )
        return ok(
            Part.CHECKLISTS,
            tr("{checklists}, sound.").format(
                checklists=counted(len(details), "checklist", "checklists")
            ),
            details,
        )

    def _window(self) -> Finding:
        if not _is_installed("PySide6"):
            return unseen(
                Part.WINDOW,
                tr(
                    "PySide6 is not installed, so no window can open; every command works without "
                    "it."
                ),
                tr("Install the app again, if its window is wanted here."),
            )
        if not displays.is_there():
            return unseen(
                Part.WINDOW,
                tr("There is no display here, so whether the window opens was not looked at."),
                tr("Run this again from the laptop’s own desktop."),
            )
        if lacks := machines.lacks_for_window():
            return look(
                Part.WINDOW,
                tr("The system lacks {lacks}, without which no window opens.").format(lacks=lacks),
                tr("Install the package libxcb-cursor0."),
            )
        return ok(Part.WINDOW, tr("The window’s library is installed, and there is a display."))

    def _device_settings(self) -> Finding:
        path = self._settings / config.SETTINGS
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ok(Part.SETTINGS, tr("This laptop’s settings are those the app comes with."))
        except (OSError, ValueError):
            kept = None
        if not isinstance(kept, dict):
            return look(
                Part.SETTINGS,
                tr("This laptop’s settings cannot be read, so the app goes by its own."),
                tr("Choose theme, text size and locking anew in the settings."),
            )
        used = config.load(self._settings)
        return ok(
            Part.SETTINGS,
            tr(
                "This laptop’s settings: {theme} theme, text at {text_percent} %, locks after "
                "{minutes}."
            ).format(
                theme=used.theme.value,
                text_percent=used.text_percent,
                minutes=counted(used.auto_lock_minutes, "minute", "minutes"),
            ),
        )

    # The vault from outside

    def _vault(self, *, withheld: bool) -> Iterator[Finding]:
        vault = self._places.vault
        where = "" if withheld else tr(" in {vault}").format(vault=vault)
        if not vault.is_dir() or not any(vault.iterdir()):
            yield unseen(
                Part.FOLDER,
                tr("There is no vault{where} yet.").format(where=where),
                tr("Open the app to make one."),
            )
            yield self.space()
            return
        yield self._folder(vault, where)
        yield _file_system(vault)
        yield self.space()
        yield self._key_file(vault)
        yield self._in_use(vault)
        yield self._leftovers(vault)
        yield self._database(vault)

    def _folder(self, vault: Path, where: str) -> Finding:
        access = machines.access(vault)
        if access is Access.UNKNOWN:
            return unseen(
                Part.FOLDER,
                tr("The vault lies{where}; who may read it was not looked at.").format(where=where),
            )
        if access is Access.NOT_OURS:
            return look(
                Part.FOLDER,
                tr("The vault{where} belongs to another user of this system.").format(where=where),
                tr(
                    "Sign in as that user, or have the folder handed over to you by its "
                    "administrator."
                ),
            )
        if access is Access.NOT_WRITABLE:
            return look(
                Part.FOLDER,
                tr("The vault{where} cannot be written.").format(where=where),
                tr("Give its owner the right to write there (chmod u+rwx)."),
            )
        if access is Access.OTHERS:
            return look(
                Part.FOLDER,
                tr("Other users of this system may look into the vault{where}.").format(
                    where=where
                ),
                tr(
                    "All of it is encrypted. Take the right away all the same: chmod go= on that "
                    "folder."
                ),
            )
        return ok(
            Part.FOLDER,
            tr("The vault lies{where}; only its owner may read it.").format(where=where),
        )

    def _key_file(self, vault: Path) -> Finding:
        try:
            files = keyfile.condition(vault)
        except VaultTooNew as error:
            return look(Part.KEY_FILE, str(error), tr("Install the newer version of the app."))
        if not files.main and not files.backup:
            return look(
                Part.KEY_FILE,
                tr(
                    "The vault’s key file and its backup are both missing or damaged: nobody can "
                    "open the vault."
                ),
                tr(
                    "Put back a copy of {name}, from a copy of the vault’s folder or a transfer. "
                    "Change nothing else."
                ).format(name=keyfile.NAME),
            )
        if not files.main or not files.backup:
            bad, good = ("backup", tr("key file")) if files.main else (tr("key file"), "backup")
            return look(
                Part.KEY_FILE,
                tr(
                    "The {bad} of the vault’s keys is missing or damaged; the {good} is whole."
                ).format(bad=bad, good=good),
                tr("Open the vault once: the whole one takes the other’s place."),
            )
        if not files.is_alike:
            return look(
                Part.KEY_FILE,
                tr(
                    "The vault’s key file and its backup differ: a change of passphrase was cut "
                    "off."
                ),
                tr("Open the vault once with the passphrase you use: both are alike then."),
            )
        recovery = (
            tr("base could open the vault, should the passphrase be lost")
            if files.has_recovery
            else tr("nobody could open the vault without the passphrase")
        )
        return ok(
            Part.KEY_FILE,
            tr("The vault’s key file and its backup are whole; {recovery}.").format(
                recovery=recovery
            ),
        )

    def _in_use(self, vault: Path) -> Finding:
        is_held = instance.is_held(vault)
        if is_held is None:
            return unseen(
                Part.IN_USE, tr("Whether the vault is open elsewhere cannot be told here.")
            )
        return ok(
            Part.IN_USE,
            tr("The vault is {state} now.").format(
                state=tr("open in the app") if is_held else tr("closed")
            ),
        )

    def _leftovers(self, vault: Path) -> Finding:
        blobs = BlobStore(vault / BLOBS, "", b"")
        unfinished = blobs.leftovers()
        aside = blobs.set_aside()
        halves = presence.half_made(vault)
        copies = sorted(vault.glob("*.before-*.db"))
        details = [
            f"{words}, {size_words(sum(_size(p) or 0 for p in found))}"
            for found, words in (
                (unfinished, counted(len(unfinished), "unfinished import", "unfinished imports")),
                (aside, counted(len(aside), "damaged file kept aside", "damaged files kept aside")),
                (halves, counted(len(halves), "vault half made", "vaults half made")),
                (
                    copies,
                    counted(
                        len(copies), "copy from before an update", "copies from before updates"
                    ),
                ),
            )
            if found
        ]
        if not details:
            return ok(Part.LEFTOVERS, tr("Nothing is left over from work that was cut off."))
        return ok(
            Part.LEFTOVERS,
            tr(
                "Something is left over from work that was cut off, or kept from before an "
                "update; the app clears what nobody needs when the vault is next opened."
            ),
            details,
        )

    def _database(self, vault: Path) -> Finding:
        size = _size(vault / DATABASE)
        if not size:
            return look(
                Part.DATABASE,
                tr("The vault’s database is missing or empty."),
                tr(
                    "With the app closed, put the whole folder of the vault back from a copy, not "
                    "this file alone. Change nothing else."
                ),
            )
        log = _size(vault / f"{DATABASE}-wal") or 0
        pending = (
            tr(", and {size} not yet written into it").format(size=size_words(log)) if log else ""
        )
        return ok(
            Part.DATABASE,
            tr("The vault’s database has {size}{pending}.").format(
                size=size_words(size), pending=pending
            ),
        )

    def _faults(self) -> Finding:
        found = fault_log.entries(self._logs)
        if not found:
            return ok(Part.FAULTS, tr("No fault of the program was written down."))
        last_ms = int(datetime.fromisoformat(found[-1].when).timestamp() * 1000)
        said = tr("{faults} of the program, the last on ").format(
            faults=counted(len(found), "fault", "faults")
        )
        if abs(self.now_ms() - last_ms) > _RECENT_MS:
            return ok(Part.FAULTS, f"{said}{when_words(last_ms)}.")
        return look(
            Part.FAULTS,
            f"{said}{when_words(last_ms)}.",
            tr("Send a support bundle to whoever helps you: it holds no content."),
        )


def _file_system(vault: Path) -> Finding:
    found = file_systems.file_system_of(vault)
    if not found.kind:
        return unseen(Part.FILE_SYSTEM, tr("The system does not say what the vault’s disk is."))
    beneath = (
        tr(", encrypted by the system too")
        if found.is_encrypted
        else tr("; whether the system encrypts it too cannot be told")
    )
    if found.is_read_only:
        return look(
            Part.FILE_SYSTEM,
            tr("The vault’s disk ({found}) can only be read now.").format(found=found.kind),
            tr(
                "A system does that to a disk that fails, or that was mounted so: copy the "
                "vault’s folder elsewhere before anything else."
            ),
        )
    if found.is_network:
        return look(
            Part.FILE_SYSTEM,
            tr(
                "The vault lies on a network drive ({found}), which may lose what was recorded."
            ).format(found=found.kind),
            tr("Lock the vault and move its folder to this laptop’s own disk."),
        )
    if found.is_fat:
        return look(
            Part.FILE_SYSTEM,
            tr(
                "The vault lies on a {found} disk, as sticks are: a power cut may take files with "
                "it, and everybody may read it."
            ).format(found=found.kind),
            tr("Lock the vault and move its folder to this laptop’s own disk."),
        )
    if found.is_gone_at_shutdown:
        return look(
            Part.FILE_SYSTEM,
            tr(
                "The vault lies in memory ({found}): it is gone when the laptop is switched off."
            ).format(found=found.kind),
            tr("Lock the vault and move its folder to a disk."),
        )
    return ok(
        Part.FILE_SYSTEM,
        tr("The vault’s disk is {found}{beneath}.").format(found=found.kind, beneath=beneath),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return tr("not known")


@cache
def _is_faulty(folder: Path, _digest: str) -> bool:
    """Return whether a checklist has faults; the same bytes are not read through twice."""
    return bool(lint.findings(folder))


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _has_files(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _FONTS
    except OSError:
        return False


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
