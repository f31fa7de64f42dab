"""The theme's pure scripts, run by Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed: the theme's scripts are not tested here")
@pytest.mark.parametrize("script", sorted(Path(__file__).parent.glob("*.test.mjs")), ids=lambda path: path.name)
def test_scripts(script: Path) -> None:
    assert NODE is not None
    run = subprocess.run([NODE, "--test", str(script)], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout.decode()
