"""The Debian packages: a bundle, what tells the system about it, and who it belongs to."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_HOMELESS = "SPR Inspector project <nobody@invalid>"


@dataclass(frozen=True, slots=True)
class Package:
    """One package, but for its files."""

    name: str
    brief: str
    description: Sequence[str]
    """Paragraphs."""
    depends: Sequence[str]
    recommends: Sequence[str] = ()
    conffiles: Sequence[str] = ()
    """Settings that an administrator may change and an upgrade leaves alone."""


APP = Package(
    "spr-inspector",
    "inspect police forces against the Strategic Policing Requirement",
    (
        "Walks an inspection team through checklists, offline; keeps answers and evidence encrypted"
        " on the laptop; exports a signed PDF summary that anyone can verify.",
        "Brings its own Python and Qt. Vaults lie in their users' folders; removing the package"
        " leaves them alone.",
    ),
    # What Qt and the programs link against and is not brought along: graphics drivers and what
    # must be the system's own. (Qt aborts without them before it can say so.)
    (
        "libc6 (>= 2.36)",
        "libgl1",
        "libegl1",
        "libfontconfig1",
        "libdbus-1-3",
        "libxkbcommon0",
        "libglib2.0-0 | libglib2.0-0t64",
        "fonts-dejavu-core",
    ),
    (
        "shared-mime-info",
        "desktop-file-utils",
        "hicolor-icon-theme",
        "xdg-utils",
        "libcups2 | libcups2t64",
    ),
)
BASE = Package(
    "spr-base",
    "server that brings the laptops of inspection teams together",
    (
        "Keeps what laptops with SPR Inspector bring, hands it on to their team, signs receipts for"
        " it, and is administered with a browser.",
        "Brings its own Python. Its data lie in /var/lib/spr-base; removing or purging the package"
        " leaves them alone.",
    ),
    ("libc6 (>= 2.36)", "adduser"),
    ("caddy",),
    ("/etc/spr-base/Caddyfile", "/etc/spr-base/environment"),
)


def door(config: str) -> str:
    """Return the front door's settings as Debian 12's Caddy (2.6) reads them.

    It does not know ``persist_config``; the service's own folder, which goes when it stops, is all
    that it can write to.
    """
    lines = config.splitlines(keepends=True)
    return "".join(line for line in lines if not line.strip().startswith("persist_config "))


def lay_out(package: Package, bundle: Path, tree: Path) -> None:
    """Begin the tree of files: the bundle below ``/usr/lib`` and its program in ``/usr/bin``."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "usr/lib" / package.name, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / package.name).symlink_to(f"../lib/{package.name}/{package.name}")


def put(tree: Path, place: str, content: str | bytes) -> None:
    """Write a file of the tree; what ends in ``.gz`` is packed."""
    path = tree / place.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    content = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def describe(
    package: Package, tree: Path, version: str, machine: str, scripts: Mapping[str, str]
) -> None:
    """Write what ``dpkg`` is told: what it is, what it needs, and what runs at its installation."""
    control = tree / "DEBIAN"
    control.mkdir()
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    lines = [
        f"Package: {package.name}",
        f"Version: {version}",
        f"Architecture: {machine}",
        f"Maintainer: {_HOMELESS}",
        f"Installed-Size: {size}",
        f"Depends: {', '.join(package.depends)}",
    ]
    if package.recommends:
        lines.append(f"Recommends: {', '.join(package.recommends)}")
    lines += ["Section: misc", "Priority: optional", f"Description: {package.brief}"]
    for number, paragraph in enumerate(package.description):
        lines += ([" ."] if number else []) + [f" {paragraph}"]
    (control / "control").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if package.conffiles:
        (control / "conffiles").write_text("\n".join(package.conffiles) + "\n", encoding="utf-8")
    for name, content in scripts.items():
        (control / name).write_text(content, encoding="utf-8")
        (control / name).chmod(0o755)


def seal(tree: Path, target: Path, made_at: int) -> None:
    """Write the package; an equal tree gives equal bytes.

    Args:
        tree: all its files.
        target: the ``.deb`` file.
        made_at: seconds UTC, which all files bear.
    """
    for path in sorted([tree, *tree.rglob("*")]):
        if path.is_symlink():
            os.utime(path, (made_at, made_at), follow_symlinks=False)
            continue
        is_program = (
            path.is_dir()
            or (
                path.parent.name == "DEBIAN"
                and path.name not in ("control", "conffiles", "md5sums")
            )
            or path.parent == tree / "usr/lib" / path.name
        )
        path.chmod(0o755 if is_program else 0o644)
        os.utime(path, (made_at, made_at))
    target.unlink(missing_ok=True)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(made_at)},
    )
