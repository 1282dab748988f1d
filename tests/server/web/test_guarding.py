"""What guards every page: forms of our own alone, roles, headers, text that stays text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import insert, select

from inspector_app.server import chronicle
from inspector_app.server.accounts import Role
from inspector_app.server.app import create_app
from inspector_app.server.base import Base
from inspector_app.server.tables import account, device, event
from inspector_app.server.web.menu import ENTRIES
from inspector_app.server.web.site import Pages, site
from tests.server.support import ADDRESS, Laptop, a_base, enrolled
from tests.server.web.browsing import PASSWORD, a_browser, an_account

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
NEW = {"name": "pat", "role": "admin", "password": PASSWORD, "again": PASSWORD, "person": ""}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    found = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}")
    an_account(found, "kim")
    yield found
    found.database.close()


@pytest.fixture
def laptop(base: Base) -> Laptop:
    """A laptop whose inspector has a lead's account."""
    found = enrolled(base, "JS")
    an_account(base, "jo", Role.LEAD, found.person)
    return found


def names(base: Base) -> list[str]:
    with base.database.read() as connection:
        return list(connection.execute(select(account.c.name).order_by(account.c.name)).scalars())


def test_every_answer_bears_the_strict_headers(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        paths = [entry.path for entry in ENTRIES]
        answers = [
            *map(browser.get, [*paths, "/sign-in", "/style.css", "/icons/key.svg", "/nothing"]),
            browser.post("/accounts", {}),
            browser.post("/accounts", {}, origin="https://evil.example"),
        ]
        for answer in answers:
            assert answer.headers["content-security-policy"] == POLICY, answer.url
            is_dress = answer.url.path.startswith(("/style", "/icons"))
            kept = "max-age=3600" if is_dress else "no-store"
            assert answer.headers["cache-control"] == kept, answer.url
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"


def test_no_page_holds_anything_that_the_policy_would_have_to_allow(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        for entry in ENTRIES:
            text = browser.get(entry.path).text
            assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|http:", text)
            assert "|safe" not in text


def test_templates_trust_nothing() -> None:
    folder = Path(__file__).parents[3] / "resources" / "base"
    for template in folder.glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), template.name


def test_nobody_sees_a_page_without_signing_in(base: Base) -> None:
    with a_browser(base) as browser:
        for route in site(base).routes:
            if not isinstance(route, APIRoute):
                continue
            path = re.sub(r"\{\w+\}", "a" * 32, route.path)
            if path.startswith(("/sign-in", "/style", "/icons")):
                continue
            for method in route.methods or ():
                answer = browser.get(path) if method == "GET" else browser.post(path, {})
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/sign-in"), path


STRANGE: tuple[tuple[str | None, str | None], ...] = (
    (ADDRESS, ""),
    (ADDRESS, "0" * 64),
    (None, None),
    ("null", None),
    ("https://evil.example", None),
    ("http://base.example", None),
    ("https://base.example.evil.example", None),
    ("https://base.example:8443", None),
)
"""Origins and form tokens of which one is wrong."""


def test_a_form_that_no_page_of_base_sent_alters_nothing(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        for origin, token in STRANGE:
            answer = browser.post("/accounts", NEW, origin=origin, token=token)
            assert answer.status_code == 403, (origin, token)
            assert names(base) == ["kim"]
        assert browser.post("/accounts", NEW).status_code == 303
    assert names(base) == ["kim", "pat"]


def test_the_token_of_another_session_is_none(base: Base) -> None:
    an_account(base, "pat")
    with a_browser(base, "kim") as kim, a_browser(base, "pat") as pat:
        page = pat.get("/accounts").text
        found = re.search(r'name="form" value="([0-9a-f]{64})"', page)
        assert found
        assert kim.post("/accounts", {**NEW, "name": "x"}, token=found[1]).status_code == 403
        assert pat.post("/accounts", {**NEW, "name": "x"}, token=found[1]).status_code == 303


def test_what_is_no_form_or_too_large_is_refused(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        for content, kind in (
            (b"{}", "application/json"),
            (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded"),
            (b"&".join(b"a=1" for _ in range(300)), "application/x-www-form-urlencoded"),
            (b"a=%ff", "application/x-www-form-urlencoded"),
            (b"a=\xff", "application/x-www-form-urlencoded"),
        ):
            answer = browser.client.post(
                "/accounts", content=content, headers={"Origin": ADDRESS, "Content-Type": kind}
            )
            assert answer.status_code == 403


def test_asking_alters_nothing(base: Base) -> None:
    for route in site(base).routes:
        if isinstance(route, APIRoute):
            assert route.methods in ({"GET"}, {"POST"})


def test_base_answers_to_its_own_names_alone(base: Base) -> None:
    with a_browser(base) as browser:
        answer = browser.client.get("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 421


def test_a_lead_is_told_that_a_page_is_for_administrators(base: Base, laptop: Laptop) -> None:
    assert laptop.initials == "JS"
    with a_browser(base, "jo") as browser:
        for entry in ENTRIES:
            expected = 200 if entry.for_leads else 403
            assert browser.get(entry.path).status_code == expected, entry.path
        shown = browser.get("/").text
        assert 'href="/accounts"' not in shown
        assert browser.post("/accounts", NEW).status_code == 403
        assert browser.post("/accounts/kim", {"act": "remove"}).status_code == 403
    assert names(base) == ["jo", "kim"]


def test_hostile_names_stay_text(base: Base) -> None:
    hostile = "<script>alert('x')</script>\"'><img src=x onerror=y>&{{7777*7777}}"
    laptop = enrolled(base, "XX")
    with base.database.begin() as connection:
        connection.execute(device.update().values(name=hostile, label=hostile))
        connection.execute(
            insert(event).values(
                at_ms=1, who=laptop.device, what=hostile, about=hostile, words=hostile
            )
        )
    with a_browser(base, "kim") as browser:
        for path in ("/events", "/accounts", "/", f"/inspections?find={hostile}"):
            text = browser.get(path).text
            assert "<script" not in text, path
            assert "<img" not in text, path
            assert "60481729" not in text, path
        assert "&lt;script&gt;" in browser.get("/events").text
        answer = browser.post("/accounts", {**NEW, "name": hostile, "role": hostile})
        assert answer.status_code == 422
        assert "<script" not in answer.text


def test_an_address_carries_no_sentence_of_anybodys_making(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        assert "Send me the key" not in browser.get("/?done=Send%20me%20the%20key").text
        assert "The account was made." in browser.get("/accounts?done=account-made").text


def test_the_api_keeps_its_own_refusals(base: Base) -> None:
    with a_browser(base) as browser:
        for path in ("/v1/nothing", "/v1"):
            assert browser.get(path).headers["content-type"] == "application/problem+json"
        assert browser.get("/v10").headers["content-type"].startswith("text/html")
    assert isinstance(create_app(base).router.routes[-1], Pages)


def test_what_was_done_is_kept_with_who_did_it(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        browser.post("/accounts", NEW)
        browser.post("/accounts/pat", {"act": "remove"})
        page = browser.get("/events").text
    with base.database.read() as connection:
        told = [(each.who, each.what, each.about) for each in chronicle.listed(connection)]
    assert told == [
        ("account:kim", "account-removed", "pat"),
        ("account:kim", "account-made", "pat"),
    ]
    assert "Account removed" in page


def test_the_only_administrator_cannot_be_removed(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        answer = browser.post("/accounts/kim", {"act": "remove"})
    assert answer.status_code == 422
    assert "only administrator" in answer.text
    assert names(base) == ["kim"]


def test_what_an_account_may_do_is_altered_at_its_page(base: Base, laptop: Laptop) -> None:
    role = {"act": "role", "role": "lead", "person": laptop.person}
    with a_browser(base, "kim") as browser:
        refused = browser.post("/accounts/kim", role)
        assert "only administrator" in refused.text
        assert 'id="role-wrong"' in refused.text
        nobody = browser.post("/accounts/jo", {**role, "person": ""})
        assert 'id="person-wrong"' in nobody.text
        assert browser.post("/accounts/jo", {**role, "role": "admin"}).status_code == 303
        assert browser.post("/accounts/kim", role).status_code == 303
        assert browser.get("/accounts").status_code == 403, "from the next request on"
    with a_browser(base, "jo") as browser:
        for act in ("role", "remove", "password"):
            sent = {**role, "act": act, "password": PASSWORD, "again": PASSWORD}
            assert browser.post("/accounts/nobody", sent).status_code == 404


def test_what_is_wrong_with_a_form_is_said_at_its_field(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        for sent, field in (
            ({**NEW, "name": "Kim"}, "name"),
            ({**NEW, "name": "two words"}, "name"),
            ({**NEW, "role": "king"}, "role"),
            ({**NEW, "role": "lead"}, "person"),
            ({**NEW, "again": "other"}, "again"),
            ({**NEW, "password": "letmein", "again": "letmein"}, "password"),
            ({**NEW, "password": "x" * 201, "again": "x" * 201}, "password"),
        ):
            answer = browser.post("/accounts", sent)
            assert answer.status_code == 422, sent
            assert "<title>Error: Accounts" in answer.text
            assert f'<a href="#{field}">' in answer.text, sent
            assert f'id="{field}-wrong"' in answer.text, sent
    assert names(base) == ["kim"]
