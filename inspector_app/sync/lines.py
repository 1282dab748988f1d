"""A change as it travels: one line of text that holds its bytes as they were signed."""

import base64
import binascii

from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.sync import wire
from inspector_app.sync.transfer import message
from inspector_app.texts import tr


def line_of(change: Change) -> bytes:
    """Return the line, without its end."""
    return (
        wire.WireChange(
            header=change.header_bytes.decode(),
            signature=base64.b64encode(change.signature).decode(),
            salt=None if change.salt is None else base64.b64encode(change.salt).decode(),
            body=None if change.body_bytes is None else change.body_bytes.decode(),
        )
        .model_dump_json()
        .encode()
    )


def change_of(line: bytes) -> Change:
    """Return the change in a line; whether its device signed it is not looked at.

    Raises:
        BadInput: there is none; the text is the rest of a sentence.
    """
    form = message(wire.WireChange, line)
    if (form.salt is None) != (form.body is None):
        raise BadInput(tr("holds a change that is not whole"))
    try:
        return read_change(
            form.header.encode(),
            base64.b64decode(form.signature, validate=True),
            None if form.salt is None else base64.b64decode(form.salt, validate=True),
            None if form.body is None else form.body.encode(),
        )
    except (InspectorError, binascii.Error, ValueError, RecursionError) as error:
        raise BadInput(
            tr("holds something that is not a change ({error})").format(error=error)
        ) from error
