"""Making a note an account on a line, as capture and sorting ask for it."""

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr


def link(page: Page, inspection: OpenInspection, source: SourceId, note: str, line: LineId) -> None:
    """Record a note of an encounter as an account on a line."""
    service, id_ = inspection.services.encounters, inspection.standing.id
    inspection.record(
        page,
        lambda: service.link(id_, source, note, line),
        tr("Account added to {lines}").format(lines=line),
    )
