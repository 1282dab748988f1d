"""One user action, one transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from inspector_app.storage.evidence import BlobPlaces
from inspector_app.storage.identities import Identities
from inspector_app.storage.journal import Journal
from inspector_app.storage.journal_reading import Tips
from inspector_app.storage.packs import PackCopies
from inspector_app.storage.people import People
from inspector_app.storage.search import SearchIndex
from inspector_app.storage.settings import Settings
from inspector_app.storage.statements import driver_of

_TO_READ_ALL = -128_000
"""KiB, as SQLite takes it: a negative number of them."""


@dataclass(slots=True)
class Memory:
    """What holds from one unit of work to the next, because only this process writes."""

    tips: Tips = field(default_factory=Tips)
    follow: "Callable[[UnitOfWork], None] | None" = None
    """Brings in step what is made from the fold, in the transaction that changed it."""


class UnitOfWork:
    """The stores, and the transaction that they share for the length of one action.

    Leaving the ``with`` block without ``commit()`` undoes everything. Values that come out are
    frozen domain objects, so they may cross threads and outlive the block.
    """

    def __init__(
        self, transaction: AbstractContextManager[Connection], memory: Memory | None = None
    ) -> None:
        """Put a unit of work around a transaction.

        Args:
            transaction: begun on entering it and, unless committed, undone at its end.
            memory: what one writing unit of work leaves to the next; None: it only reads.
        """
        self._transaction = transaction
        self._memory = memory or Memory()

    def __enter__(self) -> Self:
        self._connection = self._transaction.__enter__()
        self._usual_cache: int | None = None
        self.journal = Journal(self._connection, self._memory.tips)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if self._usual_cache is not None:
                driver_of(self._connection).execute(f"PRAGMA cache_size = {self._usual_cache}")
        finally:
            self._transaction.__exit__(kind, error, traceback)

    def expect_to_read_all(self) -> None:
        """Keep more pages decrypted until this block ends, as all of the file will be gone through.

        What is made anew of 200,000 changes is looked up by their ids, which lie all over the file:
        with room for a quarter of its pages it took a fifth less time.
        """
        driver = driver_of(self._connection)
        self._usual_cache = driver.execute("PRAGMA cache_size").fetchone()[0]
        driver.execute(f"PRAGMA cache_size = {_TO_READ_ALL}")

    def commit(self) -> None:
        """Make the work of this block last: on the disk before this returns."""
        if self._memory.follow is not None and self.journal.news:
            self._memory.follow(self)
        driver_of(self._connection).commit()
        self._memory.tips = self.journal.tips

    # Most actions need the journal alone.

    @cached_property
    def packs(self) -> PackCopies:
        """The copies of packs that inspections are pinned to."""
        return PackCopies(self._connection)

    @cached_property
    def people(self) -> People:
        """The names of people."""
        return People(self._connection)

    @cached_property
    def blobs(self) -> BlobPlaces:
        """Where evidence files lie, and their keys."""
        return BlobPlaces(self._connection)

    @cached_property
    def identities(self) -> Identities:
        """The signing identities."""
        return Identities(self._connection)

    @cached_property
    def search(self) -> SearchIndex:
        """What can be found by its words."""
        return SearchIndex(self._connection)

    @cached_property
    def settings(self) -> Settings:
        """This laptop's and vault's own settings."""
        return Settings(self._connection)
