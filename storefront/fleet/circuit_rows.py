"""The circuits that all processes of an installation share: rows of the control database's `breakers`.

A row: {_id: "photos:https://cdn.example", kind, name, state, failures, since, until, reason, version, forget_at}. A
service without a row has not failed lately. A row changes only if nobody else changed it since it was read; the
database's clock says when. It vanishes an hour after its last failure or its open time: whoever names services makes
rows, and may name any number that do not exist.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from storefront.fleet.circuits import CLOSED, Circuit
from storefront.storage.mongo import Document, DuplicateKey, Mongo

Kind = Literal["photos"]  # of the services: hosts that photos are fetched from
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CircuitRow:
    """A circuit as it was read; no row: closed, without a version."""

    circuit: Circuit
    version: Any
    now: datetime  # of the database, as it was read


@dataclass(frozen=True, slots=True)
class Breaker:
    """One that is not closed, for people."""

    kind: str
    name: str
    circuit: Circuit


async def read(mongo: Mongo, kind: Kind, name: str) -> CircuitRow | None:
    """None: the service has not failed lately."""
    stages = [{"$match": {"_id": _id(kind, name)}}, {"$set": {"now": "$$NOW"}}]
    rows = await mongo.control.breakers.aggregate(stages).to_list(1)
    return CircuitRow(_circuit(rows[0]), rows[0]["version"], rows[0]["now"]) if rows else None


async def write(mongo: Mongo, kind: Kind, name: str, seen: CircuitRow, after: Circuit) -> CircuitRow | None:
    """The row as it is from now on; None when another process was faster. Closed without a failure needs no row."""
    as_read = {"_id": _id(kind, name), "version": seen.version}
    if after == CLOSED:
        deleted = await mongo.control.breakers.delete_one(as_read)
        return CircuitRow(CLOSED, None, seen.now) if deleted.deleted_count else None
    version = mongo.new_id()
    forget_at = (after.until or seen.now) + KEPT
    row = {**asdict(after), "kind": kind, "name": name, "version": version, "forget_at": forget_at}
    try:
        changed = await mongo.control.breakers.update_one(as_read, {"$set": row}, upsert=seen.version is None)
    except DuplicateKey:
        return None
    return CircuitRow(after, version, seen.now) if changed.matched_count or changed.upserted_id else None


async def breakers_not_closed(mongo: Mongo, most: int = 20) -> list[Breaker]:
    """The latest first. One whose time is over is told as half open: the next call is its probe."""
    rows = mongo.control.breakers.aggregate(
        [
            {"$match": {"state": {"$ne": "closed"}}},
            {"$sort": {"since": -1, "_id": 1}},
            {"$limit": most},
            {"$set": {"now": "$$NOW"}},
        ]
    )
    return [Breaker(row["kind"], row["name"], _as_it_would_act(row)) async for row in rows]


def _as_it_would_act(row: Document) -> Circuit:
    circuit = _circuit(row)
    return circuit if circuit.refuses(row["now"]) else replace(circuit, state="half_open")


def _circuit(row: Document) -> Circuit:
    return Circuit(row["state"], row["failures"], row["since"], row["until"], row["reason"])


def _id(kind: Kind, name: str) -> str:
    return f"{kind}:{name}"
