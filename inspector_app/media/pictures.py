"""Photographs and scans: how large, when taken, and made small to be shown. Runs in the child."""

import contextlib
import io
import warnings
from collections.abc import Sequence
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms

from inspector_app.media import camera_tags
from inspector_app.media.refusal import Refused
from inspector_app.media.sniffing import PICTURES
from inspector_app.texts import tr_counted

MOST_PIXELS = 150_000_000
"""More than any camera an inspector carries; 600 MB once decoded."""
MOST_FRAMES = 1000
_OF_MANY = frozenset({"TIFF", "GIF", "WEBP", "PNG", "AVIF"})
"""Kinds whose pages or frames are all meant to be seen. A JPEG may hold further small pictures
(MPF, EXIF), which no viewer shows and no copy keeps."""
_JPEG_QUALITY = 82
_FINE_QUALITY = 92
_BLOCK = 8
"""Pixels: JPEG packs squares of so many, each for itself, where no colour is thinned out."""
WHOLE = 10_000
"""A picture's width or height, where places on it are told in ten-thousandths."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture of each EXIF orientation upright."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def opened(file: BinaryIO, media_type: str) -> Image.Image:
    """Return the picture with its head read and its pixels not yet.

    Raises:
        Refused: it has too many pixels.
        Exception: whatever a decoder makes of a damaged file.
    """
    file.seek(0)
    try:
        return Image.open(file, formats=[PICTURES[media_type]])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused(
            tr_counted(
                MOST_PIXELS // 1000000,
                "it has more than {number} million pixels, too many for this laptop",
            ).format(number=MOST_PIXELS // 1000000)
        ) from error


def frames(picture: Image.Image) -> int:
    """Return how many pages or frames a picture has; what a JPEG holds beside itself is none.

    Raises:
        Refused: more than anybody looks through.
    """
    if picture.format not in _OF_MANY:
        return 1
    count = 1
    with contextlib.suppress(EOFError):
        for count in range(1, MOST_FRAMES + 1):
            picture.seek(count)
        raise Refused(
            tr_counted(MOST_FRAMES, "it has more than {number} pages or frames").format(
                number=MOST_FRAMES
            )
        )
    picture.seek(0)
    return count


def at_frame(picture: Image.Image, number: int) -> Image.Image:
    """Return the picture turned to one of its pages or frames, from 0.

    Raises:
        Refused: it has no such one.
    """
    if not number:
        return picture
    count = frames(picture)
    if number >= count:
        raise Refused(
            tr_counted(count, "it has one page", "it has {number} pages").format(number=count)
        )
    picture.seek(number)
    return picture


def size_of(picture: Image.Image) -> tuple[int, int]:
    """Return width and height as a viewer shows them, in pixels."""
    width, height = picture.size
    return (height, width) if _is_on_its_side(picture) else (width, height)


def captured_at(picture: Image.Image) -> str | None:
    """Return when the picture was taken as the camera wrote it; most write no offset.

    Source: EXIF 3.0, DateTimeOriginal ``2013:07:02 09:30:00`` and OffsetTimeOriginal ``+01:00``.
    """
    details = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    tags = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)
    return camera_tags.written_time(*(str(details.get(tag, "")) for tag in tags))


def camera(picture: Image.Image) -> str | None:
    """Return make, model and number of the camera in one line, as it wrote them; most do."""
    told = picture.getexif()
    make, model = (str(told.get(tag, "")) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    serial = told.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.BodySerialNumber, "")
    return camera_tags.camera_name(make, model, str(serial))


def fitted(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Return the picture upright, no larger than ``width`` × ``height``, in sRGB, on white.

    Pixels alone survive: no EXIF, no comment, no profile, no place where it was taken.
    """
    if _is_on_its_side(picture):
        width, height = height, width
    profile, turn = picture.info.get("icc_profile"), _TURNS.get(_orientation(picture))
    if picture.mode.startswith("I"):  # 16 bits a pixel, as some scanners write
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA")
    picture.thumbnail((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    coloured = _in_srgb(picture, profile)
    plain = Image.new("RGB", coloured.size, "white")
    if "A" in coloured.getbands():
        plain.paste(coloured, mask=coloured.getchannel("A"))
    else:
        plain.paste(coloured.convert("RGB"))
    return plain


def as_jpeg(picture: Image.Image) -> bytes:
    """Return the same JPEG bytes for the same picture and version of Pillow."""
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=_JPEG_QUALITY)
    return content.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """Return PNG bytes, packed quickly rather than tightly: they only cross a pipe."""
    content = io.BytesIO()
    picture.save(content, "PNG", compress_level=1)
    return content.getvalue()


def burnt(picture: Image.Image, boxes: Sequence[Sequence[int]]) -> Image.Image:
    """Return the RGB picture with boxes made black, in place.

    A box is x, y, width and height in ten-thousandths of the picture. It grows to whole blocks of
    JPEG, so that no block mixes what is black with what was there: what is decoded is black, and
    nothing beside it tells of what it covered.
    """
    for box in boxes:
        picture.paste((0, 0, 0), _blocks(picture, box))
    return picture


def lightest(picture: Image.Image, boxes: Sequence[Sequence[int]]) -> int:
    """Return the highest value of any colour within the boxes: 0 when all of them are black."""
    found = 0
    for box in boxes:
        for lowest_and_highest in picture.crop(_blocks(picture, box)).convert("RGB").getextrema():
            found = max(found, int(lowest_and_highest[1]))  # type: ignore[index]
    return found


def _blocks(picture: Image.Image, box: Sequence[int]) -> tuple[int, int, int, int]:
    wide, high = picture.size
    x, y, width, height = box
    left, top = wide * x // WHOLE // _BLOCK * _BLOCK, high * y // WHOLE // _BLOCK * _BLOCK
    right = -(-wide * (x + width) // (WHOLE * _BLOCK)) * _BLOCK
    bottom = -(-high * (y + height) // (WHOLE * _BLOCK)) * _BLOCK
    return left, top, min(right, wide), min(bottom, high)


def as_fine_jpeg(picture: Image.Image) -> bytes:
    """Return JPEG bytes of a picture that is kept: every pixel with its own colour."""
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=_FINE_QUALITY, subsampling=0)
    return content.getvalue()


def as_small_png(picture: Image.Image) -> bytes:
    """Return PNG bytes of a picture that is kept."""
    content = io.BytesIO()
    picture.save(content, "PNG", compress_level=6)
    return content.getvalue()


def _is_on_its_side(picture: Image.Image) -> bool:
    return _orientation(picture) in (5, 6, 7, 8)


def _orientation(picture: Image.Image) -> int:
    """Return the EXIF orientation that is still to be heeded; Pillow turns TIFF files itself."""
    told = picture.getexif().get(ExifTags.Base.Orientation)
    return told if isinstance(told, int) and picture.format != "TIFF" else 1


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring a phone's wide colours or a scanner's own to those of a screen, where that works."""
    if not profile or "A" in picture.getbands():
        return picture
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(
            picture, known, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return shown or picture
