"""Messages of other services as they should not be: each is answered, none is a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import Celery

from storefront.builds.queries import build_by_request
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import register_store
from tests.factories.builds import known_store, running_build
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm

TASK = "storeloom.request_build"


@pytest.fixture
def service(farm: Farm, standing_processes: list[LocalProcess]) -> Iterator[Celery]:
    """A plain app, as another service has it."""
    app = Celery("another-service", broker=farm.redis_url, backend=farm.redis_url, set_as_current=False)
    yield app
    app.close()


def ask(service: Celery, *args: object, **kwargs: object) -> Any:
    return service.send_task(TASK, args=args, kwargs=kwargs, queue="control").get(timeout=20)


@pytest.mark.parametrize(
    ("kwargs", "named"),
    [
        ({"store_id": "optician"}, "tenant_id"),
        ({"tenant_id": "local"}, "store_id"),
        ({"tenant_id": "local", "store_id": 5}, "store_id"),
        ({"tenant_id": "local", "store_id": "optician", "request_id": {"$ne": None}}, "request_id"),
        ({"tenant_id": "local", "store_id": "optician", "request_id": "x" * 201}, "request_id"),
        ({"tenant_id": "local", "store_id": "optician", "version": 2}, "version 2"),
        ({"tenant_id": "local", "store_id": "optician", "hush": "hush-hush"}, "hush"),
        ({"tenant_id": "../x", "store_id": "optician"}, "../x"),
    ],
)
def test_a_wrong_message_is_answered(service: Celery, kwargs: dict[str, object], named: str) -> None:
    answer = ask(service, **kwargs)
    assert set(answer) == {"error", "message"}
    assert answer["error"] == "request_invalid"
    assert named in answer["message"]
    assert "hush-hush" not in answer["message"]


def test_arguments_without_names_are_refused(service: Celery) -> None:
    assert "by name" in ask(service, "local", "optician")["message"]


async def test_a_store_that_nobody_could_read_is_refused(service: Celery, shop: Shop) -> None:
    await shop.stock(products=1, primary_color="#f5d90a")
    answer = ask(service, tenant_id="local", store_id=shop.store_id)
    assert answer["error"] == "palette_refused"
    assert "#867500" in answer["message"]


async def test_a_right_message_leaves_a_build(service: Celery, shop: Shop) -> None:
    await register_store(shop.session.mongo, shop.scope)
    request_id = f"{shop.store_id} $1"  # a text that begins like a field's name means itself
    answer = ask(service, tenant_id="local", store_id=shop.store_id, request_id=request_id)
    build = await build_by_request(shop.session.mongo, shop.scope, request_id)
    assert answer == {"build_id": build.build_id}


async def test_a_request_too_many_is_answered_with_when_to_ask_again(
    field: Farm, mongo: Mongo, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    """One build runs (nobody does its work), one waits: that is as many as may."""
    limits = {"STORELOOM_TENANT_RUNNING_BUILDS": "1", "STORELOOM_TENANT_WAITING_BUILDS": "1"}
    start(field.worker("strict", queues=("control",), **limits))
    await running_build(mongo)
    await known_store(mongo, StoreScope("local", "second"))
    await known_store(mongo, StoreScope("local", "third"))
    with Celery("another-service", broker=field.redis_url, backend=field.redis_url, set_as_current=False) as service:
        assert set(ask(service, tenant_id="local", store_id="second", request_id="2")) == {"build_id"}
        refused = ask(service, tenant_id="local", store_id="third", request_id="3")
        known = ask(service, tenant_id="local", store_id="second", request_id="2")
    assert (refused["error"], refused["retry_after_s"]) == ("too_many_requests", 10.0)
    assert "Ask again in 10 s." in refused["message"]
    assert set(known) == {"build_id"}
    assert await mongo.control.builds.count_documents({}) == 2
