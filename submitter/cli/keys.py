"""key: let another service in. checkout-key: check the prices of orders.

An API key is shown at the moment it is made, on a terminal or to who asked for it; a checkout key whenever it is asked
for, since both sides need it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from config.settings import Settings
from storefront.tenancy.access import first_key, issue_key
from storefront.tenancy.checkout_keys import checkout_key, rotate_checkout_key
from storefront.tenancy.stores import store_row
from submitter.cli.builds import StoreId
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session, open_session


def add_to(app: typer.Typer) -> None:
    app.command("key")(key)
    app.command("checkout-key")(show_checkout_key)


def key(as_json: AsJson = False) -> None:
    """Make an API key. It is shown once; Storeloom keeps only its digest."""

    async def work(session: Session) -> str:
        return await issue_key(session.mongo, session.tenant)

    made = run_with_session(work)
    if as_json:
        print_json({"key": made})
    else:
        out.print(made, markup=False)


def show_checkout_key(
    store: StoreId,
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new key; the next build signs with it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the key that signs a store's prices for its own order endpoint (checkout "post")."""

    async def work(session: Session) -> str:
        scope = session.store(store)
        await store_row(session.mongo, scope)
        return await (rotate_checkout_key if rotate else checkout_key)(session.mongo, scope)

    shown = run_with_session(work)
    if as_json:
        print_json({"store": store, "checkout_key": shown, "rotated": rotate})
    else:
        out.print(shown, markup=False)


def tell_first_key(config: Settings) -> None:
    """At the first start: a key for the tenant, on the terminal alone. Where words go to a file, none is made."""
    if not err.is_terminal:
        err.print("API key   make one with: storeloom key")
        return
    made = asyncio.run(_first_key(config))
    if made is not None:
        err.print(f"API key   {made} (shown this once; another one: storeloom key)", markup=False)


async def _first_key(config: Settings) -> str | None:
    async with open_session(config) as session:
        return await first_key(session.mongo, session.tenant)
