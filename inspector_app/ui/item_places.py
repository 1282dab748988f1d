"""Where the files of the open inspection lie, whole or damaged, and what is asked of base."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import EvidenceId, InspectionId
from inspector_app.domain.items import EvidenceItem
from inspector_app.services.forgetting import GivenUp
from inspector_app.services.scrubbing import Damage
from inspector_app.services.vault import Unlocked
from inspector_app.services.whereabouts import ItemPlace
from inspector_app.ui.base_syncing import limit_kept
from inspector_app.ui.jobs import CancelCheck, Handle, Jobs, Lane, Progress
from inspector_app.ui.texts import tr

_ABOUT = (Subject.EVIDENCE.value, Subject.COPY.value)
"""What an act is about that makes it worth reading anew."""
T = TypeVar("T")
Found = Mapping[EvidenceId, ItemPlace] | None
"""None: this laptop has joined no base."""
Known = tuple[Found, Mapping[EvidenceId, Damage]]


class ItemPlaces(QObject):
    """What base said last of each file; reads nothing before a screen begins it.

    Signals:
        changed(): something else is known, or asked of base.
        told(str): what came of what was asked, in a sentence.
        moved(str, int, int): bytes of an item that have come, and in all.
        ended(str): nothing is asked about an item any longer.
        given_up(GivenUp): files were taken off this laptop.
    """

    changed = Signal()
    told = Signal(str)
    moved = Signal(str, int, int)
    ended = Signal(str)
    given_up = Signal(object)

    def __init__(
        self, services: Unlocked, inspection: InspectionId, jobs: Jobs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._inspection = inspection
        self._jobs = jobs
        self._found: Found = None
        self._damaged: Mapping[EvidenceId, Damage] = {}
        self._asked: set[EvidenceId] = set()
        self._is_begun = self._is_stale = self._is_under_way = False

    def begin(self) -> None:
        """Read for the first time; later calls do nothing."""
        if not self._is_begun:
            self._is_begun = True
            self.look_again()

    def of(self, item: EvidenceId) -> ItemPlace | None:
        """Return where the file of an item lies; None: not known, or no base was joined."""
        return None if self._found is None else self._found.get(item)

    def damage(self, item: EvidenceId) -> Damage | None:
        """Return what is known to be wrong with the file of an item, or with its small picture."""
        return self._damaged.get(item)

    def damages(self) -> tuple[Damage, ...]:
        """Return all that is known to be damaged, by item."""
        return tuple(self._damaged.values())

    def can_fetch(self, item: EvidenceId) -> bool:
        """Return whether the file is elsewhere, and nothing is asked about it yet."""
        place, damage = self.of(item), self.damage(item)
        if place is None or place.is_here or item in self._asked:
            return False
        return damage is None or damage.is_at_base

    def can_take_off(self, item: EvidenceId) -> bool:
        """Return whether the file is here and in a backup at base, as base said last."""
        place = self.of(item)
        return place is not None and place.may_be_given_up and item not in self._asked

    def look_again(self) -> None:
        """Read anew: base has said more, or something else is here."""
        self._is_stale = True
        self._read()

    def hear_changed(self, subjects: frozenset[str]) -> None:
        """Read anew if what stands otherwise is about files."""
        if any(subject_kind(about) in _ABOUT for about in subjects):
            self.look_again()

    def hear_joined(self, is_joined: bool) -> None:
        """Read anew if this laptop has joined base, or left it, since the last reading."""
        if is_joined != (self._found is not None):
            self.look_again()

    def fetch(self, item: EvidenceItem) -> Handle:
        """Fetch the file of an item from base; it can be cancelled, and goes on from there."""
        services, id_ = self._services, self._inspection
        sha256, number = item.file.sha256, item.file.number

        def work(progress: Progress, is_cancelled: CancelCheck) -> tuple[str, ...]:
            return services.base_sync.fetch(
                id_,
                [sha256],
                bytes_per_s=limit_kept(services.desk) * 1000 or None,
                progress=progress,
                cancelled=is_cancelled,
            )

        was_damaged = self.damage(item.id) is not None

        def came(kept_from: tuple[str, ...]) -> None:
            words = (
                tr("{number} is whole again: what base sent has taken the damaged file’s place.")
                if was_damaged
                else tr("{number} is on this laptop now.")
            )
            self.told.emit(" ".join(kept_from) or words.format(number=number))

        def moved(done: int, total: int) -> None:
            self.moved.emit(item.id, done, total)

        return self._ask(item.id, work, came, moved)

    def take_off(self, item: EvidenceItem) -> Handle:
        """Take the file of an item off this laptop, on base's word that a backup holds it."""
        services, id_ = self._services, self._inspection

        def work(_progress: Progress, _is_cancelled: CancelCheck) -> GivenUp:
            return services.forgetting.forget(id_, [item.id])

        return self._ask(item.id, work, self.given_up.emit)

    def _ask(
        self,
        item: EvidenceId,
        work: Callable[[Progress, CancelCheck], T],
        done: Callable[[T], None],
        progress: Progress | None = None,
    ) -> Handle:
        def finished() -> None:
            self._asked.discard(item)
            self.ended.emit(item)
            self.look_again()

        self._asked.add(item)
        self.changed.emit()
        return self._jobs.run_long(
            self,
            work,
            done,
            lane=Lane.NETWORK,
            progress=progress,
            refused=self._on_refused,
            finished=finished,
        )

    def _read(self) -> None:
        if not self._is_begun or self._is_under_way or self._jobs.is_closed:
            return  # when what is under way ends, it is seen to be stale
        self._is_stale, self._is_under_way = False, True
        services, id_ = self._services, self._inspection
        self._jobs.run(
            self,
            lambda: _known(services, id_),
            self._on_read,
            refused=self._on_unreadable,
            finished=self._on_finished,
        )

    def _on_read(self, known: Known) -> None:
        # Told even if all is as before: whether one can be asked for may be otherwise.
        self._found, self._damaged = known
        self.changed.emit()

    def _on_unreadable(self, _error: InspectorError) -> None:
        """Show nothing: base was left or the inspection destroyed while this was read."""
        self._on_read((None, {}))

    def _on_finished(self) -> None:
        self._is_under_way = False
        if self._is_stale:
            self._read()

    def _on_refused(self, error: InspectorError) -> None:
        self.told.emit(str(error))


def _found(services: Unlocked, inspection: InspectionId) -> Found:
    if services.base.standing().pinned is None:
        return None
    return {place.item: place for place in services.whereabouts.of(inspection).items}


def _known(services: Unlocked, inspection: InspectionId) -> Known:
    damaged: dict[EvidenceId, Damage] = {}
    for each in services.scrub.damages(inspection):
        # Of an item whose small picture is damaged too, the file itself is what is told.
        if each.affected is not None and (
            not each.affected.is_thumbnail or each.affected.item not in damaged
        ):
            damaged[each.affected.item] = each
    return _found(services, inspection), damaged
