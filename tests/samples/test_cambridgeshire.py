"""The Cambridgeshire sample says what the published report says, and says it whole."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app.domain import dates, forms, markings
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome, checked
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import FOLD_VERSION
from inspector_app.domain.checklist import INTRODUCTION
from inspector_app.domain.figures import Known, Verdict, figures
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.inspection import Details, Member, PackPin, Scope
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import PromptKind
from inspector_app.domain.prompts.told import prompts
from inspector_app.domain.sources import Meeting
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Ground, Supports, ground_of
from inspector_app.domain.values import Counted, Judged, Named, Names, Value, YesNo, YesNoGiven
from inspector_app.reports.content import content
from inspector_app.reports.facts import LineFacts, Options, Record
from inspector_app.services.sample import read_sample
from tests.support.standings import JS, Journal, the_pack

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "cambridgeshire-2013"
TEXT = (SAMPLE / "inspection.yaml").read_text(encoding="utf-8")

# Where the sample holds each quantity of the report, and how it is printed there.
QUANTITIES = [
    ("Q1", "CC-PO-08", "5 police support units"),
    ("Q2", "CC-PO-09", "8 police support units"),
    ("Q3", "CC-PO-11", "5 police support units"),
    ("Q4", "CC-PO-17", "1 inspector, 3 sergeants and 18 constables, with 3 drivers"),
    ("Q4", "CC-PO-17", "3 suitably equipped carriers"),
    ("Q4", "CC-PO-17", "25 people and 3 vehicles"),
    ("Q5", "CC-PO-17", "1 sergeant with 6 constables"),
    ("Q6", "CN-PO-04", "16 police support units"),
    ("Q7", "CN-PO-05", "10 police support units"),
    ("Q8", "CC-PO-15", "12 forces"),
    ("Q9", "CN-PO-06", "3 operations"),
    ("Q10", "CP-CE-06", "about 20%"),
    ("Q11", "CP-CY-13", "8 courses"),
    ("Q12", "CP-CY-14", "3 courses said to be charted"),
    ("Q13", "CP-CY-16", "2 figures"),
    ("Q14", "CC-CE-09", "6 forces"),
    ("Q14", "CC-SOC-11", "6 forces"),
    ("Q14", "CP-PO-08", "6 forces"),
    ("Q14", "CP-CY-05", "6 forces"),
    ("Q15", "CC-T-05", "3 alliance forces"),
    ("Q16", "CC-PO-17", "43 forces"),
    ("Q17", "IN-02", "5 national threats"),
    ("Q18", "IN-03", "4 headings"),
    ("Q19", "CP-T-10", "4 strands"),
    ("Q20", "IN-07", "3 national reports"),
    ("Q21", "IN-05", "3 years"),
    ("Q22", "IN-06", "2 threats in depth"),
    ("Q23", "CC-PO-03", "Not supplied"),
    ("Q23", "CP-PO-05", "Not supplied"),
    ("D1", "CC-PO-10", "3 police support units"),
    ("D1", "CC-PO-10", "1.6"),
    ("D2", "CN-PO-07", "−6 police support units"),
]

NUMBERS = {
    "Q1": 5,
    "Q2": 8,
    "Q3": 5,
    "Q6": 16,
    "Q7": 10,
    "Q8": 12,
    "Q9": 3,
    "Q10": 20,
    "Q11": 8,
    "Q12": 3,
    "Q13": 2,
    "Q14": 6,
    "Q15": 3,
    "Q16": 43,
    "Q17": 5,
    "Q18": 4,
    "Q19": 4,
    "Q20": 3,
    "Q21": 3,
    "Q22": 2,
    "Q23": 2,
    "D1": 3,
    "D2": -6,
}

# Where the sample holds each date and period of the report.
DATES = [
    ("IN-08", "2005"),
    ("CP-CY-16", "July 2011"),
    ("CN-PO-06", "August 2011"),
    ("CC-PO-14", "2011/12 to 2012/13"),
    ("CC-PO-15", "2011/12 to 2012/13"),
    ("CN-PO-04", "past two years"),
    ("CN-PO-05", "past two years"),
    ("CN-PO-06", "2012"),
    ("IN-01", "July 2012"),
    ("CC-T-03", "2013"),
    ("IN-03", "from 2013"),
    ("CP-PO-16", "March 2013"),
    ("CN-PO-02", "March 2013"),
    ("CP-CY-14", "April 2013"),
    ("CP-CY-15", "August 2013"),
    ("IN-04", "September 2013"),
    ("CP-CY-05", "the week of the visit"),
    ("CC-CY-03", "October 2013"),
    ("CP-CY-13", "beginning of December 2013"),
    ("CP-CY-13", "until 31 January 2014"),
    ("CP-CY-13", "10 February 2014"),
    ("CC-CE-03", "until April 2014"),
    ("CC-T-07", "since July 2014"),
    ("CC-CE-03", "due October 2014"),
    ("IN-09", "November 2014"),
]

# What the report leaves open; everything else is established.
NOTE_ONLY = {"CC-PO-14", "CP-CY-14", "CP-CY-15", "CP-CY-16", "CP-CY-17"}
GAPS = NOTE_ONLY | {"CC-PO-17", "CP-CY-13"}
OUTCOMES = {
    "CC-PO-03": "not-supplied",
    "CC-PO-04": "not-supplied",
    "CP-PO-05": "not-supplied",
    "CC-CY-04": "does-not-exist",
    "CC-CY-05": "does-not-exist",
    "CC-CY-09": "does-not-exist",
    "CC-CY-10": "does-not-exist",
    "CP-CY-04": "does-not-exist",
    "CN-CY-01": "never-arose",
    "CN-CY-03": "never-arose",
    "CC-PO-17": "not-asked",
}


@cache
def sample() -> dict[str, Any]:
    """Return the file with every scalar as the text that was written."""
    made: dict[str, Any] = yaml.load(TEXT, yaml.BaseLoader)  # noqa: S506 - makes texts only
    return made


def typed(form: Any) -> Any:
    """Return a value's form with its whole numbers and truth values as such."""
    if isinstance(form, dict):
        made = {key: typed(value) for key, value in form.items()}
        if "number" in made:
            made["number"] = int(made["number"])
        if "about" in made:
            made["about"] = {"true": True, "false": False}[made["about"]]
        return made
    return [typed(each) for each in form] if isinstance(form, list) else form


def as_answer(form: dict[str, Any]) -> Answer:
    rest = {"values", "outcome", "as_at", "note", "capability", "share"}
    assert set(form) <= rest, f"not understood: {set(form) - rest}"
    return Answer(
        values={
            part: forms.from_json(Value, typed(value))  # type: ignore[arg-type]
            for part, value in form.get("values", {}).items()
        },
        outcome=Outcome(form["outcome"]) if "outcome" in form else None,
        as_at=dates.read(form["as_at"]) if "as_at" in form else None,
        note=form.get("note", ""),
        capability=tuple(CapabilitySource(each) for each in form.get("capability", [])),
        share=form.get("share", ""),
    )


@cache
def answers() -> dict[str, Answer]:
    return {line: as_answer(form) for line, form in sample()["answers"].items()}


@cache
def entered() -> Journal:
    """Return the sample as signed changes over the real pack, evidence files left out."""
    journal, pack, data = Journal(), the_pack(), sample()
    details = Details(
        force=Named(data["force"]["name"], data["force"]["entry"]),
        pack=PackPin(pack.id, pack.version, pack.sha256),
        fieldwork=dates.read(data["fieldwork"]),
        marking=markings.read(data["marking"]),
        title=data["title"],
    )
    journal.record(subject(Subject.INSPECTION), bodies.InspectionDescribed(details))
    me: Member = forms.from_json(Member, data["me"])
    journal.record(subject(Subject.MEMBER, JS), bodies.MemberNamed(me))
    for section, on in data["switched"].items():
        scope = Scope({"true": True, "false": False}[on])
        journal.record(subject(Subject.SECTION, SectionId(section)), bodies.SectionSwitched(scope))
    for section, text in data["headlines"].items():
        journal.headline(section, Headline(text))
    for line, answer in answers().items():
        journal.answer(line, answer)
    read = read_sample(SAMPLE, SAMPLE.parents[2] / "checklists")
    for at, (key, source) in enumerate(read.sources.items(), 1):
        numbered = replace(source, number=f"IN/{at}")
        journal.record(subject(Subject.SOURCE, key), bodies.SourceRecorded(numbered))
    for account in read.accounts:
        journal.account(account)
    return journal


@cache
def standing() -> Standing:
    return entered().standing()


@cache
def printed() -> Record:
    made = content(
        standing(), entered().heads(), Options(), fold_version=FOLD_VERSION, app_version="0"
    )
    return made.record


@cache
def printed_lines() -> dict[str, LineFacts]:
    return {line.id: line for section in printed().sections() for line in section.lines}


def words_printed(line: str) -> str:
    """Return what is printed under a line; its question and the visit's own date left out."""
    [version] = printed_lines()[line].versions
    cells = [
        cell
        for detail in version.details
        for cell in (detail.words, *(cell for row in detail.rows for cell in row))
    ]
    as_at = "" if version.as_at_visit else version.as_at
    return "\n".join([version.answer, *cells, as_at, version.note])


def test_every_line_of_the_pack_has_an_answer_in_the_order_of_its_file() -> None:
    assert set(answers()) == {line.id for line in the_pack().lines()}
    assert len(answers()) == 202
    in_order = [line.id for line in the_pack().lines()]
    for section in the_pack().sections:
        ids = {line.id for line in section.lines}
        assert [line for line in answers() if line in ids] == [i for i in in_order if i in ids]


def test_no_line_is_answered_twice() -> None:
    root = yaml.compose(TEXT, yaml.BaseLoader)
    assert isinstance(root, yaml.MappingNode)

    def twice(node: yaml.Node) -> Iterator[str]:
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value)
            yield from (key for key, times in keys.items() if times > 1)
            for _, value in node.value:
                yield from twice(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from twice(value)

    assert list(twice(root)) == []


def test_every_answer_is_one_that_its_line_can_hold() -> None:
    for line, answer in answers().items():
        checked(answer, the_pack().line(line), the_pack())


def test_every_answer_says_something() -> None:
    assert [line for line, a in answers().items() if not (a.values or a.outcome or a.note)] == []


def test_the_outcomes_are_the_reports() -> None:
    found = {line: a.outcome.value for line, a in answers().items() if a.outcome}
    assert found == OUTCOMES
    assert Counter(found.values()) == {
        "does-not-exist": 5,
        "not-supplied": 3,
        "never-arose": 2,
        "not-asked": 1,
    }


def test_judgements_keep_to_the_reports_words() -> None:
    found: dict[str, set[str]] = {}
    for line, answer in answers().items():
        for value in answer.values.values():
            if isinstance(value, Judged):
                found.setdefault(value.value, set()).add(line)
    assert len(found.pop("met")) == 38
    assert found == {
        "met-proven": {"CP-PO-11"},
        "met-with-others": {
            *("CC-T-02", "CP-T-01", "CP-T-16", "CC-CE-01", "CC-CE-02"),
            *("CC-SOC-01", "CP-SOC-01", "CP-SOC-10", "CC-CY-17"),
        },
        "partly": {"CP-CY-01", "CP-CY-02"},
        "not-met": {"CC-CY-06", "CC-CY-07", "CP-CY-10", "CP-CY-11"},
        "not-evidenced": {"CC-PO-07"},
    }


def test_every_closed_question_that_the_report_answers_it_answers_with_yes() -> None:
    given = [
        (line, value.value)
        for line, answer in answers().items()
        for value in answer.values.values()
        if isinstance(value, YesNoGiven)
    ]
    assert len(given) > 60
    assert [line for line, value in given if value is not YesNo.YES] == []


def test_what_the_report_leaves_open_is_open_here_and_the_note_says_why() -> None:
    open_lines = {
        line.id for line in the_pack().lines() if not answers()[line.id].is_established(line)
    }
    assert open_lines == GAPS
    assert {line for line in GAPS if not answers()[line].values} == NOTE_ONLY | {"CC-PO-17"}
    assert all(answers()[line].note for line in GAPS)


def test_a_line_that_asks_whose_capability_it_is_gets_told() -> None:
    asking = [line.id for line in the_pack().lines() if line.asks_capability]
    assert len(asking) > 3
    assert [line for line in asking if not answers()[line].capability] == []


def test_whom_answers_name_stands_in_the_register_under_that_name() -> None:
    named = [
        (line, part.register, entry)
        for line, answer in answers().items()
        for part in the_pack().line(line).parts
        if isinstance(value := answer.values.get(part.id), Names)
        for entry in value.entries
    ]
    assert len(named) > 50
    for line, register, each in named:
        if each.entry:
            known = the_pack().entry(each.entry)
            assert known is not None, (line, each)
            assert known.name == each.name, (line, each)
            assert register in ("", known.register), (line, each)
    assert {each.name for _, _, each in named if not each.entry} == {
        "National capabilities",
        "Tactical CONTEST group",
        "Two other forces, not named",
    }


def test_no_scalar_would_become_a_date_a_float_or_a_truth_value_by_accident() -> None:
    def strange(form: Any, key: str = "") -> Iterator[tuple[str, object]]:
        if isinstance(form, dict):
            for name, value in form.items():
                yield from strange(value, str(name)) if isinstance(name, str) else [("key", name)]
        elif isinstance(form, list):
            for value in form:
                yield from strange(value, key)
        elif isinstance(form, bool):
            if key != "about":
                yield key, form
        elif isinstance(form, int):
            if key != "number":
                yield key, form
        elif isinstance(form, float | date) or form is None:
            yield key, form

    loaded = yaml.safe_load(TEXT)
    switched = loaded.pop("switched")
    assert set(map(type, switched.values())) == {bool}
    assert list(strange(loaded)) == []
    assert list(strange({"value": yaml.safe_load("[yes, 2014-01-31, 2013, 1.6, ~]")})) != []


@pytest.mark.parametrize(("quantity", "line", "words"), QUANTITIES)
def test_every_quantity_of_the_report_is_printed_with_its_line(
    quantity: str, line: str, words: str
) -> None:
    assert words in words_printed(line), quantity


def test_the_pack_finds_every_quantity_it_asks_for() -> None:
    asked = {q.id for q in the_pack().quantities if q.id.startswith("Q")}
    assert asked == {quantity for quantity, _, _ in QUANTITIES if quantity.startswith("Q")}
    found = {figure.quantity.id: figure for figure in figures(standing()).quantities}
    assert {id_ for id_ in asked if found[id_].known not in (Known.FOUND, Known.NOT_ASKED)} == set()
    numbers = {id_: int(n) for id_, f in found.items() if (n := f.number) is not None}
    assert numbers == NUMBERS


def test_ticks_and_rows_bear_out_the_numbers_that_are_the_same_everywhere() -> None:
    assert words_printed("IN-02").startswith(
        "Yes: Terrorism, Civil emergencies, Organised crime, Public order, Large-scale cyber"
    )
    assert "no:" in words_printed("IN-06")
    assert len(printed_lines()["CN-PO-06"].versions[0].details[0].rows) == 3


def test_checks_between_quantities_prompt_only_where_both_calls_come_at_once() -> None:
    verdicts = {made.check.id: made.verdict for made in figures(standing()).checks}
    prompts = {check for check, v in verdicts.items() if v is Verdict.DOES_NOT_HOLD}
    holding = {check for check, v in verdicts.items() if v is Verdict.HOLDS}
    assert prompts == {"both-at-once"}
    assert holding == {
        *("local-need", "national-share", "surplus", "net-position", "alliance-in-region")
    }


@pytest.mark.parametrize(("line", "words"), DATES)
def test_every_date_of_the_report_is_printed_with_its_line(line: str, words: str) -> None:
    assert words in words_printed(line)


def test_what_was_learned_after_the_visit_carries_its_own_date() -> None:
    own = {line: a.as_at.words() for line, a in answers().items() if a.as_at}
    assert own == {
        **dict.fromkeys(["IN-07", "IN-09", "IN-10"], "November 2014"),
        **dict.fromkeys(["CC-T-03", "CC-T-04"], "2013"),
        "CC-T-07": "since July 2014",
        "CC-CE-03": "April 2014 to October 2014",
        **dict.fromkeys(["CC-PO-14", "CC-PO-15", "CC-PO-16"], "2011/12 to 2012/13"),
        "CP-CY-13": "until 31 January 2014",
    }


@pytest.mark.parametrize("line", ["CN-PO-04", "CN-PO-05"])
def test_what_was_left_out_of_a_count_travels_with_it(line: str) -> None:
    [value] = answers()[line].values.values()
    assert isinstance(value, Counted)
    for operation in ("August 2011", "Olympics", "Dale Farm"):
        assert operation in value.caveat
    assert value.caveat in words_printed(line)


def test_the_traps_of_the_report_are_flagged_where_they_lie() -> None:
    assert "19 October 2011" in words_printed("CN-PO-06")
    assert "www.justiceinspectors.gov.uk/hmic" in words_printed("IN-09")
    assert "looks like a slip" in words_printed("IN-09")
    assert "no source" in words_printed("CP-CE-06")
    assert not any(answer.do_not_export for answer in answers().values())


def test_every_section_but_cyber_connectivity_opens_with_a_headline() -> None:
    threats = [section.id for section in standing().sections() if section.id != INTRODUCTION]
    assert len(threats) == 17
    assert set(sample()["headlines"]) == set(threats) - {"CN-CY"}
    states = {section.id: section.headline.state for section in printed().sections()}
    assert states["CN-CY"] == "none"
    assert all(text.strip().endswith(".") for text in sample()["headlines"].values())


def test_the_seven_sections_without_a_heading_are_off_and_no_other() -> None:
    switched = sample()["switched"]
    cells = {section.id for section in the_pack().sections if section.id != INTRODUCTION}
    assert set(switched) == cells
    empty = {section.id for section in the_pack().sections if not section.lines}
    assert len(empty) == 7
    assert {section for section, on in switched.items() if on == "false"} == empty


def test_accounts_come_from_roles_and_concern_lines_of_the_pack() -> None:
    for given in sample()["accounts"]:
        assert the_pack().line(given["line"]).section in {INTRODUCTION, *sample()["switched"]}
        assert given.get("role") or given["source"] in sample()["sources"]
        assert given["words"]
    assert {a.line for _, a in lines_with_accounts()} == {g["line"] for g in sample()["accounts"]}


def test_the_sources_that_the_report_lets_one_see_are_there_and_none_is_dated_by_guess() -> None:
    found = {item.id: item.source for item in standing().sources()}
    letters = Counter(source.letter for source in found.values())
    assert (letters["Q"], letters["N"], letters["T"], letters["E"]) == (2, 3, 1, 1)
    dated = {i: s.as_at.words() for i, s in found.items() if s.as_at}
    assert dated == {"college-figures": "10 February 2014", "capability-assessment": "2013"}
    assert not any(source.people or source.written_at for source in found.values())
    for source in found.values():
        sections = {the_pack().line(line).section for line in source.lines}
        assert sections <= {INTRODUCTION, *sample()["switched"]}


def test_each_meeting_of_the_report_gives_an_account_and_is_no_more_than_described() -> None:
    meetings = {
        i.id: i.source for i in standing().sources() if isinstance(i.source.particulars, Meeting)
    }
    given: dict[str, set[str]] = {}
    for _, account in lines_with_accounts():
        given.setdefault(account.source, set()).add(account.line)
    for id_, source in meetings.items():
        assert given[id_] == set(source.lines)
        assert ground_of(source) is Ground.STATEMENT  # the report does not say that one was seen
    lines = {line for source in meetings.values() for line in source.lines}
    assert lines == {
        *("CC-SOC-08", "CC-SOC-09", "CC-SOC-10", "CC-SOC-11", "CN-T-07", "CN-T-08", "CN-T-09"),
        *("CP-SOC-03", "CP-SOC-06", "CP-SOC-07", "CP-T-10", "CP-T-12", "CP-PO-04"),
    }


def test_the_test_in_the_control_room_has_a_result_on_each_of_its_lines() -> None:
    lines = [f"CP-PO-{number}" for number in range(10, 18)]
    given = {a.line for _, a in lines_with_accounts() if a.source == "control-room-test"}
    assert sorted(given) == lines
    supports = Supports(standing())
    assert supports.letters(LineId("CP-PO-12")) == ("T",)
    assert supports.letters(LineId("CP-PO-13")) == ("T", "O")
    assert supports.strength(LineId("CP-PO-18")).words() == "direct test or inspection (1)"
    assert supports.strength(LineId("CC-PO-09")).words() == "data (1)"
    assert supports.strength(LineId("CP-CY-10")).is_statement_alone
    assert supports.strength(LineId("CP-CY-13")).words() == "third party (1)"


def test_what_the_mutual_aid_data_leave_out_goes_wherever_their_numbers_go() -> None:
    for line in ("CN-PO-04", "CN-PO-05"):
        (words,) = Supports(standing()).exclusions(LineId(line))
        assert "Dale Farm" in words
        facts = next(f for s in printed().sections() for f in s.lines if f.id == line)
        caveats = [d.words for d in facts.versions[0].details if d.label == "Caveat"]
        assert caveats == [words], "told once: the answer has it already"
        assert facts.versions[0].exclusions == ()
        assert next(a for a in facts.accounts if a.source).exclusions == (words,)


def test_what_rests_on_nothing_is_told_once_for_each_section_and_not_for_each_line() -> None:
    found = prompts(standing(), Phase.FIELDWORK, date(2013, 9, 30))
    on_nothing = [each for each in found if each.kind is PromptKind.ON_NOTHING]
    sections = [each.section for each in on_nothing]
    assert len(sections) == len(set(sections)) == 17
    lines = {line for each in on_nothing for line in each.facts}
    assert len(lines) == 118
    assert all(Supports(standing()).strength(LineId(line)).independent == 0 for line in lines)
    assert len(found) < 60


def lines_with_accounts() -> list[tuple[str, Account]]:
    return [(id_, held.value) for id_, held in standing().accounts() if held.value]


def test_the_summary_prints_the_force_the_month_and_who_inspected_without_a_name() -> None:
    cover = printed().cover
    assert (cover.force, cover.fieldwork) == ("Cambridgeshire Constabulary", "September 2013")
    assert [(member.role, member.initials) for member in cover.team] == [("Inspector", "IN")]
    assert (cover.total, cover.established) == (200, 200 - len(GAPS - {"CC-PO-17"}))
    assert cover.marking == "OFFICIAL"


# Evidence


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one table; rows of unequal length are refused."""
    with (SAMPLE / "evidence" / name).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, strict=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


TABLES = sorted(path.name for path in (SAMPLE / "evidence").iterdir())


def test_every_evidence_file_is_listed_once_with_a_caption_and_lines() -> None:
    listed = [item["file"] for item in sample()["evidence"]]
    assert sorted(listed) == [f"evidence/{name}" for name in TABLES]
    assert len(TABLES) == 8
    for item in sample()["evidence"]:
        assert item["caption"]
        assert item["lines"]
        assert all(the_pack().line(line) for line in item["lines"])


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_names_its_place_in_the_report(name: str) -> None:
    rows = table(name)
    assert len(rows) >= 3
    assert all("¶" in r["locator"] or "fn" in r["locator"] or "page" in r["locator"] for r in rows)
    ids = [id_ for row in rows for id_ in (row.get("lines") or row.get("line") or "").split()]
    assert all(the_pack().line(id_) for id_ in ids)


def number(line: str, part: str) -> int:
    value = answers()[line].values[part]
    assert isinstance(value, Counted)
    return value.number


def test_tables_and_answers_hold_the_same_numbers() -> None:
    units = [row["value"] for row in table("psu-numbers.csv")]
    assert units[:4] == [
        str(number("CC-PO-08", "needed")),
        str(number("CC-PO-09", "declared")),
        str(number("CC-PO-11", "expected")),
        str(number("CC-PO-10", "difference")),
    ]
    aid = [row["value"] for row in table("mutual-aid.csv")]
    assert aid == [
        str(number("CN-PO-04", "received")),
        str(number("CN-PO-05", "provided")),
        str(number("CN-PO-07", "net")),
        str(number("CC-PO-15", "forces")),
    ]
    region = table("forces-of-the-region.csv")
    assert len(region) == number("CC-CE-09", "forces")
    assert sum(row["in the strategic alliance"] == "yes" for row in region) == 3
    assert len(table("documents-register.csv")) == 22


def test_a_unit_is_three_serials_and_an_inspector_with_three_drivers() -> None:
    rows = table("psu-composition.csv")
    in_unit, in_serial = ([row[f"in one {each}"] for row in rows] for each in UNIT_AND_SERIAL)
    inspector, sergeants, constables, drivers, carriers, officers, people, _ = map(int, in_unit)
    assert (sergeants, constables) == (3 * int(in_serial[1]), 3 * int(in_serial[2]))
    assert officers == inspector + sergeants + constables == 22
    assert people == officers + drivers == 25
    assert carriers == 3


UNIT_AND_SERIAL = ("police support unit", "serial")


def test_no_enrolment_is_invented_and_each_blank_says_why() -> None:
    courses = table("elearning-courses.csv")
    assert [row["introduced"] for row in courses] == ["April 2013", "August 2013", "July 2011"]
    assert {row["enrolled"] + row["share of the workforce"] for row in courses} == {""}
    assert all(row["why blank"] for row in courses)


def test_the_table_of_dates_lists_them_all() -> None:
    rows = [row["date or period as printed"] for row in table("dates.csv")]
    assert len(rows) == 22
    for _, words in DATES:
        plain = words.replace(" to ", " and ") if "/" in words else words
        assert any(plain.removeprefix("due ").removeprefix("until ") in row for row in rows), words
