"""Jobs: lanes, progress, cancelling, and above all the lifetime rule."""

import gc
import sys
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from inspector_app.domain.errors import Cancelled, DeviceFull, InspectorError, RuleViolation
from inspector_app.ui.jobs import CancelCheck, Failure, Handle, Jobs, Lane, Progress
from tests.support.stray_logs import ExpectedLog


class ShortLivedPage(QWidget):
    """Asks for work and is forgotten at once; its closures are all that holds it."""

    def __init__(self, number: int, home: list[int]) -> None:
        super().__init__()
        self._number = number
        self._home = home
        layout = QVBoxLayout(self)
        for _ in range(5):
            layout.addWidget(QPushButton(self))

    def ask(self, jobs: Jobs) -> None:
        jobs.run(self, lambda: self._work(), done=self._home.append, refused=_forget)

    def _work(self) -> int:
        if self._number % 3 == 0:
            raise RuleViolation("every third one is refused")
        return self._number


def test_a_handle_can_be_connected_to_whatever_qt_holds_weakly() -> None:
    handle = Handle()
    assert weakref.ref(handle)() is handle


class PageInACircle(ShortLivedPage):
    """Holds itself, so that only the garbage collector can end it."""

    def ask(self, jobs: Jobs) -> None:
        self.itself = self
        super().ask(jobs)

    def _work(self) -> int:
        rubbish = [[number] for number in range(2000)]  # enough to start a collection here
        return len(rubbish) and super()._work()


def _forget(_error: InspectorError) -> None:
    """Take a refusal silently."""


def test_pages_forgotten_while_they_wait_die_on_the_gui_thread(qtbot: QtBot) -> None:
    # A Jobs that let the worker hold the page died here in 22 of 30 runs.
    jobs = Jobs()
    home: list[int] = []
    for number in range(2000):
        ShortLivedPage(number, home).ask(jobs)
        QApplication.processEvents()  # only here: to let go of pages at awkward moments
    jobs.close()
    qtbot.waitUntil(lambda: len(home) == 1333)
    # Two threads read, and each page asks for itself, so the order of arrival is theirs.
    assert sorted(home) == [number for number in range(2000) if number % 3]


def test_pages_that_hold_themselves_die_on_the_gui_thread_too(qtbot: QtBot) -> None:
    jobs = Jobs()
    home: list[int] = []
    ends: list[bool] = []
    gui = QThread.currentThread()
    for number in range(300):
        page = PageInACircle(number, home)
        page.destroyed.connect(
            lambda: ends.append(QThread.currentThread() is gui),
            Qt.ConnectionType.DirectConnection,
        )
        page.ask(jobs)
        del page
        QApplication.processEvents()
    jobs.close()
    qtbot.waitUntil(lambda: len(home) == 200)
    gc.collect()
    assert ends == [True] * 300
    assert gc.isenabled()


def test_all_that_lives_long_is_looked_through_only_when_much_was_added(jobs: Jobs) -> None:
    # With a large inspection open it holds the window for more than a tenth of a second.
    def sweeps_everything() -> bool:
        for _ in range(gc.get_threshold()[2] + 2):
            gc.collect(1)
        seen: list[int] = []
        gc.callbacks.append(watch := lambda _phase, info: seen.append(info["generation"]))
        jobs._on_sweep_timeout()
        gc.callbacks.remove(watch)
        return 2 in seen

    gc.collect()
    assert sweeps_everything()
    assert not sweeps_everything()
    more = [[number] for number in range(sys.getallocatedblocks() // 2)]
    assert sweeps_everything(), len(more)
    assert not sweeps_everything()


def test_looking_through_what_lives_takes_hold_of_nothing_that_another_thread_is_building(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError(
            "A tuple that is held while it grows raises SystemError (CPython 3.11)"
        )

    monkeypatch.setattr(gc, "get_objects", forbidden)
    monkeypatch.setattr(gc, "get_referrers", forbidden)
    for _ in range(gc.get_threshold()[2] + 2):
        gc.collect(1)
    jobs._on_sweep_timeout()


def test_writes_are_done_one_at_a_time_and_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    order: list[int] = []
    at_once = 0
    most = 0

    def write(number: int) -> int:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.001)
        order.append(number)
        at_once -= 1
        return number

    home: list[int] = []
    for number in range(30):
        jobs.run(owner, lambda n=number: write(n), home.append, lane=Lane.WRITES)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(home) == 30)
    assert order == home == list(range(30))
    assert most == 1


def test_a_long_read_of_files_does_not_hold_up_a_write(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    gate = threading.Event()
    home: list[str] = []

    def read_file() -> str:
        gate.wait(10)
        return "file"

    jobs.run(owner, read_file, home.append, lane=Lane.FILES)
    jobs.run(owner, lambda: "write", home.append, lane=Lane.WRITES)
    qtbot.waitUntil(lambda: home == ["write"])
    gate.set()
    qtbot.waitUntil(lambda: home == ["write", "file"])


def test_progress_comes_home_at_most_twenty_times_a_second_and_the_last_always(
    qtbot: QtBot, jobs: Jobs
) -> None:
    owner = QObject()
    told: list[tuple[int, int]] = []
    home: list[str] = []
    where: list[QThread] = []

    def work(progress: Progress, _is_cancelled: CancelCheck) -> str:
        for step in range(1, 20_001):
            progress(step, 20_000)
        return "done"

    def hear(done: int, total: int) -> None:
        told.append((done, total))
        where.append(QThread.currentThread())

    started = time.monotonic()
    jobs.run_long(owner, work, home.append, progress=hear)
    qtbot.waitUntil(lambda: home == ["done"])
    took = time.monotonic() - started
    assert told[-1] == (20_000, 20_000)
    assert len(told) <= 2 + took / 0.05
    assert set(where) == {QThread.currentThread()}


def test_progress_in_bytes_beyond_32_bits_arrives_as_a_share(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[tuple[int, int]] = []
    owner = QObject()
    total = 50_000_000_000
    home: list[None] = []
    jobs.run_long(owner, lambda p, _c: p(total // 4, total), home.append,
                  progress=lambda d, t: told.append((d, t)))  # fmt: skip
    qtbot.waitUntil(lambda: home == [None])
    assert told == [(250, 1000)]


def test_cancelled_work_says_so_and_gives_no_result(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    heard: list[str] = []
    begun = threading.Event()

    def work(_progress: Progress, is_cancelled: CancelCheck) -> str:
        begun.set()
        while not is_cancelled():
            time.sleep(0.001)
        raise Cancelled

    handle = jobs.run_long(
        owner,
        work,
        heard.append,
        cancelled=lambda: heard.append("cancelled"),
        finished=lambda: heard.append("finished"),
    )
    assert begun.wait(10)
    handle.cancel()
    qtbot.waitUntil(lambda: heard == ["cancelled", "finished"])


def test_work_cancelled_in_the_queue_never_begins(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    gate = threading.Event()
    begun: list[str] = []
    home: list[object] = []
    jobs.run(owner, lambda: gate.wait(10), home.append, lane=Lane.FILES)
    handle = jobs.run(owner, lambda: begun.append("begun"), home.append, lane=Lane.FILES)
    handle.cancel()
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert begun == []
    assert home == [True]


def test_what_was_done_before_the_cancel_came_is_still_told(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    begun, gate = threading.Event(), threading.Event()
    home: list[bool] = []

    def work() -> bool:
        begun.set()
        return gate.wait(10)

    handle = jobs.run(owner, work, home.append, lane=Lane.WRITES)
    assert begun.wait(10)
    handle.cancel()
    gate.set()
    qtbot.waitUntil(lambda: home == [True])


def test_a_forgotten_question_is_never_answered(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    home: list[str] = []
    jobs.run(owner, lambda: "old", home.append).forget()
    jobs.run(owner, lambda: "new", home.append)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert home == ["new"]


def test_of_two_readings_the_newer_is_shown_last_though_the_older_took_longer(
    qtbot: QtBot, jobs: Jobs
) -> None:
    page, other = QObject(), QObject()
    shown: list[str] = []
    may_end = threading.Event()

    def slow() -> str:
        may_end.wait()
        return "older"

    jobs.run(page, slow, shown.append)
    jobs.run(page, lambda: "newer", shown.append)
    jobs.run(page, lambda: "newest", shown.append)
    jobs.run(other, lambda: "another page's", shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    may_end.set()
    qtbot.waitUntil(lambda: len(shown) == 4)
    assert shown == ["another page's", "older", "newer", "newest"]


def test_a_forgotten_question_keeps_no_other_waiting(qtbot: QtBot, jobs: Jobs) -> None:
    page = QObject()
    shown: list[str] = []
    may_end = threading.Event()
    handle = jobs.run(page, lambda: str(may_end.wait()), shown.append)
    handle.forget()
    jobs.run(page, lambda: "newer", shown.append)
    qtbot.waitUntil(lambda: shown == ["newer"])
    may_end.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert shown == ["newer"]


def test_a_refusal_goes_to_who_asked_for_it_with_its_type(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    heard: list[InspectorError] = []
    told: list[Failure] = []
    jobs.failed.connect(told.append)

    def refuse() -> None:
        raise RuleViolation("Not now.")

    jobs.run(owner, refuse, lambda _: None, refused=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert isinstance(heard[0], RuleViolation)
    assert heard[0].__traceback__ is None
    assert told == []


def test_a_refusal_nobody_took_is_told_as_a_refusal(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()

    def refuse() -> None:
        raise RuleViolation("Not now.")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.run(owner, refuse, lambda _: None)
    assert failed.args == [Failure("Not now.", False, "")]


def test_a_refused_write_is_told_even_when_its_page_has_gone(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    gate = threading.Event()

    def refuse() -> None:
        gate.wait(10)
        raise RuleViolation("The disk is full.")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.run(owner, refuse, lambda _: None, refused=_forget, lane=Lane.WRITES)
        delete(owner)
        gate.set()
    assert failed.args == [Failure("The disk is full.", False, "")]


def test_a_bug_is_told_as_a_bug_with_its_log(
    qtbot: QtBot, jobs: Jobs, expected_log: ExpectedLog
) -> None:
    owner = QObject()
    expected_log("A job failed")
    heard: list[InspectorError] = []

    def break_down() -> int:
        return 1 // 0

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.run(owner, break_down, lambda _: None, refused=heard.append)
    assert failed.args is not None
    failure = failed.args[0]
    assert failure.is_bug
    assert "break_down" in failure.log
    assert heard == []


def test_a_result_for_a_closed_page_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    page = QWidget()
    shown: list[object] = []
    jobs.run(page, lambda: 1, done=shown.append, finished=lambda: shown.append("finished"))
    delete(page)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert shown == []


def test_idle_is_told_once_the_last_job_has_ended(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    states = [jobs.is_idle]
    with qtbot.waitSignal(jobs.idle):
        jobs.run(owner, lambda: 1, lambda _: None)
        jobs.run(owner, lambda: 2, lambda _: None, lane=Lane.WRITES)
        states.append(jobs.is_idle)
    states.append(jobs.is_idle)
    assert states == [True, False, True]


def test_closing_stops_long_work_and_finishes_what_was_to_be_written(qtbot: QtBot) -> None:
    jobs = Jobs()
    owner = QObject()
    written: list[int] = []
    stopped: list[bool] = []

    def long_work(_progress: Progress, is_cancelled: CancelCheck) -> None:
        while not is_cancelled():
            time.sleep(0.001)
        stopped.append(True)
        raise Cancelled

    jobs.run_long(owner, long_work, lambda _: None)
    for number in range(5):
        jobs.run(owner, lambda n=number: written.append(n), lambda _: None, lane=Lane.WRITES)  # type: ignore[misc]
    jobs.close()
    assert written == [0, 1, 2, 3, 4]
    assert stopped == [True]


def test_what_comes_home_after_closing_begins_nothing_more(qtbot: QtBot) -> None:
    jobs = Jobs()
    owner = QObject()
    begun: list[str] = []

    def ask_on(_answer: None) -> None:
        begun.append("asked")
        jobs.run(owner, _nothing, lambda _: begun.append("told"))

    jobs.run(owner, _nothing, ask_on)
    jobs.close()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert begun == ["asked"]


def test_finishing_writes_waits_for_what_a_write_led_to_and_tells_of_what_was_refused(
    qtbot: QtBot,
) -> None:
    jobs = Jobs()
    owner = QObject()
    written: list[str] = []
    refused: list[tuple[str, bool]] = []
    jobs.not_written.connect(lambda why, can_later: refused.append((why, can_later)))

    def write(words: str) -> str:
        if words == "third":
            raise DeviceFull("there is no room")
        written.append(words)
        return words

    def first_written(_words: str) -> None:
        for each in ("second", "third"):
            jobs.run(owner, lambda each=each: write(each), _keep, lane=Lane.WRITES, refused=_forget)  # type: ignore[misc]

    jobs.run(owner, lambda: write("first"), first_written, lane=Lane.WRITES)
    jobs.finish_writes()
    assert not jobs.is_writing
    assert written == ["first", "second"]
    assert refused == [("there is no room", True)]
    jobs.close()


def _keep(_words: str) -> None:
    """Take an answer silently."""


def _nothing() -> None:
    """Be work that gives nothing."""
