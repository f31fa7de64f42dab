"""The theme's pure scripts, run by Node's own test runner."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
THEMES = Path(__file__).resolve().parents[3] / "themes"


@pytest.mark.skipif(NODE is None, reason="node is not installed: the theme's scripts are not tested here")
@pytest.mark.parametrize("script", sorted(Path(__file__).parent.glob("*.test.mjs")), ids=lambda path: path.name)
def test_scripts(script: Path) -> None:
    assert NODE is not None
    run = subprocess.run([NODE, "--test", str(script)], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout.decode()


def test_names_come_into_sentences_as_they_are() -> None:
    """ "$&" in a text that replaces another has a meaning of its own; what a function gives has none."""
    texts = re.compile(r"\.replace\('\{(?:name|text|words|price)\}', (?!\(\) =>)[^)]*")
    assert [
        (file.name, texts.findall(file.read_text())) for file in THEMES.rglob("*.js") if texts.search(file.read_text())
    ] == []
