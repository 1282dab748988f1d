"""A file that the app is opened with goes where one would have brought it oneself."""

from collections.abc import Callable
from pathlib import Path

from inspector_app.sync.transfer import SUFFIX
from inspector_app.ui.pages.inspections_page import InspectionsPage
from inspector_app.ui.pages.page import Page, Screen
from inspector_app.ui.pages.together_page import TogetherPage


def bring(path: Path, shown: Callable[[Screen], Page]) -> None:
    """Offer a transfer file’s folder, take an exported inspection in, verify a summary.

    Args:
        path: the file.
        shown: goes to a screen, and returns it.
    """
    if path.suffix == SUFFIX:
        together = shown(Screen.TOGETHER)
        assert isinstance(together, TogetherPage)  # noqa: S101 - it was just shown
        together.offer(path.parent)
        return
    inspections = shown(Screen.INSPECTIONS)
    assert isinstance(inspections, InspectionsPage)  # noqa: S101 - it was just shown
    if path.suffix == ".json":
        inspections.take_in(path)
    else:
        inspections.verify(path)
