"""What has changed since an interim summary: worked out from what stood then, not from kept words.

So what was purged meanwhile is told nowhere, and what is not to be exported now is not quoted from
then.
"""

from dataclasses import dataclass, replace

from inspector_app.domain import spilled
from inspector_app.domain.changes.bodies import BodyPurged, NameErased
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.fold import FOLD_VERSION
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId
from inspector_app.domain.interims import Interim
from inspector_app.domain.items import InterimItem
from inspector_app.domain.locales import whole_words
from inspector_app.domain.markings import highest
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.reports.content import content, content_sha256
from inspector_app.reports.facts import By, Content, Form, Options, SinceFacts
from inspector_app.reports.since import changes
from inspector_app.services.history import HistoryService, of_interim
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.texts import tr, tr_counted
from inspector_app.version import VERSION


@dataclass(frozen=True, slots=True)
class Compared:
    """What would be printed now, beside what has changed in it."""

    printed: Content
    since: SinceFacts


@dataclass(frozen=True, slots=True)
class _Known:
    """What of the journal an interim summary was made from, as it is here."""

    is_whole: bool
    destroyed: int
    """Entries that stood then and were purged since."""


class InterimChanges:
    """Compares an inspection with what an interim summary of it printed."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, history: HistoryService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._history = history

    def compared(self, inspection: InspectionId, item: InterimItem, options: Options) -> Compared:
        """Return what would be printed now, and how it differs from what stood then.

        Both are of the choice in ``options``, whatever was chosen then. Without a marking of its
        own the paper bears the highest of both, since words of then may be quoted in it.

        Raises:
            RuleViolation: the chosen marking is lower than that of something printed, now or then;
                or something marked SECRET or above stood then.
        """
        standing, heads = self._inspections.standing_with_heads(inspection)
        interim = item.interim
        try:
            stood = self._history.stood(inspection, of_interim(interim, Stamp(item.made.time_ms)))
        except NotFound:
            since = self._since(item, standing, (_nothing_here(interim),))
            return Compared(_read(standing, heads, options), since)
        spilled.require_none(stood)
        now = standing.highest_marking()
        if options.marking is None and (both := highest((now, stood.highest_marking()))) != now:
            options = replace(options, marking=both)
        printed = _read(standing, heads, options)
        marking = options.marking or now
        try:
            then = _read(stood, interim.heads, replace(options, marking=marking))
        except RuleViolation as error:
            raise RuleViolation(
                tr(
                    "What stood in {interim} and has changed is marked higher than {marking}, so "
                    "changes since then cannot be told under that marking. Choose a higher one, "
                    "or make the paper without changes."
                ).format(interim=interim.number, marking=marking.words())
            ) from error
        remarks = self._remarks(inspection, interim, stood)
        asked_then, asked = ({line.id for line in each.pack.lines()} for each in (stood, standing))
        told = replace(
            self._since(item, standing, remarks),
            sections=changes(then.record, printed.record, asked_then - asked),
        )
        return Compared(printed, told)

    def _since(self, item: InterimItem, standing: Standing, remarks: tuple[str, ...]) -> SinceFacts:
        made = item.made
        by = By(standing.initials(made.author), made.time_ms, when_words(made.time_ms))
        return SinceFacts(item.interim.number, by, remarks, ())

    def _remarks(
        self, inspection: InspectionId, interim: Interim, stood: Standing
    ) -> tuple[str, ...]:
        known = self._known(inspection, interim.heads)
        found = []
        if not known.is_whole:
            found.append(
                tr(
                    "{interim} printed work of which not all is on this laptop. Changes to what "
                    "is not here are not told. Bring the laptops together and make this paper "
                    "again."
                ).format(interim=interim.number)
            )
        if known.destroyed:
            found.append(
                tr_counted(
                    known.destroyed,
                    "{number} entry that stood then was destroyed by a purge since. What it said "
                    "is not told.",
                    "{number} entries that stood then were destroyed by a purge since. What they "
                    "said is not told.",
                ).format(number=whole_words(known.destroyed))
            )
        if not found and not _is_as_printed(interim, stood):
            found.append(
                tr(
                    "{interim} was made by another version of the app or in another language. "
                    "What follows compares what would be printed of that now."
                ).format(interim=interim.number)
            )
        return tuple(found)

    def _known(self, inspection: InspectionId, heads: dict[ChainId, ChangeId]) -> _Known:
        with self._recording.read() as work:
            admitted = list(work.journal.changes(inspection, admitted=True))
            kinds = [BodyPurged.KIND, NameErased.KIND]
            apart = list(work.journal.changes(inspection, admitted=False, kinds=kinds))
        by_id = {change.id: change for change in (*apart, *admitted)}
        known: set[ChangeId] = set()
        is_whole = True
        for chain, head in heads.items():
            at = by_id.get(head)
            while at is not None and at.header.chain == chain and at.header.sequence > 1:
                known.add(at.id)
                at = by_id.get(at.header.previous)
            is_whole = is_whole and at is not None and at.header.chain == chain
            known |= {at.id} if at is not None else set()
        destroyed = {
            change
            for purge in admitted
            if isinstance(purge.body, BodyPurged) and purge.id not in known
            for change in purge.body.changes
            if change in known
        }
        return _Known(is_whole, len(destroyed))


def options_of(interim: Interim) -> Options:
    """Return what was chosen when an interim summary was made."""
    return Options(
        form=Form.INTERIM_SUMMARY,
        marking=interim.marking,
        accounts=interim.accounts,
        thumbnails=interim.thumbnails,
        file_names=interim.file_names,
        sections=interim.sections,
        detail=interim.detail,
        up_to=interim.up_to,
    )


def _read(standing: Standing, heads: dict[ChainId, ChangeId], options: Options) -> Content:
    return content(standing, heads, options, fold_version=FOLD_VERSION, app_version=VERSION)


def _is_as_printed(interim: Interim, stood: Standing) -> bool:
    try:
        then = _read(stood, interim.heads, options_of(interim))
    except RuleViolation:
        return False
    return content_sha256(then) == interim.content_sha256


def _nothing_here(interim: Interim) -> str:
    return tr(
        "Nothing of what {interim} printed is on this laptop, so no change since then can be "
        "told. Bring the laptops together and make this paper again."
    ).format(interim=interim.number)
