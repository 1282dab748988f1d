"""A picture's size is read from its first bytes, and believed only where its form is kept."""

import io

import pytest
from PIL import Image

from inspector_app.media.heads import size_in_head


def packed(kind: str, size: tuple[int, int] = (30, 20), **how: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **how)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_tells_its_size(kind: str) -> None:
    assert size_in_head(packed(kind, (300, 7))) == (300, 7)
    assert size_in_head(packed(kind, (1, 4000))) == (1, 4000)


def test_a_jpeg_tells_it_behind_whatever_comes_first() -> None:
    described = packed("JPEG", progressive=True, comment=b"words " * 50, exif=Image.Exif())
    assert size_in_head(described) == (30, 20)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_one_that_is_cut_or_has_no_side_tells_none(kind: str) -> None:
    whole = packed(kind)
    assert size_in_head(b"") is None
    for cut in range(20):
        assert size_in_head(whole[:cut]) is None
    frame = whole.index(b"\xff\xc0") + 5 if kind == "JPEG" else 16
    width = 2 if kind == "JPEG" else 4
    assert size_in_head(whole[:frame] + bytes(width) + whole[frame + width :]) is None


@pytest.mark.parametrize("content", [b"GIF89a" + bytes(40), b"<svg/>", b"\xff\xd8\xff" + bytes(40)])
def test_anything_else_tells_none(content: bytes) -> None:
    assert size_in_head(content) is None
    assert size_in_head(b"\x89PNG\r\n\x1a\n" + content) is None
