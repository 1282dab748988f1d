"""What came of a round of sync with base, in figures and in words."""

from dataclasses import dataclass
from typing import Any

from inspector_app.domain.ids import InspectionId
from inspector_app.domain.locales import whole_words
from inspector_app.domain.wording import counted
from inspector_app.services.base_exchange import Exchanged
from inspector_app.services.base_files import FilesMoved
from inspector_app.sync import wire
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class OfRound:
    """What came of one inspection in a round."""

    inspection: InspectionId
    force: str
    is_synced: bool
    """Base said last that it holds exactly what is here, every file verified."""
    is_new: bool = False
    """It was not on this laptop before."""
    was_asked: bool = True
    """False: neither base nor this laptop had anything new since the last round."""
    sent: int = 0
    """Changes that base did not have."""
    fresh: int = 0
    """Changes that came in."""
    files_sent: int = 0
    files_fetched: int = 0
    held: int = 0
    """Changes that base keeps apart for the lead inspector."""
    lacking_at_base: int = 0
    """Files that base has not, or has not verified yet."""
    lacking_here: int = 0
    """Files that are at base and were not fetched, since nobody asked for them."""
    apart: tuple[str, ...] = ()
    """What is kept apart on this laptop and why, each in words; base holds it all the same."""
    sentences: tuple[str, ...] = ()
    """What a person should know of it."""

    def words(self) -> str:
        """Return what came of it, in a sentence."""
        if not self.was_asked:
            if not self.is_synced:
                return self._open_words()
            return tr("{force}: synced; nothing new{apart}.").format(
                force=self.force, apart=self._apart()
            )
        moved = [
            counted(self.sent, "change sent", "changes sent"),
            counted(self.fresh, "change came in", "changes came in"),
        ]
        if self.files_sent:
            moved.append(counted(self.files_sent, "file sent", "files sent"))
        if self.files_fetched:
            moved.append(counted(self.files_fetched, "file came in", "files came in"))
        state = tr("Synced") if self.is_synced else tr("Not synced yet")
        return f"{self.force}: {', '.join(moved)}. {state}{self._why()}{self._apart()}."

    def _open_words(self) -> str:
        return tr("{force}: nothing new. Not synced yet{why}{apart}.").format(
            force=self.force, why=self._why(), apart=self._apart()
        )

    def _apart(self) -> str:
        if not self.apart:
            return ""
        return tr_counted(
            len(self.apart),
            "; {number} thing is kept apart here until a lead inspector decides (Bring together)",
            "; {number} things are kept apart here until a lead inspector decides (Bring together)",
        ).format(number=whole_words(len(self.apart)))

    def _why(self) -> str:
        reasons = []
        if self.held:
            reasons.append(
                counted(
                    self.held,
                    "change is kept apart at base for the lead inspector",
                    "changes are kept apart at base for the lead inspector",
                )
            )
        if self.lacking_at_base:
            reasons.append(
                counted(
                    self.lacking_at_base,
                    "file is not verified at base",
                    "files are not verified at base",
                )
            )
        if self.lacking_here:
            reasons.append(
                counted(
                    self.lacking_here,
                    "file stays at base until asked for",
                    "files stay at base until asked for",
                )
            )
        return f": {'; '.join(reasons)}" if reasons else ""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round."""

    inspections: tuple[OfRound, ...]
    sentences: tuple[str, ...]
    """What concerns all of them, such as that base was restored."""
    is_whole: bool
    """False: it was cut off, and the next one goes on."""
    ahead_ms: int
    """The laptop's clock less base's."""

    @property
    def is_synced(self) -> bool:
        """Whether every inspection is."""
        return self.is_whole and all(each.is_synced for each in self.inspections)


def came_of(
    inspection: InspectionId,
    force: str,
    is_new: bool,
    is_level: bool,
    final: wire.AtBaseOf | None,
    exchanged: Exchanged,
    moved: FilesMoved,
) -> OfRound:
    """Return what a round came to, as far as figures tell it; ``final`` is base's last account."""
    lacking = len(final.lacks) if final is not None else 0
    return OfRound(
        inspection,
        force,
        is_level and not lacking,
        is_new,
        sent=exchanged.sent,
        fresh=exchanged.fresh,
        files_sent=moved.up,
        files_fetched=moved.down,
        held=len(exchanged.held),
        lacking_at_base=lacking,
    )


def told_of(exchanged: Exchanged, moved: FilesMoved) -> tuple[str, ...]:
    """Return what a person should know of what travelled."""
    told = [*exchanged.sentences, *moved.sentences]
    if exchanged.own:
        came = counted(exchanged.own, "change", "changes")
        told.append(
            tr(
                "This laptop was set back, or a copy of its vault is at work elsewhere: {came} "
                "that it had recorded itself came back from base. Whatever it recorded after its "
                "last sync and before it was set back is not at base."
            ).format(came=came)
        )
    return tuple(told)


def kept_of(came: OfRound) -> dict[str, Any]:
    """Return what is remembered of a round, as a setting keeps it."""
    return {
        "is_synced": came.is_synced,
        "held": came.held,
        "lacking_at_base": came.lacking_at_base,
        "lacking_here": came.lacking_here,
    }


def remembered(inspection: InspectionId, force: str, came: dict[str, Any]) -> OfRound:
    """Return a round as a setting kept it."""
    return OfRound(inspection, force, **came)
