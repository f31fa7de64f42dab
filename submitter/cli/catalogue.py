"""import: bring a catalogue in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from storefront.catalogue.importing import ImportReport, import_catalogue
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.settings import change_settings, check_changes
from storefront.rendering.themes import load_theme
from submitter.cli.console import AsJson, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session

_TOLD = 10  # rows on the terminal; --json has them all


def add_to(app: typer.Typer) -> None:
    app.command("import")(import_)


def import_(
    source: Annotated[Path, typer.Argument(help="A file (JSON, JSON Lines, CSV) or a folder with products.jsonl.")],
    store: Annotated[str, typer.Option(help="The store's id; it is made when it is new.")],
    format: Annotated[
        str | None, typer.Option(help="json, jsonl, csv, shopify or woocommerce; told from the file otherwise.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping file for any other CSV or JSON.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217, for prices without one.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Remove what the source does not have.")] = False,
    name: Annotated[str | None, typer.Option(help="Set the store's name.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Set the public address its pages are made for.")] = None,
    theme: Annotated[str | None, typer.Option(help="Set its theme.")] = None,
    as_json: AsJson = False,
) -> None:
    """Import a catalogue. Bad rows are set aside with their reason; importing twice changes nothing."""
    if theme is not None:
        load_theme(theme)
    wanted = {"store_name": name, "base_url": base_url, "theme": theme}
    changes = {field: value for field, value in wanted.items() if value is not None}
    check_changes(changes if currency is None else {**changes, "currency": currency})  # before anything goes in

    async def work(session: Session) -> ImportReport:
        scope = session.store(store)
        report = await import_catalogue(
            session.mongo,
            session.objects,
            scope,
            source,
            format=format,
            mapping=mapping,
            currency=currency,
            replace=replace,
        )
        await change_settings(session.mongo, scope, changes)
        return report

    report = run_with_session(work)
    if as_json:
        print_json(report)
    else:
        _tell(store, report, currency_given=currency is not None)


def _tell(store: str, report: ImportReport, *, currency_given: bool) -> None:
    out.print(
        f"Store {store}: {report.read} products read, {report.inserted} new, {report.updated} changed, "
        f"{report.unchanged} as before, {report.removed} removed, {len(report.quarantined)} set aside."
    )
    if report.currency_assumed and not currency_given:
        out.print(f"Prices without a currency were taken to be {report.currency} (set another with --currency).")
    _tell_rows("set aside", report.quarantined)
    _tell_rows("left out", report.notices)
    for warning in report.warnings:
        out.print(f"  no build like this: {warning}", markup=False)


def _tell_rows(what: str, rows: list[QuarantinedRow]) -> None:
    for row in rows[:_TOLD]:
        place = f"row {row.row}, {row.field}" if row.field else f"row {row.row}"
        out.print(f"  {what}: {place}: {row.reason} {row.remedy}", markup=False)
    if len(rows) > _TOLD:
        out.print(f"  … and {len(rows) - _TOLD} more {what} (see them all with --json)")
