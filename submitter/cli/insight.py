"""plan and explain: what a build would do, and why a page is as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from storefront.publishing.explaining import Explanation, explain
from storefront.publishing.forecasting import Forecast, forecast
from submitter.cli.builds import StoreId
from submitter.cli.console import AsJson, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session


def add_to(app: typer.Typer) -> None:
    app.command("plan")(plan)
    app.command("explain")(explain_)


def plan(store: StoreId, as_json: AsJson = False) -> None:
    """What a build of the store would do now, without doing it."""

    async def work(session: Session) -> Forecast:
        return await forecast(session.mongo, session.objects, session.store(store))

    found = run_with_session(work)
    if as_json:
        print_json(found)
        return
    out.print(f"A build of {store} would show {found.products:,} products on {found.pages:,} pages", end="")
    out.print(f" and set {found.quarantined} aside." if found.quarantined else ".")
    out.print(f"  images    {found.images:,}, of which {found.images_to_encode:,} are to be encoded")
    if found.photos_new:
        out.print(f"  photos    {found.photos_new:,} more are new and have to be looked at first")
    if found.usual_seconds is not None:
        out.print(f"  time      its builds took {found.usual_seconds:.1f} s lately")


def explain_(
    store: StoreId,
    path: Annotated[str, typer.Argument(help="An address of the store, such as /products/alder/.")],
    as_json: AsJson = False,
) -> None:
    """Since when an address of the live store is as it is, and by which build."""

    async def work(session: Session) -> Explanation:
        return await explain(session.mongo, session.objects, session.store(store), path)

    found = run_with_session(work)
    if as_json:
        print_json(found)
        return
    by = f"build {found.build_id}" if found.build_id else "a rollback"
    out.print(f"{found.path}: {found.kind}, {found.content_type}, {found.size_bytes:,} bytes", markup=False)
    out.print(f"  as it is  since {found.since:%Y-%m-%d %H:%M:%S}, by {by}, release {found.release_id[:12]}")
    out.print(f"  before    {found.before}")
