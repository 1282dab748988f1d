"""What the Windows build is told can be told there, as far as that is known here."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath
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


def told_of(name: str) -> str:
    return (TOP / "packaging" / "windows" / name).read_text(encoding="utf-8")


def test_each_file_that_the_scripts_name_is_here_or_is_made() -> None:
    making = (TOP / "packaging" / "bundle" / "windows.py").read_text(encoding="utf-8")
    named = re.findall(r"\.\.\\\.\.\\([^\"\s]+)", told_of("spr-inspector.iss"))
    named += re.findall(r"packaging\\[\w\\.-]+\.\w+", told_of("build.ps1"))
    assert len(named) > 5
    for name in {PureWindowsPath(each) for each in named}:
        if name.parts[0] == "build":
            assert f'"{name.name}"' in making or name.parts[2] == "bundles", name
        elif name.parts[0] != "dist":
            assert TOP.joinpath(*name.parts).is_file(), name


def test_each_registry_key_that_is_made_is_removed_with_the_app() -> None:
    made = re.findall(r'^Root: HKA; Subkey: "([^"]+)";(.*)$', told_of("spr-inspector.iss"), re.M)
    removed = [key for key, rest in made if "uninsdeletekey" in rest]
    assert removed
    left = [
        key
        for key, rest in made
        if "uninsdelete" not in rest
        and not any(key.startswith(f"{each}\\") for each in removed)
        and key not in removed
    ]
    assert left == []


def test_the_uninstaller_is_signed_with_the_installer() -> None:
    given = set(re.findall(r'"/D(\w+)", "/S(\w+)=', told_of("build.ps1")))
    assert given == set(
        re.findall(r"#ifdef (\w+)\n(?:;.*\n)*SignTool=(\w+)\n", told_of("spr-inspector.iss"))
    )
    assert len(given) == 1


def test_each_place_and_module_that_the_bundle_is_made_of_exists() -> None:
    spec = ast.parse((TOP / "packaging" / "bundle" / "spr.spec").read_text(encoding="utf-8"))
    calls: dict[str, list[str]] = {}
    for node in ast.walk(spec):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            calls.setdefault(node.func.id, []).extend(map(str, words))
    missing = [each for each in calls["data"] if not (TOP / each).exists()]
    missing += [each for each in calls["collect_submodules"] if find_spec(each) is None]
    missing += [each for each in calls["analysed"][1::2] if not (TOP / each).is_file()]
    assert missing == []
    assert len(calls["data"]) > 5
    assert len(calls["analysed"]) == 4


def test_what_was_never_run_is_told_in_one_place() -> None:
    telling = [
        path.relative_to(TOP)
        for folder in ("packaging", "inspector_app")
        for path in (TOP / folder).rglob("*.*")
        if path.suffix in (".md", ".py", ".ps1", ".iss", ".spec")
        and "## What was never run" in path.read_text(encoding="utf-8")
    ]
    assert telling == [Path("packaging/windows/README.md")]
