"""Scheduled rebuilds: what beat sends when a schedule is due."""

from __future__ import annotations

import structlog
from celery import current_app
from redis.exceptions import RedisError

from config.schedule import set_entry
from storefront.builds.schedules import fire, schedule_by_id
from tasks.messages import message_task
from tasks.pipeline import publish
from tasks.services import services

log = structlog.get_logger(__name__)


@message_task("storeloom.request_scheduled_build")
def request_scheduled_build(schedule_id: str) -> None:
    """1. See to the due time, once; 2. give beat the next one. The sweeper does either where this does not."""
    using = services()
    schedule = using.run(schedule_by_id(using.mongo, schedule_id))
    if schedule is None:
        return
    fired = using.run(fire(using.mongo, schedule, deadline_s=using.config.build_deadline_s, limits=using.config.limits))
    if fired is not None:
        publish(fired.messages)
    try:
        set_entry(current_app, schedule_id, schedule.next_due(using.run(using.mongo.now())))
    except RedisError as error:
        log.warning("beat was not told the next time: Redis does not answer", reason=str(error)[:200])
