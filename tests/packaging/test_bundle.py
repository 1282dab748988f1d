"""What packages say about themselves is so: parts, licences, file types, manuals, signatures."""

import configparser
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import reportlab
from bundle import debian, licences, manual, parts, signing
from bundle.bill import NotABill, bill, judge
from bundle.parts import Kind, Part, Unknown
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

from inspector_app import config
from inspector_app.cli.parser import parsed
from inspector_app.cli.parser import parser as app_parser
from inspector_app.domain.releases import State
from inspector_app.server.__main__ import parser as base_parser
from inspector_app.services.packs import PackService
from inspector_app.services.releases import KEY, ReleaseService
from inspector_app.sync import transfer
from inspector_app.version import VERSION

TOP = Path(__file__).parents[2]
LOCK = TOP / "packaging" / "requirements.lock"
OURS = TOP / "packaging" / "debian"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(name="made_of", scope="module")
def _made_of() -> tuple[Part, ...]:
    """The parts of a bundle that holds ReportLab, Python's own library, and this checkout."""
    files = [Path(reportlab.__file__), Path(json.__file__), Path(config.__file__)]
    return parts.parts(files, LOCK, TOP)


def test_every_dependency_that_is_pinned_stands_in_the_bill(made_of: tuple[Part, ...]) -> None:
    told = json.loads(bill("spr-inspector", VERSION, made_of, 0))
    named = {each["name"] for each in told["components"]}
    assert set(parts.pins(LOCK)) <= named
    assert len(named) > 40
    by_name = {each["name"]: each for each in told["components"]}
    assert by_name["reportlab"]["scope"] == "required"
    assert by_name["reportlab"]["purl"].startswith("pkg:pypi/reportlab@")
    assert by_name["pikepdf"]["scope"] == "excluded"
    assert by_name["python"]["version"] == ".".join(map(str, sys.version_info[:3]))
    assert len({each["bom-ref"] for each in told["components"]}) == len(told["components"])
    assert all("licenses" in each for each in told["components"])


def test_a_bill_is_the_same_for_the_same_parts(made_of: tuple[Part, ...]) -> None:
    first = bill("spr-inspector", VERSION, made_of, 0)
    assert first == bill("spr-inspector", VERSION, made_of, 0)
    assert first != bill("spr-inspector", VERSION, made_of[1:], 0)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-base.lock"])
def test_cyclonedx_own_schema_accepts_the_bill(lock: str) -> None:
    ours = [Path(reportlab.__file__), Path(json.__file__)]
    debians = Part("libx11-6", "2:1.8.4-2+deb12u2", Kind.DEBIAN, "see its text")
    found = (*parts.parts(ours, TOP / "packaging" / lock, TOP), debians)
    told = bill("spr-inspector", VERSION, found, 0)
    judge(told)
    assert "pkg:deb/debian/libx11-6@2:1.8.4-2%2Bdeb12u2" in {
        each["purl"] for each in json.loads(told)["components"]
    }


def test_what_is_no_bill_is_not_called_one(made_of: tuple[Part, ...]) -> None:
    told = json.loads(bill("spr-inspector", VERSION, made_of, 0))
    del told["components"][3]["name"]
    with pytest.raises(NotABill, match=r"components\[3\]: 'name' is a required"):
        judge(json.dumps(told))


def test_what_comes_from_nowhere_stops_the_build(tmp_path: Path) -> None:
    stranger = tmp_path / "libstranger.so"
    stranger.touch()
    with pytest.raises(Unknown, match="libstranger"):
        parts.parts([stranger], LOCK, TOP)
    with pytest.raises(Unknown, match="pytest"):
        parts.parts([Path(pytest.__file__)], LOCK, TOP)


def test_each_part_brings_its_licence(made_of: tuple[Part, ...], tmp_path: Path) -> None:
    licences.write(made_of, tmp_path)
    assert "ReportLab" in next((tmp_path / "reportlab").iterdir()).read_text(encoding="utf-8")
    listed = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert "reportlab" in listed
    assert "pikepdf" not in listed
    assert {each.name for each in made_of if each.is_in} == {
        each.name for each in tmp_path.iterdir() if each.is_dir()
    }


@pytest.mark.parametrize(
    ("words", "is_expression"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("BSD License", False),
        ("see it", False),
    ],
)
def test_only_an_spdx_expression_is_called_one(words: str, is_expression: bool) -> None:
    part = Part("a", "1", Kind.WHEEL, words)
    (component,) = json.loads(bill("x", "1", [part], 0))["components"]
    assert ("expression" in component["licenses"][0]) is is_expression


# What the desktop is told


def test_the_desktop_opens_the_files_that_the_app_knows() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(OURS / "spr-inspector.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    program, *words = shlex.split(told["Exec"].replace("%f", "summary.pdf"))
    given = parsed(words)
    assert (program, given.run, given.file) == ("spr-inspector", "window.open", Path("summary.pdf"))
    assert parsed(shlex.split(told["Exec"].replace("%f", ""))[1:]).file is None
    types = etree.parse(OURS / "spr-inspector.mime.xml").getroot()
    found = {each.attrib["type"]: each for each in types}
    assert set(told["MimeType"].strip(";").split(";")) == {*found, "application/pdf"}
    globs = {each.attrib["pattern"] for each in types.iter(f"{MIME}glob")}
    assert globs == {f"*{transfer.SUFFIX}", "*.spr.json"}
    magic = found["application/vnd.spr-inspector.transfer"].find(f".//{MIME}match")
    assert magic is not None
    assert transfer.MAGIC.startswith(magic.attrib["value"].encode())
    about = etree.parse(OURS / "spr-inspector.metainfo.xml").getroot()
    assert about.findtext("launchable") == "spr-inspector.desktop"
    assert {each.text for each in about.iter("mediatype")} == set(found)
    assert (TOP / "resources" / "icons" / f"{told['Icon']}.svg").is_file()


def test_the_services_start_what_there_is() -> None:
    for name, program in (("spr-base", "spr-base"), ("spr-base-door", "caddy")):
        unit = (OURS / f"{name}.service").read_text(encoding="utf-8")
        (start,) = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
        command, *words = shlex.split(start.removeprefix("ExecStart="))
        assert command == f"/usr/bin/{program}"
        assert "User=spr-base" in unit
        # README.Debian has the recovery key written to /dev/shm first, which this would empty.
        assert "\nRemoveIPC=" not in unit
        if program == "spr-base":
            assert str(base_parser().parse_args(words).base) == "/var/lib/spr-base"
        else:
            assert words[2] in debian.BASE.conffiles


def test_debians_caddy_is_told_nothing_that_it_does_not_know() -> None:
    ours = (TOP / "packaging" / "Caddyfile").read_text(encoding="utf-8")
    assert set(ours.splitlines()) - set(debian.door(ours).splitlines()) == {"\tpersist_config off"}


@pytest.mark.parametrize("parser", [app_parser, base_parser])
def test_the_manual_tells_every_command(parser: Any) -> None:
    page = manual.page(parser(), "brief", 0, {"exit status": [("0", "done")]})
    commands = [line for line in page.splitlines() if line.startswith(".SS ")]
    assert len(commands) > 20
    assert f"{VERSION}" in page.splitlines()[0]
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".B"}
    assert {line.split()[0] for line in page.splitlines() if line.startswith(".")} <= known


# Sealing and signing


def test_an_equal_tree_makes_an_equal_package(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        bundle, tree = tmp_path / name / "bundle", tmp_path / name / "tree"
        bundle.mkdir(parents=True)
        (bundle / "spr-base").write_text("#!/bin/sh\n", encoding="utf-8")
        debian.lay_out(debian.BASE, bundle, tree)
        debian.put(tree, "usr/share/doc/spr-base/changelog.gz", name[:0] + "news")
        for place in debian.BASE.conffiles:
            debian.put(tree, place, "settings")
        debian.describe(debian.BASE, tree, VERSION, "amd64", {"postinst": "#!/bin/sh\n"})
        debian.seal(tree, tmp_path / f"{name}.deb", 1_700_000_000)
        made.append((tmp_path / f"{name}.deb").read_bytes())
    assert made[0] == made[1]
    listing = ["dpkg-deb", "--contents", str(tmp_path / "one.deb")]
    told = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    assert "-rwxr-xr-x root/root" in told
    assert "./usr/bin/spr-base -> ../lib/spr-base/spr-base" in told


def test_what_is_signed_is_genuine_to_the_app_that_pins_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Ed25519PrivateKey.generate()
    secret = tmp_path / "secret.pem"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    monkeypatch.setenv("SPR_RELEASE_KEY", str(secret))
    pinned = tmp_path / KEY
    held = signing.key_of_releases(pinned)
    assert held is not None
    pinned.write_bytes(signing.public_pem(held))
    package = tmp_path / f"spr-inspector_{VERSION}_amd64.deb"
    package.write_bytes(b"package")
    signing.write([package], tmp_path, held)
    assert signing.told(held, pinned).startswith("Signed")
    service = ReleaseService(tmp_path, PackService(config.places().checklists))
    assert service.check(package).state is State.GENUINE

    pinned.write_bytes(signing.public_pem(Ed25519PrivateKey.generate()))
    with pytest.raises(signing.WrongKey, match="Nothing was built"):
        signing.key_of_releases(pinned)


def test_what_was_built_elsewhere_is_signed_only_as_it_was_listed(tmp_path: Path) -> None:
    folder, pinned = tmp_path / "dist", tmp_path / KEY
    folder.mkdir()
    package = folder / f"spr-inspector_{VERSION}_amd64.deb"
    package.write_bytes(b"package")
    signing.write([package], folder, None)
    key = Ed25519PrivateKey.generate()
    pinned.write_bytes(signing.public_pem(key))
    service = ReleaseService(tmp_path, PackService(config.places().checklists))
    assert service.check(package).state is not State.GENUINE

    package.write_bytes(b"another")
    with pytest.raises(signing.Changed, match="other files than"):
        signing.sign(folder, key, pinned)
    package.unlink()
    with pytest.raises(signing.Changed, match="not in"):
        signing.sign(folder, key, pinned)
    package.write_bytes(b"package")
    with pytest.raises(signing.WrongKey, match="not the one"):
        signing.sign(folder, Ed25519PrivateKey.generate(), pinned)
    assert not (folder / signing.SIGNATURE).exists()

    secret = tmp_path / "secret.pem"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert signing.sign(folder, signing.key_from(secret), pinned) == (package.name,)
    assert service.check(package).state is State.GENUINE


def test_an_unsigned_build_says_so_and_leaves_no_old_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPR_RELEASE_KEY", raising=False)
    assert signing.key_of_releases(tmp_path / KEY) is None
    (tmp_path / signing.SIGNATURE).write_bytes(b"of an earlier build")
    package = tmp_path / "package"
    package.touch()
    signing.write([package], tmp_path, None)
    assert not (tmp_path / signing.SIGNATURE).exists()
    assert signing.told(None, tmp_path / KEY).startswith("UNSIGNED")
