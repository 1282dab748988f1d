"""One value of a line in words, in full or bare, and a table cell by cell."""

import math
from collections.abc import Mapping, Sequence

from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack, Part
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput
from inspector_app.domain.locales import current
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
from inspector_app.domain.wording import one_line
from inspector_app.texts import tr

_PERCENT_UNITS = frozenset({"percent", "%"})
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
            return said_pairs((label, first), *_quantity_details(value))
        case Tabled(caveat=caveat):
            rows = table_rows(value, part, pack)
            titles = table_titles(part)
            body = "\n".join(
                "; ".join(f"{title}: {cell}" for title, cell in zip(titles, row, strict=False))
                for row in rows
            )
            return said_pairs((label, body or tr("no rows")), (tr("Caveat"), caveat))
        case DocumentKnown():
            return said_pairs(
                (label, value_words(value, part, pack)),
                (tr("Owner"), value.owner),
                (tr("Date"), value.date.words() if value.date else ""),
                (tr("Version"), value.version),
                (tr("Marking found on it"), value.marking_found),
                (tr("SHA-256 of the copy"), value.sha256),
            )
        case Tested():
            return said_pairs(
                (label, value.result),
                (tr("Tester"), value.tester),
                (tr("When"), value.when.words() if value.when else ""),
                (tr("Place"), value.place),
                (tr("Scenario"), value.scenario),
                (tr("Announced"), _YES_NO[value.announced] if value.announced else ""),
            )
        case Examined():
            items = "\n".join(f"{each.name}: {_CONDITIONS[each.condition]}" for each in value.items)
            return said_pairs(
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


def said_pairs(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of label and words that say something."""
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
