from inspector_app.sync.pace import Pace


class Stopwatch:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def wait(self, seconds: float) -> None:
        self.now += seconds


def test_what_travels_keeps_to_its_limit() -> None:
    watch = Stopwatch()
    pace = Pace(1000, watch.wait, lambda: watch.now)
    for _ in range(100):
        pace.spent(100)
    assert 9 < watch.now <= 10


def test_a_pause_is_not_saved_up_for_a_flood() -> None:
    watch = Stopwatch()
    pace = Pace(1000, watch.wait, lambda: watch.now)
    watch.now = 3600.0
    pace.spent(1000)
    assert watch.now >= 3600.7


def test_without_a_limit_nobody_waits() -> None:
    watch = Stopwatch()
    Pace(None, watch.wait, lambda: watch.now).spent(10**9)
    assert watch.now == 0
