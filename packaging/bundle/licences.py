"""The licences folder of a package: one text per part, and a page that lists them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bundle.parts import Kind, Part

_HEAD = """\
SPR Inspector is made of its own code and of the parts below. Each stands under its own licence,
whose text lies beside this page in the folder named after it.

Qt, PySide6 and Shiboken are used under the LGPL version 3. They are separate files in the folder
"_internal/PySide6" and "_internal/shiboken6" of the installed program and may be replaced there by
other builds of the same libraries. Their source is at https://download.qt.io/official_releases/.

"""
_WORDS = {
    Kind.WHEEL: "Python packages",
    Kind.DEBIAN: "System libraries, as Debian built them",
    Kind.PYTHON: "Python",
}


def write(parts: Sequence[Part], folder: Path) -> None:
    """Fill ``folder``, which is made, with the texts of all parts that are in the bundle."""
    lines = [_HEAD]
    for kind, words in _WORDS.items():
        mine = [each for each in parts if each.kind is kind and each.is_in]
        if not mine:
            continue
        lines.append(f"{words}\n{'-' * len(words)}\n")
        for part in mine:
            lines.append(f"{part.name} {part.version}: {part.licence}\n")
            place = folder / part.name
            place.mkdir(parents=True)
            for text in (*part.texts, *part.boms):
                target = place / text.name
                number = 1
                while target.exists():  # vendored parts bring files of the same name
                    number += 1
                    target = place / f"{text.stem}-{number}{text.suffix}"
                shutil.copyfile(text, target)
        lines.append("\n")
    (folder / "README.txt").write_text("".join(lines), encoding="utf-8")
