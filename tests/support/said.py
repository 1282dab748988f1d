"""What the sources say to people, and whether the catalogue is asked for it.

Whether a literal is read by people or by programs cannot be known for certain. It counts as words
if it looks like some (two words beside each other, or one with a capital letter), or if an error, a
widget or a window is given it; it does not if it stands where only programs read: a comparison, a
key, an annotation, the members of an enumeration, a pattern.
"""

import ast
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import inspector_app
from inspector_app.domain import errors

PACKAGE = Path(inspector_app.__file__).parent

ERRORS = frozenset(
    name for name, kind in vars(errors).items() if isinstance(kind, type)
) | frozenset({"Misused", "Unfit", "Refused"})
"""The first thing that these are given is shown."""
WIDGETS = frozenset(
    {
        *("QLabel", "QPushButton", "QToolButton", "QAction", "QCheckBox", "QRadioButton"),
        *("QGroupBox", "setText", "setToolTip", "setWindowTitle", "setPlaceholderText"),
        *("setAccessibleName", "setAccessibleDescription", "setStatusTip", "setTitle"),
        *("addItem", "addAction", "addTab", "label", "button", "Card", "announce", "remark"),
    }
)
"""So is that of these."""
_TO_PROGRAMS = frozenset(
    {
        *("ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "OSError"),
        *("NotSigned", "cast", "TypeVar", "NewType", "ZoneInfo", "getattr", "startswith"),
        *("endswith", "compile", "fullmatch", "match", "search", "sub", "split", "partition"),
        *("execute", "text", "exec_driver_sql", "debug", "info", "warning", "error", "exception"),
        *("strftime", "encode", "get_source", "import_module", "Index", "Column", "ForeignKey"),
        *("CheckConstraint", "UniqueConstraint", "file_name", "with_stem", "replace"),
        *("setApplicationName", "create", "of_kinds", "prepare", "pop", "dumps", "op", "get"),
        *("add_argument", "add_parser", "Withdrawn", "setObjectName", "setProperty"),
    }
)
"""What these are given is for programs, or recorded."""
_WORDS = re.compile(
    r"[a-z0-9,;:.)’”\"] [A-Za-z(“‘]|[A-Za-z] | [A-Za-z]{2}|^[A-Z][a-z-]+$", re.ASCII
)
_CODE = re.compile(
    r"\(\?|\\[bdwsS]|\[\^|\^|^[./#]|://|^--?\w|^%|^<|SELECT|INSERT INTO|DELETE FROM|CREATE |PRAGMA"
    r"|^BEFORE [A-Z]+ ON|^\w+ = \w+$|^\s*PRAGMA|^[A-Z]+$"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Said:
    """One text that the catalogue is asked for."""

    text: str
    file: str
    """From the package's folder on."""
    line: int
    one: str = ""
    """What is said of one, if the text counts: it is then the one for many."""


@dataclass(slots=True)
class _Found:
    said: list[tuple[str, int]] = field(default_factory=list)
    counted: list[tuple[str, str, int]] = field(default_factory=list)
    """Texts that count, of one and of many."""
    bypassing: list[tuple[str, int]] = field(default_factory=list)
    wrong: list[tuple[str, int]] = field(default_factory=list)
    chosen: list[tuple[str, int]] = field(default_factory=list)
    """Texts of which a comparison with 1 chooses one, as English can and not every language."""
    uncounted: list[tuple[str, int]] = field(default_factory=list)
    """Texts of one form, in whatever language, that are filled in with how many there are."""


def sources(*rooms: str) -> Iterator[Path]:
    """Yield the source files of rooms of the package, in order; none named: all."""
    for room in rooms or ("",):
        place = PACKAGE / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def texts_said(*rooms: str) -> Iterator[Said]:
    """Yield every text that these rooms ask the catalogue for, as often as they do."""
    for path in sources(*rooms):
        found, file = read(path.read_text(encoding="utf-8")), path.relative_to(PACKAGE).as_posix()
        for text, line in found.said:
            yield Said(text, file, line)
        for one, many, line in found.counted:
            yield Said(many, file, line, one)


@cache
def read(source: str) -> _Found:
    """Return what a source says, what of it goes past the catalogue, and what is asked wrongly."""
    reader = _Reader()
    reader.visit(ast.parse(source))
    for template, line in reader.open:
        if not any(placeholders(template) <= given for given in reader.fillings):
            reader.found.wrong.append((f"“{template}” is never filled in", line))
    return reader.found


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces; what is no name counts as it is written."""
    try:
        return frozenset(
            name for _, name, _, _ in string.Formatter().parse(text) if name is not None
        )
    except ValueError:
        return frozenset({text})


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found = _Found()
        self.open: list[tuple[str, int]] = []
        self.fillings: set[frozenset[str]] = {frozenset({"number"})}
        """What ``.format`` gives anywhere in this file; prompts fill their number in elsewhere."""
        self._is_of_programs = False

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for each in (*node.args.defaults, *node.args.kw_defaults, *node.body):
            if each is not None:
                self.visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        is_enum = any(_called(base).endswith("Enum") for base in node.bases)
        for each in node.body:
            if not (is_enum and isinstance(each, ast.Assign)):
                self.visit(each)

    def visit_Compare(self, node: ast.Compare) -> None:
        for each in (node.left, *node.comparators):
            if isinstance(each, ast.Constant | ast.Tuple | ast.Set):
                self._visit_of_programs([each])
            else:
                self.visit(each)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        if _is_of_one(node.test) and (one := _words(node.body)) and (many := _words(node.orelse)):
            self.found.chosen.append((f"{one} / {many}", node.lineno))
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if isinstance(node.slice, ast.Constant | ast.Tuple):
            self._visit_of_programs([node.slice])
        else:
            self.visit(node.slice)

    def visit_Dict(self, node: ast.Dict) -> None:
        self._visit_of_programs([each for each in node.keys if each is not None])
        self._visit(node.values)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        """Pass over what is compared."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take(node, _literal(node))
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(node, node.value)

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node.func)
        if name == "format" and isinstance(node.func, ast.Attribute):
            given = frozenset(each.arg or "" for each in node.keywords)
            self.fillings.add(given)
            of = node.func.value
            if isinstance(of, ast.Call) and _called(of.func) in ("tr", "tr_counted"):
                self._ask(of, given)
                if _called(of.func) == "tr" and any(
                    _is_count(each.value) for each in node.keywords
                ):
                    self.found.uncounted.append((_words(of), of.lineno))
                self._visit(node.keywords)
                return
        if name in ("tr", "tr_counted"):
            self._ask(node, None)
        elif name == "counted":
            self._visit(node.args[:1])
            self._count(node.args[1:3], "{{number}} {}")
        elif name == "told_counted":
            self._count(node.args, "{}")
        elif name == "Shortcut":
            self._visit(node.args[2:])  # before it the act, and the key by Qt's name
        elif name not in _TO_PROGRAMS:
            if name in ERRORS | WIDGETS and node.args:
                self._take_all(node.args[0])
            self.visit(node.func)
            self._visit(node.args)
            self._visit([each.value for each in node.keywords])
        else:
            self._visit_of_programs([node.func, *node.args, *node.keywords])

    def _visit(self, nodes: "list[ast.expr] | list[ast.keyword]") -> None:
        for each in nodes:
            self.visit(each)

    def _visit_of_programs(self, nodes: Sequence[ast.AST]) -> None:
        """Visit what only programs read, where the catalogue may be asked all the same."""
        before, self._is_of_programs = self._is_of_programs, True
        for each in nodes:
            self.visit(each)
        self._is_of_programs = before

    def _ask(self, node: ast.Call, given: frozenset[str] | None) -> None:
        if _called(node.func) == "tr":
            if text := self._literal(node.args[0]):
                self.found.said.append((text, node.lineno))
        else:
            self._visit(node.args[:1])
            text = self._count(node.args[1:], "{}")
        if not text:
            return
        wanted = placeholders(text)
        if given is None and wanted:
            self.open.append((text, node.lineno))
        elif given is not None and given != wanted:
            names = ", ".join(sorted(given ^ wanted))
            self.found.wrong.append((f"“{text}” and what fills it in differ: {names}", node.lineno))

    def _count(self, nodes: list[ast.expr], form: str) -> str:
        """Take a text that counts, and return the one for many; nothing where it is handed on."""
        names = [each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)]
        if names == ["one", "many"]:
            return ""
        one, *rest = (form.format(self._literal(each)) for each in nodes)
        many = rest[0] if rest else one
        self.found.counted.append((one, many, nodes[0].lineno))
        if not placeholders(one) <= placeholders(many) <= placeholders(one) | {"number"}:
            self.found.wrong.append((f"“{one}” and “{many}” differ in more", nodes[0].lineno))
        return many

    def _literal(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        self.found.wrong.append((f"{ast.unparse(node)} is no literal", node.lineno))
        return ""

    def _take(self, node: ast.expr, text: str) -> None:
        if not self._is_of_programs and _WORDS.search(text) and not _CODE.search(text):
            self.found.bypassing.append((text, node.lineno))

    def _take_all(self, node: ast.expr) -> None:
        """Take what is certainly shown, however little it looks like words."""
        if isinstance(node, ast.Constant | ast.JoinedStr):
            text = _literal(node)
            if self._is_of_programs:
                return
            if _LETTERS.search(text) and not (_WORDS.search(text) and not _CODE.search(text)):
                self.found.bypassing.append((text, node.lineno))


def _literal(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "{}".join(
        "".join(str(each.value) for each in run if isinstance(each, ast.Constant))
        for run in _runs(node.values)
    )


def _runs(values: list[ast.expr]) -> Iterator[list[ast.expr]]:
    run: list[ast.expr] = []
    for each in values:
        if isinstance(each, ast.FormattedValue):
            yield run
            run = []
        else:
            run.append(each)
    yield run


def _is_of_one(test: ast.expr) -> bool:
    """Return whether a condition asks no more than if there is one of something."""
    return isinstance(test, ast.Compare) and any(
        isinstance(of, ast.Constant) and of.value == 1 for of in (test.left, *test.comparators)
    )


def _is_count(node: ast.expr) -> bool:
    """Return whether an expression certainly is the number of something."""
    return isinstance(node, ast.Call) and _called(node.func) in ("len", "sum", "whole_words")


def _words(node: ast.expr) -> str:
    """Return the first words in an expression; nothing if there are none."""
    found = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return next((each for each in found if isinstance(each, str) and _LETTERS.search(each)), "")


def _called(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
