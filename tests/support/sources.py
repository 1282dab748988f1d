"""A source of every kind, with every field that the kind has filled. All of it is invented."""

from inspector_app.domain.dates import read
from inspector_app.domain.ids import EvidenceId, LineId, PersonId
from inspector_app.domain.markings import Marking, Tier
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
from inspector_app.domain.values import Basis, Condition, ItemChecked, Named, YesNo

FORCE = Named("Cambridgeshire Constabulary", "cambridgeshire")
ALLY = Named("Bedfordshire Police", "bedfordshire")
NEWCOMER = Named("A unit no register has")

PARTICULARS: tuple[Particulars, ...] = (
    Interview("Mutual aid; numbers", YesNo.YES),
    Group(7, "By the force, from two shifts", YesNo.NO),
    Conversation(2, "Whoever was on duty", YesNo.PARTLY),
    DocumentRequest(
        FORCE,
        RequestBasis.NOTICE,
        "on paper",
        read("2 Sep 2013"),
        read("9 Sep 2013"),
        RequestOutcome.REFUSED,
        read("12 Sep 2013"),
        "It is being rewritten.",
        YesNo.NO,
        read("13 Sep 2013"),
        "POP/7",
    ),
    DocumentSighted(
        FORCE, read("March 2013"), "2.1", "RESTRICTED", CopyKept.TAKEN, "3–5", "Operations"
    ),
    DocumentAbsent(FORCE, AbsenceKnown.LOOKED_FOR, "The planning drive", "Not thought of yet"),
    DataReturn(
        FORCE,
        "Units sent to other forces",
        read("2011/12 to 2012/13"),
        "One operation, being exceptional",
        (
            Number("Received", "16", "PSU", read("2012/13"), Basis.VERIFIED, "Dogs"),
            Number("Provided", "10"),
        ),
    ),
    SelfAssessment("A framework", NEWCOMER, YesNo.YES, YesNo.NO, "Amber throughout"),
    ForceStatement("A letter", "It would lack the skills."),
    UnannouncedTest(
        RunState.RUN,
        "HMIC",
        "Disorder in two towns",
        True,
        "14:05",
        "14:06",
        "14:09",
        "14:20",
        "14:45",
        (Offered("PSU", 3, "Duty inspector", "14:09", "at once"), Offered("Dog section")),
        "Command and control",
    ),
    EquipmentInspection(
        "Personnel carrier",
        "PC 12",
        "National standard",
        Condition.PART,
        (ItemChecked("Jack", Condition.PASS), ItemChecked("Torch", Condition.FAIL)),
        "No bulbs",
    ),
    SystemObservation("Command and control", "The list of officers on duty"),
    Meeting(
        Level.REGION, "Monthly", (Named("Analyst", "analyst"), FORCE), "Tasking", Seen.OBSERVED
    ),
    Arrangement(
        "c" * 32,
        Level.ALLIANCE,
        (FORCE, ALLY),
        ("Dogs", "Firearms"),
        ALLY,
        "Agreement on joint units",
        read("2012"),
        Seen.ON_PAPER,
        read("since April 2012"),
    ),
    OfficeHolder(
        Named("Chair of the forum"),
        (
            Holder("Chief constable", None, read("April 2013")),
            Holder("Deputy", read("April 2013"), interim=True),
            Holder("Chief Fire Officer", read("due October 2014"), planned=True),
        ),
    ),
    NationalComparison("Net position", "43 forces", "one of 12", "mutual-aid returns"),
    Figure(
        "Enrolled",
        "1,300 officers",
        NEWCOMER,
        ("Course", "Share"),
        (("Awareness", "12%"), ("Introduction", "4%")),
        "Staff on leave",
    ),
    SafetyMatter(
        "A door that did not lock", FORCE, read("17 Sep 2013"), "16:30", "Mended", read("2013-09")
    ),
)
"""By kind, in the order of ``sources.KINDS``."""


def a_source(particulars: Particulars, **overrides: object) -> Source:
    """Return a source of these particulars with everything that all kinds have."""
    given: dict[str, object] = {
        "title": f"A {particulars.KIND} among others",
        "number": "JS/1",
        "as_at": read("17 Sep 2013"),
        "place": "Headquarters",
        "roles": (Named("Chief constable", "chief-constable"), NEWCOMER),
        "people": (PersonId("d" * 32),),
        "inspectors": (PersonId("a" * 32),),
        "lines": (LineId("CC-PO-01"), LineId("CC-PO-09")),
        "evidence": (EvidenceId("e" * 32),),
        "outside": True,
        "note": "Two lines\nof a note",
        "written_at": "2013-09-17 14:20",
        "marking": Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        "do_not_export": True,
    }
    return Source(particulars, **{**given, **overrides})  # type: ignore[arg-type]
