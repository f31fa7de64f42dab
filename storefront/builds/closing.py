"""What happens when a window of batches is through: the rows decide, whoever asks and how often."""

from __future__ import annotations

from dataclasses import dataclass, field

from storefront.builds.batches import add_batches, done_batches, first_dead, states_of_stage, take_window
from storefront.builds.models import Batch, Build
from storefront.builds.moves import answer_sweep, fail, move_stage
from storefront.builds.plan import TOLD_FROM, batches_for
from storefront.storage.mongo import Mongo


@dataclass(frozen=True, slots=True)
class Window:
    """Batches whose messages are to be published now, as one chord; empty when there is nothing to do."""

    build: Build
    batches: list[Batch] = field(default_factory=list)


async def open_stage(mongo: Mongo, build: Build, window_batches: int) -> Window:
    """Write the batches of the build's stage that are known and not there yet, and take a window of what is to do."""
    await _add_missing(mongo, build, await states_of_stage(mongo, build))
    return Window(build, await take_window(mongo, build, window_batches))


async def close_stage(mongo: Mongo, build: Build, window_batches: int, *, worker: str | None = None) -> Window:
    """Close the stage if all its batches are done, and open the next.

    While batches are missing their next window is taken; a batch that gave up fails the build. Twice is harmless:
    the stage moves by one conditional update and only its winner opens the next stage.
    """
    await answer_sweep(mongo, build)
    # Counted before the plan is made: a catalogue that is done by now has its photos in the plan. The other way
    # around, one that finished in between would close its stage without them.
    states = await states_of_stage(mongo, build)
    planned = await _add_missing(mongo, build, states)
    window = Window(build, await take_window(mongo, build, window_batches))
    if window.batches:
        return window
    if states.get("dead"):
        await _give_up(mongo, build, worker)
    if not states.get("done", 0) == sum(states.values()) == planned or build.stage == "deploy":
        return Window(build)
    moved = await move_stage(mongo, build, worker=worker)
    return Window(build) if moved is None else await open_stage(mongo, moved, window_batches)


async def _add_missing(mongo: Mongo, build: Build, states: dict[str, int]) -> int:
    """How many batches the stage has as far as is known; those without a row get one."""
    plans = batches_for(build.stage, await done_batches(mongo, build, TOLD_FROM[build.stage]))
    if sum(states.values()) < len(plans):
        await add_batches(mongo, build, plans)
    return len(plans)


async def _give_up(mongo: Mongo, build: Build, worker: str | None) -> None:
    row = await first_dead(mongo, build)
    if row is not None:
        times = row["attempts"] - row.get("excused", 0)
        reason = f"Batch {row['batch_id']} failed {times} times: {row.get('error') or 'its worker was lost'}"
        await fail(mongo, build, "batch_failed", reason, worker=worker)
