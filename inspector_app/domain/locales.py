"""How a language writes dates, times and numbers, and reads them back when they are typed.

What is kept and exchanged never depends on it: a day is ``2013-09-16``, a decimal has a point.
Nothing here asks the operating system: once a window is open, ``strftime`` and ``calendar`` name
months in the language of the laptop, which need not be that of the report.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from inspector_app import texts

_MOST_DIGITS = 15
"""A whole number of so many digits is exact wherever JSON is read."""
_SPACES = " \u00a0\u2009\u202f"
"""They part thousands in any language."""
_DECIMAL = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)
_PLACE = re.compile(r"\{(\w*)\}")
_DAY, _MONTH = ("day", "month", "year"), ("month", "year")
_PLACES = {
    "day": _DAY,
    "month": _MONTH,
    "day_in_digits": _DAY,
    "clock": ("hour", "minute"),
    "clock_to_the_second": ("hour", "minute", "second"),
    "moment": ("day", "time"),
    "period": ("first", "last"),
    "at_date": ("date",),
    "since_date": ("date",),
    "until_date": ("date",),
    "about_date": ("date",),
    "due_date": ("date",),
    "about_number": ("number",),
    "percent": ("number",),
    "share": ("part", "whole"),
}
"""The patterns, with the places that each must have."""
_LENGTHS = {"months": 12, "months_alone": 12, "months_short": 12, "sizes": 4}


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes, and reads; its patterns name their places in braces."""

    months: tuple[str, ...]
    """As they stand beside a day: ``września``."""
    months_alone: tuple[str, ...]
    """As they stand without one: ``wrzesień``."""
    months_short: tuple[str, ...]
    """Read, never written."""
    day: str
    month: str
    day_in_digits: str
    """Its order is that in which a day of digits is read."""
    clock: str
    clock_to_the_second: str
    moment: str
    period: str
    at_date: str
    """Read, never written."""
    since_date: str
    until_date: str
    about_date: str
    due_date: str
    decimal: str
    """The sign before tenths."""
    group: str
    """The sign between thousands."""
    minus: str
    about_number: str
    about_typed: tuple[str, ...]
    """What is read before a number that is about right."""
    percent: str
    percent_typed: tuple[str, ...]
    share: str
    """So many of so many."""
    share_typed: tuple[str, ...]
    """What is read between the two numbers."""
    sizes: tuple[str, ...]
    """The units of a file's size: thousands of bytes, millions, and on to millions of millions."""
    comma: str
    """Between the words of a list, but before the last."""
    last_comma: str
    """Before the last word of a list."""

    def day_words(self, on: date) -> str:
        """Return a day as it is written: ``18 September 2013``."""
        return self.day_of(on.day, on.month, str(on.year))

    def day_of(self, day: int, month: int, year: str) -> str:
        """Return a day that no calendar need have, such as one of the year 0000."""
        return self.day.format(day=day, month=self.months[month - 1], year=year)

    def month_words(self, month: int, year: str) -> str:
        """Return a month as it is written: ``September 2013``."""
        return self.month.format(month=self.months_alone[month - 1], year=year)

    def day_digits(self, on: date) -> str:
        """Return a day in digits, where there is little room: ``18/09/2013``."""
        return self.day_in_digits.format(day=f"{on.day:02}", month=f"{on.month:02}", year=on.year)

    def time_words(self, at: datetime, *, to_the_second: bool = False) -> str:
        """Return a time of day: ``14:02``."""
        clock = self.clock_to_the_second if to_the_second else self.clock
        return clock.format(
            hour=f"{at.hour:02}", minute=f"{at.minute:02}", second=f"{at.second:02}"
        )

    def moment_words(self, at: datetime, *, to_the_second: bool = False) -> str:
        """Return a day with its time: ``18 September 2013, 14:02``."""
        time = self.time_words(at, to_the_second=to_the_second)
        return self.moment.format(day=self.day_words(at), time=time)

    def whole_words(self, number: int) -> str:
        """Return a whole number with its thousands parted: ``−1,250``."""
        digits = f"{abs(number):,}".replace(",", self.group)
        return f"{self.minus}{digits}" if number < 0 else digits

    def decimal_words(self, decimal: str) -> str:
        """Return a decimal, given as it is kept: ``−6.5``; what is none comes back as it is."""
        if not _DECIMAL.fullmatch(decimal):
            return decimal
        return decimal.replace(".", self.decimal).replace("-", self.minus)

    def percent_words(self, decimal: str) -> str:
        """Return a percentage, its decimal given as it is kept: ``20.5%``."""
        return self.percent.format(number=self.decimal_words(decimal))

    def size_words(self, size_bytes: int) -> str:
        """Return a file's size of a thousand bytes and more: ``4.5 MB``."""
        size = float(size_bytes)
        for unit in self.sizes:
            size /= 1000
            if size < 999.95 or unit == self.sizes[-1]:
                break
        return f"{self.decimal_words(f'{size:.1f}')} {unit}"

    def listed(self, words: Sequence[str]) -> str:
        """Return words as a list in a sentence: ``a, b and c``."""
        if len(words) < 2:
            return "".join(words)
        return f"{self.comma.join(words[:-1])}{self.last_comma}{words[-1]}"

    def read_number(self, typed: str) -> str | None:
        """Return a number that was typed as a decimal is kept, ``-1250.5``; None: it is none.

        Thousands are parted by this language's sign or by a space, and only whole groups are:
        ``1,5`` is not fifteen.
        """
        found = _number(self).fullmatch(typed.strip())
        if found is None:
            return None
        tenths = f".{found['tenths']}" if found["tenths"] else ""
        whole = "".join(each for each in found["whole"] if each.isdecimal())
        return f"{'-' if found['sign'] not in ('', '+') else ''}{whole}{tenths}"

    def read_whole(self, typed: str) -> int | None:
        """Return a whole number that was typed; None: it is none, or too long to be a count."""
        number = self.read_number(typed)
        if number is None or "." in number or len(number.lstrip("-")) > _MOST_DIGITS:
            return None
        return int(number)

    def read_about(self, typed: str) -> tuple[bool, str]:
        """Return whether a number was said to be about right, and what was typed but for that."""
        plain = typed.strip()
        for word in sorted(self.about_typed, key=len, reverse=True):
            if plain.casefold().startswith(word.casefold()):
                return True, plain[len(word) :].strip()
        return False, plain

    def read_percent(self, typed: str) -> str | None:
        """Return the decimal of a percentage that was typed with its sign; None: it has none."""
        plain = typed.strip()
        for sign in sorted(self.percent_typed, key=len, reverse=True):
            if plain.casefold().endswith(sign.casefold()):
                return self.read_number(plain[: len(plain) - len(sign)])
        return None

    def read_share(self, typed: str) -> tuple[str, str] | None:
        """Return both numbers of ``3/20`` or ``40 of 90`` as they are kept; None: it is neither."""
        joints = "|".join(map(re.escape, sorted(self.share_typed, key=len, reverse=True)))
        found = re.fullmatch(rf"([^/]+?)\s*(?:{joints})\s*(.+)", typed.strip(), re.IGNORECASE)
        part, whole = map(self.read_number, found.groups()) if found else (None, None)
        return (part, whole) if part is not None and whole is not None else None

    def read_day(self, typed: str) -> str | None:
        """Return a day or a month that was typed in this language's form, as it is kept.

        A day may be one that the calendar does not have. None: it is neither.
        """
        for pattern in _days(self):
            if found := pattern.fullmatch(typed):
                told = found.groupdict()
                month = told["month"]
                number = int(month) if month.isdecimal() else self._month_named(month)
                if number:
                    days = f"-{int(told['day']):02}" if "day" in told else ""
                    return f"{told['year']}-{number:02}{days}"
        return None

    def _month_named(self, typed: str) -> int:
        """Return a month's number by its name, its short name or a beginning of one; 0: none."""
        wanted = typed.casefold().rstrip(".")
        named = [
            {each.casefold().rstrip(".") for each in names}
            for names in zip(self.months, self.months_alone, self.months_short, strict=True)
        ]
        exact = [at for at, names in enumerate(named, 1) if wanted in names]
        begun = [
            at for at, names in enumerate(named, 1) if any(n.startswith(wanted) for n in names)
        ]
        found = exact or (begun if len(wanted) > 2 else [])
        return found[0] if len(found) == 1 else 0


BRITISH = Locale(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    months_alone=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    months_short=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    day="{day} {month} {year}",
    month="{month} {year}",
    day_in_digits="{day}/{month}/{year}",
    clock="{hour}:{minute}",
    clock_to_the_second="{hour}:{minute}:{second}",
    moment="{day}, {time}",
    period="{first} to {last}",
    at_date="at {date}",
    since_date="since {date}",
    until_date="until {date}",
    about_date="about {date}",
    due_date="due {date}",
    decimal=".",
    group=",",
    minus="−",
    about_number="about {number}",
    about_typed=("about", "approximately", "approx.", "approx", "circa", "ca.", "ca", "c.", "~"),
    percent="{number}%",
    percent_typed=("%", "per cent", "percent"),
    share="{part} of {whole}",
    share_typed=("of", "out of", "in", "/"),
    sizes=("kB", "MB", "GB", "TB"),
    comma=", ",
    last_comma=" and ",
)
"""British English, which is also how the files are written that come with the app."""


def locale_of(form: Mapping[str, object]) -> tuple[Locale, tuple[str, ...]]:
    """Return the locale that a language's file describes, by the names of :class:`Locale`.

    What it lacks, or what cannot be used, is as in British English; of the latter a sentence each
    says so.
    """
    names = {field.name for field in fields(Locale)}
    usable: dict[str, Any] = {}
    troubles = []
    for name, value in form.items():
        if why := _what_is_wrong(name, value) if name in names else "there is no such thing":
            troubles.append(f"“{name}” of the locale is as in British English: {why}.")
        else:
            usable[name] = tuple(value) if isinstance(value, list) else value
    return replace(BRITISH, **usable), tuple(troubles)


def _what_is_wrong(name: str, value: object) -> str:
    is_list = isinstance(getattr(BRITISH, name), tuple)
    parts = value if isinstance(value, list) else [value]
    if isinstance(value, list) is not is_list or not all(
        isinstance(part, str) and part for part in parts
    ):
        return "it is no list of texts" if is_list else "it is no text"
    if len(parts) != _LENGTHS.get(name, len(parts)):
        return f"it holds {len(parts)} texts, where {_LENGTHS[name]} are needed"
    if any(brace in _PLACE.sub("", str(part)) for part in parts for brace in "{}"):
        return "its braces do not pair"
    places = _PLACES.get(name, ())
    if not is_list and sorted(_PLACE.findall(str(value))) != sorted(places):
        needed = ", ".join(f"{{{each}}}" for each in places) or "none"
        return f"its places in braces are not these: {needed}"
    return ""


@cache
def current() -> Locale:
    """Return the locale that this process writes and reads, that of its language."""
    return locale_of(texts.language().locale)[0]


def troubles() -> tuple[str, ...]:
    """Return what of this process's locale could not be used, as sentences to show."""
    return locale_of(texts.language().locale)[1]


def whole_words(number: int) -> str:
    """Return a whole number in this process's language, its thousands parted: ``1,250``."""
    return current().whole_words(number)


@cache
def _number(locale: Locale) -> re.Pattern[str]:
    signs = re.escape(locale.group + _SPACES)
    whole = rf"\d{{1,3}}(?:[{signs}]\d{{3}})+|\d+"
    minus = re.escape(locale.minus)
    return re.compile(
        rf"(?P<sign>[-−+]|{minus}|)(?P<whole>{whole})(?:{re.escape(locale.decimal)}(?P<tenths>\d+))?",
        re.ASCII,
    )


@cache
def _days(locale: Locale) -> tuple[re.Pattern[str], ...]:
    digits = _pattern(re.sub(r"(?<=\})\W+(?=\{)", "/", locale.day_in_digits), r"\d{1,2}").replace(
        "/", "[/.]"
    )
    named = r"[^\W\d](?:[^\d]*[^\W\d])?\.?"
    return (
        re.compile(digits),
        *(re.compile(_pattern(each, named)) for each in (locale.day, locale.month)),
    )


def _pattern(words: str, month: str) -> str:
    """Return the expression that reads what is written with ``words``."""
    form = {"day": r"\d{1,2}", "month": month, "year": r"\d{4}"}
    pieces = _PLACE.split(words)
    return "".join(
        f"(?P<{piece}>{form[piece]})" if at % 2 else re.escape(piece)
        for at, piece in enumerate(pieces)
    )
