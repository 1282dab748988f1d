"""What has changed from one content to a later one, line by line, in plain words.

Both are what may be printed, so nothing that is not to be exported can be told. What was printed
then and may not be any more is never quoted: only that it is gone. That holds too for lines that
the checklist of now has no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from inspector_app.domain.wording import counted, first_words, listed
from inspector_app.reports.facts import (
    AccountFacts,
    ChangedFacts,
    ChangedSection,
    Cover,
    EvidenceFacts,
    HeadlineFacts,
    LineFacts,
    RecommendationFacts,
    Record,
    SectionFacts,
    SourceFacts,
)
from inspector_app.reports.phrases import section_title
from inspector_app.texts import tr, tr_counted

_T = TypeVar("_T")
_QUOTED = 160
"""Characters of what somebody wrote."""
_ASKED = 72
"""Characters of a line's question."""
_GONE = tr("No longer here: taken back, or left out of exports now.")


def changes(
    before: Record, after: Record, removed: Set[str] = frozenset()
) -> tuple[ChangedSection, ...]:
    """Return how ``after`` differs from ``before``, in the order of printing; empty: it does not.

    Both are of one inspection, made with the same options.

    Args:
        before: what stood then.
        after: what stands now.
        removed: ids of lines that the checklist of then had, and that of now has no more.
    """
    old = {section.key: section for section in before.sections()}
    new = {section.key for section in after.sections()}
    kept = {line.id: line for each in after.sections() if each.kept_from for line in each.lines}
    gone = {
        section.key: tuple(_removed(section, removed, kept))
        for section in before.sections()
        if not section.kept_from
    }
    parts = [
        (tr("The inspection"), tuple(_cover(before.cover, after.cover))),
        *(
            (
                _title(section),
                (*_section(old.get(section.key), section, removed), *gone.get(section.key, ())),
            )
            for section in after.sections()
        ),
        *(
            (_title(section) + tr(" · no longer in the checklist"), gone[section.key])
            for section in before.sections()
            if section.key in gone and section.key not in new
        ),
        (
            tr("What is asked for"),
            tuple(_recommendations(before.recommendations, after.recommendations)),
        ),
        (tr("Asked for last time"), tuple(_recommendations(before.followed_up, after.followed_up))),
        (tr("Sources"), tuple(_sources(before.sources, after.sources))),
        (tr("Evidence"), tuple(_evidence(before.evidence, after.evidence))),
    ]
    return tuple(ChangedSection(title, changed) for title, changed in parts if changed)


def _title(section: SectionFacts) -> str:
    requirement = f" · {section.requirement}" if section.requirement else ""
    kept = tr(" · no longer in the checklist") if section.kept_from else ""
    return f"{section_title(section)}{requirement}{kept}"


def _cover(before: Cover, after: Cover) -> Iterator[ChangedFacts]:
    named = {"force": tr("Force"), "title": tr("Title"), "fieldwork": tr("Fieldwork")}
    for key, words in named.items():
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            yield ChangedFacts(
                words,
                (
                    tr("Was “{was}”, now “{now}”.").format(was=was, now=now)
                    if was
                    else tr("Now “{now}”.").format(now=now),
                ),
            )
    then, here = ({m.initials for m in each.team if m.present} for each in (before, after))
    told = [tr("{here} joined.").format(here=listed(sorted(here - then)))] if here - then else []
    told += [tr("{then} left.").format(then=listed(sorted(then - here)))] if then - here else []
    if told:
        yield ChangedFacts(tr("Team"), tuple(told))


def _removed(
    before: SectionFacts, removed: Set[str], kept: Mapping[str, LineFacts]
) -> Iterator[ChangedFacts]:
    """Yield the lines printed then that the checklist of now has no more."""
    for line in before.lines:
        if line.id in removed:
            words = tuple(_removed_line(line, kept.get(line.id)))
            yield ChangedFacts(f"{line.id} {first_words(line.question, _ASKED)}", words)


def _removed_line(before: LineFacts, after: LineFacts | None) -> Iterator[str]:
    """Yield that a line was removed, with what stood there as far as that may be printed still."""
    is_told = after is not None and after.state != "left-out"
    is_quotable = before.state in ("answered", "versions") and not any(
        version.state == "absent" for version in before.versions
    )
    if is_told and is_quotable:
        yield tr("Removed from the checklist; {answers} stood there.").format(
            answers=_answers(before)
        )
    else:
        yield tr("Removed from the checklist.")
    if after is not None:
        # What is kept counts for nothing, and is of another version: that it was removed says both.
        yield from _line(_of_any_version(before), _of_any_version(after))


def _of_any_version(line: LineFacts) -> LineFacts:
    versions = tuple(replace(version, under="") for version in line.versions)
    return replace(line, versions=versions, established=False)


def _section(
    before: SectionFacts | None, after: SectionFacts, removed: Set[str]
) -> Iterator[ChangedFacts]:
    if before is None or before == after:
        return
    told = []
    if before.in_scope != after.in_scope:
        reason = f": {after.scope_reason}" if after.scope_reason else ""
        told.append(
            tr("Now in scope.")
            if after.in_scope
            else tr("Now out of scope{reason}.").format(reason=reason)
        )
    elif before.established != after.established:
        told.append(
            tr("Now {established} of {total} established; {before} then.").format(
                established=after.established, total=after.total, before=before.established
            )
        )
    if told:
        yield ChangedFacts(after.id, tuple(told))
    if words := _headline(before.headline, after.headline):
        yield ChangedFacts(tr("{after} headline").format(after=after.id), (words,))
    then, now = (
        {line.id: line for line in each.lines if line.id not in removed} for each in (before, after)
    )
    for id_ in (*now, *(each for each in then if each not in now and after.in_scope)):
        line = now.get(id_) or then[id_]
        if words_of_line := tuple(_line(then.get(id_), now.get(id_))):
            yield ChangedFacts(f"{id_} {first_words(line.question, _ASKED)}", words_of_line)


def _headline(before: HeadlineFacts, after: HeadlineFacts) -> str:
    if before == after:
        return ""
    if after.state == "left-out":
        return tr("Now left out of exports.") if before.state != "left-out" else ""
    texts = [version.text or version.absence for version in after.versions]
    now = " / ".join(_quoted(text) for text in texts)
    if before.state == "left-out":
        return (
            tr("No longer left out of exports: {now}.").format(now=now)
            if now
            else tr("No longer left out of exports.")
        )
    if after.state == "none":
        return tr("Taken back.")
    if before.state == "none":
        return tr("Written: {now}.").format(now=now)
    if [version.text for version in before.versions] == [each.text for each in after.versions]:
        return tr("Changed in its date, marking or author; its words are the same.")
    if after.state == "versions":
        return tr_counted(len(texts), "Stands in {number} versions, not settled: {now}.").format(
            number=len(texts), now=now
        )
    return (
        tr("Settled: {now}.").format(now=now)
        if before.state == "versions"
        else tr("Now {now}.").format(now=now)
    )


def _line(before: LineFacts | None, after: LineFacts | None) -> Iterator[str]:
    if before == after:
        return
    if after is None:
        yield tr("No longer among what is established.")
        return
    if after.state == "left-out":
        if before is None or before.state != "left-out":
            yield tr("Now left out of exports.")
        return
    yield from _answer(before, after)
    if before is None:
        if after.accounts:
            yield f"{_kinds(after.accounts)}."
        return
    fresh = [each for each in after.accounts if each not in before.accounts]
    gone = sum(each not in after.accounts for each in before.accounts)
    if fresh:
        yield tr("New here: {kinds}.").format(kinds=_kinds(fresh))
    if gone:
        yield tr("{accounts} no longer here, or changed.").format(
            accounts=counted(gone, "account", "accounts")
        )
    added = [each for each in after.evidence if each not in before.evidence]
    taken = [each for each in before.evidence if each not in after.evidence]
    if added:
        yield tr("Evidence added: {added}.").format(added=listed(added))
    if taken:
        yield tr("Evidence no longer with it: {taken}.").format(taken=listed(taken))


def _answer(before: LineFacts | None, after: LineFacts) -> Iterator[str]:
    now = _answers(after)
    if before is None:
        if now:
            yield tr("Established: {now}.").format(now=now)
        return
    if before.versions == after.versions and before.state == after.state:
        return
    if before.state == "left-out":
        yield (
            tr("No longer left out of exports: {now}.").format(now=now)
            if now
            else tr("No longer left out of exports.")
        )
    elif after.state == "none":
        yield tr("Answer taken back.")
    elif before.state == "none":
        yield (
            tr("Answered: {now}.").format(now=now)
            if after.state == "answered"
            else _disputed(after)
        )
    elif after.state == "versions":
        yield _disputed(after)
    elif before.state == "versions":
        yield tr("Settled: {now}.").format(now=now)
    elif any(version.state == "absent" for version in before.versions):
        yield tr("Now {now}; what stood then cannot be told any more.").format(now=now)
    elif _answers(before) != now:
        yield tr("Was {answers}, now {now}.").format(answers=_answers(before), now=now)
        yield from _note(before, after)
    else:
        yield from _particulars(before, after)
    if after.established and not before.established and before.state != "none":
        yield tr("Now established.")
    elif before.established and not after.established and after.state != "none":
        yield tr("No longer established.")


def _particulars(before: LineFacts, after: LineFacts) -> Iterator[str]:
    """Yield what changed beside the answer's own words; one version stands on each side."""
    was, now = before.versions[0], after.versions[0]
    yield from _note(before, after)
    if was.as_at != now.as_at or was.as_at_visit != now.as_at_visit:
        yield (
            tr("Now as at {as_at}.").format(as_at=now.as_at)
            if now.as_at
            else tr("Now without a date of its own.")
        )
    if was.capability != now.capability:
        yield tr("Source of capability now: {capability}.").format(
            capability=now.capability or tr("not said")
        )
    if was.marking != now.marking:
        yield tr("Marking now: {marking}.").format(marking=now.marking or tr("as the inspection"))
    if was.details != now.details:
        yield tr("Its details changed.")
    same = ("note", "as_at", "as_at_visit", "capability", "marking", "details", "by")
    rest = [each for each in type(now).__slots__ if each not in same]
    if any(getattr(was, each) != getattr(now, each) for each in rest):
        yield tr("Its particulars changed.")
    if not any(getattr(was, each) != getattr(now, each) for each in (*rest, *same[:-1])):
        yield tr("Recorded again by {initials}, in the same words.").format(
            initials=now.by.initials
        )


def _note(before: LineFacts, after: LineFacts) -> Iterator[str]:
    was, now = before.versions[0].note, after.versions[0].note
    if was != now:
        yield tr("Note now: {now}.").format(now=_quoted(now)) if now else tr("Note taken out.")


def _quoted(text: str) -> str:
    """Return the beginning of what somebody wrote in quotation marks, to stand in a sentence."""
    return f"“{first_words(text, _QUOTED).rstrip('.')}”"


def _answers(line: LineFacts) -> str:
    words = (
        first_words(version.answer or version.note, _QUOTED) or tr("nothing but particulars")
        for version in line.versions
    )
    return " / ".join(f"“{each}”" for each in words)


def _disputed(line: LineFacts) -> str:
    return tr_counted(
        len(line.versions), "Stands in {number} versions, not settled: {answers}."
    ).format(number=len(line.versions), answers=_answers(line))


def _kinds(accounts: Sequence[AccountFacts]) -> str:
    told = dict.fromkeys(
        " ".join(filter(None, (each.kind or "note", each.source))) for each in accounts
    )
    return f"{counted(len(accounts), 'account', 'accounts')} ({listed(list(told))})"


def _recommendations(
    before: Iterable[RecommendationFacts], after: Iterable[RecommendationFacts]
) -> Iterator[ChangedFacts]:
    for name, was, now in _paired(
        {each.number: each for each in before}, {each.number: each for each in after}
    ):
        if now is None:
            yield ChangedFacts(name, (_GONE,))
        elif was is None:
            yield ChangedFacts(name, (f"{now.kind}: {_quoted(now.text)}.",))
        else:
            told = []
            if was.text != now.text:
                told.append(tr("Now worded {now}.").format(now=_quoted(now.text)))
            if (stage := now.advance.stage if now.advance else "") != (
                was.advance.stage if was.advance else ""
            ):
                told.append(
                    tr("Now: {stage}.").format(stage=stage.lower() or tr("nothing is told of it"))
                )
            yield ChangedFacts(name, tuple(told) or (tr("Changed in its particulars."),))


def _sources(before: Iterable[SourceFacts], after: Iterable[SourceFacts]) -> Iterator[ChangedFacts]:
    for name, was, now in _paired(
        {each.number: each for each in before}, {each.number: each for each in after}
    ):
        if now is None:
            yield ChangedFacts(name, (_GONE,))
        elif was is None:
            state = f"; {now.state}" if now.state else ""
            yield ChangedFacts(
                name,
                (
                    tr("New: {kind}, {title}{state}.").format(
                        kind=now.kind, title=now.title, state=state
                    ),
                ),
            )
        elif was.state != now.state:
            yield ChangedFacts(name, (tr("Now {state}.").format(state=now.state),))
        else:
            yield ChangedFacts(name, (tr("Changed in its particulars, or in what it speaks to."),))


def _evidence(
    before: Iterable[EvidenceFacts], after: Iterable[EvidenceFacts]
) -> Iterator[ChangedFacts]:
    for name, was, now in _paired(
        {each.number: each for each in before}, {each.number: each for each in after}
    ):
        if now is None:
            yield ChangedFacts(name, (_GONE,))
        elif was is None or was.caption != now.caption:
            words = _quoted(now.caption) if now.caption else tr("without a caption")
            yield ChangedFacts(name, (f"{(tr('Caption now') if was else tr('New'))}: {words}.",))
        else:
            yield ChangedFacts(name, (tr("Changed in its particulars, or in what it supports."),))


def _paired(
    before: Mapping[str, _T], after: Mapping[str, _T]
) -> Iterator[tuple[str, _T | None, _T | None]]:
    """Yield what is new, gone or not what it was, by its number."""
    for key in (*after, *(each for each in before if each not in after)):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield key, was, now
