"""Going from phase to phase: forward freely, back with a reason."""

import itertools

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    BodyPurged,
    PhaseEntered,
    Subject,
    Withdrawn,
)
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.phases import Phase
from inspector_app.domain.phasing import entered, following, require_recordable, words


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(Phase, Phase)))
def test_on_is_free_back_needs_a_reason_and_standing_still_is_nothing(
    current: Phase, wanted: Phase
) -> None:
    order = list(Phase)
    if order.index(wanted) > order.index(current):
        assert entered(current, wanted) == PhaseEntered(wanted)
    else:
        with pytest.raises(RuleViolation):
            entered(current, wanted, "  ")
    if wanted is not current:
        assert entered(current, wanted, " A reason. ") == PhaseEntered(wanted, "A reason.")


def test_bringing_back_from_the_archive_says_so_when_it_lacks_its_reason() -> None:
    with pytest.raises(RuleViolation, match="brought back with a reason"):
        entered(Phase.ARCHIVED, Phase.PUBLISHED)


def test_differing_phases_are_settled_with_a_reason_even_by_the_one_shown() -> None:
    with pytest.raises(RuleViolation, match="differing"):
        entered(Phase.FINAL, Phase.FINAL, is_settling=True)
    body = entered(Phase.FINAL, Phase.FINAL, "The lead says so.", is_settling=True)
    assert body == PhaseEntered(Phase.FINAL, "The lead says so.")


def test_an_archived_inspection_takes_only_what_is_about_its_archive_and_purges() -> None:
    answer = AnswerRecorded(Answer(note="late"))
    with pytest.raises(RuleViolation, match="archived"):
        require_recordable(Phase.ARCHIVED, Subject.ANSWER, answer)
    with pytest.raises(RuleViolation, match="archived"):
        require_recordable(Phase.ARCHIVED, Subject.HEADLINE, Withdrawn("late"))
    require_recordable(Phase.ARCHIVED, Subject.PHASE, PhaseEntered(Phase.FINAL, "why"))
    purge = BodyPurged((ChangeId("0" * 64),), "retention", "why")
    require_recordable(Phase.ARCHIVED, Subject.ANSWER, purge)
    for phase in (None, *(each for each in Phase if each is not Phase.ARCHIVED)):
        require_recordable(phase, Subject.ANSWER, answer)


def test_phases_are_read_as_words_and_follow_each_other() -> None:
    assert words(Phase.WRITING_UP) == "Writing up"
    chain = [Phase.PLANNING]
    while (after := following(chain[-1])) is not None:
        chain.append(after)
    assert chain == list(Phase)
