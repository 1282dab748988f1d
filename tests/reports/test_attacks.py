"""Whatever is done to a report once it is signed is found, at each stage of its life."""

import random
from pathlib import Path
from typing import BinaryIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

from inspector_app.reports.examination import examined
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.verifying import State, Verdict
from tests.support.attacks import APPENDED, REWRITTEN
from tests.support.pki import NOW
from tests.support.signed_reports import a_countersigned_report, a_signed_report, an_update

STAGES = ("signed", "countersigned")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One report at each stage, only read by the tests."""
    folder = tmp_path_factory.mktemp("reports")
    signed, _ = a_signed_report(folder)
    return {"signed": signed, "countersigned": a_countersigned_report(signed)}


def judged(path: Path) -> Verdict:
    """In this process, which is quicker than the confined one, and the same rules."""
    with path.open("rb") as file:
        return examined(file, trusted=())


@pytest.mark.parametrize("stage", STAGES)
def test_a_report_to_which_nothing_was_done_is_genuine(
    reports: dict[str, Path], stage: str
) -> None:
    assert judged(reports[stage]).state is State.GENUINE


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", APPENDED)
def test_what_is_appended_is_refused_and_named(
    reports: dict[str, Path], tmp_path: Path, stage: str, name: str
) -> None:
    attack, altered = APPENDED[name], tmp_path / "altered.pdf"
    with an_update(reports[stage], altered) as writer:
        attack.act(writer)
    verdict = judged(altered)
    assert verdict.state is State.NOT_GENUINE
    assert attack.words in " ".join(verdict.problems)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", REWRITTEN)
def test_what_is_done_to_the_bytes_is_refused(
    reports: dict[str, Path], tmp_path: Path, stage: str, name: str
) -> None:
    attack, altered = REWRITTEN[name], tmp_path / "altered.pdf"
    altered.write_bytes(attack.act(reports[stage].read_bytes()))
    assert altered.read_bytes() != reports[stage].read_bytes()
    verdict = judged(altered)
    assert verdict.state is State.NOT_GENUINE
    assert attack.words in " ".join(verdict.problems)


@pytest.mark.parametrize("stage", STAGES)
def test_a_strangers_signature_over_the_text_is_refused(
    reports: dict[str, Path], tmp_path: Path, stage: str
) -> None:
    altered = tmp_path / "altered.pdf"
    place = SigFieldSpec("Sneaky", on_page=0, box=(90, 690, 400, 720))
    with (
        opened(self_issued("Stranger", issued_at=NOW), at=NOW) as signer,
        reports[stage].open("rb") as source,
        altered.open("w+b") as output,
    ):
        PdfSigner(
            PdfSignatureMetadata(field_name="Sneaky", subfilter=SigSeedSubFilter.PADES),
            signer=signer.signer,
            new_field_spec=place,
        ).sign_pdf(IncrementalPdfFileWriter(source), output=output)
    verdict = judged(altered)
    assert verdict.state is State.NOT_GENUINE
    assert "A signature was added that no report of this app has." in verdict.problems
    assert verdict.signer_name == "Jo Ŵyn (self-issued)"


def test_1000_flipped_bits_are_all_noticed(reports: dict[str, Path], tmp_path: Path) -> None:
    """In the bytes that are signed and in the signatures themselves, at every stage."""
    draw = random.Random(random.random())  # pytest-randomly seeds it, so a failure comes again
    altered = tmp_path / "altered.pdf"
    for stage, path in reports.items():
        good = path.read_bytes()
        altered.write_bytes(good)
        with altered.open("r+b") as file:
            for _ in range(-(-1000 // len(reports))):
                at, bit = draw.randrange(len(good)), 1 << draw.randrange(8)
                _put(file, at, good[at] ^ bit)
                verdict = examined(file, trusted=())
                assert verdict.state is not State.GENUINE, (stage, at, bit)
                assert verdict.problems
                _put(file, at, good[at])
            assert examined(file, trusted=()).state is State.GENUINE


def _put(file: BinaryIO, at: int, byte: int) -> None:
    file.seek(at)
    file.write(bytes([byte]))
    file.flush()
