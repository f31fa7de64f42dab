"""MongoDB, behind one module: the only one that imports the driver (docs/adr/0003).

Motor is at the end of its life; its successor is PyMongo's AsyncMongoClient. Everything else speaks to the
names exported here, so the change stays in this file.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from bson import ObjectId
from bson.codec_options import CodecOptions, TypeCodec, TypeRegistry
from bson.decimal128 import Decimal128, create_decimal128_context
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import InsertOne, MongoClient, ReturnDocument, UpdateOne
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WriteError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from storefront.errors import ServiceUnavailable

__all__ = [
    "Administration",
    "BulkWriteError",
    "Database",
    "Document",
    "DuplicateKey",
    "InsertOne",
    "InvalidDocument",
    "Mongo",
    "OperationFailure",
    "ReturnDocument",
    "Session",
    "UpdateOne",
    "ago",
    "in_milliseconds",
    "literals",
    "unavailable_as_ours",
]

Document = dict[str, Any]
Database = Any  # motor ships no types; the successor's AsyncDatabase[Document] fits here
Session = Any
DuplicateKey = DuplicateKeyError
InvalidDocument = WriteError
T = TypeVar("T")

CONTROL_DATABASE = "storeloom"
_AWAY = (ServerSelectionTimeoutError, AutoReconnect, ExecutionTimeout)
_KEYS_NOT_READ = 211  # for a moment after its start: the keys that times are signed with; the driver takes it for final
_CONFLICTS_S = 30.0  # how long a transaction is begun again because of others
_CONFLICT = "TransientTransactionError"  # the label of an error after which nothing was done
_CONTEXT = create_decimal128_context()


class HasDatabase(Protocol):
    """A tenant's scope (tenancy/scope.py): the maker of its database's name."""

    @property
    def database_name(self) -> str: ...


class _DecimalCodec(TypeCodec):  # type: ignore[misc]  # bson is untyped here
    """Prices are Decimal in Python and Decimal128 in the database, never float."""

    python_type = Decimal
    bson_type = Decimal128

    def transform_python(self, value: Decimal) -> Decimal128:
        return Decimal128(_CONTEXT.create_decimal(value))

    def transform_bson(self, value: Decimal128) -> Decimal:
        return value.to_decimal()  # type: ignore[no-any-return]


_OPTIONS = CodecOptions(type_registry=TypeRegistry([_DecimalCodec()]), tz_aware=True)


def literals(values: Document) -> Document:
    """Values for an update pipeline as they are: a text beginning with "$" would be a field's name there."""
    return {name: {"$literal": value} for name, value in values.items()}


def in_milliseconds(seconds: float) -> dict[str, Any]:
    """The database's own time so many seconds from now, for use in an update pipeline."""
    return {"$add": ["$$NOW", round(seconds * 1000)]}


def ago(seconds: float) -> dict[str, Any]:
    """The database's own time so many seconds back, for use in an $expr."""
    return {"$subtract": ["$$NOW", round(seconds * 1000)]}


class Mongo:
    """One client of one process. Opened in the loop that uses it, after any fork."""

    def __init__(self, url: str, *, pool_size: int = 20, timeout_s: float = 10.0) -> None:
        self._client = AsyncIOMotorClient(
            url,
            maxPoolSize=pool_size,
            serverSelectionTimeoutMS=round(timeout_s * 1000),
            connectTimeoutMS=5000,
            socketTimeoutMS=60_000,
            retryWrites=True,
            retryReads=True,
            w="majority",
            journal=True,
            appname="storeloom",
            tz_aware=True,
        )

    @property
    def control(self) -> Database:
        """Tenants, stores, keys, builds, batches, events, schedules."""
        return self._client.get_database(CONTROL_DATABASE, codec_options=_OPTIONS)

    def tenant(self, scope: HasDatabase) -> Database:
        """One tenant's catalogue and configuration."""
        return self._client.get_database(scope.database_name, codec_options=_OPTIONS)

    async def drop_tenant(self, scope: HasDatabase) -> None:
        await self._client.drop_database(scope.database_name)

    async def server_info(self) -> Document:
        """Version and replica-set state. Raises ServiceUnavailable when nobody answers."""
        with unavailable_as_ours():
            hello: Document = await self._client.admin.command("hello")
            build: Document = await self._client.admin.command("buildInfo")
        return {
            "version": build["version"],
            "replica_set": hello.get("setName"),
            "writable": hello.get("isWritablePrimary", False),
        }

    async def now(self) -> datetime:
        """The database's clock, which decides."""
        with unavailable_as_ours():
            hello: Document = await self._client.admin.command("hello")
        moment: datetime = hello["localTime"]
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """A session in which every read sees the same moment (needs a replica set)."""
        async with await self._client.start_session(snapshot=True) as session:
            yield session

    async def in_transaction(self, work: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
        """Run `work(session)` in a transaction, again when the database asks for it.

        Raises ServiceUnavailable when nobody answers, or others change the same rows again and again: the driver alone
        would go on trying for two minutes.
        """
        give_up = time.monotonic() + _CONFLICTS_S

        async def told(session: Session) -> T:
            with _conflicts_until(give_up):
                return await work(session)

        async with await self._client.start_session() as session:
            while True:
                try:
                    with _conflicts_until(give_up):
                        result: T = await session.with_transaction(
                            told, read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority")
                        )
                except PyMongoError as error:
                    # Motor commits outside of its own loop: a conflict that shows only then would end here.
                    if not error.has_error_label(_CONFLICT):
                        raise
                else:
                    return result

    @staticmethod
    def new_id() -> Any:
        """A new row's id; ids of one process sort by the order they were made in."""
        return ObjectId()

    def close(self) -> None:
        self._client.close()


class Administration:
    """Commands to one server, before there is a loop: for setting up a server of our own and for `storeloom doctor`.

    Raises ServiceUnavailable when nobody answers, OperationFailure (with the server's `code`) when it refuses.
    """

    def __init__(self, url: str, *, timeout_s: float = 3.0) -> None:
        limit = round(timeout_s * 1000)
        self._client = MongoClient(
            url, serverSelectionTimeoutMS=limit, connectTimeoutMS=limit, appname="storeloom", tz_aware=True
        )

    def command(self, name: str, value: Any = 1, **options: Any) -> Document:
        with unavailable_as_ours():
            answer: Document = self._client.admin.command(name, value, codec_options=_OPTIONS, **options)
            return answer

    def __enter__(self) -> Administration:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


class unavailable_as_ours:  # noqa: N801  # reads as a statement: with unavailable_as_ours():
    """Turns the driver's "nobody answers" into ServiceUnavailable, for sync and async blocks alike."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _AWAY) or (isinstance(error, OperationFailure) and error.code == _KEYS_NOT_READ):
            raise ServiceUnavailable("MongoDB does not answer.") from error


@contextmanager
def _conflicts_until(give_up: float) -> Iterator[None]:
    try:
        yield
    except ServerSelectionTimeoutError as error:
        raise ServiceUnavailable("MongoDB does not answer.") from error
    except PyMongoError as error:
        if error.has_error_label(_CONFLICT) and time.monotonic() > give_up:
            raise ServiceUnavailable("MongoDB did not get to it: others changed the same rows.") from error
        raise


def is_driver_error(error: BaseException) -> bool:
    return isinstance(error, PyMongoError)
