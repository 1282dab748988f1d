"""Files are read through again, slowly or at once; damage is told, and mended from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.errors import Cancelled, EvidenceDamaged
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId, Sha256
from inspector_app.domain.sources import DocumentSighted, Source
from inspector_app.services.scrubbing import EVERY_DAYS, Damage, Step
from inspector_app.services.vault import Unlocked
from inspector_app.storage.evidence import BlobPlace
from inspector_app.vault.damage import How
from tests.support.base import BaseLaptop, Shelf
from tests.support.laptops import a_laptop, introduced
from tests.support.photos import a_photo
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE, OTHER = LineId("CC-PO-01"), LineId("CC-PO-02")
EVERYTHING = 1 << 40


@dataclass
class Laptop:
    """A vault with one inspection, and what can befall its files."""

    vault: Unlocked
    folder: Path
    clock: Clock
    inspection: InspectionId

    def attach(self, name: str, content: bytes, *lines: LineId) -> Sha256:
        done = self.vault.evidence.attach_bytes(self.inspection, name, content, lines)
        items = self.vault.inspections.standing(self.inspection).evidence()
        return next(item.file.sha256 for item in items if item.id == done.item)

    def place(self, sha256: Sha256) -> BlobPlace:
        with self.vault._database.read() as work:
            return work.blobs.get(self.inspection, sha256)

    def path(self, sha256: Sha256) -> Path:
        name = self.place(sha256).name
        return self.folder / "vault" / "evidence" / name[:2] / name[2:4] / name

    def spoil(self, sha256: Sha256) -> bytes:
        """Turn one bit in the middle of a file, and return what is there then."""
        return spoil(self.path(sha256))

    def round(self) -> list[Step]:
        """Take steps until nothing is left to read."""
        steps = [self.vault.scrub.step(EVERYTHING)]
        while not steps[-1].rests:
            steps.append(self.vault.scrub.step(EVERYTHING))
        return steps

    def found(self) -> list[Sha256]:
        return [sha256 for step in self.round() for _, sha256 in step.found]

    def damage(self) -> Damage:
        (only,) = self.vault.scrub.damages(self.inspection)
        return only


def spoil(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return bytes(content)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    folder, clock = tmp_path_factory.mktemp("laptop"), Clock()
    vault = a_vault(folder, clock)
    made = Laptop(vault, folder, clock, an_inspection(vault))
    yield made
    made.vault.close()


@pytest.fixture
def laptop(shared: Laptop) -> Iterator[Laptop]:
    """The vault of all these tests, with an inspection of this one's; its files go at the end."""
    shared.inspection = an_inspection(shared.vault)
    yield shared
    with shared.vault._database.begin() as work:
        for place in work.blobs.all_of(shared.inspection):
            work.blobs.forget(shared.inspection, place.sha256)
        work.commit()
    shared.round()
    shared.clock.time += timedelta(days=EVERY_DAYS)


def test_a_round_finds_what_is_damaged_and_tells_it_once(laptop: Laptop) -> None:
    whole = laptop.attach("whole.txt", b"as it was")
    bad = laptop.attach("bad.txt", b"will rot", LINE)
    gone = laptop.attach("gone.txt", b"will go")
    laptop.spoil(bad)
    laptop.path(gone).unlink()
    assert set(laptop.found()) == {bad, gone}
    told = {each.sha256: each for each in laptop.vault.scrub.damages()}
    assert (told[bad].how, told[gone].how) == (How.ALTERED, How.ABSENT)
    assert told[bad].words() == "What this laptop keeps of JS/2 is not what was put in."
    assert told[gone].words() == "The file of JS/3 is gone from this laptop’s disk."
    assert "Attach the original again" in told[bad].remedy()
    assert laptop.vault.evidence.is_here(laptop.inspection, whole)
    assert not laptop.vault.evidence.is_here(laptop.inspection, bad)
    laptop.clock.time += timedelta(days=EVERY_DAYS)
    assert laptop.found() == [], "it is known already"
    assert len(laptop.vault.scrub.damages()) == 2


def test_what_rests_on_a_damaged_file_is_told(laptop: Laptop) -> None:
    vault, id_ = laptop.vault, laptop.inspection
    bad = laptop.attach("return.txt", b"eight units", LINE)
    (item,) = vault.inspections.standing(id_).evidence()
    vault.inspections.answer(id_, LINE, Answer(outcome=Outcome.NOT_SUPPLIED))
    vault.sources.record(
        id_,
        Source(DocumentSighted(), "The force's return", evidence=(item.id,)),
        [Account(OTHER, "Says eight.")],
    )
    ((account, _),) = vault.inspections.standing(id_).accounts(OTHER)
    vault.inspections.answer(
        id_, OTHER, Answer(outcome=Outcome.DOES_NOT_EXIST, accounts=(account,))
    )
    vault.inspections.headline(id_, SectionId("CC-PO"), Headline("It can."))
    laptop.spoil(bad)
    assert laptop.found() == [bad]
    rests = laptop.damage().affected
    assert rests is not None
    assert (rests.lines, rests.answers) == ((LINE,), (LINE, OTHER))
    assert (rests.accounts, rests.headlines) == (((account, OTHER),), ("CC-PO",))
    assert laptop.damage().rests() == (
        "On it rest 2 findings (CC-PO-01 and CC-PO-02), 1 account (CC-PO-02) and "
        "1 headline (CC-PO)."
    )


def test_a_small_picture_that_is_damaged_is_told_as_that(laptop: Laptop, tmp_path: Path) -> None:
    laptop.vault.evidence.attach(laptop.inspection, [a_photo(tmp_path, "gate.jpg")], [LINE])
    (item,) = laptop.vault.inspections.standing(laptop.inspection).evidence()
    assert item.file.thumbnail is not None
    laptop.spoil(item.file.thumbnail.sha256)
    laptop.round()
    assert "the small picture of JS/1" in laptop.damage().words()
    assert "what was recorded by the file stands" in laptop.damage().rests()
    assert laptop.vault.evidence.is_here(laptop.inspection, item.file.sha256)


def test_a_round_goes_on_after_a_crash_and_the_next_begins_in_its_time(laptop: Laptop) -> None:
    files = [laptop.attach(f"{n}.txt", b"file %d" % n) for n in range(6)]
    by_name = sorted(files, key=lambda sha256: laptop.place(sha256).name)
    scrub = laptop.vault.scrub
    scrub.step(1)
    while scrub.state().left > 3:
        laptop.clock.time += timedelta(minutes=1)  # so that how far it came is kept
        scrub.step(1)
    laptop.vault.close()
    laptop.vault = vault_service(laptop.folder, laptop.clock).unlock(PASSPHRASE)
    laptop.spoil(by_name[0])  # read already in this round
    laptop.spoil(by_name[5])
    assert laptop.found() == [by_name[5]]
    state = laptop.vault.scrub.state()
    assert (state.left, state.whole_ms is not None) == (0, True)
    laptop.clock.time += timedelta(days=EVERY_DAYS - 1)
    assert laptop.found() == []
    laptop.clock.time += timedelta(days=1)
    assert laptop.found() == [by_name[0]]


def test_a_clock_that_was_put_back_does_not_stop_the_reading(laptop: Laptop) -> None:
    bad = laptop.attach("bad.txt", b"will rot")
    laptop.round()
    laptop.clock.time -= timedelta(days=400)
    laptop.spoil(bad)
    assert laptop.found() == [bad]


def test_a_large_file_is_read_in_small_steps(laptop: Laptop) -> None:
    bad = laptop.attach("large.bin", bytes(3_000_000))
    laptop.spoil(bad)
    steps = [laptop.vault.scrub.step(500_000) for _ in range(4)]
    assert [step.found for step in steps[:2]] == [(), ()]
    assert [each for step in steps for each in step.found] == [(laptop.inspection, bad)]


def test_a_file_that_is_replaced_or_purged_between_two_steps_is_not_called_damaged(
    laptop: Laptop,
) -> None:
    content = bytes(3_000_000)
    kept = laptop.attach("large.bin", content)
    laptop.vault.scrub.step(500_000)
    laptop.path(kept).unlink()
    laptop.attach("large.bin", content)  # kept anew under the same key, other bytes on disk
    assert laptop.found() == []
    laptop.clock.time += timedelta(days=EVERY_DAYS)
    laptop.vault.scrub.step(500_000)
    with laptop.vault._database.begin() as work:
        work.blobs.forget(laptop.inspection, kept)
        work.commit()
    assert laptop.found() == []


def test_attaching_the_original_again_mends_it(laptop: Laptop) -> None:
    bad = laptop.attach("bad.txt", b"will rot")
    laptop.spoil(bad)
    laptop.round()
    laptop.attach("bad.txt", b"will rot")
    assert laptop.vault.scrub.damages() == ()
    laptop.vault.evidence.check(laptop.inspection, bad)
    assert not list((laptop.folder / "vault" / "evidence" / "damaged").iterdir())


def test_a_file_that_is_whole_again_is_told_no_more(laptop: Laptop) -> None:
    bad = laptop.attach("bad.txt", b"on a stick that was pulled")
    path = laptop.path(bad)
    path.rename(laptop.folder / "away")
    laptop.round()
    assert laptop.damage().how is How.ABSENT
    (laptop.folder / "away").rename(path)
    laptop.vault.close()
    laptop.vault = vault_service(laptop.folder, laptop.clock).unlock(PASSPHRASE)
    mended = [each for step in laptop.round() for each in step.mended]
    assert mended == [(laptop.inspection, bad)]
    assert laptop.vault.scrub.damages() == ()


def test_a_check_at_once_reads_all_and_can_be_stopped(laptop: Laptop) -> None:
    bad = laptop.attach("bad.txt", b"will rot")
    laptop.attach("whole.txt", b"as it was")
    laptop.spoil(bad)
    told: list[tuple[int, int]] = []
    done = laptop.vault.scrub.check(progress=lambda *each: told.append(each))
    assert (done.files, [each.sha256 for each in done.damages]) == (2, [bad])
    assert told[-1][0] == told[-1][1]
    assert laptop.vault.scrub.state().whole_ms is not None
    with pytest.raises(Cancelled):
        laptop.vault.scrub.check(cancelled=lambda: True)


def test_a_destroyed_inspection_leaves_no_damage_behind(laptop: Laptop) -> None:
    bad = laptop.attach("bad.txt", b"will rot")
    laptop.spoil(bad)
    laptop.round()
    with laptop.vault._database.begin() as work:
        work.blobs.forget(laptop.inspection, bad)
        work.commit()
    assert laptop.vault.scrub.damages() == ()


# Who else has it


@pytest.fixture(scope="module")
def ann(shelf: Shelf) -> BaseLaptop:
    return shelf.laptop(shelf.base.folder.parent, "AM")


def test_a_damaged_file_that_base_has_is_fetched_again_and_verified(
    ann: BaseLaptop, tmp_path: Path
) -> None:
    vault = ann.vault
    near = Laptop(vault, ann.folder, ann.clock, an_inspection(vault))
    bad = near.attach("gate.txt", b"a gate", LINE)
    near.spoil(bad)
    vault.scrub.check(near.inspection)
    assert near.damage().remedy().startswith("Neither base nor another laptop")
    near.path(bad).unlink()
    near.attach("gate.txt", b"a gate", LINE)
    ann.synced(near.inspection)
    before = near.spoil(bad)
    vault.scrub.check(near.inspection)
    assert near.damage().remedy() == "Base has it: fetch it again."
    (place,) = vault.whereabouts.of(near.inspection).items
    assert (place.is_here, place.is_damaged) == (False, True)
    assert place.words().startswith("damaged here; at base")
    assert near.path(bad).read_bytes() == before, "nothing is overwritten unasked"
    ann.synced(near.inspection)
    assert near.path(bad).read_bytes() == before, "nor by a sync"
    assert vault.base_sync.fetch(near.inspection, [bad]) == ()
    vault.evidence.check(near.inspection, bad)
    assert vault.scrub.damages(near.inspection) == ()
    assert near.path(bad).read_bytes() != before
    (place,) = vault.whereabouts.of(near.inspection).items
    assert (place.is_here, place.is_damaged) == (True, False)


def test_base_is_told_that_a_damaged_file_is_not_held_here(ann: BaseLaptop) -> None:
    near = Laptop(ann.vault, ann.folder, ann.clock, an_inspection(ann.vault))
    bad = near.attach("gate.txt", b"another gate")
    ann.synced(near.inspection)
    near.spoil(bad)
    ann.vault.scrub.check(near.inspection)
    came = ann.synced(near.inspection)
    assert (came.was_asked, came.lacking_here) == (True, 1)
    assert ann.vault.base_sync.fetch(near.inspection, [bad]) == ()
    assert ann.synced(near.inspection).lacking_here == 0


def test_a_damaged_file_that_a_team_mate_has_comes_by_the_stick(tmp_path: Path) -> None:
    jo, al = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AB", 1)
    stick = tmp_path / "stick"
    stick.mkdir()
    try:
        introduced(jo, al)
        here = Laptop(jo.vault, jo.folder, jo.clock, an_inspection(jo.vault))
        bad = here.attach("gate.txt", b"a gate", LINE)
        jo.vault.team.let_in(here.inspection, al.vault.team.device)
        for each in (jo, al, jo):
            each.together(stick)
        here.spoil(bad)
        jo.vault.scrub.check()
        assert here.damage().remedy().startswith("AB’s laptop has it: bring the laptops together")
        with pytest.raises(EvidenceDamaged):
            jo.vault.evidence.check(here.inspection, bad)
        for each in (jo, al, jo):
            each.together(stick)
        jo.vault.evidence.check(here.inspection, bad)
        assert jo.vault.scrub.damages() == ()
    finally:
        jo.vault.close()
        al.vault.close()
