"""The same line in every inspection: told in words, and what must not be told is counted."""

from dataclasses import replace

import pytest

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import read
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import ChangeId, InspectionId, PersonId, Sha256
from inspector_app.domain.inspection import Scope
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.national.lines import LineAcross, LineCell, State, lines_across
from inspector_app.domain.national.visits import nation
from inspector_app.domain.origins import Origin
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged
from tests.support.nations import an_inspection
from tests.support.standings import AM, Journal, the_pack

SENSITIVE = Marking(Tier.OFFICIAL_SENSITIVE)
LINE = "CC-PO-09"


def across(*standings: Standing, line: str = LINE, up_to: Marking | None = None) -> LineAcross:
    return lines_across(nation(standings, up_to), [line])[0]


def cell(standing: Standing, line: str = LINE, up_to: Marking | None = None) -> LineCell:
    return across(standing, line=line, up_to=up_to).cells[0]


def with_answer(answer: Answer, line: str = LINE) -> Standing:
    return an_inspection(more=lambda journal: journal.answer(line, answer))


def another_pack(*, text: str = "", formerly: tuple[str, ...] = (), id_: str = "spr-2012") -> Pack:
    """The pack that ships, as another one that asks CC-PO-09 in its own way."""
    pack = the_pack()
    sections = tuple(
        replace(
            section,
            lines=tuple(
                replace(line, text=text or line.text, formerly=formerly)
                if line.id == LINE
                else line
                for line in section.lines
            ),
        )
        for section in pack.sections
    )
    return replace(pack, id=id_, version="2.0.0", sha256=Sha256("d" * 64), sections=sections)


def test_nothing_at_all_has_no_lines() -> None:
    assert lines_across(nation([])) == ()


def test_one_force_stands_alone_with_every_line_of_its_checklist() -> None:
    found = lines_across(nation([an_inspection()]))
    assert len(found) == sum(1 for _ in the_pack().lines())
    assert {c.state for each in found for c in each.cells} == {State.NOTHING}


def test_a_value_is_told_with_its_own_date_and_one_without_as_the_visit() -> None:
    dated = cell(with_answer(Answer({"declared": Counted(8)}, as_at=read("since Oct 2013"))))
    assert (dated.words, dated.as_at) == ("8 police support units", "since October 2013")
    assert dated.established
    plain = cell(an_inspection(numbers={LINE: 8}))
    assert plain.as_at == "as the visit, 16 September 2013"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_is_told_in_words(outcome: Outcome) -> None:
    found = cell(with_answer(Answer(outcome=outcome)))
    assert found.state is State.OUTCOME
    assert found.words[0].isupper()
    assert found.established is outcome.is_finding()


def test_what_is_not_to_be_exported_is_counted_and_not_shown() -> None:
    secret = Answer({"declared": Counted(777)}, note="nobody may read this", do_not_export=True)
    found = across(with_answer(secret), an_inspection("Coketown", {LINE: 5}))
    assert found.number(State.WITHHELD) == 1
    assert [c.words for c in found.cells] == ["Withheld", "5 police support units"]
    assert "777" not in repr([replace(c, visit=None) for c in found.cells])  # type: ignore[arg-type]
    assert not found.cells[0].note


def test_one_closed_version_of_several_withholds_them_all() -> None:
    def both(journal: Journal) -> None:
        journal.answer(LINE, Answer({"declared": Counted(7)}, do_not_export=True))
        journal.answer(LINE, Answer({"declared": Counted(8)}), by=AM, seen=())

    assert cell(an_inspection(more=both)).state is State.WITHHELD


def test_what_is_marked_above_is_withheld_where_a_marking_is_asked_for() -> None:
    marked = with_answer(Answer({"declared": Counted(7)}, marking=SENSITIVE))
    assert cell(marked).marking == "OFFICIAL-SENSITIVE"
    assert cell(marked, up_to=Marking()).state is State.WITHHELD
    whole = nation([an_inspection(marking=SENSITIVE), an_inspection("Coketown")], Marking())
    assert (whole.withheld, [v.name for v in whole.visits]) == (1, ["Coketown"])


def test_versions_that_differ_are_unsettled_and_none_is_picked() -> None:
    def both(journal: Journal) -> None:
        journal.answer(LINE, Answer({"declared": Counted(7)}))
        journal.answer(LINE, Answer({"declared": Counted(8)}), by=AM, seen=())

    found = cell(an_inspection(more=both))
    assert found.state is State.UNSETTLED
    assert not found.established
    assert "2 versions" in found.words
    assert "7 police support units" in found.words
    assert "8 police support units" in found.words


def test_what_was_carried_over_and_not_confirmed_says_so_and_is_not_established() -> None:
    origin = Origin(
        InspectionId("2" * 32), "Coketown", ChangeId("c" * 64), PersonId("e" * 32), "XY", 0
    )
    found = cell(with_answer(Answer({"declared": Counted(7)}, origin=origin)))
    assert found.remark == "Carried over from Coketown, until confirmed here"
    assert not found.established


def test_a_section_out_of_scope_says_so_and_is_not_blank() -> None:
    def off(journal: Journal) -> None:
        switched = bodies.SectionSwitched(Scope(False, "Next year"))
        journal.record(subject(Subject.SECTION, "CC-PO"), switched)

    assert cell(an_inspection(more=off)).state is State.NOT_IN_SCOPE


def test_an_answer_that_was_withdrawn_or_purged_says_so() -> None:
    def withdrawn(journal: Journal) -> None:
        journal.answer(LINE, Answer({"declared": Counted(7)}))
        journal.record(subject(Subject.ANSWER, LINE), bodies.Withdrawn("Another force’s."))

    found = cell(an_inspection(more=withdrawn))
    assert (found.state, found.words) == (State.NOTHING, "Withdrawn")


def test_two_inspections_of_one_force_are_told_apart_by_their_dates() -> None:
    found = across(
        an_inspection(numbers={LINE: 8}),
        an_inspection(numbers={LINE: 9}, fieldwork="2015-03-02"),
        an_inspection("Coketown", {LINE: 5}),
    )
    assert [c.visit.label for c in found.cells] == [
        "Avonshire, 16 September 2013",
        "Avonshire, 2 March 2015",
        "Coketown",
    ]


def test_two_of_one_force_and_date_still_have_different_labels() -> None:
    twin = replace(an_inspection(), id=InspectionId("f" * 32))
    labels = [visit.label for visit in nation([an_inspection(), twin]).visits]
    assert len(set(labels)) == 2


def test_another_version_that_asks_otherwise_is_the_same_line_and_tells_both_wordings() -> None:
    newer = another_pack(text="How many units could go out tomorrow?")
    found = across(
        an_inspection(numbers={LINE: 8}), an_inspection("Coketown", {LINE: 5}, pack=newer)
    )
    assert [w.checklists for w in found.wordings] == [("spr-2012 1.0.0",), ("spr-2012 2.0.0",)]
    assert [c.wording for c in found.cells] == [0, 1]
    assert [c.words for c in found.cells] == ["8 police support units", "5 police support units"]


def test_equal_ids_of_unrelated_checklists_are_different_lines() -> None:
    strange = another_pack(id_="other")
    found = lines_across(
        nation([an_inspection(numbers={LINE: 8}), an_inspection("Coketown", pack=strange)]), [LINE]
    )
    assert [each.key for each in found] == ["spr-2012/CC-PO-09", "other/CC-PO-09"]
    assert found[0].cells[1].state is State.NOT_IN_CHECKLIST


def test_a_line_of_another_checklist_is_the_one_it_names_as_its_former_self() -> None:
    successor = another_pack(id_="spr-2015", formerly=("spr-2012/CC-PO-09",))
    found = across(
        an_inspection(numbers={LINE: 8}), an_inspection("Coketown", {LINE: 5}, pack=successor)
    )
    assert found.key == "spr-2012/CC-PO-09"
    assert found.number(State.VALUE) == 2


def test_lines_that_name_each_other_as_their_former_selves_end() -> None:
    circle = another_pack(formerly=("spr-2012/CC-PO-09",))
    assert across(an_inspection(pack=circle)).key == "spr-2012/CC-PO-09"


def test_a_whole_section_can_be_asked_for_and_an_unknown_line_is_refused() -> None:
    whole = nation([an_inspection()])
    section = the_pack().section("CC-PO")
    assert [each.id for each in lines_across(whole, ["cc-po"])] == [
        line.id for line in section.lines
    ]
    with pytest.raises(NotFound, match="CC-PO-99"):
        lines_across(whole, ["CC-PO-99"])


def test_an_inspection_without_particulars_is_counted_and_nothing_fails() -> None:
    empty = Standing(InspectionId("9" * 32), the_pack(), {}, {})
    whole = nation([empty, an_inspection()])
    assert (whole.unreadable, len(whole.visits)) == (1, 1)


def test_a_note_alone_is_no_answer() -> None:
    found = cell(with_answer(Answer(note="Come back to this.")))
    assert (found.state, found.note) == (State.NOTE, "Come back to this.")
    assert found.words


def test_a_judgement_is_told_in_the_checklists_words() -> None:
    found = cell(with_answer(Answer({"judgement": Judged("met")}), "CC-PO-01"), "CC-PO-01")
    assert found.words == next(
        v.text for v in the_pack().scale("judgement").values if v.id == "met"
    )
