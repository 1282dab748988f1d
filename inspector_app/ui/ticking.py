"""Ticking headlines for the debrief, on the board and in the walk alike."""

from PySide6.QtCore import QObject

from inspector_app.domain import debriefing
from inspector_app.domain.ids import SectionId
from inspector_app.domain.standing import Standing
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr


def tick_next(inspection: OpenInspection, owner: QObject, section: SectionId) -> None:
    """Record the next way of telling a section's headline: round by way of not at all."""
    services, standing = inspection.services.debriefs, inspection.standing
    stance = debriefing.following(debriefing.told(standing, section))
    seen = debriefing.tick_of(standing, section).heads
    words = debriefing.stance_words(stance).lower() if stance else ""
    said = tr("For the debrief: {stance}").format(stance=words) if words else tr("Not told")
    inspection.record(owner, lambda: services.tick(standing.id, section, stance, seen), said)


def tick_words(standing: Standing, section: SectionId) -> str:
    """Return as what a headline is told, and who ticked it: ``debrief: concern (JS)``."""
    field = debriefing.tick_of(standing, section)
    if field.in_conflict:
        return tr("debrief: ticked differently")
    held = field.first
    if held is None or held.value is None or held.value.stance is None:
        return ""
    return tr("debrief: {stance} ({initials})").format(
        stance=debriefing.stance_words(held.value.stance).lower(),
        initials=standing.initials(held.author),
    )


def with_tick(stamp: str, standing: Standing, section: SectionId) -> str:
    """Return what stands beside a headline: by whom and when, and whether it is told."""
    return " · ".join(filter(None, (stamp, tick_words(standing, section))))
