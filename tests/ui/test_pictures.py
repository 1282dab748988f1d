"""What README and the help show is what the window looks like; a broken look is seen."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter
from PySide6.QtWidgets import QApplication

from inspector_app.config import Theme
from inspector_app.ui.theme import Look
from tests.support.alike import compared, looked_at
from tests.support.by_chance import nothing_by_chance
from tests.support.desk_window import OpensDesk
from tests.support.pictures import HELP, README, TOP, Picture, pictures

_MANUAL = re.compile(r"!\[([^\]]+)\]\(packaging/readme-pictures/([\w.-]+)\)")
_TOPIC = re.compile(r"^!\[([^\]\n]+)\]\(picture:([a-z-]+)\)$", re.MULTILINE)
_ANY = re.compile(r"!\[")
_BOARD = 2
"""So many pictures of the dark window are of the board, and come first."""


@pytest.fixture
def steady() -> Iterator[None]:
    """A caret that does not blink."""
    before = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield
    QApplication.setCursorFlashTime(before)


@pytest.mark.parametrize(
    ("chosen", "most"),
    [
        (Theme.LIGHT, None),
        (Theme.DARK, _BOARD),
        pytest.param(Theme.DARK, None, marks=pytest.mark.campaign),
    ],
)
def test_the_window_looks_as_in_the_pictures(
    open_desk: OpensDesk,
    look: Look,
    sample_template: Path,
    steady: None,
    chosen: Theme,
    most: int | None,
) -> None:
    with nothing_by_chance("window"):
        desk = open_desk(sample_template)
        said = [looked_at(each) for each in islice(pictures(desk, chosen), most)]
        desk.close()
    assert said
    assert not any(said), (
        "\n".join(filter(None, said))
        + "\nIf that is how it is to look: ./packaging/pictures, look at them, and commit them."
    )


# What is committed


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there() -> None:
    manual = (TOP / "README.md").read_text(encoding="utf-8")
    shown = [README / name for _, name in _MANUAL.findall(manual)]
    assert len(shown) == len(_ANY.findall(manual))
    for topic in (TOP / "resources" / "help").glob("*.md"):
        text = topic.read_text(encoding="utf-8")
        found = _TOPIC.findall(text)
        assert len(found) == len(_ANY.findall(text)), f"{topic.name}: alone on its line, by name"
        shown += [HELP / f"{name}-{kind}.png" for _, name in found for kind in ("light", "dark")]
    assert sorted(shown) == sorted({*README.iterdir(), *HELP.iterdir()})


def test_a_picture_is_told_in_words_that_do_not_read_as_markup() -> None:
    for topic in (TOP / "resources" / "help").glob("*.md"):
        for words, _ in _TOPIC.findall(topic.read_text(encoding="utf-8")):
            assert len(words) > 30
            assert words.endswith(".")
            assert not set("*_`<>[]\\") & set(words)


def test_the_pictures_stay_small() -> None:
    for path in (*README.iterdir(), *HELP.iterdir()):
        with Image.open(path) as picture:
            assert picture.mode == "P"
            assert not picture.info.keys() - {"transparency"}, "nothing is told of its making"
    assert sum(path.stat().st_size for path in HELP.iterdir()) < 800_000
    assert sum(path.stat().st_size for path in README.iterdir()) < 800_000


# The comparison


@pytest.fixture(scope="module")
def board() -> Image.Image:
    with Image.open(README / "board-light.png") as picture:
        return picture.convert("RGB")


def moved(picture: Image.Image) -> Image.Image:
    """A tile of the board three pixels to the right."""
    tile = picture.crop((136, 126, 372, 192))
    picture.paste(tile, (139, 126))
    return picture


def without_a_label(picture: Image.Image) -> Image.Image:
    """A number in a tile is gone."""
    ImageDraw.Draw(picture).rectangle((140, 205, 260, 221), fill="white")
    return picture


def overlapping(picture: Image.Image) -> Image.Image:
    picture.paste(picture.crop((640, 68, 760, 96)), (300, 68))
    return picture


def of_another_colour(picture: Image.Image) -> Image.Image:
    """The blue of the one button that is blue, a little greener."""
    box = (978, 578, 1086, 606)
    red, green, blue = picture.crop(box).split()
    green = green.point([min(level + 16, 255) for level in range(256)])
    picture.paste(Image.merge("RGB", (red, green, blue)), box)
    return picture


def dark(_: Image.Image) -> Image.Image:
    with Image.open(README / "board-dark.png") as picture:
        return picture.convert("RGB")


def larger(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width + 1, picture.height))


def without_an_icon(picture: Image.Image) -> Image.Image:
    ImageDraw.Draw(picture).rectangle((1330, 30, 1345, 48), fill="white")
    return picture


def without_a_line(picture: Image.Image) -> Image.Image:
    """The lower edge of a button."""
    ImageDraw.Draw(picture).line((744, 95, 892, 95), fill="white")
    return picture


BROKEN: list[Callable[[Image.Image], Image.Image]] = [
    moved,
    without_a_label,
    overlapping,
    of_another_colour,
    dark,
    larger,
    without_an_icon,
    without_a_line,
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: each.__name__)
def test_a_broken_look_is_seen(
    board: Image.Image, tmp_path: Path, broken: Callable[[Image.Image], Image.Image]
) -> None:
    found = Picture(README / "board-light.png", broken(board.copy()))
    said = looked_at(found, tmp_path)
    assert "board-light.png: " in said
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [
        "differing-packaging-readme-pictures-board-light.png",
        "packaging-readme-pictures-board-light.png",
    ]


def test_a_picture_that_is_not_there_is_seen(board: Image.Image, tmp_path: Path) -> None:
    assert "there is none" in looked_at(Picture(README / "of-nothing.png", board), tmp_path)


def one_level(picture: Image.Image) -> Image.Image:
    return picture.point([min(level + 1, 255) for level in range(256)] * 3)


def other_edges(picture: Image.Image) -> Image.Image:
    """Every edge of every letter and line drawn as softly as a rasteriser might."""
    return ImageEnhance.Sharpness(picture).enhance(0.8)


def harder(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.UnsharpMask(radius=1, percent=15, threshold=0))


@pytest.mark.parametrize("drawn", [one_level, other_edges, harder])
def test_edges_drawn_a_little_otherwise_are_not_a_broken_look(
    board: Image.Image, drawn: Callable[[Image.Image], Image.Image]
) -> None:
    found = drawn(board.copy())
    assert ImageChops.difference(board, found).getbbox() is not None
    assert compared(board, found).said == ""


def test_equal_pictures_are_alike(board: Image.Image) -> None:
    assert compared(board, board.copy()).said == ""
