"""Commands about the accuracy check: drafts go out, points come back, each is answered."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.workbook_words import cell_words, preview_form
from inspector_app.domain import dates, forms
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.accuracy_words import decision_words, draft_state_words, state_words
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.items import PointItem
from inspector_app.domain.wording import counted, london_day, one_line
from inspector_app.services.recording import Act
from inspector_app.texts import tr, tr_counted


def send(given: Namespace, desk: Desk) -> Exit:
    """Record that a draft goes out, and write its workbook."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        reply_by = dates.read(given.by) if given.by else None
        sent = vault.accuracy.send(inspection, given.file, given.to, _day(given.sent), reply_by)
    many = counted(sent.paragraphs, "paragraph", "paragraphs")
    words = [
        tr("Draft {sent} goes out: {many}, with the workbook {file}.").format(
            sent=sent.number, many=many, file=given.file.name
        )
    ]
    if not sent.is_signed:
        words.append(
            tr(
                "No signed accuracy draft of this content exists: sign one with “export --form "
                "accuracy-draft” and send it along; it has the same paragraph numbers."
            )
        )
    return _told(desk, sent.act, words, draft=sent.id, number=sent.number, signed=sent.is_signed)


def workbook(given: Namespace, desk: Desk) -> Exit:
    """Write a draft's workbook again."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.accuracy.find_draft(inspection, given.draft)
        number = vault.accuracy.write_workbook(inspection, item, given.file)
    many = counted(number, "paragraph", "paragraphs")
    words = [
        tr("{file}: draft {draft} as it went out, {many}.").format(
            file=given.file.name, draft=item.draft.number, many=many
        )
    ]
    desk.console.result(words, {"draft": item.id, "paragraphs": number})
    return Exit.OK


def overview(given: Namespace, desk: Desk) -> Exit:
    """List drafts and points."""
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
    points = [p for p in standing.points() if not given.open or p.response.value is None]
    words = [draft_state_words(standing)]
    words += [line for item in points for line in _lines(item)]
    form = {
        "drafts": [
            {"id": item.id, "draft": forms.as_json(item.draft)} for item in standing.drafts()
        ],
        "replies": [forms.as_json(held.value) for held in standing.replies()],
        "points": [_form(item) for item in points],
    }
    desk.console.result(words, form)
    return Exit.OK


def take(given: Namespace, desk: Desk) -> Exit:
    """Take in a workbook that came back, or only tell what it holds."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        preview = vault.accuracy.preview(inspection, given.file)
        words = cell_words(preview.cells, preview.faults)
        many = counted(len(preview.points), "new point", "new points")
        known = tr("; {known} had come before").format(known=preview.known) if preview.known else ""
        head = tr("Reply to draft {draft}: {many}{known}.").format(
            draft=preview.draft.draft.number, many=many, known=known
        )
        form = [forms.as_json(point) for point in preview.points]
        if given.preview:
            words = [head, *words, tr("Nothing was recorded.")]
            told = preview_form(preview.cells, preview.faults)
            desk.console.result(words, {"points": form, "known": preview.known, **told})
            return Exit.OK
        ids, act = vault.accuracy.take(preview, _day(given.received))
    return _told(desk, act, [head, *words], points=list(ids), known=preview.known)


def answer(given: Namespace, desk: Desk) -> Exit:
    """Answer a point."""
    decision = Decision(given.decision)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.accuracy.find(inspection, given.point)
        changes = None
        if given.change is not None:
            known = vault.accuracy.resulting(inspection, item)
            changes = [_chosen(known, each) for each in given.change]
        act = vault.accuracy.answer(inspection, item.id, decision, given.reason, changes)
        response = vault.inspections.standing(inspection).response(item.id).value
    linked = list(response.changes) if response else []
    words = [f"{item.point.paragraph}, {item.point.place}: {decision_words(decision).lower()}."]
    words += [tr("Linked: change {each}.").format(each=each[:12]) for each in linked]
    return _told(desk, act, words, point=item.id, linked=linked)


def link(given: Namespace, desk: Desk) -> Exit:
    """Link what was recorded on a point's paragraph since it came."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.accuracy.find(inspection, given.point)
        act = vault.accuracy.link(inspection, item.id)
        response = vault.inspections.standing(inspection).response(item.id).value
    linked = list(response.changes) if response else []
    words = [tr("Linked: change {each}.").format(each=each[:12]) for each in linked]
    return _told(desk, act, words, point=item.id, linked=linked)


def _lines(item: PointItem) -> list[str]:
    point, response = item.point, item.response.value
    by = f" ({point.by})" if point.by else ""
    words = [f"{point.paragraph}  {point.place}{by}: {one_line(point.said)}"]
    words += (
        [tr("    shown by: {evidence}").format(evidence=one_line(point.evidence))]
        if point.evidence
        else []
    )
    words += [f"    {state_words(item)}"]
    return words + (
        [tr("    because: {reason}").format(reason=one_line(response.reason))] if response else []
    )


def _form(item: PointItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "point": forms.as_json(item.point),
        "response": forms.as_json(item.response.value),
        "in_differing_versions": item.response.in_conflict,
    }


def _chosen(known: Iterable[ChangeId], words: str) -> ChangeId:
    found = [each for each in known if each.startswith(words.casefold())]
    if not found:
        raise NotFound(
            tr(
                "Nothing was linked: no change made to this paragraph since the point came has "
                "an id that begins with {words}."
            ).format(words=words)
        )
    if len(found) > 1:
        raise RuleViolation(
            tr_counted(
                len(found), "{number} changes begin with {words}: give more of the id."
            ).format(number=len(found), words=words)
        )
    return found[0]


def _day(text: str | None) -> PartialDate:
    if text:
        return dates.read(text)
    return dates.day(london_day(int(bootstrap.now().timestamp() * 1000)))


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes), **more})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "send": send,
    "workbook": workbook,
    "overview": overview,
    "take": take,
    "answer": answer,
    "link": link,
}
"""By what the parser names."""
