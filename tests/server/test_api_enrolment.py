"""A laptop comes to know base."""

from pathlib import Path

from cryptography import x509

from inspector_app.server.authority import fingerprint
from inspector_app.sync.wire import PROTOCOL, AtBase
from tests.server.support import a_base, app_client


def test_anybody_may_ask_who_base_is_and_what_time_it_has(
    tmp_path: Path, database_url: str
) -> None:
    base = a_base(tmp_path, database_url)
    with app_client(base) as client:
        told = AtBase.model_validate_json(client.get("/v1/base").content)
        pem = client.get("/v1/authority").content
    base.database.close()
    assert (told.protocol, told.time_ms, told.base) == (PROTOCOL, base.now_ms(), base.keys.base)
    assert len(told.epoch) == 32
    assert x509.load_pem_x509_certificate(pem)
    assert fingerprint(pem) == fingerprint(base.keys.authority)
