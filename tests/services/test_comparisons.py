"""What base tells of other forces, in a real vault: kept, shown as base's, taken over once."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.sources import NationalComparison
from inspector_app.domain.strength import accounts_of
from inspector_app.domain.values import Counted
from inspector_app.services.vault import Unlocked
from inspector_app.sync.wire import RECEIPT_DOMAIN
from tests.support.told_by_base import ALIKE, BASE, DECLARED, told
from tests.support.vaults import a_vault, an_inspection

NINE, FIFTEEN = LineId("CC-PO-09"), LineId("CC-PO-15")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    opened = a_vault(tmp_path_factory.mktemp("vault"))
    yield opened
    opened.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def test_lines_wait_until_base_tells(vault: Unlocked, inspection: InspectionId) -> None:
    awaited = vault.comparisons.awaited(inspection)
    assert FIFTEEN in [each.comparison.line for each in awaited]
    assert {each.told for each in awaited} == {None}
    with pytest.raises(NotFound, match="Base has told nothing yet"):
        vault.comparisons.take_over(inspection, FIFTEEN)


def test_what_base_tells_is_kept_and_records_nothing(
    vault: Unlocked, inspection: InspectionId
) -> None:
    before = vault.inspections.standing(inspection).states
    assert vault.comparisons.keep(inspection, BASE, told(inspection, DECLARED))
    assert not vault.comparisons.keep(inspection, BASE, told(inspection, DECLARED))
    (kept,) = vault.comparisons.told(inspection)
    assert (kept.base, kept.forces, kept.issued_ms) == ("Eastern region", 12, DECLARED.issued_ms)
    assert vault.inspections.standing(inspection).states == before


def test_what_is_older_never_replaces_what_was_told(
    vault: Unlocked, inspection: InspectionId
) -> None:
    newer = DECLARED.model_copy(update={"issued_ms": DECLARED.issued_ms + 1, "forces": 20})
    vault.comparisons.keep(inspection, BASE, told(inspection, newer))
    assert not vault.comparisons.keep(inspection, BASE, told(inspection, DECLARED))
    assert [each.forces for each in vault.comparisons.told(inspection)] == [20]


def test_what_base_did_not_sign_is_not_kept(vault: Unlocked, inspection: InspectionId) -> None:
    stranger = told(inspection, DECLARED, key=Ed25519PrivateKey.generate())
    receipt = told(inspection, DECLARED, domain=RECEIPT_DOMAIN)
    bent = told(inspection, DECLARED)
    bent = bent.model_copy(update={"text": bent.text.replace("6.5", "7.5")})
    for each in (stranger, receipt, bent):
        with pytest.raises(BadInput, match="not one that base signed"):
            vault.comparisons.keep(inspection, BASE, each)
    other = told(InspectionId("9" * 32), DECLARED)
    with pytest.raises(RuleViolation, match="another inspection"):
        vault.comparisons.keep(inspection, BASE, other)
    assert vault.comparisons.told(inspection) == ()


def test_taking_it_over_is_one_act_of_a_source_and_leaves_the_answer_alone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, NINE, Answer({"declared": Counted(8)}))
    vault.comparisons.keep(inspection, BASE, told(inspection, DECLARED))

    recorded = vault.comparisons.take_over(inspection, NINE)

    standing = vault.inspections.standing(inspection)
    source = standing.source(recorded.id).value
    assert source is not None
    assert isinstance(source.particulars, NationalComparison)
    assert "base Eastern region, 3 June 2014" in source.title
    ((_, held),) = accounts_of(standing, recorded.id)
    assert held.value is not None
    assert "So says base Eastern region of 12 forces" in held.value.words
    answer = standing.answer(NINE).value
    assert answer is not None
    assert answer.values == {"declared": Counted(8)}
    assert answer.accounts == ()
    with pytest.raises(RuleViolation, match=f"already, as {recorded.number}"):
        vault.comparisons.take_over(inspection, NINE)

    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).sources() == ()
    assert vault.comparisons.told(inspection)  # what base says is base's, and stays


def test_what_is_taken_over_is_told_as_such_until_base_tells_something_newer(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.comparisons.keep(inspection, BASE, told(inspection, ALIKE))
    recorded = vault.comparisons.take_over(inspection, FIFTEEN)

    def at_fifteen() -> str:
        found = vault.comparisons.awaited(inspection)
        return next(each.taken_over for each in found if each.comparison.line == FIFTEEN)

    assert at_fifteen() == recorded.number
    newer = ALIKE.model_copy(update={"issued_ms": ALIKE.issued_ms + 90_000_000, "forces": 30})
    vault.comparisons.keep(inspection, BASE, told(inspection, newer))
    assert at_fifteen() == ""
    vault.comparisons.take_over(inspection, FIFTEEN)
    assert len(vault.inspections.standing(inspection).sources()) == 2
