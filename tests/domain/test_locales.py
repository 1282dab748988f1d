"""Dates and numbers are written and read by one locale, whatever the laptop itself speaks."""

import ast
import re
from datetime import datetime
from pathlib import Path

import pytest

import inspector_app
from inspector_app.domain.dates import Bearing, PartialDate, Precision, read, read_written
from inspector_app.domain.locales import BRITISH, Locale, locale_of

POLISH: dict[str, object] = {
    "months": [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
    "months_alone": [
        "styczeń",
        "luty",
        "marzec",
        "kwiecień",
        "maj",
        "czerwiec",
        "lipiec",
        "sierpień",
        "wrzesień",
        "październik",
        "listopad",
        "grudzień",
    ],
    "months_short": [
        "sty",
        "lut",
        "mar",
        "kwi",
        "maj",
        "cze",
        "lip",
        "sie",
        "wrz",
        "paź",
        "lis",
        "gru",
    ],
    "day_in_digits": "{day}.{month}.{year}",
    "clock": "{hour}.{minute}",
    "clock_to_the_second": "{hour}.{minute}.{second}",
    "moment": "{day}, godz. {time}",
    "period": "{first} do {last}",
    "since_date": "od {date}",
    "about_date": "około {date}",
    "decimal": ",",
    "group": ".",
    "about_number": "około {number}",
    "about_typed": ["około", "ok."],
    "percent": "{number} %",
    "share": "{part} z {whole}",
    "share_typed": ["z", "/"],
    "last_comma": " i ",
}
"""A language that declines its months, counts with a comma and parts thousands with a point."""
AT = datetime(2013, 9, 8, 14, 2, 5)  # noqa: DTZ001 - a wall clock in whatever zone


@pytest.fixture(scope="module")
def polish() -> Locale:
    locale, troubles = locale_of(POLISH)
    assert not troubles
    return locale


def test_a_locale_writes_dates_and_numbers_in_its_own_form(polish: Locale) -> None:
    assert polish.day_words(AT) == "8 września 2013"
    assert polish.month_words(9, "2013") == "wrzesień 2013"
    assert polish.day_digits(AT) == "08.09.2013"
    assert polish.moment_words(AT, to_the_second=True) == "8 września 2013, godz. 14.02.05"
    assert polish.whole_words(-1_234_567) == "−1.234.567"
    assert polish.decimal_words("-1234.5") == "−1234,5"
    assert polish.decimal_words("some 4.5") == "some 4.5"
    assert polish.percent_words("4.5") == "4,5 %"
    assert polish.size_words(4_512_345) == "4,5 MB"
    assert polish.listed(["a", "b", "c"]) == "a, b i c"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16 września 2013", PartialDate("2013-09-16", Precision.DAY)),
        ("16 WRZ. 2013", PartialDate("2013-09-16", Precision.DAY)),
        ("16.9.2013", PartialDate("2013-09-16", Precision.DAY)),
        ("wrzesień 2013", PartialDate("2013-09", Precision.MONTH)),
        ("od paź 2013", PartialDate("2013-10", Precision.MONTH, Bearing.SINCE)),
        ("16 do 20 września 2013", PartialDate("2013-09-16", Precision.DAY, end="2013-09-20")),
        ("16–20 września 2013", PartialDate("2013-09-16", Precision.DAY, end="2013-09-20")),
        ("2013-09-16", PartialDate("2013-09-16", Precision.DAY)),
        ("2011/12", PartialDate("2011/12", Precision.FINANCIAL_YEAR)),
        ("16 September 2013", PartialDate("16 September 2013", Precision.RELATIVE)),
        ("since 2013", PartialDate("since 2013", Precision.RELATIVE)),
    ],
)
def test_a_locale_reads_its_own_forms_and_those_of_iso(
    typed: str, meant: PartialDate, polish: Locale
) -> None:
    assert read(typed, polish) == meant


def test_an_order_of_its_own_is_written_and_read() -> None:
    american, troubles = locale_of(
        {"day": "{month} {day}, {year}", "day_in_digits": "{month}/{day}/{year}"}
    )
    assert not troubles
    assert american.day_words(AT) == "September 8, 2013"
    day = PartialDate("2013-09-08", Precision.DAY)
    assert read("Sep 8, 2013", american) == read("9/8/2013", american) == day
    assert read("9/8/2013", BRITISH).value == "2013-08-09"


def test_what_a_file_holds_is_read_alike_in_every_language() -> None:
    assert read_written("since 16 Sept 2013").value == "2013-09-16"
    assert read_written("2013-09").value == "2013-09"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,234", "1234"),
        ("1 234 567", "1234567"),
        ("−3", "-3"),
        ("+3", "3"),
        ("1,234.50", "1234.50"),
        ("1,5", None),
        ("1,23,456", None),
        ("12,3456", None),
        ("1.2.3", None),
        ("٣", None),
        ("1e5", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_number_is_read_only_if_its_groups_are_whole(typed: str, kept: str | None) -> None:
    assert BRITISH.read_number(typed) == kept


def test_the_same_signs_mean_another_number_in_another_language(polish: Locale) -> None:
    assert (BRITISH.read_number("1.234"), polish.read_number("1.234")) == ("1.234", "1234")
    assert (BRITISH.read_number("1,5"), polish.read_number("1,5")) == (None, "1.5")
    assert polish.read_number("4.5") is None
    assert polish.read_percent("4,5 %") == "4.5"
    assert polish.read_share("3 z 20") == ("3", "20")
    assert polish.read_about("ok. 1.200") == (True, "1.200")
    assert polish.read_whole("1.200") == 1200


@pytest.mark.parametrize("kept", ["0", "-3", "1234.5", "-0.05", "123456789"])
def test_what_is_written_reads_back(kept: str, polish: Locale) -> None:
    for locale in (BRITISH, polish):
        assert locale.read_number(locale.decimal_words(kept)) == kept


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"months": ["Ionawr"]}, "it holds 1 texts, where 12 are needed"),
        ({"months": "Ionawr"}, "it is no list of texts"),
        ({"months": [1] * 12}, "it is no list of texts"),
        ({"decimal": ""}, "it is no text"),
        ({"decimal": 3}, "it is no text"),
        ({"decimal": None}, "it is no text"),
        ({"day": "{day} {month}"}, "its places in braces are not these: {day}, {month}, {year}"),
        ({"day": "{day} {month} {year} {year}"}, "its places in braces are not these"),
        ({"comma": "{x}"}, "its places in braces are not these: none"),
        ({"minus": "{"}, "its braces do not pair"),
        ({"day": "{day} {month} {year"}, "its braces do not pair"),
        ({"week": "7"}, "there is no such thing"),
    ],
)
def test_what_cannot_be_used_is_british_and_told(form: dict[str, object], why: str) -> None:
    locale, (trouble,) = locale_of(form)
    assert locale == BRITISH
    assert trouble.startswith(f"“{next(iter(form))}” of the locale is as in British English: {why}")


_NAMES_MONTHS = re.compile(r"%-?[aAbBcxXpr]|\{\w*:[^}]*,[^}]*\}")
_ASKS_THE_SYSTEM = {
    "month_name",
    "month_abbr",
    "day_name",
    "day_abbr",
    "ctime",
    "setlocale",
    "localeconv",
    "QLocale",
}


_PERHAPS = re.compile("|".join((_NAMES_MONTHS.pattern, r",\}|:n\}", *sorted(_ASKS_THE_SYSTEM))))
"""Looked for first, since most modules hold nothing of the kind and parsing all takes seconds."""


def _words_by_the_system(source: str) -> list[str]:
    """Return the places where the operating system would be asked how a language writes."""
    if not _PERHAPS.search(source):
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str(text)) if _NAMES_MONTHS.search(text):
                found.append(f"{node.lineno}: {text}")
            case ast.Attribute(attr=name) | ast.alias(name=name) | ast.Name(id=name) if (
                name in _ASKS_THE_SYSTEM
            ):
                found.append(f"{node.lineno}: {name}")
            case ast.FormattedValue(
                format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])
            ):
                if "," in spec or spec == "n":
                    found.append(f"{node.lineno}: {{:{spec}}}")
    return found


def test_no_word_or_number_is_written_by_the_operating_system() -> None:
    """A laptop set to Welsh must not change a British report, nor a comma a Welsh one."""
    package = Path(inspector_app.__file__).parent
    found = {
        path.relative_to(package).as_posix(): places
        for path in package.rglob("*.py")
        if (places := _words_by_the_system(path.read_text(encoding="utf-8")))
    }
    # Base speaks English; the locale itself parts thousands by Python's comma first.
    english = {name for name in found if name.startswith("server/")}
    assert found.keys() - english == {"domain/locales.py"}


@pytest.mark.parametrize(
    "source",
    [
        'f"{when:%d %B %Y}"',
        'when.strftime("%b")',
        "from calendar import month_name",
        "calendar.month_abbr[1]",
        'f"{number:,} files"',
        'f"{number:n}"',
        'tr("{number:,} files")',
        "QLocale().toString(3)",
    ],
)
def test_the_check_finds_what_asks_the_operating_system(source: str) -> None:
    assert _words_by_the_system(source)
