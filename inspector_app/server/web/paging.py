"""One page of a long list."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from inspector_app.server.web.visits import PER_PAGE, Visit


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is shown."""

    number: int
    """From 1."""
    of: int
    total: int
    """Things in the whole list."""
    kept: dict[str, str] = field(default_factory=dict)
    """What else the address says, such as what was looked for."""

    @property
    def skip(self) -> int:
        """How many things lie before it."""
        return (self.number - 1) * PER_PAGE

    def query(self, number: int) -> str:
        """Return what leads to another part."""
        return urlencode({**self.kept, "page": number})


def part(visit: Visit, total: int, **kept: str) -> Part:
    """Return the part that was asked for, or the last one where there are fewer."""
    of = max(1, -(-total // PER_PAGE))
    return Part(min(visit.number(), of), of, total, {k: v for k, v in kept.items() if v})
