"""What is redacted is gone: out of the pixels, out of the bytes, out of every hidden place."""

import io
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, PngImagePlugin
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput
from inspector_app.media.image_pdf import Sheet, image_pdf
from inspector_app.media.media import WIDEST_KEPT, Media

NEEDLE = "WITNESS-7731"
PAPER, SECRET, KEPT = (245, 245, 245), (220, 20, 160), (20, 90, 200)
BOX = (1000, 2000, 5000, 3000)
"""Over the secret, in ten-thousandths."""
EXIF_FOLDER, ORIENTATION, DESCRIPTION, COMMENT = 0x8769, 0x0112, 0x010E, 0x9286


@pytest.fixture(scope="module")
def media() -> Iterator[Media]:
    with Media() as media:
        yield media


def scene(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """Paper, with a secret in the box and something to keep at the lower right."""
    wide, high = size
    picture = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((wide * 0.1, high * 0.2, wide * 0.6 - 1, high * 0.5 - 1), fill=SECRET)
    draw.rectangle((wide * 0.7, high * 0.7, wide * 0.9, high * 0.9), fill=KEPT)
    return picture


def is_near(one: tuple[int, ...], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one[:3], other, strict=True))


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def pixels(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in picture.getcolors(picture.width * picture.height) or ()}  # type: ignore[misc]


def shows_secret(picture: Image.Image) -> bool:
    return any(is_near(colour, SECRET) for colour in pixels(picture))


def hidden(content: bytes) -> bytes:
    """Return the bytes with every zlib stream in them unpacked as well."""
    found = [content]
    for start in (at for at in range(len(content) - 1) if content[at] == 0x78):
        try:
            found.append(zlib.decompressobj().decompress(content[start:]))
        except zlib.error:
            continue
    return b"".join(found)


def require_gone(content: bytes) -> Image.Image:
    """Refuse a copy in which anything of the secret is left; return what it shows."""
    picture = seen(content)
    assert not shows_secret(picture)
    for words in (NEEDLE.encode(), NEEDLE.encode("utf-16-le"), NEEDLE.encode("utf-16-be")):
        assert words not in hidden(content)
    whole = Image.open(io.BytesIO(content))
    assert not whole.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "photoshop", "Comment"} & set(whole.info)
    assert content.count(b"\xff\xd8\xff") == (1 if content.startswith(b"\xff\xd8") else 0)
    return picture


def jpeg_with_everything() -> bytes:
    """A photograph whose EXIF has a description, a comment and a small picture of the whole."""
    small = io.BytesIO()
    scene((160, 100)).save(small, "JPEG")
    content = io.BytesIO()
    exif = Image.Exif()
    exif[DESCRIPTION] = NEEDLE
    exif.get_ifd(EXIF_FOLDER)[COMMENT] = b"ASCII\0\0\0" + NEEDLE.encode()
    scene().save(content, "JPEG", quality=95, exif=exif, comment=NEEDLE.encode())
    # The small picture goes into an APP segment of its own, as some cameras write it too.
    segment = b"JFXX\0\x10" + small.getvalue()
    whole = content.getvalue()
    return whole[:2] + b"\xff\xe0" + (len(segment) + 2).to_bytes(2, "big") + segment + whole[2:]


def png_with_words(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", NEEDLE)
    notes.add_text("Packed", NEEDLE, zip=True)
    notes.add_itxt("Title", NEEDLE, "en-GB", NEEDLE, zip=True)
    picture.save(content, "PNG", pnginfo=notes)
    return content.getvalue()


def test_a_photograph_loses_what_was_under_the_area_and_all_that_was_hidden_in_it(
    media: Media,
) -> None:
    original = jpeg_with_everything()
    assert NEEDLE.encode() in original
    assert original.count(b"\xff\xd8\xff") == 2, "no small picture: the test would prove nothing"
    made = media.redacted(io.BytesIO(original), 0, [BOX])

    picture = require_gone(made.content)

    assert made.content.startswith(b"\xff\xd8\xff")
    assert picture.size == (640, 400)
    assert picture.getpixel((200, 150)) == (0, 0, 0)
    assert is_near(picture.getpixel((510, 320)), KEPT)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_a_scan_with_words_in_its_chunks_loses_them(media: Media, mode: str) -> None:
    original = png_with_words(scene().convert(mode))
    assert NEEDLE.encode() in hidden(original)
    made = media.redacted(io.BytesIO(original), 0, [BOX])
    picture = require_gone(made.content)
    assert made.content.startswith(b"\x89PNG")
    chunks = set()
    at = 8
    while at < len(made.content):
        length = int.from_bytes(made.content[at : at + 4], "big")
        chunks.add(made.content[at + 4 : at + 8])
        at += 12 + length
    assert chunks == {b"IHDR", b"IDAT", b"IEND"}
    box = picture.crop((64, 80, 384, 200))
    assert pixels(box) == {(0, 0, 0)}


def test_sixteen_bits_a_pixel_are_gone_too(media: Media) -> None:
    grey = Image.new("I;16", (640, 400), 0xF000)
    grey.paste(0x7731, (64, 80, 384, 200))
    picture = require_gone(media.redacted(io.BytesIO(png_with_words(grey)), 0, [BOX]).content)
    assert pixels(picture.crop((64, 80, 384, 200))) == {(0, 0, 0)}
    assert all(value >= 0xEF for colour in pixels(picture) - {(0, 0, 0)} for value in colour)


@pytest.mark.parametrize("alpha", [0, 1, 128])
def test_what_transparency_hid_is_gone_as_well(media: Media, alpha: int) -> None:
    picture = scene().convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, alpha))
    made = media.redacted(io.BytesIO(png_with_words(picture)), 0, [BOX])
    shown = require_gone(made.content)
    assert Image.open(io.BytesIO(made.content)).mode == "RGB"
    assert shown.getpixel((200, 150)) == (0, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_areas_lie_on_the_picture_as_it_is_seen_whichever_way_the_camera_was_held(
    media: Media, orientation: int
) -> None:
    upright = scene()
    turned = {
        1: (), 2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,), 5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_90,), 7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_270,),
    }[orientation]  # fmt: skip
    stored = upright
    for turn in turned:
        stored = stored.transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    content = io.BytesIO()
    stored.save(content, "JPEG", quality=95, exif=exif)
    picture = require_gone(media.redacted(content, 0, [BOX]).content)
    assert picture.size == upright.size
    assert is_near(picture.getpixel((510, 320)), KEPT)  # type: ignore[arg-type]


def test_an_area_grows_to_whole_blocks_so_that_no_block_mixes_black_with_what_was_there(
    media: Media,
) -> None:
    content = io.BytesIO()
    noise = Image.effect_noise((333, 251), 120).convert("RGB")
    noise.save(content, "JPEG", quality=95)
    made = seen(media.redacted(content, 0, [(3, 7, 4321, 5003)]).content)
    right, bottom = 144, 128  # 143.9 and 125.7 pixels, up to the next eight
    assert pixels(made.crop((0, 0, right, bottom))) == {(0, 0, 0)}
    beside = made.crop((right, 0, right + 1, bottom))
    assert (0, 0, 0) not in pixels(beside) or len(pixels(beside)) > 20


def a_pdf(pages: int = 2) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(595, 842), invariant=1)
    canvas.setAuthor(NEEDLE)
    canvas.setTitle(NEEDLE)
    for number in range(pages):
        canvas.setFillColorRGB(0.86, 0.08, 0.63)
        canvas.rect(59.5, 421, 297.5, 252.6, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(100, 500, f"{NEEDLE} on page {number + 1}")
        canvas.drawString(100, 100, f"Kept on page {number + 1}")
        canvas.textAnnotation(NEEDLE, Rect=(100, 500, 200, 520))
        canvas.bookmarkPage(NEEDLE)
        canvas.addOutlineEntry(NEEDLE, NEEDLE)
        canvas.acroForm.textfield(name="who", value=NEEDLE, x=100, y=450, width=200, height=20)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(content.getvalue())) as document:
        document.attachments["secret.txt"] = NEEDLE.encode()
        saved = io.BytesIO()
        document.save(saved, compress_streams=False)
    return saved.getvalue()


def redacted_pdf(media: Media, original: bytes, pages: int) -> bytes:
    sheets = []
    for number in range(pages):
        made = media.redacted(io.BytesIO(original), number, [BOX] if number == 0 else [])
        sheets.append(Sheet(made.content, made.width, made.height, made.across, made.down))
    return image_pdf(sheets)


def test_a_document_becomes_pages_of_pixels_without_text_annotations_forms_or_attachments(
    media: Media,
) -> None:
    original = a_pdf()
    assert NEEDLE.encode() in hidden(original)
    content = redacted_pdf(media, original, 2)

    for words in (NEEDLE.encode(), NEEDLE.encode("utf-16-be"), b"Kept"):
        assert words not in hidden(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.check_pdf_syntax() == []
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        assert "/ID" not in document.trailer
        assert len(document.pages) == 2
        for page in document.pages:
            assert set(dict(page.obj)) == {
                "/Type",
                "/Parent",
                "/MediaBox",
                "/Contents",
                "/Resources",
            }
            assert page.mediabox == [0, 0, 595, 842]
    with pypdfium2.PdfDocument(content) as read:
        assert [page.get_textpage().get_text_range() for page in read] == ["", ""]
        first, second = (page.render(scale=1).to_pil().convert("RGB") for page in read)
    assert not shows_secret(first)
    assert first.getpixel((200, 300)) == (0, 0, 0)
    assert min(first.crop((100, 728, 220, 748)).convert("L").getextrema()) < 100, "words are lost"
    assert shows_secret(second), "a page without an area is not redacted"


def test_a_page_that_is_turned_is_redacted_as_it_is_seen(media: Media) -> None:
    with pikepdf.open(io.BytesIO(a_pdf(1))) as document:
        document.pages[0].Rotate = 90
        saved = io.BytesIO()
        document.save(saved)
    made = media.redacted(saved, 0, [(0, 0, 10_000, 10_000)])
    assert (made.across, made.down) == (842, 595)
    assert pixels(seen(made.content)) == {(0, 0, 0)}


def test_a_page_is_drawn_finely_enough_for_small_print(media: Media) -> None:
    made = media.redacted(io.BytesIO(a_pdf(1)), 0, [])
    assert made.width >= 595 / 72 * 200 - 1
    assert made.height >= 842 / 72 * 200 - 1


def test_a_huge_page_and_a_huge_picture_are_bounded(media: Media) -> None:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(14_400, 7_200))
    canvas.drawString(10, 10, "a plan of the whole county")
    canvas.save()
    made = media.redacted(content, 0, [BOX])
    assert max(made.width, made.height) <= WIDEST_KEPT
    wide = io.BytesIO()
    Image.new("RGB", (12_000, 100), PAPER).save(wide, "PNG")
    assert media.redacted(wide, 0, [BOX]).width == WIDEST_KEPT


def test_the_same_redaction_has_the_same_bytes(media: Media) -> None:
    original = a_pdf()
    assert redacted_pdf(media, original, 2) == redacted_pdf(media, original, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"plain words", "pictures and PDF pages can be redacted, and this is text/plain"),
        (b"\0\0\0\x18ftypheic" + bytes(64), "this is image/heic"),
        (b"\xff\xd8\xff torn", "damaged"),
        (b"%PDF-1.7 torn", "damaged"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(
    media: Media, content: bytes, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        media.redacted(io.BytesIO(content), 0, [BOX])


def of_many(kind: str, *pages: Image.Image) -> bytes:
    content = io.BytesIO()
    pages[0].save(content, kind, save_all=True, append_images=pages[1:])
    return content.getvalue()


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PNG"])
def test_each_page_or_frame_of_a_picture_is_seen_and_redacted_for_itself(
    media: Media, kind: str
) -> None:
    plain = Image.new("RGB", (640, 400), PAPER)
    original = of_many(kind, plain, scene())
    assert media.facts(io.BytesIO(original)).pages == 2
    assert not shows_secret(seen(media.page(io.BytesIO(original), 0, 640).png))
    assert shows_secret(seen(media.page(io.BytesIO(original), 1, 640).png))
    copy = media.redacted(io.BytesIO(original), 1, [BOX], is_of_many=True)
    picture = require_gone(copy.content)
    assert is_near(picture.getpixel((500, 320)), KEPT)  # type: ignore[arg-type]
    assert min(copy.across, copy.down) > 0
    with pytest.raises(BadInput, match="it has 2 pages"):
        media.page(io.BytesIO(original), 2, 640)


def test_the_further_pictures_that_a_photograph_carries_are_in_no_copy(media: Media) -> None:
    """MPF: a second whole JPEG behind the first, as phones write for depth and brightness."""
    original = of_many("MPO", scene(), scene((320, 200)))
    assert original.count(b"\xff\xd8\xff") == 2
    assert b"MPF\0" in original
    facts = media.facts(io.BytesIO(original))
    assert (facts.media_type, facts.pages) == ("image/jpeg", None)
    require_gone(media.redacted(io.BytesIO(original), 0, [BOX]).content)
    with pytest.raises(BadInput, match="it has one page"):
        media.page(io.BytesIO(original), 1, 640)


def test_a_picture_of_more_frames_than_anybody_looks_through_is_refused(media: Media) -> None:
    dots = [Image.new("L", (2, 2), each % 256) for each in range(1100)]
    original = of_many("GIF", *dots)
    assert media.facts(io.BytesIO(original)).pages is None
    with pytest.raises(BadInput, match="more than 1000 pages or frames"):
        media.redacted(io.BytesIO(original), 0, [BOX])
