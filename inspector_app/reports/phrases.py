"""How facts are put into words where several forms of a report say the same."""

from collections.abc import Sequence

from inspector_app.domain.wording import counted
from inspector_app.reports.facts import AccountFacts, Content, LeftOut, SectionFacts, SupportFacts

GAP_WORDS = frozenset({"Not asked", "Asked, no reply", "Not in scope"})
"""Answers in words that say that a line is not established."""
_BEARINGS = frozenset({"since", "until", "about", "due"})


def section_title(section: SectionFacts) -> str:
    """Return the threat that a section is about, or the introduction's title."""
    return section.threat or section.title


def section_line(section: SectionFacts) -> str:
    """Return what stands under a section's heading: its key, and how far it has come."""
    if section.kept_from:
        return f"{section.id} · as version {section.kept_from} of the checklist asked"
    return f"{section.id} · {section.established} of {section.total} established"


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
    found = [f"{m.initials} up to {m.last}" for m in content.record.cover.team if m.recorded]
    missing = [m.initials for m in content.record.cover.team if m.present and not m.recorded]
    if missing:
        found.append(f"nothing of {', '.join(missing)} is in it")
    return "; ".join(found)


def established(content: Content) -> str:
    """Return how many lines are established, are not, and stand in versions."""
    cover = content.record.cover
    words = f"{cover.established} of {cover.total} lines in "
    words += counted(cover.sections, "section", "sections")
    if gaps := cover.total - cover.established:
        words += f"; {counted(gaps, 'line is', 'lines are')} not established"
    if cover.versions:
        words += f"; {cover.versions} in differing versions, to be settled"
    return words


def support_words(support: SupportFacts) -> str:
    """Return ``I R · data (1), force’s statement (1) · 2 independent kinds``."""
    several = support.independent > 1
    without = counted(support.without_source, "account", "accounts") + " without a source"
    carried = counted(support.unconfirmed, "account", "accounts") + " carried over, not confirmed"
    return dotted(
        [
            " ".join(support.letters),
            support.words,
            f"{support.independent} independent kinds" if several else "",
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
    if words.partition(" ")[0] in _BEARINGS:
        return words[0].upper() + words[1:]
    return f"As at {words}" if words else ""


def dotted(facts: Sequence[str]) -> str:
    """Return the facts that there are, with dots between them."""
    return " · ".join(fact for fact in facts if fact)


def any_left_out(left_out: LeftOut) -> bool:
    """Return whether anything of a section is not to be exported."""
    return any((left_out.answers, left_out.accounts, left_out.headlines, left_out.evidence))
