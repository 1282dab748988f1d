"""What is marked above a chosen marking, treated as what is not to be exported."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from inspector_app.domain.changes.bodies import HeadlineModerated, Subject, subject, subject_key
from inspector_app.domain.changes.fold import SubjectState, Version
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.held import value_of_body, with_value
from inspector_app.domain.ids import SectionId
from inspector_app.domain.marked import found_on, markings_on
from inspector_app.domain.markings import Marking, Tier, is_above, older
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


def withheld(standing: Standing, up_to: Marking | None) -> Standing:
    """Return what stands with everything marked above ``up_to`` as not to be exported.

    So whatever leaves out and counts the one leaves out and counts the other. A moderation that is
    marked above takes its headline with it. What bears a marking of an older scheme is above
    OFFICIAL, since only its owner can say what it is now.

    Args:
        standing: the whole inspection.
        up_to: None: nothing is withheld.

    Raises:
        RuleViolation: the inspection itself is marked above, and so is all that bears no marking.
    """
    if up_to is None:
        return standing
    own = standing.details.marking
    if is_above(own, up_to):
        raise RuleViolation(
            tr(
                "The inspection itself is marked {own}, and so is all in it that bears no marking "
                "of its own: nothing of it is {up_to} or below. Choose {own}."
            ).format(own=own.words(), up_to=up_to.words())
        )
    closed = {
        SectionId(subject_key(written))
        for written, state in standing.states_of(Subject.MODERATION)
        if any(_is_above(version.body, up_to) for version in state.versions)
    }
    changed = list(_changed(standing, up_to, {subject(Subject.HEADLINE, each) for each in closed}))
    return standing.with_states(changed) if changed else standing


def _changed(standing: Standing, up_to: Marking, closed: set[str]) -> Iterator[SubjectState]:
    for written, state in standing.states.items():
        versions = tuple(_version(each, up_to, written in closed) for each in state.versions)
        earlier = tuple(_version(each, up_to, written in closed) for each in state.earlier)
        if (versions, earlier) != (state.versions, state.earlier):
            yield replace(state, versions=versions, earlier=earlier)


def _version(version: Version, up_to: Marking, is_closed: bool) -> Version:
    value: Any = value_of_body(version.body)
    if not hasattr(value, "do_not_export"):
        return version
    if not (is_closed or _is_above(version.body, up_to)):
        return version
    return replace(version, body=with_value(version.body, replace(value, do_not_export=True)))


def _is_above(body: object, up_to: Marking) -> bool:
    if any(is_above(each, up_to) for each in markings_on(body)):
        return True
    is_lowest = up_to.tier is Tier.OFFICIAL and not isinstance(body, HeadlineModerated)
    return is_lowest and bool(older(found_on(body)))
