"""What is typed, read by a camera or opened to join a base, and the certificate that base shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.sync.invitations import fingerprint_of, invited
from inspector_app.sync.wire import Invitation
from tests.fuzz import mutation
from tests.fuzz.target import Target, refusal
from tests.server.support import key_files_of

_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@contextmanager
def typed(folder: Path) -> Iterator[Target]:
    """Give the reader of invitations."""
    told = Invitation(address="https://base.example:8443", code=_CODE, expires_ms=1)
    certificate = (key_files_of(folder) / "authority.pem").read_bytes()

    def offer(case: bytes) -> str:
        text = case.decode("utf-8", "replace")
        refusal(lambda: fingerprint_of(text))
        return refusal(lambda: invited(text))

    seeds = (
        told.model_dump_json().encode(),
        f"https://base.example:8443 {_CODE}".encode(),
        b"http://[::1]:80 abcd-efgh-ijkl-mnop-qrst-uvwx-yz",
        certificate,
    )
    yield Target(seeds, mutation.of_text, offer)
