"""What happens at base is told in words, whoever notes it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from inspector_app import server
from inspector_app.server.going_back import WENT_BACK
from inspector_app.server.web.done import WORDS
from inspector_app.server.web.told import DONE

HOUSE = Path(server.__file__).parent


def noted() -> Iterator[str]:
    """Every kind of event that is written out where it is noted."""
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 4:
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)
            what = node.args[3]
            if name == "note" and isinstance(what, ast.Constant):
                yield str(what.value)


def test_every_kind_of_event_has_its_words() -> None:
    kinds = {*noted(), WENT_BACK}
    assert {"device-revoked", "held-released", "backup-made"} <= kinds
    assert kinds - set(DONE) == set()


def test_every_page_that_says_what_was_done_knows_the_words() -> None:
    said = {
        node.value
        for path in (HOUSE / "web" / "pages").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(WORDS) <= said, "no words for what no page does"
