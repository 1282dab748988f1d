"""The journal as it is written: changes are added, and what stands is kept in step with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import bindparam, delete, insert, select

from inspector_app.domain.changes.bodies import BodyPurged, InspectionDestroyed, Subject
from inspector_app.domain.changes.chain import ChainHead
from inspector_app.domain.changes.change import Change, Header
from inspector_app.domain.changes.fold import SubjectState, applied, folded
from inspector_app.domain.ids import ChangeId, InspectionId
from inspector_app.storage.journal_reading import JournalReading, Tips
from inspector_app.storage.statements import Statement
from inspector_app.storage.tables import table

_change, _body = table("change"), table("body")
_header, _quarantine = table("header"), table("quarantine")
_version, _superseded, _purged = table("version"), table("superseded"), table("purged")

_QUARANTINE = Statement(insert(_quarantine))
_RELEASE = Statement(delete(_quarantine).where(_quarantine.c.change_id == bindparam("change")))
_ADD_CHANGE = Statement(insert(_change))
_ADD_HEADER = Statement(insert(_header))
_ADD_BODY = Statement(insert(_body).prefix_with("OR IGNORE"))
_ADD_VERSION = Statement(insert(_version))
_ADD_SUPERSEDED = Statement(insert(_superseded).prefix_with("OR IGNORE"))
_ADD_PURGED = Statement(insert(_purged).prefix_with("OR IGNORE"))
_DROP_VERSION = Statement(
    delete(_version).where(
        _version.c.inspection == bindparam("inspection"),
        _version.c.subject == bindparam("subject"),
        _version.c.change_id == bindparam("change_id"),
    )
)
_MARKS = {
    marks.name: Statement(
        select(marks.c.change_id).where(
            marks.c.inspection == bindparam("inspection"),
            marks.c.subject == bindparam("subject"),
            marks.c.change_id == bindparam("change_id"),
        )
    )
    for marks in (_superseded, _purged)
}
_DROP_BODY = Statement(
    delete(_body).where(
        _body.c.change_id.in_(
            select(_change.c.id).where(
                _change.c.id == bindparam("id"),
                _change.c.inspection == bindparam("inspection"),
                _change.c.subject == bindparam("subject"),
                _change.c.kind != BodyPurged.KIND,
            )
        )
    )
)


class Journal(JournalReading):
    """Adds changes and folds them in at once; what is read through it stays in step."""

    # What comes in

    def record(self, change: Change) -> None:
        """Keep a change that was made just now, and fold it into what stands.

        Nobody can have superseded or purged it yet, so nothing is asked of what is kept here.
        """
        header = change.header
        self._keep(change)
        self._keep_body(change)
        self._fold(change, is_own=True)
        head = ChainHead(header.chain, header.sequence, change.id)
        self.tips = Tips({**self.tips.heads, header.chain: head}, header.stamp)

    def add(self, change: Change, *, admitted: bool = True) -> bool:
        """Keep a change from elsewhere and, when it is admitted, fold it into what stands.

        Returns whether it was new. One that is here already changes nothing, unless it brings a
        body that was missing here without having been purged.
        """
        is_new = not self.has(change.id)
        if is_new:
            self._keep(change)
            self.tips = Tips()
            if self.is_destroyed(change.header.inspection):
                self._mark_purged(change.header, change.id)
        is_purge = change.header.kind == BodyPurged.KIND
        if change.salt is not None and (is_purge or not self._is_marked(_purged.name, change)):
            self._keep_body(change)
        if is_new and admitted:
            self._fold(change)
        elif is_new:
            _QUARANTINE.run(self._driver, change_id=change.id)
        return is_new

    def admit(self, changes: Iterable[Change]) -> None:
        """Take changes out of quarantine and fold them in."""
        for change in changes:
            _RELEASE.run(self._driver, change=change.id)
            self._fold(change)

    def rebuild(
        self, inspection: InspectionId, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Throw away what stands and fold it anew from the admitted changes.

        Args:
            inspection: whose.
            progress: changes done and in all.
        """
        for projection in (_version, _superseded, _purged):
            self._connection.execute(
                delete(projection).where(projection.c.inspection == inspection)
            )
        self._touched.clear()
        self.news[inspection] = None
        changes = self.changes(inspection, admitted=True)
        if progress is not None:
            changes = _told(changes, self.count(inspection), progress)
        states = folded(changes).values()
        for state in states:
            place = {"inspection": inspection, "subject": state.subject}
            for statement, ids in (
                (_ADD_VERSION, state.heads),
                (_ADD_SUPERSEDED, state.superseded),
                (_ADD_PURGED, state.purged),
            ):
                statement.run_many(self._driver, [{**place, "change_id": id_} for id_ in ids])

    def set_aside(self, inspection: InspectionId) -> None:
        """Remove all that was said in an inspection; who recorded when stays, linked and signed.

        What comes again is kept again, and stands once :meth:`rebuild` has folded it.
        """
        of_it = select(_change.c.id).where(_change.c.inspection == inspection)
        self._connection.execute(delete(_body).where(_body.c.change_id.in_(of_it)))
        for projection in (_version, _superseded, _purged):
            self._connection.execute(
                delete(projection).where(projection.c.inspection == inspection)
            )
        self._touched.clear()
        self.tips = Tips()

    def projection(self, inspection: InspectionId) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Return the fold's rows by table, sorted by natural key: equal folds, equal rows."""
        found = {}
        for projection in (_version, _superseded, _purged):
            wanted = select(projection).where(projection.c.inspection == inspection)
            rows = self._connection.execute(wanted)
            found[projection.name] = tuple(sorted(tuple(row) for row in rows))
        return found

    # How it is kept in step

    def _keep(self, change: Change) -> None:
        header = change.header
        added = _ADD_CHANGE.run(
            self._driver,
            id=change.id,
            inspection=header.inspection,
            chain=header.chain,
            sequence=header.sequence,
            device=header.device,
            author=header.author,
            time_ms=header.time_ms,
            wall_ms=header.stamp.wall_ms,
            counter=header.stamp.counter,
            kind=header.kind,
            kind_version=header.kind_version,
            subject=header.subject,
            pack=header.pack,
            signature=change.signature,
        )
        _ADD_HEADER.run(self._driver, position=added.lastrowid, header=change.header_bytes)

    def _keep_body(self, change: Change) -> None:
        self._tell(change.header)
        _ADD_BODY.run(self._driver, change_id=change.id, salt=change.salt, body=change.body_bytes)

    def _tell(self, header: Header) -> None:
        told = self.news.setdefault(header.inspection, set())
        if told is not None:
            told.add(header.subject)

    def _fold(self, change: Change, *, is_own: bool = False) -> None:
        header = change.header
        self._tell(header)
        place = {"inspection": header.inspection, "subject": header.subject}
        was = set(self.heads_of(header.inspection, header.subject))
        # What the newcomer supersedes goes, whatever it said: then nothing need be read.
        before = (
            SubjectState(header.subject)
            if was.issubset(header.supersedes)
            else self.versions(header.inspection, header.subject)
        )
        after = applied(before if is_own else self._with_marks(before, change), change)
        is_ = set(after.heads)
        for gone in was - is_:
            _DROP_VERSION.run(self._driver, **place, change_id=gone)
        for new in is_ - was:
            _ADD_VERSION.run(self._driver, **place, change_id=new)
        for each in header.supersedes:
            _ADD_SUPERSEDED.run(self._driver, **place, change_id=each)
        if isinstance(change.body, BodyPurged):
            self._erase(header, change.body.changes)
        if isinstance(change.body, InspectionDestroyed):
            self._erase_all(header.inspection)
        stands = SubjectState(header.subject, after.versions)
        self._touched[header.inspection, header.subject] = stands

    def _with_marks(self, before: SubjectState, change: Change) -> SubjectState:
        """Return ``before`` knowing whether the newcomer was superseded or purged before it came.

        Of all that ever was, only what concerns the newcomer can matter now: what stands has been
        through the fold already.
        """
        newcomer = frozenset({change.id})
        return replace(
            before,
            superseded=newcomer if self._is_marked(_superseded.name, change) else frozenset(),
            purged=newcomer if self._is_marked(_purged.name, change) else frozenset(),
        )

    def _erase_all(self, inspection: InspectionId) -> None:
        """Destroy every body of the inspection but that of its destruction."""
        of_it = select(_change.c.inspection, _change.c.subject, _change.c.id).where(
            _change.c.inspection == inspection,
            _change.c.subject != Subject.DESTRUCTION.value,
        )
        marks = insert(_purged).prefix_with("OR IGNORE")
        self._connection.execute(marks.from_select(["inspection", "subject", "change_id"], of_it))
        ids = of_it.with_only_columns(_change.c.id)
        self._connection.execute(delete(_body).where(_body.c.change_id.in_(ids)))
        self._touched.clear()
        self.news[inspection] = None

    def _mark_purged(self, header: Header, change: ChangeId) -> None:
        place = {"inspection": header.inspection, "subject": header.subject}
        _ADD_PURGED.run(self._driver, **place, change_id=change)

    def _erase(self, purge: Header, changes: Iterable[ChangeId]) -> None:
        """Destroy the bodies named, as far as they are about the purge's own subject."""
        place = {"inspection": purge.inspection, "subject": purge.subject}
        for each in changes:
            _ADD_PURGED.run(self._driver, **place, change_id=each)
            _DROP_BODY.run(self._driver, **place, id=each)

    def _is_marked(self, marks: str, change: Change) -> bool:
        row = (
            _MARKS[marks]
            .run(
                self._driver,
                inspection=change.header.inspection,
                subject=change.header.subject,
                change_id=change.id,
            )
            .fetchone()
        )
        return row is not None


def _told(
    changes: Iterable[Change], total: int, progress: Callable[[int, int], None]
) -> Iterator[Change]:
    for done, change in enumerate(changes, 1):
        yield change
        progress(done, total)
