"""One photo or page ends its process every time: it is found, set aside with its reason, and the build goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from storefront.builds.batches import MAX_ATTEMPTS
from storefront.builds.models import Build
from storefront.storage.mongo import Document
from tests.factories.pipeline import Shop
from tests.faults.case import Case
from tests.faults.oracle import Contents

PRODUCTS = 5
POISONOUS = 5  # the last product: without it the store is that of a smaller catalogue
LIMIT_S = 150.0
ALWAYS = "@99"


def _digest_of_photo(shop: Shop, number: int) -> str:
    return hashlib.sha256(shop.photos[f"photos/{number}.jpg"]).hexdigest()


def _problems_with(build: Build, what: str) -> list[Document]:
    return [problem for problem in build.summary["problems"] if what in problem["what"] and problem["remedy"]]


async def _without_the_product(case: Case, folder: Path) -> Contents:
    smaller = Shop(case.shop.session, folder, photos=case.shop.photos)
    smaller.write(PRODUCTS - 1)
    return await case.undisturbed(smaller)


@pytest.mark.parametrize("action", ["exit", "segv", "memory"])
async def test_a_photo_that_ends_its_process_is_left_out_and_told(case: Case, action: str) -> None:
    await case.shop.stock(PRODUCTS)
    source = f"upload:{_digest_of_photo(case.shop, POISONOUS)}/{POISONOUS}.jpg"
    case.fleet.start(case.fleet.worker(faults=f"photos.item[{source}]={action}{ALWAYS}"), case.fleet.sweeper())
    build = await case.live(await case.shop.ask(), LIMIT_S)
    assert [problem["what"] for problem in _problems_with(build, f"{POISONOUS}.jpg")] != []
    sight = await case.check(same=False)
    assert sight.attempts <= MAX_ATTEMPTS
    assert "Frame 5" in await case.shop.page(f"/products/frame-0000{POISONOUS}/"), "the product is shown without it"


async def test_a_photo_that_ends_its_process_while_it_is_encoded_gets_stand_ins(case: Case) -> None:
    await case.shop.stock(PRODUCTS)
    fault = f"images.item[{_digest_of_photo(case.shop, POISONOUS)}]=exit{ALWAYS}"
    case.fleet.start(case.fleet.worker(faults=fault), case.fleet.sweeper())
    build = await case.live(await case.shop.ask(), LIMIT_S)
    assert build.summary["problems"], "it is told"
    usual = await case.undisturbed(case.shop)
    sight = await case.check(same=False)
    assert sight.attempts <= MAX_ATTEMPTS
    made = await case.contents()
    assert made.keys() == usual.keys(), "every address that pages refer to has a picture"
    assert {path for path in made if made[path] != usual[path]} <= {path for path in made if "/images/" in path}


async def test_a_product_whose_page_ends_its_process_is_left_out_everywhere(case: Case, tmp_path: Path) -> None:
    """What goes live is what a catalogue without the product gives, byte for byte."""
    await case.shop.stock(PRODUCTS)
    fault = f"pages.item[/products/frame-0000{POISONOUS}/]=kill{ALWAYS}"
    case.fleet.start(case.fleet.worker(faults=fault), case.fleet.sweeper())
    build = await case.live(await case.shop.ask(), LIMIT_S)
    assert len(_problems_with(build, f"Frame {POISONOUS}")) == 1
    sight = await case.check(expected=await _without_the_product(case, tmp_path / "smaller"))
    assert sight.attempts <= MAX_ATTEMPTS


async def test_more_products_than_the_store_allows_fail_the_build(case: Case) -> None:
    await case.shop.stock(PRODUCTS, quarantine_limit_percent=10)
    fault = f"pages.item[/products/frame-0000{POISONOUS}/]=exit{ALWAYS}"
    case.fleet.start(case.fleet.worker(faults=fault), case.fleet.sweeper())
    [build] = await case.ended(await case.shop.ask(), limit_s=LIMIT_S)
    assert (build.state, build.code) == ("failed", "quarantine_limit_passed")
    assert f"Frame {POISONOUS}" in (build.reason or "")
    await case.check(same=False)
    assert await case.shop.live_release() is None


async def test_a_page_of_no_product_that_ends_its_process_fails_the_build(case: Case) -> None:
    await case.shop.stock(PRODUCTS)
    case.fleet.start(case.fleet.worker(faults=f"pages.item[/contact/]=exit{ALWAYS}"), case.fleet.sweeper())
    [build] = await case.ended(await case.shop.ask(), limit_s=LIMIT_S)
    assert build.state == "failed"
    assert "/contact/" in (build.reason or "")
    await case.check(same=False)


async def test_a_batch_that_kills_its_worker_each_time_ends_its_build(case: Case) -> None:
    """Nothing to split: the build fails after four attempts, counted outside the worker, and other builds go on."""
    await case.shop.stock(PRODUCTS)
    fault = f"item.after_claim[plan.00000]=kill@{MAX_ATTEMPTS}"
    case.fleet.start(case.fleet.worker(faults=fault), case.fleet.sweeper())
    [build] = await case.ended(await case.shop.ask(), limit_s=LIMIT_S)
    assert (build.state, build.code) == ("failed", "batch_failed")
    assert f"Batch plan.00000 failed {MAX_ATTEMPTS} times" in (build.reason or "")
    await case.live(await case.shop.ask())
    await case.check()


async def test_the_whole_worker_dies_with_the_poison(case: Case) -> None:
    """As when the kernel ends a container for want of memory: Celery's own counting starts anew each time."""
    await case.shop.stock(PRODUCTS)
    fault = f"item.after_claim[plan.00000]=stop{ALWAYS}"
    worker = case.fleet.worker(faults=fault)
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    for _ in range(MAX_ATTEMPTS):
        await case.caught(build, "plan")
        worker.kill("SIGKILL")
        case.fleet.start(worker)
    [ended] = await case.ended(build)
    assert (ended.state, ended.code) == ("failed", "batch_failed")
    await case.check(same=False)
