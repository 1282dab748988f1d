"""Which headline of a section stands: as it was proposed, or as it was moderated."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Field
from inspector_app.domain.ids import SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class Words:
    """What a moderator wrote; None leaves what was there."""

    challenge: str | None = None
    moderated: str | None = None
    reason: str | None = None
    marking: Marking | None = None


def moderated(words: Words, before: Field[Moderation], headline: Field[Headline]) -> Moderation:
    """Return the moderation of the headline that stands, with what was written now.

    Raises:
        RuleViolation: there is no headline, it stands in versions, or nothing was written; or the
            moderation itself stands in versions, and not all of it was written.
    """
    if headline.in_conflict:
        raise RuleViolation(
            tr(
                "This headline stands in differing versions. Nothing was recorded: settle it "
                "first, then moderate what stands."
            )
        )
    if headline.value is None:
        raise RuleViolation(
            tr("There is no headline here to moderate. Nothing was recorded: propose one first.")
        )
    if before.in_conflict and None in (words.challenge, words.moderated, words.reason):
        raise RuleViolation(
            tr(
                "This moderation stands in differing versions. Nothing was recorded: keep one of "
                "them, or write challenge, headline and reason anew."
            )
        )
    old = before.value or Moderation(headline.value.text)
    made = Moderation(
        headline.value.text,
        _kept(words.challenge, old.challenge),
        _kept(words.moderated, old.moderated),
        _kept(words.reason, old.reason),
        words.marking or old.marking,
    )
    if not (made.challenge or made.moderated or made.reason):
        raise RuleViolation(
            tr(
                "A moderation says something: a challenge, a headline or a reason. "
                "Nothing was recorded; to take one back, withdraw it."
            )
        )
    return made


def is_moderated(standing: Standing, section: SectionId) -> bool:
    """Return whether a moderated headline stands beside the proposed one."""
    if standing.headline(section).value is None:
        return False
    return any(_is_decided(held.value) for held in standing.moderation(section).versions)


def headline_words(standing: Standing, section: SectionId) -> str:
    """Return the headline that stands: the moderated one, else as proposed; empty: none."""
    moderation, headline = standing.moderation(section).value, standing.headline(section).value
    if headline is None:
        return ""
    return moderation.moderated if moderation and moderation.is_decided else headline.text


def is_outrun(standing: Standing, section: SectionId) -> bool:
    """Return whether the proposed headline was written anew after it was moderated."""
    moderation, headline = standing.moderation(section).value, standing.headline(section)
    if moderation is None:
        return False
    return all(
        held.value is None or held.value.text != moderation.proposed for held in headline.versions
    )


def moderation_words(standing: Standing, section: SectionId) -> Iterator[str]:
    """Yield what is known of a headline's moderation, one sentence or label with words each."""
    field = standing.moderation(section)
    if field.in_conflict:
        yield tr_counted(len(field.versions), "Moderation stands in {number} versions.").format(
            number=len(field.versions)
        )
    moderation, headline = field.value, standing.headline(section).value
    if moderation is None:
        return
    yield f"Proposed: {moderation.proposed}"
    if moderation.challenge:
        yield f"Challenge: {moderation.challenge}"
    if moderation.moderated:
        yield f"Moderated: {moderation.moderated}"
        yield f"Reason: {moderation.reason or tr('none yet, so it does not stand')}"
    if headline and is_outrun(standing, section):
        yield tr("Written anew since it was moderated: {headline}").format(headline=headline.text)


def _is_decided(moderation: Moderation | None) -> bool:
    return moderation is not None and moderation.is_decided


def _kept(words: str | None, before: str) -> str:
    return before if words is None else words.strip()
