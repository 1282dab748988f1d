"""What is read out in a picture's place."""

from dataclasses import replace

import pytest

from inspector_app.domain.evidence import Caption
from inspector_app.reports import alternatives
from inspector_app.reports.content import content
from inspector_app.reports.facts import Content, EvidenceFacts, Options
from tests.support.standings import Journal, a_journal


def an_item(caption: Caption, media_type: str = "image/jpeg") -> EvidenceFacts:
    journal = a_journal()
    journal.evidence("JS/1", caption, "CC-PO-01", picture=b"a picture")
    (item,) = read(journal).record.evidence
    return replace(item, media_type=media_type, is_picture=media_type.startswith("image/"))


def read(journal: Journal) -> Content:
    standing, heads = journal.standing(), journal.heads()
    return content(standing, heads, Options(), fold_version=1, app_version="0")


@pytest.mark.parametrize(
    ("caption", "media_type", "words"),
    [
        (Caption("A van", description="Grilles\nand wire"), "image/jpeg", "JS/1: Grilles and wire"),
        (Caption("A van"), "image/png", "JS/1: A van"),
        (Caption(" "), "image/png", "JS/1: a picture, without a caption or description"),
        (Caption("Plan"), "application/pdf", "JS/1, its first page: Plan"),
        (Caption(), "application/pdf", "JS/1: its first page, without a caption or description"),
    ],
)
def test_a_description_goes_before_the_caption_and_their_lack_is_said(
    caption: Caption, media_type: str, words: str
) -> None:
    assert alternatives.words(an_item(caption, media_type)) == words


def test_how_to_read_counts_the_pictures_that_nobody_has_described() -> None:
    journal = a_journal()
    assert not any("not described" in limit for limit in read(journal).record.limits)
    for number, said in enumerate(("", "A yard", ""), 1):
        caption = Caption("The yard", description=said)
        journal.evidence(f"JS/{number}", caption, "CC-PO-01", picture=b"a picture")
    (told,) = (limit for limit in read(journal).record.limits if "not described" in limit)
    assert told.startswith("2 pictures are not described for readers who cannot see:")
    plain = content(
        journal.standing(),
        journal.heads(),
        Options(thumbnails=False),
        fold_version=1,
        app_version="0",
    )
    assert not any("not described" in limit for limit in plain.record.limits)
