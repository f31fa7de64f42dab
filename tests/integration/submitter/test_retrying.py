"""A retry that could come to nothing is refused before it works."""

from __future__ import annotations

import pytest

from storefront.builds.moves import fail
from storefront.builds.queries import build_by_id
from storefront.catalogue.set_aside import Aside, recall, remember
from storefront.errors import NothingToDo
from storefront.publishing.switching import switch
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from submitter.requesting import retry_build
from submitter.session import open_session
from tests.factories.builds import SCOPE, running_build
from tests.integration.conftest import Farm


async def test_behind_a_newer_release(field: Farm, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "batch_failed", "no")
    await switch(mongo, SCOPE, "newer", build.number + 1, "other")
    async with open_session(field.settings) as session:
        with pytest.raises(NothingToDo, match="overtaken") as refused:
            await retry_build(session, session.tenant, build.build_id)
    assert "storeloom build optician" in str(refused.value)
    assert (await build_by_id(mongo, build.build_id)).state == "failed"


async def test_before_an_older_release_it_runs(field: Farm, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "batch_failed", "no")
    await switch(mongo, SCOPE, "older", build.number - 1, "other")
    async with open_session(field.settings) as session:
        assert (await retry_build(session, session.tenant, build.build_id)).state == "running"


async def test_what_it_blamed_before_it_failed_is_not_remembered_of_it(field: Farm, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await remember(mongo, SCOPE, "product", {"round": Aside("ab12", "It failed 4 times.", build.build_id)})
    await remember(mongo, SCOPE, "product", {"panto": Aside("cd34", "It failed 4 times.", "another")})
    await fail(mongo, build, "batch_failed", "no")
    async with open_session(field.settings) as session:
        await retry_build(session, session.tenant, build.build_id)
    assert set(await recall(mongo, SCOPE, "product")) == {"panto"}


async def test_where_other_builds_have_its_place(field: Farm, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "batch_failed", "no")
    await running_build(mongo, StoreScope("local", "another"))
    one_at_a_time = field.settings.model_copy(update={"tenant_running_builds": 1})
    async with open_session(one_at_a_time) as session:
        with pytest.raises(NothingToDo, match="another build of the tenant runs") as refused:
            await retry_build(session, session.tenant, build.build_id)
    assert "when one has ended" in str(refused.value)
    assert (await build_by_id(mongo, build.build_id)).state == "failed"
