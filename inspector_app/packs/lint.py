"""Every fault of a pack at once, for whoever writes one."""

from pathlib import Path

from inspector_app.domain.ids import Sha256
from inspector_app.packs.content import built
from inspector_app.packs.files import loaded
from inspector_app.packs.finding import Finding, Notes


def findings(folder: Path) -> tuple[Finding, ...]:
    """Return all faults of the pack in ``folder`` by file and line; none means it can be used.

    Never fails: what cannot be read is itself a finding.
    """
    notes = Notes()
    if texts := loaded(folder, notes):
        built(texts, Sha256(""), notes)
    return notes.findings()
