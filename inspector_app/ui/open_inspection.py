"""The inspection on the screen: what stands, kept in step with every act recorded here."""

import secrets
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.errors import DeviceFull, InspectorError
from inspector_app.domain.ids import ChangeId, LineId
from inspector_app.domain.last_time import LastTime, last_times
from inspector_app.domain.national.telling import BaseTells
from inspector_app.domain.phases import Phase
from inspector_app.domain.standing import Standing
from inspector_app.services.follow_up import FollowedUp
from inspector_app.services.forgetting import GivenUp
from inspector_app.services.recording import Act
from inspector_app.services.retention import Record
from inspector_app.services.vault import Unlocked
from inspector_app.ui.answering import Question, answered, is_there
from inspector_app.ui.drafting import Seen
from inspector_app.ui.item_places import ItemPlaces
from inspector_app.ui.jobs import Failure, Handle, Jobs, Lane
from inspector_app.ui.only_mine import OnlyMine
from inspector_app.ui.prompting import Prompting
from inspector_app.ui.texts import tr
from inspector_app.ui.unwritten import Given, Unwritten

ARCHIVED_HERE = tr(
    "Archived: it is only read. Nothing was recorded; bring it back first, with a reason."
)
"""One line even in large letters."""


class OpenInspection(QObject):
    """One inspection while its screens are open; the pages' only way to record.

    Signals:
        checklist_changed(): the inspection is under another version of its checklist now.
        changed(frozenset): the subjects about which something else stands now.
        recorded(str, bool): what was recorded, in words, and whether Ctrl+Z takes it back.
        typed_found(): what had been typed and not recorded is known now.
        destroyed_for_good(Record): nothing of it is left but this.
    """

    checklist_changed = Signal()
    changed = Signal(object)
    recorded = Signal(str, bool)
    typed_found = Signal()
    destroyed_for_good = Signal(object)

    def __init__(
        self,
        services: Unlocked,
        standing: Standing,
        jobs: Jobs,
        parent: QObject | None = None,
        moment: str = "",
    ) -> None:
        super().__init__(parent)
        self.moment = moment
        """The moment at which it is looked at, in words; empty: now."""
        self.services = services
        self.standing = standing
        self.jobs = jobs
        self.followed: FollowedUp | None = None
        """The earlier inspection of the same force, once it is read."""
        self.last_times: Mapping[LineId, LastTime] = {}
        """What it holds, by line of this one; never counted as established."""
        self.told_by_base: tuple[BaseTells, ...] = ()
        """What base tells of other forces; never an answer of this inspection."""
        self.prompting = Prompting(services.prompts, lambda: self.standing, jobs, self)
        """What is pointed out in it; read once a screen begins that."""
        self.has_loose = False
        """Whether facts were changed after fieldwork in no correction session, and none was
        offered since."""
        self.mine = OnlyMine(services, standing.id, jobs, self)
        """Whether its screens are narrowed to what is mine."""
        self.places = ItemPlaces(services, standing.id, jobs, self)
        """Where the files of its items lie; read once a screen begins that."""
        self.places.given_up.connect(self._on_places_given_up)
        self.changed.connect(self.places.hear_changed)
        self._typed: dict[LineId, str] = {}
        self._unkept: set[LineId] = set()
        """Lines on which what was typed is here alone: the disk was full."""
        self._unwritten = Unwritten()
        self._turned_down: dict[Question, Callable[[], Handle]] = {}
        """Questions whose answers the disk had no room for, and that nobody sees yet."""
        if not moment:
            self._look_back()
            self.hear_base()
            jobs.run(self, lambda: services.desk.typed(standing.id), self._on_typed_found)

    def typed(self, line: LineId) -> str:
        """Return what was typed on a line and cannot be recorded as it is; empty: nothing."""
        return self._typed.get(line, "")

    def keep_typed(self, line: LineId, text: str) -> None:
        """Keep it on the disk, where it outlives a screen, a lock and a crash; empty: forget it."""
        if text == self.typed(line):
            return
        self._typed[line] = text
        self._keep_typed(line)

    def flush(self) -> None:
        """Try again to record or keep what was typed and the disk had no room for."""
        for line in tuple(self._unkept):
            self._keep_typed(line)
        self._unwritten.give_again()
        for asking, record_again in tuple(self._turned_down.items()):
            del self._turned_down[asking]
            if is_there(asking) and asking.is_coming_back:  # else its author gives it again
                asking.wait()
                record_again()

    def _keep_typed(self, line: LineId) -> None:
        desk, id_, text = self.services.desk, self.standing.id, self._typed[line]
        self._unkept.discard(line)

        def refused(error: InspectorError) -> None:
            self._unkept.add(line)
            self.jobs.failed.emit(Failure(str(error), False, ""))

        self.jobs.run(
            self,
            lambda: desk.keep_typed(id_, line, text),
            _done,
            lane=Lane.WRITES,
            refused=refused,
        )

    def _on_typed_found(self, found: dict[LineId, str]) -> None:
        self._typed = found | self._typed
        self.typed_found.emit()

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be edited: it is archived, or looked at as it once stood."""
        return bool(self.moment) or self.is_archived

    @property
    def is_archived(self) -> bool:
        """Whether it is archived now."""
        return not self.moment and self.standing.phase is Phase.ARCHIVED

    def refuses(self) -> bool:
        """Return whether nothing can be edited, having said so: an archive is only read."""
        if self.refuses_all():
            return True
        if self.is_read_only:
            self.jobs.failed.emit(Failure(ARCHIVED_HERE, False, ""))
        return self.is_read_only

    def refuses_all(self) -> bool:
        """Return whether nothing at all can be done, having said so: the past is only looked at."""
        if self.moment:
            words = tr(
                "This is the inspection as it stood at {moment}. Nothing was recorded: "
                "go back to now first."
            )
            self.jobs.failed.emit(Failure(words.format(moment=self.moment), False, ""))
        return bool(self.moment)

    def record(
        self,
        owner: QObject,
        verb: Callable[[], Act],
        said: str,
        done: Callable[[Act], None] | None = None,
        refused: Callable[[InspectorError], None] | None = None,
        *,
        can_undo: bool = True,
        is_filing: bool = False,
    ) -> Handle:
        """Carry a verb out in the writes lane; when it is durable, show it and say so.

        In the past nothing is carried out, nor in an archive, and that is said. Where it comes of
        a question that is being answered, that comes back when it is refused.

        Args:
            owner: the page; ``done`` and ``refused`` are dropped when it is gone, the act is not.
            verb: a service's verb with its arguments bound; must not touch Qt.
            said: for the quiet line: ``No recorded``.
            done: called after what stands was brought up to date.
            refused: instead of the message bar.
            can_undo: False for an act that stands for good.
            is_filing: an act of the archive itself, such as bringing it back.
        """
        asking = answered()

        def written() -> None:
            if asking is not None and is_there(asking):
                asking.settle()

        def turned_down(error: InspectorError) -> None:
            if refused is not None and isValid(owner):
                refused(error)
            else:
                self.jobs.failed.emit(Failure(str(error), False, ""))
            if asking is not None and is_there(asking):
                asking.come_back(str(error))
                if isinstance(error, DeviceFull):
                    self._turned_down[asking] = carry_out

        def carry_out() -> Handle:
            return self._carry_out(owner, verb, said, done, turned_down, written, can_undo=can_undo)

        if self.refuses_all() if is_filing else self.refuses():
            return _nothing()
        if asking is not None:
            self._turned_down.pop(asking, None)
            asking.wait()
        return carry_out()

    def _carry_out(
        self,
        owner: QObject,
        verb: Callable[[], Act],
        said: str,
        done: Callable[[Act], None] | None,
        refused: Callable[[InspectorError], None],
        written: Callable[[], None],
        *,
        can_undo: bool = True,
    ) -> Handle:
        """Do as :meth:`record`, which is allowed.

        Args: ``written`` is called before what stands is brought up to date.
        """

        def shown(act: Act) -> None:
            written()
            self.take(act.states)
            self.recorded.emit(said, can_undo)
            if done is not None and isValid(owner):
                done(act)
            self._unwritten.give_again()  # there is room again

        # The act is shown whatever became of the page, so this object owns the job.
        return self.jobs.run(self, verb, shown, lane=Lane.WRITES, refused=refused)

    def typed_of(self, about: str) -> object | None:
        """Return what was typed of a subject and does not stand yet; None: nothing."""
        given = self._unwritten.of(about)
        return None if given is None else given.what

    def forget_typed_of(self, about: str) -> None:
        """Give what was typed of a subject no more: it was taken back."""
        self._unwritten.forget(about)

    def write(
        self,
        owner: QObject,
        about: str,
        what: object,
        heads: tuple[ChangeId, ...],
        verb: Callable[[tuple[ChangeId, ...]], Act],
        said: str,
        done: Callable[[Act], None] | None = None,
        refused: Callable[[InspectorError], None] | None = None,
    ) -> None:
        """Record what was typed, as :meth:`record`; until it stands :meth:`typed_of` returns it.

        What the disk has no room for is given again by :meth:`flush`, and once anything else is
        recorded, wherever its author is by then.

        Args:
            owner: the page.
            about: the subject; what was typed of it before is given no more.
            what: all that is typed of it.
            heads: the versions its author saw, if they had typed nothing before.
            verb: as of :meth:`record`, over the versions that it is called with.
            said: as of :meth:`record`.
            done: as of :meth:`record`.
            refused: as of :meth:`record`.
        """
        before = self._unwritten.of(about)
        seen = before.seen if before is not None else Seen(heads)

        def over_seen() -> Act:
            act = verb(seen.heads)
            seen.heads = act.changes
            return act

        def hand_over(given: Given) -> None:
            def written() -> None:
                self._unwritten.written(about, given)

            def ended(act: Act) -> None:
                if done is not None and isValid(owner):
                    done(act)

            def turned_down(error: InspectorError) -> None:
                self._unwritten.refused(about, given, error)
                if refused is not None and isValid(owner):
                    refused(error)
                else:
                    self._tell_refused(error, given)

            if self.refuses():
                written()
            else:
                self._carry_out(self, over_seen, said, ended, turned_down, written)

        self._unwritten.give(about, Given(what, seen, hand_over))

    def give(
        self,
        owner: QObject,
        what: object,
        verb: Callable[[], Act],
        said: str,
        put_back: Callable[[], bool] | None = None,
    ) -> None:
        """Record something of its own, as :meth:`write`.

        Args:
            owner: the page.
            what: as it was typed.
            verb: as of :meth:`record`.
            said: as of :meth:`record`.
            put_back: puts what was refused back into its field, and returns whether it stands
                there now: then its author gives it again.
        """
        about = secrets.token_hex(8)  # no subject yet

        def refused(error: InspectorError) -> None:
            if put_back is not None and put_back():
                self._unwritten.forget(about)
            self._tell_refused(error, self._unwritten.of(about))

        self.write(owner, about, what, (), lambda _seen: verb(), said, refused=refused)

    def _tell_refused(self, error: InspectorError, given: Given | None) -> None:
        is_waiting = given is not None and given.waits
        words = tr("{why} What was typed stays, and is tried again.") if is_waiting else "{why}"
        self.jobs.failed.emit(Failure(words.format(why=error), False, ""))

    def destroy(self, confirmation: str) -> None:
        """Destroy the inspection for good; ``confirmation`` is the name of its force, typed."""
        services, id_ = self.services.retention, self.standing.id
        if not self.refuses_all():
            self.jobs.run(
                self,
                lambda: services.destroy(id_, confirmation),
                self.destroyed_for_good.emit,
                lane=Lane.WRITES,
                refused=self._look_whether_destroyed,
            )

    def _look_whether_destroyed(self, error: InspectorError) -> None:
        """A disk may have no room to wipe what has been destroyed: then that is told beside it."""

        def looked(records: tuple[Record, ...]) -> None:
            for record in records:
                if record.inspection == self.standing.id:
                    self.destroyed_for_good.emit(record)
            self.jobs.failed.emit(Failure(str(error), False, ""))

        self.jobs.run(self, self.services.retention.records, looked)

    def undo(self, owner: QObject) -> Handle:
        """Take the last act back by recording what stood before it."""
        inspection = self.standing.id
        return self.record(owner, lambda: self.services.inspections.undo(inspection), tr("Undone"))

    def redo(self, owner: QObject) -> Handle:
        """Record again what the last undo took back."""
        inspection = self.standing.id
        return self.record(owner, lambda: self.services.inspections.redo(inspection), tr("Redone"))

    def take(self, states: Iterable[SubjectState]) -> None:
        """Bring what stands up to date with states that were recorded, here or by a long job."""
        arrived = tuple(states)
        self.standing = self.standing.with_states(arrived)
        subjects = frozenset(state.subject for state in arrived)
        firsts = (state.first for state in arrived)
        if any(first is not None and first.session == "" for first in firsts):
            self.has_loose = True
        if subject(Subject.FOLLOW_UP) in subjects:
            self._look_back()
        self.changed.emit(subjects)
        self.prompting.look_again()
        if subject(Subject.PACK) in subjects:
            self.read_anew()  # with the version that it is under now

    def _look_back(self) -> None:
        """Read the earlier inspection of the same force, in the background."""
        service, standing = self.services.follow_up, self.standing

        def work() -> tuple[FollowedUp | None, Mapping[LineId, LastTime]]:
            followed = service.followed(standing.id)
            if followed is None or followed.standing is None:
                return followed, {}
            return followed, last_times(standing, followed.standing)

        self.jobs.run(self, work, self._on_looked_back)

    def _on_looked_back(self, found: tuple[FollowedUp | None, Mapping[LineId, LastTime]]) -> None:
        before = self.followed
        self.followed, self.last_times = found
        if self.followed is not None or before is not None:
            self.changed.emit(frozenset({subject(Subject.FOLLOW_UP)}))

    def hear_base(self) -> None:
        """Read what base has told of other forces, in the background."""
        service, id_ = self.services.comparisons, self.standing.id
        self.jobs.run(self, lambda: service.told(id_), self._on_base_heard)

    def _on_base_heard(self, told: tuple[BaseTells, ...]) -> None:
        before, self.told_by_base = self.told_by_base, told
        lines = {each.line for each in (*before, *told)}
        if before != told:
            self.changed.emit(frozenset(subject(Subject.ANSWER, line) for line in lines))

    def read_anew(self) -> None:
        """Show what stands after work of others came in; the past stays as it is looked at."""
        if self.moment:
            return
        self.hear_base()
        inspections, id_ = self.services.inspections, self.standing.id
        # Among the acts, in order: none must be overtaken by an older reading.
        self.jobs.run(self, lambda: inspections.standing(id_), self._on_read_anew, lane=Lane.WRITES)

    def _on_places_given_up(self, given_up: GivenUp) -> None:
        if given_up.act is None:
            self.places.told.emit(tr("It was not on this laptop. Nothing was taken off."))
            return
        self.take(given_up.act.states)
        words = tr("{numbers} taken off this laptop: Fetch brings it back")
        self.recorded.emit(words.format(numbers=", ".join(given_up.numbers)), False)
        if given_up.left:
            self.places.told.emit(given_up.left)

    def _on_read_anew(self, standing: Standing) -> None:
        was_under, is_under = self.standing.pack, standing.pack
        before, self.standing = self.standing.states, standing
        differing = {
            about
            for about in before.keys() | standing.states.keys()
            if before.get(about) != standing.states.get(about)
        }
        if subject(Subject.FOLLOW_UP) in differing:
            self._look_back()
        if was_under.sha256 != is_under.sha256:
            self.checklist_changed.emit()
            self._look_back()
        if differing or was_under.sha256 != is_under.sha256:
            self.changed.emit(frozenset(differing))
            self.prompting.look_again()


def _done(_nothing: None) -> None:
    """Nothing to show: it is kept."""


def _nothing() -> Handle:
    """Return the handle of what is not carried out."""
    made = Handle()
    made.forget()
    return made
