"""Which parts a report may have, and which no report has."""

import re
from collections.abc import Iterator, Set
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from inspector_app.reports.every_object import go_through, go_through_at_large
from inspector_app.reports.fields import INSPECTOR_FIELD, LEAD_FIELD
from inspector_app.texts import tr

OWN_FIELDS = frozenset({INSPECTOR_FIELD, LEAD_FIELD})
"""Made with the report; the lead's is empty, or filled by a countersignature."""
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
_FAULTY = tr("Its structure has faults that a report’s has not.")
_ALLOWED_ANNOTATIONS = {"/Link", "/Widget"}
_ALLOWED_NAMES = {"/EmbeddedFiles", "/Dests"}
_ALLOWED_FORM_KEYS = {"/Fields", "/SigFlags"}


def faults_of_parts(
    pdf: pikepdf.Pdf,
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    fields: Set[str],
) -> Iterator[str]:
    """Yield what the document holds or lacks that makes it no report.

    Args:
        pdf: the file.
        reader: the same file, with its revisions.
        signature: the inspector's.
        fields: the names that form fields may have.
    """
    root = pdf.Root
    certification = root.get(Name.Perms, Dictionary()).get(Name.DocMDP)
    reference = signature.sig_field.raw_get("/V")
    if not isinstance(certification, Dictionary) or certification.objgen != (
        reference.idnum,
        reference.generation,
    ):
        yield tr("The document is not certified by the inspector’s signature.")
    names = root.get(Name.Names, Dictionary())
    form = root.get(Name.AcroForm, Dictionary())
    if not (
        set(names.keys()) <= _ALLOWED_NAMES
        and set(form.keys()) <= _ALLOWED_FORM_KEYS
        and _annotations_are_allowed(pdf, fields)
    ):
        yield tr("It holds notes, forms or other parts that no report has.")
    if not _description_is_the_same(reader):
        yield tr("Title or other description was changed with or after signing.")
    if pdf.get_warnings():
        yield _FAULTY


def faults_of_objects(file: BinaryIO) -> Iterator[str]:
    """Yield what is wrong with any object of the document, reached from its pages or not.

    Args:
        file: a real file, open for reading in binary.
    """
    is_active = False

    def look_at(each: object) -> None:
        nonlocal is_active
        is_active = is_active or _is_active(each)

    warnings = go_through(file, look_at)
    if warnings and not is_active:
        go_through_at_large(file, look_at)
    if is_active:
        yield tr("It holds something that can run by itself; no report does.")
    if warnings:
        yield _FAULTY


def field_names(pdf: pikepdf.Pdf) -> list[str]:
    """Return the names of all fields; one that is no plain signature field counts as unnamed."""
    fields = pdf.Root.get(Name.AcroForm, Dictionary()).get(Name.Fields, Array())
    return [
        str(each.get(Name.T, "")) if each.get(Name.FT) == Name.Sig and Name.Kids not in each else ""
        for each in fields
    ]


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


def _is_active(top: object) -> bool:
    """Tell whether an object holds an action, a script or a medium that runs, or names its kind.

    A name on its own is what another object may refer to instead of saying it.
    """
    if isinstance(top, Name):
        return str(top) in _ACTIVE_KINDS
    if not isinstance(top, Array | Dictionary | Stream):
        return False  # pikepdf gives numbers and nulls as Python's own
    value: Object = top.stream_dict if isinstance(top, Stream) else top
    # The quick look also finds these words in texts; only then is the object walked through.
    return _ACTIVE.search(value.unparse(resolved=True)) is not None and _holds_active(
        value, is_top=True
    )


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


def _annotations_are_allowed(pdf: pikepdf.Pdf, fields: Set[str]) -> bool:
    return all(
        str(annotation.get(Name.Subtype)) in _ALLOWED_ANNOTATIONS
        and (
            annotation.get(Name.Subtype) != Name.Widget or str(annotation.get(Name.T, "")) in fields
        )
        for page in pdf.pages
        for annotation in page.obj.get(Name.Annots, Array())
    )
