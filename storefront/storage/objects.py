"""The object store: a local folder, S3, Google Cloud Storage, Azure or memory behind one small interface.

Opened in the process that uses it, after any fork: the Rust runtime behind it does not survive one.

On a local disk an object is written beside its place (`key#1`) and moved there, so a reader sees all of it or
nothing; what a killed process leaves beside is never listed or read. Local disks keep no content types or headers:
these belong to the release's entries (storage/manifest.py), not to the objects.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import LocalStore, MemoryStore, from_url

from storefront.errors import BrokenPromise, OperatorsError, RequestInvalid, ServiceUnavailable, StorageFull
from storefront.storage.interfaces import ObjectFacts, Objects

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

# At most about 10 s before a caller hears that the store is away: shorter than a batch's lease.
_RETRIES: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}
_CLIENT: ClientConfig = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=30)}
_REMOTE_SCHEMES = {"s3", "s3a", "gs", "az", "azure", "abfs", "abfss"}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_OS_REASON = re.compile(r"([^:\n]+) \(os error (\d+)\)")


def open_objects(url: str) -> Objects:
    """The store at `file:///folder` (made when missing), `s3://bucket/prefix`, `gs://…`, `az://…` or `memory://`.

    Credentials come from the platform's usual environment variables. Nothing is asked of a remote store yet.
    Raises RequestInvalid for an address that cannot be used, StorageFull or OperatorsError for an unusable folder.
    """
    folder = local_folder(url)
    if folder is not None:
        return _LocalObjects(_local_store(folder))
    scheme = urlsplit(url).scheme
    if scheme == "memory":
        return _Objects(MemoryStore())
    if scheme not in _REMOTE_SCHEMES:
        raise _unusable(scheme)
    try:
        return _Objects(from_url(url, retry_config=_RETRIES, client_options=_CLIENT))
    except (BaseError, ValueError) as error:
        raise _unusable(scheme) from error


def local_folder(url: str) -> Path | None:
    """The folder behind a file:// address; None for every other kind of store."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    if parts.netloc not in ("", "localhost") or parts.path in ("", "/"):
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

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, key: str, data: bytes) -> None:
        await self._put(key, data, "overwrite")

    async def put_new(self, key: str, data: bytes) -> bool:
        try:
            await self._put(key, data, "create")
        except AlreadyExistsError:
            return False
        return True

    async def get(self, key: str) -> bytes:
        with _errors_as_ours(f"read {key}"):
            try:
                result = await obstore.get_async(self._store, key)
            except FileNotFoundError as error:
                raise BrokenPromise(f"The object {key} is missing from the object store.") from error
            return bytes(await result.bytes_async())

    async def size(self, key: str) -> int | None:
        with _errors_as_ours(f"look for {key}"):
            try:
                return (await obstore.head_async(self._store, key))["size"]
            except FileNotFoundError:
                return None

    async def delete(self, key: str) -> None:
        with _errors_as_ours(f"delete {key}"):
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                return

    async def list(self, prefix: str) -> AsyncIterator[ObjectFacts]:
        with _errors_as_ours(f"list {prefix}"):
            async for page in obstore.list(self._store, prefix, chunk_size=1000):
                for found in page:
                    yield ObjectFacts(found["path"], found["size"], found["last_modified"])

    async def _put(self, key: str, data: bytes, mode: Literal["create", "overwrite"]) -> None:
        with _errors_as_ours(f"write {key}"):
            await obstore.put_async(self._store, key, data, mode=mode)


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
    except AlreadyExistsError:
        raise
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise _refused(doing) from error
    except BaseError as error:
        reason = _OS_REASON.search(str(error))
        if reason:
            raise _of_disk(doing, reason[1].strip(), int(reason[2])) from error
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
