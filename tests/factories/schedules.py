"""Schedules that are due without waiting for a minute to end."""

from __future__ import annotations

from datetime import timedelta

from storefront.builds.schedules import Schedule, prepare_schedules, put_schedule, schedule_by_id
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import SCOPE, known_store


async def due_now(
    mongo: Mongo,
    scope: StoreScope = SCOPE,
    *,
    cron: str | None = None,
    due_ago: timedelta = timedelta(minutes=1),
    made_ago: timedelta = timedelta(hours=1),
) -> Schedule:
    """A schedule made a while ago. Without `cron`: one that comes once a year, and came `due_ago`."""
    await prepare_schedules(mongo)
    now = await mongo.now()
    due = now - due_ago
    yearly = f"{due.minute} {due.hour} {due.day} {due.month} *"
    made = await put_schedule(
        mongo, await known_store(mongo, scope), name="nightly", cron=cron or yearly, timezone="UTC"
    )
    await mongo.control.schedules.update_one({"_id": made.schedule_id}, {"$set": {"since": now - made_ago}})
    schedule = await schedule_by_id(mongo, made.schedule_id)
    assert schedule is not None
    return schedule
