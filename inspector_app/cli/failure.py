"""What is said and written down when the program itself fails."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from inspector_app import config
from inspector_app.services import fault_log
from inspector_app.texts import tr
from inspector_app.version import VERSION

_LARGEST_BYTES = 1_000_000
"""Then the log begins anew: it is for the last fault, not for an archive."""


def told(bug: BaseException, command: str, data: Path | None) -> str:
    """Write down where the program failed, and return the apology that names the log.

    The log holds places in the program and kinds of error only. Messages are left out, because
    they may quote an answer, a name or a key; so are the arguments of the command.
    """
    kind = type(bug).__name__
    sorry = tr(
        "Sorry: this is a fault of the program ({kind}), not of yours. What was recorded before "
        "is kept."
    ).format(kind=kind)
    folder = config.places(data).data / fault_log.FOLDER
    log = folder / fault_log.NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGEST_BYTES:
            log.unlink()
        with log.open("a", encoding="utf-8") as file:
            file.write(_entry(bug, command))
    except OSError:
        return tr("{sorry} It could not be written down: {log} cannot be written.").format(
            sorry=sorry, log=log
        )
    return tr(
        "{sorry} Where it happened stands in {log}: send that file to whoever helps you."
    ).format(sorry=sorry, log=log)


def _entry(bug: BaseException, command: str) -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [
        tr("{now} SPR Inspector {version}, Python {python_version}, {command}").format(
            now=now, version=VERSION, python_version=platform.python_version(), command=command
        )
    ]
    error: BaseException | None = bug
    while error is not None:
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
        lines += [
            tr("    {filename}:{lineno} in {frame}").format(
                filename=frame.filename, lineno=frame.lineno, frame=frame.name
            )
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    return "\n".join(lines) + "\n"
