"""report: what the checks found in a store's pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from storefront.seo.report.page import report_page
from submitter.cli.console import AsJson, out, print_json
from submitter.cli.running import run_with_session
from submitter.cli.writing import writing
from submitter.reports import report_of
from submitter.session import Session

_PAGES_TOLD = 3  # of each check


def add_to(app: typer.Typer) -> None:
    app.command("report")(report)


def report(
    store_or_build: Annotated[str, typer.Argument(metavar="STORE|BUILD", help="A store's id, or a build's.")],
    html: Annotated[Path | None, typer.Option(help="Write it as a page into this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """What the checks found in the pages of a build, or of a store's latest one that was checked."""

    async def work(session: Session) -> dict[str, Any]:
        return await report_of(session, session.tenant, store_or_build)

    card = run_with_session(work)
    if html:
        with writing(html):
            html.write_text(report_page(card), encoding="utf-8")
    if as_json:
        print_json(card)
    elif html:
        out.print(f"The report card of build {card['build_id']} is in {html}.", markup=False)
    else:
        _tell(card)


def _tell(card: dict[str, Any]) -> None:
    out.print(
        f"{card['store']}: {card['score']} of 100 ({card['pages']} pages, build {card['build_id']})", markup=False
    )
    for area in card["areas"]:
        found = f"{area['errors']} errors, {area['warnings']} warnings" if area["errors"] + area["warnings"] else ""
        out.print(f"  {area['label']:<22} {area['score']:>3}  {found}".rstrip(), markup=False)
    for check in card["checks"]:
        out.print(f"{check['level']}: {check['check']}, {check['count']} times", markup=False)
        for one in check["pages"][:_PAGES_TOLD]:
            out.print(f"    {one['page']}: {one['reason']}", markup=False)
        for remedy in check["remedies"][:1]:
            out.print(f"    To do: {remedy}", markup=False)
