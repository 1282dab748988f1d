"""What a user can do with workbooks for the force: send requests out, read the replies in."""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain import force_replies, spilled
from inspector_app.domain.changes.bodies import (
    Body,
    SourceRecorded,
    Subject,
    WorkbookRead,
    WorkbookSent,
    subject,
)
from inspector_app.domain.dates import PartialDate, midnight
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.force_replies import NumberRow, RequestRow
from inspector_app.domain.ids import (
    ChangeId,
    EvidenceId,
    InspectionId,
    Sha256,
    SourceId,
    WorkbookId,
)
from inspector_app.domain.items import WorkbookItem
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, first_words
from inspector_app.domain.workbooks import Asked, CellChange, Fault, Reading, Workbook
from inspector_app.durable import refusal_elsewhere, write_whole
from inspector_app.services.evidence import EvidenceService, Keeping
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.reports.force_workbook_form import Filled

_TITLE = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook that went out."""

    item: WorkbookId
    workbook: Workbook
    rows: int
    act: Act


@dataclass(frozen=True, slots=True)
class Answered:
    """What a workbook that came back would record of one source."""

    id: SourceId
    source: Source
    seen: tuple[ChangeId, ...]
    """All versions that stood when it was looked at."""
    supersedes: tuple[ChangeId, ...]
    """The versions it replaces: all that stand here or, where something else was recorded
    meanwhile, only the one that had gone out, so that both stand."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting a workbook that came back would record; nothing is recorded yet."""

    inspection: InspectionId
    workbook: WorkbookItem
    file: str
    """Its name."""
    file_sha256: Sha256
    content: bytes
    """Of the file: what was looked at is what is kept."""
    cells: tuple[CellChange, ...]
    faults: tuple[Fault, ...]
    """What is wrong in it, by sheet and cell; while there is any, it cannot be accepted."""
    answered: tuple[Answered, ...]

    @property
    def conflicts(self) -> int:
        """How many cells say something else than was recorded here meanwhile."""
        return sum(cell.is_conflict for cell in self.cells)

    @property
    def summary(self) -> str:
        """What it tells, in numbers: ``5 cells tell something new; 1 conflict; 2 faults``."""
        told = [counted(len(self.cells), "cell tells something new", "cells tell something new")]
        told += [counted(self.conflicts, "conflict", "conflicts")] if self.conflicts else []
        told += [counted(len(self.faults), "fault", "faults")] if self.faults else []
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One source of a workbook, as it went out."""

    id: SourceId
    version: ChangeId
    source: Source
    rows: tuple[RequestRow | NumberRow, ...]


class WorkbookService:
    """The verbs of workbooks for the force; each that records is one transaction."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, evidence: EvidenceService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence

    # Out

    def send(
        self,
        inspection: InspectionId,
        target: Path,
        to: str,
        sent: PartialDate,
        reply_by: PartialDate | None = None,
        numbers: Iterable[str] = (),
    ) -> Sent:
        """Record that requests and data returns go out, and write their workbook.

        That a workbook went out stands for good. It can be written again.

        Args:
            inspection: whose.
            target: the .xlsx file; replaced in one step when it exists.
            to: an office or organisation.
            sent: the day on which it goes out.
            reply_by: until when the force may reply.
            numbers: of the sources that go out; none: all that are open.

        Raises:
            NotFound: a number that no source has.
            RuleViolation: nobody is named to send it to, there is nothing to ask, a source that
                was named may not go out, or something marked SECRET or above stands.
            DeviceFull: that it goes out is recorded, and it could not be written.
        """
        if not to.strip():
            raise RuleViolation(
                tr("Say to whom the workbook goes: an office or organisation. Nothing was sent.")
            )
        standing = self._inspections.standing(inspection)
        spilled.require_none(standing)
        items = force_replies.asked_for(standing, numbers)
        if not items:
            raise RuleViolation(
                tr(
                    "No request is open and no data return lacks a number, so there is nothing to "
                    "ask. Nothing was sent."
                )
            )
        asked = tuple(Asked(item.id, item.recorded.change) for item in items)
        id_ = WorkbookId(secrets.token_hex(16))
        with self._recording.begin() as work:
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            marking = force_replies.marking_of(standing, items)
            workbook = Workbook(number, to.strip(), sent, reply_by, marking, asked)
            about = subject(Subject.WORKBOOK, id_)
            change = self._recording.write(work, inspection, about, WorkbookSent(workbook))
            act = self._recording.finish(work, inspection, [change])
        rows = self._write(standing, id_, workbook, target)
        return Sent(id_, workbook, rows, act)

    def write_workbook(self, inspection: InspectionId, item: WorkbookItem, target: Path) -> int:
        """Write a workbook again, as it went out, and return how many rows it has.

        Raises:
            NotFound: what it asked was destroyed since.
            DeviceFull: it could not be written.
        """
        standing = self._inspections.standing(inspection)
        return self._write(standing, item.id, item.workbook, target)

    def find(self, inspection: InspectionId, number: str = "") -> WorkbookItem:
        """Return the workbook with this number, or the last one.

        Raises:
            NotFound: there is none.
        """
        for item in self._inspections.standing(inspection).workbooks():
            if not number or item.workbook.number.casefold() == number.casefold():
                return item
        what = (
            tr("no workbook {number}").format(number=number)
            if number
            else tr("no workbook for the force yet")
        )
        raise NotFound(tr("There is {what} in this inspection.").format(what=what))

    def suggested_name(self, inspection: InspectionId) -> str:
        """Return what a workbook's file is called: the marking first, so that any list shows it."""
        return force_replies.file_name(self._inspections.standing(inspection))

    # In

    def preview(self, inspection: InspectionId, source: Path) -> Preview:
        """Return what accepting a workbook would record, and everything that is wrong in it.

        Raises:
            BadInput: it is no workbook of this inspection, or an older one than the last in which
                the same was asked.
            NotFound: what it asked was destroyed since, so it cannot be held against that.
            RuleViolation: this very file was accepted already.
        """
        from inspector_app.reports.force_workbook_reading import KIND_WORDS, filled_in, which
        from inspector_app.reports.workbook_opening import opened

        with opened(source, KIND_WORDS) as book:
            back = which(book)
            standing = self._inspections.standing(inspection)
            item = self._known(standing, back.reference, source.name)
            _require_first_time(standing, back.sha256, source.name)
            _require_latest(standing, item, source.name)
            asked = self._asked(item.workbook)
            filled = filled_in(book, [row for each in asked for row in each.rows])
            content = book.content
        cells, faults, answered = _held_against(standing, asked, filled.rows)
        return Preview(
            inspection,
            item,
            source.name,
            Sha256(back.sha256),
            content,
            tuple(cells),
            (*filled.faults, *faults),
            tuple(answered),
        )

    def accept(self, preview: Preview, received: PartialDate) -> Act:
        """Record all that a workbook tells, as one act: the file itself is kept as evidence.

        Raises:
            BadInput: something is wrong in it; all is told by sheet and cell, nothing recorded.
            RuleViolation: something was recorded here since the preview was made, or this very
                file was accepted meanwhile: look at it again.
            DeviceFull: nothing was recorded.
        """
        from inspector_app.reports.workbook_opening import refuse

        refuse(preview.file, list(preview.faults))
        standing = self._inspections.standing(preview.inspection)
        _require_first_time(standing, preview.file_sha256, preview.file)
        with self._recording.read() as reading_work:
            _require_as_seen(reading_work, preview)

        def along(
            work: UnitOfWork, item: EvidenceId
        ) -> Iterable[tuple[str, Body, tuple[ChangeId, ...] | None]]:
            _require_as_seen(work, preview)
            for each in preview.answered:
                evidence = tuple(dict.fromkeys((*each.source.evidence, item)))
                body = SourceRecorded(replace(each.source, evidence=evidence))
                yield subject(Subject.SOURCE, each.id), body, each.supersedes
            reading = Reading(
                preview.workbook.id,
                received,
                preview.file_sha256,
                item,
                tuple(each.id for each in preview.answered),
                len(preview.cells),
            )
            about = subject(Subject.READING, secrets.token_hex(16))
            yield about, WorkbookRead(reading), None

        number = preview.workbook.workbook.number
        caption = Caption(
            tr("Workbook {number} as it came back").format(number=number),
            marking=preview.workbook.workbook.marking,
        )
        keeping = Keeping(caption=caption, along=along)
        kept = self._evidence.keep(
            preview.inspection, preview.file, BytesIO(preview.content), keeping
        )
        if kept.act is None:
            raise BadInput(
                tr("{file} could not be kept: {refusal} Nothing was recorded.").format(
                    file=preview.file, refusal=kept.refusal
                )
            )
        return kept.act

    # How

    def _known(self, standing: Standing, reference: str, name: str) -> WorkbookItem:
        for item in standing.workbooks():
            if item.id == reference:
                return item
        for other in self._inspections.all():
            if other.id == standing.id:
                continue
            details = other.details
            with suppress(NotFound):
                if any(w.id == reference for w in self._inspections.standing(other.id).workbooks()):
                    raise BadInput(
                        tr(
                            "{name} belongs to another inspection: {force}, {fieldwork}. Nothing "
                            "was recorded."
                        ).format(
                            name=name, force=details.force.name, fieldwork=details.fieldwork.words()
                        )
                    )
        raise BadInput(
            tr(
                "{name} is not a workbook that went out from this inspection. Nothing was recorded."
            ).format(name=name)
        )

    def _asked(self, workbook: Workbook) -> list[_Asked]:
        found = []
        with self._recording.read() as work:
            for each in workbook.asked:
                body = work.journal.change(each.version).body
                if not isinstance(body, SourceRecorded):
                    raise NotFound(
                        tr(
                            "Something that was asked in workbook {workbook} was destroyed since, "
                            "so it cannot be told any more. Nothing was recorded."
                        ).format(workbook=workbook.number)
                    )
                rows = tuple(force_replies.rows(body.source))
                found.append(_Asked(each.source, each.version, body.source, rows))
        return found

    def _write(self, standing: Standing, id_: WorkbookId, workbook: Workbook, target: Path) -> int:
        from inspector_app.reports.force_workbook_form import ForceWorkbook
        from inspector_app.reports.force_workbook_writing import force_workbook

        details = standing.details
        rows = tuple(row for each in self._asked(workbook) for row in each.rows)
        whole = ForceWorkbook(
            reference=id_,
            number=workbook.number,
            force=details.force.name,
            fieldwork=details.fieldwork.words(),
            marking=workbook.marking.words(),
            to=workbook.to,
            sent=workbook.sent.words(),
            reply_by=workbook.reply_by.words() if workbook.reply_by else "",
            rows=rows,
            made=midnight(workbook.sent),
        )
        try:
            write_whole(target, force_workbook(whole))
        except OSError as error:
            raise refusal_elsewhere(
                error,
                tr("That workbook {workbook} goes out is recorded: write it again.").format(
                    workbook=workbook.number
                ),
            ) from error
        return len(rows)


def _held_against(
    standing: Standing, asked: Sequence[_Asked], filled: "Sequence[Filled]"
) -> tuple[list[CellChange], list[Fault], list[Answered]]:
    """Return what the replies change, what cannot be recorded, and what is recorded of whom."""
    cells, faults, answered = list[CellChange](), list[Fault](), list[Answered]()
    for each in asked:
        replies = [row for row in filled if row.asked.reference == each.source.number]
        if not replies:
            continue
        here = force_replies.source_of(standing, each.id)
        first = next(iter(replies[0].cells.values()))
        if here is None:
            words = tr("{source} was taken back here since the workbook went out").format(
                source=each.source.number
            )
            faults.append(Fault(first, words))
            continue
        if here.is_disputed:
            words = tr("{source} stands in differing versions here: settle them first").format(
                source=each.source.number
            )
            faults.append(Fault(first, words))
            continue
        after = force_replies.with_reply(each.source, (row.reply for row in replies))
        told = force_replies.told_by(each.source, here.source, after)
        places = {
            (name, getattr(row.reply, "at", None)): cell
            for row in replies
            for name, cell in row.cells.items()
        }
        about = f"{each.source.number} · {first_words(source_words(each.source), _TITLE)}"
        cells += [
            CellChange(
                places.get((one.name, one.at), first),
                about,
                one.label,
                one.before,
                one.after,
                one.here,
            )
            for one in told
        ]
        if not told:
            continue
        seen = (here.recorded.change,)
        if any(one.here for one in told):
            answered.append(Answered(each.id, after, seen, (each.version,)))
        else:
            merged = force_replies.merged(each.source, here.source, after)
            answered.append(Answered(each.id, merged, seen, seen))
    return cells, faults, answered


def _require_first_time(standing: Standing, sha256: str, name: str) -> None:
    if any(held.value and held.value.file_sha256 == sha256 for held in standing.readings()):
        raise RuleViolation(
            tr("{name} was read in already. Nothing was recorded again.").format(name=name)
        )


def _require_latest(standing: Standing, item: WorkbookItem, name: str) -> None:
    """Refuse a workbook when one of its questions went out again later.

    Raises:
        BadInput: it did.
    """
    mine = {each.source for each in item.workbook.asked}
    for later in standing.workbooks():
        if later.id == item.id:
            return
        if any(each.source in mine for each in later.workbook.asked):
            raise BadInput(
                tr(
                    "{name} is workbook {workbook}, and the same was asked again in workbook "
                    "{later}, sent {sent}: read that one in. Nothing was recorded."
                ).format(
                    name=name,
                    workbook=item.workbook.number,
                    later=later.workbook.number,
                    sent=later.workbook.sent.words(),
                )
            )


def _require_as_seen(work: UnitOfWork, preview: Preview) -> None:
    """Refuse to accept what was looked at before something was recorded in the same place.

    Raises:
        RuleViolation: it was.
    """
    for each in preview.answered:
        about = subject(Subject.SOURCE, each.id)
        if set(work.journal.heads_of(preview.inspection, about)) != set(each.seen):
            raise RuleViolation(
                tr(
                    "{source} was changed here while the workbook was being looked at. Nothing "
                    "was recorded; read the workbook again."
                ).format(source=each.source.number)
            )
