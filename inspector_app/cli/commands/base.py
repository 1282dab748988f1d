"""Commands about base."""

import argparse

from inspector_app.cli.commands.level import INSPECTION, Commands, of_inspection, with_pin

_UNITS = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def base_commands(commands: Commands) -> None:
    """Add joining base, syncing with it and leaving it."""
    base = commands.level("base", "The base server, which keeps the team’s work together")
    joined = base.add(
        "join",
        "base.join",
        "Enrol this laptop by an invitation of the base administrator’s",
        "base join eastern.spr-base",
        "base join https://base.example:8443 ABCD EFGH IJKL MNOP QRST UVWX YZ",
    )
    joined.add_argument(
        "invitation", nargs="+", help="the file, or base’s address and the code after it"
    )
    joined.add_argument("--name", help="as signed summaries show it; default: the vault’s owner")
    with_pin(joined)
    base.add(
        "status",
        "base.status",
        "Tell how this laptop stands to base, without asking base",
        "base status",
    )
    synced = base.add(
        "sync",
        "base.sync",
        "Bring this laptop and base level, in both directions",
        "base sync",
        "base sync Cambridgeshire --limit-rate 500k",
    )
    synced.add_argument("inspections", nargs="*", metavar="INSPECTION", help=INSPECTION)
    _with_rate(synced)
    told = base.add(
        "where",
        "base.where",
        "Tell where an inspection and its files lie: here, at base, backed up, on which laptops",
        "base where Cambridgeshire",
        "base where Cambridgeshire JS/4",
    )
    of_inspection(told)
    told.add_argument("number", nargs="?", help="an evidence number")
    fetched = base.add(
        "fetch",
        "base.fetch",
        "Fetch original files that are not on this laptop; by default all",
        "base fetch Cambridgeshire JS/4",
        "base fetch Cambridgeshire --always",
        "base fetch Cambridgeshire --whole",
    )
    of_inspection(fetched)
    fetched.add_argument("numbers", nargs="*", metavar="NUMBER", help="evidence numbers")
    always = fetched.add_mutually_exclusive_group()
    always.add_argument(
        "--always",
        action="store_true",
        default=None,
        help="from now on, at every sync, whatever is new too",
    )
    always.add_argument(
        "--as-asked",
        dest="always",
        action="store_false",
        default=None,
        help="from now on only what is asked for",
    )
    always.add_argument(
        "--whole", action="store_true", help="an inspection that was taken off this laptop whole"
    )
    _with_rate(fetched)
    forgotten = base.add(
        "forget",
        "base.forget",
        "Take original files, or a whole inspection, off this laptop that base has in a backup",
        "base forget Cambridgeshire JS/4 JS/7",
        "base forget Cambridgeshire --whole",
    )
    of_inspection(forgotten)
    forgotten.add_argument("numbers", nargs="*", metavar="NUMBER", help="evidence numbers")
    forgotten.add_argument(
        "--whole", action="store_true", help="all of it; a signed statement is what stays"
    )
    base.add("leave", "base.leave", "Know base no more; all that is here stays here", "base leave")


def _with_rate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--limit-rate",
        type=_rate,
        metavar="BYTES",
        help="a second, of both directions together: 500k, 2M",
    )


def _rate(typed: str) -> int:
    """Return bytes a second.

    Raises:
        ArgumentTypeError: it is no such number.
    """
    number, factor = typed, 1
    if typed[-1:].casefold() in _UNITS:
        number, factor = typed[:-1], _UNITS[typed[-1:].casefold()]
    try:
        rate = int(float(number) * factor)
    except (ValueError, OverflowError):
        rate = 0
    if rate < 1:
        raise argparse.ArgumentTypeError("it is a number of bytes, such as 500k or 2M")
    return rate
