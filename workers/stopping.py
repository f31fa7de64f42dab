"""A worker that is told to stop takes nothing more, finishes what runs, and hands back what is not done in time.

Celery's warm shutdown does the first two and would wait for ever for the third. Its soft shutdown is not used: it
sleeps for its whole time, in the handler of the signal, while nobody reads what the pool's children have finished.
"""

from __future__ import annotations

import signal
import threading
import time

import psutil
import structlog
from billiard import pool

from tasks.stopping import SIGNAL

LAST_WORDS_S = 3.0  # what a child needs to hand back its batch; one that needs longer is ended
ASK_AGAIN_S = 0.5  # a child may have begun with another batch
log = structlog.get_logger(__name__)


def do_not_linger() -> None:
    """A pool child waits at its end until the worker has read its last result, 30 s unless told; but a worker that
    stops doesn't read the result of a task it has just sent, and its message goes back into the queue anyway."""
    pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = 10  # tenths of a second


def hand_back_after(limit_s: float) -> None:
    """Called in the worker's main process as it begins to stop."""
    threading.Thread(target=_hand_back, args=(limit_s,), name="hand back", daemon=True).start()


def _hand_back(limit_s: float) -> None:
    time.sleep(limit_s)
    log.info("this worker's time is up: what still runs is handed back", seconds=limit_s)
    until = time.monotonic() + LAST_WORDS_S
    while time.monotonic() < until:
        _tell_children(SIGNAL)
        time.sleep(ASK_AGAIN_S)
    _tell_children(signal.SIGTERM)


def _tell_children(number: signal.Signals) -> None:
    for child in psutil.Process().children():
        try:
            child.send_signal(number)
        except psutil.NoSuchProcess:
            continue
