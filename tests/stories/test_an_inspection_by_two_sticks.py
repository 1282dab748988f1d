"""Two laptops that see no network during the visit: one inspection, by two sticks to base and back.

Each carries its own stick to base; nothing is called safe before base's answer says so; in the end
both laptops and base hold the same, every account and file exactly once.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from inspector_app.domain.ids import InspectionId
from inspector_app.server.__main__ import main as spr_base
from inspector_app.server.tables import change, file
from tests.support.base import OTHER, BaseLaptop, Shelf, a_shelf
from tests.support.laptops import everything
from tests.support.vaults import an_inspection

PHOTO, FILM = b"a photograph" * 4000, bytes(range(256)) * 4000


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with a_shelf(tmp_path) as found:
        yield found


def test_an_inspection_by_two_sticks(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, bob = shelf.laptop(tmp_path, "AM"), shelf.laptop(tmp_path, "BW")
    shelf.is_away = True
    sticks = {"AM": tmp_path / "blue", "BW": tmp_path / "red"}
    for stick in sticks.values():
        stick.mkdir()

    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "eight, as the rota shows")
    ann.vault.evidence.attach_bytes(inspection, "rota.txt", PHOTO)
    assert packed(ann, inspection, sticks["AM"]) > 0
    (first,) = at_base(shelf, capsys, sticks["AM"])
    assert (first["state"], first["stick"]) == ("taken", "stick AM")
    shelf.add(inspection, bob)

    # Bob's laptop knows nothing of the inspection yet; the administrator hands it over by stick.
    hand_over(shelf, inspection, bob, sticks["BW"])
    (new,) = bob.vault.base_transfer.take_in(sticks["BW"]).inspections
    assert (new.is_new, new.files) == (True, 1)
    assert bob.notes(inspection) == ["eight, as the rota shows"]

    # The same evening, neither knowing of the other.
    ann.answer(inspection, "nine")
    bob.answer(inspection, "seven")
    bob.answer(inspection, "the second line", OTHER)
    bob.vault.evidence.attach_bytes(inspection, "film.bin", FILM)
    for laptop, name in ((bob, "BW"), (ann, "AM")):
        packed(laptop, inspection, sticks[name])
        at_base(shelf, capsys, sticks[name])
    (answered,) = ann.vault.base_transfer.take_in(sticks["AM"]).inspections
    # That bob's laptop was let in, and he with it, goes along the next time.
    assert (answered.not_covered, answered.lacking_at_base) == (2, 0)
    assert answered.files == 1
    assert ann.notes(inspection) == ["nine", "seven"]  # both are kept, side by side
    bob.vault.base_transfer.take_in(sticks["BW"])

    # Each goes once more, and all hold the same.
    for laptop, name in ((ann, "AM"), (bob, "BW")):
        assert laptop.vault.base_transfer.wipe(sticks[name]).left == ()
        assert not list(sticks[name].rglob("*.inspx"))
        packed(laptop, inspection, sticks[name])
        at_base(shelf, capsys, sticks[name])
        laptop.vault.base_transfer.take_in(sticks[name])
    level = bob.vault.base_transfer.to_carry(inspection)
    assert (level.changes, level.files) == (0, 0)
    with shelf.base.database.read() as connection:
        kept = connection.execute(select(func.count()).select_from(change)).scalar()
        states = set(connection.scalars(select(file.c.state)))
    assert kept == len(bob.vault.inspections.history(inspection))
    assert states == {"verified"}
    assert ann.notes(inspection) == bob.notes(inspection) == ["nine", "seven"]
    assert ann.notes(inspection, OTHER) == ["the second line"]
    assert conflicts(ann, inspection) == conflicts(bob, inspection)


def packed(laptop: BaseLaptop, inspection: InspectionId, stick: Path) -> int:
    initials = laptop.vault.inspector.initials
    made = laptop.vault.base_transfer.pack(inspection, stick, "Lead inspector", f"stick {initials}")
    assert made.sentence == ""
    return made.changes


def at_base(
    shelf: Shelf, capsys: pytest.CaptureFixture[str], stick: Path
) -> list[dict[str, object]]:
    capsys.readouterr()
    command = ["import-transfer", str(stick), "--base", str(shelf.base.folder), "--json"]
    assert spr_base(command, environ={}) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["refused"] == []
    found: list[dict[str, object]] = told["imported"]
    return found


def hand_over(shelf: Shelf, inspection: InspectionId, laptop: BaseLaptop, stick: Path) -> None:
    command = ["answer-transfer", inspection, laptop.vault.inspector.initials, "--to", str(stick)]
    assert spr_base([*command, "--base", str(shelf.base.folder)], environ={}) == 0


def conflicts(laptop: BaseLaptop, inspection: InspectionId) -> object:
    return everything(laptop, inspection)[3]  # type: ignore[arg-type, index]
