"""A laptop that is killed in any of its services has lost nothing that it said was kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.kills import killed_again_and_again

KILLS = 30


def test_of_thirty_kills_in_all_services_none_loses_what_was_acknowledged() -> None:
    # In memory: the disk itself would only be waited for.
    with TemporaryDirectory(dir="/dev/shm") as name:
        counted = killed_again_and_again(Path(name), KILLS, "the day")
    assert (counted["kills"], counted["failed"]) == (KILLS, 0)
    assert counted["acknowledged"] > KILLS
