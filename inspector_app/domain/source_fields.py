"""What is asked of each kind of source: the one description behind command, window and paper."""

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain import sources
from inspector_app.domain.checklist import Option
from inspector_app.domain.sources import Particulars
from inspector_app.domain.values import Basis, Condition, ItemChecked, YesNo
from inspector_app.texts import tr


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


def _choice(
    name: str, label: str, enum: type[StrEnum], words: tuple[str, ...], help_: str = ""
) -> Fact:
    """Return a choice whose words stand in the order of the enum."""
    options = tuple(Option(c.value, t) for c, t in zip(enum, words, strict=True))
    return Fact(name, label, Editor.CHOICE, help_, choices=options, enum=enum)


def _yes_no(name: str, label: str, help_: str = "") -> Fact:
    return _choice(name, label, YesNo, (tr("yes"), tr("no"), tr("in part")), help_)


def _seen(label: str) -> Fact:
    return _choice(
        "seen",
        label,
        sources.Seen,
        (tr("observed by the team"), tr("on paper"), tr("described only")),
    )


_BASIS_WORDS = (
    tr("not stated"),
    tr("declared"),
    tr("checked by the supplier"),
    tr("checked by the team"),
)
_ATTRIBUTABLE = _yes_no(
    "attributable",
    tr("May be attributed"),
    tr("Whether what was said may be printed as this role’s."),
)
_NUMBER = Fact("number", tr("People spoken to"), Editor.COUNT)
_CHOSEN = Fact("chosen", tr("How they were chosen"), help=tr("By whom, and from whom."))
_LEVEL = _choice(
    "level", tr("Level"), sources.Level, (tr("force"), tr("alliance"), tr("region"), tr("national"))
)

COMMON: tuple[Fact, ...] = (
    Fact("title", tr("Title")),
    Fact(
        "roles", tr("Role"), Editor.NAMES, tr("Who spoke or showed: a role, never a name."), ROLES
    ),
    Fact(
        "as_at",
        tr("When, or as at"),
        Editor.DATE,
        tr("As exactly as it is known: 2013-09, 2011/12."),
    ),
    Fact("place", tr("Place")),
    Fact("lines", tr("Lines it speaks to"), Editor.LINES, tr("Their ids: CC-PO-09, CC-PO-10.")),
    Fact("evidence", tr("Evidence items"), Editor.EVIDENCE, tr("Their numbers: JS/1, JS/2.")),
    Fact(
        "outside",
        tr("From outside the force"),
        Editor.FLAG,
        tr("A third party spoke or supplied it."),
    ),
    Fact("note", tr("Note"), Editor.TEXT),
    Fact(
        "people", tr("Names"), Editor.PEOPLE, tr("They stay on this laptop and are never exported.")
    ),
    Fact("inspectors", tr("Inspectors"), Editor.MEMBERS, tr("Initials of the team: JS, AM.")),
    Fact(
        "written_at",
        tr("Written at"),
        help=tr("When notes on paper were written: 2013-09-17 14:20."),
    ),
    Fact("marking", tr("Marking"), Editor.MARKING, tr("Where it differs from the inspection’s.")),
    Fact(
        "do_not_export",
        tr("Do not export"),
        Editor.FLAG,
        tr("It and all it said stay on this laptop."),
    ),
)

FORMS: tuple[KindForm, ...] = (
    KindForm(
        sources.Interview,
        tr("interview"),
        tr("Somebody was asked, by appointment."),
        tr("Title"),
        (Fact("topics", tr("Topics"), Editor.TEXT), _ATTRIBUTABLE),
    ),
    KindForm(
        sources.Group,
        tr("group"),
        tr("Several people were asked together."),
        tr("Title"),
        (_NUMBER, _CHOSEN, _ATTRIBUTABLE),
    ),
    KindForm(
        sources.Conversation,
        tr("conversation"),
        tr("People were spoken to where they were met."),
        tr("Title"),
        (_NUMBER, _CHOSEN, _ATTRIBUTABLE),
    ),
    KindForm(
        sources.DocumentRequest,
        tr("document request"),
        tr(
            "A document or information was asked for. Nothing may be asked for by notice that "
            "would come from the Security Service, SIS or GCHQ."
        ),
        tr("What was asked for"),
        (
            Fact("to", tr("Asked of"), Editor.NAME, register=ORGANISATIONS),
            _choice(
                "basis",
                tr("On what footing"),
                sources.RequestBasis,
                (tr("informally"), tr("by notice")),
            ),
            Fact("form", tr("In what form")),
            Fact("asked", tr("Asked on"), Editor.DATE),
            Fact("due", tr("Due"), Editor.DATE),
            _choice(
                "outcome",
                tr("What became of it"),
                sources.RequestOutcome,
                (
                    tr("still open"),
                    tr("received"),
                    tr("not supplied at the time of inspection"),
                    tr("refused"),
                    tr("said not to exist"),
                    tr("cancelled"),
                ),
            ),
            Fact(
                "settled", tr("On"), Editor.DATE, tr("When it was received, refused or cancelled.")
            ),
            Fact("reason", tr("Reason given"), Editor.TEXT),
            Fact(
                "reference", tr("Its reference there"), help=tr("The force’s own, of what it gave.")
            ),
            _yes_no(
                "meets_guidance", tr("Meets the guidance"), tr("What came, where guidance exists.")
            ),
            Fact("appealed", tr("Appealed against on"), Editor.DATE),
        ),
    ),
    KindForm(
        sources.DocumentSighted,
        tr("document sighted"),
        tr(
            "A document that the team has seen. Of one marked SECRET or above, record only title, "
            "owner and where it is held."
        ),
        tr("The document’s title"),
        (
            Fact("owner", tr("Owner"), Editor.NAME, register=ORGANISATIONS),
            Fact("date", tr("Its date"), Editor.DATE),
            Fact("version", tr("Version")),
            Fact(
                "marking_found",
                tr("Marking found on it"),
                help=tr("As it stands there: RESTRICTED."),
            ),
            _choice(
                "copy",
                tr("What is kept of it"),
                sources.CopyKept,
                (tr("a copy"), tr("read on site")),
            ),
            Fact("pages", tr("Pages relied on"), help=tr("3–5, annex B.")),
            Fact("held_at", tr("Where it is held")),
        ),
    ),
    KindForm(
        sources.DocumentAbsent,
        tr("document that does not exist"),
        tr("That there is none is a finding."),
        tr("The document that does not exist"),
        (
            Fact("owner", tr("Whose it would be"), Editor.NAME, register=ORGANISATIONS),
            _choice(
                "known",
                tr("How it is known"),
                sources.AbsenceKnown,
                (tr("not stated"), tr("the force says so"), tr("the team looked for it")),
            ),
            Fact("looked", tr("Where the team looked")),
            Fact("reason", tr("Reason given"), Editor.TEXT),
        ),
    ),
    KindForm(
        sources.DataReturn,
        tr("data return"),
        tr("Numbers that somebody supplied. What they leave out is printed wherever they are."),
        tr("What the return is called"),
        (
            Fact("supplier", tr("Supplied by"), Editor.NAME, register=ORGANISATIONS),
            Fact("definition", tr("What is counted"), Editor.TEXT),
            Fact("period", tr("Period"), Editor.DATE),
            Fact("exclusions", tr("Left out of all of it"), Editor.TEXT, tr("What, and why.")),
            Fact(
                "numbers",
                tr("Numbers"),
                Editor.ROWS,
                columns=(
                    Fact("measure", tr("Measure")),
                    Fact("value", tr("Value")),
                    Fact("unit", tr("Unit")),
                    Fact("period", tr("Period"), Editor.DATE),
                    _choice("basis", tr("Basis"), Basis, _BASIS_WORDS),
                    Fact("exclusions", tr("Left out")),
                ),
                row=sources.Number,
            ),
        ),
    ),
    KindForm(
        sources.SelfAssessment,
        tr("self-assessment"),
        tr("The force’s assessment of itself, kept apart from the team’s answers."),
        tr("What the assessment is called"),
        (
            Fact("framework", tr("Framework")),
            Fact("issuer", tr("Issued by"), Editor.NAME, register=ORGANISATIONS),
            _yes_no("completed", tr("Completed")),
            _yes_no("handed_over", tr("Handed over")),
            Fact("own_result", tr("The force’s own result"), Editor.TEXT),
        ),
    ),
    KindForm(
        sources.ForceStatement,
        tr("force’s statement"),
        tr("What the force says of itself, kept apart from the team’s answers."),
        tr("Title"),
        (
            Fact("made_in", tr("Made in"), help=tr("A letter, a briefing, a report.")),
            Fact("own_view", tr("The force’s own view"), Editor.TEXT),
        ),
    ),
    KindForm(
        sources.UnannouncedTest,
        tr("test"),
        tr(
            "A test without notice. Its result on a line is the account it gives there. Until it "
            "has run, nothing of it is exported."
        ),
        tr("Title"),
        (
            _choice(
                "state", tr("State"), sources.RunState, (tr("planned"), tr("run"), tr("abandoned"))
            ),
            Fact("tester", tr("Tested by"), help=tr("A role or an organisation, never a name.")),
            Fact("scenario", tr("Scenario"), Editor.TEXT),
            Fact("withhold_scenario", tr("Keep the scenario out of exports"), Editor.FLAG),
            Fact("started", tr("Started"), Editor.TIME),
            Fact("asked", tr("Asked"), Editor.TIME),
            Fact("first_offered", tr("First offered"), Editor.TIME),
            Fact("enough", tr("Enough"), Editor.TIME),
            Fact("ended", tr("Ended"), Editor.TIME),
            Fact(
                "resources",
                tr("Resources offered"),
                Editor.ROWS,
                columns=(
                    Fact("resource", tr("Resource")),
                    Fact("number", tr("Number"), Editor.COUNT),
                    Fact("by", tr("Offered by")),
                    Fact("at", tr("At"), Editor.TIME),
                    Fact("available", tr("Available")),
                ),
                row=sources.Offered,
            ),
            Fact("systems", tr("Systems used")),
            Fact("abandoned", tr("Abandoned because"), help=tr("A live incident.")),
        ),
    ),
    KindForm(
        sources.EquipmentInspection,
        tr("equipment inspection"),
        tr("A thing was looked at and tried."),
        tr("Title"),
        (
            Fact("item", tr("Item")),
            Fact("identifier", tr("Identifier")),
            Fact("standard", tr("Standard")),
            _choice(
                "condition",
                tr("Result"),
                Condition,
                (tr("passed"), tr("passed in part"), tr("failed")),
            ),
            Fact(
                "items",
                tr("Items checked"),
                Editor.ROWS,
                columns=(
                    Fact("name", tr("Item")),
                    _choice(
                        "condition",
                        tr("Result"),
                        Condition,
                        (tr("passed"), tr("passed in part"), tr("failed")),
                    ),
                ),
                row=ItemChecked,
            ),
            Fact("defects", tr("Defects"), Editor.TEXT),
        ),
    ),
    KindForm(
        sources.SystemObservation,
        tr("system observation"),
        tr("A screen or record was seen in use."),
        tr("Title"),
        (
            Fact("system", tr("System")),
            Fact(
                "shown",
                tr("What was seen"),
                Editor.TEXT,
                tr("Which screen or record, what it showed."),
            ),
        ),
    ),
    KindForm(
        sources.Meeting,
        tr("meeting"),
        tr("A standing meeting or board."),
        tr("The meeting’s name"),
        (
            _LEVEL,
            Fact("frequency", tr("How often"), help=tr("Every month.")),
            Fact("attended_by", tr("Who attends"), Editor.NAMES),
            Fact("purpose", tr("Purpose"), Editor.TEXT),
            _seen(tr("How it is known")),
        ),
    ),
    KindForm(
        sources.Arrangement,
        tr("arrangement"),
        tr("Something shared by several forces."),
        tr("What it is called"),
        (
            _LEVEL,
            Fact("members", tr("Members"), Editor.NAMES, register=ORGANISATIONS),
            Fact("functions", tr("Functions shared"), Editor.LIST),
            Fact("lead", tr("Lead force"), Editor.NAME, register="forces"),
            Fact("agreement", tr("Agreement"), help=tr("The title of the document.")),
            Fact("agreed", tr("Agreed on"), Editor.DATE),
            _seen(tr("How it is known")),
            Fact("since", tr("Since"), Editor.DATE),
        ),
    ),
    KindForm(
        sources.OfficeHolder,
        tr("office over time"),
        tr("An office, and what roles or organisations held it when."),
        tr("Title"),
        (
            Fact("office", tr("Office"), Editor.NAME, register=ROLES),
            Fact(
                "holders",
                tr("Held by"),
                Editor.ROWS,
                columns=(
                    Fact("holder", tr("Holder")),
                    Fact("since", tr("From"), Editor.DATE),
                    Fact("until", tr("To"), Editor.DATE),
                    Fact("interim", tr("Interim"), Editor.FLAG),
                    Fact("planned", tr("Planned"), Editor.FLAG),
                ),
                row=sources.Holder,
            ),
        ),
    ),
    KindForm(
        sources.NationalComparison,
        tr("national comparison"),
        tr("How the force stands among others: asked for on site, added at base."),
        tr("Title"),
        (
            Fact("measure", tr("Measure")),
            Fact("compared_with", tr("Compared with")),
            Fact("result", tr("Result"), help=tr("Left empty until base adds it.")),
            Fact("made_from", tr("Made from")),
        ),
    ),
    KindForm(
        sources.Figure,
        tr("figure"),
        tr("A chart, with the numbers it is drawn from."),
        tr("The figure’s title"),
        (
            Fact("measure", tr("What is measured")),
            Fact("headcount", tr("Of how many")),
            Fact("supplier", tr("Supplied by"), Editor.NAME, register=ORGANISATIONS),
            Fact("rows", tr("Data table"), Editor.TABLE, tr("The first row names the columns.")),
            Fact("exclusions", tr("Left out of it"), Editor.TEXT, tr("What, and why.")),
        ),
    ),
    KindForm(
        sources.SafetyMatter,
        tr("matter raised at once"),
        tr("Something that could not wait, for the safety of the public."),
        tr("Title"),
        (
            Fact("matter", tr("What was raised"), Editor.TEXT),
            Fact("to", tr("Raised with"), Editor.NAME),
            Fact("raised", tr("Raised on"), Editor.DATE),
            Fact("raised_at", tr("At"), Editor.TIME),
            Fact("reply", tr("Reply"), Editor.TEXT),
            Fact("replied", tr("Replied on"), Editor.DATE),
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
