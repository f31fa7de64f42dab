"""theme dev and theme show: a theme on the screen, while it is edited and as a whole."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from config.settings import settings
from storefront.errors import UnknownTheme
from storefront.rendering.theme_dev.material import Material
from storefront.rendering.theme_dev.studio import Studio
from storefront.rendering.theme_show.cases import with_cases
from storefront.rendering.theme_show.showcase import PATH as SHOW
from storefront.rendering.themes import BUILT_IN, theme_names
from submitter.cli.console import AsJson, err, print_json
from submitter.cli.running import run_with_session
from submitter.cli.servers import listening
from submitter.cli.writing import writing
from submitter.session import Session
from submitter.theme_folder import write_showcase
from submitter.theme_material import PHOTOS, PRODUCTS, sample_material, store_material
from submitter.theme_pictures import Pictures, SamplePictures, StorePictures
from submitter.theme_server import ThemeServer

ThemePath = Annotated[str, typer.Argument(metavar="PATH", help="A theme's folder, or the name of a built-in one.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; any free one otherwise.")]


def add_to(group: typer.Typer) -> None:
    group.command("dev")(dev)
    group.command("show")(show)


def dev(
    path: ThemePath,
    store: Annotated[str | None, typer.Option(help="A store of yours, instead of the sample.")] = None,
    port: Port = 0,
    as_json: AsJson = False,
) -> None:
    """Show a theme in the browser and every change of it as soon as it is saved. Needs no server for the sample."""
    folder = theme_folder(path)
    material, pictures = _of_store(store) if store else sample()
    with listening("127.0.0.1", port) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        if as_json:
            print_json({"preview": address, "theme": str(folder)})
        else:
            err.print(f"{folder.name} on {address} (edit, save, see; stop with Ctrl-C)", markup=False)
        run_server(ThemeServer(Studio(folder, material, address.rstrip("/")), pictures), listener)


def show(
    theme: Annotated[str, typer.Argument(metavar="THEME", help="A theme's folder or name.")] = "modern-minimal",
    out: Annotated[Path | None, typer.Option(help="Write it to this folder, for any web server.")] = None,
    port: Port = 0,
    as_json: AsJson = False,
) -> None:
    """Show every component and page type of a theme on one page, the hard cases among them."""
    folder = theme_folder(theme)
    if out is not None:
        files = _written(folder, out)
        tell = {"folder": str(out), "files": files}
        print_json(tell) if as_json else err.print(
            f"{files} files in {out}; show them with a web server.", markup=False
        )
        return
    material, pictures = sample()
    material = with_cases(material)
    with listening("127.0.0.1", port) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        if as_json:
            print_json({"showcase": f"{address}{SHOW}", "theme": str(folder)})
        else:
            err.print(f"{folder.name} on {address}{SHOW} (stop with Ctrl-C)", markup=False)
        run_server(ThemeServer(Studio(folder, material, address), pictures), listener)


def _written(folder: Path, out: Path) -> int:
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)  # before the work, which is in vain where nothing can be written
    material, pictures = sample()
    return asyncio.run(_write(folder, with_cases(material), pictures, out))


async def _write(folder: Path, material: Material, pictures: Pictures, out: Path) -> int:
    studio = Studio(folder, material, "https://showcase.example")
    await studio.open()
    if studio.problem is not None or studio.bench is None:
        raise studio.problem or UnknownTheme(f"There is no theme in {folder}.")
    with writing(out):
        return await write_showcase(out, studio.bench, pictures)


def run_server(server: ThemeServer, listener: socket.socket) -> None:
    config = uvicorn.Config(server.app(), log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def theme_folder(path: str) -> Path:
    """Raises UnknownTheme."""
    folder = BUILT_IN / path if path in theme_names() else Path(path)
    if not (folder / "theme.toml").is_file():
        raise UnknownTheme(
            f"There is no theme in {path!r}.",
            remedy=f"Name a folder with a theme.toml, or one of {', '.join(theme_names())}.",
        )
    return folder.resolve()


def sample(products: int = PRODUCTS, photos: int = PHOTOS) -> tuple[Material, Pictures]:
    """Its photos are those of the demo, where that has drawn them."""
    return sample_material(products, photos), SamplePictures(settings().data_dir / "sample", products, photos)


def _of_store(store: str) -> tuple[Material, Pictures]:
    async def work(session: Session) -> tuple[Material, Pictures]:
        return await store_material(session, store), StorePictures(session.objects, session.tenant)

    return run_with_session(work)
