"""Interim summaries: numbered, provisional, unsigned, noted with the hash of what was printed."""

import hashlib
import json
from contextlib import ExitStack, closing
from pathlib import Path

import jsonschema
import pikepdf
import pytest

from inspector_app import config
from inspector_app.domain.answers import Answer
from inspector_app.domain.choosing import chosen_sections
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.errors import Cancelled, DeviceFull, MayNotLast, NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.phases import Phase
from inspector_app.reports.attachment import attached_snapshot
from inspector_app.reports.facts import Form, Options
from inspector_app.services.interims import Made, Since
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from tests.reports.test_layout import pages_of
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit
from tests.support.laptops import a_laptop, introduced
from tests.support.vaults import a_vault, an_inspection

SCHEMAS = config.places().resources / "schemas"
BRIEF = Options(sections=(SectionId("CC-PO"),), detail=DetailLevel.HEADLINES)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Unlocked:  # type: ignore[misc]
    with closing(a_vault(tmp_path_factory.mktemp("interims"))) as made:
        yield made


@pytest.fixture(scope="module")
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


@pytest.fixture(scope="module")
def evening(
    vault: Unlocked, inspection: InspectionId, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """An interim summary of an inspection with a headline and a finding that is not to go out."""
    vault.inspections.headline(inspection, SectionId("CC-PO"), Headline("To be seen."))
    hidden = Answer(note="Zyxwvut-9317", do_not_export=True)
    vault.inspections.answer(inspection, LineId("CC-PO-02"), hidden)
    target = tmp_path_factory.mktemp("evening") / "evening.pdf"
    options = Options(sections=chosen_sections(["PO"], vault.inspections.pack(inspection)))
    earlier = vault.interims.make(inspection, target.with_name("earlier.pdf"), BRIEF)
    vault.inspections.headline(inspection, SectionId("CC-PO"), Headline("Enough for its share."))
    return vault.interims.make(inspection, target, options, earlier.interim.number)


def test_every_page_says_number_page_marking_and_that_it_is_provisional(evening: Made) -> None:
    pages = pages_of(evening.path)
    assert len(pages) == evening.pages
    number = evening.interim.number
    assert number.startswith("JS/")
    for at, text in enumerate(pages, 1):
        lines = [line.strip() for line in text.splitlines()]
        assert lines.count("OFFICIAL") >= 2, at
        assert f"Page {at} of {evening.pages}" in text
        assert f"Interim summary {number} · provisional, not signed" in text
        assert f"Provisional · {number}" in text, "the watermark"
    whole = " ".join(" ".join(pages).split())
    assert f"INTERIM SUMMARY {number}" in whole
    assert "Not signed: nobody vouches for it" in whole
    assert "Signature of the inspector" not in whole
    assert "Enough for its share." in whole
    assert "CC-PO headline Now “Enough for its share”." in whole, "what has changed is told"
    assert "Zyxwvut-9317" not in whole


def test_number_and_hash_of_what_was_printed_are_noted(
    vault: Unlocked, inspection: InspectionId, evening: Made
) -> None:
    content = evening.path.read_bytes()
    item = vault.interims.find(inspection, evening.interim.number.lower())
    assert item.interim.file_sha256 == hashlib.sha256(content).hexdigest()
    assert item.interim.size_bytes == len(content)
    with pikepdf.open(evening.path) as pdf:
        snapshot, why_not = attached_snapshot(pdf)
        assert pikepdf.Name.AcroForm not in pdf.Root
    assert snapshot is not None, why_not
    schema = json.loads((SCHEMAS / "report-snapshot.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(snapshot)
    assert snapshot["content_sha256"] == item.interim.content_sha256
    assert snapshot["interim"]["number"] == item.interim.number
    assert snapshot["interim"]["since"]["number"] == item.interim.since
    assert snapshot["heads"] == item.interim.heads
    with pytest.raises(NotFound, match=rf"Those that are: .*{item.interim.number}"):
        vault.interims.find(inspection, "AM/1")


def test_the_history_tells_of_it_and_it_cannot_be_taken_back(
    vault: Unlocked, inspection: InspectionId, evening: Made
) -> None:
    number = evening.interim.number
    told = [each.what for each in vault.history.page(inspection).entries]
    assert f"Made the interim summary {number}, with changes since {evening.interim.since}" in told
    with pytest.raises(RuleViolation, match="stands for good"):
        vault.inspections.undo_change(inspection, evening.act.changes[0])
    moment = vault.history.moment_of(inspection, evening.act.changes[0])
    assert moment.words == f"the interim summary {number}"
    stood = vault.history.stood(inspection, moment).interims()
    assert number not in {each.interim.number for each in stood}


def test_verifying_says_that_nobody_signed_it(vault: Unlocked, evening: Made) -> None:
    verified = vault.reports.verify(evening.path)
    verdict = verified.verdict
    assert verdict.exit_code != 0
    assert (verified.compared, verified.comparison) == (True, ())
    assert any("provisional and never signed" in each for each in verdict.problems), verdict


def test_an_interim_summary_is_never_signed(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    with pytest.raises(RuleViolation, match="never signed"):
        vault.reports.export(
            inspection,
            tmp_path / "no.pdf",
            OwnIdentity("x", "y"),
            Options(form=Form.INTERIM_SUMMARY),
        )


def test_one_of_an_inspection_in_which_nothing_is_recorded_is_made(
    vault: Unlocked, tmp_path: Path
) -> None:
    made = vault.interims.make(an_inspection(vault), tmp_path / "empty.pdf", BRIEF)
    assert "0 of 16 lines in 1 section" in " ".join(" ".join(pages_of(made.path)).split())


def test_a_stopped_one_leaves_neither_file_nor_record_and_its_number_is_not_given_again(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    before = vault.interims.made(inspection)
    with pytest.raises(Cancelled):
        vault.interims.make(inspection, tmp_path / "no.pdf", BRIEF, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
    assert vault.interims.made(inspection) == before
    numbers = {each.interim.number for each in before}
    made = vault.interims.make(inspection, tmp_path / "yes.pdf", BRIEF)
    assert made.interim.number not in numbers


def test_a_full_disk_between_file_and_record_leaves_neither(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        target = tmp_path / "evening.pdf"
        target.write_bytes(b"an earlier one")
        # The vault's log of writes is longer than the PDF will be: the limit lets only that in.
        vault.desk.keep("form", "x" * 2_000_000)
        limits = ExitStack()

        def fill_up(_done: int, _total: int) -> None:  # once the number is given
            limits.enter_context(file_limit(tmp_path, 1_000_000))

        with (
            limits,
            pytest.raises(
                DeviceFull,
                match=r"evening\.pdf was not written, because it could not be noted in",
            ),
        ):
            vault.interims.make(inspection, target, BRIEF, progress=fill_up)
        assert target.read_bytes() == b"an earlier one"
        assert vault.interims.made(inspection) == ()
        assert not list(tmp_path.glob(".*part"))
        made = vault.interims.make(inspection, target, BRIEF)
        assert target.read_bytes().startswith(b"%PDF")
        assert made.interim.number == "JS/2"


def test_a_number_that_was_recorded_and_whose_file_got_no_name_is_told(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    target = tmp_path / "evening.pdf"
    target.mkdir()  # a folder keeps its name
    with pytest.raises(DeviceFull, match="could not be written") as refused:
        vault.interims.make(inspection, target, BRIEF)
    last = vault.interims.find(inspection, "last").interim.number
    assert f"Its number {last} is recorded as given" in str(refused.value)
    assert [each.name for each in tmp_path.iterdir()] == ["evening.pdf"]


def test_that_nothing_changed_is_claimed_only_where_all_is_known() -> None:
    assert Since("JS/1", "today", (), ()).unchanged_words() == (
        "Nothing that would be printed has changed since JS/1."
    )
    told = Since("JS/1", "today", ("Nothing of what JS/1 printed is on this laptop.",), ())
    assert told.unchanged_words() == "No change since JS/1 can be told from what is here."


def test_an_archived_inspection_can_be_printed_all_the_same(tmp_path: Path) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.phases.enter(inspection, Phase.ARCHIVED)
        vault.interims.make(inspection, tmp_path / "late.pdf", BRIEF)
        assert len(vault.interims.made(inspection)) == 1


def test_two_laptops_that_work_apart_never_give_the_same_number(tmp_path: Path) -> None:
    one, other = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM")
    with closing(one.vault), closing(other.vault):
        introduced(one, other)
        inspection = an_inspection(one.vault)
        one.vault.team.let_in(inspection, other.vault.team.device)
        stick = tmp_path / "stick"
        stick.mkdir()
        one.together(stick)
        other.together(stick)
        for laptop in (one, other):
            laptop.vault.interims.make(inspection, laptop.folder / "evening.pdf", BRIEF)
        other.together(stick)
        one.together(stick)
        numbers = {each.interim.number for each in one.vault.interims.made(inspection)}
        assert len(numbers) == 2
        assert {number.partition("/")[0] for number in numbers} == {"JS", "AM"}


def test_what_is_exchanged_keeps_to_the_published_schema(
    vault: Unlocked, inspection: InspectionId, evening: Made, tmp_path: Path
) -> None:
    vault.exchange.export(inspection, tmp_path / "whole.json")
    exported = json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))
    schema = json.loads((SCHEMAS / "inspection.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(exported)
    made = [
        json.loads(each["body"])
        for each in exported["changes"]
        if json.loads(each["header"])["kind"] == "interim-made"
    ]
    part = {"$ref": "#/$defs/InterimMade", "$defs": schema["$defs"]}
    for each in made:
        jsonschema.Draft202012Validator(part).validate(each)
    assert evening.interim.number in {each["interim"]["number"] for each in made}


def test_a_paper_that_is_about_though_it_may_not_last_is_not_said_to_be_none(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    target = tmp_path / "evening.pdf"
    with failing_names(tmp_path), pytest.raises(MayNotLast) as told:
        vault.interims.make(inspection, target, BRIEF)
    last = vault.interims.find(inspection, "last").interim
    assert hashlib.sha256(target.read_bytes()).hexdigest() == last.file_sha256
    assert f"Its number {last.number} is recorded; another one has the next" in str(told.value)
    assert "no such paper" not in str(told.value)
