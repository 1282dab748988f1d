"""What is to be said of a folder of CSV files, whose files are replaced one by one."""

from collections.abc import Iterable
from pathlib import Path

from inspector_app.domain.wording import listed
from inspector_app.texts import tr, tr_counted

_NAMED = 5
"""Files that are named; more are only counted."""


def so_far(done: int, total: int, folder: Path) -> str:
    """Return what of a copy lies in the folder when its next file is refused; empty: nothing."""
    if not done:
        return ""
    return tr_counted(
        done,
        "{number} of this copy’s {total} files is in {folder} already; whatever else lies there "
        "is not of it until the copy is written again.",
        "{number} of this copy’s {total} files are in {folder} already; whatever else lies there "
        "is not of it until the copy is written again.",
    ).format(number=done, total=total, folder=folder.name)


def others(folder: Path, written: Iterable[Path]) -> tuple[str, ...]:
    """Return a sentence on files that look like sheets of the copy and are not; they stay.

    Such as those of an earlier copy in more detail: nobody but the user knows whether they are
    wanted.
    """
    try:
        own = {_place(path) for path in written}
        found = sorted(
            path.name
            for path in folder.iterdir()
            if path.suffix.lower() == ".csv" and path.is_file() and _place(path) not in own
        )
    except OSError:  # the copy is written, whether or not its folder can be looked through
        return ()
    if not found:
        return ()
    names = listed([*found[:_NAMED], *([tr("others")] if len(found) > _NAMED else [])])
    return (
        tr_counted(
            len(found),
            "{number} CSV file in {folder} is not of this copy, though it may be of an earlier "
            "one: {names}. It was left as it is.",
            "{number} CSV files in {folder} are not of this copy, though they may be of an earlier "
            "one: {names}. They were left as they are.",
        ).format(number=len(found), folder=folder.name, names=names),
    )


def _place(path: Path) -> tuple[int, int]:
    """Return what a file is known by, however the case of its name is written."""
    found = path.lstat()
    return found.st_dev, found.st_ino
