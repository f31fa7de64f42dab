"""The embedded servers: found, started, shared, stopped, and gone when their starter is killed."""

from __future__ import annotations

import os
import signal
import socketserver
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import psutil
import pytest
import redis
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from config.settings import Settings
from workers.embedded import ServerUrls, environment, find_running, running_servers
from workers.errors import FolderUnusable, ServerWontStart


def unconfigured(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, redis_url=None, mongo_url=None, objects_url=None)


def until(condition: Callable[[], bool], limit_s: float = 20.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def port_of(url: str) -> int:
    return int(url.rpartition("@")[2].partition("/")[0].rpartition(":")[2])


STARTER = """
import sys
from pathlib import Path
from config.settings import Settings
from workers.embedded import running_servers

with running_servers(Settings(data_dir=Path(sys.argv[1]), redis_url=None, mongo_url=None)) as urls:
    print(urls.redis_url, urls.mongo_url, flush=True)
    sys.stdin.read()
"""


def starter_of(data_dir: Path) -> subprocess.Popen[str]:
    """A process of its own that runs the servers until its input closes."""
    command = [sys.executable, "-c", STARTER, str(data_dir)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def data_dir(servers: ServerUrls) -> Path:
    """The folder of the session's servers."""
    return Path(unquote(urlsplit(servers.objects_url).path)).parent


def test_a_restart_keeps_data_ports_and_passwords(tmp_path: Path) -> None:
    with running_servers(unconfigured(tmp_path)) as first:
        with MongoClient(first.mongo_url) as client:
            client.shop.products.insert_one({"_id": "p1", "price": 149})
        with redis.Redis.from_url(first.redis_url) as client:
            client.set("queued", "b1")
    assert find_running(tmp_path) is None
    with running_servers(unconfigured(tmp_path)) as second:
        assert second == first
        with MongoClient(second.mongo_url) as client:
            assert client.shop.products.find_one() == {"_id": "p1", "price": 149}
        with redis.Redis.from_url(second.redis_url) as client:
            assert client.get("queued") == b"b1"


def test_the_replica_set_moves_when_its_port_was_taken(tmp_path: Path) -> None:
    with running_servers(unconfigured(tmp_path)) as first, MongoClient(first.mongo_url) as client:
        client.shop.products.insert_one({"_id": "p1"})
    with socketserver.TCPServer(("127.0.0.1", port_of(first.mongo_url)), socketserver.BaseRequestHandler) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        with running_servers(unconfigured(tmp_path)) as second, MongoClient(second.mongo_url) as client:
            assert port_of(second.mongo_url) != stranger.server_address[1]
            assert client.shop.products.find_one() == {"_id": "p1"}
            assert client.primary == ("127.0.0.1", port_of(second.mongo_url))
        assert find_running(tmp_path) is None
        stranger.shutdown()


def test_a_second_user_shares_and_does_not_stop_them(
    servers: ServerUrls, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data_dir = tmp_path_factory.getbasetemp() / "servers0"
    assert find_running(data_dir) == servers
    with running_servers(unconfigured(data_dir)) as shared:
        assert shared == servers
    with redis.Redis.from_url(servers.redis_url) as client:
        assert client.ping()


def test_starters_at_the_same_moment_agree_on_one_server(tmp_path: Path) -> None:
    starters = [starter_of(tmp_path) for _ in range(3)]
    said = [starter.stdout.readline() for starter in starters if starter.stdout]
    assert said[0].startswith("redis://")
    assert set(said) == {said[0]}
    for starter in starters:
        starter.communicate()
        assert starter.returncode == 0


def test_nobody_gets_in_without_the_password(servers: ServerUrls) -> None:
    with (
        redis.Redis(port=port_of(servers.redis_url)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    with (
        MongoClient("127.0.0.1", port_of(servers.mongo_url), directConnection=True) as client,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        client.shop.products.find_one()


def test_secrets_are_private_and_shown_nowhere(servers: ServerUrls, data_dir: Path) -> None:
    secrets = [(data_dir / name / "password").read_text() for name in ("redis", "mongo")]
    private = [
        "redis/password",
        "redis/valkey.conf",
        "mongo/password",
        "mongo/keyfile",
        "run/redis.json",
        "run/mongo.json",
    ]
    assert {name: stat.S_IMODE((data_dir / name).stat().st_mode) for name in private} == dict.fromkeys(private, 0o600)
    assert stat.S_IMODE((data_dir / "run").stat().st_mode) == 0o700
    shown = repr(servers) + "".join(" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True))
    assert "mongod" in shown
    assert all(len(secret) >= 32 and secret not in shown for secret in secrets)


def test_the_queue_never_evicts_and_survives_a_crash(servers: ServerUrls) -> None:
    with redis.Redis.from_url(servers.redis_url) as client:
        assert client.config_get("maxmemory-policy", "appendonly", "appendfsync", "bind") == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "bind": "127.0.0.1",
        }


def test_configured_urls_win(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path / "var", redis_url="redis://r:1/0", mongo_url="mongodb://m:2", objects_url="s3://b"
    )
    with running_servers(settings) as urls:
        assert environment(urls) == {
            "STORELOOM_REDIS_URL": "redis://r:1/0",
            "STORELOOM_MONGO_URL": "mongodb://m:2",
            "STORELOOM_OBJECTS_URL": "s3://b",
        }
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("victim", ["starter", "starter and guards"])
def test_a_killed_starter_leaves_no_server(tmp_path: Path, victim: str) -> None:
    starter = starter_of(tmp_path)
    assert starter.stdin
    assert starter.stdout
    with starter.stdin, starter.stdout:
        assert starter.stdout.readline().startswith("redis://")
        family = psutil.Process(starter.pid).children(recursive=True)
        assert sorted(process.name() for process in family if "python" not in process.name()) == [
            "mongod",
            "valkey-server",
        ]
        starter.kill()
        if victim == "starter and guards":
            for process in family[:]:
                if "python" in process.name():
                    process.kill()
        starter.wait()
        assert psutil.wait_procs(family, timeout=20)[1] == []
    assert find_running(tmp_path) is None
    with running_servers(unconfigured(tmp_path)) as again, MongoClient(again.mongo_url) as client:
        assert client.admin.command("ping")["ok"]


def test_a_lost_password_is_named_with_its_remedy(tmp_path: Path) -> None:
    with running_servers(unconfigured(tmp_path)):
        pass
    (tmp_path / "mongo" / "password").unlink()
    with (
        pytest.raises(ServerWontStart, match=r"does not know the password.*Put the file back"),
        running_servers(unconfigured(tmp_path)),
    ):
        pass
    assert psutil.Process().children(recursive=True) == [] or find_running(tmp_path) is None


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    with (
        pytest.raises(FolderUnusable, match=r"var.*STORELOOM_DATA_DIR"),
        running_servers(unconfigured(tmp_path / "var")),
    ):
        pass


def test_a_server_that_died_is_not_found(tmp_path: Path) -> None:
    with running_servers(unconfigured(tmp_path)) as urls:
        with redis.Redis.from_url(urls.redis_url) as client:
            os.kill(client.info("server")["process_id"], signal.SIGKILL)
        until(lambda: find_running(tmp_path) is None)
