"""Confirm old answers under new questions, as the walk and the checklist's screen ask for it."""

from collections.abc import Sequence

from inspector_app.domain.ids import LineId
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr


def confirm_again(page: Page, inspection: OpenInspection, lines: Sequence[LineId]) -> None:
    """Record that the old answers on lines that ask again hold under the new questions."""
    service, here = inspection.services.upgrading, inspection.standing.id
    inspection.record(
        page, lambda: service.confirm(here, lines), tr("Confirmed under the new question")
    )
