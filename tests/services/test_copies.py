"""Working copies of a real vault: pictures in them, progress, stopping, and a full disk."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import Cancelled, DeviceFull, MayNotLast
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.reports.facts import Options
from inspector_app.services.copies import CopyForm
from inspector_app.services.vault import Unlocked
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit
from tests.support.leaks import leaks
from tests.support.photos import a_photo
from tests.support.vaults import a_vault, an_inspection

Desk = tuple[Unlocked, InspectionId]

SECRET, TOLD = "bramblewood", "fennymere"
"""A word of an answer that is not to be exported, and of one that is."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A vault with a photograph in an inspection; the tests only read it."""
    folder = tmp_path_factory.mktemp("desk")
    vault = a_vault(folder)
    inspection = an_inspection(vault)
    content = a_photo(folder, "yard.jpg").read_bytes()
    vault.evidence.attach_bytes(
        inspection, "yard.jpg", content, [LineId("CC-PO-02")], "Kit laid out in the yard"
    )
    for line, note, secret in (("CC-PO-01", TOLD, False), ("CC-PO-03", SECRET, True)):
        vault.inspections.answer(inspection, LineId(line), Answer(note=note, do_not_export=secret))
    yield vault, inspection
    vault.close()


@pytest.mark.parametrize("form", CopyForm)
def test_what_was_written_is_told_by_its_digest_and_watched_to_the_end(
    desk: Desk, tmp_path: Path, form: CopyForm
) -> None:
    vault, inspection = desk
    before = vault.inspections.standing_with_heads(inspection)[1]
    steps: list[tuple[int, int]] = []
    made = vault.copies.write(
        inspection, form, tmp_path / "copy", progress=lambda *step: steps.append(step)
    )
    assert len(made.files) == (9 if form is CopyForm.CSV else 1)
    for path, sha256, size in made.files:
        content = path.read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size)
    assert made.remarks == ()
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert vault.inspections.standing_with_heads(inspection)[1] == before


@pytest.mark.parametrize("form", CopyForm)
def test_what_is_not_to_be_exported_is_in_no_form_of_copy(
    desk: Desk, tmp_path: Path, form: CopyForm
) -> None:
    vault, inspection = desk
    made = vault.copies.write(inspection, form, tmp_path / "copy")
    found = {word for path, _, _ in made.files for word in leaks(path, (SECRET, TOLD))}
    assert found == {TOLD}


def test_the_stored_small_picture_goes_into_a_document(desk: Desk, tmp_path: Path) -> None:
    vault, inspection = desk
    target = tmp_path / "copy.docx"
    vault.copies.write(inspection, CopyForm.DOCX, target)
    with zipfile.ZipFile(target) as packed:
        (name,) = (each for each in packed.namelist() if each.startswith("word/media/"))
        digest = hashlib.sha256(packed.read(name)).hexdigest()
    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.file.thumbnail is not None
    assert digest == item.file.thumbnail.sha256


def test_a_small_picture_that_is_damaged_is_told_and_keeps_nothing_from_being_written(
    desk: Desk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    vault, inspection = desk
    blobs = [path for path in vault.evidence._blobs._folder.glob("??/??/*") if path.is_file()]
    assert blobs
    whole = {path: path.read_bytes() for path in blobs}
    try:
        for path, content in whole.items():
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        made = vault.copies.write(inspection, CopyForm.DOCX, tmp_path / "copy.docx")
        vault.exchange.export(inspection, tmp_path / "whole.json")
    finally:
        for path, content in whole.items():
            path.write_bytes(content)
    assert made.remarks == ("1 picture was missing or damaged; a sentence stands there.",)
    assert json.loads((tmp_path / "whole.json").read_bytes())["thumbnails"] == {}


@pytest.mark.parametrize("form", CopyForm)
def test_one_that_is_stopped_leaves_nothing(desk: Desk, tmp_path: Path, form: CopyForm) -> None:
    vault, inspection = desk
    looks = iter(range(10_000))
    with pytest.raises(Cancelled):
        vault.copies.write(inspection, form, tmp_path / "copy", cancelled=lambda: next(looks) > 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [CopyForm.DOCX, CopyForm.HTML, CopyForm.XLSX, CopyForm.JSON])
def test_on_a_full_disk_the_old_file_stays(desk: Desk, tmp_path: Path, form: CopyForm) -> None:
    vault, inspection = desk
    target = tmp_path / "copy"
    target.write_bytes(b"old")
    with file_limit(tmp_path), pytest.raises(DeviceFull, match="unharmed"):
        vault.copies.write(inspection, form, target)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["copy"]


def test_a_folder_that_is_refused_halfway_says_how_many_of_its_files_are_new(
    desk: Desk, tmp_path: Path
) -> None:
    vault, inspection = desk
    folder = tmp_path / "rows"
    names = [path.name for path, _, _ in vault.copies.write(inspection, CopyForm.CSV, folder).files]
    for name in names:
        (folder / name).write_bytes(b"old")
    (folder / names[4]).unlink()
    (folder / names[4]).mkdir()  # the fifth cannot be written
    with pytest.raises(DeviceFull) as refused:
        vault.copies.write(inspection, CopyForm.CSV, folder)
    is_new = [
        path.is_file() and path.read_bytes() != b"old" for path in map(folder.joinpath, names)
    ]
    assert is_new == [True] * 4 + [False] * 5
    assert (
        "4 of this copy’s 9 files are in rows already; whatever else lies there is not of it until "
        "the copy is written again. The inspection itself is unharmed."
    ) in str(refused.value)


def test_a_file_of_a_folder_that_stands_and_may_not_last_is_counted_with_the_others(
    desk: Desk, tmp_path: Path
) -> None:
    vault, inspection = desk
    (folder := tmp_path / "rows").mkdir()
    with failing_names(folder), pytest.raises(MayNotLast) as told:
        vault.copies.write(inspection, CopyForm.CSV, folder)
    (only,) = folder.iterdir()
    assert str(told.value).startswith(f"{only.name} was written, but the disk failed")
    assert "1 of this copy’s 9 files is in rows already" in str(told.value)


def test_a_folder_that_is_refused_at_once_does_not_claim_to_have_begun(
    desk: Desk, tmp_path: Path
) -> None:
    vault, inspection = desk
    folder = tmp_path / "rows"
    with file_limit(tmp_path), pytest.raises(DeviceFull) as refused:
        vault.copies.write(inspection, CopyForm.CSV, folder)
    assert list(folder.iterdir()) == []
    assert "already" not in str(refused.value)
    assert "unharmed" in str(refused.value)


def test_a_sheet_of_an_earlier_copy_stays_and_is_said_not_to_be_of_the_new_one(
    desk: Desk, tmp_path: Path
) -> None:
    vault, inspection = desk
    folder = tmp_path / "rows"
    earlier = vault.copies.write(inspection, CopyForm.CSV, folder)
    (folder / "notes.txt").write_text("mine")
    less = vault.copies.write(inspection, CopyForm.CSV, folder, Options(detail=DetailLevel.ANSWERS))
    gone = sorted(
        {path.name for path, *_ in earlier.files} - {path.name for path, *_ in less.files}
    )
    assert gone == ["Accounts.csv", "Evidence.csv", "Quantities.csv", "Requests.csv", "Sources.csv"]
    assert all((folder / name).is_file() for name in gone)
    (told,) = less.remarks
    assert "5 CSV files in rows are not of this copy" in told
    assert all(name in told for name in gone)
    assert "notes.txt" not in told
    assert vault.copies.write(inspection, CopyForm.CSV, folder).remarks == ()


def test_a_folder_that_cannot_be_there_is_refused_as_that(desk: Desk, tmp_path: Path) -> None:
    vault, inspection = desk
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeviceFull, match=r"Nothing was written.*Choose another") as refused:
        vault.copies.write(inspection, CopyForm.CSV, tmp_path / "file" / "rows")
    assert "disk failed" not in str(refused.value)
