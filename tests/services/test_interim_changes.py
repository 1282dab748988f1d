"""Changes since an interim summary: of this laptop or another, after a purge, under a marking."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import InterimMade, Subject, subject
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChainId, ChangeId, LineId, SectionId, Sha256
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.sources import RunState, Source, UnannouncedTest
from inspector_app.domain.values import Judged, Named, Names
from inspector_app.reports.facts import Options
from tests.reports.test_layout import pages_of
from tests.support import small_packs
from tests.support.laptops import a_laptop, introduced
from tests.support.small_packs import ENOUGH
from tests.support.vaults import a_vault, an_inspection

PO = (SectionId("CC-PO"),)
BRIEF = Options(sections=PO, detail=DetailLevel.ANSWERS)
LINES = Options(sections=PO, detail=DetailLevel.ACCOUNTS)
LINE, OTHER = LineId("CC-PO-07"), LineId("CC-PO-08")
SPILLED = "Zyxwvut-9317"


def words_of(path: Path) -> str:
    return " ".join(" ".join(pages_of(path)).split())


def test_the_paper_tells_what_has_changed_and_so_does_the_service(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.inspections.headline(inspection, PO[0], Headline("Enough."))
        first = vault.interims.make(inspection, tmp_path / "first.pdf", BRIEF)
        same = vault.interims.since(inspection, first.interim.number, BRIEF)
        assert (same.changes, same.remarks) == ((), ())
        vault.inspections.headline(inspection, PO[0], Headline("Not enough."))
        second = vault.interims.make(inspection, tmp_path / "second.pdf", BRIEF, "last")
        assert second.interim.since == first.interim.number
        assert second.since is not None
        (changed,) = second.since.changes
        assert changed.words == "Now “Not enough”."
        words = words_of(second.path)
        assert f"Changes since interim summary {first.interim.number}" in words
        assert "CC-PO headline Now “Not enough”." in words
        with pytest.raises(NotFound, match="No interim summary AM/9"):
            vault.interims.since(inspection, "AM/9", BRIEF)
        third = vault.interims.make(inspection, tmp_path / "third.pdf", BRIEF, "last")
        assert "Nothing that is printed here has changed since then." in words_of(third.path)


def test_what_was_purged_since_is_told_nowhere_but_that_something_was_is(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.inspections.answer(inspection, LINE, Answer(note=SPILLED))
        vault.inspections.headline(inspection, PO[0], Headline(SPILLED))
        first = vault.interims.make(inspection, tmp_path / "first.pdf", LINES)
        assert SPILLED in words_of(first.path)
        for about in (f"answer:{LINE}", "headline:CC-PO"):
            plan = vault.journal.plan_purge(inspection, about)
            assert any(first.interim.number in copy for copy in plan.beyond_reach)
            vault.journal.purge(plan, "spilled-material", "Spilled")
        vault.inspections.answer(inspection, LINE, Answer(note="Clean words."))
        second = vault.interims.make(inspection, tmp_path / "second.pdf", LINES, "last")
        assert second.since is not None
        assert (
            "2 entries that stood then were destroyed by a purge since."
            in (second.since.remarks[0])
        )
        assert SPILLED not in str(second)
        words = words_of(second.path)
        assert SPILLED not in words
        assert "2 entries that stood then were destroyed by a purge since." in words
        assert "Clean words." in words
        assert SPILLED.encode() not in second.path.read_bytes()


def test_words_of_then_are_not_told_under_a_marking_lower_than_theirs(tmp_path: Path) -> None:
    secret = Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL")
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.inspections.headline(inspection, PO[0], Headline("Sensitive.", marking=secret))
        first = vault.interims.make(inspection, tmp_path / "first.pdf", BRIEF)
        vault.inspections.headline(inspection, PO[0], Headline("Open."))
        low = Options(sections=PO, detail=DetailLevel.ANSWERS, marking=Marking())
        with pytest.raises(RuleViolation, match=f"What stood in {first.interim.number}"):
            vault.interims.make(inspection, tmp_path / "no.pdf", low, "last")
        assert not (tmp_path / "no.pdf").exists()
        second = vault.interims.make(inspection, tmp_path / "second.pdf", BRIEF, "last")
        assert second.interim.marking == secret
        assert pages_of(second.path)[0].count("OFFICIAL-SENSITIVE [PERSONAL]") >= 2
        vault.interims.make(inspection, tmp_path / "without.pdf", low)


def test_one_of_another_laptop_whose_work_is_not_all_here_says_so(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        made = vault.interims.make(inspection, tmp_path / "first.pdf", BRIEF).interim
        away = {ChainId("e" * 32): ChangeId("f" * 64)}
        for number, heads, digest in (
            ("KT/1", {**made.heads, **away}, made.content_sha256),
            ("KT/2", away, made.content_sha256),
            ("KT/3", made.heads, Sha256("0" * 64)),
        ):
            other = replace(made, number=number, heads=heads, content_sha256=digest)
            about = subject(Subject.INTERIM, number)
            vault.inspections._recording.act(inspection, [(about, InterimMade(other))])
        vault.inspections.headline(inspection, PO[0], Headline("Enough."))
        partly = vault.interims.make(inspection, tmp_path / "partly.pdf", BRIEF, "KT/1")
        assert partly.since is not None
        assert [each.words for each in partly.since.changes] == ["Written: “Enough”."]
        words = words_of(partly.path)
        assert "Not the whole. KT/1 printed work of which not all is on this laptop." in words
        nothing = vault.interims.since(inspection, "KT/2", BRIEF)
        assert nothing.changes == ()
        assert nothing.remarks[0].startswith("Nothing of what KT/2 printed is on this laptop")
        otherwise = vault.interims.since(inspection, "KT/3", BRIEF)
        assert "made by another version of the app" in otherwise.remarks[0]


def test_one_that_came_from_a_team_mate_is_compared_with_what_is_here(tmp_path: Path) -> None:
    jo, ann = (a_laptop(tmp_path, initials) for initials in ("JS", "AM"))
    with closing(jo.vault), closing(ann.vault):
        introduced(jo, ann)
        inspection = an_inspection(jo.vault)
        jo.vault.team.let_in(inspection, ann.vault.team.device)
        stick = tmp_path / "stick"
        stick.mkdir()
        for laptop in (jo, ann):
            laptop.together(stick)
        jo.answer(inspection, "Seen by Jo", LINE)
        ann.answer(inspection, "Seen by Ann", OTHER)
        made = ann.vault.interims.make(inspection, tmp_path / "ann.pdf", LINES)
        for laptop in (ann, jo):
            laptop.together(stick)
        # Jo's answer is older than Ann's paper, and was not in it all the same.
        since = jo.vault.interims.since(inspection, made.interim.number, LINES)
        assert since.remarks == ()
        assert [each.place.partition(" ")[0] for each in since.changes] == [LINE]


def test_a_test_that_nobody_announced_is_told_only_once_it_has_run(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.interims.make(inspection, tmp_path / "first.pdf", LINES)
        test = UnannouncedTest(RunState.PLANNED, scenario=SPILLED)
        planned = Source(test, SPILLED, lines=(LINE,))
        source = vault.sources.record(inspection, planned)
        before = vault.interims.make(inspection, tmp_path / "before.pdf", LINES, "last")
        assert before.since is not None
        assert before.since.changes == ()
        assert SPILLED not in words_of(before.path)
        run = replace(planned, particulars=replace(test, state=RunState.RUN))
        vault.sources.revise(inspection, source.id, run)
        after = vault.interims.make(inspection, tmp_path / "after.pdf", LINES, "last")
        assert after.since is not None
        assert [each.section for each in after.since.changes] == ["Sources"]
        assert SPILLED in words_of(after.path)


def test_a_line_that_a_newer_checklist_removed_is_told_with_what_stood_there(
    tmp_path: Path,
) -> None:
    older, newer = small_packs.older(tmp_path), small_packs.newer(tmp_path)
    floods = Options(sections=(SectionId("CC-F"),), detail=DetailLevel.ANSWERS)
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault, pack=str(older))
        bare = vault.interims.make(inspection, tmp_path / "bare.pdf", floods).interim
        who = Names((Named("North Police", "north"),))
        yes = Answer({"judgement": Judged("yes"), "who": who}, note=SPILLED)
        vault.inspections.answer(inspection, ENOUGH, yes)
        full = vault.interims.make(inspection, tmp_path / "full.pdf", floods).interim
        vault.upgrading.upgrade(inspection, str(newer))

        def told(number: str, options: Options = floods) -> list[str]:
            since = vault.interims.since(inspection, number, options)
            return [each.words for each in since.changes if each.place.startswith(ENOUGH)]

        assert told(bare.number) == [], "it was not printed then"
        assert told(bare.number, replace(floods, detail=DetailLevel.ACCOUNTS)) == [
            "Removed from the checklist. Answered: “Yes; North Police”."
        ]
        assert told(full.number) == ["Removed from the checklist; “Yes; North Police” stood there."]
        made = vault.interims.make(inspection, tmp_path / "third.pdf", floods, full.number)
        assert "Removed from the checklist; “Yes; North Police” stood there." in words_of(made.path)
        plan = vault.journal.plan_purge(inspection, f"answer:{ENOUGH}")
        vault.journal.purge(plan, "spilled-material", "Spilled")
        assert "Yes" not in str(told(full.number))
        assert SPILLED not in str(told(full.number, replace(floods, detail=DetailLevel.ACCOUNTS)))
