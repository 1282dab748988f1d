"""A redacted copy is an item of its own, linked to an original that nobody touched."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput, Cancelled, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.history.concerns import beginnings
from inspector_app.domain.ids import EvidenceId, InspectionId, LineId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.redaction import Area
from inspector_app.domain.sources import EquipmentInspection, Source
from inspector_app.services.vault import Unlocked
from tests.support.needles import files_with
from tests.support.vaults import a_vault, an_inspection

LINE, OTHER = LineId("CC-PO-01"), LineId("CC-PO-02")
AREA = Area(1, 1000, 1000, 5000, 5000)
REASON = "The number plate of a member of the public"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def attached(
    vault: Unlocked, inspection: InspectionId, path: Path, *lines: LineId, caption: str = ""
) -> EvidenceId:
    (found,) = vault.evidence.attach(inspection, [path], lines, caption)
    assert found.item is not None
    return found.item


def photo(folder: Path, name: str = "PC Smith's car.jpg") -> Path:
    picture = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(picture).rectangle((60, 60, 200, 200), fill=(220, 20, 160))
    picture.save(folder / name, quality=95)
    return folder / name


def a_pdf(folder: Path, pages: int = 3) -> Path:
    canvas = Canvas(str(folder / "memo.pdf"), pagesize=(400, 400))
    for number in range(pages):
        canvas.drawString(60, 300, f"Witness on page {number + 1}")
        canvas.showPage()
    canvas.save()
    return folder / "memo.pdf"


def items(vault: Unlocked, inspection: InspectionId) -> dict[str, EvidenceItem]:
    standing = vault.inspections.standing(inspection)
    return {item.file.number: item for item in standing.evidence()}


def content_of(vault: Unlocked, inspection: InspectionId, item: EvidenceItem) -> bytes:
    with vault.evidence.opened(inspection, item.file.sha256) as stream:
        return stream.read()


def test_a_redacted_copy_is_a_new_item_and_the_original_stays_as_it_was(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    path = photo(tmp_path)
    original = attached(vault, inspection, path, LINE, OTHER, caption="The yard")
    marking = Marking(Tier.OFFICIAL_SENSITIVE)
    vault.evidence.caption(inspection, original, Caption("The yard", marking))

    made = vault.redaction.make(inspection, original, [AREA], f" {REASON} ")
    kept = vault.redaction.keep(inspection, made, "The yard, without the plate")

    found = items(vault, inspection)
    assert (kept.number, kept.duplicate) == ("JS/2", False)
    before, copy = found["JS/1"], found["JS/2"]
    assert content_of(vault, inspection, before) == path.read_bytes()
    assert before.caption == Caption("The yard", marking, do_not_export=True)
    assert copy.caption == Caption("The yard, without the plate", marking)
    assert copy.lines == (LINE, OTHER)
    assert copy.file.made_of is not None
    assert copy.file.made_of.evidence == original
    assert copy.file.made_of.areas == (AREA,)
    assert copy.file.made_of.reason == REASON
    assert copy.file.name == "JS-1 redacted.jpg", "the original's name tells whose car it is"
    assert copy.file.captured_at == ""
    shown = Image.open(io.BytesIO(content_of(vault, inspection, copy))).convert("RGB")
    assert shown.getpixel((100, 100)) == (0, 0, 0)
    standing = vault.inspections.standing(inspection)
    assert [each.file.number for each in standing.copies_of(original)] == ["JS/2"]
    assert vault.checks.check(inspection).is_sound


def test_the_thumbnail_of_the_copy_is_black_where_the_copy_is(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    vault.redaction.keep(inspection, vault.redaction.make(inspection, original, [AREA], REASON))
    copy = items(vault, inspection)["JS/2"]
    assert copy.file.thumbnail is not None
    jpeg = vault.evidence.thumbnail(inspection, copy.file.thumbnail.sha256)
    assert jpeg is not None
    small = Image.open(io.BytesIO(jpeg)).convert("RGB")
    assert all(value < 12 for value in small.getpixel((small.width // 4, small.height // 4)))  # type: ignore[union-attr]


def test_the_journal_says_at_both_items_what_was_made_of_what_and_why(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    vault.redaction.keep(inspection, vault.redaction.make(inspection, original, [AREA], REASON))
    for number in ("JS/1", "JS/2"):
        words = [each.words() for each in vault.history.page(inspection, number).entries]
        told = "Made JS/2 of JS/1: 1 area on page 1 made black"
        assert any(each.startswith(told) and REASON in each for each in words), words
    standing = vault.inspections.standing(inspection)
    assert len(beginnings("JS/1", standing)) == len(beginnings("JS/2", standing)) + 1


def test_one_undo_takes_all_of_it_back_and_redo_brings_it_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path), LINE)
    source = Source(EquipmentInspection(), "The yard", evidence=(original,))
    recorded = vault.sources.record(inspection, source)
    before = vault.inspections.standing(inspection)
    vault.redaction.keep(inspection, vault.redaction.make(inspection, original, [AREA], REASON))
    (item,) = (i for i in vault.inspections.standing(inspection).evidence() if i.file.made_of)
    after = vault.inspections.standing(inspection).source(recorded.id).value
    assert after is not None
    assert after.evidence == (original, item.id)

    vault.inspections.undo(inspection)

    standing = vault.inspections.standing(inspection)
    assert standing.evidence() == before.evidence()
    assert standing.source(recorded.id).value == before.source(recorded.id).value
    vault.inspections.redo(inspection)
    again = vault.inspections.standing(inspection)
    assert [i.id for i in again.copies_of(original)] == [item.id]
    assert again.evidence()[0].caption.do_not_export


def test_the_original_stays_in_exports_when_that_is_wanted(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    made = vault.redaction.make(inspection, original, [AREA], REASON)
    vault.redaction.keep(inspection, made, leave_out_original=False)
    assert not items(vault, inspection)["JS/1"].caption.do_not_export


def test_a_document_is_redacted_page_by_page_with_progress(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, a_pdf(tmp_path))
    told: list[tuple[int, int]] = []
    made = vault.redaction.make(
        inspection,
        original,
        [Area(3, 0, 0, 10_000, 10_000)],
        REASON,
        (2, 3),
        lambda *each: told.append(each),
    )
    assert told == [(1, 2), (2, 2)]
    assert vault.redaction.page(made, 1, 200).width == 200
    vault.redaction.keep(inspection, made)
    copy = items(vault, inspection)["JS/2"]
    assert (copy.file.media_type, copy.file.pages) == ("application/pdf", 2)
    assert vault.evidence.text(inspection, copy.file.sha256).strip() == ""
    with pypdfium2.PdfDocument(content_of(vault, inspection, copy)) as document:
        kept, black = (page.render().to_pil().convert("L") for page in document)
    assert black.getextrema() == (0, 0)
    assert kept.getextrema()[1] == 255


def test_nothing_is_kept_before_it_is_told_to_be_and_nothing_lies_on_the_disk(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    changes = len(vault.history.all(inspection))
    made = vault.redaction.make(inspection, original, [AREA], REASON)
    vault.redaction.page(made, 0, 100)
    assert len(vault.history.all(inspection)) == changes
    vault.redaction.keep(inspection, made)
    for needle in (made.content[:200], made.content[-200:], REASON.encode()):
        assert files_with(needle, tmp_path / "vault") == []


def test_stopping_keeps_nothing(vault: Unlocked, inspection: InspectionId, tmp_path: Path) -> None:
    original = attached(vault, inspection, a_pdf(tmp_path))
    asked: list[int] = []

    def stops() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled, match="original is untouched"):
        vault.redaction.make(inspection, original, [AREA], REASON, cancelled=stops)
    assert list(items(vault, inspection)) == ["JS/1"]


def test_what_cannot_be_redacted_is_told_and_nothing_changes(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("words")
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    text = attached(vault, inspection, tmp_path / "notes.txt")
    torn = attached(vault, inspection, tmp_path / "torn.jpg")
    picture = attached(vault, inspection, photo(tmp_path))
    make = vault.redaction.make
    with pytest.raises(RuleViolation, match="JS/1 cannot be redacted here: it is text/plain"):
        make(inspection, text, [AREA], REASON)
    with pytest.raises(BadInput, match="damaged"):
        make(inspection, torn, [AREA], REASON)
    with pytest.raises(RuleViolation, match="no page 2"):
        make(inspection, picture, [Area(2, 0, 0, 100, 100)], REASON)
    with pytest.raises(NotFound):
        make(inspection, EvidenceId("0" * 32), [AREA], REASON)
    made = make(inspection, picture, [AREA], REASON)
    vault.evidence.withdraw(inspection, picture, "of another force")
    with pytest.raises(NotFound, match="withdrawn"):
        vault.redaction.keep(inspection, made)
    assert list(items(vault, inspection)) == ["JS/1", "JS/2"]


def test_the_same_redaction_twice_is_one_item(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    for expected in (False, True):
        made = vault.redaction.make(inspection, original, [AREA], REASON)
        kept = vault.redaction.keep(inspection, made)
        assert (kept.number, kept.duplicate) == ("JS/2", expected)


def test_a_copy_can_be_redacted_further(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    first = vault.redaction.make(inspection, original, [AREA], REASON)
    copy = vault.redaction.keep(inspection, first)
    assert copy.item is not None
    second = vault.redaction.make(inspection, copy.item, [Area(1, 8000, 8000, 1000, 1000)], "More")
    vault.redaction.keep(inspection, second)
    standing = vault.inspections.standing(inspection)
    assert [each.file.number for each in standing.copies_of(copy.item)] == ["JS/3"]


@pytest.mark.parametrize("kind", ["tiff", "gif"])
def test_a_picture_of_two_pages_becomes_a_pdf_of_both_and_none_is_left_out_unseen(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"scan.{kind}"
    with Image.open(photo(tmp_path, "1.png")) as first_page:
        blue = Image.new("RGB", (400, 400), "#1459c8")
        first_page.save(path, save_all=True, append_images=[blue])
    item = attached(vault, inspection, path)
    file = next(e.file for e in vault.inspections.standing(inspection).evidence() if e.id == item)
    assert file.pages == 2
    made = vault.redaction.make(inspection, item, [AREA], REASON)
    assert (made.pages, made.name.endswith(".pdf")) == (2, True)
    with pypdfium2.PdfDocument(made.content) as document:
        assert len(document) == 2
        first, second = (document[at].render(scale=1).to_pil().convert("RGB") for at in (0, 1))
    middle = (first.width * 3 // 10, first.height * 3 // 10)
    assert first.getpixel(middle) == (0, 0, 0)
    assert second.getpixel(middle)[2] > 150
    kept = vault.redaction.keep(inspection, made)
    items = {each.id: each.file for each in vault.inspections.standing(inspection).evidence()}
    assert kept.item is not None
    assert (items[kept.item].media_type, items[kept.item].pages) == ("application/pdf", 2)
    only = vault.redaction.make(inspection, item, [AREA], REASON, pages=[1])
    assert only.pages == 1
    with pytest.raises(RuleViolation, match="no page 3"):
        vault.redaction.make(inspection, item, [Area(3, 0, 0, 500, 500)], REASON)


def test_a_caption_that_is_written_while_the_copy_is_kept_stays(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = attached(vault, inspection, photo(tmp_path), caption="The yard")
    made = vault.redaction.make(inspection, original, [AREA], REASON)
    keep = vault.evidence.keep

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        vault.evidence.caption(inspection, original, Caption("The yard behind the station"))
        return keep(*args, **kwargs)

    monkeypatch.setattr(vault.evidence, "keep", meanwhile)
    vault.redaction.keep(inspection, made)
    caption = items(vault, inspection)["JS/1"].caption
    assert caption == Caption("The yard behind the station", do_not_export=True)


def test_a_reason_and_a_caption_typed_for_a_copy_that_is_here_are_not_dropped_unsaid(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    first = vault.redaction.make(inspection, original, [AREA], REASON)
    vault.redaction.keep(inspection, first, "The yard")
    again = vault.redaction.make(inspection, original, [AREA], "The face of a witness")
    kept = vault.redaction.keep(inspection, again, "The gate")
    assert (kept.number, kept.duplicate) == ("JS/2", True)
    assert kept.remarks == (
        "JS/2 keeps its own caption; this was not recorded: “The gate”.",
        "JS/2 keeps its own reason; this was not recorded: “The face of a witness”.",
    )
    copy = items(vault, inspection)["JS/2"]
    assert copy.file.made_of == first.made_of
    assert copy.caption.text == "The yard"


def test_a_copy_whose_bytes_were_attached_before_is_not_said_to_be_made_of_its_original(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    original = attached(vault, inspection, photo(tmp_path))
    made = vault.redaction.make(inspection, original, [AREA], REASON)
    vault.evidence.attach_bytes(inspection, "sent back.jpg", made.content)
    kept = vault.redaction.keep(inspection, made)
    assert kept.remarks == (
        "That JS/2 is a redacted copy, and why, was not recorded: “The number plate of a member "
        "of the public”.",
    )
    assert items(vault, inspection)["JS/2"].file.made_of is None
