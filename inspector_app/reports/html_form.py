"""An outline as one HTML file: accessible, self-contained, without script and without network.

The page is the template ``resources/templates/working-copy.html``; every text goes through
Jinja's autoescape, and the content security policy allows the file's own style and its pictures.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from inspector_app.domain.errors import NotFound
from inspector_app.reports.outline import Block, Contents, Definition, Figure, Heading, Outline
from inspector_app.reports.pictures import Pictures
from inspector_app.texts import language, tr

Step = Callable[[], None]

_TEMPLATE, _STYLE = "working-copy.html", "working-copy.css"


@dataclass(frozen=True, slots=True)
class _ListedChapter:
    heading: Heading
    sections: list[Heading]


class _Shown:
    """A block as the template reads it."""

    def __init__(self, block: Block, pictures: Pictures) -> None:
        self._block = block
        self.kind = type(block).__name__
        self.is_heading = isinstance(block, Heading)
        if isinstance(block, Figure):
            content = pictures.jpeg(block.sha256)
            self.data = "" if content is None else base64.b64encode(content).decode("ascii")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._block, name)


def write_html(
    outline: Outline, pictures: Pictures, templates: Path, target: BinaryIO, *, step: Step
) -> None:
    """Write the outline to ``target`` as UTF-8; equal outlines give equal bytes.

    Args:
        outline: the document.
        pictures: gives its thumbnails, one at a time.
        templates: the folder with template and style.
        target: open for writing.
        step: called after each block; may raise to stop.

    Raises:
        NotFound: the template or its style is missing.
        OSError: ``target`` cannot be written.
    """
    if not all((templates / name).is_file() for name in (_TEMPLATE, _STYLE)):
        raise NotFound(tr("The template for HTML is missing. Install the app again."))
    style = (templates / _STYLE).read_text(encoding="utf-8").replace("\r\n", "\n")
    # What stands between the tags is hashed byte for byte, so it must not be escaped.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    # What it is stands before the contents.
    parting = next(at for at, each in enumerate(outline.blocks) if isinstance(each, Contents))
    pieces = environment.get_template(_TEMPLATE).generate(
        outline=outline,
        contents=_contents(outline),
        defined={each.number for each in outline.blocks if isinstance(each, Definition)},
        opening=list(_shown(outline.blocks[:parting], pictures, step)),
        blocks=_shown(outline.blocks[parting:], pictures, step),
        language=language().tag,
        words={
            "contents": tr("Contents"),
            "definition": tr("Definition {number}"),
            "no_picture": tr("The picture of {caption} could not be shown."),
            "skip": tr("Skip to the document"),
        },
        style=Markup(style),  # noqa: S704 - our own file
        style_sha256=digest,
    )
    for piece in pieces:
        target.write(piece.encode())


def _shown(blocks: Iterable[Block], pictures: Pictures, step: Step) -> Iterator[_Shown]:
    for block in blocks:
        if not isinstance(block, Contents):
            yield _Shown(block, pictures)
        step()


def _contents(outline: Outline) -> list[_ListedChapter]:
    found: list[_ListedChapter] = []
    for heading in outline.contents():
        if heading.level == 1:
            found.append(_ListedChapter(heading, []))
        else:
            found[-1].sections.append(heading)
    return found
