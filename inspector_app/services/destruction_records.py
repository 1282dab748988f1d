"""Records of destroyed inspections as files: written, and judged by anyone without a vault.

``resources/schemas/destruction-record.schema.json`` describes the file.
"""

import base64
import binascii
import json
from pathlib import Path
from typing import Any

from inspector_app.domain import retaining
from inspector_app.domain.changes.bodies import InspectionDestroyed
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import is_canonical, read_change, signature_holds
from inspector_app.domain.errors import BadInput, InspectorError, JournalDamaged
from inspector_app.durable import refusal_elsewhere, write_whole
from inspector_app.texts import tr

FORMAT = "spr-destruction-record/1"
_MAX_BYTES = 4 * 1024 * 1024
_FIELDS = frozenset({"format", "words", "header", "signature", "salt", "body"})


def write(record: Change, target: Path) -> None:
    """Write a record to ``target``, in words and with all that proves it.

    Raises:
        DeviceFull: the disk is full or cannot be written.
    """
    assert record.salt is not None  # noqa: S101 - its body outlives the inspection
    assert record.body_bytes is not None  # noqa: S101
    form = {
        "format": FORMAT,
        "words": list(words(record)),
        "header": record.header_bytes.decode(),
        "signature": base64.b64encode(record.signature).decode(),
        "salt": base64.b64encode(record.salt).decode(),
        "body": record.body_bytes.decode(),
    }
    content = json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        write_whole(target, content.encode())
    except OSError as error:
        raise refusal_elsewhere(error, tr("The record itself is safe in the vault.")) from error


def read(source: Path) -> Change:
    """Return the record that a file holds, when it is what a laptop signed.

    Raises:
        BadInput: it cannot be read, or is no record.
        JournalDamaged: it is not what its laptop signed.
    """
    form = _form(source)
    try:
        change = read_change(
            _text(form["header"]).encode(),
            _bytes(form["signature"]),
            _bytes(form["salt"]),
            _text(form["body"]).encode(),
        )
    except JournalDamaged as error:
        raise JournalDamaged(
            tr("{source} is not what its laptop signed.").format(source=source.name)
        ) from error
    except (KeyError, TypeError, ValueError, InspectorError) as error:
        raise BadInput(
            tr("{source} is damaged ({error}).").format(source=source.name, error=error)
        ) from error
    if not isinstance(change.body, InspectionDestroyed):
        raise BadInput(
            tr("{source} does not record the destruction of an inspection.").format(
                source=source.name
            )
        )
    if not signature_holds(change) or not is_canonical(change):
        raise JournalDamaged(
            tr("{source} is not what its laptop signed.").format(source=source.name)
        )
    if form.get("words") != list(words(change)):
        raise JournalDamaged(
            tr(
                "The words in {source} are not those of its record: they were altered, or written "
                "by another version of the app."
            ).format(source=source.name)
        )
    return change


def words(record: Change) -> tuple[str, ...]:
    """Return a record in sentences."""
    assert isinstance(record.body, InspectionDestroyed)  # noqa: S101 - a record is one
    return (
        *retaining.record_words(record.body.destruction, record.header.time_ms),
        tr("Signed by laptop {device} as change {record}.").format(
            device=record.header.device, record=record.id
        ),
    )


def _form(source: Path) -> dict[str, Any]:
    try:
        if source.stat().st_size > _MAX_BYTES:
            raise BadInput(
                tr("{source} is larger than a destruction record can be.").format(
                    source=source.name
                )
            )
        form = json.loads(source.read_bytes())
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read: {why}.").format(source=source.name, why=error.strerror)
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(
            tr("{source} is not a JSON file ({error}).").format(source=source.name, error=error)
        ) from error
    if not isinstance(form, dict) or form.get("format") != FORMAT or set(form) != _FIELDS:
        raise BadInput(
            tr("{source} is not a destruction record of this app.").format(source=source.name)
        )
    return form


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from error
