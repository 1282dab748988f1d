"""A page as a service draws it; its maker lies below what a screen may know."""

from typing import Protocol


class Picture(Protocol):
    """One page or picture, drawn at the size asked for."""

    @property
    def png(self) -> bytes:
        """The picture."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""


class Pixels(Protocol):
    """Some pixel rows of a page, drawn at the size asked for."""

    @property
    def pixels(self) -> bytes:
        """Three bytes each (red, green, blue), rows unpadded."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Rows."""
