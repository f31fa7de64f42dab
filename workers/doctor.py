"""The examination behind `storeloom doctor`: what is here, what is missing and how to mend it.

It changes nothing and starts nothing. Servers are those configured, otherwise the embedded ones that run; where none
runs it says whether one can be started.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from config.settings import Settings
from workers import mongod, valkey
from workers.embedded import MONGO, REDIS, running_url
from workers.findings import Finding
from workers.fleet_checks import check_fleet
from workers.machine_checks import (
    check_disk,
    check_folder,
    check_image_format,
    check_port,
    check_program,
    check_python,
)
from workers.server_checks import check_mongo, check_redis

__all__ = ["Finding", "examine", "ports"]

Check = Callable[[], list[Finding]]


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, well or not, in the same order each time. Takes as long as the slowest server (5 s at most)."""
    checks: list[Check] = [lambda: _machine(settings), lambda: _redis(settings), lambda: _mongo(settings)]
    found = await asyncio.gather(*(asyncio.to_thread(check) for check in checks), _fleet(settings))
    return [finding for findings in found for finding in findings]


def _machine(settings: Settings) -> list[Finding]:
    return [
        check_python(),
        check_folder(settings.data_dir),
        check_disk(settings.data_dir),
        *ports(settings),
        check_image_format("AVIF"),
        check_image_format("WEBP"),
    ]


def ports(settings: Settings) -> list[Finding]:
    """The ports that `storeloom up` listens on for people."""
    return [
        check_port(settings.api_host, settings.api_port, "the HTTP API", "STORELOOM_API_PORT"),
        check_port(settings.serve_host, settings.serve_port, "the live store", "STORELOOM_SERVE_PORT"),
        check_port(settings.flower_host, settings.flower_port, "Flower", "STORELOOM_FLOWER_PORT"),
    ]


def _redis(settings: Settings) -> list[Finding]:
    if settings.redis_url:
        return check_redis(settings.redis_url.get_secret_value())
    url = running_url(REDIS, settings.data_dir)
    return [check_program(valkey.WANTED), *(check_redis(url) if url else [])]


def _mongo(settings: Settings) -> list[Finding]:
    url = _mongo_url(settings)
    program = [] if settings.mongo_url else [check_program(mongod.WANTED)]
    return [*program, *(check_mongo(url) if url else [])]


async def _fleet(settings: Settings) -> list[Finding]:
    url = await asyncio.to_thread(_mongo_url, settings)
    return await check_fleet(url) if url else []


def _mongo_url(settings: Settings) -> str | None:
    if settings.mongo_url:
        return settings.mongo_url.get_secret_value()
    return running_url(MONGO, settings.data_dir)
