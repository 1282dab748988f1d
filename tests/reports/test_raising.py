"""Raising: timestamps and revocation data are added from real authorities, or nothing is harmed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from inspector_app.domain.errors import RaisingFailed, SigningFailed
from inspector_app.reports.examination import examined
from inspector_app.reports.identity import Identity
from inspector_app.reports.online import Authority
from inspector_app.reports.raising import RaisedFile, raise_
from inspector_app.reports.revocation_files import revocation_data_in
from inspector_app.reports.verifying import Level, Revocation, Standing, State, Verdict, verify
from inspector_app.reports.vouching import Material
from tests.support.authorities import Authorities, authorities
from tests.support.signed_reports import a_countersigned_report, a_signed_report

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with authorities(tmp_path_factory.mktemp("net")) as made:
        yield made


@pytest.fixture(autouse=True)
def well_behaved(net: Authorities) -> None:
    net.behave()


@pytest.fixture(scope="module")
def signed(net: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed by somebody whose certificate base issued."""
    folder = tmp_path_factory.mktemp("signed")
    return a_signed_report(folder, net.signer(), at=datetime.now(UTC))[0]


@pytest.fixture(scope="module")
def raised(net: Authorities, signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    net.behave()
    target = tmp_path_factory.mktemp("raised") / "raised.pdf"
    assert raising(net, signed, target).remarks == ()
    return target


def raising(
    net: Authorities,
    source: Path,
    target: Path,
    *,
    trusted: list[bytes] | None = None,
    given: Material | None = None,
    patience_seconds: float = 20,
) -> RaisedFile:
    known = net.trusted if trusted is None else trusted
    with source.open("rb") as file:
        return raise_(
            file,
            target,
            Authority(net.tsa_url, patience_seconds=patience_seconds),
            verdict=judged(source, *known),
            trusted=known,
            given=given or Material(),
        )


def judged(path: Path, *trusted: bytes) -> Verdict:
    with path.open("rb") as file:
        return examined(file, trusted=trusted)


def refusal(net: Authorities, source: Path, target: Path, **given: float) -> str:
    before = source.read_bytes()
    with pytest.raises(RaisingFailed) as refused:
        raising(net, source, target, **given)  # type: ignore[arg-type]
    assert source.read_bytes() == before
    assert not target.exists()
    assert "unharmed" in str(refused.value)
    assert "Nothing was written" in str(refused.value)
    return str(refused.value)


# What is reached


def test_a_report_is_raised_to_the_archive_level_in_one_go(
    net: Authorities, signed: Path, raised: Path
) -> None:
    verdict = verify(raised, net.trusted)
    assert (verdict.state, verdict.level) == (State.GENUINE, Level.B_LTA)
    assert verdict.standing is Standing.KNOWN_ISSUER
    assert verdict.revocation is Revocation.NOT_REVOKED
    assert [each.authority for each in verdict.timestamps] == ["Time Stamps Ltd"] * 2
    assert {each.standing for each in verdict.timestamps} == {Standing.KNOWN_ISSUER}
    assert Verdict.from_json(verdict.as_json()) == verdict
    words = " ".join(verdict.sentences)
    assert "confirms that it existed, as signed, on" in words
    assert "That authority is known here." in words
    assert "Raise the file again before" in words
    assert judged(signed).level is Level.B_B


def test_raising_only_appends_and_leaves_the_description_alone(signed: Path, raised: Path) -> None:
    before, after = signed.read_bytes(), raised.read_bytes()
    assert after.startswith(before)
    assert after.count(b"/Type /Metadata") == before.count(b"/Type /Metadata")
    assert b"pyHanko" not in after
    with pikepdf.open(signed) as one, pikepdf.open(raised) as other:
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
        assert one.docinfo == other.docinfo


def test_on_a_laptop_that_knows_nobody_the_level_stands_and_its_worth_is_said(
    raised: Path,
) -> None:
    verdict = judged(raised)
    assert (verdict.state, verdict.level) == (State.GENUINE, Level.B_LTA)
    assert verdict.revocation is Revocation.NOT_KNOWN
    words = " ".join(verdict.sentences)
    assert "no more than the word of whoever added it" in words
    assert "proves that the file is whole, not who the signer is" in words


def test_raising_again_renews_the_archive_timestamp(
    net: Authorities, raised: Path, tmp_path: Path
) -> None:
    made = raising(net, raised, tmp_path / "again.pdf")
    assert (made.verdict.level, len(made.verdict.timestamps)) == (Level.B_LTA, 3)
    again = raising(net, tmp_path / "again.pdf", tmp_path / "third.pdf")
    assert (again.verdict.level, len(again.verdict.timestamps)) == (Level.B_LTA, 4)
    assert (tmp_path / "third.pdf").read_bytes().startswith(raised.read_bytes())


def test_both_signatures_of_a_countersigned_report_are_raised(
    net: Authorities, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    first, _ = a_signed_report(tmp_path, net.signer("Bo Example"), at=now)
    both = a_countersigned_report(first, net.signer("Ann Lead"), at=now)
    verdict = raising(net, both, tmp_path / "raised.pdf").verdict
    assert verdict.level is Level.B_LTA
    assert verdict.countersignature is not None
    assert verdict.countersignature.level is Level.B_LTA
    assert verdict.countersignature.revocation is Revocation.NOT_REVOKED
    assert "Both signatures are PAdES B-LTA" in " ".join(verdict.sentences)


def test_a_self_issued_signature_gets_a_timestamp_and_it_is_said_why_no_more(
    net: Authorities, tmp_path: Path
) -> None:
    source, _ = a_signed_report(tmp_path)
    made = raising(net, source, tmp_path / "raised.pdf", trusted=[])
    assert (made.verdict.level, len(made.verdict.timestamps)) == (Level.B_T, 1)
    assert "nobody could revoke a self-issued certificate" in " ".join(made.remarks)
    assert net.asked.count("/tsa") == len(net.asked)
    again = raising(net, tmp_path / "raised.pdf", tmp_path / "again.pdf", trusted=[])
    assert (again.verdict.level, len(again.verdict.timestamps)) == (Level.B_T, 2)


def test_a_certificate_of_an_unknown_issuer_sends_nobody_to_its_addresses(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    made = raising(net, signed, tmp_path / "raised.pdf", trusted=[])
    assert made.verdict.level is Level.B_T
    assert set(net.asked) == {"/tsa"}
    assert "leads to no authority that you trust" in " ".join(made.remarks)


def test_revocation_data_at_hand_are_used_before_anybody_is_asked(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.crl" for name in ("root", "issuing", "time-root")]
    for each in files:
        each.write_bytes(net.crl(each.stem))
    given = revocation_data_in(files)
    made = raising(net, signed, tmp_path / "raised.pdf", given=given)
    assert made.verdict.level is Level.B_LTA
    assert set(net.asked) == {"/tsa"}


def test_a_responder_that_does_not_know_the_certificate_is_passed_over_for_the_list(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    net.moods["/ocsp"] = "unknown"
    made = raising(net, signed, tmp_path / "raised.pdf")
    assert made.verdict.level is Level.B_LTA
    assert "/issuing.crl" in net.asked


def test_where_nobody_tells_of_revocation_the_timestamp_is_kept_and_the_rest_said(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    net.moods.update({"/ocsp": "unknown", "/issuing.crl": "error"})
    made = raising(net, signed, tmp_path / "raised.pdf")
    assert made.verdict.level is Level.B_T
    words = " ".join(made.remarks)
    assert "127.0.0.1 does not know it, and 127.0.0.1 answered with the error 500" in words
    assert "Raise it again when its authority answers." in words
    net.moods.clear()
    later = raising(net, tmp_path / "raised.pdf", tmp_path / "later.pdf")
    assert (later.verdict.level, later.remarks) == (Level.B_LTA, ())


def test_an_authority_that_goes_away_half_way_leaves_what_was_reached(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    net.moods["/tsa"] = "error 2"  # answers twice: the size, and the first timestamp
    made = raising(net, signed, tmp_path / "raised.pdf")
    assert (made.verdict.level, len(made.verdict.timestamps)) == (Level.B_LT, 1)
    assert "There is no archive timestamp yet" in " ".join(made.remarks)
    assert verify(tmp_path / "raised.pdf", net.trusted).state is State.GENUINE
    net.moods.clear()
    later = raising(net, tmp_path / "raised.pdf", tmp_path / "later.pdf")
    assert later.verdict.level is Level.B_LTA


# What is refused


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("rubbish", "is not a timestamp"),
        ("error", "answered with the error 500"),
        ("endless", "answered with more than"),
        ("slow", "did not answer within"),
        ("replay", "answered another question"),
    ],
)
def test_an_authority_that_misbehaves_harms_nothing(
    net: Authorities, signed: Path, raised: Path, tmp_path: Path, mood: str, words: str
) -> None:
    net.moods["/tsa"] = mood
    told = refusal(net, signed, tmp_path / "out.pdf", patience_seconds=0.4)
    assert words in told
    assert words in refusal(net, raised, tmp_path / "out.pdf", patience_seconds=0.4)


def test_nobody_at_the_address_harms_nothing(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    verdict = judged(signed)
    for url, words in (
        ("http://127.0.0.1:9/tsa", "cannot be reached"),
        ("file:///etc/passwd", "is not a web address"),
        ("", "is not a web address"),
    ):
        with pytest.raises(RaisingFailed, match=words), signed.open("rb") as file:
            raise_(file, tmp_path / "out.pdf", Authority(url), verdict=verdict, trusted=[])
    assert not (tmp_path / "out.pdf").exists()


def test_an_authority_with_an_expired_certificate_is_refused(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    net.use_tsa(net.an_expired_tsa(), net.time_root)
    told = refusal(net, signed, tmp_path / "out.pdf")
    assert "The certificate of Old Clock was not valid at the time of its timestamp" in told


def test_an_authority_that_leads_to_no_trusted_root_is_refused(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    words = "^No usable timestamp was given: Time Stamps Ltd leads to no authority that you trust"
    with pytest.raises(RaisingFailed, match=words):
        raising(net, signed, tmp_path / "out.pdf", trusted=[net.root.der])
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize("by", ["/ocsp", "/issuing.crl"])
def test_a_signer_revoked_before_is_not_raised(
    net: Authorities, signed: Path, tmp_path: Path, by: str
) -> None:
    net.revoked[net.signers["Alex Example"].serial_number] = datetime.now(UTC) - 2 * DAY
    if by == "/issuing.crl":
        net.moods["/ocsp"] = "unknown"
    told = refusal(net, signed, tmp_path / "out.pdf")
    assert "Alex Example signed was revoked on" in told
    assert by in net.asked


def test_an_authority_revoked_before_is_not_believed(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    net.revoked[net.tsa.certificate.serial_number] = datetime.now(UTC) - 2 * DAY
    told = refusal(net, signed, tmp_path / "out.pdf")
    assert "Time Stamps Ltd was revoked before it made the timestamp" in told


def test_a_signer_revoked_afterwards_stays_confirmed(
    net: Authorities, raised: Path, tmp_path: Path
) -> None:
    net.revoked[net.signers["Alex Example"].serial_number] = datetime.now(UTC) - timedelta(hours=1)
    made = raising(net, raised, tmp_path / "again.pdf")
    assert made.verdict.level is Level.B_LTA


def test_what_is_not_genuine_is_not_raised(net: Authorities, signed: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(signed.read_bytes() + b"% a remark\n")
    with pytest.raises(RaisingFailed, match="Only a genuine report can be raised"):
        raising(net, altered, tmp_path / "out.pdf")
    assert net.asked == []


def test_a_file_that_is_not_the_one_that_was_judged_is_not_raised(
    net: Authorities, signed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(signed.read_bytes() + b"% a remark\n")
    with other.open("rb") as file, pytest.raises(RaisingFailed, match="changed while it was read"):
        raise_(
            file,
            tmp_path / "out.pdf",
            Authority(net.tsa_url),
            verdict=judged(signed),
            trusted=[],
        )
    assert net.asked == []


def test_a_raised_report_is_not_countersigned(raised: Path, net: Authorities) -> None:
    lead: Identity = net.signer("Ann Lead")
    with pytest.raises(SigningFailed, match="bears a timestamp already"):
        a_countersigned_report(raised, lead, at=datetime.now(UTC))
