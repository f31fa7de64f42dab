"""Keys: shown once, kept as a digest, each its tenant's."""

from __future__ import annotations

import pytest

from storefront.errors import NotAllowed, ServiceUnavailable
from storefront.storage.mongo import Mongo
from storefront.tenancy.access import first_key, issue_key, tenant_of
from storefront.tenancy.scope import TenantScope

OURS, THEIRS = TenantScope("local"), TenantScope("other")


async def test_a_key_names_its_tenant(mongo: Mongo) -> None:
    ours, theirs = await issue_key(mongo, OURS), await issue_key(mongo, THEIRS)
    assert await tenant_of(mongo, ours) == OURS
    assert await tenant_of(mongo, theirs) == THEIRS
    assert ours.startswith("sl_")
    assert len(ours.split("_")[2]) == 64


async def test_only_its_digest_is_kept(mongo: Mongo) -> None:
    key = await issue_key(mongo, OURS)
    row = await mongo.control["keys"].find_one({})
    assert key.split("_")[2] not in str(row)
    assert set(row) == {"_id", "tenant_id", "digest", "revoked", "created_at"}


async def test_the_first_key_is_made_once(mongo: Mongo) -> None:
    assert await first_key(mongo, OURS) is not None
    assert await first_key(mongo, OURS) is None
    assert await first_key(mongo, THEIRS) is not None, "another tenant has its own"


async def test_where_every_key_is_revoked_there_is_a_first_one_again(mongo: Mongo) -> None:
    revoked = await issue_key(mongo, OURS)
    await mongo.control["keys"].update_one({"_id": revoked.split("_")[1]}, {"$set": {"revoked": True}})
    again = await first_key(mongo, OURS)
    assert again is not None
    assert await tenant_of(mongo, again) == OURS
    with pytest.raises(NotAllowed):
        await tenant_of(mongo, revoked)


async def test_whatever_is_wrong_is_said_in_the_same_words(mongo: Mongo) -> None:
    key = await issue_key(mongo, OURS)
    prefix, key_id, secret = key.split("_")
    wrong = [
        "",
        "sl",
        "sl__",
        f"{prefix}_{key_id}",
        f"{prefix}_{key_id}_",
        f"xx_{key_id}_{secret}",
        key[:-1],
        key + "0",
    ]
    said = set()
    for each in [*wrong, f"{prefix}_{'0' * 12}_{secret}", f"{prefix}_{'0' * 12}_"]:
        with pytest.raises(NotAllowed) as refused:
            await tenant_of(mongo, each)
        said.add(str(refused.value))
    assert len(said) == 1
    assert secret not in said.pop()


async def test_without_a_database_the_caller_is_told() -> None:
    away = Mongo("mongodb://127.0.0.1:9/", timeout_s=0.3)
    for ask in (issue_key(away, OURS), first_key(away, OURS), tenant_of(away, "sl_a_b")):
        with pytest.raises(ServiceUnavailable, match="MongoDB"):
            await ask
    away.close()
