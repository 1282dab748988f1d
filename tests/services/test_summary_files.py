"""Countersigning and raising are recorded where the inspection is at hand, and travel with it."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain.changes.bodies import SummaryCountersigned, SummaryRaised
from inspector_app.domain.errors import MayNotLast, RuleViolation
from inspector_app.domain.ids import InspectionId, SectionId
from inspector_app.services.printing import Choice
from inspector_app.services.raising import Raised, raised_name
from inspector_app.services.reports import Countersigned, Exported, FileIdentity, OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.authorities import Authorities, authorities
from tests.support.failing_names import failing_names
from tests.support.vaults import Clock, a_vault, an_inspection

PIN = "484-271"
FEW_PAGES = Choice(sections=(SectionId("CC-PO"),))
SCHEMA = config.places().resources / "schemas" / "inspection.schema.json"


@dataclass(frozen=True)
class Made:
    """A summary that was signed, countersigned and raised in one vault."""

    vault: Unlocked
    inspection: InspectionId
    net: Authorities
    signed: Exported
    both: Countersigned
    raised: Raised


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("made")
    with (
        authorities(folder) as net,
        closing(a_vault(folder / "one", Clock(datetime.now(UTC)))) as vault,
    ):
        inspection = an_inspection(vault)
        own = OwnIdentity(vault.reports.make_identity("Jo Smith", PIN).id, PIN)
        lead = net.signer("Ann Lead")
        signed = vault.reports.export(inspection, folder / "summary.pdf", own, FEW_PAGES.options())
        both = vault.reports.countersign(
            signed.path, folder / "both.pdf", FileIdentity(lead.path, lead.passphrase)
        )
        raised = vault.reports.raise_(both.path, folder / "raised.pdf", net.tsa_url, net.roots())
        yield Made(vault, inspection, net, signed, both, raised)


def test_a_countersigned_summary_takes_no_place_of_the_signed_one(made: Made) -> None:
    before = made.signed.path.read_bytes()
    lead = made.net.signer("Bob Lead")
    with pytest.raises(RuleViolation, match="a file of its own"):
        made.vault.reports.countersign(
            made.signed.path, made.signed.path, FileIdentity(lead.path, lead.passphrase)
        )
    assert made.signed.path.read_bytes() == before


def test_what_was_made_of_a_summary_is_recorded(made: Made) -> None:
    assert made.both.is_noted
    assert made.raised.is_noted
    first, second = made.vault.inspections.standing(made.inspection).summary_files()
    assert isinstance(first, SummaryCountersigned)
    assert (first.of_sha256, first.file_sha256) == (made.signed.sha256, made.both.sha256)
    assert first.signer == "Ann Lead"
    assert isinstance(second, SummaryRaised)
    assert (second.of_sha256, second.file_sha256) == (made.both.sha256, made.raised.sha256)
    assert (second.level, second.authority) == ("PAdES B-T", "Time Stamps Ltd")
    countersignature = made.raised.verdict.countersignature
    assert countersignature is not None
    assert countersignature.level == "PAdES B-LTA"


def test_history_tells_both_and_neither_can_be_taken_back(made: Made) -> None:
    told = [each.what for each in made.vault.history.page(made.inspection).entries]
    assert "Countersigned a summary as Ann Lead" in told
    assert "Raised a summary to PAdES B-T, timestamped by Time Stamps Ltd" in told
    with pytest.raises(RuleViolation):
        made.vault.inspections.undo(made.inspection)


def test_the_list_of_summaries_says_what_became_of_one(made: Made) -> None:
    (signed,) = made.vault.printing.outlook(made.inspection, Choice()).signed
    assert signed.later == ("countersigned by Ann Lead", "raised to PAdES B-T")


def test_both_travel_by_the_schema_and_stand_on_another_laptop(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "whole.json"
    made.vault.exchange.export(made.inspection, file)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(file.read_text(encoding="utf-8")))
    with closing(a_vault(tmp_path / "other", initials="BC")) as other:
        other.exchange.take_in(file)
        there = other.inspections.standing(made.inspection).summary_files()
        assert there == made.vault.inspections.standing(made.inspection).summary_files()


def test_a_summary_of_elsewhere_is_raised_and_not_noted(made: Made, tmp_path: Path) -> None:
    clock = Clock(datetime.now(UTC))
    with closing(a_vault(tmp_path / "other", clock, "BC")) as other:
        raised = other.reports.raise_(
            made.both.path, tmp_path / "raised.pdf", made.net.tsa_url, made.net.roots()
        )
        assert not raised.is_noted
        lead = made.net.signer("Bo Lead")
        key = FileIdentity(lead.path, lead.passphrase)
        assert not other.reports.countersign(made.signed.path, tmp_path / "b.pdf", key).is_noted
        assert other.inspections.all() == ()


def test_a_raised_file_is_named_beside_its_own(tmp_path: Path) -> None:
    first = raised_name(tmp_path / "summary.pdf")
    assert first == tmp_path / "summary raised.pdf"
    assert raised_name(first).name == "summary raised 2.pdf"
    assert raised_name(raised_name(first)).name == "summary raised 3.pdf"


def test_a_signed_summary_that_may_not_last_is_said_to_be_in_no_list(
    made: Made, tmp_path: Path
) -> None:
    listed = made.vault.inspections.standing(made.inspection).summaries()
    own = OwnIdentity(made.vault.reports.identities()[0].id, PIN)
    target, options = tmp_path / "summary.pdf", FEW_PAGES.options()
    with failing_names(tmp_path), pytest.raises(MayNotLast, match="Until then no inspection lists"):
        made.vault.reports.export(made.inspection, target, own, options)
    assert target.read_bytes().startswith(b"%PDF")
    assert made.vault.inspections.standing(made.inspection).summaries() == listed
