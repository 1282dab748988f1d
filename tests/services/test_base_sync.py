"""Two laptops and a base: each has what the other records; nothing is called synced too early."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import update

from inspector_app.domain.errors import BaseAway, Cancelled
from inspector_app.domain.ids import InspectionId
from inspector_app.server.tables import file
from tests.support.base import LINE, OTHER, BaseLaptop, Shelf
from tests.support.laptops import everything
from tests.support.photos import a_photo
from tests.support.vaults import an_inspection


@pytest.fixture
def shared(shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop) -> InspectionId:
    """An inspection of Ann's that is at base and on Bob's laptop."""
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    assert ann.synced(inspection).is_synced
    shelf.add(inspection, bob)
    assert bob.synced(inspection).is_synced
    ann.synced(inspection)
    bob.synced(inspection)
    return inspection


def test_what_one_laptop_records_the_other_has_after_a_round_of_each(
    shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    inspection = an_inspection(ann.vault)
    ann.answer(inspection, "Ann saw it")
    first = ann.synced(inspection)
    assert first.is_synced
    assert first.sent > 1
    # Not of the team: Bob's laptop cannot even tell that there is such an inspection.
    assert inspection not in {each.inspection for each in bob.sync().inspections}

    shelf.add(inspection, bob)
    came = bob.synced(inspection)
    assert (came.is_new, came.is_synced) == (True, True)
    assert bob.notes(inspection) == ["Ann saw it"]
    bob.answer(inspection, "Bob saw it too", OTHER)
    assert bob.synced(inspection).is_synced
    assert ann.synced(inspection).fresh > 0
    assert ann.notes(inspection, OTHER) == ["Bob saw it too"]
    for laptop in (bob, ann):
        assert laptop.synced(inspection).is_synced
    assert everything(ann, inspection) == everything(bob, inspection)  # type: ignore[arg-type]
    names = {m.initials for _, m in ann.vault.inspections.standing(inspection).members()}
    assert names == {"AM", "BW"}


def test_both_versions_of_one_answer_are_kept_on_both(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    ann.answer(shared, "Twelve")
    bob.answer(shared, "Thirteen")
    for laptop in (ann, bob, ann):
        assert laptop.synced(shared).is_synced
    assert ann.notes(shared) == bob.notes(shared) == ["Thirteen", "Twelve"]


def test_nothing_is_asked_about_what_has_not_altered(
    shared: InspectionId, ann: BaseLaptop, shelf: Shelf
) -> None:
    ann.sync()
    asked: list[str] = []
    shelf.http.event_hooks["request"] = [lambda request: asked.append(request.url.path)]
    again = ann.sync()
    shelf.http.event_hooks["request"] = []
    assert asked == ["/v1/base", "/v1/inspections"]
    assert not any(each.was_asked for each in again.inspections)
    assert again.is_synced


def test_a_round_asks_only_for_what_base_says_has_altered(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop, shelf: Shelf
) -> None:
    for words in ("Twelve", "Thirteen"):  # until both know each other's names
        ann.answer(shared, words)
        for laptop in (ann, bob):
            laptop.synced(shared)
    asked: list[str] = []
    shelf.http.event_hooks["request"] = [lambda request: asked.append(request.url.path)]
    place = f"/v1/inspections/{shared}"
    ann.answer(shared, "Fourteen")
    assert ann.synced(shared).is_synced
    sent, asked[:] = asked[:], []
    assert bob.synced(shared).is_synced
    shelf.http.event_hooks["request"] = []
    assert sent == ["/v1/base", "/v1/inspections", place, f"{place}/changes", place]
    assert asked == ["/v1/base", "/v1/inspections", place, f"{place}/changes/wanted"]
    assert bob.notes(shared) == ["Fourteen"]


def test_an_inspection_of_which_base_lacks_a_file_is_not_called_synced(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    ann.vault.evidence.attach_bytes(shared, "return.txt", b"a return that gets damaged")
    (attached,) = ann.vault.inspections.standing(shared).evidence()
    with ann.vault._database.read() as work:
        name = work.blobs.get(shared, attached.file.sha256).name
    (blob,) = (ann.folder / "vault" / "evidence").glob(f"??/??/{name}")
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for laptop in (ann, bob, bob):
        came = laptop.synced(shared)
        assert (came.lacking_at_base, came.is_synced) == (1, False)
        assert "Not synced yet: 1 file is not verified at base" in came.words()
    blob.write_bytes(whole)
    assert ann.synced(shared).is_synced
    assert bob.synced(shared).is_synced


def test_files_travel_thumbnails_at_once_and_originals_as_they_are_asked_for(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    photo = a_photo(ann.folder, "gate.jpg", "2013:09:17 14:00:00")
    ann.vault.evidence.attach(shared, [photo], [LINE])
    (attached,) = ann.vault.inspections.standing(shared).evidence()
    sent = ann.synced(shared)
    assert (sent.files_sent, sent.is_synced) == (1, True)

    came = bob.synced(shared)
    assert (came.files_fetched, came.lacking_here) == (0, 1)
    assert came.is_synced  # base lacks nothing; what is not here is told, and not that it is
    thumbnail = attached.file.thumbnail
    assert thumbnail is not None
    assert bob.vault.evidence.thumbnail(shared, thumbnail.sha256)

    told = bob.vault.base_sync.fetch(shared, [attached.file.sha256])
    assert told == ()
    target = bob.folder / "copy.jpg"
    bob.vault.evidence.copy_out(shared, attached.file.sha256, target)
    assert target.read_bytes() == photo.read_bytes()
    assert bob.synced(shared).lacking_here == 0


def test_all_originals_come_where_that_is_wanted(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    bob.vault.base_sync.bring_all(shared)
    content = bytes(range(256)) * 40_000  # two parts
    ann.vault.evidence.attach_bytes(shared, "film.bin", content)
    ann.vault.evidence.attach_bytes(shared, "empty.txt", b"")
    assert ann.synced(shared).files_sent == 2
    progress: list[tuple[int, int]] = []
    bob.vault.base_sync.sync([shared], progress=lambda done, all_: progress.append((done, all_)))
    assert progress[-1][0] >= len(content)
    assert progress[-1][0] <= progress[-1][1]
    assert bob.synced(shared).lacking_here == 0
    standing = bob.vault.inspections.standing(shared)
    for item in standing.evidence():
        bob.vault.evidence.copy_out(shared, item.file.sha256, bob.folder / "copy")
        if item.file.name == "film.bin":
            assert (bob.folder / "copy").read_bytes() == content


def test_a_file_that_base_verifies_during_a_round_comes_in_that_round(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop, shelf: Shelf
) -> None:
    bob.vault.base_sync.bring_all(shared)
    ann.vault.evidence.attach_bytes(shared, "late.bin", b"verified late")
    ann.synced(shared)
    asked: list[str] = []

    def base_has(state: str) -> None:
        with shelf.base.database.begin() as connection:
            rows = update(file).where(file.c.inspection == shared)
            connection.execute(rows.values(state=state))

    def verify_after_the_first_look(answer: httpx2.Response) -> None:
        asked.append(answer.request.url.path)
        if asked.count(f"/v1/inspections/{shared}") == 1:
            base_has("verified")

    base_has("lacking")
    shelf.http.event_hooks["response"] = [verify_after_the_first_look]
    came = bob.synced(shared)
    shelf.http.event_hooks["response"] = []
    assert (came.files_fetched, came.lacking_here, came.is_synced) == (1, 0, True)


def test_a_purge_is_obeyed_on_the_other_laptop_and_at_base_files_included(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop, shelf: Shelf
) -> None:
    bob.vault.base_sync.bring_all(shared)
    ann.vault.evidence.attach_bytes(shared, "spilled.txt", b"what must not be here")
    (item,) = ann.vault.inspections.standing(shared).evidence()
    ann.synced(shared)
    assert bob.synced(shared).files_fetched == 1
    plan = ann.vault.journal.plan_purge(shared, f"evidence:{item.id}")
    ann.vault.journal.purge(plan, "spilled-material", "Marked SECRET")
    assert ann.synced(shared).is_synced
    assert bob.synced(shared).is_synced
    with bob.vault._database.read() as work:
        assert work.blobs.find(shared, item.file.sha256) is None
    assert not bob.vault.inspections.standing(shared).evidence()
    assert ann.synced(shared).is_synced


def test_what_was_cancelled_goes_on_where_it_was(
    shared: InspectionId, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    content = bytes(range(256)) * 100_000  # four parts
    ann.vault.evidence.attach_bytes(shared, "film.bin", content)
    done = 0

    def progress(so_far: int, _total: int) -> None:
        nonlocal done
        done = so_far

    with pytest.raises(Cancelled):
        ann.vault.base_sync.sync(
            [shared], progress=progress, cancelled=lambda: done > 10 * 1024 * 1024
        )
    before = done
    assert ann.vault.base_sync.sync([shared], progress=progress).is_synced
    assert done < len(content) < before + done


def test_while_base_is_away_nothing_is_lost_and_nothing_is_called_synced(
    shared: InspectionId, ann: BaseLaptop, shelf: Shelf
) -> None:
    ann.answer(shared, "Written on the train")
    shelf.is_away = True
    try:
        with pytest.raises(BaseAway, match="Base cannot be reached"):
            ann.sync()
    finally:
        shelf.is_away = False
    assert ann.vault.base_sync.unsent(shared) == 1
    assert ann.notes(shared) == ["Written on the train"]
    assert ann.synced(shared).is_synced
    assert ann.vault.base_sync.unsent(shared) == 0


def test_two_that_opened_different_inspections_have_both(
    shelf: Shelf, ann: BaseLaptop, bob: BaseLaptop
) -> None:
    hers, his = an_inspection(ann.vault), an_inspection(bob.vault)
    ann.sync()
    bob.sync()
    shelf.add(hers, bob)
    shelf.add(his, ann)
    for laptop in (ann, bob, ann, bob):
        laptop.sync()
    for inspection in (hers, his):
        assert ann.synced(inspection).is_synced
        assert everything(ann, inspection) == everything(bob, inspection)  # type: ignore[arg-type]


class _Meanwhile:
    """A way to base on which something happens here while base is asked for something."""

    def __init__(self, http: httpx2.Client, word: str, act: Callable[[], object]) -> None:
        self._http = http
        self._word = word
        self._act = act

    def stream(self, method: str, url: str, **given: Any) -> Any:
        if self._word in url:
            self._act()
        return self._http.stream(method, url, **given)


def test_what_is_recorded_while_a_round_ends_goes_with_the_next(
    shelf: Shelf, ann: BaseLaptop
) -> None:
    inspection = an_inspection(ann.vault)
    http = shelf.http
    ending = _Meanwhile(http, "copies", lambda: ann.answer(inspection, "while it ended"))
    shelf.http = ending  # type: ignore[assignment]
    try:
        ann.synced(inspection)
    finally:
        shelf.http = http
    assert "while it ended" in ann.notes(inspection)
    assert shelf.changes(inspection) != ann.changes(inspection)
    assert ann.synced(inspection).was_asked
    assert shelf.changes(inspection) == ann.changes(inspection)
