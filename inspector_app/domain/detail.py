"""How much of each section a paper prints."""

from enum import StrEnum

from inspector_app.texts import tr


class DetailLevel(StrEnum):
    """How much of each section is printed."""

    HEADLINES = "headlines"
    """The board, and each section's headline."""
    ANSWERS = "answers"
    """With the lines that are established."""
    ACCOUNTS = "accounts"
    """With every line, what single sources said, and the schedule of sources."""
    FULL = "full"
    """With evidence and quantities."""

    def has(self, other: "DetailLevel") -> bool:
        """Return whether it prints at least as much as another."""
        order = tuple(DetailLevel)
        return order.index(self) >= order.index(other)


_LEVELS = {
    DetailLevel.HEADLINES: tr("Board and headlines only"),
    DetailLevel.ANSWERS: tr("Headlines and established answers"),
    DetailLevel.ACCOUNTS: tr("All lines, with accounts and sources"),
    DetailLevel.FULL: tr("Everything"),
}


def detail_words(level: DetailLevel) -> str:
    """Return how much of each section is printed."""
    return _LEVELS[level]
