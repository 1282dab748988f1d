"""Every target by its name, each loaded when it is opened: decoders take seconds to load."""

from importlib import import_module
from typing import cast

from tests.fuzz.target import Opening

TARGETS = {
    "pack": "packs.yaml",
    "pack-copy": "packs.copies",
    "change": "journals.changes",
    "import": "journals.exports",
    "transfer": "transfers.outside",
    "transfer-inside": "transfers.inside",
    "workbook-accuracy": "workbooks.accuracy",
    "workbook-returns": "workbooks.returned",
    "pdf": "reports.signed",
    "pdf-structure": "reports.structures",
    "pdf-data": "reports.attached",
    "bundle": "reports.bundles",
    "evidence": "evidence.shown",
    "request": "requests.asked",
    "invitation": "invitations.typed",
}
BROKEN = "broken"
"""One that breaks, for the campaign's own tests."""


def opening(name: str) -> Opening:
    """Return what opens a target."""
    module, _, made = TARGETS.get(name, f"{BROKEN}.{BROKEN}").partition(".")
    return cast("Opening", getattr(import_module(f"tests.fuzz.targets.{module}"), made))
