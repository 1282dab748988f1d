"""Many photographs at once: timed, put to their sources, kept whole, begun again where it ended."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from inspector_app.domain import dates
from inspector_app.domain.answers import Answer
from inspector_app.domain.captures import Assumed, london
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import InspectionId, LineId, SourceId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.sources import EquipmentInspection, Interview, Source, UnannouncedTest
from inspector_app.services.photos import Scanned, Wanted
from inspector_app.services.vault import Unlocked
from tests.support.photos import a_photo
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

DAY = "2013:09:17"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    clock = Clock()
    clock.time = clock.time.replace(day=18)
    made = a_vault(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def a_carrier(
    vault: Unlocked, inspection: InspectionId, day: str = "2013-09-17", title: str = "Carrier"
) -> SourceId:
    source = Source(EquipmentInspection(), title, as_at=dates.read(day))
    return vault.sources.record(inspection, source).id


def items(vault: Unlocked, inspection: InspectionId) -> dict[str, EvidenceItem]:
    standing = vault.inspections.standing(inspection)
    return {item.file.name: item for item in standing.evidence()}


def of(vault: Unlocked, inspection: InspectionId, source: SourceId) -> list[str]:
    """The names of the photographs of a source."""
    names = {item.id: item.file.name for item in items(vault, inspection).values()}
    held = vault.inspections.standing(inspection).source(source).value
    assert held is not None
    return [names[each] for each in held.evidence]


def wanted(
    vault: Unlocked, inspection: InspectionId, scanned: tuple[Scanned, ...], shown: str = ""
) -> list[Wanted]:
    clock = vault.photos.read_clock(scanned[0], shown) if shown else None
    return [
        Wanted(Path(each.key), each.source, "kit", each.capture)
        for each in vault.photos.placed(inspection, scanned, [clock] if clock else [])
    ]


def test_a_batch_is_timed_grouped_and_put_to_its_sources(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    card = tmp_path / "DCIM"
    paths = [
        a_photo(card, "1-clock.jpg", f"{DAY} 09:00:00"),
        a_photo(card, "2-carrier.jpg", f"{DAY} 23:58:00"),
        a_photo(card, "3-shields.jpg", f"{DAY} 12:00:00"),
        a_photo(card, "4-no-time.jpg"),
    ]
    before = [(path.read_bytes(), path.stat()) for path in paths]
    carrier = a_carrier(vault, inspection)
    next_day = a_carrier(vault, inspection, "2013-09-18", "Second carrier")
    told: list[tuple[int, int]] = []

    scanned = vault.photos.scan(inspection, [card], lambda *each: told.append(each))
    assert told[-1] == (4, 4)
    assert items(vault, inspection) == {}, "looking keeps nothing"
    batch = wanted(vault, inspection, scanned, "09:05:00")
    taken = vault.photos.take_in(inspection, batch)

    assert (taken.stopped, taken.remarks) == ("", ())
    found = items(vault, inspection)
    assert of(vault, inspection, carrier) == ["3-shields.jpg"]
    assert of(vault, inspection, next_day) == ["2-carrier.jpg"]
    shields = found["3-shields.jpg"]
    assert shields.file.captured_at == f"{DAY} 12:00:00", "the camera's own time stays"
    assert shields.capture is not None
    assert f"{london(shields.capture.at_ms):%H:%M:%S}" == "12:05:00"
    assert shields.capture.clock == found["1-clock.jpg"].file.sha256
    assert (shields.capture.slow_s, shields.capture.assumed) == (300, Assumed.CLOCK_RAN_ON)
    assert found["4-no-time.jpg"].capture is None
    assert {item.caption for item in found.values()} == {Caption("kit")}
    assert [(path.read_bytes(), path.stat()) for path in paths] == before
    assert vault.checks.check(inspection).is_sound


def test_what_is_strange_is_told_file_by_file_and_stops_nothing(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(500))
    (tmp_path / "camera.nef").write_bytes(b"MM\0*" + bytes(500))
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe1 torn")
    (tmp_path / "notes.txt").write_text("words")
    good = a_photo(tmp_path, "good.jpg", f"{DAY} 12:00:00")
    early = a_photo(tmp_path, "early.jpg", "1980:01:01 00:00:00")
    unreal = a_photo(tmp_path, "unreal.jpg", "2013:02:31 25:00:00")
    names = ("phone.heic", "camera.nef", "torn.jpg", "notes.txt", "gone.jpg")
    paths = [*(tmp_path / name for name in names), good, early, unreal]

    scanned = vault.photos.scan(inspection, paths)

    refused = {each.path.name: each.refusal for each in scanned if each.refusal}
    assert list(refused) == ["gone.jpg"]
    assert refused["gone.jpg"].startswith("gone.jpg cannot be read: ")
    placed = {Path(each.key).name: each for each in vault.photos.placed(inspection, scanned, ())}
    for name in names[:-1]:
        assert placed[name].remark == "no time of capture in it"
    assert "was not set" in placed["early.jpg"].remark
    assert placed["unreal.jpg"].remark.startswith("its camera wrote a time that is none")
    assert placed["good.jpg"].remark == "no source at that time"
    batch = [Wanted(Path(each.key), each.source, "", each.capture) for each in placed.values()]
    taken = vault.photos.take_in(inspection, [*batch, Wanted(tmp_path / "gone.jpg")])
    assert sorted(items(vault, inspection)) == sorted(placed)
    assert [each.refusal[:23] for each in taken.attached if each.refusal] == [
        "gone.jpg cannot be read"
    ]


class Stops:
    """Stops once so many bytes are done."""

    def __init__(self, after: int) -> None:
        self.after, self.done = after, 0

    def progress(self, done: int, _total: int) -> None:
        self.done = done

    def __call__(self) -> bool:
        return self.done > self.after


def test_what_lies_there_instead_of_the_photo_that_was_looked_at_is_not_taken_in(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    """Cameras count alike: the next card has an ``IMG_0001.JPG`` of its own."""
    path = a_photo(tmp_path, "IMG_0001.JPG", f"{DAY} 12:00:00")
    (scanned,) = vault.photos.scan(inspection, [path])
    wished = [Wanted(path, sha256=scanned.sha256)]
    a_photo(tmp_path, "IMG_0001.JPG", f"{DAY} 18:00:00")

    (refused,) = vault.photos.take_in(inspection, wished).attached

    assert refused.item is None
    assert refused.refusal.startswith("IMG_0001.JPG is not the file that was looked at")
    assert items(vault, inspection) == {}


def test_a_stopped_batch_keeps_and_places_what_was_done_and_begins_again_there(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    carrier = a_carrier(vault, inspection)
    paths = [a_photo(tmp_path, f"{n}.jpg", f"{DAY} 12:00:0{n}") for n in range(4)]
    batch = wanted(vault, inspection, vault.photos.scan(inspection, paths))
    stops = Stops(sum(path.stat().st_size for path in paths[:2]) + 1)

    taken = vault.photos.take_in(inspection, batch, stops.progress, stops)

    assert len(taken.attached) < 4
    assert "Stopped: " in taken.stopped
    kept = [each.path.name for each in taken.attached]
    assert of(vault, inspection, carrier) == kept
    scanned = vault.photos.scan(inspection, paths)
    assert [bool(each.number) for each in scanned] == [each.path.name in kept for each in scanned]
    again = vault.photos.take_in(inspection, wanted(vault, inspection, scanned))
    assert [each.duplicate for each in again.attached] == [p.name in kept for p in paths]
    assert of(vault, inspection, carrier) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert len(items(vault, inspection)) == 4


def test_stopping_while_looking_keeps_nothing(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    paths = [a_photo(tmp_path, f"{n}.jpg") for n in range(3)]
    with pytest.raises(Cancelled, match="nothing was taken in"):
        vault.photos.scan(inspection, paths, cancelled=lambda: True)


def test_a_photo_that_was_here_is_timed_and_put_to_its_source_and_keeps_its_caption(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_photo(tmp_path, "a.jpg", f"{DAY} 12:00:00")
    vault.evidence.attach(inspection, [path], (), "As it was")
    carrier = a_carrier(vault, inspection)
    batch = wanted(vault, inspection, vault.photos.scan(inspection, [path]))
    for _ in range(2):
        taken = vault.photos.take_in(inspection, batch)
        assert taken.attached[0].duplicate
    (item,) = items(vault, inspection).values()
    assert item.caption.text == "As it was"
    assert item.capture is not None
    assert of(vault, inspection, carrier) == ["a.jpg"]
    words = [each.what for each in vault.history.page(inspection, "JS/1").entries]
    assert sum(each.startswith("Worked out the time of capture of JS/1") for each in words) == 1


def test_a_better_reading_of_the_clock_replaces_the_time_and_the_history_keeps_both(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    clock = a_photo(tmp_path, "1.jpg", f"{DAY} 12:00:00")
    scanned = vault.photos.scan(inspection, [clock, a_photo(tmp_path, "2.jpg", f"{DAY} 13:00:00")])
    for shown in ("12:01:00", "12:02:00"):
        vault.photos.take_in(inspection, wanted(vault, inspection, scanned, shown))
    capture = items(vault, inspection)["2.jpg"].capture
    assert capture is not None
    assert capture.slow_s == 120
    vault.inspections.undo(inspection)
    capture = items(vault, inspection)["2.jpg"].capture
    assert capture is not None
    assert capture.slow_s == 60


def test_a_source_that_was_withdrawn_meanwhile_leaves_its_photos_in_the_tray(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    carrier = a_carrier(vault, inspection)
    path = a_photo(tmp_path, "a.jpg", f"{DAY} 12:00:00")
    batch = wanted(vault, inspection, vault.photos.scan(inspection, [path]))
    vault.sources.withdraw(inspection, carrier, "Another force's")
    taken = vault.photos.take_in(inspection, batch)
    assert len(taken.remarks) == 1
    assert "lie in the tray" in taken.remarks[0]
    assert list(items(vault, inspection)) == ["a.jpg"]


def test_a_source_in_differing_versions_stays_so_and_loses_neither(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    carrier = a_carrier(vault, inspection)
    standing = vault.inspections.standing(inspection)
    held = standing.source(carrier).value
    assert held is not None
    seen = standing.source(carrier).heads
    vault.sources.revise(inspection, carrier, replace(held, place="The yard"), seen)
    vault.sources.revise(inspection, carrier, replace(held, place="The garage"), seen)
    path = a_photo(tmp_path, "a.jpg", f"{DAY} 12:00:00")
    vault.photos.take_in(inspection, [Wanted(path, carrier)])
    field = vault.inspections.standing(inspection).source(carrier)
    assert field.in_conflict
    assert {each.value.place for each in field.versions if each.value} == {"The yard", "The garage"}
    assert sum(len(each.value.evidence) for each in field.versions if each.value) == 1


def test_purging_a_photo_destroys_its_time_too(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = a_photo(tmp_path, "a.jpg", f"{DAY} 12:00:00")
    batch = wanted(vault, inspection, vault.photos.scan(inspection, [path]))
    taken = vault.photos.take_in(inspection, batch)
    item = taken.attached[0].item
    assert item is not None
    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, item))
    assert subject(Subject.CAPTURE, item) in dict(plan.parts)
    vault.journal.purge(plan, "retention", "Over")
    assert items(vault, inspection) == {}
    assert vault.checks.check(inspection).is_sound


def test_the_clocks_photo_needs_a_time_and_one_that_can_be_read(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    scanned = vault.photos.scan(inspection, [a_photo(tmp_path, "a.jpg"), tmp_path / "gone.jpg"])
    with pytest.raises(BadInput, match="does not hold its camera’s time"):
        vault.photos.read_clock(scanned[0], "12:00")
    with pytest.raises(BadInput, match=r"gone.jpg cannot be read"):
        vault.photos.read_clock(scanned[1], "12:00")


def test_one_can_look_at_a_photo_before_it_is_taken_in(vault: Unlocked, tmp_path: Path) -> None:
    path = a_photo(tmp_path, "a.jpg")
    assert vault.photos.page(path, 80).width == 80
    with pytest.raises(BadInput, match="cannot be read"):
        vault.photos.page(tmp_path / "gone.jpg", 80)


def test_the_times_of_a_test_take_their_photos_before_the_day_of_an_interview(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    run = UnannouncedTest(started="14:00", ended="15:00")
    day = dates.read("2013-09-17")
    test = vault.sources.record(inspection, Source(run, "Control room", as_at=day)).id
    talk = vault.sources.record(inspection, Source(Interview(), "Chiefs", as_at=day)).id
    paths = [
        a_photo(tmp_path, "test.jpg", f"{DAY} 14:30:00"),
        a_photo(tmp_path, "talk.jpg", f"{DAY} 10:00:00"),
    ]
    batch = wanted(vault, inspection, vault.photos.scan(inspection, paths))
    vault.photos.take_in(inspection, batch)
    assert of(vault, inspection, test) == ["test.jpg"]
    assert of(vault, inspection, talk) == ["talk.jpg"]


def test_a_batch_is_taken_back_at_once_and_brought_back_at_once_after_a_restart_too(
    tmp_path: Path,
) -> None:
    clock = Clock()
    clock.time = clock.time.replace(day=18)
    service = vault_service(tmp_path, clock)
    vault = service.create(PASSPHRASE, "Jo Smith", "JS")
    inspection = an_inspection(vault)
    carrier = a_carrier(vault, inspection)
    vault.inspections.answer(inspection, LineId("CC-PO-01"), Answer(note="before"))
    paths = [a_photo(tmp_path / "c", f"{n}.jpg", f"{DAY} 12:0{n}:00") for n in range(4)]
    scanned = vault.photos.scan(inspection, paths)
    taken = vault.photos.take_in(inspection, wanted(vault, inspection, scanned))
    assert len(taken.attached) == 4

    def held() -> tuple[int, int]:
        return len(items(vault, inspection)), len(of(vault, inspection, carrier))

    assert held() == (4, 4)
    vault.inspections.undo(inspection)
    assert held() == (0, 0)
    vault.inspections.redo(inspection)
    assert held() == (4, 4)
    vault.close()
    vault = service.unlock(PASSPHRASE)
    vault.inspections.resume(inspection)
    vault.inspections.undo(inspection)
    assert held() == (0, 0)
    assert vault.inspections.standing(inspection).answer(LineId("CC-PO-01")).value is not None
    vault.close()


def test_what_is_recorded_on_another_thread_meanwhile_is_an_act_of_its_own(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    paths = [a_photo(tmp_path / "c", f"{n}.jpg", f"{DAY} 12:0{n}:00") for n in range(3)]
    line = LineId("CC-PO-01")
    answered: list[int] = []

    def progress(_done: int, _total: int) -> None:
        if not answered and len(items(vault, inspection)) == 1:
            answered.append(1)
            work = Thread(
                target=vault.inspections.answer, args=(inspection, line, Answer(note="x"))
            )
            work.start()
            work.join()

    wished = [Wanted(path) for path in paths]
    vault.photos.take_in(inspection, wished, progress)
    assert answered
    vault.inspections.undo(inspection)  # the photos after the answer
    assert vault.inspections.standing(inspection).answer(line).value is not None
    assert len(items(vault, inspection)) == 1
    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).answer(line).value is None
    vault.inspections.undo(inspection)
    assert not items(vault, inspection)
