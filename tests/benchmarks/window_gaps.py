"""The longest gap on the window's thread while work is done, against a bare worker's.

Usage: python -m tests.benchmarks.window_gaps [SIZE_MIB] [CHANGES]    (256 and 100,000 by default)

A timer on the window's thread fires every two milliseconds, and the longest time between two of
its firings counts, without the time for which other programs had the processor. Once the real
window is at work, driven by keys, over real vaults: it records answers, attaches a file of
SIZE_MIB, unlocks and opens an inspection of CHANGES changes, exports and signs the sample. Once a
bare worker thread does the same bytes with the libraries alone, while an empty application runs the
timer: the same rows, hashes and signatures in raw SQLCipher; reading, hashing, encrypting, writing
and syncing; Argon2id and reading and hashing the rows; the words of the summary set by ReportLab,
saved by pikepdf and signed by pyHanko. What opening a section costs the window's thread is all its
own work, so ``open_section`` measures it.

Each figure is of a fresh process and the lowest of three taken in turns. Memory is the peak of the
process above where it stood when the work began.
"""

import asyncio
import gc
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from inspector_app.domain.ids import LineId
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.report_page import ReportPage
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.vault.derivation import calibrated
from tests.benchmarks import evidence_file, one_answer, open_100k
from tests.benchmarks.gui_ticks import Ticks, memory_kib
from tests.support.commands import PIN
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, a_vault

_ROUNDS = 3
_ANSWERS = 40
_LINE = LineId("CC-PO-02")
_SAMPLE, _LONG, _FILE, _WORDS = "sample", "long", "film.bin", "words.json"
_TASKS = {
    "answer": f"recording {_ANSWERS} answers",
    "attach": "attaching {mib} MiB",
    "open": "unlocking and opening {changes:,} changes",
    "export": "exporting and signing the sample",
    "export-again": "exporting and signing the sample once more",
}


def main() -> None:
    size_mib = int(sys.argv[1]) if len(sys.argv) > 1 else 256
    changes = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory(prefix="gaps-benchmark-") as name:
        folder = Path(name)
        _prepare(folder, size_mib, changes)
        for task, words in _TASKS.items():
            rounds = [
                {way: _run(way, task, folder) for way in ("window", "bare")} for _ in range(_ROUNDS)
            ]
            title = words.format(mib=size_mib, changes=changes)
            for figure, what, unit in (
                ("gap_ms", "longest GUI gap", "ms"),
                ("memory_mb", "memory", "MB above start"),
            ):
                measured = min(each["window"][figure] for each in rounds)
                baseline = min(each["bare"][figure] for each in rounds)
                line = {
                    "name": f"{title}, {what}",
                    "measured": round(measured, 1),
                    "baseline": round(baseline, 1),
                    "ratio": round(measured / baseline, 2) if baseline >= 1 else None,
                    "limit": None,
                    "unit": unit,
                }
                print(json.dumps(line), flush=True)


def _prepare(folder: Path, size_mib: int, changes: int) -> None:
    """Make the vaults, the file, and the words that the bare export sets."""
    with (folder / _FILE).open("wb") as file:
        for _ in range(size_mib):
            file.write(os.urandom(1 << 20))
        os.fsync(file.fileno())
    vault = a_vault(folder / _SAMPLE)
    inspection = vault.sample.open_sample()
    vault.reports.make_identity("Jo Smith", PIN)
    printed = vault.reports.content(inspection)
    from inspector_app.reports.snapshot import snapshot

    (folder / _WORDS).write_bytes(snapshot(printed, 0))
    vault.close()
    open_100k._make(folder / _LONG, changes, calibrated())


def _run(way: str, task: str, folder: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, task, folder],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(run.stdout))


# The window at work


class Window:
    """The real window on one of the vaults."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # What one run records must not be there for the next.
        self._scratch = Path(tempfile.mkdtemp(dir=folder))

    def answer(self, ticks: Ticks) -> None:
        desk, page = self._section()

        def heads() -> object:
            return page._inspection.standing.answer(_LINE).heads

        for number in range(_ANSWERS):
            before = heads()
            key = Qt.Key.Key_2 if number % 2 else Qt.Key.Key_1
            ticks.run(
                lambda key=key: QTest.keyClick(desk.target, key),  # type: ignore[misc]
                lambda before=before: heads() != before and desk.jobs.is_idle,  # type: ignore[misc]
            )

    def attach(self, ticks: Ticks) -> None:
        desk, page = self._section()
        before = len(page._inspection.standing.evidence())
        ticks.run(
            lambda: page.evidence.attach([self._folder / _FILE]),
            lambda: len(page._inspection.standing.evidence()) > before and desk.jobs.is_idle,
        )

    def open(self, ticks: Ticks) -> None:
        desk = DeskWindow(self._folder / _LONG)
        QTest.keyClicks(desk.target, PASSPHRASE)
        ticks.run(
            lambda: QTest.keyClick(desk.target, Qt.Key.Key_Return),
            lambda: desk.screen is Screen.INSPECTIONS and desk.jobs.is_idle,
        )
        ticks.run(
            lambda: QTest.keyClick(desk.target, Qt.Key.Key_Return),
            lambda: desk.screen in (Screen.BOARD, Screen.SECTION) and desk.jobs.is_idle,
        )

    def export(self, ticks: Ticks) -> None:
        desk, page = self._report()
        self._sign(desk, page, ticks)

    def export_again(self, ticks: Ticks) -> None:
        desk, page = self._report()
        self._sign(desk, page, Ticks())
        page._on_result_closed()
        desk.settle()
        self._sign(desk, page, ticks)

    def _sign(self, desk: DeskWindow, page: ReportPage, ticks: Ticks) -> None:
        desk.ctrl(Qt.Key.Key_Return)
        dialog = desk.dialog()
        assert isinstance(dialog, QFileDialog)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(self._scratch / f"summary-{time.time_ns()}.pdf"))
        desk.key(Qt.Key.Key_Return)
        QTest.keyClicks(desk.target, PIN)
        page._exported = None
        ticks.run(
            lambda: QTest.keyClick(desk.target, Qt.Key.Key_Return),
            lambda: page._exported is not None and desk.jobs.is_idle,
        )

    def _section(self) -> tuple[DeskWindow, SectionPage]:
        desk = self._opened()
        desk.key(Qt.Key.Key_Return)
        page = desk.window.current_page
        assert isinstance(page, SectionPage)
        page.arrive(_LINE)
        desk.settle()
        return desk, page

    def _report(self) -> tuple[DeskWindow, ReportPage]:
        desk = self._opened()
        desk.ctrl(Qt.Key.Key_P)
        page = desk.window.current_page
        assert isinstance(page, ReportPage)
        return desk, page

    def _opened(self) -> DeskWindow:
        sample = self._scratch / _SAMPLE
        shutil.copytree(self._folder / _SAMPLE, sample)
        desk = DeskWindow(sample)
        desk.unlock()
        desk.key(Qt.Key.Key_Return)
        return desk


# The same bytes by a bare worker


class Bare:
    """Plain functions over the libraries, each run by a plain thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scratch = Path(tempfile.mkdtemp(dir=folder))

    def answer(self) -> None:
        writer = one_answer.Bare(self._scratch / "bare.db")
        for number in range(_ANSWERS):
            writer.answer(number)
        writer.close()

    def attach(self) -> None:
        evidence_file._by_library(self._folder / _FILE, self._scratch)

    def open(self) -> None:
        """Argon2id; then every header is hashed and every body that stands is parsed."""
        import hashlib

        from sqlcipher3 import dbapi2 as sqlcipher

        from inspector_app.vault import keyfile

        key = keyfile.unlock(self._folder / _LONG / "vault", PASSPHRASE).keys.database
        connection = sqlcipher.connect(str(self._folder / _LONG / "vault" / "vault.db"))
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        hashed = [
            hashlib.sha256(b"spr-change/1\0" + header).hexdigest()
            for (header,) in connection.execute("SELECT header FROM header ORDER BY position")
        ]
        bodies = "SELECT body FROM version JOIN body ON body.change_id = version.change_id"
        standing = [json.loads(body) for (body,) in connection.execute(bodies)]
        connection.close()
        if not (len(hashed) >= len(standing) > 0):
            raise ValueError("the vault is not what it was made to be")

    def export(self) -> None:
        from datetime import UTC, datetime

        import pikepdf
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSignatureMetadata, PdfSigner
        from pyhanko.sign.fields import SigFieldSpec
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import Paragraph, SimpleDocTemplate

        from inspector_app.reports.identity import opened, self_issued
        from inspector_app.vault.derivation import FLOOR, derived

        derived(PIN, b"s" * 16, FLOOR)
        said = json.loads((self._folder / _WORDS).read_bytes())
        style = getSampleStyleSheet()["BodyText"]
        for _ in range(2):  # contents need page numbers, so the summary is set twice as well
            pages = io.BytesIO()
            story = [Paragraph(_escaped(words), style) for words in _texts(said)]
            SimpleDocTemplate(pages).build(story)
        prepared = io.BytesIO()
        with pikepdf.open(pages) as pdf:
            pdf.attachments["data"] = pikepdf.AttachedFileSpec(
                pdf,
                json.dumps(said).encode(),
                filename="data.json",
                mime_type="application/json",
                creation_date="",
                mod_date="",
                description="",
            )
            pdf.save(prepared)
        now = datetime.now(UTC)
        with opened(self_issued("Jo Smith", issued_at=now), at=now) as identity:
            signer = PdfSigner(
                PdfSignatureMetadata(field_name="Inspector", md_algorithm="sha256"),
                signer=identity.signer,
                new_field_spec=SigFieldSpec("Inspector"),
            )
            with (self._scratch / "signed.pdf").open("w+b") as output:
                writer = IncrementalPdfFileWriter(prepared)
                asyncio.run(signer.async_sign_pdf(writer, output=output))
                output.flush()
                os.fsync(output.fileno())

    def export_again(self) -> None:
        self.export()


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if " " in value else []
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _measure(way: str, task: str, folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    verb = task.replace("-", "_")
    ticks = Ticks()
    if way == "window":
        getattr(Window(folder), verb)(ticks)
    else:
        bare = Bare(folder)
        if task == "export-again":
            bare.export()
        gc.disable()  # as the window has it, which collects on its own thread
        threading.excepthook = _fail
        thread = threading.Thread(target=getattr(bare, verb))
        ticks.run(thread.start, lambda: not thread.is_alive())
    memory_mb = (memory_kib("VmHWM") - ticks.before_kib) / 1024
    print(json.dumps({"gap_ms": ticks.longest_ms, "memory_mb": memory_mb}), flush=True)
    del app
    os._exit(0)  # closing is no part of it


def _fail(failure: threading.ExceptHookArgs) -> NoReturn:
    """End the measuring: what a worker did not do cannot be compared with."""
    threading.__excepthook__(failure)
    os._exit(1)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main()
