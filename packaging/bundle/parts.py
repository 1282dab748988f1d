"""What a bundle is made of: every library in it, with version, licence and licence texts."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.markers import Marker

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_COMMON = Path(__file__).parents[1] / "licences"
_TEXTS_OF = {
    "pyside6-essentials": ("LGPL-3.txt", "GPL-3.txt"),
    "shiboken6": ("LGPL-3.txt", "GPL-3.txt"),
}
"""Of wheels that bring no licence text: those that hold for them."""
_PIN = re.compile(r"^([a-z0-9-]+)==([^ \\;]+)(?: ; ([^\\\n]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Kind(StrEnum):
    """Where a part comes from."""

    WHEEL = "pypi"
    DEBIAN = "deb"
    PYTHON = "python"


@dataclass(frozen=True, slots=True)
class Part:
    """One library in a bundle, or one that is pinned and left out."""

    name: str
    version: str
    kind: Kind
    licence: str
    """An SPDX expression or the authors' own words; Debian's stands in its text alone."""
    texts: tuple[Path, ...] = ()
    """Its licence and notices, as files of the machine that builds."""
    boms: tuple[Path, ...] = ()
    """Its authors' own bills of what is compiled into it."""
    sha256: tuple[str, ...] = ()
    """Of the archives that the lock file allows."""
    is_in: bool = True
    """False: pinned, but not in this bundle."""


class Unknown(Exception):
    """Something in the bundle comes from nowhere that is known, or brings no licence."""


def spelt(name: str) -> str:
    """Return a distribution's name as lock files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return version and allowed hashes of everything that a lock file pins, by name.

    Of several versions it is the one for this Python and this system; what is for others alone is
    named with its own.
    """
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        pin = _PIN.match(entry)
        if pin and (pin[1] not in found or Marker(pin[3] or "os_name != ''").evaluate()):
            found[pin[1]] = (pin[2], tuple(_HASH.findall(entry)))
    return found


def parts(files: Iterable[Path], lock: Path, top: Path) -> tuple[Part, ...]:
    """Return every part of a bundle, by kind and name.

    Args:
        files: what went into it, as files of this machine.
        lock: the pins that the bundle was made by; what of them is not in it is told as such.
        top: the checkout, whose own files are no part.

    Raises:
        Unknown: a file has no owner, or a part no licence text.
    """
    pinned = pins(lock)
    owners = _owners()
    wheels: set[str] = set()
    others: set[Path] = set()
    has_python = False
    for file in files:
        real = file.resolve()
        if (wheel := owners.get(file)) or (wheel := owners.get(real)):
            wheels.add(wheel)
        elif real.is_relative_to(Path(sys.prefix)):
            continue  # compiled by Python itself, or made by PyInstaller
        elif real.is_relative_to(top):
            continue
        elif _is_pythons(real):
            has_python = True
        else:
            others.add(file)
    known = {spelt(each.metadata["Name"]): each for each in distributions()}
    found = [_wheel(name, known.get(name), pinned, wheels) for name in sorted(pinned)]
    if strangers := wheels - pinned.keys() - {"pyinstaller", "pyinstaller-hooks-contrib"}:
        raise Unknown(f"In the bundle, but not in {lock.name}: {', '.join(sorted(strangers))}.")
    if has_python:
        found.append(_python())
    found += _debian(sorted(others))
    for each in found:
        if each.is_in and not each.texts:
            raise Unknown(f"{each.name} brings no licence text.")
    return tuple(found)


@cache
def _owners() -> dict[Path, str]:
    owners: dict[Path, str] = {}
    for each in distributions():
        owners |= dict.fromkeys(_recorded(each), spelt(each.metadata["Name"]))
    return owners


def _recorded(distribution: Distribution) -> list[Path]:
    """Return the files of a distribution. (Its own ``files`` takes a hundred times as long.)"""
    place = Path(str(distribution.locate_file("")))
    lines = (distribution.read_text("RECORD") or "").splitlines()
    names = (line.rsplit(",", 2)[0].strip('"') for line in lines)
    return [place / name for name in names if not name.startswith("..")]


def _is_pythons(path: Path) -> bool:
    home = Path(sys.base_prefix)
    is_apart = home != Path("/usr")  # where a system's Python shares its folders with all others
    library = Path(json.__file__).resolve().parents[1]
    return (
        path.name.startswith("libpython3")
        or path.is_relative_to(library)
        or (is_apart and path.is_relative_to(home))
    )


def _wheel(
    name: str,
    distribution: Distribution | None,
    pinned: dict[str, tuple[str, tuple[str, ...]]],
    wheels: set[str],
) -> Part:
    version, hashes = pinned[name]
    if distribution is None or name not in wheels:
        licence = _licence(distribution) if distribution else "not installed on this system"
        return Part(name, version, Kind.WHEEL, licence, sha256=hashes, is_in=False)
    if distribution.version != version:
        raise Unknown(f"{name} {distribution.version} is installed, but {version} is pinned.")
    own = [path for path in _recorded(distribution) if ".dist-info" in path.parent.as_posix()]
    texts = tuple(
        path
        for path in own
        if "licenses" in path.parts or (_LICENCE_FILE.search(path.name) and path.suffix != ".py")
    )
    if not texts:
        texts = tuple(_COMMON / each for each in _TEXTS_OF.get(name, ()))
    boms = tuple(path for path in own if path.parent.name == "sboms")
    return Part(name, version, Kind.WHEEL, _licence(distribution), texts, boms, hashes)


def _licence(distribution: Distribution) -> str:
    told = distribution.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    classified = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier") or ()
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    words = told["License"].strip() if "License" in told else ""
    if words and "\n" not in words and len(words) < 100:
        return words
    return " or ".join(classified) or "see its text"


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    places = [
        Path(json.__file__).resolve().parents[1] / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",  # on Windows
        Path("/usr/share/doc/libpython3.11-stdlib/copyright"),
    ]
    texts = tuple(each for each in places if each.is_file())[:1]
    return Part("python", version, Kind.PYTHON, "PSF-2.0", texts)


def _debian(files: list[Path]) -> list[Part]:
    packages: dict[str, str] = {}
    for file in files:
        name = _package_of(file)
        if name not in packages:
            shown = ["dpkg-query", "--show", "--showformat", "${Version}", name]
            packages[name] = subprocess.run(
                shown, capture_output=True, text=True, check=True
            ).stdout
    return [
        Part(
            name.partition(":")[0],
            version,
            Kind.DEBIAN,
            "see its text",
            (Path("/usr/share/doc") / name.partition(":")[0] / "copyright",),
        )
        for name, version in sorted(packages.items())
    ]


def _package_of(file: Path) -> str:
    """Return the Debian package that a file is from; its folder may be a link to another."""
    real = file.resolve()
    for path in (
        file,
        real,
        Path("/usr") / str(real).lstrip("/"),
        Path(str(real).removeprefix("/usr")),
    ):
        asked = subprocess.run(
            ["dpkg-query", "--search", str(path)], capture_output=True, text=True, check=False
        )
        if asked.returncode == 0:
            return asked.stdout.partition(": ")[0].partition(",")[0]
    raise Unknown(f"Nobody knows where {file} comes from.")
