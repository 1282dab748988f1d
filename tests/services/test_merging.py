"""Laptops come together by a stick: both hold the same, whatever was cut off in between."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.branches import Apart
from inspector_app.domain.errors import BadInput, Cancelled, NotFound, RuleViolation
from inspector_app.domain.ids import ChangeId, InspectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.merging import FOLDER, MergingService
from tests.support.full_disk import file_limit, may_mount, small_disk
from tests.support.laptops import (
    LINE,
    OTHER,
    TeamLaptop,
    a_laptop,
    everything,
    introduced,
)
from tests.support.vaults import PASSPHRASE, an_inspection, vault_service


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    yield jo, ann
    jo.vault.close()
    ann.vault.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def shared(jo: TeamLaptop, ann: TeamLaptop) -> InspectionId:
    inspection = an_inspection(jo.vault)
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    return inspection


def files(stick: Path) -> list[Path]:
    return sorted((stick / FOLDER).glob("*.inspx"))


def test_one_then_the_other_then_the_first_again_and_both_hold_the_same(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    jo.answer(inspection, "as told on Monday")
    assert jo.together(stick).met[0].written > 0
    (met,) = ann.together(stick).met
    assert met.is_new
    assert met.fresh > 0
    jo.together(stick)
    assert everything(ann, inspection) == everything(jo, inspection)

    jo.answer(inspection, "45 officers")
    ann.answer(inspection, "42 officers")
    ann.answer(inspection, "the plan was seen", OTHER)
    for laptop in (jo, ann, jo):
        laptop.together(stick)

    assert everything(ann, inspection) == everything(jo, inspection)
    for laptop in pair:
        assert laptop.notes(inspection) == ["42 officers", "45 officers"]
        assert laptop.vault.inspections.standing(inspection).conflicts() == (f"answer:{LINE}",)
        assert laptop.vault.checks.check(inspection).is_sound
    ann.together(stick)
    for laptop in pair:
        (mate,) = laptop.vault.merging.mates(inspection)
        assert (mate.is_in, mate.is_known, mate.is_level, mate.lacks) == (True, True, True, 0)
        assert mate.until_ms > 0


def test_a_third_laptops_work_comes_by_way_of_a_team_mate(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path, tmp_path: Path
) -> None:
    jo, ann = pair
    kit = a_laptop(tmp_path, "KT")
    introduced(jo, kit)  # Kit and Ann never meet
    inspection = shared(jo, ann)
    jo.vault.team.let_in(inspection, kit.vault.team.device)
    for laptop in (jo, kit, ann):
        laptop.together(stick)
    kit.answer(inspection, "seen by Kit")
    for laptop in (kit, jo, ann, jo, kit):
        laptop.together(stick)
    assert ann.notes(inspection) == ["seen by Kit"]
    assert everything(kit, inspection) == everything(jo, inspection) == everything(ann, inspection)
    assert kit.vault.checks.check(inspection).quarantined == 0
    kit.vault.close()


def test_again_changes_nothing_and_leaves_nothing_behind_but_what_is_held(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    for laptop in (jo, ann, jo, ann, jo, ann):
        brought = laptop.together(stick)
        assert brought.sentences == ()
    before = everything(jo, inspection)
    for laptop in (ann, jo):
        (met,) = laptop.together(stick).met
        assert (met.fresh, met.files, met.written, met.waiting, met.apart) == (0, 0, 0, (), ())
    assert everything(jo, inspection) == before
    assert len(files(stick)) == 1  # what Jo's laptop says that it holds


def test_evidence_travels_or_stays_and_comes_later(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    content = os.urandom(300_000)
    (jo.folder / "plan.bin").write_bytes(content)
    (attached,) = jo.vault.evidence.attach(inspection, [jo.folder / "plan.bin"], [LINE])
    assert jo.together(stick, with_files=False).met[0].left_out == 1
    ann.together(stick)
    (item,) = ann.vault.inspections.standing(inspection).evidence()
    assert item.id == attached.item
    assert not ann.vault.evidence.is_here(inspection, item.file.sha256)

    assert jo.together(stick).met[0].written_files == 1
    assert ann.together(stick).met[0].files == 1
    ann.vault.evidence.copy_out(inspection, item.file.sha256, ann.folder / "back.bin")
    assert (ann.folder / "back.bin").read_bytes() == content


def test_a_large_file_travels_in_volumes_and_waits_until_all_are_there(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    small = MergingService(
        jo.vault.merging._recording,
        jo.vault.journal,
        jo.vault.merging._blobs,
        jo.vault.team,
        jo.vault.branches,
        volume=100_000,
    )
    inspection = shared(jo, ann)
    (jo.folder / "film.bin").write_bytes(os.urandom(250_001))
    jo.vault.evidence.attach(inspection, [jo.folder / "film.bin"])
    small.bring_together(stick)
    assert len(files(stick)) == 5
    largest = [path for path in files(stick) if 100_000 < path.stat().st_size < 104_000]
    assert len(largest) == 2
    aside = largest[0].rename(stick / "aside")
    ann.together(stick)
    (item,) = ann.vault.inspections.standing(inspection).evidence()
    assert not ann.vault.evidence.is_here(inspection, item.file.sha256)
    aside.rename(largest[0])
    assert ann.together(stick).met[0].files == 1
    ann.vault.evidence.check(inspection, item.file.sha256)


def test_a_run_that_is_stopped_goes_on_with_the_file_it_was_at(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    for number in range(3):
        path = jo.folder / f"{number}.bin"
        path.write_bytes(os.urandom(40_000_000))
        jo.vault.evidence.attach(inspection, [path])
    asked = 0

    def stop_at_the_second() -> bool:
        nonlocal asked
        asked += len([each for each in files(stick) if each.stat().st_size > 1_000_000]) >= 1
        return asked > 100

    with pytest.raises(Cancelled):
        jo.vault.merging.bring_together(stick, cancelled=stop_at_the_second)
    finished = {path: path.stat().st_mtime_ns for path in files(stick) if _is_large(path)}
    assert len(finished) == 1
    assert [each for each in (stick / FOLDER).iterdir() if each.name.startswith(".")] == []
    jo.together(stick)
    assert len([path for path in files(stick) if _is_large(path)]) == 3
    assert all(path.stat().st_mtime_ns == time for path, time in finished.items())
    assert ann.together(stick).met[0].files == 3


def test_what_was_purged_is_obeyed_and_never_handed_on(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    jo.vault.inspections.name_member(
        inspection, jo.vault.inspector.person, "", Member(TeamRole.LEAD, "JS")
    )
    (jo.folder / "secret.bin").write_bytes(b"spilled" * 1000)
    (attached,) = jo.vault.evidence.attach(inspection, [jo.folder / "secret.bin"])
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    ann.answer(inspection, "not yet handed over")
    (item,) = ann.vault.inspections.standing(inspection).evidence()
    ann.together(stick)
    plan = jo.vault.journal.plan_purge(inspection, f"evidence:{attached.item}")
    jo.vault.journal.purge(plan, "spilled-material", "Marked SECRET")
    for laptop in (jo, ann, jo):
        assert laptop.together(stick).sentences == ()
    assert everything(ann, inspection) == everything(jo, inspection)
    assert not ann.vault.evidence.is_here(inspection, item.file.sha256)
    assert ann.vault.inspections.standing(inspection).evidence() == ()
    assert ann.vault.checks.check(inspection).purged == jo.vault.checks.check(inspection).purged > 0


def test_a_purge_made_after_writing_takes_the_body_off_the_stick(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    jo.answer(inspection, "spilled")
    jo.together(stick)
    before = set(files(stick))
    plan = jo.vault.journal.plan_purge(inspection, f"answer:{LINE}")
    with pytest.raises(RuleViolation):
        jo.vault.journal.purge(plan, "spilled-material", "")
    me = jo.vault.inspector.person
    jo.vault.inspections.name_member(inspection, me, "", Member(TeamRole.LEAD, "JS"))
    jo.vault.journal.purge(plan, "spilled-material", "Marked SECRET")
    jo.together(stick)
    assert len(before - set(files(stick))) == 1
    ann.together(stick)
    assert ann.notes(inspection) == []
    assert ann.vault.checks.check(inspection).is_sound


def test_only_inspections_that_a_laptop_is_let_into_reach_it(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    shared(jo, ann)
    other = an_inspection(jo.vault)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    assert len(ann.vault.inspections.all()) == 1
    with pytest.raises(NotFound):
        ann.vault.inspections.standing(other)


def test_work_of_a_laptop_that_is_not_let_in_waits_and_is_told(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = an_inspection(jo.vault)
    jo.vault.exchange.export(inspection, jo.folder / "export.json")
    ann.vault.exchange.take_in(jo.folder / "export.json")
    ann.answer(inspection, "by the way of a file")
    ann.together(stick)
    (met,) = jo.together(stick).met
    assert met.waiting == (ann.vault.team.device,)
    assert jo.notes(inspection) == []
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    assert jo.notes(inspection) == ["by the way of a file"]
    assert everything(ann, inspection) == everything(jo, inspection)


def test_strangers_introduce_themselves_and_nothing_of_theirs_is_read(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path, tmp_path: Path
) -> None:
    jo, ann = pair
    kit = a_laptop(tmp_path, "KT")
    inspection = shared(jo, ann)
    kit.together(stick)
    brought = jo.together(stick)
    assert [each.initials for each in brought.strangers] == ["KT"]
    ann.vault.team.forget(jo.vault.team.device)
    assert ann.together(stick).foreign == 2
    with pytest.raises(NotFound):
        ann.vault.inspections.standing(inspection)
    with pytest.raises(RuleViolation, match="not the words"):
        jo.vault.team.accept(brought.strangers[0], "alder alder alder")
    kit.vault.close()


def test_an_introduction_that_was_altered_is_refused(
    pair: tuple[TeamLaptop, TeamLaptop], tmp_path: Path
) -> None:
    jo, _ = pair
    kit = a_laptop(tmp_path, "KT")
    path = tmp_path / "kit.spr-laptop"
    kit.vault.team.introduce(path)
    path.write_text(path.read_text().replace('"KT"', '"KX"'))
    with pytest.raises(BadInput, match="altered"):
        jo.vault.team.read(path)
    namesake = a_laptop(tmp_path / "other", "AM")
    with pytest.raises(RuleViolation, match="number by AM"):
        jo.vault.team.accept(namesake.vault.team.me(), namesake.vault.team.me().words)
    kit.vault.close()
    namesake.vault.close()


def test_a_damaged_file_is_told_taken_away_and_written_anew(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    jo.answer(inspection, "45 officers")
    jo.together(stick)
    for path in files(stick):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    brought = ann.together(stick)
    assert len(brought.sentences) == 2
    assert all("Nothing of it was taken in." in each for each in brought.sentences)
    assert ann.vault.inspections.all() == ()
    for laptop in (jo, ann, jo):
        assert laptop.together(stick).sentences == ()
    assert everything(ann, inspection) == everything(jo, inspection)


def test_a_restored_laptop_gets_its_own_later_work_back(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path, tmp_path: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    ann.vault.close()
    shutil.copytree(ann.folder, tmp_path / "backup")
    ann.vault = vault_service(ann.folder, ann.clock).unlock(PASSPHRASE)
    ann.answer(inspection, "after the backup")
    for laptop in (ann, jo):
        laptop.together(stick)
    ann.vault.close()
    ann.folder = tmp_path / "backup"
    ann.vault = vault_service(ann.folder, ann.clock).unlock(PASSPHRASE)
    ann.answer(inspection, "after the restoring", OTHER)
    for laptop in (ann, jo, ann, jo):
        laptop.together(stick)
    assert ann.notes(inspection) == ["after the backup"]
    assert ann.notes(inspection, OTHER) == ["after the restoring"]
    assert everything(ann, inspection) == everything(jo, inspection)


def test_two_who_settle_alike_for_other_reasons_agree(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    for laptop, reason in ((jo, "the rota"), (ann, "the plan")):
        answer = Answer(note="45 officers", reason=reason)
        laptop.vault.inspections.answer(inspection, LINE, answer)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    for laptop in pair:
        standing = laptop.vault.inspections.standing(inspection)
        assert standing.conflicts() == ()
        assert len(standing.answer(LINE).versions) == 2
    jo.answer(inspection, "46 officers")
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    assert ann.notes(inspection) == ["46 officers"]


def test_a_full_stick_says_so_and_the_rest_travels_once_there_is_room(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    if not may_mount():
        pytest.skip("no small disk can be mounted here")
    jo, ann = pair
    inspection = shared(jo, ann)
    path = jo.folder / "film.bin"
    path.write_bytes(os.urandom(120_000_000))
    jo.vault.evidence.attach(inspection, [path])
    with small_disk(stick):
        brought = jo.together(stick)
        (told,) = brought.sentences
        assert told.startswith("The stick or folder is full: ")
        assert "bring the laptops together again" in told
        assert ann.together(stick).met[0].fresh > 0  # what matters most came first
    for laptop in (jo, ann, jo):
        assert laptop.together(stick).sentences == ()
    assert everything(ann, inspection) == everything(jo, inspection)


def test_a_disk_that_refuses_to_write_is_told_and_nothing_half_done_is_left(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    jo.vault.team.secret_key()
    (stick / FOLDER).mkdir()
    with file_limit(stick, 4_000_000):  # the vault can still be written
        path = jo.folder / "photo.bin"
        path.write_bytes(os.urandom(3_000_000))
        jo.vault.evidence.attach(inspection, [path])
        for number in range(2):
            (jo.folder / f"{number}.bin").write_bytes(os.urandom(2_500_000))
            jo.vault.evidence.attach(inspection, [jo.folder / f"{number}.bin"])
        brought = jo.together(stick)  # three photographs in one file: too large
    assert len(brought.sentences) == 1
    assert "safe in the vault here" in brought.sentences[0]
    assert [each for each in (stick / FOLDER).iterdir() if each.name.startswith(".")] == []
    for laptop in (jo, ann, jo):
        assert laptop.together(stick).sentences == ()
    assert everything(ann, inspection) == everything(jo, inspection)


def test_a_fork_is_kept_apart_and_told_on_both_until_a_person_admits_it(
    pair: tuple[TeamLaptop, TeamLaptop], stick: Path, tmp_path: Path
) -> None:
    jo, ann = pair
    inspection = shared(jo, ann)
    for laptop in (jo, ann, jo):
        laptop.together(stick)
    # Ann's laptop is a machine that was copied while it ran: both go on in the same chain.
    ann.answer(inspection, "before the copy")
    (ann_again,) = [
        TeamLaptop(vault_service(folder, ann.clock).unlock(PASSPHRASE), folder, ann.clock)
        for folder in [_copied(ann, tmp_path / "copied")]
    ]
    chains = ann.vault.inspections._recording._chains
    ann_again.vault.inspections._recording._chains = dict(chains)
    ann.answer(inspection, "on the one")
    ann_again.answer(inspection, "on the other", OTHER)
    for laptop in (ann, jo):
        laptop.together(stick)
    ann_again.together(stick)
    (met,) = jo.together(stick).met
    (kept,) = met.apart
    assert (kept.why, kept.initials) == (Apart.FORK, "AM")
    assert "went on in another way" in kept.words
    assert [act.partition("AM  ")[2] for act in kept.acts] == [
        f"{OTHER}: note · As at: as the visit · Note: on the other"
    ]
    assert jo.notes(inspection, OTHER) == []
    assert jo.vault.checks.check(inspection).quarantined == 1
    with pytest.raises(RuleViolation, match="reason"):
        jo.vault.branches.take_in(inspection, kept.id, " ")
    with pytest.raises(RuleViolation, match="only its lead"):
        ann.vault.branches.take_in(inspection, *_apart(ann, jo, inspection, stick), "me, I")
    jo.vault.branches.take_in(inspection, kept.id, "the copy's work counts")
    with pytest.raises(NotFound):
        jo.vault.branches.take_in(inspection, kept.id, "again")
    assert jo.notes(inspection, OTHER) == ["on the other"]
    told = jo.vault.history.all(inspection)[-1]
    assert told.what.startswith("Took in 1 record of laptop")
    assert told.why == "the copy's work counts"
    # Both laptops go on, and neither branch has to be taken in again.
    ann.answer(inspection, "later on the one")
    ann_again.answer(inspection, "later on the other", OTHER)
    for laptop in (jo, ann, ann_again, jo, ann, jo):
        laptop.together(stick)
    for laptop in pair:
        assert laptop.vault.branches.apart(inspection) == ()
        assert laptop.notes(inspection) == ["later on the one"]
        assert laptop.notes(inspection, OTHER) == ["later on the other"]
    assert everything(ann, inspection) == everything(jo, inspection)
    ann_again.vault.close()


def _apart(
    one: TeamLaptop, other: TeamLaptop, inspection: InspectionId, stick: Path
) -> tuple[ChangeId]:
    """Return the one thing that is kept apart on a laptop, once both came together."""
    for laptop in (other, one):
        laptop.together(stick)
    (kept,) = one.vault.branches.apart(inspection)
    return (kept.id,)


def _copied(laptop: TeamLaptop, folder: Path) -> Path:
    """Copy a laptop while its vault is open, as a machine's snapshot does."""
    laptop.vault.close()
    shutil.copytree(laptop.folder, folder)
    chains = laptop.vault.inspections._recording._chains
    laptop.vault = vault_service(laptop.folder, laptop.clock).unlock(PASSPHRASE)
    laptop.vault.inspections._recording._chains = dict(chains)
    return folder


def test_a_folder_that_is_not_there_is_told(pair: tuple[TeamLaptop, TeamLaptop]) -> None:
    with pytest.raises(NotFound, match="stick"):
        pair[0].together(Path("/nowhere/at/all"))


def _is_large(path: Path) -> bool:
    return path.stat().st_size > 1_000_000
