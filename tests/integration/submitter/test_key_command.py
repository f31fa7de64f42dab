"""`storeloom key`, the key that the first start makes, and `storeloom checkout-key`."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from storefront.storage.mongo import Mongo
from storefront.tenancy.access import tenant_of
from storefront.tenancy.checkout_keys import checkout_key
from storefront.tenancy.scope import TenantScope
from submitter.cli import keys
from tests.factories.builds import known_store
from tests.integration.conftest import Farm
from tests.integration.submitter.conftest import Said


async def test_a_key_is_made_and_opens_the_tenant(storeloom: Callable[..., Said], mongo: Mongo) -> None:
    said = await asyncio.to_thread(storeloom, "key")
    assert (said.code, said.err) == (0, "")
    assert await tenant_of(mongo, said.out.strip()) == TenantScope("local")
    another = (await asyncio.to_thread(storeloom, "key", "--json")).document
    assert await tenant_of(mongo, another["key"]) == TenantScope("local")
    assert another["key"] != said.out.strip()


async def test_the_installed_command_does_the_same(field: Farm, mongo: Mongo) -> None:
    program = Path(sys.executable).parent / "storeloom"
    process = await asyncio.create_subprocess_exec(
        program, "key", env={**field.environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert await tenant_of(mongo, out.decode().strip()) == TenantScope("local")


async def test_a_checkout_key_is_shown_again_until_it_is_rotated(storeloom: Callable[..., Said], mongo: Mongo) -> None:
    scope = await known_store(mongo)
    shown = await asyncio.to_thread(storeloom, "checkout-key", scope.store_id)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.strip() == await checkout_key(mongo, scope)
    again = (await asyncio.to_thread(storeloom, "checkout-key", scope.store_id, "--json")).document
    assert again == {"store": scope.store_id, "checkout_key": shown.out.strip(), "rotated": False}
    other = (await asyncio.to_thread(storeloom, "checkout-key", scope.store_id, "--rotate", "--json")).document
    assert other["checkout_key"] == await checkout_key(mongo, scope) != again["checkout_key"]
    unknown = await asyncio.to_thread(storeloom, "checkout-key", "nobody")
    assert unknown.code == 2
    assert "There is no store 'nobody'" in unknown.err


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What stands on a terminal in place of the error stream."""
    shown = io.StringIO()
    monkeypatch.setattr(keys, "err", Console(file=shown, force_terminal=True, color_system=None, soft_wrap=True))
    return shown


async def test_the_first_start_shows_a_key_once(field: Farm, mongo: Mongo, terminal: io.StringIO) -> None:
    await asyncio.to_thread(keys.tell_first_key, field.settings)
    shown = terminal.getvalue()
    key = next(word for word in shown.split() if word.startswith("sl_"))
    assert await tenant_of(mongo, key) == TenantScope("local")
    await asyncio.to_thread(keys.tell_first_key, field.settings)
    assert terminal.getvalue() == shown, "the second start says nothing"


async def test_what_is_written_to_a_file_holds_no_key(
    field: Farm, mongo: Mongo, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(keys.tell_first_key, field.settings)
    said = capsys.readouterr()
    assert "storeloom key" in said.err
    assert "sl_" not in said.out + said.err
    assert await mongo.control["keys"].count_documents({}) == 0
