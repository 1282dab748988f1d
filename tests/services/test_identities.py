"""What is told of a signing identity that is not what was kept."""

import pytest

from inspector_app.domain.errors import VaultDamaged
from inspector_app.domain.ids import PersonId
from inspector_app.services.identities import BASE_ISSUED, authority_of, opened_own
from inspector_app.storage.identities import StoredIdentity


@pytest.mark.parametrize(
    "secret", ["", "[]", "{}", '{"wrapped": "x"}', '{"wrapped": "x", "authority": "?"}']
)
def test_a_damaged_identity_is_named_whether_one_signs_or_checks(secret: str) -> None:
    kept = StoredIdentity("1", PersonId("p"), BASE_ISSUED, "Jo (certified by Base)", b"", secret)
    words = (
        r"^What is kept here of the signing identity “Jo \(certified by Base\)” is damaged. "
        "Nothing was signed or checked; remove it, then make a new one or join base again"
    )
    with pytest.raises(VaultDamaged, match=words):
        authority_of(kept)
    with pytest.raises(VaultDamaged, match=words):
        opened_own(kept, "246813")
