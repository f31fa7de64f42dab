"""Messages that the transport lost, found by probes.

A batch whose message is under way may simply wait in a long queue: time alone says nothing. So a probe message is
sent down the same queue. When it has come through, every message published before it has been taken out of that
queue; a batch still unclaimed a moment later has lost its message and may be published again.
"""

from __future__ import annotations

import secrets

from storefront.builds.models import MESSAGE_VERSION, Message
from storefront.storage.mongo import Document, Mongo, ago, literals

UNCLAIMED_S = 4.0  # how long a published batch may stay unclaimed before its queue is probed
GRACE_S = 2.0  # between a worker taking a message and claiming its batch
PROBE_AGAIN_S = 15.0  # a probe that has not come by then may be lost itself


async def probe_queues(mongo: Mongo) -> list[Message]:
    """Free the batches whose message is known to be lost; the messages returned are probes to send."""
    messages: list[Message] = []
    for kind in await _kinds_unclaimed(mongo):
        await _free_lost(mongo, kind)
        token = secrets.token_hex(8)
        if await _begin(mongo, kind, token):
            kwargs = {"kind": kind, "token": token, "version": MESSAGE_VERSION}
            messages.append(Message("storeloom.answer_probe", kwargs))
    return messages


async def answer_probe(mongo: Mongo, kind: str, token: str) -> None:
    """The probe came through."""
    await mongo.control.probes.update_one({"kind": kind, "token": token}, [{"$set": {"came_at": "$$NOW"}}])


async def _kinds_unclaimed(mongo: Mongo) -> list[str]:
    late = {"state": "todo", "published_at": {"$ne": None}, "$expr": {"$lt": ["$published_at", ago(UNCLAIMED_S)]}}
    groups = mongo.control.batches.aggregate([{"$match": late}, {"$group": {"_id": "$kind"}}, {"$sort": {"_id": 1}}])
    return [group["_id"] async for group in groups]


async def _free_lost(mongo: Mongo, kind: str) -> None:
    settled = {"kind": kind, "$expr": {"$lt": ["$came_at", ago(GRACE_S)]}, "came_at": {"$ne": None}}
    probe = await mongo.control.probes.find_one(settled)
    if probe is not None:
        lost = {"kind": kind, "state": "todo", "published_at": {"$ne": None, "$lt": probe["sent_at"]}}
        await mongo.control.batches.update_many(lost, {"$set": {"published_at": None, "again": True}})


async def _begin(mongo: Mongo, kind: str, token: str) -> bool:
    """True when a new probe is due and this caller is the one to send it."""
    probe = await mongo.control.probes.find_one({"kind": kind})
    if probe is None:
        start = await mongo.control.probes.update_one({"kind": kind}, [{"$set": _fresh(token)}], upsert=True)
        return start.upserted_id is not None
    came = {"$and": [{"$ne": ["$came_at", None]}, {"$lt": ["$came_at", ago(GRACE_S)]}]}
    due = {"$or": [came, {"$lt": ["$sent_at", ago(PROBE_AGAIN_S)]}]}
    taken = await mongo.control.probes.update_one(
        {"_id": probe["_id"], "token": probe["token"], "$expr": due}, [{"$set": _fresh(token)}]
    )
    return bool(taken.modified_count)


def _fresh(token: str) -> Document:
    return {"sent_at": "$$NOW", **literals({"token": token, "came_at": None})}
