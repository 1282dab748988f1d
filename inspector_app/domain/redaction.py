"""Redaction: which areas of which pages are made black, and what the new item says of it."""

import re
from dataclasses import dataclass, replace

from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.ids import EvidenceId
from inspector_app.domain.locales import current
from inspector_app.texts import tr, tr_counted

WHOLE = 10_000
"""The width, or the height, of a page: places on it are told in ten-thousandths."""
SMALLEST = 20
"""Of an area's width and height; a hair cannot be seen, nor taken hold of."""
MOST_PAGES = 300
"""Of one redacted copy."""

_PERCENT = re.compile(r"\d{1,3}(\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of one page, seen upright, that is made black.

    Places and lengths are ten-thousandths of the page's width and height, from its top left.
    """

    page: int
    """From 1, as people count."""
    x: int
    y: int
    width: int
    height: int

    def moved(self, across: int, down: int) -> "Area":
        """Return the area elsewhere on its page, never beyond the edge."""
        return replace(
            self,
            x=min(max(self.x + across, 0), WHOLE - self.width),
            y=min(max(self.y + down, 0), WHOLE - self.height),
        )

    def resized(self, across: int, down: int) -> "Area":
        """Return the area with its lower right corner elsewhere, never beyond the edge."""
        return replace(
            self,
            width=min(max(self.width + across, SMALLEST), WHOLE - self.x),
            height=min(max(self.height + down, SMALLEST), WHOLE - self.y),
        )

    def words(self) -> str:
        """Return where it lies: ``page 2, 10 % from the left, 20 % from the top, 30 % × 4 %``."""
        x, y, wide, high = (_percent(n) for n in (self.x, self.y, self.width, self.height))
        return tr("page {page}, {x} from the left, {y} from the top, {wide} × {high}").format(
            page=self.page, x=x, y=y, wide=wide, high=high
        )


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What a redacted item was made of, and why; by whom and when, its change tells."""

    evidence: EvidenceId
    """The original, which is untouched."""
    areas: tuple[Area, ...]
    reason: str
    pages: tuple[int, ...] = ()
    """Of the original, from 1, those that are in the copy; empty: all."""


def between(page: int, one: tuple[int, int], other: tuple[int, int]) -> Area:
    """Return the area between two corners, wherever they were set, within the page."""
    (left, right), (top, bottom) = (
        sorted(min(max(each, 0), WHOLE) for each in pair) for pair in zip(one, other, strict=True)
    )
    x, y = min(left, WHOLE - SMALLEST), min(top, WHOLE - SMALLEST)
    return Area(page, x, y, max(right - x, SMALLEST), max(bottom - y, SMALLEST))


def checked(made_of: MadeOf, page_count: int) -> MadeOf:
    """Return ``made_of`` when it can be carried out on a file of so many pages.

    Raises:
        RuleViolation: there is no area or no reason, an area lies beyond its page, or on a page
            that is not there or not in the copy.
    """
    if not made_of.areas:
        raise RuleViolation(tr("Nothing was redacted: mark at least one area to be made black."))
    if not made_of.reason.strip():
        raise RuleViolation(tr("Nothing was redacted: a redaction needs a reason."))
    wanted = made_of.pages or tuple(range(1, page_count + 1))
    if len(wanted) > MOST_PAGES:
        raise RuleViolation(
            tr_counted(
                MOST_PAGES,
                "Nothing was redacted: a redacted copy has {number} pages at most, and this "
                "one would have {found}. Choose the pages that are needed.",
            ).format(number=MOST_PAGES, found=len(wanted))
        )
    for page in (*wanted, *(area.page for area in made_of.areas)):
        if not 1 <= page <= page_count:
            raise RuleViolation(
                tr(
                    "Nothing was redacted: there is no page {page}, the last one is {page_count}."
                ).format(page=page, page_count=page_count)
            )
    for area in made_of.areas:
        if area.page not in wanted:
            raise RuleViolation(
                tr("Nothing was redacted: page {page} has an area and is not in the copy.").format(
                    page=area.page
                )
            )
        is_within = (
            0 <= area.x <= area.x + area.width <= WHOLE
            and 0 <= area.y <= area.y + area.height <= WHOLE
        )
        if not is_within or min(area.width, area.height) < SMALLEST:
            raise RuleViolation(
                tr(
                    "Nothing was redacted: the area on {area} is too small or lies beyond the page."
                ).format(area=area.words())
            )
    return replace(made_of, reason=made_of.reason.strip())


def read_area(text: str) -> Area:
    """Return the area that ``PAGE,X,Y,WIDTH,HEIGHT`` describes, the last four in percent.

    Raises:
        BadInput: it is not of that form.
    """
    page, *lengths = (part.strip().rstrip("%").strip() for part in text.split(","))
    if len(lengths) != 4 or not page.isdigit() or not all(map(_PERCENT.fullmatch, lengths)):
        raise BadInput(
            tr(
                "“{text}” is not an area: give page, distance from the left and from the top, "
                "width and height, the last four in per cent of the page, such as "
                "1,10,20.5,30,4."
            ).format(text=text)
        )
    return Area(int(page), *(round(float(length) * 100) for length in lengths))


def read_pages(text: str) -> tuple[int, ...]:
    """Return the pages that ``1, 3-5`` names, in order, each once; an empty text names all: none.

    Raises:
        BadInput: it is not of that form.
    """
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, _, last = part.replace("–", "-").partition("-")
        ends = (first.strip(), (last or first).strip())
        if not all(each.isdigit() and len(each) < 6 for each in ends):
            raise BadInput(tr("“{text}” names no pages: give them as 1, 3-5.").format(text=text))
        low, high = map(int, ends)
        if low > high or high - low > MOST_PAGES:
            raise BadInput(
                tr("“{part}” names no pages, or too many: give them as 1, 3-5.").format(part=part)
            )
        found.update(range(low, high + 1))
    return tuple(sorted(found))


def place_words(area: Area) -> str:
    """Return where an area lies, short enough for a list: ``page 2 · 10 %, 20 % · 30 % × 4 %``."""
    x, y, wide, high = map(_percent, (area.x, area.y, area.width, area.height))
    return tr("page {page} · {x}, {y} · {wide} × {high}").format(
        page=area.page, x=x, y=y, wide=wide, high=high
    )


def _percent(value: int) -> str:
    return f"{current().decimal_words(f'{value / 100:g}')} %"
