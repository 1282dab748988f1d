"""Raising a signed report: timestamps and validation data, so that it can be checked for long.

The signatures stay as they are: nothing can be put into a signature once it is made. So a document
timestamp over the whole signed file stands for the one that a signature made online would hold.

Source: ETSI EN 319 142-1, 5.4 and 6.3 (levels B-T, B-LT, B-LTA); RFC 3161; RFC 6960; RFC 5280.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from inspector_app.domain.errors import RaisingFailed
from inspector_app.domain.locales import current
from inspector_app.reports.examination import examined
from inspector_app.reports.findings import Signer
from inspector_app.reports.identity import facts_of
from inspector_app.reports.longevity import (
    Seal,
    Stamp,
    authority_of,
    material_of,
    revocation_of,
)
from inspector_app.reports.online import Unanswered, revocation_data
from inspector_app.reports.report_file import report_file, unseen_file
from inspector_app.reports.timestamps import faults_of, token_in
from inspector_app.reports.untouched import UntouchedMetadataWriter
from inspector_app.reports.verifying import State, Verdict
from inspector_app.reports.vouching import Material, Revoked, Use, path_to, revocation
from inspector_app.texts import tr

_DIGEST = "sha256"
_KEPT = tr("The file that was to be raised is unharmed.")
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RaisedFile:
    """What came of raising."""

    sha256: str
    """Of the whole raised file, in hexadecimal."""
    size_bytes: int
    verdict: Verdict
    """What ``verify`` says of it now."""
    remarks: tuple[str, ...]
    """What could not be reached, and why, in sentences."""


def raise_(
    source: BinaryIO,
    target: Path,
    authority: TimeStamper,
    *,
    verdict: Verdict,
    trusted: Sequence[bytes],
    given: Material = Material(),  # noqa: B008  # frozen
) -> RaisedFile:
    """Write ``source`` to ``target`` with what lets it be checked for longer.

    A report that bears no timestamp gets one; then the data that say that no certificate was
    revoked, and an archive timestamp over them. One that bears timestamps gets what is still
    missing, and a newer archive timestamp. What was reached before something failed is kept, and
    the remarks say what is missing.

    Addresses in certificates are asked only where the certificate leads to an authority in
    ``trusted``: else a file could send this laptop anywhere.

    Args:
        source: a genuine report; it is only read.
        target: a new name; an old file there is replaced in one step.
        authority: asked for timestamps.
        verdict: what ``verify`` said of the file, in a process where a hostile one does no harm.
        trusted: DER certificates of authorities. Where there are some, the timestamp must be of
            one of them.
        given: revocation data at hand; where they suffice, nobody is asked.

    Raises:
        RaisingFailed: the file is not genuine, the authority gave no usable timestamp, or a
            certificate was revoked before; nothing was written.
        DeviceFull: ``target`` cannot be written; no half file is left.
    """
    if verdict.state is not State.GENUINE:
        reasons = " ".join(verdict.problems)
        raise RaisingFailed(
            tr(
                "Only a genuine report can be raised, and this file is none. {reasons} Nothing "
                "was written."
            ).format(reasons=reasons)
        )
    source.seek(0)
    if hashlib.file_digest(source, _DIGEST).hexdigest() != verdict.sha256:  # type: ignore[arg-type]
        raise RaisingFailed(
            tr("The file changed while it was read. Nothing was written; try again.")
        )
    try:
        with ExitStack() as closing:
            raising = _Raising(_Believed(authority, trusted), trusted, given, target, closing)
            reached = raising.raised(source)
            with report_file(target, _KEPT) as output:
                reached.seek(0)
                while block := reached.read(_BLOCK_BYTES):
                    output.write(block)
                return _checked(output, trusted, raising.remarks)
    except (SigningError, PdfError) as error:
        raise RaisingFailed(
            tr("The report could not be raised ({error}). {kept} Nothing was written.").format(
                error=error, kept=_KEPT
            )
        ) from error


def _checked(output: BinaryIO, trusted: Sequence[bytes], remarks: Sequence[str]) -> RaisedFile:
    """Return the facts of what was written, after reading it back as a verifier would."""
    verdict = examined(output, trusted=trusted, pinned=False)
    if verdict.state is not State.GENUINE:
        raise SigningError(tr("what came back is not valid: ") + " ".join(verdict.problems))
    return RaisedFile(verdict.sha256, verdict.size_bytes, verdict, tuple(remarks))


@dataclass(slots=True)
class _Raising:
    """One raising of one file, by steps that are each a file of their own without a name."""

    believed: "_Believed"
    trusted: Sequence[bytes]
    given: Material
    target: Path
    closing: ExitStack
    remarks: list[str] = field(default_factory=list)

    def raised(self, source: BinaryIO) -> BinaryIO:
        """Return the file as far as it could be raised."""
        reader = PdfFileReader(source, strict=True)
        had_stamps = bool(_stamps(reader))
        current = source if had_stamps else self._stamped(source, Material(), _stamps(reader))
        reader = PdfFileReader(current, strict=True)
        stamps = _stamps(reader)
        found, gains = self._gathered(reader, stamps)
        if not had_stamps and not gains:
            return current
        try:
            return self._stamped(current, found, stamps)
        except RaisingFailed as error:
            if had_stamps or not gains:
                raise
            self.remarks.append(
                tr("There is no archive timestamp yet: {cause}. Raise it again.").format(
                    cause=error.__cause__
                )
            )
            return self._with_data(current, found)

    def _stamped(self, source: BinaryIO, found: Material, stamps: Sequence[Stamp]) -> BinaryIO:
        """Return ``source`` with validation data and then a timestamp, both in one update."""
        output = self._room()
        writer = UntouchedMetadataWriter(source)
        _write_data(writer, found)
        # One for all timestamps of a raising: it asks once more than it needs, to learn their size.
        stamper = PdfTimeStamper(self.believed, field_name=f"Timestamp-{len(stamps) + 1}")
        try:
            asyncio.run(stamper.async_timestamp_pdf(writer, _DIGEST, output=output))
        except (Unanswered, TimestampRequestError) as error:
            raise RaisingFailed(
                tr(
                    "No usable timestamp was given: {error}. {kept} Nothing was written; try again "
                    "later, or name another authority."
                ).format(error=error, kept=_KEPT)
            ) from error
        return output

    def _with_data(self, source: BinaryIO, found: Material) -> BinaryIO:
        output = self._room()
        writer = UntouchedMetadataWriter(source)
        _write_data(writer, found)
        writer.write(output)  # type: ignore[no-untyped-call]
        return output

    def _room(self) -> BinaryIO:
        return self.closing.enter_context(unseen_file(self.target, _KEPT))

    def _gathered(self, reader: PdfFileReader, stamps: Sequence[Stamp]) -> tuple[Material, bool]:
        """Return the validation data that the file has not, and whether they raise a signature.

        Raises:
            RaisingFailed: a certificate had been revoked.
        """
        held = material_of(reader, reader.total_revisions - 1)
        found, gains = Material(), False
        for stamp in [stamps[0], stamps[-1]][: len(stamps)]:
            found = found.with_(self._of_authority(stamp, held.with_(found)))
        for seal in _seals(reader):
            known = held.with_(found)
            is_complete = authority_of(stamps[0], known, self.trusted) is True
            more, reached = self._of_signer(seal, stamps[0], known)
            had = revocation_of(seal, stamps[0], held, self.trusted) is True
            found = found.with_(more)
            gains = gains or (reached and is_complete and not had)
        return found, gains

    def _of_authority(self, stamp: Stamp, held: Material) -> Material:
        token = stamp.token
        if authority_of(stamp, held, self.trusted) is True:
            return Material()
        chain = path_to(token.certificate, token.others, self.trusted, token.at, Use.TIMESTAMPING)
        if chain is None:
            self.remarks.append(
                tr(
                    "Revocation of {facts}, who made the timestamp, was not asked for: name its "
                    "authority’s root certificate to be trusted."
                ).format(facts=token.facts.name)
            )
            return Material()
        found = self._asked(list(chain), held, stamp.token.at)
        if isinstance(authority_of(stamp, held.with_(found), self.trusted), Revoked):
            raise RaisingFailed(
                tr(
                    "The certificate of {facts} was revoked before it made the timestamp. {kept} "
                    "Nothing was written; name another authority."
                ).format(facts=token.facts.name, kept=_KEPT)
            )
        return found

    def _of_signer(self, seal: Seal, stamp: Stamp, held: Material) -> tuple[Material, bool]:
        """Return what is missing of a signer, and whether it then is complete."""
        facts, certificate = seal.signer.facts, seal.signature.signer_cert
        known = revocation_of(seal, stamp, held, self.trusted)
        if known is True and not facts.is_self_issued:
            return Material(), True
        if facts.is_self_issued:
            self.remarks.append(
                tr(
                    "The signature of {facts} stays at PAdES B-T: nobody could revoke a "
                    "self-issued certificate, so nobody can say that it was not."
                ).format(facts=facts.name)
            )
            return Material(), False
        others = [*seal.signature.other_embedded_certs, *held.certificates]
        chain = path_to(certificate, others, self.trusted, stamp.token.at, Use.SIGNING)
        if chain is None:
            self.remarks.append(
                tr(
                    "The signature of {facts} stays at PAdES B-T: {issuer}, which issued the "
                    "certificate, leads to no authority that you trust. Name its root "
                    "certificate, and the certificates between if the file lacks them."
                ).format(facts=facts.name, issuer=facts.issuer)
            )
            return Material(), False
        found = self._asked(list(chain), held, stamp.token.at)
        now = revocation_of(seal, stamp, held.with_(found), self.trusted)
        if isinstance(now, Revoked):
            day = current().day_words(now.at)
            raise RaisingFailed(
                tr(
                    "A certificate by which {facts} signed was revoked on {day}, before anybody "
                    "confirmed the signature: a timestamp would only confirm that. {kept} Nothing "
                    "was written; keep the file, and have the report signed again."
                ).format(facts=facts.name, day=day, kept=_KEPT)
            )
        if now is not True:
            self.remarks.append(
                tr(
                    "The signature of {facts} stays at PAdES B-T: whether the certificate was "
                    "revoked could not be learned. Raise it again when its authority answers."
                ).format(facts=facts.name)
            )
        return found, now is True

    def _asked(
        self, chain: Sequence[asn1_x509.Certificate], held: Material, moment: datetime
    ) -> Material:
        """Return the chain, and for each of its certificates whether it was revoked."""
        found = Material(tuple(each for each in chain if each not in held.certificates))
        found = found.with_(Material(crls=self.given.crls, ocsps=self.given.ocsps))
        for issuer, subject in pairwise(chain):
            known = held.with_(found)
            if revocation(subject, known, [issuer.dump()], moment, Use.SIGNING) is True:
                continue
            try:
                found = found.with_(asyncio.run(revocation_data(subject, issuer)))
            except Unanswered as error:
                self.remarks.append(
                    tr("Revocation could not be learned {error}.").format(error=error)
                )
        return found


class _Believed(TimeStamper):
    """Lets a timestamp through only if it is sound, and of an authority that is trusted."""

    def __init__(self, authority: TimeStamper, trusted: Sequence[bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._authority, self._trusted = authority, trusted

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the timestamp.

        Raises:
            Unanswered: it is not to be believed; why.
        """
        found = await self._authority.async_timestamp(message_digest, md_algorithm)
        token = token_in(found["content"])
        faults = await asyncio.to_thread(lambda: list(faults_of(token, lambda _: message_digest)))
        if faults:
            raise Unanswered(faults[0].removesuffix("."))
        if self._trusted:
            path = await asyncio.to_thread(
                path_to, token.certificate, token.others, self._trusted, token.at, Use.TIMESTAMPING
            )
            if path is None:
                raise Unanswered(
                    tr(
                        "{facts} leads to no authority that you trust; name its root certificate "
                        "too"
                    ).format(facts=token.facts.name)
                )
        return found


def _stamps(reader: PdfFileReader) -> list[Stamp]:
    return [
        Stamp(token_in(each.signed_data), each.signed_revision)
        for each in reader.embedded_signatures
        if each.sig_object_type == "/DocTimeStamp"
    ]


def _seals(reader: PdfFileReader) -> list[Seal]:
    return [
        Seal(Signer(facts_of(each.signer_cert.dump())), each)
        for each in reader.embedded_signatures
        if each.sig_object_type != "/DocTimeStamp"
    ]


def _write_data(writer: UntouchedMetadataWriter, found: Material) -> None:
    if found == Material():
        return
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        sig_contents=None,
        certs=found.certificates,
        ocsps=found.ocsps,
        crls=found.crls,
    )
