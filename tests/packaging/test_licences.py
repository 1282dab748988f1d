"""What ships may be shipped: a licence that is known, and none that binds what we write."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.packaging.test_locks import BASE, RUN, pins

BINDING = re.compile(
    r"\bA?GPL|(?<!Lesser )(?<!Library )General Public|\bSSPL|Server Side Public|\bEUPL|\bOSL\b"
    r"|\bCC-BY-\w*(?:SA|NC)|LicenseRef|Commons Clause|Business Source|\bBUSL",
    re.IGNORECASE,
)
FREE = re.compile(
    r"\b(?:MIT|0?BSD|Apache|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|ISC|Zlib"
    r"|Unlicense)(?:v\d)?(?![a-z])",
    re.IGNORECASE,
)
"""As whole words: what is *limited*, or has a *disclaimer*, names none of them."""
BY_HAND = {
    "pyrage": "MIT",
    "sqlcipher3": "Zlib",
    "segno": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
}
"""Of packages whose metadata do not say, or that are not installed everywhere: by their files."""


def licence_of(name: str) -> str:
    """Return what a package says its licence is."""
    if name in BY_HAND:
        return BY_HAND[name]
    told = metadata(name)
    said = [
        str(each).partition("\n")[0]
        for field in ("License-Expression", "License")
        for each in told.get_all(field, [])
    ]
    classifiers = [each for each in told.get_all("Classifier", []) if each.startswith("License")]
    return " | ".join(filter(None, (*said, *classifiers)))


def refused(licence: str) -> str:
    """Return why a licence is refused; empty: it is not."""
    told = [statement.split(" OR ") for statement in licence.split(" | ")]
    if any(all(BINDING.search(choice) for choice in choices) for choices in told):
        return "binds what we write"
    if not any(FREE.search(choice) for choices in told for choice in choices):
        return "not known"
    return ""


@pytest.mark.parametrize(
    ("licence", "why"),
    [
        ("MIT", ""),
        ("LGPL-3.0-only OR GPL-2.0-only", ""),
        ("License :: OSI Approved :: BSD License | Dual License", ""),
        ("GPL-3.0-or-later", "binds what we write"),
        ("GNU Affero General Public License v3", "binds what we write"),
        ("MIT | AGPL-3.0", "binds what we write"),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", ""),
        ("General Public License, version 3", "binds what we write"),
        ("MIT AND SSPL-1.0", "binds what we write"),
        ("BSD-3-Clause AND LicenseRef-Proprietary", "binds what we write"),
        ("Copyright Kettle Limited; see the disclaimer", "not known"),
        ("", "not known"),
        ("Proprietary", "not known"),
    ],
)
def test_a_licence_that_binds_or_is_not_known_is_refused(licence: str, why: str) -> None:
    assert refused(licence) == why


@pytest.mark.parametrize(
    "name", sorted({name for lock in (RUN, BASE) for name, _, _ in pins(lock)})
)
def test_each_package_that_ships_has_a_licence_that_allows_it(name: str) -> None:
    try:
        licence = licence_of(name)
    except PackageNotFoundError:
        pytest.skip("not for this system")
    assert refused(licence) == "", f"{name}: {licence or 'none told'}"
