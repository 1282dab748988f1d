"""Who is of a team, what is held apart of those who are not, and what base signs about it."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import insert

from inspector_app.domain.changes.bodies import EvidenceAdded, Subject, subject
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import DeviceId, Sha256
from inspector_app.server import held, receipts, teams
from inspector_app.server.database import Database
from inspector_app.server.keys import Keys
from inspector_app.server.problems import Refused
from inspector_app.server.statements import form_of
from inspector_app.server.tables import backed_up
from inspector_app.sync.wire import (
    MEMBERSHIP_DOMAIN,
    RECEIPT_DOMAIN,
    Membership,
    Receipt,
    Signed,
)
from tests.server.test_journal import at_base, the_vector
from tests.server.test_purging import a_lead_and_bob, let_in
from tests.support.arrivals import NOW_MS, open_inspection, push
from tests.support.changes import INSPECTION, Laptop

EPOCH = "e" * 32


@pytest.fixture(scope="module")
def keys() -> Keys:
    signing = Ed25519PrivateKey.generate()
    device = DeviceId(signing.public_key().public_bytes_raw().hex())
    return Keys(device, signing, "", "", (), b"", b"")


def text_of(keys: Keys, domain: bytes, statement: Signed) -> str:
    """What was said, once its signature is seen to hold."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys.base))
    key.verify(base64.b64decode(statement.signature), domain + statement.text.encode())
    return statement.text


def members(database: Database, keys: Keys) -> Membership:
    with database.read() as connection:
        statement = teams.membership(connection, keys, INSPECTION)
    return Membership.model_validate_json(text_of(keys, MEMBERSHIP_DOMAIN, statement))


def reasons(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {each.change.id: each.reason for each in held.waiting(connection, INSPECTION)}


def test_the_list_says_who_is_of_the_team_who_left_and_who_counts_no_more(
    database: Database, keys: Keys
) -> None:
    ann, bob, cat, dot = (Laptop(name) for name in ("ann", "bob", "cat", "dot"))
    open_inspection(database, ann, bob, cat, strangers=[dot])
    before = members(database, keys)
    with database.begin() as connection:
        teams.remove(connection, INSPECTION, bob.device, NOW_MS)
        teams.revoke(connection, cat.device, NOW_MS)
        assert teams.role(connection, INSPECTION, ann.device) == "lead"
        for gone in (bob, cat, dot):
            assert teams.role(connection, INSPECTION, gone.device) is None
    after = members(database, keys)
    assert [each.device for each in after.laptops] == [ann.device]
    assert (after.left, after.revoked) == ((bob.device,), (cat.device,))
    assert after.number == before.number + 2


def test_what_alters_nothing_gives_the_list_no_other_number(database: Database, keys: Keys) -> None:
    ann, bob = Laptop("ann"), Laptop("bob")
    open_inspection(database, ann, bob)
    before = members(database, keys)
    with database.begin() as connection:
        teams.add(connection, INSPECTION, bob.device, "inspector", NOW_MS)
        teams.remove(connection, INSPECTION, DeviceId("f" * 64), NOW_MS)
    assert members(database, keys) == before
    with database.begin() as connection:
        teams.add(connection, INSPECTION, bob.device, "lead", NOW_MS)
        teams.remove(connection, INSPECTION, ann.device, NOW_MS)
        teams.add(connection, INSPECTION, ann.device, "inspector", NOW_MS)
    assert {each.initials: each.role for each in members(database, keys).laptops} == {
        "AN": "inspector",
        "BO": "lead",
    }


def test_nobody_is_added_who_is_unknown_or_revoked_or_to_nothing(database: Database) -> None:
    ann, bob = Laptop("ann"), Laptop("bob")
    open_inspection(database, ann, strangers=[bob])
    with database.begin() as connection:
        teams.revoke(connection, bob.device, NOW_MS)
    for inspection, device in (
        (INSPECTION, bob.device),
        (INSPECTION, "f" * 64),
        ("2" * 32, ann.device),
    ):
        with pytest.raises(Refused), database.begin() as connection:
            teams.add(connection, inspection, device, "inspector", NOW_MS)  # type: ignore[arg-type]


def test_unsent_work_of_a_revoked_laptop_is_held_until_a_lead_names_it(
    database: Database,
) -> None:
    ann, bob = a_lead_and_bob(database)
    sent, unsent = bob.answer("sent before"), bob.answer("unsent")
    push(database, bob, [sent])
    with database.begin() as connection:
        teams.revoke(connection, bob.device, NOW_MS)
    taken = push(database, ann, [sent, unsent])
    assert (taken.known, taken.held) == (1, (unsent.id,))
    assert reasons(database) == {unsent.id: "revoked"}
    push(database, ann, [let_in(ann, bob)])
    assert unsent.id not in at_base(database), "that it may come says nothing of this"
    push(database, ann, [let_in(ann, bob, unsent)])
    assert at_base(database)[unsent.id] == unsent
    assert reasons(database) == {}


def test_what_one_who_left_brings_is_held_whoever_recorded_it(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    own, anns = bob.answer("own"), ann.answer("ann's")
    with database.begin() as connection:
        teams.remove(connection, INSPECTION, bob.device, NOW_MS)
    assert push(database, bob, [own, anns]).held == tuple(sorted((own.id, anns.id)))
    assert reasons(database) == {own.id: "left", anns.id: "left"}
    push(database, ann, [own, anns])
    assert reasons(database) == {}, "a team-mate brought the same"
    assert {own.id, anns.id} <= set(at_base(database))


def test_nobody_but_a_lead_lets_in_what_is_held(database: Database) -> None:
    ann, bob = a_lead_and_bob(database)
    cat = Laptop("cat")
    with database.begin() as connection:
        teams.revoke(connection, bob.device, NOW_MS)
    unsent = bob.answer("unsent")
    push(database, ann, [unsent, let_in(ann, cat)])
    push(database, ann, [let_in(cat, bob, unsent)])
    assert reasons(database) == {unsent.id: "revoked"}


def test_work_of_an_unknown_laptop_comes_in_when_it_is_put_into_the_team(
    database: Database,
) -> None:
    ann, bob = Laptop("ann"), Laptop("bob")
    open_inspection(database, ann, strangers=[bob])
    work = bob.answer("early")
    push(database, ann, [ann.begin(), work])
    assert reasons(database) == {work.id: "unknown"}
    with database.begin(INSPECTION) as connection:
        teams.add(connection, INSPECTION, bob.device, "inspector", NOW_MS)
    assert reasons(database) == {}
    assert work.id in at_base(database)


def test_a_receipt_says_what_base_holds_and_what_its_backup_holds(
    database: Database, keys: Keys
) -> None:
    ann = Laptop("ann")
    open_inspection(database, ann)
    old, new, late = Sha256("a" * 64), Sha256("b" * 64), Sha256("c" * 64)

    def attach(number: int, sha256: Sha256) -> None:
        kept = EvidenceAdded(EvidenceFile(f"AN/{number}", "x", sha256, 1, "image/jpeg"))
        about = subject(Subject.EVIDENCE, f"{number:032x}")
        push(database, ann, [ann.record(kept, about)])

    def receipt() -> Receipt:
        with database.begin() as connection:
            args = (keys, EPOCH, INSPECTION, ann.device, NOW_MS)
            statement = receipts.issue(connection, *args)
        return Receipt.model_validate_json(text_of(keys, RECEIPT_DOMAIN, statement))

    attach(1, old)
    attach(2, new)
    first = receipt()
    assert (first.lacks, first.backup, first.backup_lacks) == ((old, new), None, ())
    covered = form_of(the_vector(database))
    assert first.vector == covered
    with database.begin() as connection:
        row = {"inspection": INSPECTION, "backup": "b" * 32, "vector": covered.model_dump_json()}
        connection.execute(insert(backed_up).values(**row, lacks=json.dumps([new])))
    attach(3, late)
    second = receipt()
    assert (second.backup, second.backup_vector) == ("b" * 32, covered)
    assert second.backup_lacks == (new, late), "what was named since is in no backup"
    assert second.lacks == (old, new, late)
