"""Signing a report: what comes out, and what is left when it fails."""

import hashlib
import json
import os
import re
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput, DeviceFull, SigningFailed
from inspector_app.reports import attachment
from inspector_app.reports.fields import SignatureField
from inspector_app.reports.identity import Pkcs12File, SignerKind, opened, self_issued
from inspector_app.reports.verifying import State, verify
from tests.support.pki import NOW, a_key_file, a_signer, an_authority
from tests.support.signed_reports import (
    FIELDS,
    SNAPSHOT,
    TYPEFACE,
    a_prepared_report,
    a_signed_report,
    byte_range,
    pages,
    prepare,
    sign_file,
)


def test_preparing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.support.signed_reports import a_prepared_report\n"
        "print(a_prepared_report(Path(sys.argv[1])))"
    )
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", script, str(folder)],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        made.append((folder / "prepared.pdf").read_bytes())
    assert made[0] == made[1]


def test_a_prepared_report_carries_its_data_title_and_empty_fields(tmp_path: Path) -> None:
    with pikepdf.open(a_prepared_report(tmp_path, title="Ŵ <&> \x07")) as pdf:
        assert pdf.docinfo["/Title"] == "Ŵ <&> "
        assert pdf.docinfo["/Subject"] == "OFFICIAL"
        assert pdf.open_metadata()["dc:title"] == "Ŵ <&> "
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert attachment.attached_snapshot(pdf) == (SNAPSHOT, "")
        fields = pdf.Root.AcroForm.Fields
        assert [str(each.T) for each in fields] == ["Inspector", "Lead"]
        assert all("/V" not in each for each in fields)
        assert len(pdf.pages[1].Annots) == 2


def test_data_too_large_to_be_verified_are_not_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment, "LARGEST_SNAPSHOT_BYTES", 100)
    with pytest.raises(BadInput, match="larger"):
        prepare(
            pages(tmp_path / "pages.pdf"),
            tmp_path / "prepared.pdf",
            snapshot=json.dumps("x" * 100).encode(),
            title="Too large",
            created_at=NOW,
            fields=FIELDS,
        )


def test_signing_tells_what_the_journal_records(tmp_path: Path) -> None:
    path, facts = a_signed_report(tmp_path)
    content = path.read_bytes()
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert facts.size_bytes == len(content)
    assert facts.signer_name == "Jo Ŵyn (self-issued)"
    assert facts.kind is SignerKind.SELF_ISSUED
    assert facts.signed_at == NOW


def test_signing_only_appends(tmp_path: Path) -> None:
    path, _ = a_signed_report(tmp_path)
    before = (tmp_path / "prepared.pdf").read_bytes()
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"/Type /Metadata") == before.count(b"/Type /Metadata")
    assert b"pyHanko" not in after


def test_the_signature_certifies_and_lets_only_fields_be_filled(tmp_path: Path) -> None:
    path, _ = a_signed_report(tmp_path)
    with pikepdf.open(path) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        assert pdf.Root.Perms.DocMDP.objgen == signature.objgen
        assert signature.Reference[0].TransformParams.P == 2
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert "/V" not in pdf.Root.AcroForm.Fields[1]


def test_the_signature_on_the_page_names_signer_kind_and_whose_clock(tmp_path: Path) -> None:
    path, facts = a_signed_report(tmp_path)
    text = subprocess.run(
        ["pdftotext", "-f", "2", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Signed by Jo Ŵyn (self-issued)" in text
    assert "proves integrity, not identity" in text
    assert "23 November 2026, 14:30:00 GMT, time by this laptop’s clock" in text
    assert facts.certificate_sha256[:4] in text
    fonts = subprocess.run(
        ["pdffonts", str(path)], check=True, capture_output=True, text=True
    ).stdout
    assert len(re.findall(r"\+NotoSans\S+\s+TrueType\s+\S+\s+yes", fonts)) == 2


def test_a_name_that_the_typeface_lacks_is_shown_by_its_numbers(tmp_path: Path) -> None:
    path, _ = a_signed_report(tmp_path, self_issued("李 Example", issued_at=NOW))
    text = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True).stdout
    assert "Signed by [U+674E] Example" in text.decode()


def test_a_very_long_name_stays_inside_its_field(tmp_path: Path) -> None:
    path, _ = a_signed_report(tmp_path, self_issued("W" * 60, issued_at=NOW))
    left, bottom, right, top = FIELDS[0].rect
    _, height = Canvas("unused.pdf")._pagesize
    boxes = subprocess.run(
        ["pdftotext", "-f", "2", "-bbox", str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    words = re.findall(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)<', boxes)
    signed = [each for each in words if each[4] != "Signatures"]
    assert len(signed) > 10
    for x_min, y_min, x_max, y_max, _word in signed:
        assert left <= float(x_min) < float(x_max) <= right
        assert height - top <= float(y_min) + 1.5  # the box of a word has room above its letters
        assert float(y_max) <= height - bottom + 1.5


def test_poppler_agrees_that_it_is_signed(tmp_path: Path) -> None:
    path, _ = a_signed_report(tmp_path)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(path)], check=True, capture_output=True, text=True
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signer Certificate Common Name: Jo Ŵyn (self-issued)" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "SHA-256" in said


def test_openssl_agrees_that_it_is_signed_and_by_whom(tmp_path: Path) -> None:
    authority = an_authority()
    file = a_key_file(tmp_path / "key.p12", a_signer(authority), authority, "sesame")
    path, _ = a_signed_report(tmp_path, Pkcs12File(file, "sesame"))
    content = path.read_bytes()
    _, before, after, length = byte_range(content)
    (tmp_path / "cms").write_bytes(bytes.fromhex(content[before + 1 : after - 1].decode()))
    (tmp_path / "signed").write_bytes(content[:before] + content[after : after + length])
    (tmp_path / "ca.pem").write_bytes(
        authority.certificate.public_bytes(serialization.Encoding.PEM)
    )

    def openssl() -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [
                *("openssl", "cms", "-verify", "-binary", "-inform", "DER"),
                *("-in", str(tmp_path / "cms"), "-content", str(tmp_path / "signed")),
                *("-CAfile", str(tmp_path / "ca.pem"), "-purpose", "any", "-cades"),
                *("-attime", str(int(NOW.timestamp())), "-out", os.devnull),
            ],
            check=False,
            capture_output=True,
        )

    good = openssl()
    assert good.returncode == 0, good.stderr
    altered = bytearray((tmp_path / "signed").read_bytes())
    altered[before // 2] ^= 1
    (tmp_path / "signed").write_bytes(altered)
    assert openssl().returncode != 0


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 3072)],
    ids=["P-384", "RSA-3072"],
)
def test_older_and_larger_keys_sign_too(
    tmp_path: Path, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
) -> None:
    authority = an_authority()
    file = a_key_file(tmp_path / "key.p12", a_signer(authority, key=key), authority, "sesame")
    path, facts = a_signed_report(tmp_path, Pkcs12File(file, "sesame"))
    assert facts.kind is SignerKind.PKCS12
    assert verify(path, [authority.der]).state is State.GENUINE


def test_a_disk_that_fills_up_while_signing_leaves_no_half_file(tmp_path: Path) -> None:
    unsigned = a_prepared_report(tmp_path)
    content = unsigned.read_bytes()
    target = tmp_path / "out" / "signed.pdf"
    target.parent.mkdir()
    target.write_bytes(b"an earlier one")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(content) + 1000, limits[1]))
        try:
            with pytest.raises(DeviceFull, match="The inspection is unharmed"):
                sign_file(
                    *(unsigned, target, signer),
                    capacity="Inspector",
                    typeface=TYPEFACE,
                    signed_at=NOW,
                )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert unsigned.read_bytes() == content
    assert [each.name for each in target.parent.iterdir()] == ["signed.pdf"]
    assert target.read_bytes() == b"an earlier one"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer,
        pytest.raises(DeviceFull, match="could not be written"),
    ):
        sign_file(
            *(a_prepared_report(tmp_path), tmp_path / "gone" / "signed.pdf", signer),
            capacity="Inspector",
            typeface=TYPEFACE,
            signed_at=NOW,
        )


def test_a_file_without_the_field_is_not_signed(tmp_path: Path) -> None:
    unsigned = pages(tmp_path / "pages.pdf")
    with (
        opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer,
        pytest.raises(SigningFailed, match="no empty signature field Inspector"),
    ):
        sign_file(
            *(unsigned, tmp_path / "signed.pdf", signer),
            capacity="Inspector",
            typeface=TYPEFACE,
            signed_at=NOW,
        )
    assert [each.name for each in tmp_path.iterdir()] == ["pages.pdf"]


def test_nothing_is_signed_that_verifying_would_refuse(tmp_path: Path) -> None:
    with pikepdf.open(pages(tmp_path / "pages.pdf")) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )
        pdf.save(tmp_path / "active.pdf")
    prepare(
        tmp_path / "active.pdf",
        tmp_path / "prepared.pdf",
        snapshot=b"{}",
        title="Active",
        created_at=NOW,
        fields=FIELDS,
    )
    with (
        opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer,
        pytest.raises(SigningFailed, match="run by itself"),
    ):
        sign_file(
            *(tmp_path / "prepared.pdf", tmp_path / "signed.pdf", signer),
            capacity="Inspector",
            typeface=TYPEFACE,
            signed_at=NOW,
        )
    assert not (tmp_path / "signed.pdf").exists()


def test_a_time_outside_the_certificate_is_not_signed(tmp_path: Path) -> None:
    with (
        opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer,
        pytest.raises(SigningFailed, match="not valid at the time"),
    ):
        sign_file(
            *(a_prepared_report(tmp_path), tmp_path / "signed.pdf", signer),
            capacity="Inspector",
            typeface=TYPEFACE,
            signed_at=NOW + timedelta(days=9999),
        )


def test_summer_time_is_told_as_summer_time(tmp_path: Path) -> None:
    summer = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
    unsigned, target = a_prepared_report(tmp_path), tmp_path / "signed.pdf"
    with opened(self_issued("Jo Ŵyn", issued_at=NOW), at=summer) as signer:
        sign_file(*(unsigned, target, signer), capacity="Lead", typeface=TYPEFACE, signed_at=summer)
    text = subprocess.run(["pdftotext", str(target), "-"], check=True, capture_output=True).stdout
    assert "1 July 2027, 13:00:00 BST" in text.decode()


def test_a_field_on_a_page_with_links_keeps_them(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "pages.pdf"), invariant=1)
    canvas.bookmarkPage("here")
    canvas.linkRect("here", "here", (10, 10, 50, 50))
    canvas.showPage()
    canvas.save()
    prepare(
        tmp_path / "pages.pdf",
        tmp_path / "prepared.pdf",
        snapshot=b"{}",
        title="Links",
        created_at=NOW,
        fields=[SignatureField("Inspector", 0, (100.0, 100.0, 300.0, 160.0), "Sign here")],
    )
    with opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer:
        sign_file(
            *(tmp_path / "prepared.pdf", tmp_path / "signed.pdf", signer),
            capacity="Inspector",
            typeface=TYPEFACE,
            signed_at=NOW,
        )
    with pikepdf.open(tmp_path / "signed.pdf") as pdf:
        assert [str(each.Subtype) for each in pdf.pages[0].Annots] == ["/Link", "/Widget"]
