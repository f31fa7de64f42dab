"""demo: the sample optician, from drawn photos to a live store, in one command."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import typer

from config.settings import Settings, settings
from examples.optician.sample import SampleWritten, write_sample
from storefront.builds.progress import Progress
from storefront.catalogue.importing import import_catalogue
from storefront.errors import RequestInvalid
from storefront.rendering.themes import load_theme
from submitter.cli.console import AsJson, err, out, print_json, this_command
from submitter.cli.drawing import drawing_bar
from submitter.cli.log_files import LogFiles
from submitter.cli.memory import MemoryWatch
from submitter.cli.running import with_servers
from submitter.cli.servers import PROCFILE, serve_stores
from submitter.cli.summary import build_document, tell_build
from submitter.cli.watching import watch
from submitter.requesting import ask_for_build
from submitter.session import Session, open_session
from workers.data_folder import Lock, private_folder
from workers.embedded import ServerUrls, environment, running_servers
from workers.errors import ServerWontStart
from workers.supervisor import Supervisor, spec_from_procfile

STORE = "optician"
_NEEDED = ("worker", "sweeper")  # the Procfile's processes that a build needs


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


@dataclass(frozen=True, slots=True)
class _Wanted:
    products: int
    photos: int
    theme: str | None
    quiet: bool


def demo(
    products: Annotated[int, typer.Option(min=1, help="How many frames the sample has.")] = 60,
    photos: Annotated[int, typer.Option(min=0, help="How many photos are drawn.")] = 180,
    theme: Annotated[str | None, typer.Option(help="The theme; modern-minimal otherwise.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Build and finish; do not go on serving.")] = False,
    as_json: AsJson = False,
) -> int:
    """Draw a sample catalogue, import it, build the store and show it."""
    if theme is not None:
        load_theme(theme)
    wanted = _Wanted(products, photos, theme, quiet=as_json)
    with ExitStack() as alone:
        alone.enter_context(_alone(settings()))
        return _demonstrate(wanted, alone.close, serving=not once and not as_json and sys.stdout.isatty())


def _demonstrate(wanted: _Wanted, built: Callable[[], None], *, serving: bool) -> int:
    """Build, tell, and go on serving where that is wanted; `built()` lets another demo in meanwhile."""
    with running_servers(settings()) as urls:
        config = with_servers(settings(), urls)
        progress, memory = _build(config, urls, wanted)
        if wanted.quiet:
            print_json({**build_document(progress), "memory_mb": memory})
        else:
            _tell(progress, memory, config)
        if progress.build.state != "live":
            return 1
        if serving:
            built()
            serve_stores(config, STORE)
    return 0


@contextmanager
def _alone(config: Settings) -> Iterator[None]:
    """Two demos would draw into one folder, and the servers end with the one that started them."""
    lock = Lock(private_folder(config.data_dir / "run") / "demo")
    if not lock.acquire():
        raise RequestInvalid(
            f"Another demo is at work in {config.data_dir}.",
            remedy="Wait until it is done, or give this one a folder of its own: STORELOOM_DATA_DIR=FOLDER.",
        )
    try:
        yield
    finally:
        lock.release()


def _build(config: Settings, urls: ServerUrls, wanted: _Wanted) -> tuple[Progress, dict[str, float]]:
    processes = [spec for spec in spec_from_procfile(PROCFILE, os.environ) if spec.name.startswith(_NEEDED)]
    with LogFiles(config.data_dir / "log") as logs:
        supervisor = Supervisor(processes, environment(urls), logs.write)
        supervisor.start()
        try:
            with MemoryWatch() as memory:
                progress = asyncio.run(_sample_to_live(config, wanted, partial(_check, supervisor, config)))
            return progress, memory.peaks_mb
        finally:
            supervisor.stop()


def _check(supervisor: Supervisor, config: Settings) -> None:
    """Without workers a build would wait for ever."""
    if supervisor.ailing:
        names = ", ".join(supervisor.ailing)
        raise ServerWontStart(f"{names} ended again and again.", remedy=f"Its words are in {config.data_dir / 'log'}.")


async def _sample_to_live(config: Settings, wanted: _Wanted, check: Callable[[], None]) -> Progress:
    async with open_session(config) as session:
        sample = _draw(config, wanted)
        scope = session.store(STORE)
        report = await import_catalogue(session.mongo, session.objects, scope, sample.folder, replace=True)
        if not wanted.quiet:
            err.print(f"Imported {report.read} products ({report.inserted} new, {report.unchanged} as before).")
        asked = await ask_for_build(session, scope, theme=wanted.theme, trigger="demo")
        return await _watched(session, asked.build.build_id, wanted, check)


async def _watched(session: Session, build_id: str, wanted: _Wanted, check: Callable[[], None]) -> Progress:
    """The build's end, or its successor's, when somebody asked for the same store meanwhile."""
    progress = await watch(session, build_id, quiet=wanted.quiet, every_look=check)
    successor = progress.build.successor
    if progress.build.state != "superseded" or successor is None:
        return progress
    if not wanted.quiet:
        err.print(f"Build {build_id} was replaced by {successor}, asked for later.")
    return await _watched(session, successor, wanted, check)


def _draw(config: Settings, wanted: _Wanted) -> SampleWritten:
    with drawing_bar(wanted.quiet) as advance:
        return write_sample(
            config.data_dir / "sample", products=wanted.products, photos=wanted.photos, on_progress=advance
        )


def _tell(progress: Progress, memory: dict[str, float], config: Settings) -> None:
    tell_build(progress)
    if memory:
        out.print(f"  memory    largest worker process {max(memory.values()):.0f} MB")
    if progress.build.state == "live":
        _tell_where_to_look(config)
    out.print(f"  logs      {config.data_dir / 'log'}")


def _tell_where_to_look(config: Settings) -> None:
    command, address = this_command(), f"http://{config.serve_host}:{config.serve_port}/"
    out.print(f"  look      {command} serve --store {STORE}   ({address})", markup=False)
    out.print(f"            {command} export {STORE} FOLDER", markup=False)
