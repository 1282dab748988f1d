"""Sources in a summary: beside each answer what it rests on, a schedule, and nothing that leaks."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspector_app import config
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import SourceRecorded, Subject, Withdrawn, subject
from inspector_app.domain.dates import read as date
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.sources import (
    DataReturn,
    DocumentRequest,
    Interview,
    Number,
    RunState,
    Source,
    UnannouncedTest,
)
from inspector_app.domain.values import Counted, Named, YesNo
from inspector_app.reports.content import content, form_of
from inspector_app.reports.facts import Content, LineFacts, Options, Record, SupportFacts
from inspector_app.reports.snapshot import same_content, snapshot
from tests.reports.test_layout import laid, words_of
from tests.support.sources import PARTICULARS, a_source
from tests.support.standings import MADE_AT_MS, Journal, a_journal

SECRET = "Wolverine"
CHIEF = Source(Interview(), "Chief officers", "JS/1", roles=(Named("Chief constable"),))
RETURN = Source(
    DataReturn(Named("The force"), exclusions="One operation.", numbers=(Number("PSU", "8"),)),
    "Declaration",
    "JS/2",
)


def recorded(journal: Journal, key: str, source: Source) -> SourceId:
    journal.record(subject(Subject.SOURCE, key * 32), SourceRecorded(source))
    return SourceId(key * 32)


def said(journal: Journal, line: str, words: str, source: str, **more: Any) -> AccountId:
    change = journal.account(Account(LineId(line), words, source=source, **more))
    return AccountId(change.header.subject.partition(":")[2])


def told(journal: Journal) -> Content:
    return content(
        journal.standing(), journal.heads(), Options(), fold_version=1, app_version="0.1.0"
    )


def line(record: Record, id_: str) -> LineFacts:
    return next(each for s in record.sections() for each in s.lines if each.id == id_)


def test_beside_each_answer_stands_what_it_rests_on() -> None:
    journal = a_journal()
    chief, counted = recorded(journal, "1", CHIEF), recorded(journal, "2", RETURN)
    said(journal, "CC-PO-09", "Eight.", chief)
    said(journal, "CC-PO-09", "8 units", counted)
    said(journal, "CC-PO-09", "A note.", "")
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}))

    record = told(journal).record

    found = line(record, "CC-PO-09")
    words = "data (1), force’s statement (1)"
    assert found.support == SupportFacts(("I", "R"), words, 2, 1, 0)
    assert [(a.source, a.letter, a.kind, a.role) for a in found.accounts] == [
        ("JS/1", "I", "interview", "Chief constable"),
        ("JS/2", "R", "data return", ""),
        ("", "", "", ""),
    ]
    assert line(record, "CC-PO-01").support == SupportFacts((), "nothing", 0, 0, 0)
    section = next(s for s in record.sections() if s.id == "CC-PO")
    assert section.support.letters == ("I", "R")
    assert record.cover.sources == 2


def test_what_a_number_leaves_out_is_told_wherever_the_number_is() -> None:
    journal = a_journal()
    counted = recorded(journal, "2", RETURN)
    said(journal, "CC-PO-09", "8 units", counted)
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}))

    record = told(journal).record

    found = line(record, "CC-PO-09")
    assert found.versions[0].exclusions == ("One operation.",)
    assert found.accounts[0].exclusions == ("One operation.",)
    (source,) = record.sources
    assert source.exclusions == ("One operation.",)
    quantity = next(q for q in record.quantities if q.line == "CC-PO-09")
    assert quantity.caveat == "One operation."
    journal.answer("CC-PO-09", Answer(note="No number here"))
    assert line(told(journal).record, "CC-PO-09").versions[0].exclusions == ()


def test_the_schedule_tells_each_source_with_the_lines_it_gave_accounts_on() -> None:
    journal = a_journal()
    request = DocumentRequest(Named("The force"), asked=date("2 Sep 2013"), due=date("9 Sep 2013"))
    item = journal.evidence("JS/9", Caption("Letter"))
    lines = (LineId("CC-PO-03"), LineId("CC-PO-04"))
    source = Source(request, "The plan", "JS/10", lines=lines, evidence=(item,))
    asked = recorded(journal, "3", source)
    recorded(journal, "1", CHIEF)
    said(journal, "CC-PO-03", "Asked for.", asked)

    record = told(journal).record

    assert [each.number for each in record.sources] == ["JS/1", "JS/10"]
    facts = record.sources[1]
    assert (facts.letter, facts.kind, facts.title) == ("Q", "document request", "The plan")
    assert (facts.state, facts.due_by) == ("still open", "2013-09-09")
    assert [(d.label, d.words) for d in facts.details] == [
        ("Asked of", "The force"),
        ("Asked on", "2 September 2013"),
        ("Due", "9 September 2013"),
    ]
    assert (facts.lines, facts.could_speak_to) == (("CC-PO-03",), ("CC-PO-04",))
    assert facts.evidence == ("JS/9",)


@pytest.mark.parametrize("particulars", PARTICULARS, ids=lambda each: each.KIND)
def test_every_kind_is_told_whole_and_no_person_is(particulars: Any) -> None:
    journal = a_journal()
    recorded(journal, "1", a_source(particulars, do_not_export=False, evidence=()))

    found = told(journal)

    (facts,) = found.record.sources
    assert facts.letter == particulars.LETTER
    assert facts.details
    assert "d" * 32 not in json.dumps(form_of(found.record))
    if isinstance(particulars, UnannouncedTest):
        assert "Disorder in two towns" not in json.dumps(form_of(found.record))


def test_what_may_not_be_attributed_is_printed_without_the_role_that_said_it() -> None:
    journal = a_journal()
    role = Named("Head of unheard things")
    quiet = Source(Interview(attributable=YesNo.NO), "", "JS/1", roles=(role,))
    open_ = Source(Interview(attributable=YesNo.YES), "", "JS/2", roles=(Named("Chief constable"),))
    for key, source, said_by in (("1", quiet, "Deputy of unheard things"), ("2", open_, "")):
        said(journal, "CC-PO-09", "Eight.", recorded(journal, key, source), role=said_by)

    found = told(journal)

    accounts = line(found.record, "CC-PO-09").accounts
    assert [(a.source, a.role) for a in accounts] == [("JS/1", ""), ("JS/2", "Chief constable")]
    assert [(s.title, s.role) for s in found.record.sources] == [
        ("Interview", ""),
        ("Interview: Chief constable", "Chief constable"),
    ]
    assert "unheard things" not in snapshot(found, MADE_AT_MS).decode()


def test_what_any_version_of_a_source_forbids_to_attribute_is_not_attributed() -> None:
    journal = a_journal()
    quiet = Source(Interview(attributable=YesNo.NO), "", "JS/1", roles=(Named("Head of x"),))
    recorded(journal, "1", quiet)
    loud = replace(quiet, particulars=Interview(attributable=YesNo.YES))
    journal.record(subject(Subject.SOURCE, "1" * 32), SourceRecorded(loud), seen=())
    assert [(s.role, s.disputed) for s in told(journal).record.sources] == [("", True)]


def hidden(journal: Journal) -> None:
    """Record things that must not leave, each by another way of saying so."""
    closed = replace(CHIEF, title=SECRET, do_not_export=True, note=SECRET, place=SECRET)
    chief = recorded(journal, "1", closed)
    said(journal, "CC-PO-09", SECRET, chief)
    planned = UnannouncedTest(RunState.PLANNED, scenario=SECRET)
    test = recorded(journal, "4", Source(planned, SECRET, "JS/4"))
    said(journal, "CP-PO-10", SECRET, test)
    open_ = recorded(journal, "5", Source(Interview(), "Open", "JS/5"))
    said(journal, "CC-PO-09", SECRET, open_, do_not_export=True)
    ran = UnannouncedTest(scenario=SECRET, withhold_scenario=True)
    recorded(journal, "6", Source(ran, "Test", "JS/6"))
    item = journal.evidence("JS/7", Caption(SECRET))
    recorded(journal, "7", replace(closed, number="JS/8", evidence=(item,)))
    seen = journal.standing().source(SourceId("5" * 32)).heads
    disputed = Source(Interview(), SECRET, "JS/5", do_not_export=True)
    about = subject(Subject.SOURCE, "8" * 32)
    journal.record(about, SourceRecorded(replace(disputed, number="JS/11")))
    journal.record(about, SourceRecorded(Source(Interview(), SECRET, "JS/11")), seen=seen)


def test_what_is_not_to_be_exported_leaks_nowhere_and_its_number_is_told() -> None:
    journal = a_journal()
    hidden(journal)
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}))

    found = told(journal)

    assert SECRET not in snapshot(found, MADE_AT_MS).decode()
    assert found.record.cover.left_out.sources == 4
    assert found.record.cover.left_out.evidence == 1
    assert [each.number for each in found.record.sources] == ["JS/5", "JS/6"]
    assert line(found.record, "CC-PO-09").support == SupportFacts((), "nothing", 0, 0, 0)
    assert line(found.record, "CC-PO-09").accounts_left_out == 2
    assert any("4 sources" in limit for limit in found.record.limits)


def test_a_line_whose_answer_is_left_out_does_not_tell_what_it_rests_on() -> None:
    journal = a_journal()
    chief = recorded(journal, "1", replace(CHIEF, lines=(LineId("CC-PO-09"),)))
    said(journal, "CC-PO-09", SECRET, chief)
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}, do_not_export=True))

    found = told(journal)

    assert SECRET not in snapshot(found, MADE_AT_MS).decode()
    assert line(found.record, "CC-PO-09").support.letters == ()
    assert next(s for s in found.record.sections() if s.id == "CC-PO").support.letters == ()
    (facts,) = found.record.sources
    assert (facts.lines, facts.could_speak_to) == ((), ())


def test_the_snapshot_of_every_kind_fits_its_schema_and_tells_what_changed() -> None:
    journal = a_journal()
    for at, particulars in enumerate(PARTICULARS):
        source = a_source(particulars, number=f"JS/{at + 1}", do_not_export=False, evidence=())
        journal.record(subject(Subject.SOURCE, f"{at:032x}"), SourceRecorded(source))
    data = json.loads(snapshot(told(journal), MADE_AT_MS))
    path = config.places().resources / "schemas" / "report-snapshot.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert same_content(data, told(journal)) == ()
    journal.record(subject(Subject.SOURCE, f"{0:032x}"), Withdrawn("Twice"))
    assert "Source JS/1 is only in the file." in same_content(data, told(journal))


def test_the_pages_hold_every_kind_its_tables_and_what_is_overdue(tmp_path: Path) -> None:
    journal = a_journal()
    for at, particulars in enumerate(PARTICULARS):
        source = a_source(particulars, number=f"JS/{at + 1}", do_not_export=False, evidence=())
        id_ = recorded(journal, f"{at:x}"[0] if at < 16 else "ghij"[at - 16], source)
        said(journal, "CC-PO-09", f"Said {at}.", id_)
    late = DocumentRequest(due=date("9 Sep 2013"))
    recorded(journal, "x", Source(late, "The late plan", "JS/40"))
    journal.answer("CC-PO-09", Answer({"declared": Counted(8)}))
    laid(journal, tmp_path / "pages.pdf")
    text = " ".join(words_of(tmp_path / "pages.pdf").split())
    for words in (
        "Schedule of sources",
        "overdue when this was made",
        "Rests on: I G C Q D N R S F T E O M A H B U P",
        "Left out of the number: One operation",
        "Offered by",
        "A test among others",
        "19 sources, by role and never by name.",
    ):
        assert words in text, words
    assert "Disorder in two towns" not in text


def test_the_marking_found_on_a_file_is_printed_and_in_the_attached_data(tmp_path: Path) -> None:
    journal = a_journal()
    journal.evidence("JS/3", Caption("The order", marking_found="RESTRICTED"), "CC-PO-01")
    made = told(journal)
    (item,) = made.record.evidence
    assert (item.marking, item.marking_found) == ("", "RESTRICTED")
    assert made.record.cover.marking == "OFFICIAL"
    laid(journal, tmp_path / "out.pdf")
    assert "Marking found on it: RESTRICTED" in words_of(tmp_path / "out.pdf")
