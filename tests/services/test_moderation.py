"""Moderating: both headlines are kept, one stands, what was said on the way is not printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.moderating import Words, headline_words, is_moderated, is_outrun
from inspector_app.domain.moderation import Moderation
from inspector_app.reports.content import form_of
from inspector_app.reports.facts import Form, HeadlineFacts, Options
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

SECTION = SectionId("CC-PO")
PROPOSED, CHALLENGE = "The force can meet its share.", "Does one return carry this?"
MODERATED, REASON = "The force says it can meet its share.", "Nothing but its own return."


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path)
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    inspection = an_inspection(vault)
    vault.inspections.headline(inspection, SECTION, Headline(PROPOSED))
    return inspection


def moderate(vault: Unlocked, inspection: InspectionId, **words: str) -> None:
    vault.moderation.moderate(inspection, SECTION, Words(**words))  # type: ignore[arg-type]


def printed(vault: Unlocked, inspection: InspectionId, form: Form) -> HeadlineFacts:
    content = vault.reports.content(inspection, Options(form))
    return next(s.headline for s in content.record.sections() if s.id == SECTION)


def test_challenge_headline_and_reason_are_kept_beside_the_proposed_headline(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, challenge=CHALLENGE)
    standing = vault.inspections.standing(inspection)
    assert headline_words(standing, SECTION) == PROPOSED
    moderate(vault, inspection, moderated=MODERATED)
    standing = vault.inspections.standing(inspection)
    assert not is_moderated(standing, SECTION)  # no reason yet, so it does not stand
    moderate(vault, inspection, reason=REASON)
    standing = vault.inspections.standing(inspection)
    assert standing.moderation(SECTION).value == Moderation(PROPOSED, CHALLENGE, MODERATED, REASON)
    assert standing.headline(SECTION).value == Headline(PROPOSED)
    assert headline_words(standing, SECTION) == MODERATED


def test_a_fieldwork_record_prints_the_proposed_headline_and_a_final_summary_the_moderated_one(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, challenge=CHALLENGE, moderated=MODERATED, reason=REASON)
    record = printed(vault, inspection, Form.FIELDWORK_RECORD)
    assert (record.moderation, record.versions[0].text) == ("followed", PROPOSED)
    for form in (Form.ACCURACY_DRAFT, Form.FINAL_SUMMARY):
        facts = printed(vault, inspection, form)
        assert (facts.moderation, facts.versions[0].text) == ("moderated", MODERATED)
    for form in Form:
        whole = str(form_of(vault.reports.content(inspection, Options(form)).record))
        assert MODERATED in whole or PROPOSED in whole
        assert CHALLENGE not in whole
        assert REASON not in whole


def test_a_headline_left_out_of_exports_takes_its_moderation_with_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, moderated=MODERATED, reason=REASON)
    vault.inspections.headline(inspection, SECTION, Headline(PROPOSED, do_not_export=True))
    for form in Form:
        assert printed(vault, inspection, form) == HeadlineFacts("left-out", "none", "", ())


def test_a_moderation_marked_higher_raises_the_marking_of_what_prints_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    words = Words(CHALLENGE, MODERATED, REASON, Marking(Tier.OFFICIAL_SENSITIVE))
    vault.moderation.moderate(inspection, SECTION, words)
    assert vault.inspections.standing(inspection).highest_marking().tier is Tier.OFFICIAL_SENSITIVE
    official = Options(Form.FINAL_SUMMARY, Marking(Tier.OFFICIAL))
    with pytest.raises(RuleViolation, match="OFFICIAL-SENSITIVE"):
        vault.reports.content(inspection, official)


def test_a_headline_written_anew_is_told_and_the_moderated_one_still_stands(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, moderated=MODERATED, reason=REASON)
    vault.inspections.headline(inspection, SECTION, Headline("Quite another."))
    standing = vault.inspections.standing(inspection)
    assert is_outrun(standing, SECTION)
    assert headline_words(standing, SECTION) == MODERATED
    moderate(vault, inspection, reason="Looked at again.")
    assert not is_outrun(vault.inspections.standing(inspection), SECTION)


def test_what_cannot_be_moderated_is_refused_and_nothing_is_recorded(
    vault: Unlocked, inspection: InspectionId
) -> None:
    before = len(vault.inspections.history(inspection))
    for section, words, said in (
        ("CP-PO", Words("Why?"), "no headline here"),
        ("CC-PO", Words(), "says something"),
        ("CC-PO", Words("  ", "", ""), "says something"),
    ):
        with pytest.raises(RuleViolation, match=said):
            vault.moderation.moderate(inspection, SectionId(section), words)
    with pytest.raises(NotFound):
        vault.moderation.moderate(inspection, SectionId("XX"), Words("Why?"))
    with pytest.raises(NotFound):
        vault.moderation.withdraw(inspection, SECTION, "Too early")
    with pytest.raises(RuleViolation, match="reason"):
        vault.moderation.withdraw(inspection, SECTION, " ")
    assert len(vault.inspections.history(inspection)) == before


def test_two_moderations_that_did_not_know_of_each_other_are_both_kept_and_printed(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, moderated=MODERATED, reason=REASON)
    vault.moderation.moderate(inspection, SECTION, Words("", "It cannot.", "No test."), seen=())
    facts = printed(vault, inspection, Form.FINAL_SUMMARY)
    assert facts.state == "versions"
    assert {version.text for version in facts.versions} == {MODERATED, "It cannot."}
    with pytest.raises(RuleViolation, match="differing versions"):
        moderate(vault, inspection, challenge=CHALLENGE)
    moderate(vault, inspection, challenge="", moderated=MODERATED, reason="The return was seen.")
    assert printed(vault, inspection, Form.FINAL_SUMMARY).state == "written"


def test_it_is_undone_withdrawn_told_in_the_history_and_found_by_its_words(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, challenge=CHALLENGE)
    moderate(vault, inspection, moderated="A quizzacious headline.", reason=REASON)
    (hit,) = vault.search.find(inspection, "quizzacious")
    assert (hit.kind.value, hit.place) == ("moderation", SECTION)
    entry = vault.history.page(inspection, SECTION).entries[0]
    assert entry.what.startswith("Moderated the headline of Public order")
    assert entry.why == REASON
    assert "Moderated headline: A quizzacious headline. (new)" in entry.differences
    assert entry.place == SECTION
    vault.inspections.undo(inspection)
    value = vault.inspections.standing(inspection).moderation(SECTION).value
    assert value == Moderation(PROPOSED, CHALLENGE)
    assert vault.search.find(inspection, "quizzacious") == ()
    vault.moderation.withdraw(inspection, SECTION, "Too early")
    assert vault.inspections.standing(inspection).moderation(SECTION).value is None
    assert vault.history.page(inspection, SECTION).entries[0].why == "Too early"


def test_purging_a_headline_purges_the_moderation_that_repeats_its_words(
    vault: Unlocked, inspection: InspectionId
) -> None:
    moderate(vault, inspection, challenge=CHALLENGE)
    plan = vault.journal.plan_purge(inspection, subject(Subject.HEADLINE, SECTION))
    vault.journal.purge(plan, "spilled-material", "Too high")
    bodies = [change.body_bytes or b"" for change in vault.inspections.history(inspection)]
    assert not any(PROPOSED.encode() in body for body in bodies)
    assert vault.inspections.standing(inspection).moderation(SECTION).value is None
