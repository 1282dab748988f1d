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
from inspector_app.texts import tr

_SAFE = tr("Nothing on this laptop was lost.")
_LATER = tr("Nothing was lost; what is still to travel goes at the next sync.")

_WORDS: Final[dict[ProblemCode, tuple[type[InspectorError], str]]] = {
    ProblemCode.BAD_SIGNATURE: (
        RefusedByBase,
        tr(
            "Base did not accept this laptop’s signature. {safe} Tell the base administrator."
        ).format(safe=_SAFE),
    ),
    ProblemCode.STALE_CLOCK: (
        RefusedByBase,
        tr(
            "The clocks of base and of this laptop do not agree, even after asking base. {safe} "
            "Set this laptop’s clock, then sync again."
        ).format(safe=_SAFE),
    ),
    ProblemCode.REPLAYED: (
        BaseAway,
        tr(
            "Base had seen this request before, as happens on a network that sends twice. {later}"
        ).format(later=_LATER),
    ),
    ProblemCode.WRONG_DIGEST: (
        BaseAway,
        tr("Something was altered on its way to base, and base threw it away. {later}").format(
            later=_LATER
        ),
    ),
    ProblemCode.UNKNOWN_DEVICE: (
        LaptopRefused,
        tr(
            "Base does not know this laptop. {safe} Ask the base administrator for a new "
            "invitation."
        ).format(safe=_SAFE),
    ),
    ProblemCode.REVOKED_DEVICE: (
        LaptopRefused,
        tr(
            "Base has revoked this laptop and takes nothing from it any more. All that was "
            "recorded here stays here, what base lacks included; ask the base administrator, who "
            "can take it in from a transfer file for the lead inspector."
        ),
    ),
    ProblemCode.NOT_FOUND: (
        NotAtBase,
        tr(
            "Base has no such thing for this laptop: it is not there, or this laptop is not of "
            "its team. {safe}"
        ).format(safe=_SAFE),
    ),
    ProblemCode.BAD_MESSAGE: (
        RefusedByBase,
        tr(
            "Base could not read what was sent. {safe} Bring app and base to the same version."
        ).format(safe=_SAFE),
    ),
    ProblemCode.WRONG_METHOD: (
        RefusedByBase,
        tr(
            "Base cannot do what was asked at that address. {safe} Bring app and base to the same "
            "version."
        ).format(safe=_SAFE),
    ),
    ProblemCode.BAD_CHANGE: (
        RefusedByBase,
        tr(
            "Base refused a change because it is not what its laptop signed, and took in nothing "
            "that came with it. {safe} “Check this laptop”, in the settings, tells what is "
            "wrong here."
        ).format(safe=_SAFE),
    ),
    ProblemCode.TOO_LARGE: (
        RefusedByBase,
        tr("What was sent is larger than base takes. {safe} Tell the base administrator.").format(
            safe=_SAFE
        ),
    ),
    ProblemCode.TOO_MANY: (
        BaseAway,
        tr("Base asks for a pause: too much came from here in a short time. {later}").format(
            later=_LATER
        ),
    ),
    ProblemCode.NO_ROOM: (
        BaseAway,
        tr(
            "Base has no room left. Nothing was lost; keep this laptop’s copy, and tell the base "
            "administrator."
        ),
    ),
    ProblemCode.ALLOWANCE: (
        RefusedByBase,
        tr(
            "Base takes no more of this from this laptop: it has brought many times what an "
            "inspection has. {safe} Tell the base administrator, who can look into it and take "
            "the rest in from a transfer file."
        ).format(safe=_SAFE),
    ),
    ProblemCode.BUSY: (BaseAway, tr("Base is busy. {later}").format(later=_LATER)),
    ProblemCode.CODE_REFUSED: (
        RefusedByBase,
        tr(
            "Base does not accept this invitation: it was used already, is past its day, or was "
            "mistyped. {safe} Ask the base administrator for a new one."
        ).format(safe=_SAFE),
    ),
    ProblemCode.INITIALS_TAKEN: (
        RefusedByBase,
        tr(
            "Another laptop at base numbers by these initials already, and two would give the "
            "same numbers. {safe} Ask the base administrator for an invitation that gives you "
            "other initials, or that replaces your former laptop."
        ).format(safe=_SAFE),
    ),
    ProblemCode.PACK_UNKNOWN: (
        RefusedByBase,
        tr("Base does not have the checklist of this inspection yet. {later}").format(later=_LATER),
    ),
    ProblemCode.FILE_UNKNOWN: (
        RefusedByBase,
        tr(
            "Base knows of no such file: its record is not there yet, or it was purged. {safe}"
        ).format(safe=_SAFE),
    ),
    ProblemCode.NO_SUCH_RANGE: (
        BaseAway,
        tr("Base has less of a file than was asked for. {later}").format(later=_LATER),
    ),
    ProblemCode.PART_REFUSED: (
        RefusedByBase,
        tr("A part of a file did not fit what base has of it, and is sent anew. {later}").format(
            later=_LATER
        ),
    ),
    ProblemCode.DESTROYED: (
        RefusedByBase,
        tr(
            "The inspection was destroyed at base when its time there was over. What is on this "
            "laptop stays until it is destroyed here."
        ),
    ),
    ProblemCode.OTHER_PROTOCOL: (
        RefusedByBase,
        tr(
            "This app and base speak different versions. {safe} Bring the older one up to date."
        ).format(safe=_SAFE),
    ),
    ProblemCode.FAILED: (
        BaseAway,
        tr(
            "Base failed at what was asked; that is a fault of base. {later} If it goes on, tell "
            "the base administrator."
        ).format(later=_LATER),
    ),
}

AWAY = tr("Base cannot be reached. {later}").format(later=_LATER)
CUT_OFF = tr("The connection to base was cut off. {later}").format(later=_LATER)
NOT_PROVEN = tr(
    "Whoever answers at base’s address does not prove to be base, so nothing was sent to it. "
    "If base was moved or made anew, ask the base administrator for a new invitation."
)
UNREADABLE = tr(
    "What answered is not base, or not whole: something on the way altered it. {later}"
).format(later=_LATER)


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
