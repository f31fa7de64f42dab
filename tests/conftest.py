"""Real servers for the tests: one mongod and one Valkey a session, started as Storeloom starts its own.

They are always ours, in a folder of the session, whatever URLs are configured: tests empty them. They end with the
test run, also when it is killed.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from config.settings import Settings
from storefront.storage.mongo import Mongo
from workers.embedded import ServerUrls, running_servers


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerUrls]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("servers"), redis_url=None, mongo_url=None, objects_url=None)
    with running_servers(settings) as urls:
        yield urls


@pytest.fixture(scope="session")
def mongo_url(servers: ServerUrls) -> str:
    return servers.mongo_url


@pytest.fixture(scope="session")
def redis_url(servers: ServerUrls) -> str:
    return servers.redis_url


@pytest.fixture
async def mongo(mongo_url: str) -> AsyncIterator[Mongo]:
    """A client on an empty server."""
    with MongoClient(mongo_url) as client:
        for name in client.list_database_names():
            if name.startswith("storeloom"):
                client.drop_database(name)
    opened = Mongo(mongo_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared corpora; skipped aloud where there are none."""
    folder = os.environ.get("STORELOOM_CORPUS")
    if not folder:
        pytest.skip("STORELOOM_CORPUS is not set: the shared corpora are not here")
    return Path(folder)
