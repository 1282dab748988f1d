"""Accounts, sessions and attempts, as both engines keep them."""

import itertools
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert

from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.server import accounts, passwords
from inspector_app.server.accounts import Account, Role
from inspector_app.server.database import Database
from inspector_app.server.tables import device
from inspector_app.server.web import attempts, sessions

NOW = 1_795_000_000_000
PASSWORD = "lattice walnut harbour quill"
MINUTE = 60_000


def an_inspector(database: Database, initials: str, *, revoked_ms: int | None = None) -> str:
    person = initials.encode().hex().ljust(32, "0")
    with database.begin() as connection:
        connection.execute(
            insert(device).values(
                id=person * 2,
                recipient="",
                person=person,
                initials=initials,
                name=f"Inspector {initials}",
                label="laptop",
                certificate="",
                enrolled_ms=NOW,
                revoked_ms=revoked_ms,
            )
        )
    return person


def test_an_account_has_its_password_and_no_other(database: Database) -> None:
    person = an_inspector(database, "JS")
    with database.begin() as connection:
        made = accounts.make(connection, " Kim.P ", Role.ADMIN, PASSWORD, NOW, person=person)
        assert (made.name, made.person) == ("kim.p", None), "an administrator is nobody's lead"
        accounts.make(connection, "jo", Role.LEAD, PASSWORD, NOW, person=person)
        assert [each.name for each in accounts.listed(connection)] == ["jo", "kim.p"]
        kept = accounts.password_hash(connection, "KIM.P")
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(None, PASSWORD)


def test_an_unknown_account_takes_as_long_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = PasswordHasher.from_parameters(passwords.PARAMETERS)
    monkeypatch.setattr(passwords, "_hasher", real)

    def took(kept: str | None) -> float:
        began = time.process_time()
        assert not passwords.matches(kept, f"{PASSWORD} ")
        return time.process_time() - began

    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, second recommended"
    took(None)  # makes once what nobody's is compared with
    assert took(None) > took(kept) / 3, "a look-up alone would be a thousand times as quick"


def test_an_account_that_cannot_be_is_refused_in_words(database: Database) -> None:
    revoked = an_inspector(database, "RV", revoked_ms=NOW)
    for name, role, password, person, words in (
        ("two words", Role.ADMIN, PASSWORD, None, "letters without accents"),
        ("x" * 41, Role.ADMIN, PASSWORD, None, "letters without accents"),
        ("kim", Role.ADMIN, "kim kim kim kim", None, "guessed too soon"),
        ("kim", Role.ADMIN, "", None, "guessed too soon"),
        ("kim", Role.LEAD, PASSWORD, None, "laptop is enrolled"),
        ("kim", Role.LEAD, PASSWORD, "f" * 32, "laptop is enrolled"),
        ("kim", Role.LEAD, PASSWORD, revoked, "laptop is enrolled"),
    ):
        with database.begin() as connection, pytest.raises(RuleViolation, match=words):
            accounts.make(connection, name, role, password, NOW, person=person)
    with database.begin() as connection:
        assert accounts.listed(connection) == []
        with pytest.raises(NotFound):
            accounts.set_password(connection, "kim", PASSWORD)


def test_a_lead_whose_laptop_was_replaced_leads_on_with_the_new_one(database: Database) -> None:
    person, newer, thief = (an_inspector(database, each) for each in ("JS", "JT", "JU"))
    with database.begin() as connection:
        lead = accounts.make(connection, "jo", Role.LEAD, PASSWORD, NOW, person=person)
        old = device.c.id == person * 2
        assert accounts.laptops(connection, lead) == {person * 2}
        connection.execute(device.update().where(old).values(replaced_by=newer * 2))
        assert accounts.laptops(connection, lead) == {person * 2, newer * 2}
        connection.execute(device.update().where(old).values(revoked_ms=NOW, replaced_by=thief * 2))
        assert accounts.laptops(connection, lead) == frozenset()


def test_what_an_account_may_do_is_altered_but_for_the_last_administrator(
    database: Database,
) -> None:
    person = an_inspector(database, "JS")
    with database.begin() as connection:
        accounts.make(connection, "kim", Role.ADMIN, PASSWORD, NOW)
        with pytest.raises(RuleViolation, match="only administrator"):
            accounts.set_role(connection, "kim", Role.LEAD, person=person)
        accounts.make(connection, "jo", Role.LEAD, PASSWORD, NOW, person=person)
        made = accounts.set_role(connection, "jo", Role.ADMIN, person=person)
        assert (made.is_admin, made.person) == (True, None)
        with pytest.raises(RuleViolation, match="laptop is enrolled"):
            accounts.set_role(connection, "kim", Role.LEAD)
        accounts.set_role(connection, "kim", Role.LEAD, person=person)
        assert accounts.get(connection, "kim") == Account("kim", Role.LEAD, person, NOW)


def test_removing_an_account_ends_its_sessions_and_never_takes_the_last_administrator(
    database: Database,
) -> None:
    with database.begin() as connection:
        accounts.make(connection, "kim", Role.ADMIN, PASSWORD, NOW)
        accounts.make(connection, "pat", Role.ADMIN, PASSWORD, NOW)
        token = sessions.begin(connection, "kim", NOW)
    assert sessions.found(database, token, NOW)
    with database.begin() as connection:
        accounts.remove(connection, "kim")
        with pytest.raises(RuleViolation, match="only administrator"):
            accounts.remove(connection, "pat")
        with pytest.raises(RuleViolation, match="already"):
            accounts.make(connection, "PAT", Role.ADMIN, PASSWORD, NOW)
    assert sessions.found(database, token, NOW) is None


def test_a_session_ends_idle_and_in_any_case_after_twelve_hours(database: Database) -> None:
    with database.begin() as connection:
        accounts.make(connection, "kim", Role.ADMIN, PASSWORD, NOW)
        token = sessions.begin(connection, "kim", NOW)
    for minutes in (29, 58, 87):
        assert sessions.found(database, token, NOW + minutes * MINUTE), "use goes on counting"
    assert sessions.found(database, token, NOW + 117 * MINUTE) is None
    with database.begin() as connection:
        token = sessions.begin(connection, "kim", NOW)
    for minutes in range(25, 12 * 60, 25):
        assert sessions.found(database, token, NOW + minutes * MINUTE)
    assert sessions.found(database, token, NOW + 12 * 60 * MINUTE) is None
    assert sessions.found(database, "another", NOW) is None


def test_an_account_may_be_tried_ten_times_in_a_quarter_of_an_hour(database: Database) -> None:
    addresses = (f"192.0.2.{number}" for number in itertools.count())
    with database.begin() as connection:
        for name in ("kim", "nobody at all"):
            may = [attempts.begin(connection, name, next(addresses), NOW) for _ in range(11)]
            assert may == [*[True] * 10, False], name
        assert not attempts.begin(connection, " KIM", next(addresses), NOW + 14 * MINUTE)
        assert attempts.begin(connection, "kim", next(addresses), NOW + 15 * MINUTE)


def test_an_address_may_try_thirty_times_whatever_the_account(database: Database) -> None:
    with database.begin() as connection:
        may = [attempts.begin(connection, f"a{n}", "192.0.2.7", NOW) for n in range(31)]
        assert may == [*[True] * 30, False]
        assert attempts.begin(connection, "a1", "192.0.2.8", NOW), "others are not kept out"


def test_success_forgives_the_account_and_one_try_of_the_address(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(10):
            attempts.begin(connection, "kim", "192.0.2.7", NOW)
        assert not attempts.begin(connection, "kim", "192.0.2.7", NOW)
        attempts.forgive(connection, "kim", "192.0.2.7")
        tries = [attempts.begin(connection, f"b{n}", "192.0.2.7", NOW) for n in range(22)]
    assert tries == [*[True] * 21, False]
    assert timedelta(milliseconds=attempts.WINDOW_MS) == timedelta(minutes=15)
