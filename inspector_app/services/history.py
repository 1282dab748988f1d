"""Looking back: what was recorded by whom and why, and the inspection as it once stood."""

from dataclasses import dataclass

from inspector_app.domain import wording
from inspector_app.domain.changes.bodies import DraftSent, InterimMade, SummarySigned
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import NotFound
from inspector_app.domain.history.concerns import beginnings
from inspector_app.domain.history.entries import Entry, entries
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId
from inspector_app.domain.interims import Interim
from inspector_app.domain.standing import Standing
from inspector_app.domain.together import Recorded, Since, since_yesterday
from inspector_app.domain.upgrading import states_read
from inspector_app.services.inspections import InspectionService
from inspector_app.services.merging import moments
from inspector_app.services.recording import Recording
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and where to go on reading."""

    entries: tuple[Entry, ...]
    """Those that arrived last come first."""
    older: int | None
    """To be given for the next page; None: there is nothing older."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which the whole inspection can be looked at."""

    words: str
    """``the summary signed on 18 September 2013, 14:02``."""
    until: Stamp
    """Of what was recorded until then: the logical clock, since a wall clock may be put back."""
    heads: dict[ChainId, ChangeId] | None = None
    """Exactly what was known then, where that was signed; None: ``until`` decides."""


class HistoryService:
    """The verbs of looking back; none of them records anything."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def page(
        self,
        inspection: InspectionId,
        place: str = "",
        older: int | None = None,
        limit: int = 200,
    ) -> Page:
        """Return what was recorded, latest arrival first.

        Args:
            inspection: whose.
            place: a line, section or evidence number; empty: everywhere.
            older: what the page before told; None: from the last.
            limit: how many entries at most.

        Raises:
            NotFound: no such inspection or place.
        """
        standing = self._inspections.standing(inspection)
        wanted = beginnings(place, standing) if place else None
        with self._recording.read() as work:
            found = work.journal.latest(inspection, wanted, older, limit)
            changes = [change for _, change in found]
            subjects = dict.fromkeys(change.header.subject for change in changes)
            among = [
                change
                for about in subjects
                for change in work.journal.changes(inspection, about, admitted=True)
            ]
        told = tuple(entries(changes, among, standing))
        return Page(told, found[-1][0] if len(found) == limit else None)

    def all(self, inspection: InspectionId, about: str | None = None) -> tuple[Entry, ...]:
        """Return everything that was recorded about one subject or at all, oldest first."""
        standing = self._inspections.standing(inspection)
        changes = self._inspections.history(inspection, about)
        return tuple(entries(changes, changes, standing))

    def moments(self, inspection: InspectionId) -> tuple[Moment, ...]:
        """Return the moments that were signed, latest first."""
        return tuple(
            _signed(held.value, held.time_ms)
            for held in self._inspections.standing(inspection).summaries()
            if held.value is not None
        )

    def together(self, inspection: InspectionId) -> tuple[Moment, ...]:
        """Return the moments at which this laptop came together with others, latest first."""
        with self._recording.read() as work:
            found = moments(work, inspection)
        return tuple(
            Moment(
                tr("the coming together on {when}").format(when=wording.when_words(each.time_ms)),
                Stamp(each.time_ms),
                dict(each.heads),
            )
            for each in found
        )

    def since_yesterday(self, inspection: InspectionId) -> Since:
        """Return what is new since laptops last came together on a day before today."""
        now_ms = int(self._recording.now().timestamp() * 1000)
        with self._recording.read() as work:
            acts = [
                Recorded(each.change, each.chain, each.sequence, each.author, each.time_ms)
                for each in work.journal.tally(inspection)
                if each.is_admitted
            ]
            return since_yesterday(acts, moments(work, inspection), now_ms)

    def moment_of(self, inspection: InspectionId, change: ChangeId) -> Moment:
        """Return the moment at which a change was recorded.

        Raises:
            NotFound: no such change here.
        """
        with self._recording.read() as work:
            found = work.journal.change(change)
        if found.header.inspection != inspection:
            raise NotFound(tr("That act belongs to another inspection."))
        if isinstance(found.body, SummarySigned):
            return _signed(found.body, found.header.time_ms)
        if isinstance(found.body, DraftSent):
            draft = found.body.draft
            words = tr("the accuracy draft {draft}, sent {sent}").format(
                draft=draft.number, sent=draft.sent.words()
            )
            return Moment(words, found.header.stamp, draft.heads)
        if isinstance(found.body, InterimMade):
            return of_interim(found.body.interim, found.header.stamp)
        when = wording.when_words(found.header.time_ms)
        return Moment(when, found.header.stamp)

    def stood(self, inspection: InspectionId, moment: Moment) -> Standing:
        """Return the whole inspection as it stood at a moment.

        What was destroyed since is missing there too. About 0.1 ms for each change, so it is work
        for the background.

        Raises:
            NotFound: no such inspection here, or it had not begun by then.
        """
        with self._recording.read() as work:
            changes = list(work.journal.changes(inspection, admitted=True))
            apart = list(work.journal.changes(inspection, admitted=False))
            names = work.people.names()
        if moment.heads is None:
            known = [c for c in changes if c.header.stamp <= moment.until]
        else:
            known = _known(changes, apart, moment.heads)
        if not known:
            raise NotFound(
                tr("Nothing of this inspection had been recorded by then: choose a later moment.")
            )
        states = folded(known)
        pin = states_read(states)  # refuses where the inspection had not begun
        with self._recording.read() as work:
            pack = self._inspections.pack_with(work, inspection, pin.sha256)
        return Standing(inspection, pack, states, names)


def of_interim(interim: Interim, stamp: Stamp) -> Moment:
    """Return the moment of an interim summary: exactly what was known when it was made."""
    return Moment(
        tr("the interim summary {interim}").format(interim=interim.number), stamp, interim.heads
    )


def _signed(summary: SummarySigned, time_ms: int) -> Moment:
    when = wording.when_words(time_ms)
    return Moment(
        tr("the summary signed on {when}").format(when=when), Stamp(time_ms), summary.heads
    )


def _known(
    changes: list[Change], apart: list[Change], heads: dict[ChainId, ChangeId]
) -> list[Change]:
    """Return the changes that lead to these heads, each within its own chain.

    A purge that is kept apart may stand among them.
    """
    by_id = {change.id: change for change in (*apart, *changes)}
    wanted: set[ChangeId] = set()
    for chain, head in heads.items():
        at = by_id.get(head)
        while at is not None and at.header.chain == chain and at.id not in wanted:
            wanted.add(at.id)
            at = by_id.get(at.header.previous)
    return [change for change in changes if change.id in wanted]
