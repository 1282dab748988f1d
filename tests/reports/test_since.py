"""What has changed since an interim summary, in plain words, and never what may not be told."""

from dataclasses import replace

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.inspection import Scope
from inspector_app.domain.sources import Meeting, Source
from inspector_app.domain.values import Counted
from inspector_app.reports.facts import Options
from inspector_app.reports.since import changes
from tests.reports.test_content import read
from tests.support.standings import AM, Journal, a_journal

NEEDED = "CC-PO-08"
HIDDEN = "Zyxwvut-9317"


def counted(number: int, **more: object) -> Answer:
    return replace(Answer({"needed": Counted(number)}), **more)  # type: ignore[arg-type]


def told(journal: Journal, seen: int, options: Options | None = None) -> dict[str, str]:
    """Return by place what has changed since the first ``seen`` changes."""
    earlier = Journal(changes=journal.changes[:seen])
    found = changes(read(earlier, options).record, read(journal, options).record)
    return {_key(each.place): " ".join(each.words) for section in found for each in section.changes}


def _key(place: str) -> str:
    return "Headline" if place == "CC-PO headline" else place.partition(" ")[0]


def test_nothing_has_changed_where_nothing_was_recorded() -> None:
    journal = a_journal()
    assert changes(read(journal).record, read(journal).record) == ()


def test_an_answer_that_came_changed_or_went_is_told_with_its_words() -> None:
    journal = a_journal()
    journal.answer(NEEDED, counted(5))
    journal.answer("CC-PO-05", Answer(outcome=Outcome.NOT_ASKED))
    seen = len(journal.changes)
    journal.answer(NEEDED, counted(6))
    journal.answer("CC-PO-04", Answer(outcome=Outcome.NOT_SUPPLIED))
    written = subject(Subject.ANSWER, "CC-PO-05")
    journal.record(written, bodies.Withdrawn("Wrong line"))
    found = told(journal, seen)
    assert found[NEEDED] == "Was “5 police support units”, now “6 police support units”."
    assert found["CC-PO-04"] == "Answered: “Not supplied”."
    assert found["CC-PO-05"] == "Answer taken back."
    assert found["CC-PO"] == "Now 2 of 16 established; 1 then."


def test_versions_that_came_about_or_were_settled_are_told() -> None:
    journal = a_journal()
    journal.answer(NEEDED, counted(5))
    seen = len(journal.changes)
    journal.answer(NEEDED, counted(7), by=AM, seen=())
    found = told(journal, seen)[NEEDED]
    assert found.startswith("Stands in 2 versions, not settled:")
    assert found.endswith("No longer established.")
    disputed = len(journal.changes)
    journal.answer(NEEDED, counted(7))
    assert told(journal, disputed)[NEEDED].startswith("Settled: “7 police support units”.")


def test_notes_dates_accounts_evidence_and_headlines_are_told() -> None:
    journal = a_journal()
    journal.answer(NEEDED, counted(5))
    journal.headline("CC-PO", Headline("Enough."))
    seen = len(journal.changes)
    journal.answer(NEEDED, counted(5, note="Counted twice."))
    journal.account(Account(LineId("CC-PO-07"), words="Said so."))
    journal.evidence("AM/1", Caption("The return"), NEEDED)
    journal.headline("CC-PO", Headline("Not enough."))
    found = told(journal, seen)
    assert found[NEEDED] == "Note now: “Counted twice”. Evidence added: AM/1."
    assert found["CC-PO-07"] == "New here: 1 account (note)."
    assert found["AM/1"] == "New: “The return”."
    assert found["Headline"] == "Now “Not enough”."


def test_what_is_left_out_now_is_not_quoted_from_then() -> None:
    journal = a_journal()
    source = Source(Meeting(), f"{HIDDEN} title", number="JS/9")
    id_ = SourceId("a" * 32)
    about = subject(Subject.SOURCE, id_)
    journal.record(about, bodies.SourceRecorded(source))
    journal.account(Account(LineId("CC-PO-07"), words=HIDDEN, source=id_))
    journal.answer(NEEDED, counted(5, note=HIDDEN))
    journal.headline("CC-PO", Headline(HIDDEN))
    seen = len(journal.changes)
    journal.record(about, bodies.SourceRecorded(replace(source, do_not_export=True)))
    journal.answer(NEEDED, counted(6, do_not_export=True))
    journal.headline("CC-PO", Headline("Other words", do_not_export=True))
    found = told(journal, seen)
    assert HIDDEN not in str(found)
    assert "5 police" not in str(found)
    assert "6 police" not in str(found)
    assert "Other words" not in str(found)
    assert found[NEEDED] == found["Headline"] == "Now left out of exports."
    assert found["CC-PO-07"] == "1 account no longer here, or changed."
    assert found["JS/9"] == "No longer here: taken back, or left out of exports now."
    back = len(journal.changes)
    journal.answer(NEEDED, counted(6))
    assert told(journal, back)[NEEDED].startswith("No longer left out of exports: “6 police")


@pytest.mark.parametrize("level", list(DetailLevel))
def test_only_what_the_chosen_detail_prints_is_told(level: DetailLevel) -> None:
    journal = a_journal()
    seen = len(journal.changes)
    journal.answer(NEEDED, counted(5))
    journal.answer("CC-PO-07", Answer(note="Only a note."))
    found = told(journal, seen, Options(detail=level))
    assert found["CC-PO"] == "Now 1 of 16 established; 0 then."
    assert (NEEDED in found) is level.has(DetailLevel.ANSWERS)
    assert ("CC-PO-07" in found) is level.has(DetailLevel.ACCOUNTS)


def test_a_section_put_out_of_scope_says_so_and_why() -> None:
    journal = a_journal()
    journal.answer(NEEDED, counted(5))
    seen = len(journal.changes)
    off = bodies.SectionSwitched(Scope(False, "Next year"))
    journal.record(subject(Subject.SECTION, "CC-PO"), off)
    assert told(journal, seen) == {"CC-PO": "Now out of scope: Next year."}
