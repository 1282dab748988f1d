"""What has arrived and what is on its way, held changes and teams, as both engines tell it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app import config
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId
from inspector_app.packs import archive
from inspector_app.server import (
    accounts,
    arrivals,
    chronicle,
    health,
    held,
    holding,
    journal,
    staffing,
    stock,
)
from inspector_app.server.accounts import Account, Role
from inspector_app.server.events import BY_COMMAND, note
from inspector_app.server.health import State
from inspector_app.server.tables import change, member, pack
from tests.server.support import a_base
from tests.server.web.scene import CAMBRIDGE, ESSEX, Scene, a_scene


@pytest.fixture
def scene(tmp_path: Path, database_url: str) -> Iterator[Scene]:
    base = a_base(tmp_path, database_url)
    yield a_scene(base)
    base.database.close()


def test_each_inspection_and_laptop_is_told_with_what_came_and_what_is_to_come(
    scene: Scene,
) -> None:
    with scene.base.database.read() as connection:
        essex, cambridge = sorted(arrivals.listed(connection, None), key=lambda each: each.changes)
        assert essex.name.words == "Essex Police"
        assert cambridge.name.words == "Cambridgeshire Constabulary"
        assert (essex.changes, essex.laptops, essex.held, essex.backed_up_ms) == (4, 1, 0, None)
        assert (cambridge.changes, cambridge.held) == (8, 2)
        assert (cambridge.verified, cambridge.on_the_way) == (3, 3)
        assert cambridge.backed_up_changes == 3
        of = arrivals.of_inspection(connection, CAMBRIDGE)
        assert of
        told = {each.device: each for each in of.laptops}
        jo, sam, kit = (told[each.device] for each in (scene.jo, scene.sam, scene.kit))
        assert (jo.changes, sam.changes, kit.changes) == (4, 3, 1)
        assert (jo.role, sam.role, kit.is_revoked) == ("lead", "inspector", True)
        assert (sam.verified, sam.on_the_way, jo.on_the_way) == (3, 3, 0)
        assert jo.covered
        assert (jo.covered.changes, jo.covered.files_lacking) == (8, 3)
        assert jo.covered.backup_changes == 3
        assert kit.covered is None
        assert jo.lacks is None, "it never said"
        coming = arrivals.coming(connection, CAMBRIDGE)
        assert [(each.number, each.is_thumbnail, each.state) for each in coming] == [
            ("SS/3", False, "damaged"),
            ("SS/1", False, "arriving"),
            ("SS/3", True, "lacking"),
        ]
        assert (coming[1].parts, coming[1].of_parts) == (1, 4)
        counted = connection.execute(select(change.c.id)).all()
        assert stock.taken(connection, scene.base.folder).changes == len(counted) == 12


def test_inspections_are_found_by_a_part_of_the_name_and_only_those_of_ones_own(
    scene: Scene,
) -> None:
    jo = Account("jo", Role.LEAD, scene.jo.person, 0)
    sam = Account("sam", Role.LEAD, scene.sam.person, 0)
    with scene.base.database.read() as connection:
        assert accounts.led(connection, jo) == frozenset({CAMBRIDGE})
        assert accounts.led(connection, sam) == frozenset(), "an inspector leads nothing"
        assert [each.id for each in arrivals.listed(connection, None, "ESSEX")] == [ESSEX]
        assert arrivals.listed(connection, {CAMBRIDGE}, "essex") == []
        assert arrivals.count(connection, {CAMBRIDGE}) == 1
        assert arrivals.count(connection, frozenset()) == 0
        assert arrivals.receipts(connection, {ESSEX}) == []
        assert arrivals.of_inspection(connection, InspectionId("0" * 32)) is None


def test_held_changes_are_let_in_with_a_reason_and_never_without(scene: Scene) -> None:
    now_ms = scene.base.now_ms()
    with scene.base.database.begin() as connection:
        (group,) = holding.looked_at(connection, CAMBRIDGE)
        assert (group.device, group.reason) == (scene.kit.device, held.REVOKED)
        assert group.changes[0].what == "Answer recorded"
        assert any("not</b> trained" in value for _, value in group.changes[0].said)
        ids = [each.id for each in group.changes]
        for reason in ("", "   ", "x" * 1001):
            with pytest.raises(RuleViolation, match="Say why"):
                holding.let_in(connection, CAMBRIDGE, ids, reason, now_ms, "account:kim")
        with pytest.raises(NotFound):
            holding.let_in(connection, ESSEX, ids, "Hers", now_ms, "account:kim")
        assert holding.let_in(connection, CAMBRIDGE, ids[:1], "Hers", now_ms, "account:kim") == 1
        (group,) = holding.looked_at(connection, CAMBRIDGE)
        assert [each.id for each in group.changes] == ids[1:]
        lines = journal.vector(connection, CAMBRIDGE).lines
        assert lines[scene.kit.recorded[0].header.chain][0] == 2
        told = chronicle.listed(connection, (CAMBRIDGE,), most=1)
        assert (told[0].what, told[0].who) == ("held-released", "account:kim")
        assert told[0].words == "1 released. Hers"


def test_held_changes_are_told_in_the_words_of_the_checklist(scene: Scene) -> None:
    checklists = config.places(Path()).checklists
    kept = archive.archived(next(path for path in checklists.iterdir() if path.is_dir()))
    with scene.base.database.begin() as connection:
        connection.execute(pack.update().values(archive=kept))
        (group,) = holding.looked_at(connection, CAMBRIDGE)
        assert holding.inspections(connection, None) == {CAMBRIDGE}
        assert holding.inspections(connection, {ESSEX}) == frozenset()
    first = group.changes[0]
    assert "CC-PO-01" in first.what
    assert ("Note", "The custody sergeant was <b>not</b> trained") in first.said


def test_teams_are_altered_with_a_word_among_the_events(scene: Scene) -> None:
    now_ms = scene.base.now_ms()
    liz = scene.liz.device
    with scene.base.database.begin() as connection:
        for device, role, refusal in (
            (liz, "king", RuleViolation),
            (scene.kit.device, "inspector", NotFound),
        ):
            with pytest.raises(refusal):
                staffing.put(connection, CAMBRIDGE, device, role, now_ms, "account:kim")
        with pytest.raises(NotFound):
            staffing.take_out(connection, CAMBRIDGE, liz, now_ms, "account:kim")
        staffing.put(connection, CAMBRIDGE, liz, "inspector", now_ms, "account:kim")
        staffing.take_out(connection, CAMBRIDGE, liz, now_ms, "account:kim")
        place = select(member.c.left_ms).where(
            member.c.inspection == CAMBRIDGE, member.c.device == liz
        )
        assert connection.execute(place).scalar_one() == now_ms
        told = [each.what for each in chronicle.listed(connection, (CAMBRIDGE,), most=2)]
        assert told == ["member-removed", "member-added"]


def test_health_says_what_there_is_to_do(scene: Scene) -> None:
    base = scene.base
    with base.database.read() as connection:
        points = {
            each.what: each
            for each in health.points(connection, base.folder, base.keys.authority, base.now())
        }
    assert points["Backup"].state is State.WELL
    assert points["Files"].state is State.LOOK
    assert "came damaged" in points["Files"].words
    assert "2 changes are" in points["Held changes"].words
    assert "SS (Laptop 21, stores) 7 minutes fast" in points["Clocks"].words
    assert points["Certificates"].state is State.WELL
    assert points["Mishaps"].state is State.WELL
    with base.database.begin() as connection:
        note(connection, base.now_ms(), BY_COMMAND, "chain-forked", CAMBRIDGE)
        told = health.points(connection, base.folder, base.keys.authority, base.now())
    mishaps = next(each for each in told if each.what == "Mishaps")
    assert (mishaps.state, mishaps.words[:6]) == (State.LOOK, "1 time")
    assert "1 administrator " in points["Accounts"].words
    assert health.worst([]) is State.WELL
