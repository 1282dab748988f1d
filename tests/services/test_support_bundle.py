"""A support bundle holds how things stand, and no word of what anybody recorded or chose."""

import io
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector_app import config
from inspector_app.domain import health
from inspector_app.domain.errors import VaultDamaged
from inspector_app.domain.values import Named
from inspector_app.services.doctor import Doctor
from inspector_app.services.laptop_health import LaptopHealth
from inspector_app.services.support_bundle import SupportBundle
from inspector_app.services.vault import Unlocked
from tests.support.canaries import Closed, canaries
from tests.support.commands import PIN
from tests.support.joined import join
from tests.support.leaks import leaks
from tests.support.records import a_desk, all_recorded
from tests.support.vaults import Clock, a_vault, an_inspection, vault_service

CHOSEN = (
    *("Quizzicalshire", "Xylophonia", "Zwetschgenbaum", "Quetzalcoatl", "qwyjibo"),
    *("Jo Smith", "QZXJ", "Cambridgeshire", "seven grey herons", PIN, "recorded-by-qwyjibo"),
)
"""Of forces, people, folders, initials, the passphrase, and what somebody wrote into the log."""
HEAD = "2026-11-27T10:00:00+00:00 SPR Inspector 0.1.0, Python 3.11.7"


@pytest.fixture(scope="module")
def secrets_and_bundle(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path, str]:
    """All words, the bundle, and what the report says where nothing is withheld."""
    folder = tmp_path_factory.mktemp("home") / "Jo Smith qwyjibo"
    folder.mkdir()
    clock = Clock(datetime.now(UTC))
    with closing(a_vault(folder, clock, "QZXJ")) as vault:
        words = _filled(vault, folder)
        service = vault_service(folder, clock)
        places = config.places(folder)
        doctor = Doctor(LaptopHealth.of(service, places))
        target = folder.parent / "bundle.zip"
        SupportBundle(doctor, places).write(target, vault, commands=frozenset({"vault.init"}))
        told = "\n".join(health.words(doctor.report(vault)))
    return [*words, *CHOSEN], target, told


def _filled(vault: Unlocked, folder: Path) -> list[str]:
    """Record every kind of record, each text ending in a word of its own; return the words."""
    desk = a_desk(vault, folder)
    all_recorded(desk)
    found = canaries(list(vault.inspections.history(desk.inspection)), Closed.NOT)
    made: list[Any] = [(each.header.subject, each.body) for each in found.journal.changes]
    vault.inspections._recording.act(desk.inspection, made)
    force = an_inspection(vault, force=Named("Quizzicalshire Constabulary"))
    vault.evidence.attach_bytes(force, "qwyjibo.txt", b"lost later, by qwyjibo", caption="qwyjibo")
    vault.desk.keep("qwyjibo", "a draft by qwyjibo")
    vault.reports.make_identity("Philomena Zwetschgenbaum", PIN)
    join(vault)
    with vault._database.begin() as work:
        for sha256 in (place.sha256 for place in work.blobs.all_of(force)):
            name = work.blobs.get(force, sha256).name
            (folder / "vault" / "evidence" / name[:2] / name[2:4] / name).unlink()
        work.settings.set("qwyjibo", {"qwyjibo": "qwyjibo"})
        work.commit()
    (folder / "config").mkdir()
    settings = {"theme": "dark", "last_vault": str(folder), "qwyjibo": "qwyjibo"}
    (folder / "config" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "logs").mkdir()
    log = (
        f"{HEAD}, recorded-by-qwyjibo\n  builtins.qwyjibo\n  qwyjibo.Error\nqwyjibo said no\n"
        f"    {folder}/inspector_app/cli/main.py:7 in qwyjibo\n    {folder}/other.py:3 in run\n"
    )
    (folder / "logs" / "faults.log").write_text(log, encoding="utf-8")
    return list(found.words)


def test_no_word_that_was_recorded_or_chosen_is_in_the_bundle(
    secrets_and_bundle: tuple[list[str], Path, str],
) -> None:
    secrets, bundle, told = secrets_and_bundle
    assert len(secrets) > 100
    assert leaks(bundle, secrets) == {}
    # The words are really there to be withheld: the laptop's own report names some of them.
    for word in ("Quizzicalshire", "Zwetschgenbaum", "qwyjibo", "QZXJ"):
        assert word in told


def test_the_bundle_says_how_things_stand(
    secrets_and_bundle: tuple[list[str], Path, str],
) -> None:
    _, bundle, _ = secrets_and_bundle
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {"README.txt", "report.txt", "report.json", "about.json", "faults.txt"}
    about = json.loads(files["about.json"])
    assert about["settings"]["theme"] == "dark"
    assert about["rows"]["change"] > 100
    assert about["acts"]["answer-recorded"] > 1
    assert about["evidence"]["files"] > 1
    assert "inspector_app/cli/main.py:7" in files["faults.txt"]
    assert "is absent" in files["report.txt"], "the lost file"
    assert "Inspection 2: " in files["report.txt"]
    assert json.loads(files["report.json"])


def test_without_the_vault_it_tells_of_the_laptop_and_why(tmp_path: Path) -> None:
    service = vault_service(tmp_path)
    places = config.places(tmp_path)
    bundle = SupportBundle(Doctor(LaptopHealth.of(service, places)), places)
    target = tmp_path / "b.zip"
    refusal = VaultDamaged(f"The database in {tmp_path} is damaged.")
    made = bundle.write(target, None, refused=refusal)
    assert made.names
    assert leaks(target, [str(tmp_path), tmp_path.name]) == {}
    with zipfile.ZipFile(target) as archive:
        assert "VaultDamaged" in archive.read("report.txt").decode()
