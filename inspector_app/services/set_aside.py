"""Inspections that this laptop gave up whole: what is left of each, and whether it is to come back.

What is left lies in the vault's settings: the journal of an inspection that is not here takes no
more acts. The statement is signed, so that it can be shown to whoever asks why it is not here.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inspector_app.domain.ids import DeviceId, InspectionId, PersonId
from inspector_app.storage.unit_of_work import UnitOfWork

_UNDER = "given-up/"
_DOMAIN = b"spr-given-up/1\0"


@dataclass(frozen=True, slots=True)
class Statement:
    """That a laptop holds an inspection no more, on base's word that a backup does."""

    inspection: InspectionId
    force: str
    device: DeviceId
    person: PersonId
    time_ms: int
    """By the laptop's clock."""
    base: str
    """Base's own name."""
    backup: str
    """The backup that holds it, as base's receipt names it."""
    issued_ms: int
    """When base gave that receipt, by base's clock."""


def keep(work: UnitOfWork, statement: Statement, sign: Callable[[bytes], bytes]) -> None:
    """Keep a statement within ``work``, signed by this laptop."""
    text = json.dumps(asdict(statement), sort_keys=True, separators=(",", ":"))
    signature = base64.b64encode(sign(_DOMAIN + text.encode())).decode()
    kept = {"text": text, "signature": signature, "is_wanted": False}
    work.settings.set(f"{_UNDER}{statement.inspection}", kept)


def all_of(work: UnitOfWork) -> tuple[Statement, ...]:
    """Return what was given up and is not back, oldest first."""
    found = [_statement(each) for each in work.settings.under(_UNDER).values()]
    return tuple(sorted(found, key=lambda each: (each.time_ms, each.inspection)))


def is_given_up(work: UnitOfWork, inspection: InspectionId) -> bool:
    """Return whether an inspection was given up and is not asked for."""
    kept = work.settings.get(f"{_UNDER}{inspection}")
    return kept is not None and not kept["is_wanted"]


def is_coming_back(work: UnitOfWork, inspection: InspectionId) -> bool:
    """Return whether an inspection that was given up is asked for and not here yet."""
    kept = work.settings.get(f"{_UNDER}{inspection}")
    return kept is not None and bool(kept["is_wanted"])


def want(work: UnitOfWork, inspection: InspectionId) -> None:
    """Let an inspection that was given up come back at the next sync."""
    kept = work.settings.get(f"{_UNDER}{inspection}")
    work.settings.set(f"{_UNDER}{inspection}", {**kept, "is_wanted": True})


def came_back(work: UnitOfWork, inspection: InspectionId) -> None:
    """Forget that an inspection was given up: it is here again."""
    work.settings.set(f"{_UNDER}{inspection}", None)


def _statement(kept: Mapping[str, Any]) -> Statement:
    return Statement(**json.loads(kept["text"]))
