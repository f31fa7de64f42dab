"""Moves of a build, each one conditional update with its event in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.builds.events import append_event
from storefront.builds.models import Build, build_from
from storefront.builds.states import ENDED, State, before, stage_after
from storefront.storage.mongo import (
    Document,
    Mongo,
    ReturnDocument,
    Session,
    in_milliseconds,
    literals,
)


async def move_state(
    mongo: Mongo,
    build_id: str,
    after: State,
    *,
    coming_from: Iterable[State] | None = None,
    worker: str | None = None,
    epoch: int | None = None,
    changes: Document | None = None,
    session: Session = None,
) -> Build | None:
    """Move the build if its state (and epoch, where given) allows it; None when it does not.

    `coming_from` are the only states it may have; without it any that the move is allowed from (states.py).
    `changes` are further fields; `reason` among them also goes into the event. An ended build's clock stops, and
    unless it went live its open batches are cancelled, so that no worker goes on.
    """
    condition: Document = {"_id": build_id, "state": {"$in": sorted(coming_from or before(after))}}
    if epoch is not None:
        condition["epoch"] = epoch
    update = {"state": after, "moved_at": "$$NOW", **literals(changes or {})}
    if after in ENDED:
        update["finished_at"] = "$$NOW"

    async def work(inside: Session) -> Build | None:
        row = await mongo.control.builds.find_one_and_update(
            condition, [{"$set": update}], return_document=ReturnDocument.BEFORE, session=inside
        )
        if row is None:
            return None
        build = build_from({**row, "state": after, **(changes or {})})
        await append_event(
            mongo, build, "state", before=row["state"], after=after, worker=worker,
            reason=(changes or {}).get("reason"), session=inside,
        )  # fmt: skip
        if after in ENDED:
            await _close_batches(mongo, build, inside)
            await _stop_clock(mongo, build, inside)
        return build

    return await work(session) if session is not None else await mongo.in_transaction(work)


async def _close_batches(mongo: Mongo, build: Build, session: Session) -> None:
    """What is open is cancelled; but the batch that put the build live is done, if its worker dies now or not."""
    change: Document = {"state": "done", "finished_at": "$$NOW"} if build.state == "live" else {"state": "cancelled"}
    await mongo.control.batches.update_many(
        build.scope.filter(build_id=build.build_id, state={"$in": ["todo", "running"]}),
        [{"$set": change}],
        session=session,
    )


async def _stop_clock(mongo: Mongo, build: Build, session: Session) -> None:
    if build.started_at is not None:
        closed = {f"stage_times.{build.stage}.closed_at": "$finished_at"}
        await mongo.control.builds.update_one({"_id": build.build_id}, [{"$set": closed}], session=session)


async def set_clock(mongo: Mongo, build: Build, session: Session) -> None:
    """The build runs from now on: its deadline, its stage's opening (again, after a retry), and once its start."""
    clock = {
        "started_at": {"$ifNull": ["$started_at", "$$NOW"]},
        "deadline_at": in_milliseconds(build.deadline_s),
        f"stage_times.{build.stage}.opened_at": "$$NOW",
        f"stage_times.{build.stage}.closed_at": "$$REMOVE",
    }
    await mongo.control.builds.update_one({"_id": build.build_id}, [{"$set": clock}], session=session)


async def move_stage(mongo: Mongo, build: Build, *, worker: str | None = None) -> Build | None:
    """To the next stage, once: only the caller whose update wins gets the build back."""
    following = stage_after(build.stage)
    if following is None:
        raise ValueError("deploy is the last stage: the release ends the build")
    times = {f"stage_times.{build.stage}.closed_at": "$$NOW", f"stage_times.{following}.opened_at": "$$NOW"}

    async def work(session: Session) -> Build | None:
        row = await mongo.control.builds.find_one_and_update(
            build.fence(), [{"$set": {"stage": following, "moved_at": "$$NOW", **times}}],
            return_document=ReturnDocument.AFTER, session=session,
        )  # fmt: skip
        if row is None:
            return None
        moved = build_from(row)
        await append_event(mongo, moved, "stage", before=build.stage, after=following, worker=worker, session=session)
        return moved

    return await mongo.in_transaction(work)


async def is_still(mongo: Mongo, build: Build, session: Session = None) -> bool:
    """Whether the build is still as it is known here, asked after something was written on the strength of it.

    It is asked by a write: a cancel at this very moment either comes first, and this is False, or begins again and
    takes along what was written.
    """
    asked = await mongo.control.builds.update_one(build.fence(), {"$inc": {"writes": 1}}, session=session)
    return bool(asked.matched_count)


async def answer_sweep(mongo: Mongo, build: Build) -> None:
    """The sweeper's message to close the stage came through: it may send the next as soon as it finds a reason."""
    await mongo.control.builds.update_one(
        {"_id": build.build_id, "asked_at": {"$ne": None}}, {"$set": {"asked_at": None}}
    )


async def fail(mongo: Mongo, build: Build, code: str, reason: str, *, worker: str | None = None) -> Build | None:
    return await move_state(
        mongo, build.build_id, "failed", worker=worker, epoch=build.epoch, changes={"code": code, "reason": reason}
    )


async def cancel(mongo: Mongo, build: Build, reason: str = "cancelled by request") -> Build | None:
    """None when the build has ended already. The live store is untouched: only deploy's switch would change it."""
    return await move_state(mongo, build.build_id, "cancelled", changes={"code": "cancelled", "reason": reason})


async def go_live(
    mongo: Mongo,
    build: Build,
    *,
    release_id: str,
    outcome: str,
    summary: Document,
    worker: str | None = None,
    session: Session = None,
) -> Build | None:
    changes = {"release_id": release_id, "outcome": outcome, "summary": summary}
    return await move_state(
        mongo, build.build_id, "live", worker=worker, epoch=build.epoch, changes=changes, session=session
    )
