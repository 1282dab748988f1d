"""Debriefing: what may be told of which headline, and what is recorded once it was told."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain import moderating
from inspector_app.domain.changes.bodies import DebriefHeld, HeadlineTicked, Subject, subject
from inspector_app.domain.debriefs import Debrief, ForDebrief, Heard, Stance
from inspector_app.domain.encounters import checked_moment
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Field, Held, field_of
from inspector_app.domain.ids import ChangeId, SectionId
from inspector_app.domain.inspection import Member
from inspector_app.domain.known_names import pattern_of
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import listed, marking_words, one_line, section_words
from inspector_app.texts import tr, tr_counted

_NUMBER = re.compile(r"[\w-]+/\d+")
_WORDS = {
    Stance.STRENGTH: tr("Strength"),
    Stance.CONCERN: tr("Concern"),
    Stance.TO_ESTABLISH: tr("Still to establish"),
}
_TITLES = {
    Stance.STRENGTH: tr("Strengths"),
    Stance.CONCERN: tr("Concerns"),
    Stance.TO_ESTABLISH: tr("Still to establish"),
}
_NEXT: tuple[Stance | None, ...] = (None, *Stance)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A headline that is to be told."""

    section: SectionId
    stance: Stance
    tick: Held[ForDebrief]
    words: str
    """The headline that stands: moderated, else as proposed."""
    headline: ChangeId
    """The version that these are the words of."""
    why_not: str
    """Why it cannot be told as it is, as part of a sentence; empty: it can."""


def stance_words(stance: Stance) -> str:
    """Return as what a headline is told: ``Still to establish``."""
    return _WORDS[stance]


def title_of(stance: Stance) -> str:
    """Return what stands over the headlines that are told so: ``Concerns``."""
    return _TITLES[stance]


def stance_of(words: str) -> Stance | None:
    """Return the stance that ``words`` name; None for ``none``.

    Raises:
        RuleViolation: they name nothing.
    """
    plain = words.strip().casefold().replace(" ", "-")
    if plain in ("none", ""):
        return None
    for stance in Stance:
        if plain == stance.value:
            return stance
    raise RuleViolation(
        tr(
            "“{words}” is not one of strength, concern, still-to-establish and none. "
            "Nothing was ticked."
        ).format(words=words)
    )


def following(stance: Stance | None) -> Stance | None:
    """Return what one more press of the key makes of a tick: round by way of no tick."""
    return _NEXT[(_NEXT.index(stance) + 1) % len(_NEXT)]


def ticked(
    stance: Stance | None, before: Field[ForDebrief], headline: Field[Headline]
) -> HeadlineTicked | None:
    """Return the change that ticks a headline, or takes the tick off; None when it stands so.

    Raises:
        RuleViolation: there is no headline to tell.
    """
    if stance is not None and not any(
        held.value is not None and held.value.text.strip() for held in headline.versions
    ):
        raise RuleViolation(
            tr(
                "There is no headline here to tell in the debrief. Nothing was ticked: write one "
                "first."
            )
        )
    stands = before.value.stance if before.value else None
    if stands is stance and not before.in_conflict:
        return None
    return HeadlineTicked(ForDebrief(stance))


def tick_of(standing: Standing, section: SectionId) -> Field[ForDebrief]:
    """Return whether a section's headline is to be told, in all versions."""
    return field_of(standing.states.get(subject(Subject.TICK, section)), ForDebrief)


def told(standing: Standing, section: SectionId) -> Stance | None:
    """Return as what a section's headline is to be told; None: it is not ticked."""
    tick = tick_of(standing, section).value
    return tick.stance if tick else None


def chosen(standing: Standing) -> tuple[Ticked, ...]:
    """Return the ticked headlines of sections in scope: by stance, then in the pack's order."""
    found = []
    telling = _telling(standing)
    for section in standing.sections():
        field = tick_of(standing, section.id)
        if (held := field.first) is None or held.value is None or held.value.stance is None:
            continue
        words, version = _headline(standing, section.id)
        why_not = _why_not(standing, section.id, field) or telling(words)
        found.append(Ticked(section.id, held.value.stance, held, words, version, why_not))
    order = tuple(Stance)
    return tuple(sorted(found, key=lambda each: order.index(each.stance)))


def held(debrief: Debrief, standing: Standing) -> DebriefHeld:
    """Return the change that records a debrief.

    Raises:
        NotFound: the pack has no such section.
        RuleViolation: nobody spoke or nobody listened, somebody is not of the team, the moment is
            none, or a headline is told twice.
    """
    if not debrief.held_at.strip():
        raise RuleViolation(
            tr("Say when the debrief was held: a day, or a day and time. Nothing was recorded.")
        )
    checked_moment(debrief.held_at)
    members: Mapping[str, Member] = dict(standing.members())
    if not debrief.spoke:
        raise RuleViolation(tr("Say who of the team spoke. Nothing was recorded."))
    if strangers := [each for each in debrief.spoke if each not in members]:
        raise RuleViolation(
            tr_counted(
                len(strangers),
                "Of those who spoke, somebody is not in the team. Nothing was recorded: put them "
                "into the team first.",
                "Of those who spoke, {number} people are not in the team. Nothing was recorded: "
                "put them into the team first.",
            ).format(number=len(strangers))
        )
    roles = tuple(role for role in debrief.roles if role.name.strip())
    if not roles:
        raise RuleViolation(tr("Say to whom it was said, by role. Nothing was recorded."))
    sections = [each.section for each in debrief.heard]
    for section in sections:
        standing.pack.section(section)
    if len(set(sections)) < len(sections):
        raise RuleViolation(tr("A headline is told once in a debrief. Nothing was recorded."))
    heard = tuple(replace(each, said=each.said.strip()) for each in debrief.heard)
    return DebriefHeld(replace(debrief, roles=roles, heard=heard, note=debrief.note.strip()))


def with_responses(
    standing: Standing, responses: Mapping[SectionId, str], before: Iterable[Heard] = ()
) -> tuple[Heard, ...]:
    """Return what was told and what the force said to it.

    Args:
        standing: whose ticks are told, where nothing was recorded of them before.
        responses: by section; what is not among them stays as it was.
        before: as it was recorded already.

    Raises:
        NotFound: a response is to a headline that was not told.
    """
    heard = {each.section: each for each in before}
    if not heard:
        heard = {
            each.section: Heard(each.section, each.stance, each.headline)
            for each in chosen(standing)
            if not each.why_not
        }
    for section, said in responses.items():
        if section not in heard:
            raise NotFound(
                tr(
                    "The headline of {section} was not told in this debrief. Nothing was "
                    "recorded: tick it first, or leave its response out."
                ).format(section=section)
            )
        heard[section] = replace(heard[section], said=said)
    return tuple(heard.values())


def is_written_anew(standing: Standing, heard: Heard) -> bool:
    """Return whether the headline that stands is not the one that was told."""
    return _headline(standing, heard.section)[1] != heard.headline


def debriefs(standing: Standing) -> Iterator[tuple[str, Field[Debrief]]]:
    """Yield the debriefs that were held and stand, by id, oldest first."""
    found = []
    for written, state in standing.states_of(Subject.DEBRIEF):
        field = field_of(state, Debrief)
        if field.value is not None:
            found.append((field.value.held_at, written.partition(":")[2], field))
    for _, id_, field in sorted(found, key=lambda each: each[:2]):
        yield id_, field


def words_of(debrief: Debrief) -> str:
    """Return what a debrief says, for the search: to whom, where, the responses, the note."""
    said = [role.name for role in debrief.roles]
    said += [debrief.place, *(each.said for each in debrief.heard), debrief.note]
    return " · ".join(filter(None, said))


def copy_words(debrief: Debrief) -> str:
    """Return whether a printed note stayed with the force."""
    return tr("a copy was left") if debrief.copy_left else tr("no copy was left")


def debrief_pairs(debrief: Debrief, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return all that a debrief says, as label and words; people by initials and roles."""
    responses = tuple(
        (
            section_words(each.section, standing.pack),
            f"{stance_words(each.stance)}; {one_line(each.said) or tr('no response')}",
        )
        for each in debrief.heard
    )
    return (
        (tr("Held"), debrief.held_at),
        (tr("Spoke"), listed([standing.initials(each) for each in debrief.spoke])),
        (tr("To"), listed([role.name for role in debrief.roles])),
        (tr("Place"), debrief.place),
        *responses,
        (tr("Copy"), copy_words(debrief)),
        (tr("Note"), one_line(debrief.note)),
        (tr("Marking"), marking_words(debrief.marking)),
        (tr("Export"), tr("left out of every export") if debrief.do_not_export else ""),
    )


def _headline(standing: Standing, section: SectionId) -> tuple[str, ChangeId]:
    """Return the words that stand for a section, and the version that has them."""
    moderation: Field[Moderation] = standing.moderation(section)
    headline = standing.headline(section)
    is_moderated = bool(moderation.value and moderation.value.is_decided)
    first = moderation.first if is_moderated and headline.value else headline.first
    words = moderating.headline_words(standing, section)
    return words, first.change if first else ChangeId("")


def _why_not(standing: Standing, section: SectionId, tick: Field[ForDebrief]) -> str:
    headline, moderation = standing.headline(section), standing.moderation(section)
    if any(each.value and each.value.do_not_export for each in headline.versions):
        return tr("it is not to be exported")
    is_moderated = moderating.is_moderated(standing, section)
    if headline.in_conflict or (is_moderated and moderation.in_conflict):
        return tr("it stands in versions that nobody has settled")
    if tick.in_conflict:
        return tr("laptops have ticked it differently")
    return ""


def _telling(standing: Standing) -> Callable[[str], str]:
    """Return what says whom or which source a headline would give away; empty: none."""
    names = pattern_of(standing.names, standing.pack)
    numbers = {item.source.number for item in standing.sources()}
    numbers |= {item.file.number for item in standing.evidence()}

    def told(words: str) -> str:
        if not words.strip():
            return tr("there is no headline any more")
        if names is not None and names.search(words):
            return tr("it names somebody; write it by role")
        given = [each for each in _NUMBER.findall(words) if each in numbers]
        return tr("it names a source or an item, {given}").format(given=given[0]) if given else ""

    return told
