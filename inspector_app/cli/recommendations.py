"""Commands about recommendations: make, list, revise, withdraw, and how far they have come."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import dates, forms, markings
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.items import RecommendationItem
from inspector_app.domain.markings import Marking
from inspector_app.domain.recommendations import Advance, Recommendation, RestsOn, Stage
from inspector_app.domain.recommending import (
    kind_of,
    kind_words,
    read_rests_on,
    rests_on_words,
    stage_words,
)
from inspector_app.domain.standing import Standing
from inspector_app.services.recording import Act
from inspector_app.texts import tr


def add(given: Namespace, desk: Desk) -> Exit:
    """Record a recommendation, cause of concern or area for improvement."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        made = Recommendation(
            kind_of(given.kind),
            given.text,
            to=given.to or "",
            by=_date(given.by),
            rests_on=read_rests_on(" ".join(given.on or ()), standing),
            marking=_marking(given.marking),
            do_not_export=given.do_not_export,
        )
        id_, act = vault.recommendations.make(inspection, made)
        found = vault.inspections.standing(inspection).recommendation(id_).value or made
    words = [f"{found.number}  {kind_words(found.kind)}: {found.text}"]
    return _told(desk, act, words, recommendation=id_, number=found.number)


def overview(given: Namespace, desk: Desk) -> Exit:
    """List what is asked for, with how far it has come."""
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
    items = standing.recommendations()
    words = [line for item in items for line in _lines(item, standing)]
    desk.console.result(
        words or [tr("No cause of concern, recommendation or area for improvement.")],
        [_form(item, standing) for item in items],
    )
    return Exit.OK


def revise(given: Namespace, desk: Desk) -> Exit:
    """Record a recommendation anew; what is not given stays."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.recommendations.find(inspection, given.number)
        standing = vault.inspections.standing(inspection)
        changed = item.recommendation
        if given.kind:
            changed = replace(changed, kind=kind_of(given.kind))
        if given.text is not None:
            changed = replace(changed, text=given.text)
        if given.to is not None:
            changed = replace(changed, to=given.to)
        if given.by is not None:
            changed = replace(changed, by=_date(given.by))
        if given.on is not None:
            changed = replace(changed, rests_on=read_rests_on(" ".join(given.on), standing))
        if given.marking:
            changed = replace(changed, marking=_marking(given.marking))
        if given.do_not_export:
            changed = replace(changed, do_not_export=True)
        act = vault.recommendations.revise(inspection, item.id, changed)
    return _told(desk, act, [f"{changed.number}  {kind_words(changed.kind)}: {changed.text}"])


def withdraw(given: Namespace, desk: Desk) -> Exit:
    """Take a recommendation back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.recommendations.find(inspection, given.number)
        act = vault.recommendations.withdraw(inspection, item.id, given.reason)
    return _told(
        desk,
        act,
        [tr("{recommendation} is taken back.").format(recommendation=item.recommendation.number)],
    )


def progress(given: Namespace, desk: Desk) -> Exit:
    """Tell how far a recommendation has come."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        item = vault.recommendations.find(inspection, given.number)
        standing = vault.inspections.standing(inspection)
        before = standing.advance(inspection, item.id).value
        advance = advanced(given, item.recommendation, before, standing)
        act = vault.recommendations.tell(inspection, inspection, item.id, advance)
    return _told(desk, act, [f"{item.recommendation.number}: {stage_words(advance.stage)}"])


def advanced(
    given: Namespace, of: Recommendation, before: Advance | None, standing: Standing
) -> Advance:
    """Return the progress that options give; what is not given stays as it was."""
    before = before or Advance(of, Stage.OPEN)
    return Advance(
        of,
        Stage(given.stage),
        before.note if given.note is None else given.note,
        before.as_at if given.as_at is None else _date(given.as_at),
        before.rests_on if given.on is None else read_rests_on(" ".join(given.on), standing),
        _marking(given.marking) or before.marking,
        given.do_not_export or before.do_not_export,
    )


def advance_lines(advance: Advance, standing: Standing) -> list[str]:
    """Return how far a recommendation has come, in lines for the terminal."""
    facts = [stage_words(advance.stage), advance.note]
    facts += [tr("as at {as_at}").format(as_at=advance.as_at.words()) if advance.as_at else ""]
    facts += [_rests_on(advance.rests_on, standing)]
    return [f"    {' · '.join(filter(None, facts))}"]


def _lines(item: RecommendationItem, standing: Standing) -> list[str]:
    made = item.recommendation
    facts = [
        tr("to {to}").format(to=made.to) if made.to else "",
        tr("by {by}").format(by=made.by.words()) if made.by else "",
    ]
    facts += [_rests_on(made.rests_on, standing) or tr("rests on nothing yet")]
    words = [f"{made.number}  {kind_words(made.kind)}: {made.text}"]
    words += [f"    {' · '.join(filter(None, facts))}"]
    advance = standing.advance(standing.id, item.id).value
    return words + (advance_lines(advance, standing) if advance else [])


def _rests_on(rests_on: RestsOn, standing: Standing) -> str:
    return (
        tr("rests on {rests_on}").format(rests_on=rests_on_words(rests_on, standing))
        if rests_on
        else ""
    )


def _form(item: RecommendationItem, standing: Standing) -> dict[str, Any]:
    return {
        "id": item.id,
        "recommendation": forms.as_json(item.recommendation),
        "in_differing_versions": item.is_disputed,
        "progress": forms.as_json(standing.advance(standing.id, item.id).value),
    }


def _date(text: str | None) -> PartialDate | None:
    return dates.read(text) if text else None


def _marking(text: str | None) -> Marking | None:
    return markings.read(text) if text else None


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes), **more})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "add": add,
    "overview": overview,
    "revise": revise,
    "withdraw": withdraw,
    "progress": progress,
}
"""By what the parser names."""
