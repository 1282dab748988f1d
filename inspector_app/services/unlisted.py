"""What is told of a file that was written and is not recorded, as it may not last."""

from collections.abc import Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import MayNotLast
from inspector_app.texts import tr


@contextmanager
def telling_unlisted() -> Iterator[None]:
    """Add to the refusal of a file that may not last that no inspection lists it.

    Raises:
        MayNotLast: the writing within did.
    """
    try:
        yield
    except MayNotLast as error:
        raise MayNotLast(
            tr("{error} Until then no inspection lists it.").format(error=error)
        ) from error
