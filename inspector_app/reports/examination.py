"""The strict rules by which a PDF counts as a report signed by this app.

Runs on hostile files: in a process of its own when a person asks, see ``verifying.verify``.
"""

import asyncio
import base64
import hashlib
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pikepdf
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from inspector_app.reports import differences
from inspector_app.reports.attachment import SNAPSHOT_NAME, attached_snapshot
from inspector_app.reports.bare_signatures import bare_signatures, is_marked
from inspector_app.reports.canonical import certificates_form_a_chain, stands_plainly
from inspector_app.reports.fields import INSPECTOR_FIELD, LEAD_FIELD
from inspector_app.reports.findings import Findings, Signer, verdict_on
from inspector_app.reports.hostile import UNREADABLE
from inspector_app.reports.identity import CertificateFacts, facts_of, is_authority
from inspector_app.reports.longevity import Seal, Stamp, judge_seal
from inspector_app.reports.parts import OWN_FIELDS, faults_of_objects, faults_of_parts, field_names
from inspector_app.reports.raised_steps import STAMP_NAME, raised_step
from inspector_app.reports.timestamps import Token, faults_of, token_in
from inspector_app.reports.verifying import Level, Standing, Timestamp, Verdict, cannot_tell
from inspector_app.reports.vouching import Use, path_to
from inspector_app.system import reaching
from inspector_app.system.confining import confine
from inspector_app.texts import tr

_ALLOWED_CHANGES = {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
_TAIL_BYTES = 64
_LARGEST_FILE_BYTES = 2 * 1024**3
_MEMORY_BYTES = 2 * 1024**3
_BLOCK_BYTES = 1024 * 1024
_DIGESTS = {"sha256", "sha384", "sha512"}
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
_VOUCHED = {Standing.KNOWN_HERE, Standing.KNOWN_ISSUER}


def main() -> None:
    """Examine the file that the request on standard input names; the verdict goes to output."""
    request = json.load(sys.stdin)
    path = Path(request["path"])
    # The file itself may be mapped more than once.
    confine(memory_bytes=_MEMORY_BYTES + 3 * path.stat().st_size)
    reaching.forbid()
    with path.open("rb") as file:
        trusted = [base64.b64decode(each) for each in request["trusted"]]
        fonts = Path(request["fonts"]) if request["fonts"] else None
        verdict = examined(file, trusted=trusted, pinned=request["pinned"], fonts=fonts)
    json.dump(verdict.as_json(), sys.stdout)


def examined(
    file: BinaryIO, *, trusted: Sequence[bytes], pinned: bool = True, fonts: Path | None = None
) -> Verdict:
    """Return the verdict on an open file, read in this process.

    Args:
        file: a real file, open for reading in binary; its position is moved.
        trusted: DER certificates of authorities or of signers known here.
        pinned: whether an authority among them must vouch for the signers.
        fonts: the folder with the fonts that reports embed, to set the pages anew from the data
            and compare; None: the pages are not compared.
    """
    size_bytes = file.seek(0, 2)
    if size_bytes > _LARGEST_FILE_BYTES:
        reason = tr("The file is bigger than any report; files above 2 GiB are not examined.")
        return cannot_tell(reason, sha256="", size_bytes=size_bytes)
    sha256 = _sha256(file)
    with _silent_libraries():
        try:
            findings = _judged(file, size_bytes, trusted)
        except UNREADABLE as error:
            return _unreadable(file, size_bytes, sha256, error)
    if pinned and not findings.problems:
        _pin(findings, trusted)
    if fonts is not None:
        with _silent_libraries():
            _compare_pages(findings, file, fonts)
    return verdict_on(findings, sha256, size_bytes)


def _judged(file: BinaryIO, size_bytes: int, trusted: Sequence[bytes]) -> Findings:
    findings = Findings()
    if _is_all_signed(findings, file, size_bytes, trusted):
        known = set(findings.problems)
        findings.problems += [each for each in faults_of_objects(file) if each not in known]
    return findings


def _is_all_signed(
    findings: Findings, file: BinaryIO, size_bytes: int, trusted: Sequence[bytes]
) -> bool:
    """Judge the signatures, and what is known by name; return whether they are over all there is.

    What was read of the file goes with the return: pikepdf holds it even when it closes the file.
    """
    reader = PdfFileReader(file, strict=True)
    if reader.encrypt_dict is not None:
        raise PdfError("encrypted")
    with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as pdf:
        findings.snapshot, no_snapshot = attached_snapshot(pdf)
        names = field_names(pdf)
        found = _Signatures.of(reader)
        if found is None:
            bears_our_marks = INSPECTOR_FIELD in names or SNAPSHOT_NAME in pdf.attachments
            was_signed = bool(bare_signatures(file, size_bytes))
            _judge_unsigned(findings, bool(reader.embedded_signatures), bears_our_marks, was_signed)
            return False
        if not _judge_signatures(findings, reader, found, trusted):
            return False
        if found.strangers:
            findings.problems.append(tr("A signature was added that no report of this app has."))
        stamped = [each.field_name for each in found.stamps]
        if not set(names) <= OWN_FIELDS | set(stamped) or len(set(names)) != len(names):
            findings.problems.append(tr("The form fields are not those of a report."))
        if no_snapshot:
            findings.problems.append(no_snapshot)
        if not _ends_with_what_is_signed(reader, found):
            findings.problems += _added(file, found.last)
            return False
        allowed = OWN_FIELDS | set(stamped)
        findings.problems += faults_of_parts(pdf, reader, found.inspector, allowed)
    return True


def _compare_pages(findings: Findings, file: BinaryIO, fonts: Path) -> None:
    """Set the pages of a report that holds so far anew, and compare."""
    if findings.problems or findings.doubts or findings.snapshot is None:
        return
    from inspector_app.reports import reprinting

    try:
        findings.doubts += reprinting.doubts_of_pages(file, findings.snapshot, fonts)
    except reprinting.Incomparable as why:
        findings.pages = tr(
            "Whether its pages say what the attached data say was not looked into: {why}."
        ).format(why=why)
    except (MemoryError, RecursionError):
        findings.pages = tr(
            "Its pages are too many to be set anew on this laptop, so they were not compared with "
            "the attached data."
        )
    else:
        if not findings.doubts:
            findings.pages = tr(
                "Its pages are what this version of the app prints of the attached data."
            )


@dataclass(frozen=True, slots=True)
class _Signatures:
    """The signatures of a file, by what they are."""

    inspector: EmbeddedPdfSignature
    lead: EmbeddedPdfSignature | None
    stamps: tuple[EmbeddedPdfSignature, ...]
    """The document timestamps, in their order."""
    strangers: tuple[EmbeddedPdfSignature, ...]

    @classmethod
    def of(cls, reader: PdfFileReader) -> "_Signatures | None":
        """Return them; None where the inspector's is not among them."""
        named: dict[str, EmbeddedPdfSignature] = {}
        stamps, strangers = [], []
        for each in reader.embedded_signatures:
            if each.field_name in OWN_FIELDS and each.field_name not in named:
                named[each.field_name] = each
            elif each.sig_object_type == "/DocTimeStamp" and STAMP_NAME.fullmatch(each.field_name):
                stamps.append(each)
            else:
                strangers.append(each)
        if INSPECTOR_FIELD not in named:
            return None
        return cls(named[INSPECTOR_FIELD], named.get(LEAD_FIELD), tuple(stamps), tuple(strangers))

    @property
    def seals(self) -> tuple[EmbeddedPdfSignature, ...]:
        """Those of people."""
        return (self.inspector,) if self.lead is None else (self.inspector, self.lead)

    @property
    def last(self) -> EmbeddedPdfSignature:
        """The one that covers most."""
        return (*self.seals, *self.stamps)[-1]


def _judge_signatures(
    findings: Findings, reader: PdfFileReader, found: _Signatures, trusted: Sequence[bytes]
) -> bool:
    """Judge each signature for itself; return whether all could be read."""
    called = tr("signature itself")
    try:
        if _is_damaged(findings, found, trusted):
            return False
        _judge_inspector(findings, reader, found, trusted)
        if found.lead is not None:
            called = tr("countersignature")
            _judge_lead(findings, reader, found.lead, trusted)
        if found.stamps:
            called = tr("timestamp")
            _judge_stamps(findings, reader, found, trusted)
    except UNREADABLE:
        findings.problems.append(
            tr("The {called} was altered after signing.").format(called=called)
        )
        return False
    return True


def _ends_with_what_is_signed(reader: PdfFileReader, found: _Signatures) -> bool:
    """Tell whether the last signature covers the file, or all but validation data after it."""
    last = found.last
    coverage = last.evaluate_signature_coverage()
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    end = reader.total_revisions - 1
    if not (
        found.stamps
        and coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and last.signed_revision == end - 1
        and _ends_with_its_last_revision(reader)
    ):
        return False
    step = raised_step(reader, end)
    return step is not None and step.field is None


def _ends_with_its_last_revision(reader: PdfFileReader) -> bool:
    """Tell whether nothing lies behind the end of the last revision."""
    size = reader.stream.seek(0, 2)
    reader.stream.seek(max(0, size - _TAIL_BYTES))
    place = reader.xrefs.get_startxref_for_revision(reader.total_revisions - 1)
    return bool(reader.stream.read().endswith(b"startxref\n%d\n%%%%EOF\n" % place))


def _judge_unsigned(
    findings: Findings, is_signed: bool, bears_our_marks: bool, was_signed: bool
) -> None:
    """Judge a file without an inspector's signature."""
    if is_signed and not bears_our_marks:
        findings.doubts.append(
            tr(
                "It is signed, but it is not a report of this app; check it with the program it "
                "comes from."
            )
        )
    elif was_signed:
        findings.problems.append(
            tr("A signature that is still among its bytes was made to count no longer.")
        )
    elif bears_our_marks:
        findings.problems.append(
            tr(
                "It calls itself an interim summary: such a paper is provisional and never "
                "signed, so nothing shows that it was not altered."
            )
            if _is_interim(findings.snapshot)
            else tr("It is made like a report but bears no inspector’s signature.")
        )
    else:
        findings.doubts.append(tr("It is not a report of this app, and it is not signed."))


def _is_interim(snapshot: dict[str, object] | None) -> bool:
    return isinstance((snapshot or {}).get("interim"), dict)


def _is_damaged(findings: Findings, found: _Signatures, trusted: Sequence[bytes]) -> bool:
    """Tell whether a signature is not over these bytes; then say whose the signatures were.

    It is asked first, and costs little: what was damaged needs no further judging.
    """
    if all(_is_over_these_bytes(each) for each in (*found.seals, *found.stamps)):
        return False
    findings.problems.append(tr("The signed part was altered after signing."))
    named = [_named(each, trusted) for each in found.seals]
    findings.inspector, findings.lead = named[0], named[1] if len(named) > 1 else None
    return True


def _is_over_these_bytes(signature: EmbeddedPdfSignature) -> bool:
    if signature.sig_object_type == "/DocTimeStamp":
        said = signature.signed_data["encap_content_info"]["content"].parsed
        return bool(said["message_imprint"]["hashed_message"].native == signature.compute_digest())
    wanted = [
        value.native
        for attribute in signature.signer_info["signed_attrs"]
        if attribute["type"].native == "message_digest"
        for value in attribute["values"]
    ]
    return wanted == [signature.compute_digest()]


def _named(signature: EmbeddedPdfSignature, trusted: Sequence[bytes]) -> Signer:
    """Return what a signature says of who made it, and when."""
    signer = Signer(facts_of(signature.signer_cert.dump()))
    claimed = signature.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is not None:
        signer.signed_at = claimed
    moment = signer.signed_at or datetime.now(UTC)
    signer.standing = _standing(signature, signer.facts, trusted, moment)
    return signer


def _pin(findings: Findings, trusted: Sequence[bytes]) -> None:
    """Doubt a signer for whom no authority vouches, where authorities are known.

    Anybody can sign a report as a whole with a certificate of their own making.
    """
    if not any(is_authority(each) for each in trusted):
        return
    for signer, called in (
        (findings.inspector, tr("signer")),
        (findings.lead, tr("countersigner")),
    ):
        if signer is not None and signer.standing not in _VOUCHED:
            findings.doubts.append(
                tr(
                    "The file is whole, but no authority that is known here vouches for its "
                    "{called}."
                ).format(called=called)
            )


def _judge_inspector(
    findings: Findings, reader: PdfFileReader, found: _Signatures, trusted: Sequence[bytes]
) -> None:
    """Judge the inspector's signature, and what was allowed to be changed after it."""
    signature, lead = found.inspector, found.lead
    findings.inspector = signer = _named(signature, trusted)
    is_last = found.last is signature
    status = _judge_seal(findings, reader, signature, signer, tr("signature"), is_last)
    if signature.docmdp_level != MDPPerm.FILL_FORMS:
        findings.problems.append(tr("The signature does not set the limits that a report’s sets."))
    if [each.signed_revision for each in found.seals] != [1, 2][: len(found.seals)]:
        findings.problems.append(tr("It was not saved in the steps in which a report is saved."))
    if is_last:
        return
    if not (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in _ALLOWED_CHANGES
        and status.docmdp_ok
        and (lead is None or _only_the_field_was_filled(reader, lead))
    ):
        what = tr("countersigned") if not found.stamps else tr("countersigned or timestamped")
        findings.problems.append(
            tr("More was changed after signing than that it was {what}.").format(what=what)
        )


def _judge_lead(
    findings: Findings,
    reader: PdfFileReader,
    lead: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
) -> None:
    """Judge the lead's signature for itself; what came after it was judged with the first."""
    findings.lead = signer = _named(lead, trusted)
    _judge_seal(findings, reader, lead, signer, tr("countersignature"), True)
    if "/Reference" in lead.sig_object:
        findings.problems.append(tr("The countersignature sets limits, which a report’s does not."))


def _judge_stamps(
    findings: Findings, reader: PdfFileReader, found: _Signatures, trusted: Sequence[bytes]
) -> None:
    """Judge the timestamps, the steps in which they came, and what they are worth."""
    first = len(found.seals) + 1
    steps = [raised_step(reader, at) for at in range(first, reader.total_revisions)]
    # Data stand alone only where an authority for timestamps had gone away: behind a timestamp.
    alone = [each is not None and each.field is None for each in steps]
    stamped = [(each.revision, each.field) for each in steps if each and each.field]
    wanted = [(each.signed_revision, each.field_name) for each in found.stamps]
    numbered = [f"Timestamp-{at}" for at in range(1, len(found.stamps) + 1)]
    if (
        None in steps
        or stamped != wanted
        or [name for _, name in wanted] != numbered
        or alone[0]
        or any(both == (True, True) for both in pairwise(alone))
    ):
        findings.problems.append(
            tr("It was not saved in the steps in which a report is timestamped.")
        )
        return
    stamps = []
    for each in found.stamps:
        token = token_in(each.signed_data)
        findings.problems += faults_of(token, each.compute_digest)
        if not stands_plainly(reader, each):
            findings.problems.append(
                tr(
                    "The timestamp of {facts} does not have the form that this app gives it."
                ).format(facts=token.facts.name)
            )
        stamps.append(Stamp(token, each.signed_revision))
        findings.stamps.append(_timestamp(token, trusted))
    for signer, signature in zip((findings.inspector, findings.lead), found.seals, strict=False):
        if signer is not None:
            findings.problems += judge_seal(Seal(signer, signature), stamps, reader, trusted)


def _timestamp(token: Token, trusted: Sequence[bytes]) -> Timestamp:
    path = path_to(token.certificate, token.others, trusted, token.at, Use.TIMESTAMPING)
    if token.certificate.dump() in trusted:
        standing = Standing.KNOWN_HERE
    elif path is not None:
        standing = Standing.KNOWN_ISSUER
    elif token.facts.is_self_issued:
        standing = Standing.SELF_ISSUED
    else:
        standing = Standing.UNKNOWN_ISSUER
    return Timestamp(
        authority=token.facts.name,
        standing=standing,
        certificate_sha256=token.facts.sha256,
        at=token.at,
        holds_until=token.facts.not_after,
    )


def _judge_seal(
    findings: Findings,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    signer: Signer,
    called: str,
    is_last: bool,
) -> PdfSignatureStatus:
    """Judge what holds for both signatures, and keep what is learned of the signer."""
    facts = signer.facts
    claimed = signer.signed_at
    if claimed is None:
        findings.problems.append(
            tr("The {called} does not say when it was made.").format(called=called)
        )
        claimed = datetime.now(UTC)
    status: PdfSignatureStatus = asyncio.run(
        async_validate_pdf_signature(
            signature,
            signer_validation_context=_context([signature.signer_cert], signature, claimed),
            key_usage_settings=_USAGE,
            # Comparing revisions takes long, and after the last signature there is none.
            skip_diff=is_last,
        )
    )
    if not status.intact:
        findings.problems.append(tr("The signed part was altered after signing."))
    elif not status.valid:
        findings.problems.append(
            tr("The {called} was not made with the key of its certificate.").format(called=called)
        )
    elif not facts.not_before <= claimed <= facts.not_after:
        findings.problems.append(
            tr(
                "The certificate was not valid at the time at which the {called} claims to be made."
            ).format(called=called)
        )
    elif not status.trusted:
        findings.problems.append(tr("The certificate is not meant for signing documents."))
    signer.level = _level(signature)
    if signer.level is None or not _is_as_written(reader, signature):
        findings.problems.append(
            tr("The {called} does not have the form that this app gives it.").format(called=called)
        )
    return status


def _only_the_field_was_filled(reader: PdfFileReader, lead: EmbeddedPdfSignature) -> bool:
    """Tell whether countersigning changed no older object but the lead's field and the form."""
    at = lead.signed_revision
    then = reader.get_historical_resolver(at)
    form = then.root.raw_get("/AcroForm")
    fields = then.root["/AcroForm"]["/Fields"]
    ours = [each for each in fields if each.get_object().get("/T") == LEAD_FIELD]
    allowed = {each.reference for each in [form, *ours] if isinstance(each, IndirectObject)}
    earlier = [reader.xrefs.explicit_refs_in_revision(before) for before in range(at)]
    return all(
        each in allowed or not any(each in refs for refs in earlier)
        for each in reader.xrefs.explicit_refs_in_revision(at)
    )


def _standing(
    signature: EmbeddedPdfSignature,
    facts: CertificateFacts,
    trusted: Sequence[bytes],
    claimed: datetime,
) -> Standing:
    if signature.signer_cert.dump() in trusted:
        return Standing.KNOWN_HERE
    if facts.is_self_issued:
        return Standing.SELF_ISSUED
    others = signature.other_embedded_certs
    path = path_to(signature.signer_cert, others, trusted, claimed, Use.SIGNING)
    return Standing.UNKNOWN_ISSUER if path is None else Standing.KNOWN_ISSUER


def _context(
    roots: list[asn1_x509.Certificate], signature: EmbeddedPdfSignature, moment: datetime
) -> ValidationContext:
    """Return the rules for certificates: never the network, valid at the claimed time."""
    return ValidationContext(
        trust_roots=roots,
        other_certs=signature.other_embedded_certs,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _level(signature: EmbeddedPdfSignature) -> Level | None:
    """Return the level that a signature has by itself by ETSI EN 319 142-1, 6.3, or nothing."""
    kinds = [each["type"].native for each in signature.signer_info["signed_attrs"]]
    if (
        signature.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"
        and "/M" in signature.sig_object
        and sorted(kinds) == ["content_type", "message_digest", "signing_certificate_v2"]
    ):
        return Level.B_B
    return None


def _is_as_written(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the signature's own bytes, which nothing signs, are just what signing writes."""
    data, signer = signature.signed_data, signature.signer_info
    algorithms = data["digest_algorithms"]
    return (
        stands_plainly(reader, signature)
        and data["version"].native == "v1"
        and len(data["signer_infos"]) == 1
        and len(algorithms) == 1
        and algorithms[0].dump() == signer["digest_algorithm"].dump()
        and signature.md_algorithm in _DIGESTS
        and data["encap_content_info"]["content_type"].native == "data"
        and not data["encap_content_info"]["content"].native
        and not data["crls"]
        and not signer["unsigned_attrs"]
        and signer["version"].native == "v1"
        and signer["sid"].name == "issuer_and_serial_number"
        and signer["sid"].chosen["issuer"].dump() == signature.signer_cert.issuer.dump()
        and certificates_form_a_chain(data)
    )


def _added(file: BinaryIO, signature: EmbeddedPdfSignature) -> Iterator[str]:
    """Tell what was added after signing, when the signed revision is still there."""
    _, _, second, length = (int(each) for each in signature.byte_range)
    yield tr("The file was changed after signing; what was signed is still inside it.")
    try:
        yield from differences.told(differences.beginning(file, second + length), file)
    except UNREADABLE:
        yield tr("What was changed cannot be read.")


def _unreadable(file: BinaryIO, size_bytes: int, sha256: str, error: Exception) -> Verdict:
    """Return the verdict on a file whose structure cannot be followed."""
    signatures = bare_signatures(file, size_bytes)
    is_encrypted = str(error) == "encrypted" or isinstance(error, pikepdf.PasswordError)
    bears_marks = not is_encrypted and is_marked(file, size_bytes)
    if not any(each.fits for each in signatures) and (signatures or bears_marks):
        findings = Findings(
            problems=[tr("The signed part, or the signature itself, was altered after signing.")]
        )
        return verdict_on(findings, sha256, size_bytes)
    if signatures:
        end = max(each.end for each in signatures if each.fits)
        if end < size_bytes:
            findings = Findings(
                problems=[
                    tr(
                        "The file was changed after signing, so that it can no longer be read as "
                        "a report; what was signed is still inside it."
                    )
                ]
            )
            return verdict_on(findings, sha256, size_bytes)
    file.seek(0)
    if b"%PDF-" not in file.read(1024):
        reason = tr("It is not a PDF.")
    elif is_encrypted:
        reason = tr("It is encrypted; reports are not.")
    elif isinstance(error, MemoryError | RecursionError):
        reason = tr("It is built so that reading it would take more memory than is allowed.")
    else:
        reason = tr("It is damaged or cut short, so that it cannot be read as a PDF.")
    return cannot_tell(reason, sha256=sha256, size_bytes=size_bytes)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def _silent_libraries() -> Iterator[None]:
    """Keep what the libraries log about a hostile file to themselves: the verdict tells it."""
    loggers = [logging.getLogger(each) for each in ("pyhanko", "pyhanko_certvalidator", "pikepdf")]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
