"""Back to the plan: when pages found products that cannot be shown, the store is planned again without them.

A product is on listings, in the search index and among other products' relations besides its own page; leaving it
out of the plan is what leaves it out everywhere. What was encoded stays encoded.
"""

from __future__ import annotations

from typing import Any

from storefront.builds.batches import done_batches
from storefront.builds.events import append_event
from storefront.builds.models import Build, build_from
from storefront.errors import QuarantineLimitPassed
from storefront.storage.mongo import Document, Mongo, ReturnDocument, Session, literals

LeftOut = list[dict[str, str]]  # product_id, what, reason


async def newly_left_out(mongo: Mongo, build: Build) -> LeftOut:
    """Products that the build's pages could not be made of, each once. Nothing but in stage make."""
    if build.stage != "make":
        return []
    rows = build.scope.filter(build_id=build.build_id, kind="pages", **{"result.left_out": {"$exists": True}})
    found = mongo.control.batches.find(rows).sort("batch_id", 1)
    products = {left["product_id"]: left async for row in found for left in row["result"]["left_out"]}
    return list(products.values())


async def plan_again(mongo: Mongo, build: Build, left_out: LeftOut, *, worker: str | None = None) -> Build | None:
    """Back to stage plan with these products left out, once; None for all but the caller whose update wins.

    The epoch rises: late workers of the first plan change nothing. Raises QuarantineLimitPassed.
    """
    everything = [*build.left_out, *left_out]
    await _check_limit(mongo, build, everything)
    changes: Document = {"stage": "plan", "epoch": build.epoch + 1, "left_out": everything}
    # The stages' first times are in the events; here they would make the second ones end before they began.
    clock = {"moved_at": "$$NOW", "stage_times.plan.opened_at": "$$NOW"}
    clock |= {"stage_times.plan.closed_at": "$$REMOVE", "stage_times.make": "$$REMOVE"}

    async def work(session: Session) -> Build | None:
        row = await mongo.control.builds.find_one_and_update(
            build.fence(), [{"$set": {**literals(changes), **clock}}],
            return_document=ReturnDocument.AFTER, session=session,
        )  # fmt: skip
        if row is None:
            return None
        again = build_from(row)
        repeated = build.scope.filter(build_id=build.build_id, stage={"$in": ["plan", "make"]})
        await mongo.control.batches.delete_many(repeated, session=session)
        reason = f"planned again without {', '.join(left['what'] for left in left_out)}"
        await append_event(
            mongo, again, "stage", before="make", after="plan", worker=worker, reason=reason, session=session
        )
        return again

    return await mongo.in_transaction(work)


async def _check_limit(mongo: Mongo, build: Build, left_out: LeftOut) -> None:
    [catalogue] = (await done_batches(mongo, build, ("catalogue",)))["catalogue"]
    result: dict[str, Any] = catalogue.result
    bad = result["counts"]["quarantined"] + len(left_out)
    total = result["counts"]["products"] + result["counts"]["quarantined"]
    limit = result.get("quarantine_limit_percent", 100)
    if 100 * bad / total > limit:
        raise QuarantineLimitPassed(
            f"{bad} of {total} products are in quarantine ({100 * bad / total:.0f} %), more than the {limit:g} % the "
            f"store allows. {left_out[0]['what']}: {left_out[0]['reason']}"
        )
