"""Giving up files that base keeps safely: only on its word that a backup holds them, given now."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from inspector_app.domain.at_base import Forgotten
from inspector_app.domain.changes.bodies import EvidenceForgotten, Subject, subject
from inspector_app.domain.errors import InspectorError, NotFound, RuleViolation
from inspector_app.domain.ids import DeviceId, EvidenceId, InspectionId, Sha256
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.wording import counted, listed
from inspector_app.services import base_receipts, holdings, set_aside
from inspector_app.services.base import BaseService
from inspector_app.services.base_sync import BaseSyncService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import TRACES, JournalService
from inspector_app.services.recording import Act, Recording
from inspector_app.services.set_aside import Statement
from inspector_app.services.whereabouts import backup_of, named_by
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import wire
from inspector_app.sync.plan import missing, unheard
from inspector_app.sync.wire import Receipt
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What came of giving files up."""

    numbers: tuple[str, ...]
    """Evidence items whose files this laptop holds no more."""
    freed_bytes: int
    """Of those files that are gone from the disk by now."""
    act: Act | None
    """None: nothing was to be given up."""
    left: str = ""
    """What of it is still to be done, and when it will be, as sentences; empty: nothing."""


@dataclass(frozen=True, slots=True)
class GivenUpWhole:
    """An inspection that was taken off this laptop."""

    statement: Statement
    left: str
    """What of it is still to be done, and when it will be, as sentences; empty: nothing."""


class ForgettingService:
    """Takes files off this laptop, for room; all that is recorded of them stays."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        journal: JournalService,
        base: BaseService,
        sync: BaseSyncService,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal
        self._base = base
        self._sync = sync

    def forget(self, inspection: InspectionId, items: Sequence[EvidenceId]) -> GivenUp:
        """Take the files of evidence items off this laptop, and record that by a signed act.

        Base is asked for a receipt now. Either all of the files are in its last backup, or none
        is taken off. Captions, thumbnails and all else stay; the files can be fetched again.

        Raises:
            RuleViolation: a file is not in base's last backup, or this laptop has joined no base.
            NotFound: no such inspection or item on this laptop.
            BaseAway, RefusedByBase: base gave no receipt; nothing was taken off.
            DeviceFull: it cannot be recorded; nothing was taken off.
        """
        pinned = self._base.require_pinned()
        chosen = self._chosen(inspection, items)
        with self._base.contact() as (client, at_base):
            found = client.of(inspection)
            receipt = self._receipt(inspection, found.receipt, at_base.epoch)
            given_up = self._forget(inspection, chosen, receipt, pinned.enrolled.name)
            if given_up.act is not None:
                # It is done; what base was not told now it is told at the next sync.
                with suppress(InspectorError):
                    self._sync.tell_holding(client, inspection)
        return given_up

    def forget_inspection(self, inspection: InspectionId) -> GivenUpWhole:
        """Take a whole inspection off this laptop, and keep a signed statement of it.

        Base is asked for a receipt now: all changes and files must be in its last backup. Bodies,
        files, what was typed and what can be searched go; who recorded something and when stays
        with its signature, since this laptop's other work is linked to it. It comes back by
        :meth:`bring_back`.

        Raises:
            RuleViolation: something of it is not in base's last backup, or was typed and not
                recorded yet; or this laptop has joined no base. Nothing was taken off.
            NotFound: no such inspection on this laptop.
            BaseAway, RefusedByBase: base gave no receipt; nothing was taken off.
            DeviceFull: it cannot be recorded; nothing was taken off.
        """
        pinned = self._base.require_pinned()
        recording = self._recording
        force = self._inspections.standing(inspection).details.force.name
        with self._base.contact() as (client, at_base):
            found = client.of(inspection)
            receipt = self._receipt(inspection, found.receipt, at_base.epoch)
            statement = Statement(
                inspection,
                force,
                recording.actor.device,
                recording.actor_for(inspection).person,
                int(recording.now().timestamp() * 1000),
                pinned.enrolled.name,
                receipt.backup or "",
                receipt.issued_ms,
            )
            with recording.begin() as work:
                _require_all_backed_up(work, inspection, receipt)
                places = work.blobs.all_of(inspection)
                for place in places:
                    work.blobs.forget(inspection, place.sha256)
                work.journal.set_aside(inspection)
                work.search.erase(inspection)
                work.settings.forget_naming(inspection)
                set_aside.keep(work, statement, recording.actor.sign)
                self._journal.note_unfinished(work, [place.name for place in places])
                work.commit()
            recording.forget(inspection)
            is_wiped = self._journal.finish_purges_if_possible()
            with suppress(InspectorError):
                self._sync.tell_given_up(client)
        return GivenUpWhole(statement, "" if is_wiped else TRACES)

    def given_up(self) -> tuple[Statement, ...]:
        """Return the inspections that were taken off this laptop, oldest first."""
        with self._recording.read() as work:
            return set_aside.all_of(work)

    def bring_back(self, words: str) -> Statement:
        """Let an inspection that was taken off come again at the next sync.

        Args: ``words`` are the beginning of its id, or a part of the force's name.

        Raises:
            NotFound: none such was taken off, or several match.
        """
        wanted = words.casefold()
        found = [
            each
            for each in self.given_up()
            if each.inspection.startswith(wanted) or wanted in each.force.casefold()
        ]
        if not found:
            raise NotFound(
                tr("No inspection that was taken off this laptop matches “{words}”.").format(
                    words=words
                )
            )
        if len(found) > 1:
            raise NotFound(
                tr_counted(
                    len(found),
                    "“{words}” matches {number} inspections that were taken off this laptop: give "
                    "more of the id.",
                ).format(words=words, number=len(found))
            )
        with self._recording.begin() as work:
            set_aside.want(work, found[0].inspection)
            work.commit()
        return found[0]

    def _receipt(self, inspection: InspectionId, given: wire.Signed, epoch: str) -> Receipt:
        """Keep the receipt that base gives now, and return it."""
        base = DeviceId(self._base.require_pinned().enrolled.base)
        with self._recording.begin() as work:
            is_kept = base_receipts.keep_receipt(work, inspection, base, given)
            receipt = base_receipts.receipt(work, inspection, base) if is_kept else None
            work.commit()
        if receipt is None or receipt.epoch != epoch:
            raise RuleViolation(
                tr(
                    "Base gave no receipt that can be relied on, so nothing was taken off this "
                    "laptop. Sync, then try again."
                )
            )
        return receipt

    def _chosen(
        self, inspection: InspectionId, items: Sequence[EvidenceId]
    ) -> tuple[EvidenceItem, ...]:
        known = {item.id: item for item in self._inspections.standing(inspection).evidence()}
        if unknown := [each for each in items if each not in known]:
            raise NotFound(
                tr("There is no evidence item {unknown} in this inspection.").format(
                    unknown=unknown[0][:8]
                )
            )
        return tuple(known[each] for each in items)

    def _forget(
        self,
        inspection: InspectionId,
        chosen: Sequence[EvidenceItem],
        receipt: Receipt,
        base: str,
    ) -> GivenUp:
        wanted = {item.file.sha256 for item in chosen}
        alike = [
            item
            for item in self._inspections.standing(inspection).evidence()
            if item.file.sha256 in wanted
        ]
        with self._recording.begin() as work:
            places = {
                sha256: place
                for sha256 in sorted(wanted)
                if (place := work.blobs.find(inspection, sha256)) is not None
            }
            gone = [item for item in alike if item.file.sha256 in places]
            if not gone:
                return GivenUp((), 0, None)
            _require_backed_up(work, inspection, gone, receipt)
            device = self._recording.actor.device
            changes = [
                self._recording.write(
                    work,
                    inspection,
                    subject(Subject.COPY, f"{device}/{item.id}"),
                    EvidenceForgotten(
                        Forgotten(
                            item.file.number,
                            item.file.sha256,
                            base,
                            receipt.backup or "",
                            receipt.issued_ms,
                        )
                    ),
                )
                for item in gone
            ]
            for sha256 in places:
                work.blobs.forget(inspection, sha256)
            self._journal.note_unfinished(work, [place.name for place in places.values()])
            act = self._recording.finish(work, inspection, changes)
        is_wiped = self._journal.finish_purges_if_possible()
        freed = [p.size_bytes for p in places.values() if not self._journal.is_on_disk(p.name)]
        numbers = tuple(item.file.number for item in gone)
        return GivenUp(numbers, sum(freed), act, "" if is_wiped else TRACES)


def _require_backed_up(
    work: UnitOfWork, inspection: InspectionId, items: Sequence[EvidenceItem], receipt: Receipt
) -> None:
    """Return if the backup that the receipt tells of holds every one of the files.

    Raises:
        RuleViolation: it does not.
    """
    vector = backup_of(receipt)
    if vector is None:
        raise RuleViolation(
            tr(
                "Base has made no backup yet, so no file was taken off this laptop: what is only "
                "in one place is not given up elsewhere."
            )
        )
    held = holdings.held(work.journal.tally(inspection))
    beyond = set(missing(held, vector))
    named = named_by(work, inspection)
    lacks = set(map(Sha256, (*receipt.backup_lacks, *receipt.lacks)))
    unsafe = [
        item.file.number
        for item in items
        if item.file.sha256 in lacks or beyond & named.get(item.file.sha256, frozenset())
    ]
    if unsafe:
        raise RuleViolation(
            tr(
                "Base’s last backup does not hold {unsafe}, so no file was taken off this laptop. "
                "Sync, and try again after base’s next backup."
            ).format(unsafe=listed(unsafe))
        )
    unsure = unheard(held, vector)
    unsafe = [
        item.file.number for item in items if unsure & named.get(item.file.sha256, frozenset())
    ]
    if unsafe:
        raise RuleViolation(
            tr(
                "Base holds something that this laptop has not heard of yet, so nothing tells "
                "whether its backup holds {unsafe}, and no file was taken off this laptop. Sync, "
                "then try again."
            ).format(unsafe=listed(unsafe))
        )


def _require_all_backed_up(work: UnitOfWork, inspection: InspectionId, receipt: Receipt) -> None:
    """Return if the backup that the receipt tells of holds all of an inspection.

    Raises:
        RuleViolation: it does not, or something was typed here that nobody recorded yet.
    """
    kept = tr("so it stays on this laptop")
    if any(inspection in name for name in work.settings.under("desk/")):
        raise RuleViolation(
            tr(
                "Something was typed in this inspection and not recorded yet, {kept}: finish it, "
                "or clear it, first."
            ).format(kept=kept)
        )
    vector = backup_of(receipt)
    if vector is None:
        raise RuleViolation(
            tr("Base has made no backup of this inspection yet, {kept}.").format(kept=kept)
        )
    held = holdings.held(work.journal.tally(inspection))
    beyond = len(missing(held, vector))
    lacks = {*receipt.backup_lacks, *receipt.lacks} & set(holdings.files_known(work, inspection))
    if beyond or lacks:
        what = [counted(beyond, "change", "changes")] if beyond else []
        what += [counted(len(lacks), "file", "files")] if lacks else []
        raise RuleViolation(
            tr(
                "Base’s last backup does not hold {what} of this inspection, {kept}. Sync, and "
                "try again after base’s next backup."
            ).format(what=listed(what), kept=kept)
        )
    if unheard(held, vector):
        raise RuleViolation(
            tr(
                "Base holds something of this inspection that this laptop has not heard of yet, "
                "{kept}. Sync, then try again."
            ).format(kept=kept)
        )
