"""schedule: rebuild a store at set times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from redis.exceptions import RedisError

from config.schedule import remove_entry, set_entry
from storefront.builds.schedules import Schedule, put_schedule, remove_schedule, schedules
from storefront.errors import RequestInvalid
from storefront.tenancy.stores import store_row
from submitter.cli.builds import StoreId
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session


def add_to(app: typer.Typer) -> None:
    app.command("schedule")(schedule)


def schedule(
    store: StoreId,
    cron: Annotated[str | None, typer.Option(help='Five fields; "30 3 * * *": at half past three.')] = None,
    timezone: Annotated[str, typer.Option(help="IANA name, such as Europe/Madrid.")] = "UTC",
    name: Annotated[str, typer.Option(help="A store may have several schedules.")] = "default",
    remove: Annotated[bool, typer.Option("--remove", help="Remove the schedule of this name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a store's schedules; with --cron make or change one, with --remove take one away."""
    if remove and cron is not None:
        raise RequestInvalid("--cron and --remove exclude each other.", remedy="Give one of them.")

    async def work(session: Session) -> list[Schedule]:
        scope = session.store(store)
        await store_row(session.mongo, scope)
        if remove:
            _have_beat_forget(session, await remove_schedule(session.mongo, scope, name))
        elif cron is not None:
            changed = await put_schedule(session.mongo, scope, name=name, cron=cron, timezone=timezone)
            _have_beat_know(session, changed)
        return await schedules(session.mongo, scope)

    _show(store, run_with_session(work), as_json)


def _show(store: str, found: list[Schedule], as_json: bool) -> None:
    if as_json:
        print_json([_document(each) for each in found])
        return
    for each in found:
        out.print(f"{each.name:<12} {each.cron:<16} {each.timezone:<20} next {_next(each):%Y-%m-%d %H:%M} UTC")
    if not found:
        out.print(f"Store {store} has no schedules.")


def _next(each: Schedule) -> datetime:
    return each.next_due(datetime.now(UTC))


def _document(each: Schedule) -> dict[str, object]:
    return {
        "name": each.name,
        "cron": each.cron,
        "timezone": each.timezone,
        "store_id": each.scope.store_id,
        "next_due_at": _next(each),
    }


def _have_beat_know(session: Session, changed: Schedule) -> None:
    """At once where Redis answers; otherwise the sweeper does it."""
    try:
        set_entry(session.outbox.queue, changed.schedule_id, changed.next_due(changed.since))
    except RedisError:
        err.print("Redis does not answer: the schedule is kept and takes effect when Redis is back.")


def _have_beat_forget(session: Session, schedule_id: str) -> None:
    """Without Redis the entry stays, and does nothing when it fires: its schedule is gone."""
    try:
        remove_entry(session.outbox.queue, schedule_id)
    except RedisError:
        err.print("Redis does not answer; the schedule is removed all the same.")
