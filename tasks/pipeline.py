"""The order of a build, and the one place where stages are joined.

1. `fetch`   leaves the snapshot of the catalogue and the facts of its photos
2. `plan`    leaves the work of the next stage: shards of pages and of photos
3. `make`    leaves pages and pictures, with their manifest shards
4. `upload`  leaves on the target what it lacked
5. `seo`     leaves the site files and the report card
6. `deploy`  leaves the live release

A stage is a sequence of flat chords, each over some of the next window of its missing batches. The body of each chord
is `storeloom.close_stage`: it ignores the chord's results, reads the rows, and publishes the next window while batches
are missing; otherwise it moves the stage by one conditional update, and only the winner of that update publishes
the next stage. So stages are chained chords, and no message carries the rest of the build.

It does not keep state, count, or decide what a stage consists of: that is storefront/builds.
"""

from __future__ import annotations

import structlog
from celery import Signature, chord, current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.queues import BATCH_TASKS, QUEUE_OF_KIND
from storefront.builds.fairness import Capacity
from storefront.builds.models import MESSAGE_VERSION, Batch, Build, Message, close_message
from storefront.builds.windows import Window, give_back
from storefront.fleet.presence import slots
from tasks.services import Services

log = structlog.get_logger(__name__)


def publish_window(using: Services, window: Window) -> None:
    """Publish a window of batches as chords. When Redis is away they are given back: the sweeper sends them."""
    for batches in window.chords():
        try:
            chord([_work(batch) for batch in batches], _close(window.build)).apply_async()
        except (OperationalError, RedisError) as error:  # the chord's counter is written by the client itself
            log.warning("window not published", build_id=window.build.build_id, reason=str(error))
            batch_ids = [batch.batch_id for batch in batches]
            using.run(give_back(using.mongo, window.build, batch_ids))


def capacity(using: Services) -> Capacity:
    """What the workers that are there can take, for the size of the next window."""
    children = using.run(slots(using.mongo))
    here = {kind: children[queue] for kind, queue in QUEUE_OF_KIND.items() if queue in children}
    return Capacity(using.config.window_batches, here)


def publish(messages: list[Message]) -> None:
    """Send messages by name; one that can't be sent now is sent by the sweeper."""
    for message in messages:
        try:
            current_app.send_task(message.task, kwargs=message.kwargs)
        except OperationalError as error:
            log.warning("message not published", task=message.task, reason=str(error))


def _work(batch: Batch) -> Signature:
    kwargs = {
        "build_id": batch.build_id,
        "batch_id": batch.batch_id,
        "epoch": batch.epoch,
        "version": MESSAGE_VERSION,
    }
    return Signature(BATCH_TASKS[batch.kind], kwargs=kwargs, immutable=True, app=current_app)


def _close(build: Build) -> Signature:
    message = close_message(build)
    return Signature(message.task, kwargs=message.kwargs, immutable=True, app=current_app)
