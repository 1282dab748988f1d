"""The rules of recommendations: what one may say, what it rests on, and how that is typed."""

import re
from dataclasses import dataclass

from inspector_app.domain.answers import MAX_TEXT
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.ids import InspectionId, RecommendationId
from inspector_app.domain.locales import whole_words
from inspector_app.domain.recommendations import (
    Advance,
    Recommendation,
    RecommendationKind,
    RestsOn,
    Stage,
)
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import marking_words, one_line
from inspector_app.texts import tr, tr_counted

_KINDS = {
    RecommendationKind.CAUSE_OF_CONCERN: tr("Cause of concern"),
    RecommendationKind.RECOMMENDATION: tr("Recommendation"),
    RecommendationKind.AREA_FOR_IMPROVEMENT: tr("Area for improvement"),
}
_STAGES = {Stage.OPEN: tr("Open"), Stage.IN_PROGRESS: tr("In progress"), Stage.DONE: tr("Done")}


def kind_words(kind: RecommendationKind) -> str:
    """Return what is asked for: ``Cause of concern``."""
    return _KINDS[kind]


def stage_words(stage: Stage) -> str:
    """Return how far it has come: ``In progress``."""
    return _STAGES[stage]


def checked(recommendation: Recommendation, pack: Pack) -> Recommendation:
    """Return a recommendation that can be recorded.

    Raises:
        NotFound: the pack has no such section or line.
        RuleViolation: it says nothing, or far too much.
    """
    if not recommendation.text.strip():
        raise RuleViolation(
            tr("A recommendation needs words. Nothing was recorded; to take one back, withdraw it.")
        )
    _limit(recommendation.text, tr("A recommendation"))
    _look_up(recommendation.rests_on, pack)
    return recommendation


def checked_advance(advance: Advance, pack: Pack) -> Advance:
    """Return how far a recommendation has come, when that can be recorded.

    Raises:
        NotFound: the pack has no such section or line.
        RuleViolation: it is said to be done and rests on nothing, or the note is far too long.
    """
    if advance.stage is Stage.DONE and not advance.rests_on:
        raise RuleViolation(
            tr(
                "That a recommendation is done must rest on something seen or heard in this "
                "inspection. Nothing was recorded: name a line, a source or an evidence item."
            )
        )
    _limit(advance.note, tr("A note"))
    _look_up(advance.rests_on, pack)
    return advance


def read_rests_on(text: str, standing: Standing) -> RestsOn:
    """Return what ``text`` names: lines, sections, and numbers of sources and evidence items.

    Raises:
        BadInput: something in it is none of these.
    """
    sections = {section.id: section.id for section in standing.pack.sections}
    lines = {line.id: line.id for line in standing.pack.lines()}
    sources = {item.source.number.upper(): item.id for item in standing.sources()}
    evidence = {item.file.number.upper(): item.id for item in standing.evidence()}
    found: dict[str, list[str]] = {"sections": [], "lines": [], "sources": [], "evidence": []}
    for word in dict.fromkeys(re.split(r"[,;\s]+", text.strip().upper())):
        if not word:
            continue
        for name, known in (
            ("lines", lines),
            ("sections", sections),
            ("sources", sources),
            ("evidence", evidence),
        ):
            if word in known:
                found[name].append(known[word])  # type: ignore[index]
                break
        else:
            raise BadInput(
                tr(
                    "There is no line, section, source or evidence item {word} in this inspection."
                ).format(word=word)
            )
    return RestsOn(**{name: tuple(ids) for name, ids in found.items()})  # type: ignore[arg-type]


def rests_on_words(rests_on: RestsOn, standing: Standing) -> str:
    """Return what something rests on as somebody would type it: ``CC-PO, CC-PO-07, JS/12``."""
    sources = {item.id: item.source.number for item in standing.sources()}
    evidence = {item.id: item.file.number for item in standing.evidence()}
    found = [*rests_on.sections, *rests_on.lines]
    found += [sources.get(each, tr("a source not here")) for each in rests_on.sources]
    found += [evidence.get(each, tr("an item not here")) for each in rests_on.evidence]
    return ", ".join(found)


def kind_of(word: str) -> RecommendationKind:
    """Return the kind that ``word`` names: ``cause-of-concern``, ``Cause of concern``.

    Raises:
        BadInput: none.
    """
    wanted = word.strip().casefold().replace(" ", "-")
    for kind in RecommendationKind:
        if wanted == kind.value:
            return kind
    raise BadInput(
        tr("“{word}” is not one of {kinds}.").format(
            word=word, kinds=", ".join(kind.value for kind in RecommendationKind)
        )
    )


def _look_up(rests_on: RestsOn, pack: Pack) -> None:
    for section in rests_on.sections:
        pack.section(section)
    for line in rests_on.lines:
        pack.line(line)


def _limit(text: str, what: str) -> None:
    if len(text) > MAX_TEXT:
        raise RuleViolation(
            tr_counted(MAX_TEXT, "{what} may hold {number} characters; this has {found}.").format(
                what=what, number=whole_words(MAX_TEXT), found=whole_words(len(text))
            )
        )


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What an earlier inspection asked for, and how far this one says it has come."""

    made_in: InspectionId
    id: RecommendationId
    of: Recommendation
    advance: Advance | None
    """None: nothing is told yet."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.made_in}/{self.id}"


def asked_last_time(standing: Standing, earlier: Standing | None) -> tuple[AskedBefore, ...]:
    """Return what earlier inspections asked for: that one's, then what is told here of others."""
    found: dict[str, AskedBefore] = {}
    if earlier is not None:
        for item in earlier.recommendations():
            advance = standing.advance(earlier.id, item.id).value
            asked = AskedBefore(earlier.id, item.id, item.recommendation, advance)
            found[asked.key] = asked
    for told in standing.advances():
        if told.made_in != standing.id:
            asked = AskedBefore(told.made_in, told.id, told.advance.of, told.advance)
            found.setdefault(asked.key, asked)
    return tuple(found.values())


def recommendation_pairs(
    recommendation: Recommendation, standing: Standing
) -> tuple[tuple[str, str], ...]:
    """Return a recommendation as labels and words, for the history; empty words: not given."""
    return (
        (tr("Kind"), kind_words(recommendation.kind)),
        (tr("Text"), one_line(recommendation.text)),
        (tr("To"), recommendation.to),
        (tr("By"), recommendation.by.words() if recommendation.by else ""),
        (tr("Rests on"), rests_on_words(recommendation.rests_on, standing)),
        (tr("Marking"), marking_words(recommendation.marking)),
        (tr("Export"), tr("left out of every export") if recommendation.do_not_export else ""),
    )


def advance_pairs(advance: Advance, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return how far a recommendation has come as labels and words, for the history."""
    return (
        (tr("Progress"), stage_words(advance.stage)),
        (tr("Note"), one_line(advance.note)),
        (tr("As at"), advance.as_at.words() if advance.as_at else ""),
        (tr("Rests on"), rests_on_words(advance.rests_on, standing)),
        (tr("Marking"), marking_words(advance.marking)),
        (tr("Export"), tr("left out of every export") if advance.do_not_export else ""),
    )
