"""Areas of pages: kept on the page, counted as people count, refused when they do not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.evidence_wording import redacted_words
from inspector_app.domain.ids import EvidenceId
from inspector_app.domain.redaction import (
    MOST_PAGES,
    SMALLEST,
    WHOLE,
    Area,
    MadeOf,
    between,
    checked,
    read_area,
    read_pages,
)

ITEM = EvidenceId("e" * 32)
AREA = Area(1, 1000, 2000, 5000, 3000)
anywhere = st.integers(-3 * WHOLE, 3 * WHOLE)


def made_of(*areas: Area, reason: str = "A name", pages: tuple[int, ...] = ()) -> MadeOf:
    return MadeOf(ITEM, areas, reason, pages)


@given(st.lists(anywhere, min_size=8, max_size=8))
def test_an_area_never_leaves_its_page(n: list[int]) -> None:
    area = between(1, (n[0], n[1]), (n[2], n[3])).moved(n[4], n[5]).resized(n[6], n[7])
    assert checked(made_of(area), 1).areas == (area,)


def test_moving_keeps_the_size_and_sizing_keeps_the_place() -> None:
    assert AREA.moved(100, -50) == Area(1, 1100, 1950, 5000, 3000)
    assert AREA.moved(WHOLE, WHOLE) == Area(1, 5000, 7000, 5000, 3000)
    assert AREA.resized(-WHOLE, 100) == Area(1, 1000, 2000, SMALLEST, 3100)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (made_of(), "mark at least one area"),
        (made_of(AREA, reason=" "), "needs a reason"),
        (made_of(Area(3, 0, 0, 100, 100)), "no page 3, the last one is 2"),
        (made_of(Area(0, 0, 0, 100, 100)), "no page 0"),
        (made_of(AREA, pages=(2,)), "page 1 has an area and is not in the copy"),
        (made_of(AREA, pages=(1, 9)), "no page 9"),
        (made_of(Area(1, 9000, 0, 1001, 100)), "beyond the page"),
        (made_of(Area(1, -1, 0, 100, 100)), "beyond the page"),
        (made_of(Area(1, 0, 0, 0, 100)), "too small"),
    ],
)
def test_what_cannot_be_redacted_is_refused_with_what_is_wrong(wanted: MadeOf, words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        checked(wanted, 2)


def test_a_long_document_is_redacted_by_its_pages() -> None:
    with pytest.raises(RuleViolation, match="Choose the pages that are needed"):
        checked(made_of(AREA), MOST_PAGES + 1)
    assert checked(made_of(AREA, pages=(1, 2)), MOST_PAGES + 1).pages == (1, 2)


def test_an_area_is_read_in_percent() -> None:
    assert read_area("2, 10, 20.5%, 30,4.25") == Area(2, 1000, 2050, 3000, 425)
    assert read_area("2,10,20.5,30,4.25").words() == (
        "page 2, 10 % from the left, 20.5 % from the top, 30 % × 4.25 %"
    )


@pytest.mark.parametrize(
    "text", ["", "1,2,3,4", "1,2,3,4,5,6", "a,1,1,1,1", "1,-5,1,1,1", "1,1e9,1,1,1"]
)
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not an area"):
        read_area(text)


def test_pages_are_read_in_order_each_once() -> None:
    assert read_pages("4, 1–3,2") == (1, 2, 3, 4)
    assert read_pages(" ") == ()
    for text in ("a", "3-1", "1-999999", "1-5000", "-"):
        with pytest.raises(BadInput, match="names no pages"):
            read_pages(text)


def test_a_copy_says_what_it_is() -> None:
    words = redacted_words(made_of(AREA, Area(4, 0, 0, 100, 100), pages=(1, 4)), "JS/1")
    assert words == (
        "Redacted copy of JS/1 (2 pages of it), 2 areas on pages 1 and 4 made black: A name"
    )
