import pytest

from inspector_app.domain.errors import BaseAway, LaptopRefused, NotAtBase, RefusedByBase
from inspector_app.sync import refusals
from inspector_app.sync.wire import Problem, ProblemCode


def problem(code: ProblemCode) -> Problem:
    return Problem(type=f"urn:spr-base:problem:{code}", title="x", status=400, code=code)


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_refusal_of_base_has_words_of_its_own(code: ProblemCode) -> None:
    error = refusals.error_of(problem(code))
    assert isinstance(error, RefusedByBase | BaseAway)
    assert str(error).endswith(".")
    assert "lost" in str(error) or "stay" in str(error) or "changed" in str(error)
    others = {str(refusals.error_of(problem(each))) for each in ProblemCode if each is not code}
    assert str(error) not in others


def test_what_a_laptop_may_do_again_later_is_told_apart_from_what_stays() -> None:
    assert isinstance(refusals.error_of(problem(ProblemCode.BUSY)), BaseAway)
    assert isinstance(refusals.error_of(problem(ProblemCode.NOT_FOUND)), NotAtBase)
    refused = refusals.error_of(problem(ProblemCode.REVOKED_DEVICE))
    assert isinstance(refused, LaptopRefused)
    assert refused.code == ProblemCode.REVOKED_DEVICE


def test_what_is_no_refusal_of_base_is_none() -> None:
    assert refusals.problem_of(b"<html>502</html>") is None
    assert refusals.problem_of(b'{"code":"no-such-code"}') is None
    assert refusals.problem_of(problem(ProblemCode.BUSY).model_dump_json().encode()) is not None
