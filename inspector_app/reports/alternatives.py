"""What is read out in a picture's place to whoever cannot see it."""

from collections.abc import Iterator, Sequence

from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.wording import counted, first_words
from inspector_app.reports.facts import EvidenceFacts
from inspector_app.texts import tr

LONGEST = 2_000
"""Characters that are read out; what is longer is printed as well.

Source: ISO 19005-3, 6.1.13 allows a string 32,767 bytes.
"""


def words(item: EvidenceFacts) -> str:
    """Return what stands for the small picture of an item: what it shows, else its caption."""
    if item.description.strip():
        return f"{item.number}: {first_words(item.description, LONGEST)}"
    what = tr("a picture") if item.is_picture else tr("its first page")
    caption = first_words(item.caption, LONGEST)
    if not caption:
        return tr("{item}: {what}, without a caption or description").format(
            item=item.number, what=what
        )
    return f"{item.number}: {caption}" if item.is_picture else f"{item.number}, {what}: {caption}"


def unshown(file: EvidenceFile) -> str:
    """Return that a picture or PDF could not be drawn when it was kept; else nothing."""
    if file.thumbnail is not None or not _is_drawn(file.media_type):
        return ""
    return tr(
        "It could not be shown when it was kept: it is damaged, protected by a password, or "
        "larger than the app draws. The file itself is kept as it is."
    )


def _is_drawn(media_type: str) -> bool:
    return media_type.startswith("image/") or media_type == "application/pdf"


def limits(items: Sequence[EvidenceFacts]) -> Iterator[str]:
    """Yield how many files could not be shown, and how many pictures nobody has described."""
    unseen = sum(bool(item.unshown) for item in items)
    if unseen:
        yield (
            counted(
                unseen,
                "picture or PDF of the schedule of evidence could not be shown; each says so.",
                "pictures or PDFs of the schedule of evidence could not be shown; each says so.",
            )
        )
    pictures = [item for item in items if item.picture is not None and item.is_picture]
    bare = sum(not item.description.strip() for item in pictures)
    if bare:
        yield (
            counted(
                bare,
                "picture is not described for readers who cannot see: the caption "
                "is read out in the picture’s place, if there is one.",
                "pictures are not described for readers who cannot see: the "
                "caption is read out in the picture’s place, if there is one.",
            )
        )
