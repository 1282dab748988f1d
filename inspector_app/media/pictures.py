"""Photographs and scans: how large, when taken, and made small to be shown. Runs in the child."""

import io
import re
import warnings
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms

from inspector_app.media.refusal import Refused
from inspector_app.media.sniffing import PICTURES

MOST_PIXELS = 150_000_000
"""More than any camera an inspector carries; 600 MB once decoded."""
_JPEG_QUALITY = 82
_WRITTEN_TIME = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")
_WRITTEN_OFFSET = re.compile(r"[+-]\d\d:\d\d")

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
            f"it has more than {MOST_PIXELS // 1_000_000} million pixels, too many for this laptop"
        ) from error


def size_of(picture: Image.Image) -> tuple[int, int]:
    """Return width and height as a viewer shows them, in pixels."""
    width, height = picture.size
    return (height, width) if _is_on_its_side(picture) else (width, height)


def captured_at(picture: Image.Image) -> str | None:
    """Return when the picture was taken as the camera wrote it; most write no offset.

    Source: EXIF 3.0, DateTimeOriginal ``2013:07:02 09:30:00`` and OffsetTimeOriginal ``+01:00``.
    """
    details = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    time = str(details.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    if not _WRITTEN_TIME.fullmatch(time):
        return None
    return time + offset if _WRITTEN_OFFSET.fullmatch(offset) else time


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
