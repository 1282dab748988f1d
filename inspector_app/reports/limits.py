"""What the reader of a record has to know of its limits, in sentences."""

from collections.abc import Iterator, Sequence

from inspector_app.domain import upgrading
from inspector_app.domain.choosing import choice_words
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed
from inspector_app.reports import alternatives
from inspector_app.reports.facts import Cover, EvidenceFacts, Form, LeftOut, SectionFacts
from inspector_app.reports.selection import Selection
from inspector_app.texts import tr, tr_counted


def limits_of(
    selection: Selection,
    cover: Cover,
    sections: Sequence[SectionFacts],
    apart: Sequence[str],
    evidence: Sequence[EvidenceFacts],
) -> tuple[str, ...]:
    """Return them in the order in which they are printed.

    Args:
        selection: what was chosen.
        cover: of the record.
        sections: all that are in it.
        apart: of what one version is printed although others stand.
        evidence: that is listed.
    """
    return (
        *_limits_of_choice(selection),
        *_limits(cover),
        *_limits_of_versions(apart),
        *_limits_of_checklist(selection, sections),
        *_limits_of_headlines(sections),
        *_limits_of_follow_up(selection.standing),
        *alternatives.limits(evidence),
    )


def left_out_words(left_out: LeftOut) -> str:
    """Return what is not exported as part of a sentence: ``2 answers and 1 evidence item``."""
    named = (
        (left_out.headlines, counted(left_out.headlines, "headline", "headlines")),
        (left_out.answers, counted(left_out.answers, "answer", "answers")),
        (left_out.accounts, counted(left_out.accounts, "account", "accounts")),
        (left_out.sources, counted(left_out.sources, "source", "sources")),
        (left_out.evidence, counted(left_out.evidence, "evidence item", "evidence items")),
        (
            left_out.recommendations,
            counted(left_out.recommendations, "recommendation", "recommendations"),
        ),
    )
    return listed([words for number, words in named if number])


def _limits_of_choice(selection: Selection) -> Iterator[str]:
    """Yield what the reader must know of what was not chosen."""
    if selection.options.up_to is not None:
        yield (
            tr(
                "What is marked above {up_to} is left out, and counted among what is not to "
                "be exported."
            ).format(up_to=selection.options.up_to.words())
        )
    if words := choice_words(selection.options.sections, selection.standing.pack, in_full=True):
        yield (
            tr(
                "This is a choice of {words}. Of the other sections nothing is here, whatever "
                "stands in them. Every number counts what was chosen alone; sources, evidence "
                "and recommendations are here where they concern it."
            ).format(words=words)
        )
    match selection.options.detail:
        case DetailLevel.HEADLINES:
            yield tr("By choice no lines are printed: they are counted, and the headlines told.")
        case DetailLevel.ANSWERS:
            yield (
                tr(
                    "By choice only lines that are established are printed, without single "
                    "accounts. The others are counted and not shown."
                )
            )
        case DetailLevel.ACCOUNTS:
            yield tr("By choice evidence and quantities are not listed.")


def _limits_of_checklist(selection: Selection, sections: Sequence[SectionFacts]) -> Iterator[str]:
    """Yield what the reader must know where the inspection came under a newer checklist."""
    standing = selection.standing
    pack, begun = standing.pack, standing.details.pack
    if pack.sha256 == begun.sha256:
        return
    yield (
        tr(
            "The inspection began under version {version} of its checklist and came under "
            "{now}. An answer that was given under another version says so."
        ).format(version=begun.version, now=pack.version)
    )
    if again := len(upgrading.asking_again(standing)):
        yield counted(
            again,
            "line has another question or form since the answer was given, and nobody has "
            "confirmed it: such a line is not counted as established, and prints what was "
            "asked then.",
            "lines have another question or form since the answer was given, and nobody has "
            "confirmed it: such a line is not counted as established, and prints what was "
            "asked then.",
        )
    kept = [section for section in sections if section.kept_from]
    listed_ = sum(len(each.lines) + (each.headline.state != "none") for each in kept)
    if listed_:
        many = counted(listed_, "place", "places")
        yield (
            tr(
                "What is recorded at {many} that the checklist has no more is listed under "
                "“No longer in the checklist”, with what was asked then. It counts as "
                "established nowhere."
            ).format(many=many)
        )
    if unlisted := len(selection.kept) - listed_:
        many = counted(unlisted, "place", "places")
        yield (
            tr(
                "By the choice made, what is recorded at {many} that the checklist has no "
                "more is kept with the inspection and not printed."
            ).format(many=many)
        )


def _limits_of_versions(unsettled_: Sequence[str]) -> Iterator[str]:
    """Yield what stands in differing versions beside lines and headlines."""
    if unsettled_:
        yield (
            tr(
                "Differing versions that nobody has settled stand also of {unsettled}: of these "
                "the one shown first is printed."
            ).format(unsettled=listed(unsettled_))
        )


def _limits_of_headlines(sections: Sequence[SectionFacts]) -> Iterator[str]:
    found = {section.headline.moderation for section in sections}
    if any(s.headline.paragraph or any(line.paragraph for line in s.lines) for s in sections):
        yield (
            tr(
                "Findings and headlines have paragraph numbers, by chapter, section and line. "
                "They are the same in every draft of this inspection, so that a point of the "
                "force stays with what it is about."
            )
        )
    if "followed" in found:
        yield (
            tr(
                "Headlines stand here as the team proposed them after fieldwork. Where one was "
                "moderated since, that is said; the accuracy draft and the final summary print it "
                "as moderated."
            )
        )
    if "moderated" in found:
        yield (
            tr(
                "Where a headline was moderated, it is printed as moderated, and says so. What "
                "was said on the way is kept with the inspection and is not printed."
            )
        )


def _limits_of_follow_up(standing: Standing) -> Iterator[str]:
    earlier = standing.earlier().value
    if earlier is not None:
        yield (
            tr(
                "This inspection follows up that of {fieldwork}. What was found then counts for "
                "nothing here: every line was examined anew."
            ).format(fieldwork=earlier.fieldwork.words())
        )


def _what_it_is(form: str) -> str:
    match form:
        case Form.FIELDWORK_RECORD:
            return tr(
                "This is the team’s own record of its fieldwork. It is not a published finding, "
                "and it does not speak for the force."
            )
        case Form.INTERIM_SUMMARY:
            return tr(
                "This is provisional: it was made from whatever was recorded at that moment, for "
                "the team to work with. It is not signed, it is no finding, and anything in it "
                "may still change."
            )
        case _:
            return tr("This document is made from the team’s record of its fieldwork.")


def _limits(cover: Cover) -> tuple[str, ...]:
    gaps = cover.total - cover.established
    lack = tr_counted(gaps, "1 is not", "{number} are not").format(number=gaps)
    left_out = left_out_words(cover.left_out)
    return (
        _what_it_is(cover.form),
        tr(
            "A headline is written by a person and never worked out from the lines below it: a "
            "good headline may stand over a bad detail."
        ),
        tr(
            "{established} of {total} lines examined are established; {lack}. A line is "
            "established when every part asked for has a value, or when the team found that "
            "something was not supplied, does not exist or never arose."
        ).format(established=cover.established, total=cover.total, lack=lack),
        tr(
            "“Not asked” and “asked, no reply” are gaps, not findings. A line without words under "
            "it was not answered."
        ),
        counted(
            cover.versions,
            "line or headline stands in differing versions that nobody has "
            "settled. Every version is printed, with its author’s initials and "
            "time.",
            "lines or headlines stand in differing versions that nobody has "
            "settled. Every version is printed, with its author’s initials and "
            "time.",
        )
        if cover.versions
        else tr("No line or headline stands in differing versions."),
        tr(
            "Not to be exported, and left out: {left_out}. Of these nothing but their number is "
            "told, and whether the line is established; evidence that supports only such lines is "
            "left out with them."
        ).format(left_out=left_out)
        if left_out
        else tr("Nothing was left out as not to be exported."),
        tr(
            "Where a line gives no date of its own, its answer is as at the visit. Times are "
            "those of the recording laptop’s clock, shown in London’s time."
        ),
        tr(
            "People appear by role and initials. What a source said is printed as that source’s "
            "account; the answer above it is the team’s."
        ),
        tr(
            "Beside each answer stands what it rests on: direct test or inspection, own "
            "observation, document, data, third party or the force’s statement. It is a count of "
            "kinds and never a score. “Nothing” means that no source is on record, not that none "
            "was heard."
        ),
        tr("Checks between quantities are prompts to look again, never findings."),
    )
