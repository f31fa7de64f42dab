"""What happens when a window of batches is through: the rows decide, whoever asks and how often."""

from __future__ import annotations

from storefront.builds.batches import add_batches, done_batches, drop_batches
from storefront.builds.counting import StageCount, count_stage
from storefront.builds.fairness import Capacity, limits_of
from storefront.builds.models import Build
from storefront.builds.moves import answer_sweep, fail, is_still, move_stage
from storefront.builds.plan import TOLD_FROM, batches_for
from storefront.builds.replanning import newly_left_out, plan_again
from storefront.builds.splitting import see_to_dead
from storefront.builds.windows import Window, take_window
from storefront.errors import QuarantineLimitPassed
from storefront.failpoints import failpoint
from storefront.storage.mongo import Mongo


async def open_stage(mongo: Mongo, build: Build, capacity: Capacity) -> Window:
    """Write the batches of the build's stage that are known and not there yet, and take a window of what is to do."""
    count = await count_stage(mongo, build)
    await _add_missing(mongo, build, count)
    return await _next_window(mongo, build, count, capacity)


async def close_stage(mongo: Mongo, build: Build, capacity: Capacity, *, worker: str | None = None) -> Window:
    """Close the stage if all its batches are done, and open the next.

    While batches are missing their next window is taken; a batch that gave up is split, or fails the build. Twice is
    harmless: the stage moves by one conditional update and only its winner opens the next stage.
    """
    await answer_sweep(mongo, build)
    reason = await see_to_dead(mongo, build)
    if reason is not None:
        await fail(mongo, build, "batch_failed", reason, worker=worker)
        return Window(build)
    # Counted before the plan is made: a catalogue that is done by now has its photos in the plan. The other way
    # around, one that finished in between would close its stage without them.
    count = await count_stage(mongo, build)
    planned = await _add_missing(mongo, build, count)
    window = await _next_window(mongo, build, count, capacity)
    if window.batches or not count.all_done or count.planned != planned or build.stage == "deploy":
        return window
    moved = await _move_on(mongo, build, worker)
    return Window(build) if moved is None else await open_stage(mongo, moved, capacity)


async def _add_missing(mongo: Mongo, build: Build, count: StageCount) -> int:
    """How many batches the stage has as far as is known; those without a row get one."""
    plans = batches_for(build.stage, await done_batches(mongo, build, TOLD_FROM[build.stage]))
    if count.planned < len(plans):
        await add_batches(mongo, build, plans)
        if not await is_still(mongo, build):
            await drop_batches(mongo, build)
    return len(plans)


async def _next_window(mongo: Mongo, build: Build, count: StageCount, capacity: Capacity) -> Window:
    return await take_window(mongo, build, await limits_of(mongo, build, capacity, count.seconds))


async def _move_on(mongo: Mongo, build: Build, worker: str | None) -> Build | None:
    """To the next stage, or back to the plan; the build where this caller was the one to move it."""
    failpoint("close.before_cas", build.stage)
    left_out = await newly_left_out(mongo, build)
    try:
        moved = await (
            plan_again(mongo, build, left_out, worker=worker) if left_out else move_stage(mongo, build, worker=worker)
        )
    except QuarantineLimitPassed as error:
        await fail(mongo, build, error.code, str(error), worker=worker)
        return None
    failpoint("close.after_cas", build.stage)
    return moved
