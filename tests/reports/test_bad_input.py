"""Whatever was put in, a summary is printed, and says what it could not show."""

import errno
import io
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.domain.recommendations import Recommendation, RecommendationKind
from inspector_app.domain.sources import DocumentSighted, Source
from inspector_app.domain.values import Counted, Named, Tabled, Told
from inspector_app.reports.attachment import prepared
from inspector_app.reports.facts import Options
from inspector_app.reports.layout import Laid, laid_out
from inspector_app.services.evidence import Attached
from tests.media.test_media import png_claiming, protected
from tests.reports.test_layout import a_small_pack, laid, no_picture, read, words_of
from tests.support.standings import FONTS, MADE_AT_MS, Journal, a_journal
from tests.support.vaults import a_vault, an_inspection

LINE = LineId("CC-PO-02")
ENDLESS = "W" * 100_000


class Refusing(io.BytesIO):
    """A file on a disk that fails after so many bytes, and tells of it when it is flushed too."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > self._room:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().write(content)

    def flush(self) -> None:
        if self.tell() * 2 > self._room:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("room", [0, 1_000, 20_000])
def test_a_disk_that_fails_while_pages_are_saved_is_told_and_ends_nothing(
    tmp_path: Path, room: int
) -> None:
    journal = a_journal()
    journal.answer("CC-PO-02", Answer({"declared": Counted(8)}))
    laid(journal, tmp_path / "pages.pdf")
    # qpdf flushed in a destructor, where an error ends the process.
    with (tmp_path / "pages.pdf").open("rb") as pages, pytest.raises(OSError) as refused:
        prepared(
            pages,
            Refusing(room),
            snapshot=None,
            title="Pages",
            created_at=datetime(2013, 9, 16, tzinfo=UTC),
            fields=(),
        )
    assert refused.value.errno == errno.EIO


def test_files_that_cannot_be_drawn_are_listed_each_with_the_reason(tmp_path: Path) -> None:
    files = {
        "torn.jpg": b"\xff\xd8\xff\xe0" + b"torn" * 99,
        "bomb.png": png_claiming(60_000, 60_000).getvalue(),
        "protected.pdf": protected().getvalue(),
        "words.txt": b"words",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    kept: list[Attached] = list(
        vault.evidence.attach(inspection, [tmp_path / name for name in files], [LINE])
    )
    assert [each.number for each in kept] == ["JS/1", "JS/2", "JS/3", "JS/4"]
    found = vault.reports.content(inspection, Options())
    target = tmp_path / "out.pdf"
    with target.open("w+b") as file:
        laid_out(found, no_picture, FONTS, file, made_at_ms=MADE_AT_MS)
    vault.close()
    text = words_of(target)
    assert text.count("It could not be shown when it was kept: it is damaged, protected by") == 3
    assert "3 pictures or PDFs of the schedule of evidence could not be shown" in text
    assert [bool(item.unshown) for item in found.record.evidence] == [True, True, True, False]


def test_a_table_wider_than_its_columns_is_printed_whole(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    part = journal.pack.line("IN-08").parts[0]
    rows = tuple(tuple(f"r{row}c{cell}" for cell in range(300)) for row in range(4))
    journal.answer("IN-08", Answer({part.id: Tabled(rows)}))
    target = tmp_path / "out.pdf"
    laid(journal, target)
    text = words_of(target)
    assert "Beyond its columns: r3c3 · r3c4" in text
    assert all(cell in text for cell in rows[3])


def test_an_endless_name_is_shortened_in_large_type_and_that_is_told(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    found = laid(a_journal(a_small_pack(), force=ENDLESS), target)
    assert found.pages < 20
    assert found.remarks == (
        "Cover: a text of 100,000 characters could not be printed as written; the attached data "
        "hold it.",
    )
    assert "‹shortened; see the attached data›" in words_of(target)


def test_a_cover_that_runs_over_is_signed_on_its_first_page_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_journal(a_small_pack(), force="Constabulary of Long Names " * 60), target)
    assert words_of(target).count("Signature of the inspector") == 1


@pytest.mark.parametrize(
    "text", ["👮🏽‍♀️ 🇬🇧 ✅ ⚠️", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🜲", "ﷺ שלום สวัสดี", "\ud7ff\u0fff\ufffd"]
)
def test_emoji_and_scripts_without_a_font_are_replaced_and_told(tmp_path: Path, text: str) -> None:
    journal = a_journal(a_small_pack())
    journal.answer(LINE, Answer(note=f"Before {text} after"))
    target = tmp_path / "out.pdf"
    found = laid(journal, target)
    printed = words_of(target)
    assert "Before" in printed
    assert "after" in printed
    assert all("Line CC-PO-02, note" in each for each in found.replaced)
    assert ("see the attached data" in printed) is bool(found.replaced)


def an_answer(line: str, answer: Answer) -> Callable[[Journal], object]:
    return lambda journal: journal.answer(line, answer)


def a_source(source: Source) -> Callable[[Journal], object]:
    about = subject(Subject.SOURCE, "a" * 32)
    return lambda journal: journal.record(about, bodies.SourceRecorded(source))


def an_account(account: Account) -> Callable[[Journal], object]:
    return lambda journal: journal.account(account)


SEEN = DocumentSighted(Named("HQ"))
FIELDS: dict[str, Callable[[Journal], object]] = {
    "headline": lambda journal: journal.headline("CC-PO", Headline(ENDLESS)),
    "headline's reason": lambda j: j.headline("CC-PO", Headline("x", reason=ENDLESS)),
    "note": an_answer(LINE, Answer(note=ENDLESS)),
    "reason": an_answer(LINE, Answer(note="x", reason=ENDLESS)),
    "share": an_answer(LINE, Answer({"judgement": Told("x")}, share=ENDLESS)),
    "narrative": an_answer("CC-PO-03", Answer({"assessment": Told(ENDLESS)})),
    "caveat": an_answer("CC-PO-08", Answer({"needed": Counted(5, caveat=ENDLESS)})),
    "supplier": an_answer("CC-PO-08", Answer({"needed": Counted(5, supplier=ENDLESS)})),
    "cell": an_answer("IN-08", Answer({"alliances": Tabled(((ENDLESS, "a", "b"),))})),
    "account": an_account(Account(LINE, ENDLESS)),
    "role": an_account(Account(LINE, "x", role=ENDLESS)),
    "caption": lambda j: j.evidence("JS/1", Caption(ENDLESS), LINE, picture=b"x"),
    "description": lambda j: j.evidence("JS/1", Caption("x", description=ENDLESS), LINE),
    "source's title": a_source(Source(SEEN, ENDLESS, number="JS/1")),
    "source's note": a_source(Source(SEEN, "x", number="JS/1", note=ENDLESS)),
    "source's place": a_source(Source(SEEN, "x", number="JS/1", place=ENDLESS)),
    "recommendation": lambda journal: journal.record(
        subject(Subject.RECOMMENDATION, "b" * 32),
        bodies.RecommendationMade(
            Recommendation(RecommendationKind.CAUSE_OF_CONCERN, ENDLESS, number="JS/1")
        ),
    ),
}
"""Free text fields, each filled with 100,000 characters without a space."""


def printed(name: str, folder: Path) -> Laid:
    journal = a_journal(a_small_pack())
    FIELDS[name](journal)
    target = folder / "out.pdf"
    with target.open("w+b") as file:
        return laid_out(read(journal), no_picture, FONTS, file, made_at_ms=MADE_AT_MS)


def test_a_role_without_a_space_is_printed(tmp_path: Path) -> None:
    assert printed("role", tmp_path).pages > 30


@pytest.mark.campaign
@pytest.mark.parametrize("name", FIELDS)
def test_100_000_characters_without_a_space_take_no_time_to_speak_of(
    tmp_path: Path, name: str
) -> None:
    begun = time.process_time()
    assert printed(name, tmp_path).pages > 12
    assert time.process_time() - begun < 4
