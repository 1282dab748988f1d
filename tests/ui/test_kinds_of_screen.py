"""A screen that a list of screens forgot would be missing without a word."""

from inspector_app.ui.everywhere import EVERYWHERE, SCREEN_OF
from inspector_app.ui.kinds_of_screen import ASIDE, FOUND, OF_INSPECTION, OF_VAULT
from inspector_app.ui.pages.help_page import all_keys
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.texts import screen_text

BY_OTHER_WAYS = {Screen.UNLOCK, Screen.NEW_INSPECTION}
"""The one is no place to go to; the other is a command of the search."""


def test_the_search_finds_every_screen_that_one_can_go_to() -> None:
    assert set(FOUND) == set(Screen) - BY_OTHER_WAYS


def test_every_screen_is_of_an_inspection_of_the_vault_or_of_neither() -> None:
    of_neither = {Screen.UNLOCK, Screen.SETTINGS, Screen.HELP}
    assert sorted((*OF_INSPECTION, *OF_VAULT, *of_neither)) == sorted(Screen)
    assert set(ASIDE) <= set(Screen) - {Screen.UNLOCK}


def test_the_help_lists_the_keys_of_every_screen() -> None:
    assert {each.screen for each in all_keys()} == {screen_text(screen) for screen in Screen}


def test_every_key_that_goes_to_a_screen_is_a_key_that_holds_everywhere() -> None:
    assert set(SCREEN_OF) <= {each.action for each in EVERYWHERE}
