"""up, serve, doctor."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from config.settings import Settings, settings
from storefront.errors import ServiceUnavailable
from storefront.tenancy.stores import store_row
from submitter.cli.console import AsJson, err, out, print_json
from submitter.cli.keys import tell_first_key
from submitter.cli.running import with_servers
from submitter.serving import create_store_app
from submitter.session import open_session
from workers.doctor import Finding, examine, ports
from workers.embedded import environment, running_servers
from workers.errors import PortTaken
from workers.process_log import prefixing
from workers.supervisor import Supervisor, spec_from_procfile

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"
_MARKS = {"ok": "[green]ok     [/]", "warning": "[yellow]warning[/]", "error": "[red]error  [/]"}


def add_to(app: typer.Typer) -> None:
    app.command("up")(up)
    app.command("serve")(serve)
    app.command("doctor")(doctor)


def up(as_json: AsJson = False) -> int:
    """Run everything in the Procfile, with the servers it needs, until Ctrl-C. With --json logs go to stderr."""
    _refuse_taken_ports(settings())
    with running_servers(settings()) as urls:
        config = with_servers(settings(), urls)
        _tell_addresses(config, as_json)
        tell_first_key(config)
        processes = spec_from_procfile(PROCFILE, os.environ)
        told = prefixing(sys.stderr if as_json else sys.stdout, [process.name for process in processes])
        supervisor = Supervisor(processes, environment(urls), told)
        supervisor.run()
    return 1 if supervisor.ailing else 0


def _refuse_taken_ports(config: Settings) -> None:
    """Rather than have processes start and die until somebody reads why."""
    for port in ports(config):
        if port.level != "ok":
            raise PortTaken(port.what, remedy=port.remedy or "")


def _tell_addresses(config: Settings, as_json: bool) -> None:
    stores = f"http://{config.serve_host}:{config.serve_port}/"
    api = f"http://{config.api_host}:{config.api_port}/api/v1/store-generation"
    flower = f"http://{config.flower_host}:{config.flower_port}/"
    password = None if config.flower_password else config.data_dir / "run" / "flower-password"
    if as_json:
        print_json({"stores": stores, "http_api": api, "flower": flower, "flower_password_file": password})
    else:
        err.print(f"stores    {stores}")
        err.print(f"HTTP API  {api}/health")
        err.print(f"Flower    {flower} (password in {password or 'STORELOOM_FLOWER_PASSWORD'})", markup=False)


def serve(
    store: Annotated[str | None, typer.Option(help="The store shown for any host name.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="STORELOOM_SERVE_PORT, or 8780.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the live stores over HTTP, until Ctrl-C."""
    with running_servers(settings()) as urls:
        config = with_servers(settings(), urls)
        if store is not None:
            asyncio.run(_known(config, store))
        serve_stores(config, store, port, as_json=as_json)


async def _known(config: Settings, store: str) -> None:
    """Raises UnknownStore. A database that is away is none of it: the store is shown when it is back."""
    with suppress(ServiceUnavailable):
        async with open_session(config) as session:
            await store_row(session.mongo, session.store(store))


def serve_stores(config: Settings, store: str | None, port: int | None = None, *, as_json: bool = False) -> None:
    """Serve until interrupted; the address is said first. Raises PortTaken."""
    app = create_store_app(
        mongo_url=config.mongo_url.get_secret_value() if config.mongo_url else "",
        objects_url=config.objects_address,
        tenant_id=config.tenant_id,
        default_store=store,
    )
    with listening(config.serve_host, config.serve_port if port is None else port) as listener:
        address = f"http://{config.serve_host}:{listener.getsockname()[1]}/"
        if as_json:
            print_json({"stores": address})
        else:
            err.print(f"Serving on {address} (stop with Ctrl-C)", markup=False)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at the address. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who is told the address may call at once; uvicorn answers when it is there
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"{host}:{port} cannot be listened on: {error.strerror}.",
            remedy="Stop what runs there, or name another port: --port or STORELOOM_SERVE_PORT.",
        ) from None
    return listener


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
