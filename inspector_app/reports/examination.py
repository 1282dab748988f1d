"""The strict rules by which a PDF counts as a report signed by this app.

Runs on hostile files: in a process of its own when a person asks, see ``verifying.verify``.
"""

import asyncio
import base64
import hashlib
import json
import logging
import mmap
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import pikepdf
from asn1crypto import cms
from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pikepdf import Array, Dictionary, Name, Object, Stream
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from inspector_app.domain.errors import SigningFailed
from inspector_app.reports import differences
from inspector_app.reports.attachment import SNAPSHOT_NAME, attached_snapshot
from inspector_app.reports.fields import INSPECTOR_FIELD, LEAD_FIELD
from inspector_app.reports.identity import CertificateFacts, facts_of, has_issued
from inspector_app.reports.verifying import (
    Countersignature,
    Standing,
    State,
    Verdict,
    cannot_tell,
)

LEVEL = "PAdES B-B"
_ALLOWED_FIELDS = {INSPECTOR_FIELD, LEAD_FIELD}
"""Made with the report; the lead's is empty, or filled by a countersignature."""
_LARGEST_FILE_BYTES = 2 * 1024**3
_MEMORY_BYTES = 2 * 1024**3
_LARGEST_SIGNATURE_BYTES = 256 * 1024
_MOST_SIGNATURES = 8
_BLOCK_BYTES = 1024 * 1024
_SHOWN_ZONE = ZoneInfo("Europe/London")
_DIGESTS = {"sha256", "sha384", "sha512"}
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_MARKS_OF_SIGNATURE = (b"/ByteRange", b"/ETSI.CAdES.detached")  # one changed byte leaves one
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|OpenAction|AA|RichMedia|GoToR|GoToE|SubmitForm|ImportData|"
    rb"ResetForm|Hide|Movie|Sound|Rendition|XFA|Screen|3D)(?![A-Za-z0-9])"
)
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/XFA", "/RichMediaContent"}
_ACTIVE_KINDS = {
    "/JavaScript",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/Hide",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/RichMedia",
    "/Screen",
    "/3D",
}
_ALLOWED_ANNOTATIONS = {"/Link", "/Widget"}
_ALLOWED_NAMES = {"/EmbeddedFiles", "/Dests"}
_ALLOWED_FORM_KEYS = {"/Fields", "/SigFlags"}

_UNREADABLE = (
    PdfError,
    pikepdf.PdfError,
    SignatureValidationError,
    ValidationError,
    PathError,
    SigningFailed,
    UnsupportedAlgorithm,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    EOFError,
    zlib.error,
)
"""What the libraries raise on broken or hostile files, which is nearly anything."""


@dataclass(slots=True)
class _Findings:
    """What the rules found so far."""

    problems: list[str] = field(default_factory=list)
    is_foreign: bool = False
    inspector: "_Signer | None" = None
    lead: "_Signer | None" = None
    snapshot: dict[str, Any] | None = None


@dataclass(slots=True)
class _Signer:
    """What one signature says of who made it."""

    facts: CertificateFacts
    standing: Standing | None = None
    signed_at: datetime | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class _BareSignature:
    """A signature found by its byte range alone, without trusting the structure of the file."""

    end: int
    """Where the signed revision ends."""
    fits: bool
    """Whether the signature can be read and is one over these bytes."""


def main() -> None:
    """Examine the file that the request on standard input names; the verdict goes to output."""
    request = json.load(sys.stdin)
    path = Path(request["path"])
    _limit_memory(path.stat().st_size)
    with path.open("rb") as file:
        verdict = examined(file, trusted=[base64.b64decode(each) for each in request["trusted"]])
    json.dump(verdict.as_json(), sys.stdout)


def examined(file: BinaryIO, *, trusted: Sequence[bytes]) -> Verdict:
    """Return the verdict on an open file, read in this process.

    Args:
        file: a real file, open for reading in binary; its position is moved.
        trusted: DER certificates of authorities or of signers known here.
    """
    size_bytes = file.seek(0, 2)
    if size_bytes > _LARGEST_FILE_BYTES:
        reason = "The file is bigger than any report; files above 2 GiB are not examined."
        return cannot_tell(reason, sha256="", size_bytes=size_bytes)
    sha256 = _sha256(file)
    with _silent_libraries():
        try:
            findings = _judged(file, size_bytes, trusted)
        except _UNREADABLE as error:
            return _unreadable(file, size_bytes, sha256, error)
    return _verdict(findings, sha256, size_bytes)


def _judged(file: BinaryIO, size_bytes: int, trusted: Sequence[bytes]) -> _Findings:
    reader = PdfFileReader(file, strict=True)
    findings = _Findings()
    if reader.encrypt_dict is not None:
        raise PdfError("encrypted")
    with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as pdf:
        findings.snapshot, no_snapshot = attached_snapshot(pdf)
        names = _field_names(pdf)
        signatures = reader.embedded_signatures
        ours = [each for each in signatures if each.field_name == INSPECTOR_FIELD]
        if not ours:
            bears_our_marks = INSPECTOR_FIELD in names or SNAPSHOT_NAME in pdf.attachments
            was_signed = bool(_bare_signatures(file, size_bytes))
            _judge_unsigned(findings, bool(signatures), bears_our_marks, was_signed)
            return findings
        signature = ours[0]
        leads = [each for each in signatures if each.field_name == LEAD_FIELD]
        lead = leads[0] if leads else None
        try:
            whole = _judge_signature(findings, reader, signature, trusted, lead)
        except _UNREADABLE:
            findings.problems.append("The signature itself was altered after signing.")
            return findings
        if lead is not None:
            try:
                whole = _judge_countersignature(findings, reader, lead, trusted)
            except _UNREADABLE:
                findings.problems.append("The countersignature was altered after signing.")
                return findings
        if len(signatures) > (1 if lead is None else 2):
            findings.problems.append("A signature was added that no report of this app has.")
        if not names <= _ALLOWED_FIELDS:
            findings.problems.append("The form fields are not those of a report.")
        if no_snapshot:
            findings.problems.append(no_snapshot)
        if whole:
            _judge_document(findings, pdf, reader, signature, lead)
        else:
            findings.problems += _added(file, lead or signature)
    return findings


def _judge_unsigned(
    findings: _Findings, is_signed: bool, bears_our_marks: bool, was_signed: bool
) -> None:
    """Judge a file without an inspector's signature."""
    if is_signed and not bears_our_marks:
        findings.is_foreign = True
        findings.problems.append(
            "It is signed, but it is not a report of this app; check it with the program it comes"
            " from."
        )
    elif was_signed:
        findings.problems.append(
            "A signature that is still among its bytes was made to count no longer."
        )
    elif bears_our_marks:
        findings.problems.append("It is made like a report but bears no inspector's signature.")
    else:
        findings.is_foreign = True
        findings.problems.append("It is not a report of this app, and it is not signed.")


def _judge_signature(
    findings: _Findings,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
    lead: EmbeddedPdfSignature | None,
) -> bool:
    """Judge the inspector's signature for itself; return whether it covers the whole file.

    Where it is countersigned, what came after it is judged as well.
    """
    findings.inspector = signer = _Signer(facts_of(signature.signer_cert.dump()))
    status = _judge_seal(findings, reader, signature, trusted, signer, "signature", lead is None)
    if signature.docmdp_level != MDPPerm.FILL_FORMS:
        findings.problems.append("The signature does not set the limits that a report's sets.")
    if lead is not None and not (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level == ModificationLevel.FORM_FILLING
        and status.docmdp_ok
        and _only_the_field_was_filled(reader, lead)
    ):
        findings.problems.append("More was changed after signing than that it was countersigned.")
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _judge_countersignature(
    findings: _Findings,
    reader: PdfFileReader,
    lead: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
) -> bool:
    """Judge the lead's signature for itself; return whether it covers the whole file."""
    findings.lead = signer = _Signer(facts_of(lead.signer_cert.dump()))
    status = _judge_seal(findings, reader, lead, trusted, signer, "countersignature", True)
    if "/Reference" in lead.sig_object:
        findings.problems.append("The countersignature sets limits, which a report's does not.")
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _judge_seal(
    findings: _Findings,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
    signer: _Signer,
    called: str,
    is_last: bool,
) -> PdfSignatureStatus:
    """Judge what holds for both signatures, and keep what is learned of the signer."""
    facts = signer.facts
    claimed = signature.self_reported_timestamp
    if claimed is None or claimed.tzinfo is None:
        findings.problems.append(f"The {called} does not say when it was made.")
        claimed = datetime.now(UTC)
    else:
        signer.signed_at = claimed
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
        findings.problems.append("The signed part was altered after signing.")
    elif not status.valid:
        findings.problems.append(f"The {called} was not made with the key of its certificate.")
    elif not facts.not_before <= claimed <= facts.not_after:
        findings.problems.append(
            f"The certificate was not valid at the time at which the {called} claims to be made."
        )
    elif not status.trusted:
        findings.problems.append("The certificate is not meant for signing documents.")
    signer.standing = _standing(signature, facts, trusted, claimed)
    signer.level = _level(signature)
    if signer.level is None or not _is_as_written(reader, signature):
        findings.problems.append(f"The {called} does not have the form that this app gives it.")
    return status


def _only_the_field_was_filled(reader: PdfFileReader, lead: EmbeddedPdfSignature) -> bool:
    """Tell whether the last revision changes no older object but the lead's field and the form."""
    last = reader.total_revisions - 1
    form = reader.root.raw_get("/AcroForm")
    fields = reader.root["/AcroForm"]["/Fields"]
    ours = [each for each in fields if each.get_object() == lead.sig_field]
    allowed = {each.reference for each in [form, *ours] if isinstance(each, IndirectObject)}
    changed = reader.xrefs.explicit_refs_in_revision(last)
    return all(
        each in allowed
        or not any(each in reader.xrefs.explicit_refs_in_revision(at) for at in range(last))
        for each in changed
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
    roots = [asn1_x509.Certificate.load(each) for each in trusted]
    validator = CertificateValidator(
        signature.signer_cert,
        intermediate_certs=signature.other_embedded_certs,
        validation_context=_context(roots, signature, claimed),
    )
    try:
        asyncio.run(validator.async_validate_path())
    except (ValidationError, PathError):
        return Standing.UNKNOWN_ISSUER
    return Standing.KNOWN_ISSUER


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


def _level(signature: EmbeddedPdfSignature) -> str | None:
    """Return the level that a signature has by ETSI EN 319 142-1, 6.3, or nothing."""
    kinds = [each["type"].native for each in signature.signer_info["signed_attrs"]]
    if (
        signature.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"
        and "/M" in signature.sig_object
        and sorted(kinds) == ["content_type", "message_digest", "signing_certificate_v2"]
    ):
        return LEVEL
    return None


def _is_as_written(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the signature's own bytes, which nothing signs, are just what signing writes.

    Else its padding, its letter case and the unsigned parts of its CMS could be changed unnoticed.
    """
    content = signature.pkcs7_content
    if len(content) > _LARGEST_SIGNATURE_BYTES:
        return False
    _, first, second, _ = (int(each) for each in signature.byte_range)
    reader.stream.seek(first)
    gap = reader.stream.read(second - first)
    length = asn1_parser.peek(content)
    if gap != b"<" + content[:length].hex().upper().encode() + b"00" * (
        len(content) - length
    ) + b">" or any(content[length:]):
        return False
    data, signer = signature.signed_data, signature.signer_info
    algorithms = data["digest_algorithms"]
    return (
        data["version"].native == "v1"
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
        and _certificates_form_a_chain(data)
    )


def _certificates_form_a_chain(data: cms.SignedData) -> bool:
    """Tell whether no stray certificate lies beside the signer's: each has issued another."""
    certificates = [x509.load_der_x509_certificate(each.dump()) for each in data["certificates"]]
    serial = data["signer_infos"][0]["sid"].chosen["serial_number"].native
    return all(
        issuer.serial_number == serial
        or any(issuer != each and has_issued(issuer, each) for each in certificates)
        for issuer in certificates
    )


def _judge_document(
    findings: _Findings,
    pdf: pikepdf.Pdf,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    lead: EmbeddedPdfSignature | None,
) -> None:
    root = pdf.Root
    certification = root.get(Name.Perms, Dictionary()).get(Name.DocMDP)
    reference = signature.sig_field.raw_get("/V")
    if not isinstance(certification, Dictionary) or certification.objgen != (
        reference.idnum,
        reference.generation,
    ):
        findings.problems.append("The document is not certified by the inspector's signature.")
    if _is_active(pdf):
        findings.problems.append("It holds something that can run by itself; no report does.")
    names = root.get(Name.Names, Dictionary())
    form = root.get(Name.AcroForm, Dictionary())
    if not (
        set(names.keys()) <= _ALLOWED_NAMES
        and set(form.keys()) <= _ALLOWED_FORM_KEYS
        and _annotations_are_allowed(pdf)
    ):
        findings.problems.append("It holds notes, forms or other parts that no report has.")
    # The prepared report, and each signature in an update of its own.
    signed = [signature, *([lead] if lead is not None else [])]
    if reader.total_revisions != len(signed) + 1 or any(
        each.signed_revision != at for at, each in enumerate(signed, 1)
    ):
        findings.problems.append("It was not saved in the steps in which a report is saved.")
    if not _description_is_the_same(reader):
        findings.problems.append("Title or other description was changed with or after signing.")
    if pdf.get_warnings():
        findings.problems.append("Its structure has faults that a report's has not.")


def _description_is_the_same(reader: PdfFileReader) -> bool:
    """Tell whether metadata stream and document information are those of the first revision."""
    wanted = [reader.root.raw_get("/Metadata"), reader.trailer.raw_get("/Info")]
    return all(
        isinstance(each, IndirectObject) and reader.xrefs.get_last_change(each.reference) == 0
        for each in wanted
    ) and all(
        [resolver.root.raw_get("/Metadata"), resolver.trailer_view.raw_get("/Info")] == wanted
        for resolver in map(reader.get_historical_resolver, range(reader.total_revisions))
    )


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Tell whether any object holds an action, a script or a medium that runs."""
    for each in pdf.objects:
        if not isinstance(each, Array | Dictionary | Stream):
            continue  # pikepdf gives numbers and nulls as Python's own
        value: Object = each.stream_dict if isinstance(each, Stream) else each
        # The quick look also finds these words in texts; only then is the object walked through.
        if _ACTIVE.search(value.unparse(resolved=True)) and _holds_active(value, is_top=True):
            return True
    return False


def _holds_active(value: object, *, is_top: bool = False) -> bool:
    if isinstance(value, Object) and value.is_indirect and not is_top:
        return False  # walked through for itself
    if isinstance(value, Array):
        return any(_holds_active(each) for each in value)
    if isinstance(value, Dictionary):
        return (
            bool(_ACTIVE_KEYS & set(value.keys()))
            or str(value.get(Name.S, "")) in _ACTIVE_KINDS
            or str(value.get(Name.Subtype, "")) in _ACTIVE_KINDS
            or any(_holds_active(inner) for _, inner in value.items())
        )
    return False


def _annotations_are_allowed(pdf: pikepdf.Pdf) -> bool:
    return all(
        str(annotation.get(Name.Subtype)) in _ALLOWED_ANNOTATIONS
        and (
            annotation.get(Name.Subtype) != Name.Widget
            or str(annotation.get(Name.T, "")) in _ALLOWED_FIELDS
        )
        for page in pdf.pages
        for annotation in page.obj.get(Name.Annots, Array())
    )


def _field_names(pdf: pikepdf.Pdf) -> set[str]:
    """Return the names of all fields; one that is no plain signature field counts as unnamed."""
    fields = pdf.Root.get(Name.AcroForm, Dictionary()).get(Name.Fields, Array())
    return {
        str(each.get(Name.T, "")) if each.get(Name.FT) == Name.Sig and Name.Kids not in each else ""
        for each in fields
    }


def _added(file: BinaryIO, signature: EmbeddedPdfSignature) -> Iterator[str]:
    """Tell what was added after signing, when the signed revision is still there."""
    _, _, second, length = (int(each) for each in signature.byte_range)
    yield "The file was changed after signing; what was signed is still inside it."
    try:
        yield from differences.told(differences.beginning(file, second + length), file)
    except _UNREADABLE:
        yield "What was changed cannot be read."


def _bare_signatures(file: BinaryIO, size_bytes: int) -> list[_BareSignature]:
    """Return the signatures that the bytes of the file show, whatever its structure says."""
    if not size_bytes:
        return []
    found = []
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        matches = list(_BYTE_RANGE.finditer(content))[-_MOST_SIGNATURES:]
        for match in matches:
            first, second, length = (int(each) for each in match.groups())
            end = second + length
            if (
                0 < first < second <= end <= size_bytes
                and second - first <= 2 * _LARGEST_SIGNATURE_BYTES
            ):
                found.append(_BareSignature(end, _fits(content, first, second, end)))
    return found


def _is_marked(file: BinaryIO, size_bytes: int) -> bool:
    """Return whether a signature once stood in the file, if only one of its marks is left."""
    if not size_bytes:
        return False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(mark) >= 0 for mark in _MARKS_OF_SIGNATURE)


def _fits(content: mmap.mmap, first: int, second: int, end: int) -> bool:
    try:
        gap = content[first:second].decode("ascii")
        digits = gap.removeprefix("<").removesuffix(">")
        if len(digits) != len(gap) - 2:
            return False
        signed = cms.ContentInfo.load(bytes.fromhex(digits))["content"]
        if not signed.native:  # asn1crypto reads lazily; this makes it read every part
            return False
        signer = extract_signer_info(signed)
        certificate = extract_certs_for_validation(signed).signer_cert
        digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native)
        for start, stop in ((0, first), (second, end)):
            for position in range(start, stop, _BLOCK_BYTES):
                digest.update(content[position : min(stop, position + _BLOCK_BYTES)])
        return all(validate_sig_integrity(signer, certificate, "data", digest.digest()))
    except _UNREADABLE:
        return False


def _unreadable(file: BinaryIO, size_bytes: int, sha256: str, error: Exception) -> Verdict:
    """Return the verdict on a file whose structure cannot be followed."""
    signatures = _bare_signatures(file, size_bytes)
    is_encrypted = str(error) == "encrypted" or isinstance(error, pikepdf.PasswordError)
    is_marked = not is_encrypted and _is_marked(file, size_bytes)
    if not any(each.fits for each in signatures) and (signatures or is_marked):
        findings = _Findings(
            problems=["The signed part, or the signature itself, was altered after signing."]
        )
        return _verdict(findings, sha256, size_bytes)
    if signatures:
        end = max(each.end for each in signatures if each.fits)
        if end < size_bytes:
            findings = _Findings(
                problems=[
                    "The file was changed after signing, so that it can no longer be read as a"
                    " report; what was signed is still inside it."
                ]
            )
            return _verdict(findings, sha256, size_bytes)
    file.seek(0)
    if b"%PDF-" not in file.read(1024):
        reason = "It is not a PDF."
    elif is_encrypted:
        reason = "It is encrypted; reports are not."
    elif isinstance(error, MemoryError | RecursionError):
        reason = "It is built so that reading it would take more memory than is allowed."
    else:
        reason = "It is damaged or cut short, so that it cannot be read as a PDF."
    return cannot_tell(reason, sha256=sha256, size_bytes=size_bytes)


def _verdict(findings: _Findings, sha256: str, size_bytes: int) -> Verdict:
    signer, lead = findings.inspector, findings.lead
    verdict = Verdict(
        state=State.NOT_GENUINE if findings.problems else State.GENUINE,
        sha256=sha256,
        size_bytes=size_bytes,
        sentences=(),
        problems=tuple(findings.problems),
        signer_name=signer.facts.name if signer else None,
        standing=signer.standing if signer else None,
        certificate_sha256=signer.facts.sha256 if signer else None,
        signed_at=signer.signed_at if signer else None,
        level=signer.level if signer else None,
        countersignature=_countersignature(lead) if lead else None,
        snapshot=findings.snapshot,
    )
    if findings.is_foreign:
        verdict = replace(verdict, state=State.CANNOT_TELL)
    return replace(verdict, sentences=tuple(_sentences(verdict, signer, lead)))


def _countersignature(lead: _Signer) -> Countersignature | None:
    if lead.standing is None or lead.signed_at is None or lead.level is None:
        return None
    facts = lead.facts
    return Countersignature(facts.name, lead.standing, facts.sha256, lead.signed_at, lead.level)


def _sentences(verdict: Verdict, signer: _Signer | None, lead: _Signer | None) -> Iterator[str]:
    match verdict.state:
        case State.GENUINE:
            yield "This report is genuine: nothing in it was changed since it was signed."
        case State.NOT_GENUINE:
            yield "This file is not genuine."
        case State.CANNOT_TELL:
            yield "Whether this file is genuine cannot be told."
    is_genuine = verdict.state is State.GENUINE
    if signer is not None and signer.standing is not None:
        verb = "It was signed by" if is_genuine else "It names as its signer"
        yield from _told(signer, signer.standing, verb, is_genuine=is_genuine)
    if lead is not None and lead.standing is not None:
        verb = "It was countersigned by" if is_genuine else "It names as its countersigner"
        yield from _told(lead, lead.standing, verb, is_genuine=is_genuine)
    levels = {each.level for each in (signer, lead) if each is not None and each.level is not None}
    if levels:
        several = signer is not None and lead is not None
        what, whose = ("signatures are", "a") if several else ("signature is", "the")
        yield (
            f"The {what} {LEVEL}: without a trusted timestamp. Whether {whose} certificate was "
            "revoked is not known, since the network was not asked."
        )


def _told(signer: _Signer, standing: Standing, verb: str, *, is_genuine: bool) -> Iterator[str]:
    """Tell who signed, what is known of them, and when they say it was."""
    facts = signer.facts
    yield f"{verb} {facts.name}."
    yield {
        Standing.SELF_ISSUED: (
            "The certificate is self-issued: it proves that the file is whole, not who the signer"
            " is. Compare its fingerprint with the signer's own to know that."
        ),
        Standing.KNOWN_HERE: "The certificate is known here.",
        Standing.KNOWN_ISSUER: (
            f"The certificate was issued by {facts.issuer}, which is known here."
        ),
        Standing.UNKNOWN_ISSUER: (
            f"The certificate says that {facts.issuer} issued it, which is not known here: it"
            " proves that the file is whole, not who the signer is."
        ),
    }[standing]
    yield f"The SHA-256 fingerprint of the certificate is {facts.sha256}."
    if signer.signed_at is not None:
        local = signer.signed_at.astimezone(_SHOWN_ZONE)
        yield (
            f"It was signed on {local.day} {local:%B %Y at %H:%M:%S %Z} by the clock of the"
            " signer's laptop; nobody else confirms this time."
        )
    if is_genuine and facts.not_after < datetime.now(UTC):
        end = facts.not_after
        yield f"The certificate has expired since, on {end.day} {end:%B %Y}."


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


def _limit_memory(size_bytes: int) -> None:
    """Bound the memory of this process; Windows has no such call."""
    if sys.platform == "win32":
        return
    import resource

    # The file itself may be mapped more than once.
    limit = _MEMORY_BYTES + 3 * size_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
