"""The last step of a build: visitors see its release and the build is live, both at one moment or neither."""

from __future__ import annotations

from typing import Any

from storefront.builds.models import Build
from storefront.builds.moves import go_live, move_state
from storefront.builds.summary import summarise
from storefront.failpoints import failpoint
from storefront.publishing.release import Release
from storefront.publishing.releases import record_release
from storefront.publishing.switching import live_switch, switch
from storefront.storage.mongo import Mongo, Session

_OVERTAKEN = "a newer release or a rollback went live before it"


class _Overtaken(Exception):
    """Undoes the transaction."""


async def put_live(mongo: Mongo, build: Build, release: Release, *, worker: str | None = None) -> bool:
    """Switch the store to the build's release, unless the build has ended meanwhile (live, cancelled, timed out).

    So doing it twice or late changes nothing. A build that a newer switch overtook becomes superseded. False when
    visitors see what they saw before.
    """
    told = await _told(mongo, build, release)

    async def work(session: Session) -> bool:
        if await go_live(mongo, build, **told, worker=worker, session=session) is None:
            return False
        await record_release(mongo, build.scope, release, session)
        if not await switch(mongo, build.scope, release.release_id, build.number, build.build_id, session=session):
            raise _Overtaken
        return True

    failpoint("deploy.before_swap")
    try:
        switched = await mongo.in_transaction(work)
    except _Overtaken:
        changes = {"reason": _OVERTAKEN}
        await move_state(mongo, build.build_id, "superseded", worker=worker, epoch=build.epoch, changes=changes)
        switched = False
    failpoint("deploy.after_swap")
    return switched


async def _told(mongo: Mongo, build: Build, release: Release) -> dict[str, Any]:
    """What the live build's row tells of its end."""
    before = await live_switch(mongo, build.scope)
    outcome = "unchanged" if before is not None and before.release_id == release.release_id else "changed"
    summary: dict[str, Any] = await summarise(mongo, build)
    summary["release"] = {"files": release.counts, "size_bytes": release.size_bytes}
    return {"release_id": release.release_id, "outcome": outcome, "summary": summary}
