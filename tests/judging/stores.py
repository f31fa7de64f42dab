"""Exported stores to be looked at: the sample in each theme, and a thousand sunglasses of a real shop's listing.

Photos are drawn and encoded once: after the first theme a build only plans and renders.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from storefront.rendering.themes import theme_names
from tests.factories.commands import STORELOOM, environment, storeloom

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "var" / "judging"
SAMPLE, SUNGLASSES = "optician", "sunglasses"
_PRODUCTS = 1_000
_LIMIT_S = 900.0
_UP_WITHIN_S = 90.0


def exported_sample(theme: str) -> Path:
    """The sample store in a theme, as a folder."""
    env = {"STORELOOM_DATA_DIR": str(HERE / "data")}
    _done("demo", "--once", "--theme", theme, env=env)
    return _exported(SAMPLE, HERE / "sites" / theme, env)


def exported_samples() -> dict[str, Path]:
    return {theme: exported_sample(theme) for theme in theme_names()}


def exported_sunglasses(corpus: Path) -> dict[str, Path]:
    """A thousand rows of the shop's JSON in each theme. Its photos can't be fetched from everywhere."""
    listing = HERE / "sunglasses.json"
    listing.parent.mkdir(parents=True, exist_ok=True)
    rows = orjson.loads((corpus / "catalogues/sunglasshut-json/sunglasses.json").read_bytes())
    listing.write_bytes(orjson.dumps(rows[:_PRODUCTS]))
    mapping = ROOT / "examples/mappings/sunglasshut-json.toml"
    with _fleet() as env:
        told = ("--mapping", mapping, "--name", "Sunglasses", "--base-url", "https://sunglasses.example")
        _done("import", listing, "--store", SUNGLASSES, *told, env=env)
        return {theme: _built(theme, env) for theme in theme_names()}


def _built(theme: str, env: dict[str, str]) -> Path:
    _done("build", SUNGLASSES, "--wait", "--theme", theme, env=env)
    return _exported(SUNGLASSES, HERE / "sites" / f"sunglasses-{theme}", env)


def _exported(store: str, folder: Path, env: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    _done("export", store, folder, env=env)
    return folder


@contextmanager
def _fleet() -> Iterator[dict[str, str]]:
    """Servers and workers of our own, on ports that are free."""
    ports = {f"STORELOOM_{name}_PORT": str(_free_port()) for name in ("SERVE", "API", "FLOWER")}
    env = {"STORELOOM_DATA_DIR": str(HERE / "fleet"), **ports}
    up = subprocess.Popen([STORELOOM, "up"], env=environment(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_ready(env)
        yield env
    finally:
        up.terminate()
        up.wait(60)


def _until_ready(env: dict[str, str]) -> None:
    deadline = time.monotonic() + _UP_WITHIN_S
    while storeloom("doctor", env=env, limit_s=_UP_WITHIN_S).code != 0:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the fleet in {env['STORELOOM_DATA_DIR']} does not start; its words are in log/ there")
        time.sleep(1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _done(*words: object, env: dict[str, str]) -> None:
    said = storeloom(*words, env=env, limit_s=_LIMIT_S)
    if said.code != 0:
        raise SystemExit(f"storeloom {' '.join(map(str, words))} ended with {said.code}:\n{said.out}{said.err}")


def corpus() -> Path | None:
    """The shared catalogues' folder, where there is one."""
    named = os.environ.get("STORELOOM_CORPUS")
    return Path(named) if named and Path(named).is_dir() else None
