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
