"""The accuracy check, said in British English: the same words on screen and command line."""

from inspector_app.domain.accuracy import Decision, Response
from inspector_app.domain.items import PointItem
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, one_line
from inspector_app.texts import tr, tr_counted

_DECISIONS = {
    Decision.ACCEPTED: tr("Accepted"),
    Decision.PARTLY: tr("Accepted in part"),
    Decision.NOT_ACCEPTED: tr("Not accepted"),
}


def decision_words(decision: Decision) -> str:
    """Return what the team made of a point: ``Accepted in part``."""
    return _DECISIONS[decision]


def state_words(item: PointItem) -> str:
    """Return how far a point is: ``not answered yet``, ``accepted; no change yet``."""
    field = item.response
    response = field.value
    if field.in_conflict:
        return tr_counted(len(field.versions), "answered in {number} versions").format(
            number=len(field.versions)
        )
    if response is None:
        return tr("not answered yet")
    words = decision_words(response.decision).lower()
    if response.changes:
        return f"{words}; {counted(len(response.changes), 'change', 'changes')}"
    if response.decision is Decision.NOT_ACCEPTED:
        return words
    return tr("{words}; no change yet").format(words=words)


def response_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Return a response as labels and words, for the history."""
    changes = ", ".join(each[:8] for each in response.changes)
    return (
        (tr("Decision"), decision_words(response.decision)),
        (tr("Reason"), one_line(response.reason)),
        (tr("Changes"), changes),
    )


def draft_state_words(standing: Standing) -> str:
    """Return how the accuracy check stands, in one sentence."""
    drafts, points = standing.drafts(), standing.points()
    if not drafts:
        return tr("No accuracy draft has gone out yet.")
    draft = drafts[0].draft
    told = [
        tr("Draft {draft} went out to {to} ({sent})").format(
            draft=draft.number, to=draft.to, sent=draft.sent.words()
        )
    ]
    if draft.reply_by is not None:
        told.append(tr("reply by {reply_by}").format(reply_by=draft.reply_by.words()))
    told.append(counted(len(standing.replies()), "reply", "replies"))
    told.append(counted(len(points), "point", "points"))
    open_ = sum(item.response.value is None for item in points)
    if points:
        told.append(
            tr("{open} not answered yet").format(open=open_) if open_ else tr("all answered")
        )
    return "; ".join(told) + "."
