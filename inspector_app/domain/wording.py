"""What stands, said in British English: the same words on screen, command line and paper."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from inspector_app.domain import captures
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.captures import Assumed, CaptureTime
from inspector_app.domain.checklist import AnswerKind, Column, Line, Option, Pack, Part
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.held import Absence, Held
from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import TeamRole
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.markings import Marking
from inspector_app.domain.origins import Origin
from inspector_app.domain.redaction import Area, MadeOf
from inspector_app.domain.standing import Progress, Standing
from inspector_app.domain.values import (
    Basis,
    Condition,
    Counted,
    Dated,
    DocumentKnown,
    DocumentStanding,
    Examined,
    Judged,
    Names,
    Progressed,
    ProgressState,
    Proportion,
    Selected,
    Tabled,
    Tested,
    Tick,
    Ticked,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.texts import tr, tr_counted

NOTHING_RECORDED = tr("No answer recorded")
NO_HEADLINE = tr("No headline")
ASKED_AGAIN = tr("Asked again, not confirmed")
AS_THE_VISIT = tr("as the visit")

_ZONE = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BEYOND = tr("a time beyond the calendar")
_PERCENT_UNITS = frozenset({"percent", "%"})

_OUTCOMES = {
    Outcome.NOT_SUPPLIED: tr("Not supplied"),
    Outcome.DOES_NOT_EXIST: tr("Does not exist"),
    Outcome.NEVER_AROSE: tr("Never arose"),
    Outcome.NOT_ASKED: tr("Not asked"),
    Outcome.ASKED_NO_REPLY: tr("Asked, no reply"),
    Outcome.NOT_IN_SCOPE: tr("Not in scope"),
}
_YES_NO = {YesNo.YES: tr("Yes"), YesNo.NO: tr("No"), YesNo.PARTLY: tr("Partly")}
_TICKS = {Tick.YES: tr("yes"), Tick.NO: tr("no"), Tick.NOT_KNOWN: tr("not known")}
_BASES = {
    Basis.UNSTATED: "",
    Basis.DECLARED: tr("declared, not checked"),
    Basis.CHECKED_BY_SUPPLIER: tr("checked by the supplier, as it says"),
    Basis.VERIFIED: tr("checked by the team"),
}
_DOCUMENTS = {
    DocumentStanding.ASKED_FOR: tr("Asked for"),
    DocumentStanding.SUPPLIED: tr("Supplied"),
    DocumentStanding.SEEN_ON_SITE: tr("Seen on site"),
    DocumentStanding.DESCRIBED_ONLY: tr("Described only"),
    DocumentStanding.NOT_SUPPLIED: tr("Not supplied"),
}
_CONDITIONS = {
    Condition.PASS: tr("Passed"),
    Condition.PART: tr("Passed in part"),
    Condition.FAIL: tr("Failed"),
}
_STATES = {
    ProgressState.NOT_BEGUN: tr("Not begun"),
    ProgressState.PLANNED: tr("Planned"),
    ProgressState.IN_PROGRESS: tr("In progress"),
    ProgressState.DONE: tr("Done"),
    ProgressState.ABANDONED: tr("Abandoned"),
}
_SOURCES = {
    CapabilitySource.OWN: tr("own"),
    CapabilitySource.ALLIANCE: tr("alliance"),
    CapabilitySource.REGION: tr("region"),
    CapabilitySource.NATIONAL: tr("national"),
    CapabilitySource.PARTNER: tr("partner"),
}
_ROLES = {
    TeamRole.LEAD: tr("Lead inspector"),
    TeamRole.INSPECTOR: tr("Inspector"),
    TeamRole.OBSERVER: tr("Observer"),
}
_ABSENCES = {
    Absence.WITHDRAWN: tr("Withdrawn"),
    Absence.PURGED: tr("Destroyed by a purge"),
    Absence.NEWER: tr("Made by a newer version of the app"),
}
_FORMS = {
    "fieldwork-record": tr("Fieldwork record"),
    "accuracy-draft": tr("Accuracy draft"),
    "final-summary": tr("Final summary"),
    "interim-summary": tr("Interim summary"),
}
_SIGNERS = {
    "self-issued": tr("self-issued certificate: proves integrity, not identity"),
    "pkcs12": tr("certificate from a PKCS#12 file"),
    "pkcs11": tr("certificate on a card"),
    "base": tr("certificate issued by base"),
}


def outcome_words(outcome: Outcome) -> str:
    """Return an outcome as it is read: ``Asked, no reply``."""
    return _OUTCOMES[outcome]


def absence_words(absence: Absence) -> str:
    """Return why a version holds nothing."""
    return _ABSENCES[absence]


def role_words(role: TeamRole) -> str:
    """Return what somebody does in the team."""
    return _ROLES[role]


def form_words(form: str) -> str:
    """Return what kind of paper a summary is; an unknown kind by its id."""
    return _FORMS.get(form, form)


def signer_words(signer_kind: str) -> str:
    """Return with what kind of certificate a summary was signed; an unknown kind by its id."""
    return _SIGNERS.get(signer_kind, signer_kind)


def progress_words(progress: Progress) -> str:
    """Return how much of a section is established: ``11 of 16 established``."""
    words = tr("{established} of {total} established").format(
        established=progress.established, total=progress.total
    )
    return (
        tr("{words}, {again} asked again").format(words=words, again=progress.again)
        if progress.again
        else words
    )


def section_words(section_id: str | None, pack: Pack) -> str:
    """Return a section's name, ``Public order · Capacity and contribution``; None: no section."""
    if section_id is None:
        return tr("The inspection as a whole")
    try:
        section = pack.section(section_id)
    except NotFound:
        return section_id
    if section.threat is None or section.requirement is None:
        return section.title
    return f"{pack.threat(section.threat).name} · {pack.requirement(section.requirement).name}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 file``, ``12 files``, ``1,250 files``.

    The catalogue's text is ``{number} files``; both nouns are given as they stand in it.
    """
    said = tr_counted(number, f"{{number}} {one}", f"{{number}} {many}")
    return said.format(number=whole_words(number))


def size_words(size_bytes: int) -> str:
    """Return a file's size in decimal units, as disks and file managers count: ``4.5 MB``."""
    if size_bytes < 1000:
        return counted(size_bytes, "byte", "bytes")
    return current().size_words(size_bytes)


def when_words(time_ms: int) -> str:
    """Return an instant as it is read in London: ``18 September 2013, 14:02``.

    Args:
        time_ms: milliseconds UTC since 1970, whatever the laptop's clock claimed.
    """
    try:
        return current().moment_words(_local(time_ms))
    except OverflowError:
        return _BEYOND


def london_day(time_ms: int) -> date:
    """Return the day that an instant, in milliseconds UTC since 1970, falls on in London."""
    return _local(time_ms).date()


def day_words(time_ms: int) -> str:
    """Return the day of an instant as it is read in London: ``18 September 2013``."""
    try:
        return current().day_words(_local(time_ms))
    except OverflowError:
        return _BEYOND


def _local(time_ms: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=time_ms)).astimezone(_ZONE)


def as_at_words(as_at: PartialDate | None) -> str:
    """Return when a fact was so; a fact without its own date is as the visit."""
    return as_at.words() if as_at else AS_THE_VISIT


def marking_words(marking: Marking | None) -> str:
    """Return a marking in capitals, or nothing where it is as the inspection's."""
    return marking.words() if marking else ""


def capability_words(sources: Sequence[CapabilitySource], share: str = "") -> str:
    """Return whose capability an answer speaks of: ``own and region (most)``."""
    named = listed([_SOURCES[source] for source in sources])
    if named and share:
        return f"{named} ({share})"
    return named or share


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    return current().listed(words)


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def first_words(text: str, characters: int) -> str:
    """Return the beginning of a text on one line, cut between words, with an ellipsis if cut."""
    flat = one_line(text)
    if len(flat) <= characters:
        return flat
    head = flat[: characters - 1]
    at = head.rfind(" ")
    return (head[:at] if at > characters // 2 else head).rstrip(" ,;:.–-") + "…"


def number_words(number: int | str, unit: str, pack: Pack, *, about: bool = False) -> str:
    """Return a number with its unit: ``5 PSUs``, ``about 20%``, ``1 force``.

    A decimal is given as text, so that nothing is rounded; a unit that the pack does not know is
    printed as it is.
    """
    locale = current()
    digits = locale.whole_words(number) if isinstance(number, int) else locale.decimal_words(number)
    if unit in _PERCENT_UNITS:
        digits = locale.percent.format(number=digits)
    elif unit:
        known = next((each for each in pack.units if each.id == unit), None)
        singular, plural = (known.singular, known.plural) if known else (unit, unit)
        digits = f"{digits} {singular if number in (1, -1, '1', '-1') else plural}"
    return locale.about_number.format(number=digits) if about else digits


def value_words(value: Value, part: Part, pack: Pack) -> str:
    """Return a value as one line, in full but for what :func:`value_details` adds."""
    return one_line(_value_words(value, part, pack))


def _value_words(value: Value, part: Part, pack: Pack) -> str:
    match value:
        case Judged(chosen):
            return _judged(chosen, part.scale, pack)
        case YesNoGiven(given):
            return _YES_NO[given]
        case Counted() | Proportion():
            return _quantity_words(value, part, pack)
        case Dated(dates):
            return "; ".join(date.words() for date in dates)
        case Tabled(rows=rows, caveat=caveat):
            body = "; ".join(" · ".join(row) for row in table_rows(value, part, pack))
            return (body if rows else tr("no rows")) + _caveat_words(caveat)
        case Ticked(boxes):
            return _ticked(boxes, part.options)
        case Selected(option=option, other=other):
            return _joined(_option(option, part.options) if option else "", other)
        case DocumentKnown(standing=standing, title=title):
            return _joined(_DOCUMENTS[standing], title)
        case Tested(result=result):
            return result
        case Examined(condition=condition, item=item):
            return _joined(_CONDITIONS[condition], item)
        case Names(entries):
            return "; ".join(entry.name for entry in entries)
        case Progressed(state):
            return _STATES[state]
        case Told(text):
            return text


def value_details(value: Value, part: Part, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return everything a value holds, as label and words; the first pair is the value itself.

    Words keep their line breaks. A table's rows stand one below another.
    """
    label = part.label
    match value:
        case Counted() | Proportion():
            first = _quantity_words(value, part, pack, with_caveat=False)
            return _present((label, first), *_quantity_details(value))
        case Tabled(caveat=caveat):
            rows = table_rows(value, part, pack)
            titles = table_titles(part)
            body = "\n".join(
                "; ".join(f"{title}: {cell}" for title, cell in zip(titles, row, strict=False))
                for row in rows
            )
            return _present((label, body or tr("no rows")), (tr("Caveat"), caveat))
        case DocumentKnown():
            return _present(
                (label, value_words(value, part, pack)),
                (tr("Owner"), value.owner),
                (tr("Date"), value.date.words() if value.date else ""),
                (tr("Version"), value.version),
                (tr("Marking found on it"), value.marking_found),
                (tr("SHA-256 of the copy"), value.sha256),
            )
        case Tested():
            return _present(
                (label, value.result),
                (tr("Tester"), value.tester),
                (tr("When"), value.when.words() if value.when else ""),
                (tr("Place"), value.place),
                (tr("Scenario"), value.scenario),
                (tr("Announced"), _YES_NO[value.announced] if value.announced else ""),
            )
        case Examined():
            items = "\n".join(f"{each.name}: {_CONDITIONS[each.condition]}" for each in value.items)
            return _present(
                (label, value_words(value, part, pack)),
                (tr("Identifier"), value.identifier),
                (tr("Standard"), value.standard),
                (tr("Items"), items),
                (tr("Defects"), value.defects),
            )
        case Told(text):
            return ((label, text),)
        case _:
            return ((label, value_words(value, part, pack)),)


def bare_words(value: Value, part: Part, pack: Pack) -> str:
    """Return a value as one line without its caveat, for where that stands beside it."""
    if isinstance(value, Counted | Proportion):
        return one_line(_quantity_words(value, part, pack, with_caveat=False))
    return value_words(value, part, pack)


def caveat_of(value: Value) -> str:
    """Return the exclusion or warning that goes wherever the number goes; empty: none."""
    return getattr(value, "caveat", "")


def table_titles(part: Part) -> tuple[str, ...]:
    """Return the titles of a table's columns as printed; fixed rows have an untitled first one."""
    titles = tuple(
        f"{column.title} (%)" if column.unit in _PERCENT_UNITS else column.title
        for column in part.columns
    )
    return ("", *titles) if part.rows else titles


def table_rows(value: Tabled, part: Part, pack: Pack) -> tuple[tuple[str, ...], ...]:
    """Return a table's cells in words, with the titles of fixed rows in front."""
    found = []
    for index, row in enumerate(value.rows):
        cells = tuple(
            cell_words(cell, part.columns[at], pack) if at < len(part.columns) else cell
            for at, cell in enumerate(row)
        )
        title = (part.rows[index] if index < len(part.rows) else "",) if part.rows else ()
        found.append((*title, *cells))
    return tuple(found)


def cell_words(cell: str, column: Column, pack: Pack) -> str:
    """Return one cell of a table in words; what the column's kind does not know stays as it is."""
    match column.kind:
        case AnswerKind.YES_NO if cell in {each.value for each in YesNo}:
            return _YES_NO[YesNo(cell)]
        case AnswerKind.COUNT | AnswerKind.RATIO if _is_number(cell):
            return number_words(cell, column.unit, pack)
        case AnswerKind.SELECT | AnswerKind.JUDGEMENT:
            return _option(cell, column.options)
        case AnswerKind.DATE if cell:
            return _date_cell(cell)
        case _:
            return cell


def answer_words(answer: Answer, line: Line, pack: Pack) -> str:
    """Return an answer in one short line, as rows and summaries show it.

    Empty where neither a value nor an outcome was given, whatever the note says.
    """
    if answer.outcome is not None:
        return outcome_words(answer.outcome)
    return "; ".join(
        words for part, value in _given(answer, line) if (words := value_words(value, part, pack))
    )


def held_words(held: Held[Answer], line: LineId, standing: Standing) -> str:
    """Return a version of an answer in one short line, as its line was asked when it was given."""
    return answer_words(held.value, *standing.asked(line, held.pack)) if held.value else ""


def account_words(held: Held[Account], standing: Standing) -> str:
    """Return an account’s values in one short line, as its line was asked when it was given."""
    account = held.value
    return values_words(account.values, *standing.asked(account.line, held.pack)) if account else ""


def answer_details(answer: Answer, line: Line, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return an answer in full, as label and words; labels may be empty."""
    found: list[tuple[str, str]] = []
    if answer.outcome is not None:
        found.append((tr("Outcome"), outcome_words(answer.outcome)))
    for part, value in _given(answer, line):
        found += value_details(value, part, pack)
    found += _present(
        (tr("As at"), as_at_words(answer.as_at)),
        (tr("Note"), answer.note),
        (tr("Source of capability"), capability_words(answer.capability, answer.share)),
        (tr("Marking"), marking_words(answer.marking)),
        (tr("Export"), tr("Left out of every export") if answer.do_not_export else ""),
        (tr("Reason"), answer.reason),
        (tr("Origin"), origin_words(answer.origin)),
    )
    return tuple(found)


def origin_words(origin: Origin | None) -> str:
    """Return where something carried over comes from, and whether it was confirmed; else empty."""
    if origin is None:
        return ""
    by = ", ".join(filter(None, (origin.number, origin.initials, when_words(origin.recorded_ms))))
    words = tr("Carried over from the inspection of {force} ({by}").format(
        force=origin.force, by=by
    )
    if origin.came_from:
        words += tr("; there from {came_from}").format(came_from=listed(origin.came_from))
    confirmed = tr("confirmed here") if origin.is_confirmed else tr("not confirmed here")
    return f"{words}); {confirmed}"


def waiting_words(origin: Origin | None) -> str:
    """Return what marks something carried over that nobody has confirmed; else empty."""
    if origin is None or origin.is_confirmed:
        return ""
    return tr("Carried over from {force}, until confirmed here").format(force=origin.force)


def values_words(values: Mapping[str, Value], line: Line, pack: Pack) -> str:
    """Return the values of an account in one short line."""
    return answer_words(Answer(values=dict(values)), line, pack)


def given_parts(answer: Answer, line: Line) -> tuple[tuple[Part, Value], ...]:
    """Return the values with their parts in the line's order; parts it does not know come last."""
    return tuple(_given(answer, line))


def _given(answer: Answer, line: Line) -> list[tuple[Part, Value]]:
    known = [(part, answer.values[part.id]) for part in line.parts if part.id in answer.values]
    ids = {part.id for part in line.parts}
    strange = sorted(set(answer.values) - ids)
    return known + [
        (Part(id=each, kind=AnswerKind.NARRATIVE, label=each), answer.values[each])
        for each in strange
    ]


def _quantity_words(
    value: Counted | Proportion, part: Part, pack: Pack, *, with_caveat: bool = True
) -> str:
    if isinstance(value, Counted):
        words = number_words(value.number, part.unit, pack, about=value.about)
        if value.period:
            words += f", {value.period.words()}"
    else:
        words = _proportion(value)
    return words + (_caveat_words(value.caveat) if with_caveat else "")


def _caveat_words(caveat: str) -> str:
    return f" (caveat: {one_line(caveat).rstrip('.')})" if caveat.strip() else ""


def _quantity_details(value: Counted | Proportion) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Proportion):
        return ((tr("Caveat"), value.caveat),)
    return (
        (tr("Supplied by"), value.supplier),
        (tr("Basis"), _BASES[value.basis]),
        (tr("Caveat"), value.caveat),
    )


def _proportion(value: Proportion) -> str:
    locale = current()
    part, whole = locale.decimal_words(value.numerator), locale.decimal_words(value.denominator)
    told = locale.share.format(part=part or "?", whole=whole) if whole else part
    if value.percent:
        percent = locale.percent_words(value.percent)
        told = f"{percent} ({told})" if told else percent
    if not told:
        return tr("no figure")
    return locale.about_number.format(number=told) if value.about else told


def _ticked(boxes: Mapping[str, Tick], options: Sequence[Option]) -> str:
    order = [option.id for option in options]
    order += sorted(set(boxes) - set(order))
    found = []
    for tick in Tick:
        named = [_option(box, options) for box in order if boxes.get(box, Tick.NOT_KNOWN) is tick]
        if named:
            found.append(f"{_TICKS[tick]}: {', '.join(named)}")
    if not found:
        return tr("nothing ticked")
    return (found[0][0].upper() + found[0][1:]) + "".join(f"; {each}" for each in found[1:])


def _judged(chosen: str, scale_id: str, pack: Pack) -> str:
    scale = next((each for each in pack.scales if each.id == scale_id), None)
    return _option(chosen, scale.values if scale else ())


def _option(chosen: str, options: Sequence[Option]) -> str:
    return next((option.text for option in options if option.id == chosen), chosen)


def _joined(first: str, second: str) -> str:
    return f"{first}: {second}" if first and second else first or second


def _present(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _date_cell(cell: str) -> str:
    for precision in (Precision.DAY, Precision.MONTH):
        try:
            return PartialDate(cell, precision).words()
        except BadInput:
            continue
    return cell


def areas_words(areas: Sequence[Area]) -> str:
    """Return how many areas on which pages: ``3 areas on pages 1 and 4``."""
    pages = [str(page) for page in sorted({area.page for area in areas})]
    where = tr_counted(len(pages), "{areas} on page {pages}", "{areas} on pages {pages}")
    return where.format(areas=counted(len(areas), "area", "areas"), pages=listed(pages))


def redacted_words(made_of: MadeOf, number: str) -> str:
    """Return what a redacted copy is: of ``number``, what was made black, and why."""
    kept = (
        tr(" ({pages} of it)").format(pages=counted(len(made_of.pages), "page", "pages"))
        if made_of.pages
        else ""
    )
    black = areas_words(made_of.areas)
    return tr("Redacted copy of {number}{kept}, {black} made black: {reason}").format(
        number=number, kept=kept, black=black, reason=one_line(made_of.reason)
    )


def kinship_words(item: EvidenceItem, standing: Standing) -> tuple[str, ...]:
    """Return what an item was redacted from, and the redacted copies made of it."""
    told = []
    if (made_of := item.file.made_of) is not None:
        items = {each.id: each.file.number for each in standing.evidence()}
        told.append(
            redacted_words(made_of, items.get(made_of.evidence, tr("an item withdrawn since")))
        )
    if copies := [each.file.number for each in standing.copies_of(item.id)]:
        told.append(
            tr("Untouched original of the redacted copies: {copies}").format(
                copies=", ".join(copies)
            )
        )
    return tuple(told)


def capture_words(capture: CaptureTime) -> str:
    """Return when a photograph was taken, and how that is known."""
    time = current().moment_words(captures.london(capture.at_ms), to_the_second=True)
    match capture.assumed:
        case Assumed.CAMERA_RIGHT:
            return tr("{time} in London, taking the camera’s clock for right").format(time=time)
        case Assumed.CAMERA_OFFSET if capture.clock is None:
            return tr("{time} in London, by the distance from UTC that the camera wrote").format(
                time=time
            )
    how = (
        tr("the camera’s own distances from UTC")
        if capture.assumed is Assumed.CAMERA_OFFSET
        else tr("its clock having run on unchanged")
    )
    wrong = captures.slow_words(capture.slow_s)
    return tr(
        "{time} in London: the camera’s clock was {wrong}, by a photo of the laptop’s clock at "
        "{clock_showed}, {how} taken for granted"
    ).format(time=time, wrong=wrong, clock_showed=capture.clock_showed, how=how)
