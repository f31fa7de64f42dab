"""Builds that wait: why, how long at most, and which of their start messages are to be sent again."""

from __future__ import annotations

from storefront.builds.limits import Limits
from storefront.builds.models import Build, Message, start_message
from storefront.builds.moves import move_state
from storefront.builds.queries import builds_among
from storefront.builds.starting import next_builds, running_builds, tenants_with_places
from storefront.storage.mongo import Document, Mongo, ago
from storefront.tenancy.scope import StoreScope

UNSENT_S = 3.0  # a build that could start and whose message did nothing for so long is sent again
ASK_AGAIN_S = 10.0  # and again after twice as long each time: without workers, messages would pile up in the queue
_DOUBLED = 5  # times at most
_TENANTS = 100  # looked at by one sweep; the next ones look at others
_MOST_ENDED = 200  # by one sweep: each reason is looked up


async def why_waiting(mongo: Mongo, build: Build, limits: Limits) -> str:
    """What keeps a queued build from running now, as a clause: "another build of the store runs"."""
    reason = await what_is_in_the_way(mongo, build.scope, limits)
    if reason is None:
        is_next = build.build_id in await next_builds(mongo, build.scope, limits)
        reason = "no worker took it yet" if is_next else "older builds of the tenant start first"
    still = await mongo.control.builds.find_one({"_id": build.build_id, "state": "queued"}, {"_id": 1})
    return reason if still else "it starts just now"  # and may have been what was in its way


async def what_is_in_the_way(mongo: Mongo, scope: StoreScope, limits: Limits) -> str | None:
    """The running builds that let no build of the store start; None when there is a place."""
    if await mongo.control.builds.find_one(scope.filter(state="running"), {"_id": 1}):
        return "another build of the store runs"
    running = await running_builds(mongo, scope)
    if running >= limits.tenant_running:
        return f"{running} builds of the tenant run" if running > 1 else "another build of the tenant runs"
    return None


async def end_overdue_waits(mongo: Mongo, limits: Limits, unreadable: list[str]) -> list[str]:
    """Builds that did not start in time become timed_out, with the reason; their ids."""
    ended = []
    overdue = {"state": "queued", "$expr": {"$lt": ["$created_at", ago(limits.wait_s)]}}
    async for build in builds_among(mongo.control.builds.find(overdue).limit(_MOST_ENDED), unreadable):
        reason = f"Not started within {limits.wait_s} s: {await why_waiting(mongo, build, limits)}."
        changes = {"code": "not_started", "reason": reason}
        if await move_state(mongo, build.build_id, "timed_out", epoch=build.epoch, changes=changes):
            ended.append(build.build_id)
    return ended


async def unsent_starts(mongo: Mongo, limits: Limits) -> list[Message]:
    """The starts of builds that could run now: their messages were lost, or never sent."""
    builds = [
        build_id
        for tenant in await tenants_with_places(mongo, limits, _TENANTS)
        for build_id in await next_builds(mongo, tenant, limits)
    ]
    rows = mongo.control.builds.find({"_id": {"$in": builds}, **_is_due()}, {"_id": 1})
    due = {row["_id"] async for row in rows}
    return [start_message(each) for each in builds if each in due and await _may_ask(mongo, each)]


async def _may_ask(mongo: Mongo, build_id: str) -> bool:
    """True for one of the sweeps that found the build."""
    change = {"$currentDate": {"asked_at": True}, "$inc": {"asks": 1}}
    asked = await mongo.control.builds.update_one({"_id": build_id, "state": "queued", **_is_due()}, change)
    return bool(asked.modified_count)


def _is_due() -> Document:
    doublings = {"$min": [{"$subtract": [{"$ifNull": ["$asks", 1]}, 1]}, _DOUBLED]}
    pause_ms = {"$multiply": [round(ASK_AGAIN_S * 1000), {"$pow": [2, doublings]}]}
    asked_long_ago = {"$lt": [{"$add": ["$asked_at", pause_ms]}, "$$NOW"]}  # true of what was never asked, too
    return {"$expr": {"$and": [{"$lt": ["$moved_at", ago(UNSENT_S)]}, asked_long_ago]}}
