"""Who signs in to base's pages: passwords, sessions, how often somebody may try."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.server.base import Base
from inspector_app.server.tables import account, attempt, session
from inspector_app.server.web import attempts, sessions
from tests.server.support import Clock, a_base
from tests.server.web.browsing import COOKIE, PASSWORD, a_browser, an_account


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base(tmp_path: Path, clock: Clock) -> Iterator[Base]:
    found = a_base(tmp_path, f"sqlite:///{tmp_path / 'base.db'}", clock)
    an_account(found, "kim")
    yield found
    found.database.close()


def test_who_signs_in_gets_a_cookie_that_only_this_host_and_no_script_sees(base: Base) -> None:
    with a_browser(base) as browser:
        answer = browser.sign_in("Kim ")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert "Max-Age" not in cookie
        assert browser.get("/").status_code == 200


def test_neither_password_nor_token_is_kept(base: Base) -> None:
    with a_browser(base) as browser:
        browser.sign_in("kim")
        token = browser.client.cookies[COOKIE]
    with base.database.read() as connection:
        rows = [*connection.execute(select(account)), *connection.execute(select(session))]
    kept = str(rows)
    assert "$argon2id$v=19$" in kept
    assert PASSWORD not in kept
    assert token not in kept


def test_an_unknown_account_and_a_wrong_password_are_answered_alike(base: Base) -> None:
    with a_browser(base) as browser:
        wrong = browser.sign_in("kim", "lattice walnut harbour quilt")
        unknown = browser.sign_in("mik", "lattice walnut harbour quilt")
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace('value="kim"', "") == unknown.text.replace('value="mik"', "")
    assert "set-cookie" not in wrong.headers


def test_after_too_many_attempts_the_right_password_does_not_help_until_the_window_ends(
    base: Base, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PER_ACCOUNT", 1)
    with a_browser(base) as browser:
        for name in ("kim", "mik"):
            answers = [browser.sign_in(name, "guess").status_code for _ in range(2)]
            assert answers == [403, 429], name
        assert browser.sign_in("kim").status_code == 429
        clock.move(timedelta(minutes=15))
        assert browser.sign_in("kim").status_code == 303


def test_a_clock_that_was_put_back_keeps_nobody_out_and_nobody_in(
    base: Base, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PER_ACCOUNT", 1)
    with a_browser(base) as browser:
        assert browser.sign_in("kim").status_code == 303
        clock.move(timedelta(days=-400))
        assert browser.get("/").status_code == 303  # to sign in first
        clock.move(timedelta(days=800))
        assert [browser.sign_in("kim", "guess").status_code for _ in range(2)] == [403, 429]
        clock.move(timedelta(days=-400))
        assert browser.sign_in("kim").status_code == 303


def test_what_was_typed_for_a_name_is_not_kept(base: Base) -> None:
    with a_browser(base) as browser:
        browser.sign_in("my password by mistake", "kim")
    with base.database.read() as connection:
        assert "mistake" not in str(connection.execute(select(attempt)).all())


def test_signing_out_ends_this_session_and_everywhere_ends_all(base: Base) -> None:
    with a_browser(base, "kim") as here, a_browser(base, "kim") as there:
        assert here.post("/sign-out").headers["location"] == "/sign-in?done=signed-out"
        assert here.get("/").status_code == 303
        assert there.get("/").status_code == 200
    with a_browser(base, "kim") as here, a_browser(base, "kim") as there:
        assert here.post("/sign-out-everywhere").status_code == 303
        assert there.get("/").status_code == 303


def test_signing_in_begins_another_session_and_ends_the_one_before(base: Base) -> None:
    with a_browser(base, "kim") as browser:
        old = browser.client.cookies[COOKIE]
        browser.client.cookies.clear()
        answer = browser.client.post(
            "/sign-in",
            data={"name": "kim", "password": PASSWORD},
            headers={"Origin": "https://base.example", "Cookie": f"{COOKIE}={old}"},
            follow_redirects=False,
        )
        assert answer.status_code == 303
    assert sessions.found(base.database, old, base.now_ms()) is None


def test_signing_in_leads_to_the_page_that_was_asked_for_and_to_no_other_host(base: Base) -> None:
    with a_browser(base) as browser:
        assert browser.get("/events?page=2").headers["location"] == "/sign-in?to=%2Fevents"
        assert 'name="to" value="/events"' in browser.get("/sign-in?to=%2Fevents").text
        for to in ("//evil.example", "/\\evil.example", "https://evil.example", "/x\r\ny: z"):
            assert 'name="to" value="/"' in browser.client.get("/sign-in", params={"to": to}).text
        sent = {"name": "kim", "password": PASSWORD, "to": "//evil.example"}
        assert browser.post("/sign-in", sent).headers["location"] == "/"


def test_a_new_password_ends_all_sessions_and_the_old_one(base: Base) -> None:
    new = "copper meadow lantern gravel"
    with a_browser(base, "kim") as browser, a_browser(base, "kim") as other:
        sent = {"old": PASSWORD, "password": new, "again": new}
        assert "not the account’s password" in browser.post("/mine", {**sent, "old": "x"}).text
        assert "two passwords differ" in browser.post("/mine", {**sent, "again": "x"}).text
        weak = browser.post("/mine", {**sent, "password": "kim2026", "again": "kim2026"})
        assert weak.status_code == 422
        assert "guessed too soon" in weak.text
        assert "kim2026" not in weak.text
        assert browser.post("/mine", sent).status_code == 303
        assert other.get("/").status_code == 303
        assert browser.sign_in("kim").status_code == 403
        assert browser.sign_in("kim", new).status_code == 303
