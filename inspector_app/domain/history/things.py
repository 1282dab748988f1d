"""What the subject of a change is called: the line, the headline, the evidence item."""

from collections.abc import Mapping

from inspector_app.domain import wording
from inspector_app.domain.accuracy import Draft
from inspector_app.domain.changes.bodies import (
    EntryRecorded,
    EvidenceAdded,
    InterimMade,
    RecommendationMade,
    SheetPrinted,
    SourceRecorded,
    Subject,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.debriefs import Debrief
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import PersonId, SourceId
from inspector_app.domain.prompts.prompt import prompt_name
from inspector_app.domain.recommendations import Advance, Recommendation
from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned, planned_words
from inspector_app.domain.workbooks import Workbook
from inspector_app.texts import tr

_OF_ITEMS = frozenset(
    each.value for each in (Subject.EVIDENCE, Subject.CAPTION, Subject.CAPTURE, Subject.LINK)
)


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
            place=place_words(key, standing)
        ),
        Subject.RETENTION.value: tr("how long the inspection is kept"),
        Subject.HOLD.value: tr("the legal hold"),
        Subject.STICK.value: tr("a journey by stick"),
        Subject.COPY.value: tr("a laptop’s copy of a file"),
        Subject.CLOCK.value: tr("a laptop’s clock"),
        Subject.DESTRUCTION.value: tr("the destruction of the inspection"),
    }.get(kind, f"{kind} {key[:8]}".strip())


def _planned_name(about: str, standing: Standing) -> str:
    for held in field_of(standing.states.get(about), Planned).versions:
        if held.value is not None:
            return planned_words(held.value)
    return tr("an encounter")


def place_words(place: str, standing: Standing) -> str:
    """Return a line by its number and a section by its name."""
    is_section = any(section.id == place for section in standing.pack.sections)
    return wording.section_words(place, standing.pack) if is_section else place


def _note_name(key: str, standing: Standing) -> str:
    source = standing.source(SourceId(key.partition("/")[0])).value
    return tr("a note in {source}").format(source=source.number) if source else tr("a note")


def number_of(change: Change) -> str:
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
