"""Nothing that opens anything is committed: no keys, no tokens, no passwords of a real place.

A file that names a secret for a reason stands in :data:`ALLOWED` with that reason.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.test_committed_files import TOP, committed_files

PATTERNS = {
    "a private key": re.compile(
        rb"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:\s*[A-Za-z0-9+/=\s]{40}|\r?\n[A-Z\r\n])"
    ),
    "a private key without words": re.compile(
        # PKCS#12, PKCS#8, PKCS#1 and SEC 1, as DER begins them (RFC 7292, 5958, 8017, 5915).
        rb"\A0(?:\x82..|\x81.|[\x20-\x7f])\x02\x01(?:\x030\x82|\x000[\x05-\x20]\x06|\x00\x02\x82"
        rb"|\x01\x04[\x14-\x48])",
        re.DOTALL,
    ),
    "an age key": re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(
        rb"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}"
        rb"|sk-[A-Za-z0-9]{32,}"
        rb"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    ),
    "a password in an address": re.compile(rb"[a-z][a-z0-9+]*://[^/\s:@\"'{<]+:[^/\s:@\"'{<]{3,}@"),
    "a password that is set": re.compile(
        rb"(?i)(?:password|passwd|secret|token|api_?key)[\"']?\s*[:=]\s*[\"'][^\"'\s{}]{12,}[\"']"
    ),
    "a word that lets in": re.compile(
        rb"(?i)authorization: (?:basic|bearer) [A-Za-z0-9+/_.=-]{12,}"
    ),
}
UNQUOTED = re.compile(
    rb"(?im)^[ \t-]*[\w.-]*(?:password|passwd|secret|token|api_?key)[ \t]*[:=][ \t]*"
    rb"[^\s\"'{}<>$()\[\],/]{12,}\r?$"
)
"""As settings are written; in a program it is a name."""
FILES_OF_SECRETS = re.compile(
    r"(?:^|/)(?:[^/]*\.(?:p12|pfx|jks|keystore|kdbx|key|env)|\.env[^/]*|\.pgpass|\.netrc"
    r"|id_(?:rsa|dsa|ecdsa|ed25519))$"
)
_LONG = re.compile(rb"(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/=-])")
_DISORDERED = 4.6
"""Bits a character: random Base64 of 40 characters has 4.9, words run together less than 4.2."""
_PACKED = {".png", ".jpg", ".ttf", ".woff2", ".ico", ".pdf"}
"""Disordered by themselves; whatever has a form is looked for in them too."""
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


def names(content: bytes, file: str = "a.py") -> Iterator[str]:
    """Yield what is wrong with a file's content, or with its name."""
    if FILES_OF_SECRETS.search(file):
        yield "a file that secrets are kept in"
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(content):
            yield f"{what}: {found[0][:60]!r}"
    if not file.endswith(".py"):
        for found in UNQUOTED.finditer(content):
            yield f"a password that is set: {found[0][:60]!r}"
    for found in () if Path(file).suffix in _PACKED else _LONG.finditer(content):
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
        and not name.startswith(_CORPUS)
        for what in names(path.read_bytes(), name)
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
        "Authorization: " + "Basic a2ltOmh1bnRlcjIyaHVudGVyMjI=",
        "github" + "_pat_11ABCDEFG0" + "a" * 30,
        "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----\n\nlFgEZf\n",
        "-----BEGIN RSA " + "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n",
        "5vGq0Y7x/PzB" + "n1Wc8sKJd3RfU2" + "hTgLm9EoQaXyZ4iVt6",
    ],
)
def test_the_scan_finds_what_it_is_for(sample: str) -> None:
    assert list(names(sample.encode()))
    assert not list(names(b"a line of code = made(of, words) and_a_name_that_is_rather_long(x)"))


@pytest.mark.parametrize(
    "start",
    [
        "308209b2020103308209",  # PKCS#12
        "308187020100301306072a8648ce3d0201",  # PKCS#8 of a curve
        "302e020100300506032b6570",  # PKCS#8 of Ed25519
        "308204a40201000282010100",  # PKCS#1
        "30770201010420",  # SEC 1
    ],
)
def test_a_key_in_binary_form_is_found_whatever_its_file_is_called(start: str) -> None:
    assert list(names(bytes.fromhex(start) + bytes(80), "a.png"))
    assert not list(names(b"\0" + bytes.fromhex(start) + bytes(80), "a.png"))


def test_settings_and_files_that_secrets_are_kept_in_are_found() -> None:
    assert list(names(b"user: kim\n  db_pass" + b"word: hunter2hunter2\n", "deploy.yaml"))
    assert not list(names(b"password: None\nsecret = made(of, words)\n", "deploy.yaml"))
    for file in ("a/kim.p12", ".env", "a/.pgpass", "id_ed25519", "base.env"):
        assert list(names(b"", file)), file
    for file in ("a/keys.py", "environment.md", "monkey"):
        assert not list(names(b"", file)), file
