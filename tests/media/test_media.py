import io
import os
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pytest
from PIL import Image, ImageCms
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput, Cancelled, EvidenceDamaged
from inspector_app.media.media import LARGEST_SHOWN, FileFacts, Limits, Media
from inspector_app.media.wire import LARGEST_FRAME, LARGEST_READ, Broken, receive

RED, BLUE = (200, 30, 40), (30, 40, 200)
ORIENTATION, TAKEN, OFFSET, EXIF_FOLDER = 0x0112, 0x9003, 0x9011, 0x8769


@pytest.fixture(scope="module")
def media() -> Iterator[Media]:
    with Media() as media:
        yield media


def photo(
    kind: str = "JPEG",
    size: tuple[int, int] = (300, 200),
    orientation: int | None = None,
    taken: str | None = None,
    offset: str | None = None,
) -> io.BytesIO:
    """Left half red, right half blue, as the camera's chip saw it."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    exif = Image.Exif()
    if orientation:
        exif[ORIENTATION] = orientation
    if taken:
        details = exif.get_ifd(EXIF_FOLDER)
        details[TAKEN] = taken
        if offset:
            details[OFFSET] = offset
    exif[0x010E] = "A private description"
    content = io.BytesIO()
    picture.save(content, kind, exif=exif)
    return content


def pdf(*pages: str, size: tuple[int, int] = (200, 400)) -> io.BytesIO:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=size, invariant=1)
    for text in pages:
        canvas.drawString(20, 300, text)
        canvas.showPage()
    canvas.save()
    return content


def png_claiming(width: int, height: int) -> io.BytesIO:
    """A PNG of some bytes that would be enormous once decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(10_000_000), 9)
    content = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return io.BytesIO(content)


def close(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 25 for a, b in zip(one, other, strict=True))


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_thumbnail_fits_and_keeps_its_proportions(media: Media) -> None:
    thumbnail = media.thumbnail(photo(size=(3000, 2000)), "image/jpeg", 300)
    assert thumbnail is not None
    assert (thumbnail.width, thumbnail.height) == (300, 200)
    assert shown(thumbnail.jpeg).size == (300, 200)


def test_a_thumbnail_is_the_same_bytes_each_time_and_from_each_child(media: Media) -> None:
    with Media() as other:
        made = [each.thumbnail(photo(), "image/jpeg") for each in (media, media, other)]
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, (0.25, 0.5)), (2, (0.75, 0.5)), (3, (0.75, 0.5)), (4, (0.25, 0.5)), (5, (0.5, 0.25)),
     (6, (0.5, 0.25)), (7, (0.5, 0.75)), (8, (0.5, 0.75))],
)  # fmt: skip
def test_a_picture_is_shown_upright_and_its_size_told_so(
    media: Media, kind: str, orientation: int, red: tuple[float, float]
) -> None:
    data = photo(kind, (300, 200), orientation)
    size = (200, 300) if orientation > 4 else (300, 200)
    facts = media.facts(data)
    assert (facts.width, facts.height) == size
    picture = shown(media.page(data, 0, 4096).png)
    assert picture.size == size
    assert close(picture.getpixel((int(red[0] * size[0]), int(red[1] * size[1]))), RED)
    opposite = (int((1 - red[0]) * size[0]), int((1 - red[1]) * size[1]))
    assert close(picture.getpixel(opposite), BLUE)


def test_nothing_but_pixels_survives(media: Media) -> None:
    data = photo(taken="2013:07:02 09:30:00")
    thumbnail = media.thumbnail(data, "image/jpeg")
    assert thumbnail is not None
    for content in (thumbnail.jpeg, media.page(data, 0, 200).png):
        assert b"private" not in content
        assert b"Exif" not in content
        assert not shown(content).getexif()


def test_transparency_is_shown_on_white(media: Media) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(content, "PNG")
    assert shown(media.page(content, 0, 50).png).getpixel((25, 25)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_shown_as_grey(media: Media) -> None:
    content = io.BytesIO()
    Image.new("I;16", (50, 50), 0x8000).save(content, "PNG")
    assert close(shown(media.page(content, 0, 50).png).getpixel((25, 25)), (128, 128, 128))


def test_colours_of_another_space_become_those_of_a_screen(media: Media) -> None:
    # Red and blue change places in this profile, so that heeding it shows.
    ordinary = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = ordinary.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
    content = io.BytesIO()
    Image.new("RGB", (50, 50), RED).save(content, "PNG", icc_profile=swapped)
    page = shown(media.page(content, 0, 50).png)
    assert close(page.getpixel((25, 25)), (RED[2], RED[1], RED[0]))
    assert "icc_profile" not in page.info


def test_a_picture_is_scaled_down_to_the_width_and_never_up(media: Media) -> None:
    assert shown(media.page(photo(), 0, 150).png).size == (150, 100)
    assert shown(media.page(photo(), 0, 4000).png).size == (300, 200)


def test_a_pdf_page_fills_the_width(media: Media) -> None:
    page = media.page(pdf("one", "two"), 1, 600)
    assert (page.width, page.height) == (600, 1200)
    assert any(shown(page.png).convert("L").histogram()[:100])


def test_a_pdf_has_a_thumbnail_of_its_first_page(media: Media) -> None:
    thumbnail = media.thumbnail(pdf("one"), "application/pdf", 100)
    assert thumbnail is not None
    assert (thumbnail.width, thumbnail.height) == (50, 100)


def test_a_page_that_is_not_there_is_told(media: Media) -> None:
    with pytest.raises(BadInput, match="it has 2 pages"):
        media.page(pdf("one", "two"), 2, 100)
    with pytest.raises(BadInput, match="it has one page"):
        media.page(photo(), 1, 100)


@pytest.mark.parametrize(("number", "width"), [(-1, 100), (0, 0), (0, 5000)])
def test_a_senseless_page_or_width_is_a_bug_of_the_caller(
    media: Media, number: int, width: int
) -> None:
    with pytest.raises(ValueError, match=str(width)):
        media.page(pdf("one"), number, width)


def test_strips_make_up_the_page_that_is_drawn_whole(media: Media) -> None:
    paper = pdf("one", "two")
    page = shown(media.page(paper, 1, 333).png)
    strips = [media.strip(paper, 1, 333, top, 100) for top in range(0, page.height, 100)]
    assert [each.height for each in strips] == [100] * 6 + [66]
    assert b"".join(each.pixels for each in strips) == page.tobytes()


def test_what_has_no_colour_of_its_own_is_white_in_a_strip(media: Media) -> None:
    assert set(media.strip(pdf(""), 0, 50, 0, 100).pixels) == {255}


def test_the_sizes_of_all_sheets_are_told_as_they_are_seen(media: Media) -> None:
    paper = io.BytesIO()
    with pikepdf.open(pdf("one", "two", size=(200, 400))) as document:
        document.pages[1].Rotate = 90
        document.save(paper)
    assert media.sheets(paper) == ((200, 400), (400, 200))


def test_strips_and_sheets_of_what_is_no_pdf_are_refused(media: Media) -> None:
    with pytest.raises(BadInput, match="this is image/jpeg"):
        media.sheets(photo())
    with pytest.raises(BadInput, match="this is image/jpeg"):
        media.strip(photo(), 0, 100, 0, 100)
    with pytest.raises(BadInput, match="it has 1 pages"):
        media.strip(pdf("one"), 1, 100, 0, 100)
    with pytest.raises(BadInput, match="no such rows"):
        media.strip(pdf("one"), 0, 100, 200, 100)
    with pytest.raises(BadInput, match="protected by a password"):
        media.sheets(protected())


@pytest.mark.parametrize(
    "told", ['{"sheets":[[1]]}', '{"sheets":[["a","b"]]}', '{"sheets":[[0,9]]}', '{"sheets":7}']
)
def test_sheets_told_by_a_child_that_was_taken_over_are_not_believed(told: str) -> None:
    answer = b"\x04" + len(told).to_bytes(4, "big") + told.encode() + b"\x05\0\0\0\0"
    with Media(child=[sys.executable, "-c", _saying(answer)]) as media, pytest.raises(BadInput):
        media.sheets(pdf("one"))


@pytest.mark.parametrize(
    ("told", "pixels"),
    [
        ('{"width":2,"height":1}', bytes(5)),
        ('{"width":3,"height":1}', bytes(9)),
        ('{"width":2,"height":9}', bytes(54)),
        ('{"width":2,"height":-1}', bytes(6)),
    ],
)
def test_a_strip_of_another_size_than_asked_for_is_not_believed(told: str, pixels: bytes) -> None:
    answer = b"\x04" + len(told).to_bytes(4, "big") + told.encode()
    answer += b"\x05" + len(pixels).to_bytes(4, "big") + pixels
    with Media(child=[sys.executable, "-c", _saying(answer)]) as media, pytest.raises(BadInput):
        media.strip(pdf("one"), 0, 2, 0, 4)


def test_facts_tell_when_the_camera_took_it_as_written(media: Media) -> None:
    assert media.facts(photo(taken="2013:07:02 09:30:00", offset="+01:00")) == FileFacts(
        "image/jpeg", "2013:07:02 09:30:00+01:00", None, 300, 200
    )
    assert media.facts(photo(taken="2013:07:02 09:30:00")).captured_at == "2013:07:02 09:30:00"
    for nonsense in ("yesterday", "    :  :     :  :  ", "2013:07:02 09:30:00; drop"):
        assert media.facts(photo(taken=nonsense)).captured_at is None


def test_facts_tell_the_pages_of_a_pdf(media: Media) -> None:
    assert media.facts(pdf("one", "two")) == FileFacts("application/pdf", pages=2)


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "application/octet-stream"),
        (bytes(range(256)), "application/octet-stream"),
        (b"plain words", "text/plain"),
        ("Prifysgol Caerdydd: tŷ".encode(), "text/plain"),
        ("caf\xe9 au lait".encode("cp1252"), "text/plain"),
        ("UTF-16 words".encode("utf-16"), "text/plain"),
        (b"a,b\r\n1,2\r\n", "text/plain"),
        (b"<!DOCTYPE html><p>", "text/html"),
        (b'<?xml version="1.0"?><svg>', "image/svg+xml"),
        (b'<?xml version="1.0"?><a/>', "application/xml"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftypqt  ", "video/quicktime"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"ID3\x04", "audio/mpeg"),
        (zipped("a.txt"), "application/zip"),
        (zipped("mimetype"), "application/vnd.oasis.opendocument.text"),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"PK\3\4 torn", "application/zip"),
    ],
)
def test_a_file_is_what_its_content_says(media: Media, content: bytes, media_type: str) -> None:
    assert media.facts(io.BytesIO(content)).media_type == media_type


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF"])
def test_every_kind_of_picture_that_is_named_is_shown(media: Media, kind: str) -> None:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), RED).save(content, kind)
    facts = media.facts(content)
    assert facts.media_type == f"image/{kind.lower()}"
    thumbnail = media.thumbnail(content, facts.media_type)
    assert thumbnail is not None
    assert close(shown(thumbnail.jpeg).getpixel((30, 20)), RED)


def test_words_come_out_of_pdf_and_text(media: Media) -> None:
    assert media.text(pdf("the first page", "the second"), 1000) == "the first page\nthe second"
    assert media.text(pdf("the first page", "the second"), 11) == "the first p"
    assert media.text(io.BytesIO("tŷ\0".encode("utf-16")), 100) == "tŷ"
    assert media.text(io.BytesIO("\ufefftŷ bach".encode()), 4) == "tŷ b"
    assert media.text(io.BytesIO("caf\xe9".encode("cp1252")), 100) == "caf\xe9"
    assert media.text(photo(), 100) == ""


def test_a_character_cut_off_by_the_limit_is_no_damage(media: Media) -> None:
    words = "ŷ" * 200_000
    assert media.text(io.BytesIO(b"x" + words.encode()), 70_000) == "x" + words[:69_999]


def protected() -> io.BytesIO:
    content = io.BytesIO()
    with pikepdf.open(pdf("secret")) as document:
        document.save(content, encryption=pikepdf.Encryption(owner="o", user="u"))
    return content


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (protected, "protected by a password"),
        (lambda: io.BytesIO(b"%PDF-1.7\n" + os.urandom(5000)), "damaged, or not a PDF"),
        (lambda: io.BytesIO(pdf("one").getvalue()[:300]), "damaged, or not a PDF"),
        (lambda: io.BytesIO(b"\xff\xd8\xff" + os.urandom(5000)), "it is damaged"),
        (lambda: io.BytesIO(photo("PNG").getvalue()[:200]), "it is damaged"),
        (lambda: png_claiming(60_000, 60_000), "more than 150 million pixels"),
        (lambda: io.BytesIO(b"RIFF\0\0\0\0WAVEfmt "), "this is audio/wav"),
        (lambda: io.BytesIO(), "this is application/octet-stream"),
    ],
    ids=["password", "junk pdf", "torn pdf", "junk jpeg", "torn png", "bomb", "sound", "empty"],
)
def test_what_cannot_be_shown_is_refused_with_its_reason_and_the_next_file_is_shown(
    media: Media, make: Callable[[], BinaryIO], reason: str
) -> None:
    data = make()
    with pytest.raises(BadInput, match=reason):
        media.page(data, 0, 100)
    assert media.thumbnail(data, media.facts(data).media_type) is None
    assert media.page(photo(), 0, 100).width == 100


def test_a_bomb_within_the_pixel_bound_runs_into_the_memory_limit_and_not_into_the_laptops() -> (
    None
):
    with Media(Limits(memory_bytes=400 * 1024**2)) as media:
        with pytest.raises(BadInput, match="more memory than is allowed"):
            media.page(png_claiming(12_000, 12_000), 0, 100)
        assert media.page(photo(), 0, 100).width == 100


class Huge(io.RawIOBase):
    """Forty gigabytes that begin like something; reading far into them is noticed."""

    def __init__(self, head: bytes) -> None:
        self.head = head
        self.position = 0
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.position, os.SEEK_END: 40 * 1024**3}[whence]
        self.position = start + offset
        return self.position

    def read(self, size: int = -1) -> bytes:
        self.read_bytes += size
        part = self.head[self.position :][:size]
        self.position += size
        return part + bytes(size - len(part))


@pytest.mark.parametrize(
    ("head", "media_type"),
    [(b"%PDF-1.7", "application/pdf"), (b"\0\0\0\x18ftypmp42", "video/mp4")],
)
def test_of_a_huge_file_only_the_head_is_read(media: Media, head: bytes, media_type: str) -> None:
    huge = Huge(head)
    assert media.facts(huge) == FileFacts(media_type)  # type: ignore[arg-type] # a raw stream
    assert media.thumbnail(huge, media_type) is None  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=f"larger than {LARGEST_SHOWN // 1024**2} MB"):
        media.page(huge, 0, 100)  # type: ignore[arg-type]
    assert huge.read_bytes <= 1_000_000


def test_a_child_that_crashes_is_told_as_a_refusal_and_replaced(tmp_path: Path) -> None:
    crashing = "import os, sys; sys.stdin.buffer.read(5); os.abort()"
    with Media(child=[sys.executable, "-c", crashing]) as media:
        assert media.facts(photo()) == FileFacts("application/octet-stream")
        for _ in range(2):
            with pytest.raises(BadInput, match="more time or memory than is allowed"):
                media.page(photo(), 0, 100)


def test_a_child_that_never_answers_is_ended_at_the_limit() -> None:
    hanging = "import time; time.sleep(600)"
    with Media(Limits(wall_seconds=0.3), child=[sys.executable, "-c", hanging]) as media:
        start = time.monotonic()
        with pytest.raises(BadInput, match="more time"):
            media.page(photo(), 0, 100)
        assert time.monotonic() - start < 10


PICTURE = io.BytesIO()
Image.new("RGB", (100, 60), "navy").save(PICTURE, "PNG")
SIZE = '"width":100,"height":60'


def _answer(told: str, picture: bytes, kind: bytes = b"\x05") -> bytes:
    frames = ((b"\x04", told.encode()), (kind, picture))
    return b"".join(each + len(content).to_bytes(4, "big") + content for each, content in frames)


def _of_size(width: int, height: int) -> bytes:
    """The picture, with another size in its head than its pixels have."""
    content = PICTURE.getvalue()
    return content[:16] + struct.pack(">II", width, height) + content[24:]


@pytest.mark.parametrize(
    "answer",
    [
        b"\x09\0\0\0\0",
        _answer("?", PICTURE.getvalue()),
        _answer("[]", PICTURE.getvalue()),
        _answer("[" * 100_000, PICTURE.getvalue()),
        _answer("{}", PICTURE.getvalue()),
        _answer("{" + SIZE + "}", b""),
        _answer("{" + SIZE + "}", PICTURE.getvalue(), b"\x03"),
        _answer('{"width":"100","height":60}', PICTURE.getvalue()),
        _answer('{"width":true,"height":60}', _of_size(1, 60)),
        _answer('{"width":100,"height":-60}', PICTURE.getvalue()),
        _answer('{"width":100,"height":0}', _of_size(100, 0)),
        _answer("{" + SIZE + ',"more":1}', PICTURE.getvalue()),
        _answer("{" + SIZE + ',"pages":9007199254740993}', PICTURE.getvalue()),
        _answer("{" + SIZE + ',"pages":-1}', PICTURE.getvalue()),
        _answer("{" + SIZE + ',"text":"\\ud800"}', PICTURE.getvalue()),
        _answer("{" + SIZE + ',"captured_at":"' + "9" * 501 + '"}', PICTURE.getvalue()),
        _answer("{" + SIZE + ',"media_type":"a\\nb"}', PICTURE.getvalue()),
        # What the window would decode is no PNG, or of another size than was told or asked for.
        _answer("{" + SIZE + "}", photo(size=(100, 60)).getvalue()),
        _answer("{" + SIZE + "}", _of_size(60_000, 60_000)),
        _answer("{" + SIZE + "}", _of_size(50, 60)),
        _answer('{"width":102,"height":60}', _of_size(102, 60)),
        _answer('{"width":100,"height":1002}', _of_size(100, 1002)),
    ],
    ids=range(22),
)
def test_a_child_that_was_taken_over_is_not_believed(answer: bytes) -> None:
    with (
        Media(child=[sys.executable, "-I", "-S", "-c", _saying(answer)]) as media,
        pytest.raises(BadInput),
    ):
        media.page(photo(), 0, 100)


@pytest.mark.parametrize("picture", [PICTURE.getvalue(), photo(size=(9000, 9)).getvalue()])
def test_nothing_is_kept_that_is_no_picture_of_its_size(picture: bytes) -> None:
    answer = _answer('{"width":9000,"height":9}', picture)
    with Media(child=[sys.executable, "-I", "-S", "-c", _saying(answer)]) as media:
        assert media.thumbnail(photo(), "image/jpeg") is None
    with (
        Media(child=[sys.executable, "-I", "-S", "-c", _saying(answer)]) as media,
        pytest.raises(BadInput, match="cannot be shown: reading it failed"),
    ):
        media.redacted(photo(), 0, [])


def test_a_child_that_says_what_it_should_is_believed() -> None:
    answer = _answer("{" + SIZE + "}", PICTURE.getvalue())
    with Media(child=[sys.executable, "-I", "-S", "-c", _saying(answer)]) as media:
        assert media.page(photo(), 0, 100).png == PICTURE.getvalue()


def test_a_child_is_given_no_more_of_a_file_than_a_piece_of_it() -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= LARGEST_READ
            return super().read(size)

        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            assert offset <= len(self.getvalue())
            return super().seek(offset, whence)

    for asked in (struct.pack(">QI", 1 << 60, 1), struct.pack(">QI", 0, 2**32 - 1)):
        answer = b"\x02\0\0\0\x0c" + asked + b"\x09\0\0\0\0"
        with (
            Media(child=[sys.executable, "-I", "-S", "-c", _saying(answer)]) as media,
            pytest.raises(BadInput),
        ):
            media.page(Watched(photo().getvalue()), 0, 100)


def test_no_room_is_made_for_a_frame_that_is_longer_than_any() -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size <= LARGEST_FRAME
            return super().read(size)

    with pytest.raises(Broken):
        receive(Watched(b"\x04" + (LARGEST_FRAME + 1).to_bytes(4, "big") + b"{}"))


def _saying(answer: bytes) -> str:
    """A child that answers so to whatever it is asked."""
    return (
        f"import sys, time; sys.stdout.buffer.write({answer!r}); sys.stdout.flush(); time.sleep(9)"
    )


PROBE = """
import resource
from inspector_app.system.confining import allow_time, confine
confine(memory_bytes=2 * 1024**3, file_bytes=0, open_files=64)
try:
    open(PATH, "wb", buffering=0).write(b"plain")
except OSError as error:
    print(type(error).__name__, error.errno)
print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_AS)[0])
allow_time(0)
while True:
    pass
"""


def test_the_child_can_write_no_file_leaves_no_core_and_ends_in_time(tmp_path: Path) -> None:
    probe = PROBE.replace("PATH", repr(str(tmp_path / "leak")))
    start = time.monotonic()
    run = subprocess.run([sys.executable, "-u", "-c", probe], capture_output=True, text=True)
    assert run.returncode < 0
    assert time.monotonic() - start < 30
    assert run.stdout.splitlines() == ["OSError 27", f"(0, 0) {2 * 1024**3}"]
    assert (tmp_path / "leak").read_bytes() == b""


def test_what_goes_wrong_while_reading_the_file_reaches_the_caller(media: Media) -> None:
    class Damaged(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise EvidenceDamaged("damaged")

    with pytest.raises(EvidenceDamaged):
        media.page(Damaged(photo().getvalue()), 0, 100)
    assert media.page(photo(), 0, 100).width == 100


def test_closing_cancels_the_call_under_way_and_any_later_one() -> None:
    media = Media()
    begun, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            begun.set()
            go_on.wait(10)
            return super().read(size)

    ended: list[type[BaseException]] = []

    def call() -> None:
        try:
            media.page(Slow(photo().getvalue()), 0, 100)
        except Cancelled as error:
            ended.append(type(error))

    caller = threading.Thread(target=call)
    caller.start()
    begun.wait(10)
    threading.Timer(0.2, go_on.set).start()
    media.close()
    caller.join()
    assert ended == [Cancelled]
    with pytest.raises(Cancelled):
        media.facts(photo())


def test_calls_from_many_threads_take_turns(media: Media) -> None:
    widths: list[int] = []
    callers = [
        threading.Thread(target=lambda w=w: widths.append(media.page(photo(), 0, w).width))
        for w in range(50, 70)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert sorted(widths) == list(range(50, 70))


def test_the_app_itself_loads_no_decoder() -> None:
    script = (
        "import sys; import inspector_app.media.media;"
        "print(sorted({'PIL', 'pypdfium2'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert run.stdout == "[]\n"
