"""An archived inspection in words, as its strip and its window tell them; no Qt."""

from inspector_app.domain import retaining
from inspector_app.domain.phases import Phase
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.ui.texts import tr


def strip_words(standing: Standing) -> str:
    """Return what the strip says; empty: the inspection is not archived."""
    if standing.phase is not Phase.ARCHIVED:
        return ""
    return " · ".join((tr("Archived: only read"), kept_words(standing), hold_words(standing)))


def archived_words(standing: Standing) -> str:
    """Return since when it is archived, and by whom."""
    held = standing.phase_entered.first
    if held is None or standing.phase is not Phase.ARCHIVED:
        return tr("Not archived")
    return tr("Archived since {when} ({who})").format(
        when=when_words(held.time_ms), who=standing.initials(held.author)
    )


def kept_words(standing: Standing) -> str:
    """Return until when it is kept."""
    kept = retaining.retention_of(standing)
    if kept is None or kept.value is None:
        return tr("kept until: not recorded")
    return tr("kept until {day} ({rule})").format(
        day=retaining.day_words(kept.value.until), rule=kept.value.rule
    )


def hold_words(standing: Standing) -> str:
    """Return whether it is under legal hold, and why."""
    on = retaining.hold_of(standing)
    if on is None or on.value is None:
        return tr("no legal hold")
    return tr("under legal hold: {reason}").format(reason=on.value.reason)
