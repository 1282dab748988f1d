"""A code lets one laptop in, once; everybody else is told nothing of use."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId
from inspector_app.server import attempts, devices, enrolling, teams
from inspector_app.server.base import Base
from inspector_app.server.enrolling import Inviting
from inspector_app.server.problems import Refused
from inspector_app.server.tables import attempt, device, event, inspection, invitation, member
from inspector_app.sync.signatures import Proof, digest_of
from inspector_app.sync.wire import Enrolled, Enrolment, Invitation
from tests.server.support import (
    ADDRESS,
    NOW,
    Clock,
    Laptop,
    Signing,
    a_base,
    an_enrolment,
    app_client,
    enrolled,
    introduced,
    requested,
)

_CLOCK = Clock()
INSPECTION = "ab" * 16


@pytest.fixture
def clock() -> Clock:
    return _CLOCK


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Base, httpx2.Client]]:
    folder = tmp_path_factory.mktemp("base")
    url = f"sqlite:///{folder / 'base.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    found = a_base(folder, url, _CLOCK)
    with app_client(found) as client:
        yield found, client
    found.database.close()


@pytest.fixture
def base(made: tuple[Base, httpx2.Client]) -> Base:
    """Empty again for each test."""
    _CLOCK.time = NOW
    found, _ = made
    with found.database.begin() as connection:
        for table in (member, inspection, device, invitation, event, attempt):
            connection.execute(table.delete())
    return found


@pytest.fixture
def asking(made: tuple[Base, httpx2.Client]) -> httpx2.Client:
    return made[1]


def invite(base: Base, inviting: Inviting | None = None) -> Invitation:
    with base.database.begin() as connection:
        chosen = inviting or Inviting("a laptop")
        return enrolling.invite(base.keys, connection, chosen, base.now_ms(), "admin")


def ask(base: Base, asking: httpx2.Client, laptop: Laptop, enrolment: Enrolment) -> httpx2.Response:
    content = enrolment.model_dump_json()
    return asking.post("/v1/enrolments", content=content, auth=Signing(laptop, base.now))


def join(base: Base, asking: httpx2.Client, laptop: Laptop, inviting: Inviting) -> Enrolled:
    answer = ask(base, asking, laptop, an_enrolment(laptop, invite(base, inviting).code))
    assert answer.status_code == 201, answer.text
    return Enrolled.model_validate_json(answer.content)


def code(answer: httpx2.Response) -> str:
    found: str = answer.json()["code"]
    return found


def events(base: Base) -> list[str]:
    with base.database.read() as connection:
        return list(connection.execute(select(event.c.what).order_by(event.c.position)).scalars())


def known(base: Base) -> dict[DeviceId, devices.Device]:
    with base.database.read() as connection:
        return {each.id: each for each in devices.devices(connection)}


def test_a_code_lets_a_laptop_in_and_tells_it_whom_to_believe(
    base: Base, asking: httpx2.Client
) -> None:
    laptop = Laptop("JS")
    made = invite(base, Inviting("Jo’s laptop"))
    assert made.address == ADDRESS
    answer = ask(base, asking, laptop, an_enrolment(laptop, made.code, name="Jo  Sample"))
    told = Enrolled.model_validate_json(answer.content)
    assert (told.base, told.recipient, told.recovery) == (
        base.keys.base,
        base.keys.recipient,
        base.keys.recovery,
    )
    assert (told.name, told.initials, told.label) == ("Eastern region", "JS", "Jo’s laptop")
    assert told.authority.encode() == base.keys.authority
    certificate = x509.load_pem_x509_certificate(told.certificate.encode())
    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(base.keys.authority))
    assert "CN=Jo Sample" in certificate.subject.rfc4514_string()
    row = known(base)[laptop.device]
    assert (row.label, row.name, row.initials, row.is_living) == (
        "Jo’s laptop",
        "Jo Sample",
        "JS",
        True,
    )
    assert events(base) == ["invited", "device-enrolled"]


def test_the_secret_of_a_code_is_not_kept(base: Base) -> None:
    made = invite(base)
    with base.database.read() as connection:
        kept = str(connection.execute(select(invitation)).all())
        kept += str(connection.execute(select(event)).all())
    assert made.code[:10] not in kept


def test_a_code_lets_in_one_laptop_alone(base: Base, asking: httpx2.Client) -> None:
    first, second = Laptop("JS"), Laptop("AM")
    made = invite(base)
    assert ask(base, asking, first, an_enrolment(first, made.code)).status_code == 201
    assert code(ask(base, asking, second, an_enrolment(second, made.code))) == "code-refused"
    assert list(known(base)) == [first.device]


def test_the_laptop_that_used_a_code_may_ask_again_should_the_answer_be_lost(
    base: Base, asking: httpx2.Client
) -> None:
    laptop = Laptop()
    made = invite(base)
    for _ in range(2):
        assert ask(base, asking, laptop, an_enrolment(laptop, made.code)).status_code == 201


def test_codes_that_are_unknown_used_or_past_their_day_are_refused_alike(
    base: Base, asking: httpx2.Client, clock: Clock
) -> None:
    laptop, other = Laptop("JS"), Laptop("AM")
    used, old, withdrawn = invite(base), invite(base, Inviting("old", days=1)), invite(base)
    ask(base, asking, other, an_enrolment(other, used.code))
    with base.database.begin() as connection:
        open_ones = enrolling.invitations(connection, base.now_ms())
        assert {each.label for each in open_ones} == {"a laptop", "old"}
        hashed = next(each.secret_hash for each in open_ones if each.label == "a laptop")
        enrolling.withdraw(connection, hashed, base.now_ms(), "admin")
        with pytest.raises(NotFound):
            enrolling.withdraw(connection, hashed, base.now_ms(), "admin")
    clock.move(timedelta(days=1, seconds=1))
    answers = [
        ask(base, asking, laptop, an_enrolment(laptop, each))
        for each in (used.code, old.code, withdrawn.code, "A" * 26)
    ]
    assert {code(each) for each in answers} == {"code-refused"}
    assert len({each.content for each in answers}) == 1


def test_what_is_refused_leaves_the_code_good(base: Base, asking: httpx2.Client) -> None:
    enrolled(base, "JS")
    laptop = Laptop("JS")
    made = invite(base)
    assert code(ask(base, asking, laptop, an_enrolment(laptop, made.code))) == "initials-taken"
    broken = an_enrolment(laptop, made.code, certificate_request="nonsense")
    laptop.initials = "JSA"
    broken = broken.model_copy(update={"introduction": introduced(laptop)})
    assert code(ask(base, asking, laptop, broken)) == "bad-message"
    assert ask(base, asking, laptop, an_enrolment(laptop, made.code)).status_code == 201


def test_initials_may_be_allotted_by_the_administrator(base: Base, asking: httpx2.Client) -> None:
    enrolled(base, "JS")
    told = join(base, asking, Laptop("JS"), Inviting("second", initials="JT"))
    assert told.initials == "JT"


def test_an_enrolment_must_be_signed_by_the_laptop_that_introduces_itself(
    base: Base, asking: httpx2.Client
) -> None:
    victim, thief = Laptop("AM"), Laptop("JS")
    made = invite(base)
    stolen = an_enrolment(victim, made.code)
    assert code(ask(base, asking, thief, stolen)) == "bad-signature"
    unsigned = asking.post("/v1/enrolments", content=stolen.model_dump_json())
    assert code(unsigned) == "bad-signature"
    forged = introduced(thief).model_copy(update={"initials": "XX"})
    made_up = an_enrolment(thief, made.code, introduction=forged)
    assert code(ask(base, asking, thief, made_up)) == "bad-signature"
    assert not known(base)


def test_an_enrolment_of_another_version_is_told_which_base_speaks(
    base: Base, asking: httpx2.Client
) -> None:
    laptop = Laptop()
    answer = ask(base, asking, laptop, an_enrolment(laptop, invite(base).code, protocol=2))
    assert (answer.status_code, code(answer)) == (426, "other-protocol")


def test_a_replayed_enrolment_is_refused(base: Base, asking: httpx2.Client) -> None:
    laptop = Laptop()
    content = an_enrolment(laptop, invite(base).code).model_dump_json().encode()
    request = asking.build_request("POST", "/v1/enrolments", content=content)
    signed = next(Signing(laptop, base.now).auth_flow(request))
    assert asking.send(signed).status_code == 201
    again = asking.post("/v1/enrolments", content=content, headers=signed.headers)
    assert code(again) == "replayed"


def test_of_laptops_that_use_one_code_at_once_one_comes_in(base: Base) -> None:
    made = invite(base)

    def come(laptop: Laptop) -> str:
        proof = Proof(laptop.device, secrets.token_urlsafe(16), base.now(), digest_of(b""))
        try:
            enrolling.enrol(base, an_enrolment(laptop, made.code), proof, laptop.initials)
        except Refused as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(6) as pool:
        came = list(pool.map(come, [Laptop(letters) for letters in ("AA", "BB", "CC", "DD", "EE")]))
    assert sorted(came) == ["code-refused"] * 4 + ["in"]
    assert len(known(base)) == 1


def test_of_laptops_that_take_the_same_initials_at_once_one_gets_them(base: Base) -> None:
    codes = [invite(base).code for _ in range(4)]

    def come(code: str) -> str:
        laptop = Laptop("JS")
        proof = Proof(laptop.device, secrets.token_urlsafe(16), base.now(), digest_of(b""))
        try:
            return enrolling.enrol(base, an_enrolment(laptop, code), proof, code).initials
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(come, codes)) == ["JS"] + ["initials-taken"] * 3


def test_guessing_codes_is_slowed_down_and_joining_is_not(
    base: Base, asking: httpx2.Client, clock: Clock
) -> None:
    laptop = Laptop("JS")
    for letters in ("AM", "BN", "CO"):
        join(base, asking, Laptop(letters), Inviting(letters))
    for _ in range(attempts.PER_ADDRESS):
        assert code(ask(base, asking, laptop, an_enrolment(laptop, "A" * 26))) == "code-refused"
    made = invite(base)
    refused = ask(base, asking, laptop, an_enrolment(laptop, made.code))
    assert (refused.status_code, code(refused)) == (429, "too-many")
    clock.move(timedelta(seconds=int(refused.headers["retry-after"]) + 1))
    assert ask(base, asking, laptop, an_enrolment(laptop, made.code)).status_code == 201


def test_guesses_of_a_clock_that_was_put_back_keep_nobody_out(
    base: Base, asking: httpx2.Client, clock: Clock
) -> None:
    with base.database.begin() as connection:
        ahead_ms = base.now_ms() + 400 * 24 * 3600 * 1000
        for _ in range(attempts.PER_ADDRESS):
            assert attempts.begin(connection, "10.0.0.7", ahead_ms) is not None
        assert attempts.begin(connection, "10.0.0.7", ahead_ms) is None
        assert attempts.begin(connection, "10.0.0.7", base.now_ms()) is not None


def test_a_new_laptop_takes_the_place_of_an_older_one_in_all_its_teams(
    base: Base, asking: httpx2.Client
) -> None:
    older, newer = Laptop("JS"), Laptop("JS")
    join(base, asking, older, Inviting("old"))
    with base.database.begin() as connection:
        about = {"id": INSPECTION, "pack": "0" * 64, "opened_ms": 0, "opened_by": older.device}
        connection.execute(inspection.insert().values(about))
        teams.add(connection, INSPECTION, older.device, teams.LEAD, 0)  # type: ignore[arg-type]
    join(base, asking, newer, Inviting("new", replaces=older.device))
    with base.database.read() as connection:
        assert teams.role(connection, INSPECTION, newer.device) == "lead"  # type: ignore[arg-type]
        assert teams.role(connection, INSPECTION, older.device) is None  # type: ignore[arg-type]
    rows = known(base)
    assert rows[older.device].replaced_by == newer.device
    assert not rows[older.device].is_living
    assert events(base)[-2:] == ["device-enrolled", "device-replaced"]


def test_the_same_laptop_may_enrol_anew_and_its_certificate_is_renewed(
    base: Base, asking: httpx2.Client, clock: Clock
) -> None:
    laptop = Laptop()
    first = join(base, asking, laptop, Inviting("old name"))
    clock.move(timedelta(days=300))
    second = join(base, asking, laptop, Inviting("new name"))
    assert first.certificate != second.certificate
    assert known(base)[laptop.device].label == "new name"


def test_a_revoked_laptop_does_not_come_back_by_a_code(base: Base, asking: httpx2.Client) -> None:
    laptop = enrolled(base)
    with base.database.begin() as connection:
        devices.revoke(connection, laptop.device, base.now_ms(), "admin")
        with pytest.raises(RuleViolation, match="revoked before"):
            devices.revoke(connection, laptop.device, base.now_ms(), "admin")
    answer = ask(base, asking, laptop, an_enrolment(laptop, invite(base).code))
    assert code(answer) == "revoked-device"
    assert events(base)[0] == "device-revoked"


@pytest.mark.parametrize(
    ("request_pem", "name", "words"),
    [
        (requested(ec.generate_private_key(ec.SECP384R1())), "Jo", "P-256"),
        ("nonsense", "Jo", "cannot be read"),
        (requested(), "\x07", "printable"),
    ],
)
def test_a_certificate_is_issued_for_a_sound_request_alone(
    base: Base, asking: httpx2.Client, request_pem: str, name: str, words: str
) -> None:
    laptop = Laptop()
    enrolment = an_enrolment(laptop, invite(base).code, certificate_request=request_pem, name=name)
    answer = ask(base, asking, laptop, enrolment)
    assert code(answer) == "bad-message"
    assert words in answer.json()["detail"]
    assert not known(base)


@pytest.mark.parametrize(
    ("inviting", "problem"),
    [
        (Inviting(""), BadInput),
        (Inviting("x" * 201), BadInput),
        (Inviting("a\x1b[2J"), BadInput),
        (Inviting("a", initials="j"), BadInput),
        (Inviting("a", initials="ABCDE"), BadInput),
        (Inviting("a", days=0), BadInput),
        (Inviting("a", days=31), BadInput),
        (Inviting("a", replaces=DeviceId("0" * 64)), NotFound),
    ],
)
def test_no_code_is_made_for_what_cannot_be(
    base: Base, inviting: Inviting, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        invite(base, inviting)
    assert events(base) == []


def test_a_laptop_is_found_by_initials_label_or_key_and_renamed(base: Base) -> None:
    laptop, other = enrolled(base, "JS"), enrolled(base, "AM")
    with base.database.begin() as connection:
        for words in ("js", "laptop JS", laptop.device[:12]):
            assert devices.found(connection, words).id == laptop.device
        devices.rename(connection, laptop.device, "laptop  AM", base.now_ms(), "admin")
        with pytest.raises(BadInput, match="Several"):
            devices.found(connection, "laptop AM")
        devices.revoke(connection, other.device, base.now_ms(), "admin")
        assert devices.found(connection, "laptop AM").id == laptop.device
        with pytest.raises(NotFound):
            devices.found(connection, "nobody")
        with pytest.raises(NotFound):
            devices.rename(connection, DeviceId("0" * 64), "x", 0, "admin")
        with pytest.raises(BadInput):
            devices.rename(connection, laptop.device, " ", 0, "admin")
