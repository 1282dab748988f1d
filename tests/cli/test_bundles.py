"""Evidence bundles from the command line: written, encrypted, checked without a vault."""

import pyrage

from tests.support.commands import Terminal


def test_a_bundle_is_written_checked_and_found_changed(terminal: Terminal) -> None:
    inspection = terminal.begun()
    terminal.done("identity", "new", "Jo Sample")
    file = terminal.file("return.txt", "Eight units")
    terminal.done("attach", "Camb", str(file), "--line", "CC-PO-09")
    out = terminal.folder / "evidence.zip"
    write = ("bundle", "write", "Camb", "--out", str(out))
    made = terminal.done(*write, "--json").data
    assert (made["inspection"], made["signer"]) == (inspection, "Jo Sample (self-issued)")
    assert "whoever has it can read it" in terminal.done(*write, "--replace").out
    assert terminal.run(*write).code == 73  # it is there already
    told = terminal.done("bundle", "verify", str(out)).out
    assert told.startswith("evidence.zip is genuine.\nSigned by Jo Sample (self-issued), ")
    content = out.read_bytes()
    assert content.count(b"Eight units") == 1
    out.write_bytes(content.replace(b"Eight units", b"Seven units"))
    refused = terminal.run("bundle", "verify", str(out), "--json")
    assert refused.code == 1
    assert refused.data["problems"] == ["data/evidence/JS-1.txt cannot be read."]
    (blob,) = (each for each in terminal.data.glob("**/evidence/??/??/*") if each.is_file())
    blob.write_bytes(blob.read_bytes()[:-1] + bytes([blob.read_bytes()[-1] ^ 1]))
    assert terminal.run("evidence", "check", "Camb").code == 1
    told = terminal.done(*write, "--replace").out
    assert "Their files are not on this laptop or not whole: JS/1." in told


def test_recipients_are_kept_by_name_and_a_bundle_is_encrypted_to_them(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("identity", "new", "Jo Sample")
    key = str(pyrage.x25519.Identity.generate().to_public())
    terminal.done("bundle", "recipient", "Base store", key)
    assert terminal.done("bundle", "recipients", "--json").data == [
        {"name": "Base store", "key": key}
    ]
    assert "before" not in terminal.done("bundle", "recipient", "Base store", key).out
    other = str(pyrage.x25519.Identity.generate().to_public())
    told = terminal.done("bundle", "recipient", "Base store", other).out
    assert "The key kept before under this name is not kept any more." in told
    out = terminal.folder / "evidence.zip.age"
    words = ("bundle", "write", "Camb", "--out", str(out), "--to", "base store")
    assert "Encrypted to Base store: nobody else can open it." in terminal.done(*words).out
    assert out.read_bytes().startswith(b"age-encryption.org/v1")
    assert terminal.run("bundle", "verify", str(out)).code == 65
    terminal.done("bundle", "forget-recipient", "Base store")
    assert "No recipient is kept." in terminal.done("bundle", "recipients").out
