"""What base tells an inspection of the other forces, kept here beside the lines that wait for it.

It is what base says, with its date and of how many forces, until an inspector takes it over as an
account: then it is in the record, as the account of a source. It is never an answer by itself.
"""

from dataclasses import dataclass

from inspector_app.domain import markings
from inspector_app.domain.checklist import Comparison, Measure
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId, InspectionId, LineId
from inspector_app.domain.national.telling import BaseTells, account_of, source_of, taken_over
from inspector_app.domain.standing import Standing
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.services.sources import Recorded, SourceService
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync.statements import believed
from inspector_app.sync.wire import Compared, Comparisons, Signed
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that a line waits for and base alone can tell."""

    comparison: Comparison
    told: BaseTells | None
    """What base has told; None: nothing yet."""
    taken_over: str
    """The number of the source by which just this was taken over; empty: it was not."""


class ComparisonService:
    """The verbs of national comparisons on a laptop."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, sources: SourceService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._sources = sources

    def keep(self, inspection: InspectionId, base: DeviceId, given: Signed) -> bool:
        """Keep what base tells an inspection; return whether it differs from what was kept.

        Args:
            inspection: whose.
            base: its key, as it is pinned.
            given: as it came.

        Raises:
            BadInput: base did not sign it; nothing was kept.
            RuleViolation: it is of another inspection; nothing was kept.
        """
        with self._recording.begin() as work:
            is_news = keep_told(work, inspection, base, given)
            work.commit()
        return is_news

    def told(self, inspection: InspectionId) -> tuple[BaseTells, ...]:
        """Return what base told last, in the checklist's order; none: it told nothing.

        Raises:
            BadInput: what is kept is not what base signed.
        """
        with self._recording.read() as work:
            kept = _kept(work, inspection)
        return () if kept is None else tuple(_tells(each, kept.name) for each in kept.comparisons)

    def awaited(self, inspection: InspectionId) -> tuple[Awaited, ...]:
        """Return what lines of sections in scope wait for, with what base has told of it.

        Raises:
            NotFound: no such inspection on this laptop.
            BadInput: what is kept is not what base signed.
        """
        standing = self._inspections.standing(inspection)
        told = {each.id: each for each in self.told(inspection)}
        in_scope = {line.id for section in standing.sections() for line in section.lines}
        return tuple(
            _awaited(each, told.get(each.id), standing)
            for each in standing.pack.comparisons
            if each.line in in_scope
        )

    def take_over(self, inspection: InspectionId, line: LineId, comparison: str = "") -> Recorded:
        """Record what base tells as the account of a source on the line, as one act.

        The line's answer is left as it is: what it says is for the team to find.

        Args:
            inspection: whose.
            line: at which it stands.
            comparison: its id, where several stand at the line.

        Raises:
            NotFound: no such inspection on this laptop, or base told nothing there.
            RuleViolation: just this was taken over already, or several stand at the line.
        """
        found = [
            each
            for each in self.awaited(inspection)
            if each.comparison.line == line and comparison in ("", each.comparison.id)
        ]
        told = [each for each in found if each.told is not None]
        if not told:
            raise NotFound(
                tr("Base has told nothing yet that stands at {line}. Nothing was changed.").format(
                    line=line
                )
            )
        if len(told) > 1:
            names = ", ".join(each.comparison.id for each in told)
            raise RuleViolation(
                tr("Base tells more than one thing at {line}: say which of {names}.").format(
                    line=line, names=names
                )
            )
        (one,) = told
        if one.told is None or one.taken_over:
            raise RuleViolation(
                tr("This was taken over already, as {taken_over}. Nothing was changed.").format(
                    taken_over=one.taken_over
                )
            )
        asked = self._inspections.pack(inspection).line(line)
        return self._sources.record(inspection, source_of(one.told), (account_of(one.told, asked),))


def keep_told(work: UnitOfWork, inspection: InspectionId, base: DeviceId, given: Signed) -> bool:
    """Keep within ``work`` what :meth:`ComparisonService.keep` keeps, and return what it does.

    Raises:
        BadInput: base did not sign it; nothing was kept.
        RuleViolation: it is of another inspection; nothing was kept.
    """
    fresh = believed(given, Comparisons, base)
    if fresh.inspection != inspection:
        raise RuleViolation(
            tr("Base told something of another inspection. It was not kept; nothing was changed.")
        )
    before = _kept(work, inspection)
    if before == fresh or (before is not None and _last(fresh) < _last(before)):
        return False
    work.settings.set(_key(inspection), {"base": base, "signed": given.model_dump()})
    return True


def _awaited(comparison: Comparison, told: BaseTells | None, standing: Standing) -> Awaited:
    return Awaited(comparison, told, "" if told is None else taken_over(told, standing))


def _tells(compared: Compared, base: str) -> BaseTells:
    return BaseTells(
        compared.id,
        LineId(compared.line),
        compared.title,
        compared.part,
        compared.unit,
        compared.forces,
        compared.is_among,
        tuple((each, compared.values[each]) for each in Measure if each in compared.values),
        compared.spread,
        markings.read(compared.marking),
        base,
        compared.issued_ms,
    )


def _kept(work: UnitOfWork, inspection: InspectionId) -> Comparisons | None:
    kept = work.settings.get(_key(inspection))
    if kept is None:
        return None
    return believed(Signed.model_validate(kept["signed"]), Comparisons, DeviceId(kept["base"]))


def _last(told: Comparisons) -> int:
    """Return when the latest of it was worked out; what base tells never becomes older."""
    return max((each.issued_ms for each in told.comparisons), default=0)


def _key(inspection: InspectionId) -> str:
    return f"base/comparisons/{inspection}"
