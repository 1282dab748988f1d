"""Shows files without trusting them: every decoder runs in one confined child process."""

import io
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, BinaryIO, Self

from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.media import heads
from inspector_app.media.sniffing import PDF, PICTURES, UNKNOWN
from inspector_app.media.wire import HIGHEST, LARGEST_READ, READ, Broken, Frame, receive, send
from inspector_app.system import children
from inspector_app.texts import tr

LARGEST_SHOWN = 512 * 1024 * 1024
"""Bytes; of larger files only the type is told. They are never read whole."""
WIDEST_PAGE = 4096
"""Pixels."""
WIDEST_THUMBNAIL = 640
"""Pixels of its longer side."""
ROUNDED_UP = 1
"""Pixels by which a page may come out wider or higher than was asked for."""
WIDEST_STRIP = 16_000
"""Pixels: an A3 page's longer side at 960 to the inch."""
_WIDEST_SHEET = 100 * 1_000_000
"""Hundredths of a point."""
DOTS_PER_INCH = 200
"""Of a PDF page that is redacted: the smallest print stays readable."""
WIDEST_KEPT = 8000
"""Pixels of the longer side of a redacted page or picture."""
MOST_TEXT = 10_000_000
"""Characters."""

_CALLS_PER_CHILD = 200
"""Then a fresh child: what a decoder leaks is given back, what it held is gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use. Windows holds it to the wall time and the pixel bounds alone."""

    memory_bytes: int = 2 * 1024**3
    """Of address space, the child's own libraries included."""
    cpu_seconds: int = 20
    """For one call."""
    wall_seconds: float = 60
    """For one call, waiting for the file's bytes included."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of a file; the same for the same file and library versions."""

    jpeg: bytes = field(repr=False)
    """sRGB, without any metadata."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page or picture, drawn at the size asked for."""

    png: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Some pixel rows of a page; they need no decoder, so nothing hostile is left in them."""

    pixels: bytes = field(repr=False)
    """Three bytes each (red, green, blue), rows unpadded."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class RedactedPage:
    """One page or picture with areas made black: pixels, and nothing else of its original."""

    content: bytes = field(repr=False)
    """JPEG or PNG, without any metadata."""
    width: int
    height: int
    across: float
    down: float
    """Of a page, in points; 0 of a picture that is none of several."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file tells about itself; nothing where it does not tell, or is damaged."""

    media_type: str
    """By content, such as ``image/jpeg``; ``application/octet-stream`` if unknown."""
    captured_at: str | None = None
    """EXIF DateTimeOriginal as the camera wrote it, with the offset if it wrote one."""
    camera: str | None = None
    """Its make and model, as it wrote them."""
    width: int | None = None
    """Pixels, as shown upright."""
    height: int | None = None
    pages: int | None = None
    """Of a PDF; of a picture with several pages or frames."""


class Media:
    """The child process, started when first needed and again after it ended; closed at locking.

    One call at a time, from any thread: pypdfium2 allows no more. Bytes come from a seekable
    stream, cross a pipe and stay in memory.
    """

    def __init__(self, limits: Limits | None = None, child: Sequence[str] | None = None) -> None:
        self._limits = limits or Limits()
        bounds = str(self._limits.memory_bytes), str(self._limits.cpu_seconds)
        self._child = [*child, *bounds] if child else children.command("showing", *bounds)
        self._calling = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0
        self._is_closed = False

    def facts(self, data: BinaryIO) -> FileFacts:
        """Return what ``data`` is; a damaged file is one of whose details nothing is known.

        Raises:
            Cancelled: closed meanwhile.
        """
        try:
            told, _ = self._call("facts", data, _size_of(data) <= LARGEST_SHOWN)
        except BadInput:  # the child did not survive it
            return FileFacts(UNKNOWN)
        return FileFacts(
            told.get("media_type", UNKNOWN),
            told.get("captured_at"),
            told.get("camera"),
            told.get("width"),
            told.get("height"),
            told.get("pages"),
        )

    def thumbnail(
        self, data: BinaryIO, media_type: str, max_px: int = WIDEST_THUMBNAIL
    ) -> Thumbnail | None:
        """Return a small upright picture, or nothing where there is none to be had.

        Nothing for sound, film and office files, for files above 512 MiB, and for damaged or
        protected ones: keeping evidence does not depend on whether it can be shown.

        Args:
            data: the file.
            media_type: as :meth:`facts` told it.
            max_px: the longer side.

        Raises:
            Cancelled: closed meanwhile.
        """
        if media_type not in PICTURES and media_type != PDF:
            return None
        try:
            told, jpeg = self._shown("thumbnail", data, max_px)
            _require_drawn(told, jpeg, heads.JPEG, max_px, max_px)
        except BadInput:
            return None
        return Thumbnail(jpeg, told["width"], told["height"])

    def page(self, data: BinaryIO, number: int, width_px: int) -> PageImage:
        """Return one page of a PDF, or a picture, at most ``width_px`` wide.

        A PDF page fills the width; a picture is never enlarged. Both end at ten times the width in
        height.

        Args:
            data: the file.
            number: from 0.
            width_px: 1 to 4096.

        Raises:
            BadInput: the file cannot be shown; the text says why.
            Cancelled: closed meanwhile.
        """
        if number < 0 or not 1 <= width_px <= WIDEST_PAGE:
            raise ValueError((number, width_px))
        told, png = self._shown("page", data, number, width_px)
        _require_drawn(told, png, heads.PNG, width_px, width_px * HIGHEST)
        return PageImage(png, told["width"], told["height"])

    def sheets(self, data: BinaryIO) -> tuple[tuple[float, float], ...]:
        """Return width and height of each page of a PDF, in points, as it is seen.

        Raises:
            BadInput: it is no PDF, or cannot be read; the text says why.
            Cancelled: closed meanwhile.
        """
        if _size_of(data) > LARGEST_SHOWN:
            raise _refusal(
                tr("it is larger than {largest_shown} MB").format(
                    largest_shown=LARGEST_SHOWN // 1024**2
                )
            )
        told, _ = self._call("sheets", data)
        sizes = told.get("sheets", [])
        if not all(
            isinstance(each, list)
            and len(each) == 2
            and all(type(side) is int and 0 < side < _WIDEST_SHEET for side in each)
            for each in sizes
        ):
            raise _refusal(tr("reading it failed"))
        return tuple((across / 100, down / 100) for across, down in sizes)

    def strip(self, data: BinaryIO, number: int, width_px: int, top_px: int, rows: int) -> Strip:
        """Return some pixel rows of a page of a PDF that is drawn ``width_px`` wide on white.

        However finely a page is drawn, no more of it than these rows is ever in memory.

        Args:
            data: the file.
            number: from 0.
            width_px: 1 to :data:`WIDEST_STRIP`.
            top_px: the first row, from 0.
            rows: how many at most; fewer come where the page ends.

        Raises:
            BadInput: the file cannot be shown; the text says why.
            Cancelled: closed meanwhile.
        """
        if min(number, top_px) < 0 or not 1 <= width_px <= WIDEST_STRIP or rows < 1:
            raise ValueError((number, width_px, top_px, rows))
        told, pixels = self._shown("strip", data, number, width_px, top_px, rows)
        width, height = told["width"], told["height"]
        if width != width_px or not 1 <= height <= rows or len(pixels) != 3 * width * height:
            raise _refusal(tr("reading it failed"))
        return Strip(pixels, width, height)

    def text(self, data: BinaryIO, limit: int) -> str:
        """Return the words of a PDF or text file, at most ``limit`` characters; else nothing.

        Of text files the encodings UTF-8, UTF-16 with its mark, and Windows-1252 are told apart.

        Raises:
            BadInput: a PDF cannot be read; the text says why.
            Cancelled: closed meanwhile.
        """
        told, _ = self._call("text", data, min(limit, MOST_TEXT))
        return str(told.get("text", ""))[:limit]

    def redacted(
        self,
        data: BinaryIO,
        number: int,
        boxes: Sequence[tuple[int, int, int, int]],
        *,
        is_of_many: bool = False,
    ) -> RedactedPage:
        """Return one page of a PDF, or a picture, with boxes made black, drawn to be kept.

        What is returned was decoded again, and every box in it found black to the last pixel.

        Args:
            data: the file.
            number: from 0.
            boxes: x, y, width and height in ten-thousandths of the page as it is seen upright.
            is_of_many: it becomes one of several pages, also where it is one of a picture's.

        Raises:
            BadInput: the file cannot be shown; the text says why.
            Cancelled: closed meanwhile.
        """
        flat = [each for box in boxes for each in box]
        how = (DOTS_PER_INCH, WIDEST_KEPT, int(is_of_many))
        told, content = self._shown("redacted", data, number, *how, *flat)
        kind = heads.PNG if content.startswith(heads.PNG) else heads.JPEG
        _require_drawn(told, content, kind, WIDEST_KEPT, WIDEST_KEPT)
        checked, _ = self._call("lightest", io.BytesIO(content), *flat)
        if checked.get("lightest", 255) != 0:
            raise BadInput(
                tr(
                    "Nothing was redacted: looked at again, an area was not black. The file is "
                    "kept as it is; mark the area anew, or keep a picture of the page instead."
                )
            )
        across, down = told.get("across", 0) / 100, told.get("down", 0) / 100
        if is_of_many and not across:
            across, down = (told[each] * 72 / DOTS_PER_INCH for each in ("width", "height"))
        return RedactedPage(content, told["width"], told["height"], across, down)

    def close(self) -> None:
        """End the child, and with it every plain byte it held; a call under way is cancelled."""
        self._is_closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._calling:
            self._forget_child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _shown(self, verb: str, data: BinaryIO, *args: int) -> tuple[dict[str, Any], bytes]:
        if _size_of(data) > LARGEST_SHOWN:
            raise _refusal(
                tr("it is larger than {largest_shown} MB").format(
                    largest_shown=LARGEST_SHOWN // 1024**2
                )
            )
        told, picture = self._call(verb, data, *args)
        if not {"width", "height"} <= told.keys() or not picture:
            raise _refusal(tr("reading it failed"))
        return told, picture

    def _call(self, verb: str, data: BinaryIO, *args: int) -> tuple[dict[str, Any], bytes]:
        """Have the child do ``verb`` and return what it told, and the picture it made.

        Raises:
            BadInput: the child refused, or did not survive it.
            Cancelled: closed meanwhile.
        """
        with self._calling:
            process = self._running_child()
            watch = threading.Timer(self._limits.wall_seconds, process.kill)
            watch.daemon = True
            watch.start()
            try:
                told, picture = _conversation(process, verb, data, args)
            except Broken as error:
                self._forget_child()
                self._require_open()
                raise _refusal(
                    tr("reading it took more time or memory than is allowed, or it is made to harm")
                ) from error
            except BaseException:  # the file could not be read: the child waits in vain
                self._forget_child()
                raise
            finally:
                watch.cancel()
            if told.get("is_spent"):
                self._forget_child()
            if "refused" in told:
                raise _refusal(str(told["refused"]))
            return told, picture

    def _running_child(self) -> subprocess.Popen[bytes]:
        self._require_open()
        self._calls += 1
        if self._process is not None and (
            self._process.poll() is not None or self._calls > _CALLS_PER_CHILD
        ):
            self._forget_child()
        if self._process is None:
            self._calls = 1
            self._process = subprocess.Popen(
                self._child,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=children.no_console(),
            )
            self._require_open()
        return self._process

    def _require_open(self) -> None:
        if self._is_closed:
            self._forget_child()
            raise Cancelled(tr("Showing files was stopped; the files themselves are untouched."))

    def _forget_child(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _conversation(
    process: subprocess.Popen[bytes], verb: str, data: BinaryIO, args: Sequence[int]
) -> tuple[dict[str, Any], bytes]:
    """Send one call, serve the child the bytes it asks for, and return its answer.

    Nothing the child says is trusted further than its form: a decoder may have been taken over.
    """
    incoming, outgoing = process.stdout, process.stdin
    if incoming is None or outgoing is None:
        raise Broken
    size = _size_of(data)
    call = json.dumps({"verb": verb, "args": args, "size": size})
    send(outgoing, Frame.CALL, call.encode())
    while True:
        kind, content = receive(incoming)
        if kind is Frame.WANTED and len(content) == READ.size:
            offset, count = READ.unpack(content)
            if offset > size:
                raise Broken
            data.seek(offset)
            send(outgoing, Frame.BYTES, data.read(min(count, LARGEST_READ)))
        elif kind is Frame.RESULT:
            told = _read_result(content)
            kind, picture = receive(incoming)
            if kind is not Frame.PICTURE:
                raise Broken
            return told, picture
        else:
            raise Broken


def _is_number(told: object) -> bool:
    return type(told) is int and 0 <= told <= _HIGHEST_NUMBER  # True is no number here


def _is_text(told: object) -> bool:
    # Half a character could be stored and shown nowhere.
    return isinstance(told, str) and not _HALF_A_CHARACTER.search(told)


def _is_sentence(told: object) -> bool:
    return _is_text(told) and len(str(told)) <= _LONGEST_LINE


def _is_line(told: object) -> bool:
    return _is_sentence(told) and str(told).isprintable()


def _is_line_or_none(told: object) -> bool:
    return told is None or _is_line(told)


_HIGHEST_NUMBER = 2**31 - 1
_LONGEST_LINE = 500
_HALF_A_CHARACTER = re.compile(r"[\ud800-\udfff]")
_FORM: dict[str, Callable[[object], bool]] = {
    "refused": _is_sentence,
    "is_spent": lambda told: isinstance(told, bool),
    "media_type": _is_line,
    "captured_at": _is_line_or_none,
    "camera": _is_line_or_none,
    "width": _is_number,
    "height": _is_number,
    "pages": _is_number,
    "text": _is_text,
    "across": _is_number,
    "down": _is_number,
    "lightest": _is_number,
    "sheets": lambda told: isinstance(told, list),
}


def _read_result(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Broken from error
    if not isinstance(told, dict):
        raise Broken
    for name, value in told.items():
        if name not in _FORM or not _FORM[name](value):
            raise Broken
    return told


def _require_drawn(
    told: dict[str, Any], picture: bytes, kind: bytes, widest: int, highest: int
) -> None:
    """Refuse a picture that is of another kind or size than it was asked for, or is told to be.

    Whoever decodes it makes as much room as its head says.
    """
    size = heads.size_in_head(picture) if picture.startswith(kind) else None
    if size != (told["width"], told["height"]) or not (
        size[0] <= widest + ROUNDED_UP and size[1] <= highest + ROUNDED_UP
    ):
        raise _refusal(tr("reading it failed"))


def _refusal(reason: str) -> BadInput:
    return BadInput(
        tr("This file cannot be shown: {reason}. It is kept as it is.").format(reason=reason)
    )


def _size_of(data: BinaryIO) -> int:
    return data.seek(0, os.SEEK_END)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        # What was still in the buffer was meant for a child that is gone.
        return
