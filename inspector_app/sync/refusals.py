"""What base's refusals mean here: each code with the error that it becomes, in our own words."""

from typing import Final

from pydantic import ValidationError

from inspector_app.domain.errors import (
    BaseAway,
    InspectorError,
    LaptopRefused,
    NotAtBase,
    RefusedByBase,
)
from inspector_app.sync.wire import Problem, ProblemCode

_SAFE = "Nothing on this laptop was changed or lost."
_LATER = "Nothing was lost; what is still to travel goes at the next sync."

_WORDS: Final[dict[ProblemCode, tuple[type[InspectorError], str]]] = {
    ProblemCode.BAD_SIGNATURE: (
        RefusedByBase,
        f"Base did not accept this laptop's signature. {_SAFE} Tell the base administrator.",
    ),
    ProblemCode.STALE_CLOCK: (
        RefusedByBase,
        f"The clocks of base and of this laptop do not agree, even after asking base. {_SAFE} "
        "Set this laptop's clock, then sync again.",
    ),
    ProblemCode.REPLAYED: (
        BaseAway,
        f"Base had seen this request before, as happens on a network that sends twice. {_LATER}",
    ),
    ProblemCode.WRONG_DIGEST: (
        BaseAway,
        f"Something was altered on its way to base, and base threw it away. {_LATER}",
    ),
    ProblemCode.UNKNOWN_DEVICE: (
        LaptopRefused,
        f"Base does not know this laptop. {_SAFE} Ask the base administrator for a new invitation.",
    ),
    ProblemCode.REVOKED_DEVICE: (
        LaptopRefused,
        "Base has revoked this laptop and takes nothing from it any more. All that was recorded "
        "here stays here, what base lacks included; ask the base administrator, who can take it "
        "in from a transfer file for the lead inspector.",
    ),
    ProblemCode.NOT_FOUND: (
        NotAtBase,
        "Base has no such thing for this laptop: it is not there, or this laptop is not of its "
        f"team. {_SAFE}",
    ),
    ProblemCode.BAD_MESSAGE: (
        RefusedByBase,
        f"Base could not read what was sent. {_SAFE} Bring app and base to the same version.",
    ),
    ProblemCode.WRONG_METHOD: (
        RefusedByBase,
        f"Base cannot do what was asked at that address. {_SAFE} Bring app and base to the same "
        "version.",
    ),
    ProblemCode.BAD_CHANGE: (
        RefusedByBase,
        "Base refused a change because it is not what its laptop signed, and took in nothing that "
        f"came with it. {_SAFE} “journal verify” tells what is wrong here.",
    ),
    ProblemCode.TOO_LARGE: (
        RefusedByBase,
        f"What was sent is larger than base takes. {_SAFE} Tell the base administrator.",
    ),
    ProblemCode.TOO_MANY: (
        BaseAway,
        f"Base asks for a pause: too much came from here in a short time. {_LATER}",
    ),
    ProblemCode.NO_ROOM: (
        BaseAway,
        "Base has no room left. Nothing was lost; keep this laptop's copy, and tell the base "
        "administrator.",
    ),
    ProblemCode.BUSY: (BaseAway, f"Base is busy. {_LATER}"),
    ProblemCode.CODE_REFUSED: (
        RefusedByBase,
        "Base does not accept this invitation: it was used already, is past its day, or was "
        f"mistyped. {_SAFE} Ask the base administrator for a new one.",
    ),
    ProblemCode.INITIALS_TAKEN: (
        RefusedByBase,
        "Another laptop at base numbers by these initials already, and two would give the same "
        f"numbers. {_SAFE} Ask the base administrator for an invitation that gives you other "
        "initials, or that replaces your former laptop.",
    ),
    ProblemCode.PACK_UNKNOWN: (
        RefusedByBase,
        f"Base does not have the checklist of this inspection yet. {_LATER}",
    ),
    ProblemCode.FILE_UNKNOWN: (
        RefusedByBase,
        f"Base knows of no such file: its record is not there yet, or it was purged. {_SAFE}",
    ),
    ProblemCode.NO_SUCH_RANGE: (
        BaseAway,
        f"Base has less of a file than was asked for. {_LATER}",
    ),
    ProblemCode.PART_REFUSED: (
        RefusedByBase,
        f"A part of a file did not fit what base has of it, and is sent anew. {_LATER}",
    ),
    ProblemCode.DESTROYED: (
        RefusedByBase,
        "The inspection was destroyed at base when its time there was over. What is on this "
        "laptop stays until it is destroyed here.",
    ),
    ProblemCode.OTHER_PROTOCOL: (
        RefusedByBase,
        f"This app and base speak different versions. {_SAFE} Bring the older one up to date.",
    ),
    ProblemCode.FAILED: (
        BaseAway,
        f"Base failed at what was asked; that is a fault of base. {_LATER} If it goes on, tell "
        "the base administrator.",
    ),
}

AWAY = f"Base cannot be reached. {_LATER}"
CUT_OFF = f"The connection to base was cut off. {_LATER}"
NOT_PROVEN = (
    "Whoever answers at base's address does not prove to be base, so nothing was sent. If base "
    "was moved or made anew, ask the base administrator for a new invitation."
)
UNREADABLE = f"What answered is not base, or not whole: something on the way altered it. {_LATER}"


def problem_of(content: bytes) -> Problem | None:
    """Return the refusal that an answer's body is; None: it is none that is known here."""
    try:
        return Problem.model_validate_json(content)
    except ValidationError:
        return None


def error_of(problem: Problem) -> InspectorError:
    """Return what a refusal becomes here."""
    kind, words = _WORDS[problem.code]
    return kind(words, problem.code) if issubclass(kind, RefusedByBase) else kind(words)
