"""What a recorded version says, field by field, as label and words."""

from inspector_app.domain import (
    accuracy_words,
    answer_wording,
    debriefing,
    evidence_wording,
    phasing,
    recommending,
    sheet_words,
    source_wording,
    wording,
)
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Assigned,
    Body,
    CaptureTimed,
    DebriefHeld,
    EntryRecorded,
    EvidenceCaptioned,
    HeadlineModerated,
    HeadlineTicked,
    HeadlineWritten,
    InspectionDescribed,
    MemberNamed,
    PackPinned,
    PhaseEntered,
    PointAnswered,
    ProgressTold,
    Purged,
    RecommendationMade,
    SheetPrinted,
    SourceRecorded,
    Unknown,
    subject_key,
)
from inspector_app.domain.changes.fold import Version
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import LineId, Sha256
from inspector_app.domain.pack_differences import asks_otherwise
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr

Pairs = tuple[tuple[str, str], ...]


def facts(version: Version, about: str, standing: Standing) -> Pairs:
    """Return all that a version says, as label and words; none for what is never revised.

    An answer that was given under another version of the checklist says so.
    """
    said = fields_of(version.body, about, standing, version.pack)
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


def fields_of(
    body: Body | Unknown | Purged, about: str, standing: Standing, under: Sha256
) -> Pairs:
    """Return the fields of a body as label and words; none for what is never revised."""
    match body:
        case AnswerRecorded(answer):
            try:
                line, pack = standing.asked(LineId(subject_key(about)), under)
            except NotFound:
                return ()
            found = answer_wording.answer_details(answer, line, pack)
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
            return ((tr("Taken"), evidence_wording.capture_words(capture)),)
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
                (tr("Origin"), answer_wording.origin_words(account.origin)),
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


def _left_out(is_left_out: bool) -> str:
    return tr("left out of every export") if is_left_out else ""
