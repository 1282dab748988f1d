"""Here every key has a salt of its own, as it is shipped."""

from collections.abc import Iterator

import pytest

from tests.support.derivations import salts_as_shipped


@pytest.fixture(autouse=True, scope="module")
def own_salts() -> Iterator[None]:
    with salts_as_shipped():
        yield
