"""pytest-celery without Docker: servers, workers and a sweeper as processes of this machine.

Most tests use the `farm`, whose worker and sweeper are started once a session and have servers to themselves. Tests
that look at queues, or kill somebody, use the `field`: servers on which nobody works until the test starts it.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path

import pytest
from celery import Celery
from kombu import pools
from pydantic import SecretStr
from pytest_celery import (
    CeleryBackendCluster,
    CeleryBrokerCluster,
    CeleryTestSetup,
    CeleryTestWorker,
    CeleryWorkerCluster,
    RedisTestBackend,
    RedisTestBroker,
)
from redis import Redis

from config.queues import FOREIGN_QUEUE, QUEUES
from config.settings import Settings
from storefront.storage.mongo import Mongo
from submitter.session import Session, open_session
from tests.factories.nodes import LocalProcess, SweeperProcess, ValkeyProcess, WorkerProcess, stop_together
from tests.factories.pipeline import Shop
from workers.embedded import ServerUrls, running_servers
from workers.lifeline import Lifeline

ALL_QUEUES = (*QUEUES, FOREIGN_QUEUE)
QUICK = {  # what happens after 12 s in production shall happen after 3 s here
    "STORELOOM_LEASE_S": "3",
    "STORELOOM_LEASE_RENEWAL_S": "0.5",
    "STORELOOM_SWEEP_INTERVAL_S": "0.25",
    "STORELOOM_PHOTO_HOSTS_PRIVATE": "true",
}


@dataclass
class Farm:
    """The servers of the tests, and processes that work on them."""

    folder: Path
    line: Lifeline
    redis_url: str = dataclass_field(repr=False)  # with its password
    mongo_url: str = dataclass_field(repr=False)
    objects_folder: Path | None = None  # below the folder unless told

    @property
    def objects_url(self) -> str:
        return (self.objects_folder or self.folder / "objects").as_uri()

    @property
    def environment(self) -> dict[str, str]:
        return {
            **QUICK,
            "STORELOOM_DATA_DIR": str(self.folder),
            "STORELOOM_REDIS_URL": self.redis_url,
            "STORELOOM_MONGO_URL": self.mongo_url,
            "STORELOOM_OBJECTS_URL": self.objects_url,
        }

    @property
    def settings(self) -> Settings:
        return Settings(
            data_dir=self.folder,
            redis_url=SecretStr(self.redis_url),
            mongo_url=SecretStr(self.mongo_url),
            objects_url=self.objects_url,
        )

    def worker(
        self, name: str, *, queues: tuple[str, ...] = ALL_QUEUES, app: str = "workers.app", **env: str
    ) -> WorkerProcess:
        everything = {**self.environment, **env}
        return WorkerProcess(name, self.folder / "log", self.line, everything, queues=queues, app=app)

    def sweeper(self, name: str = "sweeper", **env: str) -> SweeperProcess:
        return SweeperProcess(name, self.folder / "log", self.line, {**self.environment, **env})


@pytest.fixture(scope="session")
def lifeline() -> Iterator[Lifeline]:
    line = Lifeline()
    yield line
    line.close()


@pytest.fixture(scope="session")
def broker_process(tmp_path_factory: pytest.TempPathFactory, lifeline: Lifeline) -> Iterator[ValkeyProcess]:
    process = ValkeyProcess("valkey", tmp_path_factory.mktemp("broker"), lifeline)
    process.start().wait_ready()
    yield process
    process.teardown()


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory, lifeline: Lifeline, broker_process: ValkeyProcess) -> Iterator[Farm]:
    folder = tmp_path_factory.mktemp("farm")
    broker = SecretStr(broker_process.url)
    with running_servers(Settings(data_dir=folder, redis_url=broker, mongo_url=None, objects_url=None)) as urls:
        yield Farm(folder, lifeline, urls.redis_url, urls.mongo_url)


@pytest.fixture(scope="session")
def standing_processes(farm: Farm) -> Iterator[list[LocalProcess]]:
    """A worker of all queues and a sweeper."""
    processes: list[LocalProcess] = [farm.worker("all"), farm.sweeper()]
    for process in processes:
        process.start()
    for process in processes:
        process.wait_ready()
    yield processes
    stop_together(processes)


@pytest.fixture
async def session(farm: Farm, standing_processes: list[LocalProcess]) -> AsyncIterator[Session]:
    """The submitter's, on the farm. Stores are not emptied between tests: each test has a store of its own."""
    async with open_session(farm.settings) as opened:
        yield opened


@pytest.fixture
def shop(session: Session, tmp_path: Path) -> Shop:
    """A new store on the farm, where a worker and a sweeper are at work."""
    return Shop(session, tmp_path / "catalogue", f"shop-{uuid.uuid4().hex[:8]}")


class Held:
    """Queues of the farm that its worker leaves alone for a while: what is in them waits."""

    def __init__(self, queue: Celery) -> None:
        self._control = queue.control
        self._held: list[str] = []

    def __call__(self, *queues: str) -> None:
        for queue in queues:
            self._held.append(queue)
            assert self._control.cancel_consumer(queue, reply=True, limit=1, timeout=10), "no worker answered"

    def release(self) -> None:
        while self._held:
            assert self._control.add_consumer(self._held.pop(), reply=True, limit=1, timeout=10), "no worker answered"


@pytest.fixture
def hold(session: Session) -> Iterator[Held]:
    """`hold("rendering")` lets builds of this test stop where pages would be rendered; `hold.release()` goes on."""
    held = Held(session.outbox.queue)
    yield held
    held.release()


@pytest.fixture
def start() -> Iterator[Callable[[LocalProcess], LocalProcess]]:
    """Start a process for this test alone."""
    started: list[LocalProcess] = []

    def start_one(process: LocalProcess) -> LocalProcess:
        started.append(process)
        process.start()
        process.wait_ready()
        return process

    yield start_one
    stop_together(started)


@pytest.fixture
def field(lifeline: Lifeline, servers: ServerUrls, mongo: Mongo, tmp_path: Path) -> Farm:
    """Empty servers on which nobody works yet."""
    with Redis.from_url(servers.redis_url) as client:
        client.flushall()
    return Farm(tmp_path / "farm", lifeline, servers.redis_url, servers.mongo_url)


@pytest.fixture
async def field_shop(field: Farm, tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_session(field.settings) as opened:
        yield Shop(opened, tmp_path / "catalogue")


# pytest-celery's own fixtures, on these processes


@pytest.fixture
def celery_broker_cluster(broker_process: ValkeyProcess) -> CeleryBrokerCluster:
    return CeleryBrokerCluster(RedisTestBroker(broker_process))


@pytest.fixture
def celery_backend_cluster(broker_process: ValkeyProcess) -> CeleryBackendCluster:
    return CeleryBackendCluster(RedisTestBackend(broker_process))


@pytest.fixture
def celery_worker_cluster(standing_processes: list[LocalProcess], celery_setup_app: Celery) -> CeleryWorkerCluster:
    workers = [process for process in standing_processes if isinstance(process, WorkerProcess)]
    return CeleryWorkerCluster(*[CeleryTestWorker(process, app=celery_setup_app) for process in workers])


class OurSetup(CeleryTestSetup):
    """With the project's own app instead of one made up for the test."""

    @classmethod
    def create_setup_app(cls, celery_setup_config: dict[str, str], celery_setup_app_name: str) -> Celery:  # noqa: ARG003
        from workers.app import app  # noqa: PLC0415  # importing it makes it the current app: only where asked for

        pools.reset()
        app.conf.update(celery_setup_config)
        app.set_current()
        return app


@pytest.fixture
def celery_setup_cls() -> type[CeleryTestSetup]:
    return OurSetup
