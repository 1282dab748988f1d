"""Each recorded act in one sentence, with the reason that was given."""

from collections.abc import Mapping

from inspector_app.domain import (
    accuracy_words,
    answer_wording,
    at_base,
    debriefing,
    evidence_wording,
    phasing,
    recommending,
    registers,
    retaining,
    source_wording,
    wording,
)
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Assigned,
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
from inspector_app.domain.encounters import time_words
from inspector_app.domain.errors import NotFound
from inspector_app.domain.history.things import place_of, place_words, thing
from inspector_app.domain.ids import LineId, PersonId
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import planned_words
from inspector_app.texts import tr

_LONGEST = 160
"""Characters of what was said, in the one sentence of an act; the differences tell it in full."""
_GROUNDS = {
    "spilled-material": tr("spilled material"),
    "retention": "retention",
    "right-to-erasure": tr("right to erasure"),
}


def act_words(
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
            put = tr("Put {name} in scope") if scope.in_scope else tr("Put {name} out of scope")
            return put.format(name=name), scope.reason
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
            black = evidence_wording.areas_words(file.made_of.areas)
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
                name=name, capture=evidence_wording.capture_words(capture)
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
            return tr("Phase: {phase}").format(phase=phasing.words(phase).lower()), reason
        case RetentionSet(retention):
            return tr("To be kept until {day}").format(
                day=retaining.day_words(retention.until)
            ), retention.rule
        case HoldSet(hold):
            return tr("Placed a legal hold") if hold.is_on else tr(
                "Lifted a legal hold"
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
            place = place_words(subject_key(about), standing)
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


def _answer_words(change: Change, standing: Standing) -> str:
    body = change.body
    try:
        line, pack = standing.asked(LineId(place_of(change.header.subject)), change.header.pack)
    except NotFound:
        return ""
    if isinstance(body, AnswerRecorded):
        return answer_wording.answer_words(body.answer, line, pack)
    if isinstance(body, AccountGiven):
        if body.account.outcome is not None:
            return answer_wording.outcome_words(body.account.outcome)
        return answer_wording.values_words(body.account.values, line, pack)
    return ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
