"""The process dies at each place where that might leave something half done, one by one."""

from __future__ import annotations

import pytest

from storefront.builds.plan import KINDS
from storefront.builds.states import STAGES
from tests.faults.case import Case

STAGES_LEFT = STAGES[:-1]  # deploy is left by going live
CLOSING = ("before_cas", "after_cas", "after_publish")

PLACES = (
    "item.before_done[pages.00000]",
    "item.before_done[release.00000]",
    *(f"backend.after_store[{task}]" for task in ("storeloom.take_in_photos", "storeloom.encode_images")),
    *(f"close.{place}[make]" for place in CLOSING),
    "publish[storeloom.render_pages]",  # in the middle of a chord: pages and images are published by turns
    "publish[storeloom.close_stage]",  # with the chord's counter told, and its body not sent
    "task[storeloom.start_build]",
    "task[storeloom.close_stage]",
    "upload.mid_object",
    "deploy.before_swap",
    "deploy.after_swap",
)
EVERYWHERE = (
    *(f"item.after_claim[{kind}.00000]" for kind in KINDS),
    *(f"item.before_done[{kind}.00000]" for kind in KINDS),
    *(f"close.{place}[{stage}]" for stage in STAGES_LEFT for place in CLOSING),
    *(place for place in PLACES if not place.startswith(("item", "close"))),
)


@pytest.mark.parametrize("place", PLACES)
async def test_a_process_dies_at(case: Case, place: str) -> None:
    await case.shop.stock(6)
    case.fleet.start(case.fleet.worker(faults=f"{place}=kill"), case.fleet.sweeper())
    build = await case.shop.ask()
    await case.happened()
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_a_process_dies_at_every_place_of_one_build(case: Case) -> None:
    """One after the other, each once: the build gets there all the same."""
    await case.shop.stock(6)
    case.fleet.start(case.fleet.worker(faults=" ".join(f"{each}=kill" for each in EVERYWHERE)), case.fleet.sweeper())
    build = await case.shop.ask()
    await case.live(build, limit_s=300)
    await case.check()
    case.figures["killed"] = len(list(case.fleet.faults_folder.iterdir()))
    assert case.figures["killed"] >= len(EVERYWHERE) - 2, "but for two that only happen where nothing else does"
