"""The servers of the fault tests: one Valkey and one mongod a session, which may be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from pymongo import MongoClient

from tests.factories.nodes import LocalProcess, ValkeyProcess
from workers.data_folder import ServerHome
from workers.guard import guarded
from workers.lifeline import Lifeline
from workers.mongod import Mongod
from workers.ports import free_port

READY_LIMIT_S = 60.0


class MongodProcess(LocalProcess):
    """A mongod of its own, started as the embedded one is, on one port for its whole life."""

    def __init__(self, folder: Path, line: Lifeline) -> None:
        home = ServerHome("mongo", folder)
        home.prepare()
        self.port = free_port()
        self._mongod = Mongod(home)
        super().__init__("mongo", guarded(self._mongod.command(self.port)), home.log.parent, line)

    def ready(self) -> bool:
        return super().ready() and self._mongod.ready(self.port)

    @property
    def url(self) -> str:
        return self._mongod.url(self.port)

    def url_through(self, port: int) -> str:
        """By way of a proxy: the driver must not learn the set's own address, and go there past it."""
        plain = self.url.replace(f":{self.port}/", f":{port}/")
        return plain.replace("replicaSet=storeloom", "directConnection=true")


class BrokerProcess(ValkeyProcess):
    """A Valkey whose data may be taken from it."""

    def __init__(self, folder: Path, line: Lifeline) -> None:
        super().__init__("valkey", folder, line)
        self._data = folder / "redis"

    @property
    def port(self) -> int:
        return int(self.celeryconfig["port"])

    def url_through(self, port: int) -> str:
        return self.url.replace(f":{self.port}/", f":{port}/")

    def forget(self) -> None:
        """What it wrote to the disk is gone, as if it had never written; only while it is down."""
        shutil.rmtree(self._data / "appendonlydir", ignore_errors=True)


@dataclass
class Servers:
    broker: BrokerProcess
    mongo: MongodProcess

    @classmethod
    def started(cls, folder: Path, line: Lifeline) -> Servers:
        servers = cls(BrokerProcess(folder, line), MongodProcess(folder, line))
        for server in (servers.broker, servers.mongo):
            server.start()
        servers.await_ready()
        return servers

    def await_ready(self) -> None:
        for server in (self.broker, self.mongo):
            server.wait_ready()

    def make_fresh(self) -> None:
        """As a test wants them: running, awake, empty."""
        for server in (self.broker, self.mongo):
            if server.status == "exited":
                server.start()
            os.killpg(server.pid, signal.SIGCONT)
        self.await_ready()
        with self.broker.client as redis:
            redis.config_set("maxmemory", 0)
            redis.flushall()
        with MongoClient(self.mongo.url) as client:
            for name in client.list_database_names():
                if name.startswith("storeloom"):
                    client.drop_database(name)

    def stop(self) -> None:
        for server in (self.broker, self.mongo):
            server.kill("SIGKILL")
