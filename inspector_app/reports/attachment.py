"""The finished pages made ready to sign: report snapshot attached, document named, fields made.

Must not sign, and must not know what the pages say.
"""

import io
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from inspector_app.domain.errors import BadInput
from inspector_app.reports.fields import SignatureField
from inspector_app.reports.structure import Where, append_structure, make_room
from inspector_app.reports.tagging import Tree
from inspector_app.texts import language, tr

SNAPSHOT_NAME = "report-snapshot.json"
SNAPSHOT_MIME_TYPE = "application/json"
LARGEST_SNAPSHOT_BYTES = 64 * 1024 * 1024
_PRODUCER = "SPR Inspector"
_CLAIMS = (
    "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    "<pdfuaid:part>1</pdfuaid:part>"
    "<pdfaExtension:schemas><rdf:Bag>"
    '<rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of the standard</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
"""PDF/A-3a and PDF/UA-1, and the schema that PDF/A wants for the latter: ISO 19005-3, 6.6.2.3."""
_PRINTED_AND_LOCKED = 4 | 128
"""Annotation flags of ISO 32000-1, table 165: Print, Locked."""
_DEEPEST_SNAPSHOT = 100


def prepared(
    source: BinaryIO,
    target: BinaryIO,
    *,
    snapshot: bytes | None,
    title: str,
    created_at: datetime,
    fields: Sequence[SignatureField],
    structure: Tree | None = None,
    subject: str = "",
) -> None:
    """Write ``source`` to ``target`` with the snapshot attached and the signature fields in place.

    Equal arguments give equal bytes; ``source`` is only read.

    Args:
        source: the pages as ReportLab wrote them.
        target: empty, open for reading and writing.
        snapshot: the report snapshot, JSON in UTF-8, at most :data:`LARGEST_SNAPSHOT_BYTES`;
            None: nothing is attached.
        title: shown by PDF readers in place of the file name.
        created_at: aware; written in UTC to the second.
        fields: in the order in which they are reached by keyboard.
        structure: of the pages; without one, the file does not say that it keeps to PDF/UA-1 and
            PDF/A-3a.
        subject: the marking, as PDF readers show it among the document's properties.

    Raises:
        BadInput: the snapshot is larger than verifying would read.

    Source: ISO 32000-2, 7.11.4 and 14.13 (embedded and associated files), 12.7.5.5 (signature
    fields); ISO 19005-3, 6.8.
    """
    if snapshot is not None and len(snapshot) > LARGEST_SNAPSHOT_BYTES:
        raise BadInput(
            tr(
                "The data of this report are larger than can be attached to a PDF. Nothing was "
                "written; export fewer sections at a time."
            )
        )
    where = _saved(source, target, snapshot, title, created_at, fields, structure, subject)
    if structure is not None:
        append_structure(target, structure, where)


def _saved(
    source: BinaryIO,
    target: BinaryIO,
    snapshot: bytes | None,
    title: str,
    created_at: datetime,
    fields: Sequence[SignatureField],
    structure: Tree | None,
    subject: str,
) -> Where:
    """Write all but the structure; return which of its elements each annotation is.

    What pikepdf holds of the pages goes when this returns, and not when it closes their file.
    """
    with pikepdf.open(source) as pdf:
        if snapshot is not None:
            _attach_snapshot(pdf, snapshot, created_at)
        _name_document(pdf, title, subject, created_at, claims=structure is not None)
        widgets = _make_fields(pdf, fields) if fields else {}
        where = {} if structure is None else make_room(pdf, structure, widgets)
        _save(pdf, target)
    return where


def attached_snapshot(pdf: pikepdf.Pdf) -> tuple[dict[str, Any] | None, str]:
    """Return the snapshot attached to ``pdf``, or ``None`` with a sentence that says why not.

    The sentence is empty when there is a snapshot. The PDF may be hostile: sizes and depth are
    bounded, repeated keys and numbers that JSON does not know are refused.
    """
    root = pdf.Root
    embedded = list(pdf.attachments)
    if embedded != [SNAPSHOT_NAME]:
        if not embedded:
            return None, tr("No report data are attached.")
        return None, tr("The attached files are not those of a report.")
    related = root.get(Name.AF)
    specification = pdf.attachments[SNAPSHOT_NAME].obj
    if (
        not isinstance(related, Array)
        or len(related) != 1
        or related[0].objgen != specification.objgen
        or specification.get(Name.AFRelationship) != Name.Data
    ):
        return None, tr("The attached data are not tied to the document as a report’s are.")
    stream = specification.EF.get(Name.F)
    if not isinstance(stream, pikepdf.Stream) or stream.get(Name.Subtype) != Name(
        f"/{SNAPSHOT_MIME_TYPE}"
    ):
        return None, tr("The attached data are not marked as JSON.")
    size = int(stream.get(Name.Params, Dictionary()).get(Name.Size, -1))
    if not 0 <= size <= LARGEST_SNAPSHOT_BYTES:
        return None, tr("The attached data are larger than a report’s can be.")
    content = _decoded(stream, size)
    if content is None or len(content) != size:
        return None, tr("The attached data are not as long as they say they are.")
    return parsed_snapshot(content)


def parsed_snapshot(content: bytes) -> tuple[dict[str, Any] | None, str]:
    """Return the JSON object in ``content``, or ``None`` with a sentence that says why not."""
    try:
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_repetition,
            parse_constant=_no_such_number,
        )
    except (ValueError, RecursionError):
        return None, tr("The attached data cannot be read as JSON.")
    if not isinstance(value, dict) or _is_deeper(value, _DEEPEST_SNAPSHOT):
        return None, tr("The attached data do not have the form of a report.")
    return cast("dict[str, Any]", value), ""


def _decoded(stream: pikepdf.Stream, size: int) -> bytes | None:
    """Return the content of ``stream`` , no more than one byte over ``size``."""
    raw = stream.read_raw_bytes()
    filters = stream.get(Name.Filter)
    if filters is None:
        return raw
    if filters != Name.FlateDecode or Name.DecodeParms in stream:
        return None
    try:
        return zlib.decompressobj().decompress(raw, size + 1)
    except zlib.error:
        return None


def _attach_snapshot(pdf: pikepdf.Pdf, snapshot: bytes, created_at: datetime) -> None:
    instant = _pdf_date(created_at)
    specification = pikepdf.AttachedFileSpec(
        pdf,
        snapshot,
        filename=SNAPSHOT_NAME,
        mime_type=SNAPSHOT_MIME_TYPE,
        description=tr("What this report prints, as data"),
        creation_date=instant,
        mod_date=instant,
    )
    specification.obj.AFRelationship = Name.Data
    pdf.attachments[SNAPSHOT_NAME] = specification
    pdf.Root.AF = Array([pdf.attachments[SNAPSHOT_NAME].obj])


def _name_document(
    pdf: pikepdf.Pdf, title: str, subject: str, created_at: datetime, *, claims: bool
) -> None:
    title, subject = _without_controls(title), _without_controls(subject)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo[Name.Title] = title
    if subject:
        pdf.docinfo[Name.Subject] = subject
    pdf.docinfo[Name.Producer] = _PRODUCER
    pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = _pdf_date(created_at)
    root = pdf.Root
    root.Lang = String(language().tag)
    preferences = root.get(Name.ViewerPreferences, Dictionary())
    preferences.DisplayDocTitle = True
    root.ViewerPreferences = preferences
    metadata = pdf.make_stream(_xmp(title, subject, created_at, _CLAIMS if claims else "").encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = metadata


def _xmp(title: str, subject: str, created_at: datetime, claims: str) -> str:
    """Return the metadata packet; written by hand, since it must be the same bytes each time."""
    instant = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    description = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(subject)}</rdf:li></rdf:Alt></dc:description>"
        if subject
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(title)}</rdf:li></rdf:Alt></dc:title>"
        f"{description}"
        f"<dc:language><rdf:Bag><rdf:li>{escape(language().tag)}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{instant}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{instant}</xmp:ModifyDate>"
        f"<xmp:MetadataDate>{instant}</xmp:MetadataDate>"
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer>{claims}"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )


def _make_fields(pdf: pikepdf.Pdf, fields: Sequence[SignatureField]) -> dict[str, Object]:
    """Make the fields; return them by name."""
    widgets: dict[str, Object] = {}
    for field in fields:
        page = pdf.pages[field.page_index].obj
        left, bottom, right, top = field.rect
        appearance = pdf.make_stream(
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, right - left, top - bottom]),
            Resources=Dictionary(),
        )
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(field.name),
                TU=String(field.tooltip),
                Contents=String(field.tooltip),
                Rect=Array(list(field.rect)),
                F=_PRINTED_AND_LOCKED,
                P=page,
                AP=Dictionary(N=appearance),
            )
        )
        if Name.Annots not in page:
            page.Annots = Array()
        cast("Array", page.Annots).append(widget)
        widgets[field.name] = widget
    if not fields:
        return widgets
    form = Dictionary(Fields=Array(list(widgets.values())), SigFlags=0)
    pdf.Root.AcroForm = pdf.make_indirect(form)
    return widgets


class _Steadfast:
    """A file to write that tells of its first failure later.

    qpdf flushes in a destructor, and what is raised there ends the whole process.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: OSError | None = None

    def write(self, content: bytes) -> int:
        if self.failure is None:
            try:
                self._file.write(content)
            except OSError as error:
                self.failure = error
        return len(content)

    def flush(self) -> None:
        if self.failure is None:
            try:
                self._file.flush()
            except OSError as error:
                self.failure = error

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _save(pdf: pikepdf.Pdf, file: BinaryIO) -> None:
    steadfast = _Steadfast(file)
    pdf.save(
        cast("BinaryIO", steadfast),
        # Associated files came with PDF 2.0 and PDF/A-3; PDF/UA-1 wants a header of 1.n.
        min_version="1.7",
        deterministic_id=True,
        # Plain cross-reference tables: the oldest readers and the simplest tools can follow them.
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
    )
    if steadfast.failure is not None:
        raise steadfast.failure


def _pdf_date(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _without_controls(text: str) -> str:
    """Return ``text`` without what XML 1.0 cannot carry: control characters and surrogates."""
    return "".join(
        each for each in text if ord(each) >= ord(" ") and not 0xD800 <= ord(each) <= 0xDFFF
    )


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is repeated")
    return value


def _no_such_number(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _is_deeper(value: object, depth: int) -> bool:
    level: list[object] = [value]
    for _ in range(depth):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True
