"""The catalogue of base's refusals: each code with its status and what it is called."""

from typing import Final

from fastapi import Response

from inspector_app.sync.wire import PROBLEM, Problem, ProblemCode

_CATALOGUE: Final[dict[ProblemCode, tuple[int, str]]] = {
    ProblemCode.BAD_SIGNATURE: (401, "The request is not signed as it must be"),
    ProblemCode.STALE_CLOCK: (401, "The request was signed at another time than now"),
    ProblemCode.REPLAYED: (401, "The request was seen before"),
    ProblemCode.WRONG_DIGEST: (400, "The body is not the one that was signed"),
    ProblemCode.UNKNOWN_DEVICE: (401, "No such laptop is enrolled"),
    ProblemCode.REVOKED_DEVICE: (403, "The laptop was revoked"),
    ProblemCode.NOT_FOUND: (404, "There is no such thing for this laptop"),
    ProblemCode.BAD_MESSAGE: (400, "The request cannot be read"),
    ProblemCode.WRONG_METHOD: (405, "Nothing is done that way at this address"),
    ProblemCode.BAD_CHANGE: (422, "A change is not what its device signed"),
    ProblemCode.TOO_LARGE: (413, "The request is larger than it may be"),
    ProblemCode.TOO_MANY: (429, "Too many requests"),
    ProblemCode.NO_ROOM: (507, "There is no room left at base"),
    ProblemCode.ALLOWANCE: (403, "The laptop has brought more than one may"),
    ProblemCode.BUSY: (503, "Base is busy"),
    ProblemCode.CODE_REFUSED: (403, "The enrolment code is not good"),
    ProblemCode.INITIALS_TAKEN: (409, "The initials are another laptop’s"),
    ProblemCode.PACK_UNKNOWN: (409, "Base does not have the checklist pack"),
    ProblemCode.FILE_UNKNOWN: (409, "No change at base names this file"),
    ProblemCode.PART_REFUSED: (409, "The part does not fit the file"),
    ProblemCode.NO_SUCH_RANGE: (416, "The file ends before these bytes"),
    ProblemCode.DESTROYED: (410, "The inspection was destroyed at base"),
    ProblemCode.OTHER_PROTOCOL: (426, "App and base speak different versions"),
    ProblemCode.FAILED: (500, "Base failed"),
}


class Refused(Exception):
    """A request that base does not grant, for a reason of the catalogue."""

    def __init__(
        self,
        code: ProblemCode,
        detail: str = "",
        *,
        retry_after_s: int | None = None,
        time_ms: int | None = None,
    ) -> None:
        super().__init__(detail or _CATALOGUE[code][1])
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.time_ms = time_ms

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _CATALOGUE[self.code][0]

    def problem(self) -> Problem:
        """Return what is sent. Source: RFC 9457."""
        return Problem(
            type=f"urn:spr-base:problem:{self.code.value}",
            title=_CATALOGUE[self.code][1],
            status=self.status,
            code=self.code,
            detail=self.detail,
            retry_after_s=self.retry_after_s,
            time_ms=self.time_ms,
        )


def answer(refusal: Refused) -> Response:
    """Return what is sent for a refusal.

    Of what is not found no more is told than that, so that nobody can tell why.
    """
    problem = refusal.problem()
    if refusal.code is ProblemCode.NOT_FOUND:
        problem = Refused(ProblemCode.NOT_FOUND).problem()
    headers = {} if refusal.retry_after_s is None else {"Retry-After": str(refusal.retry_after_s)}
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=refusal.status,
        headers=headers,
        media_type=PROBLEM,
    )


def refusals(*codes: ProblemCode) -> dict[int | str, dict[str, object]]:
    """Return how refusals stand in the description of the API: a route's ``responses``."""
    found: dict[int | str, dict[str, object]] = {}
    for status in sorted({_CATALOGUE[code][0] for code in codes}):
        titles = [_CATALOGUE[code][1] for code in codes if _CATALOGUE[code][0] == status]
        schema = {"$ref": "#/components/schemas/Problem"}
        found[status] = {
            "description": "; ".join(titles),
            "content": {PROBLEM: {"schema": schema}},
        }
    return found
