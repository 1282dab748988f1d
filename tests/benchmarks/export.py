"""What tagging, finishing and signing a long report costs, against plain ReportLab.

Usage: python -m tests.benchmarks.export [SECTIONS]    (500 by default)

Sections with two photos each, in ten chapters, made of a real content repeated. The baseline sets
the same flowables in the same two passes on ReportLab's own canvas, which draws each in full:
contents with page numbers, no structure, nothing attached. Each figure is of fresh processes, the
lowest of rounds taken in turns; CPU is user and system time, memory is the peak above the start, in
MB.
"""

import functools
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.benchmarks.own_cost import cost_of
from tests.benchmarks.telling import tell

_ROUNDS = 2
_CPU_LIMIT = 1.2
_GROWTH_LIMIT = 1.3
_MEMORY_LIMIT_MB = 500
_PHOTOS_EACH = 2
_CHAPTERS, _LINES = 10, 2


def main() -> None:
    sections = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = [{way: _run(way, sections) for way in ("plain", "tagged")} for _ in range(_ROUNDS)]
    pages = rounds[0]["tagged"]["pages"]
    name = f"export of {sections} sections, {pages:.0f} pages"
    tagged, plain = (min(each[way]["cpu_s"] for each in rounds) for way in ("tagged", "plain"))
    tell(f"{name}, CPU s against plain ReportLab", tagged, plain, _CPU_LIMIT, "")
    memory = max(each["tagged"]["memory_mb"] for each in rounds)
    tell(f"{name}, MB above start against the promise", memory, _MEMORY_LIMIT_MB, 1.0, "")
    fewer, more = (_per_page_ms(each * sections // 5) for each in (1, 10))
    tell("export, CPU ms a page at ten times as many sections", more, fewer, _GROWTH_LIMIT, "")


def _per_page_ms(sections: int) -> float:
    runs = [_run("tagged", sections) for _ in range(2)]
    return min(1000 * each["cpu_s"] / each["pages"] for each in runs)


def _run(way: str, sections: int) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, str(sections)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(run.stdout))


# In a process of its own


def _measure(way: str, sections: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    from inspector_app.reports import layout

    made, photos = _content(sections)
    if way == "plain":
        plain = type("PlainCanvas", (_Unmarked, Canvas), {})
        layout.TaggedCanvas = layout.DraftCanvas = plain  # type: ignore[attr-defined,assignment]
    with tempfile.TemporaryDirectory(prefix="export-benchmark-") as name:
        _export(*_content(2), Path(name) / "small.pdf", way)  # what is measured is no loading
        pages = 0

        def work() -> None:
            nonlocal pages
            pages = _export(made, photos, Path(name) / "out.pdf", way)

        cost = cost_of(work)
    print(json.dumps({**cost, "pages": pages}))


def _export(made: Any, photos: Callable[[str], bytes | None], target: Path, way: str) -> int:
    """Do as ``ReportService.export`` does up to the signature, whose cost ``signing`` measures."""
    from inspector_app.reports.attachment import prepared
    from inspector_app.reports.layout import laid_out
    from inspector_app.reports.snapshot import snapshot
    from tests.support.pki import NOW
    from tests.support.standings import FONTS, MADE_AT_MS

    with target.with_suffix(".pages").open("w+b") as pages, target.open("w+b") as file:
        laid = laid_out(made, photos, FONTS, pages, made_at_ms=MADE_AT_MS)
        if way == "tagged":
            prepared(
                pages,
                file,
                snapshot=snapshot(made, MADE_AT_MS),
                title=laid.title,
                created_at=NOW,
                fields=laid.fields,
                structure=laid.structure,
                subject=made.record.cover.marking,
            )
    return laid.pages


class _Unmarked:
    """What the flowables ask of a canvas, without any mark."""

    draws = True

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.reached: dict[str, int] = {}
        self._plain: Any = self

    @contextmanager
    def marked(self, _node: object) -> Iterator[None]:
        yield

    @contextmanager
    def texts_marked(self, *_nodes: object) -> Iterator[None]:
        yield

    @contextmanager
    def ornament(self, _kind: str = "") -> Iterator[None]:
        yield

    def begin_ornament(self, _kind: str = "") -> None:
        """Nothing."""

    def end_ornament(self) -> None:
        """Nothing."""

    def reach(self, key: str, height: float) -> None:
        if key not in self.reached:
            self.reached[key] = self._plain.getPageNumber()
            self._plain.bookmarkHorizontalAbsolute(key, self._plain.absolutePosition(0, height)[1])

    def link(self, _tree: object, _node: object, _words: str, key: str, box: Any) -> None:
        self._plain.linkRect("", key, box, relative=1, thickness=0)


@functools.cache
def _photo() -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(written, "JPEG", quality=55)
    return written.getvalue()


def _photo_no(number: int) -> bytes:
    """A picture of some 70 KB that no other equals, though the pixels are the same."""
    words, whole = b"%020d" % number, _photo()
    return whole[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + whole[2:]


def _content(sections: int) -> tuple[Any, Callable[[str], bytes | None]]:
    """A visit of the tests with its public order section, and its photo, over and over."""
    from inspector_app.reports.content import content
    from inspector_app.reports.facts import Options
    from tests.support.standings import a_visit

    journal = a_visit(_photo_no)
    whole = content(journal.standing(), journal.heads(), Options(), fold_version=1, app_version="0")
    record = whole.record
    section = next(each for each in record.sections() if each.id == "CC-PO")
    item = next(each for each in record.evidence if each.picture is not None)
    assert item.picture is not None
    photos: dict[str, int] = {}
    items, chapters = [], []
    for number in range(sections * _PHOTOS_EACH):
        digest = sha256(_photo_no(number)).hexdigest()
        photos[digest] = number
        picture = replace(item.picture, sha256=digest)
        items.append(replace(item, number=f"JS/{number}", picture=picture))
    lines = section.lines[:_LINES]
    each = -(-sections // _CHAPTERS)
    for first in range(0, sections, each):
        part = [
            replace(section, id=f"S-{number}", title=f"{section.title} {number}", lines=lines)
            for number in range(first, min(first + each, sections))
        ]
        chapters.append(replace(record.chapters[1], id=f"C-{first}", sections=tuple(part)))
    record = replace(record, chapters=tuple(chapters), evidence=tuple(items))
    return replace(whole, record=record), lambda digest: _photo_no(photos[digest])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure(sys.argv[1], int(sys.argv[2]))
    else:
        main()
