"""When a HEIC or raw photograph was taken, and by what; and nothing from files made to harm."""

import io
import struct
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.media import camera_tags
from inspector_app.media.media import Media
from tests.support import camera_files as make

TAKEN = "2013:09:17 14:00:05"
SUB_IFDS, DNG_VERSION = 0x014A, 0xC612
CAMERA = ("SAMPLE", "One", TAKEN)
LONG = (4, bytes(4))
FILES = {
    "image/x-canon-cr2": make.tiff("Canon", "EOS 5D", TAKEN, serial="07", gap=b"CR\2\0\0\0\0\0"),
    "image/x-nikon-nef": make.tiff(
        "NIKON CORPORATION", "D850", TAKEN, serial="07", order=">", more={SUB_IFDS: LONG}
    ),
    "image/x-sony-arw": make.tiff("SONY", "A7", TAKEN, serial="07", more={SUB_IFDS: LONG}),
    "image/x-adobe-dng": make.tiff(
        "Apple", "iPhone", TAKEN, serial="07", more={DNG_VERSION: (1, b"\1\4\0\0")}
    ),
    "image/x-canon-cr3": make.cr3(*make.canon_parts("Canon", "EOS R5", TAKEN, "07")),
    "image/heic": make.heic(make.tiff("Apple", "iPhone 14", TAKEN, serial="07", offset="+01:00")),
}


@pytest.fixture(scope="module")
def media() -> Iterator[Media]:
    with Media() as media:
        yield media


@pytest.mark.parametrize("media_type", FILES)
def test_time_and_camera_are_told_of_files_whose_pixels_this_app_does_not_read(
    media: Media, media_type: str
) -> None:
    facts = media.facts(io.BytesIO(FILES[media_type]))
    assert facts.media_type == media_type
    assert facts.captured_at in (TAKEN, f"{TAKEN}+01:00")
    assert (facts.captured_at == f"{TAKEN}+01:00") is (media_type == "image/heic")
    assert facts.camera
    assert facts.camera.endswith(" no. 07")
    assert media.thumbnail(io.BytesIO(FILES[media_type]), media_type) is None


def test_the_exif_item_of_a_heic_may_lie_within_its_metadata_and_the_brand_may_be_general(
    media: Media,
) -> None:
    exif = make.tiff(*CAMERA)
    for content in (make.heic(exif, inside=True), make.heic(exif, b"mif1")):
        facts = media.facts(io.BytesIO(content))
        assert (facts.media_type, facts.captured_at) == ("image/heic", TAKEN)


def test_a_scanned_tiff_is_no_raw_file(media: Media) -> None:
    content = make.tiff("NIKON", "Scanner", TAKEN)
    assert media.facts(io.BytesIO(content)).media_type == "image/tiff"


def test_two_cameras_of_a_kind_are_told_apart_by_their_numbers() -> None:
    one, other = (
        camera_tags.read(
            io.BytesIO(make.heic(make.tiff(*CAMERA, serial=each))), "image/heic"
        ).camera
        for each in ("0007", "0008")
    )
    assert (one, other) == ("SAMPLE One no. 0007", "SAMPLE One no. 0008")


def _looping() -> bytes:
    """A directory whose Exif pointer leads back to itself."""
    own = {0x8769: (4, struct.pack("<I", 8))}
    return b"II*\0" + struct.pack("<I", 8) + make.directory(own, 8)


HOSTILE = {
    "a loop": ("image/x-sony-arw", _looping()),
    "too many entries": ("image/x-sony-arw", b"II*\0\x08\0\0\0\xff\xff" + bytes(99)),
    "a directory beyond the end": ("image/x-sony-arw", b"II*\0\xff\xff\xff\xff" + bytes(99)),
    "a text of 4 GB": (
        "image/x-sony-arw",
        b"II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\xff\xff\xff\xff\0\0\0\0" + bytes(9),
    ),
    "a box that ends before it begins": ("image/heic", b"\0\0\0\x02ftypheic" + bytes(20)),
    "a box beyond the end": ("image/heic", b"\x7f\0\0\0ftypheic" + bytes(20)),
    "a million empty boxes": ("image/heic", make.box(b"free", b"") * 1_000_000),
    "metadata of 2 GB": ("image/heic", struct.pack(">I4s", 2**31, b"meta") + bytes(99)),
    "nothing": ("image/heic", b""),
    "half a camera": ("image/x-canon-cr3", FILES["image/x-canon-cr3"][:90]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_harm_tells_nothing_and_takes_no_time(name: str) -> None:
    media_type, content = HOSTILE[name]
    began = time.process_time()
    assert camera_tags.read(io.BytesIO(content), media_type).captured_at is None
    assert time.process_time() - began < 0.5


@given(st.data())
def test_no_change_of_a_byte_breaks_anything(data: st.DataObject) -> None:
    media_type = data.draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[media_type])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = camera_tags.read(io.BytesIO(bytes(content)), media_type)
    assert found.captured_at is None or len(found.captured_at) in (19, 25)
    camera_tags.raw_type(io.BytesIO(bytes(content)))
