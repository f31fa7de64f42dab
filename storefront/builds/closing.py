"""What happens when a window of batches is through: the rows decide, whoever asks and how often."""

from __future__ import annotations

from dataclasses import dataclass, field

from storefront.builds.batches import add_batches, done_batches, first_dead, states_of_stage, take_window
from storefront.builds.models import Batch, Build
from storefront.builds.moves import answer_sweep, fail, move_stage
from storefront.builds.plan import batches_for
from storefront.storage.mongo import Mongo


@dataclass(frozen=True, slots=True)
class Window:
    """Batches whose messages are to be published now, as one chord; empty when there is nothing to do."""

    build: Build
    batches: list[Batch] = field(default_factory=list)


async def open_stage(mongo: Mongo, build: Build, window_batches: int) -> Window:
    """Write the batches of the build's stage that are known and not there yet, and take a window of what is to do."""
    await add_batches(mongo, build, batches_for(build.stage, await done_batches(mongo, build)))
    return Window(build, await take_window(mongo, build, window_batches))


async def close_stage(mongo: Mongo, build: Build, window_batches: int, *, worker: str | None = None) -> Window:
    """Close the stage if all its batches are done, and open the next.

    While batches are missing their next window is taken; a batch that gave up fails the build. Twice is harmless:
    the stage moves by one conditional update and only its winner opens the next stage.
    """
    await answer_sweep(mongo, build)
    window = await open_stage(mongo, build, window_batches)
    if window.batches:
        return window
    states = await states_of_stage(mongo, build)
    if states.get("dead"):
        await _give_up(mongo, build, worker)
        return Window(build)
    if states.get("todo") or states.get("running") or build.stage == "deploy":
        return Window(build)
    moved = await move_stage(mongo, build, worker=worker)
    return Window(build) if moved is None else await open_stage(mongo, moved, window_batches)


async def _give_up(mongo: Mongo, build: Build, worker: str | None) -> None:
    row = await first_dead(mongo, build)
    if row is not None:
        times = row["attempts"] - row.get("excused", 0)
        reason = f"Batch {row['batch_id']} failed {times} times: {row.get('error') or 'its worker was lost'}"
        await fail(mongo, build, "batch_failed", reason, worker=worker)
