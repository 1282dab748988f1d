"""How facts are put into words where several forms of a report say the same."""

from collections.abc import Sequence

from inspector_app.domain import dates
from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Outcome
from inspector_app.domain.locales import whole_words
from inspector_app.domain.wording import counted
from inspector_app.reports.facts import AccountFacts, Content, LeftOut, SectionFacts, SupportFacts
from inspector_app.texts import tr, tr_counted

GAP_WORDS = frozenset(
    map(outcome_words, (Outcome.NOT_ASKED, Outcome.ASKED_NO_REPLY, Outcome.NOT_IN_SCOPE))
)
"""Answers in words that say that a line is not established."""


def section_title(section: SectionFacts) -> str:
    """Return the threat that a section is about, or the introduction's title."""
    return section.threat or section.title


def section_line(section: SectionFacts) -> str:
    """Return what stands under a section's heading: its key, and how far it has come."""
    if section.kept_from:
        return tr("{section} · as version {kept_from} of the checklist asked").format(
            section=section.id, kept_from=section.kept_from
        )
    return tr("{section} · {established} of {total} established").format(
        section=section.id, established=section.established, total=section.total
    )


def name_of(content: Content) -> str:
    """Return what the paper is: ``Final summary``, ``Interim summary JS/12``."""
    words = content.record.cover.form_words
    return f"{words} {content.interim.number}" if content.interim else words


def choice(content: Content) -> str:
    """Return what the cover says was chosen; empty: nothing was left away."""
    cover = content.record.cover
    return ". ".join(filter(None, (cover.choice, cover.detail)))


def team(content: Content) -> str:
    """Return who is of the team, by role and initials."""
    present = [member for member in content.record.cover.team if member.present]
    return "; ".join(f"{member.role} {member.initials}" for member in present)


def whose_work(content: Content) -> str:
    """Return whose work is in the document and up to when, and whose is missing."""
    found = [
        tr("{initials} up to {last}").format(initials=m.initials, last=m.last)
        for m in content.record.cover.team
        if m.recorded
    ]
    missing = [m.initials for m in content.record.cover.team if m.present and not m.recorded]
    if missing:
        found.append(tr("nothing of {missing} is in it").format(missing=", ".join(missing)))
    return "; ".join(found)


def established(content: Content) -> str:
    """Return how many lines are established, are not, and stand in versions."""
    cover = content.record.cover
    words = tr("{established} of {total} lines in {sections}").format(
        established=cover.established,
        total=cover.total,
        sections=counted(cover.sections, "section", "sections"),
    )
    if gaps := cover.total - cover.established:
        words += tr_counted(
            gaps, "; {number} line is not established", "; {number} lines are not established"
        ).format(number=whole_words(gaps))
    if cover.versions:
        words += tr_counted(
            cover.versions, "; {number} in differing versions, to be settled"
        ).format(number=cover.versions)
    return words


def support_words(support: SupportFacts) -> str:
    """Return ``I R · data (1), force’s statement (1) · 2 independent kinds``."""
    several = support.independent > 1
    without = tr("{accounts} without a source").format(
        accounts=counted(support.without_source, "account", "accounts")
    )
    carried = tr("{accounts} carried over, not confirmed").format(
        accounts=counted(support.unconfirmed, "account", "accounts")
    )
    return dotted(
        [
            " ".join(support.letters),
            support.words,
            tr("{independent} independent kinds").format(independent=support.independent)
            if several
            else "",
            without if support.without_source else "",
            carried if support.unconfirmed else "",
        ]
    )


def by_source(accounts: Sequence[AccountFacts]) -> list[AccountFacts]:
    """Return the accounts with those of one source together, by who spoke first."""
    order = {each: at for at, each in enumerate(dict.fromkeys(a.source for a in accounts))}
    return sorted(accounts, key=lambda account: order[account.source])


def as_at(words: str) -> str:
    """Return ``As at 2013``, or ``Since 2013`` where the date says itself how it is meant."""
    if dates.says_its_bearing(words):
        return words[0].upper() + words[1:]
    return tr("As at {words}").format(words=words) if words else ""


def were_there(inspectors: Sequence[str]) -> str:
    """Return who of the team was there, ``JS was there``; empty: nobody is named."""
    if not inspectors:
        return ""
    words = tr_counted(len(inspectors), "{initials} was there", "{initials} were there")
    return words.format(initials=", ".join(inspectors))


def dotted(facts: Sequence[str]) -> str:
    """Return the facts that there are, with dots between them."""
    return " · ".join(fact for fact in facts if fact)


def any_left_out(left_out: LeftOut) -> bool:
    """Return whether anything of a section is not to be exported."""
    return any((left_out.answers, left_out.accounts, left_out.headlines, left_out.evidence))
