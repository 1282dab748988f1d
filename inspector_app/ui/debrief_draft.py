"""Debriefs half typed into their form, as a text that can be kept."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class DebriefDraft:
    """What stands in the form, as typed."""

    when: str = ""
    spoke: str = ""
    to: str = ""
    names: str = ""
    copy_left: bool = False
    said: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What was said to the headline of each section."""


def as_text(drafts: Mapping[str, DebriefDraft]) -> str:
    """Return drafts, by the debrief that each changes, as text; none at all: an empty one."""
    kept = {debrief: dataclasses.asdict(draft) for debrief, draft in drafts.items()}
    return json.dumps(kept) if kept else ""


def drafts_of(text: str) -> dict[str, DebriefDraft]:
    """Return the drafts that :func:`as_text` wrote; none of anything else."""
    try:
        kept: dict[str, dict[str, Any]] = json.loads(text)
        return {debrief: _draft_of(fields) for debrief, fields in kept.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _draft_of(fields: dict[str, Any]) -> DebriefDraft:
    copy_left, said = bool(fields.pop("copy_left")), fields.pop("said")
    texts = {name: str(words) for name, words in fields.items()}
    told = {str(section): str(words) for section, words in said.items()}
    return DebriefDraft(**texts, copy_left=copy_left, said=told)
