"""The strict rules by which a PDF counts as a report signed by this app.

Runs on hostile files: in a process of its own when a person asks, see ``verifying.verify``.
"""

import asyncio
import base64
import hashlib
import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from asn1crypto import cms
from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pikepdf import Array, Dictionary, Name, Object, Stream
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from inspector_app.reports import differences
from inspector_app.reports.attachment import SNAPSHOT_NAME, attached_snapshot
from inspector_app.reports.bare_signatures import (
    LARGEST_SIGNATURE_BYTES,
    bare_signatures,
    is_marked,
)
from inspector_app.reports.fields import INSPECTOR_FIELD, LEAD_FIELD
from inspector_app.reports.findings import Findings, Signer, verdict_on
from inspector_app.reports.hostile import UNREADABLE
from inspector_app.reports.identity import CertificateFacts, facts_of, has_issued, is_authority
from inspector_app.reports.verifying import Standing, Verdict, cannot_tell

LEVEL = "PAdES B-B"
_ALLOWED_FIELDS = {INSPECTOR_FIELD, LEAD_FIELD}
"""Made with the report; the lead's is empty, or filled by a countersignature."""
_LARGEST_FILE_BYTES = 2 * 1024**3
_MEMORY_BYTES = 2 * 1024**3
_BLOCK_BYTES = 1024 * 1024
_DIGESTS = {"sha256", "sha384", "sha512"}
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
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
_VOUCHED = {Standing.KNOWN_HERE, Standing.KNOWN_ISSUER}
_ALLOWED_ANNOTATIONS = {"/Link", "/Widget"}
_ALLOWED_NAMES = {"/EmbeddedFiles", "/Dests"}
_ALLOWED_FORM_KEYS = {"/Fields", "/SigFlags"}


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
        except UNREADABLE as error:
            return _unreadable(file, size_bytes, sha256, error)
    return verdict_on(findings, sha256, size_bytes)


def _judged(file: BinaryIO, size_bytes: int, trusted: Sequence[bytes]) -> Findings:
    reader = PdfFileReader(file, strict=True)
    findings = Findings()
    if reader.encrypt_dict is not None:
        raise PdfError("encrypted")
    with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as pdf:
        findings.snapshot, no_snapshot = attached_snapshot(pdf)
        names = _field_names(pdf)
        signatures = reader.embedded_signatures
        ours = [each for each in signatures if each.field_name == INSPECTOR_FIELD]
        if not ours:
            bears_our_marks = INSPECTOR_FIELD in names or SNAPSHOT_NAME in pdf.attachments
            was_signed = bool(bare_signatures(file, size_bytes))
            _judge_unsigned(findings, bool(signatures), bears_our_marks, was_signed)
            return findings
        signature = ours[0]
        leads = [each for each in signatures if each.field_name == LEAD_FIELD]
        lead = leads[0] if leads else None
        try:
            if _is_damaged(findings, [signature, *leads], trusted):
                return findings
            whole = _judge_signature(findings, reader, signature, trusted, lead)
        except UNREADABLE:
            findings.problems.append("The signature itself was altered after signing.")
            return findings
        if lead is not None:
            try:
                whole = _judge_countersignature(findings, reader, lead, trusted)
            except UNREADABLE:
                findings.problems.append("The countersignature was altered after signing.")
                return findings
        _pin(findings, trusted)
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
    findings: Findings, is_signed: bool, bears_our_marks: bool, was_signed: bool
) -> None:
    """Judge a file without an inspector's signature."""
    if is_signed and not bears_our_marks:
        findings.doubts.append(
            "It is signed, but it is not a report of this app; check it with the program it comes"
            " from."
        )
    elif was_signed:
        findings.problems.append(
            "A signature that is still among its bytes was made to count no longer."
        )
    elif bears_our_marks:
        findings.problems.append(
            "It calls itself an interim summary: such a paper is provisional and never signed, so "
            "nothing shows that it was not altered."
            if _is_interim(findings.snapshot)
            else "It is made like a report but bears no inspector's signature."
        )
    else:
        findings.doubts.append("It is not a report of this app, and it is not signed.")


def _is_interim(snapshot: dict[str, object] | None) -> bool:
    return isinstance((snapshot or {}).get("interim"), dict)


def _is_damaged(
    findings: Findings, signatures: Sequence[EmbeddedPdfSignature], trusted: Sequence[bytes]
) -> bool:
    """Tell whether one of ``signatures`` is not over these bytes; then say whose they were.

    It is asked first, and costs little: what was damaged needs no further judging.
    """
    if all(_is_over_these_bytes(each) for each in signatures):
        return False
    findings.problems.append("The signed part was altered after signing.")
    named = [_named(each, trusted) for each in signatures]
    findings.inspector, findings.lead = named[0], named[1] if len(named) > 1 else None
    return True


def _is_over_these_bytes(signature: EmbeddedPdfSignature) -> bool:
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
    for signer, called in ((findings.inspector, "signer"), (findings.lead, "countersigner")):
        if signer is not None and signer.standing not in _VOUCHED:
            findings.doubts.append(
                f"The file is whole, but no authority that is known here vouches for its {called}."
            )


def _judge_signature(
    findings: Findings,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
    lead: EmbeddedPdfSignature | None,
) -> bool:
    """Judge the inspector's signature for itself; return whether it covers the whole file.

    Where it is countersigned, what came after it is judged as well.
    """
    findings.inspector = signer = _named(signature, trusted)
    status = _judge_seal(findings, reader, signature, signer, "signature", lead is None)
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
    findings: Findings,
    reader: PdfFileReader,
    lead: EmbeddedPdfSignature,
    trusted: Sequence[bytes],
) -> bool:
    """Judge the lead's signature for itself; return whether it covers the whole file."""
    findings.lead = signer = _named(lead, trusted)
    status = _judge_seal(findings, reader, lead, signer, "countersignature", True)
    if "/Reference" in lead.sig_object:
        findings.problems.append("The countersignature sets limits, which a report's does not.")
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


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
        findings.problems.append(f"The {called} does not say when it was made.")
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
        findings.problems.append("The signed part was altered after signing.")
    elif not status.valid:
        findings.problems.append(f"The {called} was not made with the key of its certificate.")
    elif not facts.not_before <= claimed <= facts.not_after:
        findings.problems.append(
            f"The certificate was not valid at the time at which the {called} claims to be made."
        )
    elif not status.trusted:
        findings.problems.append("The certificate is not meant for signing documents.")
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
    if len(content) > LARGEST_SIGNATURE_BYTES:
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
    findings: Findings,
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
    except UNREADABLE:
        yield "What was changed cannot be read."


def _unreadable(file: BinaryIO, size_bytes: int, sha256: str, error: Exception) -> Verdict:
    """Return the verdict on a file whose structure cannot be followed."""
    signatures = bare_signatures(file, size_bytes)
    is_encrypted = str(error) == "encrypted" or isinstance(error, pikepdf.PasswordError)
    bears_marks = not is_encrypted and is_marked(file, size_bytes)
    if not any(each.fits for each in signatures) and (signatures or bears_marks):
        findings = Findings(
            problems=["The signed part, or the signature itself, was altered after signing."]
        )
        return verdict_on(findings, sha256, size_bytes)
    if signatures:
        end = max(each.end for each in signatures if each.fits)
        if end < size_bytes:
            findings = Findings(
                problems=[
                    "The file was changed after signing, so that it can no longer be read as a"
                    " report; what was signed is still inside it."
                ]
            )
            return verdict_on(findings, sha256, size_bytes)
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
