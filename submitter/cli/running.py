"""Running a command's work: servers found or started, a session opened, errors left to main.py."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import SecretStr

from config.settings import Settings, settings
from submitter.session import Session, open_session
from workers.embedded import ServerUrls, running_servers

T = TypeVar("T")


def with_servers(config: Settings, urls: ServerUrls) -> Settings:
    """The settings with the servers' addresses filled in."""
    return config.model_copy(
        update={
            "redis_url": SecretStr(urls.redis_url),
            "mongo_url": SecretStr(urls.mongo_url),
            "objects_url": urls.objects_url,
        }
    )


def run_with_session(work: Callable[[Session], Awaitable[T]]) -> T:
    """Run `work(session)` against the running servers; without any, they are started for as long as it takes."""
    with running_servers(settings()) as urls:
        return asyncio.run(_run(with_servers(settings(), urls), work))


async def _run(config: Settings, work: Callable[[Session], Awaitable[T]]) -> T:
    async with open_session(config) as session:
        return await work(session)
