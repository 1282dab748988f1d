"""Texts made fit for documents and sheets: what none of them could show is visibly replaced.

Unlike the fonts of the PDF, those of a word processor or browser know every script; only what XML
forbids, and what would turn other words around, is replaced.
"""

import re
from collections import Counter

from inspector_app.domain.wording import counted
from inspector_app.texts import tr

STAND_IN = "\ufffd"
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, direction overrides, lone surrogates, and code points that are no characters.

Source: XML 1.0, 2.2 (Char); Unicode Standard Annex 9, 2.1 and 2.2 (explicit directional formatting,
which can make a text read as another one).
"""


class Legible:
    """Makes texts fit, and remembers what could not be shown and where."""

    def __init__(self) -> None:
        self.place = tr("Cover")
        """Where the texts that come now stand."""
        self._replaced: Counter[str] = Counter()

    def text(self, written: str) -> str:
        """Return ``written``; line ends become line feeds, what cannot be shown is replaced."""
        if written.isprintable():
            return written
        fit, replaced = _UNFIT.subn(STAND_IN, _LINE_ENDS.sub("\n", written))
        if replaced:
            self._replaced[self.place] += replaced
        return fit

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was replaced, in sentences, by place."""
        return tuple(
            tr("{place}: {characters} cannot be shown; {stand_in} stands there.").format(
                place=place,
                characters=counted(number, "character", "characters"),
                stand_in=STAND_IN,
            )
            for place, number in self._replaced.items()
        )
