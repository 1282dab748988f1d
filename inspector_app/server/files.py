"""Evidence files at base: offered, brought part by part, verified whole, read, destroyed.

What a file *is* stands in its row: ``lacking`` until it is offered, ``arriving`` while its parts
come, ``verifying`` once all of them are here, then ``verified`` or ``damaged``. Only ``verified``
is ever told to be at base, and only such files are given out.
"""

import functools
import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Row,
    String,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server.base import Base
from inspector_app.server.database import inserting_selected
from inspector_app.server.marks import mark
from inspector_app.server.objects import (
    Content,
    NotThere,
    NotWhole,
    NoUpload,
    Piece,
    part_size,
    parts_of,
)
from inspector_app.server.problems import Refused
from inspector_app.server.tables import file, part
from inspector_app.sync.wire import PART_SIZE, FileState, ProblemCode

if TYPE_CHECKING:
    from hashlib import _Hash

_LOG = logging.getLogger(__name__)
_LARGEST_THUMBNAIL = PART_SIZE
_MOST_PARTS = 8192
"""Of the largest file that can be offered."""
_FORGOTTEN_AFTER_MS = 7 * 24 * 60 * 60 * 1000
"""An arriving file that no row knows of is a broken-off start; one just begun may be on its way."""

# What every part asks; building a statement anew costs more than the database's answer.
_THIS = (file.c.inspection == bindparam("about"), file.c.sha256 == bindparam("name"))
_ROW = select(file).where(*_THIS)
_DIGEST = select(part.c.digest).where(
    part.c.inspection == bindparam("about"),
    part.c.sha256 == bindparam("name"),
    part.c.number == bindparam("number"),
)

_State = Literal["lacking", "arriving", "verifying", "verified", "damaged"]


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes of a file that are on their way to a laptop."""

    size_bytes: int
    """Of the whole file."""
    start: int
    end: int
    """One past the last byte."""
    content: Iterator[bytes]


def offer(base: Base, about: InspectionId, sha256: Sha256, size_bytes: int) -> FileState:
    """Make ready for a file's parts, unless it is here already, and tell which are lacking.

    Of several laptops that offer the same file all bring parts of one and the same.

    Raises:
        Refused: FILE_UNKNOWN, no change at base names it or it was purged; PART_REFUSED, it has
            another size by the change that names it; NO_ROOM.
    """
    row = _asked(base, about, sha256)
    _require_size(row, size_bytes)
    if _has_to_begin(row, size_bytes):
        _begin(base, about, sha256, size_bytes)
    return state(base, about, sha256)


def state(base: Base, about: InspectionId, sha256: Sha256) -> FileState:
    """Return how a file stands, with the places where lacking parts may go.

    Raises:
        Refused: FILE_UNKNOWN.
    """
    row = _asked(base, about, sha256)
    size = row.size_bytes or 0
    if row.state != "arriving":
        return FileState(state=_said(row.state), size_bytes=size)
    here = {**_kept_pieces(base, row), **_pieces_past_base(base, row)}
    lacking = [number for number in range(1, parts_of(size) + 1) if number not in here]
    urls = base.objects.urls(row.upload, lacking)
    return FileState(
        state="arriving",
        size_bytes=size,
        parts=tuple(sorted(here)),
        urls=dict(urls),
        hashed=base.running.parts(about, sha256) or 0,
    )


def keep_part(
    base: Base,
    about: InspectionId,
    sha256: Sha256,
    number: int,
    content: Content,
    digest: str,
    runs: "_Hash | None" = None,
) -> None:
    """Keep a part; on return it lies on the disk. What is here already is let pass.

    Args:
        base: where.
        about: whose.
        sha256: of the file.
        number: from 1.
        content: of the part.
        digest: its SHA-256 or, where it ``runs``, that of the file up to its end; hexadecimal, as
            the caller has checked it.
        runs: that hash, gone on from what :class:`RunningHashes` gave; None: it was not.

    Raises:
        Refused: FILE_UNKNOWN; PART_REFUSED, it was not offered or is no such part; NO_ROOM.
    """
    if not 1 <= number <= _MOST_PARTS:
        raise _no_such_part(number, content)
    with base.database.read() as connection:
        row = _known(connection, about, sha256)
        kept = connection.scalar(_DIGEST, {"about": about, "name": sha256, "number": number})
    if row.state in ("lacking", "damaged"):
        raise Refused(ProblemCode.PART_REFUSED, "The file was not offered; offer it first.")
    expected = part_size(row.size_bytes, number)
    if not expected or len(content) != expected:
        raise _no_such_part(number, content)
    if row.state != "arriving" or kept == digest:
        return
    if row.writer is not None and row.writer != base.running.process:
        share(base, about, sha256, row.upload)
    base.running.writing(about, sha256, row.upload, None if runs is None else number)
    try:
        tag = base.objects.put(row.upload, number, content)
    except NoUpload as error:
        _begin_over(base, row)
        raise Refused(
            ProblemCode.PART_REFUSED, "The file has to be begun again; offer it once more."
        ) from error
    _note_part(base, row, number, digest, len(content), tag)
    if runs is not None:
        base.running.written(about, sha256, row.upload, runs)


def share(base: Base, about: InspectionId, sha256: Sha256, upload: str) -> None:
    """Note, before it is so, that another process than the one that began it writes to a file.

    What that one knows of the bytes there does not count any more.
    """
    with base.database.begin(about, lasting=False) as connection:
        connection.execute(
            update(file)
            .where(file.c.inspection == about, file.c.sha256 == sha256, file.c.upload == upload)
            .values(writer=None)
        )


def complete(base: Base, about: InspectionId, sha256: Sha256) -> FileState:
    """Say that all parts are here; if so the file is ``verifying`` from now on.

    If not so it stays ``arriving``, and the answer tells the parts that are here.

    Raises:
        Refused: FILE_UNKNOWN.
    """
    row = _asked(base, about, sha256)
    if row.state == "arriving":
        kept = _kept_pieces(base, row)
        past_base = _pieces_past_base(base, row)
        if {*kept, *past_base} == set(range(1, parts_of(row.size_bytes) + 1)):
            with base.database.begin(about) as connection:
                for piece in past_base.values():
                    _write_part(connection, row, piece, "")
                connection.execute(
                    _still(row).where(file.c.upload == row.upload).values(state="verifying")
                )
    return state(base, about, sha256)


def read(
    base: Base,
    about: InspectionId,
    sha256: Sha256,
    start: int | None = None,
    end: int | None = None,
) -> Range:
    """Give a verified file, or its bytes from ``start`` to before ``end``.

    Without ``start`` the last ``end`` bytes are given, without ``end`` all to the end; what lies
    beyond the end of the file is left out.

    Raises:
        Refused: NOT_FOUND, it is not at base whole; NO_SUCH_RANGE.
    """
    with base.database.read() as connection:
        row = _row(connection, about, sha256)
    if row is None or row.state != "verified":
        raise Refused(ProblemCode.NOT_FOUND)
    size = int(row.size_bytes)
    if start is None:
        start, end = max(0, size - end) if end is not None else 0, None
    end = size if end is None else min(end, size)
    if start >= end and not start == end == size == 0:
        raise Refused(ProblemCode.NO_SUCH_RANGE, f"The file has {size} bytes.")
    try:
        content = base.objects.read(about, sha256, start, end - start)
    except NotThere as error:
        _LOG.error("a verified file is not in its place: %s", sha256)
        found_damaged(base, about, sha256)
        raise Refused(ProblemCode.NOT_FOUND) from error
    return Range(size, start, end, content)


def is_wanted(connection: Connection, about: InspectionId, sha256: Sha256) -> bool:
    """Return whether a file's bytes are of use: it is not here, and was not destroyed."""
    row = _row(connection, about, sha256)
    return row is None or row.state in ("lacking", "arriving", "damaged")


def upload_of(
    connection: Connection, about: InspectionId, sha256: Sha256, size_bytes: int
) -> str | None:
    """Return the upload under which some of a file's parts have arrived already."""
    row = _row(connection, about, sha256)
    is_same = row is not None and (row.state, row.size_bytes) == ("arriving", size_bytes)
    return row.upload if row is not None and is_same else None


def adopt(
    connection: Connection,
    about: InspectionId,
    sha256: Sha256,
    size_bytes: int,
    upload: str,
    parts: Mapping[Piece, str],
) -> str | None:
    """Let parts count that were brought at once, as a transfer file does, within a transaction.

    Args:
        connection: of the transaction.
        about: whose.
        sha256: of the file.
        size_bytes: of the whole file.
        upload: to which the parts were put.
        parts: these, each with its SHA-256.

    Returns the upload that nobody needs any more, which may be this one; None: there is none.

    Raises:
        Refused: FILE_UNKNOWN; PART_REFUSED, it has another size by the change that names it.
    """
    row = _known(connection, about, sha256)
    if row.state in ("verifying", "verified"):
        return upload
    _require_size(row, size_bytes)
    unwanted: str | None = None
    if row.upload != upload:
        unwanted = row.upload
        connection.execute(delete(part).where(*_of(part, row)))
    for piece, digest in parts.items():
        _write_part(connection, row, piece, digest)
    here = connection.scalars(select(part.c.number).where(*_of(part, row)))
    is_whole = set(here) == set(range(1, parts_of(size_bytes) + 1))
    state = "verifying" if is_whole else "arriving"
    connection.execute(
        _still(row).values(
            state=state, upload=upload, size_bytes=size_bytes, is_destroyed=False, writer=None
        )
    )
    mark(connection, about)
    return unwanted


def found_damaged(base: Base, about: InspectionId, sha256: Sha256) -> bool:
    """Note that a verified file is not whole any more: laptops that have it bring it anew.

    Return whether it was verified still: False if it was purged, as may have happened just now.
    """
    with base.database.begin(about) as connection:
        row = _row(connection, about, sha256)
        if row is None or row.state != "verified":
            return False
        base.objects.remove(about, sha256)
        _set_back(connection, row, "damaged")
        mark(connection, about)
    return True


def check_all(
    base: Base, progress: Callable[[int, int], None] | None = None
) -> list[tuple[InspectionId, Sha256]]:
    """Read every verified file through; return those that are not whole any more.

    Laptops that have them bring them anew. ``progress`` is called after each file with the files
    done and the files in all.
    """
    with base.database.read() as connection:
        verified = select(file.c.inspection, file.c.sha256).where(file.c.state == "verified")
        rows = connection.execute(verified.order_by(file.c.inspection, file.c.sha256)).all()
    damaged = []
    for done, (about, sha256) in enumerate(rows, 1):
        if not _is_whole(base, about, sha256) and found_damaged(base, about, sha256):
            damaged.append((InspectionId(about), Sha256(sha256)))
        if progress is not None:
            progress(done, len(rows))
    return damaged


def missed(base: Base) -> list[tuple[InspectionId, Sha256]]:
    """Return the files that changes name and that base does not have whole."""
    waiting = file.c.state.in_(("lacking", "arriving", "damaged"))
    with base.database.read() as connection:
        rows = connection.execute(select(file.c.inspection, file.c.sha256).where(waiting)).all()
    return [(InspectionId(about), Sha256(sha256)) for about, sha256 in rows]


def put_back(base: Base, about: InspectionId, sha256: Sha256, content: BinaryIO) -> bool:
    """Take a missed file from elsewhere, such as a backup; return whether it was of use.

    Raises:
        Refused: NO_ROOM.
    """
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    if not _is_whole(base, about, sha256):
        # No row vouches for it, and writing spares what is there.
        base.objects.remove(about, sha256)
    try:
        # What is whole too: nobody knows whether it lasts, if an earlier writing of it failed.
        base.objects.write(about, sha256, content)
    except NotWhole:
        return False
    with base.database.begin(about) as connection:
        row = _known(connection, about, sha256)
        if row.state not in ("lacking", "arriving", "damaged"):
            return False
        connection.execute(delete(part).where(*_of(part, row)))
        connection.execute(
            _still(row).values(state="verified", upload=None, size_bytes=size, is_destroyed=False)
        )
        mark(connection, about)
    if row.upload is not None:
        base.objects.abandon(row.upload)
    return True


def verify_next(base: Base) -> bool:
    """Hash one of the files that wait for it and note what it is; False: none waits.

    May be cut anywhere, and may be done by several at once: whoever comes first says it.
    """
    with base.database.read() as connection:
        row = connection.execute(select(file).where(file.c.state == "verifying").limit(1)).first()
    if row is None:
        return False
    is_whole = _made_whole(base, row)
    with base.database.begin(row.inspection) as connection:
        now = _row(connection, row.inspection, row.sha256)
        if now is None or now.state == "purged":
            base.objects.remove(row.inspection, row.sha256)
            return True
        if (now.state, now.upload) != ("verifying", row.upload):
            return True  # another has said it
        if is_whole:
            connection.execute(_still(now).values(state="verified", upload=None))
            connection.execute(delete(part).where(*_of(part, now)))
        else:
            base.objects.remove(now.inspection, now.sha256)
            _set_back(connection, now, "damaged")
        mark(connection, now.inspection)
    if not is_whole:
        base.objects.abandon(row.upload)
    return True


def purge(connection: Connection, about: InspectionId, files: Iterable[Sha256]) -> None:
    """Note that files are to be destroyed: from this transaction on nobody is given them.

    Their bytes go by :func:`destroy_purged`, once the transaction holds.
    """
    for sha256 in files:
        connection.execute(
            update(file)
            .where(file.c.inspection == about, file.c.sha256 == sha256, file.c.state != "purged")
            .values(state="purged", is_destroyed=False)
        )


def destroy_purged(base: Base) -> int:
    """Destroy the bytes of purged files, arriving ones too, and return of how many.

    One that was attached anew meanwhile may have come again: it stays.
    """
    destroyed = 0
    with base.database.read() as connection:
        purged = file.c.state == "purged"
        rows = connection.execute(select(file).where(purged, file.c.is_destroyed.is_(False))).all()
    for row in rows:
        if row.upload is not None:
            base.objects.abandon(row.upload)
        with base.database.begin(row.inspection) as connection:
            now = _row(connection, row.inspection, row.sha256)
            if now is None or now.state != "purged" or now.is_destroyed:
                continue
            base.objects.remove(row.inspection, row.sha256)
            connection.execute(delete(part).where(*_of(part, row)))
            connection.execute(_still(now).values(is_destroyed=True, upload=None))
            destroyed += 1
    return destroyed


def tidy(base: Base) -> int:
    """Remove arriving files that no row knows of, as a cut leaves them; return how many."""
    old = base.objects.uploads(base.now_ms() - _FORGOTTEN_AFTER_MS)
    with base.database.read() as connection:
        known = set(connection.scalars(select(file.c.upload).where(file.c.upload.is_not(None))))
    left = [upload for upload in old if upload not in known]
    for upload in left:
        base.objects.abandon(upload)
    return len(left)


class Verifier:
    """A thread that verifies what has arrived and destroys what was purged, while base runs."""

    def __init__(self, base: Base, pause_s: float = 2.0) -> None:
        """Args: ``pause_s`` is how long it waits for news that nobody wakes it for."""
        self._base = base
        self._pause_s = pause_s
        self._news = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="verifier", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier run left undone."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._news.set()

    def stop(self) -> None:
        """Return once it has ended; what it is at is done again another time."""
        self._stopped = True
        self._news.set()
        self._thread.join()

    def _work(self) -> None:
        self._trying(lambda: tidy(self._base))
        while not self._stopped:
            if not self._trying(self._one):
                self._news.wait(self._pause_s)
                self._news.clear()

    def _one(self) -> bool:
        return destroy_purged(self._base) > 0 or verify_next(self._base)

    def _trying(self, work: Callable[[], object]) -> bool:
        try:
            return bool(work())
        except Exception:  # noqa: BLE001 - a disk or database that is away for a while is not its end
            _LOG.exception("files could not be verified; tried again")
            return False


def _has_to_begin(row: Row[Any], size_bytes: int) -> bool:
    is_resized = row.state == "arriving" and row.size_bytes != size_bytes
    return row.state in ("lacking", "damaged") or is_resized


def _begin(base: Base, about: InspectionId, sha256: Sha256, size_bytes: int) -> None:
    upload = base.objects.begin(about, sha256, size_bytes)
    unwanted: str | None = upload
    try:
        with base.database.begin(about) as connection:
            row = _row(connection, about, sha256)
            if row is not None and _has_to_begin(row, size_bytes):
                unwanted = row.upload
                connection.execute(delete(part).where(*_of(part, row)))
                connection.execute(
                    _still(row).values(
                        state="arriving",
                        upload=upload,
                        size_bytes=size_bytes,
                        writer=base.running.process,
                    )
                )
                if not base.objects.urls(upload, (1,)):  # else parts come past base
                    base.running.begin(about, sha256, upload)
    except BaseException:
        base.objects.abandon(upload)
        raise
    if unwanted is not None:
        base.objects.abandon(unwanted)


def _begin_over(base: Base, row: Row[Any]) -> None:
    """Forget the parts of an arriving file whose place has lost them, as after a restore."""
    with base.database.begin(row.inspection) as connection:
        now = _row(connection, row.inspection, row.sha256)
        if now is not None and (now.state, now.upload) == ("arriving", row.upload):
            _set_back(connection, now, "lacking")


def _made_whole(base: Base, row: Row[Any]) -> bool:
    """Make the file of its parts, which a cut may have left done, and return if it is the one."""
    pieces = sorted(_kept_pieces(base, row).values(), key=lambda each: each.number)
    try:
        is_ours = base.objects.finish(row.upload, pieces)
    except NoUpload:
        return False
    # From here on nobody can write to it; who has begun to has said so before.
    carried, digest = base.running.end(row.inspection, row.sha256, row.upload)
    if is_ours and carried == len(pieces) and digest == row.sha256:
        with base.database.read() as connection:
            now = _row(connection, row.inspection, row.sha256)
        if now is not None and now.writer == base.running.process:
            return True
    return _is_whole(base, row.inspection, row.sha256)


def _is_whole(base: Base, about: InspectionId, sha256: Sha256) -> bool:
    hashed = hashlib.sha256()
    try:
        for content in base.objects.read(about, sha256):
            hashed.update(content)
    except NotThere:
        return False
    return hashed.hexdigest() == sha256


def _asked(base: Base, about: InspectionId, sha256: Sha256) -> Row[Any]:
    with base.database.read() as connection:
        return _known(connection, about, sha256)


def _known(connection: Connection, about: InspectionId, sha256: Sha256) -> Row[Any]:
    row = _row(connection, about, sha256)
    if row is None or row.state == "purged":
        raise Refused(ProblemCode.FILE_UNKNOWN)
    return row


def _row(connection: Connection, about: InspectionId, sha256: Sha256) -> Row[Any] | None:
    return connection.execute(_ROW, {"about": about, "name": sha256}).first()


def _require_size(row: Row[Any], size_bytes: int) -> None:
    if row.is_thumbnail and row.state not in ("verifying", "verified"):
        # No change tells a thumbnail's size: the last offer holds until the bytes are verified.
        is_right = size_bytes <= _LARGEST_THUMBNAIL
    else:
        is_right = size_bytes == row.size_bytes
    if not is_right:
        raise Refused(
            ProblemCode.PART_REFUSED, f"The file named so does not have {size_bytes} bytes."
        )


def _kept_pieces(base: Base, row: Row[Any]) -> Mapping[int, Piece]:
    with base.database.read() as connection:
        rows = connection.execute(select(part).where(*_of(part, row))).all()
    return {each.number: Piece(each.number, each.tag or "", each.size_bytes) for each in rows}


def _pieces_past_base(base: Base, row: Row[Any]) -> Mapping[int, Piece]:
    """Return the parts that a laptop put into the store by itself, as far as they fit."""
    return {
        piece.number: piece
        for piece in base.objects.arrived(row.upload)
        if piece.size_bytes == part_size(row.size_bytes, piece.number)
    }


def _no_such_part(number: int, content: Content) -> Refused:
    return Refused(
        ProblemCode.PART_REFUSED,
        f"The file has no part {number} of {len(content)} bytes; nothing was kept of it.",
    )


def _note_part(
    base: Base, row: Row[Any], number: int, digest: str, size_bytes: int, tag: str
) -> None:
    noted = {
        "about": row.inspection,
        "name": row.sha256,
        "upload": row.upload,
        "number": number,
        "size": size_bytes,
        "digest": digest,
        "tag": tag,
    }
    with base.database.begin(row.inspection) as connection:
        if not connection.execute(_noting(connection.dialect.name), noted).rowcount:
            _known(connection, row.inspection, row.sha256)


@functools.cache
def _noting(dialect: str) -> Executable:
    """Return what notes a part of a file that is arriving still, under the same upload."""
    still_arriving = select(
        file.c.inspection,
        file.c.sha256,
        bindparam("number", type_=Integer),
        bindparam("size", type_=BigInteger),
        bindparam("digest", type_=String),
        bindparam("tag", type_=String),
    ).where(*_THIS, file.c.state == "arriving", file.c.upload == bindparam("upload"))
    columns = ["inspection", "sha256", "number", "size_bytes", "digest", "tag"]
    return inserting_selected(dialect, part, columns, still_arriving)


def _write_part(connection: Connection, row: Row[Any], piece: Piece, digest: str) -> None:
    this = (*_of(part, row), part.c.number == piece.number)
    connection.execute(delete(part).where(*this))
    connection.execute(
        insert(part).values(
            inspection=row.inspection,
            sha256=row.sha256,
            number=piece.number,
            size_bytes=piece.size_bytes,
            digest=digest,
            tag=piece.tag,
        )
    )


def _set_back(connection: Connection, row: Row[Any], to: str) -> None:
    connection.execute(delete(part).where(*_of(part, row)))
    connection.execute(_still(row).values(state=to, upload=None))


def _still(row: Row[Any]) -> Update:
    return update(file).where(*_of(file, row), file.c.state == row.state)


def _of(table: Table, row: Row[Any]) -> tuple[ColumnElement[bool], ...]:
    return table.c.inspection == row.inspection, table.c.sha256 == row.sha256


def _said(stored: str) -> _State:
    return cast("_State", stored)
