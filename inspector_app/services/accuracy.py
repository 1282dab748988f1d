"""What a user can do in an accuracy check: send a draft, take replies in, answer the points."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import spilled
from inspector_app.domain.accuracy import Decision, Draft, Paragraph, Point, Reply, Response
from inspector_app.domain.changes.bodies import (
    Body,
    DraftSent,
    PointAnswered,
    PointMade,
    ReplyTaken,
    Subject,
    subject,
)
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.earlier import undone
from inspector_app.domain.dates import PartialDate, midnight
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import ChainId, ChangeId, DraftId, InspectionId, PointId, Sha256
from inspector_app.domain.items import DraftItem, PointItem
from inspector_app.domain.standing import Standing
from inspector_app.domain.workbooks import CellChange, Fault
from inspector_app.durable import refusal_elsewhere, write_whole
from inspector_app.reports.content import content, content_sha256
from inspector_app.reports.facts import Content, Form, Options
from inspector_app.services.history import HistoryService, Moment
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.services.reports import ReportService, is_whole, options_of
from inspector_app.texts import tr, tr_counted

_DRAFT = Options(Form.ACCURACY_DRAFT)


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft that went out."""

    id: DraftId
    number: str
    paragraphs: int
    is_signed: bool
    """Whether a signed accuracy draft of the same content goes with it."""
    act: Act


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a workbook in would record; nothing is recorded yet."""

    inspection: InspectionId
    draft: DraftItem
    file: str
    """Its name."""
    file_sha256: Sha256
    points: tuple[Point, ...]
    known: int
    """Points in it that had come before, word for word."""
    cells: tuple[CellChange, ...]
    """What each cell that the force filled in would record, by sheet and cell."""
    faults: tuple[Fault, ...]
    """What is wrong in it, by sheet and cell; while there is any, nothing can be recorded."""


class AccuracyService:
    """The verbs of an accuracy check; each that records is one transaction."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        history: HistoryService,
        reports: ReportService,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._history = history
        self._reports = reports

    # Out

    def send(
        self,
        inspection: InspectionId,
        target: Path,
        to: str,
        sent: PartialDate,
        reply_by: PartialDate | None = None,
    ) -> Sent:
        """Record that the numbered paragraphs go out as they stand, and write their workbook.

        That a draft went out stands for good. The workbook can be written again.

        Args:
            inspection: whose.
            target: the .xlsx file; replaced in one step when it exists.
            to: an office or organisation.
            sent: the day on which it goes out.
            reply_by: until when the force may reply.

        Raises:
            RuleViolation: nobody is named to send it to, there is nothing to be checked, or
                something marked SECRET or above stands.
            DeviceFull: the draft is recorded and its workbook could not be written.
        """
        from inspector_app.reports.draft_rows import draft_rows

        if not to.strip():
            raise RuleViolation(
                tr("Say to whom the draft goes: an office or organisation. Nothing was sent.")
            )
        spilled.require_none(self._inspections.standing(inspection))
        printed = self._reports.content(inspection, _DRAFT)
        rows = tuple(draft_rows(printed.record))
        if not rows:
            raise RuleViolation(
                tr(
                    "There is no finding and no headline that could be checked yet. Nothing was "
                    "sent."
                )
            )
        paragraphs = tuple(Paragraph(row.number, place) for place, row in rows)
        heads = {ChainId(chain): ChangeId(head) for chain, head in printed.heads}
        signed = self._signed(inspection)
        id_ = DraftId(secrets.token_hex(16))
        with self._recording.begin() as work:
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            draft = Draft(number, to.strip(), sent, reply_by, paragraphs, heads, signed)
            about = subject(Subject.DRAFT, id_)
            change = self._recording.write(work, inspection, about, DraftSent(draft))
            act = self._recording.finish(work, inspection, [change])
        self._write(id_, draft, printed, target)
        return Sent(id_, number, len(paragraphs), signed is not None, act)

    def write_workbook(self, inspection: InspectionId, draft: DraftItem, target: Path) -> int:
        """Write a draft's workbook again, as the draft stood when it went out.

        Returns how many paragraphs it has.

        Raises:
            DeviceFull: it could not be written.
        """
        moment = Moment("", Stamp(draft.sent.time_ms), draft.draft.heads)
        standing = self._history.stood(inspection, moment)
        printed = self._printed(standing, draft.draft)
        self._write(draft.id, draft.draft, printed, target)
        return len(draft.draft.paragraphs)

    def find_draft(self, inspection: InspectionId, number: str = "") -> DraftItem:
        """Return the draft with this number, or the last one.

        Raises:
            NotFound: there is none.
        """
        for item in self._inspections.standing(inspection).drafts():
            if not number or item.draft.number.casefold() == number.casefold():
                return item
        what = (
            tr("no accuracy draft {number}").format(number=number)
            if number
            else tr("no accuracy draft yet")
        )
        raise NotFound(tr("There is {what} in this inspection.").format(what=what))

    # In

    def preview(self, inspection: InspectionId, source: Path) -> Preview:
        """Return what taking a workbook in would record, and everything that is wrong in it.

        Raises:
            BadInput: it is not a workbook of a draft of this inspection.
            RuleViolation: this very file was taken in already.
        """
        from inspector_app.reports import workbook_form as form
        from inspector_app.reports.workbook_opening import where
        from inspector_app.reports.workbook_reading import read

        returned = read(source)
        standing = self._inspections.standing(inspection)
        item = next((each for each in standing.drafts() if each.id == returned.draft), None)
        if item is None:
            raise BadInput(
                tr(
                    "{source} belongs to no accuracy draft of this inspection. Nothing was "
                    "recorded."
                ).format(source=source.name)
            )
        if any(
            held.value and held.value.file_sha256 == returned.sha256 for held in standing.replies()
        ):
            raise RuleViolation(
                tr("{source} was taken in already. Nothing was recorded again.").format(
                    source=source.name
                )
            )
        faults, seen = list(returned.faults), dict[str, int]()
        for row, number in returned.numbers:
            place = where(form.POINTS_SHEET, form.NUMBER, row)
            if not item.draft.place_of(number):
                faults.append(
                    Fault(
                        place,
                        tr("draft {draft} has no paragraph {number}").format(
                            draft=item.draft.number, number=number
                        ),
                    )
                )
            elif number in seen:
                words = tr("paragraph {number} stands in row {seen} already").format(
                    number=number, seen=seen[number]
                )
                faults.append(Fault(place, words))
            seen.setdefault(number, row)
        had = {each.point for each in standing.points()}
        points, cells = list[Point](), list[CellChange]()
        known = 0
        for each in returned.rows:
            place = item.draft.place_of(each.number)
            point = Point(item.id, each.number, place, each.said, each.evidence, each.by)
            if point in had:
                known += 1
                continue
            points.append(point)
            texts = zip(form.FOR_THE_FORCE, (each.said, each.evidence, each.by), strict=True)
            cells += [
                CellChange(
                    where(form.POINTS_SHEET, column, each.row),
                    f"{each.number} · {place}",
                    form.TITLES[column],
                    "",
                    words,
                )
                for column, words in texts
                if words
            ]
        return Preview(
            inspection,
            item,
            source.name,
            Sha256(returned.sha256),
            tuple(points),
            known,
            tuple(cells),
            tuple(faults),
        )

    def take(self, preview: Preview, received: PartialDate) -> tuple[tuple[PointId, ...], Act]:
        """Record a reply with its points, as one act; return the points' ids.

        A force that has no point has replied all the same.

        Raises:
            BadInput: something is wrong in it; all is told by sheet and cell, nothing recorded.
        """
        from inspector_app.reports.workbook_opening import refuse

        refuse(preview.file, list(preview.faults))
        reply = Reply(preview.draft.id, received, preview.file_sha256, len(preview.points))
        ids = [PointId(f"{point.place}/{secrets.token_hex(8)}") for point in preview.points]
        bodies: list[tuple[str, Body]] = [
            (subject(Subject.REPLY, secrets.token_hex(16)), ReplyTaken(reply))
        ]
        bodies += [
            (subject(Subject.POINT, id_), PointMade(point))
            for id_, point in zip(ids, preview.points, strict=True)
        ]
        return tuple(ids), self._recording.act(preview.inspection, bodies)

    # Answering

    def answer(
        self,
        inspection: InspectionId,
        point: PointId,
        decision: Decision,
        reason: str,
        changes: Iterable[ChangeId] | None = None,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record what the team makes of a point, and why.

        Args:
            inspection: whose.
            point: which.
            decision: accepted, in part, or not.
            reason: told to the force if it asks.
            changes: the acts that correct the paragraph because of it; None: all that were
                recorded on it since the point came, unless the point is not accepted.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: no such point, or a change that is not of its paragraph.
            RuleViolation: no reason.
        """
        if not reason.strip():
            raise RuleViolation(
                tr(
                    "Answering a point needs a reason, whichever way it is answered. Nothing was "
                    "recorded: give one."
                )
            )
        item = self._point(inspection, point)
        resulting = self.resulting(inspection, item)
        if changes is None:
            linked = () if decision is Decision.NOT_ACCEPTED else resulting
        else:
            linked = tuple(dict.fromkeys(changes))
            if strange := [each for each in linked if each not in resulting]:
                raise NotFound(
                    tr(
                        "Change {strange} was not recorded on {place} since the point came, so it "
                        "cannot result from it. Nothing was recorded."
                    ).format(strange=strange[0][:12], place=item.point.place)
                )
        body = PointAnswered(Response(decision, reason.strip(), linked))
        about = subject(Subject.RESPONSE, point)
        with self._recording.begin() as work:
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def link(self, inspection: InspectionId, point: PointId) -> Act:
        """Let an answered point be followed by what was recorded on its paragraph since it came.

        Raises:
            NotFound: no such point, or nothing was recorded there since.
            RuleViolation: the point is not answered yet.
        """
        item = self._point(inspection, point)
        response = item.response.value
        if response is None:
            raise RuleViolation(
                tr("Answer the point first: accepted, in part, or not. Nothing was linked.")
            )
        resulting = self.resulting(inspection, item)
        if not resulting:
            raise NotFound(
                tr(
                    "Nothing was recorded on {place} since the point came, so there is no change "
                    "to link to it."
                ).format(place=item.point.place)
            )
        return self.answer(inspection, point, response.decision, response.reason, resulting)

    def resulting(self, inspection: InspectionId, item: PointItem) -> tuple[ChangeId, ...]:
        """Return what was recorded on a point's paragraph since it came, and stands unchallenged.

        Acts that were taken back are not among them.
        """
        place = item.point.place
        kinds = (Subject.ANSWER, Subject.HEADLINE, Subject.MODERATION)
        with self._recording.read() as work:
            came = work.journal.change(item.made.change).header.stamp
            found = [
                change
                for kind in kinds
                for change in work.journal.changes(inspection, subject(kind, place), admitted=True)
            ]
        gone = undone(found)
        return tuple(
            change.id
            for change in found
            if change.header.stamp > came and change.undoes is None and change.id not in gone
        )

    def find(self, inspection: InspectionId, words: str) -> PointItem:
        """Return the point on a paragraph, or the one whose id begins with ``words``.

        Raises:
            NotFound: none.
            RuleViolation: several.
        """
        points = self._inspections.standing(inspection).points()
        wanted = words.casefold()
        found = [each for each in points if each.point.paragraph == words]
        found = found or [each for each in points if each.id.casefold().startswith(wanted)]
        if not found:
            raise NotFound(tr("There is no point of the force on {words}.").format(words=words))
        if len(found) > 1:
            ids = ", ".join(each.id for each in found)
            raise RuleViolation(
                tr_counted(len(found), "There are {number} points on {words}: {ids}.").format(
                    number=len(found), words=words, ids=ids
                )
            )
        return found[0]

    def _point(self, inspection: InspectionId, point: PointId) -> PointItem:
        for item in self._inspections.standing(inspection).points():
            if item.id == point:
                return item
        raise NotFound(tr("This point is not in this inspection, or it was taken back."))

    def _signed(self, inspection: InspectionId) -> Sha256 | None:
        """Return the file of the last signed accuracy draft, if it says what would go out now.

        One of a choice says less than what goes out, and is passed over.
        """
        for held in self._inspections.standing(inspection).summaries():
            if held.value is None or held.value.form != Form.ACCURACY_DRAFT.value:
                continue
            if not is_whole(held.value):
                continue
            try:
                now = self._reports.content(inspection, options_of(held.value))
            except RuleViolation:  # something is marked higher now
                return None
            same = content_sha256(now) == held.value.content_sha256
            return held.value.file_sha256 if same else None
        return None

    def _printed(self, standing: Standing, draft: Draft) -> Content:
        return content(standing, draft.heads, _DRAFT, fold_version=0, app_version="")

    def _write(self, id_: DraftId, draft: Draft, printed: Content, target: Path) -> None:
        from inspector_app.reports.draft_rows import draft_rows
        from inspector_app.reports.workbook_form import Sheet
        from inspector_app.reports.workbook_writing import workbook

        cover = printed.record.cover
        sheet = Sheet(
            draft=id_,
            number=draft.number,
            force=cover.force,
            fieldwork=cover.fieldwork,
            marking=cover.marking,
            to=draft.to,
            sent=draft.sent.words(),
            reply_by=draft.reply_by.words() if draft.reply_by else "",
            rows=tuple(row for _, row in draft_rows(printed.record)),
            made=midnight(draft.sent),
        )
        try:
            write_whole(target, workbook(sheet))
        except OSError as error:
            raise refusal_elsewhere(
                error,
                tr("That draft {draft} goes out is recorded: write its workbook again.").format(
                    draft=draft.number
                ),
            ) from error
