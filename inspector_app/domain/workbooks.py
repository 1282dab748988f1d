"""Workbooks for the force: what went out to be filled in, and what came back in them."""

from dataclasses import dataclass

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import ChangeId, EvidenceId, Sha256, SourceId, WorkbookId
from inspector_app.domain.markings import Marking


@dataclass(frozen=True, slots=True)
class Asked:
    """A request or data return as it went out."""

    source: SourceId
    version: ChangeId
    """The change that had recorded it as it then stood."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """What went out to the force to be filled in."""

    number: str
    """``JS/12``."""
    to: str
    """An office or organisation, never a name."""
    sent: PartialDate
    reply_by: PartialDate | None
    marking: Marking
    asked: tuple[Asked, ...]
    """In the order of its rows."""

    def version_of(self, source: SourceId) -> ChangeId | None:
        """Return what was asked of a source; None: it did not go out with this workbook."""
        return next((each.version for each in self.asked if each.source == source), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook that came back and was accepted as a whole."""

    workbook: WorkbookId
    received: PartialDate
    file_sha256: Sha256
    evidence: EvidenceId
    """The workbook itself, kept as it came."""
    sources: tuple[SourceId, ...]
    """Those it answers."""
    cells: int
    """In which the force wrote something new."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a workbook that cannot be read as it stands."""

    where: str
    """``Requests!F7``; of the workbook as a whole its name."""
    words: str

    @property
    def sentence(self) -> str:
        """The fault as it is told."""
        return f"{self.where}: {self.words}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """What one cell that came back would record."""

    where: str
    about: str
    """``JS/12 · Public order assessment``."""
    what: str
    """What kind of thing is told: ``Answer``, ``Value``."""
    before: str
    """As it went out; empty: nothing was known."""
    after: str
    here: str = ""
    """What was recorded here since the workbook went out, and differs: a conflict. Accepted, both
    are kept side by side until a person settles them."""

    @property
    def is_conflict(self) -> bool:
        """Whether something else was recorded here meanwhile."""
        return bool(self.here)
