"""What the doctor finds on real servers, well and unwell."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from config.broker import COUNT, UNDECODABLE
from config.queues import FOREIGN_QUEUE, QUEUES
from config.settings import Settings
from storefront.fleet.breakers import SharedBreakers
from storefront.fleet.presence import note
from storefront.storage.mongo import Administration, Mongo
from workers import fleet_checks, machine_checks, server_checks
from workers.doctor import Finding, examine
from workers.embedded import ServerUrls
from workers.fleet_checks import check_fleet
from workers.guard import guarded
from workers.lifeline import Lifeline
from workers.machine_checks import check_disk, check_folder, check_image_format, check_port, check_program, check_python
from workers.mongod import WANTED
from workers.ports import free_port, listens
from workers.programs import Wanted
from workers.server_checks import check_mongo, check_redis


@pytest.fixture(autouse=True)
def nothing_undecodable(servers: ServerUrls) -> None:
    """Other tests send to these servers what no worker can read."""
    with redis.Redis.from_url(servers.redis_url) as client:
        client.delete(COUNT, UNDECODABLE)


def configured(servers: ServerUrls, data_dir: Path) -> Settings:
    free = {"api_port": free_port(), "serve_port": free_port(), "flower_port": free_port()}
    return Settings(data_dir=data_dir, redis_url=servers.redis_url, mongo_url=servers.mongo_url, **free)


def not_well(findings: list[Finding]) -> list[tuple[str, str]]:
    assert all(finding.remedy for finding in findings if finding.level != "ok")
    return [(finding.level, finding.what) for finding in findings if finding.level != "ok"]


async def test_our_own_servers_are_well(servers: ServerUrls, mongo: Mongo, tmp_path: Path) -> None:
    await all_at_work(mongo)
    findings = await examine(configured(servers, tmp_path))
    assert not_well(findings) == []
    said = "\n".join(finding.what for finding in findings)
    for topic in (
        "Python",
        "free on the disk",
        "AVIF",
        "WEBP",
        "never evicts",
        "AOF",
        "replica set",
        "password",
        "clock",
        "on every queue",
        "sweeper swept",
        "left alone",
    ):
        assert topic in said


async def test_a_fleet_that_is_not_well(servers: ServerUrls, mongo: Mongo, tmp_path: Path) -> None:
    await all_at_work(mongo)
    await note(mongo, "host:1", "worker", ["control", "seo"])
    await mongo.control.processes.update_one({"role": "sweeper"}, {"$set": {"seen_at": await minutes_ago(mongo, 1)}})
    breakers = SharedBreakers(mongo, "photos")
    for name in ("cdn.example", "old.example"):
        for _ in range(5):
            await breakers.failed(name, f"{name} answered 503 Service Unavailable")
    await mongo.control.breakers.update_one({"name": "old.example"}, {"$set": {"until": await minutes_ago(mongo, 1)}})

    workers, sweeper, *left_alone = await check_fleet(servers.mongo_url)
    assert workers.what == "Nobody works on catalogue, rendering, imaging, publishing, celery: builds wait there."
    assert re.search(r"swept (6|7|8)\d s ago, which is late", sweeper.what)
    told = {finding.what: finding.remedy for finding in left_alone}
    assert set(told) == {
        f"{name} (photos) failed 5 times in a row: {name} answered 503 Service Unavailable."
        for name in ("cdn.example", "old.example")
    }
    assert sorted(remedy[:16] for remedy in told.values()) == ["It is left alone", "The next call tr"]
    assert {finding.level for finding in (workers, sweeper, *left_alone)} == {"warning"}


async def test_where_nothing_was_ever_started(servers: ServerUrls, mongo: Mongo) -> None:
    assert [finding.level for finding in await check_fleet(servers.mongo_url)] == ["warning", "warning", "ok"]


@pytest.mark.parametrize("url", ["mongodb://u:hunter2@[::1", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=9"])
async def test_a_fleet_that_cannot_be_asked_for_is_not_judged(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_checks, "_WITHIN_S", 0.2)
    assert await check_fleet(url) == []


async def all_at_work(mongo: Mongo) -> None:
    await note(mongo, "host:1", "worker", [*QUEUES, FOREIGN_QUEUE])
    await note(mongo, "host:2", "sweeper", details={"seconds": 0.02})


async def minutes_ago(mongo: Mongo, minutes: int) -> datetime:
    return await mongo.now() - timedelta(minutes=minutes)


async def test_nothing_secret_is_said(servers: ServerUrls, tmp_path: Path) -> None:
    wrong = Settings(data_dir=tmp_path, redis_url="redis://:hunter2@127.0.0.1:1", mongo_url="mongodb://u:hunter2@[::1")
    for settings in (configured(servers, tmp_path), wrong):
        said = str(await examine(settings))
        for secret in ("hunter2", servers.redis_url.split(":")[2].split("@")[0], servers.mongo_url.split(":")[2][:43]):
            assert secret not in said


async def test_embedded_servers_are_found_whether_they_run_or_not(servers: ServerUrls, tmp_path: Path) -> None:
    running = Path(servers.objects_url.removeprefix("file://")).parent
    for data_dir, answers in ((running, 2), (tmp_path, 0)):
        findings = await examine(Settings(data_dir=data_dir, redis_url=None, mongo_url=None))
        assert len([finding for finding in findings if "can be started from" in finding.what]) == 2
        assert len([finding for finding in findings if "answers (version" in finding.what]) == answers


def test_a_redis_that_evicts_and_forgets(servers: ServerUrls) -> None:
    with redis.Redis.from_url(servers.redis_url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        client.config_set("appendonly", "no")
        try:
            found = not_well(check_redis(servers.redis_url))
        finally:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("appendonly", "yes")
    assert [level for level, _ in found] == ["error", "warning"]
    assert "allkeys-lru" in found[0][1]
    assert "appendonly no" in found[1][1]


@pytest.mark.parametrize(("most", "level"), [(0, None), (3, "warning"), (100, "ok")])
def test_how_full_redis_is(servers: ServerUrls, most: int, level: str | None) -> None:
    with redis.Redis.from_url(servers.redis_url) as client:
        used = int(client.info()["used_memory"])
        client.config_set("maxmemory", used * most // 2)  # 3: two thirds full
        try:
            found = {finding.level for finding in check_redis(servers.redis_url) if "(maxmemory)" in finding.what}
        finally:
            client.config_set("maxmemory", 0)
    assert found == ({level} if level else set())


def test_messages_that_nobody_could_read(servers: ServerUrls) -> None:
    with redis.Redis.from_url(servers.redis_url) as client:
        client.set(COUNT, 1200)
        try:
            [found] = [finding for finding in check_redis(servers.redis_url) if finding.level != "ok"]
        finally:
            client.delete(COUNT)
    assert found.what == "1,200 messages were set aside: no worker could read them."
    assert f"LRANGE {UNDECODABLE} 0 -1" in found.remedy
    assert f"DEL {UNDECODABLE} {COUNT}" in found.remedy


def test_a_wrong_password_is_told_from_a_server_that_is_not_there(servers: ServerUrls) -> None:
    at = servers.redis_url.rpartition("@")[2]
    assert not_well(check_redis(f"redis://:wrong@{at}")) == [
        ("error", f"Redis at {at.removesuffix('/0')} refuses the password.")
    ]
    assert not_well(check_redis("redis://127.0.0.1:1/0")) == [("error", "Redis at 127.0.0.1:1 does not answer.")]
    at = servers.mongo_url.rpartition("@")[2]
    (level, what), *_ = not_well(check_mongo(f"mongodb://storeloom:wrong@{at}"))
    assert (level, "refuses us" in what) == ("error", True)


def test_old_servers_are_refused(servers: ServerUrls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_checks.valkey, "OLDEST", (99, 0, 0))
    monkeypatch.setattr(server_checks.mongod, "OLDEST", (99, 0, 0))
    assert [level for level, _ in not_well(check_redis(servers.redis_url))] == ["error"]
    assert [level for level, _ in not_well(check_mongo(servers.mongo_url))] == ["error"]


def test_a_mongod_without_replica_set_and_password(tmp_path: Path) -> None:
    with plain_mongod(tmp_path) as url:
        assert not_well(check_mongo(url)) == [
            ("error", "MongoDB is not a replica set."),
            ("warning", "MongoDB lets everybody in without a password."),
        ]


def test_a_replica_set_without_a_primary(tmp_path: Path) -> None:
    with plain_mongod(tmp_path, "--replSet", "rs0") as url:
        with Administration(url) as server:
            server.command("replSetInitiate", {"_id": "rs0", "members": [{"_id": 0, "host": url[10:].split("/")[0]}]})
            while not server.command("hello")["isWritablePrimary"]:
                pass
            server.command("replSetStepDown", 60, force=True)
        assert ("error", "MongoDB takes no writes: no primary was reached.") in not_well(check_mongo(url))


@contextmanager
def plain_mongod(folder: Path, *options: str) -> Iterator[str]:
    """A server as one starts it without reading on: nobody needs a password."""
    port = free_port()
    command = [str(WANTED.find().path), "--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket"]
    command += ["--dbpath", str(folder), "--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25", *options]
    line = Lifeline()
    with subprocess.Popen(
        guarded(command), env=line.environment, pass_fds=[line.read_fd], stdout=subprocess.DEVNULL
    ) as guard:
        while not listens(port):
            assert guard.poll() is None
        yield f"mongodb://127.0.0.1:{port}/?directConnection=true"
        guard.kill()
    line.close()


def test_a_clock_that_is_off() -> None:
    now = datetime.now(UTC)
    hello = {"localTime": now - timedelta(seconds=90)}
    finding = server_checks._about_clock(hello, now, now)
    assert (finding.level, "90.0 s apart" in finding.what) == ("warning", True)


@pytest.mark.parametrize(
    ("free", "level"), [(199_999_999, "error"), (200_000_000, "warning"), (999_999_999, "warning"), (10**9, "ok")]
)
def test_free_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    usage = machine_checks.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(machine_checks.shutil, "disk_usage", lambda _: usage._replace(free=free))
    assert check_disk(tmp_path / "not" / "there" / "yet").level == level


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    assert check_folder(tmp_path / "new" / "var").level == "ok"
    finding = check_folder(tmp_path / "var" / "data")
    assert (finding.level, "STORELOOM_DATA_DIR" in finding.remedy) == ("error", True)


def test_a_taken_port_names_the_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        finding = check_port("127.0.0.1", stranger.getsockname()[1], "Flower", "STORELOOM_FLOWER_PORT")
    assert finding.level == "warning"
    assert "for Flower, cannot be listened on: Address already in use" in finding.what
    assert "STORELOOM_FLOWER_PORT" in finding.remedy


def test_an_old_python_and_a_missing_format() -> None:
    assert check_python((3, 10)).level == "error"
    assert check_image_format("NO-SUCH-FORMAT").level == "error"


def test_a_program_that_is_missing() -> None:
    finding = check_program(Wanted("Redis", (), lambda: None, (1, 0, 0), "Use one elsewhere."))
    assert (finding.level, "Use one elsewhere." in finding.remedy) == ("error", True)
