"""Pages against data: what a signed report prints is what its attached data say, or it is told."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name

from inspector_app.domain.headlines import Headline
from inspector_app.reports.attachment import prepared
from inspector_app.reports.examination import examined
from inspector_app.reports.facts import Content
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.layout import laid_out
from inspector_app.reports.snapshot import content_of, snapshot
from inspector_app.reports.verifying import State, Verdict, verify
from inspector_app.version import VERSION
from tests.reports.test_layout import a_photo, a_small_pack, read
from tests.support.pki import NOW
from tests.support.signed_reports import TYPEFACE, sign_file
from tests.support.standings import FONTS, MADE_AT_MS, a_visit

PHOTOS = {hashlib.sha256(a_photo(n)).hexdigest(): a_photo(n) for n in range(2, 6)}
SAME = "Its pages are what this version of the app prints of the attached data."


def a_small_visit(headline: str = "") -> Content:
    journal = replace(a_visit(a_photo), pack=a_small_pack())
    if headline:
        journal.headline("CC-PO", Headline(headline))
    return replace(read(journal), app_version=VERSION)


@pytest.fixture(scope="module")
def content() -> Content:
    return a_small_visit()


def drawn(content: Content, photos: dict[str, bytes] = PHOTOS) -> tuple[bytes, Any]:
    target = io.BytesIO()
    laid = laid_out(content, photos.get, FONTS, target, made_at_ms=MADE_AT_MS)
    return target.getvalue(), laid


@pytest.fixture(scope="module")
def honest(content: Content) -> tuple[bytes, Any]:
    return drawn(content)


def signed(folder: Path, pages: bytes, laid: Any, data: bytes) -> Path:
    """A report whose maker wrote what they liked, signed with their own true key."""
    unsigned, target = folder / "unsigned.pdf", folder / "signed.pdf"
    with unsigned.open("x+b") as file:
        prepared(
            io.BytesIO(pages),
            file,
            snapshot=data,
            title=laid.title,
            created_at=NOW,
            fields=laid.fields,
            structure=laid.structure,
        )
    with opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer:
        sign_file(unsigned, target, signer, capacity="Inspector", typeface=TYPEFACE, signed_at=NOW)
    return target


def judged(folder: Path, pages: bytes, laid: Any, data: bytes) -> Verdict:
    with signed(folder, pages, laid, data).open("rb") as file:
        return examined(file, trusted=(), fonts=FONTS)


def test_whoever_verifies_a_file_has_its_pages_compared(
    content: Content, honest: tuple[bytes, Any], tmp_path: Path
) -> None:
    path = signed(tmp_path, *honest, snapshot(content, MADE_AT_MS))
    assert verify(path).sentences[-1] == SAME
    assert SAME not in verify(path, pages=False).sentences


def test_the_data_give_back_the_content_they_were_made_of(content: Content) -> None:
    assert content_of(json.loads(snapshot(content, MADE_AT_MS))) == content


def test_pages_that_print_the_data_are_said_to(
    content: Content, honest: tuple[bytes, Any], tmp_path: Path
) -> None:
    verdict = judged(tmp_path, *honest, snapshot(content, MADE_AT_MS))
    assert (verdict.state, verdict.sentences[-1]) == (State.GENUINE, SAME)


def test_a_picture_that_was_missing_when_it_was_signed_is_missing_again(
    content: Content, tmp_path: Path
) -> None:
    kept = dict(list(PHOTOS.items())[1:])
    verdict = judged(tmp_path, *drawn(content, kept), snapshot(content, MADE_AT_MS))
    assert (verdict.state, verdict.sentences[-1]) == (State.GENUINE, SAME)


def test_data_that_tell_another_headline_than_the_pages_are_found_out(
    content: Content, honest: tuple[bytes, Any], tmp_path: Path
) -> None:
    other = a_small_visit("The force cannot send anybody.")
    verdict = judged(tmp_path, *honest, snapshot(other, MADE_AT_MS))
    assert verdict.state is State.CANNOT_TELL
    assert any("cannot be had from the attached data" in each for each in verdict.problems)
    assert SAME not in verdict.sentences


def another_word(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[2]
    content = page.obj.Contents.read_bytes()
    assert b"Tj" in content
    page.obj.Contents = pdf.make_stream(content.replace(b") Tj", b"\\000) Tj", 1))


def another_photo(pdf: pikepdf.Pdf) -> None:
    image = next(
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and each.get(Name.Subtype) == Name.Image
    )
    image.write(a_photo(9), filter=Name.DCTDecode)


def other_letters(pdf: pikepdf.Pdf) -> None:
    """The same codes in the content, drawn with the letters of another font."""
    fonts = [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and Name.Length1 in each and Name.Subtype not in each
    ]
    fonts[0].write(fonts[1].read_bytes())


def a_page_more(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[3])


@pytest.mark.parametrize(
    "attack",
    [another_word, another_photo, other_letters, a_page_more],
    ids=lambda each: each.__name__,
)
def test_what_a_signer_printed_beside_the_data_is_found_out(
    content: Content,
    honest: tuple[bytes, Any],
    attack: Callable[[pikepdf.Pdf], None],
    tmp_path: Path,
) -> None:
    pages, laid = honest
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        attack(pdf)
        pdf.save(changed, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    verdict = judged(tmp_path, changed.getvalue(), laid, snapshot(content, MADE_AT_MS))
    assert verdict.state is State.CANNOT_TELL
    assert SAME not in verdict.sentences


def test_data_of_a_report_in_name_alone_leave_the_pages_without_witness(
    honest: tuple[bytes, Any], content: Content, tmp_path: Path
) -> None:
    data = json.loads(snapshot(content, MADE_AT_MS))
    del data["content"]["cover"]
    verdict = judged(tmp_path, *honest, json.dumps(data).encode())
    assert verdict.state is State.CANNOT_TELL
    assert any("not those of a report" in each for each in verdict.problems)


def test_a_report_of_another_version_is_genuine_and_said_not_to_be_compared(
    honest: tuple[bytes, Any], content: Content, tmp_path: Path
) -> None:
    older = replace(content, app_version="0.0.1")
    verdict = judged(tmp_path, *honest, snapshot(older, MADE_AT_MS))
    assert verdict.state is State.GENUINE
    assert "another version of the app wrote it" in verdict.sentences[-1]
