"""Wrong use and missing servers: words on stderr, exit code 2, JSON on stdout where it was asked for, no traceback."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from tests.factories.commands import storeloom
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm
from workers.ports import free_port


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nosuch",), "No such command 'nosuch'"),
        (("build",), "Missing argument 'store'"),
        (("builds", "--frobnicate", "x"), "No such option: --frobnicate"),
        (("demo", "--products", "0"), "greater than or equal to 1"),
        (("demo", "--theme", "sandcastle"), "There is no theme 'sandcastle'"),
        (("serve", "--port", "80000"), "'--port'"),
        (("import", "x.csv", "--store", "shop", "--base-url", "shop"), "The store's base_url can't be 'shop'."),
        (("import", "x.csv", "--store", "shop", "--currency", "euro"), "letters of ISO 4217"),
    ],
)
def test_a_mistyped_command_is_told(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    said = storeloom(*words, env={"STORELOOM_DATA_DIR": str(tmp_path)})
    assert said.code == 2
    assert said.out == ""
    assert told in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("builds", "nobody"), "unknown_store"),
        (("build", "Not A Name"), "request_invalid"),
        (("build", "shop", "--request-id", ""), "request_invalid"),
        (("build", "shop", "--request-id", 201 * "x"), "request_invalid"),
        (("status", "nothing"), "unknown_build"),
        (("import", "/no/such/file.csv", "--store", "shop"), "unknown_source"),
    ],
)
def test_names_that_nobody_has_are_told_in_words_and_json(
    words: tuple[str, ...], code: str, farm: Farm, standing_processes: list[LocalProcess]
) -> None:
    said = storeloom(*words, "--json", env=farm.environment)
    assert said.code == 2
    assert said.document["error"]["code"] == code
    assert said.document["error"]["message"] in said.err
    assert said.err.startswith("storeloom: ")


async def test_colours_that_nobody_can_read_are_told_at_import_and_refused_at_a_build(farm: Farm, shop: Shop) -> None:
    shop.write(products=1, primary_color="#f5d90a")
    imported = storeloom("import", shop.folder, "--store", shop.store_id, env=farm.environment)
    assert imported.code == 0
    assert "no build like this: The store's primary_color #f5d90a has a contrast of 1.41" in imported.out
    said = storeloom("build", shop.store_id, "--json", env=farm.environment)
    assert said.code == 1
    assert said.document["error"]["code"] == "palette_refused"
    assert "Set primary_color to #867500" in said.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORELOOM_SERVE_PORT", "many"),
        ("STORELOOM_MONGO_URL", "http://admin:hunter2@db"),
        ("STORELOOM_REDIS_URL", "amqp://admin:hunter2@mq"),
    ],
)
def test_settings_that_mean_nothing_are_named_without_their_value(name: str, value: str, tmp_path: Path) -> None:
    said = storeloom("builds", "shop", env={"STORELOOM_DATA_DIR": str(tmp_path), name: value})
    assert said.code == 2
    assert name in said.err
    assert "hunter2" not in said.err + said.out


@pytest.mark.slow
def test_a_database_that_is_away_is_told_in_reasonable_time(tmp_path: Path) -> None:
    away = {
        "STORELOOM_DATA_DIR": str(tmp_path),
        "STORELOOM_MONGO_URL": f"mongodb://127.0.0.1:{free_port()}/",
        "STORELOOM_REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
    }
    started = time.monotonic()
    said = storeloom("build", "shop", env=away)
    assert (said.code, said.err.splitlines()[0]) == (2, "storeloom: MongoDB does not answer.")
    assert time.monotonic() - started < 25


async def test_without_redis_a_build_is_recorded_and_said_so(farm: Farm, shop: Shop) -> None:
    await shop.stock(products=1)
    env = {**farm.environment, "STORELOOM_REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    said = storeloom("build", shop.store_id, "--json", env=env)
    assert (said.code, said.document["state"]) == (0, "queued")
    assert "Redis does not answer: the build is recorded" in said.err
    [build] = await shop.builds()
    assert (await shop.ended(build)).state == "live"


def test_a_store_that_nobody_has_is_not_served(farm: Farm) -> None:
    said = storeloom("serve", "--store", "nobody", "--port", "0", env=farm.environment)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("storeloom: There is no store 'nobody'.")


@pytest.mark.parametrize(("command", "variable"), [("serve", "STORELOOM_SERVE_PORT"), ("up", "STORELOOM_API_PORT")])
def test_a_port_that_is_taken_is_told(command: str, variable: str, farm: Farm) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = storeloom(command, env={**farm.environment, variable: port})
    assert (said.code, said.out) == (2, "")
    first, remedy = said.err.splitlines()
    assert first.startswith(f"storeloom: 127.0.0.1:{port}")
    assert "cannot be listened on: Address already in use." in first
    assert variable in remedy


async def test_a_store_without_builds_and_releases_says_so(farm: Farm, shop: Shop) -> None:
    await shop.stock(products=1)
    assert storeloom("builds", shop.store_id, env=farm.environment).out == f"Store {shop.store_id} has no builds yet.\n"
    said = storeloom("releases", shop.store_id, env=farm.environment)
    assert (said.code, said.out) == (0, f"Store {shop.store_id} has no releases yet.\n")


def test_a_data_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = storeloom("builds", "shop", env={"STORELOOM_DATA_DIR": str(tmp_path / "file")})
    assert said.code == 2
    assert "cannot be used" in said.err
