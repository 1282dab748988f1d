"""The lock files pin everything by version and hash, and nothing else stands in them."""

import re
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
RUN, BASE, DEV = "requirements.lock", "requirements-base.lock", "requirements-dev.lock"
BUILD = "requirements-build.lock"

PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;*]+)(?: ; (?P<marker>[^\\\n]+))?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)


def pins(lock: str) -> set[tuple[str, str, str]]:
    """Name, version and marker of each pin; fails where a line is anything but a pin."""
    text = (PACKAGING / lock).read_text(encoding="utf-8")
    assert unpinned(text) == ""
    return {(pin["name"], pin["version"], pin["marker"] or "") for pin in PIN.finditer(text)}


def unpinned(text: str) -> str:
    """Return what stands in the text of a lock file beside its pins."""
    return PIN.sub("", text)


def asked_for(requirements: str) -> set[str]:
    """The package names in a requirements file, as a lock file spells them."""
    lines = (PACKAGING / requirements).read_text(encoding="utf-8").splitlines()
    names = {re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and line[0] not in "#-"}
    return {name[0].lower().replace("_", "-").replace(".", "-") for name in names if name}


@pytest.mark.parametrize("lock", [RUN, BASE, BUILD, DEV])
def test_a_lock_holds_nothing_but_pins_with_hashes(lock: str) -> None:
    assert len(pins(lock)) > 20


SOUND = f"kettle==1.0 ; sys_platform == 'linux' \\\n    --hash=sha256:{'a' * 64}\n"


@pytest.mark.parametrize(
    "added",
    [
        "pot==1.0\n",
        "pot==1.0 ; python_version > '3'\n",
        f"pot==1.* \\\n    --hash=sha256:{'b' * 64}\n",
        f"pot>=1.0 \\\n    --hash=sha256:{'b' * 64}\n",
        f"pot==1.0 \\\n    --hash=md5:{'b' * 32}\n",
        f"pot @ https://elsewhere.example/pot.whl \\\n    --hash=sha256:{'b' * 64}\n",
        "--extra-index-url https://elsewhere.example/\n",
        "-r others.txt\n",
    ],
)
def test_whatever_is_no_pin_with_hashes_is_found(added: str) -> None:
    assert unpinned(SOUND * 2) == ""
    assert unpinned(added + SOUND)
    assert unpinned(SOUND + added)


def test_who_installs_by_a_lock_asks_for_hashes_and_runs_nothing_to_build() -> None:
    scripts = [path for path in PACKAGING.iterdir() if path.is_file()]
    read = {path.name: path.read_text("utf-8", "replace").replace("\\\n", "") for path in scripts}
    found = [
        (name, line)
        for name, text in read.items()
        for line in text.splitlines()
        if re.search(r"\bpip\"? install\b.* (?:-r|--requirement) ", line)
    ]
    assert {name for name, _ in found} == {"audit", "lock", "set-up.sh"}
    for name, line in found:
        assert "--require-hashes" in line, name
        assert "--no-deps" in line, name
        if "--dry-run" not in line:
            assert "--only-binary :all:" in line, name


@pytest.mark.parametrize(
    ("requirements", "lock"),
    [
        ("requirements.in", RUN),
        ("requirements-base.in", BASE),
        ("requirements-build.in", BUILD),
        ("requirements-dev.in", DEV),
    ],
)
def test_what_is_asked_for_is_pinned(requirements: str, lock: str) -> None:
    names = asked_for(requirements)
    assert names
    assert names <= {name for name, _, _ in pins(lock)}


def test_the_checks_run_on_the_very_versions_that_ship() -> None:
    run, base, dev = ({pin[:2] for pin in pins(lock)} for lock in (RUN, BASE, DEV))
    assert run <= base <= dev


def test_what_builds_the_packages_stays_out_of_them() -> None:
    base, build = ({pin[:2] for pin in pins(lock)} for lock in (BASE, BUILD))
    assert base < build
    assert "pyinstaller" not in {name for name, _ in base}
