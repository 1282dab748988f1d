"""What a base tells of other forces, really signed; the figures are invented."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.ids import DeviceId, InspectionId
from inspector_app.sync.wire import COMPARISON_DOMAIN, Compared, Comparisons, Signed

KEY = Ed25519PrivateKey.from_private_bytes(b"a base of its own for the tests!")
BASE = DeviceId(KEY.public_key().public_bytes_raw().hex())
JUNE_2014_MS = 1_401_793_200_000

DECLARED = Compared(
    id="declared",
    line="CC-PO-09",
    title="PSUs that forces declare they can put out",
    part="",
    unit="police support units",
    forces=12,
    is_among=True,
    values={"median": "6.5", "least": "2", "most": "14", "total": "84"},
    marking="OFFICIAL-SENSITIVE",
    issued_ms=JUNE_2014_MS,
)
ALIKE = Compared(
    id="same-position",
    line="CC-PO-15",
    title="Forces in the same net position",
    part="forces",
    unit="forces",
    forces=12,
    is_among=True,
    values={"alike": "5"},
    marking="OFFICIAL",
    issued_ms=JUNE_2014_MS,
)


def told(
    inspection: InspectionId,
    *compared: Compared,
    key: Ed25519PrivateKey = KEY,
    domain: bytes = COMPARISON_DOMAIN,
) -> Signed:
    """Return what base tells an inspection, signed."""
    statement = Comparisons(
        base=BASE, name="Eastern region", inspection=inspection, comparisons=compared
    )
    text = canonical(statement.model_dump(mode="json"))
    signature = base64.b64encode(key.sign(domain + text)).decode()
    return Signed(text=text.decode(), signature=signature)
