"""What a user can do with aide-memoires: print one, and tell what became of the paper."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain import spilled
from inspector_app.domain.changes.bodies import SheetPrinted, Subject, subject, subject_key
from inspector_app.domain.errors import DeviceFull, NotFound, RuleViolation, VaultError
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, InspectionId, SourceId
from inspector_app.domain.items import number_order
from inspector_app.domain.line_choosing import LineChoice, lines_chosen
from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing
from inspector_app.reports.aide_memoire import SheetOptions, sheet_facts
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.papers import Printed, written_paper
from inspector_app.services.recording import Act, Recording
from inspector_app.services.unlisted import telling_unlisted
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """An aide-memoire that was printed, as it stands."""

    id: str
    sheet: Sheet
    initials: str
    """Of who printed it."""
    heads: tuple[ChangeId, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An aide-memoire that was written just now."""

    number: str
    lines: int
    printed: Printed
    act: Act


def sheet_options(*, good_evidence: bool, recorded: bool) -> SheetOptions:
    """Return what is chosen to be printed of each line."""
    return SheetOptions(good_evidence, recorded)


class SheetService:
    """The verbs of aide-memoires; each that records is one transaction."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, resources: Path
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._fonts = resources / "fonts"

    def print(
        self,
        inspection: InspectionId,
        target: Path,
        choice: LineChoice,
        options: SheetOptions | None = None,
    ) -> Made:
        """Write an aide-memoire to ``target`` as a PDF and record that it was printed.

        It bears the next number. That it was printed stands for good.

        Args:
            inspection: whose.
            target: replaced in one step when it exists.
            choice: which lines.
            options: what is printed of them.

        Raises:
            NotFound: there is no such line, section or encounter.
            RuleViolation: no line is chosen, the marking is too low, or something marked SECRET or
                above stands.
            DeviceFull: the disk is full; no half file is left.
        """
        from inspector_app.reports.aide_memoire_pages import paper_of, story

        chosen = options or SheetOptions()
        standing = self._inspections.standing(inspection)
        spilled.require_none(standing)
        self._recording.require_open(inspection)
        actor = self._recording.actor_for(inspection)
        lines = lines_chosen(standing, choice, actor.person)
        sheet_facts(standing, lines, "", chosen)  # refused before a number is given
        with self._recording.begin() as work:
            number = next_number(work, inspection, actor.tag)
            work.commit()
        facts = sheet_facts(standing, lines, number, chosen)
        made_at_ms = int(self._recording.now().timestamp() * 1000)
        paper = paper_of(facts)
        with telling_unlisted():
            printed = written_paper(
                paper, lambda setter: story(facts, setter), self._fonts, target, made_at_ms
            )
        sheet = Sheet(number, lines, printed.sha256, printed.pages, facts.marking, chosen.recorded)
        try:
            act = self._written(inspection, secrets.token_hex(16), sheet)
        except (DeviceFull, VaultError) as error:
            raise type(error)(
                tr(
                    "{target} was written, but the inspection does not know of it: {error} Then "
                    "print it once more, so that it is listed."
                ).format(target=target.name, error=error)
            ) from error
        return Made(number, len(lines), printed, act)

    def typed_up(
        self,
        inspection: InspectionId,
        number: str,
        sources: Iterable[SourceId],
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record in which encounters the notes on an aide-memoire were typed up.

        Args:
            inspection: whose.
            number: of the aide-memoire.
            sources: added to those that were told before.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: no such aide-memoire, or no such source.
        """
        standing = self._inspections.standing(inspection)
        found = tuple(sources)
        for each in found:
            if standing.source(each).value is None:
                raise NotFound(tr("This source is not in this inspection, or it was taken back."))
        item = self._find(standing, number)
        told = tuple(dict.fromkeys((*item.sheet.typed_up, *found)))
        return self._written(inspection, item.id, replace(item.sheet, typed_up=told), seen)

    def gone(
        self,
        inspection: InspectionId,
        number: str,
        words: str,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record what became of the paper.

        Raises:
            NotFound: no such aide-memoire.
            RuleViolation: nothing was said.
        """
        if not words.strip():
            raise RuleViolation(
                tr(
                    "Say what became of the paper: destroyed, or filed and where. "
                    "Nothing was recorded."
                )
            )
        item = self._find(self._inspections.standing(inspection), number)
        told = replace(item.sheet, gone=words.strip())
        return self._written(inspection, item.id, told, seen)

    def all(self, inspection: InspectionId) -> tuple[PrintedSheet, ...]:
        """Return the aide-memoires that were printed, by number."""
        return sheets_of(self._inspections.standing(inspection))

    def _find(self, standing: Standing, number: str) -> PrintedSheet:
        for item in sheets_of(standing):
            if item.sheet.number.casefold() == number.strip().casefold():
                return item
        raise NotFound(
            tr("There is no aide-memoire {number} in this inspection.").format(number=number)
        )

    def _written(
        self,
        inspection: InspectionId,
        id_: str,
        sheet: Sheet,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        about = subject(Subject.SHEET, id_)
        with self._recording.begin() as work:
            change = self._recording.write(work, inspection, about, SheetPrinted(sheet), seen)
            return self._recording.finish(work, inspection, [change])


def sheets_of(standing: Standing) -> tuple[PrintedSheet, ...]:
    """Return the aide-memoires that were printed, by number."""
    found = []
    for written, state in standing.states_of(Subject.SHEET):
        field = field_of(state, Sheet)
        if (held := field.first) is not None and held.value is not None:
            found.append(
                PrintedSheet(
                    subject_key(written),
                    held.value,
                    standing.initials(held.author),
                    field.heads,
                )
            )
    return tuple(sorted(found, key=lambda each: (*number_order(each.sheet.number), each.id)))
