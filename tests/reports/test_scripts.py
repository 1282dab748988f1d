import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.reports.scripts import Face, Run, runs
from inspector_app.reports.styles import faces
from tests.support.standings import FONTS

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def read(text: str) -> list[Run]:
    found = faces(FONTS)
    return list(runs(text, found.letters, found.symbol_letters))


@pytest.mark.parametrize(
    "text",
    [
        "Heddlu Dyfed-Powys: ŵ Ŵ ŷ Ŷ â ê î ô û ẁ",
        "Zażółć gęślą jaźń; Ærø; Çeşme; Đorđe; Łódź",
        "Αθήνα, ἀρχή",
        "Київ, Москва, Ђорђе",
        "“quotes” – dashes — and … £5 €6 ½ ² °",
        "line\nbreak",
    ],
)
def test_latin_with_welsh_greek_and_cyrillic_print_in_the_text_font(text: str) -> None:
    assert read(text) == [Run(Face.TEXT, text)]


def test_letters_with_loose_marks_are_composed() -> None:
    assert read("w\u0302y\u0302") == [Run(Face.TEXT, "ŵŷ")]


def test_signs_that_the_text_font_lacks_come_from_the_second() -> None:
    assert [(run.face, run.text) for run in read("Done ✓ → next")] == [
        (Face.TEXT, "Done "),
        (Face.SYMBOLS, "✓"),
        (Face.TEXT, " "),
        (Face.SYMBOLS, "→"),
        (Face.TEXT, " next"),
    ]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("مرحبا بالعالم", "Arabic text, 13 characters"),
        ("שלום", "Hebrew text, 4 characters"),
        ("日本語、東京", "Chinese, Japanese or Korean text, 6 characters"),
        ("ひらがな", "Chinese, Japanese or Korean text, 4 characters"),
        ("한국어", "Chinese, Japanese or Korean text, 3 characters"),
        ("नमस्ते", "Devanagari text, 6 characters"),
        ("ไทย", "Thai text, 3 characters"),
        ("😀", "symbols or emoji, 1 character"),
        ("\x00\x1b", "control characters, 2 characters"),
        ("\ue000", "unknown characters, 1 character"),
    ],
)
def test_what_cannot_be_printed_is_visibly_replaced_and_counted(text: str, lost: str) -> None:
    found = read(f"He said {text} twice")
    assert [run.face for run in found] == [Face.TEXT, Face.REPLACED, Face.TEXT]
    assert found[1].lost == lost
    assert found[1].text == f"‹{lost}; see the attached data›"


def test_direction_marks_and_joiners_have_no_shape_and_are_dropped() -> None:
    assert read("a\u202eb\u2066c\u200d\u00ad\ufeffd") == [Run(Face.TEXT, "abcd")]


def test_a_text_patched_from_many_scripts_is_replaced_as_one_from_some_point_on() -> None:
    found = read("a日" * 500)
    assert len(found) < 100
    assert found[-1].lost.startswith("mixed text")


@given(ANY_TEXT)
def test_nothing_visible_is_lost_in_silence(text: str) -> None:
    found = faces(FONTS)
    for run in runs(text, found.letters, found.symbol_letters):
        assert bool(run.lost) == (run.face is Face.REPLACED)
        if run.face is Face.TEXT:
            assert all(ord(c) in found.letters or c == "\n" for c in run.text)
        if run.face is Face.SYMBOLS:
            assert all(ord(c) in found.symbol_letters for c in run.text)
        if run.lost:
            assert all(ord(c) in found.letters for c in run.text.strip("\n"))
