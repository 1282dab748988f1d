"""A file for whoever helps: how the app and the laptop stand, and nothing of what was recorded.

What goes in is chosen piece by piece, and everything else stays out: no names, answers, initials,
forces, captions, file names or folders.
"""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app import config
from inspector_app.domain import health
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.health import Finding
from inspector_app.durable import refusal_elsewhere, whole_file
from inspector_app.services import fault_log
from inspector_app.services.doctor import Doctor
from inspector_app.services.vault import Unlocked
from inspector_app.texts import tr
from inspector_app.version import VERSION

_WHAT = """\
Support bundle of SPR Inspector {version}.

report.txt    what was looked at on the laptop, what was found, what to do
report.json   the same for programs
about.json    settings of the laptop, rows in each table, acts by kind, sizes of files
faults.txt    where the program failed: kinds of error, and places in the program

Nothing that was recorded is in it: no answer, note, account, headline or caption, no name,
initials or force, no file of evidence, no folder of the laptop. It is not encrypted.
"""
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in it: when it was made says the one who sends it."""

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was written."""

    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    """Of the files in it."""


class SupportBundle:
    """Writes bundles."""

    def __init__(self, doctor: Doctor, found: config.Places) -> None:
        self._doctor = doctor
        self._places = found

    def write(
        self,
        target: Path,
        vault: Unlocked | None,
        why: str = "",
        refused: InspectorError | None = None,
        commands: frozenset[str] = frozenset(),
        cancelled: CancelCheck | None = None,
    ) -> Bundled:
        """Write a ZIP file and return what is in it.

        Args:
            target: appears, or is replaced, only once it is whole.
            vault: open, or opened to be looked at; None: nothing is told from inside it.
            why: it was not looked into, or what to do so that it can be.
            refused: it could not be looked into.
            commands: the verbs that the log of faults may name.
            cancelled: asked while acts are checked.

        Raises:
            DeviceFull: it cannot be written; none is left.
            Cancelled: ``cancelled`` said so.
        """
        findings = self._doctor.report(
            vault, why, refused=refused, withheld=True, cancelled=cancelled
        )
        files = {
            "README.txt": _WHAT.format(version=VERSION),
            "report.txt": "\n".join(health.words(findings)) + "\n",
            "report.json": _json([form(each) for each in findings]),
            "about.json": _json(self._about(vault)),
            "faults.txt": self._faults(commands),
        }
        try:
            with whole_file(target) as file, zipfile.ZipFile(file, "w") as bundle:
                for name, text in files.items():
                    bundle.writestr(zipfile.ZipInfo(name, _DATE), text)
        except OSError as error:
            raise refusal_elsewhere(error, tr("No support bundle was written.")) from error
        return Bundled(findings, tuple(files))

    def _about(self, vault: Unlocked | None) -> dict[str, Any]:
        settings = config.load(self._places.config)
        about: dict[str, Any] = {
            "settings": {
                "theme": settings.theme.value,
                "text_percent": settings.text_percent,
                "motion": settings.motion.value,
                "auto_lock_minutes": settings.auto_lock_minutes,
            }
        }
        if vault is not None:
            about |= vault.health.counts()
        return about

    def _faults(self, commands: frozenset[str]) -> str:
        lines: list[str] = []
        for each in fault_log.entries(self._places.data / fault_log.FOLDER, commands):
            lines.append(f"{each.when} SPR Inspector {each.app}, Python {each.python}")
            lines += [f"  command {each.command}", *each.lines]
        return "\n".join(lines or ["No fault of the program was written down."]) + "\n"


def form(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "part": finding.part.value,
        "state": finding.state.value,
        "words": finding.words,
        "advice": finding.advice,
        "details": list(finding.details),
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"
