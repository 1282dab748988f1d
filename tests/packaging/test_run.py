"""Starting the app from a fresh checkout: set up once, then out of the way.

The scripts, Python's venv and pip are the real ones; the app and the one package that it needs
are tiny stand-ins, so that nothing is downloaded.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"

APP = """
import json, os, sys
import tiny_package
print(json.dumps([sys.argv[1:], os.getcwd(), tiny_package.VERSION]))
sys.exit(7)
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout of its own in a folder with a space, and the wheels that its lock file pins."""

    top: Path
    wheels: Path
    elsewhere: Path
    """The folder that the user stands in."""

    def pin(self, version: str, *, sha256: str | None = None) -> None:
        """Write a lock file that wants this version of the package, with its hash or another."""
        wheel = self.wheels / f"tiny_package-{version}-py3-none-any.whl"
        info = f"tiny_package-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny_package.py", f"VERSION = {version!r}\n")
            archive.writestr(
                f"{info}/METADATA",
                f"Metadata-Version: 2.1\nName: tiny-package\nVersion: {version}\n",
            )
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(
                f"{info}/RECORD",
                f"tiny_package.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n",
            )
        sha256 = sha256 or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.top / "packaging" / "requirements.lock").write_text(
            f"tiny-package=={version} \\\n    --hash=sha256:{sha256}\n", encoding="utf-8"
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Start it as a user without a display would; ``environment`` adds to the variables."""
        return self.call(str(self.top / "packaging" / "run"), *arguments, **environment)

    def call(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DEBIAN_FRONTEND"}
            and not name.startswith(("PIP_", "PYTHON"))
        }
        pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return subprocess.run(
            command,
            cwd=self.elsewhere,
            env=kept | pip | environment,
            capture_output=True,
            text=True,
            check=False,
        )


def a_checkout(folder: Path) -> Checkout:
    checkout = Checkout(folder / "a checkout", folder / "wheels", folder / "else where")
    for made in (checkout.wheels, checkout.elsewhere, checkout.top / "inspector_app"):
        made.mkdir(parents=True)
    (checkout.top / "packaging").mkdir()
    for script in ("run", "set-up.sh"):
        shutil.copy(PACKAGING / script, checkout.top / "packaging" / script)
    (checkout.top / "packaging" / "debian-packages").write_text(
        "# package, who needs it, why\ndpkg  run  it is on every Debian\n", encoding="utf-8"
    )
    (checkout.top / "inspector_app" / "__init__.py").touch()
    (checkout.top / "inspector_app" / "__main__.py").write_text(APP, encoding="utf-8")
    checkout.pin("1.0")
    return checkout


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that was started once; tests leave it able to start."""
    checkout = a_checkout(tmp_path_factory.mktemp("started"))
    first = checkout.run("first")
    assert first.returncode == 7, first.stderr
    assert "Installing the Python packages" in first.stderr
    return checkout


def told(run: subprocess.CompletedProcess[str]) -> Any:
    """What the app printed, which must be all that went to its standard output."""
    assert run.returncode == 7, run.stderr
    return json.loads(run.stdout)


def test_arguments_folder_and_exit_code_pass_through_untouched(started: Checkout) -> None:
    run = started.run("verify", "a file.pdf", "", "*")
    assert told(run) == [["verify", "a file.pdf", "", "*"], str(started.elsewhere), "1.0"]
    assert run.stderr == ""


def test_without_a_display_it_says_so_and_runs_the_demonstration(started: Checkout) -> None:
    run = started.run()
    assert told(run)[0] == ["demo", "--out", "demo-output"]
    assert "no display" in run.stderr


@pytest.mark.parametrize(
    "display",
    [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}],
)
def test_with_a_display_it_opens_the_window(started: Checkout, display: dict[str, str]) -> None:
    run = started.run(**display)
    assert told(run)[0] == []
    assert run.stderr == ""


def test_the_console_command_works_through_a_link_from_anywhere(started: Checkout) -> None:
    link = started.elsewhere / "spr-inspector"
    link.unlink(missing_ok=True)
    link.symlink_to(started.top / ".venv" / "bin" / "spr-inspector")
    assert told(started.call(str(link), "list"))[:2] == [["list"], str(started.elsewhere)]


def test_a_file_in_the_current_folder_cannot_pass_as_a_module(started: Checkout) -> None:
    impostor = started.elsewhere / "json.py"
    impostor.write_text("raise SystemExit('an impostor was imported')\n", encoding="utf-8")
    try:
        assert told(started.run("list"))[0] == ["list"]
    finally:
        impostor.unlink()


def test_the_second_start_adds_less_than_a_second_to_the_app(started: Checkout) -> None:
    def shortest(command: str) -> float:
        times = []
        for _ in range(3):
            began = time.monotonic()
            told(started.call(command, "list"))
            times.append(time.monotonic() - began)
        return min(times)

    app = shortest(str(started.top / ".venv" / "bin" / "spr-inspector"))
    assert shortest(str(started.top / "packaging" / "run")) - app < 1


def test_new_pins_are_installed_and_a_package_of_another_hash_is_refused(
    started: Checkout,
) -> None:
    try:
        started.pin("2.0")
        assert told(started.run())[2] == "2.0"
        started.pin("3.0", sha256="0" * 64)
        for _ in range(2):
            refused = started.run()
            assert refused.returncode == 69
            assert refused.stdout == ""
            assert "Python packages could not be installed" in refused.stderr
    finally:
        started.pin("1.0")
    assert told(started.run())[2] == "1.0"


def test_a_set_up_that_was_cut_short_is_mended(started: Checkout) -> None:
    shutil.rmtree(next((started.top / ".venv" / "lib").glob("python*")))
    (started.top / ".venv" / "set-up-from-requirements.lock").unlink()
    assert told(started.run("list"))[0] == ["list"]


def test_a_checkout_that_was_moved_still_starts(started: Checkout, tmp_path: Path) -> None:
    moved = Checkout(tmp_path / "moved", started.wheels, started.elsewhere)
    shutil.copytree(started.top, moved.top, symlinks=True)
    (moved.top / "inspector_app" / "__main__.py").write_text(
        APP.replace("sys.argv[1:]", "'moved'"), encoding="utf-8"
    )
    assert told(moved.run())[0] == "moved"


def machine(folder: Path, *, user: int, apt_get: str, sudo: bool) -> dict[str, str]:
    """The variables of a machine without one of the packages; what it was asked goes to a file.

    Only tools of the system are replaced, as nobody wants a test to install packages.
    """
    tools = {
        "dpkg-query": "exit 1",
        "id": f"echo {user}",
        "apt-get": f'echo "$DEBIAN_FRONTEND $*" >>"{folder}/asked"\n{apt_get}',
    }
    if sudo:
        tools["sudo"] = f'echo "sudo $*" >>"{folder}/asked"\nexec "$@"'
    for name in ("python3", "readlink", "dirname", "cat", "sha256sum", "flock", "mkdir", "env"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    for name, does in tools.items():
        (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def test_root_installs_what_is_missing_without_questions(started: Checkout, tmp_path: Path) -> None:
    run = started.run("list", **machine(tmp_path, user=0, apt_get="exit 0", sudo=False))
    assert told(run)[0] == ["list"]
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in asked] == ["update", "noninteractive"]
    assert "--no-install-recommends" in asked[1]
    assert asked[1].endswith(" dpkg")


def test_others_install_it_with_sudo(started: Checkout, tmp_path: Path) -> None:
    run = started.run("list", **machine(tmp_path, user=1000, apt_get="exit 0", sudo=True))
    assert told(run)[0] == ["list"]
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert "sudo apt-get update" in asked
    assert "sudo env DEBIAN_FRONTEND=noninteractive apt-get install" in asked


def test_who_may_not_install_is_told_what_is_missing(started: Checkout, tmp_path: Path) -> None:
    run = started.run("list", **machine(tmp_path, user=1000, apt_get="exit 0", sudo=False))
    assert told(run)[0] == ["list"]
    assert "Only root can install these system packages" in run.stderr
    assert "dpkg" in run.stderr
    assert not (tmp_path / "asked").exists()


def test_an_installation_that_fails_ends_the_start_with_its_words(
    started: Checkout, tmp_path: Path
) -> None:
    broken = "echo 'E: no space left'; exit 100"
    run = started.run("list", **machine(tmp_path, user=0, apt_get=broken, sudo=False))
    assert run.returncode == 69
    assert run.stdout == ""
    assert "E: no space left" in run.stderr
