"""Where a paper is suggested to go: among the user's documents."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.ui.summary_naming import file_name


def among_documents(name: str) -> Path:
    """Return where a file of that name might go."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(folder or Path.home()) / name


def suggested(standing: Standing, form: str, marking: Marking | None = None) -> Path:
    """Return where a paper of a form might go: named like a signed one, by its marking first.

    Args:
        standing: of the inspection.
        form: the kind of summary, or what the paper is called.
        marking: of the paper; None: the highest that the inspection holds.
    """
    details = standing.details
    marked = marking or standing.highest_marking()
    return among_documents(file_name(marked, details.force.name, form, details.fieldwork))
