"""Finding things: the index kept in step with what is recorded, and the search in it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from inspector_app.domain import searching
from inspector_app.domain.assigning import NOTHING_MINE, mine
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, Cancelled, EvidenceDamaged, NotFound
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.learned import Learned
from inspector_app.domain.searching import Filter, Kind, Passage
from inspector_app.domain.standing import Standing
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.storage.search import MARK, UNMARK, Found
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

_AT_ONCE = 500
"""Passages that are added together, at the least, when all are made anew."""
MOST_TEXT = 200_000
"""Characters of one file that can be searched; a page has about 3,000."""
_PDF = "application/pdf"
_LONDON = ZoneInfo("Europe/London")
_INSPECTION = subject(Subject.INSPECTION)
_PACK = subject(Subject.PACK)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and where it is."""

    kind: Kind
    subject: str
    """As the journal writes it; ``line:…`` and ``term:…`` for what the checklist brings."""
    number: str
    """``CC-PO-07``, ``JS/12``, a section's id, or the term itself."""
    place: str
    """The line, else the section, where it stands; empty for a term, or a file of no line."""
    pieces: tuple[tuple[str, bool], ...]
    """An excerpt: words, and whether they are what was looked for."""

    @property
    def excerpt(self) -> str:
        """The excerpt without its marks."""
        return "".join(words for words, _ in self.pieces)


class SearchService:
    """Keeps the index of an open vault and searches it."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, evidence: EvidenceService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence

    def find(
        self,
        inspection: InspectionId,
        words: str,
        limit: int = 50,
        filters: Collection[Filter] = (),
        learned: Learned | None = None,
    ) -> tuple[Hit, ...]:
        """Return what holds all the words, the best first; each thing once.

        Accents and the usual endings make no difference, and each word may be only begun.

        Args:
            inspection: whose.
            words: as typed; no character in them has a meaning of its own.
            limit: how many at most.
            filters: all of them must hold; without words they choose alone.
            learned: narrows to what has to do with one kind of source, as a filter does.
        """
        with self._recording.read() as work:
            sections, own = None, NOTHING_MINE
            if Filter.NOT_ESTABLISHED in filters:
                pack = self._inspections.pinned(work, inspection)
                scopes = work.journal.states(inspection, Subject.SECTION)
                standing = Standing(inspection, pack, scopes, {})
                sections = [section.id for section in standing.sections()]
            if Filter.MINE in filters:
                pack = self._inspections.pinned(work, inspection)
                assignments = work.journal.states(inspection, Subject.ASSIGNMENT)
                me = self._recording.actor_for(inspection).person
                own = mine(Standing(inspection, pack, assignments, {}), me)
            # Pieces of one long text come as several; each thing is told once.
            found = work.search.find(
                inspection, words, 2 * limit, filters, self._today_ms(), sections, own, learned
            )
        return tuple(map(_hit, found[:limit]))

    # The text of files

    def read_files(
        self,
        inspection: InspectionId,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Read the words of evidence files that were not read yet; return how many were.

        Takes PDF and text files, of each the first :data:`MOST_TEXT` characters. The words go into
        the vault's database and nowhere else. A file that cannot be read has none.

        Args:
            inspection: whose.
            progress: files done and in all.
            cancelled: asked between files; those that were read stay read.

        Raises:
            Cancelled: ``cancelled`` said so, or the vault was closed.
        """
        with self._recording.read() as work:
            was_read = work.search.files_read(inspection)
            states = work.journal.states(inspection, Subject.EVIDENCE)
            pack = self._inspections.pinned(work, inspection)
            waiting = [
                item
                for item in Standing(inspection, pack, states, {}).evidence()
                if _is_readable(item.file)
                and was_read.get(subject(Subject.EVIDENCE, item.id)) != item.file.sha256
                and work.blobs.find(inspection, item.file.sha256) is not None
            ]
        for done, item in enumerate(waiting, 1):
            if cancelled is not None and cancelled():
                raise Cancelled(tr("Reading files for the search was stopped; it goes on later."))
            self._read_file(inspection, item.file, subject(Subject.EVIDENCE, item.id))
            if progress is not None:
                progress(done, len(waiting))
        return len(waiting)

    def _read_file(self, inspection: InspectionId, file: EvidenceFile, about: str) -> None:
        try:
            text = self._evidence.text(inspection, file.sha256, MOST_TEXT)
        except (BadInput, EvidenceDamaged, NotFound):
            text = ""
        with self._recording.begin() as work:
            pack = self._inspections.pinned(work, inspection)
            # Meanwhile it may have been withdrawn or purged.
            item = searching.item_of(about, _loaded(work, inspection, about, pack))
            if item is None or item.file.sha256 != file.sha256:
                return
            passages = searching.of_file(text, item, pack)
            work.search.keep_text(inspection, about, file.sha256, passages)
            work.commit()

    # Keeping step

    def follow(self, work: UnitOfWork) -> None:
        """Bring the index in step with what ``work`` has recorded, before it is committed."""
        for inspection, news in work.journal.news.items():
            if work.journal.is_destroyed(inspection):
                work.search.erase(inspection)
                continue
            try:
                pack = self._inspections.pinned(work, inspection)
            except NotFound:  # its particulars wait in quarantine; they bring everything in
                continue
            is_under_another = news is not None and _PACK in news
            begins = news is not None and _INSPECTION in news and not work.search.has(inspection)
            if news is None or is_under_another or begins:
                self._make_anew(work, inspection, pack)
                continue
            for about in dict.fromkeys(map(searching.shown_by, sorted(news))):
                _keep(work, inspection, about, _loaded(work, inspection, about, pack))

    def make_anew(self, inspection: InspectionId) -> None:
        """Make the index of an inspection from nothing; the text of files is kept."""
        with self._recording.begin() as work:
            work.expect_to_read_all()
            self._make_anew(work, inspection, self._inspections.pinned(work, inspection))
            work.commit()

    def _make_anew(self, work: UnitOfWork, inspection: InspectionId, pack: Pack) -> None:
        work.search.clear(inspection)
        work.search.add(inspection, searching.of_pack(pack))
        states = work.journal.states(inspection)
        whole = Standing(inspection, pack, states, {})
        items = {subject(Subject.EVIDENCE, item.id): item for item in whole.evidence()}
        waiting: list[Passage] = []
        for about, state in states.items():
            if len(waiting) >= _AT_ONCE:
                work.search.add(inspection, waiting)
                waiting.clear()
            if about in items:
                told = searching.of_item(items[about], pack)
                waiting += told
                _keep_text(work, inspection, about, items[about], told[0])
            elif about == searching.shown_by(about):
                beside = {e: states[e] for e in searching.companions(about) if e in states}
                part = Standing(inspection, pack, {about: state, **beside}, {})
                passages = searching.of_subject(about, part)
                if about.startswith(f"{Subject.REGISTER.value}:"):  # the pack may have it too
                    work.search.add(inspection, waiting)
                    waiting.clear()
                    work.search.replace(inspection, about, passages)
                else:
                    waiting += passages
        work.search.add(inspection, waiting)
        for about in work.search.files_read(inspection).keys() - items.keys():
            work.search.forget_text(inspection, about)

    def _today_ms(self) -> int:
        now = self._recording.now().astimezone(_LONDON)
        return int(datetime.combine(now.date(), time(), _LONDON).timestamp() * 1000)


def _loaded(work: UnitOfWork, inspection: InspectionId, about: str, pack: Pack) -> Standing:
    """Return as much of the inspection as the passages of one subject need."""
    states: dict[str, SubjectState] = {about: work.journal.state(inspection, about)}
    for each in searching.companions(about):
        states |= work.journal.states_under(inspection, each)
    return Standing(inspection, pack, states, {})


def _keep(work: UnitOfWork, inspection: InspectionId, about: str, standing: Standing) -> None:
    if not about.startswith(f"{Subject.EVIDENCE.value}:"):
        work.search.replace(inspection, about, searching.of_subject(about, standing))
        return
    item = searching.item_of(about, standing)
    if item is None:
        work.search.replace(inspection, about, ())
        work.search.forget_text(inspection, about)
    else:
        passages = searching.of_item(item, standing.pack)
        work.search.replace(inspection, about, passages)
        _keep_text(work, inspection, about, item, passages[0])


def _keep_text(
    work: UnitOfWork, inspection: InspectionId, about: str, item: EvidenceItem, first: Passage
) -> None:
    """Keep the text of an item's file where the first passage of the item is found."""
    if work.search.read(inspection, about) == item.file.sha256:
        work.search.move_text(
            inspection, about, first.section, first.line, is_withheld=first.is_withheld
        )
    else:
        work.search.forget_text(inspection, about)


def _is_readable(file: EvidenceFile) -> bool:
    return file.media_type == _PDF or file.media_type.startswith("text/")


def _hit(found: Found) -> Hit:
    return Hit(
        found.kind,
        found.subject,
        found.number,
        found.line or found.section or "",
        tuple(_pieces(found.excerpt)),
    )


def _pieces(excerpt: str) -> Iterable[tuple[str, bool]]:
    """Yield the words of an excerpt on one line, in turn unmarked and marked."""
    flat = " ".join(excerpt.split())
    first, *rest = flat.split(MARK)
    if first:
        yield first, False
    for piece in rest:
        marked, _, after = piece.partition(UNMARK)
        yield marked, True
        if after:
            yield after, False
