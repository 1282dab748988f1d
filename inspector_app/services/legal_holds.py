"""The legal hold that any laptop has placed on an inspection."""

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.retaining import require_not_held
from inspector_app.domain.retention import Hold
from inspector_app.storage.unit_of_work import UnitOfWork


def require_no_hold(work: UnitOfWork, inspection: InspectionId) -> None:
    """Let a purge go on, unless any laptop's hold is on."""
    require_not_held(hold_on(work, inspection))


def hold_on(work: UnitOfWork, inspection: InspectionId) -> Hold | None:
    """Return the hold that is on; None: nobody has placed one, or it was lifted."""
    versions = field_of(work.journal.state(inspection, subject(Subject.HOLD)), Hold).versions
    on = (held.value for held in versions if held.value is not None and held.value.is_on)
    return next(on, None)
