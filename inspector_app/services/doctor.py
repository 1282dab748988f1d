"""Checking a laptop and its vault, as far as each can be looked at, without changing anything."""

from collections.abc import Callable
from contextlib import suppress

from inspector_app.domain import health
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.health import Finding, Part, look, unseen
from inspector_app.services.laptop_health import LaptopHealth
from inspector_app.services.vault import Unlocked
from inspector_app.texts import tr

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
_INSIDE = tr("The vault was not looked into.")
_DISTURBED = tr("The app opened it meanwhile, so what was seen may be out of date.")


class Doctor:
    """Puts together what is told of a laptop from outside its vault and from inside."""

    def __init__(self, laptop: LaptopHealth) -> None:
        self._laptop = laptop

    def report(
        self,
        vault: Unlocked | None,
        why: str = "",
        *,
        refused: InspectorError | None = None,
        withheld: bool = False,
        reads_files: bool = False,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> tuple[Finding, ...]:
        """Return what was found, in the order in which it is told.

        Args:
            vault: open, or opened to be looked at; None: only its folder is looked at.
            why: what to do so that it can be looked into.
            refused: it could not be looked into.
            withheld: nothing that a person wrote or chose is named.
            reads_files: every evidence file is read through.
            progress: bytes of evidence files read and in all.
            cancelled: asked between changes and pieces of files.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        laptop = self._laptop
        found = list(laptop.findings(withheld=withheld))
        last_ms = ahead_ms = None
        if vault is not None:
            inside = tuple(
                vault.health.findings(
                    withheld=withheld,
                    reads_files=reads_files,
                    progress=progress,
                    cancelled=cancelled,
                )
            )
            if vault.health.was_disturbed:
                found.append(unseen(Part.RECORDS, f"{_INSIDE} {_DISTURBED}", tr("Look again.")))
            else:
                found += inside
            with suppress(InspectorError):  # a damaged database is told where it was looked at
                last_ms, ahead_ms = vault.health.last_ms(), vault.health.ahead_ms()
        elif refused is not None:
            told = type(refused).__name__ if withheld else str(refused)
            found.append(look(Part.RECORDS, f"{_INSIDE} {told}", tr("Do what the sentence says.")))
        else:
            found.append(unseen(Part.RECORDS, _INSIDE, why))
        found.append(health.of_clock(laptop.now_ms(), laptop.made_ms(), last_ms, ahead_ms))
        order = {part: place for place, part in enumerate(Part)}
        return tuple(sorted(found, key=lambda each: order[each.part]))
