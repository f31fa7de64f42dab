"""Beat: RedBeat's scheduler, which also outlives Redis.

Of several beats one holds the lock and sends what is due; the others look again at every tick. While Redis is away
nobody sends, which is said once: what falls due meanwhile is caught up by the sweeper.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog
from celery.signals import beat_init
from redbeat.schedulers import LUA_EXTEND_TO_SCRIPT, RedBeatScheduler, acquire_distributed_beat_lock, get_redis
from redis.exceptions import LockError, RedisError

log = structlog.get_logger(__name__)

# RedBeat's own way to the lock waits for it without end, and only at the start.
beat_init.disconnect(acquire_distributed_beat_lock)

# What answers pings connects again by itself, and tells of each try, with a traceback, what is told here in a line.
logging.getLogger("celery.beat").addFilter(
    lambda record: not (record.levelno >= logging.ERROR and record.getMessage().startswith("beat pidbox"))
)


class Scheduler(RedBeatScheduler):  # type: ignore[misc]  # neither Celery nor RedBeat has types
    _away = False

    def setup_schedule(self) -> None:
        """Entries come from the schedules in the database, none from the settings; so Redis may be away just now."""
        try:
            super().setup_schedule()
        except RedisError as error:
            self._say_away(error)

    def tick(self, **kwargs: Any) -> float:
        """Send what is due; seconds until the next look."""
        try:
            seconds = super().tick(**kwargs) if self._has_lock() else self.max_interval
        except LockError:  # Redis forgot it, or we stood still for too long: it is asked for again
            self.lock = None
            return 0.0
        except RedisError as error:
            self._say_away(error)
            return float(self.max_interval)
        self._say_back()
        return float(seconds)

    def close(self) -> None:
        try:
            super().close()
        except RedisError:  # the lock ends by itself
            self.lock = None

    def _has_lock(self) -> bool:
        if self.lock is None:
            client = get_redis(self.app)
            lock = client.lock(self.lock_key, timeout=self.lock_timeout)
            lock.lua_extend = client.register_script(LUA_EXTEND_TO_SCRIPT)  # from now on, not on top of what is left
            if lock.acquire(blocking=False):
                self.lock = lock
                log.info("this beat sends what is due")
        return self.lock is not None

    def _say_away(self, error: RedisError) -> None:
        if not self._away:
            log.warning("nothing is sent: Redis does not answer", reason=str(error)[:200])
        self._away = True

    def _say_back(self) -> None:
        if self._away:
            log.info("Redis answers again")
        self._away = False
