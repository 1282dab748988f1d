"""What an inspector writes and keeps is found nowhere on the disk but in the encrypted vault."""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from inspector_app.services.verifying import verify_alone
from tests.support.killing import Killer
from tests.support.needles import files_with
from tests.support.vaults import an_inspection, vault_service

LINE, SECTION = LineId("CC-PO-02"), SectionId("CC-PO")
ANSWERING, ATTACHING, EXPORTING = (0.02, 0.11), (0.03, 0.17), 4
"""When the work is killed, in seconds; and how many times during one export."""
PDF_MODULES = tuple(f"inspector_app.reports.{name}" for name in ("layout", "signing"))


@dataclass(frozen=True)
class Needles:
    """Words that occur nowhere else in the world."""

    passphrase: str
    pin: str
    person: str
    note: str
    headline: str
    account: str
    caption: str
    file: str
    content: str
    half_written: str

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Each needle, with what it is, in the encodings in which text is kept."""
        for field in fields(self):
            words = getattr(self, field.name)
            yield field.name, words.encode()
            yield field.name, words.encode("utf-16-le")


def new_needles() -> Needles:
    return Needles(*(f"{field.name} {secrets.token_hex(8)}" for field in fields(Needles)))


@dataclass(frozen=True)
class Laptop:
    """The folders of one laptop, and the words to look for."""

    folder: Path
    needles: Needles

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def target(self) -> Path:
        return self.folder / "exported" / "summary.pdf"

    @property
    def original(self) -> Path:
        """The file that is attached; where it came from is not the app's to clean."""
        return self.folder / "stick" / f"{self.needles.file}.txt"

    def unlocked(self) -> Unlocked:
        return vault_service(self.data).unlock(self.needles.passphrase)

    def finds(self) -> list[str]:
        """What of the needles is found on this laptop, and in which file."""
        return [
            f"{name} in {file}"
            for name, needle in self.needles.all()
            for folder in (self.data, self.temporary)
            for file in files_with(needle, folder)
        ]


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    made = Laptop(tmp_path, new_needles())
    for folder in (made.data, made.temporary, made.target.parent, made.original.parent):
        folder.mkdir()
    made.original.write_text(made.needles.content * 5000, encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(made.temporary))
    return made


def inspect(laptop: Laptop) -> tuple[Unlocked, InspectionId]:
    """Make a vault and put every needle into it."""
    needles = laptop.needles
    vault = vault_service(laptop.data).create(needles.passphrase, needles.person, "JS")
    colleague = (needles.person, Member(TeamRole.INSPECTOR, "AM"))
    inspection = an_inspection(vault, team=(colleague,), title=needles.caption)
    vault.inspections.answer(inspection, LINE, Answer(note=needles.note), ())
    vault.inspections.headline(inspection, SECTION, Headline(needles.headline))
    vault.inspections.give_account(inspection, Account(LINE, words=needles.account))
    vault.evidence.attach(inspection, [laptop.original], [LINE], needles.caption)
    vault.reports.make_identity(needles.person, needles.pin)
    vault.desk.keep("new-inspection", needles.half_written)
    return vault, inspection


def test_while_open_and_after_it_was_locked(laptop: Laptop) -> None:
    vault, inspection = inspect(laptop)
    (item,) = vault.inspections.standing(inspection).evidence()
    assert laptop.needles.content in vault.evidence.text(inspection, item.file.sha256)
    assert laptop.finds() == []
    vault.close()
    assert laptop.finds() == []


def test_the_search_would_find_it(laptop: Laptop) -> None:
    """Else the promise would hold of a search that looks in the wrong place."""
    for number, (_, needle) in enumerate(laptop.needles.all()):
        folder = laptop.data if number % 2 else laptop.temporary
        (folder / str(number)).write_bytes(b"before" + needle + b"after")
    assert len(laptop.finds()) == 2 * len(fields(Needles))
    assert files_with(laptop.needles.content.encode(), laptop.original.parent)


def test_after_the_app_was_killed_while_it_worked(laptop: Laptop) -> None:
    vault, _ = inspect(laptop)
    vault.close()
    killed: dict[str, int] = {}
    with Killer(__name__, *PDF_MODULES, environment={"TMPDIR": str(laptop.temporary)}) as killer:

        def kill(function: str, after_seconds: float) -> None:
            words = (getattr(laptop.needles, field.name) for field in fields(Needles))
            was_at_work = killer.kill(function, after_seconds, str(laptop.folder), *words)
            killed[function] = killed.get(function, 0) + was_at_work
            assert laptop.finds() == [], f"{function} was killed after {after_seconds} s"
            assert list(laptop.temporary.iterdir()) == []

        for moment in ANSWERING:
            kill(go_on_answering.__name__, moment)
        for moment in ATTACHING:
            kill(go_on_attaching.__name__, moment)
        lasts = seconds_of_an_export(laptop)
        for number in range(EXPORTING):
            kill(export_once.__name__, lasts * (number + random.random()) / EXPORTING)
            # Pages are compressed, so no search would find the words in them: nothing may be there.
            assert list(laptop.target.parent.iterdir()) in ([], [laptop.target])
            if laptop.target.exists():
                assert verify_alone(laptop.target).verdict.exit_code == 0
                laptop.target.unlink()
    assert killed[go_on_answering.__name__] == len(ANSWERING)
    assert killed[go_on_attaching.__name__] == len(ATTACHING)
    assert killed[export_once.__name__] >= 1


# What is killed, in a process of its own


def go_on_answering(begin: Callable[[], None], folder: str, *words: str) -> None:
    laptop = Laptop(Path(folder), Needles(*words))
    vault = laptop.unlocked()
    inspection = vault.inspections.all()[0].id
    begin()
    number = 0
    while True:
        number += 1
        answer = Answer(note=f"{laptop.needles.note} {number}")
        seen = vault.inspections.standing(inspection).answer(LINE).heads
        vault.inspections.answer(inspection, LINE, answer, seen)
        vault.desk.keep("new-inspection", f"{laptop.needles.half_written} {number}")


def go_on_attaching(begin: Callable[[], None], folder: str, *words: str) -> None:
    laptop = Laptop(Path(folder), Needles(*words))
    vault = laptop.unlocked()
    inspection = vault.inspections.all()[0].id
    begin()
    while True:
        content = (laptop.needles.content + secrets.token_hex(8)) * 20_000
        vault.evidence.attach_bytes(
            inspection, f"{laptop.needles.file}.txt", content.encode(), [LINE]
        )


def export_once(begin: Callable[[], None], folder: str, *words: str) -> None:
    laptop = Laptop(Path(folder), Needles(*words))
    vault = laptop.unlocked()
    begin()
    export(laptop, vault)


def seconds_of_an_export(laptop: Laptop) -> float:
    """Export once more than is needed: what is measured is the work, not the loading of modules."""
    vault = laptop.unlocked()
    export(laptop, vault)
    begun = time.monotonic()
    export(laptop, vault)
    lasts = time.monotonic() - begun
    vault.close()
    laptop.target.unlink()
    return lasts


def export(laptop: Laptop, vault: Unlocked) -> None:
    (identity,) = vault.reports.identities()
    signing = OwnIdentity(identity.id, laptop.needles.pin)
    vault.reports.export(vault.inspections.all()[0].id, laptop.target, signing)
