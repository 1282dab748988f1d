"""Where passphrases and PINs come from: a file, or a terminal that does not show them."""

import getpass
import os
import sys
from enum import StrEnum
from pathlib import Path

from inspector_app.command_line import Misused
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.texts import tr

_LONGEST_FILE = 64 * 1024


class Secret(StrEnum):
    """What is asked for."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a secret, not one
    NEW_PASSPHRASE = "new passphrase"  # noqa: S105
    PIN = "PIN"


OPTIONS = {
    Secret.PASSPHRASE: "--passphrase-file",
    Secret.NEW_PASSPHRASE: "--new-passphrase-file",
    Secret.PIN: "--pin-file",
}
VARIABLES = {
    Secret.PASSPHRASE: "SPR_INSPECTOR_PASSPHRASE_FILE",
    Secret.NEW_PASSPHRASE: "SPR_INSPECTOR_NEW_PASSPHRASE_FILE",
    Secret.PIN: "SPR_INSPECTOR_PIN_FILE",
}


def source(secret: Secret, option: Path | None) -> Path | None:
    """Return the file that holds the secret: the option's, else the environment's, else None."""
    if option is not None:
        return option
    named = os.environ.get(VARIABLES[secret], "")
    return Path(named) if named else None


def asked(secret: Secret, option: Path | None, *, twice: bool = False, words: str = "") -> str:
    """Return the secret.

    Args:
        secret: which.
        option: the file named on the command line; else the environment may name one.
        twice: a new one, which a person at a terminal types twice.
        words: what the terminal shows; empty: the secret's name.

    Raises:
        NotFound: the file is not there.
        BadInput: the file holds no secret, or the two that were typed differ.
        Misused: no file was named and there is no terminal.
    """
    file = source(secret, option)
    if file is not None:
        return _read(file, secret)
    if not sys.stdin.isatty():
        raise Misused(
            tr(
                "A {secret} is needed and there is no terminal to ask on: name a file that holds "
                "it with {options} or in {variables}."
            ).format(secret=secret.value, options=OPTIONS[secret], variables=VARIABLES[secret])
        )
    shown = words or secret.value.capitalize()
    typed = getpass.getpass(f"{shown}: ")
    if twice and getpass.getpass(tr("{shown}, once more: ").format(shown=shown)) != typed:
        raise BadInput(tr("The two entries differ. Nothing was changed; try again."))
    return typed


def _read(file: Path, secret: Secret) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(_LONGEST_FILE).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(
            tr("The file {file} that should hold the {secret} is not there.").format(
                file=file, secret=secret.value
            )
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            tr("The {secret} cannot be read from {file}.").format(secret=secret.value, file=file)
        ) from error
    first = content.splitlines()[0] if content.splitlines() else ""
    if not first:
        raise BadInput(
            tr("The file {file} holds no {secret} in its first line.").format(
                file=file, secret=secret.value
            )
        )
    return first
