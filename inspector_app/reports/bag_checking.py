"""Checks an evidence bundle, in a folder or in its ZIP file, and names whatever is wrong in it.

Nothing is unpacked, run or shown: files are only read, piece by piece. It is stricter than BagIt:
beside the payload only what this app writes may be there, and the signature must be.
"""

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.reports import bag_form as form
from inspector_app.reports.hostile_zip import UNREADABLE
from inspector_app.reports.verifying import Standing
from inspector_app.texts import tr

_PIECE = 1024 * 1024
_LARGEST_TAG_FILE = 64 * 1024 * 1024
_MOST_FILES = 200_000
_AGE = b"age-encryption.org/v1"
_LENGTHS_AT = 26
"""Of a name and of what follows it, in the 30 bytes of a local header."""
_HAS_DESCRIPTOR = 0x08
_NO_GAP = (0,)
_DESCRIPTORS = (12, 16, 20, 24)
"""Bytes behind a file's own that may tell its digest and lengths; with a mark or for large ones."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BagVerdict:
    """What is to be said of a bundle; every sentence is fit to show."""

    is_genuine: bool
    problems: tuple[str, ...]
    """One sentence each, with the file's name; empty for a genuine one."""
    files: int
    size_bytes: int
    info: dict[str, str]
    """What ``bag-info.txt`` says; worth something only when the bundle is genuine."""
    signer: str = ""
    """As the certificate has it; empty: no valid signature."""
    standing: Standing | None = None
    signed_at: datetime | None = None
    """Aware; what the signer's clock said."""
    certificate_sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as JSON values."""
        return {
            "genuine": self.is_genuine,
            "problems": list(self.problems),
            "files": self.files,
            "size_bytes": self.size_bytes,
            "info": self.info,
            "signer": self.signer,
            "standing": self.standing.value if self.standing else None,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "certificate_sha256": self.certificate_sha256,
        }


class _Bag(Protocol):
    """Where a bundle lies."""

    names: dict[str, int]
    """Every file of it with its size."""
    strange: list[str]
    """Sentences about what is no plain file."""

    def open(self, name: str) -> BinaryIO: ...


def checked(
    path: Path,
    trusted: Sequence[bytes] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BagVerdict:
    """Return whether a bundle is whole, unchanged and signed, and by whom.

    Args:
        path: the folder, or the ZIP file; it is only read.
        trusted: DER certificates of authorities or signers.
        progress: bytes read, and in all.
        cancelled: asked between pieces.

    Raises:
        BadInput: it is no bundle at all, or is encrypted.
        Cancelled: ``cancelled`` said so.
    """
    with _opened(path) as bag:
        return _Check(bag, path.name, trusted, progress, cancelled).verdict()


@dataclass
class _Check:
    bag: _Bag
    name: str
    trusted: Sequence[bytes]
    progress: Progress | None
    cancelled: Callable[[], bool] | None
    problems: list[str] = field(default_factory=list)
    done: int = 0

    def verdict(self) -> BagVerdict:
        names = self.bag.names
        if form.DECLARATION not in names:
            raise BadInput(
                tr("{name} is not an evidence bundle: it has no {declaration}.").format(
                    name=self.name, declaration=form.DECLARATION
                )
            )
        self.problems += self.bag.strange
        payload = {name for name in names if name.startswith(form.PAYLOAD)}
        for name in sorted(names.keys() - payload - form.TAG_FILES):
            self._tell(name, tr("does not belong to the bundle"))
        for name in sorted(name for name in payload if not form.is_safe(name)):
            self._tell(name, tr("has a name that no bundle gives"))
        if self._content(form.DECLARATION) != form.DECLARED:
            self._tell(form.DECLARATION, tr("does not say that this is BagIt 1.0 in UTF-8"))
        tags = set(form.TAG_FILES) - {form.SIGNATURE}
        tags -= {form.tag_manifest(each) for each in form.ALGORITHMS}
        covered = {each: self._manifest(form.tag_manifest(each)) for each in form.ALGORITHMS}
        self._compare(tags, covered)
        listed = {each: self._manifest(form.manifest(each)) for each in form.ALGORITHMS}
        self._compare(payload, listed)
        info = form.read_info(self._content(form.INFO) or b"")
        size = sum(names[name] for name in payload)
        if info.get(form.OXUM) != f"{size}.{len(payload)}":
            self._tell(form.INFO, tr("tells another number of files or bytes than there are"))
        signer = self._signer()
        is_known = signer and signer.standing in (Standing.KNOWN_HERE, Standing.KNOWN_ISSUER)
        if signer and self.trusted and not is_known:
            words = tr("was made by {facts}, for whom no authority you trust vouches").format(
                facts=signer.facts.name
            )
            self._tell(form.SIGNATURE, words)
        facts = signer.facts if signer else None
        return BagVerdict(
            not self.problems,
            tuple(dict.fromkeys(self.problems)),
            len(payload),
            size,
            info,
            facts.name if facts else "",
            signer.standing if signer else None,
            signer.signed_at if signer else None,
            facts.sha256 if facts else "",
        )

    def _tell(self, name: str, words: str) -> None:
        self.problems.append(f"{name} {words}.")

    def _signer(self) -> Any:
        from inspector_app.reports.detached import who_signed  # slow to import

        if form.SIGNATURE not in self.bag.names:
            self._tell(form.SIGNATURE, tr("is missing: nobody signed the bundle"))
            return None
        signature = self._content(form.SIGNATURE)
        signed = self._content(form.SIGNED_MANIFEST)
        if signature is None or signed is None:
            self._tell(form.SIGNATURE, tr("cannot be checked: it or what it signs cannot be read"))
            return None
        try:
            return who_signed(signed, signature, self.trusted)
        except BadInput as error:
            words = tr("{error}: whoever changed {signed_manifest} was not the signer").format(
                error=error, signed_manifest=form.SIGNED_MANIFEST
            )
            self._tell(form.SIGNATURE, words)
            return None

    def _manifest(self, name: str) -> dict[str, str] | None:
        """Return the digests by name; None, which is told, where there is nothing to go by."""
        if name not in self.bag.names:
            self._tell(name, tr("is missing"))
            return None
        if (content := self._content(name)) is not None:
            with suppress(ValueError, UnicodeDecodeError):
                return form.read_manifest(content)
        self._tell(name, tr("cannot be read as a list of files and their digests"))
        return None

    def _compare(self, there: set[str], manifests: dict[str, dict[str, str] | None]) -> None:
        """Hold files against what the manifests say of them, as far as there are any."""
        listed = {name: each for name, each in manifests.items() if each is not None}
        named = {name for digests in listed.values() for name in digests}
        for name in sorted(named - self.bag.names.keys()):
            self._tell(name, tr("is missing"))
        if listed:
            for name in sorted((there & self.bag.names.keys()) - named):
                self._tell(name, tr("was added: no manifest names it"))
        for name in sorted(there - self.bag.names.keys() - named):
            self._tell(name, tr("is missing"))
        for name in sorted(named & self.bag.names.keys()):
            digests = self._digests(name)
            for algorithm, each in listed.items():
                if name not in each:
                    self._tell(
                        name,
                        tr("is not in the {algorithm} manifest").format(
                            algorithm=algorithm.upper()
                        ),
                    )
                elif digests is None:
                    self._tell(name, tr("cannot be read"))
                elif each[name] != digests[algorithm]:
                    self._tell(name, tr("was changed"))

    def _digests(self, name: str) -> dict[str, str] | None:
        hashes = {algorithm: hashlib.new(algorithm) for algorithm in form.ALGORITHMS}
        try:
            with self.bag.open(name) as file:
                while part := file.read(_PIECE):
                    if self.cancelled is not None and self.cancelled():
                        raise Cancelled(tr("Stopped as you asked; the bundle was only read."))
                    for hashed in hashes.values():
                        hashed.update(part)
                    self.done += len(part)
                    if self.progress is not None:
                        self.progress(self.done, max(self.done, sum(self.bag.names.values())))
        except (*UNREADABLE, OSError):
            return None
        return {algorithm: hashed.hexdigest() for algorithm, hashed in hashes.items()}

    def _content(self, name: str) -> bytes | None:
        """Return a small file whole; None: it is not there, not readable or not small."""
        if self.bag.names.get(name, _LARGEST_TAG_FILE) >= _LARGEST_TAG_FILE:
            return None
        try:
            with self.bag.open(name) as file:
                return file.read(_LARGEST_TAG_FILE)
        except (*UNREADABLE, OSError):
            return None


@contextmanager
def _opened(path: Path) -> Iterator[_Bag]:
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with path.open("rb") as file:
            if file.read(len(_AGE)) == _AGE:
                raise BadInput(
                    tr(
                        "{path} is encrypted: whoever it was encrypted to opens it first, with "
                        "“age --decrypt --identity KEY --output bundle.zip {path}”."
                    ).format(path=path.name)
                )
            file.seek(0)
            try:
                with zipfile.ZipFile(file) as packed:
                    yield _Packed(packed, path.name)
            except (*UNREADABLE, ValueError) as error:
                raise BadInput(
                    tr("{path} is not an evidence bundle, or is a damaged one.").format(
                        path=path.name
                    )
                ) from error
    except OSError as error:
        raise BadInput(
            tr("{path} cannot be read ({strerror}).").format(
                path=path.name, strerror=error.strerror
            )
        ) from error


class _Folder:
    """A bundle that was unpacked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: dict[str, int] = {}
        self.strange: list[str] = []

        def not_listed(error: OSError) -> None:
            where = Path(error.filename).relative_to(folder).as_posix()
            self.strange.append(
                tr("{name} cannot be listed: what is in it was not checked.").format(name=where)
            )

        for above, folders, files in os.walk(folder, onerror=not_listed, followlinks=False):
            for each in (*files, *(name for name in folders if (Path(above) / name).is_symlink())):
                place = Path(above) / each
                name = place.relative_to(folder).as_posix()
                status = place.lstat()
                if stat.S_ISREG(status.st_mode):
                    self.names[name] = status.st_size
                else:
                    self.strange.append(tr("{name} is a link or no plain file.").format(name=name))
                if len(self.names) + len(self.strange) > _MOST_FILES:
                    raise BadInput(
                        tr("{folder} holds more files than any bundle.").format(folder=folder.name)
                    )

    def open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("rb")


class _Packed:
    """A bundle in its ZIP file."""

    def __init__(self, packed: zipfile.ZipFile, called: str) -> None:
        self._packed = packed
        self.names: dict[str, int] = {}
        self.strange: list[str] = []
        self._entries: dict[str, zipfile.ZipInfo] = {}
        entries = [each for each in packed.infolist() if not each.filename.endswith("/")]
        if len(entries) > _MOST_FILES:
            raise BadInput(tr("{called} holds more files than any bundle.").format(called=called))
        tops = {each.filename.partition("/")[0] for each in entries}
        if len(tops) != 1:
            raise BadInput(
                tr("{called} is not an evidence bundle: it does not hold one folder alone.").format(
                    called=called
                )
            )
        for each in entries:
            name = each.filename.partition("/")[2]
            if name in self.names:
                self.strange.append(tr("{name} stands there twice.").format(name=name))
            self.names[name] = each.file_size
            self._entries[name] = each
        if not _is_without_gaps(packed):
            self.strange.append(
                tr(
                    "{called} holds bytes that belong to none of its files: some programs would "
                    "unpack others than were checked."
                ).format(called=called)
            )

    def open(self, name: str) -> BinaryIO:
        return cast("BinaryIO", self._packed.open(self._entries[name]))


def _is_without_gaps(packed: zipfile.ZipFile) -> bool:
    """Tell whether what the directory names lies there from the first byte on and nothing else.

    Source: APPNOTE.TXT, 4.3: local headers, data, data descriptors, then the directory.
    """
    file = cast("BinaryIO", packed.fp)
    at = 0
    gaps: tuple[int, ...] = _NO_GAP
    for each in sorted(packed.infolist(), key=lambda entry: entry.header_offset):
        if each.header_offset - at not in gaps:
            return False
        file.seek(each.header_offset + _LENGTHS_AT)
        lengths = file.read(4)
        named, more = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        at = each.header_offset + _LENGTHS_AT + 4 + named + more + each.compress_size
        gaps = _DESCRIPTORS if each.flag_bits & _HAS_DESCRIPTOR else _NO_GAP
    return packed.start_dir - at in gaps
