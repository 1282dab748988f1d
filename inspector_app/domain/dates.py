"""Dates as inspectors know them: a calendar value with a precision, never an instant."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from inspector_app.domain.errors import BadInput
from inspector_app.domain.locales import BRITISH, Locale, current
from inspector_app.texts import tr


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FINANCIAL_YEAR = "financial-year"
    RELATIVE = "relative"


class Bearing(StrEnum):
    """How a fact lies to its date."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    ABOUT = "about"
    DUE = "due"


_FORMS = {
    Precision.DAY: re.compile(r"\d{4}-\d{2}-\d{2}"),
    Precision.MONTH: re.compile(r"\d{4}-\d{2}"),
    Precision.YEAR: re.compile(r"\d{4}"),
    Precision.FINANCIAL_YEAR: re.compile(r"\d{4}/\d{2}"),
}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision at which it is known, or a period when ``end`` is set."""

    value: str
    """``2013-09-16``, ``2013-09``, ``2013``, ``2011/12`` (April to March), or free words."""
    precision: Precision
    bearing: Bearing = Bearing.AT
    end: str = ""
    """Last day, month or year of a period, in the same form as ``value``; empty: no period."""

    def __post_init__(self) -> None:
        """Refuse what is no date.

        Raises:
            BadInput: the value does not have the form of its precision, is no real day, or is a
                period that ends before it begins.
        """
        for text in (self.value, self.end) if self.end else (self.value,):
            _check(text, self.precision)
        if self.end and self.precision is not Precision.RELATIVE and self.end < self.value:
            raise BadInput(
                tr("A period from {value} to {end} ends before it begins.").format(
                    value=self.value, end=self.end
                )
            )

    def words(self) -> str:
        """Return the date as it is read: ``since 16 September 2013``."""
        locale = current()
        text = _words(self.value, self.precision, locale)
        if self.end:
            last = _words(self.end, self.precision, locale)
            text = locale.period.format(first=text, last=last)
        if self.bearing is Bearing.AT:
            return text
        return _bearing_pattern(self.bearing, locale).format(date=text)

    def sort_key(self) -> str:
        """Return a text that sorts by time; relative dates sort last."""
        return "9999" if self.precision is Precision.RELATIVE else self.value.replace("/", "-04-")


def day(value: date) -> PartialDate:
    """Return ``value`` as a date known to the day."""
    return PartialDate(value.isoformat(), Precision.DAY)


def last_day(when: PartialDate) -> date | None:
    """Return the last day that ``when`` covers; None for a date relative to the visit."""
    text = when.end or when.value
    match when.precision:
        case Precision.DAY:
            return date.fromisoformat(text)
        case Precision.MONTH:
            year, month = map(int, text.split("-"))
            return date(year, month, monthrange(year, month)[1])
        case Precision.YEAR:
            return date(int(text), 12, 31)
        case Precision.FINANCIAL_YEAR:
            return date(int(text[:4]) + 1, 3, 31)
        case Precision.RELATIVE:
            return None


def midnight(when: PartialDate) -> datetime | None:
    """Return the beginning of the first day, without a zone; None: it is relative to the visit."""
    first = first_day(when)
    return datetime.combine(first, time()) if first else None


def first_day(when: PartialDate) -> date | None:
    """Return the first day that ``when`` covers; None for a date relative to the visit."""
    match when.precision:
        case Precision.DAY:
            return date.fromisoformat(when.value)
        case Precision.MONTH:
            year, month = map(int, when.value.split("-"))
            return date(year, month, 1)
        case Precision.YEAR:
            return date(int(when.value), 1, 1)
        case Precision.FINANCIAL_YEAR:
            return date(int(when.value.partition("/")[0]), 4, 1)
        case Precision.RELATIVE:
            return None


def read(text: str, locale: Locale | None = None) -> PartialDate:
    """Return what an inspector typed as a date.

    Understands ISO forms, ``16/9/2013``, ``16 Sep 2013``, ``Sept 2013``, ``2013``, ``2011/12``, a
    bearing in front (``since``, ``until``, ``about``, ``due``), and for a period ``… to …`` or a
    dash, what both ends share written once: ``16–20 September 2013``.
    Anything else is kept as words, relative to the visit.

    Args:
        text: in the forms of ``locale``; ISO forms are read in any.
        locale: None: that of this process.

    Raises:
        BadInput: a day that the calendar does not have, a period that ends before it begins, or an
            empty text.
    """
    locale = locale or current()
    rest = " ".join(text.split())
    bearing = Bearing.AT
    for candidate in Bearing:
        before, _, after = _bearing_pattern(candidate, locale).casefold().partition("{date}")
        plain = rest.casefold()
        if plain.startswith(before) and plain.endswith(after) and len(plain) == len(rest):
            bearing, rest = candidate, rest[len(before) : len(rest) - len(after)]
            break
    first, _, last = _ends(rest, locale)
    start, end = _read_one(first, locale), _read_one(last, locale) if last else None
    if start is None or (last and (end is None or end[1] is not start[1])):
        return PartialDate(rest, Precision.RELATIVE, bearing)
    return PartialDate(start[0], start[1], bearing, end[0] if end else "")


def says_its_bearing(words: str) -> bool:
    """Return whether a date in words says how it is meant, as ``since 2013`` does."""
    patterns = (_bearing_pattern(each, current()) for each in Bearing if each is not Bearing.AT)
    return any(
        bool(before + after) and words.startswith(before) and words.endswith(after)
        for before, _, after in (each.partition("{date}") for each in patterns)
    )


def read_written(text: str) -> PartialDate:
    """Return a date that a file of the app or of an exchange holds, whatever this process speaks.

    Raises:
        BadInput: as :func:`read`.
    """
    return read(text, BRITISH)


def _bearing_pattern(bearing: Bearing, locale: Locale) -> str:
    match bearing:
        case Bearing.AT:
            return locale.at_date
        case Bearing.SINCE:
            return locale.since_date
        case Bearing.UNTIL:
            return locale.until_date
        case Bearing.ABOUT:
            return locale.about_date
        case Bearing.DUE:
            return locale.due_date


def _ends(text: str, locale: Locale) -> tuple[str, str, str]:
    """Return both ends of a period, with what the last one says for both added to the first.

    Only where the year comes last is there something that the last one says for both.
    """
    between = locale.period.partition("{first}")[2].partition("{last}")[0]
    first, joint, last = re.sub(
        rf"(?<=\w) ?[–—] ?(?=\w)| - |(?<=\d)-(?=\d+ (?!{re.escape(between.lstrip())})[^\W\d_])",
        between.replace("\\", r"\\"),
        text,
    ).partition(between)
    is_part = re.fullmatch(r"\d{1,2}( [^\W\d_]{3,}\.?)?|[^\W\d_]{3,}\.?", first)
    if joint and is_part and locale.day.endswith("{year}"):
        shared = last.split()[len(first.split()) :]
        first = " ".join((first, *shared))
    return first, joint, last


def _read_one(text: str, locale: Locale) -> tuple[str, Precision] | None:
    for precision, form in _FORMS.items():
        if form.fullmatch(text):
            return text, precision
    if found := locale.read_day(text):
        return found, Precision.DAY if len(found) > len("2013-09") else Precision.MONTH
    return None


def _check(text: str, precision: Precision) -> None:
    if precision is Precision.RELATIVE:
        if not text.strip():
            raise BadInput(tr("A date cannot be empty."))
        return
    if not _FORMS[precision].fullmatch(text):
        raise BadInput(
            tr("“{text}” is not a date known to the {replace}.").format(
                text=text, replace=precision.value.replace("-", " ")
            )
        )
    parts = [int(part) for part in re.split(r"[-/]", text)]
    if precision is Precision.FINANCIAL_YEAR:
        if parts[1] != (parts[0] + 1) % 100:
            raise BadInput(
                tr("“{text}” is not a financial year: write it like 2011/12.").format(text=text)
            )
        return
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        raise BadInput(tr("“{text}” names a month that does not exist.").format(text=text))
    if len(parts) > 2 and not 1 <= parts[2] <= monthrange(max(parts[0], 1), parts[1])[1]:
        raise BadInput(tr("“{text}” names a day that does not exist.").format(text=text))


def _words(text: str, precision: Precision, locale: Locale) -> str:
    if precision is Precision.DAY:
        year, month, day_ = text.split("-")
        return locale.day_of(int(day_), int(month), year)
    if precision is Precision.MONTH:
        year, month = text.split("-")
        return locale.month_words(int(month), year)
    return text
