"""A large build of one tenant does not hold up a small one of another by more than seconds a stage."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path

import orjson

from storefront.builds.models import Build
from storefront.builds.states import STAGES
from storefront.catalogue.importing import import_catalogue
from submitter.session import open_session
from tests.factories.catalogue import product, store_configuration
from tests.factories.pipeline import Shop
from tests.faults.case import Case
from tests.faults.fleet import AS_IN_PRODUCTION

LARGE = int(os.environ.get("STORELOOM_LARGE_PRODUCTS", "4000"))  # without photos; docs/reliability.md has 100,000
SMALL = 100
HELD_UP_S = 5.0  # a promise
LARGE_LIMIT_S = 3600.0
APP = "workers.app"  # batches as large as in production: a hundred thousand pages are 1,600 of them, not 14,000


async def test_a_large_build_does_not_hold_up_another_tenants_small_one(case: Case, tmp_path: Path) -> None:
    """With the processes of the Procfile: the small store is built alone, and again beside the large one."""
    case.fleet.pace = AS_IN_PRODUCTION
    async with AsyncExitStack() as stack:
        small = [
            Shop(
                await stack.enter_async_context(
                    open_session(case.fleet.settings.model_copy(update={"tenant_id": tenant}))
                ),
                tmp_path / tenant,
            )
            for tenant in ("alone", "beside")
        ]
        for shop in small:
            await shop.stock(SMALL)
        await _stock_large(case.shop)
        case.fleet.start(
            case.fleet.worker("control", queues=("control", "celery", "publishing", "seo"), concurrency=1, app=APP),
            *(case.fleet.worker(name, queues=(name,), app=APP) for name in ("catalogue", "rendering", "imaging")),
            case.fleet.sweeper(),
        )
        alone = _seconds(await small[0].build())
        large = await case.shop.until(await case.shop.ask(), lambda seen: seen.stage == "make", LARGE_LIMIT_S)
        beside_build = await small[1].build()
        beside = _seconds(beside_build)
        assert beside_build.state == "live"
        large_now = await case.shop.until(large, bool)
        assert large_now.stage == "make", "the large build was at work all the while"
        held_up = {stage: round(beside[stage] - alone[stage], 1) for stage in STAGES}
        case.figures |= {"alone_s": round(sum(alone.values()), 1), "beside_s": round(sum(beside.values()), 1)}
        case.figures |= {f"{stage}_held_up_s": seconds for stage, seconds in held_up.items()}
        assert max(held_up.values()) <= HELD_UP_S
        await case.live(large, LARGE_LIMIT_S)


async def _stock_large(shop: Shop) -> None:
    shop.folder.mkdir(parents=True, exist_ok=True)
    configuration = store_configuration(shop.store_id)
    (shop.folder / "store.json").write_text(configuration.model_dump_json(exclude_defaults=True))
    with (shop.folder / "products.jsonl").open("wb") as rows:
        for number in range(1, LARGE + 1):
            row = product(number, media=[]).model_dump(mode="json", exclude_defaults=True)
            rows.write(orjson.dumps(row) + b"\n")
    await import_catalogue(shop.session.mongo, shop.session.objects, shop.scope, shop.folder)


def _seconds(build: Build) -> dict[str, float]:
    assert build.state == "live", build.reason
    times = build.stage_times
    return {stage: (times[stage]["closed_at"] - times[stage]["opened_at"]).total_seconds() for stage in STAGES}
