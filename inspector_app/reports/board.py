"""The board on paper: threats by requirements, to be read at a glance, in grey as well."""

from typing import Any

from inspector_app.domain.standing import Progress
from inspector_app.domain.wording import counted, progress_words
from inspector_app.reports import styles
from inspector_app.reports.facts import BoardFacts, BoardRow, TileFacts
from inspector_app.reports.flowables import Bar, Grid, Prose, grid
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

_THREAT_COLUMN = 84.0
_LEAST_TILE_WIDTH = 60.0
_LEAST_TILE_HEIGHT = 92.0
_WORDS = {
    "none": tr("No headline"),
    "left-out": tr("Headline left out of this export"),
}


def board(facts: BoardFacts, setter: Typesetter) -> Grid:
    """Return the board as a table: one row for each threat, one column for each requirement."""
    look = setter.styles
    columns = max(len(facts.requirements), 1)
    width = max((styles.WIDTH - _THREAT_COLUMN) / columns, _LEAST_TILE_WIDTH)
    with setter.tree.inside("Table"):
        rows: list[list[Any]] = [setter.heads((tr("Threat"), *facts.requirements), look.cell_head)]
        rows += [_row(row, setter) for row in facts.rows]
    least = [0.0, *[_LEAST_TILE_HEIGHT] * len(facts.rows)]
    widths = [_THREAT_COLUMN, *[width] * columns]
    face = look.faces.text
    return grid(rows, widths, _commands(facts), face, heads=1, least_heights=least)


def _row(row: BoardRow, setter: Typesetter) -> list[list[Prose | Bar]]:
    look = setter.styles
    total = Progress(row.established, row.total)
    words = progress_words(total) if row.total else tr("Not in scope")
    with setter.tree.inside("TR"):
        with setter.tree.inside("TH", scope="Row"):
            name: list[Prose | Bar] = [
                setter.prose(row.threat, look.card_title),
                setter.prose(words, look.cell_dim),
            ]
        return [name, *(_tile(tile, setter) for tile in row.tiles)]


def _tile(tile: TileFacts, setter: Typesetter) -> list[Prose | Bar]:
    with setter.tree.inside("TD"):
        return _tile_words(tile, setter)


def _tile_words(tile: TileFacts, setter: Typesetter) -> list[Prose | Bar]:
    look = setter.styles
    if tile.headline_state == "not-chosen":
        return [setter.prose(tr("Not chosen for this paper"), look.cell_dim)]
    if not tile.section:
        return [setter.prose(tr("No such section in this checklist"), look.cell_dim)]
    if not tile.in_scope:
        return [setter.prose(tr("Not in scope for this inspection"), look.cell_dim)]
    is_whole = tile.established == tile.total
    found: list[Prose | Bar] = [
        setter.prose(
            progress_words(Progress(tile.established, tile.total)),
            look.tile_count if is_whole else look.tile_open,
        ),
        Bar(tile.established, tile.total),
    ]
    if tile.headline:
        found.append(setter.prose(tile.headline, look.tile_headline))
    else:
        found.append(setter.prose(_WORDS.get(tile.headline_state, ""), look.tile_none))
    if tile.versions:
        words = counted(
            tile.versions, "entry in differing versions", "entries in differing versions"
        )
        found.append(setter.prose(words, look.tile_note))
    return found


def _commands(facts: BoardFacts) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 1), (-1, -1), 7),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 8),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 4),
        ("INNERGRID", (1, 1), (-1, -1), 0.5, styles.RULE),
        ("BOX", (1, 1), (-1, -1), 0.75, styles.STRONG_RULE),
        ("LINEBELOW", (0, 1), (0, -2), 0.5, styles.RULE),
    ]
    for y, row in enumerate(facts.rows, 1):
        for x, tile in enumerate(row.tiles, 1):
            if not tile.in_scope:
                found.append(("BACKGROUND", (x, y), (x, y), styles.SOFT))
    return found
