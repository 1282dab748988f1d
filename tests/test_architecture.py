"""The house stands without its windows: everything but the screens runs without Qt."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import inspector_app

HOUSE = Path(inspector_app.__file__).parent
ROOMS = {path.parent.name for path in HOUSE.glob("*/__init__.py")} | {
    path.stem for path in HOUSE.glob("*.py") if path.stem != "__init__"
}

WITHOUT_QT = """
import importlib, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def import_without_qt(*modules: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *modules],
        cwd=HOUSE.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def modules_outside_ui() -> list[str]:
    """Every module but the screens and the migration scripts, which only Alembic can load."""
    names = []
    for path in sorted(HOUSE.rglob("*.py")):
        inside = path.relative_to(HOUSE.parent).with_suffix("").parts
        if inside[1] == "ui" or inside[1:3] == ("storage", "migrations"):
            continue
        names.append(".".join(inside).removesuffix(".__init__"))
    return names


def test_every_module_outside_ui_imports_without_qt() -> None:
    modules = modules_outside_ui()
    assert "inspector_app.domain.errors" in modules
    run = import_without_qt(*modules)
    assert run.returncode == 0, run.stderr


def test_the_block_on_qt_holds() -> None:
    run = import_without_qt("PySide6.QtCore")
    assert run.returncode != 0
    assert "PySide6" in run.stderr


def test_each_contract_that_lists_rooms_lists_all_but_those_it_frees() -> None:
    """A room added later must be put under these contracts, or freed here with intent."""
    freed = {
        "Only ui knows Qt": {"ui"},
        "Only storage knows SQL": {"storage", "server"},
    }
    config = tomllib.loads((HOUSE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {
        contract["name"]: contract for contract in config["tool"]["importlinter"]["contracts"]
    }
    for name, free in freed.items():
        listed = {module.split(".")[1] for module in contracts[name]["source_modules"]}
        assert ROOMS - free <= listed, name
        assert not listed & free, name


BY_SYSTEM = re.compile(
    r"sys\.platform|os\.name|sys\.frozen|_MEIPASS|CREATE_NO_WINDOW|platform\.(system|machine)\("
    r"|import (fcntl|msvcrt|resource|winreg)|windll|WinDLL|/proc/|/dev/disk|/etc/"
)


def test_what_differs_by_system_lives_in_the_modules_for_it() -> None:
    found = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if BY_SYSTEM.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith("system/")} == {"durable.py"}
    assert len(found) > 5
