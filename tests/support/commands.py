"""The command line as a person or a script uses it, in this process and on real vaults."""

import functools
import io
import json
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli.main import main
from inspector_app.sync.client import Connect
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

PIN = "246813"


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it said as JSON."""
        return json.loads(self.out)


class Terminal:
    """Runs commands on the vault in one folder, with the cheapest key derivation allowed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.clock = Clock()
        self.connect: Connect | None = None
        """How base is reached; None: over the network."""
        self._environment = {
            "SPR_INSPECTOR_PASSPHRASE_FILE": str(self.file("passphrase.txt", PASSPHRASE)),
            "SPR_INSPECTOR_PIN_FILE": str(self.file("pin.txt", PIN)),
        }
        self.environment(monkeypatch, self._environment)

    def environment(self, monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str]) -> None:
        """Set exactly these of the variables that the command line reads."""
        for name in ("PASSPHRASE", "NEW_PASSPHRASE", "PIN"):
            monkeypatch.delenv(f"SPR_INSPECTOR_{name}_FILE", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    def file(self, name: str, content: str) -> Path:
        """Write a text file and return its path."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path

    def run(self, *words: str, data: Path | None = None) -> Ended:
        """Run a command and return how it ended."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(
                ["--data-dir", str(data or self.data), *words],
                lambda folder: vault_service(folder or self.data, self.clock, self.connect),
            )
        return Ended(code, out.getvalue(), err.getvalue())

    def done(self, *words: str, data: Path | None = None) -> Ended:
        """Run a command that must succeed."""
        ended = self.run(*words, data=data)
        assert ended.code == 0, ended
        return ended

    def begun(self) -> str:
        """Put a vault with an inspection of Cambridgeshire in place, and return its id."""
        self.data.mkdir()
        kept, inspection = _begun()
        for name, content in kept.items():
            path = self.data / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return inspection


@functools.cache
def _begun() -> tuple[dict[str, bytes], str]:
    """A vault's files with an inspection in them: made once, because keys are slow to derive."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vault = a_vault(folder)
        try:
            inspection = an_inspection(vault)
        finally:
            vault.close()
        files = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        return files, inspection
