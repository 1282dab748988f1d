from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import Cancelled
from inspector_app.domain.ids import InspectionId, SectionId
from inspector_app.reports.facts import Options
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

PIN = "246813"
SMALL = Options(sections=(SectionId("CN-CE"),))


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("vault"))
    yield vault
    vault.close()


@pytest.fixture(scope="module")
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


@pytest.fixture(scope="module")
def signing(vault: Unlocked) -> OwnIdentity:
    return OwnIdentity(vault.reports.make_identity("Jo", PIN).id, PIN)


def test_an_export_tells_how_far_it_is_to_the_end_and_asks_whether_to_go_on_all_the_way(
    vault: Unlocked, inspection: InspectionId, signing: OwnIdentity, tmp_path: Path
) -> None:
    """And stopped at whichever of these moments, it leaves no file, no trace and an old file."""
    asked = 0
    told: list[float] = []

    def go_on() -> bool:
        nonlocal asked
        asked += 1
        return False

    def tell(done: int, total: int) -> None:
        told.append(done / total)

    target = tmp_path / "whole.pdf"
    vault.reports.export(inspection, target, signing, SMALL, tell, go_on)
    assert told == sorted(told)
    assert told[-1] == 1
    assert max(each for each in told if each < 0.9) == pytest.approx(0.8)
    before = vault.inspections.standing(inspection).summaries()

    old = tmp_path / "old.pdf"
    old.write_bytes(b"what was there before")
    for moment in (1, asked // 3, asked - 1, asked):
        left = moment

        def stop() -> bool:
            nonlocal left
            left -= 1
            return left <= 0

        with pytest.raises(Cancelled):
            vault.reports.export(inspection, old, signing, SMALL, cancelled=stop)
        assert old.read_bytes() == b"what was there before"
        assert {each.name for each in tmp_path.iterdir()} == {"whole.pdf", "old.pdf"}
    assert vault.inspections.standing(inspection).summaries() == before
