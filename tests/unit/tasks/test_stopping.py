"""Work in the main thread ends with an exception from a signal; nothing else does."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tasks import stopping
from tasks.base import Lease
from tasks.stopping import SIGNAL, BatchHandedBack, BatchStopped, BatchTakenAway, Stoppable, heed


@pytest.fixture(autouse=True)
def _heeding() -> Iterator[None]:
    before = signal.getsignal(SIGNAL)
    heed()
    yield
    signal.signal(SIGNAL, before)


def after(seconds: float, act: object, *arguments: object) -> None:
    threading.Timer(seconds, act, arguments).start()  # type: ignore[arg-type]


def sleep() -> None:
    time.sleep(60)


def compute() -> None:
    while True:
        pass


def signalled() -> None:
    os.kill(os.getpid(), SIGNAL)
    time.sleep(60)


@pytest.mark.parametrize("asleep", [True, False])
def test_work_that_was_taken_away_ends_whether_it_waits_or_computes(asleep: bool) -> None:
    work = Stoppable()
    after(0.05, work.take_away)
    began = time.monotonic()
    with pytest.raises(BatchTakenAway), work:
        sleep() if asleep else compute()
    assert time.monotonic() - began < 5


def test_a_coroutine_that_is_waited_for_is_left() -> None:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    work = Stoppable()
    after(0.05, work.take_away)
    with pytest.raises(BatchTakenAway), work:
        asyncio.run_coroutine_threadsafe(asyncio.sleep(60), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_the_worker_s_signal_hands_back() -> None:
    with pytest.raises(BatchHandedBack), Stoppable():
        signalled()


def test_a_signal_without_work_does_nothing() -> None:
    os.kill(os.getpid(), SIGNAL)
    done = Stoppable()
    with done:
        pass
    done.take_away()
    with Stoppable():
        done.take_away()  # late: it is not this work that was taken away


def test_cleaning_up_is_not_broken_into() -> None:
    def handle_it() -> None:
        try:
            signalled()
        except BatchHandedBack:
            os.kill(os.getpid(), SIGNAL)
            raise

    with pytest.raises(BatchHandedBack), Stoppable():
        handle_it()
    assert not issubclass(BatchStopped, Exception), "it passes by what handles the errors of single items"


def test_one_that_got_lost_is_raised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "CLEANING_UP_S", 0.05)

    def lose_one() -> None:
        with suppress(BatchStopped):
            signalled()
        after(0.1, os.kill, os.getpid(), SIGNAL)
        sleep()

    with pytest.raises(BatchHandedBack), Stoppable():
        lose_one()


def test_a_signal_as_the_work_begins_or_ends_leaves_nothing_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python may raise it at the first instruction of __exit__, which then does nothing."""
    monkeypatch.setattr(stopping, "CLEANING_UP_S", 0.0)
    work = Stoppable()
    lease = Lease(None, None, work)  # type: ignore[arg-type]  # its end alone is looked at
    work.__enter__()
    with pytest.raises(BatchHandedBack):
        signalled()
    lease.__exit__()
    os.kill(os.getpid(), SIGNAL)
