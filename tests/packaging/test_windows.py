"""What the Windows build is told can be told there, as far as that is known here."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bundle import windows
from PIL import Image

from inspector_app.sync import transfer

TOP = Path(__file__).parents[2]


def test_the_version_resource_holds_the_version_in_every_form() -> None:
    def taken(*args: Any, **named: Any) -> Any:
        return SimpleNamespace(args=args, **named)

    names = {
        *("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable"),
        *("StringStruct", "VarFileInfo", "VarStruct"),
    }
    told = eval(windows.version_resource("1.20.3"), dict.fromkeys(names, taken))  # noqa: S307
    assert told.ffi.filevers == told.ffi.prodvers == (1, 20, 3, 0)
    strings = dict(each.args for each in told.kids[0].args[0][0].args[1])
    assert strings["FileVersion"] == strings["ProductVersion"] == "1.20.3"


def test_the_icon_has_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    windows.icon(TOP / "resources" / "icons" / "spr-inspector.png", tmp_path / "app.ico")
    with Image.open(tmp_path / "app.ico") as image:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= set(image.info["sizes"])


def test_the_installer_takes_what_the_build_makes() -> None:
    folder = TOP / "packaging" / "windows"
    script = (folder / "spr-inspector.iss").read_text(encoding="utf-8")
    build = (folder / "build.ps1").read_text(encoding="utf-8")
    for program in windows.PROGRAMS:
        assert program in build
    assert 'ValueData: """{app}\\SPR Inspector.exe"" open ""%1"""' in script
    assert f'Subkey: "Software\\Classes\\{transfer.SUFFIX}"' in script
    assert "packaging\\windows\\spr-inspector.iss" in build


def test_what_was_never_run_is_told_in_one_place() -> None:
    telling = [
        path.relative_to(TOP)
        for folder in ("packaging", "inspector_app")
        for path in (TOP / folder).rglob("*.*")
        if path.suffix in (".md", ".py", ".ps1", ".iss", ".spec")
        and "## What was never run" in path.read_text(encoding="utf-8")
    ]
    assert telling == [Path("packaging/windows/README.md")]
