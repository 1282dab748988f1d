"""What the sources say to people, and whether the catalogue is asked for it.

Whether a literal is read by people or by programs cannot be known for certain. It counts as words
if it looks like some (two words beside each other, or one with a capital letter), or if an error, a
widget or a window is given it; it does not if it stands where only programs read: a comparison, a
key, an annotation, the members of an enumeration, a pattern.
"""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Found:
    said: list[tuple[str, int]] = field(default_factory=list)
    bypassing: list[tuple[str, int]] = field(default_factory=list)
    wrong: list[tuple[str, int]] = field(default_factory=list)


def sources(*rooms: str) -> Iterator[Path]:
    """Yield the source files of rooms of the package, in order; none named: all."""
    for room in rooms or ("",):
        place = PACKAGE / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def texts_said(*rooms: str) -> Iterator[Said]:
    """Yield every text that these rooms ask the catalogue for, as often as they do."""
    for path in sources(*rooms):
        for text, line in read(path.read_text(encoding="utf-8")).said:
            yield Said(text, path.relative_to(PACKAGE).as_posix(), line)


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
            if not isinstance(each, ast.Constant | ast.Tuple | ast.Set):
                self.visit(each)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant | ast.Tuple):
            self.visit(node.slice)

    def visit_Dict(self, node: ast.Dict) -> None:
        for each in node.values:
            self.visit(each)

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
            if isinstance(of, ast.Call) and _called(of.func) == "tr":
                self._ask(of, given)
                self._visit(node.keywords)
                return
        if name == "tr":
            self._ask(node, None)
        elif name.removeprefix("_") == "counted":
            self._visit(node.args[:1])
            for each in node.args[1:3]:
                self._pass_on(each)
        elif name == "Shortcut":
            self._visit(node.args[2:])  # before it the act, and the key by Qt's name
        elif name not in _TO_PROGRAMS:
            if name in ERRORS | WIDGETS and node.args:
                self._take_all(node.args[0])
            self.visit(node.func)
            self._visit(node.args)
            self._visit([each.value for each in node.keywords])

    def _visit(self, nodes: "list[ast.expr] | list[ast.keyword]") -> None:
        for each in nodes:
            self.visit(each)

    def _ask(self, node: ast.Call, given: frozenset[str] | None) -> None:
        self._ask_for(node.args[0])
        text = getattr(node.args[0], "value", None)
        if not isinstance(text, str):
            return
        wanted = placeholders(text)
        if given is None and wanted:
            self.open.append((text, node.lineno))
        elif given is not None and given != wanted:
            names = ", ".join(sorted(given ^ wanted))
            self.found.wrong.append((f"“{text}” and what fills it in differ: {names}", node.lineno))

    def _pass_on(self, node: ast.expr) -> None:
        """Take the nouns of what is counted, which are looked up there, here or by the caller."""
        if isinstance(node, ast.Call):
            self.visit(node)
        elif not isinstance(node, ast.Name | ast.Starred):
            self._ask_for(node)

    def _ask_for(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.found.said.append((node.value, node.lineno))
        elif ast.unparse(node) not in ("one", "many"):  # what ``counted`` itself was given
            self.found.wrong.append((f"{ast.unparse(node)} is no literal", node.lineno))

    def _take(self, node: ast.expr, text: str) -> None:
        if _WORDS.search(text) and not _CODE.search(text):
            self.found.bypassing.append((text, node.lineno))

    def _take_all(self, node: ast.expr) -> None:
        """Take what is certainly shown, however little it looks like words."""
        if isinstance(node, ast.Constant | ast.JoinedStr):
            text = _literal(node)
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


def _called(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
