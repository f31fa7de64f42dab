"""A request becomes a row, once; one runs and one waits."""

from __future__ import annotations

import asyncio

import pytest

from storefront.builds.events import events_of
from storefront.builds.queries import build_by_id, build_of, builds_of_store
from storefront.builds.starting import start
from storefront.builds.submitting import request_build
from storefront.errors import ServiceUnavailable, UnknownBuild, UnknownStore
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.builds import SCOPE, known_store, queued_build, running_build


async def test_a_request_is_recorded_with_its_message_and_event(mongo: Mongo) -> None:
    accepted = await request_build(mongo, await known_store(mongo), request_id="r1", trigger="cli")
    build = await build_by_id(mongo, accepted.build_id)
    assert (build.state, build.trigger, build.request_id, build.number) == ("queued", "cli", "r1", 1)
    assert [(m.task, m.kwargs["build_id"]) for m in accepted.messages] == [("storeloom.start_build", build.build_id)]
    assert [(e["before"], e["after"]) for e in await events_of(mongo, build)] == [(None, "queued")]


async def test_the_same_request_id_is_the_same_build(mongo: Mongo) -> None:
    scope = await known_store(mongo)
    answers = await asyncio.gather(*(request_build(mongo, scope, request_id="same") for _ in range(20)))
    assert len({answer.build_id for answer in answers}) == 1
    assert sum(answer.created for answer in answers) == 1
    assert await mongo.control.builds.count_documents({}) == 1


async def test_a_request_id_belongs_to_its_tenant(mongo: Mongo) -> None:
    ours = await request_build(mongo, await known_store(mongo), request_id="same")
    other = await known_store(mongo, StoreScope("other", "optician"))
    theirs = await request_build(mongo, other, request_id="same")
    assert ours.build_id != theirs.build_id
    with pytest.raises(UnknownBuild):
        await build_of(mongo, TenantScope("other"), ours.build_id)


async def test_a_newer_request_replaces_the_one_that_waits(mongo: Mongo) -> None:
    running = await running_build(mongo)
    waiting = await queued_build(mongo)
    newer = await queued_build(mongo)
    replaced = await build_by_id(mongo, waiting.build_id)
    assert (replaced.state, replaced.successor) == ("superseded", newer.build_id)
    assert (await build_by_id(mongo, running.build_id)).state == "running"
    assert await start(mongo, newer.build_id) is None, "one runs"
    assert (await build_by_id(mongo, newer.build_id)).state == "queued"


async def test_numbers_rise_with_each_request(mongo: Mongo) -> None:
    for _ in range(3):
        await queued_build(mongo)
    assert [build.number for build in await builds_of_store(mongo, SCOPE)] == [3, 2, 1]


async def test_an_unknown_store_is_said(mongo: Mongo) -> None:
    with pytest.raises(UnknownStore, match="nowhere"):
        await request_build(mongo, StoreScope("local", "nowhere"))


async def test_without_a_database_the_caller_is_told() -> None:
    away = Mongo("mongodb://127.0.0.1:9/", timeout_s=0.3)
    with pytest.raises(ServiceUnavailable, match="MongoDB"):
        await request_build(away, SCOPE)
    away.close()
