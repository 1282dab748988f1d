"""A target that breaks as its environment says, for the campaign's own tests."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.target import Target, Unfit


@contextmanager
def broken(_folder: Path) -> Iterator[Target]:
    """Give what breaks over its third case."""

    def offer(case: bytes) -> str:
        if case == b"third":
            how = os.environ["SPR_FUZZ_BREAKS"]
            if how == "fault":
                raise Unfit(how)
            if how == "hang":
                time.sleep(60)
            os._exit(7)
        return ""

    yield Target((b"first", b"second", b"third"), lambda case, *_: case, offer)
