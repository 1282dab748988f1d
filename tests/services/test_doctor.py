"""A laptop and its vault are checked without a byte being changed; each fault is told."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.domain import health
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.errors import InspectorError, RuleViolation, VaultInUse
from inspector_app.domain.health import Finding, Part
from inspector_app.domain.ids import LineId
from inspector_app.domain.readiness import State
from inspector_app.services.doctor import Doctor
from inspector_app.services.laptop_health import LaptopHealth
from inspector_app.vault import keyfile
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE = LineId("CC-PO-01")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    vault = a_vault(folder, Clock(datetime.now(UTC)))
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_SUPPLIED))
    vault.evidence.attach_bytes(inspection, "a.txt", b"kept as evidence", [LINE])
    vault.close()
    return folder


@pytest.fixture
def laptop(template: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "laptop"
    shutil.copytree(template, folder)
    return folder


def state(folder: Path) -> dict[str, tuple[object, ...]]:
    """Every name, byte, mode and time of change under a folder."""
    return {
        str(path): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in (folder, *sorted(folder.rglob("*")))
    }


def examined(
    folder: Path, clock: Clock | None = None, *, reads_files: bool = True, inside: bool = True
) -> tuple[Finding, ...]:
    """Look at a laptop as the command does."""
    service = vault_service(folder, clock or Clock(datetime.now(UTC)))
    doctor = Doctor(LaptopHealth.of(service, config.places(folder)))
    if not inside:
        return doctor.report(None, "Unlock it.")
    try:
        vault = service.look_into(PASSPHRASE)
    except InspectorError as error:
        return doctor.report(None, refused=error)
    try:
        return doctor.report(vault, reads_files=reads_files)
    finally:
        vault.close()


def needing(findings: tuple[Finding, ...]) -> dict[Part, Finding]:
    return {each.part: each for each in findings if each.state is State.LOOK}


def test_a_sound_laptop_is_told_as_sound_and_not_a_byte_is_changed(laptop: Path) -> None:
    (laptop / "vault" / "evidence" / "tmp" / "half.part").write_bytes(b"cut off")
    before = state(laptop)
    found = examined(laptop)
    assert needing(found) == {}, health.words(found)
    assert {each.part for each in found} == set(Part)
    said = "\n".join(health.words(found))
    assert "Cambridgeshire Constabulary: 5 acts, each as it was signed." in said
    assert "1 evidence file (16 bytes): each is read through, and what was put in." in said
    assert "1 unfinished import" in said
    assert examined(laptop, inside=False)
    assert state(laptop) == before


def test_a_vault_that_another_process_has_open_is_looked_into_and_left_as_it_is(
    laptop: Path,
) -> None:
    service = vault_service(laptop, Clock(datetime.now(UTC)))
    vault = service.unlock(PASSPHRASE)
    try:
        with pytest.raises(VaultInUse):
            service.unlock(PASSPHRASE)
        (inspection,) = (each.id for each in vault.inspections.all())
        vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_ASKED))
        secret = laptop.parent / "secret.txt"
        secret.write_text(PASSPHRASE, encoding="utf-8")
        told = f"{len(vault.inspections.history(inspection))} acts, each as it was signed"
        before = state(laptop)
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "inspector_app", "--data-dir", str(laptop)),
                *("--passphrase-file", str(secret), "doctor"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert state(laptop) == before
        vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_SUPPLIED))
    finally:
        vault.close()
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert "The vault is open in the app now." in ran.stdout
    assert told in ran.stdout, "what is not yet written into the file is read"


def test_what_was_seen_of_a_vault_that_was_opened_meanwhile_is_not_told(laptop: Path) -> None:
    service = vault_service(laptop, Clock(datetime.now(UTC)))
    doctor = Doctor(LaptopHealth.of(service, config.places(laptop)))
    looked_at = service.look_into(PASSPHRASE)
    opened = service.unlock(PASSPHRASE)
    try:
        said = "\n".join(health.words(doctor.report(looked_at)))
    finally:
        opened.close()
        looked_at.close()
    assert "The app opened it meanwhile" in said
    assert "each as it was signed" not in said


def test_what_is_only_looked_at_refuses_to_record(laptop: Path) -> None:
    vault = vault_service(laptop).look_into(PASSPHRASE)
    try:
        (inspection,) = (each.id for each in vault.inspections.all())
        with pytest.raises(VaultInUse, match="for looking only"):
            vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_ASKED))
    finally:
        vault.close()


def _evidence(laptop: Path) -> Path:
    (path,) = (laptop / "vault" / "evidence").glob("??/??/*")
    return path


def _open_to_all(laptop: Path) -> None:
    (laptop / "vault").chmod(0o755)


def _spoil_file(laptop: Path) -> None:
    path = _evidence(laptop)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def _lose_file(laptop: Path) -> None:
    _evidence(laptop).unlink()


def _spoil_database(laptop: Path) -> None:
    path = laptop / "vault" / "vault.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _lose_database(laptop: Path) -> None:
    (laptop / "vault" / "vault.db").unlink()


def _lose_key_backup(laptop: Path) -> None:
    (laptop / "vault" / keyfile.BACKUP_NAME).unlink()


def _spoil_keys(laptop: Path) -> None:
    for name in (keyfile.NAME, keyfile.BACKUP_NAME):
        path = laptop / "vault" / name
        path.write_text(path.read_text().replace("argon2id", "argon2iD"))


def _spoil_settings(laptop: Path) -> None:
    (laptop / "config").mkdir()
    (laptop / "config" / "settings.json").write_text("{")


def _fault(laptop: Path) -> None:
    (laptop / "logs").mkdir()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    (laptop / "logs" / "faults.log").write_text(f"{now} SPR Inspector 0.1.0, Python 3.11, x.y\n")


@pytest.mark.parametrize(
    ("harm", "part", "told"),
    [
        (_open_to_all, Part.FOLDER, "Other users of this system may look into the vault"),
        (_spoil_file, Part.EVIDENCE, "What this laptop keeps of JS/1 is not what was put in."),
        (_lose_file, Part.EVIDENCE, "The file of JS/1 is gone from this laptop’s disk."),
        (_spoil_database, Part.DATABASE, "The database’s file is damaged"),
        (_lose_database, Part.DATABASE, "The vault’s database is missing or empty."),
        (_lose_key_backup, Part.KEY_FILE, "The backup of the vault’s keys is missing or damaged"),
        (_spoil_keys, Part.KEY_FILE, "nobody can open the vault"),
        (_spoil_settings, Part.SETTINGS, "This laptop’s settings cannot be read"),
        (_fault, Part.FAULTS, "1 fault of the program"),
    ],
)
def test_each_fault_is_told_with_what_to_do_and_nothing_is_mended(
    laptop: Path, harm: Callable[[Path], None], part: Part, told: str
) -> None:
    harm(laptop)
    before = state(laptop)
    found = needing(examined(laptop))
    assert told in found[part].words
    assert found[part].advice.endswith(".")
    assert state(laptop) == before


def test_a_clock_that_was_put_back_is_told_by_what_was_recorded(laptop: Path) -> None:
    installed = LaptopHealth.of(vault_service(laptop), config.places(laptop)).made_ms()
    early = Clock(datetime.fromtimestamp(installed / 1000 + 60, UTC))
    vault = vault_service(laptop, Clock(early.time + timedelta(days=1))).unlock(PASSPHRASE)
    (inspection,) = (each.id for each in vault.inspections.all())
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_ASKED))
    vault.close()
    found = needing(examined(laptop, early))
    assert "it has been put back, or was ahead then" in found[Part.CLOCK].words


def test_without_reading_files_a_short_one_is_told_and_the_rest_said_to_be_unread(
    laptop: Path,
) -> None:
    quick = examined(laptop, reads_files=False)
    said = "\n".join(health.words(quick))
    assert "each is there, with its size" in said
    assert "never read through in the background yet" in said
    path = _evidence(laptop)
    path.write_bytes(path.read_bytes()[:-1])
    assert (
        "is not what was put in"
        in needing(examined(laptop, reads_files=False))[Part.EVIDENCE].words
    )


def test_each_file_of_no_record_is_counted_and_none_that_a_record_names(laptop: Path) -> None:
    evidence = laptop / "vault" / "evidence"
    for name in ("a" * 64, "b" * 64, "c" * 64):
        path = evidence / name[:2] / name[2:4] / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"cut off before it was recorded")
    for name in ("a" * 64, "b" * 64):
        (evidence / "tmp" / f"{name}.placed").touch()
    found = [each for each in examined(laptop) if each.part is Part.LEFTOVERS]
    assert any("2 encrypted files belong to no record" in each.words for each in found)
    (foreign,) = (each for each in found if each.state is State.LOOK)
    assert foreign.words.startswith("1 encrypted file was recorded, and this database does not")


def test_files_that_an_older_database_does_not_know_wait_for_the_right_one(laptop: Path) -> None:
    service = vault_service(laptop)
    database = laptop / "vault" / "vault.db"
    older = database.read_bytes()
    vault = service.unlock(PASSPHRASE)
    inspection = vault.inspections.all()[0].id
    (kept,) = [vault.evidence.attach_bytes(inspection, "b.txt", b"kept later", [LINE])]
    vault.close()
    right = database.read_bytes()

    database.write_bytes(older)
    service.unlock(PASSPHRASE).close()
    assert "does not know it" in needing(examined(laptop))[Part.LEFTOVERS].words

    database.write_bytes(right)
    vault = service.unlock(PASSPHRASE)
    items = vault.inspections.standing(inspection).evidence()
    assert kept.number in [item.file.number for item in items]
    for item in items:
        vault.evidence.check(inspection, item.file.sha256)
    vault.close()
    assert needing(examined(laptop)) == {}


def test_a_change_that_was_altered_is_told(laptop: Path) -> None:
    service = vault_service(laptop)
    vault = service.unlock(PASSPHRASE)
    with vault._database.begin() as work:
        names = work._connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
            "('change', 'header', 'body')"
        )
        for (name,) in names.fetchall():
            work._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        work._connection.exec_driver_sql("UPDATE body SET salt = randomblob(16)")
        work.commit()
    vault.close()
    found = needing(examined(laptop))
    assert "something is not as it was signed" in found[Part.RECORDS].words
    assert found[Part.RECORDS].details


def test_without_a_vault_or_the_passphrase_it_says_what_was_not_looked_at(
    laptop: Path, tmp_path: Path
) -> None:
    outside = examined(laptop, inside=False)
    assert needing(outside) == {}
    assert "The vault was not looked into." in "\n".join(health.words(outside))
    nothing = examined(tmp_path / "nowhere", inside=False)
    assert "There is no vault" in "\n".join(health.words(nothing))
    assert not (tmp_path / "nowhere").exists()


def test_a_write_ahead_log_without_its_index_is_left_to_the_app(laptop: Path) -> None:
    (laptop / "vault" / "vault.db-wal").write_bytes(b"left by a power cut")
    before = state(laptop)
    with pytest.raises(RuleViolation, match="Open the vault once"):
        vault_service(laptop).look_into(PASSPHRASE)
    assert "Open the vault once" in needing(examined(laptop))[Part.RECORDS].words
    assert state(laptop) == before
