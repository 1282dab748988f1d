"""Putting a name into a register from the field in which it is typed."""

from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.registers import register_words
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr


def extend(page: Page, inspection: OpenInspection, register: str, name: str) -> None:
    """Add a name to a register of the inspection; ``page`` tells when that is refused."""
    service, id_ = inspection.services.sources, inspection.standing.id
    entry = RegisterEntry("", register, name)

    def refused(error: InspectorError) -> None:
        page.told.emit(str(error))

    inspection.record(
        page,
        lambda: service.add_entry(id_, entry)[1],
        tr("{name} added to the register of {register}").format(
            name=name, register=register_words(register)
        ),
        refused=refused,
    )
