"""One user action, one transaction."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from inspector_app.storage.evidence import BlobPlaces
from inspector_app.storage.identities import Identities
from inspector_app.storage.journal import Journal
from inspector_app.storage.packs import PackCopies
from inspector_app.storage.people import People
from inspector_app.storage.settings import Settings
from inspector_app.storage.translation import translated


class UnitOfWork:
    """The stores, and the transaction that they share for the length of one action.

    Leaving the ``with`` block without ``commit()`` undoes everything. Values that come out are
    frozen domain objects, so they may cross threads and outlive the block.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._translated = translated()

    def __enter__(self) -> Self:
        self._translated.__enter__()
        try:
            self._connection = self._engine.connect()
            try:
                self._transaction = self._connection.begin()
            except BaseException:
                self._connection.close()
                raise
        except BaseException as error:
            self._translated.__exit__(type(error), error, error.__traceback__)
            raise
        self.journal = Journal(self._connection)
        self.packs = PackCopies(self._connection)
        self.people = People(self._connection)
        self.blobs = BlobPlaces(self._connection)
        self.identities = Identities(self._connection)
        self.settings = Settings(self._connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._connection.close()
        finally:
            self._translated.__exit__(kind, error, traceback)

    def commit(self) -> None:
        """Make the work of this block last: on the disk before this returns."""
        self._transaction.commit()
