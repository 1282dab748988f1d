"""What is shown of sticks to base and back, in words; no Qt, no decisions of the domain's."""

from dataclasses import dataclass

from inspector_app.services.base import Pinned
from inspector_app.services.base_transfer import Packed, TakenFromBase, ToCarry
from inspector_app.sync.sticks import FLASH, Wiped
from inspector_app.ui.texts import counted, tr


@dataclass(frozen=True, slots=True)
class BaseStickView:
    """How an inspection stands to base, as far as sticks are concerned."""

    state: str
    can_pack: bool
    """False: no inspection is open; an answer can be taken in all the same."""


def stick_view(pinned: Pinned, to_carry: ToCarry | None) -> BaseStickView:
    """Return what the panel shows.

    Args:
        pinned: the base that this laptop has joined.
        to_carry: what would travel of the inspection that is open; None: none is.
    """
    name = pinned.enrolled.name
    words = tr("Open an inspection to pack it for base.")
    if to_carry is not None:
        words = to_carry.words()
    return BaseStickView(f"{name}: {words}", can_pack=to_carry is not None)


def packed_text(packed: Packed) -> str:
    """Return what came of packing."""
    return "\n".join(packed.words())


def taken_text(taken: TakenFromBase) -> str:
    """Return what came of taking base's answers in, with the prompt to wipe the stick."""
    lines = [*taken.sentences]
    for each in taken.inspections:
        lines += each.words()
    if taken.inspections:
        lines.append(tr("Wipe the stick now (W): base has what lay on it, and so have you."))
    if not lines:
        lines.append(tr("There is no answer from base for this laptop there."))
    return "\n".join(lines)


def wiped_text(wiped: Wiped) -> str:
    """Return what came of wiping a stick, and what wiping cannot promise."""
    lines = [
        counted(
            wiped.files, "file was overwritten and removed.", "files were overwritten and removed."
        ),
        *(tr("Left there: {file}").format(file=each) for each in wiped.left),
        FLASH,
    ]
    return "\n".join(lines)
