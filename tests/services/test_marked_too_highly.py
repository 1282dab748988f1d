"""What is marked SECRET or above is refused at every entry, and it is said what may be recorded."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from inspector_app.domain import dates
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.encounters import Paragraph
from inspector_app.domain.errors import BadInput, InspectorError, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.moderating import Words
from inspector_app.domain.phases import Phase
from inspector_app.domain.recommendations import Recommendation, RecommendationKind
from inspector_app.domain.redaction import Area
from inspector_app.domain.sources import CopyKept, DocumentSighted, Interview, Source
from inspector_app.domain.timetable import Planned
from inspector_app.domain.values import Counted, DocumentKnown, DocumentStanding
from inspector_app.services.photos import Wanted
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.vault import Unlocked
from inspector_app.services.written import answers_in
from tests.support.laptops import a_laptop, introduced
from tests.support.photos import a_photo
from tests.support.vaults import a_vault, an_inspection

LINE, SECTION = LineId("CC-PO-07"), SectionId("CC-PO")
SPILLED = Marking(Tier.OFFICIAL_SENSITIVE, "SECRET")
TEXT = "SECRET: who will be where on the day"


class Place:
    """A vault with an inspection, a source, a file and an encounter that goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = a_vault(folder / "vault")
        self.id = an_inspection(self.vault)
        self.vault.inspections.headline(self.id, SECTION, Headline("Well."))
        self.vault.inspections.answer(self.id, LineId("CC-PO-09"), Answer({"declared": Counted(8)}))
        (kept,) = self.vault.evidence.attach(self.id, [self.file("plan.txt")])
        assert kept.item is not None
        self.item = kept.item
        self.source = self.vault.sources.record(self.id, Source(Interview(), "Chief")).id
        seen = DocumentSighted(marking_found="SECRET", held_at="Safe 3")
        self.document = self.vault.sources.record(self.id, Source(seen, "Plan of the day")).id
        self.encounter = self.vault.encounters.begin(self.id, Planned("interview", "Chief")).id

    def file(self, name: str, content: str = "plan") -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.vault.close()


def sighted(place: Place, source: Source) -> object:
    return place.vault.sources.record(place.id, source)


def answered(place: Place, answer: Answer, line: LineId = LINE) -> object:
    return place.vault.inspections.answer(place.id, line, answer)


def from_file(place: Place) -> object:
    form = {"answers": {"CC-PO-07": {"note": TEXT}}}
    path = place.file("answers.json", json.dumps(form))
    pack = place.vault.inspections.pack(place.id)
    return place.vault.inspections.answer_many(place.id, answers_in(path, pack))


def by_workbook(place: Place) -> object:
    out = place.folder / "out.xlsx"
    today, due = dates.read("2 Nov 2013"), dates.read("16 Nov 2013")
    place.vault.accuracy.send(place.id, out, "The chief constable", today, due)
    book = load_workbook(out)
    book["Points"].cell(6, 4).value = TEXT
    book.save(place.folder / "back.xlsx")
    preview = place.vault.accuracy.preview(place.id, place.folder / "back.xlsx")
    return place.vault.accuracy.take(preview, today)


COPIED = DocumentKnown(
    DocumentStanding.SUPPLIED, "Plan", marking_found="Top Secret", sha256="f" * 64
)
ENTRIES: dict[str, Callable[[Place], object]] = {
    "a copy of a document sighted": lambda p: sighted(
        p, Source(DocumentSighted(marking_found="SECRET", copy=CopyKept.TAKEN), "Plan")
    ),
    "the pages of a document sighted": lambda p: sighted(
        p, Source(DocumentSighted(marking_found="uk secret", pages="3–5"), "Plan")
    ),
    "a file of a document sighted": lambda p: sighted(
        p, Source(DocumentSighted(marking_found="TOP SECRET"), "Plan", evidence=(p.item,))
    ),
    "the note of a source": lambda p: sighted(p, Source(Interview(), "Chief", note=TEXT)),
    "the marking of a source": lambda p: sighted(p, Source(Interview(), "C", marking=SPILLED)),
    "a source revised": lambda p: p.vault.sources.revise(
        p.id, p.source, Source(Interview(topics=TEXT), "Chief")
    ),
    "the caption of a file": lambda p: p.vault.evidence.caption(p.id, p.item, Caption(TEXT)),
    "the marking of a file": lambda p: p.vault.evidence.caption(
        p.id, p.item, Caption(marking=SPILLED)
    ),
    "the marking found on a file": lambda p: p.vault.evidence.caption(
        p.id, p.item, Caption(marking_found="SECRET")
    ),
    "a pasted picture": lambda p: p.vault.evidence.attach_bytes(p.id, "SECRET plan.png", b"x"),
    "the caption of a pasted picture": lambda p: p.vault.evidence.attach_bytes(
        p.id, "plan.png", b"x", (), TEXT
    ),
    "a paragraph of an encounter": lambda p: p.vault.encounters.write(
        p.id, p.encounter, Paragraph(TEXT, 1)
    ),
    "what is noted of an encounter": lambda p: p.vault.encounters.describe(
        p.id, p.encounter, lambda held: replace(held, note=TEXT)
    ),
    "a planned encounter": lambda p: p.vault.encounters.plan(
        p.id, Planned("interview", "Chief", note=TEXT)
    ),
    "a note on a line": lambda p: answered(p, Answer(note=TEXT)),
    "the marking of an answer": lambda p: answered(p, Answer(note="x", marking=SPILLED)),
    "a document copied at a line": lambda p: answered(
        p, Answer({"assessment": COPIED}), LineId("CC-PO-03")
    ),
    "answers from a file": from_file,
    "an account": lambda p: p.vault.inspections.give_account(p.id, Account(LINE, TEXT)),
    "an account of a source": lambda p: p.vault.sources.give_accounts(
        p.id, p.source, [Account(LINE, TEXT)]
    ),
    "what a document says": lambda p: p.vault.sources.record(
        p.id, Source(DocumentSighted(marking_found="SECRET"), "Plan"), [Account(LINE, "Eight")]
    ),
    "what a document recorded before says": lambda p: p.vault.sources.give_accounts(
        p.id, p.document, [Account(LINE, "Eight")]
    ),
    "what a document says on a line": lambda p: p.vault.inspections.give_account(
        p.id, Account(LINE, "Eight", source=p.document)
    ),
    "a headline": lambda p: p.vault.inspections.headline(p.id, SECTION, Headline(TEXT)),
    "a challenge to a headline": lambda p: p.vault.moderation.moderate(
        p.id, SECTION, Words(TEXT, "", "", None)
    ),
    "a recommendation": lambda p: p.vault.recommendations.make(
        p.id, Recommendation(RecommendationKind.RECOMMENDATION, TEXT)
    ),
    "an entry of a register": lambda p: p.vault.sources.add_entry(
        p.id, RegisterEntry("", "forces", "SECRET: Unit X")
    ),
    "the inspection's notes": lambda p: p.vault.inspections.describe(
        p.id, replace(p.vault.inspections.standing(p.id).details, notes=TEXT)
    ),
    "a point of the force by workbook": by_workbook,
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_entry_refuses_it_says_what_may_be_recorded_and_records_nothing(
    place: Place, entry: str
) -> None:
    drafts = {"a point of the force by workbook"}
    before = place.vault.inspections.standing(place.id).states
    with pytest.raises(InspectorError, match="title, its owner and where it is held"):
        ENTRIES[entry](place)
    after = place.vault.inspections.standing(place.id).states
    new = {each for each in after if after[each] != before.get(each)}
    assert not new or (entry in drafts and all(each.startswith("draft:") for each in new))


def test_title_owner_and_place_of_such_a_document_are_recorded(place: Place) -> None:
    seen = DocumentSighted(marking_found="SECRET", held_at="Safe 3, room 12")
    place.vault.sources.record(place.id, Source(seen, "Plan of the day [SECRET]"))
    known = DocumentKnown(DocumentStanding.SEEN_ON_SITE, "Plan", "HQ", marking_found="SECRET")
    answered(place, Answer({"assessment": known}), LineId("CC-PO-03"))


def test_a_reason_for_taking_something_out_may_name_its_marking(place: Place) -> None:
    place.vault.evidence.withdraw(place.id, place.item, "SECRET: it should not have been here")


def test_of_a_batch_the_marked_file_alone_is_refused(place: Place) -> None:
    names = ("one.txt", "TOP SECRET.txt", "three.txt")
    found = place.vault.evidence.attach(place.id, [place.file(each, each) for each in names])
    assert [bool(each.item) for each in found] == [True, False, True]
    assert "its title, its owner and where it is held" in found[1].refusal


def test_of_a_batch_of_photographs_too(place: Place) -> None:
    paths = [
        a_photo(place.folder / "card", name, "2013:09:17 10:00:00")
        for name in ("1.jpg", "SECRET 2.jpg", "3.jpg")
    ]
    captions = ("yard", "gate", "SECRET – the plan on the wall")
    wanted = [Wanted(path, None, text) for path, text in zip(paths, captions, strict=True)]
    taken = place.vault.photos.take_in(place.id, wanted)
    assert [bool(each.item) for each in taken.attached] == [True, False, False]
    assert all("title, its owner" in each.refusal for each in taken.attached[1:])


def test_a_file_keeps_the_marking_it_bore_and_so_does_its_redacted_copy(place: Place) -> None:
    path = a_photo(place.folder, "plan.jpg")
    (kept,) = place.vault.evidence.attach(place.id, [path])
    assert kept.item is not None
    caption = Caption("The plan", marking_found="RESTRICTED – POLICY")
    place.vault.evidence.caption(place.id, kept.item, caption)
    made = place.vault.redaction.make(place.id, kept.item, [Area(1, 0, 0, 500, 500)], "A name")
    copy = place.vault.redaction.keep(place.id, made, "The plan, redacted")
    items = {each.id: each for each in place.vault.inspections.standing(place.id).evidence()}
    for item in (kept.item, copy.item):
        assert item is not None
        assert items[item].caption.marking_found == "RESTRICTED – POLICY"


def test_a_copy_marked_confidential_is_kept_and_pointed_out(place: Place) -> None:
    place.vault.evidence.caption(place.id, place.item, Caption("x", marking_found="CONFIDENTIAL"))
    found = place.vault.prompts.found(place.id, Phase.FIELDWORK)
    assert any(each.id.startswith("marking-too-high/") for each in found)


def purge(vault: Unlocked, inspection: InspectionId) -> None:
    plan = vault.journal.plan_purge(inspection, subject(Subject.ANSWER, LINE))
    vault.journal.purge(plan, "spilled-material", "SECRET: spilled")


def test_what_a_team_mate_signed_is_kept_and_told_at_once_and_pointed_out_until_it_is_purged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    stick = tmp_path / "stick"
    stick.mkdir()
    inspection = an_inspection(jo.vault)
    jo.vault.team.let_in(inspection, ann.vault.team.device)
    with monkeypatch.context() as older:
        # As an app would that does not know of this rule, an older or a tampered one.
        older.setattr("inspector_app.services.recording.require_holdable", lambda _: None)
        jo.answer(inspection, TEXT, LINE)
    jo.together(stick)
    brought = ann.together(stick)
    (told,) = brought.sentences
    assert "JS’s laptop brought something marked SECRET (answer:CC-PO-07)" in told
    assert "title, its owner" in told
    assert ann.notes(inspection, LINE) == [TEXT]
    kinds = {each.id.partition("/")[0] for each in ann.vault.prompts.found(inspection)}
    assert "marking-too-high" in kinds
    assert not ann.together(stick).sentences  # told once
    pdf = tmp_path / "out.pdf"
    with pytest.raises(RuleViolation, match=r"Nothing was written: CC-PO-07 is marked SECRET"):
        ann.vault.reports.export(inspection, pdf, OwnIdentity("none", "123456"))
    today = dates.read("2 Nov 2013")
    with pytest.raises(RuleViolation, match="Purge it as spilled material first"):
        ann.vault.accuracy.send(inspection, tmp_path / "out.xlsx", "The chief constable", today)
    assert not pdf.exists()
    purge(jo.vault, inspection)
    jo.together(stick)
    ann.together(stick)
    kinds = {each.id.partition("/")[0] for each in ann.vault.prompts.found(inspection)}
    assert "marking-too-high" not in kinds
    jo.vault.close()
    ann.vault.close()


def test_an_exported_inspection_that_holds_it_is_refused_whole_until_it_is_purged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo, ann = a_vault(tmp_path / "jo"), a_vault(tmp_path / "ann", initials="AM")
    inspection = an_inspection(jo)
    with monkeypatch.context() as older:
        older.setattr("inspector_app.services.recording.require_holdable", lambda _: None)
        jo.inspections.answer(inspection, LINE, Answer(note=TEXT))
    jo.exchange.export(inspection, tmp_path / "whole.json")
    with pytest.raises(BadInput, match=r"marked SECRET \(answer:CC-PO-07\).*Nothing was taken in"):
        ann.exchange.take_in(tmp_path / "whole.json")
    assert not ann.inspections.all()
    jo.exchange.take_in(tmp_path / "whole.json")  # nothing of it is new here
    purge(jo, inspection)
    jo.exchange.export(inspection, tmp_path / "clean.json")
    ann.exchange.take_in(tmp_path / "clean.json")
    jo.close()
    ann.close()
