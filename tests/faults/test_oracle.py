"""The oracle sees what it is there for: each breach is planted in a healthy store and found."""

from __future__ import annotations

from storefront.builds.events import append_event
from storefront.publishing.tree import entries_of, read_root
from tests.factories.pipeline import Shop
from tests.faults.case import Case
from tests.faults.oracle import examine, leftovers


async def test_a_healthy_store_and_everything_that_may_be_wrong_with_it(case: Case) -> None:
    await case.shop.stock(2)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    build = await case.live(await case.shop.ask())
    await case.check(counters=True)
    control = case.shop.session.mongo.control

    await control.batches.update_one({"batch_id": "plan.00000"}, {"$set": {"attempts": 5}})
    assert await _found(case.shop) == {"duplicated"}
    await control.batches.update_one({"batch_id": "plan.00000"}, {"$set": {"attempts": 1, "state": "running"}})
    assert await _found(case.shop) == {"lost"}
    await control.batches.update_one({"batch_id": "plan.00000"}, {"$set": {"state": "done"}})

    await append_event(case.shop.session.mongo, build, "stage", before="seo", after="deploy")
    assert await _found(case.shop) == {"history"}
    await append_event(case.shop.session.mongo, build, "state", before="running", after="live")
    assert await _found(case.shop) == {"history", "duplicated"}
    await control.events.delete_many({})
    assert await _found(case.shop) == {"history"}, "a build without a history"
    await control.builds.update_one({"_id": build.build_id}, {"$set": {"state": "running"}})
    assert "lost" in await _found(case.shop)
    await control.builds.delete_one({"_id": build.build_id})
    assert await _found(case.shop) == set()

    await control.stores.update_one({}, [{"$set": {"history": {"$concatArrays": ["$history", "$history"]}}}])
    assert await _found(case.shop) == {"duplicated"}


async def test_a_file_that_is_not_what_the_release_says(case: Case) -> None:
    await case.shop.stock(2)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    build = await case.live(await case.shop.ask())
    expected = await case.contents()
    objects, scope = case.shop.session.objects, case.shop.scope
    root = await read_root(objects, scope, str(build.release_id))
    entries = [entry async for entry in entries_of(objects, scope, root)]
    page, image = (next(entry for entry in entries if entry.kind == kind) for kind in ("page", "image"))
    await objects.put(image.key, b"another picture")
    sight = await examine(case.shop.session.mongo, objects, scope, expected)
    assert [breach.kind for breach in sight.breaches] == ["content"]
    await objects.put(page.key, b"another page")
    assert await _found(case.shop) == {"content"}


async def test_what_is_left_in_redis(case: Case) -> None:
    with case.fleet.servers.broker.client as redis:
        assert leftovers(redis) == []
        redis.lpush("seo", "{}")
        redis.set("celery-taskset-meta-x.s", 1, ex=60)
        redis.set("something", 1)
        redis.hset("unacked", "tag", "{}")
        told = " ".join(breach.what for breach in leftovers(redis))
    for word in ("queue seo", "a chord waits", "something stays", "unacked is there"):
        assert word in told


async def _found(shop: Shop) -> set[str]:
    sight = await examine(shop.session.mongo, shop.session.objects, shop.scope)
    return {breach.kind for breach in sight.breaches}
