"""When a worker's processes begin and end: clients are opened after the fork and closed at exit."""

from __future__ import annotations

import warnings
from typing import Any

from celery.exceptions import SecurityWarning
from celery.signals import (
    beat_init,
    celeryd_init,
    setup_logging,
    worker_init,
    worker_process_init,
    worker_process_shutdown,
    worker_shutting_down,
)

from config.logging import configure_logging
from config.settings import settings
from tasks.presence import tell_queues
from tasks.services import close_services, open_services
from tasks.stopping import heed
from workers.lifeline import hold
from workers.stopping import do_not_linger, hand_back_after


def connect() -> None:
    """Tie our start and stop to Celery's signals; called once by the app module."""
    setup_logging.connect(_log)
    celeryd_init.connect(_begin)
    worker_init.connect(_tell_queues)
    beat_init.connect(_hold)
    worker_process_init.connect(_open)
    worker_process_shutdown.connect(_close)
    worker_shutting_down.connect(_stop)


def _log(**_: Any) -> None:
    configure_logging(settings())


def _begin(**_: Any) -> None:
    """A worker without a database would take messages and do nothing with them: it does not start."""
    hold()
    # As root each worker would say in a dozen lines that messages could run code. Ours cannot: JSON alone is accepted.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    if settings().mongo_url is None or settings().redis_url is None:
        raise SystemExit(
            "storeloom: set STORELOOM_MONGO_URL and STORELOOM_REDIS_URL, or start everything with: storeloom up"
        )


def _tell_queues(sender: Any, **_: Any) -> None:
    tell_queues(sender.app.amqp.queues.consume_from)


def _hold(**_: Any) -> None:
    hold()


def _open(**_: Any) -> None:
    hold()
    heed()
    do_not_linger()
    open_services()


def _stop(how: str, **_: Any) -> None:
    """A cold shutdown ends the children by itself; they hand back their batches on the way."""
    if how == "Warm":
        hand_back_after(settings().stop_s)


def _close(**_: Any) -> None:
    close_services()
