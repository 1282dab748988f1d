"""Reading a PDF in pieces finds every object that reading it whole finds, wherever it hides."""

import io
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, String

from inspector_app.reports.every_object import go_through, go_through_at_large
from inspector_app.reports.parts import faults_of_objects

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
HARMLESS = b"<< /Kind /Nothing >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"
Entry = tuple[int, int, bytes]
"""Number, generation and content of an object."""


def a_revision(before: bytes, entries: Iterable[Entry], size: int, freed: int = 0) -> bytes:
    """Return a file with these objects behind what was there, and a plain table of them."""
    written = bytearray(before or b"%PDF-1.7\n")
    lines = [(0, b"0000000000 65535 f \n")] + ([(freed, b"0000000000 00001 f \n")] if freed else [])
    for number, generation, content in entries:
        lines.append((number, b"%010d %05d n \n" % (len(written), generation)))
        written += b"%d %d obj\n%b\nendobj\n" % (number, generation, content)
    begin = len(written)
    table = b"".join(b"%d 1\n%b" % each for each in sorted(lines))
    previous = b""
    if before:
        previous = b" /Prev " + before.rpartition(b"startxref\n")[2].partition(b"\n")[0]
    written += b"xref\n%btrailer << /Size %d /Root 1 0 R%b >>\n" % (table, size, previous)
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % begin)


def a_file(*more: Entry, size: int = 0) -> bytes:
    return a_revision(b"", [(1, 0, CATALOGUE), (2, 0, PAGES), *more], size or 3 + len(more))


def in_streams() -> bytes:
    with pikepdf.new() as pdf:
        for number in range(7):
            pdf.Root[f"/Held{number}"] = pdf.make_indirect(Array([number, String("x")]))
        script = Dictionary(S=Name.JavaScript, JS=String("1"))
        pdf.Root.Held = pdf.make_indirect(script)
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


PLAIN = a_file((3, 0, SCRIPT))
HIDDEN = {
    "nothing refers to it": PLAIN,
    "in a stream of objects": in_streams(),
    "in another generation": a_file((3, 7, SCRIPT)),
    "in the last generation there is": a_file((3, 65_534, SCRIPT)),
    "in the newer generation": a_revision(a_file((3, 0, HARMLESS)), [(3, 1, SCRIPT)], 4),
    "written over harmless words": a_revision(a_file((3, 0, HARMLESS)), [(3, 0, SCRIPT)], 4),
    "behind a hole in the numbers": a_file((9, 0, SCRIPT), size=10),
    "beyond the size that is told": a_file((9, 0, SCRIPT), size=4),
    "with the size told too large": a_file((3, 0, SCRIPT), size=90),
    "in a stream’s dictionary": a_file(
        (3, 0, b"<< /Length 1 /AA 1 >>\nstream\nx\nendstream"), (4, 0, HARMLESS)
    ),
    "among others that cannot be read": a_file((3, 0, b"<< /Broken"), (4, 0, SCRIPT)),
    "by an escaped name": a_file((3, 0, b"<< /S /J#61vaScript /J#53 (1) >>")),
    "by a name that lies elsewhere": a_file(
        (3, 0, b"<< /S 4 0 R /F (calc.exe) >>"), (4, 0, b"/Launch")
    ),
    "as the last of many": a_file(*((n, 0, HARMLESS) for n in range(3, 40)), (40, 0, SCRIPT)),
}
HARMLESS_NOW = {
    "written over": a_revision(PLAIN, [(3, 0, HARMLESS)], 4),
    "freed": a_revision(PLAIN, [], 4, freed=3),
    "of an older generation": a_revision(PLAIN, [(3, 1, HARMLESS)], 4),
    "not listed": PLAIN.replace(b"3 1\n0000000110 00000 n \n", b"").replace(b"Size 4", b"Size 3"),
}
"""Scripts that the table no longer lists: neither way of reading knows them."""
ELSEWHERE = PLAIN.replace(b"3 1\n", b"5 1\n")
"""Its table says that object 5 lies where object 3 does."""
FILES = {**HIDDEN, **HARMLESS_NOW}


def kept(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "made.pdf"
    path.write_bytes(content)
    return path


def worth(each: object) -> object:
    """Return what tells an object from others, its place in the file included."""
    if not isinstance(each, Object):
        return repr(each)
    value = each.stream_dict if isinstance(each, pikepdf.Stream) else each
    return each.objgen, value.unparse(resolved=True)


@pytest.mark.parametrize("name", FILES)
def test_in_pieces_of_any_size_the_same_objects_and_warnings_are_found(
    tmp_path: Path, name: str
) -> None:
    with kept(tmp_path, FILES[name]).open("rb") as file:
        whole = set[object]()
        warnings = set(go_through_at_large(file, lambda each: whole.add(worth(each))))
        with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as pdf:
            assert whole == {worth(each) for each in pdf.objects}
        for at_once, most_holes in ((1, 0), (2, 1), (3, 0), (1000, 9)):
            found: list[object] = []
            keep = partial(_keep, found)
            assert set(go_through(file, keep, at_once, most_holes)) == warnings
            assert set(found) - {"None"} == whole - {"None"}


def _keep(found: list[object], each: object) -> None:
    found.append(worth(each))


@pytest.mark.parametrize("name", FILES)
def test_a_script_is_found_in_every_object_that_the_table_lists(tmp_path: Path, name: str) -> None:
    with kept(tmp_path, FILES[name]).open("rb") as file:
        told = " ".join(faults_of_objects(file))
    assert ("run by itself" in told) == (name in HIDDEN)


def test_a_script_is_found_where_the_table_says_that_another_object_lies(tmp_path: Path) -> None:
    with kept(tmp_path, ELSEWHERE).open("rb") as file:
        assert list(faults_of_objects(file)) == [
            "It holds something that can run by itself; no report does.",
            "Its structure has faults that a report’s has not.",
        ]
