"""The history in words: what each change did, how it differs from what stood before, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain import (
    accuracy_words,
    at_base,
    correction_wording,
    debriefing,
    phasing,
    recommending,
    registers,
    retaining,
    sheet_words,
    source_wording,
    wording,
)
from inspector_app.domain.accuracy import Draft
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Assigned,
    Body,
    BodyPurged,
    CaptureTimed,
    ClockObserved,
    CorrectionRecorded,
    DebriefHeld,
    DeviceAdmitted,
    DraftSent,
    EncounterPlanned,
    EntryRecorded,
    EvidenceAdded,
    EvidenceCaptioned,
    EvidenceForgotten,
    EvidenceLinked,
    FollowUpNamed,
    HeadlineModerated,
    HeadlineTicked,
    HeadlineWritten,
    HoldSet,
    InspectionDescribed,
    InspectionDestroyed,
    InterimMade,
    LaptopNamed,
    MemberNamed,
    NameErased,
    PackPinned,
    ParagraphWritten,
    PhaseEntered,
    PointAnswered,
    PointMade,
    ProgressTold,
    PromptPutAside,
    Purged,
    RecommendationMade,
    ReplyTaken,
    RetentionSet,
    SectionSwitched,
    SheetPrinted,
    SourceRecorded,
    StickAuthorised,
    Subject,
    SummaryCountersigned,
    SummaryRaised,
    SummarySigned,
    Unknown,
    Withdrawn,
    WorkbookRead,
    WorkbookSent,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.earlier import undone
from inspector_app.domain.changes.fold import Version
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.debriefs import Debrief
from inspector_app.domain.encounters import time_words
from inspector_app.domain.errors import NotFound
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import ChangeId, LineId, PersonId, Sha256, SourceId
from inspector_app.domain.markings import Marking
from inspector_app.domain.pack_differences import asks_otherwise
from inspector_app.domain.prompts.prompt import prompt_name
from inspector_app.domain.recommendations import Advance, Recommendation
from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing, field_of, markings_on
from inspector_app.domain.strength import accounts_of
from inspector_app.domain.timetable import Planned, planned_words
from inspector_app.domain.workbooks import Workbook
from inspector_app.texts import tr

_LONGEST = 160
"""Characters of what was said, in the one sentence of an act; the differences tell it in full."""
_GROUNDS = {
    "spilled-material": tr("spilled material"),
    "retention": "retention",
    "right-to-erasure": tr("right to erasure"),
}
_OF_ITEMS = frozenset(
    each.value for each in (Subject.EVIDENCE, Subject.CAPTION, Subject.CAPTURE, Subject.LINK)
)
_OF_A_SECTION = (
    Subject.HEADLINE,
    Subject.MODERATION,
    Subject.SECTION,
    Subject.ASSIGNMENT,
    Subject.TICK,
)
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the history shows it."""

    change: ChangeId
    subject: str
    time_ms: int
    """Milliseconds UTC by the recording laptop's clock."""
    author: PersonId
    initials: str
    what: str
    """One sentence without its full stop."""
    differences: tuple[str, ...]
    """How it differs from what stood before, one sentence for each field."""
    why: str
    """The reason that was given; empty: none was asked for."""
    place: str
    """The line, else the section, that it concerns; empty: the inspection as a whole."""
    is_undone: bool
    """Somebody has taken it back, and not recorded it again since."""
    is_undoing: bool
    is_purged: bool
    is_newer: bool
    """Made by a newer version of the app."""
    laptop: str = ""
    """Initials of the laptop's owner, where somebody else acted on it."""
    marked: tuple[Marking, ...] = ()
    """What its act, and what stood before it, was marked."""
    session: str = ""
    """Why and on whose word facts were corrected, where it was a correction; empty: it was none."""

    def who(self) -> str:
        """Return who acted: ``AM``, or ``AM on JS’s laptop``."""
        return (
            tr("{initials} on {laptop}’s laptop").format(initials=self.initials, laptop=self.laptop)
            if self.laptop
            else self.initials
        )

    def words(self) -> str:
        """Return the whole of it in one line but for who and when."""
        said = [self.what]
        if self.is_undone:
            said.append(tr("undone since"))
        if self.why:
            said.append(f"because: {self.why}")
        if self.session:
            said.append(self.session)
        return "; ".join(said)


def entries(changes: Iterable[Change], among: Sequence[Change], standing: Standing) -> list[Entry]:
    """Return changes in words, in their order.

    Args:
        changes: those to be told.
        among: all admitted changes about their subjects.
        standing: names lines, sections, people and evidence items.
    """
    known = {change.id: change for change in among}
    gone = undone(among)
    numbers = {change.header.subject: _number(change) for change in among if _number(change)}
    return [_entry(change, known, gone, standing, numbers) for change in changes]


def place_of(about: str) -> str:
    """Return the line, else the section, that a subject concerns; empty: neither."""
    kind, key = subject_kind(about), subject_key(about)
    if kind in (Subject.ANSWER.value, Subject.HEADLINE.value, Subject.SECTION.value):
        return key
    if kind in (Subject.MODERATION.value, Subject.ASSIGNMENT.value, Subject.TICK.value):
        return key
    if kind in (Subject.ACCOUNT.value, Subject.POINT.value, Subject.RESPONSE.value):
        return key.partition("/")[0]
    if kind == Subject.LINK.value:
        return key.partition("/")[2]
    return ""


def beginnings(place: str, standing: Standing) -> tuple[str, ...]:
    """Return how the subjects begin that concern a line, a section, a source or an evidence item.

    One that ends with a slash is a beginning, any other a whole subject.

    Raises:
        NotFound: there is no such line, section, source or item.
    """
    for item in standing.evidence():
        if place in (item.file.number, item.id):
            copies = [subject(Subject.EVIDENCE, copy.id) for copy in standing.copies_of(item.id)]
            return (
                subject(Subject.EVIDENCE, item.id),
                subject(Subject.CAPTION, item.id),
                subject(Subject.CAPTURE, item.id),
                f"{subject(Subject.LINK, item.id)}/",
                *copies,
            )
    for source in standing.sources():
        if place in (source.source.number, source.id):
            given = (subject(Subject.ACCOUNT, id_) for id_, _ in accounts_of(standing, source.id))
            return (
                subject(Subject.SOURCE, source.id),
                subject(Subject.ENCOUNTER, source.id),
                f"{subject(Subject.PARAGRAPH, source.id)}/",
                *given,
            )
    section = next((each for each in standing.pack.sections if each.id == place), None)
    if section is not None:
        own = tuple(subject(kind, section.id) for kind in _OF_A_SECTION) + _points_on(section.id)
        return own + tuple(b for line in section.lines for b in _of_line(line.id))
    return _of_line(standing.pack.line(place).id)


def thing(about: str, standing: Standing, numbers: Mapping[str, str] | None = None) -> str:
    """Return what a subject is called: ``CC-PO-07``, ``the headline of Public order · …``."""
    kind, key = subject_kind(about), subject_key(about)
    if kind in _OF_ITEMS:
        item = subject(Subject.EVIDENCE, key.partition("/")[0])
        file = field_of(standing.states.get(item), EvidenceFile).value
        number = file.number if file else (numbers or {}).get(item, tr("an evidence item"))
        if kind == Subject.CAPTION.value:
            return tr("the caption of {number}").format(number=number)
        if kind == Subject.CAPTURE.value:
            return tr("the time of capture of {number}").format(number=number)
        return number
    if kind == Subject.SOURCE.value:
        source = standing.source(SourceId(key)).value
        return source.number if source else (numbers or {}).get(about, tr("a source"))
    if kind == Subject.REGISTER.value:
        entry = field_of(standing.states.get(about), RegisterEntry).value
        return entry.name if entry else (numbers or {}).get(about, tr("an entry of a register"))
    if kind in (Subject.POINT.value, Subject.RESPONSE.value):
        return tr("the force’s point on {place}").format(place=place_of(about))
    if kind == Subject.DRAFT.value:
        draft = field_of(standing.states.get(about), Draft).value
        return (
            tr("the accuracy draft {draft}").format(draft=draft.number)
            if draft
            else tr("an accuracy draft")
        )
    if kind == Subject.REPLY.value:
        return tr("a reply to an accuracy draft")
    if kind == Subject.WORKBOOK.value:
        sent = field_of(standing.states.get(about), Workbook).value
        return (
            tr("the workbook {sent} for the force").format(sent=sent.number)
            if sent
            else tr("a workbook for the force")
        )
    if kind == Subject.READING.value:
        return tr("a workbook that came back filled in")
    if kind == Subject.RECOMMENDATION.value:
        made = field_of(standing.states.get(about), Recommendation).value
        return made.number if made else (numbers or {}).get(about, tr("a recommendation"))
    if kind == Subject.PROGRESS.value:
        advance = field_of(standing.states.get(about), Advance).value
        return (
            tr("progress on {of}").format(of=advance.of.number)
            if advance
            else tr("progress on a recommendation")
        )
    if kind == Subject.DEBRIEF.value:
        debrief = field_of(standing.states.get(about), Debrief).value
        return (
            tr("the debrief of {held_at}").format(held_at=debrief.held_at)
            if debrief
            else tr("a debrief")
        )
    if kind == Subject.SHEET.value:
        sheet = field_of(standing.states.get(about), Sheet).value
        number = sheet.number if sheet else (numbers or {}).get(about, "")
        return (
            tr("aide-memoire {number}").format(number=number) if number else tr("an aide-memoire")
        )
    return {
        Subject.INSPECTION.value: tr("the particulars of the inspection"),
        Subject.PACK.value: tr("the version of the checklist"),
        Subject.SECTION.value: wording.section_words(key, standing.pack),
        Subject.MEMBER.value: standing.initials(PersonId(key)),
        Subject.ANSWER.value: key,
        Subject.HEADLINE.value: tr("the headline of {section}").format(
            section=wording.section_words(key, standing.pack)
        ),
        Subject.MODERATION.value: tr("the moderation of {section}").format(
            section=wording.section_words(key, standing.pack)
        ),
        Subject.TICK.value: (
            tr("the headline of {section} in the debrief note").format(
                section=wording.section_words(key, standing.pack)
            )
        ),
        Subject.FOLLOW_UP.value: tr("which inspection is followed up"),
        Subject.ACCOUNT.value: tr("an account on {place}").format(place=place_of(about)),
        Subject.PROMPT.value: prompt_name(key),
        Subject.SUMMARY.value: tr("a signed summary"),
        Subject.INTERIM.value: (numbers or {}).get(about, tr("an interim summary")),
        Subject.SUMMARY_FILE.value: tr("a file of a signed summary"),
        Subject.DEVICE.value: tr("laptop {key}").format(key=key[:8]),
        Subject.LAPTOP.value: tr("laptop {key}").format(key=key[:8]),
        Subject.ENCOUNTER.value: _planned_name(about, standing),
        Subject.PARAGRAPH.value: _note_name(key, standing),
        Subject.PHASE.value: tr("the phase"),
        Subject.NAME.value: tr("the name of {initials}").format(
            initials=standing.initials(PersonId(key))
        ),
        Subject.CORRECTION.value: tr("a correction session"),
        Subject.ASSIGNMENT.value: tr("the assignment of {place}").format(
            place=_place_words(key, standing)
        ),
        Subject.RETENTION.value: tr("how long the inspection is kept"),
        Subject.HOLD.value: tr("the legal hold"),
        Subject.STICK.value: tr("a journey by stick"),
        Subject.COPY.value: tr("a laptop’s copy of a file"),
        Subject.CLOCK.value: tr("a laptop’s clock"),
        Subject.DESTRUCTION.value: tr("the destruction of the inspection"),
    }.get(kind, f"{kind} {key[:8]}".strip())


def facts(version: Version, about: str, standing: Standing) -> Pairs:
    """Return all that a version says, as label and words; none for what is never revised.

    An answer that was given under another version of the checklist says so.
    """
    said = _pairs(version.body, about, standing, version.pack)
    pack = standing.pack.under(version.pack)
    is_answer = isinstance(version.body, AnswerRecorded)
    if not is_answer or pack.sha256 == standing.pack.sha256 or not pack.asks(subject_key(about)):
        return said
    line = LineId(subject_key(about))
    asked = pack.line(line).text
    is_other = standing.pack.asks(line) and asks_otherwise(pack, standing.pack, line)
    under = tr("version {version} of the checklist").format(version=pack.version)
    return (
        *said,
        (
            tr("Answered under"),
            tr("{under}, which asked: {asked}").format(under=under, asked=asked)
            if is_other
            else under,
        ),
    )


def _of_line(line: LineId) -> tuple[str, ...]:
    own = (
        subject(Subject.ANSWER, line),
        f"{subject(Subject.ACCOUNT, line)}/",
        subject(Subject.ASSIGNMENT, line),
    )
    return own + _points_on(line)


def _points_on(place: str) -> tuple[str, ...]:
    return tuple(f"{subject(kind, place)}/" for kind in (Subject.POINT, Subject.RESPONSE))


def _entry(
    change: Change,
    known: Mapping[ChangeId, Change],
    gone: frozenset[ChangeId],
    standing: Standing,
    numbers: Mapping[str, str],
) -> Entry:
    header, body = change.header, change.body
    what, why = _said(change, standing, thing(header.subject, standing, numbers), numbers)
    why = change.settles or why
    if change.undoes is not None:
        what, why = tr("Undid an act. {what}").format(what=what), "" if why == "Undone" else why
    session = correction_wording.told(standing, change.id, change.session)
    before = [
        (known[each].body, known[each].header.pack) for each in header.supersedes if each in known
    ]
    return Entry(
        change.id,
        header.subject,
        header.time_ms,
        header.author,
        standing.initials(header.author),
        what,
        tuple(_differences(before, (body, header.pack), header.subject, standing)),
        why,
        place_of(header.subject),
        change.id in gone,
        change.undoes is not None,
        isinstance(body, Purged),
        isinstance(body, Unknown),
        _laptop(change, standing),
        tuple(
            dict.fromkeys(
                each for told in (body, *(each for each, _ in before)) for each in markings_on(told)
            )
        ),
        session,
    )


def _said(
    change: Change, standing: Standing, name: str, numbers: Mapping[str, str]
) -> tuple[str, str]:
    """Return what a change did, as a sentence, and why."""
    about = change.header.subject
    match change.body:
        case InspectionDescribed(details):
            if change.header.supersedes:
                return tr("Changed the particulars of the inspection"), ""
            return tr("Began the inspection of {force}").format(force=details.force.name), ""
        case PackPinned(pin, was, reason):
            return tr("Put the inspection under {pin} {version}, before {before}").format(
                pin=pin.id, version=pin.version, before=was.version
            ), reason
        case SectionSwitched(scope):
            return tr("Put {name} {tr} scope").format(
                name=name, tr=tr("in") if scope.in_scope else tr("out of")
            ), scope.reason
        case MemberNamed(member):
            if not member.present:
                return tr("{initials} has left the team").format(initials=member.initials), ""
            return f"{member.initials}: {wording.role_words(member.role).lower()}", ""
        case AnswerRecorded(answer):
            words = _answer_words(change, standing)
            said = words or ("note" if answer.note else tr("taken out"))
            return f"{name}: {wording.first_words(said, _LONGEST)}", answer.reason
        case HeadlineWritten(headline):
            text = wording.first_words(headline.text, _LONGEST)
            return tr("Wrote {name}: “{text}”").format(name=name, text=text), headline.reason
        case HeadlineModerated(moderation):
            said = moderation.moderated or moderation.challenge
            done = tr("Moderated") if moderation.moderated else tr("Challenged")
            of = tr("the headline of {section}").format(
                section=wording.section_words(subject_key(about), standing.pack)
            )
            return f"{done} {of}: “{wording.first_words(said, _LONGEST)}”", moderation.reason
        case HeadlineTicked(tick):
            of = tr("the headline of {section}").format(
                section=wording.section_words(subject_key(about), standing.pack)
            )
            if tick.stance is None:
                return tr("Took {of} off the debrief note").format(of=of), ""
            as_ = debriefing.stance_words(tick.stance).lower()
            return tr("Ticked {of} for the debrief: {kind}").format(of=of, kind=as_), ""
        case DebriefHeld(debrief):
            verb = tr("Recorded anew") if change.header.supersedes else tr("Recorded")
            to = wording.listed([role.name for role in debrief.roles])
            told = wording.counted(len(debrief.heard), "headline", "headlines")
            return tr("{verb} the debrief of {held_at} to {to}: {told} told").format(
                verb=verb, held_at=debrief.held_at, to=to, told=told
            ), ""
        case SheetPrinted(sheet) if change.header.supersedes:
            return tr("Told what became of aide-memoire {sheet}").format(sheet=sheet.number), ""
        case SheetPrinted(sheet):
            many = wording.counted(len(sheet.lines), "line", "lines")
            return tr("Printed aide-memoire {sheet}: {many}").format(
                sheet=sheet.number, many=many
            ), ""
        case AccountGiven(account) if account.origin and account.origin.is_confirmed:
            return tr("Confirmed {name}, carried over from {force}").format(
                name=name, force=account.origin.force
            ), ""
        case AccountGiven(account):
            by = tr(" by {role}").format(role=account.role) if account.role else ""
            said = account.words or _answer_words(change, standing)
            verb = (
                tr("Carried over from {force}").format(force=account.origin.force)
                if account.origin
                else tr("Gave")
            )
            return f"{verb} {name}{by}: {wording.first_words(said, _LONGEST)}", ""
        case SourceRecorded(source):
            verb = tr("Changed") if change.header.supersedes else tr("Recorded")
            if source.origin and not change.header.supersedes:
                verb = tr("Carried over from {force}").format(force=source.origin.force)
            title = wording.first_words(source_wording.source_words(source), _LONGEST)
            return f"{verb} {name}, {source_wording.kind_words(source)}: “{title}”", ""
        case EntryRecorded(entry):
            is_known = change.header.supersedes or standing.pack.entry(entry.id)
            where = registers.register_words(entry.register)
            verb = tr("Changed") if is_known else tr("Added")
            return tr("{verb} {entry} in the register of {where}").format(
                verb=verb, entry=entry.name, where=where
            ), ""
        case DraftSent(draft):
            many = wording.counted(len(draft.paragraphs), "paragraph", "paragraphs")
            return tr("Sent the accuracy draft {draft} to {to}: {many}").format(
                draft=draft.number, to=draft.to, many=many
            ), ""
        case ReplyTaken(reply):
            many = wording.counted(reply.points, "new point", "new points")
            return tr("Took in a reply of the force to an accuracy draft: {many}").format(
                many=many
            ), ""
        case PointMade(point):
            text = wording.first_words(point.said, _LONGEST)
            return tr("The force on paragraph {paragraph}, {place}: “{text}”").format(
                paragraph=point.paragraph, place=point.place, text=text
            ), ""
        case PointAnswered(response):
            decided = accuracy_words.decision_words(response.decision)
            return f"{_capital(name)}: {decided.lower()}", response.reason
        case WorkbookSent(sent):
            many = wording.counted(len(sent.asked), "request or return", "requests and returns")
            return tr("Sent the workbook {sent} to {to}: {many}").format(
                sent=sent.number, to=sent.to, many=many
            ), ""
        case WorkbookRead(reading):
            many = wording.counted(reading.cells, "cell", "cells")
            return tr(
                "Accepted a workbook that the force filled in: {many} told something new"
            ).format(many=many), ""
        case FollowUpNamed(earlier):
            return tr("Follows up the inspection of {fieldwork}").format(
                fieldwork=earlier.fieldwork.words()
            ), ""
        case RecommendationMade(made):
            text = wording.first_words(made.text, _LONGEST)
            return f"{recommending.kind_words(made.kind)} {made.number}: “{text}”", ""
        case ProgressTold(advance):
            stage = recommending.stage_words(advance.stage).lower()
            text = wording.first_words(advance.of.text, _LONGEST)
            return f"{_capital(name)}: {stage}. “{text}”", wording.one_line(advance.note)
        case EvidenceAdded(file) if file.made_of is not None:
            original = thing(subject(Subject.EVIDENCE, file.made_of.evidence), standing, numbers)
            black = wording.areas_words(file.made_of.areas)
            return tr("Made {file} of {original}: {black} made black").format(
                file=file.number, original=original, black=black
            ), file.made_of.reason
        case EvidenceAdded(file):
            return tr("Attached {number}, {name}").format(number=file.number, name=file.name), ""
        case EvidenceCaptioned(caption):
            return tr("Wrote {name}: “{first}”").format(
                name=name, first=wording.first_words(caption.text, _LONGEST)
            ), ""
        case CaptureTimed(capture):
            return tr("Worked out {name}: {capture}").format(
                name=name, capture=wording.capture_words(capture)
            ), ""
        case EvidenceLinked(line=line):
            return tr("Put {name} to {line}").format(name=name, line=line), ""
        case PromptPutAside(aside):
            return tr("Put aside {name}").format(name=name), aside.reason
        case SummarySigned(form=form, signer=signer):
            return tr("Signed a summary ({form}) as {signer}").format(
                form=wording.form_words(form).lower(), signer=signer
            ), ""
        case InterimMade(interim):
            since = (
                tr(", with changes since {since}").format(since=interim.since)
                if interim.since
                else ""
            )
            return tr("Made the interim summary {interim}{since}").format(
                interim=interim.number, since=since
            ), ""
        case SummaryCountersigned(signer=signer):
            return tr("Countersigned a summary as {signer}").format(signer=signer), ""
        case SummaryRaised(level=level, authority=authority):
            return tr("Raised a summary to {level}, timestamped by {authority}").format(
                level=level, authority=authority
            ), ""
        case PhaseEntered(phase, reason):
            return f"Phase: {phasing.words(phase).lower()}", reason
        case RetentionSet(retention):
            return tr("To be kept until {day}").format(
                day=retaining.day_words(retention.until)
            ), retention.rule
        case HoldSet(hold):
            return tr("{tr} a legal hold").format(
                tr=tr("Placed") if hold.is_on else tr("Lifted")
            ), hold.reason
        case StickAuthorised(journey):
            by = tr("authorised by {authorised_by}").format(authorised_by=journey.authorised_by)
            return tr("To be carried to base, {base}, on stick {stick}; {by}").format(
                base=journey.base, stick=journey.stick, by=by
            ), ""
        case EvidenceForgotten(forgotten):
            when = wording.when_words(forgotten.issued_ms)
            why = tr("{base} has it in a backup, by its receipt of {when}").format(
                base=forgotten.base, when=when
            )
            laptop = subject_key(about).partition("/")[0][:8]
            return tr("Took the file of {forgotten} off laptop {laptop}").format(
                forgotten=forgotten.number, laptop=laptop
            ), why
        case ClockObserved(reading):
            how = at_base.clock_words(reading.ahead_ms)
            return tr("The clock of laptop {subject_key} was {how}, by base’s").format(
                subject_key=subject_key(about)[:8], how=how
            ), ""
        case InspectionDestroyed(destruction):
            return tr("Destroyed the inspection of {force}").format(
                force=destruction.force
            ), destruction.retention.rule
        case CorrectionRecorded(correction) if correction.has_ended:
            return tr("Ended a correction session (from {origin})").format(
                origin=correction.origin
            ), ""
        case CorrectionRecorded(correction):
            return tr("Began a correction session (from {origin})").format(
                origin=correction.origin
            ), correction.reason
        case Assigned(assignment):
            place = _place_words(subject_key(about), standing)
            people = ", ".join(map(standing.initials, assignment.people))
            return tr("Assigned {place} to {people}").format(
                place=place, people=people
            ), assignment.reason
        case Withdrawn(reason):
            if subject_kind(about) == Subject.LINK.value:
                return tr("Took {name} off {place}").format(
                    name=name, place=place_of(about)
                ), reason
            return tr("Withdrew {name}").format(name=name), reason
        case BodyPurged(changes=changes, ground=ground, reason=reason):
            many = wording.counted(len(changes), "earlier record", "earlier records")
            why = ": ".join(filter(None, (_GROUNDS.get(ground, ""), reason)))
            return tr("Destroyed {many} of {name}").format(many=many, name=name), why
        case DeviceAdmitted(device, reason, changes) if changes:
            many = wording.counted(len(changes), "record", "records")
            return tr("Took in {many} of laptop {device} that had been kept apart").format(
                many=many, device=device[:8]
            ), reason
        case DeviceAdmitted(device, reason):
            return tr("Took in what laptop {device} recorded").format(device=device[:8]), reason
        case EncounterPlanned(planned):
            verb = tr("Planned anew") if change.header.supersedes else tr("Planned")
            return f"{verb} {planned_words(planned)}", ""
        case ParagraphWritten(paragraph):
            text = wording.first_words(paragraph.text, _LONGEST)
            verb = tr("Wrote anew") if change.header.supersedes else tr("Wrote")
            marks = tr("; come back") if paragraph.come_back else ""
            marks += tr("; kept as a note") if paragraph.is_note else ""
            return tr("{verb} {name} of {time}: “{text}”{marks}").format(
                verb=verb, name=name, time=time_words(paragraph), text=text, marks=marks
            ), ""
        case NameErased(reason):
            return tr("Erased the name of {initials}").format(
                initials=standing.initials(PersonId(subject_key(about)))
            ), reason
        case LaptopNamed(owner):
            return tr("{capital} is {initials}’s").format(
                capital=_capital(name), initials=standing.initials(owner)
            ), ""
        case Purged():
            return tr("{capital}: what was recorded here was destroyed by a purge").format(
                capital=_capital(name)
            ), ""
        case Unknown(kind):
            return tr("{capital}: made by a newer version of the app ({kind})").format(
                capital=_capital(name), kind=kind
            ), ""


def _differences(
    before: Sequence[tuple[Body | Unknown | Purged, Sha256]],
    said: tuple[Body | Unknown | Purged, Sha256],
    about: str,
    standing: Standing,
) -> Iterable[str]:
    """Yield how a body differs from the one version that stood before it; each with its pack."""
    if len(before) > 1:
        yield tr("Settled {number} versions that stood side by side").format(number=len(before))
    if not before:
        return
    old, new = (dict(_pairs(body, about, standing, pack)) for body, pack in (before[0], said))
    if isinstance(said[0], AnswerRecorded) and old == new:
        then, now = (standing.pack.under(pack) for _, pack in (before[0], said))
        if then.sha256 != now.sha256:
            yield tr("Confirmed under version {version} of the checklist, before {before}").format(
                version=now.version, before=then.version
            )
            return
    if not old and not new:
        return
    for label in dict.fromkeys((*old, *new)):
        was, is_ = old.get(label, ""), new.get(label, "")
        if was == is_:
            continue
        if was and is_:
            yield f"{label}: {was} → {is_}"
        else:
            yield (
                f"{label}: {is_} (new)"
                if is_
                else tr("{label}: {was} (taken out)").format(label=label, was=was)
            )


def _pairs(body: Body | Unknown | Purged, about: str, standing: Standing, under: Sha256) -> Pairs:
    """Return the fields of a body as label and words; none for what is never revised."""
    match body:
        case AnswerRecorded(answer):
            try:
                line, pack = standing.asked(LineId(subject_key(about)), under)
            except NotFound:
                return ()
            found = wording.answer_details(answer, line, pack)
            return tuple((label or tr("Answer"), wording.one_line(words)) for label, words in found)
        case HeadlineWritten(headline):
            return (
                (tr("Headline"), wording.one_line(headline.text)),
                (tr("As at"), wording.as_at_words(headline.as_at)),
                (tr("Marking"), wording.marking_words(headline.marking)),
                (tr("Export"), _left_out(headline.do_not_export)),
            )
        case HeadlineModerated(moderation):
            return (
                (tr("Proposed headline"), wording.one_line(moderation.proposed)),
                (tr("Challenge"), wording.one_line(moderation.challenge)),
                (tr("Moderated headline"), wording.one_line(moderation.moderated)),
                (tr("Reason"), wording.one_line(moderation.reason)),
                (tr("Marking"), wording.marking_words(moderation.marking)),
            )
        case HeadlineTicked(tick):
            told = debriefing.stance_words(tick.stance) if tick.stance else tr("not told")
            return ((tr("In the debrief"), told),)
        case DebriefHeld(debrief):
            return debriefing.debrief_pairs(debrief, standing)
        case SheetPrinted(sheet):
            return sheet_words.sheet_pairs(sheet, standing)
        case PointAnswered(response):
            return accuracy_words.response_pairs(response)
        case RecommendationMade(made):
            return recommending.recommendation_pairs(made, standing)
        case ProgressTold(advance):
            return recommending.advance_pairs(advance, standing)
        case EvidenceCaptioned(caption):
            return (
                (tr("Caption"), wording.one_line(caption.text)),
                (tr("What it shows"), wording.one_line(caption.description)),
                (tr("Marking"), wording.marking_words(caption.marking)),
                (tr("Marking found on it"), caption.marking_found),
                (tr("Export"), _left_out(caption.do_not_export)),
            )
        case CaptureTimed(capture):
            return ((tr("Taken"), wording.capture_words(capture)),)
        case InspectionDescribed(details):
            return (
                (tr("Force"), details.force.name),
                (tr("Title"), details.title),
                (tr("Fieldwork"), details.fieldwork.words()),
                (tr("Marking"), details.marking.words()),
                (tr("Notes"), wording.one_line(details.notes)),
            )
        case SourceRecorded(source):
            return source_wording.fact_pairs(source, standing)
        case AccountGiven(account):
            return (
                (tr("Account"), wording.one_line(account.words)),
                (tr("Origin"), wording.origin_words(account.origin)),
            )
        case PackPinned(pin):
            return ((tr("Checklist"), f"{pin.id} {pin.version}"),)
        case EntryRecorded(entry):
            return (
                (tr("Name"), entry.name),
                (tr("Aliases"), "; ".join(entry.aliases)),
                (tr("Valid from"), entry.valid_from),
                (tr("Valid to"), entry.valid_to),
                (tr("Note"), entry.note),
            )
        case Assigned(assignment):
            return ((tr("Assigned to"), ", ".join(map(standing.initials, assignment.people))),)
        case PhaseEntered(phase):
            return ((tr("Phase"), phasing.words(phase).lower()),)
        case MemberNamed(member):
            return (
                (tr("Initials"), member.initials),
                (tr("Part"), wording.role_words(member.role)),
            )
        case _:
            return ()


def _answer_words(change: Change, standing: Standing) -> str:
    body = change.body
    try:
        line, pack = standing.asked(LineId(place_of(change.header.subject)), change.header.pack)
    except NotFound:
        return ""
    if isinstance(body, AnswerRecorded):
        return wording.answer_words(body.answer, line, pack)
    if isinstance(body, AccountGiven):
        if body.account.outcome is not None:
            return wording.outcome_words(body.account.outcome)
        return wording.values_words(body.account.values, line, pack)
    return ""


def _laptop(change: Change, standing: Standing) -> str:
    owner = standing.owner_of(change.header.device)
    is_owner = owner is None or owner == change.header.author
    return "" if is_owner or owner is None else standing.initials(owner)


def _planned_name(about: str, standing: Standing) -> str:
    for held in field_of(standing.states.get(about), Planned).versions:
        if held.value is not None:
            return planned_words(held.value)
    return tr("an encounter")


def _place_words(place: str, standing: Standing) -> str:
    """Return a line by its number and a section by its name."""
    is_section = any(section.id == place for section in standing.pack.sections)
    return wording.section_words(place, standing.pack) if is_section else place


def _note_name(key: str, standing: Standing) -> str:
    source = standing.source(SourceId(key.partition("/")[0])).value
    return tr("a note in {source}").format(source=source.number) if source else tr("a note")


def _number(change: Change) -> str:
    """Return what people call the thing by that a change brought: ``JS/12``, or an entry's name."""
    match change.body:
        case EvidenceAdded(file):
            return file.number
        case SourceRecorded(source):
            return source.number
        case RecommendationMade(made):
            return made.number
        case SheetPrinted(sheet):
            return sheet.number
        case InterimMade(interim):
            return tr("the interim summary {interim}").format(interim=interim.number)
        case EntryRecorded(entry):
            return entry.name
        case _:
            return ""


def _left_out(is_left_out: bool) -> str:
    return tr("left out of every export") if is_left_out else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
