"""What is marked too highly to be recorded, and what may be recorded of it instead."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    Body,
    BodyPurged,
    DeviceAdmitted,
    EvidenceAdded,
    EvidenceCaptioned,
    PromptPutAside,
    Withdrawn,
)
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.markings import (
    INSTEAD,
    Marking,
    borne_by,
    borne_by_name,
    is_too_high,
)
from inspector_app.domain.sources import DocumentSighted, Source, copied_marking
from inspector_app.domain.texts import texts_in
from inspector_app.domain.values import DocumentKnown
from inspector_app.texts import tr

_SPEAKS_OF = (Withdrawn, BodyPurged, PromptPutAside, DeviceAdmitted)
"""Acts that say why something is taken out or let in; such a reason may name a marking."""

_MAY_NAME_IT = frozenset({"title", "owner", "held_at", "marking_found", "descriptor"})
"""Fields in which the marking may stand: what may be recorded of such material."""


def too_high(told: object) -> str:
    """Return the marking SECRET or above that a body, or a value in one, bears; empty: none.

    It bears it where a marking is given, where a file bore it that is kept or copied, and where a
    text has it in a marking's place.
    """
    return "" if isinstance(told, _SPEAKS_OF) else next(_found(told), "")


def require_holdable(body: Body) -> None:
    """Refuse to record what is marked SECRET or above.

    Raises:
        RuleViolation: the text says what may be recorded instead.
    """
    if not (marking := too_high(body)):
        return
    if isinstance(body, EvidenceAdded):
        raise RuleViolation(refused_file(body.file.name, marking))
    if isinstance(body, EvidenceCaptioned):
        raise RuleViolation(
            tr(
                "Material marked {marking} {instead} If the file bears that marking, purge the "
                "item as spilled material."
            ).format(marking=marking, instead=INSTEAD)
        )
    raise RuleViolation(
        tr(
            "Not recorded: material marked {marking} {instead} If the word is "
            "not meant as a marking here, do not write it in capitals."
        ).format(marking=marking, instead=INSTEAD)
    )


def require_may_tell(source: Source | None) -> None:
    """Refuse an account of a document of which nothing but its title, owner and place may be told.

    Raises:
        RuleViolation: it is marked SECRET or above.
    """
    seen = source.particulars if source is not None else None
    if isinstance(seen, DocumentSighted) and is_too_high(seen.marking_found):
        raise RuleViolation(
            tr("Not recorded: what a document marked {marking_found} says {instead}").format(
                marking_found=seen.marking_found.upper(), instead=INSTEAD
            )
        )


def refused_file(name: str, marking: str) -> str:
    """Return the sentence that refuses a file whose name bears a marking."""
    return tr(
        "{name} is marked {marking} by its name, and such a file {instead} If the name does not "
        "say how it is marked, rename it first."
    ).format(name=name, marking=marking, instead=INSTEAD)


def _found(told: object) -> Iterator[str]:
    for value in (told, *_parts(told)):
        match value:
            case EvidenceFile(name=name):
                yield from filter(None, (borne_by_name(name),))
            case Caption(marking_found=found) if is_too_high(found):
                yield found.upper()
            case Source() as source:
                yield from filter(None, (copied_marking(source),))
            case Answer(values=values) | Account(values=values):
                for each in values.values():
                    if isinstance(each, DocumentKnown) and each.sha256:
                        yield from filter(is_too_high, (each.marking_found.upper(),))
            case _:
                pass
        marking = getattr(value, "marking", None)
        if isinstance(marking, Marking) and is_too_high(marking.descriptor):
            yield marking.words()
    yield from filter(None, map(borne_by, texts_in(told, _MAY_NAME_IT)))


def _parts(told: object) -> Iterator[object]:
    if is_dataclass(told):
        yield from (getattr(told, each.name) for each in fields(told))
