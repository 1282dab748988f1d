"""Asking why one of several versions is to stand, wherever they are shown."""

from PySide6.QtWidgets import QWidget

from inspector_app.domain.history.things import thing
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.settling import contested_at
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr


def ask_to_keep(asker: QWidget, inspection: OpenInspection, about: str, change: ChangeId) -> None:
    """Ask for one reason, and let a version stand that is shown; the others are set aside."""
    if inspection.refuses():
        return
    standing = inspection.standing
    seen = [side.change for side in contested_at(standing, about).sides]
    asking = AskReason(
        asker,
        tr("Keep this version of {thing}?").format(thing=thing(about, standing)),
        tr("The others are set aside; all of them stay in the history."),
        tr("Keep"),
    )
    service, id_ = inspection.services.settling, standing.id

    def given(reason: str) -> None:
        inspection.record(
            asker, lambda: service.keep(id_, about, change, reason, seen), tr("Version kept")
        )

    asking.given.connect(given)
    asking.open()
