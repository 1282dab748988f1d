"""Countersigning: the lead's signature stands beside the inspector's, and nothing else changes."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from inspector_app.domain.errors import SigningFailed
from inspector_app.reports.examination import examined
from inspector_app.reports.fields import SignatureField
from inspector_app.reports.identity import Identity, SelfIssued, opened, self_issued
from inspector_app.reports.signing import countersign, sign
from inspector_app.reports.verifying import Standing, State, Verdict, verify
from tests.support.attacks import APPENDED
from tests.support.pki import NOW
from tests.support.signed_reports import (
    TYPEFACE,
    a_prepared_report,
    a_signed_report,
    an_update,
    pages,
    prepare,
)

LATER = NOW + timedelta(hours=5)
LEAD = self_issued("Ann Łead", issued_at=NOW)


def countersigned_by(identity: Identity, report: Path, target: Path) -> Path:
    with opened(identity, at=LATER) as lead, report.open("rb") as file:
        countersign(
            file,
            target,
            lead,
            verdict=verify(report),
            capacity="Lead inspector",
            typeface=TYPEFACE,
            signed_at=LATER,
        )
    return target


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_signed_report(tmp_path_factory.mktemp("report"))[0]


@pytest.fixture(scope="module")
def both(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return countersigned_by(LEAD, report, tmp_path_factory.mktemp("both") / "both.pdf")


def judged(path: Path, *trusted: bytes) -> Verdict:
    with path.open("rb") as file:
        return examined(file, trusted=trusted)


def test_a_countersigned_report_is_genuine_and_names_both(both: Path) -> None:
    verdict = verify(both)
    assert verdict.state is State.GENUINE
    assert verdict.signer_name == "Jo Ŵyn (self-issued)"
    assert verdict.signed_at == NOW
    lead = verdict.countersignature
    assert lead is not None
    assert (lead.name, lead.standing) == ("Ann Łead (self-issued)", Standing.SELF_ISSUED)
    assert (lead.signed_at, lead.level) == (LATER, "PAdES B-B")
    assert "It was countersigned by Ann Łead (self-issued)." in verdict.sentences
    assert Verdict.from_json(verdict.as_json()) == verdict


def test_a_report_that_nobody_countersigned_says_nothing_of_it(report: Path) -> None:
    verdict = judged(report)
    assert verdict.countersignature is None
    assert "countersign" not in " ".join(verdict.sentences)


def test_countersigning_only_appends(report: Path, both: Path) -> None:
    before, after = report.read_bytes(), both.read_bytes()
    assert after.startswith(before)
    assert judged(report).state is State.GENUINE


def test_both_signatures_are_seen_on_the_page(both: Path) -> None:
    words = subprocess.run(
        ["pdftotext", "-layout", str(both), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Signed by Jo Ŵyn" in words
    assert "Signed by Ann Łead" in words
    assert "Lead inspector" in words


def test_poppler_agrees_that_both_signatures_are_valid(both: Path) -> None:
    told = subprocess.run(
        ["pdfsig", "-nocert", str(both)], check=False, capture_output=True, text=True
    ).stdout
    assert len(re.findall("Signature Validation: Signature is Valid", told)) == 2
    assert "Signer Certificate Common Name: Ann Łead (self-issued)" in told


def test_a_known_lead_is_told_as_known(both: Path) -> None:
    assert isinstance(LEAD, SelfIssued)
    found = judged(both, LEAD.certificate).countersignature
    assert found is not None
    assert found.standing is Standing.KNOWN_HERE


def refusal(report: Path, target: Path, identity: Identity = LEAD) -> str:
    with pytest.raises(SigningFailed) as refused:
        countersigned_by(identity, report, target)
    assert not target.exists()
    return str(refused.value)


def test_a_report_is_countersigned_once(both: Path, tmp_path: Path) -> None:
    other = self_issued("Another Lead", issued_at=NOW)
    assert "already, by Ann Łead" in refusal(both, tmp_path / "twice.pdf", other)


def test_nobody_countersigns_their_own_report(tmp_path: Path) -> None:
    own = self_issued("Jo Ŵyn", issued_at=NOW)
    report, _ = a_signed_report(tmp_path, own)
    assert "nobody countersigns their own report" in refusal(report, tmp_path / "own.pdf", own)


def test_what_is_not_genuine_is_not_countersigned(report: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(report.read_bytes() + b"% a remark\n")
    assert "Only a genuine report" in refusal(altered, tmp_path / "out.pdf")
    unsigned = a_prepared_report(tmp_path)
    assert "Only a genuine report" in refusal(unsigned, tmp_path / "out.pdf")
    (tmp_path / "text.pdf").write_text("no PDF at all")
    assert "Only a genuine report" in refusal(tmp_path / "text.pdf", tmp_path / "out.pdf")


def test_a_file_that_is_not_the_one_that_was_judged_is_not_countersigned(
    report: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(report.read_bytes() + b"% a remark\n")
    target = tmp_path / "out.pdf"
    with (
        opened(LEAD, at=LATER) as lead,
        other.open("rb") as file,
        pytest.raises(SigningFailed, match="changed while it was read"),
    ):
        countersign(
            file,
            target,
            lead,
            verdict=verify(report),
            capacity="Lead inspector",
            typeface=TYPEFACE,
            signed_at=LATER,
        )
    assert not target.exists()


def test_a_report_without_room_for_it_is_not_countersigned(tmp_path: Path) -> None:
    field = SignatureField("Inspector", 0, (100.0, 100.0, 300.0, 160.0), "Sign here")
    unsigned, report = tmp_path / "unsigned.pdf", tmp_path / "report.pdf"
    prepare(
        pages(tmp_path / "pages.pdf"),
        unsigned,
        snapshot=b'{"a": 1}',
        title="Testshire",
        created_at=NOW,
        fields=[field],
    )
    inspector = self_issued("Jo", issued_at=NOW)
    with opened(inspector, at=NOW) as signer, unsigned.open("rb") as file:
        sign(file, report, signer, capacity="Inspector", typeface=TYPEFACE, signed_at=NOW)
    assert "no empty signature field Lead" in refusal(report, tmp_path / "out.pdf")


# What somebody might do to it


ATTACKS = [
    APPENDED[name].act
    for name in ("appended content", "moved signature", "another language", "exchanged appearance")
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_lead_changes_while_countersigning_is_refused(
    report: Path, tmp_path: Path, attack: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    altered = tmp_path / "altered.pdf"
    with opened(LEAD, at=LATER) as lead, report.open("rb") as file, altered.open("w+b") as output:
        writer = IncrementalPdfFileWriter(file)
        writer._update_meta = lambda: None  # type: ignore[method-assign]  # as this app does
        attack(writer)
        PdfSigner(
            PdfSignatureMetadata(field_name="Lead", subfilter=SigSeedSubFilter.PADES),
            signer=lead.signer,
        ).sign_pdf(writer, output=output)
    verdict = judged(altered)
    assert verdict.state is State.NOT_GENUINE
    assert "More was changed after signing than that it was countersigned." in verdict.problems


def test_a_countersignature_that_sets_limits_of_its_own_is_not_ours(
    report: Path, tmp_path: Path
) -> None:
    with pikepdf.open(report) as pdf:
        assert pdf.Root.AcroForm.Fields[1].T == "Lead"
    altered = tmp_path / "altered.pdf"
    with an_update(report, altered) as writer:
        field = writer.root["/AcroForm"]["/Fields"][1]
        field[pdf_name("/Lock")] = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/SigFieldLock"),
                pdf_name("/Action"): pdf_name("/All"),
                pdf_name("/P"): generic.NumberObject(MDPPerm.NO_CHANGES.value),
            }
        )
        writer.update_container(field)
    assert judged(altered).state is State.NOT_GENUINE


def test_a_report_whose_countersignature_was_taken_out_is_not_genuine(
    both: Path, tmp_path: Path
) -> None:
    altered = tmp_path / "altered.pdf"
    with an_update(both, altered) as writer:
        field = writer.root["/AcroForm"]["/Fields"][1]
        del field["/V"]
        writer.update_container(field)
    assert judged(altered).state is State.NOT_GENUINE
    with pikepdf.open(both) as pdf:
        fields = pdf.Root.AcroForm.Fields
        assert isinstance(fields, Array)
        del fields[1][Name.V]
        pdf.save(tmp_path / "rewritten.pdf")
    assert judged(tmp_path / "rewritten.pdf").state is State.NOT_GENUINE
