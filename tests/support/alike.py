"""Whether two pictures of a window look alike: what a person would see, not every pixel."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.support.pictures import TOP, Picture

FOUND = TOP / "pictures-found"
"""Where a picture that looks otherwise is left, with what differs in it; not committed."""
TILE = 16
"""Pixels; the pictures are compared by squares of this size."""
_STEP = 24
"""Of 255: by so much a pixel differs, both pictures having been blurred, that counts."""
_SHARE = 26
"""Of 255: so much of a square may differ, a tenth: about a letter."""
_MEAN = 8
"""Of 255: by so much the mean colour of a square may differ."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it."""

    said: str
    """In a sentence; empty when they look alike."""
    picture: Image.Image | None = None
    """The picture that was found, pale, with what differs framed in red."""


def looked_at(picture: Picture, found: Path = FOUND) -> str:
    """Return in what a picture looks otherwise than the one that is committed; empty: in nothing.

    What differs is left in ``found``, to be looked at.
    """
    name = "-".join(picture.path.relative_to(TOP).parts[-3:])
    if not picture.path.is_file():
        return f"{name}: there is none yet"
    with Image.open(picture.path) as wanted:
        result = compared(wanted.convert("RGB"), picture.image)
    if not result.said:
        return ""
    found.mkdir(parents=True, exist_ok=True)
    picture.image.save(found / name)
    if result.picture is not None:
        result.picture.save(found / f"differing-{name}")
    return f"{name}: {result.said}; see {found.name}"


def compared(wanted: Image.Image, found: Image.Image) -> Compared:
    """Return whether ``found`` looks as ``wanted`` does.

    Edges of letters may be drawn a little lighter or darker, as another processor or another
    rasteriser does; nothing may have moved, come, gone or changed its colour. A letter in another's
    place is left to the tests that read what is said.
    """
    if wanted.size != found.size:
        return Compared(f"its size is {found.size} and was {wanted.size}", found)
    wanted, found = wanted.convert("RGB"), found.convert("RGB")
    blur = ImageFilter.BoxBlur(1)
    steps = _strongest(ImageChops.difference(wanted.filter(blur), found.filter(blur)))
    share = steps.point([0] * _STEP + [255] * (256 - _STEP)).reduce(TILE)
    mean = _strongest(ImageChops.difference(wanted.reduce(TILE), found.reduce(TILE)))
    differs = ImageChops.lighter(
        share.point([0] * (_SHARE + 1) + [255] * (255 - _SHARE)),
        mean.point([0] * (_MEAN + 1) + [255] * (255 - _MEAN)),
    )
    box = differs.getbbox()
    if box is None:
        return Compared("")
    left, top, right, bottom = (edge * TILE for edge in box)
    squares = differs.histogram()[255]
    return Compared(
        f"{squares} of {differs.width * differs.height} squares differ, "
        f"between ({left}, {top}) and ({right}, {bottom})",
        _marked(found, differs),
    )


def _strongest(difference: Image.Image) -> Image.Image:
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _marked(found: Image.Image, differs: Image.Image) -> Image.Image:
    marked = Image.blend(found, Image.new("RGB", found.size, "white"), 0.5)
    draw = ImageDraw.Draw(marked)
    for y in range(differs.height):
        for x in range(differs.width):
            if differs.getpixel((x, y)):
                corner = (x * TILE, y * TILE)
                draw.rectangle((*corner, corner[0] + TILE - 1, corner[1] + TILE - 1), outline="red")
    return marked
