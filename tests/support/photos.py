"""Photographs for tests, as cameras write them."""

from pathlib import Path

from PIL import Image, ImageDraw

_EXIF_FOLDER, _TAKEN, _OFFSET, _MAKE, _MODEL = 0x8769, 0x9003, 0x9011, 0x010F, 0x0110


def a_photo(
    folder: Path,
    name: str,
    taken: str = "",
    *,
    offset: str = "",
    camera: str = "Sample One",
    shade: str = "",
) -> Path:
    """Write a small JPEG and return its path; ``taken`` is ``2013:09:17 14:00:00``.

    Two of different names differ in their pixels.
    """
    picture = Image.new("RGB", (160, 120), shade or "#6080a0")
    ImageDraw.Draw(picture).text((10, 50), name, fill="white")
    exif = Image.Exif()
    make, _, model = camera.partition(" ")
    exif[_MAKE], exif[_MODEL] = make, model
    details = exif.get_ifd(_EXIF_FOLDER)
    if taken:
        details[_TAKEN] = taken
    if offset:
        details[_OFFSET] = offset
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    picture.save(path, "JPEG", exif=exif)
    return path
