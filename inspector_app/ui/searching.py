"""Searching from anywhere: the palette that finds things of the inspection, commands, screens."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.learned import learned_from, letters_in
from inspector_app.domain.searching import Filter
from inspector_app.domain.source_fields import letter_words
from inspector_app.services.search import Hit
from inspector_app.ui.dialogs.search_palette import Command, SearchPalette
from inspector_app.ui.everywhere import EVERYWHERE
from inspector_app.ui.finding import destination, found_view, marking_of
from inspector_app.ui.kinds_of_screen import FOUND
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import key_text
from inspector_app.ui.texts import screen_text, tr


class Searching(QObject):
    """Opens the palette over the window.

    Signals:
        going(Destination): what was chosen is there.
        asked_here(str): the action of a key of the screen.
        asked_everywhere(str): the action of a key that holds on every screen.
    """

    going = Signal(object)
    asked_here = Signal(str)
    asked_everywhere = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def open(self, inspection: OpenInspection, page: Page, text: str) -> None:
        """Offer what an inspection holds and what can be done on ``page``, ``text`` looked for."""
        search, id_ = inspection.services.search, inspection.standing.id

        def find(words: str, filters: tuple[Filter, ...], letter: str) -> tuple[Hit, ...]:
            learned = learned_from(inspection.standing, letter) if letter else None
            return search.find(id_, words, filters=filters, learned=learned)

        palette = SearchPalette(
            self._window,
            inspection.jobs,
            find,
            lambda hit: found_view(inspection.standing, hit),
            _commands(page),
            lambda hits: marking_of(inspection.standing, hits),
            tuple((each, letter_words(each)) for each in letters_in(inspection.standing)),
            text,
        )
        palette.hit_chosen.connect(self._on_hit_chosen)
        palette.command_chosen.connect(self._on_command_chosen)
        palette.open()

    def _on_hit_chosen(self, hit: Hit) -> None:
        self.going.emit(destination(hit))

    def _on_command_chosen(self, command: str) -> None:
        where, _, action = command.partition(" ")
        if where == "screen":
            self.going.emit(Destination(Screen(action)))
        elif where == "here":
            self.asked_here.emit(action)
        else:
            self.asked_everywhere.emit(action)


def _commands(page: Page) -> tuple[Command, ...]:
    screens = tuple(
        Command(f"screen {screen.value}", screen_text(screen), "", icon, tr("Screen"))
        for screen, icon in FOUND.items()
    )
    here = tuple(
        Command(f"here {each.action}", each.words, each.cap or key_text(each.keys))
        for each in page.keys.shortcuts
    )
    everywhere = tuple(
        Command(f"everywhere {each.action}", each.words, key_text(each.keys))
        for each in EVERYWHERE
        if each.action != "search"
    )
    return tuple({each.id: each for each in (*screens, *here, *everywhere)}.values())
