"""The kinds of record that an inspector must be able to make, each with every field filled.

One function for each number of ``checklist-content.md`` §9, in its order, and then for what came
after it. Each records through the services and says, field by field, which words the pages must
show of it, or why they show none. All of it is invented.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PIL import Image

from inspector_app.domain.accounts import Account
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.dates import read
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import (
    EvidenceId,
    InspectionId,
    LineId,
    PersonId,
    RecommendationId,
    SectionId,
)
from inspector_app.domain.inspection import Member, Scope, TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.paragraphs import numbers
from inspector_app.domain.phases import Phase
from inspector_app.domain.recommendations import Recommendation, RecommendationKind, RestsOn
from inspector_app.domain.sources import (
    AbsenceKnown,
    Arrangement,
    Conversation,
    CopyKept,
    DataReturn,
    DocumentAbsent,
    DocumentRequest,
    DocumentSighted,
    EquipmentInspection,
    Figure,
    ForceStatement,
    Group,
    Holder,
    Interview,
    Level,
    Meeting,
    NationalComparison,
    Number,
    Offered,
    OfficeHolder,
    Particulars,
    RequestBasis,
    RequestOutcome,
    RunState,
    SafetyMatter,
    Seen,
    SelfAssessment,
    Source,
    SystemObservation,
    UnannouncedTest,
)
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import (
    Basis,
    Condition,
    Counted,
    ItemChecked,
    Named,
    Progressed,
    ProgressState,
    Proportion,
    Selected,
    Tick,
    Ticked,
    Told,
    YesNo,
    YesNoGiven,
)
from inspector_app.services.vault import Unlocked
from tests.support.vaults import an_inspection

Words = str | tuple[str, ...]
SECRET = "Quizzaciously"
"""Stands in all that must not be exported."""
NAME = "Philomena Unprintable"
"""Somebody whose name stays on this laptop."""

MACHINE = "an id of the machine’s"
WHOSE = "names stay on this laptop"

CAPTION = Caption(
    "Caption of the linked picture",
    Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
    marking_found="PROTECT",
    description="What the linked picture shows",
)


@dataclass(frozen=True)
class Filled:
    """One value that stands, and what the pages show of each of its fields."""

    value: Any
    read: Callable[[Standing], Any]
    printed: Mapping[str, Words]
    unprinted: Mapping[str, str] = field(default_factory=dict)
    """Fields that the pages do not show as such, each with the reason."""


@dataclass
class Desk:
    """A vault with an inspection, in which everything is recorded."""

    vault: Unlocked
    inspection: InspectionId
    folder: Path
    item: EvidenceId
    """A picture that is linked to a line."""
    item_number: str

    @property
    def standing(self) -> Standing:
        """What stands now."""
        return self.vault.inspections.standing(self.inspection)

    def source(self, particulars: Particulars, printed: Mapping[str, Words], **more: Any) -> Filled:
        """Record a source with the particulars; the printed words are those of its own fields."""
        title = more.pop("title", f"Title of {particulars.KIND}")
        source = Source(particulars, title, **more)
        recorded = self.vault.sources.record(self.inspection, source)

        def stands(standing: Standing) -> Any:
            found = standing.source(recorded.id).value
            return found.particulars if found else None

        kept = stands(self.standing)
        if isinstance(kept, Arrangement) and isinstance(particulars, Arrangement):
            return Filled(
                replace(particulars, global_id=kept.global_id),
                stands,
                {"title": title, **printed},
                {"global_id": MACHINE},
            )
        return Filled(particulars, stands, {"title": title, **printed})

    def answer(self, line: str, answer: Answer, printed: Mapping[str, Words]) -> Filled:
        """Record an answer of which only the fields named in ``printed`` are looked at."""
        id_ = LineId(line)
        self.vault.inspections.answer(self.inspection, id_, answer)
        return Filled(answer, lambda standing: standing.answer(id_).value, printed, ANY)


ANY: Mapping[str, str] = {"*": "of another record"}
"""The other fields are those of another record of the table."""

Record = Callable[[Desk], list[Filled]]
RECORDS: dict[int, tuple[str, Record]] = {}


def record(number: int, words: str) -> Callable[[Record], Record]:
    """Put a record into the table under its number of the list."""

    def put(made: Record) -> Record:
        RECORDS[number] = (words, made)
        return made

    return put


@record(1, "visit")
def visit(desk: Desk) -> list[Filled]:
    """Force, edition, threats, in depth, year of series, days, team, marking, status."""
    service, id_ = desk.vault.inspections, desk.inspection
    details = replace(
        desk.standing.details,
        marking=Marking(Tier.OFFICIAL_SENSITIVE, "LOCSEN"),
        title="Return visit of autumn",
        notes="Notes for the team",
    )
    service.describe(id_, details)
    ann = PersonId("b" * 32)
    member = Member(TeamRole.OBSERVER, "PU", present=False)
    service.name_member(id_, ann, NAME, member)
    section = SectionId("CN-CY")
    service.switch(id_, section, in_scope=False, reason="Looked at next year")
    desk.vault.phases.enter(id_, Phase.WRITING_UP)
    return [
        Filled(
            details,
            lambda standing: standing.details,
            {
                "force": "Cambridgeshire Constabulary",
                "pack": ("Checklist spr-2012", details.pack.sha256),
                "fieldwork": "Fieldwork 16 September 2013 to 20 September 2013",
                "marking": "LOCSEN",
                "title": "Return visit of autumn",
            },
            {"notes": "for the team alone"},
        ),
        Filled(
            member,
            lambda standing: dict(standing.members())[ann],
            {"role": "Observer", "initials": "PU", "present": "has left the team"},
        ),
        Filled(
            Scope(False, "Looked at next year"),
            lambda standing: _scope(standing, section),
            {"in_scope": "Not in scope for this inspection", "reason": "Looked at next year"},
        ),
        Filled(
            Phase.WRITING_UP,
            lambda standing: standing.phase,
            {},
            {"": "the cover says what the document is"},
        ),
        desk.answer(
            "IN-05",
            Answer({"year": Selected("second"), "left_for_later": Told("Cyber, left for 2014")}),
            {"values": ("Second year", "Cyber, left for 2014")},
        ),
        desk.answer(
            "IN-06",
            Answer({"in_depth": Ticked({"PO": Tick.YES, "CY": Tick.NO})}),
            {"values": ("Public order", "Large-scale cyber incident")},
        ),
    ]


def _scope(standing: Standing, section: SectionId) -> Scope:
    found = field_of(standing.states[subject(Subject.SECTION, section)], Scope).value
    assert found is not None
    return found


@record(2, "interview")
def interview(desk: Desk) -> list[Filled]:
    """Date, place, role, interviewers, topics, lines, what was said, whether attributable."""
    me = desk.vault.inspector.person
    source = Source(
        Interview("Topics of the interview", YesNo.PARTLY),
        "Interview with every field",
        as_at=read("17 Sep 2013"),
        place="The chief’s own office",
        roles=(Named("Head of interviewed things"),),
        inspectors=(me,),
        lines=(LineId("CC-PO-01"), LineId("CC-PO-02")),
        evidence=(desk.item,),
        outside=True,
        note="Note under the interview",
        written_at="2013-09-17 14:20",
        marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
    )
    said = [
        Account(
            LineId("CC-PO-01"),
            "Said of the first line",
            {},
            None,
            "",
            "Deputy of interviewed things",
            read("18 Sep 2013"),
            Marking(Tier.OFFICIAL_SENSITIVE, "COMMERCIAL"),
        ),
        Account(
            LineId("CC-PO-08"),
            values={"needed": Counted(6_417, caveat="Horses of the account apart")},
        ),
    ]
    recorded = desk.vault.sources.record(desk.inspection, source, said, [NAME])
    stands = desk.standing.source(recorded.id).value
    assert stands is not None
    full = replace(source, number=recorded.number, people=stands.people)
    accounts = dict(desk.standing.accounts())

    def account(at: int) -> Callable[[Standing], Any]:
        return lambda standing: dict(standing.accounts())[recorded.accounts[at]].value

    assert [accounts[each].value for each in recorded.accounts] == [
        replace(each, source=recorded.id) for each in said
    ]
    return [
        Filled(
            full,
            lambda standing: standing.source(recorded.id).value,
            {
                "particulars": "interview",
                "title": "Interview with every field",
                "number": f"I {recorded.number}",
                "as_at": "17 September 2013",
                "place": "The chief’s own office",
                "roles": "Head of interviewed things",
                "inspectors": "JS was there",
                "lines": "Accounts on CC-PO-01, CC-PO-08 · could also speak to CC-PO-02",
                "evidence": f"evidence {desk.item_number}",
                "outside": "from outside the force",
                "note": "Note under the interview",
                "written_at": "notes written 2013-09-17 14:20",
                "marking": "OFFICIAL-SENSITIVE [PERSONAL]",
            },
            {
                "people": WHOSE,
                "do_not_export": "record 25",
                "sitting": "its times are those of its notes",
                "origin": "carried over: its own tests",
            },
        ),
        Filled(
            full.particulars,
            lambda standing: _particulars(standing, recorded.number),
            {"topics": "Topics of the interview", "attributable": "May be attributed: in part"},
        ),
        Filled(
            replace(said[0], source=recorded.id),
            account(0),
            {
                "line": "CC-PO-01",
                "words": "Said of the first line",
                "source": f"I {recorded.number}",
                "role": f"I {recorded.number} · Deputy of interviewed things:",
                "as_at": "As at 18 September 2013",
                "marking": "OFFICIAL-SENSITIVE [COMMERCIAL]",
            },
            {
                "values": "the next account",
                "outcome": "record 17",
                "do_not_export": "record 25",
                "origin": "carried over: its own tests",
            },
        ),
        Filled(
            replace(said[1], source=recorded.id),
            account(1),
            {"values": ("6,417", "caveat: Horses of the account apart")},
            ANY,
        ),
    ]


def _particulars(standing: Standing, number: str) -> Any:
    return next(i.source.particulars for i in standing.sources() if i.source.number == number)


@record(3, "conversation or group")
def conversation_or_group(desk: Desk) -> list[Filled]:
    """How many were spoken to, how they were chosen."""
    told = {"number": "People spoken to: 17", "chosen": "How they were chosen: By shift of the"}
    return [
        desk.source(
            Group(17, "By shift of the group", YesNo.YES),
            {**told, "attributable": "May be attributed: yes"},
        ),
        desk.source(
            Conversation(23, "Whoever came down the stairs", YesNo.YES),
            {
                "number": "People spoken to: 23",
                "chosen": "Whoever came down the stairs",
                "attributable": "May be attributed: yes",
            },
        ),
    ]


@record(4, "document request")
def document_request(desk: Desk) -> list[Filled]:
    """What, to whom, asked on, due, received on or not supplied, reason, met guidance."""
    return [
        desk.source(
            DocumentRequest(
                Named("Unit of asked things"),
                RequestBasis.NOTICE,
                "as a printed plan",
                read("2 Sep 2013"),
                read("9 Sep 2013"),
                RequestOutcome.NOT_SUPPLIED,
                read("12 Sep 2013"),
                "The plan is being rewritten",
                YesNo.NO,
                read("13 Sep 2013"),
                "POP/4711",
            ),
            {
                "to": "Asked of: Unit of asked things",
                "basis": "On what footing: by notice",
                "form": "In what form: as a printed plan",
                "asked": "Asked on: 2 September 2013",
                "due": "Due: 9 September 2013",
                "outcome": "not supplied at the time of inspection",
                "settled": "On: 12 September 2013",
                "reason": "Reason given: The plan is being rewritten",
                "meets_guidance": "Meets the guidance: no",
                "appealed": "Appealed against on: 13 September 2013",
                "reference": "Its reference there: POP/4711",
            },
        )
    ]


@record(5, "document sighted")
def document_sighted(desk: Desk) -> list[Filled]:
    """Title, owner, date, version, marking of any scheme, copy or read on site, pages."""
    return [
        desk.source(
            DocumentSighted(
                Named("Owner of the sighted"),
                read("March 2012"),
                "2.71",
                "RESTRICTED",
                CopyKept.TAKEN,
                "31–35, annex B",
                "the planning cupboard",
            ),
            {
                "owner": "Owner: Owner of the sighted",
                "date": "Its date: March 2012",
                "version": "Version: 2.71",
                "marking_found": "Marking found on it: RESTRICTED",
                "copy": "What is kept of it: a copy",
                "pages": "Pages relied on: 31–35, annex B",
                "held_at": "Where it is held: the planning cupboard",
            },
        )
    ]


@record(6, "document that does not exist")
def document_absent(desk: Desk) -> list[Filled]:
    """That there is none, as a finding."""
    return [
        desk.source(
            DocumentAbsent(
                Named("Owner of the absent"),
                AbsenceKnown.LOOKED_FOR,
                "The shelf of plans",
                "Nobody thought of one",
            ),
            {
                "owner": "Whose it would be: Owner of the absent",
                "known": "How it is known: the team looked for it",
                "looked": "Where the team looked: The shelf of plans",
                "reason": "Reason given: Nobody thought of one",
            },
        ),
        desk.answer(
            "CC-CY-02", Answer(outcome=Outcome.DOES_NOT_EXIST), {"outcome": "Does not exist"}
        ),
    ]


@record(7, "data return")
def data_return(desk: Desk) -> list[Filled]:
    """Supplier, date, period, definition, unit, value, declared or checked, exclusions."""
    return [
        desk.source(
            DataReturn(
                Named("Supplier of returns"),
                "Deployments are counted",
                read("2011/12 to 2012/13"),
                "Operation left out of all",
                (
                    Number(
                        "Lent", "4,711", "serials", read("2012/13"), Basis.VERIFIED, "Dogs apart"
                    ),
                ),
            ),
            {
                "supplier": "Supplied by: Supplier of returns",
                "definition": "What is counted: Deployments are counted",
                "period": "Period: 2011/12 to 2012/13",
                "exclusions": "Left out of all of it: Operation left out of all",
                "numbers": ("Lent", "4,711", "serials", "checked", "Lent: Dogs apart"),
            },
            as_at=read("21 Sep 2013"),
        )
    ]


@record(8, "self-assessment")
def self_assessment(desk: Desk) -> list[Filled]:
    """Framework, issuer, completed, handed over; the force’s own view apart from the team’s."""
    return [
        desk.source(
            SelfAssessment(
                "Framework of oneself",
                Named("Issuer of frameworks"),
                YesNo.YES,
                YesNo.NO,
                "Amber in the force’s eyes",
            ),
            {
                "framework": "Framework: Framework of oneself",
                "issuer": "Issued by: Issuer of frameworks",
                "completed": "Completed: yes",
                "handed_over": "Handed over: no",
                "own_result": "The force’s own result: Amber in the force’s eyes",
            },
        ),
        desk.source(
            ForceStatement("A letter of spring", "Well prepared, in its own words"),
            {
                "made_in": "Made in: A letter of spring",
                "own_view": "The force’s own view: Well prepared, in its own words",
            },
        ),
    ]


@record(9, "unannounced test")
def unannounced_test(desk: Desk) -> list[Filled]:
    """Tester, times, place, scenario, resources offered, systems, a result on each line."""
    test = UnannouncedTest(
        RunState.ABANDONED,
        "Tester from elsewhere",
        "Disorder in two market towns",
        False,
        "14:05",
        "14:06:07",
        "14:09",
        "14:21",
        "14:45",
        (Offered("Serials", 37, "Duty inspector", "14:10", "within the hour"),),
        "Screens of the control room",
        "A fire broke out",
    )
    lines = tuple(LineId(f"CP-PO-{n}") for n in range(11, 18))
    made = desk.source(
        test,
        {
            "state": "abandoned",
            "tester": "Tested by: Tester from elsewhere",
            "scenario": "Scenario: Disorder in two market towns",
            "started": "Started: 14:05",
            "asked": "Asked: 14:06:07",
            "first_offered": "First offered: 14:09",
            "enough": "Enough: 14:21",
            "ended": "Ended: 14:45",
            "resources": ("Serials", "37", "Duty", "14:10", "within the hour"),
            "systems": "Systems used: Screens of the control room",
            "abandoned": "Abandoned because: A fire broke out",
        },
        lines=lines,
        place="Control room of the test",
    )
    id_ = next(i.id for i in desk.standing.sources() if i.source.particulars == test)
    given = [Account(line, f"Result of the test on {line}") for line in lines]
    accounts, _ = desk.vault.sources.give_accounts(desk.inspection, id_, given)

    def result(at: int) -> Callable[[Standing], Any]:
        return lambda standing: dict(standing.accounts())[accounts[at]].value

    return [
        replace(made, unprinted={"withhold_scenario": "its own test: then no scenario is"}),
        *(
            Filled(
                replace(each, source=id_),
                result(at),
                {"words": f"Result of the test on {each.line}"},
                ANY,
            )
            for at, each in enumerate(given)
        ),
    ]


@record(10, "equipment inspection")
def equipment(desk: Desk) -> list[Filled]:
    """Item, identifier, standard, item list, result, defects, photos."""
    return [
        desk.source(
            EquipmentInspection(
                "Carrier of serials",
                "PC 1273",
                "Standard of carriers",
                Condition.PART,
                (ItemChecked("Jackscrew", Condition.PASS), ItemChecked("Torch", Condition.FAIL)),
                "No bulbs in the torch",
            ),
            {
                "item": "Item: Carrier of serials",
                "identifier": "Identifier: PC 1273",
                "standard": "Standard: Standard of carriers",
                "condition": "Result: passed in part",
                "items": ("Jackscrew", "passed", "Torch", "failed"),
                "defects": "Defects: No bulbs in the torch",
                "evidence": f"evidence {desk.item_number}",
            },
            evidence=(desk.item,),
        )
    ]


@record(11, "system observation")
def system(desk: Desk) -> list[Filled]:
    """Which screen or record was seen, what it showed."""
    return [
        desk.source(
            SystemObservation("System of the desk", "Forty officers on duty shown"),
            {
                "system": "System: System of the desk",
                "shown": "What was seen: Forty officers on duty shown",
            },
        )
    ]


@record(12, "meeting")
def meeting(desk: Desk) -> list[Filled]:
    """Name, level, frequency, who attends, purpose, minutes seen or observed."""
    return [
        desk.source(
            Meeting(
                Level.REGION,
                "Every third Tuesday",
                (Named("Analyst of the region"), Named("Planner of the region")),
                "Purpose of tasking",
                Seen.ON_PAPER,
            ),
            {
                "level": "Level: region",
                "frequency": "How often: Every third Tuesday",
                "attended_by": "Who attends: Analyst of the region; Planner of the region",
                "purpose": "Purpose: Purpose of tasking",
                "seen": "How it is known: on paper",
            },
        )
    ]


@record(13, "arrangement shared by several forces")
def arrangement(desk: Desk) -> list[Filled]:
    """Level, members, functions, lead force, agreement and date, since when."""
    return [
        desk.source(
            Arrangement(
                "",
                Level.ALLIANCE,
                (Named("Force of the east"), Named("Force of the west")),
                ("Sharing of dogs", "Sharing of drones"),
                Named("Leader of the alliance"),
                "Agreement on sharing",
                read("May 2011"),
                Seen.OBSERVED,
                read("since June 2011"),
            ),
            {
                "level": "Level: alliance",
                "members": "Members: Force of the east; Force of the west",
                "functions": "Functions shared: Sharing of dogs; Sharing of drones",
                "lead": "Lead force: Leader of the alliance",
                "agreement": "Agreement: Agreement on sharing",
                "agreed": "Agreed on: May 2011",
                "seen": "How it is known: observed by the team",
                "since": "Since: since June 2011",
            },
        )
    ]


@record(14, "office-holder over time")
def office(desk: Desk) -> list[Filled]:
    """Role, holder’s organisation, from, to, interim, planned successor."""
    return [
        desk.source(
            OfficeHolder(
                Named("Chair of the long forum"),
                (
                    Holder("Fire service", read("April 2012"), read("May 2013"), True, False),
                    Holder("Ambulances", read("due October 2014"), None, False, True),
                ),
            ),
            {
                "office": "Office: Chair of the long forum",
                "holders": ("Fire service", "April 2012", "May 2013", "yes", "Ambulances"),
            },
        )
    ]


@record(15, "capability source")
def capability(desk: Desk) -> list[Filled]:
    """Own, alliance, region, national or partner, with share."""
    return [
        desk.answer(
            "CC-PO-11",
            Answer(
                {"able": YesNoGiven(YesNo.YES)},
                capability=tuple(CapabilitySource),
                share="most of it lent",
            ),
            {
                "capability": "own, alliance, region, national and partner",
                "share": "most of it lent",
            },
        )
    ]


@record(16, "quantity")
def quantity(desk: Desk) -> list[Filled]:
    """Value, unit, comparator, derived value, about, period, supplier."""
    counted = Counted(
        8_123, True, read("2012/13"), "Supplier of the count", Basis.DECLARED, "Dog units apart"
    )
    share = Proportion("62.5", "5", "8", True, "Vans of the share apart")
    return [
        desk.answer(
            "CC-PO-09",
            Answer({"declared": counted}),
            {
                "values": (
                    "about 8,123",
                    "2012/13",
                    "Supplier of the count",
                    "declared",
                    "Dog units apart",
                )
            },
        ),
        desk.answer(
            "CC-PO-10",
            Answer({"difference": Counted(3), "ratio": share}),
            {"values": ("62.5%", "5", "8", "Vans of the share apart")},
        ),
    ]


@record(17, "answers that are not values")
def outcomes(desk: Desk) -> list[Filled]:
    """Not asked; asked, no reply; not supplied; not in scope; never arose; does not exist."""
    words = {
        Outcome.NOT_ASKED: "Not asked",
        Outcome.ASKED_NO_REPLY: "Asked, no reply",
        Outcome.NOT_SUPPLIED: "Not supplied",
        Outcome.NOT_IN_SCOPE: "Not in scope",
        Outcome.NEVER_AROSE: "Never arose",
        Outcome.DOES_NOT_EXIST: "Does not exist",
    }
    return [
        desk.answer(
            f"CC-T-0{at}",
            Answer(outcome=outcome, note=f"Noted of {outcome.value}"),
            {"outcome": told, "note": f"Noted of {outcome.value}"},
        )
        for at, (outcome, told) in enumerate(words.items(), 1)
    ]


@record(18, "caveat tied to a number")
def caveat(desk: Desk) -> list[Filled]:
    """Printed wherever the number is: beside the answer and among the quantities."""
    answer = Answer({"needed": Counted(5_309, caveat="One exceptional operation apart")})
    return [
        desk.answer(
            "CC-PO-08", answer, {"values": ("5,309", "Caveat: One exceptional operation apart")}
        )
    ]


@record(19, "state of progress with its date")
def progress(desk: Desk) -> list[Filled]:
    """How far along something was, and when."""
    return [
        desk.answer(
            "CC-PO-06",
            Answer({"progress": Progressed(ProgressState.IN_PROGRESS)}, as_at=read("19 Sep 2013")),
            {"values": "In progress", "as_at": "As at 19 September 2013"},
        )
    ]


@record(20, "as-at date and later update")
def later_update(desk: Desk) -> list[Filled]:
    """The original is kept; a correction of the force’s says who accepted it, and why."""
    vault, id_, line = desk.vault, desk.inspection, LineId("CC-CY-11")
    first = Answer(
        {"answer": YesNoGiven(YesNo.YES), "how": Told("As first told")}, as_at=read("16 Sep 2013")
    )
    vault.inspections.answer(id_, line, first)
    out = desk.folder / "out.xlsx"
    vault.accuracy.send(id_, out, "The chief constable", read("2 Nov 2013"), read("16 Nov 2013"))
    book = load_workbook(out)
    sheet = book["Points"]
    number = numbers(vault.inspections.pack(id_))[line]
    for row in range(6, sheet.max_row + 1):
        if sheet.cell(row, 1).value == number:
            sheet.cell(row, 4).value = "It was otherwise"
    book.save(desk.folder / "back.xlsx")
    taken = vault.accuracy.preview(id_, desk.folder / "back.xlsx")
    (point,), _ = vault.accuracy.take(taken, read("9 Nov 2013"))
    vault.accuracy.answer(id_, point, Decision.ACCEPTED, "The register bears it out")
    later = Answer(
        {"answer": YesNoGiven(YesNo.YES), "how": Told("As corrected later")},
        as_at=read("1 Nov 2013"),
        reason="Corrected after the accuracy check",
    )
    vault.inspections.answer(id_, line, later)
    (item,) = desk.standing.points()
    return [
        Filled(
            later,
            lambda standing: standing.answer(line).value,
            {
                "values": "As corrected later",
                "as_at": "As at 1 November 2013",
                "reason": "Reason: Corrected after the accuracy check",
            },
            ANY,
        ),
        Filled(
            item.point,
            lambda standing: standing.points()[0].point,
            {},
            dict.fromkeys(
                ("draft", "paragraph", "place", "said", "evidence", "by"),
                "what the force said is the force’s, and stays with the inspection",
            ),
        ),
        Filled(
            item.response.value,
            lambda standing: standing.points()[0].response.value,
            {},
            dict.fromkeys(("decision", "reason", "changes"), "the corrected answer says it"),
        ),
    ]


@record(21, "finding: headline and details, each linked to evidence")
def finding(desk: Desk) -> list[Filled]:
    """The judgement of a section; below it a line with its evidence and the accounts it uses."""
    headline = Headline(
        "Judged enough in public order",
        read("20 Sep 2013"),
        Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        reason="Worded with the lead",
    )
    section, line = SectionId("CC-PO"), LineId("CC-PO-01")
    desk.vault.inspections.headline(desk.inspection, section, headline)
    (used, _), *_ = desk.standing.accounts(line)
    answer = Answer(note="Detail that rests on one account", accounts=(used,))
    return [
        Filled(
            headline,
            lambda standing: standing.headline(section).value,
            {
                "text": "Judged enough in public order",
                "as_at": "As at 20 September 2013",
                "marking": "OFFICIAL-SENSITIVE [PERSONAL]",
                "reason": "Reason: Worded with the lead",
            },
            {"do_not_export": "record 25"},
        ),
        desk.answer(
            line,
            answer,
            {
                "note": "Detail that rests on one account",
                "accounts": "Rests on: I · third party (1)",
            },
        ),
        Filled(
            CAPTION,
            lambda standing: _item(standing, desk.item).caption,
            {
                "text": "Caption of the linked picture",
                "marking": "OFFICIAL-SENSITIVE [PERSONAL]",
                "marking_found": "Marking found on it: PROTECT",
            },
            {"do_not_export": "record 25", "description": "read out in the picture's place"},
        ),
        Filled(
            (line,),
            lambda standing: _item(standing, desk.item).lines,
            {"": (f"Evidence: {desk.item_number}", f"Supports {line}")},
        ),
    ]


def _item(standing: Standing, id_: EvidenceId) -> Any:
    return next(item for item in standing.evidence() if item.id == id_)


@record(22, "national comparison added at base")
def comparison(desk: Desk) -> list[Filled]:
    """Measure, compared with whom, result, made from what."""
    return [
        desk.source(
            NationalComparison(
                "Net position measured", "all 43 forces", "one of 12 such", "Returns of base"
            ),
            {
                "measure": "Measure: Net position measured",
                "compared_with": "Compared with: all 43 forces",
                "result": "Result: one of 12 such",
                "made_from": "Made from: Returns of base",
            },
        )
    ]


@record(23, "figure with its data table")
def figure(desk: Desk) -> list[Filled]:
    """Title, course, measure, headcount, date, source."""
    return [
        desk.source(
            Figure(
                "Shares of enrolment",
                "1,299 officers",
                Named("Supplier of figures"),
                ("Coursename", "Sharename"),
                (("Awareness", "12.5%"), ("Introduction", "4.25%")),
                "Officers on leave apart",
            ),
            {
                "measure": "What is measured: Shares of enrolment",
                "headcount": "Of how many: 1,299 officers",
                "supplier": "Supplied by: Supplier of figures",
                "titles": ("Coursename", "Sharename"),
                "rows": ("Awareness", "12.5%", "Introduction", "4.25%"),
                "exclusions": "Left out of it: Officers on leave apart",
            },
            as_at=read("22 Sep 2013"),
        )
    ]


@record(24, "footnote or definition of a line")
def definition(desk: Desk) -> list[Filled]:
    """Shown with the line and printed among the definitions."""
    term = desk.standing.pack.term("police-support-unit")
    assert term is not None
    return [
        Filled(
            term,
            lambda standing: standing.pack.term("police-support-unit"),
            {"term": term.term, "meaning": term.meaning, "footnote": f"footnote {term.footnote}"},
            ANY,
        )
    ]


@record(25, "do-not-export flag")
def not_exported(desk: Desk) -> list[Filled]:
    """On answer, account, headline, source, evidence and recommendation: none is printed."""
    vault, id_ = desk.vault, desk.inspection
    answer = Answer(note=SECRET, do_not_export=True)
    line = LineId("CP-T-01")
    vault.inspections.answer(id_, line, answer)
    account = Account(LineId("CP-T-02"), SECRET, do_not_export=True)
    vault.inspections.give_account(id_, account)
    headline = Headline(SECRET, do_not_export=True)
    section = SectionId("CP-T")
    vault.inspections.headline(id_, section, headline)
    source = Source(Interview(SECRET), SECRET, do_not_export=True)
    recorded = vault.sources.record(id_, source, [Account(LineId("CP-T-03"), SECRET)])
    asked = Recommendation(RecommendationKind.RECOMMENDATION, SECRET, do_not_export=True)
    made, number = _asked(desk, asked)
    path = desk.folder / "closed.txt"
    path.write_text(SECRET, encoding="utf-8")
    (kept,) = vault.evidence.attach(id_, [path])
    assert kept.item is not None
    item = kept.item
    caption = Caption(SECRET, do_not_export=True)
    vault.evidence.caption(id_, item, caption)
    nothing = {"*": "left out, and counted as such"}
    return [
        Filled(answer, lambda s: s.answer(line).value, {}, nothing),
        Filled(account, lambda s: s.accounts(LineId("CP-T-02"))[0][1].value, {}, nothing),
        Filled(headline, lambda s: s.headline(section).value, {}, nothing),
        Filled(
            replace(source, number=recorded.number),
            lambda s: s.source(recorded.id).value,
            {},
            nothing,
        ),
        Filled(
            replace(asked, number=number),
            lambda s: s.recommendation(made).value,
            {},
            nothing,
        ),
        Filled(caption, lambda s: _item(s, item).caption, {}, nothing),
    ]


def _asked(desk: Desk, asked: Recommendation) -> tuple[RecommendationId, str]:
    made, _ = desk.vault.recommendations.make(desk.inspection, asked)
    found = desk.standing.recommendation(made).value
    assert found is not None
    return made, found.number


def _reading_of(made: RecommendationId) -> Callable[[Standing], Any]:
    return lambda standing: standing.recommendation(made).value


@record(26, "recommendation, cause of concern, area for improvement")
def recommendation(desk: Desk) -> list[Filled]:
    """What is asked for, of whom, by when, resting on what; and how far it has come."""
    found = []
    for kind, words in (
        (RecommendationKind.CAUSE_OF_CONCERN, "Cause of concern"),
        (RecommendationKind.RECOMMENDATION, "Recommendation"),
        (RecommendationKind.AREA_FOR_IMPROVEMENT, "Area for improvement"),
    ):
        asked = Recommendation(
            kind,
            f"Asked as {kind.value}",
            to=f"Office for {kind.value}",
            by=read("31 Mar 2014"),
            rests_on=RestsOn((SectionId("CC-PO"),), (LineId("CC-PO-09"),), (), (desk.item,)),
            marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        )
        made, number = _asked(desk, asked)
        found.append(
            Filled(
                replace(asked, number=number),
                _reading_of(made),
                {
                    "kind": f"{words} {number}",
                    "text": f"Asked as {kind.value}",
                    "number": number,
                    "to": f"To Office for {kind.value}",
                    "by": "by 31 March 2014",
                    "rests_on": ("CC-PO-09", desk.item_number),
                    "marking": "OFFICIAL-SENSITIVE [PERSONAL]",
                },
                {"do_not_export": "record 25"},
            )
        )
    return found


@record(27, "matter raised at once")
def safety(desk: Desk) -> list[Filled]:
    """What, to whom, when, reply: not in the list, but no inspection can do without it."""
    return [
        desk.source(
            SafetyMatter(
                "A door that would not lock",
                Named("Keeper of doors"),
                read("17 Sep 2013"),
                "16:31",
                "Mended the same day",
                read("18 Sep 2013"),
            ),
            {
                "matter": "What was raised: A door that would not lock",
                "to": "Raised with: Keeper of doors",
                "raised": "Raised on: 17 September 2013",
                "raised_at": "At: 16:31",
                "reply": "Reply: Mended the same day",
                "replied": "Replied on: 18 September 2013",
            },
        )
    ]


def a_desk(vault: Unlocked, folder: Path) -> Desk:
    """Begin an inspection with a picture that other records rest on."""
    inspection, picture = an_inspection(vault), folder / "carrier.png"
    Image.new("RGB", (90, 60), "navy").save(picture)
    (kept,) = vault.evidence.attach(inspection, [picture], [LineId("CC-PO-01")])
    assert kept.item is not None
    vault.evidence.caption(inspection, kept.item, CAPTION)
    return Desk(vault, inspection, folder, kept.item, kept.number)


def all_recorded(desk: Desk) -> dict[int, list[Filled]]:
    """Record everything, in the order of the list."""
    return {number: made(desk) for number, (_, made) in sorted(RECORDS.items())}


def names_of(value: Any) -> tuple[str, ...]:
    """Return the names of a value's fields; none of a plain one."""
    return tuple(each.name for each in fields(value)) if is_dataclass(value) else ()


def leaves(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each field of a value with what it holds, rows by their own fields."""
    for name in names_of(value):
        held = getattr(value, name)
        rows = held if isinstance(held, tuple) and held and is_dataclass(held[0]) else ()
        yield name, held
        for at, row in enumerate(rows):
            for inner, part in leaves(row):
                yield f"{name}[{at}].{inner}", part
