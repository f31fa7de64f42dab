"""build, status, builds, cancel, retry."""

from __future__ import annotations

from typing import Annotated

import typer

from storefront.builds.models import Build
from storefront.builds.progress import Progress, progress_of
from storefront.builds.queries import build_of, builds_of_store
from storefront.tenancy.stores import store_row
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.running import run_with_session
from submitter.cli.summary import build_document, tell_build
from submitter.cli.watching import watch
from submitter.requesting import ask_for_build, cancel_build, retry_build
from submitter.session import Session

BuildId = Annotated[str, typer.Argument(help="The build's id.")]
StoreId = Annotated[str, typer.Argument(help="The store's id.")]


def add_to(app: typer.Typer) -> None:
    app.command("build")(build)
    app.command("status")(status)
    app.command("builds")(builds)
    app.command("cancel")(cancel)
    app.command("retry")(retry)


def build(
    store: StoreId,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until the build has ended.")] = False,
    theme: Annotated[str | None, typer.Option(help="A theme other than the store's own.")] = None,
    request_id: Annotated[str | None, typer.Option(help="The same id twice gives the same build.")] = None,
    as_json: AsJson = False,
) -> int:
    """Build the store and put it live."""

    async def work(session: Session) -> Progress:
        asked = await ask_for_build(session, session.store(store), request_id=request_id, theme=theme, trigger="cli")
        if not asked.sent:
            err.print("Redis does not answer: the build is recorded and starts when Redis is back.")
        if wait:
            return await watch(session, asked.build.build_id, quiet=as_json)
        return await progress_of(session.mongo, asked.build)

    return _show(run_with_session(work), as_json)


def status(build_id: BuildId, as_json: AsJson = False) -> int:
    """How far a build is, and what became of it."""

    async def work(session: Session) -> Progress:
        return await progress_of(session.mongo, await build_of(session.mongo, session.tenant, build_id))

    return _show(run_with_session(work), as_json)


def builds(store: StoreId, as_json: AsJson = False) -> None:
    """The store's builds, newest first."""

    async def work(session: Session) -> list[Build]:
        await store_row(session.mongo, session.store(store))
        return await builds_of_store(session.mongo, session.store(store))

    found = run_with_session(work)
    if as_json:
        print_json([build_document(Progress(each, 0.0)) for each in found])
        return
    if not found:
        out.print(f"Store {store} has no builds yet.")
    for each in found:
        ended = each.finished_at or each.started_at or each.created_at
        out.print(f"{each.build_id}  {each.state:<10}  {ended:%Y-%m-%d %H:%M:%S}  {each.reason or each.outcome or ''}")


def cancel(build_id: BuildId, as_json: AsJson = False) -> None:
    """Stop a build; the live store stays as it is."""

    async def work(session: Session) -> Progress:
        return await progress_of(session.mongo, await cancel_build(session, session.tenant, build_id))

    _show(run_with_session(work), as_json)


def retry(
    build_id: BuildId,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until the build has ended.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run a failed build again: only what is not done yet."""

    async def work(session: Session) -> Progress:
        again = await retry_build(session, session.tenant, build_id)
        if wait:
            return await watch(session, again.build_id, quiet=as_json)
        return await progress_of(session.mongo, again)

    return _show(run_with_session(work), as_json)


def _show(progress: Progress, as_json: bool) -> int:
    if as_json:
        print_json(build_document(progress))
    else:
        tell_build(progress)
    return 1 if progress.build.state in ("failed", "timed_out") else 0
