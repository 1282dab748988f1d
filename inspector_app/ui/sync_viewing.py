"""How sync with base is told in the window: words and shapes for what the services know."""

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.domain.at_base import WORTH_TELLING_MS, clock_words
from inspector_app.domain.wording import when_words
from inspector_app.services.base import BaseStanding
from inspector_app.services.base_rounds import OfRound, Round
from inspector_app.services.whereabouts import Whereabouts
from inspector_app.ui.texts import counted, tr, tr_counted


class SyncStatus(StrEnum):
    """How sync stands, in one word for the window's frame."""

    SYNCED = "synced"
    TO_SEND = "to-send"
    RUNNING = "running"
    AWAY = "away"
    PAUSED = "paused"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class InspectionAtBase:
    """An inspection as its row on the Sync screen shows it."""

    id: str
    force: str
    state: str
    """Synced or not, and why."""
    to_send: int
    """Changes here that base has not confirmed."""
    backed_up: str
    confirmed: str
    """When base said last what it holds."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """What is known of sync on this laptop."""

    base: BaseStanding | None = None
    rows: tuple[InspectionAtBase, ...] = ()
    last: Round | None = None
    away: str = ""
    """Why the last round did not come about; empty: it did."""
    is_running: bool = False
    is_paused: bool = False
    limit_kb: int = 0
    """Thousand bytes a second; 0: no limit."""

    @property
    def is_joined(self) -> bool:
        """Whether there is a base to sync with."""
        return self.base is not None and self.base.pinned is not None

    @property
    def to_send(self) -> int:
        """Changes here that base has not confirmed."""
        return sum(row.to_send for row in self.rows)

    @property
    def status(self) -> SyncStatus:
        """How sync stands; what a person has to do something about comes first."""
        if self.base is not None and self.base.refused:
            return SyncStatus.REFUSED
        if self.is_running:
            return SyncStatus.RUNNING
        if self.is_paused:
            return SyncStatus.PAUSED
        if self.away:
            return SyncStatus.AWAY
        if self.to_send or self.last is None or not self.last.is_synced:
            return SyncStatus.TO_SEND
        return SyncStatus.SYNCED

    def button_words(self) -> str:
        """Return the few words of the button in the window's frame."""
        if self.status is SyncStatus.TO_SEND:
            return (
                tr_counted(self.to_send, "{number} to send").format(number=self.to_send)
                if self.to_send
                else tr("Sync")
            )
        return {
            SyncStatus.SYNCED: tr("Synced"),
            SyncStatus.RUNNING: tr("Syncing"),
            SyncStatus.AWAY: tr("Base away"),
            SyncStatus.PAUSED: tr("Paused"),
            SyncStatus.REFUSED: tr("Refused"),
        }[self.status]

    def head_words(self) -> str:
        """Return how this laptop stands to base, in sentences."""
        base = self.base
        if base is None or base.pinned is None:
            return ""
        enrolled = base.pinned.enrolled
        found = [
            tr("This laptop is “{label}” of {base}, at {address}.").format(
                label=enrolled.label, base=enrolled.name, address=base.pinned.address
            )
        ]
        if base.refused:
            found.append(base.refused)
        elif base.contact_ms is None:
            found.append(tr("Base has not been asked anything since."))
        else:
            found.append(
                tr("Base answered last at {when}.").format(when=when_words(base.contact_ms))
            )
            if abs(base.ahead_ms) >= WORTH_TELLING_MS:
                found.append(
                    tr("The clock of this laptop was {off} then; sync works all the same.").format(
                        off=clock_words(base.ahead_ms)
                    )
                )
        if not base.has_recovery:
            found.append(
                tr(
                    "If this vault’s passphrase is lost, base cannot open it: leave base, and join "
                    "it again by a new invitation."
                )
            )
        return " ".join(found)

    def came_words(self) -> str:
        """Return what came of the last round, a line for each sentence."""
        lines = [self.away] if self.away else []
        if self.last is not None:
            lines += self.last.sentences
            for each in self.last.inspections:
                if each.was_asked or not each.is_synced:
                    lines.append(each.words())
                told = tr("{force}, kept apart here: {what}")
                lines += (told.format(force=each.force, what=what) for what in each.apart)
                lines += each.sentences
        return "\n".join(lines)


ICONS = {
    SyncStatus.SYNCED: "check",
    SyncStatus.TO_SEND: "export",
    SyncStatus.RUNNING: "sync",
    SyncStatus.AWAY: "warning",
    SyncStatus.PAUSED: "stop",
    SyncStatus.REFUSED: "shield-cross",
}
"""The shape beside the words."""


def row_of(
    inspection: str, force: str, where: Whereabouts, to_send: int, came: OfRound | None
) -> InspectionAtBase:
    """Return the row of an inspection; ``came`` is what came of it in this app's last round."""
    if where.said_ms is None:
        state = tr("Never synced")
    elif to_send:
        state = counted(to_send, "change to send", "changes to send")
    elif came is not None and not came.is_synced:
        state = came.words().partition(". ")[2].rstrip(".") or tr("Not synced yet")
    elif came is not None:
        state = tr("Synced")
    else:
        state = tr("Level when base was asked last")
    if came is not None and came.apart:
        state += " · " + counted(len(came.apart), "thing kept apart", "things kept apart")
    lacking = sum(not item.is_here for item in where.items)
    if lacking:
        state += " · " + counted(lacking, "file not here", "files not here")
    backed_up = (
        tr("all")
        if where.changes_backed_up == where.changes
        else tr("{n} of {all}").format(n=where.changes_backed_up, all=where.changes)
    )
    confirmed = "" if where.said_ms is None else when_words(where.said_ms)
    return InspectionAtBase(inspection, force, state, to_send, backed_up, confirmed)


def with_round(state: SyncState, ended: Round) -> SyncState:
    """Return the state after a round."""
    return replace(state, last=ended, away="" if ended.is_whole else ended.sentences[-1])


def new_in(ended: Round) -> int:
    """Return how many inspections came to this laptop in a round."""
    return sum(each.is_new for each in ended.inspections)


def fresh_in(ended: Round, inspection: str) -> int:
    """Return how many changes of others came into an inspection in a round."""
    return sum(each.fresh for each in ended.inspections if each.inspection == inspection)
