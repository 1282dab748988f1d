"""From a bare laptop to a signed, verified summary, by what a screen reader is told alone."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.services.verifying import verify_alone
from tests.support.accessible_desktop import accessible_desktop
from tests.support.screen_reader import ScreenReader
from tests.support.vaults import PASSPHRASE
from tests.support.x_keyboard import CONTROL, XKeyboard

ROOT = Path(__file__).resolve().parents[2]
SAID = "said-by-the-program.txt"
PIN = "484-271"
HEADLINE = "The force can send what it owes."


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[ScreenReader]:
    """A screen reader beside the program as it is started by the user, on an empty laptop."""
    with (
        tempfile.TemporaryDirectory(prefix="spr-") as sockets,  # paths of sockets must be short
        listening(Path(sockets), tmp_path) as reader,
    ):
        yield reader


@contextmanager
def listening(sockets: Path, folder: Path) -> Iterator[ScreenReader]:
    with (
        accessible_desktop(sockets) as desktop,
        XKeyboard(desktop.environment["DISPLAY"]) as keyboard,
        ScreenReader(desktop.accessibility, keyboard) as reader,
        (folder / SAID).open("w", encoding="utf-8") as said,
        subprocess.Popen(
            [sys.executable, "-m", "inspector_app", "--data-dir", str(folder)],
            cwd=ROOT,
            env=desktop.environment,
            stderr=said,
        ) as program,
    ):
        try:
            yield reader
        finally:
            program.kill()
    assert "Traceback" not in (folder / SAID).read_text(encoding="utf-8")


def test_the_whole_job_is_done_by_what_a_screen_reader_is_told(
    reader: ScreenReader, tmp_path: Path
) -> None:
    make_vault(reader)
    begin_inspection(reader)
    answer_a_line(reader)
    attach(reader, tmp_path / "return.csv")
    write_headline(reader)
    sign(reader, tmp_path / "summary.pdf")
    verify(reader)
    assert verify_alone(tmp_path / "summary.pdf").verdict.exit_code == 0


def make_vault(reader: ScreenReader) -> None:
    reader.lands_on("Your name")
    reader.write("Jo Smith")
    reader.press("Tab")
    reader.lands_on("Your initials")
    reader.write("JS")
    reader.press("Tab")
    first = reader.lands_on("Passphrase")
    assert reader.is_secret(first.where), "a reader would speak the passphrase"
    reader.write(PASSPHRASE)
    reader.press("Tab")
    shown = reader.lands_on("Show the passphrase")
    assert "checked" not in shown.states
    reader.press("Tab")
    again = reader.lands_on("The same")
    assert reader.is_secret(again.where)
    assert reader.strays() == []
    reader.write("another one")
    reader.press("Return")
    reader.hears("The two passphrases differ")
    reader.press("a", CONTROL)
    reader.write(PASSPHRASE)
    reader.press("Return")
    reader.hears("Making the vault")
    reader.lands_on("New inspection")
    assert reader.strays() == []


def begin_inspection(reader: ScreenReader) -> None:
    reader.press("space")
    force = reader.lands_on("Force")
    reader.finds("17 of 17 sections with lines")  # the form is whole
    reader.write("cambr")
    reader.press("Down")
    reader.lands_on("Cambridgeshire Constabulary")
    reader.press("Return")
    reader.lands_on("Force")
    assert reader.text(force.where) == "Cambridgeshire Constabulary"
    reader.press("Tab")
    reader.lands_on("Strategic Policing Requirement")
    reader.press("Tab")
    reader.lands_on("Dates of fieldwork")
    assert reader.strays() == []
    reader.write("16 Sep 2013 to 20 Sep 2013")
    reader.press("Return", CONTROL)
    reader.lands_on("Terrorism. Capacity and contribution. 0 of 11 established.")
    assert reader.strays() == []


def answer_a_line(reader: ScreenReader) -> None:
    for threat in ("Civil emergencies", "Serious organised crime", "Public order"):
        reader.press("Down")
        reader.lands_on(threat)
    reader.press("Return")
    row = reader.lands_on("CC-PO-01. ")
    assert row.name.endswith("No answer yet.")
    assert "selected" in row.states
    assert reader.strays() == []
    reader.press("2")
    reader.hears("Met recorded")
    reader.wait_for(lambda: "Answer: Met." in reader.focus().name, "the answer in the row")
    reader.press("Return")
    reader.lands_on("Note")
    reader.write("Shown by the return.")
    reader.press("Escape")
    reader.hears("Note recorded")
    reader.lands_on("CC-PO-01. ")
    reader.press("Down")
    reader.lands_on("CC-PO-02. ")
    reader.press("x")
    reader.lands_on("1   Not supplied")
    reader.press("1")
    reader.hears("Not supplied recorded")
    row = reader.lands_on("CC-PO-02. ")
    assert "Answer: Not supplied." in row.name
    reader.press("z", CONTROL)
    reader.hears("Undone")
    assert reader.strays() == []


def attach(reader: ScreenReader, path: Path) -> None:
    path.write_text("unit,number\nPSU,8\n")
    reader.press("e", CONTROL)
    reader.lands_on("File name:")
    reader.write(str(path))
    reader.leave_by("Return")
    reader.hears("1 file attached: JS/1")
    row = reader.lands_on("CC-PO-02. ")
    reader.wait_for(lambda: "1 file." in reader.told(row.where).name, "the file in the row")


def write_headline(reader: ScreenReader) -> None:
    reader.press("h")
    reader.lands_on("Headline")
    reader.write(HEADLINE)
    reader.press("Return")
    reader.hears("Headline recorded")
    reader.lands_on("CC-PO-02. ")
    assert reader.strays() == []


def sign(reader: ScreenReader, path: Path) -> None:
    reader.press("p", CONTROL)
    form = reader.lands_on("Fieldwork record")
    assert "checked" in form.states
    assert reader.strays() == []
    reader.press("Return", CONTROL)
    reader.hears("Choose what to sign with")
    reader.lands_on("PKCS#12 file")
    reader.press("Tab")
    reader.lands_on("Choose a PKCS#12 file")
    reader.press("Tab")
    reader.lands_on("Make a self-issued identity")
    reader.press("space")
    pin = reader.lands_on("PIN, six characters or more")
    assert reader.is_secret(pin.where)
    assert reader.strays() == []
    reader.write(PIN)
    reader.press("Tab")
    reader.press("Tab")
    reader.lands_on("The same PIN again")
    reader.write(PIN)
    reader.press("Return")
    reader.hears("Identity made")
    reader.lands_on("Make a self-issued identity")
    reader.press("Return", CONTROL)
    reader.lands_on("File name:")
    reader.press("a", CONTROL)
    reader.write(str(path))
    reader.leave_by("Return")
    asked = reader.lands_on("PIN")
    assert reader.is_secret(asked.where)
    reader.write(PIN)
    reader.press("Return")
    reader.hears("The summary is signed")
    assert reader.strays() == []


def verify(reader: ScreenReader) -> None:
    reader.lands_on("Verify it")
    reader.press("space")
    verdict = reader.lands_on("summary.pdf: Genuine")
    assert verdict.description
    assert reader.strays() == []
