"""What a lead inspector may see and alter at base, and what an administrator does there."""

import base64
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.server import devices, enrolling, holding
from inspector_app.server.tables import device, event, member
from inspector_app.sync.wire import Invitation
from tests.server.support import ADDRESS, a_base
from tests.server.web.browsing import Browser, a_browser
from tests.server.web.scene import CAMBRIDGE, ESSEX, Scene, a_scene

NOBODYS = "0" * 32


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    base = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}")
    yield a_scene(base)
    base.database.close()


@pytest.fixture
def jo(scene: Scene) -> Iterator[Browser]:
    with a_browser(scene.base, "jo") as browser:
        yield browser


@pytest.fixture
def kim(scene: Scene) -> Iterator[Browser]:
    with a_browser(scene.base, "kim") as browser:
        yield browser


def team(scene: Scene, of: str = CAMBRIDGE) -> dict[str, str]:
    with scene.base.database.read() as connection:
        return {
            row.device: row.role
            for row in connection.execute(
                select(member).where(member.c.inspection == of, member.c.left_ms.is_(None))
            )
        }


def events(scene: Scene) -> list[str]:
    with scene.base.database.read() as connection:
        query = select(event.c.what).order_by(event.c.position.desc())
        return list(connection.execute(query).scalars())


def test_a_lead_cannot_tell_anothers_inspection_from_none(jo: Browser, scene: Scene) -> None:
    put = {"act": "put", "device": scene.jo.device, "role": "lead"}
    before = team(scene, ESSEX)
    for path, sent in (
        ("/inspections/{}", None),
        ("/inspections/{}/coming", None),
        ("/held/{}", None),
        ("/inspections/{}", put),
        ("/inspections/{}", {**put, "act": "take-out"}),
        ("/held/{}", {"act": "chosen", "reason": "mine"}),
    ):
        answers = [
            jo.get(path.format(which)) if sent is None else jo.post(path.format(which), sent)
            for which in (ESSEX, NOBODYS)
        ]
        assert [each.status_code for each in answers] == [404, 404], path
        assert answers[0].text == answers[1].text, path
        assert dict(answers[0].headers) == dict(answers[1].headers), path
    assert team(scene, ESSEX) == before
    for path in ("/", "/inspections", "/inspections?find=Essex", "/held", "/receipts"):
        text = jo.get(path).text
        assert "Essex Police" not in text, path
        assert ESSEX not in text, path
        assert scene.liz.device not in text, path


def test_a_lead_sees_and_alters_the_inspection_that_they_lead(jo: Browser, scene: Scene) -> None:
    page = jo.get(f"/inspections/{CAMBRIDGE}").text
    assert "Cambridgeshire Constabulary" in page
    assert "3 files" in jo.get(f"/inspections/{CAMBRIDGE}/coming").text + page
    put = {"act": "put", "device": scene.liz.device, "role": "inspector"}
    assert jo.post(f"/inspections/{CAMBRIDGE}", put).status_code == 303
    assert team(scene)[scene.liz.device] == "inspector"
    out = {"act": "take-out", "device": scene.liz.device}
    assert jo.post(f"/inspections/{CAMBRIDGE}", out).status_code == 303
    assert scene.liz.device not in team(scene)
    assert events(scene)[:2] == ["member-removed", "member-added"]


def test_a_lead_does_not_take_their_own_laptop_out(jo: Browser, kim: Browser, scene: Scene) -> None:
    out = {"act": "take-out", "device": scene.jo.device}
    answer = jo.post(f"/inspections/{CAMBRIDGE}", out)
    assert answer.status_code == 422
    assert "your own laptop" in answer.text
    assert kim.post(f"/inspections/{CAMBRIDGE}", out).status_code == 303
    assert jo.get(f"/inspections/{CAMBRIDGE}").status_code == 404, "nor do they see it any more"


def test_what_is_wrong_with_a_team_is_said(kim: Browser, scene: Scene) -> None:
    path = f"/inspections/{CAMBRIDGE}"
    for sent, words in (
        ({"act": "put", "device": scene.kit.device, "role": "lead"}, "was revoked"),
        ({"act": "put", "device": "f" * 64, "role": "lead"}, "no such laptop"),
        ({"act": "put", "device": scene.liz.device, "role": "king"}, "lead inspector’s"),
        ({"act": "take-out", "device": scene.liz.device}, "not of the team"),
    ):
        answer = kim.post(path, sent)
        assert answer.status_code == 422
        assert words in answer.text
    assert kim.post(path, {"act": "dance"}).status_code == 404
    assert set(team(scene)) == {scene.jo.device, scene.sam.device, scene.kit.device}


def test_held_changes_are_looked_at_and_let_in_by_a_lead(jo: Browser, scene: Scene) -> None:
    page = jo.get(f"/held/{CAMBRIDGE}").text
    assert "The custody sergeant was &lt;b&gt;not&lt;/b&gt; trained" in page
    (name, *_) = re.findall(r'name="(change-[0-9a-f]{64})"', page)
    path = f"/held/{CAMBRIDGE}"
    nothing = jo.post(path, {"act": "chosen", "reason": "Hers"})
    assert "Choose the changes" in nothing.text
    without = jo.post(path, {"act": "chosen", name: "on", "reason": " "})
    assert "Say why" in without.text
    assert jo.post(path, {"act": "chosen", name: "on", "reason": "Hers"}).status_code == 303
    everything = {"act": f"{scene.kit.device}-revoked", "reason": "Hers too"}
    assert jo.post(path, everything).status_code == 303
    assert "Nothing of this inspection is held." in jo.get(path).text
    with scene.base.database.read() as connection:
        assert holding.looked_at(connection, CAMBRIDGE) == []
    assert events(scene)[:2] == ["held-released", "held-released"]


def test_a_code_is_shown_once_with_a_picture_and_a_file_and_can_be_withdrawn(
    kim: Browser, scene: Scene
) -> None:
    sent = {"act": "invite", "label": "Laptop 9", "initials": "ab", "days": "2", "replaces": ""}
    page = kim.post("/laptops", sent).text
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    shown = re.search(r'<p class="code">((?:[A-Z2-7]{4} ){6}[A-Z2-7]{2})</p>', page)
    file = re.search(
        r'href="data:application/json;base64,([^"]+)" download="laptop.spr-base"', page
    )
    assert shown
    assert file
    carried = Invitation.model_validate_json(base64.b64decode(html.unescape(file[1])))
    assert carried.code == shown[1].replace(" ", "")
    assert carried.address == ADDRESS
    listed = kim.get("/laptops").text
    assert not re.search(r"([A-Z2-7]{4} ){6}", listed), "it is shown this once"
    code = re.search(r'name="code" value="([0-9a-f]{64})"', listed)
    assert code
    with scene.base.database.read() as connection:
        (opened,) = enrolling.invitations(connection, scene.base.now_ms())
    assert (opened.label, opened.initials) == ("Laptop 9", "AB")
    assert kim.post("/laptops", {"act": "withdraw", "code": code[1]}).status_code == 303
    assert "no such enrolment code" in kim.post("/laptops", {"act": "withdraw"}).text


def test_an_invitation_that_cannot_be_is_refused_at_its_field(kim: Browser) -> None:
    sent = {"act": "invite", "label": "Laptop 9", "initials": "", "days": "3", "replaces": ""}
    for name, value in (
        ("label", ""),
        ("label", "x" * 201),
        ("initials", "A1"),
        ("days", "0"),
        ("days", "99"),
        ("days", "many"),
        ("replaces", "f" * 64),
    ):
        answer = kim.post("/laptops", {**sent, name: value})
        assert answer.status_code == 422, (name, value)
        assert f'id="{name}-wrong"' in answer.text, (name, value)


def test_a_laptop_is_renamed_and_revoked_with_a_reason(kim: Browser, scene: Scene) -> None:
    path = f"/laptops/{scene.sam.device}"
    assert kim.post(path, {"act": "rename", "label": "Stores, 2nd shelf"}).status_code == 303
    assert "Stores, 2nd shelf" in kim.get(path).text
    assert "1 to 200" in kim.post(path, {"act": "rename", "label": ""}).text
    assert "Say why" in kim.post(path, {"act": "revoke"}).text
    assert kim.post(path, {"act": "revoke", "reason": "Stolen in Ely"}).status_code == 303
    page = kim.get(path).text
    assert "Stolen in Ely" in page
    assert "Revoke this laptop" not in page
    assert kim.post(path, {"act": "revoke", "reason": "again"}).status_code == 422
    with scene.base.database.read() as connection:
        found = devices.found(connection, scene.sam.device)
        assert connection.execute(
            select(device.c.revoked_ms).where(device.c.id == scene.sam.device)
        ).scalar_one()
    assert not found.is_living
    for act in ("rename", "revoke"):
        nobodys = kim.post(f"/laptops/{'0' * 64}", {"act": act, "label": "x", "reason": "x"})
        assert nobodys.status_code == 404
    assert kim.get(f"/laptops/{'0' * 64}").status_code == 404


def test_every_page_of_a_base_at_work_can_be_shown(kim: Browser, scene: Scene) -> None:
    for path, words in (
        ("/", "7 minutes fast"),
        ("/inspections", "Essex Police"),
        (f"/inspections/{CAMBRIDGE}", "27 November 2026"),
        (f"/inspections/{CAMBRIDGE}/coming", "1 of 4"),
        ("/held", "Cambridgeshire Constabulary"),
        ("/receipts", "lacks 3 files"),
        ("/laptops", "revoked"),
        (f"/laptops/{scene.kit.device}", "Left on a train"),
        ("/storage", "Stick 4, blue"),
        ("/backups", "/backups/2026-11-26"),
        ("/events", "Laptop revoked"),
        ("/accounts", "see and alter the inspections they lead"),
        ("/accounts/jo", "JS · Inspector Jo"),
        ("/mine", "do everything"),
    ):
        answer = kim.get(path)
        assert answer.status_code == 200, path
        assert words in answer.text, path


def test_long_lists_come_in_pages(kim: Browser, scene: Scene) -> None:
    with scene.base.database.begin() as connection:
        connection.execute(
            event.insert(),
            [
                {"at_ms": n, "who": "spr-base", "what": "tried", "about": "", "words": f"No. {n}."}
                for n in range(120)
            ],
        )
    first, last = kim.get("/events").text, kim.get("/events?page=3").text
    assert "No. 119." in first
    assert "No. 40." not in first
    assert 'href="?page=2" rel="next"' in first
    assert 'rel="next"' not in last
    for odd in ("0", "-1", "9999999", "x", "٣"):
        assert kim.get(f"/events?page={odd}").status_code == 200
