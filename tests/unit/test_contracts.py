"""The import contracts hold, and each of them notices an import that breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("submitter", "storefront", "tasks", "workers", "config")
LINTER = str(Path(sys.executable).parent / "lint-imports")

# The contract's name begins so; where the import is planted; the import.
BREACHES = [
    ("Imports point down", "storefront/errors.py", "import workers.app"),
    ("The submitter asks by message", "submitter/requesting.py", "import tasks.control"),
    ("Nothing below imports the submitter", "tasks/base.py", "import submitter.session"),
    ("storefront knows no queue", "storefront/builds/states.py", "import celery"),
    ("Within storefront", "storefront/seo/gtin.py", "import storefront.rendering.themes"),
    ("Task modules meet only in the pipeline", "tasks/imaging.py", "import tasks.seo"),
    ("Only storage/mongo.py knows", "storefront/tenancy/stores.py", "import pymongo"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> tuple[int, list[str]]:
    """The linter's exit code and the names of the broken contracts."""
    done = subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    lines = " ".join(done.stdout.split("Broken contracts")[0].split())  # long names are folded over lines
    told = [part.rsplit("KEPT", 1)[-1] for part in lines.split(" BROKEN")[:-1]]
    return done.returncode, told


def test_the_contracts_hold(copy: Path) -> None:
    assert _lint(copy) == (0, [])


def test_every_contract_has_a_breach_here() -> None:
    assert (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]") == len(BREACHES)


@pytest.mark.parametrize(("contract", "module", "planted"), BREACHES, ids=[breach[2] for breach in BREACHES])
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, module: str, planted: str) -> None:
    path = copy / module
    before = path.read_text()
    path.write_text(f"{before}\n{planted}\n")
    try:
        code, broken = _lint(copy)
    finally:
        path.write_text(before)
    assert code == 1
    assert any(contract in name for name in broken), broken
