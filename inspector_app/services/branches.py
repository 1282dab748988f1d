"""What a user can do about work that is kept apart: look at it, and take it in with a reason."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import BodyPurged, NameErased
from inspector_app.domain.changes.branches import Apart, Branch, destroyed_by
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import version_of
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.history.entries import Entry, entries
from inspector_app.domain.history.fields import facts
from inspector_app.domain.history.things import thing
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, when_words
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A run of acts that was not taken in, in words."""

    id: ChangeId
    """Of its first change."""
    why: Apart
    device: DeviceId
    initials: str
    """Of whoever acted."""
    time_ms: int
    """When the first of them was recorded, milliseconds UTC by the laptop's own clock."""
    words: str
    """Why it is kept apart, in sentences."""
    acts: tuple[str, ...]
    """What was recorded, act by act."""
    changes: tuple[ChangeId, ...]
    """All that comes in with it."""


class BranchService:
    """The verbs for what no rule of the app may decide: a lead inspector does."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, journal: JournalService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal

    def apart(self, inspection: InspectionId) -> tuple[KeptApart, ...]:
        """Return what laptops of the team recorded and is kept apart here, run by run.

        Raises:
            NotFound: no such inspection here.
        """
        with self._recording.read() as work:
            found = self._journal.branches(work, inspection)
        if not found:
            return ()
        standing = self._inspections.standing(inspection)
        return tuple(_told(branch, standing) for branch in found)

    def take_in(self, inspection: InspectionId, branch: ChangeId, reason: str) -> Act:
        """Take one run in with all that it goes on from, by a signed act of its own.

        A purge that is taken in is carried out. What follows later on the same branch is then
        taken in like anything else.

        Args:
            inspection: whose.
            branch: its first change.
            reason: kept in the history.

        Raises:
            NotFound: nothing is kept apart under that id.
            RuleViolation: no reason; or several laptops have worked on the inspection and the
                person recording is not its lead.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Taking in what was kept apart needs a reason: nothing was done.")
            )
        with self._recording.begin() as work:
            found = self._journal.branches(work, inspection)
            wanted = next((each for each in found if each.id == branch), None)
            if wanted is None:
                raise NotFound(tr("That is not kept apart here any more: look at what is."))
            self._journal.require_lead(work, inspection, tr("take in what was kept apart"))
            act = self._journal.admit_with(
                work, inspection, wanted.device, reason.strip(), wanted.rests_on
            )
            work.commit()
        self._journal.finish_purges_if_possible()
        return act

    def find(self, inspection: InspectionId, words: str) -> KeptApart:
        """Return the run whose id begins so.

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = words.strip().casefold()
        found = [each for each in self.apart(inspection) if wanted and each.id.startswith(wanted)]
        if len(found) != 1:
            raise NotFound(
                tr("Nothing that is kept apart, or more than one, begins with “{words}”.").format(
                    words=words
                )
            )
        return found[0]


def _told(branch: Branch, standing: Standing) -> KeptApart:
    first = branch.changes[0]
    initials = standing.initials(branch.author)
    told = entries(branch.changes, branch.changes, standing)
    acts = tuple(
        f"{when_words(entry.time_ms)}  {entry.initials}  {_said(change, entry, standing)}"
        for change, entry in zip(branch.changes, told, strict=True)
    )
    return KeptApart(
        branch.id,
        branch.why,
        branch.device,
        initials,
        first.header.time_ms,
        _words(branch, initials, standing),
        () if branch.why is Apart.PURGE else acts,
        branch.rests_on,
    )


def _said(change: Change, entry: Entry, standing: Standing) -> str:
    """Return an act with all that it says: nobody can look it up anywhere else yet."""
    said = facts(version_of(change), entry.subject, standing)
    more = (f"{label}: {words}" for label, words in said if words and words not in entry.what)
    return " · ".join((entry.what, *more))


def _words(branch: Branch, initials: str, standing: Standing) -> str:
    first = branch.changes[0]
    if branch.why is Apart.PURGE and isinstance(first.body, BodyPurged):
        many = counted(destroyed_by(branch), "earlier record", "earlier records")
        name = thing(first.header.subject, standing)
        return tr(
            "{initials} would destroy {many} of {thing} ({reason}), which only a lead inspector "
            "of this inspection may. Nothing of it was destroyed here."
        ).format(initials=initials, many=many, thing=name, reason=first.body.reason)
    if branch.why is Apart.PURGE and isinstance(first.body, NameErased):
        return tr(
            "{initials} would erase {thing} ({reason}), which only a lead inspector of this "
            "inspection may. It is still known here."
        ).format(
            initials=initials,
            thing=thing(first.header.subject, standing),
            reason=first.body.reason,
        )
    acts = counted(len(branch.changes), "act", "acts")
    since = tr("{acts} by {initials} from {when} on").format(
        acts=acts, initials=initials, when=when_words(first.header.time_ms)
    )
    if branch.why is Apart.GAP:
        return tr(
            "{since}: what that laptop recorded before has not arrived. They come in by "
            "themselves once it does."
        ).format(since=since)
    return tr(
        "{since}: the same laptop also went on in another way from there, "
        "as happens when a copy of its vault is put back. Nothing says "
        "which of the two is meant to count."
    ).format(since=since)
