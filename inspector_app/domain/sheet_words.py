"""Aide-memoires in words: what was printed, and what became of the paper."""

from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed
from inspector_app.texts import tr


def words_of(sheet: Sheet) -> str:
    """Return an aide-memoire for the search: its lines, and what became of the paper."""
    return " · ".join(filter(None, (listed(list(sheet.lines)), sheet.gone)))


def fate_words(sheet: Sheet, standing: Standing) -> str:
    """Return what became of the paper: ``typed up in JS/14; destroyed``."""
    found = []
    if sheet.typed_up:
        sources = [standing.source(each).value for each in sheet.typed_up]
        numbers = [each.number if each else tr("an encounter taken back") for each in sources]
        found.append(tr("typed up in {numbers}").format(numbers=listed(numbers)))
    found += [sheet.gone] if sheet.gone else []
    return "; ".join(found) or tr("nothing is told of it yet")


def sheet_pairs(sheet: Sheet, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return all that is known of an aide-memoire, as label and words."""
    return (
        (tr("Lines"), listed(list(sheet.lines))),
        (tr("Pages"), counted(sheet.pages, "page", "pages")),
        (tr("Marking"), sheet.marking.words()),
        (tr("Recorded so far"), tr("printed on it") if sheet.recorded else tr("not printed")),
        (tr("What became of it"), fate_words(sheet, standing)),
        ("SHA-256", sheet.file_sha256),
    )
