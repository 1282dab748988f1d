"""Every sentence that the program says for itself, collected from the code that says it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import inspector_app

HOUSE = Path(inspector_app.__file__).parent
PIECES = (
    *("reports/online.py", "reports/raising.py", "services/written.py"),
    *("sync/signatures.py", "sync/transfer.py"),
)
"""Where what is raised may be a piece of a sentence although it begins with a name."""
PROGRAMMERS = ("ValueError", "TypeError", "RuntimeError", "KeyError", "OSError", "AssertionError")
"""Raised at whoever writes the code, and shown to nobody."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text, with its placeholders unfilled."""

    where: str
    """File and line."""
    text: str
    raised: bool
    """Whether it is a refusal."""

    @property
    def is_sentence(self) -> bool:
        """Whether it stands by itself; a refusal may be a piece that another puts into words."""
        begins = self.text[:1]
        is_ended = self.text.rstrip().endswith((".", "?", "!"))
        if self.raised and any(each in self.where for each in PIECES):
            return is_ended
        if self.raised:
            return begins.isupper() or begins in "{“"
        return is_ended and len(self.text.split()) > 2


def messages(folder: Path = HOUSE) -> tuple[Message, ...]:
    """Return all refusals, and whatever else goes through the catalogue."""
    return tuple(
        Message(f"{path.relative_to(HOUSE.parent)}:{line}", text, raised)
        for path in sorted(folder.rglob("*.py"))
        for line, text, raised in _of(ast.parse(path.read_text("utf-8")))
    )


def _of(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    seen = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            if ast.unparse(node.exc.func).endswith(PROGRAMMERS):
                continue
            for each in ast.walk(node.exc):
                if not isinstance(each, ast.expr) or id(each) in seen:
                    continue
                if (text := _text(each)) is not None and " " in text:
                    seen |= {id(inner) for inner in ast.walk(each)}
                    yield each.lineno, text, True
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            for each in node.args:
                if (text := _text(each)) is not None and id(each) not in seen:
                    yield each.lineno, text, False


def _text(node: ast.expr) -> str | None:
    """Return a literal text; what an f-string fills in stands as ``{…}``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(each.value) if isinstance(each, ast.Constant) else "{…}" for each in node.values
        )
    return None
