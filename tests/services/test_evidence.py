"""Keeping files: each whole or not at all, numbered for good, found again as it was."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspector_app.domain.errors import Cancelled, EvidenceDamaged, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import InspectionId, LineId, Sha256
from inspector_app.domain.markings import Marking, Tier
from inspector_app.services.evidence import LARGEST_THUMBNAIL, Attached, EvidenceService
from inspector_app.services.vault import Unlocked
from inspector_app.storage.evidence import BlobPlace
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

LINE, OTHER = LineId("CC-PO-01"), LineId("CC-PO-02")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def a_file(folder: Path, name: str, content: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(os.urandom(2000) if content is None else content)
    return path


def kept(vault: Unlocked) -> list[Path]:
    return [
        path
        for path in vault.evidence._blobs._folder.rglob("*")
        if path.is_file() and path.suffix != ".placed"
    ]


def test_files_are_kept_numbered_linked_and_their_originals_left_alone(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    paths = [a_file(tmp_path, f"{n}.bin") for n in range(3)]
    for number, path in enumerate(paths):
        os.utime(path, (1_300_000_000 + number, 1_300_000_000 + number))
    before = [(path.read_bytes(), path.stat()) for path in paths]
    told: list[tuple[int, int]] = []

    attached = vault.evidence.attach(
        inspection, paths, [LINE, OTHER, LINE], "kit", lambda *each: told.append(each)
    )

    assert [each.number for each in attached] == ["JS/1", "JS/2", "JS/3"]
    assert [(path.read_bytes(), path.stat()) for path in paths] == before
    items = vault.inspections.standing(inspection).evidence()
    assert [item.file.name for item in items] == ["0.bin", "1.bin", "2.bin"]
    assert [item.file.modified_ms for item in items] == [
        1_300_000_000_000 + n * 1000 for n in range(3)
    ]
    assert {item.lines for item in items} == {(LINE, OTHER)}
    assert {item.caption for item in items} == {Caption("kit")}
    assert told[-1] == (6000, 6000)
    assert told == sorted(told)
    for item, (content, _) in zip(items, before, strict=True):
        vault.evidence.check(inspection, item.file.sha256)
        vault.evidence.copy_out(inspection, item.file.sha256, tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == content
    assert vault.checks.check(inspection).is_sound


def test_the_same_bytes_are_recognised_under_any_name(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    content = os.urandom(500)
    first, again = vault.evidence.attach(
        inspection, [a_file(tmp_path, "a.bin", content), a_file(tmp_path, "b.bin", content)], [LINE]
    )
    assert (again.duplicate, again.item, again.number) == (True, first.item, "JS/1")

    (other,) = vault.evidence.attach(inspection, [tmp_path / "b.bin"], [OTHER])

    assert other.duplicate
    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.lines == (LINE, OTHER)
    assert len(kept(vault)) == 1
    second = an_inspection(vault)
    (apart,) = vault.evidence.attach(second, [tmp_path / "a.bin"])
    assert (apart.duplicate, apart.number) == (False, "JS/1")  # files are not shared across visits


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    paths = [
        a_file(tmp_path, "a.bin"),
        tmp_path / "gone.bin",
        tmp_path / "folder",
        tmp_path / "pipe",
        a_file(tmp_path, "b.bin"),
    ]

    attached = vault.evidence.attach(inspection, paths)

    assert [each.number for each in attached] == ["JS/1", "", "", "", "JS/2"]
    assert [bool(each.refusal) for each in attached] == [False, True, True, True, False]
    assert "gone.bin" in attached[1].refusal
    assert attached[1].act is None


def test_a_file_that_is_still_being_written_is_refused_and_kept_once_it_is_whole(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "recording.bin", bytes(300_000))

    def grow(_done: int, _total: int) -> None:
        if path.stat().st_size == 300_000:
            path.write_bytes(path.read_bytes() + b"more")

    (refused,) = vault.evidence.attach(inspection, [path], progress=grow)
    assert refused.item is None
    assert "changed while it was being read" in refused.refusal
    assert kept(vault) == []
    (whole,) = vault.evidence.attach(inspection, [path])
    assert whole.number == "JS/1"


def test_a_stopped_batch_keeps_what_was_done_and_nothing_of_the_unfinished(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    paths = [a_file(tmp_path, f"{n}.bin", os.urandom(300_000)) for n in range(3)]
    done: list[int] = []

    with pytest.raises(Cancelled):
        vault.evidence.attach(
            inspection,
            paths,
            progress=lambda so_far, _: done.append(so_far),
            cancelled=lambda: bool(done) and done[-1] > 400_000,
        )

    assert [i.file.name for i in vault.inspections.standing(inspection).evidence()] == ["0.bin"]
    assert len(kept(vault)) == 1
    assert [each.number for each in vault.evidence.attach(inspection, paths)] == [
        "JS/1",
        "JS/2",
        "JS/3",
    ]


def test_numbers_are_never_given_twice(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (first,) = vault.evidence.attach(inspection, [a_file(tmp_path, "a.bin")])
    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).evidence() == ()
    (second,) = vault.evidence.attach(inspection, [a_file(tmp_path, "b.bin")])
    assert second.item is not None
    vault.evidence.withdraw(inspection, second.item, "of another force")
    vault.close()
    again = vault_service(tmp_path).unlock(PASSPHRASE)
    (third,) = again.evidence.attach(inspection, [a_file(tmp_path, "c.bin")])

    assert [first.number, second.number, third.number] == ["JS/1", "JS/2", "JS/3"]
    again.close()


def test_an_item_whose_undo_is_undone_has_its_number_and_file_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.evidence.attach(inspection, [a_file(tmp_path, "a.bin")], [LINE])
    before = vault.inspections.standing(inspection).evidence()

    vault.inspections.undo(inspection)
    vault.inspections.redo(inspection)

    (item,) = vault.inspections.standing(inspection).evidence()
    assert (item.id, item.file, item.lines) == (before[0].id, before[0].file, before[0].lines)
    vault.evidence.check(inspection, item.file.sha256)


def test_withdrawn_evidence_that_comes_again_is_a_new_item(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "a.bin")
    (first,) = vault.evidence.attach(inspection, [path])
    assert first.item is not None
    with pytest.raises(RuleViolation, match="reason"):
        vault.evidence.withdraw(inspection, first.item, " ")
    vault.evidence.withdraw(inspection, first.item, "of another force")

    (second,) = vault.evidence.attach(inspection, [path])

    assert (second.duplicate, second.number) == (False, "JS/2")
    assert second.item != first.item


def test_captions_links_and_markings_are_recorded(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (attached,) = vault.evidence.attach(inspection, [a_file(tmp_path, "a.bin")], [LINE])
    item = attached.item
    assert item is not None
    caption = Caption("The kit", Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"), do_not_export=True)

    vault.evidence.caption(inspection, item, caption)
    vault.evidence.link(inspection, item, OTHER)
    vault.evidence.unlink(inspection, item, LINE)

    standing = vault.inspections.standing(inspection)
    (shown,) = standing.evidence()
    assert (shown.caption, shown.lines) == (caption, (OTHER,))
    assert standing.highest_marking() == caption.marking
    assert vault.evidence.find(inspection, "JS/1") == item
    with pytest.raises(NotFound):
        vault.evidence.find(inspection, "JS/9")


def test_a_picture_has_a_thumbnail_that_is_kept_as_a_file_of_its_own(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    Image.new("RGB", (900, 600), "teal").save(tmp_path / "kit.jpg")

    vault.evidence.attach(inspection, [tmp_path / "kit.jpg"])

    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.file.media_type == "image/jpeg"
    assert item.file.thumbnail is not None
    jpeg = vault.evidence.thumbnail(inspection, item.file.thumbnail.sha256)
    assert jpeg is not None
    assert jpeg.startswith(b"\xff\xd8")
    assert len(kept(vault)) == 2
    assert vault.evidence.thumbnail(inspection, Sha256("0" * 64)) is None


def test_a_thumbnail_that_is_no_photograph_is_shown_to_no_decoder(
    vault: Unlocked, inspection: InspectionId
) -> None:
    """Another laptop's may be anything: its change names it by nothing but its SHA-256."""
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a", b""):
        assert brought_as_thumbnail(vault, inspection, content) is None


def test_a_thumbnail_that_is_no_small_photograph_is_not_even_read(
    vault: Unlocked, inspection: InspectionId
) -> None:
    """A change may name a film of gigabytes so, or a few bytes that unpack to one."""
    small = packed("JPEG", (640, 480))
    assert brought_as_thumbnail(vault, inspection, small) == small
    frame = small.index(b"\xff\xc0") + 5
    unpacks = small[:frame] + b"\xff\xdc\xff\xdc" + small[frame + 4 :]
    wide = packed("JPEG", (1000, 1))
    long = small + bytes(LARGEST_THUMBNAIL)
    for content in (unpacks, wide, long, packed("PNG", (64, 48)), b"\xff\xd8\xff" + bytes(99)):
        assert brought_as_thumbnail(vault, inspection, content) is None


def packed(kind: str, size: tuple[int, int]) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind)
    return content.getvalue()


def brought_as_thumbnail(vault: Unlocked, inspection: InspectionId, content: bytes) -> bytes | None:
    """Return what is shown of content that another laptop's change names as its thumbnail."""
    service = vault.evidence
    blob = service._blobs.put(io.BytesIO(content), inspection, lambda _: None)
    place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
    with service._recording.begin() as work:
        work.blobs.keep(inspection, place)
        work.commit()
    return service.thumbnail(inspection, blob.sha256)


def test_pasted_bytes_are_evidence_without_a_time_of_their_own(
    vault: Unlocked, inspection: InspectionId
) -> None:
    attached = vault.evidence.attach_bytes(inspection, "Pasted.txt", b"as pasted", [LINE])

    (item,) = vault.inspections.standing(inspection).evidence()
    assert (item.id, item.file.modified_ms) == (attached.item, None)
    assert vault.evidence.text(inspection, item.file.sha256) == "as pasted"


def test_a_damaged_or_missing_file_is_told_and_mended_when_it_comes_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "a.bin")
    vault.evidence.attach(inspection, [path])
    (item,) = vault.inspections.standing(inspection).evidence()
    for spoil in (lambda p: p.write_bytes(p.read_bytes()[:-1]), Path.unlink):
        (blob,) = kept(vault)
        spoil(blob)
        with pytest.raises(EvidenceDamaged):
            vault.evidence.check(inspection, item.file.sha256)

        (again,) = vault.evidence.attach(inspection, [path])

        assert again.duplicate
        vault.evidence.check(inspection, item.file.sha256)


def test_a_file_that_is_not_here_is_told_so(vault: Unlocked, inspection: InspectionId) -> None:
    stranger = Sha256("0" * 64)
    assert not vault.evidence.is_here(inspection, stranger)
    with pytest.raises(NotFound):
        vault.evidence.check(inspection, stranger)


def test_a_caption_given_with_bytes_that_are_here_is_recorded_or_said_not_to_be(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "a.bin")
    vault.evidence.attach(inspection, [path])
    marked = Caption("The store", Marking(Tier.OFFICIAL_SENSITIVE), do_not_export=True)
    (filled,) = vault.evidence.attach(inspection, [path], caption=marked)
    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.caption == marked
    assert filled.remarks == ("Its caption is recorded on JS/1, where it was lacking.",)

    other = Caption("The armoury", Marking(Tier.OFFICIAL))
    (kept,) = vault.evidence.attach(inspection, [path], [LINE], other)
    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.caption == marked, "nothing of it is overwritten"
    assert kept.remarks == (
        "JS/1 is put to CC-PO-01.",
        "JS/1 keeps its own caption; this was not recorded: “The armoury”.",
        "JS/1 keeps its own marking; OFFICIAL was not recorded.",
    )
    (same,) = vault.evidence.attach(inspection, [path], caption=marked)
    assert same.remarks == ()


def test_bytes_whose_item_is_purged_while_they_are_put_are_kept_anew(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "a.bin")
    (first,) = vault.evidence.attach(inspection, [path])
    assert first.item is not None
    item, put_again = first.item, EvidenceService._again

    def withdrawn_before(*given: Any) -> Attached | None:
        monkeypatch.undo()
        vault.evidence.withdraw(inspection, item, "of another force")
        return put_again(*given)

    monkeypatch.setattr(EvidenceService, "_again", withdrawn_before)
    (again,) = vault.evidence.attach(inspection, [path], [LINE], "The store")
    assert (again.duplicate, again.number) == (False, "JS/2")
    (stands,) = vault.inspections.standing(inspection).evidence()
    assert (stands.id, stands.lines, stands.caption.text) == (again.item, (LINE,), "The store")
    vault.evidence.check(inspection, stands.file.sha256)
