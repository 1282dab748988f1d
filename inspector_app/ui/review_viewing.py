"""What the review screen shows, as rows; no Qt, no decisions of the domain's."""

from dataclasses import dataclass

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.accuracy_words import decision_words, state_words
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import Field
from inspector_app.domain.ids import SectionId
from inspector_app.domain.items import PointItem
from inspector_app.domain.moderating import headline_words
from inspector_app.domain.recommendations import Advance
from inspector_app.domain.recommending import AskedBefore, kind_words, rests_on_words, stage_words
from inspector_app.domain.standing import Standing
from inspector_app.services.accuracy import Preview
from inspector_app.ui.models.words_table import WordsRow
from inspector_app.ui.texts import counted, tr, tr_counted


def recommendation_rows(standing: Standing) -> tuple[WordsRow, ...]:
    """Return the recommendations of this inspection as rows."""
    rows = []
    for item in standing.recommendations():
        made = item.recommendation
        advance = standing.advance(standing.id, item.id).value
        rests_on = rests_on_words(made.rests_on, standing)
        tip = [made.text, tr("Rests on {places}").format(places=rests_on) if rests_on else ""]
        rows.append(
            WordsRow(
                item.id,
                (
                    kind_words(made.kind),
                    made.number,
                    wording.one_line(made.text),
                    made.to,
                    made.by.words() if made.by else "",
                    stage_words(advance.stage) if advance else "",
                ),
                "\n".join(filter(None, tip)),
            )
        )
    return tuple(rows)


def asked_rows(asked: tuple[AskedBefore, ...]) -> tuple[WordsRow, ...]:
    """Return what was asked for last time as rows, with how far it has come by now."""
    return tuple(
        WordsRow(
            each.key,
            (
                kind_words(each.of.kind),
                each.of.number,
                wording.one_line(each.of.text),
                each.of.to,
                each.of.by.words() if each.of.by else "",
                stage_words(each.advance.stage) if each.advance else tr("not told yet"),
            ),
            each.of.text,
        )
        for each in asked
    )


def told_words(standing: Standing, field: Field[Advance]) -> str:
    """Return who told how far something has come, and when; empty: nobody yet."""
    held = field.first
    if held is None or held.value is None:
        return ""
    words = f"{standing.initials(held.author)} · {wording.when_words(held.time_ms)}"
    if field.in_conflict:
        words += " · " + tr("in versions: what you write settles them")
    return words


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of the force, as it is shown in full."""

    title: str
    says: str
    """What stands on the paragraph now."""
    point: str
    beside: str
    """What shows it, and whose point it is; empty: the force said nothing of that."""
    decision: str
    reason: str
    changes: str


def point_rows(standing: Standing) -> tuple[WordsRow, ...]:
    """Return the force's points as rows."""
    return tuple(
        WordsRow(
            item.id,
            (
                item.point.paragraph,
                item.point.place,
                wording.one_line(item.point.said),
                state_words(item),
            ),
            item.point.said,
        )
        for item in standing.points()
    )


def point_view(standing: Standing, item: PointItem) -> PointView:
    """Return a point in full, beside what stands on its paragraph."""
    point, response = item.point, item.response.value
    drafts = {each.id: each.draft.number for each in standing.drafts()}
    beside = [
        tr("Shown by: {what}").format(what=point.evidence) if point.evidence else "",
        tr("Point of: {office}").format(office=point.by) if point.by else "",
    ]
    linked = len(response.changes) if response else 0
    changes = tr("No change is linked to it yet.")
    if linked:
        many = counted(linked, "change", "changes")
        changes = tr("{changes} linked: see the history of {place}.").format(
            changes=many, place=point.place
        )
    return PointView(
        tr("Paragraph {number} of draft {draft} · {place}").format(
            number=point.paragraph, draft=drafts.get(point.draft, "–"), place=point.place
        ),
        tr("It says now: {words}").format(words=_says(standing, point.place)),
        f"“{point.said}”",
        "\n".join(filter(None, beside)),
        response.decision.value if response and not item.response.in_conflict else "",
        _reason(item),
        changes,
    )


def preview_words(preview: Preview) -> str:
    """Return what taking a reply in would record, in numbers."""
    words = [
        tr("Reply to draft {number}: {points}.").format(
            number=preview.draft.draft.number,
            points=counted(len(preview.points), "new point", "new points"),
        )
    ]
    if preview.known:
        words.append(
            tr_counted(preview.known, "{number} more had come before.").format(number=preview.known)
        )
    return " ".join(words)


def _says(standing: Standing, place: str) -> str:
    try:
        line = standing.pack.line(place)
    except NotFound:
        return headline_words(standing, SectionId(place)) or tr("no headline")
    field = standing.answer(line.id)
    if field.in_conflict:
        return tr_counted(len(field.versions), "{number} versions").format(
            number=len(field.versions)
        )
    if field.first is None or field.value is None:
        return tr("no answer")
    return answer_wording.held_words(field.first, line.id, standing) or field.value.note


def _reason(item: PointItem) -> str:
    if item.response.in_conflict:
        told = [
            f"{decision_words(held.value.decision)}: {held.value.reason}"
            for held in item.response.versions
            if held.value
        ]
        return tr("Answered in versions; answer it anew to settle them.") + "\n" + "\n".join(told)
    response = item.response.value
    return tr("Because: {reason}").format(reason=response.reason) if response else ""
