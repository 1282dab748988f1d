"""Where a command may write what it was asked for."""

from pathlib import Path

from inspector_app.domain.errors import DeviceFull
from inspector_app.texts import tr


def require_writable(target: Path, *, replace: bool) -> None:
    """Refuse a target before any work is done for it.

    Raises:
        DeviceFull: it is there already and may not be replaced, or its folder is not there.
    """
    if target.exists() and not replace:
        raise DeviceFull(
            tr("{target} is there already. Nothing was written; --replace replaces it.").format(
                target=target
            )
        )
    if not target.absolute().parent.is_dir():
        raise DeviceFull(
            tr("There is no folder {parent}. Nothing was written.").format(parent=target.parent)
        )
