"""Correction sessions in the window: the strip that tells of one, and the key that turns it."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from inspector_app.domain import correcting
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.ui.dialogs.ask_correction import AskCorrection
from inspector_app.ui.jobs import Failure
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.correction_strip import CorrectionStrip


class Correcting(QObject):
    """Keeps the strip in step with the inspection on the screen; begins and ends its session."""

    def __init__(self, strip: CorrectionStrip, window: QWidget) -> None:
        super().__init__(window)
        self._strip = strip
        self._window = window
        self._inspection: OpenInspection | None = None
        strip.asked.connect(self.turn)
        strip.put_off.connect(self._on_strip_put_off)

    def show(self, inspection: OpenInspection | None) -> None:
        """Tell the session that goes on in an inspection, or offer one where it is due."""
        self._inspection = inspection
        if inspection is None or inspection.moment:
            self._strip.clear()
        elif words := session_words(inspection.standing, inspection):
            self._strip.show_session(words)
        elif inspection.has_loose:
            self._strip.show_offer()
        else:
            self._strip.clear()

    @Slot()
    def turn(self) -> None:
        """End the session that goes on; else ask what one is for, and begin it."""
        inspection = self._inspection
        if inspection is None or inspection.refuses():
            return
        services, standing = inspection.services.corrections, inspection.standing
        if standing.correcting(services.device) is not None:
            inspection.record(
                self,
                lambda: services.end(standing.id),
                tr("Correction session ended"),
                can_undo=False,
            )
            return
        try:
            correcting.require_after_fieldwork(standing.phase)
        except RuleViolation as refusal:
            inspection.jobs.failed.emit(Failure(str(refusal), False, ""))
            return
        words = tr(
            "Fieldwork is over. Reason and origin are asked once, and kept with every edit until "
            "the session ends; what the visit found stays beside each correction."
        )
        asking = AskCorrection(self._window, words)
        asking.told.connect(self._on_told)
        asking.open()

    def _on_told(self, reason: str, origin: str) -> None:
        inspection = self._inspection
        if inspection is None:
            return
        services, id_ = inspection.services.corrections, inspection.standing.id
        inspection.has_loose = False
        inspection.record(
            self,
            lambda: services.begin(id_, reason, origin),
            tr("Correction session begun"),
            can_undo=False,
        )

    def _on_strip_put_off(self) -> None:
        if self._inspection is not None:
            self._inspection.has_loose = False
        self.show(self._inspection)


def session_words(standing: Standing, inspection: OpenInspection) -> str:
    """Return who corrects here, since when and why; empty: no session goes on."""
    running = standing.correcting(inspection.services.corrections.device)
    if running is None:
        return ""
    session = running.correction
    return tr("Correction session · {who} since {when} · from {origin}: {reason}").format(
        who=standing.initials(session.begun_by),
        when=when_words(session.begun_ms),
        origin=session.origin,
        reason=session.reason,
    )
