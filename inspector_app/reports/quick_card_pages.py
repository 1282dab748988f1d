"""The two sides of a quick card, as things to be set: what to do, then the keys."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, PageBreak, Spacer

from inspector_app.reports import styles
from inspector_app.reports.flowables import Rule, grid
from inspector_app.reports.paper import Paper
from inspector_app.reports.quick_card import Card, Part, Run, ScreenKeys, Text
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

UNMARKED = tr("No marking: nothing of any inspection is on this card")
_COLUMN = (styles.WIDTH - styles.GUTTER) / 2
_CAP = 88
"""Room for the longest key, of :data:`_COLUMN`."""
_HEAD_ROWS = 3
"""A screen's name and the heads of its table take as much room as so many rows."""
_BARE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]
_ROWS = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 0.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, styles.RULE),
]


def paper_of(card: Card, version: str) -> Paper:
    """Return what stands on both sides of a card made by the app's ``version``."""
    title = tr("{card} of SPR Inspector {version}").format(card=card.title, version=version)
    return Paper(title=title, marking=UNMARKED, foot=title)


def story(card: Card, setter: Typesetter) -> list[Any]:
    """Return everything that is set, to be built once."""
    look = setter.styles
    setter.place = card.title
    found: list[Any] = [setter.prose(card.title, look.chapter, tag="H1")]
    found += [_text(each, setter) for each in card.opening]
    for part in card.parts:
        found += _part(part, setter)
    return found


def _part(part: Part, setter: Typesetter) -> list[Any]:
    setter.place = part.title
    # The keys have a side of their own, to be looked at while the other hand types.
    found: list[Any] = [PageBreak()] if part.screens else [CondPageBreak(80), Rule(before=5)]
    found.append(setter.prose(part.title, setter.styles.section, tag="H2"))
    in_list = False
    for text in part.texts:
        if bool(text.bullet) != in_list:
            in_list = not in_list
            found.append(Spacer(1, 2))
        found.append(_text(text, setter))
    if part.screens:
        found.append(_in_two_columns(part.screens, setter))
    return found


def _text(text: Text, setter: Typesetter) -> Any:
    look = setter.styles.step if text.bullet else setter.styles.body
    return setter.prose("", look, bullet=text.bullet, lead=_markup(text.runs, setter))


def _markup(runs: tuple[Run, ...], setter: Typesetter) -> str:
    return "".join(
        setter.strong(run.text) if run.is_strong else setter.markup(run.text) for run in runs
    )


def _in_two_columns(screens: tuple[ScreenKeys, ...], setter: Typesetter) -> Any:
    at = _half(screens)
    # Two calls, one after the other: the order in which things are made is that of reading.
    left = _column(screens[:at], setter)
    right = _column(screens[at:], setter)
    widths = [_COLUMN, styles.GUTTER, _COLUMN]
    return grid([[left, "", right]], widths, _BARE, setter.styles.faces.text)


def _half(screens: Sequence[ScreenKeys]) -> int:
    """Return how many of the screens make the first column, so that the longer one is shortest."""
    rows = [len(each.keys) + _HEAD_ROWS for each in screens]
    return min(range(len(rows) + 1), key=lambda at: max(sum(rows[:at]), sum(rows[at:])))


def _column(screens: Sequence[ScreenKeys], setter: Typesetter) -> list[Any]:
    look = setter.styles
    found: list[Any] = []
    for each in screens:
        found.append(setter.prose(each.screen, look.subheading, tag="H3"))
        with setter.tree.inside("Table"):
            cells = [setter.heads((tr("Key"), tr("Does")), look.cell_head)]
            cells += [_row(*row, setter) for row in each.keys]
        widths = [_CAP, _COLUMN - _CAP]
        found.append(grid(cells, widths, _ROWS, look.faces.text, heads=1))
    return found


def _row(cap: str, words: str, setter: Typesetter) -> list[Any]:
    look = setter.styles
    found = []
    with setter.tree.inside("TR"):
        for text, style in ((cap, look.cell_cap), (words, look.cell)):
            with setter.tree.inside("TD"):
                found.append(setter.prose(text, style, tag=""))
    return found
