"""RedBeat's entries, made from the schedules in MongoDB. They may be lost at any time: the sweeper makes them again.

RedBeat knows no time zone per entry, so an entry holds just the next due time, in UTC; when it has fired, the next is
put in its place.
"""

from __future__ import annotations

from datetime import datetime

from celery import Celery
from redbeat import RedBeatSchedulerEntry
from redbeat.schedulers import ensure_conf
from redbeat.schedules import rrule

TASK = "storeloom.request_scheduled_build"
VERSION = 1


def set_entry(app: Celery, schedule_id: str, due_at: datetime) -> bool:
    """Have beat send the schedule's task at the given time (UTC, to come). False when that is so already.

    Raises redis.exceptions.RedisError.
    """
    if _due_at(app, schedule_id) == due_at:
        return False
    once = rrule("SECONDLY", dtstart=due_at, count=1, app=app)
    kwargs = {"schedule_id": schedule_id, "version": VERSION}
    RedBeatSchedulerEntry(schedule_id, TASK, once, kwargs=kwargs, app=app).save()
    return True


def remove_entry(app: Celery, schedule_id: str) -> None:
    """Nothing happens when there is none. Raises redis.exceptions.RedisError."""
    entry = _entry(app, schedule_id)
    if entry is not None:
        entry.delete()


def _due_at(app: Celery, schedule_id: str) -> datetime | None:
    entry = _entry(app, schedule_id)
    if entry is None:
        return None
    due: datetime = entry.schedule.dtstart
    return due


def _entry(app: Celery, schedule_id: str) -> RedBeatSchedulerEntry | None:
    ensure_conf(app)
    try:
        return RedBeatSchedulerEntry.from_key(RedBeatSchedulerEntry.generate_key(app, schedule_id), app=app)
    except KeyError:
        return None
