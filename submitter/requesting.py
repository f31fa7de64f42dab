"""Asking for, cancelling and retrying builds: the use case, then its messages. The same for HTTP and command line."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from storefront.builds.models import Build, close_message
from storefront.builds.moves import cancel
from storefront.builds.queries import build_of
from storefront.builds.reopening import reopen
from storefront.builds.starting import waiting_message
from storefront.builds.states import RETRIABLE
from storefront.builds.submitting import Accepted, known_request, request_build
from storefront.builds.waiting import what_is_in_the_way
from storefront.catalogue.set_aside import forget_blamed_by
from storefront.errors import NothingToDo, PaletteRefused, RequestInvalid, TooManyRequests, UnknownFont
from storefront.failpoints import failpoint
from storefront.publishing.switching import live_switch
from storefront.rendering.looks import check_looks
from storefront.rendering.themes import load_theme
from storefront.tenancy.scope import StoreScope, TenantScope
from submitter.session import Session

LONGEST_REQUEST_ID = 200


@dataclass(frozen=True, slots=True)
class Requested:
    build: Build
    created: bool  # False: the request id named a build that exists
    sent: bool  # False: recorded, and sent by the sweeper when Redis is back


async def ask_for_build(
    session: Session,
    scope: StoreScope,
    *,
    request_id: str | None = None,
    theme: str | None = None,
    trigger: str,
) -> Requested:
    """Record a build and send it.

    Raises UnknownStore, UnknownTheme, UnknownFont, PaletteRefused, RequestInvalid, TooManyRequests,
    ServiceUnavailable; nothing is recorded then.
    """
    if request_id is not None and not 1 <= len(request_id) <= LONGEST_REQUEST_ID:
        raise RequestInvalid(f"A request id has 1 to {LONGEST_REQUEST_ID} characters.", remedy="Give another one.")
    if theme is not None:
        await asyncio.to_thread(load_theme, theme)
    accepted = await _record(session, scope, request_id=request_id, trigger=trigger, theme=theme)
    failpoint("submit.after_row")
    sent = await session.outbox.send(accepted.messages)
    build = await build_of(session.mongo, scope, accepted.build_id)
    return Requested(build, accepted.created, sent)


async def _record(
    session: Session, scope: StoreScope, *, request_id: str | None, trigger: str, theme: str | None
) -> Accepted:
    try:
        await check_looks(session.mongo, scope)
        async with session.turns.of(scope):
            return await request_build(
                session.mongo,
                scope,
                request_id=request_id,
                trigger=trigger,
                theme=theme,
                deadline_s=session.config.build_deadline_s,
                limits=session.config.limits,
            )
    except (TooManyRequests, PaletteRefused, UnknownFont, RequestInvalid):
        known = await known_request(session.mongo, scope, request_id)  # its build is there: that costs nothing
        if known is None:
            raise
        return Accepted(known, created=False)


async def cancel_build(session: Session, scope: TenantScope, build_id: str) -> Build:
    """Raises UnknownBuild, NothingToDo when it has ended already."""
    build = await build_of(session.mongo, scope, build_id)
    if await cancel(session.mongo, build) is None:
        ended = await build_of(session.mongo, scope, build_id)
        raise NothingToDo(f"Build {build_id} has ended already: it is {ended.state}.")
    await session.outbox.send(await waiting_message(session.mongo, build.scope, session.config.limits))
    return await build_of(session.mongo, scope, build_id)


async def retry_build(session: Session, scope: TenantScope, build_id: str) -> Build:
    """Run only what failed. Raises UnknownBuild, NothingToDo when it can't be retried now."""
    build = await build_of(session.mongo, scope, build_id)
    if build.state not in RETRIABLE:
        raise NothingToDo(f"Build {build_id} is {build.state}; only failed and timed-out builds are retried.")
    await _refuse_overtaken(session, build)
    # Once it is live what it sets aside counts for later builds; what it blamed before it failed must not.
    await forget_blamed_by(session.mongo, build.scope, build_id)
    again = await reopen(session.mongo, build, session.config.limits)
    if again is None:
        why = await what_is_in_the_way(session.mongo, build.scope, session.config.limits) or "its state has changed"
        raise NothingToDo(
            f"Build {build_id} can't run again now: {why}.", remedy="Try again when one has ended, or cancel one."
        )
    await session.outbox.send([close_message(again)])
    return await build_of(session.mongo, scope, build_id)


async def _refuse_overtaken(session: Session, build: Build) -> None:
    live = await live_switch(session.mongo, build.scope)
    if live is not None and live.number > build.number:
        store = build.scope.store_id
        raise NothingToDo(
            f"Build {build.build_id} was overtaken: what visitors of store {store!r} see was asked for later.",
            remedy=f"Build anew: storeloom build {store}.",
        )
