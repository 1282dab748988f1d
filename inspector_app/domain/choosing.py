"""Choosing which sections a paper prints: all of them, or some by name, threat or requirement."""

from collections.abc import Iterable

from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import SectionId
from inspector_app.domain.wording import counted, listed, section_words
from inspector_app.texts import tr


def chosen_sections(words: Iterable[str], pack: Pack) -> tuple[SectionId, ...]:
    """Return the sections that are named, by themselves or by their threat or requirement.

    They come in the pack's order. Empty: all of the pack's are meant, named or not.

    Args:
        words: ids such as ``CC-PO``, ``PO`` or ``CC``; upper or lower case.
        pack: whose sections.

    Raises:
        NotFound: one of them names nothing.
    """
    named: set[SectionId] = set()
    for word in words:
        wanted = word.strip().upper()
        found = {
            section.id
            for section in pack.sections
            if wanted in (section.id, section.threat or "", section.requirement or "")
        }
        if not found:
            threats = listed([threat.id for threat in pack.threats])
            raise NotFound(
                tr(
                    "The checklist has no section or threat “{word}”. Its threats are {threats}; "
                    "a section is written like {sections}."
                ).format(word=word.strip(), threats=threats, sections=pack.sections[-1].id)
            )
        named |= found
    chosen = tuple(section.id for section in pack.sections if section.id in named)
    return () if len(chosen) == len(pack.sections) else chosen


def choice_words(sections: Iterable[str], pack: Pack, *, in_full: bool = False) -> str:
    """Return what was chosen: ``2 sections: CC-PO and CC-T``; whole threats by their names.

    Args:
        sections: ids; those that the pack does not have are passed over.
        pack: whose sections.
        in_full: whether single sections are told by their names too.
    """
    chosen = set(sections)
    known = [section for section in pack.sections if section.id in chosen]
    named = []
    for threat in pack.threats:
        own = {section.id for section in pack.sections if section.threat == threat.id}
        if own and own <= chosen:
            named.append(tr("{threat} (all of it)").format(threat=threat.name))
            chosen -= own
    for section in known:
        if section.id in chosen:
            words = section_words(section.id, pack)
            named.append(f"{section.id} ({words})" if in_full else section.id)
    return f"{counted(len(known), 'section', 'sections')}: {listed(named)}" if named else ""
