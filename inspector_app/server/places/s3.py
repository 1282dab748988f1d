"""Evidence files in an S3-compatible store, to which laptops may bring their parts directly."""

import contextlib
import functools
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server.objects import (
    CHUNK,
    Content,
    NotThere,
    NotWhole,
    NoUpload,
    Piece,
    place_of,
)
from inspector_app.server.problems import Refused
from inspector_app.sync.wire import PART_SIZE, ProblemCode

SCHEME = "s3"
_URL_VALID_S = 60 * 60
_RETRY_AFTER_S = 30
_GONE = {"NoSuchKey", "NoSuchUpload", "NotFound", "404"}
_IN_THE_WAY = {"PreconditionFailed", "ConditionalRequestConflict", "412"}
_ALTERED = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall"}
_FULL = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "507"}
_SETTINGS = {"endpoint", "laptops", "region"}
_CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    retries={"mode": "standard", "max_attempts": 4},
    connect_timeout=10,
    read_timeout=60,
    max_pool_connections=40,
    # Newer checksums are not known to every store; each file is hashed whole in any case.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class S3:
    """A place for files in one bucket; safe to use from several threads and processes.

    Never over a file that is there: the store is asked first and told so (``If-None-Match: *``),
    as some stores heed only one of the two.
    """

    def __init__(self, url: str) -> None:
        """Open the store; who base is there is told by the environment, as boto3 reads it.

        Args:
            url: ``s3://BUCKET/PREFIX?endpoint=…&region=…&laptops=…``. ``laptops`` is the store's
                address as laptops reach it; without it they bring all parts through base.

        Raises:
            BadInput: the address cannot be read.
        """
        split = urlsplit(url)
        given = dict(parse_qsl(split.query))
        if split.scheme != SCHEME or not split.netloc or not given.keys() <= _SETTINGS:
            raise BadInput(
                f"“{url}” is not the address of a store for files: it looks like "
                "s3://BUCKET/PREFIX?endpoint=https://store.example. Nothing was changed."
            )
        self._bucket = split.netloc
        self._prefix = f"{split.path.strip('/')}/" if split.path.strip("/") else ""
        region = given.get("region", "us-east-1")
        self._store = _client(given.get("endpoint"), region)
        laptops = given.get("laptops")
        self._for_laptops = _client(laptops, region) if laptops else None

    def begin(self, inspection: InspectionId, sha256: Sha256, size_bytes: int) -> str:  # noqa: ARG002 - a store tells no room
        """Begin an arriving file."""
        with _telling():
            begun = self._store.create_multipart_upload(**self._object(inspection, sha256))
        return f"{inspection}.{sha256}.{begun['UploadId']}"

    def put(self, upload: str, number: int, content: Content) -> str:
        """Keep a part."""
        with _telling(upload):
            kept = self._store.upload_part(
                **self._upload(upload), PartNumber=number, Body=bytes(content)
            )
        return str(kept["ETag"])

    def urls(self, upload: str, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return where laptops may PUT parts within the next hour."""
        if self._for_laptops is None:
            return {}
        return {
            number: self._for_laptops.generate_presigned_url(
                "upload_part",
                Params={**self._upload(upload), "PartNumber": number},
                ExpiresIn=_URL_VALID_S,
            )
            for number in numbers
        }

    def arrived(self, upload: str) -> Sequence[Piece]:
        """Return all parts that the store has, whichever way they came."""
        found = []
        with contextlib.suppress(NoUpload), _telling(upload):
            for page in self._store.get_paginator("list_parts").paginate(**self._upload(upload)):
                found += [
                    Piece(each["PartNumber"], each["ETag"], each["Size"])
                    for each in page.get("Parts", ())
                ]
        return found

    def finish(self, upload: str, parts: Sequence[Piece]) -> bool:
        """Have the store make one file of the parts.

        The tags are the store's own of now: a late part may have come past base since.
        """
        inspection, sha256 = _meant(upload)
        if self.size(inspection, sha256) is not None:
            self.abandon(upload)
            return False
        numbers = {each.number for each in parts}
        tags = [
            {"PartNumber": each.number, "ETag": each.tag}
            for each in self.arrived(upload)
            if each.number in numbers
        ]
        if len(tags) != len(numbers):
            raise NoUpload(upload)
        with contextlib.suppress(_InTheWay), _telling(upload):
            if tags:
                self._store.complete_multipart_upload(
                    **self._upload(upload), MultipartUpload={"Parts": tags}, IfNoneMatch="*"
                )
                return True
            self._store.list_parts(**self._upload(upload))  # an abandoned one is not there
            self._store.put_object(**self._object(inspection, sha256), Body=b"", IfNoneMatch="*")
        self.abandon(upload)
        return False  # or an empty one, which is read in no time

    def abandon(self, upload: str) -> None:
        """Remove the parts of an arriving file."""
        with contextlib.suppress(NoUpload), _telling(upload):
            self._store.abort_multipart_upload(**self._upload(upload))

    def uploads(self, before_ms: int) -> Sequence[str]:
        """Return the arriving files that were begun before an instant."""
        found = []
        with _telling():
            pages = self._store.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for each in page.get("Uploads", ()):
                    key, begun = each["Key"].removeprefix(self._prefix), each["Initiated"]
                    inspection, _, sha256 = key.split("/") if key.count("/") == 2 else ("",) * 3
                    with contextlib.suppress(ValueError):
                        is_ours = key == place_of(InspectionId(inspection), Sha256(sha256))
                        if is_ours and begun.timestamp() * 1000 < before_ms:
                            found.append(f"{inspection}.{sha256}.{each['UploadId']}")
        return sorted(found)

    def read(
        self, inspection: InspectionId, sha256: Sha256, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        """Yield a file's bytes as the store gives them."""
        if self.size(inspection, sha256) is None:
            raise NotThere(sha256)
        return self._parts(inspection, sha256, start, size)

    def write(self, inspection: InspectionId, sha256: Sha256, content: BinaryIO) -> None:
        """Put a whole file in its place, part by part."""
        if self.size(inspection, sha256) is not None:
            return
        upload = self.begin(inspection, sha256, 0)
        try:
            pieces, came = self._put_all(upload, content)
            if came == sha256:
                self.finish(upload, pieces)
        except BaseException:
            self.abandon(upload)
            raise
        if came != sha256:
            self.abandon(upload)
            raise NotWhole(sha256)

    def size(self, inspection: InspectionId, sha256: Sha256) -> int | None:
        """Return how many bytes it has."""
        try:
            with _telling(sha256):
                told = self._store.head_object(**self._object(inspection, sha256))
        except NoUpload:
            return None
        return int(told["ContentLength"])

    def remove(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Destroy a file; a bucket that keeps versions keeps the bytes, so have it keep none."""
        with _telling():
            self._store.delete_object(**self._object(inspection, sha256))

    def _put_all(self, upload: str, content: BinaryIO) -> tuple[list[Piece], str]:
        """Put the parts of ``content`` and return them, with the hash of the whole."""
        hashed = hashlib.sha256()
        pieces: list[Piece] = []
        while part := content.read(PART_SIZE):
            hashed.update(part)
            number = len(pieces) + 1
            pieces.append(Piece(number, self.put(upload, number, part), len(part)))
        return pieces, hashed.hexdigest()

    def _parts(
        self, inspection: InspectionId, sha256: Sha256, start: int, size: int | None
    ) -> Iterator[bytes]:
        wanted = self._object(inspection, sha256)
        if size is not None:
            wanted["Range"] = f"bytes={start}-{start + size - 1}"
        elif start:
            wanted["Range"] = f"bytes={start}-"
        if size == 0:
            return
        came = 0
        try:
            with _telling(sha256):
                body = self._store.get_object(**wanted)["Body"]
                with contextlib.closing(body):
                    for part in body.iter_chunks(CHUNK):
                        came += len(part)
                        yield part
        except NoUpload as error:
            raise NotThere(sha256) from error
        if size is not None and came != size:
            raise NotThere(sha256)

    def _object(self, inspection: InspectionId, sha256: Sha256) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{place_of(inspection, sha256)}"}

    def _upload(self, upload: str) -> dict[str, Any]:
        return {**self._object(*_meant(upload)), "UploadId": upload.split(".", 2)[2]}


class _InTheWay(Exception):
    """The store holds such a file already."""


@functools.cache
def _client(endpoint: str | None, region: str) -> Any:
    return boto3.session.Session().client(
        "s3", endpoint_url=endpoint, region_name=region, config=_CONFIG
    )


def _meant(upload: str) -> tuple[InspectionId, Sha256]:
    inspection, sha256, _ = upload.split(".", 2)
    place_of(InspectionId(inspection), Sha256(sha256))
    return InspectionId(inspection), Sha256(sha256)


@contextlib.contextmanager
def _telling(about: str = "") -> Iterator[None]:
    """Put the store's refusals into base's words."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _GONE | _ALTERED:
            raise NoUpload(about) from error
        if code in _IN_THE_WAY:
            raise _InTheWay(about) from error
        if code in _FULL:
            raise Refused(
                ProblemCode.NO_ROOM,
                "Base’s store for files is full, so the file was not taken. It is safe on the"
                " laptop; what base has already is kept. The administrator has to make room.",
            ) from error
        raise _busy() from error
    except BotoCoreError as error:
        raise _busy() from error


def _busy() -> Refused:
    return Refused(
        ProblemCode.BUSY,
        "Base’s store for files does not answer. Nothing is lost; try again.",
        retry_after_s=_RETRY_AFTER_S,
    )
