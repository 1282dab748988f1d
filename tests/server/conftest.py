"""Both engines that base's database may be: the embedded one, and a real PostgreSQL 15."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from inspector_app.server import passwords
from inspector_app.server.database import Database
from inspector_app.server.objects import Objects
from inspector_app.server.places.folder import Folder
from inspector_app.server.places.s3 import S3
from tests.support.postgres import Cluster
from tests.support.s3 import Store


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at a thousandth of the cost: what they cost is one test's, not everybody's."""
    quick = replace(passwords.PARAMETERS, time_cost=1, memory_cost=64)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(quick))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL of this test process's own, stopped at its end."""
    with Cluster.started(tmp_path_factory.mktemp("postgres")) as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'base.db'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.empty_database()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with its tables, of each engine in turn."""
    found = Database(database_url)
    found.make()
    yield found
    found.close()


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """An S3-compatible store of this test process's own."""
    with Store.started() as started:
        yield started


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    """An empty place for files, of each kind in turn."""
    if request.param == "folder":
        return Folder(tmp_path / "files")
    store: Store = request.getfixturevalue("store")
    return S3(store.new_bucket())
