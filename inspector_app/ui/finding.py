"""What was found, put into words, and where it leads."""

from collections.abc import Iterable

from inspector_app.domain import exclusions
from inspector_app.domain.changes.bodies import Subject, subject, subject_key, subject_kind
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import EvidenceId, SectionId
from inspector_app.domain.searching import Kind, kind_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.watermark import Shown, of_evidence, watermark
from inspector_app.services.search import Hit
from inspector_app.ui.models.search_results import FoundView
from inspector_app.ui.pages.page import Destination, Screen

_ICONS = {
    Kind.LINE: "section",
    Kind.ANSWER: "check",
    Kind.ACCOUNT: "user",
    Kind.HEADLINE: "pin",
    Kind.MODERATION: "pin",
    Kind.RECOMMENDATION: "flag",
    Kind.POINT: "report",
    Kind.DEBRIEF: "user",
    Kind.SHEET: "report",
    Kind.EVIDENCE: "paperclip",
    Kind.TEXT: "file",
    Kind.TERM: "book",
    Kind.SOURCE: "user",
    Kind.ENTRY: "table",
    Kind.NOTE: "clock",
}


def found_view(standing: Standing, hit: Hit) -> FoundView:
    """Return a hit as its row."""
    detail = hit.excerpt
    key = hit.subject.partition(":")[2]
    try:
        if hit.kind is Kind.LINE:
            detail = standing.pack.line(key).text
        elif hit.kind is Kind.TERM and (term := standing.pack.term(key)):
            detail = f"{term.term}: {term.meaning}"
        elif hit.kind is Kind.HEADLINE:
            headline = standing.headline(SectionId(key)).value
            detail = headline.text if headline else detail
        elif hit.kind is Kind.ENTRY:
            detail = f"{hit.number}: {hit.excerpt}"
        elif hit.place and hit.kind in (Kind.ANSWER, Kind.ACCOUNT):
            detail = f"{standing.pack.line(hit.place).text}\n{detail}"
    except NotFound:  # the inspection has moved on since the search began
        detail = hit.excerpt
    pieces = hit.pieces
    if told := exclusions.beside(" ", exclusions.of_subject(hit.subject, standing)).rstrip():
        pieces, detail = (*pieces, (told, False)), detail + told
    return FoundView(
        f"{hit.kind.value} {hit.subject}",
        _ICONS[hit.kind],
        kind_words(hit.kind),
        hit.number,
        pieces,
        detail=detail,
    )


def marking_of(standing: Standing, hits: Iterable[Hit]) -> str:
    """Return the highest marking of what was found; that of a file's text is its caption's."""
    found = {hit.subject for hit in hits}
    keys = (subject_key(each) for each in found if subject_kind(each) == Subject.EVIDENCE.value)
    files = of_evidence(map(EvidenceId, keys))
    found |= {
        subject(Subject.SOURCE, subject_key(each).partition("/")[0])
        for each in found
        if subject_kind(each) == Subject.PARAGRAPH.value
    }
    return watermark(standing, Shown(subjects=frozenset(found)) + files).words()


def destination(hit: Hit) -> Destination:
    """Return where a hit leads; a file of no line leads to the walk, beside which it is listed."""
    if hit.kind is Kind.SOURCE:
        return Destination(Screen.SOURCES, hit.subject.partition(":")[2])
    if hit.kind is Kind.ENTRY:
        return Destination(Screen.REGISTERS, hit.subject.partition(":")[2])
    if hit.kind in (Kind.RECOMMENDATION, Kind.POINT):
        return Destination(Screen.REVIEW, hit.subject.partition(":")[2])
    if hit.kind is Kind.NOTE:
        return Destination(Screen.ENCOUNTER, hit.subject.partition(":")[2].partition("/")[0])
    return Destination(Screen.SECTION, hit.place)
