"""A whole encounter as it is written down in a JSON file, read strictly."""

from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain import timetable
from inspector_app.domain.encounters import LIVE_INCIDENT, Paragraph, Step, checked, checked_moment
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import EvidenceId, LineId
from inspector_app.domain.registers import entries_of, named
from inspector_app.domain.source_fields import ROLES
from inspector_app.domain.sources import RunState, Source, UnannouncedTest
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned
from inspector_app.services.written import Written, json_file
from inspector_app.texts import tr

_FIELDS = (
    *("kind", "title", "roles", "place", "written_at", "lines", "unannounced", "notes"),
    *("people", "evidence", "steps", "abandoned"),
)
_NOTE = ("text", "written_at", "lines", "come_back", "keep")


@dataclass(frozen=True, slots=True)
class HeldEncounter:
    """An encounter that took place, with all its notes."""

    planned: Planned
    written_at: str
    notes: tuple[tuple[Paragraph, tuple[LineId, ...]], ...]
    steps: tuple[tuple[Step, str], ...] = ()
    abandoned: str = ""
    people: tuple[str, ...] = ()
    """Names of those who spoke; they stay on this laptop."""
    evidence: tuple[EvidenceId, ...] = ()

    def with_steps(self, source: Source) -> Source:
        """Return the source with the times of its test run, if it is one."""
        test = source.particulars
        if not isinstance(test, UnannouncedTest):
            return source
        state = RunState.ABANDONED if self.abandoned else RunState.RUN
        times = {step.value: time for step, time in self.steps}
        return replace(
            source,
            particulars=replace(
                test,
                state=state,
                abandoned=self.abandoned,
                asked=times.get(Step.ASKED.value, ""),
                first_offered=times.get(Step.FIRST_OFFERED.value, ""),
                enough=times.get(Step.ENOUGH.value, ""),
                ended=times.get(Step.ENDED.value, ""),
            ),
        )


def read(file: Path, standing: Standing, now_ms: int) -> HeldEncounter:
    """Return the encounter that a file tells.

    Args:
        file: ``{"kind": …, "roles": […], "notes": [{"text": …, "lines": […]}]}``.
        standing: names roles and lines.
        now_ms: when it is typed up, milliseconds UTC; notes keep their order.

    Raises:
        BadInput: something in it cannot be recorded; the text says where.
    """
    whole = json_file(file).only(_FIELDS)
    roles = tuple(named(each, entries_of(ROLES, standing)) for each in whole.texts("roles"))
    planned = Planned(
        kind=whole.needed("kind"),
        title=whole.text("title").strip(),
        roles=roles,
        place=whole.text("place").strip(),
        lines=_lines(whole, standing),
        unannounced=whole.flag("unannounced"),
    )
    written_at = whole.meant("written_at", checked_moment) or ""
    try:
        kind = timetable.kind_met(planned.kind)
        timetable.checked(planned, standing.pack)
    except InspectorError as error:
        whole.refuse(str(error))
    if kind is not UnannouncedTest and not set(whole.entries).isdisjoint(("steps", "abandoned")):
        whole.refuse(tr("only a test has steps, and can be abandoned"))
    found = []
    for at, each in enumerate(whole.records("notes")):
        each.only(_NOTE)
        note = Paragraph(
            each.needed("text"),
            now_ms + at,
            each.meant("written_at", checked_moment) or written_at,
            each.flag("come_back"),
            each.flag("keep"),
        )
        try:
            found.append((checked(note), _lines(each, standing)))
        except InspectorError as error:
            each.refuse(str(error))
    steps = whole.record("steps").only([step.value for step in Step])
    return HeldEncounter(
        replace(planned, kind=kind.KIND),
        written_at,
        tuple(found),
        tuple((step, steps.text(step.value)) for step in Step),
        LIVE_INCIDENT if whole.text("abandoned") == "true" else whole.text("abandoned").strip(),
        whole.texts("people"),
        _evidence(whole, standing),
    )


def _evidence(written: Written, standing: Standing) -> tuple[EvidenceId, ...]:
    """Return the items that are named by their numbers."""
    known = {item.file.number.casefold(): item.id for item in standing.evidence()}
    found = []
    for each in written.texts("evidence"):
        if (item := known.get(each.strip().casefold())) is None:
            written.refuse(
                tr("there is no evidence item {each} in this inspection").format(each=each),
                "evidence",
            )
        found.append(item)
    return tuple(dict.fromkeys(found))


def _lines(written: Written, standing: Standing) -> tuple[LineId, ...]:
    found = []
    for each in written.texts("lines"):
        try:
            found.append(standing.pack.line(each.strip().upper()).id)
        except InspectorError as error:
            written.refuse(str(error), "lines")
    return tuple(dict.fromkeys(found))
