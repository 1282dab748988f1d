"""Several laptops of one team, introduced to each other, with a stick between them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.services.merging import Brought
from inspector_app.services.team import suggested_name
from inspector_app.services.vault import Unlocked
from tests.support.vaults import Clock, a_vault

LINE, OTHER = LineId("CC-PO-01"), LineId("CC-PO-02")


@dataclass
class TeamLaptop:
    """One laptop: its open vault and its clock."""

    vault: Unlocked
    folder: Path
    clock: Clock

    def together(self, stick: Path, *, with_files: bool = True) -> Brought:
        """Bring this laptop together with the others by the stick."""
        return self.vault.merging.bring_together(stick, with_files=with_files)

    def answer(self, inspection: InspectionId, note: str, line: LineId = LINE) -> None:
        """Answer a line with a note."""
        self.vault.inspections.answer(inspection, line, Answer(note=note))

    def notes(self, inspection: InspectionId, line: LineId = LINE) -> list[str]:
        """Return the notes of all versions on a line, sorted."""
        field = self.vault.inspections.standing(inspection).answer(line)
        return sorted(held.value.note for held in field.versions if held.value)


def a_laptop(folder: Path, initials: str, minutes_fast: int = 0) -> TeamLaptop:
    """Return a laptop with a new vault."""
    clock = Clock(datetime(2013, 9, 16, 9, 0, tzinfo=UTC) + timedelta(minutes=minutes_fast))
    return TeamLaptop(a_vault(folder / initials, clock, initials), folder / initials, clock)


def introduced(one: TeamLaptop, other: TeamLaptop) -> None:
    """Let each know the other, the words having been read aloud."""
    for giving, taking in ((one, other), (other, one)):
        given = giving.vault.team
        path = taking.folder / suggested_name(giving.vault.inspector.initials, given.device)
        given.introduce(path)
        taking.vault.team.accept(taking.vault.team.read(path), given.me().words)


def everything(laptop: TeamLaptop, inspection: InspectionId) -> object:
    """Return all that could differ: what stands, the rows behind it, and every change."""
    standing = laptop.vault.inspections.standing(inspection)
    with laptop.vault._database.read() as work:
        rows = work.journal.projection(inspection)
    changes = {change.id for change in laptop.vault.inspections.history(inspection)}
    return (dict(standing.states), rows, changes, standing.conflicts())
