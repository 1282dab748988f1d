"""Base as it runs: what the parts of the server are given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inspector_app.server.database import Database
from inspector_app.server.keys import Keys
from inspector_app.server.objects import Objects
from inspector_app.server.running_hashes import RunningHashes


@dataclass(frozen=True, slots=True)
class Base:
    """One running base."""

    folder: Path
    """Where it was made: keys, and, unless other places are named, database and files."""
    keys: Keys
    database: Database
    objects: Objects
    """Where evidence files lie."""
    now: Callable[[], datetime]
    """Aware, in UTC."""
    running: RunningHashes = field(default_factory=RunningHashes)
    """Of files that are arriving."""

    def now_ms(self) -> int:
        """Return the time by base's clock, milliseconds UTC."""
        return int(self.now().timestamp() * 1000)
