"""What a user can do about the debrief: tick headlines, print the note, record what was said."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain import debriefing, spilled
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.debriefing import Ticked
from inspector_app.domain.debriefs import Debrief, ForDebrief, Stance
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, InspectionId, SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.reports.debrief_note import NoteOptions, note_facts, why_left_out
from inspector_app.services.inspections import InspectionService
from inspector_app.services.naming import named
from inspector_app.services.papers import Printed, written_paper
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class HeldDebrief:
    """A debrief that stands."""

    id: str
    debrief: Debrief
    """The version shown first."""
    heads: tuple[ChangeId, ...]
    is_disputed: bool


def note_options(*, only_official: bool, room: bool) -> NoteOptions:
    """Return what is chosen of a note."""
    return NoteOptions(up_to=Marking() if only_official else None, room=room)


def left_out_because(standing: Standing, ticked: Ticked, *, only_official: bool) -> str:
    """Return why a ticked headline is not in a note, as part of a sentence; empty: it is."""
    return why_left_out(standing, ticked, Marking() if only_official else None)


class DebriefService:
    """The verbs of the debrief; each that records is one transaction."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, resources: Path
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._fonts = resources / "fonts"

    # Before

    def tick(
        self,
        inspection: InspectionId,
        section: SectionId,
        stance: Stance | None,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record as what a section's headline is told in the debrief; None: it is not told.

        Anybody of the team may; the history says who did. What stands already is not recorded
        again.

        Args:
            inspection: whose.
            section: whose headline.
            stance: strength, concern or still to establish.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: the pack has no such section.
            RuleViolation: there is no headline.
        """
        self._inspections.pack(inspection).section(section)
        about = subject(Subject.TICK, section)
        with self._recording.begin() as work:
            headline = work.journal.state(inspection, subject(Subject.HEADLINE, section))
            before = field_of(work.journal.state(inspection, about), ForDebrief)
            body = debriefing.ticked(stance, before, field_of(headline, Headline))
            if body is None:
                return Act(inspection, (), ())
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def print_note(
        self, inspection: InspectionId, target: Path, options: NoteOptions | None = None
    ) -> Printed:
        """Write the note of the ticked headlines to ``target`` as a PDF.

        Raises:
            RuleViolation: nothing is ticked that can be told, the marking is too low, or something
                marked SECRET or above stands.
            DeviceFull: the disk is full; no half file is left.
        """
        from inspector_app.reports.debrief_pages import paper_of, story

        standing = self._inspections.standing(inspection)
        spilled.require_none(standing)
        facts = note_facts(standing, options or NoteOptions())
        made_at_ms = int(self._recording.now().timestamp() * 1000)
        return written_paper(
            paper_of(facts),
            lambda setter: story(facts, made_at_ms, setter),
            self._fonts,
            target,
            made_at_ms,
        )

    # Afterwards

    def hold(
        self,
        inspection: InspectionId,
        debrief: Debrief,
        responses: Mapping[SectionId, str],
        names: Iterable[str] = (),
    ) -> tuple[str, Act]:
        """Record that the ticked headlines were told, and what the force said; return its id.

        Args:
            inspection: whose.
            debrief: when, who spoke, to whom; what was told is what is ticked now.
            responses: the force's response, by section; a headline without one got none.
            names: of those it was said to; they stay on this laptop.

        Raises:
            NotFound: a response is to a headline that is not ticked.
            RuleViolation: nobody spoke, nobody listened, or the moment is none.
        """
        standing = self._inspections.standing(inspection)
        heard = debriefing.with_responses(standing, responses)
        id_ = secrets.token_hex(16)
        with self._recording.begin() as work:
            people = (*debrief.people, *named(work, names))
            body = debriefing.held(replace(debrief, heard=heard, people=people), standing)
            about = subject(Subject.DEBRIEF, id_)
            change = self._recording.write(work, inspection, about, body)
            return id_, self._recording.finish(work, inspection, [change])

    def revise(
        self,
        inspection: InspectionId,
        id_: str,
        debrief: Debrief,
        responses: Mapping[SectionId, str],
        names: Iterable[str] = (),
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record a debrief anew; which headlines were told stays.

        Args:
            inspection: whose.
            id_: which.
            debrief: the whole of it.
            responses: by section; what is not among them stays.
            names: of further people it was said to.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: it does not stand, or a response is to a headline that was not told.
            RuleViolation: as for :meth:`hold`.
        """
        standing = self._inspections.standing(inspection)
        about = subject(Subject.DEBRIEF, id_)
        with self._recording.begin() as work:
            before = field_of(work.journal.state(inspection, about), Debrief).value
            if before is None:
                raise NotFound(tr("This debrief is not there, or it was withdrawn."))
            heard = debriefing.with_responses(standing, responses, before.heard)
            people = (*debrief.people, *named(work, names))
            body = debriefing.held(replace(debrief, heard=heard, people=people), standing)
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def withdraw(self, inspection: InspectionId, id_: str, reason: str) -> Act:
        """Take the record of a debrief back, with a reason; it stays in the history.

        Raises:
            NotFound: it does not stand.
            RuleViolation: no reason.
        """
        return self._recording.withdraw(
            inspection,
            subject(Subject.DEBRIEF, id_),
            Debrief,
            reason,
            no_reason=tr(
                "Withdrawing the record of a debrief needs a reason. Nothing was "
                "withdrawn: give one."
            ),
            not_there=tr("This debrief is not there, or it was withdrawn."),
        )

    def held(self, inspection: InspectionId) -> tuple[HeldDebrief, ...]:
        """Return the debriefs that were held, oldest first."""
        standing = self._inspections.standing(inspection)
        return tuple(
            HeldDebrief(id_, field.value, field.heads, field.in_conflict)
            for id_, field in debriefing.debriefs(standing)
            if field.value is not None
        )

    def find(self, inspection: InspectionId, words: str = "") -> HeldDebrief:
        """Return the debrief whose time or id begins with ``words``; without any, the last one.

        Raises:
            NotFound: there is none.
            RuleViolation: there are several.
        """
        found = [
            each
            for each in self.held(inspection)
            if each.id.startswith(words) or each.debrief.held_at.startswith(words)
        ]
        if not found:
            which = tr("debrief {words}").format(words=words) if words else tr("debrief yet")
            raise NotFound(tr("There is no {which} in this inspection.").format(which=which))
        if words and len(found) > 1:
            raise RuleViolation(
                tr_counted(
                    len(found),
                    "There are {number} debriefs that “{words}” could mean: give the time, or "
                    "more of the id.",
                ).format(number=len(found), words=words)
            )
        return found[-1]
