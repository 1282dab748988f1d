"""Rows as sheets: what the forms for reckoning and sorting are written from."""

from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | Decimal
"""A text, or a number that is a value; never a formula, whatever the text begins with."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    title: str
    width: int
    """In characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table of rows."""

    name: str
    """At most 31 letters; with ``.csv`` it is a file's name too."""
    meaning: str
    """What a row of it is, in one sentence."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of one file, with what its first sheet says."""

    title: str
    """For the document's properties."""
    marking: str
    notice: str
    """What it is, of what, made when, in one line."""
    about: tuple[tuple[str, str], ...]
    """Facts of the first sheet, each with its label."""
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...]
    """What could not be shown as it was recorded, in sentences."""
    claim: str
    """What it is and is not, in a few words: ``Working copy, not the signed record``."""
    status: str
    """The same in a word or two, for the document's properties: ``Working copy``."""
