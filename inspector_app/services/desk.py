"""What lies unfinished on the desk: forms that are half filled in, kept in the vault."""

import json

from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.services.recording import Recording
from inspector_app.storage.unit_of_work import UnitOfWork


class DeskService:
    """Keeps texts by name, encrypted like everything else, so that locking loses nothing typed."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def keep(self, name: str, text: str) -> None:
        """Keep ``text`` in place of what was kept by this name; empty: forget it."""
        with self._recording.begin() as work:
            work.settings.set(f"desk/{name}", text or None)
            work.commit()

    def kept(self, name: str) -> str:
        """Return what was kept by this name, or an empty text."""
        with self._recording.read() as work:
            text: str = work.settings.get(f"desk/{name}", "")
            return text

    def keep_typed(self, inspection: InspectionId, line: LineId, text: str) -> None:
        """Keep what is typed on a line and cannot be recorded as it is; empty: forget it."""
        self.keep(f"{_typed(inspection)}{line}", text)

    def typed(self, inspection: InspectionId) -> dict[LineId, str]:
        """Return what was typed on the inspection's lines and could not be recorded."""
        with self._recording.read() as work:
            found = work.settings.under(f"desk/{_typed(inspection)}")
        return {LineId(line): text for line, text in found.items()}


def note_draft(inspection: InspectionId) -> str:
    """Return the setting that holds the note that is being written in an encounter."""
    return f"desk/encounter/{inspection}"


def timetable_draft(inspection: InspectionId) -> str:
    """Return the name by which what is typed into the timetable's form is kept."""
    return f"timetable/{inspection}"


def debrief_drafts(inspection: InspectionId) -> str:
    """Return the name by which what is typed into the form of the debriefs is kept."""
    return f"debrief/{inspection}"


def forget_note(work: UnitOfWork, inspection: InspectionId, source: str) -> None:
    """Forget the note, and the change of its entry, being typed in an encounter that is purged."""
    form = f"desk/{timetable_draft(inspection)}"
    for name, field in ((note_draft(inspection), "source"), (form, "entry")):
        kept = work.settings.get(name)
        if kept and json.loads(kept).get(field) == source:
            work.settings.set(name, None)


def forget_debriefs(work: UnitOfWork, inspection: InspectionId) -> None:
    """Forget what was typed of debriefs of which one is purged: words of it may stand there too."""
    work.settings.set(f"desk/{debrief_drafts(inspection)}", None)


def forget_typed(work: UnitOfWork, inspection: InspectionId, line: LineId) -> None:
    """Forget what was typed on a line that is purged."""
    work.settings.set(f"desk/{_typed(inspection)}{line}", None)


def _typed(inspection: InspectionId) -> str:
    return f"typed/{inspection}/"
