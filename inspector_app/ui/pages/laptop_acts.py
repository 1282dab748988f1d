"""The acts about the team's laptops: known, shared with, taken in from, forgotten."""

from PySide6.QtCore import QObject, Signal

from inspector_app.domain import wording
from inspector_app.domain.changes.branches import Apart
from inspector_app.domain.ids import DeviceId
from inspector_app.services.branches import KeptApart
from inspector_app.services.team import Laptop
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr, tr_counted

_MOST_ACTS = 3
"""Acts that are told before work that was kept apart is taken in."""
_ACT = 150
"""Characters of each of them."""


class LaptopActs(QObject):
    """Asks first where it must, then does what is asked about one laptop.

    Signals:
        changed(str): how laptops stand is another now; the device it was about, or empty.
    """

    changed = Signal(str)

    def __init__(
        self, page: Page, services: Unlocked, jobs: Jobs, inspection: OpenInspection | None
    ) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._jobs = jobs
        self._inspection = inspection

    def ask_about(self, laptop: Laptop) -> None:
        """Ask whether its words are the same on both screens; then it is known, and shared with."""
        shares = (
            tr("This inspection is then shared with it.") if self._inspection is not None else ""
        )
        asking = Confirm(
            self._page,
            tr("Are these the words on {initials}’s laptop?").format(initials=laptop.initials),
            tr(
                "{words}\n\nHave them read aloud from the other screen. Only if all eight are the "
                "same is it that laptop and no other. {shares}"
            ).format(words=laptop.words, shares=shares),
            tr("They are the same"),
        )
        team = self._services.team

        def given() -> None:
            self._jobs.run(
                self._page,
                lambda: team.accept(laptop, laptop.words),
                self._on_accepted,
                lane=Lane.WRITES,
            )

        asking.confirmed.connect(given)
        asking.open()

    def _on_accepted(self, laptop: Laptop) -> None:
        self._page.noticed.emit(tr("{initials}’s laptop is known").format(initials=laptop.initials))
        if self._inspection is not None:
            self.let_in(laptop.device, laptop.initials)
        else:
            self.changed.emit(laptop.device)

    def let_in(self, device: DeviceId, initials: str) -> None:
        """Share the inspection that is open with a laptop that is known."""
        inspection = self._inspection
        if inspection is None:
            return
        team, id_ = self._services.team, inspection.standing.id
        inspection.record(
            self._page,
            lambda: team.let_in(id_, device),
            tr("Shared with {initials}’s laptop").format(initials=initials),
            lambda _act: self.changed.emit(device),
        )

    def ask_to_take_in(self, kept: KeptApart) -> None:
        """Ask why what was kept apart is to be taken in; it is recorded."""
        inspection = self._inspection
        if inspection is None:
            return
        shown = tuple(wording.first_words(act, _ACT) for act in kept.acts[:_MOST_ACTS])
        if len(kept.acts) > len(shown):
            more = len(kept.acts) - len(shown)
            shown = (*shown, tr_counted(more, "… and {number} more.").format(number=more))
        closing = tr("What differs from what is here is then to be settled.")
        if kept.why is Apart.PURGE:
            closing = tr("Taken in, it is carried out on every laptop and cannot be undone.")
        asking = AskReason(
            self._page,
            tr("Take in what was kept apart?"),
            "\n\n".join(filter(None, (kept.words, "\n".join(shown), closing))),
            tr("Take in"),
        )
        branches, id_ = self._services.branches, inspection.standing.id

        def given(reason: str) -> None:
            inspection.record(
                self._page,
                lambda: branches.take_in(id_, kept.id, reason),
                tr("Taken in"),
                lambda _act: self.changed.emit(""),
            )

        asking.given.connect(given)
        asking.open()

    def ask_to_forget(self, device: DeviceId, initials: str) -> None:
        """Ask whether a laptop is to be known no more; its work stays."""
        asking = Confirm(
            self._page,
            tr("Forget {initials}’s laptop?").format(initials=initials),
            tr(
                "Nothing more is written for it here or taken from it. Its work stays, and it can "
                "be introduced again."
            ),
            tr("Forget it"),
            records=False,
        )
        team = self._services.team

        def given() -> None:
            self._jobs.run(
                self._page,
                lambda: team.forget(device),
                lambda _: self.changed.emit(""),
                lane=Lane.WRITES,
            )

        asking.confirmed.connect(given)
        asking.open()
