import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import Cancelled, NotFound
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, Sha256
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.values import Counted, Tabled, Told
from inspector_app.reports.content import content
from inspector_app.reports.facts import Content, Options
from inspector_app.reports.layout import Laid, laid_out
from tests.support.standings import AM, FONTS, MADE_AT_MS, Journal, a_journal, a_visit, the_pack

SECRET = "Zyxwvut-9317"


@cache
def a_small_pack() -> Pack:
    """Two sections of the real pack with a few lines each, so that setting it takes no time."""
    pack = the_pack()
    kept = tuple(
        replace(section, lines=section.lines[:wanted])
        for section in pack.sections
        if (wanted := {"IN": 8, "CC-PO": 9}.get(section.id, 0))
    )
    return replace(pack, sections=kept, quantities=(), checks=(), charts=())


def read(journal: Journal, options: Options | None = None) -> Content:
    return content(
        journal.standing(),
        journal.heads(),
        options or Options(),
        fold_version=1,
        app_version="0.1.0",
    )


def no_picture(_sha256: Sha256) -> bytes | None:
    return None


def laid(journal: Journal, target: Path, options: Options | None = None) -> Laid:
    return lay(read(journal, options), target)


def lay(
    found: Content,
    target: Path,
    pictures: Callable[[Sha256], bytes | None] = no_picture,
    fonts: Path = FONTS,
    **watched: Any,
) -> Laid:
    with target.open("w+b") as file:
        return laid_out(found, pictures, fonts, file, made_at_ms=MADE_AT_MS, **watched)


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def words_of(path: Path) -> str:
    return " ".join(" ".join(pages_of(path)).split())


def a_photo(number: int) -> bytes:
    image = Image.new("RGB", (64, 48), (40 * number % 256, 90, 120))
    written = io.BytesIO()
    image.save(written, "JPEG")
    return written.getvalue()


def test_every_page_is_marked_twice_and_numbered(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    found = laid(a_visit(), target)
    pages = pages_of(target)
    assert len(pages) == found.pages > 20
    for number, text in enumerate(pages, 1):
        lines = [line.strip() for line in text.splitlines()]
        assert lines.count("OFFICIAL-SENSITIVE") >= 2, number
        assert f"Page {number} of {found.pages}" in text


def test_a_single_gap_is_told_as_one() -> None:
    pack = a_small_pack()
    first = next(section for section in pack.sections if section.id == "CC-PO")
    one = replace(pack, sections=(replace(first, lines=first.lines[:1]),))
    assert "established; 1 is not." in " ".join(read(a_journal(one)).record.limits)
    assert "established; 17 are not." in " ".join(read(a_journal(pack)).record.limits)


def test_the_marking_stands_at_top_and_bottom(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_journal(a_small_pack()), target)
    with pypdfium2.PdfDocument(target) as document:
        for page in document:
            text = page.get_textpage()
            assert "OFFICIAL" in text.get_text_bounded(bottom=page.get_height() - 60)
            assert "OFFICIAL" in text.get_text_bounded(top=44)


def test_the_contents_name_the_right_pages_and_lead_there(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_visit(), target)
    pages = pages_of(target)
    rows = re.findall(r"^(.+?)\s+(\d+)\s*$", pages[1], re.MULTILINE)
    named = [(title, int(page)) for title, page in rows if "Page" not in title]
    assert len(named) >= 20
    for title, page in named:
        assert title in pages[page - 1], title
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages[1].Annots) == len(named)
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:3] == ["How to read this record", "Board", "Introduction"]
    assert "Schedule of evidence" in titles


def test_the_order_is_introduction_then_requirement_by_requirement(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_visit(), target)
    text = words_of(target)
    body = text[text.index("IN-01") :]
    positions = [body.index(id_) for id_ in ("CC-T-01", "CC-PO-01", "CP-T-01", "CS-PO-01")]
    assert positions == sorted(positions)
    headline = body.index("The force can send what is expected of it")
    assert headline < body.index("CC-PO-01")


def test_answers_outcomes_conflicts_accounts_and_notes_are_printed(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_visit(), target)
    text = words_of(target)
    for expected in (
        *(outcome_words(outcome) for outcome in Outcome),
        "8 police support units",
        "Since October 2013",
        "As at the visit",
        "own and alliance (most)",
        "In 2 versions, not settled",
        "From the return.",
        "From the interview.",
        "Control room supervisor: On a bank holiday it would be six.",
        "The roster was seen for three weeks of the summer",
        "Evidence: JS/1, JS/2",
        "Looked at next year.",
        "Eastern alliance",
        "No headline",
        "No answer recorded",
        "Caveat: No site is named.",
    ):
        assert expected in text, expected


def test_quantities_evidence_definitions_and_heads_are_printed(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    journal = a_visit()
    journal.answer("CC-PO-11", Answer({"expected": Counted(5)}))
    laid(journal, target)
    text = words_of(target)
    found = read(journal)
    for number in range(1, 24):
        assert f"Q{number} " in text
    assert "both calls at once could not be met. (5 + 5 ≤ 8)" in text
    for item in found.record.evidence:
        assert item.sha256 in text
        assert item.caption in text
    for chain, head in found.heads:
        assert chain in text
        assert head in text
    assert found.record.definitions[0].term in text


def test_what_is_not_to_be_exported_is_not_in_the_pages(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    journal.answer("CC-PO-02", Answer(note=SECRET, do_not_export=True))
    journal.account(Account(LineId("CC-PO-02"), words=SECRET, role=SECRET))
    journal.headline("CC-PO", Headline(SECRET, do_not_export=True))
    journal.evidence("JS/1", Caption(SECRET), "CC-PO-02")
    target = tmp_path / "out.pdf"
    laid(journal, target)
    text = words_of(target)
    assert SECRET not in text
    assert "Answer left out of this export" in text
    assert "The headline is left out of this export." in text
    assert "1 headline, 1 answer, 1 account and 1 evidence item" in text
    with pikepdf.open(target) as pdf:
        streams = [obj.read_bytes() for obj in pdf.objects if isinstance(obj, pikepdf.Stream)]
    assert not any(SECRET.encode() in stream for stream in streams)


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    photos = {hashlib.sha256(a_photo(n)).hexdigest(): a_photo(n) for n in range(2, 6)}
    for name in ("one.pdf", "two.pdf"):
        lay(read(a_visit(a_photo)), tmp_path / name, photos.get)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_thumbnails_go_in_as_they_are_stored(tmp_path: Path) -> None:
    photos = {hashlib.sha256(a_photo(n)).hexdigest(): a_photo(n) for n in range(2, 6)}
    target = tmp_path / "out.pdf"
    found = lay(read(a_visit(a_photo)), target, photos.get)
    assert found.missing_pictures == ()
    with pikepdf.open(target) as pdf:
        stored = {
            bytes(image.read_raw_bytes())
            for image in pdf.objects
            if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image"
        }
    assert stored == set(photos.values())


@pytest.mark.parametrize("damaged", [None, b"", b"not a picture"])
def test_a_missing_or_damaged_thumbnail_is_told_and_breaks_nothing(
    tmp_path: Path, damaged: bytes | None
) -> None:
    journal = a_visit(a_photo)
    target = tmp_path / "out.pdf"
    found = lay(read(journal), target, lambda _: damaged)
    assert len(found.missing_pictures) == 4
    assert found.remarks == ("4 thumbnails were missing or damaged; an empty frame stands there.",)


def test_a_file_that_is_no_picture_though_its_hash_is_right_breaks_nothing(tmp_path: Path) -> None:
    journal = a_visit(lambda n: f"not a picture {n}".encode())
    stored = {
        hashlib.sha256(each).hexdigest(): each
        for each in (f"not a picture {n}".encode() for n in range(2, 6))
    }
    target = tmp_path / "out.pdf"
    found = lay(read(journal), target, stored.get)
    assert len(found.missing_pictures) == 4


def test_all_fonts_are_embedded(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    journal.headline("CC-PO", Headline("Done ✓"))
    target = tmp_path / "out.pdf"
    laid(journal, target)
    with pikepdf.open(target) as pdf:
        fonts = [obj for obj in pdf.objects if getattr(obj, "Type", None) == "/FontDescriptor"]
        used = {
            str(font.BaseFont)
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert all("/FontFile2" in font for font in fonts)
    assert any("DejaVuSans" in name for name in used)
    assert not any("Helvetica" in name for name in used)


def test_the_first_page_says_whose_work_is_in_up_to_when_and_what_is_open(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    journal.answer("CC-PO-02", Answer(note="Told at the desk."))
    target = tmp_path / "out.pdf"
    laid(journal, target)
    first = " ".join(pages_of(target)[0].split())
    by = read(journal).record.cover.team[0]
    assert (by.initials, by.recorded) == ("JS", 1)
    assert f"Whose work JS up to {by.last}; nothing of AM is in it" in first
    assert re.search(
        r"Established 0 of \d+ lines in 2 sections; \d+ lines are not established", first
    )
    journal.headline("CC-PO", Headline("One."))
    journal.headline("CC-PO", Headline("Another."), by=AM, seen=())
    laid(journal, target)
    first = " ".join(pages_of(target)[0].split())
    assert "1 in differing versions, to be settled" in first
    assert "nothing of AM" not in first


def test_the_signature_fields_lie_empty_on_the_first_page(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack(), force="Force " * 200)
    target = tmp_path / "out.pdf"
    fields = laid(journal, target).fields
    assert [field.name for field in fields] == ["Inspector", "Lead"]
    with pypdfium2.PdfDocument(target) as document:
        first = document[0].get_textpage()
        for field in fields:
            left, bottom, right, top = field.rect
            assert field.page_index == 0
            inside = first.get_text_bounded(left=left, bottom=bottom, right=right, top=top)
            assert inside.strip() == ""


def every_field(whole: str) -> Journal:
    """An inspection whose longest fields hold ``whole``, and every other its beginning."""
    text = whole[:4_000]
    pack = a_small_pack()
    journal = a_journal(pack, force=text[:500])
    journal.headline("CC-PO", Headline(text, reason=text))
    journal.headline("IN", Headline(whole), by=AM)
    journal.answer("CC-PO-08", Answer({"needed": Counted(5, supplier=text, caveat=text)}))
    journal.answer(
        "CC-PO-02",
        Answer({"judgement": Told(text)}, note=whole, share=text[:200], reason=text),
    )
    journal.answer("CC-PO-03", Answer({"assessment": Told(text)}))
    journal.answer("CC-PO-03", Answer(note=text), by=AM, seen=())
    table = pack.line("IN-08").parts[0]
    rows = tuple(tuple(text[:at] for _ in table.columns) for at in (0, 299, 2_000))
    journal.answer("IN-08", Answer({table.id: Tabled(rows, text)}))
    journal.answer("IN-03", Answer({"x": Tabled((tuple(text[:290] for _ in range(3)),))}))
    journal.account(Account(LineId("CC-PO-02"), words=whole, role=text))
    journal.account(Account(LineId("CC-PO-02"), values={"judgement": Told(text)}))
    journal.evidence("JS/1", Caption(text), "CC-PO-02", picture=b"x")
    journal.evidence("JS/2", Caption(text[:400]), "CC-PO-02", picture=b"y")
    return journal


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("W" * 20_000, id="no space"),
        pytest.param("word " * 20_000, id="words"),
        pytest.param("x\n" * 2_000, id="lines"),
        pytest.param("مرحبا بالعالم " * 1_500, id="right to left"),
        pytest.param("日" * 20_000, id="ideographs"),
        pytest.param("</para><b><img src='/etc/passwd'/>&#0;&nbsp;" * 300, id="markup"),
        pytest.param("Ŵŷ ✓ → 😀 日本 Ω Ж " * 400, id="patchwork"),
        pytest.param("\t\x00\x1b\u202e\ufeff " * 500, id="controls"),
        pytest.param(" ", id="blank"),
    ],
)
def test_text_of_any_length_and_script_exports(tmp_path: Path, text: str) -> None:
    target = tmp_path / "out.pdf"
    found = laid(every_field(text), target, Options(file_names=True))
    with pypdfium2.PdfDocument(target) as document:
        assert len(document) == found.pages


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_TEXT)
def test_any_text_in_any_field_exports(tmp_path: Path, text: str) -> None:
    assert laid(every_field(text), tmp_path / "out.pdf").pages >= 7


def test_markup_in_a_text_is_printed_as_it_was_typed(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    hostile = '<b>bold</b> &amp; <img src="x"/> </para> ]]> &#65;'
    journal.answer("CC-PO-05", Answer(note=hostile))
    target = tmp_path / "out.pdf"
    laid(journal, target)
    assert hostile in words_of(target)


def test_latin_with_welsh_greek_and_cyrillic_are_printed_as_typed(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    typed = "Ŵyth tŷ, ŷd a dŵr; Ελλάδα; Україна ✓"
    journal.headline("CC-PO", Headline(typed))
    target = tmp_path / "out.pdf"
    assert laid(journal, target).replaced == ()
    assert typed in words_of(target)


def test_what_cannot_be_printed_is_shown_and_reported_with_its_place(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    journal.answer("CC-PO-05", Answer(note="He said مرحبا بالعالم and left."))
    journal.evidence("JS/1", Caption("Sign 日本語"), "CC-PO-05")
    target = tmp_path / "out.pdf"
    found = laid(journal, target)
    assert found.replaced == (
        "Line CC-PO-05, note: Arabic text, 13 characters",
        "Evidence JS/1: Chinese, Japanese or Korean text, 3 characters",
    )
    assert found.remarks[0].startswith("Line CC-PO-05, note: Arabic text")
    text = words_of(target)
    assert "He said ‹Arabic text, 13 characters; see the attached data› and left." in text


def test_a_marking_too_long_for_a_line_is_cut_and_stands_whole_on_the_cover(tmp_path: Path) -> None:
    descriptor = "LOCALLY SENSITIVE AND " * 12 + "PERSONAL"
    marking = Marking(Tier.OFFICIAL_SENSITIVE, descriptor)
    target = tmp_path / "out.pdf"
    laid(a_journal(a_small_pack(), marking=marking), target)
    assert marking.words() in words_of(target)
    for page in pages_of(target):
        assert len(re.findall(r"^OFFICIAL-SENSITIVE \[LOCALLY.*…", page, re.MULTILINE)) == 2


def test_a_short_line_is_never_parted_from_its_answer(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    laid(a_visit(), target)
    for text in pages_of(target):
        lines = [line for line in text.splitlines() if line.strip()]
        body = [line for line in lines if line not in ("OFFICIAL-SENSITIVE",)]
        assert not re.match(r"(As at|Since) .* · (JS|AM)", body[0])


def test_progress_runs_up_to_its_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    lay(
        read(a_journal(a_small_pack())),
        tmp_path / "out.pdf",
        progress=lambda done, total: steps.append((done, total)),
    )
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert {total for _, total in steps} == {steps[0][1]}
    assert steps[-1][0] >= steps[-1][1] - 1


def test_stopped_early_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    asked: list[None] = []

    def late() -> bool:
        asked.append(None)
        return len(asked) > 60

    with pytest.raises(Cancelled):
        lay(read(a_journal(a_small_pack())), target, cancelled=late)
    assert target.read_bytes() == b""


def test_what_the_file_held_before_is_replaced(tmp_path: Path) -> None:
    found = read(a_journal(a_small_pack()))
    lay(found, tmp_path / "new.pdf")
    with (tmp_path / "old.pdf").open("x+b") as file:
        file.write(b"from an earlier pass " * 100_000)
        laid_out(found, no_picture, FONTS, file, made_at_ms=MADE_AT_MS)
    assert (tmp_path / "old.pdf").read_bytes() == (tmp_path / "new.pdf").read_bytes()


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    found = read(a_journal(a_small_pack()))
    with pytest.raises(NotFound, match=r"NotoSans-Regular\.ttf"):
        lay(found, tmp_path / "out.pdf", fonts=tmp_path)


def test_a_later_signed_summary_is_listed_without_its_signers_name(tmp_path: Path) -> None:
    journal = a_journal(a_small_pack())
    signed = bodies.SummarySigned(
        file_sha256=Sha256("f" * 64),
        size_bytes=1,
        content_sha256=Sha256("c" * 64),
        heads={},
        signer="Alex Example",
        certificate_sha256=Sha256("e" * 64),
        signer_kind="self-issued",
    )
    journal.record(subject(Subject.SUMMARY, "5" * 32), signed)
    target = tmp_path / "out.pdf"
    laid(journal, target)
    text = words_of(target)
    assert f"File SHA-256 {'f' * 64}" in text
    assert "Alex" not in text
