"""Base's signed statements: text that is signed as it stands."""

import base64

from pydantic import BaseModel

from inspector_app.domain.changes.codec import canonical
from inspector_app.server.keys import Keys
from inspector_app.sync.plan import Vector
from inspector_app.sync.wire import Signed, VectorForm


def signed(keys: Keys, domain: bytes, statement: BaseModel) -> Signed:
    """Return a statement as canonical JSON, signed over ``domain`` and that text."""
    text = canonical(statement.model_dump(mode="json"))
    signature = base64.b64encode(keys.sign(domain + text)).decode()
    return Signed(text=text.decode(), signature=signature)


def form_of(vector: Vector) -> VectorForm:
    """Return a vector as it is sent."""
    loose: dict[str, tuple[str, ...]] = {
        chain: tuple(sorted(ids)) for chain, ids in vector.loose.items()
    }
    return VectorForm(
        lines={chain: (n, tip) for chain, (n, tip) in vector.lines.items()}, loose=loose
    )
