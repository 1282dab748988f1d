"""The highest marking of what a screen shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from inspector_app.domain.ceiling import too_high
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Section
from inspector_app.domain.ids import EvidenceId, LineId, SectionId, SourceId
from inspector_app.domain.marked import found_on, markings_on
from inspector_app.domain.markings import Marking, highest, is_too_high, older
from inspector_app.domain.prompts.prompt import PlaceKind, Prompt
from inspector_app.domain.sources import DocumentRequest, RequestOutcome
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Shown:
    """What a screen shows of an inspection: whole kinds of things, and single ones.

    Whatever it shows, it shows it as part of the inspection, so it never bears less than that.
    """

    kinds: frozenset[Subject] = frozenset()
    subjects: frozenset[str] = frozenset()
    marked: tuple[Marking, ...] = ()
    """Markings of what is shown and no longer stands, such as earlier versions."""

    def __add__(self, other: "Shown") -> "Shown":
        """Return both together."""
        return Shown(
            self.kinds | other.kinds,
            self.subjects | other.subjects,
            (*self.marked, *other.marked),
        )


NOTHING = Shown()
"""The inspection's particulars alone."""
EVERYTHING = Shown(frozenset(Subject))


@dataclass(frozen=True, slots=True)
class Watermark:
    """What stands at the top of a screen."""

    marking: Marking
    older: tuple[str, ...] = ()
    """Markings of other schemes found on what is shown, the highest first."""

    def words(self) -> str:
        """Return ``OFFICIAL-SENSITIVE · FOUND ON IT: RESTRICTED``."""
        if not self.older:
            return self.marking.words()
        return tr("{marking} · FOUND ON IT: {older}").format(
            marking=self.marking.words(), older=", ".join(self.older)
        )


def watermark(standing: Standing, shown: Shown) -> Watermark:
    """Return the highest marking of what is shown, and what older schemes say on it."""
    marked = [*standing.markings(shown.kinds), *shown.marked]
    found: list[str] = []
    for kind in shown.kinds:
        read = partial(_found, standing, kind)
        found += standing.memory.of_kinds(f"found on {kind.value}", (kind,), read)
    for written in shown.subjects:
        state = standing.states.get(written)
        for version in state.versions if state else ():
            marked += markings_on(version.body)
            found += _held(version.body)
    return Watermark(highest(marked), older(found))


def of_lines(standing: Standing, lines: Iterable[LineId]) -> Shown:
    """Return what is shown where lines stand with answers, accounts, their sources and evidence."""
    subjects: set[str] = set()
    for line in lines:
        subjects.add(subject(Subject.ANSWER, line))
        for id_, held in standing.accounts(line):
            subjects.add(subject(Subject.ACCOUNT, id_))
            if held.value is not None and held.value.source:
                subjects.add(subject(Subject.SOURCE, held.value.source))
        subjects |= of_evidence(item.id for item in standing.evidence(line)).subjects
    return Shown(subjects=frozenset(subjects))


def of_sections(standing: Standing, sections: Iterable[Section]) -> Shown:
    """Return what is shown where sections stand whole: headline, moderation and lines."""
    wanted = tuple(sections)
    lines = of_lines(standing, (line.id for section in wanted for line in section.lines))
    return lines + of_headlines(wanted)


def of_headlines(sections: Iterable[Section]) -> Shown:
    """Return what is shown where the judgements of sections stand alone."""
    kinds = (Subject.HEADLINE, Subject.MODERATION)
    return Shown(subjects=frozenset(subject(k, s.id) for s in sections for k in kinds))


def of_board(standing: Standing, section: SectionId | None) -> Shown:
    """Return what the board shows: judgements, one open section, the timetable, open sources.

    Open are the requests that nobody has settled, and encounters with notes to come back to.
    """
    subjects = set(of_headlines(standing.sections()).subjects)
    if section is not None:
        lines = standing.pack.section(section).lines
        subjects |= {subject(Subject.ANSWER, line.id) for line in lines}
    for item in standing.sources():
        told = item.source.particulars
        is_request = isinstance(told, DocumentRequest) and told.outcome is RequestOutcome.OPEN
        if is_request or item.source.sitting is not None:
            subjects.add(subject(Subject.SOURCE, item.id))
    return Shown(frozenset({Subject.ENCOUNTER}), frozenset(subjects))


def of_source(standing: Standing, id_: SourceId) -> Shown:
    """Return what is shown where one source is open: with its accounts, notes and evidence."""
    subjects = {subject(Subject.SOURCE, id_), subject(Subject.ENCOUNTER, id_)}
    subjects |= {
        subject(Subject.ACCOUNT, account)
        for account, held in standing.accounts()
        if held.value is not None and held.value.source == id_
    }
    source = standing.source(id_).value
    evidence = of_evidence(source.evidence) if source else NOTHING
    return Shown(subjects=frozenset(subjects)) + evidence


def of_prompts(standing: Standing, prompts: Iterable[Prompt]) -> Shown:
    """Return what is shown where prompts stand: the things that they name."""
    places = [place for prompt in prompts for place in prompt.places]
    keys = {kind: {p.key for p in places if p.kind is kind} for kind in PlaceKind}
    lines = of_lines(standing, map(LineId, keys[PlaceKind.LINE]))
    evidence = of_evidence(map(EvidenceId, keys[PlaceKind.EVIDENCE]))
    subjects = {subject(Subject.SOURCE, key) for key in keys[PlaceKind.SOURCE]}
    for key in keys[PlaceKind.SECTION]:
        subjects |= {subject(kind, key) for kind in (Subject.HEADLINE, Subject.MODERATION)}
    reviewed = frozenset({Subject.RECOMMENDATION, Subject.PROGRESS})
    kinds = reviewed if keys[PlaceKind.REVIEW] else frozenset()
    return Shown(kinds, frozenset(subjects)) + lines + evidence


def of_evidence(items: Iterable[EvidenceId]) -> Shown:
    """Return what is shown where evidence items stand."""
    return Shown(subjects=frozenset(subject(Subject.CAPTION, each) for each in items))


def _found(standing: Standing, kind: Subject) -> frozenset[str]:
    states = (state for _, state in standing.states_of(kind))
    bodies = (version.body for state in states for version in state.versions)
    return frozenset(each for body in bodies for each in _held(body))


def _held(body: object) -> tuple[str, ...]:
    """Return the markings found on what is held; of what is too high only the title may be."""
    told = found_on(body)
    if not any(map(is_too_high, told)):  # as of all but a few: whatever is shown is asked this
        return told
    return told if too_high(body) else tuple(each for each in told if not is_too_high(each))
