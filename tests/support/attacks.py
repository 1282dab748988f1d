"""What somebody might do to a signed report, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name
from pyhanko.pdf_utils.generic import pdf_string as text
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.support.signed_reports import byte_range

Writer = IncrementalPdfFileWriter
PAGE_1 = "What is seen on page 1 was changed."
PAGE_2 = "What is seen on page 2 was changed."
DATA = "The attached data or names were changed."
DESCRIPTION = "Title or other description of the document was changed."
WAS_SIGNED = "made to count no longer"
CHANGED = "what was signed is still inside it."


@dataclass(frozen=True)
class Appended:
    """An attack that leaves the signed bytes alone and appends an update."""

    act: Callable[[Writer], None]
    words: str
    """What the verdict must say of it."""


@dataclass(frozen=True)
class Rewritten:
    """An attack on the bytes themselves."""

    act: Callable[[bytes], bytes]
    words: str


def _box(*sides: int) -> ArrayObject:
    return ArrayObject([NumberObject(each) for each in sides])


def _drawing(content: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): _box(0, 0, 270, 70),
            }
        ),
        stream_data=content,
    )


def _appended_content(writer: Writer) -> None:
    words = generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 650 Td (And 43 more.) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(words))


def _replaced_content(writer: Writer) -> None:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    words = b"BT /F1 12 Tf 100 700 Td (The force can mobilise 4 officers.) Tj ET"
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=words))
    writer.mark_update(reference)


def _laid_a_note_over(writer: Writer) -> None:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): _box(90, 690, 400, 720),
            pdf_name("/Contents"): text("The force can mobilise 4 officers."),
            pdf_name("/DA"): text("/Helv 12 Tf 0 g"),
        }
    )
    kept = list(page.get("/Annots", ()))
    page[pdf_name("/Annots")] = ArrayObject([*kept, writer.add_object(note)])
    writer.mark_update(reference)


def _changed_font(writer: Writer) -> None:
    font = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]["/F1"]
    font[pdf_name("/BaseFont")] = pdf_name("/ZapfDingbats")
    writer.update_container(font)


def _added_a_page(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    page = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): _box(0, 0, 595, 842),
        }
    )
    tree["/Kids"].append(writer.add_object(page))
    tree[pdf_name("/Count")] = NumberObject(len(tree["/Kids"]))
    writer.update_container(tree)


def _swapped_pages(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    tree[pdf_name("/Kids")] = ArrayObject(reversed([*tree["/Kids"]]))
    writer.update_container(tree)


_OTHER_DATA = b'{"inspection": "Another"}'


def _data_stream() -> generic.StreamObject:
    return generic.StreamObject(
        DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/EmbeddedFile"),
                pdf_name("/Subtype"): pdf_name("/application#2Fjson"),
                pdf_name("/Params"): DictionaryObject(
                    {pdf_name("/Size"): NumberObject(len(_OTHER_DATA))}
                ),
            }
        ),
        stream_data=_OTHER_DATA,
    )


def _exchanged_data(writer: Writer) -> None:
    files = writer.root["/AF"][0]["/EF"]
    reference = writer.add_object(_data_stream())
    files[pdf_name("/F")] = files[pdf_name("/UF")] = reference
    writer.update_container(files)


def _rewritten_data(writer: Writer) -> None:
    stream = writer.root["/AF"][0]["/EF"]["/F"]
    stream._data, stream._encoded_data = _OTHER_DATA, None
    for key in ("/Filter", "/Length"):
        stream.pop(key, None)
    stream[pdf_name("/Params")] = _data_stream()["/Params"]
    writer.update_container(stream)


def _packet() -> generic.StreamObject:
    return generic.StreamObject(
        DictionaryObject(
            {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}
        ),
        stream_data=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    )


def _exchanged_metadata(writer: Writer) -> None:
    writer.root[pdf_name("/Metadata")] = writer.add_object(_packet())
    writer.update_root()


def _rewritten_metadata(writer: Writer) -> None:
    place = writer.root.raw_get("/Metadata").reference
    stream = writer.root["/Metadata"]
    stream._data, stream._encoded_data = _packet().data, None
    for key in ("/Filter", "/Length"):
        stream.pop(key, None)
    writer.mark_update(place)


def _exchanged_title(writer: Writer) -> None:
    information = writer.trailer["/Info"]
    information[pdf_name("/Title")] = text("Final summary")
    writer.update_container(information)


def _added_script(writer: Writer) -> None:
    script = DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): text("app.alert('Genuine!')")}
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(script)
    writer.update_root()


def _another_language(writer: Writer) -> None:
    writer.root[pdf_name("/Lang")] = text("cy-GB")
    writer.update_root()


def _another_structure(writer: Writer) -> None:
    root = DictionaryObject({pdf_name("/Type"): pdf_name("/StructTreeRoot")})
    writer.root[pdf_name("/StructTreeRoot")] = writer.add_object(root)
    writer.update_root()


def _field(writer: Writer, name: str) -> DictionaryObject:
    fields: list[DictionaryObject] = [
        each.get_object() for each in writer.root["/AcroForm"]["/Fields"]
    ]
    return next(each for each in fields if each["/T"] == name)


def _moved(name: str) -> Callable[[Writer], None]:
    def act(writer: Writer) -> None:
        field = _field(writer, name)
        field[pdf_name("/Rect")] = _box(0, 0, 595, 842)
        writer.update_container(field)

    return act


def _drawn_anew(name: str) -> Callable[[Writer], None]:
    def act(writer: Writer) -> None:
        looks = _field(writer, name)["/AP"]
        looks[pdf_name("/N")] = writer.add_object(_drawing(b"0 g 0 0 270 70 re f"))
        writer.update_container(looks)

    return act


def _took_the_signature_out(writer: Writer) -> None:
    field = _field(writer, "Inspector")
    del field["/V"]
    writer.update_container(field)


def _took_the_form_out(writer: Writer) -> None:
    for key in ("/AcroForm", "/Perms", "/AF", "/Names"):
        del writer.root[key]
    writer.update_root()


def _nothing(writer: Writer) -> None:
    writer.update_root()


APPENDED = {
    "appended content": Appended(_appended_content, PAGE_1),
    "replaced content": Appended(_replaced_content, PAGE_1),
    "a note laid over": Appended(_laid_a_note_over, PAGE_1),
    "changed font": Appended(_changed_font, "What is seen on pages 1, 2 was changed."),
    "added page": Appended(_added_a_page, "Pages were added: 3 instead of 2."),
    "swapped pages": Appended(_swapped_pages, "Pages were exchanged."),
    "exchanged data": Appended(_exchanged_data, DATA),
    "rewritten data": Appended(_rewritten_data, DATA),
    "exchanged metadata": Appended(_exchanged_metadata, DESCRIPTION),
    "rewritten metadata": Appended(_rewritten_metadata, DESCRIPTION),
    "exchanged title": Appended(_exchanged_title, DESCRIPTION),
    "added script": Appended(_added_script, "Something that runs by itself was added."),
    "another language": Appended(_another_language, CHANGED),
    "another structure": Appended(_another_structure, CHANGED),
    "moved signature": Appended(_moved("Inspector"), PAGE_2),
    "moved lead's field": Appended(_moved("Lead"), PAGE_2),
    "exchanged appearance": Appended(_drawn_anew("Inspector"), PAGE_2),
    "exchanged appearance of the lead's field": Appended(_drawn_anew("Lead"), PAGE_2),
    "signature taken out": Appended(_took_the_signature_out, WAS_SIGNED),
    "form taken out": Appended(_took_the_form_out, WAS_SIGNED),
    "an update of nothing": Appended(_nothing, CHANGED),
}


def _shifted_range(content: bytes) -> bytes:
    start = content.rindex(b"/ByteRange [0 ")
    before = byte_range(content)[1]
    old = b"/ByteRange [0 %d " % before
    return content[:start] + b"/ByteRange [0 %d " % (before - 1) + content[start + len(old) :]


def _nulled(content: bytes) -> bytes:
    _, before, after, _ = byte_range(content)
    return content[: before + 1] + b"0" * (after - before - 2) + content[after - 1 :]


def _other_case(content: bytes) -> bytes:
    _, before, after, _ = byte_range(content)
    gap = content[before:after]
    return content[:before] + (gap.lower() if gap.lower() != gap else gap.upper()) + content[after:]


def _filled_padding(content: bytes) -> bytes:
    after = byte_range(content)[2]
    return content[: after - 9] + b"DEADBEEF" + content[after - 1 :]


FORM = "does not have the form that this app gives it."

REWRITTEN = {
    "shifted range": Rewritten(_shifted_range, ""),
    "nulled signature": Rewritten(_nulled, ""),
    "signature in the other letter case": Rewritten(_other_case, FORM),
    "something in the padding": Rewritten(_filled_padding, FORM),
    "a line behind the end": Rewritten(lambda content: content + b"\n", CHANGED),
    "a remark behind the end": Rewritten(lambda content: content + b"% a remark\n", CHANGED),
    "zeros behind the end": Rewritten(lambda content: content + b"\0" * 2000, CHANGED),
    "another end behind the end": Rewritten(lambda content: content + b"%%EOF\n", CHANGED),
    "noise behind the end": Rewritten(lambda content: content + bytes(range(256)) * 9, CHANGED),
}
