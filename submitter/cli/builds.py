"""build, status, builds, cancel, retry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from storefront.builds.models import Build
from storefront.builds.progress import Progress, progress_of
from storefront.builds.queries import batches_stopping, build_of, builds_of_store
from storefront.builds.waiting import why_waiting
from storefront.tenancy.stores import store_row
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.running import run_with_session
from submitter.cli.summary import build_document, tell_build
from submitter.cli.watching import watch
from submitter.requesting import ask_for_build, cancel_build, retry_build
from submitter.session import Session

STOP_S = 5  # a worker looks for cancelled batches so often at least

BuildId = Annotated[str, typer.Argument(help="The build's id.")]
StoreId = Annotated[str, typer.Argument(help="The store's id.")]


@dataclass(frozen=True, slots=True)
class Seen:
    """A build to be shown."""

    progress: Progress
    waits: str | None  # why, if it is queued

    @property
    def build(self) -> Build:
        return self.progress.build


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

    async def work(session: Session) -> Seen:
        asked = await ask_for_build(session, session.store(store), request_id=request_id, theme=theme, trigger="cli")
        if not asked.sent:
            err.print("Redis does not answer: the build is recorded and starts when Redis is back.")
        if wait:
            return Seen(await watch(session, asked.build.build_id, quiet=as_json), None)
        return await _seen(session, asked.build)

    return _show(run_with_session(work), as_json)


def status(build_id: BuildId, as_json: AsJson = False) -> int:
    """How far a build is, and what became of it."""

    async def work(session: Session) -> Seen:
        return await _seen(session, await build_of(session.mongo, session.tenant, build_id))

    return _show(run_with_session(work), as_json)


def builds(store: StoreId, as_json: AsJson = False) -> None:
    """The store's builds, newest first."""

    async def work(session: Session) -> list[Seen]:
        await store_row(session.mongo, session.store(store))
        found = await builds_of_store(session.mongo, session.store(store))
        return [Seen(Progress(each, 0.0), await _waits(session, each)) for each in found]

    found = run_with_session(work)
    if as_json:
        print_json([build_document(each.progress, each.waits) for each in found])
        return
    if not found:
        out.print(f"Store {store} has no builds yet.")
    for each in found:
        out.print(_line(each))


def _line(seen: Seen) -> str:
    build = seen.build
    moved = build.finished_at or build.started_at or build.created_at
    words = f"waits: {seen.waits}" if seen.waits else build.reason or build.outcome or ""
    return f"{build.build_id}  {build.state:<10}  {moved:%Y-%m-%d %H:%M:%S}  {words}"


def cancel(build_id: BuildId, as_json: AsJson = False) -> None:
    """Stop a build; the live store stays as it is."""

    async def work(session: Session) -> tuple[Seen, int]:
        build = await cancel_build(session, session.tenant, build_id)
        return await _seen(session, build), await batches_stopping(session.mongo, build)

    cancelled, at_work = run_with_session(work)
    _show(cancelled, as_json)
    if not as_json:
        out.print(_what_happens(at_work))


def _what_happens(at_work: int) -> str:
    live = "The live store stays as it is"
    match at_work:
        case 0:
            return f"{live}."
        case 1:
            return f"{live}; 1 batch at work stops within {STOP_S} s."
        case _:
            return f"{live}; {at_work} batches at work stop within {STOP_S} s."


def retry(
    build_id: BuildId,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until the build has ended.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run a failed build again: only what is not done yet."""

    async def work(session: Session) -> Seen:
        again = await retry_build(session, session.tenant, build_id)
        if wait:
            return Seen(await watch(session, again.build_id, quiet=as_json), None)
        return await _seen(session, again)

    return _show(run_with_session(work), as_json)


async def _seen(session: Session, build: Build) -> Seen:
    return Seen(await progress_of(session.mongo, build), await _waits(session, build))


async def _waits(session: Session, build: Build) -> str | None:
    return await why_waiting(session.mongo, build, session.config.limits) if build.state == "queued" else None


def _show(seen: Seen, as_json: bool) -> int:
    if as_json:
        print_json(build_document(seen.progress, seen.waits))
    else:
        tell_build(seen.progress, seen.waits)
    return 1 if seen.build.state in ("failed", "timed_out") else 0
