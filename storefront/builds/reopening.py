"""Running a failed or timed-out build again. What is done stays done, unless it may have been tidied away since."""

from __future__ import annotations

from storefront.builds.batches import AFRESH
from storefront.builds.limits import USUAL, Limits
from storefront.builds.models import Build
from storefront.builds.moves import move_state, set_clock
from storefront.builds.starting import NoPlace, take_place
from storefront.builds.states import RETRIABLE, STAGES
from storefront.storage.mongo import Document, DuplicateKey, Mongo, Session


async def reopen(mongo: Mongo, build: Build, limits: Limits = USUAL) -> Build | None:
    """From its stage on, with new attempts, also for what was set aside in this stage: where all items of a batch
    gave up it was set aside wrongly. From the beginning where daily tidying came after its start.

    The epoch rises, so that late workers of the first run change nothing. None when the build is not failed or timed
    out any more, another build of the store runs, or as many of the tenant as may.
    """
    changes: Document = {"epoch": build.epoch + 1, "code": None, "reason": None, "finished_at": None}
    afresh = await _may_be_tidied(mongo, build)
    if afresh:
        changes |= {"stage": STAGES[0], "stage_times": {}, "left_out": []}

    async def work(session: Session) -> Build | None:
        again = await move_state(
            mongo, build.build_id, "running",
            coming_from=RETRIABLE, epoch=build.epoch, changes=changes, session=session,
        )  # fmt: skip
        if again is not None:
            await take_place(mongo, again.scope, limits, session)
            await set_clock(mongo, again, session)
            await (_forget_batches if afresh else _renew_batches)(mongo, again, session)
        return again

    try:
        return await mongo.in_transaction(work)
    except (DuplicateKey, NoPlace):
        return None


async def _may_be_tidied(mongo: Mongo, build: Build) -> bool:
    """Tidying takes ended builds' working files, and contents of the tenant that no release names yet."""
    tidied = {"tenant_id": build.scope.tenant_id, "tidied_at": {"$gt": build.started_at or build.created_at}}
    return await mongo.control.stores.find_one(tidied, {"_id": 1}) is not None


async def _forget_batches(mongo: Mongo, build: Build, session: Session) -> None:
    await mongo.control.batches.delete_many(build.scope.filter(build_id=build.build_id), session=session)


async def _renew_batches(mongo: Mongo, build: Build, session: Session) -> None:
    rows = build.scope.filter(build_id=build.build_id)
    await mongo.control.batches.update_many(rows, {"$set": {"epoch": build.epoch}}, session=session)
    set_aside = {"stage": build.stage, "set_aside": {"$ne": None}}
    again = {**rows, "$or": [{"state": {"$nin": ["done", "split"]}}, set_aside]}
    await mongo.control.batches.update_many(again, {"$set": AFRESH}, session=session)
