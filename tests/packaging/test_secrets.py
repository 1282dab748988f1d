"""Nothing that opens anything is committed: no keys, no tokens, no passwords of a real place.

A file that names a secret for a reason stands in :data:`ALLOWED` with that reason.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.packaging.test_committed_files import TOP, committed_files

PATTERNS = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{40}"),
    "an age key": re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(
        rb"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|sk-[A-Za-z0-9]{32,}"
        rb"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    ),
    "a password in an address": re.compile(rb"[a-z][a-z0-9+]*://[^/\s:@\"'{<]+:[^/\s:@\"'{<]{3,}@"),
    "a password that is set": re.compile(
        rb"(?i)(?:password|passwd|secret|token|api_?key)[\"']?\s*[:=]\s*[\"'][^\"'\s{}]{12,}[\"']"
    ),
}
_LONG = re.compile(rb"(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/=-])")
_DISORDERED = 4.6
"""Bits a character: random Base64 of 40 characters has 4.9, words run together less than 4.2."""
_WITHOUT_SECRETS = {".lock", ".png", ".jpg", ".ttf", ".woff2", ".ico", ".svg", ".pdf"}
_CORPUS = "tests/fuzz/corpus/"
"""Spoilt files, of keys that tests make anew."""

_INVENTED = "a word that a test hides and looks for, which opens nothing"
ALLOWED = dict.fromkeys(
    (
        "tests/reports/test_content.py",
        "tests/reports/test_layout.py",
        "tests/reports/test_nothing_leaks.py",
        "tests/support/records.py",
    ),
    _INVENTED,
)


def names(content: bytes) -> Iterator[str]:
    """Yield what is wrong with a file's content."""
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(content):
            yield f"{what}: {found[0][:60]!r}"
    for found in _LONG.finditer(content):
        if disorder(found[0]) > _DISORDERED and not found[0].startswith(b"/"):
            yield f"something like a key: {found[0][:60]!r}"


def disorder(text: bytes) -> float:
    """Return the entropy of ``text`` in bits a character. Source: Shannon (1948)."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def test_no_secret_is_committed() -> None:
    told = [
        f"{name}: {what}"
        for path in committed_files()
        if (name := path.relative_to(TOP).as_posix()) not in ALLOWED
        and path.suffix not in _WITHOUT_SECRETS
        and not name.startswith(_CORPUS)
        for what in names(path.read_bytes())
    ]
    assert told == []


def test_every_exception_is_a_file_that_needs_one() -> None:
    for name in ALLOWED:
        assert list(names((TOP / name).read_bytes())), name


@pytest.mark.parametrize(
    "sample",
    [
        "-----BEGIN " + "PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n",
        "AGE-SECRET-" + "KEY-1" + "Q" * 58,
        "AKIA" + "ABCDEFGHIJ234567",
        "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a",
        "postgresql:" + "//kim:hunter22@db/base",
        "pass" + "word = 'correct-horse-battery'",
        "5vGq0Y7x/PzB" + "n1Wc8sKJd3RfU2" + "hTgLm9EoQaXyZ4iVt6",
    ],
)
def test_the_scan_finds_what_it_is_for(sample: str) -> None:
    assert list(names(sample.encode()))
    assert not list(names(b"a line of code = made(of, words) and_a_name_that_is_rather_long(x)"))
