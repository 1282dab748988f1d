"""An encounter half typed into the timetable's form, as a text that can be kept."""

import dataclasses
import json
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class TimetableDraft:
    """What stands in the form, as typed."""

    entry: str = ""
    """The entry that is being changed; empty: a new one."""
    seen: tuple[str, ...] = ()
    """The versions of it that were before whoever began to change it."""
    kind: str = ""
    unannounced: bool = False
    texts: dict[str, str] = dataclasses.field(default_factory=dict)
    """By field; those that are empty are left out."""

    def as_text(self) -> str:
        """Return the draft as text."""
        return json.dumps(dataclasses.asdict(self))


def draft_of(text: str) -> TimetableDraft | None:
    """Return the draft that ``as_text`` wrote; None for anything else, such as an older form."""
    try:
        kept: dict[str, Any] = json.loads(text)
        seen = tuple(str(each) for each in kept.pop("seen"))
        texts = {str(key): str(words) for key, words in kept.pop("texts").items()}
        return TimetableDraft(**kept, seen=seen, texts=texts)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
