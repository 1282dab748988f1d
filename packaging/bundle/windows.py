"""What only the Windows build needs: version resource, icon, and the folder that is installed.

``packaging/windows/build.ps1`` calls this; there too stands what was never run.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bundle import licences, parts
from bundle.bill import bill, judge
from inspector_app.version import VERSION

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / "build" / "windows"
PROGRAMS = ("spr-inspector.exe", "SPR Inspector.exe")
_ICON_SIDES = (16, 24, 32, 48, 64, 128, 256)


def version_resource(version: str) -> str:
    """Return what Windows shows of a program's file, in the form that PyInstaller reads."""
    numbers = (*map(int, version.split(".")), 0)
    words = {
        "CompanyName": "SPR Inspector project",
        "FileDescription": "SPR Inspector",
        "FileVersion": version,
        "InternalName": "spr-inspector",
        "OriginalFilename": PROGRAMS[0],
        "ProductName": "SPR Inspector",
        "ProductVersion": version,
    }
    told = ",\n        ".join(f"StringStruct({name!r}, {said!r})" for name, said in words.items())
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([
      StringTable('080904B0', [
        {told},
      ]),
    ]),
    VarFileInfo([VarStruct('Translation', [0x0809, 0x04B0])]),
  ],
)
"""


def icon(picture: Path, target: Path) -> None:
    """Write a picture as an icon of Windows, in every size that it asks for."""
    from PIL import Image

    with Image.open(picture) as image:
        image.save(target, format="ICO", sizes=[(side, side) for side in _ICON_SIDES])


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    resource, drawn = BUILD / "version.txt", BUILD / "spr-inspector.ico"
    resource.write_text(version_resource(VERSION), encoding="utf-8")
    icon(TOP / "resources/icons/spr-inspector.png", drawn)
    (BUILD / "version.iss").write_text(f'#define Version "{VERSION}"\n', encoding="utf-8")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "PyInstaller",
            "--noconfirm",
            "--log-level",
            "WARN",
            "--distpath",
            str(BUILD / "bundles"),
            "--workpath",
            str(BUILD / "work"),
            str(TOP / "packaging/bundle/spr.spec"),
        ],
        check=True,
        cwd=TOP,
        env={
            **os.environ,
            "INSPECTOR_PARTS": "app",
            "INSPECTOR_ICON": str(drawn),
            "INSPECTOR_VERSION_RESOURCE": str(resource),
        },
    )
    folder = BUILD / "bundles" / "spr-inspector"
    (contents,) = (BUILD / "work").rglob("contents-app.json")
    files = [Path(each) for each in json.loads(contents.read_text(encoding="utf-8"))]
    found = parts.parts(files, TOP / "packaging/requirements.lock", TOP)
    shutil.rmtree(folder / "licences", ignore_errors=True)
    licences.write(found, folder / "licences")
    made_at = int(os.environ["SOURCE_DATE_EPOCH"])
    materials = bill("spr-inspector", VERSION, found, made_at)
    judge(materials)
    (folder / "spr-inspector.cdx.json").write_text(materials, encoding="utf-8")


if __name__ == "__main__":
    main()
