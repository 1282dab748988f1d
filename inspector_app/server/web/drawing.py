"""Templates into pages: the words, dates and sizes that all of them use."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from inspector_app import config
from inspector_app.domain import wording

MARKING = "OFFICIAL-SENSITIVE"
"""The highest that base may hold: it stands over every page, and on paper."""


def drawn(template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Return a page; every value is text in it and never markup."""
    return HTMLResponse(_environment().get_template(template).render(values), status)


@cache
def _environment() -> Environment:
    # Naming a data folder, any, spares the search for a user's own.
    folder = config.places(Path()).resources / "base"
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "when": wording.when_words,
        "day": wording.day_words,
        "size": wording.size_words,
        "counted": wording.counted,
        "iso": _iso,
        "grouped": _grouped,
    }
    made.globals["marking"] = MARKING
    return made


def _iso(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds")


def _grouped(number: int) -> str:
    return f"{number:,}"
