"""The frames that travel between the app and its media child: a kind, a length, the bytes."""

import struct
from enum import IntEnum
from typing import IO

LARGEST_FRAME = 256 * 1024 * 1024
"""Bytes; a rendered page is a few megabytes, so a longer announcement is a child gone astray."""
LARGEST_READ = 1024 * 1024
"""Bytes that the child may ask for at once."""
HIGHEST = 10
"""Times as high as wide that a page is drawn: a till roll shows, a hostile strip is bounded."""

_HEAD = struct.Struct(">BI")
READ = struct.Struct(">QI")
"""A request for bytes of the file: offset, count."""


class Frame(IntEnum):
    """What a frame holds."""

    CALL = 1
    """App to child: JSON, what to do with a file of which size."""
    WANTED = 2
    """Child to app: some bytes of the file, as :data:`READ`."""
    BYTES = 3
    """App to child: the bytes asked for."""
    RESULT = 4
    """Child to app: JSON, what came of the call."""
    PICTURE = 5
    """Child to app, after each result: the encoded picture, often empty."""


class Broken(Exception):
    """The other end is gone or does not speak these frames."""


def send(stream: IO[bytes], kind: Frame, content: bytes) -> None:
    """Write one frame and flush it.

    Raises:
        Broken: the other end is gone.
    """
    try:
        stream.write(_HEAD.pack(kind, len(content)) + content)
        stream.flush()
    except (OSError, ValueError) as error:
        raise Broken from error


def receive(stream: IO[bytes]) -> tuple[Frame, bytes]:
    """Return the next frame; waits for it.

    Raises:
        Broken: the other end is gone, or announces something that is no frame.
    """
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if kind not in list(Frame) or length > LARGEST_FRAME:
        raise Broken
    return Frame(kind), _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    try:
        content = stream.read(count)
    except (OSError, ValueError) as error:
        raise Broken from error
    if len(content) != count:
        raise Broken
    return content
