"""The small pack in versions: lines are worded anew, take another form, go and come."""

from pathlib import Path

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
