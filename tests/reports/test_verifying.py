"""Verifying: a good report is genuine, and whatever was done to one is found."""

import json
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput
from inspector_app.reports.attachment import parsed_snapshot
from inspector_app.reports.examination import examined
from inspector_app.reports.identity import Pkcs12File, opened, self_issued
from inspector_app.reports.verifying import Standing, State, Verdict, told_by_child, verify
from tests.support.pki import NOW, a_key_file, a_signer, an_authority
from tests.support.signed_reports import (
    FIELDS,
    SNAPSHOT,
    a_prepared_report,
    a_signed_report,
    pages,
    prepare,
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signed report, only read by the tests."""
    return a_signed_report(tmp_path_factory.mktemp("report"))[0]


def _examined(path: Path, *trusted: bytes) -> Verdict:
    """In this process, which is quicker; ``verify`` has its own tests."""
    with path.open("rb") as file:
        return examined(file, trusted=trusted)


def _of(folder: Path, content: bytes) -> Verdict:
    path = folder / "altered.pdf"
    path.write_bytes(content)
    return _examined(path)


# What a good file tells


def test_a_report_is_genuine_as_it_was_signed(report: Path) -> None:
    verdict = verify(report)
    assert verdict.state is State.GENUINE
    assert verdict.exit_code == 0
    assert verdict.problems == ()
    assert verdict.signer_name == "Jo Ŵyn (self-issued)"
    assert verdict.standing is Standing.SELF_ISSUED
    assert verdict.signed_at == NOW
    assert verdict.level == "PAdES B-B"
    assert verdict.snapshot == SNAPSHOT
    words = " ".join(verdict.sentences)
    assert "not who the signer is" in words
    assert "clock of the signer’s laptop; nobody else confirms this time" in words
    assert "without a trusted timestamp" in words


def test_a_verdict_survives_its_journey_as_json(report: Path) -> None:
    for verdict in (verify(report), _examined(Path(__file__))):
        assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict
        output = json.dumps(verdict.as_json()).encode()
        assert told_by_child(0, output, verdict.sha256, verdict.size_bytes) == verdict


@pytest.fixture(scope="module")
def told(report: Path) -> dict[str, Any]:
    """What the process that reads a file writes of a good one."""
    return _examined(report).as_json()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"state": "certainly"},
        {"sha256": "0" * 64},
        {"sha256": ""},
        {"sha256": 7},
        {"size_bytes": "7"},
        {"sentences": [7]},
        {"problems": None},
        {"signer_name": ["Jo"]},
        {"certificate_sha256": 7},
        {"signed_at": "2013-09-16T09:00:00"},
        {"signed_at": "yesterday"},
        {"countersignature": {"name": "Jo"}},
        {"timestamps": [{"authority": 7}]},
        {"timestamps": 7},
        {"snapshot": [1]},
    ],
    ids=str,
)
def test_what_a_child_that_was_taken_over_says_is_a_verdict_on_this_file_or_nothing(
    told: dict[str, Any], spoilt: dict[str, object]
) -> None:
    """It can lie; it cannot stop the work, or pass another file's verdict off as this one's."""
    output = json.dumps(told | spoilt).encode()
    whole = json.dumps(told).encode()
    for code, written in ((0, output), (0, b""), (0, b"[" * 100_000), (0, b"7"), (9, whole)):
        verdict = told_by_child(code, written, told["sha256"], told["size_bytes"])
        assert verdict.state is State.CANNOT_TELL
        assert verdict.sha256 == told["sha256"]
        assert len(verdict.problems) == 1


def test_a_known_signer_is_told_from_one_of_the_same_name(report: Path, tmp_path: Path) -> None:
    known = self_issued("Jo Ŵyn", issued_at=NOW)
    path, _ = a_signed_report(tmp_path, known)
    assert _examined(path, known.certificate).standing is Standing.KNOWN_HERE
    assert _examined(report, known.certificate).standing is Standing.SELF_ISSUED


def test_an_issued_certificate_is_worth_what_is_known_of_its_issuer(tmp_path: Path) -> None:
    authority, impostor = an_authority(), an_authority()
    file = a_key_file(tmp_path / "key.p12", a_signer(authority), authority, "sesame")
    path, _ = a_signed_report(tmp_path, Pkcs12File(file, "sesame"))
    assert _examined(path, authority.der).standing is Standing.KNOWN_ISSUER
    assert _examined(path).standing is Standing.UNKNOWN_ISSUER
    assert _examined(path, impostor.der).standing is Standing.UNKNOWN_ISSUER
    assert _examined(path).state is State.GENUINE
    assert "proves that the file is whole, not who" in " ".join(_examined(path).sentences)


def test_where_authorities_are_known_one_of_them_must_vouch_for_the_signer(
    report: Path, tmp_path: Path
) -> None:
    authority, impostor = an_authority(), an_authority()
    file = a_key_file(tmp_path / "key.p12", a_signer(authority), authority, "sesame")
    path, _ = a_signed_report(tmp_path, Pkcs12File(file, "sesame"))
    assert _examined(path, authority.der).state is State.GENUINE
    for verdict in (_examined(path, impostor.der), _examined(report, authority.der)):
        assert verdict.state is State.CANNOT_TELL
        assert "no authority that is known here vouches for its signer" in verdict.problems[0]


def test_a_chain_through_an_authority_between_is_followed_to_the_root(tmp_path: Path) -> None:
    root = an_authority("Base Root")
    between = an_authority("Base Issuing", issuer=root)
    file = a_key_file(tmp_path / "key.p12", a_signer(between), between, "sesame")
    path, _ = a_signed_report(tmp_path, Pkcs12File(file, "sesame"))
    verdict = verify(path, [root.der])
    assert (verdict.state, verdict.standing) == (State.GENUINE, Standing.KNOWN_ISSUER)
    assert "issued by Base Issuing" in " ".join(verdict.sentences)


def test_a_report_stays_genuine_when_its_certificate_has_expired_since(tmp_path: Path) -> None:
    then = datetime(2020, 5, 1, 9, 0, tzinfo=UTC)
    authority = an_authority()
    holder = a_signer(
        authority, not_before=then - timedelta(days=1), not_after=then + timedelta(days=9)
    )
    file = a_key_file(tmp_path / "key.p12", holder, authority, "sesame")
    path, _ = a_signed_report(tmp_path, Pkcs12File(file, "sesame"), at=then)
    verdict = _examined(path)
    assert verdict.state is State.GENUINE
    assert "The certificate has expired since, on 10 May 2020." in verdict.sentences


# Single bytes


def test_a_signature_whose_place_can_no_longer_be_read_is_refused(
    report: Path, tmp_path: Path
) -> None:
    good = report.read_bytes()
    place = good.rindex(b"/ByteRange")
    for position in range(place, good.index(b"]", place) + 1):
        changed = bytearray(good)
        changed[position] ^= 1 << 2
        verdict = _of(tmp_path, bytes(changed))
        assert verdict.state is State.NOT_GENUINE, (position - place, changed[position])


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused(report: Path, tmp_path: Path, share: float) -> None:
    good = report.read_bytes()
    verdict = _of(tmp_path, good[: int(len(good) * share)])
    assert verdict.state is not State.GENUINE
    assert verdict.problems


# What is rewritten or was never ours


@pytest.mark.parametrize("place", [0, 3, 10**12, -5])
def test_a_report_whose_table_of_objects_is_said_to_be_nowhere_is_refused(
    report: Path, tmp_path: Path, place: int
) -> None:
    """Found by fuzzing: the library seeks to before the start of the file."""
    before, _, _ = report.read_bytes().rpartition(b"startxref")
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(before + b"startxref\n%d\n%%%%EOF\n" % place)
    with spoilt.open("rb") as file:
        verdict = examined(file, trusted=())
    assert verdict.state is State.NOT_GENUINE
    assert verdict.problems


def test_a_report_whose_signature_was_rewritten_away_is_not_genuine(
    report: Path, tmp_path: Path
) -> None:
    with pikepdf.open(report) as pdf:
        del pdf.Root.AcroForm.Fields[0].V
        del pdf.Root.Perms
        pdf.save(tmp_path / "rewritten.pdf")
    verdict = _examined(tmp_path / "rewritten.pdf")
    assert verdict.state is State.NOT_GENUINE
    assert "bears no inspector’s signature" in verdict.problems[0]


def test_a_report_saved_anew_by_another_program_is_not_genuine(
    report: Path, tmp_path: Path
) -> None:
    with pikepdf.open(report) as pdf:
        pdf.save(tmp_path / "saved.pdf")
    assert _examined(tmp_path / "saved.pdf").state is State.NOT_GENUINE


def test_a_report_before_signing_is_not_genuine(tmp_path: Path) -> None:
    assert _examined(a_prepared_report(tmp_path)).state is State.NOT_GENUINE


def test_an_approval_without_certification_is_not_ours(tmp_path: Path) -> None:
    verdict = _examined(_signed_by_hand(a_prepared_report(tmp_path), tmp_path / "by-hand.pdf"))
    assert verdict.state is State.NOT_GENUINE
    assert "not certified by the inspector’s signature" in " ".join(verdict.problems)


def test_a_certification_that_allows_more_than_a_reports_is_not_ours(tmp_path: Path) -> None:
    prepared = a_prepared_report(tmp_path)
    signed = _signed_by_hand(prepared, tmp_path / "more.pdf", allowing=MDPPerm.ANNOTATE)
    verdict = _examined(signed)
    assert verdict.state is State.NOT_GENUINE
    assert "does not set the limits that a report's sets" in " ".join(verdict.problems).replace(
        "’", "'"
    )


def test_a_foreign_pdf_cannot_be_judged(tmp_path: Path) -> None:
    verdict = _examined(pages(tmp_path / "pages.pdf"))
    assert verdict.state is State.CANNOT_TELL
    assert verdict.exit_code == 2
    assert "not signed" in verdict.problems[0]


def test_a_foreign_signed_pdf_cannot_be_judged(tmp_path: Path) -> None:
    foreign = _signed_by_hand(pages(tmp_path / "pages.pdf"), tmp_path / "foreign.pdf", "Signature1")
    verdict = _examined(foreign)
    assert verdict.state is State.CANNOT_TELL
    assert "not a report of this app" in verdict.problems[0]
    assert verdict.signer_name is None


def _signed_by_hand(
    source: Path, target: Path, field: str = "Inspector", allowing: MDPPerm | None = None
) -> Path:
    with (
        opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer,
        source.open("rb") as unsigned,
        target.open("w+b") as output,
    ):
        PdfSigner(
            PdfSignatureMetadata(
                field_name=field,
                subfilter=SigSeedSubFilter.PADES,
                certify=allowing is not None,
                docmdp_permissions=allowing or MDPPerm.FILL_FORMS,
            ),
            signer=signer.signer,
        ).sign_pdf(IncrementalPdfFileWriter(unsigned), output=output)
    return target


def test_an_encrypted_pdf_cannot_be_judged(report: Path, tmp_path: Path) -> None:
    for owner, user in (("owner", ""), ("owner", "user")):
        with pikepdf.open(report) as pdf:
            pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner=owner, user=user))
        verdict = _examined(tmp_path / "locked.pdf")
        assert verdict.state is State.CANNOT_TELL
        assert verdict.problems == ("It is encrypted; reports are not.",)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"\0" * 100_000, b"PK\3\4" + b"x" * 5000])
def test_what_is_no_pdf_cannot_be_judged(tmp_path: Path, content: bytes) -> None:
    verdict = _of(tmp_path, content)
    assert verdict.state is State.CANNOT_TELL
    assert verdict.problems == ("It is not a PDF.",)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.pdf cannot be opened"):
        verify(tmp_path / "gone.pdf")


# Hostile files


def _deep_arrays(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Deep = pikepdf.Object.parse(b"[" * 400 + b"]" * 400)


def _page_tree_with_a_loop(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _fields_with_a_loop(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(T=String("Inspector"), FT=Name.Sig))
    field.Kids = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _attachment_that_swells(pdf: pikepdf.Pdf) -> None:
    swelling = zlib.compress(b"0" * 400_000_000, 1)
    stream = pdf.make_stream(b"", Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    stream.write(swelling, filter=Name.FlateDecode)
    stream.Params = Dictionary(Size=10)
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String("report-snapshot.json"),
            UF=String("report-snapshot.json"),
            EF=Dictionary(F=stream),
            AFRelationship=Name.Data,
        )
    )
    pdf.Root.AF = Array([specification])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String("report-snapshot.json"), specification]))
    )


@pytest.mark.parametrize(
    "spoil",
    [_deep_arrays, _page_tree_with_a_loop, _fields_with_a_loop, _attachment_that_swells],
)
def test_a_hostile_file_costs_a_verdict_and_little_else(
    tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    with pikepdf.open(pages(tmp_path / "pages.pdf")) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "hostile.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    started = time.monotonic()
    verdict = verify(tmp_path / "hostile.pdf", patience_seconds=60)
    assert verdict.state is not State.GENUINE
    assert verdict.problems
    assert time.monotonic() - started < 60


def test_a_file_that_takes_too_long_is_given_up(report: Path) -> None:
    verdict = verify(report, patience_seconds=0.01)
    assert verdict.state is State.CANNOT_TELL
    assert "given up" in verdict.problems[0]
    assert verdict.sha256


def test_verifying_is_not_led_astray_by_the_folder_it_is_called_from(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pikepdf.py").write_text("raise SystemExit(7)")
    (tmp_path / "json.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert verify(report).state is State.GENUINE


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[]",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"a":' + b"[" * 150 + b"]" * 150 + b"}",
        b'{"a":' + b"9" * 100_000 + b"}",
    ],
    ids=["no UTF-8", "no object", "NaN", "a key twice", "very deep", "too deep", "huge number"],
)
def test_hostile_data_are_not_taken_for_a_report(content: bytes) -> None:
    value, reason = parsed_snapshot(content)
    assert value is None
    assert reason


def test_data_that_are_no_report_make_the_file_not_genuine(tmp_path: Path) -> None:
    prepare(
        pages(tmp_path / "pages.pdf"),
        tmp_path / "prepared.pdf",
        snapshot=b"[1, 2, 3]",
        title="No object",
        created_at=NOW,
        fields=FIELDS,
    )
    path = _signed_by_hand(tmp_path / "prepared.pdf", tmp_path / "signed.pdf")
    assert "do not have the form of a report" in " ".join(_examined(path).problems)


def _active_parts() -> Iterator[tuple[str, Callable[[pikepdf.Pdf], None]]]:
    def script() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def on_open(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = script()

    def on_page(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=script())

    def in_names(pdf: pikepdf.Pdf) -> None:
        names = Array([String("x"), pdf.make_indirect(script())])
        pdf.Root.Names.JavaScript = Dictionary(Names=names)

    def in_a_link(pdf: pikepdf.Pdf) -> None:
        launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
        pdf.pages[0].obj.Annots = Array([link])

    yield from {
        "on opening": on_open,
        "on a page": on_page,
        "by name": in_names,
        "in a link": in_a_link,
    }.items()


@pytest.mark.parametrize("name_and_part", list(_active_parts()), ids=lambda each: each[0])
def test_what_runs_by_itself_is_no_report_even_if_signed(
    tmp_path: Path, name_and_part: tuple[str, Callable[[pikepdf.Pdf], None]]
) -> None:
    with pikepdf.open(a_prepared_report(tmp_path)) as pdf:
        name_and_part[1](pdf)
        pdf.save(tmp_path / "active.pdf")
    verdict = _examined(_signed_by_hand(tmp_path / "active.pdf", tmp_path / "signed.pdf"))
    assert verdict.state is State.NOT_GENUINE
    assert "run by itself" in " ".join(verdict.problems)


def test_words_that_look_like_scripts_are_only_words(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "pages.pdf"), invariant=1)
    for number in (1, 2):
        canvas.bookmarkPage(f"page {number}")
        canvas.addOutlineEntry("How /JavaScript and /Launch are used", f"page {number}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(tmp_path / "pages.pdf") as pdf:
        assert any(b"/JavaScript" in each.unparse(resolved=True) for each in pdf.objects)
    path, _ = a_signed_report(tmp_path, drawn=tmp_path / "pages.pdf")
    assert _examined(path).state is State.GENUINE
