"""What leaves and enters by the command line: signed summaries and exported inspections."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.cli.exits import Exit
from inspector_app.domain.ids import InspectionId
from tests.support.authorities import authorities
from tests.support.commands import PIN, Terminal
from tests.support.pki import a_key_file, a_root, a_signer, an_authority
from tests.support.signed_reports import a_signed_report
from tests.support.softhsm import Tokens
from tests.support.vaults import PASSPHRASE, vault_service


@pytest.fixture
def signed(terminal: Terminal) -> Path:
    """A signed summary of the section that has a headline: all of them are thirty pages."""
    terminal.begun()
    terminal.done("headline", "Cambr", "CC-PO", "Enough for its share.")
    terminal.done("identity", "new", "Jo Sample")
    target = terminal.folder / "summary.pdf"
    chosen = ("--sections", "CC-PO", "--without-accounts")
    terminal.done("export", "Cambr", "--pdf", str(target), *chosen)
    return target


def test_a_summary_is_signed_compared_and_seen_to_change(
    terminal: Terminal, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = terminal.done("--json", "verify", str(signed)).data
    assert (told["state"], told["compared"], told["equal"]) == ("genuine", True, True)
    assert "As in the signed summary" in terminal.done("show", "Cambr").out

    terminal.done("headline", "Cambr", "CC-PO", "Not enough.")
    ended = terminal.done("verify", str(signed))
    assert "Enough for its share." in ended.out
    assert "Not enough." in ended.out
    assert "Changed since the signed summary" in terminal.done("show", "Cambr").out

    content = bytearray(signed.read_bytes())
    content[len(content) // 3] ^= 1
    changed = terminal.folder / "changed.pdf"
    changed.write_bytes(content)
    assert terminal.run("verify", str(changed)).code == Exit.NO

    terminal.environment(monkeypatch, {})
    alone = terminal.done("--json", "verify", str(signed)).data
    assert (alone["state"], alone["compared"], alone["equal"]) == ("genuine", False, None)
    words = terminal.done("verify", str(signed), data=terminal.folder / "no-vault-here").out
    assert "Nothing here was compared" in words


def test_verifying_needs_no_vault_even_where_a_passphrase_is_named(
    terminal: Terminal, signed: Path
) -> None:
    ended = terminal.done("verify", str(signed), data=terminal.folder / "elsewhere")
    assert "there is no vault" in ended.out
    assert not (terminal.folder / "elsewhere").exists()


def test_a_lead_countersigns_on_a_laptop_that_has_nothing_but_the_file(
    terminal: Terminal, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (terminal.folder / "lead").mkdir()
    lead = Terminal(terminal.folder / "lead", monkeypatch)
    lead.begun()
    lead.done("identity", "new", "Ann Lead")
    out = lead.done("--json", "countersign", str(signed)).data
    both = signed.with_name("summary countersigned.pdf")
    assert (out["file"], out["signer"]) == (str(both), "Ann Lead (self-issued)")
    told = lead.done("--json", "verify", str(both)).data
    assert told["state"] == "genuine"
    assert told["signer_name"] == "Jo Sample (self-issued)"
    assert told["countersignature"]["name"] == "Ann Lead (self-issued)"
    assert "It was countersigned by Ann Lead (self-issued)." in lead.done("verify", str(both)).out
    # On the inspector's laptop it is still what would be printed.
    assert terminal.done("--json", "verify", str(both)).data["equal"]

    again = lead.run("countersign", str(both))
    assert again.code == Exit.BAD_INPUT
    assert "It is countersigned already" in again.err
    assert lead.run("countersign", str(signed)).code == Exit.CANNOT_WRITE
    own = terminal.run("countersign", str(signed), "--out", str(signed.with_name("own.pdf")))
    assert "nobody countersigns their own report" in own.err
    assert lead.run("countersign", str(signed.with_name("gone.pdf"))).code == Exit.NOT_FOUND


def test_what_is_no_report_cannot_be_told(terminal: Terminal) -> None:
    other = terminal.file("letter.txt", "Dear all")
    assert terminal.run("verify", str(other)).code == Exit.CANNOT_TELL
    assert terminal.run("verify", str(terminal.folder / "gone.pdf")).code == Exit.NOT_FOUND
    assert terminal.run("verify").code == Exit.USAGE


def test_nothing_is_written_over_unasked(terminal: Terminal, signed: Path) -> None:
    before = signed.read_bytes()
    ended = terminal.run("export", "Cambr", "--pdf", str(signed))
    assert ended.code == Exit.CANNOT_WRITE
    assert "--replace" in ended.err
    assert signed.read_bytes() == before
    terminal.done("export", "Cambr", "--json", str(signed), "--replace")
    assert json.loads(signed.read_text(encoding="utf-8"))["format"] == "spr-inspection/1"
    nowhere = terminal.folder / "no" / "folder.pdf"
    assert terminal.run("export", "Cambr", "--pdf", str(nowhere)).code == Exit.CANNOT_WRITE


def test_a_card_signs_once_its_pin_is_right(terminal: Terminal, tokens: Tokens) -> None:
    terminal.begun()
    authority = an_authority()
    tokens.make("staff card", a_signer(authority), others=(authority,))
    target = terminal.folder / "card.pdf"
    terminal.clock.time = a_signer(authority).certificate.not_valid_before_utc.replace(year=2026)
    export = ("export", "Cambr", "--pdf", str(target), "--sections", "CC-PO")
    card = ("--pkcs11-module", str(tokens.module), "--token", "staff card")
    wrong = terminal.run(*export, *card, "--pin-file", str(terminal.file("wrong.txt", "0000")))
    assert wrong.code in (Exit.WRONG_SECRET, Exit.BAD_INPUT)
    assert "PIN is wrong" in wrong.err
    assert not target.exists()
    terminal.done(*export, *card, "--pin-file", str(terminal.file("card.txt", "4711")))
    assert terminal.done("--json", "verify", str(target)).data["signer_name"] == "Alex Example"


def test_a_key_file_signs_and_base_verifies_with_nothing_but_its_root(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.begun()
    authority = an_authority()
    key = a_key_file(terminal.folder / "jo.p12", a_signer(authority), authority, "open sesame")
    target = terminal.folder / "summary.pdf"
    terminal.clock.time = a_signer(authority).certificate.not_valid_before_utc.replace(year=2026)
    wrong = terminal.run("export", "Cambr", "--pdf", str(target), "--pkcs12", str(key))
    assert wrong.code in (Exit.WRONG_SECRET, Exit.BAD_INPUT)
    assert not target.exists()
    pin = terminal.file("p12.txt", "open sesame")
    export = ("export", "Cambr", "--pdf", str(target), "--sections", "CC-PO")
    terminal.done(*export, "--pkcs12", str(key), "--pin-file", str(pin))
    assert terminal.done("--json", "verify", str(target)).data["signer_name"] == "Alex Example"

    terminal.environment(monkeypatch, {})
    verify = ("--json", "verify", str(target), "--trust")
    known = terminal.done(*verify, str(a_root(terminal.folder / "root.pem", authority))).data
    assert (known["state"], known["standing"]) == ("genuine", "known issuer")
    strange = terminal.run(*verify, str(a_root(terminal.folder / "other.pem", an_authority())))
    assert strange.code == Exit.CANNOT_TELL
    assert strange.data["standing"] == "unknown issuer"
    refused = terminal.run(*verify, str(pin))
    assert refused.code == Exit.BAD_INPUT
    assert "holds no certificate" in refused.err


def test_a_summary_is_raised_without_a_vault_and_never_written_over(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.environment(monkeypatch, {})
    with authorities(terminal.folder) as net:
        signed, _ = a_signed_report(terminal.folder, net.signer(), at=datetime.now(UTC))
        trust = [word for root in net.roots() for word in ("--trust", str(root))]
        raising = ("--json", "raise", str(signed), "--tsa", net.tsa_url, *trust)
        before = signed.read_bytes()
        made = terminal.done(*raising).data
        raised = terminal.folder / "signed raised.pdf"
        assert made["file"] == str(raised)
        assert (made["level_before"], made["level"]) == ("PAdES B-B", "PAdES B-LTA")
        assert len(made["timestamps"]) == 2
        assert terminal.run(*raising).code == Exit.CANNOT_WRITE

        same = terminal.run(*raising, "--out", str(signed), "--replace")
        assert same.code == Exit.BAD_INPUT
        assert "goes into a file of its own" in same.err

        again = terminal.done("--json", "raise", str(raised), "--tsa", net.tsa_url, *trust).data
        assert again["file"] == str(terminal.folder / "signed raised 2.pdf")
        assert len(again["timestamps"]) == 3

        net.moods["/tsa"] = "error"
        ended = terminal.run("raise", str(signed), "--tsa", net.tsa_url, "--out", "gone.pdf")
        assert ended.code == Exit.BAD_INPUT
        assert "answered with the error 500" in ended.err
        bad = terminal.run(*raising, "--out", "gone.pdf", "--revocation", str(signed))
        assert "neither a list of revoked certificates" in bad.err
    assert signed.read_bytes() == before
    assert not Path("gone.pdf").exists()
    told = terminal.done("--json", "verify", str(raised), *trust).data
    assert (told["level"], told["revocation"]) == ("PAdES B-LTA", "not revoked")


def test_one_way_of_signing_is_enough(terminal: Terminal) -> None:
    terminal.begun()
    target = str(terminal.folder / "summary.pdf")
    none = terminal.run("export", "Cambr", "--pdf", target)
    assert none.code == Exit.NOT_FOUND
    assert "identity new" in none.err
    for words in (
        ("--identity", "ab", "--pkcs12", "jo.p12"),
        ("--token", "card"),
    ):
        assert terminal.run("export", "Cambr", "--pdf", target, *words).code == Exit.USAGE
    terminal.done("identity", "new", "Jo Sample")
    terminal.done("identity", "new", "Jo for exercises")
    assert terminal.run("export", "Cambr", "--pdf", target).code == Exit.BAD_INPUT
    wrong = terminal.file("wrong.txt", PIN[::-1])
    ended = terminal.run(
        *("export", "Cambr", "--pdf", target, "--identity", "exercises", "--pin-file", str(wrong))
    )
    assert ended.code == Exit.WRONG_SECRET
    assert not Path(target).exists()
    terminal.done("identity", "remove", "exercises")
    assert [each["label"] for each in terminal.done("--json", "identity", "list").data] == [
        "Jo Sample (self-issued)"
    ]


def test_export_wants_one_target_and_json_alone_is_still_the_form_of_the_answer(
    terminal: Terminal,
) -> None:
    terminal.begun()
    target = terminal.folder / "inspection.json"
    assert terminal.run("export", "Cambr").code == Exit.USAGE
    assert terminal.run("export", "Cambr", "--json").code == Exit.USAGE
    both = terminal.run("export", "Cambr", "--json", str(target), "--pdf", "x.pdf")
    assert both.code == Exit.USAGE
    ended = terminal.done("--json", "export", "Cambr", "--json", str(target))
    assert ended.data["changes"] == 2
    assert target.exists()


def test_an_export_is_taken_into_another_vault_once(terminal: Terminal) -> None:
    inspection = terminal.begun()
    terminal.done("answer", "Cambr", "CC-PO-09", "--value", "8")
    target = terminal.folder / "inspection.json"
    terminal.done("export", "Cambr", "--json", str(target))
    other = terminal.folder / "other"
    terminal.done("init", "--name", "Al Brown", "--initials", "AB", data=other)
    first = terminal.done("--json", "import", str(target), data=other).data
    assert (first["inspection"], first["new_changes"]) == (inspection, 3)
    assert len(first["admitted"]) == 1
    again = terminal.done("import", str(target), data=other)
    assert "nothing was changed" in again.out
    shown = terminal.done("--json", "show", "Cambr", "CC-PO-09", data=other).data
    assert shown["versions"][0]["words"] == "8 police support units"

    # Where all of it lies already, kept apart, trusting its laptop is a change.
    third = terminal.folder / "third"
    terminal.done("init", "--name", "Cy Dee", "--initials", "CD", data=third)
    with closing(vault_service(terminal.data).unlock(PASSPHRASE)) as vault:
        changes = vault.inspections.history(InspectionId(inspection))
    with closing(vault_service(third).unlock(PASSPHRASE)) as vault:
        vault.journal.take_in(InspectionId(inspection), changes)
    trusted = terminal.done("import", str(target), data=third).out
    assert "0 changes were new here." in trusted
    assert f"The laptop {first['admitted'][0][:8]} is now trusted in it." in trusted
    assert "nothing was changed" not in trusted

    target.write_text(target.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    ended = terminal.run("import", str(target), data=other)
    assert ended.code == Exit.BAD_INPUT
    assert "Nothing was taken in" in ended.err
    assert terminal.run("import", "gone.json", data=other).code == Exit.NOT_FOUND


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(terminal: Terminal) -> None:
    terminal.begun()
    new = terminal.file("new.txt", "eleven quiet otters under the weir")
    terminal.done("passphrase", "--new-passphrase-file", str(new))
    assert terminal.run("list").code == Exit.WRONG_SECRET
    terminal.done("list", "--passphrase-file", str(new))
    weak = terminal.file("weak.txt", "password1")
    ended = terminal.run(
        *("passphrase", "--passphrase-file", str(new), "--new-passphrase-file", str(weak))
    )
    assert ended.code == Exit.BAD_INPUT
    assert PASSPHRASE not in ended.err
