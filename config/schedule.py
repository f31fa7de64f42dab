"""RedBeat's entries, made from the schedules in MongoDB. They may be lost at any time: the sweeper makes them again.

RedBeat knows no time zone per entry, so an entry holds just the next due time, in UTC; when it has fired, the next is
put in its place.
"""

from __future__ import annotations

from datetime import datetime

from celery import Celery
from redbeat import RedBeatSchedulerEntry
from redbeat.schedules import rrule

TASK = "storeloom.request_scheduled_build"
VERSION = 1


def set_entry(app: Celery, schedule_id: str, due_at: datetime) -> bool:
    """Have beat send the schedule's task at the given time (UTC). False when that is so already."""
    wanted = _entry(app, schedule_id, due_at)
    if _due_at(app, wanted.key) == due_at:
        return False
    wanted.save()
    return True


def remove_entry(app: Celery, schedule_id: str) -> None:
    try:
        RedBeatSchedulerEntry.from_key(_key(app, schedule_id), app=app).delete()
    except KeyError:
        return


def _entry(app: Celery, schedule_id: str, due_at: datetime) -> RedBeatSchedulerEntry:
    once = rrule("SECONDLY", dtstart=due_at, count=1, app=app)
    kwargs = {"schedule_id": schedule_id, "version": VERSION}
    return RedBeatSchedulerEntry(schedule_id, TASK, once, kwargs=kwargs, app=app)


def _due_at(app: Celery, key: str) -> datetime | None:
    try:
        entry = RedBeatSchedulerEntry.from_key(key, app=app)
    except KeyError:
        return None
    due: datetime = entry.schedule.dtstart
    return due


def _key(app: Celery, schedule_id: str) -> str:
    return RedBeatSchedulerEntry.generate_key(app, schedule_id)  # type: ignore[no-any-return]
