"""Looking whether a laptop and its team are ready to travel; nothing looked at is changed."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from inspector_app.domain import readiness, upgrading
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import NotFound, PackDamaged, WrongPassphrase
from inspector_app.domain.ids import DeviceId, InspectionId, PersonId
from inspector_app.domain.readiness import Check, Laptop, Printers, Team
from inspector_app.domain.standing import Standing
from inspector_app.packs import archive
from inspector_app.services.checking import JournalChecks
from inspector_app.services.inspections import InspectionService
from inspector_app.services.merging import MergingService
from inspector_app.services.recording import Recording
from inspector_app.services.team import TeamService
from inspector_app.texts import tr
from inspector_app.vault import keyfile

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
_TRIED = "passphrase-tried"
"""Setting: when the passphrase was last tried for this and opened the vault, milliseconds UTC."""
_LONDON = ZoneInfo("Europe/London")


class ReadinessService:
    """Looks at six things before the team leaves, and remembers when the passphrase was tried."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        checks: JournalChecks,
        team: TeamService,
        merging: MergingService,
        folder: Path,
    ) -> None:
        """Args: ``folder`` is the vault's."""
        self._recording = recording
        self._inspections = inspections
        self._checks = checks
        self._team = team
        self._merging = merging
        self._folder = folder

    def try_passphrase(self, passphrase: str) -> bool:
        """Return whether a passphrase opens the vault; takes as long as unlocking does.

        Nothing of the vault is changed, no key file is mended; that it was tried is remembered.

        Raises:
            VaultDamaged, VaultTooNew, NotFound: the key file cannot be used.
        """
        try:
            keyfile.require_opening(self._folder, passphrase)
        except WrongPassphrase:
            return False
        self.passphrase_opened()
        return True

    def passphrase_opened(self) -> None:
        """Remember that the passphrase opened the vault just now."""
        with self._recording.begin() as work:
            work.settings.set(_TRIED, self._now_ms())
            work.commit()

    def check(
        self,
        inspection: InspectionId,
        printers: Printers | None = None,
        opens: bool | None = None,
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> tuple[Check, ...]:
        """Return what was found, in the order in which it is told.

        Looks through every change of the inspection, about 0.2 ms each: work for the background.

        Args:
            inspection: which is travelled for.
            printers: what the system says of them; None: nobody could ask.
            opens: what came of trying the passphrase in this check; None: it was not tried.
            progress: changes looked at and in all.
            cancelled: asked between changes.

        Raises:
            NotFound: no such inspection here.
            Cancelled: ``cancelled`` said so.
        """
        try:
            standing = self._inspections.standing(inspection)
        except PackDamaged as error:
            team = readiness.of_team_unread(str(error))
        else:
            team = readiness.of_team(self._of_team(standing, progress, cancelled))
        return (
            self.of_passphrase(opens),
            team,
            self.of_pack(inspection),
            self._of_space(),
            readiness.of_printer(printers),
            self._of_clock(inspection),
        )

    def of_passphrase(self, opens: bool | None) -> Check:
        """Return what came of trying the passphrase; None: it was not tried in this check."""
        with self._recording.read() as work:
            return readiness.of_passphrase(opens, work.settings.get(_TRIED, 0))

    def _of_team(
        self, standing: Standing, progress: Progress | None, cancelled: CancelCheck | None
    ) -> Team:
        found = self._checks.check(standing.id, progress=progress, cancelled=cancelled)
        fault = found.findings[0].words() if found.findings else ""
        if not fault and not found.projection_is_equal:
            fault = tr("what screens read is not what the changes say.")
        mates = self._merging.mates(standing.id)
        let_in = {mate.device for mate in mates if mate.is_in}
        known = {laptop.person for laptop in self._team.all() if laptop.device in let_in}
        seen = known | self._authors(standing.id) | {self._recording.actor.person}
        return Team(
            tuple(
                Laptop(
                    mate.initials if mate.is_known else standing.initials(PersonId(mate.initials)),
                    mate.is_in,
                    mate.until_ms,
                    mate.heard_ms,
                    mate.is_level,
                    mate.lacks,
                )
                for mate in mates
            ),
            tuple(
                member.initials
                for person, member in standing.members()
                if member.present and person not in seen
            ),
            len(standing.conflicts()),
            found.quarantined,
            fault,
        )

    def _authors(self, inspection: InspectionId) -> set[PersonId]:
        """Return who has recorded anything on another laptop that is here."""
        here = self._recording.actor.device
        with self._recording.read() as work:
            return {
                each.author
                for each in work.journal.tally(inspection)
                if each.is_admitted and each.device != here
            }

    def of_pack(self, inspection: InspectionId) -> Check:
        """Return whether the inspection's own copy of its checklist is whole."""
        with self._recording.read() as work:
            pin = upgrading.in_use(
                self._recording.begun(work, inspection),
                work.journal.versions(inspection, subject(Subject.PACK)),
            )
            name = f"{pin.id} {pin.version}"
            try:
                copy = work.packs.archive(pin.sha256)
            except NotFound as error:
                return readiness.of_pack(name, pin.sha256, None, str(error))
        kept = archive.digest(copy)
        try:
            archive.opened(copy)
        except PackDamaged as error:
            return readiness.of_pack(name, pin.sha256, None, str(error))
        again = len(upgrading.asking_again(self._inspections.standing(inspection)))
        return readiness.of_pack(name, pin.sha256, kept, asking_again=again)

    def _of_space(self) -> Check:
        files = (each for each in self._folder.iterdir() if each.is_file())
        database = sum(each.stat().st_size for each in files)
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError:
            return readiness.of_space(None, database)
        return readiness.of_space(free, database)

    def _of_clock(self, inspection: InspectionId) -> Check:
        here = self._recording.actor.device
        latest: dict[DeviceId, int] = {}
        with self._recording.read() as work:
            for each in work.journal.tally(inspection):
                latest[each.device] = max(latest.get(each.device, 0), each.time_ms)
        own = latest.pop(here, 0)
        now = self._recording.now()
        return readiness.of_clock(
            self._now_ms(),
            own,
            max(latest.values(), default=0),
            _offset_minutes(now.astimezone()),
            _offset_minutes(now.astimezone(_LONDON)),
        )

    def _now_ms(self) -> int:
        return int(self._recording.now().timestamp() * 1000)


def _offset_minutes(when: datetime) -> int:
    offset = when.utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0
