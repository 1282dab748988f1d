"""A base for tests, whole and real but for the clock, and laptops that sign what they ask."""

import base64
import re
import secrets
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

import httpx2
import pyrage
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert

from inspector_app.domain.ids import DeviceId
from inspector_app.server import keys as key_files
from inspector_app.server.app import create_app
from inspector_app.server.base import Base
from inspector_app.server.database import Database
from inspector_app.server.objects import Objects
from inspector_app.server.places.folder import Folder
from inspector_app.server.settings import Setting, begin_epoch, put
from inspector_app.server.tables import device as devices
from inspector_app.sync.introductions import to_sign
from inspector_app.sync.signatures import signed
from inspector_app.sync.wire import Enrolment, Introduction

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
HOST = "base.example"
ADDRESS = f"https://{HOST}"
RECOVERY_KEY = "for-the-safe.txt"
"""In the folder of a base for tests; a real one's lies elsewhere."""


@dataclass
class Clock:
    """Time that stands until it is moved."""

    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> None:
        self.time += by


@cache
def _key_files() -> dict[str, bytes]:
    """Key files of one base, made once for all tests of a process, and its recovery key."""
    folder = Path(mkdtemp(prefix="spr-keys-"))
    safe = folder / RECOVERY_KEY
    try:
        key_files.make(folder / "base", "Eastern region", (HOST, "localhost"), (safe,), NOW)
        kept = (folder / "base" / key_files.FOLDER).iterdir()
        return {path.name: path.read_bytes() for path in (*kept, safe)}
    finally:
        shutil.rmtree(folder)


def key_files_of(folder: Path) -> Path:
    """Put key files of a base into ``folder``, and beside them the recovery key; return where."""
    place = folder / key_files.FOLDER
    place.mkdir(parents=True)
    for name, content in _key_files().items():
        (folder if name == RECOVERY_KEY else place).joinpath(name).write_bytes(content)
    return place


def a_base(
    tmp_path: Path, database_url: str, clock: Clock | None = None, objects: Objects | None = None
) -> Base:
    """Return a base with tables and settings, as ``spr-base init`` leaves it.

    Args:
        objects: where files lie; None: in a folder beside the database.
    """
    database = Database(database_url)
    database.make()
    key_files_of(tmp_path)
    keys = key_files.read(tmp_path)
    with database.begin() as connection:
        put(connection, Setting.BASE, keys.base)
        put(connection, Setting.NAME, "Eastern region")
        put(connection, Setting.ADDRESS, ADDRESS)
        begin_epoch(connection)
    place = Folder(tmp_path / "files") if objects is None else objects
    return Base(tmp_path, keys, database, place, (clock or Clock()).now)


@contextmanager
def app_client(base: Base, laptop: "Signer | None" = None) -> Iterator[httpx2.Client]:
    """Give what asks the base's application, in this process; it signs as ``laptop``, if given.

    What is refused for a fault of ours raises here, in full; so does an answer that the API's own
    description does not know.
    """
    app = create_app(base)
    with TestClient(app, base_url=ADDRESS) as client:
        client.event_hooks = {"response": [lambda answer: require_described(app, answer)]}
        if laptop is not None:
            client.auth = Signing(laptop, base.now)
        yield client


def require_described(app: FastAPI, answer: httpx2.Response) -> None:
    """Let an answer pass whose status the description tells of."""
    path, method = answer.request.url.path, answer.request.method.lower()
    for pattern, methods in _described(app):
        if method in methods and pattern.fullmatch(path):
            assert str(answer.status_code) in methods[method], (method, path, answer.status_code)
            return
    assert not path.startswith("/v1/") or not answer.is_success or path == "/v1/openapi.json"


_DESCRIBED: list[tuple[re.Pattern[str], dict[str, frozenset[str]]]] = []


def _described(app: FastAPI) -> list[tuple[re.Pattern[str], dict[str, frozenset[str]]]]:
    """Statuses by address and method; described once, as all applications have the same."""
    if not _DESCRIBED:
        for path, methods in app.openapi()["paths"].items():
            pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
            told = {method: frozenset(each["responses"]) for method, each in methods.items()}
            _DESCRIBED.append((pattern, told))
    return _DESCRIBED


class Signer(Protocol):
    """Whoever can sign a request as a laptop."""

    key: Ed25519PrivateKey

    @property
    def device(self) -> DeviceId: ...


@dataclass
class Laptop:
    """A laptop's keys."""

    initials: str = "JS"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    person: str = field(default_factory=lambda: secrets.token_hex(16))
    recipient: str = field(
        default_factory=lambda: str(pyrage.x25519.Identity.generate().to_public())
    )

    @property
    def device(self) -> DeviceId:
        return DeviceId(self.key.public_key().public_bytes_raw().hex())


class Signing(httpx2.Auth):
    """Signs each request as a laptop."""

    requires_request_body = True

    def __init__(self, laptop: Signer, now: Callable[[], datetime]) -> None:
        self._laptop = laptop
        self._now = now

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        laptop = self._laptop
        request.headers.update(
            signed(
                request.method,
                str(request.url),
                request.content,
                laptop.device,
                laptop.key.sign,
                self._now(),
            )
        )
        yield request


def enrolled(base: Base, initials: str = "JS") -> Laptop:
    """Return a laptop that base knows, without the ceremony of enrolling."""
    laptop = Laptop(initials)
    with base.database.begin() as connection:
        connection.execute(
            insert(devices).values(
                id=laptop.device,
                recipient=laptop.recipient,
                person=laptop.person,
                initials=initials,
                name=f"Inspector {initials}",
                label=f"laptop {initials}",
                certificate="",
                enrolled_ms=base.now_ms(),
            )
        )
    return laptop


def introduced(laptop: Laptop) -> Introduction:
    """A laptop's introduction, signed by it."""
    unsigned = Introduction(
        device=laptop.device,
        recipient=laptop.recipient,
        person=laptop.person,
        initials=laptop.initials,
    )
    signature = base64.b64encode(laptop.key.sign(to_sign(unsigned))).decode()
    return unsigned.model_copy(update={"signature": signature})


def requested(key: ec.EllipticCurvePrivateKey | None = None) -> str:
    """A certificate request of an inspector's key."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "whatever it says")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    made = builder.sign(key or ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    return made.public_bytes(Encoding.PEM).decode()


def an_enrolment(laptop: Laptop, code: str, **other: object) -> Enrolment:
    """What a laptop asks that holds an invitation with ``code``."""
    given: dict[str, object] = {
        "secret": code[:10],
        "introduction": introduced(laptop),
        "name": f"Inspector {laptop.initials}",
        "certificate_request": requested(),
    }
    return Enrolment.model_validate({**given, **other})
