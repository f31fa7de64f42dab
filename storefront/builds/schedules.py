"""Scheduled rebuilds. The truth is here: which schedules there are, and which of their times were seen to.

A time that is due is a row, unique by (schedule, due_at), so however many beats and sweepers look, each builds once.
Of the times missed while nothing ran only the latest is caught up. A time is skipped, and recorded so, while a build
of the store runs or waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from storefront.builds.limits import USUAL, Limits
from storefront.builds.models import Message
from storefront.builds.submitting import request_build
from storefront.errors import NothingToDo, RequestInvalid
from storefront.storage.mongo import Document, DuplicateKey, Mongo, literals
from storefront.tenancy.scope import StoreScope, checked_name
from storefront.tenancy.stores import store_row

# When clocks go back, an hour's wall-clock times come twice, and the times looked for may lie on the other side of it.
_OVERLAP = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Schedule:
    scope: StoreScope
    name: str
    cron: str  # five fields
    timezone: str  # IANA
    since: datetime  # when it was made or last changed: earlier times are not its own

    @property
    def schedule_id(self) -> str:
        return f"{self.scope.tenant_id}.{self.scope.store_id}.{self.name}"

    def next_due(self, after: datetime) -> datetime:
        """The first time after the given moment, in UTC."""
        zone = ZoneInfo(self.timezone)
        times = (due.astimezone(UTC) for due in CronSim(self.cron, (after - _OVERLAP).astimezone(zone)))
        return next(due for due in times if due > after)

    def latest_due(self, until: datetime) -> datetime | None:
        """The last time up to the given moment, in UTC; None when there was none since the schedule is as it is."""
        zone = ZoneInfo(self.timezone)
        times = (due.astimezone(UTC) for due in CronSim(self.cron, (until + _OVERLAP).astimezone(zone), reverse=True))
        latest = next((due for due in times if due <= until), None)
        return latest if latest is not None and latest > self.since else None


@dataclass(frozen=True, slots=True)
class Fired:
    """What became of a due time: the build asked for, or None when it was skipped."""

    due_at: datetime
    build_id: str | None
    messages: list[Message] = field(default_factory=list)


async def prepare_schedules(mongo: Mongo) -> None:
    await mongo.control.schedule_runs.create_index([("schedule_id", 1), ("due_at", 1)], unique=True)


async def put_schedule(mongo: Mongo, scope: StoreScope, *, name: str, cron: str, timezone: str) -> Schedule:
    """Make or change a schedule. Raises RequestInvalid, UnknownStore."""
    checked_name(name, "The schedule's name")
    _check(cron, timezone)
    await store_row(mongo, scope)
    values = literals(scope.filter(name=name, cron=cron, timezone=timezone))
    schedule_id = f"{scope.tenant_id}.{scope.store_id}.{name}"
    await mongo.control.schedules.update_one(
        {"_id": schedule_id}, [{"$set": {**values, "since": "$$NOW"}}], upsert=True
    )
    return _schedule(await mongo.control.schedules.find_one({"_id": schedule_id}))


async def remove_schedule(mongo: Mongo, scope: StoreScope, name: str) -> str:
    """Its id. Raises NothingToDo when there is none of this name."""
    row = await mongo.control.schedules.find_one_and_delete(scope.filter(name=name))
    if row is None:
        raise NothingToDo(
            f"Store {scope.store_id!r} has no schedule {name!r}.",
            remedy="See the schedules it has with: storeloom schedule STORE.",
        )
    await mongo.control.schedule_runs.delete_many({"schedule_id": row["_id"]})
    return str(row["_id"])


async def schedules(mongo: Mongo, scope: StoreScope | None = None) -> list[Schedule]:
    """Of one store, or of all."""
    rows = mongo.control.schedules.find(scope.filter() if scope else {}).sort("_id", 1)
    return [_schedule(row) async for row in rows]


async def schedule_by_id(mongo: Mongo, schedule_id: str) -> Schedule | None:
    row = await mongo.control.schedules.find_one({"_id": schedule_id})
    return None if row is None else _schedule(row)


async def fire(
    mongo: Mongo, schedule: Schedule, *, deadline_s: int = 3600, limits: Limits = USUAL, late_s: float = 0.0
) -> Fired | None:
    """See to the schedule's latest due time; None when there is none, or it was seen to.

    `late_s` leaves times alone that are not so long ago: the sweeper gives beat the first try.
    """
    due_at = schedule.latest_due(await mongo.now() - timedelta(seconds=late_s))
    if due_at is None or not await _take(mongo, schedule, due_at):
        return None
    request_id = f"schedule {schedule.schedule_id} {due_at:%Y-%m-%dT%H:%MZ}"
    if await _is_busy(mongo, schedule.scope, except_for=request_id):
        await _note(mongo, schedule, due_at, {"outcome": "skipped"})
        return Fired(due_at, None)
    accepted = await request_build(
        mongo, schedule.scope, request_id=request_id, trigger="schedule", deadline_s=deadline_s, limits=limits
    )
    await _note(mongo, schedule, due_at, {"outcome": "built", "build_id": accepted.build_id})
    return Fired(due_at, accepted.build_id, accepted.messages)


async def forget_runs(mongo: Mongo, scope: StoreScope, *, older_than_s: float) -> None:
    """Remove what is known of the store's old due times; the latest of each schedule stays, or it would come again."""
    now = await mongo.now()
    for schedule in await schedules(mongo, scope):
        before = min(now - timedelta(seconds=older_than_s), schedule.latest_due(now) or now)
        old = {"schedule_id": schedule.schedule_id, "due_at": {"$lt": before}}
        await mongo.control.schedule_runs.delete_many(old)


async def _take(mongo: Mongo, schedule: Schedule, due_at: datetime) -> bool:
    """True for the one who sees to this time. A time taken but not seen to within a minute is free again."""
    row = {"schedule_id": schedule.schedule_id, "due_at": due_at}
    if await mongo.control.schedule_runs.find_one({**row, "outcome": {"$ne": None}}, {"_id": 1}):
        return False  # the usual answer, asked for every schedule at every sweep: no write, no error
    abandoned = {"outcome": None, "$expr": {"$lt": ["$taken_at", {"$subtract": ["$$NOW", 60_000]}]}}
    mine = {**literals({**row, "outcome": None}), "taken_at": "$$NOW"}
    runs = mongo.control.schedule_runs
    again = await runs.update_one({**row, **abandoned}, [{"$set": mine}])
    if again.modified_count:
        return True
    try:
        await runs.update_one({"_id": mongo.new_id()}, [{"$set": mine}], upsert=True)
    except DuplicateKey:
        return False
    return True


async def _note(mongo: Mongo, schedule: Schedule, due_at: datetime, outcome: Document) -> None:
    row = {"schedule_id": schedule.schedule_id, "due_at": due_at}
    await mongo.control.schedule_runs.update_one(row, {"$set": outcome})


async def _is_busy(mongo: Mongo, scope: StoreScope, *, except_for: str) -> bool:
    """Whether a build of the store runs or waits; not this time's own, which whoever took it first may have made."""
    open_build = scope.filter(state={"$in": ["queued", "running"]}, request_id={"$ne": except_for})
    return await mongo.control.builds.find_one(open_build, {"_id": 1}) is not None


def _check(cron: str, timezone: str) -> None:
    if timezone not in available_timezones():
        raise RequestInvalid(f"There is no time zone {timezone!r}.", remedy="Use an IANA name such as Europe/Madrid.")
    remedy = 'Give five fields: minute hour day month weekday, such as "30 3 * * *".'
    if len(cron.split()) != 5:  # the parser knows a sixth: seconds
        raise RequestInvalid(f"{cron!r} does not have five fields.", remedy=remedy)
    try:
        comes = next(CronSim(cron, datetime.now(UTC)), None)
    except CronSimError as error:
        raise RequestInvalid(f"{cron!r} is not a cron expression: {error}.", remedy=remedy) from error
    if comes is None:
        raise RequestInvalid(f"{cron!r} never comes.", remedy="Give a day that its month has.")


def _schedule(row: Document) -> Schedule:
    scope = StoreScope(row["tenant_id"], row["store_id"])
    return Schedule(scope, row["name"], row["cron"], row["timezone"], row["since"])
