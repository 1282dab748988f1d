"""The range reader against the library's own encryptor and decryptor."""

import io
import os

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.vault.cobblestone import CHUNK, HEADER, TAG, Damaged, RangeReader, sealed_size

KEY, CONTEXT = bytes(range(32)), b"tests"
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 17 * CHUNK + 5)

sizes = st.sampled_from(EDGES) | st.integers(0, 5 * CHUNK)


def encrypted(plain: bytes, key: bytes = KEY) -> bytes:
    encryptor = Cobblestone256Encryptor(key, CONTEXT)
    return encryptor.update(plain) + encryptor.finalize()


def reader(sealed: bytes, size: int) -> io.BufferedReader:
    return io.BufferedReader(RangeReader(io.BytesIO(sealed), KEY, CONTEXT, size))


@pytest.mark.parametrize("size", EDGES)
def test_the_size_of_the_encrypted_file_is_known_before(size: int) -> None:
    assert sealed_size(size) == len(encrypted(bytes(size)))


@given(size=sizes, data=st.data())
def test_any_range_equals_the_plain_bytes(size: int, data: st.DataObject) -> None:
    plain = os.urandom(size)
    stream = reader(encrypted(plain), size)
    for _ in range(4):
        start = data.draw(st.sampled_from((0, size, max(0, size - 1))) | st.integers(0, size + 9))
        count = data.draw(st.integers(0, size + 9))
        stream.seek(start)
        assert stream.read(count) == plain[start : start + count]
    assert stream.seek(-min(size, 3), os.SEEK_END) == size - min(size, 3)
    assert stream.read() == plain[size - min(size, 3) :]


@given(size=sizes, position=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_read(size: int, position: float, bit: int) -> None:
    plain = os.urandom(size)
    sealed = bytearray(encrypted(plain))
    sealed[int(position * len(sealed))] ^= 1 << bit
    with pytest.raises(Damaged):
        reader(bytes(sealed), size).read()


@given(size=sizes, cut=st.integers(1, 3 * CHUNK))
def test_a_cut_is_found_on_opening_wherever_it_is(size: int, cut: int) -> None:
    sealed = encrypted(os.urandom(size))
    with pytest.raises(Damaged):
        reader(sealed[:-cut], size)


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_cut_at_a_chunk_border_is_found_even_under_the_matching_size(chunks: int) -> None:
    sealed = encrypted(os.urandom(3 * CHUNK))
    with pytest.raises(Damaged):
        reader(sealed[: HEADER + chunks * (CHUNK + TAG)], chunks * CHUNK)
    with pytest.raises(Damaged):
        reader(sealed[: HEADER + chunks * (CHUNK + TAG)], chunks * CHUNK - TAG)


def test_swapped_chunks_are_found() -> None:
    sealed = encrypted(os.urandom(3 * CHUNK))
    one, two = (sealed[HEADER + k * (CHUNK + TAG) :][: CHUNK + TAG] for k in (0, 1))
    swapped = sealed[:HEADER] + two + one + sealed[HEADER + 2 * (CHUNK + TAG) :]
    with pytest.raises(Damaged):
        reader(swapped, 3 * CHUNK).read(1)


def test_appended_bytes_are_found() -> None:
    with pytest.raises(Damaged):
        reader(encrypted(b"short") + b"x", 5)
    with pytest.raises(Damaged):
        reader(encrypted(b"short") + b"x", 6)


def test_another_key_or_context_does_not_open() -> None:
    sealed = encrypted(b"short")
    for key, context in ((bytes(32), CONTEXT), (KEY, b"other")):
        with pytest.raises(Damaged):
            RangeReader(io.BytesIO(sealed), key, context, 5)
        with pytest.raises(InvalidTag):
            Cobblestone256Decryptor(key, context).update(sealed)


def test_seeking_before_the_start_is_refused() -> None:
    raw = RangeReader(io.BytesIO(encrypted(b"short")), KEY, CONTEXT, 5)
    with pytest.raises(ValueError, match="negative"):
        raw.seek(-6, os.SEEK_END)
