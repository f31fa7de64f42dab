"""import: bring a catalogue in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from storefront.catalogue.importing import ImportReport, import_catalogue

from submitter.cli.console import AsJson, out, print_json
from submitter.cli.running import run_with_session
from submitter.session import Session

_TOLD = 10  # quarantined rows on the terminal; --json has them all


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
    as_json: AsJson = False,
) -> None:
    """Import a catalogue. Bad rows are set aside with their reason; importing twice changes nothing."""

    async def work(session: Session) -> ImportReport:
        return await import_catalogue(
            session.mongo,
            session.objects,
            session.store(store),
            source,
            format=format,
            mapping=mapping,
            currency=currency,
        )

    report = run_with_session(work)
    if as_json:
        print_json(report)
    else:
        _tell(store, report)


def _tell(store: str, report: ImportReport) -> None:
    out.print(
        f"Store {store}: {report.read} products read, {report.inserted} new, {report.updated} changed, "
        f"{report.unchanged} as before, {len(report.quarantined)} set aside."
    )
    for row in report.quarantined[:_TOLD]:
        out.print(f"  row {row.row}: {row.field}: {row.reason} {row.remedy}", markup=False)
    if len(report.quarantined) > _TOLD:
        out.print(f"  … and {len(report.quarantined) - _TOLD} more (see them all with --json)")
