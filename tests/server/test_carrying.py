"""Sticks at base by command: what comes is taken in, what others did goes back, and is wiped."""

import json
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import update

from inspector_app.domain.ids import DeviceId, Sha256
from inspector_app.server import keys as key_files
from inspector_app.server import teams
from inspector_app.server.__main__ import main
from inspector_app.server.database import Database
from inspector_app.server.tables import device as devices
from inspector_app.sync import transfer, volumes
from inspector_app.sync.lines import change_of
from inspector_app.sync.statements import believed
from inspector_app.sync.wire import Membership, Receipt, Signed
from tests.server.support import a_base
from tests.support.arrivals import open_inspection, push
from tests.support.carried import attached, carried
from tests.support.changes import INSPECTION, Laptop

PHOTO = b"a photograph" * 1000
IDENTITY = pyrage.x25519.Identity.generate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base with two laptops, of which bob's has done something already."""
    place = tmp_path / "base"
    place.mkdir()
    base = a_base(place, f"sqlite:///{place / 'base.db'}")
    bob = Laptop("bob", now_ms=1_379_400_000_000)
    open_inspection(base.database, Laptop("ann"), bob)
    with base.database.begin() as connection:
        connection.execute(update(devices).values(recipient=str(IDENTITY.to_public())))
    push(base.database, bob, [bob.begin(), bob.answer("bob's")])
    base.database.close()
    return place


def ran(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main([*arguments, "--base", str(folder)], environ={})
    return code, capsys.readouterr().out


def for_base(folder: Path, stick: Path, laptop: Laptop, *contents: bytes) -> list[Path]:
    keys = key_files.read(folder)
    work = [laptop.begin(), *(attached(laptop, each) for each in contents)]
    return carried(
        stick / "SPR-Inspector" / "base",
        laptop,
        work,
        contents,
        recipients=(keys.recipient,),
        base=keys.base,
        lacks=[Sha256("a" * 64)],
    )


def answer(path: Path, laptop: Laptop, base: DeviceId) -> dict[str, bytes]:
    with transfer.opened(path, laptop.device, [base], str(IDENTITY)) as file:
        return {declared.name: each.stream.read() for declared, each in volumes.members(file)}


def test_a_stick_is_taken_in_and_answered_with_receipt_team_and_the_others_work(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, stick = Laptop("ann"), tmp_path / "stick"
    for_base(folder, stick, ann, PHOTO)
    code, out = ran(folder, "import-transfer", str(stick), "--json", capsys=capsys)
    told = json.loads(out)
    assert code == 0
    (came,) = told["imported"]
    assert (came["state"], came["fresh"], came["files"]) == ("taken", 2, 1)
    assert (came["stick"], came["authorised_by"]) == ("SPR-07", "Lead inspector")
    (given,) = told["answers"]
    (path,) = given["files"]
    base = key_files.read(folder).base
    members = answer(Path(path), ann, base)
    receipt = believed(Signed.model_validate_json(members["receipt.json"]), Receipt, base)
    assert (receipt.device, receipt.lacks) == (ann.device, ())
    assert receipt.vector.lines[ann.head.chain] == (2, ann.recorded[-1].id)
    team = believed(Signed.model_validate_json(members["membership.json"]), Membership, base)
    assert {each.device for each in team.laptops} == {ann.device, Laptop("bob").device}
    text = transfer.unpacked(members["changes/000001.ndjson.gz"])
    theirs = [change_of(line) for line in text.splitlines()]
    assert {each.header.device for each in theirs} == {Laptop("bob").device}
    assert len(theirs) == 2


def test_what_is_told_in_words_names_stick_and_leave_and_the_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, stick = Laptop("ann"), tmp_path / "stick"
    for_base(folder, stick, ann)
    (noise := stick / "noise.inspx").write_bytes(b"noise")
    code, out = ran(folder, "import-transfer", str(stick), str(noise), capsys=capsys)
    assert code == 65
    assert "volume 1 of 1: 1 change and 0 files came in" in out
    assert "Stick SPR-07, authorised by Lead inspector" in out
    assert "Answer for laptop" in out
    assert "wipe the stick" in out
    assert ran(folder, "import-transfer", capsys=capsys)[0] == 64
    assert ran(folder, "import-transfer", str(tmp_path / "no"), capsys=capsys)[0] == 66
    _, out = ran(folder, "import-transfer", "--kept-apart", capsys=capsys)
    assert "Nothing lies there" in out


def test_an_unknown_laptop_is_kept_apart_and_gets_no_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    eve, stick = Laptop("eve"), tmp_path / "stick"
    for_base(folder, stick, eve)
    code, out = ran(folder, "import-transfer", str(stick), capsys=capsys)
    assert code == 0
    assert "never joined this base" in out
    assert "Answer" not in out
    _, out = ran(folder, "import-transfer", "--kept-apart", "--json", capsys=capsys)
    assert json.loads(out)["imported"][0]["reason"] == "not-known"


def test_wiping_removes_what_is_bases_alone_and_does_not_promise_too_much(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, stick = Laptop("ann"), tmp_path / "stick"
    (path,) = for_base(folder, stick, ann)
    (foreign,) = carried(path.parent, ann, ann.recorded)
    kept = stick / "SPR-Inspector" / "mine.txt"
    kept.write_text("mine", encoding="utf-8")
    code, out = ran(folder, "wipe-transfer", str(stick), capsys=capsys)
    assert code == 0
    assert "1 file was overwritten and removed" in out
    assert "may keep copies" in out
    assert not path.exists()
    assert foreign.exists()
    assert kept.exists()


def test_only_the_laptops_of_a_team_are_answered(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, stick = Laptop("ann"), tmp_path / "stick"
    database = Database(f"sqlite:///{folder / 'base.db'}")
    with database.begin(INSPECTION) as connection:
        teams.remove(connection, INSPECTION, ann.device, 1)
    database.close()
    for_base(folder, stick, ann)
    _, out = ran(folder, "import-transfer", str(stick), "--json", capsys=capsys)
    told = json.loads(out)
    assert told["imported"][0]["reason"] == "left"
    assert told["answers"] == []


def test_what_came_in_is_told_though_the_answer_cannot_be_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for_base(folder, tmp_path / "stick", Laptop("ann"), PHOTO)
    (in_the_way := tmp_path / "file").write_bytes(b"no folder")
    words = ("import-transfer", str(tmp_path / "stick"), "--answer-to", str(in_the_way), "--json")
    code = main([*words, "--base", str(folder)], environ={})
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert code == 73
    assert [each["state"] for each in told["imported"]] == ["taken"]
    assert "Not all of the answer was written" in told["unanswered"][0]
    assert told["unanswered"][0] in said.err
