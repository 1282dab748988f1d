"""A base that is up, with two laptops that have joined it, for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.support.base import BaseLaptop, Shelf, a_shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with a_shelf(tmp_path_factory.mktemp("shelf")) as found:
        yield found


@pytest.fixture(scope="module")
def ann(shelf: Shelf) -> BaseLaptop:
    """A laptop that has joined base; whose inspections are shared leads them."""
    return shelf.laptop(shelf.base.folder.parent, "AM")


@pytest.fixture(scope="module")
def bob(shelf: Shelf) -> BaseLaptop:
    return shelf.laptop(shelf.base.folder.parent, "BW")
