"""A build that is recorded is built, whatever becomes of who recorded it; a request is recorded once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import Celery

from storefront.builds.queries import build_by_request
from tests.factories.commands import storeloom
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]


def killing(folder: Path) -> dict[str, str]:
    """The environment of a process that dies when it has recorded a build and not sent it yet."""
    return {"STORELOOM_FAULTS": "submit.after_row=kill", "STORELOOM_FAULTS_DIR": str(folder)}


async def test_a_submitter_killed_before_it_sends_leaves_a_build_that_goes_live(
    farm: Farm, shop: Shop, tmp_path: Path
) -> None:
    await shop.stock(products=1)
    env = {**farm.environment, **killing(tmp_path)}
    said = storeloom("build", shop.store_id, "--request-id", shop.store_id, env=env)
    assert said.code == -signal.SIGKILL
    build = await build_by_request(shop.session.mongo, shop.scope, shop.store_id)
    again = await shop.ask(request_id=shop.store_id)
    assert again.build_id == build.build_id
    assert (await shop.ended(build)).state == "live"


async def test_so_does_a_worker_that_records_a_services_request(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path
) -> None:
    await field_shop.stock(products=1)
    start(field.sweeper())
    start(field.worker("mortal", **killing(tmp_path)))
    ask_by_message(field, field_shop, "r", times=1)

    async def recorded() -> int:
        return len(await field_shop.builds())

    await eventually(recorded, bool)
    build = await build_by_request(field_shop.session.mongo, field_shop.scope, "r")
    assert (await field_shop.ended(build)).state == "live"
    assert len(await field_shop.builds()) == 1


async def test_fifty_messages_of_one_request_are_one_build(farm: Farm, shop: Shop) -> None:
    await shop.stock(products=1)
    answers = ask_by_message(farm, shop, shop.store_id, times=50)
    ids = {answer.get(timeout=30)["build_id"] for answer in answers}
    [build] = await shop.builds()
    assert ids == {build.build_id}
    assert (await shop.ended(build)).state == "live"


def ask_by_message(farm: Farm, shop: Shop, request_id: str, *, times: int) -> list[Any]:
    request = {"tenant_id": "local", "store_id": shop.store_id, "request_id": request_id}
    with Celery("another-service", broker=farm.redis_url, backend=farm.redis_url, set_as_current=False) as service:
        return [service.send_task("storeloom.request_build", kwargs=request, queue="control") for _ in range(times)]
