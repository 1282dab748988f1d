"""Assigning, as both the board and the walk ask for it."""

from collections.abc import Sequence

from inspector_app.domain.ids import LineId, PersonId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.services.recording import Act
from inspector_app.ui import assigning_viewing as viewing
from inspector_app.ui.dialogs.ask_assignment import AskAssignment
from inspector_app.ui.dialogs.ask_member import AskMember
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import counted, tr


def ask_assignment(page: Page, inspection: OpenInspection, places: Sequence[str]) -> None:
    """Ask who looks at a section, a line or several lines, and record it."""
    if not places or inspection.refuses():
        return
    standing = inspection.standing
    fields = {place: standing.assignment(LineId(place)) for place in places}
    seen = {place: field.heads for place, field in fields.items()}
    service, id_ = inspection.services.assignments, standing.id
    asking = AskAssignment(
        page,
        viewing.title_for(standing, places),
        viewing.words_for(standing, places),
        viewing.team_views(standing),
        viewing.chosen_for(standing, places),
        may_take_back=any(held.value for field in fields.values() for held in field.versions),
        needs_reason=viewing.is_disputed(standing, places),
    )

    def given(people: tuple[str, ...], reason: str) -> None:
        named = [PersonId(each) for each in people]

        def verb() -> Act:
            if named:
                return service.assign(id_, places, named, reason, seen)
            return service.unassign(id_, places, reason, seen)

        what = places[0] if len(places) == 1 else counted(len(places), "line", "lines")
        if named:
            initials = ", ".join(map(standing.initials, named))
            said = tr("{what} assigned to {initials}").format(what=what, initials=initials)
        else:
            said = tr("Assignment of {what} taken back").format(what=what)
        inspection.record(page, verb, said)

    def another() -> None:
        _ask_member(page, inspection, places)

    asking.given.connect(given)
    asking.another_asked.connect(another)
    asking.open()


def _ask_member(page: Page, inspection: OpenInspection, places: Sequence[str]) -> None:
    """Ask who else is of the team, record it, and go on with what is assigned."""
    service, id_ = inspection.services.inspections, inspection.standing.id
    taken = [member.initials for _, member in inspection.standing.members() if member.present]
    asking = AskMember(page, taken)

    def given(initials: str, name: str, role: str) -> None:
        member = Member(TeamRole(role), initials)
        inspection.record(
            page,
            lambda: service.name_member(id_, None, name, member),
            tr("{initials} is of the team").format(initials=initials),
            lambda _act: ask_assignment(page, inspection, places),
        )

    asking.given.connect(given)
    asking.open()


def switch_mine(page: Page, inspection: OpenInspection) -> None:
    """Show only what is mine, or everything again; says so where nothing is mine."""
    mine = inspection.mine
    is_on = not mine.is_on
    if is_on and not mine.of(inspection.standing):
        initials = inspection.standing.initials(mine.me)
        page.noticed.emit(tr("Nothing is assigned to {who}: B assigns.").format(who=initials))
        return
    mine.set(is_on)
    page.noticed.emit(tr("Only mine is shown.") if is_on else tr("Everything is shown."))
