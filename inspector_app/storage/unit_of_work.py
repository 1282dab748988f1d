"""One user action, one transaction."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlmodel import Session

from inspector_app.storage.evidence import BlobPlaces
from inspector_app.storage.identities import Identities
from inspector_app.storage.journal import Journal
from inspector_app.storage.packs import PackCopies
from inspector_app.storage.people import People
from inspector_app.storage.settings import Settings
from inspector_app.storage.translation import translated

READ_ONLY = {"read_only": True}
"""Execution options of a connection that only reads: it must not queue behind a writer."""


class UnitOfWork:
    """The stores, and the session that they share for the length of one action.

    Leaving the ``with`` block without ``commit()`` undoes everything. Values that come out are
    frozen domain objects, so they may cross threads and outlive the block.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._translated = translated()

    def __enter__(self) -> Self:
        self._translated.__enter__()
        self._session = Session(self._engine)
        self.journal = Journal(self._session)
        self.packs = PackCopies(self._session)
        self.people = People(self._session)
        self.blobs = BlobPlaces(self._session)
        self.identities = Identities(self._session)
        self.settings = Settings(self._session)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session.close()
        self._translated.__exit__(kind, error, traceback)

    def commit(self) -> None:
        """Make the work of this block last: on the disk before this returns."""
        self._session.commit()
