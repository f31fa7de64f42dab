"""The object store: a local folder, S3, Google Cloud Storage, Azure or memory behind one small interface.

Opened in the process that uses it, after any fork: threads do not survive one.

Calls run in threads of ours, not through obstore's own coroutines: those hand results over from the runtime's threads,
and a process that ends just then is aborted (a quarter of short commands, measured); threads are waited for. On a
local disk they are twice as fast besides.

On a local disk an object is written beside its place (`key#1`) and moved there, so a reader sees all of it or
nothing; what a killed process leaves beside is never listed or read. Local disks keep no content types or headers:
these belong to the release's entries (storage/manifest.py), not to the objects.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import LocalStore, MemoryStore, from_url

from storefront.errors import (
    BrokenPromise,
    OperatorsError,
    RequestInvalid,
    ServiceUnavailable,
    StorageFull,
    StorageThrottled,
)
from storefront.storage.interfaces import ObjectFacts, Objects

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

R = TypeVar("R")

LOCAL_THREADS = 4  # a disk gains nothing from more
REMOTE_THREADS = 32  # requests under way at once; each waits for the network, not for a core
LISTED_AT_ONCE = 1000

# At most about 10 s before a caller hears that the store is away: shorter than a batch's lease.
_RETRIES: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}
_CLIENT: ClientConfig = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=30)}
_REMOTE_SCHEMES = {"s3", "s3a", "gs", "az", "azure", "abfs", "abfss"}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_THROTTLED = re.compile(r"status code: 429|<Code>(SlowDown|ServerBusy)</Code>")  # of Google, S3, Azure
_OS_REASON = re.compile(r"([^:\n]+) \(os error (\d+)\)")


def open_objects(url: str) -> Objects:
    """The store at `file:///folder` (made when missing), `s3://bucket/prefix`, `gs://…`, `az://…` or `memory://`.

    Credentials come from the platform's usual environment variables. Nothing is asked of a remote store yet.
    Raises RequestInvalid for an address that cannot be used, StorageFull or OperatorsError for an unusable folder.
    """
    folder = local_folder(url)
    if folder is not None:
        return _LocalObjects(_local_store(folder), LOCAL_THREADS)
    scheme = urlsplit(url).scheme
    if scheme == "memory":
        return _Objects(MemoryStore(), LOCAL_THREADS)
    if scheme not in _REMOTE_SCHEMES:
        raise _unusable(scheme)
    try:
        return _Objects(from_url(url, retry_config=_RETRIES, client_options=_client_options()), REMOTE_THREADS)
    except (BaseError, ValueError) as error:
        raise _unusable(scheme) from error


def _client_options() -> ClientConfig:
    """obstore reads its AWS_… variables itself, but not this one once options are given."""
    plain_http = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")
    return {**_CLIENT, "allow_http": plain_http}


def local_folder(url: str) -> Path | None:
    """The folder behind a file:// address; None for every other kind of store."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/") or parts.path == "/":
        raise _unusable("file")
    return Path(unquote(parts.path))


def free_bytes(url: str) -> int | None:
    """Room left for objects on the disk behind a file:// address; None where the store knows no limit."""
    folder = local_folder(url)
    if folder is None:
        return None
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _local_store(folder: Path) -> LocalStore:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _of_disk(f"make the folder {folder}", error.strerror, error.errno) from error
    return LocalStore(folder)


def _unusable(scheme: str) -> RequestInvalid:
    # The address itself stays unsaid: it may hold a key.
    return RequestInvalid(
        f"The object store's address (scheme {scheme!r}) is not usable.",
        remedy="Set STORELOOM_OBJECTS_URL to file:///absolute/folder, s3://bucket/prefix, gs://… or az://….",
    )


class _Objects:
    """Objects over one obstore store. Every error that leaves here is one of ours."""

    def __init__(self, store: ObjectStore, threads: int) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="objects")

    async def put(self, key: str, data: bytes) -> None:
        await self._run(f"write {key}", lambda: obstore.put(self._store, key, data))

    async def put_new(self, key: str, data: bytes) -> bool:
        def create() -> bool:
            try:
                obstore.put(self._store, key, data, mode="create")
            except AlreadyExistsError:
                return False
            return True

        return await self._run(f"write {key}", create)

    async def get(self, key: str) -> bytes:
        def read() -> bytes:
            try:
                return bytes(obstore.get(self._store, key).bytes())
            except FileNotFoundError as error:
                raise BrokenPromise(f"The object {key} is missing from the object store.") from error

        return await self._run(f"read {key}", read)

    async def size(self, key: str) -> int | None:
        def look() -> int | None:
            try:
                return obstore.head(self._store, key)["size"]
            except FileNotFoundError:
                return None

        return await self._run(f"look for {key}", look)

    async def delete(self, key: str) -> None:
        def remove() -> None:
            with suppress(FileNotFoundError):
                obstore.delete(self._store, key)

        await self._run(f"delete {key}", remove)

    async def list(self, prefix: str) -> AsyncIterator[ObjectFacts]:
        pages = obstore.list(self._store, prefix, chunk_size=LISTED_AT_ONCE)
        while page := await self._run(f"list {prefix}", lambda: next(pages, None)):
            for found in page:
                yield ObjectFacts(found["path"], found["size"], found["last_modified"])

    async def _run(self, doing: str, call: Callable[[], R]) -> R:
        with _errors_as_ours(doing):
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)


class _LocalObjects(_Objects):
    """A local disk may keep a name and lose its bytes when the power goes: such a file is written again."""

    async def put_new(self, key: str, data: bytes) -> bool:
        if await super().put_new(key, data):
            return True
        torn = await self.size(key) != len(data)
        if torn:
            await self.put(key, data)
        return torn


@contextmanager
def _errors_as_ours(doing: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise BrokenPromise(f"The object key is not usable (could not {doing}).") from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise _refused(doing) from error
    except BaseError as error:
        reason = _OS_REASON.search(str(error))
        if reason:
            raise _of_disk(doing, reason[1].strip(), int(reason[2])) from error
        if _THROTTLED.search(str(error)):
            raise StorageThrottled(f"The object store is asked too much at once (could not {doing}).") from error
        raise ServiceUnavailable(f"The object store does not answer (could not {doing}).") from error


def _of_disk(doing: str, reason: str | None, number: int | None) -> OperatorsError:
    if number in _FULL:
        return StorageFull(f"The disk of the object store is full (could not {doing}).")
    return OperatorsError(
        f"The object store's folder is not usable: could not {doing} ({reason}).",
        remedy="Check the folder's owner, rights and disk.",
    )


def _refused(doing: str) -> OperatorsError:
    return OperatorsError(
        f"The object store refuses access (could not {doing}).",
        remedy="Check the credentials and their rights, or the folder's owner.",
    )
