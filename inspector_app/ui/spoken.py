"""What stands in several places, said in one breath."""

from collections.abc import Iterable


def in_one_breath(parts: Iterable[str]) -> str:
    """Return the parts that say anything as sentences: for a reader that hears one cell only."""
    said = (part.strip() for part in parts)
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in said if part)
