"""Whether a change that came from elsewhere is what its device signed, in its one proper form."""

from collections.abc import Collection

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    InspectionDescribed,
    InspectionDestroyed,
    PackPinned,
    Subject,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import is_canonical, signature_holds
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.texts import tr


def what_is_wrong(change: Change, inspection: InspectionId, packs: Collection[Sha256]) -> str:
    """Return why a change cannot be taken in, as the rest of a sentence; empty: it can.

    Args:
        change: as it came.
        inspection: which it has to be of.
        packs: the checklists, version by version, that are here for it or came with it.
    """
    body = change.body
    if change.header.inspection != inspection:
        return tr("belongs to another inspection")
    if change.header.pack not in packs:
        return tr("was recorded under another checklist")
    if not signature_holds(change):
        return tr("is not signed by the laptop it names")
    if not _is_proper(change):
        return tr("is not in its one proper form")
    if isinstance(body, InspectionDestroyed):
        return tr("destroys the inspection, which is decided on each laptop for itself")
    if isinstance(body, InspectionDescribed) and body.details.pack.sha256 not in packs:
        return tr("puts the inspection under another checklist")
    if isinstance(body, PackPinned) and body.pin.sha256 != change.header.pack:
        return tr("puts the inspection under another checklist than it is recorded under")
    if subject_kind(change.header.subject) == Subject.PACK and isinstance(body, BodyPurged):
        return tr("would destroy under which checklist the inspection is")
    is_about_all = subject_kind(change.header.subject) == Subject.INSPECTION.value
    if is_about_all and not isinstance(body, InspectionDescribed):
        return tr("would take the inspection’s particulars away")
    return ""


def packs_named(change: Change) -> frozenset[Sha256]:
    """Return the checklists that a change needs beside it: its own, and the one it tells of."""
    body = change.body
    told = {body.details.pack.sha256} if isinstance(body, InspectionDescribed) else set()
    return frozenset(told | {change.header.pack})


def _is_proper(change: Change) -> bool:
    try:
        return is_canonical(change)
    except (BadInput, RecursionError):  # a number too large, half a character: nothing we write
        return False
