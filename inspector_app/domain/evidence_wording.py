"""What is told of a file that is kept as evidence: what it was made of, and when it was taken."""

from collections.abc import Sequence

from inspector_app.domain import captures
from inspector_app.domain.captures import Assumed, CaptureTime
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.locales import current
from inspector_app.domain.redaction import Area, MadeOf
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed, one_line
from inspector_app.texts import tr, tr_counted


def areas_words(areas: Sequence[Area]) -> str:
    """Return how many areas on which pages: ``3 areas on pages 1 and 4``."""
    pages = [str(page) for page in sorted({area.page for area in areas})]
    where = tr_counted(len(pages), "{areas} on page {pages}", "{areas} on pages {pages}")
    return where.format(areas=counted(len(areas), "area", "areas"), pages=listed(pages))


def redacted_words(made_of: MadeOf, number: str) -> str:
    """Return what a redacted copy is: of ``number``, what was made black, and why."""
    kept = (
        tr(" ({pages} of it)").format(pages=counted(len(made_of.pages), "page", "pages"))
        if made_of.pages
        else ""
    )
    black = areas_words(made_of.areas)
    return tr("Redacted copy of {number}{kept}, {black} made black: {reason}").format(
        number=number, kept=kept, black=black, reason=one_line(made_of.reason)
    )


def kinship_words(item: EvidenceItem, standing: Standing) -> tuple[str, ...]:
    """Return what an item was redacted from, and the redacted copies made of it."""
    told = []
    if (made_of := item.file.made_of) is not None:
        items = {each.id: each.file.number for each in standing.evidence()}
        told.append(
            redacted_words(made_of, items.get(made_of.evidence, tr("an item withdrawn since")))
        )
    if copies := [each.file.number for each in standing.copies_of(item.id)]:
        told.append(
            tr("Untouched original of the redacted copies: {copies}").format(
                copies=", ".join(copies)
            )
        )
    return tuple(told)


def capture_words(capture: CaptureTime) -> str:
    """Return when a photograph was taken, and how that is known."""
    time = current().moment_words(captures.london(capture.at_ms), to_the_second=True)
    match capture.assumed:
        case Assumed.CAMERA_RIGHT:
            return tr("{time} in London, taking the camera’s clock for right").format(time=time)
        case Assumed.CAMERA_OFFSET if capture.clock is None:
            return tr("{time} in London, by the distance from UTC that the camera wrote").format(
                time=time
            )
    how = (
        tr("the camera’s own distances from UTC")
        if capture.assumed is Assumed.CAMERA_OFFSET
        else tr("its clock having run on unchanged")
    )
    wrong = captures.slow_words(capture.slow_s)
    return tr(
        "{time} in London: the camera’s clock was {wrong}, by a photo of the laptop’s clock at "
        "{clock_showed}, {how} taken for granted"
    ).format(time=time, wrong=wrong, clock_showed=capture.clock_showed, how=how)
