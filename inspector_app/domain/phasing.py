"""Going from one phase of the work to another, and what an archived inspection refuses."""

from collections.abc import Iterable

from inspector_app.domain.changes.bodies import Body, BodyPurged, NameErased, PhaseEntered, Subject
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.phases import Phase
from inspector_app.texts import tr

ARCHIVED = tr(
    "This inspection is archived: it is only read, searched and exported. Nothing was recorded; "
    "bring it back first, with a reason."
)
BROUGHT_BACK = tr("An archived inspection is brought back with a reason: give one.")
_STILL_RECORDED = frozenset(
    {
        Subject.PHASE,
        Subject.SUMMARY,
        Subject.INTERIM,
        Subject.SUMMARY_FILE,
        Subject.DEVICE,
        Subject.RETENTION,
        Subject.HOLD,
        Subject.STICK,
        Subject.COPY,
        Subject.CLOCK,
        Subject.DESTRUCTION,
    }
)
"""Bringing it back; that a copy left the app; that another laptop's work was taken in; how
long it is kept, and its end."""


def entered(current: Phase, wanted: Phase, reason: str = "", *, is_settling: bool = False) -> Body:
    """Return the change that the inspection enters a phase.

    Args:
        current: where the work stands.
        wanted: any other phase; several may be passed over.
        reason: needed to go back, and to settle.
        is_settling: whether laptops have recorded differing phases, one of which is wanted.

    Raises:
        RuleViolation: it is in that phase already, or goes back without a reason.
    """
    said = reason.strip()
    if wanted is current and not is_settling:
        raise RuleViolation(
            tr("The inspection is in this phase already: {words}.").format(
                words=words(wanted).lower()
            )
        )
    if is_settling and not said:
        raise RuleViolation(
            tr(
                "Laptops have recorded differing phases, and nothing was changed: "
                "give the reason why this one holds."
            )
        )
    if current is Phase.ARCHIVED and not said:
        raise RuleViolation(BROUGHT_BACK)
    if current.has_reached(wanted) and not said:
        raise RuleViolation(
            tr(
                "Going back from {current} to {wanted} needs a reason. The phase "
                "was left as it was."
            ).format(current=words(current).lower(), wanted=words(wanted).lower())
        )
    return PhaseEntered(wanted, said)


def before_archive(gone_through: Iterable[Phase]) -> Phase:
    """Return the phase that an archive goes back to.

    Args: ``gone_through`` are the phases that were entered, oldest first.
    """
    before = [phase for phase in gone_through if phase is not Phase.ARCHIVED]
    return before[-1] if before else Phase.FIELDWORK


def needs_reason(current: Phase, wanted: Phase, *, is_settling: bool = False) -> bool:
    """Return whether a phase is entered with a reason only: going back, bringing back, settling."""
    return is_settling or current is Phase.ARCHIVED or current.has_reached(wanted)


def require_recordable(phase: Phase | None, about: Subject | str, body: Body) -> None:
    """Let a change pass, unless the inspection is archived and the change is not about that.

    Args:
        phase: as it was recorded; None: none was.
        about: what kind of subject the change has.
        body: a purge, of a name too, is let pass: what must be destroyed is destroyed in an
            archive too.

    Raises:
        RuleViolation: it is archived.
    """
    is_let_pass = about in _STILL_RECORDED or isinstance(body, BodyPurged | NameErased)
    if phase is not Phase.ARCHIVED or is_let_pass:
        return
    raise RuleViolation(ARCHIVED)


def words(phase: Phase) -> str:
    """Return a phase as it is read: ``Writing up``."""
    return phase.value.replace("-", " ").capitalize()


def following(phase: Phase) -> Phase | None:
    """Return the phase that comes next; None after the last."""
    order = tuple(Phase)
    at = order.index(phase) + 1
    return order[at] if at < len(order) else None
