"""How a command ends: the exit codes, and which failure ends with which."""

from enum import IntEnum

from inspector_app.domain import errors


class Exit(IntEnum):
    """The exit codes. 69 is left to the set-up script; 64 to 77 follow BSD's ``sysexits.h``."""

    OK = 0
    NO = 1
    CANNOT_TELL = 2
    USAGE = 64
    BAD_INPUT = 65
    NOT_FOUND = 66
    AWAY = 68
    BUG = 70
    CANNOT_WRITE = 73
    IN_USE = 75
    WRONG_SECRET = 77
    INTERRUPTED = 130
    UNREAD = 141


MEANINGS: dict[Exit, str] = {
    Exit.OK: "done; genuine; nothing found; sound",
    Exit.NO: "not genuine; the pack or workbook has faults; the journal is not sound; "
    "an evidence file is damaged; something should be looked at",
    Exit.CANNOT_TELL: "whether the file is genuine cannot be told; or not all of it travelled, or "
    "came with something to look at, as is told",
    Exit.USAGE: "the command was not written as it must be",
    Exit.BAD_INPUT: "refused: what was given, or what is kept, cannot be used",
    Exit.NOT_FOUND: "not found here",
    Exit.AWAY: "base cannot be reached now, or has no time or room; try again later",
    Exit.BUG: "a fault of this program",
    Exit.CANNOT_WRITE: "the disk is full or cannot be written",
    Exit.IN_USE: "the vault is open elsewhere, or was locked meanwhile",
    Exit.WRONG_SECRET: "wrong passphrase or PIN",
    Exit.INTERRUPTED: "stopped by you",
    Exit.UNREAD: "whoever read the output stopped reading",
}

_CODES: tuple[tuple[type[errors.InspectorError], Exit], ...] = (
    (errors.NotFound, Exit.NOT_FOUND),
    (errors.NotAtBase, Exit.NOT_FOUND),
    (errors.BaseAway, Exit.AWAY),
    (errors.WrongPassphrase, Exit.WRONG_SECRET),
    (errors.VaultInUse, Exit.IN_USE),
    (errors.VaultLocked, Exit.IN_USE),
    (errors.DeviceFull, Exit.CANNOT_WRITE),
    (errors.Cancelled, Exit.INTERRUPTED),
    (errors.InspectorError, Exit.BAD_INPUT),
)


def code_of(error: errors.InspectorError) -> Exit:
    """Return the exit code that tells a refusal."""
    return next(code for kind, code in _CODES if isinstance(error, kind))
