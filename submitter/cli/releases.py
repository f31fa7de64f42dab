"""releases, rollback, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from storefront.builds.submitting import supersede_older
from storefront.errors import UnknownRelease
from storefront.publishing.export import Exported, export_release
from storefront.publishing.releases import KeptRelease, find_release
from storefront.publishing.releases import releases as kept_releases
from storefront.publishing.switching import Switched, live_switch, roll_back
from storefront.tenancy.scope import StoreScope
from submitter.cli.builds import StoreId
from submitter.cli.console import AsJson, megabytes, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session


def add_to(app: typer.Typer) -> None:
    app.command("releases")(releases)
    app.command("rollback")(rollback)
    app.command("export")(export)


def releases(store: StoreId, as_json: AsJson = False) -> None:
    """The releases kept of a store, newest first; any of them can be made live again."""

    async def work(session: Session) -> list[KeptRelease]:
        return await kept_releases(session.mongo, session.store(store))

    found = run_with_session(work)
    if as_json:
        print_json(found)
        return
    if not found:
        out.print(f"Store {store} has no releases yet.")
    for kept in found:
        mark = "live" if kept.live else "    "
        size = megabytes(kept.release.size_bytes)
        when = f"{kept.built_at:%Y-%m-%d %H:%M:%S}"
        out.print(f"{kept.release.release_id[:12]}  {mark}  {when}  {kept.release.entries} files, {size}")


def rollback(
    store: StoreId,
    release: Annotated[
        str | None, typer.Argument(help="A release's id or its beginning; the one before otherwise.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an earlier release live again (or a later one: back and forward)."""

    async def work(session: Session) -> Switched:
        scope = session.store(store)
        switched = await roll_back(session.mongo, scope, release)
        await supersede_older(session.mongo, scope, switched.number)
        return switched

    switched = run_with_session(work)
    if as_json:
        print_json(switched)
    else:
        out.print(
            f"Store {store} shows release {switched.release_id[:12]} now, after {switched.previous_release_id[:12]}."
        )


def export(
    store: StoreId,
    folder: Annotated[Path, typer.Argument(help="An empty or new folder, or one of an earlier export.")],
    release: Annotated[str | None, typer.Option(help="A release's id; the live one otherwise.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a release as a plain folder that any web server can host."""

    async def work(session: Session) -> Exported:
        scope = session.store(store)
        found = await find_release(session.mongo, scope, release or await _live_id(session, scope))
        return await export_release(session.objects, scope, found, folder)

    exported = run_with_session(work)
    if as_json:
        print_json(exported)
    else:
        out.print(f"{exported.files} files, {megabytes(exported.bytes)}, in {folder}")


async def _live_id(session: Session, scope: StoreScope) -> str:
    live = await live_switch(session.mongo, scope)
    if live is None:
        remedy = f"Build it: storeloom build {scope.store_id}."
        raise UnknownRelease(f"Store {scope.store_id!r} has no live release yet.", remedy=remedy)
    return live.release_id
