"""What is read out in a picture's place to whoever cannot see it."""

from collections.abc import Iterator, Sequence

from inspector_app.domain.wording import counted, one_line
from inspector_app.reports.facts import EvidenceFacts


def words(item: EvidenceFacts) -> str:
    """Return what stands for the small picture of an item: what it shows, else its caption."""
    if item.description.strip():
        return f"{item.number}: {one_line(item.description)}"
    what = "a picture" if item.is_picture else "its first page"
    caption = one_line(item.caption)
    if not caption:
        return f"{item.number}: {what}, without a caption or description"
    return f"{item.number}: {caption}" if item.is_picture else f"{item.number}, {what}: {caption}"


def limits(items: Sequence[EvidenceFacts]) -> Iterator[str]:
    """Yield how many of the printed pictures nobody has described, if there are any."""
    pictures = [item for item in items if item.picture is not None and item.is_picture]
    bare = sum(not item.description.strip() for item in pictures)
    if bare:
        yield (
            f"{counted(bare, 'picture is', 'pictures are')} not described for readers who cannot "
            "see: the caption is read out in the picture’s place, if there is one."
        )
