"""What is asked of each kind of source: the one description behind command, window and paper."""

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain import sources
from inspector_app.domain.checklist import Option
from inspector_app.domain.sources import Particulars
from inspector_app.domain.values import Basis, Condition, ItemChecked, YesNo


class Editor(StrEnum):
    """How a fact is given."""

    WORDS = "words"
    """One line."""
    TEXT = "text"
    """Several lines."""
    DATE = "date"
    TIME = "time"
    COUNT = "count"
    CHOICE = "choice"
    FLAG = "flag"
    NAME = "name"
    """One entry of a register, or a name outside it."""
    NAMES = "names"
    LIST = "list"
    """Several words or phrases."""
    ROWS = "rows"
    """Rows with a fact for each column."""
    TABLE = "table"
    """Rows whose columns are named here too; the first row names them."""
    LINES = "lines"
    EVIDENCE = "evidence"
    MEMBERS = "members"
    PEOPLE = "people"
    """Names that stay on this laptop."""
    MARKING = "marking"


ORGANISATIONS = "organisations"
"""Stands for every register but that of roles."""
ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a source: where it is kept, what it is called, how it is given."""

    name: str
    """The field's name."""
    label: str
    editor: Editor = Editor.WORDS
    help: str = ""
    register: str = ""
    """Of names: a register's id, or ``organisations``; empty: any register."""
    choices: tuple[Option, ...] = ()
    enum: type[StrEnum] | None = None
    """Of a choice: what is kept."""
    columns: tuple["Fact", ...] = ()
    row: type | None = None
    """Of rows: what one of them is."""


@dataclass(frozen=True, slots=True)
class KindForm:
    """What is asked of one kind of source."""

    kind: type[Particulars]
    name: str
    help: str
    title: str
    """What the title is called for this kind."""
    facts: tuple[Fact, ...]

    @property
    def letter(self) -> str:
        """The kind's letter."""
        return self.kind.LETTER

    @property
    def tag(self) -> str:
        """The kind's name as it is kept."""
        return self.kind.KIND


def _choice(name: str, label: str, enum: type[StrEnum], words: str, help_: str = "") -> Fact:
    """Return a choice whose words stand in the order of the enum, parted by ``/``."""
    texts = words.split("/")
    options = tuple(Option(c.value, t) for c, t in zip(enum, texts, strict=True))
    return Fact(name, label, Editor.CHOICE, help_, choices=options, enum=enum)


def _yes_no(name: str, label: str, help_: str = "") -> Fact:
    return _choice(name, label, YesNo, "yes/no/in part", help_)


def _seen(label: str) -> Fact:
    return _choice("seen", label, sources.Seen, "observed by the team/on paper/described only")


_BASIS_WORDS = "not stated/declared/checked by the supplier/checked by the team"
_ATTRIBUTABLE = _yes_no(
    "attributable", "May be attributed", "Whether what was said may be printed as this role’s."
)
_NUMBER = Fact("number", "People spoken to", Editor.COUNT)
_CHOSEN = Fact("chosen", "How they were chosen", help="By whom, and from whom.")
_LEVEL = _choice("level", "Level", sources.Level, "force/alliance/region/national")

COMMON: tuple[Fact, ...] = (
    Fact("title", "Title"),
    Fact("roles", "Role", Editor.NAMES, "Who spoke or showed: a role, never a name.", ROLES),
    Fact("as_at", "When, or as at", Editor.DATE, "As exactly as it is known: 2013-09, 2011/12."),
    Fact("place", "Place"),
    Fact("lines", "Lines it speaks to", Editor.LINES, "Their ids: CC-PO-09, CC-PO-10."),
    Fact("evidence", "Evidence items", Editor.EVIDENCE, "Their numbers: JS/1, JS/2."),
    Fact("outside", "From outside the force", Editor.FLAG, "A third party spoke or supplied it."),
    Fact("note", "Note", Editor.TEXT),
    Fact("people", "Names", Editor.PEOPLE, "They stay on this laptop and are never exported."),
    Fact("inspectors", "Inspectors", Editor.MEMBERS, "Initials of the team: JS, AM."),
    Fact("written_at", "Written at", help="When notes on paper were written: 2013-09-17 14:20."),
    Fact("marking", "Marking", Editor.MARKING, "Where it differs from the inspection’s."),
    Fact("do_not_export", "Do not export", Editor.FLAG, "It and all it said stay on this laptop."),
)

FORMS: tuple[KindForm, ...] = (
    KindForm(
        sources.Interview,
        "interview",
        "Somebody was asked, by appointment.",
        "Title",
        (Fact("topics", "Topics", Editor.TEXT), _ATTRIBUTABLE),
    ),
    KindForm(
        sources.Group,
        "group",
        "Several people were asked together.",
        "Title",
        (_NUMBER, _CHOSEN, _ATTRIBUTABLE),
    ),
    KindForm(
        sources.Conversation,
        "conversation",
        "People were spoken to where they were met.",
        "Title",
        (_NUMBER, _CHOSEN, _ATTRIBUTABLE),
    ),
    KindForm(
        sources.DocumentRequest,
        "document request",
        "A document or information was asked for. Nothing may be asked for by notice that would "
        "come from the Security Service, SIS or GCHQ.",
        "What was asked for",
        (
            Fact("to", "Asked of", Editor.NAME, register=ORGANISATIONS),
            _choice("basis", "On what footing", sources.RequestBasis, "informally/by notice"),
            Fact("form", "In what form"),
            Fact("asked", "Asked on", Editor.DATE),
            Fact("due", "Due", Editor.DATE),
            _choice(
                "outcome",
                "What became of it",
                sources.RequestOutcome,
                "still open/received/not supplied at the time of inspection/refused/"
                "said not to exist/cancelled",
            ),
            Fact("settled", "On", Editor.DATE, "When it was received, refused or cancelled."),
            Fact("reason", "Reason given", Editor.TEXT),
            Fact("reference", "Its reference there", help="The force’s own, of what it gave."),
            _yes_no("meets_guidance", "Meets the guidance", "What came, where guidance exists."),
            Fact("appealed", "Appealed against on", Editor.DATE),
        ),
    ),
    KindForm(
        sources.DocumentSighted,
        "document sighted",
        "A document that the team has seen. Of one marked SECRET or above, record only title, "
        "owner and where it is held.",
        "The document’s title",
        (
            Fact("owner", "Owner", Editor.NAME, register=ORGANISATIONS),
            Fact("date", "Its date", Editor.DATE),
            Fact("version", "Version"),
            Fact("marking_found", "Marking found on it", help="As it stands there: RESTRICTED."),
            _choice("copy", "What is kept of it", sources.CopyKept, "a copy/read on site"),
            Fact("pages", "Pages relied on", help="3–5, annex B."),
            Fact("held_at", "Where it is held"),
        ),
    ),
    KindForm(
        sources.DocumentAbsent,
        "document that does not exist",
        "That there is none is a finding.",
        "The document that does not exist",
        (
            Fact("owner", "Whose it would be", Editor.NAME, register=ORGANISATIONS),
            _choice(
                "known",
                "How it is known",
                sources.AbsenceKnown,
                "not stated/the force says so/the team looked for it",
            ),
            Fact("looked", "Where the team looked"),
            Fact("reason", "Reason given", Editor.TEXT),
        ),
    ),
    KindForm(
        sources.DataReturn,
        "data return",
        "Numbers that somebody supplied. What they leave out is printed wherever they are.",
        "What the return is called",
        (
            Fact("supplier", "Supplied by", Editor.NAME, register=ORGANISATIONS),
            Fact("definition", "What is counted", Editor.TEXT),
            Fact("period", "Period", Editor.DATE),
            Fact("exclusions", "Left out of all of it", Editor.TEXT, "What, and why."),
            Fact(
                "numbers",
                "Numbers",
                Editor.ROWS,
                columns=(
                    Fact("measure", "Measure"),
                    Fact("value", "Value"),
                    Fact("unit", "Unit"),
                    Fact("period", "Period", Editor.DATE),
                    _choice("basis", "Basis", Basis, _BASIS_WORDS),
                    Fact("exclusions", "Left out"),
                ),
                row=sources.Number,
            ),
        ),
    ),
    KindForm(
        sources.SelfAssessment,
        "self-assessment",
        "The force’s assessment of itself, kept apart from the team’s answers.",
        "What the assessment is called",
        (
            Fact("framework", "Framework"),
            Fact("issuer", "Issued by", Editor.NAME, register=ORGANISATIONS),
            _yes_no("completed", "Completed"),
            _yes_no("handed_over", "Handed over"),
            Fact("own_result", "The force’s own result", Editor.TEXT),
        ),
    ),
    KindForm(
        sources.ForceStatement,
        "force’s statement",
        "What the force says of itself, kept apart from the team’s answers.",
        "Title",
        (
            Fact("made_in", "Made in", help="A letter, a briefing, a report."),
            Fact("own_view", "The force’s own view", Editor.TEXT),
        ),
    ),
    KindForm(
        sources.UnannouncedTest,
        "test",
        "A test without notice. Its result on a line is the account it gives there. Until it has "
        "run, nothing of it is exported.",
        "Title",
        (
            _choice("state", "State", sources.RunState, "planned/run/abandoned"),
            Fact("tester", "Tested by", help="A role or an organisation, never a name."),
            Fact("scenario", "Scenario", Editor.TEXT),
            Fact("withhold_scenario", "Keep the scenario out of exports", Editor.FLAG),
            Fact("started", "Started", Editor.TIME),
            Fact("asked", "Asked", Editor.TIME),
            Fact("first_offered", "First offered", Editor.TIME),
            Fact("enough", "Enough", Editor.TIME),
            Fact("ended", "Ended", Editor.TIME),
            Fact(
                "resources",
                "Resources offered",
                Editor.ROWS,
                columns=(
                    Fact("resource", "Resource"),
                    Fact("number", "Number", Editor.COUNT),
                    Fact("by", "Offered by"),
                    Fact("at", "At", Editor.TIME),
                    Fact("available", "Available"),
                ),
                row=sources.Offered,
            ),
            Fact("systems", "Systems used"),
            Fact("abandoned", "Abandoned because", help="A live incident."),
        ),
    ),
    KindForm(
        sources.EquipmentInspection,
        "equipment inspection",
        "A thing was looked at and tried.",
        "Title",
        (
            Fact("item", "Item"),
            Fact("identifier", "Identifier"),
            Fact("standard", "Standard"),
            _choice("condition", "Result", Condition, "passed/passed in part/failed"),
            Fact(
                "items",
                "Items checked",
                Editor.ROWS,
                columns=(
                    Fact("name", "Item"),
                    _choice("condition", "Result", Condition, "passed/passed in part/failed"),
                ),
                row=ItemChecked,
            ),
            Fact("defects", "Defects", Editor.TEXT),
        ),
    ),
    KindForm(
        sources.SystemObservation,
        "system observation",
        "A screen or record was seen in use.",
        "Title",
        (
            Fact("system", "System"),
            Fact("shown", "What was seen", Editor.TEXT, "Which screen or record, what it showed."),
        ),
    ),
    KindForm(
        sources.Meeting,
        "meeting",
        "A standing meeting or board.",
        "The meeting’s name",
        (
            _LEVEL,
            Fact("frequency", "How often", help="Every month."),
            Fact("attended_by", "Who attends", Editor.NAMES),
            Fact("purpose", "Purpose", Editor.TEXT),
            _seen("How it is known"),
        ),
    ),
    KindForm(
        sources.Arrangement,
        "arrangement",
        "Something shared by several forces.",
        "What it is called",
        (
            _LEVEL,
            Fact("members", "Members", Editor.NAMES, register=ORGANISATIONS),
            Fact("functions", "Functions shared", Editor.LIST),
            Fact("lead", "Lead force", Editor.NAME, register="forces"),
            Fact("agreement", "Agreement", help="The title of the document."),
            Fact("agreed", "Agreed on", Editor.DATE),
            _seen("How it is known"),
            Fact("since", "Since", Editor.DATE),
        ),
    ),
    KindForm(
        sources.OfficeHolder,
        "office over time",
        "An office, and what roles or organisations held it when.",
        "Title",
        (
            Fact("office", "Office", Editor.NAME, register=ROLES),
            Fact(
                "holders",
                "Held by",
                Editor.ROWS,
                columns=(
                    Fact("holder", "Holder"),
                    Fact("since", "From", Editor.DATE),
                    Fact("until", "To", Editor.DATE),
                    Fact("interim", "Interim", Editor.FLAG),
                    Fact("planned", "Planned", Editor.FLAG),
                ),
                row=sources.Holder,
            ),
        ),
    ),
    KindForm(
        sources.NationalComparison,
        "national comparison",
        "How the force stands among others: asked for on site, added at base.",
        "Title",
        (
            Fact("measure", "Measure"),
            Fact("compared_with", "Compared with"),
            Fact("result", "Result", help="Left empty until base adds it."),
            Fact("made_from", "Made from"),
        ),
    ),
    KindForm(
        sources.Figure,
        "figure",
        "A chart, with the numbers it is drawn from.",
        "The figure’s title",
        (
            Fact("measure", "What is measured"),
            Fact("headcount", "Of how many"),
            Fact("supplier", "Supplied by", Editor.NAME, register=ORGANISATIONS),
            Fact("rows", "Data table", Editor.TABLE, "The first row names the columns."),
            Fact("exclusions", "Left out of it", Editor.TEXT, "What, and why."),
        ),
    ),
    KindForm(
        sources.SafetyMatter,
        "matter raised at once",
        "Something that could not wait, for the safety of the public.",
        "Title",
        (
            Fact("matter", "What was raised", Editor.TEXT),
            Fact("to", "Raised with", Editor.NAME),
            Fact("raised", "Raised on", Editor.DATE),
            Fact("raised_at", "At", Editor.TIME),
            Fact("reply", "Reply", Editor.TEXT),
            Fact("replied", "Replied on", Editor.DATE),
        ),
    ),
)

_BY_KIND = {form.kind: form for form in FORMS}
_BY_LETTER = {form.letter: form for form in FORMS}


def form_of_kind(kind: type[Particulars]) -> KindForm:
    """Return what is asked of a kind."""
    return _BY_KIND[kind]


def letter_words(letter: str) -> str:
    """Return what a letter stands for: ``interview``.

    Raises:
        KeyError: no kind of source has this letter.
    """
    return _BY_LETTER[letter].name
