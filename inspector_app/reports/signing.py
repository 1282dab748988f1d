"""Signing a prepared report, and countersigning a signed one."""

import asyncio
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import ArrayObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle

from inspector_app.domain.errors import Cancelled, SigningFailed
from inspector_app.reports import appearance
from inspector_app.reports.appearance import Typeface
from inspector_app.reports.examination import examined
from inspector_app.reports.fields import INSPECTOR_FIELD, LEAD_FIELD
from inspector_app.reports.identity import OpenedIdentity, SignerKind
from inspector_app.reports.report_file import report_file
from inspector_app.reports.untouched import UntouchedMetadataWriter
from inspector_app.reports.verifying import State, Verdict
from inspector_app.texts import tr

_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class SignedFile:
    """What the journal records of a signed report."""

    sha256: str
    """Of the whole signed file, in hexadecimal."""
    size_bytes: int
    certificate_sha256: str
    signer_name: str
    kind: SignerKind
    signed_at: datetime


def sign(
    unsigned: BinaryIO,
    signed: Path,
    identity: OpenedIdentity,
    *,
    capacity: str,
    typeface: Typeface,
    signed_at: datetime,
    cancelled: Callable[[], bool] | None = None,
) -> SignedFile:
    """Write ``unsigned`` with a visible signature in its field *Inspector* to ``signed``.

    The signature is PAdES B-B with SHA-256: offline nobody vouches for its time, which is the
    laptop's claim. It certifies the document and allows only the filling of fields that are
    already there (DocMDP 2): a signature that forbade all changes would shut out the lead
    inspector's countersignature, and an ordinary approval signature would let a stranger add
    fields of their own. Archive timestamps cannot be forbidden by either.

    The file is examined before it gets its name: what is handed over is what ``verify`` accepts.
    ``unsigned`` is only read; memory does not grow with its size.

    Args:
        unsigned: as ``attachment.prepared`` wrote it.
        signed: a new name; an old file there is replaced in one step.
        identity: from ``identity.opened``, opened for the same instant.
        capacity: shown in the signature, such as *Inspector*.
        typeface: embedded to draw the signature.
        signed_at: aware; what this laptop's clock says.
        cancelled: asked once more before the file gets its name; nothing is left when it says so.

    Raises:
        Cancelled: ``cancelled`` said so.
        SigningFailed: the file has no empty field *Inspector*, or the identity cannot sign it.
        DeviceFull: ``signed`` cannot be written; no half file is left.

    Source: ETSI EN 319 142-1 (PAdES baseline); ISO 32000-2, 12.8.2.2 (DocMDP).
    """
    kept = tr("The inspection is unharmed.")
    signed_at = signed_at.replace(microsecond=0)
    try:
        with report_file(signed, kept) as output:
            seal = _Seal(INSPECTOR_FIELD, identity, capacity, typeface, signed_at)
            # No name holds the writer: it is gone before what it wrote is read back.
            asyncio.run(_signed(UntouchedMetadataWriter(unsigned), output, seal))
            made = _checked(output, identity, signed_at)
            if cancelled is not None and cancelled():
                raise Cancelled(tr("The export was stopped; nothing was written."))
            return made
    except (SigningError, PdfError) as error:
        # What a card refuses passes through to identity.opened, which has the words for it.
        raise SigningFailed(
            tr("The report could not be signed ({error}). {kept} Export it again.").format(
                error=error, kept=kept
            )
        ) from error


def countersign(
    signed: BinaryIO,
    target: Path,
    identity: OpenedIdentity,
    *,
    verdict: Verdict,
    capacity: str,
    typeface: Typeface,
    signed_at: datetime,
) -> SignedFile:
    """Write ``signed`` with a second signature, in its field *Lead*, to ``target``.

    The inspector's signature stays as it is, and valid: it allows that this field is filled. The
    second is PAdES B-B as well, an approval of all that the first covers. No vault and no
    inspection is needed for it, only the file.

    Args:
        signed: a genuine report as :func:`sign` wrote it; it is only read.
        verdict: what ``verify`` said of that file, in a process where a hostile one does no harm.
        target: a new name; an old file there is replaced in one step.
        identity: from ``identity.opened``, opened for the same instant; another one than the
            inspector's, since nobody vouches for themselves.
        capacity: shown in the signature, such as *Lead inspector*.
        typeface: embedded to draw the signature.
        signed_at: aware; what this laptop's clock says.

    Raises:
        SigningFailed: the file is not a genuine report, is countersigned already, has no room for
            a countersignature, or was signed with the same certificate.
        DeviceFull: ``target`` cannot be written; no half file is left.

    Source: ETSI EN 319 142-1 (PAdES baseline); ISO 32000-2, 12.8.2.2 (DocMDP).
    """
    kept = tr("The signed report is unharmed.")
    signed_at = signed_at.replace(microsecond=0)
    if verdict.state is not State.GENUINE:
        reasons = " ".join(verdict.problems)
        raise SigningFailed(
            tr(
                "Only a genuine report can be countersigned, and this file is none. {reasons} "
                "Nothing was written."
            ).format(reasons=reasons)
        )
    signed.seek(0)
    if hashlib.file_digest(signed, _DIGEST).hexdigest() != verdict.sha256:  # type: ignore[arg-type]
        raise SigningFailed(
            tr("The file changed while it was read. Nothing was written; try again.")
        )
    if verdict.timestamps:
        raise SigningFailed(
            tr(
                "It bears a timestamp already, and nothing can be signed behind one. Nothing was "
                "written; countersign the summary as it was before it was raised."
            )
        )
    if verdict.countersignature is not None:
        name = verdict.countersignature.name
        raise SigningFailed(
            tr("It is countersigned already, by {name}. Nothing was written.").format(name=name)
        )
    if verdict.certificate_sha256 == identity.facts.sha256:
        raise SigningFailed(
            tr(
                "It was signed with the same certificate, and nobody countersigns their own "
                "report. Nothing was written; let the lead inspector sign."
            )
        )
    try:
        with report_file(target, kept) as output:
            writer = UntouchedMetadataWriter(signed)
            seal = _Seal(LEAD_FIELD, identity, capacity, typeface, signed_at)
            asyncio.run(_signed(writer, output, seal))
            return _checked(output, identity, signed_at)
    except (SigningError, PdfError) as error:
        raise SigningFailed(
            tr(
                "The report could not be countersigned ({error}). {kept} Try again, or let the "
                "inspector export it anew."
            ).format(error=error, kept=kept)
        ) from error


def page_count(report: Path) -> int:
    """Return how many pages a genuine report has."""
    with pikepdf.open(report) as pdf:
        return len(pdf.pages)


@dataclass(frozen=True, slots=True)
class _Seal:
    """Who signs, where and when."""

    field: str
    identity: OpenedIdentity
    capacity: str
    typeface: Typeface
    signed_at: datetime

    def drawn(self, writer: IncrementalPdfFileWriter) -> StaticStampStyle:
        width, height = _field_size(writer, self.field)
        page = appearance.drawn(
            self.identity.facts,
            capacity=self.capacity,
            signed_at=self.signed_at,
            typeface=self.typeface,
            width=width,
            height=height,
        )
        return _style(page)


async def _signed(writer: IncrementalPdfFileWriter, output: BinaryIO, seal: _Seal) -> None:
    """Do what ``PdfSigner.async_sign_pdf`` does, with our instant instead of its own clock."""
    certifies, signed_at = seal.field == INSPECTOR_FIELD, seal.signed_at
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=seal.field,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        signer=seal.identity.signer,
        stamp_style=seal.drawn(writer),
    )
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = signed_at
    reserved = await session.estimate_signature_container_size(validation_info=None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    digest, written = document.digest_tbs_document(output=output)
    finished = await document.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=signed_at),
    )
    await finished.post_signature_processing(written)


class _DrawnPage(PdfContent):
    """A one-page PDF in memory as content; pyHanko's own class wants a file on disk."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self._page))
        drawing = self._ensure_writer.import_page_as_xobject(reader)
        self.resources.xobject["/Drawing"] = drawing
        left, bottom, right, top = drawing.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Drawing Do"


def _style(page: bytes) -> StaticStampStyle:
    return StaticStampStyle(
        background=_DrawnPage(page),
        background_layout=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID),
        background_opacity=1.0,
        border_width=0,
    )


def _field_size(writer: IncrementalPdfFileWriter, field: str) -> tuple[float, float]:
    for name, value, reference in enumerate_sig_fields(writer):
        if name == field and value is None:
            rect: ArrayObject = reference.get_object()["/Rect"]
            left, bottom, right, top = (float(each) for each in rect)
            return right - left, top - bottom
    raise SigningError(tr("it has no empty signature field {field}").format(field=field))


def _checked(output: BinaryIO, identity: OpenedIdentity, signed_at: datetime) -> SignedFile:
    """Return the facts of what was written, after reading it back as a verifier would."""
    verdict = examined(output, trusted=())
    if verdict.state is not State.GENUINE:
        raise SigningError(
            tr("the signature that came back is not valid: ") + " ".join(verdict.problems)
        )
    return SignedFile(
        sha256=verdict.sha256,
        size_bytes=verdict.size_bytes,
        certificate_sha256=identity.facts.sha256,
        signer_name=identity.facts.name,
        kind=identity.kind,
        signed_at=signed_at,
    )
