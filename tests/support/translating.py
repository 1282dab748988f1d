"""The file of a language: made for a translator, brought up to date, and held against the sources.

Usage: python -m tests.support.translating [--check] FILE.json
"""

import functools
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inspector_app import texts
from inspector_app.domain.locales import BRITISH, locale_of
from inspector_app.durable import whole_file
from inspector_app.plural_rules import ENGLISH_PLURAL, plural_rules
from tests.support.said import Said, texts_said


@dataclass(frozen=True, slots=True)
class Compared:
    """How a language's file stands against what the sources say."""

    missing: tuple[str, ...]
    """Said in English still."""
    useless: tuple[str, ...]
    """Translated, and not said any more; kept, since it may have been reworded only a little."""
    troubles: tuple[str, ...]
    """What of the file cannot be used, and why."""

    def sentences(self) -> list[str]:
        """Return what there is to tell, the numbers last."""
        return [
            *self.troubles,
            *(f"Not translated: “{text}”" for text in self.missing),
            *(f"Of no use any more: “{text}”" for text in self.useless),
            f"{len(self.missing)} not translated, {len(self.useless)} of no use any more, "
            f"{len(self.troubles)} that cannot be used.",
        ]


@functools.cache
def _said() -> tuple[Said, ...]:
    return tuple(texts_said())


@functools.cache
def wanted() -> dict[str, list[str]]:
    """Return every text that does not count, with the places where it is said."""
    found: dict[str, list[str]] = {}
    for said in _said():
        if not said.one:
            found.setdefault(said.text, []).append(f"{said.file}:{said.line}")
    return dict(sorted(found.items()))


@functools.cache
def wanted_counted() -> dict[str, list[str]]:
    """Return every text that counts, with what is said of one and the places."""
    found: dict[str, list[str]] = {}
    for said in _said():
        if said.one:
            told = found.setdefault(said.text, [f"of one: {said.one}"])
            told.append(f"{said.file}:{said.line}")
    return dict(sorted(found.items()))


def compared(file: Path) -> Compared:
    """Hold a language's file against the sources.

    Raises:
        ValueError: it is no JSON object.
    """
    kept, language = _kept(file), texts.read(file)
    missing: list[str] = []
    useless: list[str] = []
    for told, of_file, usable in (
        (wanted(), kept.get("texts", {}), language.texts),
        (wanted_counted(), kept.get("counted", {}), language.counted),
    ):
        missing += [text for text in told if text not in usable and text.strip()]
        useless += [text for text in of_file if text not in told and of_file[text]]
    return Compared(
        tuple(missing),
        tuple(useless),
        (*language.troubles, *locale_of(language.locale)[1]),
    )


def write(file: Path) -> None:
    """Bring a language's file up to date, or make it; what is translated stays.

    ``where`` tells a translator where a text is said; the program does not read it.

    Raises:
        ValueError: it is there and is no JSON object, or its rules are none.
    """
    old = _kept(file) if file.exists() else {}
    translated = old.get("texts", {})
    plural = old.get("plural", dict(ENGLISH_PLURAL))
    forms = dict.fromkeys(plural_rules(plural).categories, "")
    told, counted = wanted(), wanted_counted()
    new = {
        "language": old.get("language", ""),
        "locale": asdict(BRITISH) | old.get("locale", {}),
        "texts": dict.fromkeys(told, "") | translated,
        "plural": plural,
        "counted": old.get("counted", {})
        | {text: forms | old.get("counted", {}).get(text, {}) for text in counted},
        "where": told | counted,
    }
    file.parent.mkdir(exist_ok=True)  # of the first language: git keeps no empty folder
    with whole_file(file) as out:
        out.write(json.dumps(new, ensure_ascii=False, indent=1).encode())
    file.chmod(0o644)  # it goes into packages, to be read by everybody


def _kept(file: Path) -> dict[str, Any]:
    kept = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(kept, dict):
        raise ValueError(f"{file} is no file of a language.")  # noqa: TRY004 - as bad JSON is
    return kept


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for, and return the exit code."""
    *options, name = arguments or [""]
    if not name.endswith(".json") or options not in ([], ["--check"]):
        print("Usage: packaging/texts [--check] FILE.json", file=sys.stderr)
        return 2
    file = Path(name)
    try:
        if not options:
            write(file)
        found = compared(file)
    except (OSError, ValueError) as error:
        print(f"{file} cannot be used: {error}", file=sys.stderr)
        return 1
    print("\n".join(found.sentences()))
    return 1 if found.missing or found.troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
