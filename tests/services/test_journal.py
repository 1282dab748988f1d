"""Checking, admitting and destroying, as a user does it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import BodyPurged, Purged, Subject, SummarySigned, subject
from inspector_app.domain.changes.chain import Fault
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import body_hash, change_id, read_change
from inspector_app.domain.errors import Cancelled, JournalDamaged, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.held import Absence
from inspector_app.domain.ids import ChangeId, EvidenceId, InspectionId, LineId, Sha256
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.vault import DATABASE, Unlocked
from inspector_app.vault import keyfile
from tests.support.changes import Laptop
from tests.support.needles import decrypted, files_with
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE, ABOUT = LineId("CC-PO-01"), "answer:CC-PO-01"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def sql(vault: Unlocked, statement: str, **values: object) -> None:
    """Do to the database what only a fault or an attacker does."""
    with vault._database.begin() as work:
        connection = work.journal._connection
        for row in ("change", "header", "body"):
            for done in ("altered", "deleted"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {row}_is_never_{done}"))
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text(statement), values)
        work.commit()


def answers(vault: Unlocked, inspection: InspectionId, count: int = 4) -> list[ChangeId]:
    return [
        vault.inspections.answer(inspection, LINE, Answer(note=f"note {n}")).changes[0]
        for n in range(count)
    ]


def test_a_sound_journal_is_told_to_be_sound(vault: Unlocked, inspection: InspectionId) -> None:
    answers(vault, inspection)
    told: list[tuple[int, int]] = []

    check = vault.checks.check(inspection, progress=lambda *each: told.append(each))

    assert check.is_sound
    assert (check.changes, check.chains, check.purged, check.quarantined) == (6, 1, 0, 0)
    assert told == [(done, 6) for done in range(1, 7)]
    assert vault.checks.glance() == ()


def test_a_check_can_be_stopped(vault: Unlocked, inspection: InspectionId) -> None:
    with pytest.raises(Cancelled):
        vault.checks.check(inspection, cancelled=lambda: True)


def test_a_header_altered_in_the_database_is_named_at_opening_and_by_the_check(
    vault: Unlocked, inspection: InspectionId
) -> None:
    change = answers(vault, inspection)[1]
    sql(
        vault,
        "UPDATE header SET header = CAST(replace(CAST(header AS TEXT), :old, :new) AS BLOB)"
        " WHERE position = (SELECT position FROM change WHERE id = :id)",
        old='"kv":1',
        new='"kv":2',
        id=change,
    )

    for findings in (vault.checks.glance(), vault.checks.check(inspection).findings):
        assert (Fault.ALTERED, change) in [(each.fault, each.change) for each in findings]
        assert Fault.GAP not in [each.fault for each in findings]


def test_a_body_altered_in_the_database_is_named_by_the_check(
    vault: Unlocked, inspection: InspectionId
) -> None:
    change = answers(vault, inspection)[1]
    sql(vault, "UPDATE body SET body = x'7b7d' WHERE change_id = :id", id=change)

    check = vault.checks.check(inspection)

    assert [(each.fault, each.change) for each in check.findings] == [(Fault.ALTERED, change)]


def test_a_change_taken_out_of_the_database_is_a_gap(
    vault: Unlocked, inspection: InspectionId
) -> None:
    changes = answers(vault, inspection)
    cut(vault, changes[1:2])

    for findings in (vault.checks.glance(), vault.checks.check(inspection).findings):
        assert [(each.fault, each.sequence) for each in findings] == [(Fault.GAP, 4)]


def cut(vault: Unlocked, changes: list[ChangeId]) -> None:
    for change in changes:
        sql(vault, "DELETE FROM version WHERE change_id = :id", id=change)
        sql(vault, "DELETE FROM body WHERE change_id = :id", id=change)
        sql(
            vault,
            "DELETE FROM header WHERE position = (SELECT position FROM change WHERE id = :id)",
            id=change,
        )
        sql(vault, "DELETE FROM change WHERE id = :id", id=change)


def test_a_tail_cut_below_a_signed_summary_is_found(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    changes = answers(vault, inspection)
    with vault._database.read() as work:
        heads = work.journal.heads(inspection)
    vault.close()
    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    body = SummarySigned(
        Sha256("1" * 64), 1, Sha256("2" * 64), heads, "Jo Smith", Sha256("3" * 64), "self-issued"
    )
    vault.inspections._recording.act(inspection, [(subject(Subject.SUMMARY, "1"), body)])
    assert vault.checks.check(inspection).is_sound

    cut(vault, changes[2:])

    for findings in (vault.checks.glance(), vault.checks.check(inspection).findings):
        told = [(each.fault, each.change) for each in findings]
        assert (Fault.CUT_TAIL, changes[-1]) in told
    vault.close()


def test_a_tail_cut_below_the_next_session_is_found(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    changes = answers(vault, inspection)
    vault.close()
    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    answers(vault, inspection, 1)
    assert vault.checks.glance() == ()

    cut(vault, changes[2:])

    for findings in (vault.checks.glance(), vault.checks.check(inspection).findings):
        assert [(each.fault, each.change) for each in findings] == [(Fault.CUT_TAIL, changes[-1])]
    vault.close()


def test_a_tail_cut_below_a_head_that_somebody_knows_is_found(
    vault: Unlocked, inspection: InspectionId
) -> None:
    changes = answers(vault, inspection)
    with vault._database.read() as work:
        known = tuple(work.journal.heads(inspection).items())
    assert vault.checks.check(inspection, known).is_sound

    cut(vault, changes[3:])

    (finding,) = vault.checks.check(inspection, known).findings
    assert (finding.fault, finding.change) == (Fault.CUT_TAIL, changes[-1])


def test_rows_that_are_not_the_fold_are_told_and_folded_anew(
    vault: Unlocked, inspection: InspectionId
) -> None:
    changes = answers(vault, inspection)
    assert not vault.journal.rebuild(inspection)
    sql(vault, "UPDATE version SET change_id = :id WHERE subject = :s", id=changes[0], s=ABOUT)

    assert not vault.checks.check(inspection).projection_is_equal
    assert vault.journal.rebuild(inspection)

    assert vault.checks.check(inspection).is_sound
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="note 3")


@dataclass
class Stranger:
    """A laptop that works on the same inspection elsewhere."""

    laptop: Laptop

    @classmethod
    def of(cls, inspection: InspectionId, name: str = "stranger") -> "Stranger":
        return cls(Laptop(name, inspection))

    def answers(self, count: int) -> list[Change]:
        return [
            self.laptop.answer(f"elsewhere {n}", self.laptop.recorded[-1:], ABOUT)
            for n in range(count)
        ]


def named_as(vault: Unlocked, inspection: InspectionId, laptop: Laptop, role: TeamRole) -> None:
    """Have the inspection's first author name a laptop's person, before what it records next."""
    vault.inspections.name_member(inspection, laptop.person, "", Member(role, "LE"))
    laptop.now_ms += 86_400_000


def test_what_a_stranger_recorded_waits_until_a_person_admits_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    answers(vault, inspection, 1)
    stranger = Stranger.of(inspection)
    changes = stranger.answers(3)

    taken = vault.journal.take_in(inspection, changes)

    device = stranger.laptop.device
    assert (taken.fresh, taken.waiting, taken.apart) == (3, (device,), ())
    assert not vault.inspections.standing(inspection).answer(LINE).in_conflict
    assert vault.checks.check(inspection).quarantined == 3
    assert len(vault.inspections.history(inspection, ABOUT)) == 1

    act = vault.journal.admit(inspection, device, "Ann Mbeki's laptop")

    assert [state.subject for state in act.states] == [ABOUT]
    assert vault.inspections.standing(inspection).answer(LINE).in_conflict
    assert vault.checks.check(inspection).is_sound
    assert vault.checks.check(inspection).quarantined == 0
    (admitted,) = vault.inspections.history(inspection, subject(Subject.DEVICE, device))
    assert admitted.id == act.changes[0]
    with pytest.raises(NotFound, match="waits"):
        vault.journal.admit(inspection, device, "again")


def test_what_an_admitted_laptop_records_later_is_folded_in_as_it_comes(
    vault: Unlocked, inspection: InspectionId
) -> None:
    stranger = Stranger.of(inspection)
    vault.journal.take_in(inspection, stranger.answers(1))
    vault.journal.admit(inspection, stranger.laptop.device, "known")

    taken = vault.journal.take_in(inspection, stranger.answers(2))

    assert (taken.fresh, taken.waiting, taken.apart) == (2, (), ())
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="elsewhere 1")
    assert vault.journal.take_in(inspection, stranger.laptop.recorded).fresh == 0


def test_what_lies_beyond_a_gap_is_kept_apart_and_told_until_the_gap_is_closed(
    vault: Unlocked, inspection: InspectionId
) -> None:
    stranger = Stranger.of(inspection)
    changes = stranger.answers(5)
    vault.journal.take_in(inspection, changes[:2])
    vault.journal.admit(inspection, stranger.laptop.device, "known")

    taken = vault.journal.take_in(inspection, changes[3:])

    assert [each.fault for each in taken.apart] == [Fault.GAP]
    assert "missing" in taken.apart[0].words()
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="elsewhere 1")
    assert vault.checks.check(inspection).quarantined == 2

    taken = vault.journal.take_in(inspection, changes[2:3])

    assert taken.apart == ()
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="elsewhere 4")
    assert vault.checks.check(inspection).quarantined == 0


def test_a_fork_is_kept_as_branches_and_told_and_a_person_may_admit_one(
    vault: Unlocked, inspection: InspectionId
) -> None:
    stranger, clone = Stranger.of(inspection), Stranger.of(inspection)
    changes = stranger.answers(2)
    assert clone.answers(1) == changes[:1]
    branch = clone.laptop.answer("on the clone", changes[:1], ABOUT)
    vault.journal.take_in(inspection, changes[:1])
    vault.journal.admit(inspection, stranger.laptop.device, "known")

    taken = vault.journal.take_in(inspection, [changes[1], branch])

    assert {(each.fault, each.change) for each in taken.apart} == {
        (Fault.FORK, changes[1].id),
        (Fault.FORK, branch.id),
    }
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="elsewhere 0")

    vault.journal.admit(inspection, stranger.laptop.device, "the true one", [changes[1].id])

    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="elsewhere 1")
    check = vault.checks.check(inspection)
    assert check.quarantined == 1
    assert {each.fault for each in check.findings} == {Fault.FORK}
    assert {each.fault for each in vault.checks.glance()} == {Fault.FORK}


@pytest.mark.parametrize("what", ["signature", "inspection", "body"])
def test_one_false_change_and_nothing_at_all_is_taken_in(
    vault: Unlocked, inspection: InspectionId, what: str
) -> None:
    stranger = Stranger.of(inspection)
    good = stranger.answers(2)
    if what == "signature":
        false = read_change(good[1].header_bytes, bytes(64), good[1].salt, good[1].body_bytes)
    elif what == "inspection":
        false = Laptop("x", InspectionId("e" * 32)).answer("of another inspection")
    else:
        false = _loosely_written(stranger.laptop)

    with pytest.raises(JournalDamaged, match="Nothing was taken in"):
        vault.journal.take_in(inspection, [good[0], false])

    assert vault.checks.check(inspection).quarantined == 0


def _loosely_written(laptop: Laptop) -> Change:
    """A change that its device signed, with a body in another than its one proper form."""
    change = laptop.answer("x", about=ABOUT)
    body = b'{"answer": {"note": "x"}}'
    assert change.salt is not None
    header = change.header_bytes.replace(
        change.header.body_hash.encode(), body_hash(change.salt, body).encode()
    )
    signature = laptop.key.sign(bytes.fromhex(change_id(header)))
    return read_change(header, signature, change.salt, body)


def test_an_unknown_kind_is_kept_relayed_and_shown_as_newer(
    vault: Unlocked, inspection: InspectionId
) -> None:
    laptop = Stranger.of(inspection).laptop
    known = laptop.answer("x", about=ABOUT)
    header = known.header_bytes.replace(b"answer-recorded", b"answer-weighed")
    signature = laptop.key.sign(bytes.fromhex(change_id(header)))
    newer = read_change(header, signature, known.salt, known.body_bytes)

    vault.journal.take_in(inspection, [newer])
    vault.journal.admit(inspection, laptop.device, "newer app")

    field = vault.inspections.standing(inspection).answer(LINE)
    assert field.first is not None
    assert field.first.absence is Absence.NEWER
    assert vault.inspections.history(inspection, ABOUT) == (newer,)
    assert vault.checks.check(inspection).is_sound
    act = vault.inspections.answer(inspection, LINE, Answer(note="on top"))
    assert act.changes
    with pytest.raises(RuleViolation, match="newer version"):
        vault.inspections.undo(inspection)


def open_pages(vault_folder: Path) -> bytes:
    keys = keyfile.unlock(vault_folder, PASSPHRASE).keys
    return decrypted(vault_folder / DATABASE, keys.database)


def test_after_a_purge_no_byte_of_the_body_is_left_and_history_shows_who_when_and_why(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    needle = os.urandom(20).hex()
    vault.inspections.answer(inspection, LINE, Answer(note=f"{needle} once"))
    vault.inspections.answer(inspection, LINE, Answer(note=f"{needle} twice " * 500))
    vault.desk.keep_typed(inspection, LINE, f"{needle} or so")
    with vault._database.read() as work:
        salts = [change.salt for change in work.journal.changes(inspection, ABOUT)]
    assert needle.encode() in open_pages(tmp_path / "vault")  # else the search proves nothing

    plan = vault.journal.plan_purge(inspection, ABOUT)
    assert len(plan.changes) == 2
    assert plan.beyond_reach
    act = vault.journal.purge(plan, "spilled-material", "marked SECRET")

    pages = open_pages(tmp_path / "vault")
    assert needle.encode() not in pages
    assert all(salt is not None and salt not in pages for salt in salts)
    assert files_with(needle.encode(), tmp_path) == []
    check = vault.checks.check(inspection)
    assert check.is_sound
    assert check.purged == 2
    history = vault.inspections.history(inspection, ABOUT)
    assert [type(change.body) for change in history] == [Purged, Purged, BodyPurged]
    assert history[-1].id == act.changes[0]
    assert isinstance(history[-1].body, BodyPurged)
    assert history[-1].body.reason == "marked SECRET"
    vault.inspections.answer(inspection, LINE, Answer(note="held at headquarters"))
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(
        note="held at headquarters"
    )


def attach(
    vault: Unlocked, inspection: InspectionId, path: Path, content: bytes
) -> tuple[EvidenceId, str]:
    path.write_bytes(content)
    (attached,) = vault.evidence.attach(inspection, [path], [LINE], caption=path.stem)
    assert attached.item is not None
    return attached.item, attached.number


def test_purging_an_item_destroys_its_file_its_key_its_name_and_its_caption(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    needle = os.urandom(20).hex()
    item, number = attach(vault, inspection, tmp_path / f"{needle}.txt", needle.encode() * 9)
    (tmp_path / f"{needle}.txt").unlink()
    with vault._database.read() as work:
        (name,) = work.blobs.names()
        key = work.blobs.key_of(name)
    assert key is not None
    assert needle.encode() in open_pages(tmp_path / "vault")

    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, item))
    assert (len(plan.changes), len(plan.blobs), plan.numbers) == (2, 1, (number,))
    vault.journal.purge(plan, "spilled-material", "marked SECRET")

    pages = open_pages(tmp_path / "vault")
    assert needle.encode() not in pages
    assert key not in pages
    assert [path for path in (tmp_path / "vault" / "evidence").rglob("*") if path.is_file()] == []
    assert vault.inspections.standing(inspection).evidence() == ()
    assert vault.checks.check(inspection).is_sound


def test_the_number_of_a_purged_item_is_never_given_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    attach(vault, inspection, tmp_path / "a.txt", b"a")
    item, number = attach(vault, inspection, tmp_path / "b.txt", b"b")
    assert number == "JS/2"
    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, item))
    vault.journal.purge(plan, "other", "a mistake")
    vault.journal.take_in(inspection, [])  # counts anew
    with vault._database.begin() as work:  # as in a vault that never counted
        work.settings.set(f"number/{inspection}/JS", None)
        work.commit()

    assert attach(vault, inspection, tmp_path / "c.txt", b"c")[1] == "JS/3"


def test_a_file_that_another_item_holds_too_stays_and_the_plan_says_so(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    first, _ = attach(vault, inspection, tmp_path / "a.txt", b"the same bytes")
    vault.evidence.withdraw(inspection, first, "of another force")
    second, number = attach(vault, inspection, tmp_path / "b.txt", b"the same bytes")

    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, first))
    assert (plan.blobs, plan.kept_by) == ((), (number,))
    vault.journal.purge(plan, "other", "a mistake")

    (item,) = vault.inspections.standing(inspection).evidence()
    assert item.id == second
    vault.evidence.check(inspection, item.file.sha256)


def test_a_purge_that_comes_from_another_laptop_destroys_here_too(
    tmp_path: Path, vault: Unlocked, inspection: InspectionId
) -> None:
    needle = os.urandom(20).hex()
    item, _ = attach(vault, inspection, tmp_path / f"{needle}.txt", needle.encode())
    (tmp_path / f"{needle}.txt").unlink()
    about = subject(Subject.EVIDENCE, item)
    added = vault.inspections.history(inspection, about)[0]
    file = added.body.file  # type: ignore[union-attr]
    lead = Stranger.of(inspection, "lead").laptop
    named_as(vault, inspection, lead, TeamRole.LEAD)
    purge = lead.record(BodyPurged((added.id,), "other", "spilled", (), (file.sha256,)), about)

    vault.journal.take_in(inspection, [purge])
    assert vault.inspections.standing(inspection).evidence()
    vault.journal.admit(inspection, lead.device, "the lead's laptop")

    assert vault.inspections.standing(inspection).evidence() == ()
    pages = open_pages(tmp_path / "vault")
    # The caption is another subject, which this purge did not name.
    assert f"{needle}.txt".encode() not in pages
    assert [path for path in (tmp_path / "vault" / "evidence").rglob("*") if path.is_file()] == []


def test_a_purge_from_elsewhere_leaves_a_file_that_another_item_here_holds(
    tmp_path: Path, vault: Unlocked, inspection: InspectionId
) -> None:
    first, _ = attach(vault, inspection, tmp_path / "a.txt", b"the same bytes")
    about = subject(Subject.EVIDENCE, first)
    added = vault.inspections.history(inspection, about)[0]
    vault.evidence.withdraw(inspection, first, "of another force")
    attach(vault, inspection, tmp_path / "b.txt", b"the same bytes")
    (second,) = vault.inspections.standing(inspection).evidence()
    lead = Stranger.of(inspection, "lead").laptop
    named_as(vault, inspection, lead, TeamRole.LEAD)
    body = BodyPurged((added.id,), "other", "spilled", (), (second.file.sha256,))
    vault.journal.take_in(inspection, [lead.record(body, about)])
    vault.journal.admit(inspection, lead.device, "the lead's laptop")

    assert isinstance(vault.inspections.history(inspection, about)[0].body, Purged)
    vault.evidence.check(inspection, second.file.sha256)


def test_a_purge_that_was_cut_off_is_finished_when_the_vault_is_next_opened(
    tmp_path: Path, vault: Unlocked, inspection: InspectionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    needle = os.urandom(20).hex()
    item, _ = attach(vault, inspection, tmp_path / "a.txt", needle.encode())
    (tmp_path / "a.txt").unlink()
    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, item))
    monkeypatch.setattr(vault.journal, "finish_purges", lambda: False)  # as a power cut would
    vault.journal.purge(plan, "spilled-material", "marked SECRET")
    evidence = tmp_path / "vault" / "evidence"
    assert [path for path in evidence.rglob("*") if path.is_file()]
    vault.close()

    again = vault_service(tmp_path).unlock(PASSPHRASE)

    assert [path for path in evidence.rglob("*") if path.is_file()] == []
    assert again.checks.check(inspection).is_sound
    with again._database.read() as work:
        assert work.settings.get("purge/unfinished") is None
    again.close()


def test_a_file_that_is_kept_anew_before_a_purge_is_finished_stays(
    tmp_path: Path, vault: Unlocked, inspection: InspectionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A purge waits for readers and for room, and the vault is worked in meanwhile."""
    item, _ = attach(vault, inspection, tmp_path / "a.txt", b"purged by mistake")
    sha256 = vault.inspections.standing(inspection).evidence()[0].file.sha256
    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, item))
    with monkeypatch.context() as held_up:
        held_up.setattr(vault.journal, "_wipe_free_pages", lambda: False)  # as a reader would
        vault.journal.purge(plan, "other", "the wrong item")
    attach(vault, inspection, tmp_path / "a.txt", b"purged by mistake")

    assert vault.journal.finish_purges()
    vault.evidence.check(inspection, sha256)

    (again,) = vault.inspections.standing(inspection).evidence()
    plan = vault.journal.plan_purge(inspection, subject(Subject.EVIDENCE, again.id))
    with monkeypatch.context() as cut:
        cut.setattr(vault.journal, "finish_purges", lambda: False)  # its file is not removed yet
        vault.journal.purge(plan, "other", "the wrong item once more")
    attach(vault, inspection, tmp_path / "a.txt", b"purged by mistake")

    assert vault.journal.finish_purges()
    vault.evidence.check(inspection, sha256)


def test_a_purge_needs_something_to_destroy_a_ground_and_a_reason(
    vault: Unlocked, inspection: InspectionId
) -> None:
    answers(vault, inspection, 1)
    plan = vault.journal.plan_purge(inspection, ABOUT)
    for ground, reason in (("", "why"), ("other", " ")):
        with pytest.raises(RuleViolation):
            vault.journal.purge(plan, ground, reason)
    for about in ("answer:CC-PO-02", "inspection", "summary:1", "device:1"):
        with pytest.raises(RuleViolation):
            vault.journal.plan_purge(inspection, about)
    vault.journal.purge(plan, "other", "why")
    with pytest.raises(RuleViolation):
        vault.journal.plan_purge(inspection, ABOUT)
    with pytest.raises(RuleViolation, match="stands for good"):
        vault.inspections.undo_change(
            inspection, vault.inspections.history(inspection, ABOUT)[-1].id
        )


def test_once_others_have_worked_on_it_only_the_lead_purges(tmp_path: Path) -> None:
    vault = a_vault(tmp_path, Clock())
    inspection = an_inspection(vault, me=Member(TeamRole.INSPECTOR, "JS"))
    answers(vault, inspection, 1)
    stranger = Stranger.of(inspection)
    vault.journal.take_in(inspection, stranger.answers(1))
    vault.journal.admit(inspection, stranger.laptop.device, "known")
    plan = vault.journal.plan_purge(inspection, ABOUT)
    assert any("laptop" in each for each in plan.beyond_reach)
    with pytest.raises(RuleViolation, match="only its lead"):
        vault.journal.purge(plan, "other", "why")

    me = vault.inspector.person
    vault.inspections.name_member(inspection, me, "", Member(TeamRole.LEAD, "JS"))

    assert vault.journal.purge(plan, "other", "why").changes
    vault.close()


def test_a_caption_recorded_again_after_a_purge_is_kept(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    item, _ = attach(vault, inspection, tmp_path / "a.txt", b"a")
    about = subject(Subject.CAPTION, item)
    vault.journal.purge(vault.journal.plan_purge(inspection, about), "other", "a name in it")

    vault.evidence.caption(inspection, item, Caption("without a name"))

    (shown,) = vault.inspections.standing(inspection).evidence()
    assert shown.caption == Caption("without a name")
