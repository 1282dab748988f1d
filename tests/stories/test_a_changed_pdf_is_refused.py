"""A signed summary is genuine for everybody's tools, and one changed byte is found out."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from tests.support.commands import Terminal
from tests.support.signed_reports import byte_range
from tests.support.vaults import a_vault

FORCE = "Cambridgeshire"
SIGNER = "Jo Ŵyn"
RANDOM_PLACES = 2


@dataclass(frozen=True)
class Summary:
    """The signed summary of the sample, and the terminal it was signed on."""

    terminal: Terminal
    path: Path

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()

    def changed(self, place: int) -> Path:
        """A copy with one bit of one byte changed."""
        content = bytearray(self.content)
        content[place] ^= 1
        copy = self.path.with_name("changed.pdf")
        copy.write_bytes(content)
        return copy


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summary]:
    """Exported and signed on the command line, once: that takes far longer than to verify it."""
    folder = tmp_path_factory.mktemp("summary")
    with pytest.MonkeyPatch.context() as monkeypatch:
        terminal = Terminal(folder, monkeypatch)
        terminal.data.mkdir()
        vault = a_vault(terminal.data, terminal.clock)
        vault.sample.open_sample()
        vault.close()
        terminal.done("identity", "new", SIGNER)
        path = folder / "summary.pdf"
        terminal.done("export", FORCE, "--pdf", str(path), "--sections", "PO")
        yield Summary(terminal, path)


def pdfsig(path: Path) -> str:
    return subprocess.run(
        ["pdfsig", "-nocert", str(path)], check=False, capture_output=True, text=True
    ).stdout


def openssl(summary: Summary, path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Let OpenSSL check the signature, at the time of signing, over the bytes that it covers."""
    content = path.read_bytes()
    _, before, after, length = byte_range(content)
    cms = bytes.fromhex(content[before + 1 : after - 1].decode())
    certificates = subprocess.run(
        ["openssl", "pkcs7", "-inform", "DER", "-print_certs"],
        input=cms,
        check=True,
        capture_output=True,
    )
    (folder / "trusted.pem").write_bytes(certificates.stdout)
    (folder / "cms").write_bytes(cms)
    (folder / "signed").write_bytes(content[:before] + content[after : after + length])
    return subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-cades"),
            *("-in", str(folder / "cms"), "-content", str(folder / "signed")),
            *("-CAfile", str(folder / "trusted.pem"), "-purpose", "any"),
            *("-attime", str(int(summary.terminal.clock.time.timestamp())), "-out", os.devnull),
        ],
        check=False,
        capture_output=True,
        text=True,
    )


def places(summary: Summary) -> dict[str, int]:
    """Places of single bytes under the signature, by what they are part of."""
    content = summary.content
    with pikepdf.open(summary.path) as pdf:
        page = pdf.pages[3].Contents.read_raw_bytes()
        data = pdf.attachments["report-snapshot.json"].obj.EF.F.read_raw_bytes()
    _, before, after, length = byte_range(content)
    found = {
        "the words on a page": content.index(page) + len(page) // 2,
        "the attached data": content.index(data) + len(data) // 2,
        "the document's title": content.index(b"/Title (Cambridge") + len(b"/Title (C"),
        "the time of signing": content.rindex(b"/M (D") + 12,
        "what follows the signature": after + length - 3,
    }
    assert all(place < before or place >= after for place in found.values())
    return found


def test_the_good_one_is_good_by_every_tool(summary: Summary, tmp_path: Path) -> None:
    said = summary.terminal.run("verify", str(summary.path))
    assert said.code == 0, said
    assert "This report is genuine: nothing in it was changed since it was signed." in said.out
    assert f"signed by {SIGNER} (self-issued)" in said.out
    assert "Its data are what this laptop would print of the inspection now." in said.out
    of_poppler = pdfsig(summary.path)
    assert "Signature is Valid." in of_poppler
    assert "Total document signed" in of_poppler
    assert f"Signer Certificate Common Name: {SIGNER} (self-issued)" in of_poppler
    of_openssl = openssl(summary, summary.path, tmp_path)
    assert of_openssl.returncode == 0, of_openssl.stderr


@pytest.mark.parametrize(
    "part",
    ["the words on a page", "the attached data", "the document's title", "the time of signing"],
)
def test_one_changed_byte_is_found_out(summary: Summary, tmp_path: Path, part: str) -> None:
    changed = summary.changed(places(summary)[part])
    said = summary.terminal.run("verify", str(changed))
    assert said.code == 1, said
    assert said.out.startswith("This file is not genuine"), said.out
    assert "is genuine:" not in said.out
    assert "Signature is Valid." not in pdfsig(changed)
    assert openssl(summary, changed, tmp_path).returncode != 0


def test_wherever_the_byte_is_the_file_does_not_pass(summary: Summary) -> None:
    size = len(summary.content)
    _, _, after, _ = byte_range(summary.content)
    seed = random.randrange(10**6)
    chosen = [
        places(summary)["what follows the signature"],
        after - 8,  # the filling behind the signature, which it cannot cover
        *random.Random(seed).sample(range(size), RANDOM_PLACES),
    ]
    for place in chosen:
        # Where the file cannot even be read any more, verifying says so instead.
        code = summary.terminal.run("verify", str(summary.changed(place))).code
        assert code in (1, 2), f"byte {place} of {size}, seed {seed}"


def test_the_program_itself_says_so_by_its_exit_code(summary: Summary) -> None:
    """As a script sees it: another process, no vault, no passphrase."""
    changed = summary.changed(places(summary)["the words on a page"])
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SPR_INSPECTOR")
    }
    codes = [
        subprocess.run(
            [sys.executable, "-m", "inspector_app", "verify", str(path)],
            env=environment,
            check=False,
            capture_output=True,
        ).returncode
        for path in (summary.path, changed, Path(__file__))
    ]
    assert codes == [0, 1, 2]
