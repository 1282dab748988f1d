"""The pages of an aide-memoire, as things to be set."""

from typing import Any

from reportlab.platypus import CondPageBreak, Indenter, KeepTogether, Spacer

from inspector_app.domain.wording import counted
from inspector_app.reports import styles
from inspector_app.reports.aide_memoire import PartFacts, SheetFacts, SheetLine, SheetSection
from inspector_app.reports.flowables import Rule, grid
from inspector_app.reports.paper import Paper, WritingRoom
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

_NAME = tr("Aide-memoire")
_BOX, _BETWEEN = "☐", "\u00a0\u00a0\u00a0 "
_FIELDS = (
    tr("Place"),
    tr("Who spoke, by role"),
    tr("When this was written: day and time"),
    tr("Written by"),
)
_TREATED = tr(
    "From the first word written on it, treat this paper as {marking}, or as more if what is "
    "written needs it. Keep it with you."
)
_TYPED_UP = tr(
    "Type it up as an encounter, and give there when the notes were written: the app keeps that "
    "apart from when they were typed. Then say in the app that {number} is typed up, and what "
    "became of the paper."
)
_GRID_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("GRID", (0, 0), (-1, -1), 0.5, styles.STRONG_RULE),
]
_ROW_HEIGHT = 24
_NOTES = 12
"""Ruled lines after the last line, for what belongs to none."""


def paper_of(facts: SheetFacts) -> Paper:
    """Return what stands on every page of an aide-memoire."""
    return Paper(
        title=tr("{force}: aide-memoire {facts}").format(force=facts.force, facts=facts.number),
        marking=facts.marking.words(),
        foot=tr("{name} {facts} · {force} · once written on, treat as marked").format(
            name=_NAME, facts=facts.number, force=facts.force
        ),
    )


def story(facts: SheetFacts, setter: Typesetter) -> list[Any]:
    """Return everything that is set, to be built once."""
    look = setter.styles
    setter.place = _NAME
    found: list[Any] = [setter.prose(_NAME.upper(), look.form)]
    found.append(setter.prose(f"{_NAME} {facts.number}", look.chapter, tag="H1"))
    found += setter.paragraphs(
        tr("{force}, fieldwork {fieldwork}").format(force=facts.force, fieldwork=facts.fieldwork),
        look.subtitle,
    )
    marking = facts.marking.words()
    found.append(
        setter.prose(
            _TREATED.format(marking=marking),
            look.prompt,
            lead=setter.strong(tr("Marked {marking}.").format(marking=marking)) + " ",
        )
    )
    found.append(setter.prose(_TYPED_UP.format(number=facts.number), look.dim))
    if not facts.recorded:
        found.append(setter.prose(tr("Nothing recorded so far is printed on it."), look.dim))
    number = sum(len(section.lines) for section in facts.sections)
    found.append(setter.prose(f"{counted(number, 'line', 'lines')}.", look.dim))
    for field in _FIELDS:
        found.append(KeepTogether([setter.prose(field, look.card), WritingRoom(1, leading=16)]))
    for section in facts.sections:
        found += _section(section, facts, setter)
    found += [CondPageBreak(120), Rule(styles.STRONG_RULE, 22, 6)]
    found.append(setter.prose(tr("Anything else"), look.section, tag="H2"))
    return [*found, WritingRoom(_NOTES)]


def _section(section: SheetSection, facts: SheetFacts, setter: Typesetter) -> list[Any]:
    found: list[Any] = [CondPageBreak(170), Rule(styles.STRONG_RULE, 22, 6)]
    found.append(setter.prose(section.title, setter.styles.section, tag="H2"))
    for line in section.lines:
        found += _line(line, facts, setter)
    return found


def _line(line: SheetLine, facts: SheetFacts, setter: Typesetter) -> list[Any]:
    look = setter.styles
    setter.place = tr("Line {line}").format(line=line.id)
    opening: list[Any] = [Rule(before=9)]
    opening += setter.paragraphs(line.question, look.question, bullet=line.id, tag="H3")
    if line.good_evidence:
        lead = setter.quiet(tr("Good evidence:")) + " "
        opening += setter.paragraphs(line.good_evidence, look.meta, lead=lead)
    if line.recorded:
        lead = setter.quiet(tr("Recorded so far:")) + " "
        opening += setter.paragraphs(line.recorded, look.part, lead=lead)
    parts = [_part(part, setter) for part in line.parts]
    outcomes = setter.prose(_boxes(facts.outcomes), look.part)
    first, *rest = parts or [[]]
    kept = [[*opening, *first], *rest]
    kept[-1] = [*kept[-1], outcomes]
    return [KeepTogether(each) for each in kept]


def _part(part: PartFacts, setter: Typesetter) -> list[Any]:
    look = setter.styles
    found: list[Any] = []
    if part.label:
        found.append(setter.prose(part.label, look.part))
    if part.boxes:
        found.append(setter.prose(_boxes(part.boxes), look.part))
    if part.titles:
        found += _table(part, setter)
    return [*found, WritingRoom(part.room, styles.NUMBER_COLUMN), Spacer(1, 2)]


def _table(part: PartFacts, setter: Typesetter) -> list[Any]:
    look = setter.styles
    with setter.tree.inside("Table"):
        cells = [setter.heads(part.titles, look.cell_head)]
        for row in part.rows:
            cells.append(setter.cells([row, *[""] * (len(part.titles) - 1)], look.cell))
    widths = [(styles.WIDTH - styles.NUMBER_COLUMN) / len(part.titles)] * len(part.titles)
    heights = [0.0, *[float(_ROW_HEIGHT)] * len(part.rows)]
    made = grid(cells, widths, _GRID_LOOK, look.faces.text, heads=1, least_heights=heights)
    return [Indenter(styles.NUMBER_COLUMN), made, Indenter(-styles.NUMBER_COLUMN)]


def _boxes(words: tuple[str, ...]) -> str:
    """Return a box before each of the words; none is parted from its box at a line's end."""
    return _BETWEEN.join(f"{_BOX} {each}".replace(" ", "\u00a0") for each in words)
