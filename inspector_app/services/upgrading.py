"""What a user can do when a newer version of the checklist is at hand: look, pin it, confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import upgrading
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import ChangeId, InspectionId, LineId
from inspector_app.domain.pack_differences import PackDifference, difference
from inspector_app.domain.pack_versions import precedence
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrading import Effects
from inspector_app.packs import archive, shelf
from inspector_app.packs.reader import read_pack
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A newer version that an inspection can come under, and what that would do."""

    folder: Path
    pack: Pack
    difference: PackDifference
    effects: Effects


class UpgradeService:
    """The verbs of coming under a newer version; each is one transaction."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        journal: JournalService,
        checklists: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal
        self._checklists = checklists

    def newest(self, inspection: InspectionId) -> Upgrade | None:
        """Return the newest version on this laptop that the inspection can come under, if any.

        Raises:
            NotFound: no such inspection here.
        """
        standing = self._inspections.standing(inspection)
        current = standing.pack
        folders = [
            (precedence(what.version), folder)
            for folder in shelf.folders(self._checklists)
            if (what := shelf.particulars(folder)).id == current.id
            and precedence(what.version) > precedence(current.version)
        ]
        for _, folder in sorted(folders, reverse=True):
            try:
                return _upgrade(standing, folder)
            except BadInput:  # a damaged one is told where packs are listed
                continue
        return None

    def look(self, inspection: InspectionId, pack: str = "") -> Upgrade:
        """Return what a newer version would do; nothing is recorded.

        Args:
            inspection: whose.
            pack: id, id@version or folder; empty: the newest here of the same id.

        Raises:
            NotFound: no such inspection or pack, or none that is newer.
            PackDamaged: the pack cannot be used.
            RuleViolation: it is another checklist, or not newer.
        """
        standing = self._inspections.standing(inspection)
        if pack:
            found = _upgrade(standing, shelf.find(self._checklists, pack))
        elif (newest := self.newest(inspection)) is not None:
            found = newest
        else:
            raise NotFound(
                tr("There is no newer version of {pack} {version} on this laptop.").format(
                    pack=standing.pack.id, version=standing.pack.version
                )
            )
        upgrading.pinned(upgrading.states_read(standing.states), found.pack)
        return found

    def upgrade(self, inspection: InspectionId, pack: str = "", reason: str = "") -> Act:
        """Put an inspection under a newer version of its checklist, and keep a copy of that.

        Answers stay, each known to have been given under the version it was given under.

        Raises:
            NotFound: no such inspection or pack, or none that is newer.
            PackDamaged: the pack cannot be used.
            RuleViolation: it is another checklist, not newer, or others have worked on the
                inspection and whoever acts is not its lead inspector.
        """
        copy = archive.archived(self.look(inspection, pack).folder)
        newer = archive.opened(copy)
        with self._recording.begin() as work:
            self._journal.require_lead(work, inspection, tr("put it under a newer checklist"))
            current = upgrading.in_use(
                self._recording.begun(work, inspection),
                work.journal.state(inspection, subject(Subject.PACK)),
            )
            body = upgrading.pinned(current, newer, reason)
            work.packs.keep(newer.sha256, newer.id, newer.version, copy)
            change = self._recording.write(
                work, inspection, subject(Subject.PACK), body, pack=newer.sha256
            )
            return self._recording.finish(work, inspection, [change])

    def say_beside(
        self,
        inspection: InspectionId,
        line: LineId,
        answer: Answer,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record note, date or marking of an old answer anew; its line still asks again.

        Raises:
            RuleViolation: the line does not ask again, or the answer itself is another.
        """
        about = subject(Subject.ANSWER, line)
        with self._recording.begin() as work:
            standing = self._inspections.standing_in(work, inspection)
            body = upgrading.beside(standing, line, answer)
            under = standing.answer(line).versions[0].pack
            change = self._recording.write(work, inspection, about, body, seen, pack=under)
            return self._recording.finish(work, inspection, [change])

    def confirm(self, inspection: InspectionId, lines: Sequence[LineId]) -> Act:
        """Record that answers given to the old questions hold under the new ones, as one act.

        Raises:
            NotFound: no such inspection here.
            RuleViolation: a line does not ask again, stands in differing versions, or wants
                another kind of answer now; then nothing was recorded.
        """
        with self._recording.begin() as work:
            standing = self._inspections.standing_in(work, inspection)
            changes = [
                self._recording.write(
                    work,
                    inspection,
                    subject(Subject.ANSWER, line),
                    upgrading.confirmed(standing, line),
                )
                for line in dict.fromkeys(lines)
            ]
            return self._recording.finish(work, inspection, changes)


def _upgrade(standing: Standing, folder: Path) -> Upgrade:
    pack = read_pack(folder)
    return Upgrade(folder, pack, difference(standing.pack, pack), upgrading.effects(standing, pack))
