"""A laptop that dies at any moment has lost nothing that it said was kept."""

import hashlib
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import VaultInUse
from inspector_app.domain.ids import InspectionId, LineId, Sha256
from inspector_app.services.vault import Unlocked
from inspector_app.vault import keyfile
from inspector_app.vault.instance import InstanceLock
from inspector_app.vault.keyfile import Opened
from tests.support.killing import Killer
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

LAPTOPS, KILLS = 2, 50
"""Two laptops at a time, each killed fifty times over."""
ANSWERING, ATTACHING = (0.9, 0.12), (0.2, 0.7)
"""How many of the acts are answers, and after how many seconds at the latest the laptop dies: in
turns. The first file of a session takes longer: it starts the process that looks into files."""
LINES = [LineId(f"CC-PO-{number:02}") for number in range(1, 9)]


def work(
    begin: Callable[[], None], folder: str, inspection: str, seed: str, answering: str
) -> None:
    """Answer and attach until killed; note down, outside the vault, whatever a verb has returned.

    A line of the note is one write: it is the system's once it is made, whoever dies then.
    """
    chance, here, id_ = random.Random(seed), Path(folder), InspectionId(inspection)
    vault = vault_service(here).unlock(PASSPHRASE)
    told = os.open(here / "told", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    begin()
    for number in range(10_000):
        if chance.random() < float(answering):
            line, note = chance.choice(LINES), f"{seed}.{number}"
            vault.inspections.answer(id_, line, Answer(note=note))
            os.write(told, f"answer {line} {note}\n".encode())
            continue
        paths = []
        for part in range(2):
            path = here / "originals" / f"{seed}.{number}.{part}.bin"
            path.write_bytes(chance.randbytes(chance.choice([10, 5_000, 200_000])))
            paths.append(path)
        for attached in vault.evidence.attach(id_, paths, [chance.choice(LINES)], note_of(paths)):
            digest = hashlib.sha256(attached.path.read_bytes()).hexdigest()
            os.write(told, f"file {attached.number} {digest}\n".encode())
        for path in paths:
            path.unlink()


def note_of(paths: list[Path]) -> str:
    """Return the caption of a batch."""
    return f"from {paths[0].stem}"


def require_all_but_the_last_word_of_a_killed_session(recorded: list[str], said: list[str]) -> None:
    """Recorded is what was said, in its order, and at most one note of each session besides.

    That one was recorded, and its laptop killed before it could say so; on one line this can happen
    to several sessions, one after another.
    """
    assert [note for note in recorded if note in said] == said
    unsaid = [note.rpartition(".")[0] for note in recorded if note not in said]
    assert len(unsaid) == len(set(unsaid))


@dataclass
class Laptop:
    """A laptop, and what it has said was kept."""

    folder: Path
    inspection: InspectionId = field(init=False)
    opened: Opened = field(init=False)
    answers: dict[LineId, list[str]] = field(default_factory=dict)
    """Every note on a line, the last one last."""
    files: dict[str, Sha256] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)

    def prepare(self) -> None:
        (self.folder / "originals").mkdir(parents=True)
        vault = a_vault(self.folder)
        self.inspection = an_inspection(vault)
        vault.close()
        self.opened = keyfile.unlock(self.folder / "vault", PASSPHRASE)

    def hear(self) -> None:
        """Read what was said, up to the last whole line."""
        noted = self.folder / "told"
        whole = noted.read_text().rpartition("\n")[0] if noted.exists() else ""
        self.answers, self.files = {}, {}
        for line in whole.splitlines():
            what, key, value = line.split()
            if what == "answer":
                self.answers.setdefault(LineId(key), []).append(value)
            else:
                self.files[key] = Sha256(value)

    def compare(self, *, wholly: bool) -> None:
        """Open the vault as the next morning, and hold it to what was said."""
        vault = self._unlocked()
        try:
            assert vault.checks.glance() == ()
            standing = vault.inspections.standing(self.inspection)
            for line, notes in self.answers.items():
                value = standing.answer(line).value
                assert value is not None
                if value.note != notes[-1]:
                    history = vault.inspections.history(self.inspection, f"answer:{line}")
                    recorded = [change.body.answer.note for change in history]  # type: ignore[union-attr]
                    require_all_but_the_last_word_of_a_killed_session(recorded, notes)
            items = {item.file.number: item for item in standing.evidence()}
            for number, digest in self.files.items():
                assert items[number].file.sha256 == digest
            for number, item in items.items():
                if wholly or number not in self.checked:
                    vault.evidence.check(self.inspection, item.file.sha256)
                    self.checked.add(number)
            if wholly:
                assert vault.checks.check(self.inspection).is_sound
                self._require_no_dangling_file(vault)
        finally:
            vault.close()

    def _unlocked(self) -> Unlocked:
        """Open the vault, once the helpers of the killed work are dead as well."""
        deadline = time.monotonic() + 5
        while True:
            try:
                # The next round opens it by its passphrase; deriving a key is slow to do twice.
                lock = InstanceLock(self.folder / "vault")
                return vault_service(self.folder)._opened(lock, lambda: self.opened)
            except VaultInUse:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _require_no_dangling_file(self, vault: Unlocked) -> None:
        """Every file that the database knows is there; what else lies there nobody was told of."""
        with vault._database.read() as database:
            known = database.blobs.names()
        there = set(vault.evidence._blobs.names())
        assert known <= there
        assert len(there - known) <= KILLS


def test_killed_at_a_hundred_random_moments_nothing_that_was_acknowledged_is_lost(
    tmp_path: Path,
) -> None:
    laptops = [Laptop(tmp_path / str(number)) for number in range(LAPTOPS)]

    def live(laptop: Laptop) -> int:
        chance = random.Random(laptop.folder.name)
        laptop.prepare()
        killed = 0
        with Killer(__name__, environment={}) as killer:
            for round_ in range(KILLS):
                answering, latest = (ANSWERING, ATTACHING)[round_ % 2]
                killed += killer.kill(
                    "work",
                    chance.uniform(0, latest),
                    str(laptop.folder),
                    laptop.inspection,
                    f"{laptop.folder.name}.{round_}",
                    str(answering),
                )
                laptop.hear()
                laptop.compare(wholly=round_ % 10 == 9)
        return killed

    with ThreadPoolExecutor(LAPTOPS) as pool:
        killed = sum(pool.map(live, laptops))

    assert killed == LAPTOPS * KILLS
    assert all(laptop.answers and laptop.files for laptop in laptops)
