"""What is left out of a paper is in no byte of its file: proved by searching all of them."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.values import Counted
from inspector_app.reports import aide_memoire_pages, debrief_pages
from inspector_app.reports.aide_memoire import SheetOptions, sheet_facts
from inspector_app.reports.attachment import prepared
from inspector_app.reports.content import content
from inspector_app.reports.debrief_note import NoteOptions, note_facts
from inspector_app.reports.facts import Form, Options
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.layout import laid_out
from inspector_app.reports.sheet_rows import book_of
from inspector_app.reports.snapshot import snapshot
from inspector_app.services.papers import written_paper
from inspector_app.sheets.csv_form import csv_files
from tests.support.canaries import ABOVE, Canaries, Closed, canaries, recorded_changes
from tests.support.leaks import leaks
from tests.support.pki import NOW
from tests.support.signed_reports import TYPEFACE, sign_file
from tests.support.standings import FONTS, MADE_AT_MS
from tests.support.vaults import a_vault, an_inspection
from tests.support.working_copies import docx_of, html_of, xlsx_of


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    return recorded_changes(tmp_path_factory.mktemp("records"))


def a_summary(found: Canaries, target: Path, options: Options) -> Path:
    printed = content(
        found.standing(), found.journal.heads(), options, fold_version=1, app_version="0"
    )
    with io.BytesIO() as pages, target.open("w+b") as file:
        laid = laid_out(printed, lambda _: None, FONTS, pages, made_at_ms=MADE_AT_MS)
        prepared(
            pages,
            file,
            snapshot=snapshot(printed, MADE_AT_MS),
            title=laid.title,
            created_at=NOW,
            fields=laid.fields,
            structure=laid.structure,
            subject=printed.record.cover.marking,
        )
    return target


def a_signed_summary(found: Canaries, target: Path, options: Options) -> Path:
    unsigned = a_summary(found, target.with_suffix(".unsigned"), options)
    with opened(self_issued("Jo Smith", issued_at=NOW), at=NOW) as signer:
        sign_file(unsigned, target, signer, capacity="Inspector", typeface=TYPEFACE, signed_at=NOW)
    return target


def a_note(found: Canaries, target: Path, options: Options) -> Path:
    facts = note_facts(found.standing(), NoteOptions(up_to=options.up_to))
    written_paper(
        debrief_pages.paper_of(facts),
        lambda setter: debrief_pages.story(facts, MADE_AT_MS, setter),
        FONTS,
        target,
        MADE_AT_MS,
    )
    return target


def an_aide_memoire(found: Canaries, target: Path, options: Options) -> Path:
    standing = found.standing()
    lines = [LineId(line.id) for line in standing.pack.lines()]
    chosen = SheetOptions(recorded=True, up_to=options.up_to)
    facts = sheet_facts(standing, lines, "JS/90", chosen)
    written_paper(
        aide_memoire_pages.paper_of(facts),
        lambda setter: aide_memoire_pages.story(facts, setter),
        FONTS,
        target,
        MADE_AT_MS,
    )
    return target


SECRET = "Quizzaciously"
PAPERS: dict[str, tuple[Callable[[Canaries, Path, Options], Path], Closed, Options]] = {
    "a signed fieldwork record": (
        a_signed_summary,
        Closed.NOT_EXPORTED,
        Options(file_names=True),
    ),
    "an accuracy draft": (a_summary, Closed.BOTH, Options(Form.ACCURACY_DRAFT, up_to=Marking())),
    "a published variant": (a_summary, Closed.ABOVE, Options(Form.FINAL_SUMMARY, up_to=Marking())),
    "an aide-memoire": (an_aide_memoire, Closed.BOTH, Options(up_to=Marking())),
}


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_left_out_and_the_names_of_people_are_nowhere_in_the_file(
    changes: list[Change], tmp_path: Path, name: str
) -> None:
    make, closed, options = PAPERS[name]
    found = canaries(changes, closed)
    assert len(found.words) > 120
    path = make(found, tmp_path / "paper.pdf", options)
    told = leaks(path, (*found.secrets(), ABOVE.descriptor))
    where = [f"{found.words.get(word, word)}: {at[:3]}" for word, at in sorted(told.items())]
    assert not where, "\n".join(where)


def test_all_of_it_would_be_found_if_it_were_printed(changes: list[Change], tmp_path: Path) -> None:
    found = canaries(changes, Closed.NOT)
    options = Options(file_names=True)
    printed = leaks(a_summary(found, tmp_path / "paper.pdf", options), found.secrets())
    kinds = {found.words[word].partition(".")[0] for word in printed}
    assert {
        *("AnswerRecorded", "HeadlineWritten", "AccountGiven", "SourceRecorded"),
        *("EvidenceAdded", "EvidenceCaptioned", "RecommendationMade"),
    } <= kinds
    assert len(printed) > 80
    attached = {at for places in printed.values() for at in places}
    assert any("stream /application/json, decoded" in at for at in attached)
    assert any("text of the pages" in at for at in attached)


def test_a_debrief_note_holds_no_word_but_the_headlines(
    changes: list[Change], tmp_path: Path
) -> None:
    found = canaries(changes, Closed.NOT)
    path = a_note(found, tmp_path / "note.pdf", Options())
    told = leaks(path, found.secrets())
    assert told
    assert {found.words[word] for word in told} == {"HeadlineWritten.headline.text"}
    with pytest.raises(RuleViolation, match="none can be told"):
        a_note(canaries(changes, Closed.NOT_EXPORTED), tmp_path / "none.pdf", Options())


def test_an_inspection_that_is_itself_marked_above_is_refused(changes: list[Change]) -> None:
    found = canaries(changes, Closed.NOT)
    body = found.journal.changes[0].body
    details = replace(body.details, marking=ABOVE)  # type: ignore[union-attr]
    found.journal.record("inspection", replace(body, details=details))  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="The inspection itself is marked"):
        content(found.standing(), {}, Options(up_to=Marking()), fold_version=1, app_version="0")


@pytest.mark.parametrize("closed", [Closed.BOTH, Closed.NOT])
def test_working_copies_hold_nothing_of_it_either(
    changes: list[Change], tmp_path: Path, closed: Closed
) -> None:
    found = canaries(changes, closed)
    options = Options(file_names=True, up_to=Marking())
    printed = content(
        found.standing(), found.journal.heads(), options, fold_version=1, app_version="0"
    )
    written = {
        "copy.docx": docx_of(printed)[0],
        "copy.html": html_of(printed)[0],
        "copy.xlsx": xlsx_of(printed)[0],
        "copy.csv": b"".join(part for _, part in csv_files(book_of(printed, MADE_AT_MS))),
    }
    for name, made in written.items():
        path = tmp_path / name
        path.write_bytes(made)
        told = leaks(path, (*found.secrets(), ABOVE.descriptor))
        if closed is Closed.NOT:
            assert len(told) > 30, name
        else:
            assert told == {}, name


def test_an_interim_summary_does_not_tell_what_was_closed_since_the_one_before(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    section, target = SectionId("CC-PO"), tmp_path / "second.pdf"
    try:
        id_ = an_inspection(vault)
        vault.inspections.headline(id_, section, Headline(f"So {SECRET} it is."))
        line = Answer({"declared": Counted(8)}, note=f"Noted {SECRET}")
        vault.inspections.answer(id_, LineId("CC-PO-09"), line)
        first = vault.interims.make(id_, tmp_path / "first.pdf")
        assert leaks(tmp_path / "first.pdf", [SECRET])
        vault.inspections.headline(
            id_, section, Headline(f"So {SECRET} it is.", do_not_export=True)
        )
        vault.inspections.answer(id_, LineId("CC-PO-09"), replace(line, do_not_export=True))
        vault.interims.make(id_, target, since=first.interim.number)
    finally:
        vault.close()
    assert leaks(target, [SECRET]) == {}


# That the search would find it


def in_a_text(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Secret = String(f"So {SECRET}")


def in_a_text_of_two_bytes(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Secret = String(f"{SECRET} Łódź")


def in_a_key(pdf: pikepdf.Pdf) -> None:
    pdf.Root[f"/{SECRET}"] = 1


def in_the_information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[Name.Keywords] = SECRET


def in_a_compressed_stream(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Secret = pdf.make_stream(
        json.dumps({"a": f"\u0141 {SECRET[:4]}\n{SECRET[4:]}"}).encode()
    )


def an_attachment(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf,
        content,
        filename="x",
        mime_type="text/plain",
        description="",
        creation_date="",
        mod_date="",
    )


def in_an_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.txt"] = an_attachment(pdf, SECRET.encode())


def in_an_attachments_name(pdf: pikepdf.Pdf) -> None:
    pdf.attachments[f"{SECRET}.txt"] = an_attachment(pdf, b"-")


def in_an_alternative_text(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=Dictionary(Alt=String(SECRET))))


@pytest.mark.parametrize(
    "hide",
    [
        in_a_text,
        in_a_text_of_two_bytes,
        in_a_key,
        in_the_information,
        in_a_compressed_stream,
        in_an_attachment,
        in_an_attachments_name,
        in_an_alternative_text,
    ],
)
def test_a_secret_is_found_wherever_a_pdf_hides_it(
    tmp_path: Path, hide: Callable[[pikepdf.Pdf], None]
) -> None:
    path = tmp_path / "hidden.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        hide(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert SECRET in leaks(path, [SECRET, "Absent"])
    assert "Absent" not in leaks(path, [SECRET, "Absent"])


def test_a_secret_is_found_in_an_earlier_revision(tmp_path: Path) -> None:
    before, path = io.BytesIO(), tmp_path / "revised.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Secret = pdf.make_stream(SECRET.encode())
        pdf.save(before)
    later = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(later)
    path.write_bytes(before.getvalue() + later.getvalue())
    assert SECRET in leaks(path, [SECRET])


def test_a_secret_is_found_in_an_archive_and_in_markup(tmp_path: Path) -> None:
    path = tmp_path / "copy.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{SECRET[:5]}</w:t><w:t>{SECRET[5:]}</w:t>")
    assert SECRET in leaks(path, [SECRET])
    page = tmp_path / "page.html"
    page.write_text(f"<p>{SECRET[:5]}&#{ord(SECRET[5])};{SECRET[6:]}</p>", encoding="utf-8")
    assert SECRET in leaks(page, [SECRET])
    named = tmp_path / f"{SECRET}.txt"
    named.write_text("nothing", encoding="utf-8")
    assert leaks(named, [SECRET]) == {SECRET: ("file name",)}
