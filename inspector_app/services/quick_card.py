"""The quick card: one sheet for an inspector in a hurry, which needs no vault."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from inspector_app.domain.errors import NotFound
from inspector_app.media.media import Media
from inspector_app.services.paper_pages import PaperPages
from inspector_app.services.papers import Printed, written_paper
from inspector_app.texts import tr
from inspector_app.version import VERSION

TOPIC = "quick-card"
"""The help topic that it is printed from."""


class QuickCardService:
    """Writes the card, and shows what was written; close it when nothing is shown any more."""

    def __init__(self, resources: Path, now: Callable[[], datetime]) -> None:
        self._resources = resources
        self._now = now
        self._media = Media()
        self.paper_pages = PaperPages(self._media)
        """Draws the pages of a card that was written."""

    def close(self) -> None:
        """End what drew the pages."""
        self._media.close()

    def write(self, target: Path) -> Printed:
        """Write the card as a tagged PDF; an old file of that name is replaced in one step.

        Raises:
            BadInput: its text came to harm.
            DeviceFull: the disk is full or may not be written; no half file is left.
            NotFound: its text or a font is missing from the installation.
        """
        from inspector_app.reports import quick_card_pages
        from inspector_app.reports.quick_card import card_of

        card = card_of(self._text())
        return written_paper(
            quick_card_pages.paper_of(card, VERSION),
            lambda setter: quick_card_pages.story(card, setter),
            self._resources / "fonts",
            target,
            int(self._now().timestamp() * 1000),
        )

    def _text(self) -> str:
        try:
            return (self._resources / "help" / f"{TOPIC}.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotFound(
                tr(
                    "The quick card is missing from the installation, so nothing was written. "
                    "Install the app again; what is recorded is unharmed."
                )
            ) from error
