"""Carry over and confirm, as both the walk and the sources ask for them."""

from inspector_app.domain.ids import InspectionId
from inspector_app.services.inspections import InspectionSummary
from inspector_app.ui.carry_viewing import offer_views
from inspector_app.ui.dialogs.carry_over import CarryOver
from inspector_app.ui.models.offers_table import OfferView
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import counted, tr


def ask_carry_over(page: Page, inspection: OpenInspection, line: str = "") -> None:
    """Ask what comes over from another inspection, on one line or at all, and record it."""
    if inspection.refuses():
        return
    service, here = inspection.services.carrying, inspection.standing.id

    def offers(other: InspectionId) -> tuple[OfferView, ...]:
        there, found = service.offers(here, other)
        return offer_views(there, found, line)

    def carry_over(other: str, wanted: tuple[str, ...]) -> None:
        said = tr("{things} carried over").format(things=counted(len(wanted), "thing", "things"))
        inspection.record(
            page, lambda: service.carry_over(here, InspectionId(other), wanted).act, said
        )

    def shown(others: tuple[InspectionSummary, ...]) -> None:
        if not others:
            page.noticed.emit(tr("There is no other inspection on this laptop."))
            return
        asking = CarryOver(page, inspection.jobs, others, offers, line)
        asking.chosen.connect(carry_over)
        asking.open()

    inspection.jobs.run(page, lambda: service.others(here), shown)


def confirm(page: Page, inspection: OpenInspection, about: str) -> None:
    """Record that what was carried over holds here as well."""
    service, here = inspection.services.carrying, inspection.standing.id
    inspection.record(page, lambda: service.confirm(here, [about]), tr("Confirmed here"))
