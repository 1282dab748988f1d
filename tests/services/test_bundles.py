"""Evidence bundles: the files as they are, bagged, signed, encrypted; checked by stock tools."""

import csv
import errno
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import (
    BadInput,
    Cancelled,
    DeviceFull,
    EvidenceDamaged,
    NotFound,
    RuleViolation,
)
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.reports.bag_writing import Payload, bag
from inspector_app.reports.facts import Options
from inspector_app.services.bundles import (
    BundleChoice,
    Bundled,
    Recipient,
    check_bundle,
    safe_name,
    verdict_words,
)
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

PIN = "246813"
LINE, OTHER = LineId("CC-PO-09"), LineId("CC-CY-01")
ALL = BundleChoice(Options())
RETURN = b"unit,number\nPSU,8\n" * 9


class Desk:
    """An inspection with evidence, some of it not to be exported, and a signing identity."""

    def __init__(self, vault: Unlocked, folder: Path) -> None:
        self.vault, self.folder = vault, folder
        self.inspection: InspectionId = an_inspection(vault)
        self.signing = OwnIdentity(vault.reports.make_identity("Jo Sample", PIN).id, PIN)
        self._attach("The return of Sgt Quizz.csv", RETURN, LINE, "=A caption")
        self._attach("plan", b"The plan", OTHER, "A plan")
        self._attach("quizzsecret.txt", b"quizzsecret content", LINE, "quizzcaption", closed=True)

    def _attach(
        self, name: str, content: bytes, line: LineId, caption: str, *, closed: bool = False
    ) -> None:
        path = self.folder / name
        path.write_bytes(content)
        (kept,) = self.vault.evidence.attach(self.inspection, [path], [line], caption)
        assert kept.item is not None
        if closed:
            said = Caption(caption, do_not_export=True)
            self.vault.evidence.caption(self.inspection, kept.item, said)

    def write(self, name: str, choice: BundleChoice = ALL, *to: str) -> Bundled:
        recipients = [self.vault.bundles.recipient(each) for each in to]
        return self.vault.bundles.write(
            self.inspection, self.folder / name, choice, self.signing, recipients
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("bundles")
    vault = a_vault(folder / "vault")
    yield Desk(vault, folder)
    vault.close()


@pytest.fixture(scope="module")
def bundle(desk: Desk) -> Path:
    return desk.write("bundle.zip").path


@pytest.fixture
def unpacked(bundle: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    return top


def test_it_holds_the_files_as_they_are_under_safe_names_and_the_snapshot(
    desk: Desk, unpacked: Path
) -> None:
    data = unpacked / "data"
    assert (data / "evidence" / "JS-1.csv").read_bytes() == RETURN
    assert (data / "evidence" / "JS-2").read_bytes() == b"The plan"
    snapshot = json.loads((data / "snapshot.json").read_text(encoding="utf-8"))
    assert snapshot["content"]["inspection"] == desk.inspection
    assert "working copy" in (data / "working-copy.html").read_text(encoding="utf-8").lower()
    assert {path.name for path in (data / "csv").iterdir()} >= {"About.csv", "Lines.csv"}
    table = list(csv.DictReader(io.StringIO((data / "evidence.csv").read_text("utf-8-sig"))))
    assert [row["File"] for row in table] == ["evidence/JS-1.csv", "evidence/JS-2"]
    assert table[0]["Caption"] == "'=A caption"  # no spreadsheet runs it
    info = (unpacked / "bag-info.txt").read_text(encoding="utf-8")
    assert "Marking: OFFICIAL\n" in info
    assert "Evidence of the inspection of Cambridgeshire Constabulary" in info
    assert "Not-To-Be-Exported: 1 evidence item left out" in info


def test_the_stock_tool_validates_it(unpacked: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(unpacked)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    (unpacked / "data" / "evidence" / "JS-2").write_bytes(b"Another plan")
    ran = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(unpacked)], capture_output=True, text=True
    )
    assert ran.returncode != 0


def test_openssl_verifies_the_signature_over_the_tag_manifest(
    desk: Desk, unpacked: Path, tmp_path: Path
) -> None:
    (identity,) = desk.vault.reports.identities()
    der, pem = tmp_path / "jo.der", tmp_path / "jo.pem"
    der.write_bytes(identity.certificate)
    subprocess.run(["openssl", "x509", "-in", der, "-inform", "DER", "-out", pem], check=True)
    manifest = unpacked / "tagmanifest-sha512.txt"
    # The tests' clock stands in 2013; -no_check_time lets the certificate of that time be used now.
    words = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"]
    words += ["-no_check_time", "-partial_chain", "-CAfile", str(pem), "-out", "/dev/null"]
    words += ["-in", f"{manifest}.p7s", "-content", str(manifest)]
    ran = subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    manifest.write_bytes(manifest.read_bytes() + b"\n")
    assert subprocess.run(words, capture_output=True).returncode != 0


def test_what_is_not_to_be_exported_and_the_names_of_files_are_in_no_byte_of_it(
    bundle: Path,
) -> None:
    with zipfile.ZipFile(bundle) as packed:
        whole = b"".join(packed.read(each) for each in packed.namelist())
        names = " ".join(packed.namelist())
    assert b"quizz" not in whole.lower()
    assert "quizz" not in names.lower()


def test_names_of_originals_are_told_where_that_is_chosen(desk: Desk) -> None:
    made = desk.write("named.zip", BundleChoice(Options(file_names=True), ("JS/1",)))
    assert made.left_out == 1
    with zipfile.ZipFile(made.path) as packed:
        (table,) = (name for name in packed.namelist() if name.endswith("data/evidence.csv"))
        text = packed.read(table).decode("utf-8-sig")
        evidence = [name for name in packed.namelist() if "/evidence/" in name]
    assert "The return of Sgt Quizz.csv" in text
    assert [name.rpartition("/")[2] for name in evidence] == ["JS-1.csv"]


def test_a_choice_of_sections_holds_only_their_evidence(desk: Desk) -> None:
    made = desk.write("section.zip", BundleChoice(Options(sections=(SectionId("CC-CY"),))))
    with zipfile.ZipFile(made.path) as packed:
        evidence = [name for name in packed.namelist() if "/evidence/" in name]
    assert [name.rpartition("/")[2] for name in evidence] == ["JS-2"]
    assert made.left_out == 0
    with pytest.raises(NotFound, match="no evidence item JS/3 here that may be exported"):
        desk.write("none.zip", BundleChoice(Options(), ("JS/3",)))
    with pytest.raises(RuleViolation, match="only full detail lists it"):
        desk.write("none.zip", BundleChoice(Options(detail=DetailLevel.HEADLINES)))
    assert not (desk.folder / "none.zip").exists()


def test_it_is_genuine_and_says_by_whom(bundle: Path, unpacked: Path) -> None:
    for path in (bundle, unpacked):
        verdict = check_bundle(path)
        assert verdict.is_genuine, verdict.problems
        assert verdict.signer == "Jo Sample (self-issued)"
        words = verdict_words(verdict, path.name)
        assert words[0] == f"{path.name} is genuine."
        assert any("not who signed" in each for each in words)


def remade(folder: Path) -> None:
    """Change a file, and make all manifests anew as anybody can."""
    (folder / "data" / "evidence" / "JS-2").write_bytes(b"Another plan")
    for kind, named in (("manifest", "data"), ("tagmanifest", "")):
        for algorithm in ("sha256", "sha512"):
            manifest = folder / f"{kind}-{algorithm}.txt"
            names = [line.partition("  ")[2] for line in manifest.read_text().splitlines()]
            assert all(name.startswith(named) for name in names)
            lines = [
                f"{hashlib.new(algorithm, (folder / name).read_bytes()).hexdigest()}  {name}\n"
                for name in names
            ]
            manifest.write_text("".join(lines))
    info = folder / "bag-info.txt"
    assert "Payload-Oxum" in info.read_text()


def edited(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: _edit(folder / name, change)


def _edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (edited("data/evidence/JS-2", lambda b: b"!" + b[1:]), "data/evidence/JS-2 was changed."),
        (lambda f: (f / "data/evidence/JS-2").unlink(), "data/evidence/JS-2 is missing."),
        (lambda f: (f / "data/more.txt").write_text("x"), "data/more.txt was added: no manifest"),
        (lambda f: (f / "notes.txt").write_text("x"), "notes.txt does not belong to the bundle."),
        (
            lambda f: (f / "data/link").symlink_to("/etc/hostname"),
            "data/link is a link or no plain file.",
        ),
        (edited("bag-info.txt", lambda b: b + b"A: b\n"), "bag-info.txt was changed."),
        (edited("bagit.txt", lambda b: b.replace(b"1.0", b"0.9")), "bagit.txt was changed."),
        (lambda f: (f / "manifest-sha512.txt").unlink(), "manifest-sha512.txt is missing."),
        (
            edited("manifest-sha256.txt", lambda b: b"x" + b),
            "manifest-sha256.txt cannot be read as a list of files",
        ),
        (
            lambda f: (f / "tagmanifest-sha512.txt.p7s").unlink(),
            "tagmanifest-sha512.txt.p7s is missing: nobody signed the bundle.",
        ),
        (
            edited("tagmanifest-sha512.txt.p7s", lambda _: b"nothing"),
            "tagmanifest-sha512.txt.p7s cannot be read as a signature",
        ),
        (
            edited("tagmanifest-sha512.txt.p7s", lambda _: bytes(64 * 1024 * 1024)),
            "tagmanifest-sha512.txt.p7s cannot be checked: it or what it signs cannot be read.",
        ),
        (remade, "tagmanifest-sha512.txt.p7s is not a signature over what stands here"),
    ],
)
def test_whatever_was_done_to_it_is_found_and_named(
    unpacked: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(unpacked)
    verdict = check_bundle(unpacked)
    assert not verdict.is_genuine
    assert [each for each in verdict.problems if told in each], verdict.problems
    assert verdict_words(verdict, "it")[0] == "it is NOT genuine."
    # The same in its file.
    if not any(path.is_symlink() for path in unpacked.rglob("*")):
        packed = unpacked.parent / "again"
        shutil.make_archive(str(packed), "zip", unpacked.parent, unpacked.name)
        assert told in " ".join(check_bundle(packed.with_suffix(".zip")).problems)


def test_files_are_not_blamed_for_a_manifest_that_cannot_be_read(unpacked: Path) -> None:
    _edit(unpacked / "manifest-sha256.txt", lambda before: b"x" + before)
    told = " ".join(check_bundle(unpacked).problems)
    assert "is not in the SHA256 manifest" not in told
    for each in ("manifest-sha256.txt", "manifest-sha512.txt"):
        (unpacked / each).write_bytes(b"x")
    told = " ".join(check_bundle(unpacked).problems)
    assert "was added" not in told


def test_a_folder_of_it_that_cannot_be_listed_is_told(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refusing(path: str | Path) -> object:
        if Path(path).name == "evidence":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    verdict = check_bundle(unpacked)
    assert not verdict.is_genuine
    assert "data/evidence cannot be listed: what is in it was not checked." in verdict.problems


def test_what_is_no_bundle_is_refused(tmp_path: Path, bundle: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    (tmp_path / "half.zip").write_bytes(bundle.read_bytes()[:-50])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("one/a.txt", "a")
    for name in ("text.zip", "half.zip", "other.zip"):
        with pytest.raises(BadInput, match=f"{name} is not an evidence bundle"):
            check_bundle(tmp_path / name)
    with pytest.raises(NotFound):
        check_bundle(tmp_path / "nowhere")


def test_a_bundle_with_a_part_without_a_name_is_refused(tmp_path: Path, bundle: Path) -> None:
    """Found by fuzzing: ``zipfile`` breaks over a name that is not there."""
    spoilt = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as packed:
        place = spoilt.index(packed.infolist()[0].filename.encode(), packed.start_dir)
    spoilt[place - 18 : place - 16] = b"\0\0"  # the length of its name in the directory
    (tmp_path / "bundle.zip").write_bytes(spoilt)
    with pytest.raises(BadInput, match="not an evidence bundle"):
        check_bundle(tmp_path / "bundle.zip")


def test_a_bundle_that_unpacks_otherwise_than_it_was_checked_is_not_genuine(
    tmp_path: Path, bundle: Path
) -> None:
    """Some programs unpack what comes along, whether the directory at the end names it or not."""
    sound = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as packed:
        end, name = packed.start_dir, next(n for n in packed.namelist() if n.endswith("JS-2"))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr(name, b"Another plan")
        hidden = other.getvalue()
    at = sound.rindex(b"PK\x05\x06") + 16
    moved = (int.from_bytes(sound[at : at + 4], "little") + len(hidden)).to_bytes(4, "little")
    for spoilt in (
        hidden + sound,
        sound[:end] + hidden + sound[end:at] + moved + sound[at + 4 :],
    ):
        (tmp_path / "bundle.zip").write_bytes(spoilt)
        verdict = check_bundle(tmp_path / "bundle.zip")
        assert not verdict.is_genuine
        assert "belong to none of its files" in " ".join(verdict.problems)


def test_a_bundle_whose_parts_cannot_be_unpacked_has_each_named(
    tmp_path: Path, bundle: Path
) -> None:
    spoilt = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as packed:
        part = next(each for each in packed.infolist() if each.filename.endswith("bag-info.txt"))
    start = part.header_offset + 30 + len(part.filename)
    spoilt[start : start + part.compress_size] = b"\xff" * part.compress_size
    (tmp_path / "bundle.zip").write_bytes(spoilt)
    assert "bag-info.txt cannot be read." in check_bundle(tmp_path / "bundle.zip").problems


def test_only_a_named_recipient_opens_an_encrypted_one_with_the_stock_tool(
    desk: Desk, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    kept = desk.vault.bundles.keep_recipient(" Base  store ", str(identity.to_public()))
    assert desk.vault.bundles.recipients() == (kept,)
    made = desk.write("secret.zip.age", ALL, "base STORE")
    assert made.recipients == ("Base store",)
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    with pytest.raises(BadInput, match="is encrypted"):
        check_bundle(made.path)
    key = tmp_path / "key.txt"
    key.write_text(str(identity))
    opened = tmp_path / "opened.zip"
    words = ["age", "--decrypt", "-i", str(key), "-o", str(opened), str(made.path)]
    subprocess.run(words, check=True)
    assert check_bundle(opened).is_genuine
    key.write_text(str(pyrage.x25519.Identity.generate()))
    assert subprocess.run(words, capture_output=True).returncode != 0
    with pytest.raises(NotFound, match="This vault has no recipient “Nobody”"):
        desk.write("x.age", ALL, "Nobody")
    with pytest.raises(BadInput, match="not a public key"):
        desk.vault.bundles.keep_recipient("Store", "age1nope")
    with pytest.raises(RuleViolation, match="a name"):
        desk.vault.bundles.keep_recipient(" ", str(identity.to_public()))
    desk.vault.bundles.forget_recipient("base store")
    assert desk.vault.bundles.recipients() == ()


def test_a_name_keeps_one_key_however_it_is_written(desk: Desk) -> None:
    old, new = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    bundles = desk.vault.bundles
    bundles.keep_recipient("Base store", old)
    kept = bundles.keep_recipient("base Store", new)
    assert bundles.recipients() == (kept,)
    assert bundles.recipient("BASE STORE").key == new
    bundles.forget_recipient("base store")
    with pytest.raises(NotFound, match=r"no recipient “base store”\. Nothing was forgotten\.$"):
        bundles.forget_recipient("base store")


def test_stopping_and_damage_leave_nothing(desk: Desk) -> None:
    before = sorted(desk.folder.iterdir())
    target, told = desk.folder / "stopped.zip", list[tuple[int, int]]()
    write = desk.vault.bundles.write

    def stop() -> bool:
        return bool(told)

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    with pytest.raises(Cancelled, match="no bundle was written"):
        write(desk.inspection, target, ALL, desk.signing, (), tell, stop)
    assert told[0] == (len(RETURN), len(RETURN) + len(b"The plan"))
    key = str(pyrage.x25519.Identity.generate().to_public())
    kept = Recipient("Store", key)
    blobs = [path for path in (desk.folder / "vault").glob("**/evidence/??/??/*") if path.is_file()]
    assert len(blobs) == 3
    for blob in blobs:
        _edit(blob, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    for to in ((), (kept,)):
        with pytest.raises(EvidenceDamaged, match=r"JS/1: This evidence file .* No bundle was"):
            write(desk.inspection, target, ALL, desk.signing, to)
    for blob in blobs:
        _edit(blob, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(DeviceFull):
        write(desk.inspection, desk.folder / "no" / "x.zip", ALL, desk.signing)
    assert sorted(desk.folder.iterdir()) == before


def test_equal_content_gives_equal_bytes_and_memory_stays_flat() -> None:
    piece = bytes(1024 * 1024)

    def made(pieces: int) -> tuple[str, int]:
        payload = [Payload("a.bin", "a", pieces * len(piece), lambda: iter([piece] * pieces))]
        hashed, size = hashlib.sha256(), 0
        for part in bag("top", payload, {"Marking": "OFFICIAL"}, lambda _: b"signature"):
            hashed.update(part)
            size += len(part)
        return hashed.hexdigest(), size

    assert made(2) == made(2)
    tracemalloc.start()
    _, size = made(48)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 48 * len(piece)
    assert peak < 12 * len(piece)


def test_a_file_that_is_not_what_was_recorded_is_never_bagged() -> None:
    for size, digest in ((3, "0" * 64), (4, "")):
        payload = [Payload("a", "evidence item JS/1", size, lambda: iter([b"abc"]), digest)]
        with pytest.raises(EvidenceDamaged, match=r"evidence item JS/1 is no longer .* or mark it"):
            list(bag("top", payload, {}, lambda _: b""))


@pytest.mark.campaign
def test_300_megabytes_go_through_a_vault_in_flat_memory(tmp_path: Path) -> None:
    import resource

    vault = a_vault(tmp_path)
    desk = Desk(vault, tmp_path)  # its own: the other tests count what is in theirs
    large = tmp_path / "film.bin"
    with large.open("wb") as file:
        for at in range(300):
            file.write(at.to_bytes(2, "big") * (512 * 1024))
    (kept,) = desk.vault.evidence.attach(desk.inspection, [large], [OTHER])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made = desk.write("large.zip", BundleChoice(Options(), (kept.number,)))
    assert check_bundle(made.path).is_genuine
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    vault.close()


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("IMG 4 (Smith).JPG", "JS-12.jpg"),
        ("report", "JS-12"),
        ("x.../../etc/passwd", "JS-12"),
        ("a.tar.gz", "JS-12.gz"),
        ("a.é", "JS-12"),
        ("a.verylongending", "JS-12"),
    ],
)
def test_nothing_of_a_name_goes_along_but_its_ending(original: str, name: str) -> None:
    assert safe_name("JS/12", original) == name


def test_a_payload_with_an_unsafe_name_is_never_written() -> None:
    for name in ("../x", "/x", "a//b", "a\n", ".hidden"):
        payload = [Payload(name, "x", 0, lambda: iter(()))]
        with pytest.raises(ValueError, match=r".*"):
            list(bag("top", payload, {}, lambda _: b""))
