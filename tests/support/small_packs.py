"""The small pack in versions: lines are worded anew, take another form, go and come."""

import shutil
from pathlib import Path

from inspector_app import config
from inspector_app.domain.ids import LineId
from tests.packs.small_pack import written

EDITION, BOATS, ENOUGH, CREWS = map(LineId, ("IN-01", "CC-F-01", "CC-F-02", "CC-F-03"))
"""Stays as it is · is worded anew · goes with the newer version · comes with it."""

OLD_TEXT, NEW_TEXT = "How many boats are there?", "How many boats float?"


def older(folder: Path) -> Path:
    """Write version 1.2.3 and return its folder."""
    return written(folder / "older")


def newer(folder: Path) -> Path:
    """Write version 1.3.0 and return its folder."""
    made = written(
        folder / "newer", pack=("version: 1.2.3", "version: 1.3.0"), floods=(OLD_TEXT, NEW_TEXT)
    )
    renumbered(made)
    return made


def renumbered(pack: Path) -> Path:
    """Let one line of a pack go and another come, named everywhere as it is."""
    for file in pack.glob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(ENOUGH.encode(), CREWS.encode()))
    return pack


def of_the_shipped(folder: Path, *renamed: tuple[str, str]) -> Path:
    """Write the shipped pack as a newer version and return its folder.

    Args:
        folder: made anew.
        renamed: a line that goes and one that comes, or a wording and another, in all its files.
    """
    shutil.copytree(config.places().checklists / "spr-2012", folder)
    for old, new in (("version: 1.0.0", "version: 1.1.0"), *renamed):
        texts = {file: file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")}
        assert any(old in text for text in texts.values()), f"the pack does not hold {old!r}"
        for file, text in texts.items():
            file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def reshaped(folder: Path) -> Path:
    """Write version 1.4.0, in which the edition is told in words and not chosen."""
    made = newer(folder / "between")
    for name, old, new in (
        ("pack.yaml", "version: 1.3.0", "version: 1.4.0"),
        (
            "introduction.yaml",
            "            kind: select\n            options:\n"
            "              - {id: 'on', text: 'on'}\n"
            "              - {id: '2012', text: '1.0'}\n",
            "            kind: narrative\n",
        ),
    ):
        text = (made / name).read_text(encoding="utf-8")
        assert old in text
        (made / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return made
