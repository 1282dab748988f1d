"""A base that is up, for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.support.base import Shelf, a_shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with a_shelf(tmp_path_factory.mktemp("shelf")) as found:
        yield found
