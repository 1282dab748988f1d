"""What is looked at when the vault opens, in the background, and before anything is signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.chain import Fault, Finding
from inspector_app.domain.errors import Cancelled, JournalDamaged
from inspector_app.domain.ids import ChangeId, InspectionId, LineId, SectionId
from inspector_app.reports.facts import Options
from inspector_app.services import checking
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

LINE = LineId("CC-PO-01")
FORGE_A_SIGNATURE = "UPDATE change SET signature = zeroblob(64) WHERE id = :id"
ALTER_A_BODY = "UPDATE body SET body = x'7b7d' WHERE change_id = :id"
ALTER_A_HEADER = (
    "UPDATE header SET header = CAST(replace(CAST(header AS TEXT), 'kv\"\\:1', 'kv\"\\:2') AS BLOB)"
    " WHERE position = (SELECT position FROM change WHERE id = :id)"
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def tamper(vault: Unlocked, statement: str, change: ChangeId) -> None:
    """Do to the database what only a fault or an attacker does."""
    with vault._database.begin() as work:
        connection = work.journal._connection
        for row in ("change", "header", "body"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {row}_is_never_altered"))
        connection.execute(text(statement), {"id": change})
        work.commit()


def answers(vault: Unlocked, inspection: InspectionId, count: int = 5) -> list[ChangeId]:
    return [
        vault.inspections.answer(inspection, LINE, Answer(note=f"note {n}")).changes[0]
        for n in range(count)
    ]


def told(findings: tuple[Finding, ...]) -> list[tuple[Fault, ChangeId | None]]:
    return [(each.fault, each.change) for each in findings]


def test_a_sound_journal_is_looked_through_and_nothing_is_told(
    vault: Unlocked, inspection: InspectionId
) -> None:
    answers(vault, inspection)
    heard: list[tuple[int, int]] = []

    assert vault.checks.look_through(lambda *each: heard.append(each)) == ()
    assert heard[-1] == (7, 7)
    assert vault.checks.glance() == ()


def test_a_forged_signature_in_the_midst_is_found_by_looking_through(
    vault: Unlocked, inspection: InspectionId
) -> None:
    change = answers(vault, inspection)[1]
    tamper(vault, FORGE_A_SIGNATURE, change)

    assert vault.checks.glance() == ()  # the last signature vouches for it, through the links
    for _ in range(2):  # it is told every time, not once
        assert told(vault.checks.look_through()) == [(Fault.BAD_SIGNATURE, change)]


@pytest.mark.parametrize("statement", [ALTER_A_BODY, ALTER_A_HEADER])
def test_what_is_altered_after_it_was_found_sound_is_found_again(
    vault: Unlocked, inspection: InspectionId, statement: str
) -> None:
    change = answers(vault, inspection)[1]
    assert vault.checks.look_through() == ()

    tamper(vault, statement, change)

    found = told(vault.checks.look_through())
    assert found[0] == (Fault.ALTERED, change)
    assert found.count((Fault.ALTERED, change)) == 1


def test_the_end_of_what_was_found_sound_is_looked_at_at_every_opening(
    vault: Unlocked, inspection: InspectionId
) -> None:
    change = answers(vault, inspection)[-1]
    assert vault.checks.look_through() == ()

    tamper(vault, FORGE_A_SIGNATURE, change)

    assert told(vault.checks.glance()) == [(Fault.BAD_SIGNATURE, change)]


def test_opening_reads_only_what_came_after_what_was_found_sound(
    vault: Unlocked, inspection: InspectionId
) -> None:
    old = answers(vault, inspection)[1]
    assert vault.checks.look_through() == ()
    new = answers(vault, inspection, 3)[1]
    tamper(vault, ALTER_A_HEADER, old)
    assert vault.checks.glance() == ()

    tamper(vault, ALTER_A_HEADER, new)

    assert (Fault.ALTERED, new) in told(vault.checks.glance())


def test_a_look_that_was_stopped_goes_on_where_it_was(
    vault: Unlocked, inspection: InspectionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = answers(vault, inspection)
    monkeypatch.setattr(checking, "_AT_ONCE", 2)
    asked = iter([False] * 5 + [True])
    with pytest.raises(Cancelled):
        vault.checks.look_through(cancelled=lambda: next(asked))

    tamper(vault, FORGE_A_SIGNATURE, changes[1])  # the fourth of all: it was found sound
    tamper(vault, FORGE_A_SIGNATURE, changes[3])

    assert told(vault.checks.look_through()) == [(Fault.BAD_SIGNATURE, changes[3])]


def test_nothing_is_signed_over_what_its_device_did_not_sign(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    identity = vault.reports.make_identity("Jo Smith", "246810")
    change = answers(vault, inspection)[1]
    tamper(vault, FORGE_A_SIGNATURE, change)
    target = tmp_path / "summary.pdf"

    with pytest.raises(
        JournalDamaged, match=r"Nothing was written: Change 4 of the series .* kept as"
    ):
        vault.reports.export(inspection, target, OwnIdentity(identity.id, "246810"))

    assert not target.exists()
    assert vault.inspections.standing(inspection).summaries() == ()


def test_damage_in_one_inspection_does_not_stop_another_from_being_signed(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    identity = vault.reports.make_identity("Jo Smith", "246810")
    other = an_inspection(vault)
    tamper(vault, FORGE_A_SIGNATURE, answers(vault, inspection)[1])

    own, few_pages = OwnIdentity(identity.id, "246810"), Options(sections=(SectionId("CC-PO"),))
    vault.reports.export(other, tmp_path / "summary.pdf", own, few_pages)

    assert len(vault.inspections.standing(other).summaries()) == 1
