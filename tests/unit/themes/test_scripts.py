"""The theme's pure scripts, run by Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed: the theme's scripts are not tested here")
@pytest.mark.parametrize("name", ["cart.test.mjs", "filtering.test.mjs"])
def test_scripts(name: str) -> None:
    assert NODE is not None
    script = Path(__file__).with_name(name)
    run = subprocess.run([NODE, "--test", str(script)], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout.decode()
