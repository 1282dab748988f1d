"""Paragraph numbers of a draft: by chapter, section and line of the pack, so they never shift."""

from collections.abc import Iterator

from inspector_app.domain.checklist import INTRODUCTION, Pack, Section


def numbers(pack: Pack) -> dict[str, str]:
    """Return the number of every headline and finding a draft can print, by section or line.

    A headline has the number of its section (``2.3``), a finding that of its line (``2.3.7``).
    They follow from the pack alone: on every laptop, and in every draft of an inspection, the
    same finding has the same number, whatever was answered since.
    """
    found: dict[str, str] = {}
    for chapter, sections in enumerate(_chapters(pack), 1):
        for at, section in enumerate(sections, 1):
            found[section.id] = f"{chapter}.{at}"
            for line_at, line in enumerate(section.lines, 1):
                found[line.id] = f"{chapter}.{at}.{line_at}"
    return found


def _chapters(pack: Pack) -> Iterator[tuple[Section, ...]]:
    """Yield the sections of each chapter, in the order of printing."""
    for section in pack.sections:
        if section.id == INTRODUCTION:
            yield (section,)
    for requirement in pack.requirements:
        cells = (pack.cell(threat.id, requirement.id) for threat in pack.threats)
        yield tuple(cell for cell in cells if cell is not None)
