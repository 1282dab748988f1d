"""Aide-memoires in words: what was printed, and what became of the paper."""

from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed


def words_of(sheet: Sheet) -> str:
    """Return an aide-memoire for the search: its lines, and what became of the paper."""
    return " · ".join(filter(None, (listed(list(sheet.lines)), sheet.gone)))


def fate_words(sheet: Sheet, standing: Standing) -> str:
    """Return what became of the paper: ``typed up in JS/14; destroyed``."""
    found = []
    if sheet.typed_up:
        sources = [standing.source(each).value for each in sheet.typed_up]
        numbers = [each.number if each else "an encounter taken back" for each in sources]
        found.append(f"typed up in {listed(numbers)}")
    found += [sheet.gone] if sheet.gone else []
    return "; ".join(found) or "nothing is told of it yet"


def sheet_pairs(sheet: Sheet, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return all that is known of an aide-memoire, as label and words."""
    return (
        ("Lines", listed(list(sheet.lines))),
        ("Pages", counted(sheet.pages, "page", "pages")),
        ("Marking", sheet.marking.words()),
        ("Recorded so far", "printed on it" if sheet.recorded else "not printed"),
        ("What became of it", fate_words(sheet, standing)),
        ("SHA-256", sheet.file_sha256),
    )
