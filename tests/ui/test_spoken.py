"""What a screen reader hears of a row, in one breath."""

from inspector_app.ui.spoken import in_one_breath


def test_every_part_ends_as_a_sentence_once() -> None:
    said = in_one_breath(["CC-PO-01", "Is it planned?", "", "No answer yet.", "Wait …"])
    assert said == "CC-PO-01. Is it planned? No answer yet. Wait …"


def test_of_nothing_nothing_is_said() -> None:
    assert in_one_breath(["", " "]) == ""
