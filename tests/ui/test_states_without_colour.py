"""Every state the window shows is told by a word and a shape of its own, so by no colour alone."""

from collections.abc import Iterable, Mapping
from itertools import combinations, product

import pytest
from PySide6.QtGui import QImage

from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Outcome
from inspector_app.domain.ids import EvidenceId, Sha256
from inspector_app.domain.readiness import State, state_words
from inspector_app.domain.searching import Kind, kind_words
from inspector_app.domain.values import Tick
from inspector_app.services.whereabouts import ItemPlace, Place
from inspector_app.ui import finding, icons, sync_viewing, theme, viewing
from inspector_app.ui.models import cells_table, checks_table
from inspector_app.ui.sync_viewing import SyncState, SyncStatus
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.values import ticks
from inspector_app.ui.widgets.verdict_view import shown_state

Told = tuple[str, str]
"""The word and the name of the icon."""
_SIDE = 32
_APART = 0.02
"""The least part of a drawing's pixels that differs from any other drawing's."""


def _whereabouts() -> dict[str, Told]:
    shown = {}
    for place, is_here in product(Place, (True, False)):
        if is_here or place is not Place.HERE_ONLY:
            item = ItemPlace(EvidenceId("e"), "JS/1", Sha256("0" * 64), place, is_here, 1)
            name = place.value if is_here else "elsewhere"
            shown[name] = (viewing.place_words(item), viewing.place_icon(item))
    return shown


def _sync_words(status: SyncStatus, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(SyncState, "status", status)
        return SyncState().button_words()


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Told]]:
    """What is told of each state, by what the states are of."""
    return {
        "a cell": {
            each: (cells_table._WORDS[each], cells_table._ICONS[each]) for each in cells_table.State
        },
        "a check": {each: (state_words(each), checks_table._ICONS[each]) for each in State},
        "a file": _whereabouts(),
        "a tick": {each: (ticks.tick_words(each), ticks._ICONS[each]) for each in Tick},
        "a verdict": {
            each: shown_state(each)[::-1] for each in ("genuine", "not genuine", "cannot tell")
        },
        "sync": {
            each: (_sync_words(each, monkeypatch), sync_viewing.ICONS[each]) for each in SyncStatus
        },
    }


def told_alike(states: Mapping[str, Told]) -> list[str]:
    """Return the pairs of states that share a word or a shape, and what has none."""
    alike = [f"{one}: untold" for one, told in states.items() if not all(told)]
    for (one, (word, shape)), (other, (its_word, its_shape)) in combinations(states.items(), 2):
        if word.casefold() == its_word.casefold():
            alike.append(f"{one}, {other}: {word}")
        if shape == its_shape:
            alike.append(f"{one}, {other}: {shape}")
    return alike


def test_every_state_has_a_word_and_a_shape_of_its_own(
    states: dict[str, dict[str, Told]],
) -> None:
    assert {of: told_alike(each) for of, each in states.items() if told_alike(each)} == {}
    assert sum(map(len, states.values())) == 22


def test_states_told_alike_are_found() -> None:
    same = {"met": ("Met", "check"), "not met": ("Not met", "check"), "unknown": ("met", "")}
    assert told_alike(same) == ["unknown: untold", "met, not met: check", "met, unknown: Met"]


@pytest.mark.parametrize(
    "words",
    [[outcome_words(each) for each in Outcome], [kind_words(each) for each in Kind]],
    ids=["outcomes", "what is found"],
)
def test_what_has_no_shape_of_its_own_has_its_own_word(words: list[str]) -> None:
    assert len(set(words)) == len(words)
    assert all(words)


def test_no_two_drawings_look_alike_in_grey(look: Look) -> None:
    names = [path.stem for path in (theme.resources() / "icons").glob("*.svg")]
    assert set(finding._ICONS.values()) <= set(names)
    assert drawn_alike(names) == []
    assert drawn_alike(["check", "check"]) == ["check and check"]


def drawn_alike(names: Iterable[str]) -> list[str]:
    """Return the icons that only their name tells apart, drawn in one shade."""
    drawn = [(name, _greys(name)) for name in names]
    return [
        f"{one} and {other}"
        for (one, grey), (other, its_grey) in combinations(drawn, 2)
        if sum(abs(a - b) > 64 for a, b in zip(grey, its_grey, strict=True))
        < _APART * _SIDE * _SIDE
    ]


def _greys(name: str) -> bytes:
    image = icons.pixmap(name, _SIDE, 1).toImage()
    return bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())
