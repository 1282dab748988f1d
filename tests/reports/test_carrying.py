"""What was carried over is printed with its origin, and whether anybody has confirmed it."""

from dataclasses import replace
from pathlib import Path

from inspector_app.domain.answers import Answer
from inspector_app.domain.dates import read
from inspector_app.domain.ids import ChangeId, InspectionId, PersonId
from inspector_app.domain.origins import Origin
from inspector_app.domain.sources import Arrangement, Source
from inspector_app.domain.values import Counted
from tests.reports.test_layout import laid, words_of
from tests.reports.test_sources import line, recorded, said, told
from tests.support.standings import a_journal

ORIGIN = Origin(
    InspectionId("1" * 32),
    "Bedfordshire Police",
    ChangeId("2" * 64),
    PersonId("3" * 32),
    "AB",
    1_379_340_000_000,
    "AB/4",
)
WORDS = (
    "Carried over from the inspection of Bedfordshire Police (AB/4, AB, 16 September 2013, 15:00)"
)


def test_origin_and_date_stand_at_the_answer_at_the_account_and_in_the_schedule(
    tmp_path: Path,
) -> None:
    journal = a_journal()
    source = Source(Arrangement(), "Joint unit", "JS/1", read("June 2013"), origin=ORIGIN)
    shared = recorded(journal, "1", source)
    said(journal, "CC-PO-09", "Eight.", shared, origin=ORIGIN)
    answer = Answer({"declared": Counted(8)}, as_at=read("June 2013"), origin=ORIGIN)
    journal.answer("CC-PO-09", answer)

    found = told(journal)
    facts = line(found.record, "CC-PO-09")
    assert not facts.established
    assert facts.support.words == "nothing"
    assert facts.support.unconfirmed == 1
    assert facts.versions[0].origin == f"{WORDS}; not confirmed here"
    assert facts.versions[0].as_at == "June 2013"
    assert facts.accounts[0].origin == facts.versions[0].origin
    assert found.record.sources[0].origin == facts.versions[0].origin
    laid(journal, tmp_path / "pages.pdf")
    text = " ".join(words_of(tmp_path / "pages.pdf").split())
    assert text.count("not confirmed here") == 3
    assert "1 account carried over, not confirmed" in text

    journal.answer("CC-PO-09", replace(answer, origin=replace(ORIGIN, is_confirmed=True)))
    facts = line(told(journal).record, "CC-PO-09")
    assert facts.established
    assert facts.versions[0].origin == f"{WORDS}; confirmed here"
