"""up, serve, doctor."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from config.settings import Settings, settings
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.keys import tell_first_key
from submitter.cli.running import with_servers
from submitter.serving import create_store_app
from workers.doctor import Finding, examine
from workers.embedded import environment, running_servers
from workers.supervisor import Supervisor, spec_from_procfile

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"
_MARKS = {"ok": "[green]ok     [/]", "warning": "[yellow]warning[/]", "error": "[red]error  [/]"}


def add_to(app: typer.Typer) -> None:
    app.command("up")(up)
    app.command("serve")(serve)
    app.command("doctor")(doctor)


def up() -> int:
    """Run everything in the Procfile, with the servers it needs, until Ctrl-C."""
    with running_servers(settings()) as urls:
        config = with_servers(settings(), urls)
        _tell_addresses(config)
        tell_first_key(config)
        supervisor = Supervisor(spec_from_procfile(PROCFILE, os.environ), environment(urls))
        supervisor.run()
    return 1 if supervisor.given_up else 0


def _tell_addresses(config: Settings) -> None:
    err.print(f"stores    http://{config.serve_host}:{config.serve_port}/")
    err.print(f"HTTP API  http://{config.api_host}:{config.api_port}/api/v1/store-generation/health")
    err.print(f"Flower    http://127.0.0.1:{config.flower_port}/ (password in {config.data_dir}/run/flower-password)")


def serve(
    store: Annotated[str | None, typer.Option(help="The store shown for any host name.")] = None,
    port: Annotated[int | None, typer.Option(help="STORELOOM_SERVE_PORT, or 8780.")] = None,
) -> None:
    """Show the live stores over HTTP, until Ctrl-C."""
    with running_servers(settings()) as urls:
        serve_stores(with_servers(settings(), urls), store, port)


def serve_stores(config: Settings, store: str | None, port: int | None = None) -> None:
    """Serve until interrupted; the address is said first."""
    port = config.serve_port if port is None else port
    app = create_store_app(
        mongo_url=config.mongo_url.get_secret_value() if config.mongo_url else "",
        objects_url=config.objects_address,
        tenant_id=config.tenant_id,
        default_store=store,
    )
    err.print(f"Serving on http://{config.serve_host}:{port}/ (stop with Ctrl-C)")
    uvicorn.run(app, host=config.serve_host, port=port, log_level="warning", server_header=False)


def doctor(as_json: AsJson = False) -> int:
    """Say what is there, what is missing and how to mend it."""
    findings = asyncio.run(examine(settings()))
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            _tell(finding)
    return 2 if any(finding.level == "error" for finding in findings) else 0


def _tell(finding: Finding) -> None:
    out.print(_MARKS[finding.level], end=" ")
    out.print(f"{finding.what} {finding.remedy or ''}".strip(), markup=False)
