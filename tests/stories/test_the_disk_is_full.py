"""On a full disk one sentence says so, nothing is lost, and with room all goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import DeviceFull, VaultLocked
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.commands import PIN, Terminal
from tests.support.full_disk import Filling, file_limit, filled, may_mount, small_disk
from tests.support.values import the_pack
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

LINE, SECTION = LineId("CC-PO-02"), SectionId("CC-PO")
LINES = [LineId(f"CC-PO-{number:02}") for number in range(1, 9)]
KEPT = Answer(note="Told before the disk was full.")


@dataclass(frozen=True)
class Disk:
    """A disk with a vault on it, and how it is filled up."""

    folder: Path
    fill: Filling


# Where nobody may mount, a limit on the size of files must do: it is refused by the same calls.
@pytest.fixture(params=["no file may grow", *(["a small disk"] if may_mount() else [])])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "no file may grow":
        yield Disk(folder, file_limit)
        return
    with small_disk(folder):
        yield Disk(folder, filled)


def begun(disk: Disk) -> tuple[Unlocked, InspectionId]:
    vault = a_vault(disk.folder)
    sections = the_pack().sections
    switched = {section.id: section.id == SECTION for section in sections}  # few pages to set
    inspection = an_inspection(vault, switched=switched)
    vault.inspections.answer(inspection, LINE, KEPT, ())
    return vault, inspection


def is_sound(vault: Unlocked, inspection: InspectionId) -> bool:
    return vault.checks.check(inspection).is_sound


def tells_what_to_do(sentence: str) -> bool:
    return "Traceback" not in sentence and any(
        words in sentence for words in ("make room", "Free some space", "to another disk")
    )


def test_an_answer_is_refused_whole_and_goes_in_once_there_is_room(disk: Disk) -> None:
    vault, inspection = begun(disk)
    seen = vault.inspections.standing(inspection).answer(LINE).heads
    newer = Answer(note="Told while it was full. " * 4000)
    with disk.fill(disk.folder):
        with pytest.raises(DeviceFull) as refused:
            vault.inspections.answer(inspection, LINE, newer, seen)
        with pytest.raises(DeviceFull):
            vault.inspections.headline(inspection, SECTION, Headline("Nor does this. " * 4000))
        standing = vault.inspections.standing(inspection)
        assert standing.answer(LINE).value == KEPT
        assert standing.headline(SECTION).versions == ()
    assert tells_what_to_do(str(refused.value)), refused.value
    assert "Everything recorded before is kept" in str(refused.value)
    vault.inspections.answer(inspection, LINE, newer, seen)
    vault.close()
    reopened = vault_service(disk.folder).unlock(PASSPHRASE)
    assert reopened.inspections.standing(inspection).answer(LINE).value == newer
    assert is_sound(reopened, inspection)
    reopened.close()


def test_evidence_is_refused_whole_and_goes_in_once_there_is_room(
    disk: Disk, tmp_path: Path
) -> None:
    vault, inspection = begun(disk)
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("Kept before.")
    second.write_text("Kept after. " * 50_000)
    vault.evidence.attach(inspection, [first])
    with disk.fill(disk.folder):
        with pytest.raises(DeviceFull) as refused:
            vault.evidence.attach(inspection, [second])
        (item,) = vault.inspections.standing(inspection).evidence()
        assert item.file.name == "first.txt"
        vault.evidence.check(inspection, item.file.sha256)
    assert tells_what_to_do(str(refused.value)), refused.value
    assert "what was kept before is safe" in str(refused.value)
    assert not list((disk.folder / "vault" / "evidence").rglob("*.part"))
    (kept,) = vault.evidence.attach(inspection, [second])
    assert kept.number == "JS/2"
    for item in vault.inspections.standing(inspection).evidence():
        vault.evidence.check(inspection, item.file.sha256)
    assert second.read_text() == "Kept after. " * 50_000
    assert is_sound(vault, inspection)
    vault.close()


def test_a_summary_is_refused_whole_and_is_signed_once_there_is_room(disk: Disk) -> None:
    vault, inspection = begun(disk)
    signing = OwnIdentity(vault.reports.make_identity("Jo Smith", PIN).id, PIN)
    target = disk.folder / "out" / "summary.pdf"
    target.parent.mkdir()
    target.write_bytes(b"an earlier one")
    with disk.fill(disk.folder), pytest.raises(DeviceFull) as refused:
        vault.reports.export(inspection, target, signing)
    assert tells_what_to_do(str(refused.value)), refused.value
    assert "summary.pdf was not written. The inspection itself is unharmed." in str(refused.value)
    assert [each.name for each in target.parent.iterdir()] == ["summary.pdf"]
    assert target.read_bytes() == b"an earlier one"
    assert vault.inspections.standing(inspection).summaries() == ()
    vault.reports.export(inspection, target, signing)
    assert vault.reports.verify(target).verdict.exit_code == 0
    assert len(vault.inspections.standing(inspection).summaries()) == 1
    vault.close()


def test_a_summary_that_could_only_not_be_noted_is_there_and_that_is_told(tmp_path: Path) -> None:
    vault, inspection = begun(Disk(tmp_path, file_limit))
    signing = OwnIdentity(vault.reports.make_identity("Jo Smith", PIN).id, PIN)
    target = tmp_path / "summary.pdf"
    # The vault's log of writes is longer than the PDF will be, so the limit lets only the PDF in.
    vault.desk.keep("form", "x" * 2_000_000)
    with file_limit(tmp_path, 1_000_000), pytest.raises(DeviceFull) as refused:
        vault.reports.export(inspection, target, signing)
    assert str(refused.value).startswith("summary.pdf was written, signed and is genuine, but")
    assert tells_what_to_do(str(refused.value)), refused.value
    assert vault.reports.verify(target).verdict.exit_code == 0
    assert vault.inspections.standing(inspection).summaries() == ()
    vault.reports.export(inspection, target, signing)
    assert len(vault.inspections.standing(inspection).summaries()) == 1
    vault.close()


def test_a_summary_that_a_lock_kept_from_being_noted_is_told_of_as_well(tmp_path: Path) -> None:
    vault, inspection = begun(Disk(tmp_path, file_limit))
    signing = OwnIdentity(vault.reports.make_identity("Jo Smith", PIN).id, PIN)
    target = tmp_path / "summary.pdf"

    def lock_once_signed(done: int, total: int) -> None:
        if done == total:
            vault.close()

    with pytest.raises(VaultLocked) as refused:
        vault.reports.export(inspection, target, signing, progress=lock_once_signed)
    assert target.is_file()
    told = str(refused.value)
    assert told.startswith("summary.pdf was written, signed and is genuine, but"), told
    assert "unlock it" in told
    assert told.endswith("Then export once more, so that it is listed.")


def test_a_command_ends_with_one_line_and_its_own_exit_code(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path, monkeypatch)
    begun(disk)[0].close()
    command = ("answer", "Cambridgeshire", LINE, "--note", "Told on the command line. " * 4000)
    with disk.fill(disk.folder):
        ended = terminal.run(*command, data=disk.folder)
    assert ended.code == 73, ended
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1, ended.err
    assert tells_what_to_do(ended.err), ended.err
    terminal.done(*command, data=disk.folder)


@pytest.mark.skipif(not may_mount(), reason="needs a small disk, which only root may mount")
def test_a_closed_vault_opens_on_a_disk_without_a_byte_left_and_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder):
        vault, inspection = begun(Disk(folder, filled))
        vault.close()
        room = folder / "vault" / "vault.room"
        assert room.exists()
        with filled(folder):
            vault = vault_service(folder).unlock(PASSPHRASE)
            assert vault.inspections.standing(inspection).answer(LINE).value == KEPT
            long = dict.fromkeys(LINES, Answer(note="Too much. " * 19_000))
            with pytest.raises(DeviceFull) as refused:
                vault.inspections.answer_many(inspection, long)
            assert tells_what_to_do(str(refused.value))
            vault.close()
        assert not room.exists()
        vault = vault_service(folder).unlock(PASSPHRASE)
        assert room.exists()
        assert is_sound(vault, inspection)
        vault.close()
