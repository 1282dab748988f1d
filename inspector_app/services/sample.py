"""The sample inspections that came with the app, and how one is taken into a vault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain import dates, markings
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import BadInput, InspectorError, NotFound
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId, SourceId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.markings import Marking
from inspector_app.domain.sources import Arrangement, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.packs import reader, shelf
from inspector_app.services import written
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.inspections import InspectionService, NewInspection
from inspector_app.services.recording import Recording
from inspector_app.services.sources import SourceService
from inspector_app.services.written import Written
from inspector_app.texts import tr

FILE = "inspection.yaml"
CAMBRIDGESHIRE = "cambridgeshire-2013"

_WHOLE = (
    *("force", "pack", "fieldwork", "marking", "title", "me", "team", "switched", "headlines"),
    *("sources", "accounts", "evidence", "answers"),
)
_EVIDENCE = ("file", "caption", "lines", "do_not_export")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SampleEvidence:
    """One file of a sample."""

    path: Path
    caption: str
    lines: tuple[LineId, ...]
    do_not_export: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample inspection, read and found fit for its pack."""

    force: Named
    pack: str
    fieldwork: PartialDate
    marking: Marking
    title: str
    me: Member
    team: tuple[Member, ...]
    switched: dict[SectionId, bool]
    headlines: dict[SectionId, str]
    answers: dict[LineId, Answer]
    sources: dict[str, Source]
    """By the key that accounts name."""
    accounts: tuple[Account, ...]
    """The source of each is a key of ``sources``, or empty."""
    evidence: tuple[SampleEvidence, ...]


def read_sample(folder: Path, checklists: Path) -> Sample:
    """Return the sample in ``folder``.

    Raises:
        NotFound: there is none, or its pack is not on this device.
        BadInput: something in it cannot be recorded; the text names file, line and reason.
    """
    if not (folder / FILE).is_file():
        raise NotFound(
            tr(
                "The sample inspection is missing from this installation ({folder}), so "
                "nothing was opened. Install the app again; what is recorded is unharmed."
            ).format(folder=folder)
        )
    whole = written.yaml_file(folder / FILE).only(_WHOLE)
    pack = reader.read_pack(shelf.find(checklists, whole.needed("pack")))
    fieldwork = whole.meant("fieldwork", dates.read_written)
    if fieldwork is None:
        whole.refuse(tr("the field fieldwork is missing"))
    return Sample(
        force=_force(whole.record("force").only(("entry", "name")), pack),
        pack=pack.id,
        fieldwork=fieldwork,
        marking=whole.meant("marking", markings.read) or Marking(),
        title=whole.text("title"),
        me=_member(whole.record("me")),
        team=tuple(map(_member, whole.records("team"))),
        switched=_switched(whole.record("switched"), pack),
        headlines=_headlines(whole.record("headlines"), pack),
        answers=written.answers(whole.record("answers"), pack),
        sources=(sources := written.sources(whole.record("sources"), pack)),
        accounts=tuple(_account(each, pack, sources) for each in whole.records("accounts")),
        evidence=tuple(_evidence(each, folder, pack) for each in whole.records("evidence")),
    )


class SampleService:
    """Takes samples into the open vault."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        evidence: EvidenceService,
        sources: SourceService,
        samples: Path,
        checklists: Path,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._evidence = evidence
        self._sources = sources
        self._samples = samples
        self._checklists = checklists

    def open_sample(
        self, progress: Progress | None = None, name: str = CAMBRIDGESHIRE
    ) -> InspectionId:
        """Return the sample's inspection, which is taken in unless it is here already.

        If the app was stopped in the midst of it, what is missing is taken in now; what was
        recorded in it since is left alone.

        Args:
            progress: steps done and in all.
            name: the sample's folder.

        Raises:
            NotFound, BadInput: as :func:`read_sample`.
            DeviceFull: the disk is full; what was taken in stays and is completed the next time.
        """
        begun, is_whole = self._known(name)
        if begun is not None and is_whole:
            return begun
        sample = read_sample(self._samples / name, self._checklists)
        steps = _Steps(progress, 3 + len(sample.headlines) + len(sample.accounts))
        inspection = begun or self._begin(sample)
        self._remember(name, inspection, is_whole=False)
        steps.next()
        standing = self._inspections.standing(inspection)
        missing = {
            line: answer
            for line, answer in sample.answers.items()
            if not standing.answer(line).versions
        }
        if missing:
            self._inspections.answer_many(inspection, missing)
        steps.next()
        for section, text in sample.headlines.items():
            if not standing.headline(section).versions:
                self._inspections.headline(inspection, section, Headline(text))
            steps.next()
        known = self._take_sources(inspection, sample, standing)
        steps.next()
        given = [held.value for _, held in standing.accounts()]
        for named in sample.accounts:
            account = replace(named, source=known[named.source]) if named.source else named
            if account not in given:
                self._inspections.give_account(inspection, account)
            steps.next()
        for item in sample.evidence:
            self._attach(inspection, item)
        self._remember(name, inspection, is_whole=True)
        return inspection

    def known(self, name: str = CAMBRIDGESHIRE) -> InspectionId | None:
        """Return the sample's inspection in this vault; None when it is not here."""
        return self._known(name)[0]

    def _known(self, name: str) -> tuple[InspectionId | None, bool]:
        with self._recording.read() as work:
            kept = work.settings.get(f"sample/{name}")
            if not kept or kept["inspection"] not in work.journal.inspections():
                return None, False
        return InspectionId(kept["inspection"]), kept["whole"]

    def _remember(self, name: str, inspection: InspectionId, *, is_whole: bool) -> None:
        with self._recording.begin() as work:
            work.settings.set(f"sample/{name}", {"inspection": inspection, "whole": is_whole})
            work.commit()

    def _begin(self, sample: Sample) -> InspectionId:
        return self._inspections.start(
            NewInspection(
                force=sample.force,
                pack=sample.pack,
                fieldwork=sample.fieldwork,
                marking=sample.marking,
                title=sample.title,
                switched=sample.switched,
                # Whoever opens it goes by their own initials, which stand before their numbers.
                me=Member(sample.me.role, self._recording.actor.tag),
                team=tuple(("", member) for member in sample.team),
            )
        )

    def _take_sources(
        self, inspection: InspectionId, sample: Sample, standing: Standing
    ) -> dict[str, SourceId]:
        """Record the sources that are missing; return the ids of all, by key."""
        here = {_as_written(item.source): item.id for item in standing.sources()}
        found = {}
        for key, source in sample.sources.items():
            if (known := here.get(source)) is None:
                known = self._sources.record(inspection, source).id
            found[key] = known
        return found

    def _attach(self, inspection: InspectionId, item: SampleEvidence) -> None:
        (kept,) = self._evidence.attach(inspection, [item.path], item.lines, item.caption)
        if kept.item is None:
            raise BadInput(kept.refusal)
        if item.do_not_export:
            self._evidence.caption(inspection, kept.item, Caption(item.caption, do_not_export=True))


def _as_written(source: Source) -> Source:
    """Return a recorded source without what it was given when it was recorded."""
    if isinstance(source.particulars, Arrangement):
        source = replace(source, particulars=replace(source.particulars, global_id=""))
    return replace(source, number="")


def _account(written_: Written, pack: Pack, sources: Mapping[str, Source]) -> Account:
    found = written.account(written_, pack)
    if found.source and found.source not in sources:
        written_.refuse(tr("there is no source {source}").format(source=found.source), "source")
    return found


class _Steps:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def next(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _force(force: Written, pack: Pack) -> Named:
    entry, name = force.needed("entry"), force.needed("name")
    known = pack.entry(entry)
    if known is None or known.name != name:
        force.refuse(
            tr("the register has no {entry} called {name}").format(entry=entry, name=name), "entry"
        )
    return Named(name, entry)


def _member(member: Written) -> Member:
    member.only(("initials", "role"))
    role = member.choice("role", TeamRole)
    if role is None:
        member.refuse(tr("the field role is missing"))
    return Member(role, member.needed("initials"))


def _switched(sections: Written, pack: Pack) -> dict[SectionId, bool]:
    for key in sections.entries:
        _require_section(sections, key, pack)
    return {SectionId(key): sections.flag(key) for key in sections.entries}


def _headlines(sections: Written, pack: Pack) -> dict[SectionId, str]:
    for key in sections.entries:
        _require_section(sections, key, pack)
    return {SectionId(key): sections.needed(key) for key in sections.entries}


def _require_section(sections: Written, key: str, pack: Pack) -> None:
    try:
        pack.section(key)
    except InspectorError as error:
        sections.refuse(str(error), key)


def _evidence(item: Written, folder: Path, pack: Pack) -> SampleEvidence:
    item.only(_EVIDENCE)
    path = folder / item.needed("file")
    if not path.is_file() or folder.resolve() not in path.resolve().parents:
        item.refuse(tr("there is no such file in the sample’s folder"), "file")
    for line in item.texts("lines"):
        try:
            pack.line(line)
        except InspectorError as error:
            item.refuse(str(error), "lines")
    lines = tuple(LineId(line) for line in item.texts("lines"))
    return SampleEvidence(path, item.text("caption"), lines, item.flag("do_not_export"))
