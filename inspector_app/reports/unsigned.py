"""A summary as a PDF that is whole but for its signature: pages, tags, fields and its data."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.ids import Sha256
from inspector_app.reports.attachment import prepared
from inspector_app.reports.facts import Content
from inspector_app.reports.layout import Laid, Progress, laid_out
from inspector_app.reports.snapshot import snapshot


def unsigned(
    content: Content,
    thumbnails: Callable[[Sha256], bytes | None],
    fonts: Path,
    pages: BinaryIO,
    target: BinaryIO,
    *,
    made_at: datetime,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Laid:
    """Write ``content`` to ``target`` and return how its pages were set.

    Args:
        content: what is printed, and attached as data.
        thumbnails: the stored thumbnail's bytes, or None; asked for one at a time.
        fonts: the folder with the fonts that are embedded.
        pages: open for writing and reading; holds the pages alone in between.
        target: open for writing.
        made_at: aware, by the laptop's clock.
        progress: told steps done and steps in all, of setting the pages.
        cancelled: asked between those steps.

    Raises:
        Cancelled: ``cancelled`` said so.
        OSError: a file cannot be written.
        NotFound: a font is missing.
    """
    made_at_ms = int(made_at.timestamp() * 1000)
    laid = laid_out(
        content,
        thumbnails,
        fonts,
        pages,
        made_at_ms=made_at_ms,
        progress=progress,
        cancelled=cancelled,
    )
    prepared(
        pages,
        target,
        snapshot=snapshot(content, made_at_ms),
        title=laid.title,
        created_at=made_at,
        fields=laid.fields,
        structure=laid.structure,
        subject=content.record.cover.marking,
    )
    return laid
