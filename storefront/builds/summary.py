"""A finished build in numbers, derived from its rows: what the command line and the HTTP interface show."""

from __future__ import annotations

from storefront.builds.batches import done_batches
from storefront.builds.models import Build
from storefront.builds.plan import KINDS
from storefront.storage.mongo import Document, Mongo

PROBLEMS_SHOWN = 200  # a build of bad photos must not outgrow its row


async def summarise(mongo: Mongo, build: Build) -> Document:
    """Counts added up over the batches, and the problems in the batches' order."""
    counts: dict[str, float] = {}
    problems: list[Document] = []
    for batches in (await done_batches(mongo, build, KINDS)).values():
        for batch in batches:
            for name, number in batch.result.get("counts", {}).items():
                counts[name] = counts.get(name, 0) + number
            problems += batch.result.get("problems", [])
    return {"counts": counts, "problems": problems[:PROBLEMS_SHOWN], "problem_count": len(problems)}


async def products_in(mongo: Mongo, build: Build) -> int:
    """The number of products in the build's snapshot; 0 before there is one."""
    row = await mongo.control.batches.find_one(
        build.scope.filter(build_id=build.build_id, kind="catalogue", state="done"), {"result.counts.products": 1}
    )
    return int(row["result"]["counts"]["products"]) if row else 0
