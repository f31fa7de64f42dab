"""The servers that come with Storeloom, for whoever configured none.

For Redis and MongoDB each: the configured URL wins, then a server program on the PATH, then the embedded wheels'.
What we start belongs to one data folder, is started again when it dies and stops with its starter; other processes that
use the same folder find the running servers and share them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from pydantic import SecretStr

from config.settings import Settings
from workers import mongod, valkey
from workers.data_folder import Lock, ServerHome
from workers.errors import ServerWontStart
from workers.keeping import KeptServer
from workers.lifeline import Lifeline
from workers.mongod import Mongod
from workers.starting import POLL_S, START_LIMIT_S, Server
from workers.valkey import Valkey

REDIS, MONGO = "redis", "mongo"
_ANSWERS: dict[str, Callable[[str], bool]] = {REDIS: valkey.answers, MONGO: mongod.answers}


@dataclass(frozen=True, slots=True)
class ServerUrls:
    """Where the servers are. The URLs contain passwords, so they show nowhere."""

    redis_url: str = field(repr=False)
    mongo_url: str = field(repr=False)
    objects_url: str = field(repr=False)


def environment(urls: ServerUrls) -> dict[str, str]:
    """The variables that tell a child process where the servers are."""
    return {
        "STORELOOM_REDIS_URL": urls.redis_url,
        "STORELOOM_MONGO_URL": urls.mongo_url,
        "STORELOOM_OBJECTS_URL": urls.objects_url,
    }


@contextmanager
def running_servers(settings: Settings) -> Iterator[ServerUrls]:
    """The servers' URLs, for the length of the block. What this call started stops at its end, or when we are killed.

    Raises ServerMissing, ServerWontStart, PortTaken, StorageFull or FolderUnusable.
    """
    redis, mongo = Valkey(ServerHome(REDIS, settings.data_dir)), Mongod(ServerHome(MONGO, settings.data_dir))
    with _Starts() as starts:
        yield ServerUrls(
            _configured(settings.redis_url) or starts.shared_or_ours(redis),
            _configured(settings.mongo_url) or starts.shared_or_ours(mongo),
            settings.objects_url or _objects_url(settings.data_dir),
        )


def find_running(data_dir: Path) -> ServerUrls | None:
    """The servers of this data folder that run now; None unless both answer."""
    redis_url, mongo_url = running_url(REDIS, data_dir), running_url(MONGO, data_dir)
    return ServerUrls(redis_url, mongo_url, _objects_url(data_dir)) if redis_url and mongo_url else None


def running_url(name: str, data_dir: Path) -> str | None:
    """Where one embedded server (REDIS or MONGO) of this data folder runs now.

    Only while its starter lives, since without it the server is about to stop, and only if it answers.
    """
    home = ServerHome(name, data_dir)
    try:
        url = str(orjson.loads(home.notice.read_bytes())["url"])
    except (OSError, ValueError, KeyError):
        return None
    return url if home.starter().held() and _ANSWERS[name](url) else None


def _configured(url: SecretStr | None) -> str | None:
    return None if url is None else url.get_secret_value()


def _objects_url(data_dir: Path) -> str:
    return (data_dir.resolve() / "objects").as_uri()


class _Starts:
    """What one `running_servers` started, and stops: both servers at once, then the locks and the line are let go."""

    def __init__(self) -> None:
        self._line = Lifeline()
        self._starters: list[Lock] = []
        self._started: list[KeptServer] = []

    def __enter__(self) -> _Starts:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._started:
            server.ask_to_stop()
        for server in self._started:
            server.wait_stopped()
        for starter in self._starters:
            starter.release()
        self._line.close()

    def shared_or_ours(self, server: Server) -> str:
        """One starter at a time: whoever gets its lock starts the server, everybody else waits and shares it."""
        server.home.prepare()
        starter = server.home.starter()
        deadline = time.monotonic() + START_LIMIT_S
        while not starter.acquire():
            if url := running_url(server.home.name, server.home.data_dir):
                return url
            if time.monotonic() > deadline:
                raise ServerWontStart(f"Another process has been starting {server.home.name} for too long.")
            time.sleep(POLL_S)
        self._starters.append(starter)
        self._started.append(KeptServer(server, self._line))
        return self._started[-1].url
