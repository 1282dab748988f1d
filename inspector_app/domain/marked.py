"""Which markings a recorded body bears."""

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.evidence import Caption
from inspector_app.domain.held import value_of_body
from inspector_app.domain.markings import Marking, of_found
from inspector_app.domain.sources import DocumentSighted, Source
from inspector_app.domain.values import DocumentKnown


def markings_on(body: object) -> tuple[Marking, ...]:
    """Return the markings of the present scheme that a recorded body bears."""
    own = getattr(value_of_body(body), "marking", None)
    read = (of_found(each) for each in found_on(body))
    return tuple(each for each in (own, *read) if each is not None)


def found_on(body: object) -> tuple[str, ...]:
    """Return the markings found on the files and documents that a recorded body tells of."""
    match value_of_body(body):
        case Caption(marking_found=found):
            told: tuple[str, ...] = (found,)
        case Source(particulars=DocumentSighted(marking_found=found)):
            told = (found,)
        case Answer(values=values) | Account(values=values):
            told = tuple(v.marking_found for v in values.values() if isinstance(v, DocumentKnown))
        case _:
            told = ()
    return tuple(filter(None, told))
