"""What preparing and signing a very large report costs in memory.

Usage: python -m tests.benchmarks.signing [SIZE_MB]    (300 by default)

The file is as large by its photos; each step runs in a fresh process on the file that the step
before left. Memory is the peak above the start, in MB; CPU is user and system time, with that of
hashing the file once, which no signature can do without, as the baseline.
"""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.own_cost import cost_of
from tests.benchmarks.telling import tell

_MEMORY_LIMIT_MB = 100
_PHOTO_MB = 1


def main() -> None:
    size_mb = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory(prefix="signing-benchmark-") as name:
        runs = {step: _run(step, Path(name), size_mb) for step in _STEPS}
    for step, words in (("prepare", "preparing"), ("sign", "signing"), ("verify", "verifying")):
        run = runs[step]
        promise = f"{words} {size_mb} MB, MB above start against the promise"
        tell(promise, run["memory_mb"], _MEMORY_LIMIT_MB, 1.0, "", digits=1)
        bare = runs["hash"]["cpu_s"]
        tell(f"{words} {size_mb} MB, CPU s against one hash", run["cpu_s"], bare, None, "")


def _run(step: str, folder: Path, size_mb: int) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, step, str(folder), str(size_mb)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(run.stdout))


# In a process of its own


def _draw(folder: Path, size_mb: int) -> None:
    """Write pages that are photos, as large as asked for."""
    import os

    from PIL import Image
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    canvas = Canvas(str(folder / "pages.pdf"), invariant=1)
    for _ in range(size_mb // _PHOTO_MB):
        photo = io.BytesIO()
        # What cannot be packed: a JPEG of noise is as large as its pixels.
        side = int((_PHOTO_MB * 1_000_000 / 0.99) ** 0.5)
        Image.frombytes("L", (side, side), os.urandom(side * side)).save(photo, "JPEG", quality=95)
        canvas.drawImage(ImageReader(photo), 100, 200, 400, 400)
        canvas.showPage()
    canvas.save()


def _prepare(folder: Path, _size_mb: int) -> None:
    from tests.support.pki import NOW
    from tests.support.signed_reports import FIELDS, SNAPSHOT, prepare

    prepare(
        folder / "pages.pdf",
        folder / "prepared.pdf",
        snapshot=json.dumps(SNAPSHOT).encode(),
        title="Testshire",
        subject="OFFICIAL",
        created_at=NOW,
        fields=FIELDS,
    )


def _sign(folder: Path, _size_mb: int) -> None:
    from inspector_app.reports.identity import opened, self_issued
    from tests.support.pki import NOW
    from tests.support.signed_reports import TYPEFACE, sign_file

    with opened(self_issued("Jo", issued_at=NOW), at=NOW) as signer:
        facts = {"capacity": "Inspector", "typeface": TYPEFACE, "signed_at": NOW}
        sign_file(folder / "prepared.pdf", folder / "signed.pdf", signer, **facts)


def _verify(folder: Path, _size_mb: int) -> None:
    from inspector_app.reports.examination import examined
    from inspector_app.reports.verifying import State

    with (folder / "signed.pdf").open("rb") as file:
        verdict = examined(file, trusted=())
    assert verdict.state is State.GENUINE, verdict.problems


def _hash(folder: Path, size_mb: int) -> None:
    with (folder / "signed.pdf").open("rb") as file:
        assert file.seek(0, io.SEEK_END) >= size_mb * 1_000_000
        file.seek(0)
        hashlib.file_digest(file, "sha256").hexdigest()


_STEPS: dict[str, Callable[[Path, int], None]] = {
    "draw": _draw,
    "prepare": _prepare,
    "sign": _sign,
    "verify": _verify,
    "hash": _hash,
}


def _measure(step: str, folder: Path, size_mb: int) -> None:
    if step in ("prepare", "sign", "verify"):
        with tempfile.TemporaryDirectory() as name:  # what is measured is no loading
            for each in ("draw", "prepare", "sign", "verify"):
                _STEPS[each](Path(name), 2 * _PHOTO_MB)
    print(json.dumps(cost_of(lambda: _STEPS[step](folder, size_mb))))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
