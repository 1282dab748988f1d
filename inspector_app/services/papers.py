"""A paper that nobody signs, set and written to a file in one step."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.domain.ids import Sha256
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.reports.paper import Paper
    from inspector_app.reports.typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was written."""

    path: Path
    sha256: Sha256
    size_bytes: int
    pages: int
    marking: str
    remarks: tuple[str, ...]
    """What could not be printed as it is, in sentences."""


def written_paper(
    paper: "Paper",
    story: "Callable[[Typesetter], list[Any]]",
    fonts: Path,
    target: Path,
    made_at_ms: int,
) -> Printed:
    """Write a paper and return what was written; an old file of that name is replaced in one step.

    Raises:
        DeviceFull: the disk is full or may not be written; no half file is left.
        NotFound: a font is missing.
    """
    from inspector_app.reports.paper import written
    from inspector_app.reports.report_file import report_file

    with report_file(target, tr("What is recorded is unharmed.")) as file:
        made = written(paper, story, fonts, file, target, made_at_ms=made_at_ms)
        file.seek(0)
        content = file.read()  # a few pages
    sha256 = Sha256(hashlib.sha256(content).hexdigest())
    return Printed(target, sha256, len(content), made.pages, paper.marking, made.remarks)
