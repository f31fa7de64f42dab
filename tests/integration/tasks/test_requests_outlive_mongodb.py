"""A service's request while MongoDB is away: the message stays, and is answered when the database is back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from config.settings import Settings
from storefront.storage.mongo import Mongo
from tests.factories.builds import known_store
from tests.factories.nodes import LocalProcess, wait_until
from tests.integration.conftest import Farm
from workers.embedded import running_servers


@pytest.mark.slow
async def test_the_message_stays_until_the_database_is_back(
    field: Farm, tmp_path: Path, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    own = Settings(data_dir=tmp_path / "own", redis_url=field.settings.redis_url, mongo_url=None, objects_url=None)
    with running_servers(own) as urls:
        mongo = Mongo(urls.mongo_url)
        await known_store(mongo)
        mongo.close()
    worker = start(field.worker("patient", queues=("control",), STORELOOM_MONGO_URL=urls.mongo_url))
    service = Celery("another-service", broker=field.redis_url, backend=field.redis_url, set_as_current=False)
    request = {"tenant_id": "local", "store_id": "optician", "request_id": "patient"}
    result = service.send_task("storeloom.request_build", kwargs=request, queue="control")
    with Redis.from_url(field.redis_url, decode_responses=True) as redis:
        # The worker holds the message for its next try. The first takes as long as the driver looks for a server.
        wait_until(lambda: any('"retries": 1' in held for held in redis.hvals("unacked")), "the first try is over")
    assert not result.ready()
    with running_servers(own):
        answer: dict[str, Any] = await asyncio.to_thread(result.get, timeout=25)
        worker.teardown()  # while its database is there to say goodbye to
    service.close()
    assert set(answer) == {"build_id"}
