"""Summaries keep to PDF/UA-1 and PDF/A-3a, as an outside judge says."""

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId, Sha256
from inspector_app.domain.values import Tabled
from inspector_app.reports.attachment import prepared
from inspector_app.reports.content import content
from inspector_app.reports.facts import By, Form, InterimFacts, Options, SinceFacts
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.layout import Laid, laid_out
from inspector_app.reports.online import Authority
from inspector_app.reports.raising import raise_
from inspector_app.reports.signing import countersign
from inspector_app.reports.since import changes
from inspector_app.reports.verifying import verify
from tests.support.authorities import Authorities, authorities
from tests.support.conformance import Judged, judged
from tests.support.papers import a_debrief_note, a_quick_card, a_sheet, a_told_visit
from tests.support.pki import NOW
from tests.support.signed_reports import TYPEFACE, sign_file
from tests.support.standings import FONTS, MADE_AT_MS, Journal, a_journal, a_visit, the_pack


def a_photo(number: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), (40 * number % 256, 90, 120)).save(written, "JPEG")
    return written.getvalue()


def a_summary(
    journal: Journal,
    folder: Path,
    name: str,
    options: Options | None = None,
    interim: InterimFacts | None = None,
) -> tuple[Path, Laid]:
    """Make an unsigned summary as an export does."""
    standing, heads = journal.standing(), journal.heads()
    chosen = options or Options()
    found = content(standing, heads, chosen, fold_version=1, app_version="0")
    found = replace(found, interim=interim)
    photos = {item.file.sha256: a_photo(at) for at, item in enumerate(standing.evidence(), 2)}

    def thumbnail(sha256: Sha256) -> bytes | None:
        return photos.get(sha256)

    target = folder / f"{name}.pdf"
    with (folder / f"{name}-pages.pdf").open("w+b") as pages, target.open("w+b") as file:
        laid = laid_out(found, thumbnail, FONTS, pages, made_at_ms=MADE_AT_MS)
        prepared(
            pages,
            file,
            snapshot=json.dumps({"force": "Testshire"}).encode(),
            title=laid.title,
            created_at=NOW,
            fields=laid.fields,
            structure=laid.structure,
            subject="OFFICIAL",
        )
    return target, laid


def an_interim(folder: Path) -> Path:
    """Make an interim summary of a choice, with what has changed and what is not known."""
    journal = a_visit(a_photo)
    options = Options(Form.INTERIM_SUMMARY, sections=(SectionId("CC-PO"),))
    earlier = content(journal.standing(), {}, options, fold_version=1, app_version="0")
    journal.headline("CC-PO", Headline("Changed since the afternoon."))
    later = content(journal.standing(), {}, options, fold_version=1, app_version="0")
    changed = changes(earlier.record, later.record)
    since = SinceFacts("JS/3", By("JS", MADE_AT_MS, "on Tuesday"), ("Not all is here.",), changed)
    return a_summary(journal, folder, "interim", options, InterimFacts("JS/12", since))[0]


def signed(unsigned: Path, folder: Path) -> Path:
    target = folder / f"{unsigned.stem}-signed.pdf"
    with opened(self_issued("Jo Ŵyn", issued_at=NOW), at=NOW) as signer:
        sign_file(unsigned, target, signer, capacity="Inspector", typeface=TYPEFACE, signed_at=NOW)
    return target


def countersigned(report: Path, folder: Path) -> Path:
    target = folder / "countersigned.pdf"
    with opened(self_issued("Ann Łead", issued_at=NOW), at=NOW) as lead, report.open("rb") as file:
        countersign(
            file,
            target,
            lead,
            verdict=verify(report),
            capacity="Lead inspector",
            typeface=TYPEFACE,
            signed_at=NOW,
        )
    return target


def timestamped(report: Path, folder: Path, net: Authorities) -> Path:
    """Raise a report twice, so that it holds timestamps and validation data."""
    for number in (1, 2):
        target = folder / f"timestamped-{number}.pdf"
        with report.open("rb") as file:
            raise_(
                file,
                target,
                Authority(net.tsa_url),
                verdict=verify(report),
                trusted=[net.time_root.der],
            )
        report = target
    return report


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Laid]:
    """A summary with tables over pages, pictures, charts, notes, long texts and gaps."""
    journal = a_visit(a_photo)
    long_table = tuple((f"Alliance {row}", "Force", "Function") for row in range(90))
    table = next(part for part in the_pack().line(LineId("IN-08")).parts if part.id)
    journal.answer("IN-08", Answer({table.id: Tabled(long_table)}))
    returns = tuple((f"20{year:02}-04", str(year), str(2 * year)) for year in range(30))
    journal.answer("CC-PO-14", Answer({"returns": Tabled(returns)}))
    journal.headline("CC-PO", Headline("One line.\n\nAnother: Ŵyn & <b>Łódź</b>. " + "Long. " * 80))
    return a_summary(journal, tmp_path_factory.mktemp("visit"), "visit")


def elements(pdf: pikepdf.Pdf, tag: str = "") -> Iterator[Any]:
    """Yield the structure's elements in reading order."""

    def within(element: Any) -> Iterator[Any]:
        if not isinstance(element, pikepdf.Dictionary) or Name.S not in element:
            return
        if not tag or Name(f"/{tag}") == element.S:
            yield element
        kids = element.get(Name.K)
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from within(kid)

    yield from within(pdf.Root.StructTreeRoot.K)


def no_alternative_text(pdf: pikepdf.Pdf) -> None:
    del next(elements(pdf, "Figure")).Alt


def no_claim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(text.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def no_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def no_heading_between(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf, "H2"):
        element.S = Name.P


def no_form_around_the_signature(pdf: pikepdf.Pdf) -> None:
    next(elements(pdf, "Form")).S = Name.P


def untagged_ink(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    page.contents_add(b"q 1 0 0 RG 10 10 m 50 50 l S Q", prepend=False)


def no_relation_of_the_data(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def no_words_on_links(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf, "Link"):
        element.S = Name.Span


CHANGED: dict[Callable[[pikepdf.Pdf], None], str] = {
    no_alternative_text: "ua1 7.3-1",
    no_claim: "ua1 5-1",
    no_colours: "3a 6.2.4.3-2",
    no_heading_between: "ua1 7.4.2-1",
    no_form_around_the_signature: "ua1 7.18.4-1",
    untagged_ink: "ua1 7.1-3",
    no_relation_of_the_data: "3a 6.8-3",
    no_words_on_links: "ua1 7.18.5-1",
}
"""How a summary can be spoiled, and the rule that then is broken."""


@pytest.fixture(scope="module")
def verdicts(
    visit: tuple[Path, Laid], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Judged]:
    """What is said of everything at once: the judge takes its time to sit down."""
    folder = tmp_path_factory.mktemp("judged")
    unsigned, _ = visit
    empty, _ = a_summary(a_journal(), folder, "empty")
    files = {
        "visit": unsigned,
        "visit signed": signed(unsigned, folder),
        "empty": empty,
        "empty signed": signed(empty, folder),
    }
    files["debrief note"] = a_debrief_note(a_told_visit(), folder / "debrief.pdf")
    files["aide-memoire"] = a_sheet(a_told_visit(), folder / "sheet.pdf")
    files["quick card"] = a_quick_card(folder / "card.pdf")
    files["interim summary"] = an_interim(folder)
    files["visit countersigned"] = countersigned(files["visit signed"], folder)
    with authorities(folder) as net:
        # Self-issued: the net's roots say nothing of the signers, and all of the timestamps.
        files["visit timestamped"] = timestamped(files["visit countersigned"], folder, net)
    only: dict[Path, str] = {}
    for change, rule in CHANGED.items():
        files[change.__name__] = folder / f"{change.__name__}.pdf"
        only[files[change.__name__]] = rule.split()[0]
        with pikepdf.open(unsigned) as pdf:
            change(pdf)
            pdf.save(files[change.__name__])
    return dict(zip(files, judged(list(files.values()), only), strict=True))


@pytest.mark.parametrize(
    "name",
    ["visit", "visit signed", "visit countersigned", "visit timestamped", "empty", "empty signed"],
)
def test_a_summary_breaks_no_rule_of_pdf_ua_1_and_pdf_a_3a(
    verdicts: dict[str, Judged], name: str
) -> None:
    assert verdicts[name].broken == {}
    assert verdicts[name].checks > 10_000


@pytest.mark.parametrize("name", ["debrief note", "aide-memoire", "quick card", "interim summary"])
def test_a_paper_that_nobody_signs_breaks_no_rule_either(
    verdicts: dict[str, Judged], name: str
) -> None:
    assert verdicts[name].broken == {}
    assert verdicts[name].checks > 3_000


@pytest.mark.parametrize(
    ("change", "rule"), CHANGED.items(), ids=[each.__name__ for each in CHANGED]
)
def test_the_judge_sees_what_is_spoiled(
    verdicts: dict[str, Judged], change: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    assert rule in verdicts[change.__name__].broken


@pytest.mark.campaign
def test_a_summary_of_500_pages_breaks_no_rule(tmp_path: Path) -> None:
    journal = a_visit(a_photo)
    for number in range(1_600):
        words = f"Told at the desk, {number}. " + "The plan was last tried in March. " * 40
        journal.account(Account(LineId("CC-PO-02"), words))
    unsigned, laid = a_summary(journal, tmp_path, "long")
    assert laid.pages >= 500
    for found in judged([unsigned, signed(unsigned, tmp_path)]):
        assert found.broken == {}


# What no judge sees


def test_a_table_is_one_element_however_many_pages_it_fills(visit: tuple[Path, Laid]) -> None:
    with pikepdf.open(visit[0]) as pdf:
        pages = {page.objgen for page in pdf.pages}
        most = 0
        for table in elements(pdf, "Table"):
            rows = [kid for kid in table.K if kid.S == Name.TR]
            heads = [row for row in rows if all(cell.S == Name.TH for cell in row.K)]
            assert len(heads) == 1
            assert len({len(row.K) for row in rows}) == 1
            on = {cell.Pg.objgen for row in rows for cell in row.K if Name.Pg in cell}
            assert on <= pages
            most = max(most, len(on))
        assert most > 2, "no table was long enough to tell"


def test_every_mark_of_a_page_belongs_to_one_element(visit: tuple[Path, Laid]) -> None:
    path, _ = visit
    with pikepdf.open(path) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in pdf.pages:
            made = [
                int(each.operands[1].MCID)
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) == "BDC" and Name.MCID in each.operands[1]
            ]
            assert made == list(range(len(made)))
            assert len(owners[int(page.StructParents)]) == len(made)


def test_the_table_of_a_file_tells_where_each_object_begins_and_none_hangs_loose(
    visit: tuple[Path, Laid],
) -> None:
    written = visit[0].read_bytes()
    begin = int(written.rpartition(b"startxref\n")[2].split()[0])
    head, *lines = written[begin:].partition(b"\ntrailer ")[0].split(b"\n")[1:]
    assert head == b"0 %d" % len(lines)
    for number, line in enumerate(lines[1:], 1):
        assert written[int(line[:10]) :].startswith(b"%d 0 obj\n" % number)
    with pikepdf.open(visit[0]) as pdf:
        assert pdf.check_pdf_syntax() == []
        ids = {element.objgen for element in elements(pdf)}
        assert len(ids) == written.count(b"/Type /StructElem")
        assert len(pdf.objects) == len(lines) - 1
        assert isinstance(pdf.Root.StructTreeRoot, pikepdf.Dictionary)


def test_words_at_the_ends_of_lines_stay_apart_for_whoever_reads_aloud(
    visit: tuple[Path, Laid],
) -> None:
    told = subprocess.run(
        ["pdfinfo", "-struct-text", str(visit[0])], check=True, capture_output=True, text=True
    )
    assert told.stderr == ""
    assert '"Capacity and contribution"' in told.stdout
    assert "does not speak for the force." in told.stdout


def test_reading_order_follows_the_pages(visit: tuple[Path, Laid]) -> None:
    first_pages: list[int] = []

    def walk(node: Any) -> None:
        for kid in node.kids:
            if isinstance(kid, tuple):
                first_pages.append(kid[0])
            else:
                walk(kid)

    walk(visit[1].structure.root)
    assert first_pages == sorted(first_pages)
