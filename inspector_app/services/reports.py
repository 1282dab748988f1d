"""What a user can do with reports: see what would be printed, sign it, verify a file.

The PDF libraries are imported where they are needed: together they cost a second.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inspector_app.domain import spilled
from inspector_app.domain.changes.bodies import (
    Subject,
    SummaryCountersigned,
    SummaryRaised,
    SummarySigned,
    subject,
)
from inspector_app.domain.changes.fold import FOLD_VERSION
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import (
    BadInput,
    Cancelled,
    DeviceFull,
    RuleViolation,
    VaultError,
)
from inspector_app.domain.held import Held
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId, Sha256
from inspector_app.domain.wording import counted, listed
from inspector_app.reports.content import content, content_sha256
from inspector_app.reports.facts import Content, Form, Options, Record
from inspector_app.services.checking import JournalChecks
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.identities import (
    BASE_ISSUED,
    authority_of,
    kept_self_issued,
    opened_own,
    require_pin,
)
from inspector_app.services.inspections import InspectionService
from inspector_app.services.raising import Raised, raise_alone
from inspector_app.services.recording import Recording
from inspector_app.services.unlisted import telling_unlisted
from inspector_app.services.verifying import Verified, trusted
from inspector_app.storage.identities import StoredIdentity
from inspector_app.texts import edition, tr
from inspector_app.vault.derivation import Cost
from inspector_app.version import VERSION

if TYPE_CHECKING:
    from inspector_app.reports.appearance import Typeface
    from inspector_app.reports.identity import Identity
    from inspector_app.reports.verifying import Verdict

_LAID_PERCENT, _PREPARED_PERCENT = 80, 90
"""Of the time that an export takes, at whose end: measured with 500 sections and 1,000 photos."""

_KEPT = tr("The inspection itself is unharmed.")

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Sign with an identity that this vault keeps."""

    id: str
    pin: str


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Sign with a PKCS#12 file."""

    path: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """Sign with a card behind a PKCS#11 module."""

    module: Path
    pin: str
    token: str | None = None
    certificate: str | None = None


SigningChoice = OwnIdentity | FileIdentity | CardIdentity


@dataclass(frozen=True, slots=True)
class Exported:
    """A signed summary that was written."""

    path: Path
    sha256: Sha256
    size_bytes: int
    pages: int
    signer: str
    signer_kind: str
    content_sha256: Sha256
    remarks: tuple[str, ...]
    """What could not be printed as it is, in sentences."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is still to be known of a summary when it is ready to sign."""

    content_sha256: Sha256
    heads: dict[ChainId, ChangeId]
    pages: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A countersigned summary that was written.

    ``is_noted`` says whether the inspection that it is of was at hand, so that it is listed there.
    """

    path: Path
    sha256: str
    size_bytes: int
    pages: int
    signer: str
    signer_kind: str
    is_noted: bool


@dataclass(frozen=True, slots=True)
class SinceSigned:
    """How the inspection stands to its last signed summary."""

    signed: Held[SummarySigned]
    is_choice: bool
    """Whether that summary is of less than everything, so that it says nothing of the rest."""
    has_changed: bool | None
    """Whether a summary made now would print other content; None: that was in another language, so
    that all of its words differ."""


class ReportService:
    """The verbs of reporting."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        checks: JournalChecks,
        resources: Path,
        pin_cost: Cost | None = None,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._checks = checks
        self._fonts = resources / "fonts"
        self._pin_cost = pin_cost

    # Identities

    def identities(self) -> tuple[StoredIdentity, ...]:
        """Return the signing identities that this vault keeps."""
        with self._recording.read() as work:
            return work.identities.all()

    def make_identity(self, name: str, pin: str) -> StoredIdentity:
        """Make a self-issued identity, wrapped by ``pin``, and return it.

        It proves that a file was not altered since; it does not prove who signed.

        Raises:
            RuleViolation: the PIN is too short or the name is missing.
        """
        from inspector_app.reports.identity import self_issued

        require_pin(pin)
        if not name.strip():
            raise RuleViolation(
                tr("Give the name that the signature is to show. Nothing was made.")
            )
        made = self_issued(name.strip(), issued_at=self._recording.now())
        person, cost = self._recording.actor.person, self._pin_cost
        identity = kept_self_issued(made, person, name.strip(), pin, cost)
        with self._recording.begin() as work:
            work.identities.keep(identity)
            work.commit()
        return identity

    def remove_identity(self, id_: str) -> None:
        """Destroy an identity; what was signed with it stays verifiable."""
        with self._recording.begin() as work:
            work.identities.remove(id_)
            work.commit()

    # Printing

    def content(self, inspection: InspectionId, options: Options | None = None) -> Content:
        """Return what a summary made now would print.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        standing, heads = self._inspections.standing_with_heads(inspection)
        return content(
            standing, heads, options or Options(), fold_version=FOLD_VERSION, app_version=VERSION
        )

    def export(
        self,
        inspection: InspectionId,
        target: Path,
        signing: SigningChoice,
        options: Options | None = None,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Exported:
        """Write the summary to ``target`` as a signed PDF and record that it was signed.

        Args:
            inspection: whose.
            target: replaced in one step when it exists.
            signing: with what; its PIN or passphrase is used once and kept nowhere.
            options: what is printed.
            progress: how far it is: setting the pages, attaching and tagging, signing.
            cancelled: asked again and again until the file gets its name; nothing is left when
                it says so.

        Raises:
            RuleViolation: something marked SECRET or above stands; nothing was written.
            JournalDamaged: something recorded is not what its device signed; nothing was written.
            WrongPassphrase: the PIN or the file's passphrase is another one.
            SigningFailed: the identity cannot sign.
            DeviceFull: the disk is full; no half file is left. A whole one is, when only the
                vault had no room to note it; the sentence says so.
            Cancelled: ``cancelled`` said so.
        """
        from inspector_app.reports.identity import opened
        from inspector_app.reports.report_file import unseen_file
        from inspector_app.reports.signing import sign

        if options is not None and options.form is Form.INTERIM_SUMMARY:
            raise RuleViolation(tr("An interim summary is provisional and is never signed."))
        spilled.require_none(self._inspections.standing(inspection))
        self._checks.require_genuine(inspection, cancelled)
        chosen = options or Options()
        now = self._recording.now()
        identity = self.identity(signing)
        with ExitStack() as closing:
            signer = closing.enter_context(opened(identity, at=now))
            unsigned = closing.enter_context(unseen_file(target, _KEPT))
            made = self._prepare(inspection, target, unsigned, chosen, now, progress, cancelled)
            if progress is not None:
                progress(_PREPARED_PERCENT, 100)
            if cancelled is not None and cancelled():
                raise Cancelled(tr("The export was stopped; nothing was written."))
            closing.enter_context(telling_unlisted())
            signed = sign(
                unsigned,
                target,
                signer,
                capacity="Inspector",
                typeface=self._typeface(),
                signed_at=now,
                cancelled=cancelled,
            )
        if progress is not None:
            progress(100, 100)
        body = SummarySigned(
            file_sha256=Sha256(signed.sha256),
            size_bytes=signed.size_bytes,
            content_sha256=made.content_sha256,
            heads=made.heads,
            signer=signed.signer_name,
            certificate_sha256=Sha256(signed.certificate_sha256),
            signer_kind=signed.kind.value,
            form=chosen.form.value,
            marking=chosen.marking,
            accounts=chosen.accounts,
            thumbnails=chosen.thumbnails,
            file_names=chosen.file_names,
            up_to=chosen.up_to,
            sections=chosen.sections,
            detail=chosen.detail,
            language=edition(),
        )
        about = subject(Subject.SUMMARY, secrets.token_hex(16))
        try:
            with self._recording.begin() as work:
                self._recording.write(work, inspection, about, body)
                work.commit()
        except (DeviceFull, VaultError) as error:
            raise type(error)(
                tr(
                    "{target} was written, signed and is genuine, but the inspection does not "
                    "know of it: {error} Then export once more, so that it is listed."
                ).format(target=target.name, error=error)
            ) from error
        return Exported(
            path=target,
            sha256=Sha256(signed.sha256),
            size_bytes=signed.size_bytes,
            pages=made.pages,
            signer=signed.signer_name,
            signer_kind=signed.kind.value,
            content_sha256=made.content_sha256,
            remarks=made.remarks,
        )

    def _prepare(
        self,
        inspection: InspectionId,
        target: Path,
        file: BinaryIO,
        chosen: Options,
        now: datetime,
        progress: Progress | None,
        cancelled: CancelCheck | None,
    ) -> _Prepared:
        """Write the summary to ``file``, ready to be signed.

        What was printed is let go with the return: of a large inspection it weighs hundreds of
        megabytes, and reading the signed file back needs room of its own.
        """
        from inspector_app.reports.report_file import unseen_file
        from inspector_app.reports.unsigned import unsigned

        printed = self.content(inspection, chosen)

        def thumbnail(sha256: Sha256) -> bytes | None:
            return self._evidence.thumbnail(inspection, sha256)

        with unseen_file(target, _KEPT) as pages:
            laid = unsigned(
                printed,
                thumbnail,
                self._fonts,
                pages,
                file,
                made_at=now,
                progress=_share(progress, _LAID_PERCENT),
                cancelled=cancelled,
            )
        return _Prepared(
            content_sha256=content_sha256(printed),
            heads={ChainId(chain): ChangeId(head) for chain, head in printed.heads},
            pages=laid.pages,
            remarks=(*_unsettled(printed.record), *laid.remarks),
        )

    def countersign(self, signed: Path, target: Path, signing: SigningChoice) -> Countersigned:
        """Write a signed summary with the lead's signature beside the inspector's.

        The inspection need not be in this vault: what is countersigned is the file. Where it is,
        the countersigning is recorded in it.

        Args:
            signed: a genuine summary that nobody has countersigned; it is only read.
            target: replaced in one step when it exists.
            signing: with what; its PIN or passphrase is used once and kept nowhere.

        Raises:
            BadInput: ``signed`` cannot be opened.
            WrongPassphrase: the PIN or the file's passphrase is another one.
            RuleViolation: ``target`` is ``signed``.
            SigningFailed: it is not a genuine summary, is countersigned already, or was signed with
                this very identity.
            DeviceFull: the disk is full; no half file is left.
        """
        from inspector_app.reports.identity import opened
        from inspector_app.reports.signing import countersign, page_count
        from inspector_app.reports.verifying import verify

        if target.exists() and signed.exists() and target.samefile(signed):
            raise RuleViolation(
                tr(
                    "The countersigned summary goes into a file of its own, so that the signed one "
                    "stays as it is. Nothing was written; choose another name."
                )
            )
        verdict = verify(signed)
        now = self._recording.now()
        try:
            file = signed.open("rb")
        except OSError as error:
            raise BadInput(
                tr(
                    "The file {signed} cannot be opened ({why}). Nothing was written; choose "
                    "another file."
                ).format(signed=signed.name, why=error.strerror or tr("unknown error"))
            ) from error
        with file, opened(self.identity(signing), at=now) as signer, telling_unlisted():
            made = countersign(
                file,
                target,
                signer,
                verdict=verdict,
                capacity="Lead inspector",
                typeface=self._typeface(),
                signed_at=now,
            )
        is_noted = self._note(
            _inspection_of(verdict),
            SummaryCountersigned(
                of_sha256=Sha256(verdict.sha256),
                file_sha256=Sha256(made.sha256),
                size_bytes=made.size_bytes,
                signer=made.signer_name,
                certificate_sha256=Sha256(made.certificate_sha256),
                signer_kind=made.kind.value,
            ),
            target,
        )
        return Countersigned(
            path=target,
            sha256=made.sha256,
            size_bytes=made.size_bytes,
            pages=page_count(target),
            signer=made.signer_name,
            signer_kind=made.kind.value,
            is_noted=is_noted,
        )

    def raise_(
        self,
        signed: Path,
        target: Path,
        tsa: str,
        authorities: Sequence[Path] = (),
        revocation: Sequence[Path] = (),
    ) -> Raised:
        """Write a signed summary with timestamps and validation data; see ``raising.raise_alone``.

        Where the inspection is in this vault, the raising is recorded in it.
        """
        with telling_unlisted():
            made = raise_alone(signed, target, tsa, authorities, revocation)
        newest = made.verdict.timestamps[-1]
        is_noted = self._note(
            _inspection_of(made.before),
            SummaryRaised(
                of_sha256=Sha256(made.before.sha256),
                file_sha256=Sha256(made.sha256),
                size_bytes=made.size_bytes,
                level=str(made.verdict.level),
                authority=newest.authority,
                confirmed_at_ms=int(newest.at.timestamp() * 1000),
            ),
            target,
        )
        return replace(made, is_noted=is_noted)

    def _note(
        self, inspection: InspectionId, body: SummaryCountersigned | SummaryRaised, written: Path
    ) -> bool:
        """Record what was made of a summary; return whether its inspection is here at all."""
        try:
            with self._recording.begin() as work:
                if inspection not in work.journal.inspections():
                    return False
                about = subject(Subject.SUMMARY_FILE, secrets.token_hex(16))
                self._recording.write(work, inspection, about, body)
                work.commit()
        except (DeviceFull, VaultError) as error:
            raise type(error)(
                tr(
                    "{written} was written and is genuine, but the inspection does not know of "
                    "it: {error}"
                ).format(written=written.name, error=error)
            ) from error
        return True

    def since_signed(self, inspection: InspectionId) -> SinceSigned | None:
        """Return how the inspection stands to its last signed summary; None: never signed.

        That is the last of everything; where only a choice was ever signed, the last of these.
        """
        found = [
            (held, held.value)
            for held in self._inspections.standing(inspection).summaries()
            if held.value is not None
        ]
        if not found:
            return None
        held, summary = next((each for each in found if is_whole(each[1])), found[0])
        if summary.language != edition():
            return SinceSigned(held, not is_whole(summary), None)
        now = self._printed_again(inspection, options_of(summary))
        has_changed = content_sha256(now) != summary.content_sha256
        return SinceSigned(held, not is_whole(summary), has_changed)

    # Verifying

    def verify(self, path: Path, authorities: Sequence[Path] = ()) -> Verified:
        """Return whether a file is genuine, and how it compares with the inspection here.

        It is compared with what would be printed now if the same things were chosen as then.

        Args:
            path: the file; it is only read.
            authorities: files with the certificates of authorities that are trusted.

        Raises:
            BadInput: the file or a certificate cannot be read.
        """
        from inspector_app.reports.snapshot import is_in_other_words, options_of, same_content
        from inspector_app.reports.verifying import verify

        kept = self.identities()
        own = [identity.certificate for identity in kept]
        own += {authority_of(identity) for identity in kept if identity.kind == BASE_ISSUED}
        verdict = verify(path, [*own, *trusted(authorities)])
        inspection = _inspection_of(verdict)
        with self._recording.read() as work:
            here = inspection in work.journal.inspections()
        if not here or verdict.snapshot is None:
            return Verified(verdict, (), compared=False)
        if is_in_other_words(verdict.snapshot):
            return Verified(verdict, (), compared=False, in_other_words=True)
        try:
            chosen = options_of(verdict.snapshot)
        except BadInput:  # whatever stands there, it was not written by this app
            chosen = Options()
        printed = self._printed_again(inspection, chosen)
        return Verified(verdict, same_content(verdict.snapshot, printed), compared=True)

    def _printed_again(self, inspection: InspectionId, options: Options) -> Content:
        try:
            return self.content(inspection, options)
        except RuleViolation:  # what was added since is marked higher than the summary was
            return self.content(inspection, replace(options, marking=None))

    def _typeface(self) -> "Typeface":
        from inspector_app.reports.appearance import Typeface

        return Typeface(self._fonts / "NotoSans-Regular.ttf", self._fonts / "NotoSans-SemiBold.ttf")

    def identity(self, signing: SigningChoice) -> "Identity":
        """Return what is to be signed with; its secret is in it, so it is kept nowhere.

        Raises:
            NotFound: this vault keeps no such identity.
            WrongPassphrase: the PIN is another one.
        """
        from inspector_app.reports.identity import Pkcs11Token, Pkcs12File

        match signing:
            case OwnIdentity(id_, pin):
                with self._recording.read() as work:
                    kept = work.identities.get(id_)
                return opened_own(kept, pin)
            case FileIdentity(path, passphrase):
                return Pkcs12File(path, passphrase)
            case CardIdentity(module, pin, token, certificate):
                return Pkcs11Token(module, pin, token, certificate)


def _share(progress: Progress | None, percent: int) -> Progress | None:
    """Return what tells ``progress`` of a part that takes the first ``percent`` of the whole."""
    if progress is None:
        return None
    return lambda done, total: progress(done * percent, total * 100)


def is_whole(summary: SummarySigned) -> bool:
    """Return whether a summary is of all sections, with every line of theirs of any marking."""
    has_every_line = summary.detail.has(DetailLevel.ACCOUNTS) and summary.up_to is None
    return not summary.sections and has_every_line


def options_of(summary: SummarySigned) -> Options:
    """Return what was chosen when a summary was made."""
    return Options(
        form=Form(summary.form),
        marking=summary.marking,
        accounts=summary.accounts,
        thumbnails=summary.thumbnails,
        file_names=summary.file_names,
        up_to=summary.up_to,
        sections=summary.sections,
        detail=summary.detail,
    )


def _inspection_of(verdict: "Verdict") -> InspectionId:
    found = _mapping(_mapping(verdict.snapshot).get("content")).get("inspection")
    return InspectionId(found if isinstance(found, str) else "")


def _mapping(value: object) -> Mapping[str, object]:
    """Return ``value`` if it is a mapping: what comes out of a file may be anything."""
    return value if isinstance(value, Mapping) else {}


def _unsettled(record: Record) -> tuple[str, ...]:
    """Return that a summary was made over versions nobody has settled; it says so itself."""
    many = record.cover.versions
    found = [counted(many, "line or headline", "lines or headlines")] if many else []
    if not (found := [*found, *record.unsettled]):
        return ()
    return (
        tr(
            "Differing versions that nobody has settled stand in it, and it says so: {found}."
        ).format(found=listed(found)),
    )
