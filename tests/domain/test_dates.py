"""Dates as inspectors type and read them."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.dates import Bearing, PartialDate, Precision, day, read
from inspector_app.domain.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "value", "precision", "words"),
    [
        ("2013-09-16", "2013-09-16", Precision.DAY, "16 September 2013"),
        ("16/9/2013", "2013-09-16", Precision.DAY, "16 September 2013"),
        ("16.09.2013", "2013-09-16", Precision.DAY, "16 September 2013"),
        ("16 Sep 2013", "2013-09-16", Precision.DAY, "16 September 2013"),
        ("16  sept.  2013", "2013-09-16", Precision.DAY, "16 September 2013"),
        ("1 may 2013", "2013-05-01", Precision.DAY, "1 May 2013"),
        ("29 Feb 2012", "2012-02-29", Precision.DAY, "29 February 2012"),
        ("Sept 2013", "2013-09", Precision.MONTH, "September 2013"),
        ("2013-09", "2013-09", Precision.MONTH, "September 2013"),
        ("2013", "2013", Precision.YEAR, "2013"),
        ("2011/12", "2011/12", Precision.FINANCIAL_YEAR, "2011/12"),
        ("1999/00", "1999/00", Precision.FINANCIAL_YEAR, "1999/00"),
        ("second day of the visit", "second day of the visit", Precision.RELATIVE, None),
        ("Blursday 2013", "Blursday 2013", Precision.RELATIVE, None),
    ],
)
def test_what_is_typed_is_understood(
    typed: str, value: str, precision: Precision, words: str | None
) -> None:
    found = read(typed)

    assert (found.value, found.precision, found.bearing) == (value, precision, Bearing.AT)
    assert found.words() == (words or value)


@pytest.mark.parametrize("bearing", [b for b in Bearing if b is not Bearing.AT])
def test_a_bearing_in_front_is_understood(bearing: Bearing) -> None:
    found = read(f"{bearing.value.title()} Sept 2013")

    assert found == PartialDate("2013-09", Precision.MONTH, bearing)
    assert found.words() == f"{bearing.value} September 2013"


def test_a_period_is_understood() -> None:
    found = read("16 Sep 2013 to 20/9/2013")

    assert found == PartialDate("2013-09-16", Precision.DAY, end="2013-09-20")
    assert found.words() == "16 September 2013 to 20 September 2013"


def test_a_period_of_two_precisions_is_kept_as_words() -> None:
    assert read("16 Sep 2013 to 2014").precision is Precision.RELATIVE


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("16–20 September 2013", "2013-09-16", "2013-09-20"),
        ("16-20 Sept 2013", "2013-09-16", "2013-09-20"),
        ("16 to 20 September 2013", "2013-09-16", "2013-09-20"),
        ("30 September – 4 October 2013", "2013-09-30", "2013-10-04"),
        ("16 Sep 2013 - 20 Sep 2013", "2013-09-16", "2013-09-20"),
        ("September to October 2013", "2013-09", "2013-10"),
        ("2013-09-16 – 2013-09-20", "2013-09-16", "2013-09-20"),
    ],
)
def test_what_both_ends_of_a_period_share_is_written_once(
    typed: str, first: str, last: str
) -> None:
    found = read(typed)
    assert (found.value, found.end) == (first, last)


def test_a_dash_inside_a_date_parts_nothing() -> None:
    assert read("2013-09-16").end == ""
    assert read("2011/12").end == ""


@pytest.mark.parametrize(
    "typed", ["", "  ", "31/2/2013", "2013-13-01", "2013-00", "2013-02-29", "0 May 2013", "2011/13"]
)
def test_a_day_that_the_calendar_does_not_have_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read(typed)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2013-9-16", Precision.DAY),
        ("2013-09-16", Precision.MONTH),
        ("13", Precision.YEAR),
        ("2011/13", Precision.FINANCIAL_YEAR),
        (" ", Precision.RELATIVE),
    ],
)
def test_a_value_without_the_form_of_its_precision_is_refused(
    value: str, precision: Precision
) -> None:
    with pytest.raises(BadInput):
        PartialDate(value, precision)


def test_the_end_of_a_period_has_the_form_of_its_beginning() -> None:
    with pytest.raises(BadInput):
        PartialDate("2013-09-16", Precision.DAY, end="2013-10")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="ends before it begins"):
        read("20 Sep 2013 to 16 Sep 2013")
    with pytest.raises(BadInput, match="ends before it begins"):
        PartialDate("2012/13", Precision.FINANCIAL_YEAR, end="2011/12")


@given(st.dates(date(1000, 1, 1)))
def test_every_day_is_read_back_from_every_way_of_writing_it(value: date) -> None:
    month = calendar.month_name[value.month]
    ways = (
        value.isoformat(),
        f"{value.day}/{value.month}/{value.year}",
        f"{value.day} {month} {value.year}",
        f"{value.day} {month[:3]} {value.year}",
        day(value).words(),
    )

    assert {read(way) for way in ways} == {day(value)}


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(1, 10_000))
def test_days_sort_by_time(value: date, later: int) -> None:
    assert day(value).sort_key() < day(value + timedelta(days=later)).sort_key()


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_date_or_refused(typed: str) -> None:
    try:
        found = read(typed)
    except BadInput:
        return
    assert found.words()


def test_a_financial_year_sorts_in_its_april_and_words_come_last() -> None:
    typed = ["the last day", "2012", "2011/12", "2011-03", "2011-05", "2011-12-31"]

    assert [found.value for found in sorted(map(read, typed), key=PartialDate.sort_key)] == [
        "2011-03",
        "2011/12",
        "2011-05",
        "2011-12-31",
        "2012",
        "the last day",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014-04 to 2014-10", "2014-04", "2014-10"),
        ("2013-09-16 to 2013-09-20", "2013-09-16", "2013-09-20"),
        ("16-20 Sep 2013", "2013-09-16", "2013-09-20"),
    ],
)
def test_a_dash_within_a_date_begins_no_period(text: str, first: str, last: str) -> None:
    found = read(text)
    assert (found.value, found.end) == (first, last)
