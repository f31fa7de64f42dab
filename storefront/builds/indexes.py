"""Indexes of the control database's builds, batches, events and probes; made by one idempotent function."""

from __future__ import annotations

from storefront.storage.mongo import Mongo


async def prepare_builds(mongo: Mongo) -> None:
    """One runs and one waits per store; a request id names one build of its tenant."""
    builds, batches, events = mongo.control.builds, mongo.control.batches, mongo.control.events
    store = [("tenant_id", 1), ("store_id", 1)]
    await builds.create_index(store, name="one_runs", unique=True, partialFilterExpression={"state": "running"})
    await builds.create_index(
        [("store_id", 1), ("tenant_id", 1)], name="one_waits", unique=True, partialFilterExpression={"state": "queued"}
    )
    await builds.create_index(
        [("tenant_id", 1), ("request_id", 1)],
        name="request",
        unique=True,
        partialFilterExpression={"request_id": {"$type": "string"}},
    )
    await builds.create_index([*store, ("number", -1)], name="of_store")  # numbers follow the order of asking
    await builds.create_index([("tenant_id", 1), ("created_at", -1)], name="of_tenant")
    await builds.create_index([("state", 1), ("tenant_id", 1), ("waits_since", 1), ("store_id", 1)], name="waiting")
    await builds.create_index([("state", 1), ("deadline_at", 1)], name="sweep")
    await batches.create_index([("build_id", 1), ("batch_id", 1)], name="batch", unique=True)
    # Windows are taken in this order, without sorting: a stage may have tens of thousands of batches.
    await batches.create_index(
        [("build_id", 1), ("kind", 1), ("state", 1), ("published_at", 1), ("index", 1), ("batch_id", 1)], name="window"
    )
    await batches.create_index([("build_id", 1), ("stage", 1), ("state", 1)], name="stage")
    await batches.create_index([("tenant_id", 1), ("kind", 1), ("state", 1), ("published_at", 1)], name="under_way")
    await batches.create_index([("state", 1), ("lease_until", 1)], name="leases")
    await batches.create_index([("state", 1), ("published_at", 1)], name="published")
    await events.create_index([("build_id", 1), ("at", 1)], name="history")
    await mongo.control.probes.create_index("kind", name="kind", unique=True)
