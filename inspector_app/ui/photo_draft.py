"""A batch of photographs being sorted, before any of them is taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from inspector_app.domain.captures import london
from inspector_app.domain.grouping import Placed
from inspector_app.domain.ids import SourceId
from inspector_app.domain.locales import current
from inspector_app.services.photos import Scanned, Wanted
from inspector_app.ui.models.photos_table import PhotoView
from inspector_app.ui.texts import tr

TRAY, OUT = "", "-"
"""In place of a source: to none, and not taken in at all."""


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """What was found, what was proposed, and what the inspector made of it."""

    sources: Mapping[str, str] = field(default_factory=dict)
    """The names of the sources by id, in the order in which groups are shown."""
    scanned: tuple[Scanned, ...] = ()
    placed: Mapping[str, Placed] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """By the inspector: a source's id, ``TRAY`` or ``OUT``."""
    captions: Mapping[str, str] = field(default_factory=dict)

    def with_found(self, scanned: Iterable[Scanned], placed: Iterable[Placed]) -> "PhotoDraft":
        """Return the draft with files and proposals anew; what the inspector did stays."""
        return replace(self, scanned=tuple(scanned), placed={each.key: each for each in placed})

    def with_moved(self, keys: Iterable[str], to: str) -> "PhotoDraft":
        """Return the draft with photographs moved."""
        return replace(self, moved={**self.moved, **dict.fromkeys(keys, to)})

    def with_caption(self, keys: Iterable[str], caption: str) -> "PhotoDraft":
        """Return the draft with one caption for several photographs."""
        return replace(self, captions={**self.captions, **dict.fromkeys(keys, caption)})

    def goes_to(self, each: Scanned) -> str:
        """Return where a photograph goes: a source's id, ``TRAY`` or ``OUT``."""
        if each.refusal:
            return OUT
        found = self.placed.get(each.key)
        proposed = found.source if found is not None and found.source else TRAY
        return self.moved.get(each.key, proposed)

    def wanted(self) -> tuple[Wanted, ...]:
        """Return the photographs to be taken in."""
        found = []
        for each in self._sorted():
            goes, placed = self.goes_to(each), self.placed.get(each.key)
            if goes != OUT:
                capture = placed.capture if placed else None
                caption = self.captions.get(each.key, "")
                source = SourceId(goes) if goes else None
                found.append(Wanted(each.path, source, caption, capture, each.sha256))
        return tuple(found)

    def views(self) -> tuple[PhotoView, ...]:
        """Return the rows, those of one source together and by time within; the tray first."""
        return tuple(self._view(each) for each in self._sorted())

    def groups(self) -> str:
        """Return how many photographs go where: ``Tray 3 · JS/12 Carrier 9``."""
        counts: dict[str, int] = {}
        for each in self._sorted():
            counts[self.goes_to(each)] = counts.get(self.goes_to(each), 0) + 1
        return " · ".join(f"{self._place(goes)} {count}" for goes, count in counts.items())

    def _sorted(self) -> list[Scanned]:
        ranks = {goes: rank for rank, goes in enumerate((TRAY, *self.sources, OUT))}

        def order(each: Scanned) -> tuple[int, int, str]:
            found = self.placed.get(each.key)
            at_ms = found.capture.at_ms if found is not None and found.capture else 0
            return (ranks.get(self.goes_to(each), len(ranks)), at_ms, each.key)

        return sorted(self.scanned, key=order)

    def _view(self, each: Scanned) -> PhotoView:
        found = self.placed.get(each.key)
        capture = found.capture if found is not None else None
        here = tr("here already as {number}").format(number=each.number) if each.number else ""
        remark = found.remark if found is not None else ""
        return PhotoView(
            each.key,
            each.path.name,
            self._place(self.goes_to(each)),
            _taken(london(capture.at_ms)) if capture else "",
            each.captured_at,
            self.captions.get(each.key, ""),
            each.refusal or " · ".join(filter(None, (here, remark))),
        )

    def _place(self, goes: str) -> str:
        fixed = {TRAY: tr("Tray"), OUT: tr("Left out")}
        return fixed.get(goes) or self.sources.get(goes, tr("a source withdrawn since"))


def _taken(at: datetime) -> str:
    locale = current()
    return f"{locale.day_digits(at)} {locale.time_words(at, to_the_second=True)}"
