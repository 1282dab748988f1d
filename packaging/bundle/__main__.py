"""``./packaging/build``, once its environment is set up: from this checkout to signed packages."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bundle import debian, licences, manual, parts, signing
from bundle.bill import bill, judge
from inspector_app.cli.exits import MEANINGS
from inspector_app.cli.parser import parser as app_parser
from inspector_app.server.__main__ import parser as base_parser
from inspector_app.version import VERSION

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / "build"
DIST = TOP / "dist"
OURS = TOP / "packaging/debian"
PINNED_KEY = TOP / "resources/release-key.pem"
PARTS = {
    "app": (debian.APP, "requirements.lock"),
    "base": (debian.BASE, "requirements-base.lock"),
}
"""What can be built, and by which pins; ``INSPECTOR_PARTS`` names some of them."""
_BIG = 100_000
"""Bytes; smaller files are not worth stripping."""


def main() -> None:
    key = signing.key_of_releases(PINNED_KEY)
    made_at = _made_at()
    os.environ |= {"SOURCE_DATE_EPOCH": str(made_at), "PYTHONHASHSEED": "0"}
    DIST.mkdir(exist_ok=True)
    made: list[Path] = []
    for part in os.environ.get("INSPECTOR_PARTS", " ".join(PARTS)).split():
        package, lock = PARTS[part]
        _bundle(part, package, key)
        made += _packaged(part, package, lock, made_at)
    signing.write(made, DIST, key)
    for path in made:
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.relative_to(TOP)}")
    print(signing.told(key, PINNED_KEY))


def _made_at() -> int:
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    shown = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
    return int(subprocess.run(shown, cwd=TOP, capture_output=True, text=True, check=True).stdout)


def _bundle(name: str, package: debian.Package, key: Ed25519PrivateKey | None) -> None:
    print(f"== PyInstaller: {package.name} {VERSION}", flush=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "PyInstaller",
            "--noconfirm",
            "--log-level",
            "ERROR",
            "--distpath",
            str(BUILD / "bundles"),
            "--workpath",
            str(BUILD / name),
            str(TOP / "packaging/bundle/spr.spec"),
        ],
        check=True,
        cwd=TOP,
        env={**os.environ, "INSPECTOR_PARTS": name},
    )
    folder = BUILD / "bundles" / package.name
    _strip(folder)
    if key is not None and package is debian.APP:
        (folder / "_internal/resources/release-key.pem").write_bytes(signing.public_pem(key))


def _strip(folder: Path) -> None:
    """Take debugging symbols out of what was built with them.

    Libraries that wheels carry beside them (``*.libs``) and Qt's have none, and were rewritten by
    patchelf, after which strip can break them.
    """
    for path in sorted(folder.rglob("*.so*")):
        is_settled = any(each.endswith(".libs") or each == "PySide6" for each in path.parts)
        if not (is_settled or path.is_symlink()) and path.stat().st_size > _BIG:
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def _packaged(name: str, package: debian.Package, lock: str, made_at: int) -> tuple[Path, ...]:
    print(f"== Debian package: {package.name} {VERSION}", flush=True)
    bundle = BUILD / "bundles" / package.name
    (contents,) = (BUILD / name).rglob(f"contents-{name}.json")
    files = [Path(each) for each in json.loads(contents.read_text(encoding="utf-8"))]
    found = parts.parts(files, TOP / "packaging" / lock, TOP)
    tree = BUILD / "trees" / package.name
    debian.lay_out(package, bundle, tree)
    documents = f"usr/share/doc/{package.name}"
    licences.write(found, tree / documents / "licences")
    materials = bill(package.name, VERSION, found, made_at)
    judge(materials)
    debian.put(tree, f"{documents}/{package.name}.cdx.json", materials)
    debian.put(tree, f"{documents}/copyright", _copyright(package))
    debian.put(tree, f"{documents}/changelog.gz", (TOP / "packaging/CHANGELOG.md").read_bytes())
    scripts = _app_files(tree, made_at) if package is debian.APP else _base_files(tree, made_at)
    machine = _said(["dpkg", "--print-architecture"])
    debian.describe(package, tree, VERSION, machine, scripts)
    target = DIST / f"{package.name}_{VERSION}_{machine}.deb"
    debian.seal(tree, target, made_at)
    beside = DIST / f"{package.name}_{VERSION}.cdx.json"
    beside.write_text(materials, encoding="utf-8")
    return target, beside


def _app_files(tree: Path, made_at: int) -> dict[str, str]:
    day = datetime.fromtimestamp(made_at, UTC).strftime("%Y-%m-%d")
    told = (OURS / "spr-inspector.metainfo.xml").read_text(encoding="utf-8")
    told = told.replace("@VERSION@", VERSION).replace("@DATE@", day)
    share = "usr/share"
    debian.put(tree, f"{share}/metainfo/org.example.spr_inspector.metainfo.xml", told)
    for place, name in (
        (f"{share}/applications/spr-inspector.desktop", "spr-inspector.desktop"),
        (f"{share}/mime/packages/spr-inspector.xml", "spr-inspector.mime.xml"),
    ):
        debian.put(tree, place, (OURS / name).read_bytes())
    icons = TOP / "resources/icons"
    for folder, name in (("256x256", "spr-inspector.png"), ("scalable", "spr-inspector.svg")):
        place = f"{share}/icons/hicolor/{folder}/apps/{name}"
        debian.put(tree, place, (icons / name).read_bytes())
    debian.put(tree, f"{share}/man/man1/spr-inspector.1.gz", app_manual(made_at))
    _judge(
        ["desktop-file-validate", f"{tree}/{share}/applications/spr-inspector.desktop"],
        [
            "appstreamcli",
            "validate",
            "--no-net",
            f"{tree}/{share}/metainfo/org.example.spr_inspector.metainfo.xml",
        ],
        ["man", "--warnings", "-l", f"{tree}/{share}/man/man1/spr-inspector.1.gz"],
    )
    return {}


def _base_files(tree: Path, made_at: int) -> dict[str, str]:
    for name in ("spr-base.service", "spr-base-door.service"):
        debian.put(tree, f"lib/systemd/system/{name}", (OURS / name).read_bytes())
    door = (TOP / "packaging/Caddyfile").read_text(encoding="utf-8")
    debian.put(tree, "etc/spr-base/Caddyfile", debian.door(door))
    debian.put(tree, "etc/spr-base/environment", (OURS / "spr-base.environment").read_bytes())
    told = (OURS / "spr-base.README.Debian").read_bytes()
    debian.put(tree, "usr/share/doc/spr-base/README.Debian", told)
    debian.put(tree, "usr/share/man/man1/spr-base.1.gz", base_manual(made_at))
    _judge(["man", "--warnings", "-l", f"{tree}/usr/share/man/man1/spr-base.1.gz"])
    return {
        name: (OURS / f"spr-base.{name}").read_text(encoding="utf-8")
        for name in ("postinst", "prerm", "postrm")
    }


def app_manual(made_at: int) -> str:
    """Return the manual page of ``spr-inspector``."""
    return manual.page(
        app_parser(),
        debian.APP.brief,
        made_at,
        {
            "exit status": [(str(int(code)), words) for code, words in MEANINGS.items()],
            "files": [
                ("~/.local/share/SPR Inspector", "The vault; another folder with --data-dir."),
                ("~/.config/SPR Inspector", "Settings of this laptop, nothing of any inspection."),
            ],
            "see also": [("spr-base(1)", "The server that brings laptops together.")],
        },
    )


def base_manual(made_at: int) -> str:
    """Return the manual page of ``spr-base``."""
    return manual.page(
        base_parser(),
        debian.BASE.brief,
        made_at,
        {
            "files": [
                ("/var/lib/spr-base", "The base; nothing but its owner removes it."),
                ("/etc/spr-base/Caddyfile", "The front door."),
                ("/etc/spr-base/environment", "What differs from the usual."),
                ("/usr/share/doc/spr-base/README.Debian", "How a base is made here."),
            ],
            "see also": [("spr-inspector(1)", "The app on the laptops.")],
        },
    )


def _copyright(package: debian.Package) -> str:
    return (
        "SPR Inspector: copyright the SPR Inspector project, all rights reserved. The project has\n"
        "not published terms of its own yet; ask it before passing this on.\n\n"
        "What else the package holds stands in licences/README.txt beside this file, with every\n"
        f"text, and as a bill of materials in {package.name}.cdx.json.\n"
    )


def _judge(*checks: Sequence[str]) -> None:
    """Run the system's own checkers; what they find stops the build."""
    for check in checks:
        environ = {**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80"}
        done = subprocess.run(check, capture_output=True, text=True, check=False, env=environ)
        told = done.stderr if check[0] == "man" else f"{done.stdout}{done.stderr}"
        if done.returncode or (check[0] == "man" and told.strip()):
            raise SystemExit(f"{check[0]} is not content:\n{told}")


def _said(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
