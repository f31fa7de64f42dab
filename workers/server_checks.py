"""What storeloom doctor asks the servers themselves. Nothing here shows a password: addresses are host and port."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError
from redis.retry import Retry

from config.broker import COUNT, SEE_TO_THEM
from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Administration, Document, OperationFailure, is_driver_error
from workers import mongod, valkey
from workers.findings import Finding, error, ok, warning

CLOCK_LIMIT_S = 2.0
_MEMORY_LIMIT = 0.6  # of maxmemory: a burst of messages, and the copy for a rewrite of the AOF, need room
_CHECK_URL = "Check {} and that the server runs."


def check_redis(url: str) -> list[Finding]:
    at = f"Redis at {_address(url)}"
    try:
        with redis.Redis.from_url(
            url, socket_timeout=5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)
        ) as client:
            facts: dict[str, Any] = client.info()
            unreadable = int(client.get(COUNT) or 0)
    except AuthenticationError:
        return [error(f"{at} refuses the password.", "Check the password in STORELOOM_REDIS_URL.")]
    except (RedisError, OSError, ValueError):
        return [error(f"{at} does not answer.", _CHECK_URL.format("STORELOOM_REDIS_URL"))]
    return [*_about_redis(at, facts), *_about_unreadable(unreadable)]


def _about_redis(at: str, facts: dict[str, Any]) -> Iterator[Finding]:
    version = str(facts.get("valkey_version") or facts["redis_version"])
    if _numbers(version) < valkey.OLDEST:
        yield error(f"{at} is version {version}.", "Use Redis 6.2 or newer, or Valkey.")
    else:
        yield ok(f"{at} answers (version {version}).")
    policy = facts.get("maxmemory_policy", "unknown")
    if policy == "noeviction":
        yield ok("Redis never evicts.")
    else:
        remedy = "Set it: CONFIG SET maxmemory-policy noeviction, and the same in redis.conf."
        yield error(
            f"Redis evicts when memory runs out (maxmemory-policy {policy}): queued tasks would vanish.", remedy
        )
    if facts.get("aof_enabled"):
        yield ok("Redis keeps its queues on the disk (AOF).")
    else:
        remedy = "Set it: CONFIG SET appendonly yes, and the same in redis.conf."
        yield warning(
            "Redis forgets its queues when it stops (appendonly no); builds wait for the sweeper then.", remedy
        )
    yield from _about_memory(int(facts.get("used_memory", 0)), int(facts.get("maxmemory", 0)))


def _about_memory(used: int, most: int) -> Iterator[Finding]:
    """Nothing where Redis has no limit of its own."""
    if not most:
        return
    told = f"Redis holds {used / 1e6:,.0f} MB of at most {most / 1e6:,.0f} MB (maxmemory)"
    if used > _MEMORY_LIMIT * most:
        yield warning(f"{told}: nothing can be sent once it is full.", "Raise maxmemory, or see what fills it.")
    else:
        yield ok(f"{told}.")


def _about_unreadable(count: int) -> list[Finding]:
    if not count:
        return []
    were = "message was" if count == 1 else "messages were"
    return [warning(f"{count:,} {were} set aside: no worker could read them.", SEE_TO_THEM)]


def check_mongo(url: str) -> list[Finding]:
    at = f"MongoDB at {_address(url)}"
    try:
        with Administration(url, timeout_s=5) as server:
            before = datetime.now(UTC)
            hello = server.command("hello")
            after = datetime.now(UTC)
            version = str(server.command("buildInfo")["version"])
    except ServiceUnavailable:
        return [error(f"{at} does not answer.", _CHECK_URL.format("STORELOOM_MONGO_URL"))]
    except Exception as problem:
        if not (is_driver_error(problem) or isinstance(problem, ValueError)):  # ValueError: not a URL
            raise
        return [error(f"{at} refuses us or the URL is not right.", "Check user and password in STORELOOM_MONGO_URL.")]
    return [*_about_mongo(at, version, hello), _about_password(at, url), _about_clock(hello, before, after)]


def _about_mongo(at: str, version: str, hello: Document) -> Iterator[Finding]:
    if _numbers(version) < mongod.OLDEST:
        yield error(f"{at} is version {version}.", "Use MongoDB 5.0 or newer.")
    else:
        yield ok(f"{at} answers (version {version}).")
    if not hello.get("setName"):
        yield error("MongoDB is not a replica set.", "Start it with --replSet rs0 and run rs.initiate() once.")
    elif not hello.get("isWritablePrimary"):
        yield error("MongoDB takes no writes: no primary was reached.", "See rs.status() in mongosh.")
    else:
        yield ok(f"MongoDB is the replica set {hello['setName']} and takes writes.")


def _about_password(at: str, url: str) -> Finding:
    """Whether strangers are kept out: asks without user and password for what only a user may see."""
    try:
        with Administration(_as_a_stranger(url), timeout_s=5) as server:
            server.command("listDatabases", nameOnly=True, authorizedDatabases=False)
    except OperationFailure:
        return ok("MongoDB asks for a password.")
    except ServiceUnavailable:
        return warning(f"{at} could not be asked whether it needs a password.", "Run storeloom doctor again.")
    return warning("MongoDB lets everybody in without a password.", "Switch on authorization in mongod.conf.")


def _about_clock(hello: Document, before: datetime, after: datetime) -> Finding:
    """The database's clock decides about leases; ours only shows times."""
    middle = before + (after - before) / 2
    apart_s = abs((hello["localTime"] - middle).total_seconds())
    if apart_s > CLOCK_LIMIT_S:
        return warning(
            f"The database's clock and this machine's are {apart_s:.1f} s apart.",
            "Set both by NTP: times shown here would be wrong by that much.",
        )
    return ok("The database's clock agrees with this machine's.")


def _as_a_stranger(url: str) -> str:
    """The same URL without user, password and how to log in."""
    address, _, options = re.sub(r"//[^/]*@", "//", url).partition("?")
    kept = [option for option in options.split("&") if not option.lower().startswith("auth")]
    return f"{address}?{'&'.join(kept)}".rstrip("?")


def _address(url: str) -> str:
    """Hosts and ports of a URL, without user, password and options."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "an address that cannot be read"
    except ValueError:
        return "an address that cannot be read"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
