"""How every command begins and ends: help, secrets, exit codes, JSON, and faults of our own."""

import argparse
import contextlib
import io
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from inspector_app.cli.commands.level import READING
from inspector_app.cli.exits import MEANINGS, Exit
from inspector_app.cli.main import main
from inspector_app.cli.parser import parsed, parser
from inspector_app.domain import errors
from tests.support.authorities import authorities
from tests.support.base import a_served_base
from tests.support.commands import Terminal
from tests.support.small_packs import of_the_shipped
from tests.support.vaults import PASSPHRASE, vault_service

ROOT = Path(__file__).parents[2]


def commands(of: argparse.ArgumentParser | None = None) -> Iterator[argparse.ArgumentParser]:
    """Every command that can be typed, levels included."""
    of = of or parser()
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield command
                yield from commands(command)


def verbs() -> set[str]:
    return {run for command in commands() if (run := command.get_default("run"))}


# Help


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.prog)
def test_every_command_explains_itself_with_an_example_that_can_be_typed(
    command: argparse.ArgumentParser,
) -> None:
    assert command.description
    assert command.description.endswith(".")
    if not command.get_default("run"):
        return
    examples = re.findall(r"^  spr-inspector (.+)$", command.epilog or "", re.MULTILINE)
    assert examples
    for example in examples:
        words = _shell_words(example)
        assert parsed(words).run == command.get_default("run"), example


def test_the_commands_in_the_readme_can_be_typed() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^    spr-inspector (.+)$", readme, re.MULTILINE)
    assert len(found) >= 5
    for command in found:
        assert parsed(_shell_words(command)).run


def _shell_words(line: str) -> list[str]:
    typed = line.replace("“", '"').replace("”", '"')
    return subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {typed}"], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_help_names_every_exit_code_and_the_whole_job(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.OK
    told = capsys.readouterr().out
    for code, meaning in MEANINGS.items():
        assert re.search(rf"^ +{code.value}  {re.escape(meaning)}$", told, re.MULTILINE)
    assert set(MEANINGS) == set(Exit)
    assert "demo --out" in told
    assert 69 not in set(Exit)  # the set-up script's own


def test_the_help_says_with_what_an_exchange_ends_of_which_not_all_came_about() -> None:
    """As merge, pack-transfer, take-answer and base fetch do: nothing is wrong with any file."""
    assert "not all of it travelled" in MEANINGS[Exit.CANNOT_TELL]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == Exit.OK
    assert re.fullmatch(r"SPR Inspector \d+\.\d+\.\d+\n", capsys.readouterr().out)


# Exit codes


@pytest.mark.parametrize(
    "words",
    [
        ("unheard-of",),
        ("list", "--unheard-of"),
        ("journal",),
        ("verify",),
        ("export", "X"),
        ("answer", "X", "CC-PO-09", "--outcome", "x"),
        ("--json",),
    ],
)
def test_misuse_never_reads_as_a_verdict(terminal: Terminal, words: tuple[str, ...]) -> None:
    ended = terminal.run(*words)
    assert ended.code == Exit.USAGE
    assert "spr-inspector" in ended.err or "--json needs a command" in ended.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NotFound, 66),
        (errors.NotAtBase, 66),
        (errors.BaseAway, 68),
        (errors.RuleViolation, 65),
        (errors.BadInput, 65),
        (errors.PackDamaged, 65),
        (errors.WrongPassphrase, 77),
        (errors.VaultDamaged, 65),
        (errors.VaultInUse, 75),
        (errors.VaultTooNew, 65),
        (errors.VaultLocked, 75),
        (errors.EvidenceDamaged, 65),
        (errors.DeviceFull, 73),
        (errors.JournalDamaged, 65),
        (errors.SigningFailed, 65),
        (errors.Cancelled, 130),
    ],
)
def test_each_refusal_is_one_sentence_and_one_code(
    error: type[errors.InspectorError], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def refusing(_: Path | None) -> NoReturn:
        raise error("What happened, and what to do.")

    assert main(["list"], refusing) == code
    ended = capsys.readouterr()
    assert (ended.out, ended.err) == ("", "What happened, and what to do.\n")
    assert main(["--json", "list"], refusing) == code
    assert json.loads(capsys.readouterr().out) == {
        "error": error.__name__,
        "sentence": "What happened, and what to do.",
        "exit": code,
    }


def test_a_second_instance_and_a_wrong_passphrase_have_codes_of_their_own(
    terminal: Terminal,
) -> None:
    terminal.begun()
    wrong = terminal.file("wrong.txt", PASSPHRASE[::-1])
    assert terminal.run("list", "--passphrase-file", str(wrong)).code == Exit.WRONG_SECRET
    opened = vault_service(terminal.data).unlock(PASSPHRASE)
    try:
        assert terminal.run("list").code == Exit.IN_USE
    finally:
        opened.close()


# A fault of the program


def test_a_fault_of_the_program_is_apologised_for_and_written_down_without_secrets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Path | None) -> NoReturn:
        raise ValueError("passphrase hunter2") from KeyError("the answer was: eight shields")

    data = tmp_path / "data"
    assert main(["--data-dir", str(data), "show", "Secretshire"], broken) == Exit.BUG
    told = capsys.readouterr().err
    log = data / "logs" / "faults.log"
    assert "Sorry" in told
    assert str(log) in told
    written = log.read_text(encoding="utf-8")
    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert "test_main.py" in written
    assert "inspecting.show" in written
    for secret in ("hunter2", "shields", "Secretshire"):
        assert secret not in written + told


def test_a_fault_that_cannot_be_written_down_is_still_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Path | None) -> NoReturn:
        raise ZeroDivisionError

    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    assert main(["--data-dir", str(taken), "list"], broken) == Exit.BUG
    assert "could not be written down" in capsys.readouterr().err


def test_the_log_of_faults_does_not_grow_for_ever(tmp_path: Path) -> None:
    def broken(_: Path | None) -> NoReturn:
        raise ZeroDivisionError

    log = tmp_path / "logs" / "faults.log"
    log.parent.mkdir()
    log.write_text("x" * 2_000_000, encoding="utf-8")
    with contextlib.redirect_stderr(io.StringIO()):
        assert main(["--data-dir", str(tmp_path), "list"], broken) == Exit.BUG
    assert 0 < log.stat().st_size < 10_000


# Secrets


def test_without_a_terminal_a_missing_secret_is_refused_and_not_waited_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.begun()
    terminal.environment(monkeypatch, {})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    ended = terminal.run("list")
    assert ended.code == Exit.USAGE
    assert "--passphrase-file" in ended.err
    assert "SPR_INSPECTOR_PASSPHRASE_FILE" in ended.err


def test_no_option_takes_a_secret_itself() -> None:
    for command in [parser(), *commands()]:
        for action in command._actions:
            names = "/".join(action.option_strings)
            if re.search("passphrase|pin|password|secret", names):
                assert names.endswith("-file"), f"{command.prog} {names}"


def test_the_first_line_of_the_file_is_the_secret_whatever_ends_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.begun()
    terminal.environment(monkeypatch, {})
    for content in (f"{PASSPHRASE}\r\nmore", f"\ufeff{PASSPHRASE}"):
        file = terminal.file("windows.txt", content)
        terminal.done("list", "--passphrase-file", str(file))
    empty = terminal.file("empty.txt", "")
    assert terminal.run("list", "--passphrase-file", str(empty)).code == Exit.BAD_INPUT
    assert terminal.run("list", "--passphrase-file", "gone.txt").code == Exit.NOT_FOUND


def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(terminal: Terminal) -> None:
    terminal.begun()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPR_INSPECTOR")}
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", "--data-dir", str(terminal.data), "list"],
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        cwd=ROOT,
        env=environment,
        text=True,
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    while b"Passphrase: " not in shown:
        shown += os.read(leader, 1000)
    os.write(leader, f"{PASSPHRASE}\n".encode())
    out, _ = child.communicate(timeout=60)
    with contextlib.suppress(OSError):  # the other end is gone: all was read
        while more := os.read(leader, 1000):
            shown += more
    os.close(leader)
    assert child.returncode == 0
    assert "Cambridgeshire" in out
    assert PASSPHRASE.encode() not in shown


# What is written out


def test_nothing_in_the_data_can_steer_the_terminal(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Fine\x1b[2J\x07 really")
    shown = terminal.done("show", "Cambr", "CC-PO").out
    assert "\x1b" not in shown
    assert "\\x1b[2J" in shown
    assert terminal.done("--json", "show", "Cambr", "CC-PO").data["headline"].startswith("Fine\x1b")


def test_output_that_nobody_reads_ends_quietly() -> None:
    # Unbuffered, Python itself takes a write that was cut short for a whole one.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    child = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", "pack", "show", "spr-2012", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    )
    assert child.stdout
    assert child.stderr
    child.stdout.read(10)
    child.stdout.close()
    complaint = child.stderr.read()
    child.stderr.close()
    assert child.wait(timeout=60) == Exit.UNREAD
    assert complaint == b""


def test_stopping_by_the_keyboard_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: Path | None) -> NoReturn:
        raise KeyboardInterrupt

    assert main(["list"], interrupted) == Exit.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_terminal_of_another_alphabet_gets_what_it_can_show(terminal: Terminal) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "inspector_app", "pack", "show", "spr-2012"],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.isascii()


# Light, and without Qt

LOADED = """
import sys
from inspector_app.cli.main import main
code = main(sys.argv[1:])
heavy = {"sqlmodel", "sqlalchemy", "sqlcipher3", "reportlab", "pyhanko", "pikepdf", "PySide6"}
print(sorted(heavy & set(sys.modules)), code, file=sys.stderr)
"""


@pytest.mark.parametrize("words", [("--help",), ("verify", "README.md"), ("pack", "list")])
def test_what_needs_no_vault_starts_without_database_pages_or_screens(
    words: tuple[str, ...],
) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPR_INSPECTOR")}
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert re.fullmatch(r"\[\] [02]\n", ran.stderr), ran.stderr


WALK = """
import contextlib, io, json, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
from pathlib import Path
from openpyxl import load_workbook
from inspector_app.cli.main import main
from inspector_app.cli.parser import parsed
from inspector_app.server.__main__ import main as base_main
from tests.support.derivations import remember
from tests.support.vaults import vault_service

remember()

def make(folder):
    return vault_service(Path("data"))

def ids(force):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        main(["list", "--json"], make)
    found = [each for each in json.loads(told.getvalue()) if force in json.dumps(each)]
    return [e["inspection"] for e in sorted(found, key=lambda e: "2014" in json.dumps(e))]

def mate():
    service = vault_service(Path("mate"))
    service.create(Path("passphrase.txt").read_text(), "Ann Moss", "AM").close()
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        main(["laptop", "introduce", ".", "--json"], lambda _folder: service)
    return json.loads(told.getvalue())

def copied():
    # A laptop of the team was copied: what is kept apart of one of the two.
    from inspector_app.domain.inspection import Member, TeamRole
    from tests.support.changes import Laptop
    inspection = ids("Cambridgeshire")[0]
    one, copy = Laptop("ann", inspection), Laptop("ann", inspection)
    seen, _ = one.answer("seen"), copy.answer("seen")
    vault = make(None).unlock(Path("passphrase.txt").read_text())
    lead = Member(TeamRole.LEAD, vault.inspector.initials)
    vault.inspections.name_member(inspection, vault.inspector.person, "", lead)
    vault.journal.take_in(inspection, [seen])
    vault.journal.admit(inspection, one.device, "of the team")
    vault.journal.take_in(inspection, [one.answer("one"), copy.answer("other")])
    vault.close()
    return {"branch": one.recorded[-1].id}

def published():
    # A release by a publisher whose key this program knows.
    from inspector_app import bootstrap
    from tests.support.releases import NEWER, a_publisher
    publisher = a_publisher(Path("."))
    publisher.publish(NEWER)
    bootstrap.release_service = publisher.service

def recorded():
    vault = make(None).unlock(Path("passphrase.txt").read_text())
    with contextlib.closing(vault):
        return sum(len(vault.inspections.history(each.id)) for each in vault.inspections.all())

done, records = {}, set()
given = {}
before = 0
for words in json.load(sys.stdin):
    if words[0] == "@mate":
        given = {f"@{name}": value for name, value in mate().items()}
        continue
    if words[0] == "@fill":  # what the force does with the workbook
        book = load_workbook(words[1])
        book["Points"]["D6"] = "Not so."
        book.save(words[1])
        continue
    if words[0] == "@copied":
        given = {f"@{name}": value for name, value in copied().items()}
        before = recorded()
        continue
    if words[0] == "@published":
        published()
        continue
    if words[0] == "@backup":
        base_main(["backup", "backups", "--base", "base"])
        continue
    words = [ids("Kent")["AB".index(w[1])] if w in ("@A", "@B") else w for w in words]
    words = [given.get(w, w) for w in words]
    code = main(words, make)
    done[parsed(words).run] = code
    if (after := recorded()) > before:
        records.add(parsed(words).run)
    before = after
print(json.dumps([done, sorted(records)]), file=sys.stderr)
"""

EVERY_COMMAND = (
    "init --name J --initials JS",
    "passphrase --new-passphrase-file passphrase.txt",
    "identity new Jo",
    "identity list",
    "doctor --quick",
    "support-bundle support.zip",
    "new Cambridgeshire",
    "list",
    "show Cambridgeshire",
    "scope Cambridgeshire CN-CY --off",
    "answer Cambridgeshire CC-PO-09 --value 8",
    "account Cambridgeshire CC-PO-09 Eight",
    "headline Cambridgeshire CC-PO Enough",
    "attach Cambridgeshire passphrase.txt",
    "describe Cambridgeshire --title Visit",
    "team Cambridgeshire AB:observer",
    "assign Cambridgeshire CC-PO --to AB",
    "unassign Cambridgeshire CC-PO",
    "phase Cambridgeshire writing-up",
    "correct begin Cambridgeshire --from ledger --reason counted",
    "correct list Cambridgeshire",
    "correct end Cambridgeshire",
    "evidence list Cambridgeshire",
    "evidence check Cambridgeshire",
    "evidence caption Cambridgeshire JS/1 Return",
    "evidence link Cambridgeshire JS/1 CC-PO-09",
    "evidence unlink Cambridgeshire JS/1 CC-PO-09",
    "evidence copy Cambridgeshire JS/1 copy.txt",
    "evidence withdraw Cambridgeshire JS/1 --reason r",
    "source kinds",
    "source add Cambridgeshire interview Chiefs",
    "source list Cambridgeshire",
    "source show Cambridgeshire JS/2",
    "source revise Cambridgeshire JS/2 --fact roles=Sergeant",
    "source account Cambridgeshire JS/2 --account CC-PO-09=Eight",
    "source withdraw Cambridgeshire JS/2 --reason r",
    "rest Cambridgeshire CC-PO-09",
    "register find Cambridgeshire forces cam",
    "register add Cambridgeshire roles Superintendent",
    "register revise Cambridgeshire Superintendent --valid-to 2015-03-31",
    "check Cambridgeshire",
    "lines Cambridgeshire --only not-established",
    "debrief tick Cambridgeshire CC-PO strength",
    "debrief list Cambridgeshire",
    "debrief note Cambridgeshire --pdf note.pdf",
    "debrief held Cambridgeshire --at 2013-09-20 --spoke JS --to Chief",
    "debrief revise Cambridgeshire --copy-left",
    "debrief withdraw Cambridgeshire --reason r",
    "prompt aside Cambridgeshire headline-on-nothing/CC-PO --reason r",
    "prompt back Cambridgeshire headline-on-nothing/CC-PO",
    "attach Cambridgeshire page.png",
    "photos Cambridgeshire page.png",
    "redact Cambridgeshire JS/3 --area 1,10,10,20,20 --reason r",
    "encounter plan Cambridgeshire interview Chief --recorded-as JS",
    "encounter list Cambridgeshire",
    "encounter cancel Cambridgeshire #1 --reason r",
    "encounter begin Cambridgeshire test Mobilisation",
    "encounter note Cambridgeshire JS/5 Two",
    "encounter stamp Cambridgeshire JS/5",
    "encounter link Cambridgeshire JS/5 #1 CC-PO-10",
    "encounter rewrite Cambridgeshire JS/5 #1 Three",
    "encounter unlink Cambridgeshire JS/5 #1 CC-PO-10",
    "encounter keep Cambridgeshire JS/5 #1",
    "encounter come-back Cambridgeshire JS/5 #1",
    "encounter abandon Cambridgeshire JS/5",
    "encounter end Cambridgeshire JS/5",
    "encounter show Cambridgeshire JS/5",
    "encounter drop Cambridgeshire JS/5 #1 --reason r",
    "encounter hold Cambridgeshire --from encounter.json",
    "new Kent --fieldwork 2013-09",
    "comparison @A",
    "carry-over @A Cambridgeshire CC-PO-09",
    "confirm @A CC-PO-09",
    "headline @A CC-PO Enough",
    "moderate @A CC-PO --challenge Why",
    "recommendation add @A recommendation Agree --on CC-PO",
    "recommendation revise @A JS/1 --to Chief",
    "recommendation progress @A JS/1 open",
    "recommendation list @A",
    "accuracy send @A points.xlsx --to Chief",
    "@fill points.xlsx",
    "accuracy take @A points.xlsx",
    "accuracy answer @A 2.4 accepted --reason r",
    "headline @A CC-PO Much",
    "accuracy link @A 2.4",
    "accuracy list @A",
    "accuracy workbook @A again.xlsx",
    "bundle recipient Store age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    "bundle recipients",
    "bundle write @A --out evidence.zip --to Store --replace",
    "bundle write @A --out evidence.zip --replace",
    "bundle verify evidence.zip",
    "bundle forget-recipient Store",
    "source add @A document-request Plan",
    "workbook requests @A --out requests.xlsx --to Chief",
    "workbook write @A --out requests.xlsx",
    "workbook list @A",
    "workbook read @A requests.xlsx --accept",
    "new Kent --fieldwork 2014-09",
    "follow-up name @B @A",
    "follow-up show @B",
    "follow-up progress @B JS/1 in-progress",
    "follow-up clear @B --reason r",
    "source add @B interview Chief",
    "aide-memoire print @B --pdf sheet.pdf --section CC-PO",
    "aide-memoire list @B",
    "aide-memoire typed-up @B JS/2 --in JS/1",
    "aide-memoire gone @B JS/2 Shredded",
    "recommendation withdraw @A JS/1 --reason r",
    "search Cambridgeshire declared",
    "assign Cambridgeshire CC-PO --to JS",
    "unassign Cambridgeshire CC-PO",
    "ready Cambridgeshire",
    "undo Cambridgeshire",
    "redo Cambridgeshire",
    "export Cambridgeshire --pdf summary.pdf --sections CC-PO",
    "export Cambridgeshire --json inspection.json",
    "export Cambridgeshire --docx copy.docx --sections CC-PO",
    "export Cambridgeshire --html copy.html --sections PO",
    "export Cambridgeshire --xlsx copy.xlsx",
    "export Cambridgeshire --csv rows --requests",
    "export Cambridgeshire --snapshot copy.json",
    "interim Cambridgeshire --pdf evening.pdf --sections PO --detail headlines",
    "interims Cambridgeshire",
    "identity new Lead",
    "countersign summary.pdf --identity Lead",
    "raise summary.pdf --tsa TSA",
    "verify summary.pdf",
    "import inspection.json",
    "journal verify Cambridgeshire",
    "journal rebuild Cambridgeshire",
    "journal history Cambridgeshire",
    "purge Cambridgeshire CC-PO-09 --ground other --reason r --yes",
    "@mate",
    "laptop introduce .",
    "laptop accept @file --words @words",
    "laptop list",
    "laptop let-in Cambridgeshire AM",
    "merge .",
    "since Cambridgeshire",
    "settle Cambridgeshire",
    "laptop forget AM",
    "name list",
    "name erase J --reason r",
    "@copied",
    "laptop apart Cambridgeshire",
    "laptop admit Cambridgeshire @branch --reason r",
    "identity remove Jo",
    "checklist show @A",
    "checklist diff @A newer",
    "checklist upgrade @A newer --reason r",
    "checklist confirm @A CC-PO-09",
    "checklist left @A",
    "pack lint",
    "pack show spr-2012",
    "pack diff spr-2012@1.0.0 spr-2012",
    "pack list",
    "about",
    "@published",
    "quick-card --out quick-card.pdf",
    "check-release release/spr-inspector_9.1.0_amd64.deb",
    "base join base.spr-base --name Jo",
    "base status",
    "base sync Cambridgeshire",
    "pack-transfer Cambridgeshire --to . --authorised-by Lead --stick SPR-07",
    "take-answer .",
    "wipe-transfer .",
    "base where Cambridgeshire",
    "@backup",
    "base forget Cambridgeshire JS/3",
    "base fetch Cambridgeshire",
    "base leave",
    "new Surrey",
    "team Surrey JS:lead",
    "phase Surrey archived",
    "archive keep Surrey --until 2013-01-31 --rule schedule",
    "archive hold Surrey --reason inquest",
    "archive lift Surrey --reason over",
    "archive destroy Surrey --confirm 'Surrey Police' --record gone.json",
    "archive records",
    "archive verify gone.json",
)


def test_every_command_works_without_qt(tmp_path: Path) -> None:
    """The demonstration does so in a test of its own: it takes as long as half of all others."""
    (tmp_path / "passphrase.txt").write_text(PASSPHRASE, encoding="utf-8")
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "page.png")
    held = json.dumps({"kind": "interview", "title": "Chief", "notes": [{"text": "Eight."}]})
    (tmp_path / "encounter.json").write_text(held, encoding="utf-8")
    put_out = ("the force declare it can put out", "the force put out")
    of_the_shipped(tmp_path / "newer", put_out)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "SPR_INSPECTOR_PASSPHRASE_FILE": "passphrase.txt",
        "SPR_INSPECTOR_PIN_FILE": "passphrase.txt",
    }
    with authorities(tmp_path) as net, a_served_base(tmp_path) as invitation:
        (tmp_path / "base.spr-base").write_text(invitation.model_dump_json(), encoding="utf-8")
        walked = [command.replace("TSA", net.tsa_url) for command in EVERY_COMMAND]
        ran = subprocess.run(
            [sys.executable, "-c", WALK],
            input=json.dumps([shlex.split(command) for command in walked]),
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )
    done, records = json.loads(ran.stderr.splitlines()[-1])
    assert set(done) == verbs() - {"window.open", "demo.demo"}
    # The clock of the walk stands in 2013, which is told of a laptop.
    assert {run: code for run, code in done.items() if code} == {"doctor.doctor": 1}, ran.stderr
    assert not READING & set(records), "told as looking only"
    assert set(records) - takers() == OWN


OWN = {"inspecting.new", "papers.countersign", "papers.raise", "base.sync"}
"""Acts of the laptop's owner alone: before the first nobody else is of that inspection's team here,
the next two are asked for by a file, which need not be of any inspection here, and by the last the
laptop itself tells how its clock stands and whom base says to be of the team."""


def takers() -> set[str]:
    """Return the verbs that say by ``--recorded-as`` whose act it is."""
    return {
        command.get_default("run")
        for command in commands()
        if any("--recorded-as" in action.option_strings for action in command._actions)
    }


def test_every_command_on_an_inspection_that_may_record_says_whose_act_it_is() -> None:
    named = {
        command.get_default("run")
        for command in commands()
        if any(action.dest == "inspection" for action in command._actions)
    }
    assert takers() == named - READING
    assert named > READING


def window_without_qt(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys; sys.modules['PySide6'] = None;"
        "from inspector_app.cli.main import main; sys.exit(main(['--data-dir', 'data']))"
    )
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in displays}
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        check=False,
    )


def test_where_no_window_can_open_it_says_why(tmp_path: Path) -> None:
    without_qt = window_without_qt(tmp_path, QT_QPA_PLATFORM="offscreen")
    assert without_qt.returncode == Exit.NOT_FOUND
    assert without_qt.stderr.startswith("The window cannot open because PySide6 is not installed")
    without_display = window_without_qt(tmp_path)
    assert without_display.returncode == Exit.NOT_FOUND
    assert without_display.stderr.startswith("There is no display here")
