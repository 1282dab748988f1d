"""The child process: shows files that nobody has reason to trust, under limits, without a disk.

Its arguments are bytes of memory and seconds of CPU; it speaks the frames of ``wire`` on standard
input and output. Where the system knows such limits (not Windows; macOS keeps
no bound on memory), it can write to no file, leave no core dump, and use no more memory and time
than allowed. On Linux it can reach no network, run no program and change no file either.
"""

import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from inspector_app.media import camera_tags
from inspector_app.media.refusal import Refused
from inspector_app.media.sniffing import HEAD_BYTES, PDF, PICTURES, decoded, media_type_of
from inspector_app.media.wire import HIGHEST, LARGEST_READ, READ, Broken, Frame, receive, send
from inspector_app.system import reaching
from inspector_app.system.confining import allow_time, confine
from inspector_app.texts import tr

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_BUFFER = 64 * 1024
_DAMAGED = tr("it is damaged, or of a form that this app does not read")
_TOO_LARGE = tr("it needs more memory than is allowed for showing a file")

_PHOTOGRAPHS = frozenset({"image/jpeg", "image/webp", "image/avif"})
"""Packed with loss already; all others stay without."""

Result = tuple[dict[str, Any], bytes]


class _FarFile(io.RawIOBase):
    """The file at the other end of the pipes, fetched piece by piece as it is read."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, size: int) -> None:
        super().__init__()
        self._incoming = incoming
        self._outgoing = outgoing
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError("seek before the start")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        count = min(len(buffer), LARGEST_READ, max(0, self._size - self._position))
        if not count:
            return 0
        send(self._outgoing, Frame.WANTED, READ.pack(self._position, count))
        kind, content = receive(self._incoming)
        if kind is not Frame.BYTES or len(content) > count:
            raise Broken
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)


def main() -> None:
    """Answer calls until the app closes the pipe or a limit ends this process."""
    memory_bytes, cpu_seconds = int(sys.argv[1]), int(sys.argv[2])
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    confine(memory_bytes=memory_bytes, file_bytes=0, open_files=64)
    reaching.forbid()
    with contextlib.suppress(Broken):
        while True:
            kind, content = receive(incoming)
            if kind is not Frame.CALL:
                return
            call = json.loads(content)
            allow_time(cpu_seconds)
            file = io.BufferedReader(_FarFile(incoming, outgoing, call["size"]), _BUFFER)
            result, picture = _answered(call, cast("BinaryIO", file))
            send(outgoing, Frame.RESULT, json.dumps(result).encode())
            send(outgoing, Frame.PICTURE, picture)


def _answered(call: dict[str, Any], file: BinaryIO) -> Result:
    verbs: dict[str, Callable[..., Result]] = {
        "facts": _facts,
        "thumbnail": _thumbnail,
        "page": _page,
        "sheets": _sheets,
        "strip": _strip,
        "text": _text,
        "redacted": _redacted,
        "lightest": _lightest,
    }
    try:
        return verbs[call["verb"]](file, *call["args"])
    except Refused as refusal:
        return {"refused": str(refusal)}, b""
    except MemoryError:
        # What is left of the memory may not suffice for the next file.
        return {"refused": _TOO_LARGE, "is_spent": True}, b""
    except Broken:
        raise
    except Exception:  # noqa: BLE001 - a decoder may raise anything over a hostile file
        return {"refused": _DAMAGED}, b""


def _facts(file: BinaryIO, is_readable: bool) -> Result:
    """Tell what can be told; a damaged file still has its type."""
    media_type = media_type_of(file)
    facts: dict[str, Any] = {"media_type": media_type}
    if not is_readable:
        return facts, b""
    with contextlib.suppress(Exception):
        if media_type in PICTURES:
            from inspector_app.media import pictures  # decoders are loaded by whoever needs them

            picture = pictures.opened(file, media_type)
            facts["width"], facts["height"] = pictures.size_of(picture)
            facts["captured_at"] = pictures.captured_at(picture)
            facts["camera"] = pictures.camera(picture)
            if (count := pictures.frames(picture)) > 1:
                facts["pages"] = count
        elif media_type in camera_tags.HEIF | camera_tags.RAW:
            told = camera_tags.read(file, media_type)
            facts["captured_at"], facts["camera"] = told.captured_at, told.camera
        elif media_type == PDF:
            from inspector_app.media import documents

            with documents.opened(file) as document:
                facts["pages"] = len(document)
    return facts, b""


def _thumbnail(file: BinaryIO, most: int) -> Result:
    from inspector_app.media import pictures

    return _shown(pictures.as_jpeg, file, 0, most, most)


def _page(file: BinaryIO, number: int, width: int) -> Result:
    from inspector_app.media import pictures

    return _shown(pictures.as_png, file, number, width, width * HIGHEST)


def _sheets(file: BinaryIO) -> Result:
    from inspector_app.media import documents

    with _a_document(file) as document:
        sizes = documents.sheet_sizes(document)
    return {"sheets": [[round(side * 100) for side in size] for size in sizes]}, b""


def _strip(file: BinaryIO, number: int, width: int, top: int, rows: int) -> Result:
    from inspector_app.media import documents

    with _a_document(file) as document:
        came, pixels = documents.strip(document, number, width, top, rows)
    return {"width": width, "height": came}, pixels


@contextlib.contextmanager
def _a_document(file: BinaryIO) -> "Iterator[PdfDocument]":
    from inspector_app.media import documents

    if (media_type := media_type_of(file)) != PDF:
        raise Refused(
            tr("a PDF has pages to show, and this is {media_type}").format(media_type=media_type)
        )
    with documents.opened(file) as document:
        yield document


def _shown(
    encoded: Callable[[Any], bytes], file: BinaryIO, number: int, width: int, height: int
) -> Result:
    from inspector_app.media import documents, pictures

    media_type = media_type_of(file)
    if media_type in PICTURES:
        picture = pictures.at_frame(pictures.opened(file, media_type), number)
        shown = pictures.fitted(picture, width, height)
    elif media_type == PDF:
        with documents.opened(file) as document:
            shown = documents.page(document, number, width, height)
    else:
        raise Refused(
            tr("this app shows pictures, PDF and text, and this is {media_type}").format(
                media_type=media_type
            )
        )
    return {"width": shown.width, "height": shown.height}, encoded(shown)


def _redacted(
    file: BinaryIO, number: int, dots: int, longest: int, is_of_many: int, *boxes: int
) -> Result:
    """Draw one page or picture as finely as is good to read, with the boxes made black.

    What comes of a picture ``is_of_many`` is a page of a PDF, so it is packed as JPEG.
    """
    from inspector_app.media import documents, pictures

    media_type = media_type_of(file)
    facts: dict[str, Any] = {}
    if media_type in PICTURES:
        picture = pictures.opened(file, media_type)
        pictures.frames(picture)  # refuses more than can be looked through
        picture = pictures.at_frame(picture, number)
        drawn = pictures.fitted(picture, longest, longest)
        is_photo = bool(is_of_many) or media_type in _PHOTOGRAPHS
    elif media_type == PDF:
        with documents.opened(file) as document:
            across, down = documents.sheet_size(document, number)
            facts["across"], facts["down"] = round(across * 100), round(down * 100)
            finely = max(dots / 72, 1 / min(across, down))
            wide, high = min(across * finely, longest), min(down * finely, longest)
            drawn = documents.page(document, number, max(1, int(wide)), max(1, int(high)))
        is_photo = True
    else:
        raise Refused(
            tr("pictures and PDF pages can be redacted, and this is {media_type}").format(
                media_type=media_type
            )
        )
    burnt = pictures.burnt(drawn, _fours(boxes))
    content = pictures.as_fine_jpeg(burnt) if is_photo else pictures.as_small_png(burnt)
    facts |= {"width": burnt.width, "height": burnt.height}
    return facts, content


def _lightest(file: BinaryIO, *boxes: int) -> Result:
    from inspector_app.media import pictures

    picture = pictures.opened(file, media_type_of(file))
    return {"lightest": pictures.lightest(picture, _fours(boxes))}, b""


def _fours(boxes: Sequence[int]) -> list[Sequence[int]]:
    return [boxes[start : start + 4] for start in range(0, len(boxes), 4)]


def _text(file: BinaryIO, limit: int) -> Result:
    media_type = media_type_of(file)
    if media_type == PDF:
        from inspector_app.media import documents

        with documents.opened(file) as document:
            text = documents.words(document, limit)
    elif media_type.startswith("text/") or media_type in ("application/xml", "image/svg+xml"):
        file.seek(0)
        # UTF-8 takes four bytes for a character at most.
        wanted = max(HEAD_BYTES, limit * 4)
        content = file.read(wanted)
        text = decoded(content, is_cut=len(content) == wanted) or ""
    else:
        text = ""
    readable = "".join(each for each in text if each >= " " or each in "\n\t")
    return {"text": readable[:limit]}, b""
