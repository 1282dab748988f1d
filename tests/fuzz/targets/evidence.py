"""Files that are kept as evidence, shown by the confined child: facts, words, pages, redactions."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput
from inspector_app.media.media import Limits, Media
from tests.fuzz import mutation
from tests.fuzz.target import Target, Unfit, refusal
from tests.support import camera_files

_SMALL = Limits(memory_bytes=1024**3, cpu_seconds=10, wall_seconds=25)
_PDF = b"%PDF-"
_BOX = ((1000, 1000, 3000, 3000),)


def pictures() -> tuple[bytes, ...]:
    """Return a small file of each kind that is shown, and of some whose tags are read."""
    found = []
    picture = Image.new("RGB", (40, 30), "navy")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Sample"
    exif.get_ifd(0x8769)[0x9003] = "2013:09:17 14:00:00"
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF"):
        content = io.BytesIO()
        more = {"exif": exif} if kind in ("JPEG", "PNG", "WEBP", "TIFF") else {}
        picture.save(content, kind, **more)
        found.append(content.getvalue())
    for kind in ("GIF", "TIFF", "PNG"):
        content = io.BytesIO()
        picture.save(
            content, kind, save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]
        )
        found.append(content.getvalue())
    for mode, kind in (("P", "PNG"), ("LA", "PNG"), ("I;16", "TIFF"), ("CMYK", "JPEG")):
        content = io.BytesIO()
        Image.new(mode, (20, 20)).save(content, kind)
        found.append(content.getvalue())
    return tuple(found)


def documents() -> tuple[bytes, ...]:
    """Return a PDF with words, a picture, a form and annotations, and files that are not drawn."""
    content, picture = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(picture, "PNG")
    picture.seek(0)
    canvas = Canvas(content, pagesize=(300, 400), invariant=1, pageCompression=0)
    canvas.drawString(20, 300, "Eight of them")
    canvas.drawImage(ImageReader(picture), 50, 50)
    canvas.linkURL("https://elsewhere.example/", (10, 10, 90, 90))
    canvas.acroForm.textfield("typed", name="n", x=20, y=200, width=90, height=20)
    canvas.showPage()
    canvas.rotate(30)
    canvas.drawString(20, 30, "Second")
    canvas.save()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    plain = (
        b"a,b\r\n1,2\r\n",
        "t\u0177".encode("utf-16"),
        b"<svg xmlns='x'><image/></svg>",
    )
    return (content.getvalue(), packed.getvalue(), *plain)


@contextmanager
def shown(folder: Path) -> Iterator[Target]:
    """Give the child that shows files; that it may die of one is no fault, that it is told is."""
    with Media(_SMALL) as media:

        def offer(case: bytes) -> str:
            file = io.BytesIO(case)
            facts = media.facts(file)
            made = media.thumbnail(file, facts.media_type)
            if made is not None and max(made.width, made.height) > 640:
                raise Unfit("a thumbnail larger than it was asked to be")
            said = refusal(lambda: media.page(file, 0, 200))
            refusal(lambda: media.text(file, 1000))
            if case.startswith(_PDF):
                refusal(lambda: media.strip(file, 0, 200, 0, 50))
                refusal(
                    lambda: [media.page(file, at, 50) for at in range(len(media.sheets(file)[:3]))]
                )
            try:
                media.redacted(file, 0, _BOX)
            except BadInput as error:
                if "not black" in str(error):
                    raise Unfit(str(error)) from error
            return said

        yield Target((*pictures(), *documents(), *_cameras()), _spoilt, offer, 120)


def _cameras() -> Iterator[bytes]:
    taken = ("Sample", "One", "2013:09:17 14:00:00")
    tags = camera_files.tiff(*taken)
    yield tags
    yield camera_files.heic(tags)
    yield camera_files.heic(tags, inside=True)
    yield camera_files.cr3(*camera_files.canon_parts(*taken))


def _spoilt(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    if content.startswith(_PDF):
        return mutation.of_pdf(content, chance)
    if content.startswith(b"PK"):
        return mutation.of_zip(content, chance)
    return mutation.of_picture(content, chance)
