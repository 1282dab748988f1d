"""What a user can do with evidence bundles: write one, to whom, and check one.

A bundle holds the evidence files as they are with the report snapshot, as a bag (BagIt 1.0) in one
file, its manifest signed. The libraries are imported where they are needed.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain import spilled
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import Cancelled, EvidenceDamaged, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.domain.wording import counted, when_words
from inspector_app.durable import refusal_elsewhere, whole_file
from inspector_app.reports.facts import Content, Cover, EvidenceFacts, Options
from inspector_app.reports.verifying import Standing
from inspector_app.services.checking import JournalChecks
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.services.reports import CancelCheck, Progress, ReportService, SigningChoice
from inspector_app.services.verifying import trusted
from inspector_app.texts import tr, tr_counted
from inspector_app.version import VERSION

if TYPE_CHECKING:
    from inspector_app.reports.bag_checking import BagVerdict
    from inspector_app.reports.bag_writing import Payload

_PIECE = 1024 * 1024
_RECIPIENTS = "recipient/"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_NOT_SAFE = re.compile(r"[^A-Za-z0-9-]+")
_KEPT = tr("The inspection itself is unharmed.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom bundles are encrypted."""

    name: str
    """An office or a store: ``Base evidence store``."""
    key: str
    """Its public key of age: ``age1…``."""
    replaces_another: bool = field(default=False, compare=False)
    """Whether keeping it took another key's place."""

    def kept_words(self) -> str:
        """Return what is said once it is kept."""
        words = tr("Bundles can be encrypted to {name} from now on.").format(name=self.name)
        if not self.replaces_another:
            return words
        return tr("{words} The key kept before under this name is not kept any more.").format(
            words=words
        )


@dataclass(frozen=True, slots=True)
class BundleChoice:
    """What goes into a bundle."""

    options: Options
    """As of a summary: sections, marking, whether the originals' names are told."""
    numbers: tuple[str, ...] = ()
    """Of evidence items; empty: all that the options take in."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle that was written."""

    path: Path
    sha256: Sha256
    size_bytes: int
    files: int
    marking: str
    left_out: int
    """Evidence items that are not to be exported."""
    not_here: tuple[str, ...]
    """Numbers of items whose file is not on this laptop, or known to be damaged."""
    signer: str
    recipients: tuple[str, ...]
    """By name; empty: it is not encrypted."""


class BundleService:
    """The verbs of evidence bundles."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        reports: ReportService,
        checks: JournalChecks,
        resources: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._reports = reports
        self._checks = checks
        self._templates = resources / "templates"

    # To whom

    def recipients(self) -> tuple[Recipient, ...]:
        """Return those to whom bundles can be encrypted, by name; kept in this vault alone."""
        with self._recording.read() as work:
            found = work.settings.under(_RECIPIENTS)
        return tuple(Recipient(name, str(found[name])) for name in sorted(found))

    def keep_recipient(self, name: str, key: str) -> Recipient:
        """Keep somebody's public key under a name; one kept before under the same is replaced.

        However a name is written, in capitals or not, it is the same.

        Raises:
            RuleViolation: no name.
            BadInput: it is no public key of age.
        """
        from inspector_app.vault.recipients import require_recipient

        kept = Recipient(" ".join(name.split()), key.strip())
        if not kept.name:
            raise RuleViolation(
                tr("Give the recipient a name: an office or a store. Nothing was kept.")
            )
        require_recipient(kept.key)
        with self._recording.begin() as work:
            for name, before in work.settings.under(_RECIPIENTS).items():
                if _is_same(name, kept.name):
                    kept = replace(kept, replaces_another=str(before) != kept.key)
                    work.settings.set(f"{_RECIPIENTS}{name}", None)
            work.settings.set(f"{_RECIPIENTS}{kept.name}", kept.key)
            work.commit()
        return kept

    def forget_recipient(self, name: str) -> None:
        """Keep somebody's key no longer; what was encrypted to them stays so.

        Raises:
            NotFound: there is none of this name.
        """
        with self._recording.begin() as work:
            known = [each for each in work.settings.under(_RECIPIENTS) if _is_same(each, name)]
            if not known:
                raise NotFound(
                    tr("This vault has no recipient “{name}”. Nothing was forgotten.").format(
                        name=name
                    )
                )
            for each in known:
                work.settings.set(f"{_RECIPIENTS}{each}", None)
            work.commit()

    def recipient(self, name: str) -> Recipient:
        """Return the recipient of this name.

        Raises:
            NotFound: there is none.
        """
        for each in self.recipients():
            if _is_same(each.name, name):
                return each
        raise NotFound(
            tr(
                "This vault has no recipient “{name}”: keep their public key under that name first."
            ).format(name=name)
        )

    # Writing

    def suggested_name(self, inspection: InspectionId, choice: BundleChoice) -> str:
        """Return what a bundle is called: the marking first, so that any list shows it."""
        cover = self._reports.content(inspection, choice.options).record.cover
        words = f"{cover.marking} {cover.force} evidence"
        return " ".join(_NOT_SAFE.sub(" ", words).split()) + ".zip"

    def write(
        self,
        inspection: InspectionId,
        target: Path,
        choice: BundleChoice,
        signing: SigningChoice,
        recipients: Sequence[Recipient] = (),
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Bundled:
        """Write a signed bundle to ``target``, encrypted if there are recipients.

        Args:
            inspection: whose.
            target: replaced in one step when it exists; until all is written nothing is there.
            choice: what goes into it; what is not to be exported never does.
            signing: with what; its PIN or passphrase is used once and kept nowhere.
            recipients: who can open it; nothing of it then lies on a disk as it is.
            progress: bytes written of the files, and in all.
            cancelled: asked between pieces; nothing is left when it says so.

        Raises:
            NotFound: a number that no item has that may be exported.
            RuleViolation: something marked SECRET or above stands; nothing was written.
            JournalDamaged: something recorded is not what its device signed; nothing was written.
            EvidenceDamaged: a file is not what was put in; nothing was written.
            WrongPassphrase: the PIN or the file's passphrase is another one.
            SigningFailed: the identity cannot sign.
            DeviceFull: the disk is full; no half file is left.
            Cancelled: ``cancelled`` said so.
        """
        from inspector_app.reports.bag_writing import bag
        from inspector_app.reports.detached import signed
        from inspector_app.reports.identity import opened
        from inspector_app.reports.snapshot import snapshot
        from inspector_app.vault.recipients import write_encrypted

        if choice.options.detail is not DetailLevel.FULL:
            raise RuleViolation(
                tr(
                    "A bundle holds evidence, and only full detail lists it. Nothing was written; "
                    "choose sections or items instead."
                )
            )
        spilled.require_none(self._inspections.standing(inspection))
        self._checks.require_genuine(inspection, cancelled)
        printed = self._reports.content(inspection, choice.options)
        now = self._recording.now()
        cover = printed.record.cover
        items, not_here = self._chosen(inspection, printed, choice.numbers)
        tell = _Telling(sum(item.size_bytes for item in items), progress, cancelled)
        made_at_ms = int(now.timestamp() * 1000)
        files = list(self._evidence_files(inspection, items, tell))
        names = [each.name for each in files]
        payload = [
            *files,
            _whole("evidence.csv", _table(items, names, cover)),
            _whole("snapshot.json", snapshot(printed, made_at_ms, stands_alone=True)),
            *self._working_copies(inspection, printed, made_at_ms, tell),
        ]
        info = _info(printed, not_here, now.date().isoformat())
        with opened(self._reports.identity(signing), at=now) as signer:
            parts = bag(
                _NOT_SAFE.sub("-", f"evidence-{inspection[:12]}"),
                payload,
                info,
                lambda content: signed(content, signer, now),
            )
            hashed, size = hashlib.sha256(), 0
            try:
                with whole_file(target) as file:
                    if recipients:
                        write_encrypted(parts, file, [each.key for each in recipients])
                    else:
                        for part in parts:
                            file.write(part)
                    size = file.tell()
                    file.seek(0)
                    while part := file.read(_PIECE):
                        hashed.update(part)
            except OSError as error:
                raise refusal_elsewhere(
                    error, tr("No bundle was written. {kept}").format(kept=_KEPT)
                ) from error
            name = signer.facts.name
        return Bundled(
            path=target,
            sha256=Sha256(hashed.hexdigest()),
            size_bytes=size,
            files=len(payload),
            marking=cover.marking,
            left_out=cover.left_out.evidence,
            not_here=not_here,
            signer=name,
            recipients=tuple(each.name for each in recipients),
        )

    # How

    def _chosen(
        self, inspection: InspectionId, printed: Content, numbers: Iterable[str]
    ) -> tuple[list[EvidenceFacts], tuple[str, ...]]:
        """Return the items whose files go along, and the numbers of those that are not here."""
        items = list(printed.record.evidence)
        wanted = {number.strip().casefold() for number in numbers}
        if unknown := wanted - {item.number.casefold() for item in items}:
            raise NotFound(
                tr(
                    "There is no evidence item {unknown} here that may be exported. Nothing was "
                    "written."
                ).format(unknown=", ".join(sorted(unknown)).upper())
            )
        if wanted:
            items = [item for item in items if item.number.casefold() in wanted]
        here = [item for item in items if self._evidence.is_here(inspection, Sha256(item.sha256))]
        known = {item.number for item in here}
        return here, tuple(item.number for item in items if item.number not in known)

    def _evidence_files(
        self, inspection: InspectionId, items: Iterable[EvidenceFacts], tell: "_Telling"
    ) -> Iterator["Payload"]:
        from inspector_app.reports.bag_writing import Payload

        standing = self._inspections.standing(inspection)
        kept = {each.file.number: each.file.name for each in standing.evidence()}
        for item in items:
            name = safe_name(item.number, kept.get(item.number, ""))
            called = tr("evidence item {item}").format(item=item.number)
            parts = partial(self._parts, inspection, Sha256(item.sha256), item.number, tell)
            yield Payload(f"evidence/{name}", called, item.size_bytes, parts, item.sha256)

    def _parts(
        self, inspection: InspectionId, sha256: Sha256, called: str, tell: "_Telling"
    ) -> Iterator[bytes]:
        try:
            with self._evidence.opened(inspection, sha256) as file:
                while part := file.read(_PIECE):
                    tell(len(part))
                    yield part
        except EvidenceDamaged as error:
            raise EvidenceDamaged(
                tr("{called}: {error} No bundle was written.").format(called=called, error=error)
            ) from error

    def _working_copies(
        self, inspection: InspectionId, printed: Content, made_at_ms: int, tell: "_Telling"
    ) -> Iterator["Payload"]:
        """Yield the page of HTML and the sheets of CSV that say the same as the snapshot."""
        from inspector_app.reports.html_form import write_html
        from inspector_app.reports.outlining import outlined
        from inspector_app.reports.pictures import Pictures
        from inspector_app.reports.sheet_rows import book_of
        from inspector_app.sheets.csv_form import csv_files

        page = io.BytesIO()
        pictures = Pictures(partial(self._evidence.thumbnail, inspection))
        write_html(
            outlined(printed, made_at_ms), pictures, self._templates, page, step=tell.require_wanted
        )
        yield _whole("working-copy.html", page.getvalue())
        for name, content in csv_files(book_of(printed, made_at_ms)):
            yield _whole(f"csv/{_NOT_SAFE.sub('-', name.removesuffix('.csv'))}.csv", content)


def check_bundle(
    path: Path,
    authorities: Sequence[Path] = (),
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> "BagVerdict":
    """Return whether a bundle is whole, unchanged and signed, without a vault.

    Args:
        path: the file, or the folder it was unpacked to; it is only read.
        authorities: files with the certificates of authorities that are trusted. With one, a
            bundle is genuine only if such an authority vouches for whoever signed it.
        progress: bytes read, and in all.
        cancelled: asked between pieces.

    Raises:
        BadInput: it is no bundle, is encrypted, or a certificate cannot be read.
        NotFound: there is no such file or folder.
        Cancelled: ``cancelled`` said so.
    """
    from inspector_app.reports.bag_checking import checked

    if not path.exists():
        raise NotFound(tr("There is no file or folder {path}.").format(path=path))
    return checked(path, trusted(authorities), progress, cancelled)


def told_of_bundle(
    path: Path,
    authorities: Sequence[Path] = (),
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> tuple[bool, tuple[str, ...]]:
    """Return whether a bundle is genuine, and what is to be said of it.

    Args and Raises: as of :func:`check_bundle`.
    """
    verdict = check_bundle(path, authorities, progress, cancelled)
    return verdict.is_genuine, verdict_words(verdict, path.name)


def verdict_words(verdict: "BagVerdict", name: str) -> tuple[str, ...]:
    """Return what is to be said of a bundle, the most important first."""
    words = [
        tr("{name} is genuine.").format(name=name)
        if verdict.is_genuine
        else tr("{name} is NOT genuine.").format(name=name)
    ]
    words += verdict.problems
    if verdict.signer:
        when = verdict.signed_at
        told = (
            tr(", {when} by that laptop’s clock").format(
                when=when_words(int(when.timestamp() * 1000))
            )
            if when
            else ""
        )
        words.append(tr("Signed by {signer}{told}.").format(signer=verdict.signer, told=told))
    if verdict.standing is Standing.SELF_ISSUED:
        words.append(
            tr(
                "That certificate is self-issued: it proves that nothing was changed since, not "
                "who signed."
            )
        )
    elif verdict.standing is Standing.UNKNOWN_ISSUER:
        words.append(tr("Whether who issued that certificate can be trusted is not known here."))
    words.append(
        tr_counted(verdict.size_bytes, "{files}, {number} bytes.").format(
            files=counted(verdict.files, "file", "files"), number=verdict.size_bytes
        )
    )
    shown = ("Marking", "External-Description", "Not-To-Be-Exported", "Files-Not-At-Hand")
    if verdict.is_genuine:
        words += [
            f"{label.replace('-', ' ')}: {verdict.info[label]}"
            for label in shown
            if label in verdict.info
        ]
    return tuple(words)


def _is_same(name: str, other: str) -> bool:
    """Return whether two names are of one recipient."""
    return name.casefold() == " ".join(other.split()).casefold()


def safe_name(number: str, original: str) -> str:
    """Return what a file is called in a bundle: its number, and the ending of the original.

    ``JS/12`` of ``IMG 4 (Smith).JPG`` is ``JS-12.jpg``: nothing else of a name goes along.
    """
    suffix = Path(original).suffix
    ending = suffix.lower() if _SUFFIX.fullmatch(suffix) else ""
    return f"{_NOT_SAFE.sub('-', number)}{ending}"


class _Telling:
    """Tells how many bytes are written, and stops when that is wanted."""

    def __init__(
        self, total: int, progress: Progress | None, cancelled: CancelCheck | None
    ) -> None:
        self._done, self._total = 0, total
        self._progress, self._cancelled = progress, cancelled

    def __call__(self, more: int) -> None:
        """Count what is about to be written.

        Raises:
            Cancelled: it is no longer wanted.
        """
        self.require_wanted()
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._total)

    def require_wanted(self) -> None:
        """Let the work go on.

        Raises:
            Cancelled: it is no longer wanted.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(tr("Stopped as you asked; no bundle was written."))


def _whole(name: str, content: bytes) -> "Payload":
    from inspector_app.reports.bag_writing import Payload

    return Payload(name, name, len(content), lambda: iter((content,)))


def _table(items: Sequence[EvidenceFacts], names: Sequence[str], cover: Cover) -> bytes:
    """Return the table that says which file is which; original names only where they are told."""
    from inspector_app.sheets.csv_form import guarded

    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    titles = ["Number", "File", "SHA-256", "Bytes", "Kind", "Caption", "Marking"]
    with_names = any(item.name for item in items)
    writer.writerow([*titles, *(["Original name"] if with_names else [])])
    for item, name in zip(items, names, strict=True):
        cells = [item.number, name, item.sha256, str(item.size_bytes), item.media_type]
        cells += [item.caption, item.marking or cover.marking]
        cells += [item.name] if with_names else []
        writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _info(printed: Content, not_here: Sequence[str], day: str) -> dict[str, str]:
    cover = printed.record.cover
    return {
        "Bag-Software-Agent": f"SPR Inspector {VERSION}",
        "Bagging-Date": day,
        "External-Identifier": printed.record.inspection,
        "External-Description": f"Evidence of the inspection of {cover.force}, {cover.fieldwork}",
        "Marking": cover.marking,
        "Not-To-Be-Exported": counted(cover.left_out.evidence, "evidence item", "evidence items")
        + " left out",
        "Files-Not-At-Hand": ", ".join(not_here) or "none",
    }
