"""Areas being marked on the pages of one item, before anything is made of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector_app.domain.redaction import Area

_NEW = (3500, 4500, 3000, 1000)
"""Where an area begins that keys ask for: in the middle, a line or two high."""
_STEP = 300
"""How far the next one begins beside it."""


@dataclass(frozen=True, slots=True)
class RedactionDraft:
    """The areas so far, which of them is worked on, and on which page."""

    pages: int
    page: int = 1
    areas: tuple[Area, ...] = ()
    chosen: int = -1
    """Its place among the areas; -1: none."""

    @property
    def area(self) -> Area | None:
        """The area that is worked on."""
        return self.areas[self.chosen] if 0 <= self.chosen < len(self.areas) else None

    def here(self) -> tuple[tuple[int, Area], ...]:
        """Return the areas of the page that is seen, with their places."""
        return tuple((n, a) for n, a in enumerate(self.areas) if a.page == self.page)

    def with_new(self, area: Area | None = None) -> "RedactionDraft":
        """Return the draft with one more area, chosen; without one given, in the middle."""
        if area is None:
            x, y, width, height = _NEW
            nudge = _STEP * (len(self.here()) % 8)
            area = Area(self.page, x, y, width, height).moved(nudge, nudge)
        return replace(self, areas=(*self.areas, area), chosen=len(self.areas))

    def without_chosen(self) -> "RedactionDraft":
        """Return the draft without the chosen area; one beside it is chosen then."""
        if self.area is None:
            return self
        left = self.areas[: self.chosen] + self.areas[self.chosen + 1 :]
        return replace(self, areas=left, chosen=-1).with_chosen(min(self.chosen, len(left) - 1))

    def with_chosen(self, place: int) -> "RedactionDraft":
        """Return the draft with another area chosen, and its page turned to; -1 chooses none."""
        if not 0 <= place < len(self.areas):
            return replace(self, chosen=-1)
        return replace(self, chosen=place, page=self.areas[place].page)

    def with_next(self) -> "RedactionDraft":
        """Return the draft with the next area chosen, after the last the first."""
        return self.with_chosen((self.chosen + 1) % len(self.areas)) if self.areas else self

    def with_page(self, page: int) -> "RedactionDraft":
        """Return the draft at another page; an area of a page not seen is not worked on."""
        turned = replace(self, page=min(max(page, 1), self.pages))
        area = turned.area
        return turned if area is None or area.page == turned.page else replace(turned, chosen=-1)

    def changed(self, change: Callable[[Area], Area]) -> "RedactionDraft":
        """Return the draft with the chosen area changed."""
        if self.area is None:
            return self
        areas = list(self.areas)
        areas[self.chosen] = change(self.area)
        return replace(self, areas=tuple(areas))
