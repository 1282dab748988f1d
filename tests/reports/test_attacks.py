"""Whatever is done to a report once it is signed is found, at each stage of its life."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from inspector_app.reports.examination import examined
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.online import Authority
from inspector_app.reports.untouched import UntouchedMetadataWriter
from inspector_app.reports.verifying import State, Verdict
from tests.support.attacks import APPENDED, REWRITTEN
from tests.support.authorities import a_raised_report, authorities
from tests.support.pki import NOW
from tests.support.signed_reports import (
    a_countersigned_report,
    a_signed_report,
    an_update,
    byte_range,
)

STAGES = ("signed", "countersigned", "raised")
FLIPS = {"signed": 700, "countersigned": 200, "raised": 100}
"""Together 1,000; most where each costs least."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One report at each stage, only read by the tests."""
    folder = tmp_path_factory.mktemp("reports")
    now = datetime.now(UTC)
    with authorities(folder) as net:
        signed, _ = a_signed_report(folder, net.signer("Jo Ŵyn"), at=now)
        both = a_countersigned_report(signed, net.signer("Ann Łead"), at=now)
        raised = a_raised_report(both, net)
    return {"signed": signed, "countersigned": both, "raised": raised}


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
    assert verdict.signer_name == "Jo Ŵyn"


def _without_its_store(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/DSS"]
    writer.update_root()


def _with_other_data(writer: IncrementalPdfFileWriter) -> None:
    store = writer.root["/DSS"]
    store["/CRLs"].pop()
    writer.update_container(store)


def _with_unknown_data(writer: IncrementalPdfFileWriter) -> None:
    store = writer.root["/DSS"]
    script = DictionaryObject({pdf_name("/S"): pdf_name("/Named")})
    store[pdf_name("/VRI")] = writer.add_object(script)
    writer.update_container(store)


def _without_a_timestamp(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][3].get_object()
    del field["/V"]
    writer.update_container(field)


def _with_a_page_beside_the_data(writer: IncrementalPdfFileWriter) -> None:
    APPENDED["replaced content"].act(writer)
    DocumentSecurityStore.supply_dss_in_writer(writer, sig_contents=None, certs=[_a_certificate()])


def _a_certificate() -> asn1_x509.Certificate:
    certificate = self_issued("Stranger", issued_at=NOW).certificate
    found: asn1_x509.Certificate = asn1_x509.Certificate.load(certificate)
    return found


@pytest.mark.parametrize(
    "act",
    [
        _without_its_store,
        _with_other_data,
        _with_unknown_data,
        _without_a_timestamp,
        _with_a_page_beside_the_data,
    ],
)
def test_what_is_done_to_what_raising_added_is_refused(
    reports: dict[str, Path], tmp_path: Path, act: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    altered = tmp_path / "altered.pdf"
    with an_update(reports["raised"], altered) as writer:
        act(writer)
    assert judged(altered).state is State.NOT_GENUINE


def test_data_alone_behind_the_last_timestamp_are_let_through_once(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    once, twice = tmp_path / "once.pdf", tmp_path / "twice.pdf"
    for source, target in ((reports["raised"], once), (once, twice)):
        with an_update(source, target) as writer:
            DocumentSecurityStore.supply_dss_in_writer(
                writer, sig_contents=None, certs=[_a_certificate()]
            )
    assert judged(once).state is State.GENUINE
    assert judged(twice).state is State.NOT_GENUINE
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(once.read_bytes() + b"% a remark\n")
    assert judged(altered).state is State.NOT_GENUINE


@pytest.mark.parametrize("name", ["appended content", "exchanged metadata", "moved signature"])
def test_what_is_changed_in_the_very_step_of_a_timestamp_is_refused(
    reports: dict[str, Path], tmp_path: Path, name: str
) -> None:
    """As whoever runs the authority, or stands between, could try."""
    altered = tmp_path / "altered.pdf"
    with (
        authorities(tmp_path) as net,
        reports["countersigned"].open("rb") as source,
        altered.open("w+b") as output,
    ):
        writer = UntouchedMetadataWriter(source)
        APPENDED[name].act(writer)
        stamper = PdfTimeStamper(Authority(net.tsa_url), field_name="Timestamp-1")
        stamper.timestamp_pdf(writer, "sha256", output=output)
    verdict = judged(altered)
    assert verdict.state is State.NOT_GENUINE
    words = " ".join(verdict.problems)
    assert "More was changed after signing" in words or "the steps" in words


def test_1000_flipped_bits_of_what_is_signed_are_all_noticed(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    for stage, path in reports.items():
        good = path.read_bytes()
        _, before, after, length = byte_range(good)
        signed = [*range(before), *range(after, after + length)]
        assert len(signed) + after - before == len(good)
        _flip(good, signed, FLIPS[stage], tmp_path / "altered.pdf")


def test_no_flipped_bit_of_a_signature_of_ones_own_goes_unnoticed(tmp_path: Path) -> None:
    """Nothing signs these bytes; what must hold of them, the rules say."""
    good = a_signed_report(tmp_path)[0].read_bytes()
    _, before, after, _ = byte_range(good)
    _flip(good, range(before, after), 60, tmp_path / "altered.pdf")
    _flip(good, range(before + 1, before + 60), 40, tmp_path / "altered.pdf")


def _flip(good: bytes, places: Sequence[int], times: int, altered: Path) -> None:
    draw = random.Random(random.random())  # pytest-randomly seeds it, so a failure comes again
    altered.write_bytes(good)
    with altered.open("r+b") as file:
        for _ in range(times):
            at, bit = draw.choice(places), 1 << draw.randrange(8)
            _put(file, at, good[at] ^ bit)
            verdict = examined(file, trusted=())
            assert verdict.state is not State.GENUINE, (at, bit)
            assert verdict.problems
            _put(file, at, good[at])
        assert examined(file, trusted=()).state is State.GENUINE


def _put(file: BinaryIO, at: int, byte: int) -> None:
    file.seek(at)
    file.write(bytes([byte]))
    file.flush()
