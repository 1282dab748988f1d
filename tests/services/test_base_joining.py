"""Joining base: whom a laptop believes, what it keeps, and that a failed try costs nothing."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pyrage
import pytest

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import (
    BadInput,
    BaseAway,
    DeviceFull,
    RefusedByBase,
    RuleViolation,
    WrongPassphrase,
)
from inspector_app.domain.ids import SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.reports.facts import Options
from inspector_app.reports.verifying import Standing
from inspector_app.server import keys as key_files
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.verifying import verify_alone
from inspector_app.sync import refusals
from inspector_app.sync.client import BaseClient, connected
from inspector_app.sync.invitations import Invited
from inspector_app.vault.keyfile import NAME
from inspector_app.vault.sealing import bytes_of
from tests.server.support import RECOVERY_KEY
from tests.server.web.served import served
from tests.support.base import BaseLaptop, Shelf
from tests.support.commands import PIN
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection

SMALL = Options(sections=(SectionId("CN-CE"),), detail=DetailLevel.HEADLINES)


@pytest.fixture(scope="module")
def ann(shelf: Shelf) -> BaseLaptop:
    """A laptop whose vault was made with other initials than base allots."""
    return shelf.laptop(shelf.base.folder.parent, "AM", allotted="AMX")


def test_numbers_begin_with_the_letters_that_base_allots(ann: BaseLaptop) -> None:
    inspection = an_inspection(ann.vault)
    ann.vault.evidence.attach_bytes(inspection, "note.txt", b"seen")
    (item,) = ann.vault.inspections.standing(inspection).evidence()
    assert item.file.number == "AMX/1"


def test_whoever_joins_while_the_vault_is_open_numbers_and_is_named_by_the_new_letters_at_once(
    shelf: Shelf, tmp_path: Path
) -> None:
    with closing(a_vault(tmp_path, Clock(shelf.clock.time), "JS", shelf.connect)) as vault:
        inspection = an_inspection(vault)
        vault.inspections.name_member(
            inspection, None, "Ann Miller", Member(TeamRole.INSPECTOR, "AM")
        )
        standing = vault.inspections.standing(inspection)
        ann, owner = (person for person, _ in standing.members())
        for person in (ann, owner):
            vault.handing.hand_over(inspection, person)
        given = shelf.invitation("JS's laptop", initials="JSX").model_dump_json()
        vault.base.join(vault.base.read_invitation(given), "Jo Smith", PIN, PASSPHRASE)
        assert vault.inspector.initials == "JSX"
        vault.evidence.attach_bytes(inspection, "one.txt", b"one")
        vault.handing.hand_over(inspection, ann)
        vault.evidence.attach_bytes(inspection, "two.txt", b"two")
        numbers = {each.file.number for each in vault.inspections.standing(inspection).evidence()}
        assert numbers == {"JSX/1", "AM-JSX/1"}


def test_a_summary_signed_with_what_base_certified_is_known_by_bases_authority(
    ann: BaseLaptop, shelf: Shelf, tmp_path: Path
) -> None:
    inspection = an_inspection(ann.vault)
    (identity,) = ann.vault.reports.identities()
    assert "certified by Eastern region" in identity.label
    right, wrong = (OwnIdentity(identity.id, pin) for pin in (PIN, "wrong1"))
    ann.vault.reports.export(inspection, tmp_path / "summary.pdf", right, SMALL)
    with pytest.raises(WrongPassphrase):
        ann.vault.reports.export(inspection, tmp_path / "no.pdf", wrong, SMALL)
    authority = tmp_path / "authority.pem"
    authority.write_bytes(shelf.base.keys.authority)
    own = ann.vault.reports.verify(tmp_path / "summary.pdf").verdict
    assert own.standing in (Standing.KNOWN_HERE, Standing.KNOWN_ISSUER)
    stranger = verify_alone(tmp_path / "summary.pdf").verdict
    told = verify_alone(tmp_path / "summary.pdf", [authority]).verdict
    assert stranger.standing is Standing.UNKNOWN_ISSUER
    assert told.standing is Standing.KNOWN_ISSUER
    assert told.signer_name == "Inspector laptop AM"


def test_bases_recovery_key_opens_the_vault_and_the_passphrase_goes_on_working(
    ann: BaseLaptop, shelf: Shelf
) -> None:
    file = ann.folder / "vault" / NAME
    (slot,) = [s for s in json.loads(file.read_text())["slots"] if s["type"] == "age"]
    lines = (shelf.base.folder / RECOVERY_KEY).read_text().splitlines()
    secret = next(line for line in lines if line.startswith("AGE-SECRET-KEY"))
    opened = pyrage.decrypt(bytes_of(slot["wrapped"]), [pyrage.x25519.Identity.from_str(secret)])
    assert json.loads(opened)["what"] == "spr-inspector-vault-keys"
    assert ann.vault.base.standing().has_recovery
    ann.closed()
    ann.reopened()


def test_a_try_that_fails_leaves_the_invitation_good(shelf: Shelf, tmp_path: Path) -> None:
    clock = Clock(shelf.clock.time)
    with closing(a_vault(tmp_path, clock, "BW", shelf.connect)) as vault:
        good = vault.base.read_invitation(shelf.invitation("Bob").model_dump_json())
        with pytest.raises(WrongPassphrase):
            vault.base.join(good, "Bob", PIN, "another passphrase entirely")
        with pytest.raises(RuleViolation, match="signing PIN"):
            vault.base.join(good, "Bob", "12", PASSPHRASE)
        forged = Invited(good.address, good.secret, "A" * 16)
        with pytest.raises(BadInput, match="not the base that wrote this invitation"):
            vault.base.join(forged, "Bob", PIN, PASSPHRASE)
        assert vault.base.standing().pinned is None
        assert vault.reports.identities() == ()
        key_file = tmp_path / "vault" / NAME
        key_file.rename(aside := tmp_path / NAME)
        (key_file / "in the way").mkdir(parents=True)
        with pytest.raises(DeviceFull, match=r"has joined .* but .* may not open this vault yet"):
            vault.base.join(good, "Bob", PIN, PASSPHRASE)
        assert vault.base.standing().pinned is not None
        assert not vault.base.standing().has_recovery
        shutil.rmtree(key_file)
        aside.rename(key_file)
        vault.base.join(good, "Bob", PIN, PASSPHRASE)
        assert vault.base.standing().has_recovery
        # Once it was used by one laptop it is good for no other.
        with closing(a_vault(tmp_path / "other", clock, "CY", shelf.connect)) as other:
            with pytest.raises(RefusedByBase, match="does not accept this invitation"):
                other.base.join(good, "Cy", PIN, PASSPHRASE)
            assert other.base.standing().pinned is None


def test_whoever_stands_at_bases_address_without_its_key_hears_nothing(
    shelf: Shelf, ann: BaseLaptop, tmp_path: Path
) -> None:
    # Made by the real time, since the network's own checks go by it.
    today = datetime.now(UTC)
    key_files.renew_tls(shelf.base.folder, ("localhost",), today)
    other = tmp_path / "other"
    key_files.make(other, "Another", ("localhost",), (tmp_path / "safe.txt",), today)
    pinned = ann.vault.base.require_pinned()
    for folder, is_base in ((shelf.base.folder, True), (other, False)):
        certificate = folder / key_files.FOLDER / key_files.TLS
        with (
            served(shelf.base, certificate) as address,
            connected(pinned.enrolled.authority) as http,
        ):
            client = talking(http, address, ann)
            if is_base:
                assert client.at_base().base == pinned.enrolled.base
            else:
                with pytest.raises(BaseAway) as told:
                    client.at_base()
                assert str(told.value) == refusals.NOT_PROVEN


def talking(http: httpx2.Client, address: str, laptop: BaseLaptop) -> BaseClient:
    actor = laptop.vault.base._recording.actor
    return BaseClient(http, address, actor.device, actor.sign, laptop.clock)
