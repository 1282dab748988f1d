"""A workbook that came back, told cell by cell: what it would record, and what is wrong in it."""

from collections.abc import Iterable
from typing import Any

from inspector_app.domain import forms
from inspector_app.domain.wording import first_words
from inspector_app.domain.workbooks import CellChange, Fault
from inspector_app.texts import tr

_SHOWN_CHARACTERS = 160


def cell_words(cells: Iterable[CellChange], faults: Iterable[Fault]) -> list[str]:
    """Return a line for each cell that would be recorded, then one for each that is wrong."""
    words = [f"  {_cell(each)}" for each in cells]
    return [*words, *(tr("  wrong: {sentence}").format(sentence=each.sentence) for each in faults)]


def preview_form(cells: Iterable[CellChange], faults: Iterable[Fault]) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "cells": [{**forms.as_json(each), "conflict": each.is_conflict} for each in cells],
        "faults": [forms.as_json(each) for each in faults],
    }


def _cell(cell: CellChange) -> str:
    after = first_words(cell.after, _SHOWN_CHARACTERS) or "nothing"
    before = f" (before: {first_words(cell.before, _SHOWN_CHARACTERS)})" if cell.before else ""
    words = f"{cell.where}  {cell.about}: {cell.what}: {after}{before}"
    if cell.is_conflict:
        here = first_words(cell.here, _SHOWN_CHARACTERS)
        words += tr(" – conflict: recorded here meanwhile: {here}; both would be kept").format(
            here=here
        )
    return words
